"""The interview screen, used by keyboard alone."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from capi.engine.fills import plain
from capi.fieldwork.case import Status, StopReason
from capi.fieldwork.contents import Because, Contents, Left
from capi.fieldwork.journal import Entry, Moment
from capi.instrument.loading import Snapshot
from capi.instrument.model import Missing, Mode
from capi.screens.interview_sheets import ConfirmSheet, EditSheet, GoToSheet, HelpSheet, RemarkSheet, StopSheet
from capi.screens.look import Look
from capi.screens.showcard_window import ShowcardWindow
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved, Refusal
from capi.wording import Wording
from tests.screens.conftest import AtInterview, instrument_of

SitDown = Callable[..., AtInterview]

WHOLE = {
    Mode.FACE_TO_FACE: ((1, 2, 1, 3, 1, 3, 4), Missing.NOT_APPLICABLE),
    Mode.TELEPHONE: ((1, 2, 1, 3, 1, 3, 4), Missing.NOT_APPLICABLE),
    Mode.SELF_COMPLETION: ((1, 2, 1, 3, 1, 3, 6), Missing.NOT_APPLICABLE),
}


@pytest.mark.parametrize("mode", Mode)
def test_a_whole_interview_is_held_with_the_keyboard_alone(sit_down: SitDown, case_file: CaseFile, mode: Mode) -> None:
    numbers, qualification = WHOLE[mode]
    interviewer = sit_down(mode)

    interviewer.codes(*numbers)
    assert interviewer.window.at_end
    with interviewer.qtbot.waitSignal(interviewer.window.left, timeout=2_000):
        interviewer.enter()

    record = case_file.record("case-1")
    assert record.status is Status.COMPLETED
    assert record.answers == {
        "SchoolType": 1,
        "FreeMeals": 2,
        "EarnerStatus": 1,
        "EmployerSize": Missing.DONT_KNOW,
        "Supervisor": 1,
        "EarnerOccupation": 3,
        "ParentQual": qualification,
    }


def test_every_answer_is_in_the_case_file_before_the_next_question_is_shown(
    sit_down: SitDown, case_file: CaseFile
) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.write("1")
    interviewer.enter()  # nothing has been painted yet
    assert not interviewer.window.ready
    assert case_file.record("case-1").answers == {"SchoolType": 1}
    assert case_file.record("case-1").position == "FreeMeals"


def test_keys_hammered_faster_than_the_screen_repaints_land_in_the_question_seen(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    line = interviewer.window.question.entry.line
    for digit in "1211":
        QTest.keyClicks(line, digit)
        QTest.keyClick(line, Qt.Key.Key_Return)

    assert interviewer.answers() == {"SchoolType": 1}, "later keys were typed while the first question was in sight"
    assert line.text() == ""
    assert interviewer.sees_question() == "FreeMeals"
    interviewer.codes(2)
    assert interviewer.answers() == {"SchoolType": 1, "FreeMeals": 2}


def test_an_enter_that_is_held_down_answers_nothing_more(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.codes(1)
    interviewer.sees_question()
    interviewer.write("2")
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(interviewer.focused(), held)
    assert interviewer.answers() == {"SchoolType": 1}


@pytest.mark.parametrize(
    ("typed", "said"), [("9", "9 is not on the list"), ("", "Type the number of an answer"), ("0", "0 is not")]
)
def test_a_code_that_is_not_printed_is_refused_in_words(sit_down: SitDown, typed: str, said: str) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.write(typed)
    interviewer.enter()
    assert said in interviewer.window.question.entry.findChildren(QLabel)[-1].text()
    assert interviewer.answers() == {}


def test_after_a_refused_code_the_next_digit_replaces_it(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.write("9")
    interviewer.enter()
    interviewer.write("1")
    interviewer.enter()
    assert interviewer.answers() == {"SchoolType": 1}


def test_what_is_typed_is_brought_into_sight(sit_down: SitDown, look: Look) -> None:
    look.set_scale(1.6)
    interviewer = sit_down()
    interviewer.codes(3, 3)
    assert interviewer.sees_question() == "EarnerOccupation"
    interviewer.write("5")
    interviewer.look_up()
    question = interviewer.window.question
    row = question.view.row_of(5)
    assert row is not None
    assert not row.visibleRegion().isEmpty()
    assert row.visibleRegion().boundingRect().height() == row.height()


def test_letters_mean_nothing_where_a_code_is_typed(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.write("a1b%")
    assert interviewer.window.question.entry.line.text() == "1"


@pytest.mark.parametrize(("key", "state"), [(Qt.Key.Key_K, Missing.DONT_KNOW), (Qt.Key.Key_R, Missing.REFUSED)])
def test_dont_know_and_refused_have_their_keys_on_every_question(
    sit_down: SitDown, key: Qt.Key, state: Missing
) -> None:
    interviewer = sit_down()
    asked = []
    for _ in range(8):
        if interviewer.window.at_end:
            break
        asked.append(interviewer.sees_question())
        interviewer.press(key, control=True)
        interviewer.look_up()
        if interviewer.window.sheet is not None:
            assert asked[-1] == "EarnerStatus", "only this question prints no such category face to face"
            assert isinstance(interviewer.window.sheet, ConfirmSheet)
            interviewer.enter()
            interviewer.look_up()
    assert interviewer.answers() == dict.fromkeys(["SchoolType", "FreeMeals", "EarnerStatus", "ParentQual"], state)


def test_the_confirmation_can_be_declined(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.codes(5)
    assert interviewer.sees_question() == "EarnerStatus"
    interviewer.press(Qt.Key.Key_R, control=True)
    interviewer.press(Qt.Key.Key_Escape)
    assert interviewer.window.sheet is None
    assert interviewer.answers() == {"SchoolType": 5}
    interviewer.codes(4)
    assert interviewer.answers()["EarnerStatus"] == 4


def test_a_respondent_alone_can_choose_only_what_is_printed(sit_down: SitDown) -> None:
    interviewer = sit_down(Mode.SELF_COMPLETION)
    interviewer.codes(3)
    assert interviewer.sees_question() == "EarnerStatus"
    interviewer.press(Qt.Key.Key_K, control=True)
    assert interviewer.window.sheet is None
    assert "EarnerStatus" not in interviewer.answers()
    interviewer.press(Qt.Key.Key_R, control=True)
    assert interviewer.answers()["EarnerStatus"] is Missing.REFUSED


def test_going_back_shows_the_answer_and_changing_it_leaks_nothing(sit_down: SitDown, case_file: CaseFile) -> None:
    interviewer = sit_down()
    interviewer.codes(1, 2, 2, 1)
    interviewer.sees_question()
    for _ in range(2):
        interviewer.press(Qt.Key.Key_PageUp)
        interviewer.look_up()
    assert interviewer.sees_question() == "EarnerStatus"
    assert interviewer.window.question.entry.line.text() == "2"
    interviewer.codes(4)
    assert interviewer.sees_question() == "ParentQual"
    assert interviewer.answers() == {"SchoolType": 1, "FreeMeals": 2, "EarnerStatus": 4}
    assert case_file.record("case-1").answers["OwnBusinessSize"] == 1, "kept, and seen by nothing"


def test_end_goes_to_the_first_question_without_an_answer(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.codes(1, 2)
    interviewer.press(Qt.Key.Key_PageUp)
    interviewer.look_up()
    interviewer.press(Qt.Key.Key_PageUp)
    interviewer.look_up()
    assert interviewer.sees_question() == "SchoolType"
    interviewer.press(Qt.Key.Key_End)
    interviewer.look_up()
    assert interviewer.sees_question() == "EarnerStatus"


def test_go_to_finds_a_question_by_part_of_its_name(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.codes(1, 2, 1)
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_G, control=True)
    assert isinstance(interviewer.window.sheet, GoToSheet)
    interviewer.write("meals")
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "FreeMeals"


def test_a_remark_is_kept_and_marked(sit_down: SitDown, case_file: CaseFile) -> None:
    interviewer = sit_down()
    interviewer.codes(1)
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_M, control=True)
    assert isinstance(interviewer.window.sheet, RemarkSheet)
    interviewer.write("Her mother was not sure.")
    interviewer.enter()
    interviewer.look_up()
    assert case_file.record("case-1").remarks == {"FreeMeals": "Her mother was not sure."}
    assert interviewer.sees_question() == "FreeMeals"
    assert "✎" in interviewer.window._route.list.row(1).marks


def test_help_shows_the_examples_the_telephone_interviewer_may_give(sit_down: SitDown) -> None:
    interviewer = sit_down(Mode.TELEPHONE)
    interviewer.codes(3, 3)
    assert interviewer.sees_question() == "EarnerOccupation"
    interviewer.press(Qt.Key.Key_F1)
    assert isinstance(interviewer.window.sheet, HelpSheet)
    texts = [label.text() for label in interviewer.window.sheet.findChildren(QLabel)]
    assert any("this includes roles such as motor mechanic" in text for text in texts)
    interviewer.press(Qt.Key.Key_Escape)
    assert interviewer.window.sheet is None


@pytest.mark.parametrize(
    ("choice", "status", "reason"),
    [
        ("1", Status.IN_PROGRESS, None),
        ("4", Status.STOPPED, StopReason.REFUSED),
        ("5", Status.STOPPED, StopReason.UNABLE),
    ],
)
def test_stopping_is_a_plain_choice(
    sit_down: SitDown, case_file: CaseFile, choice: str, status: Status, reason: StopReason | None
) -> None:
    interviewer = sit_down()
    interviewer.codes(1)
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_B, control=True)
    assert isinstance(interviewer.window.sheet, StopSheet)
    interviewer.write(choice)
    with interviewer.qtbot.waitSignal(interviewer.window.left, timeout=2_000):
        interviewer.enter()
    record = case_file.record("case-1")
    assert (record.status, record.stop.reason if record.stop else None) == (status, reason)
    assert record.answers == {"SchoolType": 1}


def test_stopping_for_another_reason_needs_the_reason(sit_down: SitDown, case_file: CaseFile) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_B, control=True)
    interviewer.write("6")
    interviewer.enter()
    assert interviewer.window.sheet is not None
    interviewer.write("House on fire")
    interviewer.enter()
    stop = case_file.record("case-1").stop
    assert stop is not None
    assert stop.note == "House on fire"


@pytest.mark.parametrize(
    ("choice", "note", "because", "language"),
    [("2", "Polish", Because.LANGUAGE, "Polish"), ("3", "her daughter", Because.PROXY, "")],
)
def test_an_interview_is_broken_off_for_another_language_or_somebody_else(
    sit_down: SitDown, case_file: CaseFile, choice: str, note: str, because: Because, language: str
) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_B, control=True)
    interviewer.write(choice)
    interviewer.enter()
    assert interviewer.window.sheet is not None, "which language, or who, is asked first"
    interviewer.write(note)
    interviewer.enter()
    left = case_file.entries("case-1")[-1].contents
    assert isinstance(left, Left)
    assert (left.because, left.language, left.note) == (because, language, "" if language else note)
    assert case_file.record("case-1").status is Status.IN_PROGRESS


def test_a_paused_interview_resumes_at_the_same_question(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.codes(1, 2, 1)
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_PageUp)
    interviewer.look_up()
    interviewer.press(Qt.Key.Key_B, control=True)
    interviewer.enter()
    again = sit_down(case_id="case-1")
    assert again.sees_question() == "EarnerStatus"
    assert again.window.question.entry.line.text() == "1"


def test_the_showcard_shows_no_spontaneous_category_and_empties_with_the_question(
    sit_down: SitDown, showcard: ShowcardWindow
) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_F2)
    assert showcard.isVisible()
    assert showcard.card is not None
    lines = [plain(text) for text, _ in showcard.card.lines]
    assert len(lines) == 5
    assert not any("know" in line or "Prefer" in line for line in lines)
    QTest.keyClick(showcard, Qt.Key.Key_F2)
    assert not showcard.isVisible()
    interviewer.window.take_keys()
    interviewer.press(Qt.Key.Key_F2)
    interviewer.window.take_keys()
    interviewer.codes(1)
    assert showcard.card is None


def test_there_is_no_showcard_on_the_telephone(sit_down: SitDown, showcard: ShowcardWindow) -> None:
    interviewer = sit_down(Mode.TELEPHONE)
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_F2)
    assert not showcard.isVisible()


def test_space_steps_through_a_running_prompt(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.codes(3, 4)
    assert interviewer.sees_question() == "ParentQual"
    rows = interviewer.window.question.view._rows
    read = []
    for _ in range(4):
        interviewer.press(Qt.Key.Key_Space)
        read += [row.offer.number for row in rows if row._reading and row.offer]
    assert read == [1, 2, 3, 1], "spontaneous categories are never read out"
    assert interviewer.window.question.entry.line.text() == ""


def test_a_click_fills_in_the_code_and_enter_takes_it(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    row = interviewer.window.question.view.row_of(4)
    assert row is not None
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert interviewer.window.question.entry.line.text() == "4"
    interviewer.enter()
    assert interviewer.answers() == {"SchoolType": 4}


def test_arrows_choose_among_the_categories(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    typed = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        interviewer.press(key)
        typed.append(interviewer.window.question.entry.line.text())
    assert typed == ["1", "2", "1", "1"]


class FullDisk:
    """A case file whose disk is full until it is freed."""

    def __init__(self, case_file: CaseFile) -> None:
        self.case_file = case_file
        self.full = False

    def append(self, case_id: str, contents: Contents, moment: Moment) -> Entry:
        if self.full:
            raise NotSaved(Wording("CaseFile", "The disk is full. Free 5 MB."), Refusal.DISK_FULL)
        return self.case_file.append(case_id, contents, moment)


def test_where_the_disk_refuses_the_answer_stays_and_the_screen_says_so(sit_down: SitDown, case_file: CaseFile) -> None:
    disk = FullDisk(case_file)
    interviewer = sit_down(journal=disk)
    interviewer.codes(1)
    interviewer.sees_question()
    disk.full = True
    interviewer.write("2")
    interviewer.enter()
    interviewer.look_up()

    assert interviewer.sees_question() == "FreeMeals"
    assert interviewer.window.question.entry.line.text() == "2"
    assert interviewer.window._alarm.isVisible()
    assert "The disk is full" in interviewer.window._alarm.text()
    assert "NOT saved" in interviewer.window._header.accessibleName()
    assert interviewer.answers() == {"SchoolType": 1}

    disk.full = False
    interviewer.enter()
    interviewer.look_up()
    assert not interviewer.window._alarm.isVisible()
    assert interviewer.sees_question() == "EarnerStatus"
    assert case_file.record("case-1").answers == {"SchoolType": 1, "FreeMeals": 2}


EDITED = """
instrument: edited
version: "1"
title: Edited
modes: [face_to_face]
sections:
  - section: All
    ask:
      - Age:
          text: How old are you?
          type: whole_number
          minimum: 16
          maximum: 120
          unit: years
      - Left:
          text: How old were you when you left school, {Age} year old?
          type: whole_number
          maximum: 120
          edits:
            - check: LeftLater
              fails_if: Left > Age
              message: Left school at {Left}, but is {Age}.
            - signal: LeftLate
              fails_if: Left > 25
              message: Left school at {Left}.
      - Words:
          text: Tell me more.
          type: text
