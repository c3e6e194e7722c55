from pathlib import Path

import pytest

from capi.outputs.folder import AlreadyWritten, output_file


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "document.html"
    with output_file(path, force=False) as unfinished:
        unfinished.write_text("whole", encoding="utf-8")
        assert not path.exists()
        assert unfinished.suffix == ".html"
    assert path.read_text(encoding="utf-8") == "whole"
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_left_of_one_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), output_file(path, force=True) as unfinished:  # noqa: PT012
        unfinished.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_there_stays_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(AlreadyWritten, match="--force"), output_file(path, force=False):
        pass
    with pytest.raises(AlreadyWritten, match="is a folder"), output_file(tmp_path, force=True):
        pass
    with output_file(path, force=True) as unfinished:
        unfinished.write_text("after", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "after"
