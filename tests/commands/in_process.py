"""Runs a command in this process, for tests that need many of them."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from capi.commands.ending import ended
from capi.commands.line import run_line
from tests.commands.running import Ended

Capi: TypeAlias = Callable[..., Ended]


@pytest.fixture
def capi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Capi:
    """Its data folder is `data` under the test's own folder; nobody sits at a terminal."""
    monkeypatch.setenv("CAPI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    def run(*words: str | Path) -> Ended:
        capsys.readouterr()
        try:
            code = run_line([str(word) for word in words])
        except Exception as error:
            code = ended(error)
        shown = capsys.readouterr()
        return Ended(code, shown.out, shown.err)

    return run
