"""A question that the respondent has answered alone, asked again by the interviewer: her answer is not shown, nor lost."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from capi.fieldwork.contents import Answered
from capi.instrument.model import Mode
from capi.screens.interview_sheets import EditSheet
from capi.store.case_file import CaseFile
from tests.screens.conftest import AtInterview, instrument_of

SitDown = Callable[..., AtInterview]
HOURS = """
instrument: hours
version: "1"
title: Hours
modes: [telephone]
sections:
  - section: All
    ask:
      - Hours:
          text: How many hours do you work?
          type: whole_number
          maximum: 168
      - Paid:
          text: For how many of them are you paid?
          type: whole_number
          maximum: 168
          edits:
            - check: NoMoreThanAll
              fails_if: Paid > Hours
              message: Works {Hours} hours, and is paid for {Paid}.
"""


@pytest.fixture
def called(sit_down: SitDown) -> AtInterview:
    """At the telephone; the first question was answered by the respondent alone, and is on the screen."""
    before = sit_down(Mode.TELEPHONE)
    before.codes(1)
    before.window.close_sitting()
    interviewer = sit_down(case_id="case-1", sealed=frozenset({"SchoolType"}))
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_PageUp)
    interviewer.look_up()
    assert interviewer.window.covered
    return interviewer


def asks_again(interviewer: AtInterview) -> None:
    interviewer.press(Qt.Key.Key_F4)
    interviewer.look_up()
    assert not interviewer.window.covered


def written(case_file: CaseFile) -> int:
    return sum(isinstance(entry.contents, Answered) for entry in case_file.entries("case-1"))


def told_of_route(interviewer: AtInterview) -> list[str]:
    route = interviewer.window._route.list
    return [route.row(at).answer for at in range(len(route))]


def test_the_cover_says_how_and_the_key_is_there_at_that_question_alone(called: AtInterview) -> None:
    screen = called.window
    words = " ".join(label.text() for label in screen.cover.findChildren(QLabel))
    assert "To have it changed, ask the question again: F4." in words
    button = screen._bar._buttons["ask_again"]
    assert button.isVisible()
    called.enter()
    called.sees_question()
    assert not button.isVisible()
    called.press(Qt.Key.Key_F4)
    assert called.sees_question() == "FreeMeals"


def test_it_is_asked_without_showing_what_she_said_and_the_new_answer_takes_its_place(
    called: AtInterview, case_file: CaseFile
) -> None:
    asks_again(called)
    assert called.sees_question() == "SchoolType"
    assert called.window.question.entry.is_empty
    assert not [row for row in called.window.question.view._rows if row.isChecked()]
    assert "alone" in told_of_route(called)[0]
    called.codes(2)
    assert called.sees_question() == "FreeMeals"
    assert case_file.record("case-1").answers["SchoolType"] == 2
    assert "alone" not in told_of_route(called)[0]
    called.press(Qt.Key.Key_PageUp)
    assert called.sees_question() == "SchoolType"
    assert not called.window.covered


def test_the_same_answer_is_written_as_given_to_the_interviewer(called: AtInterview, case_file: CaseFile) -> None:
    asks_again(called)
    called.codes(1)
    assert called.sees_question() == "FreeMeals"
    assert written(case_file) == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_End, Qt.Key.Key_PageDown])
def test_her_answer_stays_where_no_other_is_given_and_is_covered_again(
    called: AtInterview, case_file: CaseFile, key: Qt.Key
) -> None:
    asks_again(called)
    called.sees_question()
    called.press(Qt.Key.Key_Delete, control=True)
    called.press(key)
    assert called.sees_question() == "FreeMeals"
    called.press(Qt.Key.Key_PageUp)
    called.look_up()
    assert called.window.covered
    assert (written(case_file), case_file.record("case-1").answers["SchoolType"]) == (1, 1)


def test_a_remark_does_not_bring_her_answer_to_light(called: AtInterview) -> None:
    asks_again(called)
    called.sees_question()
    called.press(Qt.Key.Key_M, control=True)
    called.write("She was not sure.")
    called.enter()
    called.look_up()
    assert not called.window.covered
    assert called.window.question.entry.is_empty
    assert not [row for row in called.window.question.view._rows if row.isChecked()]


def test_what_was_typed_and_left_is_kept_as_an_answer_of_now(called: AtInterview, case_file: CaseFile) -> None:
    asks_again(called)
    called.sees_question()
    called.write("3")
    called.press(Qt.Key.Key_End)
    assert called.sees_question() == "EarnerStatus"
    assert case_file.record("case-1").answers["SchoolType"] == 3
    assert "alone" not in told_of_route(called)[0]


def test_a_check_over_what_she_answered_alone_is_resolved_by_asking_her(sit_down: SitDown, case_file: CaseFile) -> None:
    before = sit_down(Mode.TELEPHONE, instrument_of(HOURS))
    before.sees_question()
    before.write("20")
    before.enter()
    before.look_up()
    before.window.close_sitting()
    called = sit_down(kept=instrument_of(HOURS), case_id="case-1", sealed=frozenset({"Hours"}))
    assert called.sees_question() == "Paid"
    called.write("38")
    called.enter()
    called.look_up()
    sheet = called.window.sheet
    assert isinstance(sheet, EditSheet)
    words = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "20" not in words
    sheet.put_away()
    called.window._go_to("Hours")
    called.look_up()
    assert called.window.covered
    asks_again(called)
    called.sees_question()
    called.write("40")
    called.enter()
    called.look_up()
    assert case_file.record("case-1").answers == {"Hours": 40, "Paid": 38}
    assert not called.window._sitting.hindrances()
