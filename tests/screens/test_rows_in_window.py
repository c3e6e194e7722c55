"""Rows in the window: whose questions these are, going to a row, taking one out and bringing it back."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from capi.engine.plan import plan
from capi.fieldwork.case import Case, Status
from capi.fieldwork.completion import CompletionRules, Level
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.screens.hindrance_sheet import HindranceSheet
from capi.screens.interview_screen import InterviewScreen
from capi.screens.interview_sheets import ConfirmSheet, EditSheet
from capi.screens.look import Look
from capi.screens.rows_sheet import RowsSheet
from capi.screens.showcard_window import ShowcardWindow
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from tests.screens.conftest import AtInterview, clock, instrument_of

SitDown = Callable[..., AtInterview]
KEY = Qt.Key

HOUSEHOLD = """
instrument: household
version: "1"
title: Household
modes: [face_to_face]
sections:
  - roster: People
    title: People in the household
    row_name: "{Name|Person}"
    ask:
      - Name: {text: Name?, type: text, label: Name}
      - Age: {text: "How old is {Name}?", type: whole_number, maximum: 120, label: Age}
      - NumberOfJobs: {text: Jobs?, type: whole_number, maximum: 3, asked_if: Age >= 16, label: Jobs}
      - roster: Jobs
        title: Jobs
        size: NumberOfJobs
        row_name: "job {position}"
        ask:
          - Hours:
              text: Hours?
              type: whole_number
              maximum: 168
              label: Hours
              edits:
                - signal: ManyHours
                  fails_if: Hours > 80 and Age >= 16
                  message: "{Name} works {Hours} hours."
    another:
      AnyoneElse: {text: Anyone else?, label: Anyone else, categories: {1: "Yes", 2: "No"}}
  - section: Last
    ask:
      - Why: {text: Anything to add?, type: text, label: Why}
