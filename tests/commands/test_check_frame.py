"""`capi check` on outcome frames: as on instruments, by path, by folder and by name."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.running import CHECKOUT
from tests.outcomes.small_frame import SMALL, small

UK = CHECKOUT / "questionnaires" / "outcome-frames" / "uk"
FIT = r"uk 1\.0 is fit to field \(\d+ outcome codes, \d+ call results\)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A frame with faults, a good one, and an instrument beside them."""
    (tmp_path / "ours").mkdir()
    broken = small(("suggests: 730", "suggests: 731"), ("Europe/London", "Europe/Londn"))
    (tmp_path / "ours" / "frame.yaml").write_text(broken, encoding="utf-8")
    shutil.copytree(UK, tmp_path / "theirs")
    shutil.copytree(CHECKOUT / "questionnaires" / "seb", tmp_path / "seb")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_every_fault_has_a_place_an_editor_can_jump_to(capi: Capi) -> None:
    ended = capi("check", "ours")
    assert (ended.code, ended.err) == (1, "")
    first, second, summary = ended.out.splitlines()
    assert re.fullmatch(r"ours[/\\]frame\.yaml:\d+: CODE-UNKNOWN .+\. Did you mean 730\?", first)
    assert re.fullmatch(r"ours[/\\]frame\.yaml:\d+: ZONE .+\. Did you mean Europe/London\?", second)
    assert re.fullmatch(r"ours[/\\]frame\.yaml: 2 faults; not fit to field", summary)
    assert SMALL.splitlines()[int(first.split(":")[1]) - 1].strip().startswith("vacant")


def test_json_is_a_list_of_the_same_faults(capi: Capi, folder: Path) -> None:
    ended = capi("check", folder / "ours", "--json")
    assert ended.code == 1
    faults = json.loads(ended.out)
    assert [fault["code"] for fault in faults] == ["CODE-UNKNOWN", "ZONE"]
    assert {tuple(sorted(fault)) for fault in faults} == {("code", "file", "level", "line", "message", "remedy")}
    assert {fault["file"] for fault in faults} == {str(Path("ours", "frame.yaml"))}


@pytest.mark.parametrize("word", ["uk", UK, UK / "frame.yaml", UK.parent])
def test_a_frame_is_found_by_name_by_folder_and_by_path(capi: Capi, word: str | Path) -> None:
    ended = capi("check", word)
    assert (ended.code, ended.err) == (0, "")
    assert re.search(f"frame\\.yaml: {FIT}\n$", ended.out)
    assert json.loads(capi("check", word, "--json").out) == []


def test_a_frame_is_known_by_its_first_key_whatever_its_file_is_called(capi: Capi, folder: Path) -> None:
    shutil.copy(UK / "frame.yaml", folder / "of-ours.yaml")
    ended = capi("check", "of-ours.yaml", "seb/instrument.yaml")
    assert ended.code == 0
    assert re.fullmatch(rf"of-ours\.yaml: {FIT}", ended.out.splitlines()[0])
    assert "seb 2023.1 is fit to field (8 questions" in ended.out


def test_a_folder_of_both_is_checked_whole(capi: Capi, folder: Path) -> None:
    ended = capi("check", folder, "theirs")
    assert ended.code == 1
    summaries = [line for line in ended.out.splitlines() if "fit to field" in line]
    assert len(summaries) == 3
    assert sum("not fit" in line for line in summaries) == 1


def test_the_folder_of_all_that_ships_is_checked_with_its_frames(capi: Capi) -> None:
    ended = capi("check", CHECKOUT / "questionnaires")
    assert ended.code == 0
    assert re.search(FIT, ended.out)
    assert "seb 2023.1 is fit to field" in ended.out


def test_a_warning_alone_does_not_fail(capi: Capi, tmp_path: Path) -> None:
    (tmp_path / "frame.yaml").write_text(small(("label: Busy", "label: No answer")), encoding="utf-8")
    ended = capi("check", tmp_path)
    assert ended.code == 0
    assert "warning LABEL-TWICE" in ended.out
    assert ended.out.endswith("small 1 is fit to field (11 outcome codes, 8 call results), 1 warning\n")


def test_what_is_not_there_is_said_with_the_frames_there_are(capi: Capi) -> None:
    ended = capi("check", "no-such-thing", "uk")
    assert ended.code == 1
    assert "There is no instrument 'no-such-thing'" in ended.err
    assert ended.err.endswith("outcome frame, by its path or name: uk.\n")
    assert "is fit to field" in ended.out


def test_the_texts_of_a_frame_are_no_more_than_its_faults(capi: Capi) -> None:
    assert capi("check", "uk", "--texts").out == capi("check", "uk").out
