"""How the checks are run: with bytecode, and in memory where there is room for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import checks


def told(environment: dict[str, str]) -> str:
    """Where a Python keeps its bytecode; None in words where it keeps none."""
    program = "import sys; print(None if sys.dont_write_bytecode else sys.pycache_prefix or 'beside the code')"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def test_bytecode_is_kept_whatever_this_machine_says_and_where_it_says(tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if name not in (checks.NO_BYTECODE, checks.BYTECODE)}
    none, elsewhere = {**plain, checks.NO_BYTECODE: "1"}, {**plain, checks.BYTECODE: str(tmp_path / "mine")}
    assert told(none) == "None"
    assert told(checks.with_bytecode_kept(none, tmp_path)) == str(tmp_path)
    assert told(checks.with_bytecode_kept(plain, tmp_path)) == "beside the code"
    assert told(checks.with_bytecode_kept(elsewhere, tmp_path)) == str(tmp_path / "mine")
    assert told(checks.with_bytecode_kept({**elsewhere, **none}, tmp_path)) == str(tmp_path / "mine")


@pytest.mark.skipif(checks.free_memory() == 0, reason="this system does not say how much memory is free")
def test_tests_write_into_memory_where_it_has_the_room_and_nothing_stays_there(tmp_path: Path) -> None:
    with checks.written_quickly(tmp_path, enough=1) as places:
        folder = Path(places["TMPDIR"])
        assert folder.parent == tmp_path
        (folder / "case").write_text("written")
    assert list(tmp_path.iterdir()) == []
    with checks.written_quickly(tmp_path, enough=2**60) as places:
        assert places == {}
    with checks.written_quickly(tmp_path / "none", enough=1) as places:
        assert places == {}


def test_a_check_that_hangs_is_stopped_and_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "LONGEST_SECONDS", 1)
    code, seconds = checks.run_check(
        "pytest", [sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, os.environ
    )
    assert (code, seconds < 30) == (checks.HANGS, True)
    assert "pytest has not come to an end" in capfd.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_every_check_is_run_and_told_also_after_one_has_failed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!{sys.executable}\nimport sys\nprint('ran', *sys.argv[1:3])\nsys.exit('ruff' in sys.argv)\n")
    python.chmod(0o755)
    assert checks.run_checks(tmp_path, str(python), tmp_path / "bytecode", ["-k", "nothing"]) == 1
    said = capfd.readouterr().out
    for ran in ("ran -m ruff", "ran -m mypy", "ran -m pytest", "ran -c from importlinter"):
        assert ran in said
    assert "Failed: ruff check, ruff format." in said
