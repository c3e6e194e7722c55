"""How a person is found: below the case list, on a sheet of the interview, and never in the respondent's sight."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case, CaseSummary, Status
from capi.fieldwork.contact import Contact
from capi.instrument.model import Mode
from capi.screens.case_list import CaseList
from capi.screens.contact_sheet import ContactSheet
from capi.screens.contact_words import AboutCase, appointment_said
from capi.screens.interview_screen import InterviewScreen
from capi.screens.key_bar import KeyButton
from capi.screens.look import Look
from capi.screens.showcard_window import ShowcardWindow
from capi.screens.workplace import Workplace
from tests.screens.conftest import NOW, AtInterview
from tests.screens.test_sync_page import AtWork
from tests.screens.test_sync_page import at_work as at_work
from tests.sync.conftest import field as field
from tests.sync.field import Field

ROSA = Contact(
    name="Rosa Fletcher",
    address=("3 Mill Lane", "Lower Town"),
    postcode="AB1 2CD",
    telephones=("020 7946 0018", "07700 900123"),
    email="rosa@example.org",
    note="Dog in the yard; ring twice.",
)
MEETING = AppointmentMade(
    local="2026-11-24T17:40", zone="Pacific/Auckland", utc=datetime(2026, 11, 24, 4, 40, tzinfo=UTC), hard=True
)


def words_in(widget: QWidget) -> str:
    """All that somebody can read there."""
    labels = [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]
    boxes = [each.toPlainText() for each in widget.findChildren(QPlainTextEdit) if each.isVisibleTo(widget)]
    return "\n".join((*labels, *boxes))


def list_of(keys: AtWork) -> CaseList:
    page = keys.window.page
    assert isinstance(page, CaseList)
    return page


def test_the_list_says_of_the_case_marked_how_its_person_is_found(field: Field, at_work: Callable[..., AtWork]) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna", contact=ROSA)
    field.bring("1042/02", to="anna", contact=Contact(name="Bo", address=("4 Mill Lane",)))
    laptop.round()
    keys = at_work(laptop)
    panel = list_of(keys).panel
    for known in ("3 Mill Lane", "AB1 2CD", *ROSA.telephones, ROSA.email, ROSA.note):
        assert known in words_in(panel)
        assert known in panel.accessibleName()
    keys.press(Qt.Key.Key_Down)
    assert "4 Mill Lane" in words_in(panel)
    assert ROSA.email not in words_in(panel)


def test_a_returned_case_says_the_note_of_the_office_in_the_list(field: Field, at_work: Callable[..., AtWork]) -> None:
    laptop = field.laptop()
    (case_id,) = field.bring("1042/01", to="anna", contact=ROSA)
    laptop.round()
    laptop.interview("1042/01")
    laptop.round()
    field.return_case(case_id, "Is the income for a month?", "Income")
    laptop.round()
    assert "Is the income for a month?" in words_in(list_of(at_work(laptop)).panel)


def test_f3_in_the_list_shows_all_of_it_and_puts_it_away(field: Field, at_work: Callable[..., AtWork]) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna", contact=ROSA)
    laptop.round()
    keys = at_work(laptop)
    page = list_of(keys)
    keys.press(Qt.Key.Key_F3)
    (sheet,) = page.findChildren(ContactSheet)
    assert "07700 900123" in words_in(sheet)
    keys.press(Qt.Key.Key_F3)
    assert page.sheet is None
    assert keys.focused() is page.search


def test_the_interview_opens_with_the_contact_of_its_case(field: Field, at_work: Callable[..., AtWork]) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna", contact=ROSA)
    laptop.round()
    keys = at_work(laptop)
    keys.enter()
    keys.waits_for(InterviewScreen)
    keys.press(Qt.Key.Key_F3)
    page = keys.window.page
    assert isinstance(page, InterviewScreen)
    assert isinstance(page.sheet, ContactSheet)
    assert "020 7946 0018" in words_in(page.sheet)


def test_only_the_record_of_the_case_marked_is_read(qtbot: QtBot, look: Look) -> None:
    asked: list[str] = []

    def about(case_id: str) -> AboutCase:
        asked.append(case_id)
        return AboutCase(ROSA, None, None, NOW)

    page = CaseList(look, dict, about=about)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    cases = [Case(f"{at:06}", f"{at:06}", "", "seb", "1", "", Mode.TELEPHONE) for at in range(100_000)]
    page.show_cases([CaseSummary(case, Status.NOT_STARTED, 0, None, None) for case in cases], "000500")
    assert asked == ["000500"]
    page.search.setText("0999")
    assert asked[1:] == ["000999"]


def sheet_of(at: AtInterview) -> ContactSheet:
    assert isinstance(at.window.sheet, ContactSheet)
    return at.window.sheet


@pytest.mark.parametrize("mode", [Mode.FACE_TO_FACE, Mode.TELEPHONE])
def test_f3_shows_the_interviewer_whom_to_ring_and_disturbs_nothing(
    sit_down: Callable[..., AtInterview], showcard: ShowcardWindow, mode: Mode
) -> None:
    at = sit_down(mode, contact=ROSA)
    at.sees_question()
    at.write("4")
    at.press(Qt.Key.Key_F3)
    shown = words_in(sheet_of(at))
    assert all(known in shown for known in (ROSA.name, "Lower Town", *ROSA.telephones, ROSA.email, ROSA.note))
    dialled = [each for each in sheet_of(at).findChildren(QLabel) if each.objectName() == "telephone"]
    flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert [each.textInteractionFlags() for each in dialled] == [flags]
    assert dialled[0].fontMetrics().height() > at.window.fontMetrics().height() * 1.5
    assert ROSA.email not in words_in(showcard)
    at.enter()
    assert at.window.sheet is None
    assert at.window.question.entry.line.text() == "4"


def test_in_self_completion_nothing_leads_to_the_contact(sit_down: Callable[..., AtInterview]) -> None:
    at = sit_down(Mode.SELF_COMPLETION, contact=ROSA)
    at.sees_question()
    at.press(Qt.Key.Key_F3)
    assert at.window.sheet is None
    shown = [each.text() for each in at.window.findChildren(KeyButton) if each.isVisible()]
    assert shown
    assert "Contact" not in shown
    assert "0018" not in words_in(at.window)


def test_a_case_without_contact_says_so(sit_down: Callable[..., AtInterview]) -> None:
    at = sit_down(Mode.FACE_TO_FACE)
    at.sees_question()
    at.press(Qt.Key.Key_F3)
    shown = words_in(sheet_of(at))
    assert "Rosa Fletcher" in shown
    assert "No address" in shown


def test_a_long_note_can_be_read_whole_and_esc_leaves_it(sit_down: Callable[..., AtInterview]) -> None:
    note = " ".join(["Ring twice."] * 300)
    at = sit_down(Mode.FACE_TO_FACE, contact=Contact(name="Rosa", note=note))
    at.sees_question()
    at.press(Qt.Key.Key_F3)
    sheet = sheet_of(at)
    QApplication.processEvents()
    assert note in words_in(sheet)
    assert all(each.geometry().bottom() < 768 for each in sheet.findChildren(QPushButton))
    at.press(Qt.Key.Key_Tab)
    at.press(Qt.Key.Key_Escape)
    assert at.window.sheet is None


def test_an_appointment_is_said_in_the_local_time_of_the_respondent_and_here(look: Look) -> None:
    assert look is not None
    told = appointment_said(MEETING)
    assert "24/11/2026 17:40 there (Pacific/Auckland)" in told
    assert told.endswith("to the minute")


def test_an_appointment_stands_in_the_list_and_tells_whether_it_is_over(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    (case_id,) = field.bring("1042/01", to="anna", contact=ROSA)
    laptop.round()
    laptop.case_file.append(case_id, MEETING, laptop.moment())
    keys = at_work(laptop)
    assert isinstance(keys.window, Workplace)
    assert "Next appointment" in words_in(list_of(keys).panel)
    keys.window._reading._clock = lambda: laptop.moment().__class__(datetime(2027, 1, 1, tzinfo=UTC), 0, 0)
    keys.window.show_cases()
    assert "Last appointment" in words_in(list_of(keys).panel)