"""


@pytest.fixture
def edited() -> Snapshot:
    return instrument_of(EDITED)


def test_a_check_opens_over_the_question_and_leads_to_an_answer_involved(sit_down: SitDown, edited: Snapshot) -> None:
    interviewer = sit_down(kept=edited)
    interviewer.codes(20, 24)
    assert isinstance(interviewer.window.sheet, EditSheet)
    assert interviewer.window.sheet.reason is None, "a check cannot be suppressed"
    labels = [label.text() for label in interviewer.window.sheet.findChildren(QLabel)]
    assert "Left school at 24, but is 20." in labels
    interviewer.write("2")
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "Age"
    interviewer.codes(42)
    assert interviewer.sees_question() == "Left"


def test_a_signal_is_suppressed_with_a_reason(sit_down: SitDown, edited: Snapshot, case_file: CaseFile) -> None:
    interviewer = sit_down(kept=edited)
    interviewer.codes(40, 27)
    sheet = interviewer.window.sheet
    assert isinstance(sheet, EditSheet)
    interviewer.press(Qt.Key.Key_Tab)
    interviewer.enter()
    assert interviewer.window.sheet is sheet, "a reason is needed"
    interviewer.write("Went back to school")
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "Words"
    assert case_file.record("case-1").suppressions["LeftLate"].reason == "Went back to school"


def test_words_are_written_with_enter_to_take_them_and_shift_enter_for_a_line(
    sit_down: SitDown, edited: Snapshot, case_file: CaseFile
) -> None:
    interviewer = sit_down(kept=edited)
    interviewer.codes(40, 16)
    assert interviewer.sees_question() == "Words"
    interviewer.write("First, 2 jobs")
    interviewer.press(Qt.Key.Key_Return, shift=True)
    interviewer.write("then none")
    interviewer.enter()
    interviewer.look_up()
    assert case_file.record("case-1").answers["Words"] == "First, 2 jobs\nthen none"


@pytest.mark.parametrize("leaving", ["back", "remark", "pause"])
def test_words_half_written_are_never_lost(
    sit_down: SitDown, edited: Snapshot, case_file: CaseFile, leaving: str
) -> None:
    interviewer = sit_down(kept=edited)
    interviewer.codes(40, 16)
    assert interviewer.sees_question() == "Words"
    interviewer.write("I was a")
    if leaving == "back":
        interviewer.press(Qt.Key.Key_PageUp)
        interviewer.look_up()
        assert interviewer.sees_question() == "Left"
    elif leaving == "pause":
        interviewer.press(Qt.Key.Key_B, control=True)
        interviewer.enter()
    else:
        interviewer.press(Qt.Key.Key_M, control=True)
        interviewer.write("hesitated")
        interviewer.enter()
        interviewer.write(" baker")
        interviewer.enter()
        assert case_file.record("case-1").remarks == {"Words": "hesitated"}
    expected = "I was a baker" if leaving == "remark" else "I was a"
    assert case_file.record("case-1").answers["Words"] == expected


MARKUP = """
instrument: markup
version: "1"
title: "<h1>Title</h1>"
modes: [face_to_face]
sections:
  - section: All
    ask:
      - First:
          label: "<img src='file:///etc/hostname'>"
          text: "<script>alert(1)</script> &amp; 👩‍👩‍👧 ?"
          instruction: "<b>bold</b>"
          categories: {1: "<i>one</i>", 2: "<a href='x'>two</a>"}
      - Second: {text: "You said {First}.", type: text}
