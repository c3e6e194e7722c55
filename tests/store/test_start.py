"""The window starts without the database: what it needs of the store before anybody signs in is light."""

import subprocess
import sys
from pathlib import Path

import pytest

import capi

ROOT = Path(next(iter(capi.__path__))).parent


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("capi.fieldwork.replay", {"sqlalchemy", "sqlcipher3", "sqlite3", "filelock"}),
        ("capi.store.errors", {"sqlalchemy", "sqlcipher3", "sqlite3", "filelock"}),
        ("capi.store.hold", {"sqlalchemy", "sqlcipher3"}),
        ("capi.store.case_file", {"sqlcipher3", "yaml", "PySide6"}),
    ],
)
def test_nothing_heavy_comes_along(module: str, kept_out: set[str]) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    assert not kept_out & set(loaded)
