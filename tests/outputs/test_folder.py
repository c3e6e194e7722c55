import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from capi.outputs.folder import AlreadyWritten, OutputFolder

NAMES = ("data.csv", "seal.json")


def _write(path: Path, words: str, *, force: bool = False) -> None:
    with OutputFolder(path, NAMES, force=force) as unfinished:
        for name in NAMES:
            (unfinished / name).write_text(words, encoding="utf-8")


def _fail_half_way(path: Path) -> None:
    with OutputFolder(path, NAMES, force=True) as unfinished:
        (unfinished / "data.csv").write_text("half", encoding="utf-8")
        raise OSError("disk full")


def _there(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_the_files_and_nothing_else_are_there_afterwards(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    _write(out, "one")
    assert _there(out) == sorted(NAMES)
    assert _there(tmp_path / "new") == ["out"]


def test_a_folder_with_other_things_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    _write(tmp_path, "one")
    assert _there(tmp_path) == ["data.csv", "mine.txt", "seal.json"]


def test_nothing_is_overwritten_unless_asked_for(tmp_path: Path) -> None:
    _write(tmp_path / "out", "one")
    with pytest.raises(AlreadyWritten, match=r"out holds data\.csv, seal\.json already\. .*--force"):
        _write(tmp_path / "out", "two")
    assert (tmp_path / "out" / "data.csv").read_text(encoding="utf-8") == "one"
    _write(tmp_path / "out", "two", force=True)
    assert (tmp_path / "out" / "data.csv").read_text(encoding="utf-8") == "two"
    assert _there(tmp_path / "out") == sorted(NAMES)


def test_a_file_of_that_name_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(AlreadyWritten, match="is a file, not a folder"):
        _write(tmp_path / "out", "one", force=True)


def test_when_the_writing_fails_nothing_is_left_behind(tmp_path: Path) -> None:
    _write(tmp_path / "there", "one")
    for out in (tmp_path / "new", tmp_path / "there"):
        with pytest.raises(OSError, match="disk full"):
            _fail_half_way(out)
    assert _there(tmp_path) == ["there"]
    assert (tmp_path / "there" / "data.csv").read_text(encoding="utf-8") == "one"


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot kill itself with SIGKILL on Windows")
@pytest.mark.parametrize("into_new_folder", [True, False])
def test_a_kill_at_any_step_leaves_no_file_that_looks_finished(tmp_path: Path, into_new_folder: bool) -> None:
    """F34: killed at the n-th call that changes the disk, for every n until the program gets through."""
    program = dedent("""
        import os, pathlib, signal, sys
        from capi.outputs.folder import OutputFolder

        deadly, calls = int(sys.argv[2]), 0

        def counting(call):
            def counted(*given, **named):
                global calls
                calls += 1
                if calls == deadly:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*given, **named)
            return counted

        for module, name in ((os, "fsync"), (os, "rename"), (os, "replace"), (os, "unlink"), (os, "mkdir")):
            setattr(module, name, counting(getattr(module, name)))
        with OutputFolder(pathlib.Path(sys.argv[1]), ("data.csv", "seal.json"), force=True) as unfinished:
            (unfinished / "data.csv").write_text("new")
            (unfinished / "seal.json").write_text("new")
        """)
    killed = 0
    for deadly in range(1, 40):
        out = tmp_path / f"out-{deadly}"
        if not into_new_folder:
            _write(out, "old")
        done = subprocess.run(
            [sys.executable, "-c", program, os.fspath(out), str(deadly)], cwd=Path(__file__).parents[2], check=False
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        killed += 1
        if (out / "seal.json").exists():
            words = {(out / name).read_text(encoding="utf-8") for name in NAMES}
            assert len(words) == 1, "the seal stands over files of two deliveries"
        elif into_new_folder:
            assert not out.exists()
    else:
        pytest.fail("the program never got through")
    assert killed >= 4