"""


def test_text_from_outside_is_never_read_as_markup(sit_down: SitDown) -> None:
    interviewer = sit_down(kept=instrument_of(MARKUP))
    interviewer.sees_question()
    assert interviewer.window.question.view.accessibleName().startswith("<script>")
    interviewer.press(Qt.Key.Key_F1)
    interviewer.press(Qt.Key.Key_Escape)
    interviewer.codes(1)
    interviewer.sees_question()
    interviewer.write("<b>mine</b>")
    interviewer.press(Qt.Key.Key_M, control=True)
    plain_only = [label for label in interviewer.window.findChildren(QLabel) if "<" in label.text()]
    assert plain_only
    assert {label.textFormat() for label in plain_only} == {Qt.TextFormat.PlainText}
    assert "&lt;i&gt;one" in interviewer.window._route.list.tip(0)


def test_fills_are_marked_in_the_question(sit_down: SitDown, edited: Snapshot) -> None:
    interviewer = sit_down(kept=edited)
    interviewer.codes(40)
    interviewer.sees_question()
    assert interviewer.window.question.view.accessibleName() == "How old were you when you left school, 40 year old?"


def test_a_finished_interview_can_be_looked_at_without_being_reopened(sit_down: SitDown, case_file: CaseFile) -> None:
    interviewer = sit_down()
    interviewer.codes(3, 4, 3)
    interviewer.enter()
    assert case_file.record("case-1").status is Status.COMPLETED
    again = sit_down(case_id="case-1")
    assert again.window.at_end
    again.enter()
    assert case_file.record("case-1").status is Status.COMPLETED
    third = sit_down(case_id="case-1")
    third.press(Qt.Key.Key_PageUp)
    third.codes(2)
    assert case_file.record("case-1").status is Status.IN_PROGRESS