"""


@pytest.fixture(scope="module")
def kept() -> Snapshot:
    return instrument_of(HOUSEHOLD)


def gives(interviewer: AtInterview, *typed: str) -> None:
    for each in typed:
        interviewer.sees_question()
        interviewer.write(each)
        interviewer.enter()
        interviewer.look_up()


@pytest.fixture
def three(sit_down: SitDown, kept: Snapshot) -> AtInterview:
    """Ann, 40, with two jobs; Bob, 5; Cleo, 17, with one; at the last question."""
    interviewer = sit_down(kept=kept)
    gives(interviewer, "Ann", "40", "2", "30", "10", "1", "Bob", "5", "1", "Cleo", "17", "1", "8", "2")
    assert interviewer.sees_question() == "Why"
    return interviewer


def chip(interviewer: AtInterview) -> str:
    return interviewer.window.question.view.accessibleDescription()


def panel(interviewer: AtInterview) -> list[str]:
    route = interviewer.window._route.list
    return [("# " if row.heading else "") + row.words for row in map(route.row, range(len(route)))]


def test_it_stands_above_the_question_whose_it_is(sit_down: SitDown, kept: Snapshot) -> None:
    interviewer = sit_down(kept=kept)
    interviewer.sees_question()
    placed = interviewer.window.question.view._chips._placed
    assert [(each.words, each.more) for each, *_ in placed] == [("Person", "1 of 1")]
    gives(interviewer, "Ann", "40", "2", "30")
    assert interviewer.sees_question() == "Hours[1.2]"
    placed = interviewer.window.question.view._chips._placed
    assert [(each.words, each.more) for each, *_ in placed] == [("Ann › job 2", "2 of 2")]


def test_the_panel_groups_the_route_by_row(three: AtInterview) -> None:
    assert panel(three) == [
        "# Ann",
        "Name: Ann",
        "Age: 40",
        "Jobs: 2",
        "# Ann › job 1",
        "Hours: 30",
        "# Ann › job 2",
        "Hours: 10",
        "# Bob",
        "Name: Bob",
        "Age: 5",
        "# Cleo",
        "Name: Cleo",
        "Age: 17",
        "Jobs: 1",
        "# Cleo › job 1",
        "Hours: 8",
        "# People in the household",
        "Anyone else: 2 · No",
        "Why",
    ]


def test_the_panel_is_the_same_built_step_by_step_and_at_once(three: AtInterview) -> None:
    from capi.screens.route_lines import RouteLines

    held = three.window._route.list._held
    assert held is not None
    assert held.lines == RouteLines(three.window._sitting.interview).lines


def test_the_rows_are_listed_and_one_is_gone_to(three: AtInterview) -> None:
    three.press(KEY.Key_L, control=True)
    sheet = three.window.sheet
    assert isinstance(sheet, RowsSheet)
    assert [words.split("   ")[0].strip() or words.strip().split("   ")[0] for words in sheet.list.shown] == [
        "Ann",
        "job 1",
        "job 2",
        "Bob",
        "Cleo",
        "job 1",
    ]
    three.write("bob")
    three.enter()
    three.look_up()
    assert three.sees_question() == "Name[2]"
    assert chip(three) == "Bob"


def test_a_row_is_taken_out_after_a_word_and_brought_back_with_all_its_answers(
    three: AtInterview, case_file: CaseFile
) -> None:
    three.write("half a wo")
    before = case_file.record("case-1").answers
    three.press(KEY.Key_L, control=True)
    three.write("ann")
    three.press(KEY.Key_Delete)
    assert isinstance(three.window.sheet, ConfirmSheet)
    assert any("Nothing is lost" in label.text() for label in three.window.sheet.findChildren(QLabel))
    three.enter()
    three.look_up()
    assert three.sees_question() == "Why"
    assert three.window.question.entry.unfinished == "half a wo", "what was being written stays"
    assert not any("Ann" in line for line in panel(three))
    assert "Hours[1.1]" not in three.answers()

    three.press(KEY.Key_L, control=True)
    sheet = three.window.sheet
    assert isinstance(sheet, RowsSheet)
    assert sheet.list.shown[0].startswith("Ann")
    assert sheet.list.shown[0].endswith("(taken out)")
    three.press(KEY.Key_Up)
    three.press(KEY.Key_Up)
    assert any(button.text().startswith("Bring back") for button in sheet.findChildren(QPushButton))
    three.enter()
    three.look_up()
    assert panel(three)[:3] == ["# Ann", "Name: Ann", "Age: 40"]
    assert case_file.record("case-1").answers.items() >= before.items()


def test_taking_out_can_be_declined(three: AtInterview) -> None:
    before = panel(three)
    three.press(KEY.Key_L, control=True)
    three.press(KEY.Key_Delete)
    three.press(KEY.Key_Escape)
    assert three.window.sheet is None
    assert panel(three) == before


def test_del_takes_letters_away_before_it_takes_rows_out(three: AtInterview) -> None:
    three.press(KEY.Key_L, control=True)
    three.write("bo")
    three.press(KEY.Key_Home)
    three.press(KEY.Key_Delete)
    sheet = three.window.sheet
    assert isinstance(sheet, RowsSheet)
    assert sheet.list.search.text() == "o"


def test_where_there_are_no_rosters_there_is_no_such_sheet(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.press(KEY.Key_L, control=True)
    assert interviewer.window.sheet is None
    assert [action for action, button in interviewer.window._bar._buttons.items() if button.isHidden()] == [
        "rows",
        "language",
        "hand_over",
        "ask_again",
        "waiting",
    ]


def test_an_edit_names_the_row_it_fails_in_and_is_suppressed_there(sit_down: SitDown, kept: Snapshot) -> None:
    interviewer = sit_down(kept=kept)
    gives(interviewer, "Ann", "40", "2", "30", "90")
    sheet = interviewer.window.sheet
    assert isinstance(sheet, EditSheet)
    assert any("Ann works 90 hours." in label.text() for label in sheet.findChildren(QLabel))
    shown = [sheet.list.item(at).text() for at in range(sheet.list.count())]
    assert [text.split("   ", 1)[1] for text in shown] == ["Ann › job 2 · Hours: 90", "Ann · Age: 40"]
    interviewer.press(KEY.Key_Tab)
    interviewer.write("Two posts")
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "AnyoneElse"
    assert [line for line in panel(interviewer) if "!" in line] == ["Age !: 40", "Hours !: 90"], "in this row alone"


def test_an_edit_leads_to_the_field_in_its_row(sit_down: SitDown, kept: Snapshot) -> None:
    interviewer = sit_down(kept=kept)
    gives(interviewer, "Ann", "40", "2", "30", "90")
    interviewer.write("2")
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "Age[1]"


def test_go_to_finds_a_field_by_whose_it_is(three: AtInterview) -> None:
    three.press(KEY.Key_G, control=True)
    three.write("cleo age")
    three.enter()
    three.look_up()
    assert three.sees_question() == "Age[3]"


def _under(
    rules: CompletionRules, qtbot: QtBot, look: Look, case_file: CaseFile, showcard: ShowcardWindow, kept: Snapshot
) -> AtInterview:
    """At the end of an interview with a signal that fails, under these rules."""
    now = clock()
    case_file.keep_snapshot(kept)
    case = Case("case-1", "1", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE)
    case_file.add_case(case, now())
    sitting = Sitting(
        case_file, case_file.record("case-1"), plan(kept.instrument(), Mode.FACE_TO_FACE), now, rules=rules
    )
    screen = InterviewScreen(look, sitting, showcard, "Household", completed=False)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    screen.activateWindow()
    screen.take_keys()
    interviewer = AtInterview(qtbot, screen)
    gives(interviewer, "Ann", "40", "1", "90", "2", "Nothing")
    return interviewer


def test_what_only_warns_is_listed_at_the_end_and_can_be_left_as_it_is(
    qtbot: QtBot, look: Look, case_file: CaseFile, showcard: ShowcardWindow, kept: Snapshot
) -> None:
    interviewer = _under(CompletionRules(signals=Level.WARN), qtbot, look, case_file, showcard, kept)
    assert interviewer.window.at_end
    interviewer.enter()
    sheet = interviewer.window.sheet
    assert isinstance(sheet, HindranceSheet)
    assert sheet.list.shown[0] == "Ann › job 1 · Hours: 90"
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "Hours[1.1]", "Enter goes to the question"
    interviewer.press(KEY.Key_End)
    interviewer.look_up()
    interviewer.enter()
    assert isinstance(interviewer.window.sheet, HindranceSheet)
    with qtbot.waitSignal(interviewer.window.left, timeout=2_000):
        interviewer.press(KEY.Key_Return, control=True)
    assert case_file.record("case-1").status is Status.COMPLETED


def test_what_is_ignored_is_not_mentioned(
    qtbot: QtBot, look: Look, case_file: CaseFile, showcard: ShowcardWindow, kept: Snapshot
) -> None:
    interviewer = _under(CompletionRules(signals=Level.IGNORE), qtbot, look, case_file, showcard, kept)
    with qtbot.waitSignal(interviewer.window.left, timeout=2_000):
        interviewer.enter()
    assert case_file.record("case-1").status is Status.COMPLETED


def test_what_blocks_cannot_be_left_as_it_is(
    qtbot: QtBot, look: Look, case_file: CaseFile, showcard: ShowcardWindow, kept: Snapshot
) -> None:
    rules = CompletionRules(signals=Level.WARN, nonresponse=Level.BLOCK, nonresponse_above=0)
    interviewer = _under(rules, qtbot, look, case_file, showcard, kept)
    interviewer.press(KEY.Key_PageUp)
    interviewer.look_up()
    interviewer.press(KEY.Key_R, control=True)
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.window.at_end
    interviewer.enter()
    sheet = interviewer.window.sheet
    assert isinstance(sheet, HindranceSheet)
    assert not any("all the same" in button.text() for button in sheet.findChildren(QPushButton))
    interviewer.press(KEY.Key_Return, control=True)
    assert case_file.record("case-1").status is Status.IN_PROGRESS
