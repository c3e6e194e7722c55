import json
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


def test_what_is_not_among_the_names_is_never_let_out(tmp_path: Path) -> None:
    """Rows that were set down on the way, which a format forgot or could not remove."""
    (tmp_path / "there").mkdir()
    for out in (tmp_path / "new", tmp_path / "there"):
        with OutputFolder(out, NAMES, force=False) as unfinished:
            for name in (*NAMES, "data.csv.staged"):
                (unfinished / name).write_text("one", encoding="utf-8")
            (unfinished / "more").mkdir()
            (unfinished / "more" / "rows").write_text("one", encoding="utf-8")
        assert _there(out) == sorted(NAMES)


def _sealed(out: Path, names: tuple[str, ...], *, force: bool) -> None:
    """As deliveries are: the seal lists the others."""
    with OutputFolder(out, (*names, "seal.json"), force=force) as unfinished:
        for name in names:
            (unfinished / name).write_text(f"{len(names)}", encoding="utf-8")
        content = {"files": [{"name": name} for name in names]}
        (unfinished / "seal.json").write_text(json.dumps(content), encoding="utf-8")


def test_a_delivery_is_not_written_over_one_with_more_files_which_would_stay(tmp_path: Path) -> None:
    """Those of a secure delivery would lie among the files for end users."""
    out = tmp_path / "out"
    _sealed(out, ("data.csv", "paradata.csv"), force=False)
    with pytest.raises(AlreadyWritten, match=r"holds paradata\.csv of an earlier delivery.*remove the earlier"):
        _sealed(out, ("data.csv",), force=True)
    assert (out / "data.csv").read_text(encoding="utf-8") == "2"
    _sealed(out, ("data.csv", "paradata.csv", "persons.csv"), force=True)
    assert _there(out) == ["data.csv", "paradata.csv", "persons.csv", "seal.json"]
    (out / "seal.json").rename(out / ".capi-replaced-seal.json")  # killed while they were replaced
    with pytest.raises(AlreadyWritten, match=r"holds paradata\.csv, persons\.csv of an earlier delivery"):
        _sealed(out, ("data.csv",), force=True)
    for name in ("paradata.csv", "persons.csv"):
        (out / name).unlink()
    _sealed(out, ("data.csv",), force=True)
    assert _there(out) == ["data.csv", "seal.json"]


@pytest.mark.parametrize("seal", ["", "[]", "{}", '{"files": 3}', '{"files": [{"name": "../mine.txt"}, {}]}', "\0"])
def test_a_seal_that_is_none_of_ours_lists_nothing(tmp_path: Path, seal: str) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "seal.json").write_text(seal, encoding="utf-8")
    _sealed(tmp_path / "out", ("data.csv",), force=True)
    assert _there(tmp_path / "out") == ["data.csv", "seal.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody can ask after a process without ending it")
def test_what_a_killed_process_left_is_cleared_away_and_what_others_write_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = [tmp_path / f".capi-unfinished-{gone.pid}-1", tmp_path / f".capi-unfinished-{gone.pid}-2.pdf"]
    left[0].mkdir()
    (left[0] / "data.csv").write_text("names of people", encoding="utf-8")
    left[1].write_text("half", encoding="utf-8")
    other = tmp_path / f".capi-unfinished-{os.getppid()}-1"
    other.mkdir()
    with OutputFolder(tmp_path / "one", NAMES, force=False) as one:
        assert not any(each.exists() for each in left)
        _write(tmp_path / "two", "two")  # by the same process, beside it
        assert one.is_dir()
        for name in NAMES:
            (one / name).write_text("one", encoding="utf-8")
    assert other.is_dir()
    assert _there(tmp_path / "one") == _there(tmp_path / "two") == sorted(NAMES)


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
