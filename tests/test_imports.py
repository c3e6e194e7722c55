"""The house rules on imports: they hold, they bite when broken, and hold in a fresh process too."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = (
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as check; check()",
    "--no-cache",
    "--no-logo",
)

PLANTED = (
    ("downwards", "capi.instrument", "capi.engine"),
    ("downwards", "capi.engine", "capi.fieldwork.case"),
    ("downwards", "capi.fieldwork", "capi.store"),
    ("downwards", "capi.store", "capi.dataset"),
    ("downwards", "capi.dataset", "capi.derivation"),
    ("downwards", "capi.outputs", "capi.sitting"),
    ("downwards", "capi.screens", "capi.desktop"),
    ("downwards", "capi.screens", "capi.hub"),
    ("downwards", "capi.commands", "capi.__main__"),
    ("window-alone", "capi.screens", "capi.dataset"),
    ("window-alone", "capi.screens", "capi.outputs.microdata.export"),
    ("window-alone", "capi.screens", "rich"),
    ("no-libraries-below", "capi.engine", "PySide6"),
    ("no-libraries-below", "capi.engine", "yaml"),
    ("no-libraries-below", "capi.fieldwork", "sqlalchemy"),
    ("no-libraries-below", "capi.fieldwork", "capi.instrument.reading"),
    ("no-world-below", "capi.engine", "random"),
    ("no-world-below", "capi.fieldwork", "pathlib"),
    ("qt-in-the-window", "capi.outputs", "PySide6"),
    ("qt-in-the-window", "capi.store", "PySide6.QtCore"),
    ("sql-in-the-store", "capi.screens", "sqlalchemy"),
    ("sql-in-the-store", "capi.dataset", "sqlcipher3"),
    ("sql-in-the-store", "capi.commands", "sqlite3"),
    ("yaml-in-the-reader", "capi.instrument", "yaml"),
    ("yaml-in-the-reader", "capi.commands", "yaml"),
    ("sql-in-the-store", "capi.sync", "sqlalchemy"),
    ("network-in-the-client", "capi.sync", "httpx"),
    ("network-in-the-client", "capi.screens", "httpx"),
    ("network-in-the-client", "capi.hub", "fastapi"),
    ("network-in-the-client", "capi.hub", "urllib3"),
    ("downwards", "capi.sync", "capi.hub.tables"),
    ("outputs-downwards", "capi.outputs.tables", "capi.outputs.microdata.export"),
    ("outputs-downwards", "capi.outputs.microdata", "capi.outputs.documents.paper"),
    ("hub-downwards", "capi.hub.people", "capi.hub.office.cases"),
    ("hub-downwards", "capi.hub.keeping", "capi.hub.office.cases"),
    ("hub-downwards", "capi.hub.keeping", "capi.hub.statistics.hub_cases"),
    ("hub-downwards", "capi.hub.statistics", "capi.hub.coding.queue"),
    ("statistics-in-their-rooms", "capi.hub.statistics", "ibis"),
    ("statistics-in-their-rooms", "capi.commands", "pyarrow"),
    ("downwards", "capi.sync", "capi.sample"),
    ("window-alone", "capi.screens", "capi.sample"),
    ("terminal-in-the-commands", "capi.outputs", "rich.progress"),
    ("terminal-in-the-commands", "capi.dataset", "typer"),
)
"""Contract, the room a bad import is planted in, what is imported there."""


def lint(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What import-linter says of this tree; wide, so that no name is broken over two lines."""
    environment = {**os.environ, "COLUMNS": "300", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        [*LINT, *words], cwd=tree, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def make_package(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "__init__.py").touch()


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, with the rooms that are not built yet as empty ones: the rules are theirs already.

    One for all tests here: each takes away what it has planted.
    """
    copied = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", copied)
    shutil.copytree(ROOT / "capi", copied / "capi", ignore=shutil.ignore_patterns("__pycache__"))
    for room in ("derivation",):
        make_package(copied / "capi" / room)
    return copied


def test_every_import_of_the_tree_keeps_the_contracts() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(("contract", "room", "imported"), PLANTED)
def test_a_planted_bad_import_breaks_its_contract(tree: Path, contract: str, room: str, imported: str) -> None:
    planted = tree.joinpath(*room.split(".")) / "planted.py"
    planted.write_text(f"import {imported}\n", encoding="utf-8")
    result = lint(tree, "--contract", contract)
    planted.unlink()
    assert result.returncode == 1, result.stdout + result.stderr
    assert "1 broken" in result.stdout
    assert f"{room}.planted -> " in result.stdout


def test_a_room_that_the_contracts_do_not_name_breaks_them(tree: Path) -> None:
    make_package(tree / "capi" / "utils")
    result = lint(tree, "--contract", "downwards")
    shutil.rmtree(tree / "capi" / "utils")
    assert result.returncode == 1
    assert "capi.utils" in result.stdout


def test_every_contract_has_a_planted_bad_import() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}
    assert contracts == {contract for contract, _, _ in PLANTED}


IMPORT_ALL = """
import importlib, pkgutil, sys
room = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
HEAVY = {"PySide6", "shiboken6", "sqlalchemy", "sqlcipher3", "sqlite3", "httpx", "yaml", "typer", "rich", "jinja2"}


@pytest.mark.parametrize("room", ["capi.engine", "capi.fieldwork"])
def test_a_fresh_process_that_imports_the_room_loads_no_heavy_library(room: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, room], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert "capi" in loaded
    assert not HEAVY & set(loaded)
