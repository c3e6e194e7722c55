import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.commands.running import CHECKOUT, capi

BROKEN = """\
instrument: broken
version: "1"
title: Broken
modes: [telephone]
languages: [en]
sections:
  - section: One
    ask:
      - First:
          text: Is it so?
          categories: {1: "Yes", 2: "No"}
      - Second:
          asked_if: Frist == 1
          text: And this?
          categories: {1: "Yes", 1: "No"}
      - Third:
          txt: Why?
          type: text
          longest: 100
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A broken instrument and a good one, side by side."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "instrument.yaml").write_text(BROKEN, encoding="utf-8")
    shutil.copytree(CHECKOUT / "questionnaires" / "seb", tmp_path / "seb")
    return tmp_path


def test_every_fault_has_a_place_an_editor_can_jump_to(folder: Path) -> None:
    ended = capi("check", "broken/instrument.yaml", folder=folder)
    assert (ended.code, ended.err) == (1, "")
    *faults, summary = ended.out.splitlines()
    assert len(faults) >= 4
    for fault in faults:
        assert re.fullmatch(r"broken[/\\]instrument\.yaml:\d+: [A-Z-]+ .+\. .+", fault), fault
    assert [fault for fault in faults if "FILTER" in fault or "Frist" in fault]
    assert summary.endswith(f"{len(faults)} faults; not fit to field")


def test_json_is_a_list_of_the_same_faults(folder: Path) -> None:
    ended = capi("check", "broken", "--json", folder=folder)
    assert (ended.code, ended.err) == (1, "")
    faults = json.loads(ended.out)
    assert {tuple(sorted(fault)) for fault in faults} == {("code", "file", "level", "line", "message", "remedy")}
    assert {fault["level"] for fault in faults} == {"fault"}
    lines = [fault["line"] for fault in faults]
    assert lines == sorted(lines)
    assert {12, 13} & set(lines)  # the misspelt filter


def test_several_paths_of_every_kind_are_checked_each_once(folder: Path) -> None:
    ended = capi("check", ".", "seb", "broken/instrument.yaml", folder=folder)
    assert ended.code == 1
    summaries = [line for line in ended.out.splitlines() if "fit to field" in line]
    assert len(summaries) == 2
    assert "seb 2023.1 is fit to field (8 questions" in summaries[1]


def test_an_instrument_fit_to_field_ends_with_nought_and_an_empty_list() -> None:
    assert capi("check", "seb").code == 0
    ended = capi("check", "seb", "--json")
    assert (ended.code, json.loads(ended.out)) == (0, [])


def test_a_warning_alone_does_not_fail(tmp_path: Path) -> None:
    text = BROKEN.replace("Frist", "First").replace('1: "Yes", 1: "No"', '1: "Yes", 2: "No"').replace("txt:", "text:")
    warned = text.replace("sections:", "fills:\n  Unused: [{text: never said}]\nsections:")
    (tmp_path / "one.yaml").write_text(warned, encoding="utf-8")
    ended = capi("check", "one.yaml", "--json", folder=tmp_path)
    assert (ended.code, [fault["level"] for fault in json.loads(ended.out)]) == (0, ["warning"])


def test_what_is_not_there_is_said_and_the_rest_is_checked() -> None:
    ended = capi("check", "no-such-thing", "seb")
    assert ended.code == 1
    assert "There is no instrument 'no-such-thing'" in ended.err
    assert "fit to field" in ended.out
    assert len(ended.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that is there and that even root cannot read")
def test_a_file_the_machine_will_not_read_is_not_the_authors_fault() -> None:
    ended = capi("check", "/proc/self/mem", "seb")
    assert ended.code == 3
    assert "/proc/self/mem" in ended.err
    assert "fit to field" in ended.out


def test_hostile_text_in_a_fault_cannot_move_the_cursor_of_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text('instrument: "\\e[2Jx"\n', encoding="utf-8")
    ended = capi("check", "one.yaml", folder=tmp_path)
    assert ended.code == 1
    assert "\x1b" not in ended.out


def test_the_author_sees_all_that_a_text_with_fills_can_say() -> None:
    ended = capi("check", "economic-activity", "--texts")
    assert ended.code == 0
    said = re.split(r"\n(?=\S)", ended.out)
    of_enroll = next(lines for lines in said if ": Enroll: " in lines)
    assert "enrolled ‹enrolled›" not in of_enroll
    assert "“at school or 6th form college or enrolled” if" in of_enroll
    assert "otherwise “enrolled”" in of_enroll
    assert not any(": Stat: " in lines for lines in said), "a text without fills says one thing only"
    assert capi("check", "economic-activity").out.count("\n") == 1


FILLED = """\
instrument: filled
version: "1"
title: Filled
modes: [face_to_face]
showcards: {A: {heading: "What {Name|this person} may have"}}
sections:
  - roster: People
    row_name: "{Name|Person}"
    at_most: 5
    ask:
      - Name: {label: First name, text: "What is the name?", type: text}
      - Since: {label: Since when, text: Since when?, type: date}
      - Has:
          text: Which do you have?
          categories: {1: Nothing, 2: {text: "What {Name|this person} had {Since:month}", example: "Such as {Since:date}"}}
          showcard: A
    edits:
      - {check: TooNew, fails_if: Since > "2026-01-01" and Has == 1, message: "Since {Since}?"}
    another: {More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}}
"""


def test_every_kind_of_text_is_shown_and_dates_as_they_are_said(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(FILLED, encoding="utf-8")
    ended = capi("check", "one.yaml", "--texts", folder=tmp_path)
    assert ended.code == 0
    _, *shown = (line.split("one.yaml:")[-1] for line in ended.out.splitlines())
    answer = "    ‹Since› is the answer to Since when [Since], as"
    name = "    ‹Name› is the answer to First name [Name], or"
    assert shown == [
        "13: Has: Which do you have?",
        "    category 2: What ‹Name› had ‹Since›",
        "    example of category 2: Such as ‹Since›",
        f"{name} “this person” where there is none",
        f"{answer} month and year, such as “November 2026”",
        f"{answer} day, month and year, such as “15 November 2026”",
        "7: People: name of a row: ‹Name›",
        f"{name} “Person” where there is none",
        "18: TooNew: message: Since ‹Since›?",
        f"{answer} weekday, day and month, such as “Sunday the 15th of November”",
        "5: card A: heading: What ‹Name› may have",
        f"{name} “this person” where there is none",
    ]
