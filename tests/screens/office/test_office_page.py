"""A supervisor and an administrator at the office's page: what they see is what the hub has, and what they decide is done."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from capi.fieldwork.contact import Contact
from capi.screens.look import Look
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.office_page import CASES, PEOPLE, QUARANTINE
from capi.screens.office.people_sheets import AccountSheet, AssignSheet, CodeSheet, DeviceSheet
from capi.screens.office.quarantine import QuarantineSheet
from capi.sync.messages import Role
from tests.screens.office.conftest import AtOffice
from tests.sync.field import ROSA, Field

Office = Callable[..., AtOffice]


def test_progress_counts_every_case_once_and_says_what_waits(field: Field, at_office: Office) -> None:
    anna = field.laptop()
    field.bring("1042/01", "1042/02", "1042/03", to="anna")
    field.bring("1042/04")
    anna.round()
    anna.interview("1042/01")
    anna.visit("1042/02")
    anna.round()
    page = at_office().window
    whole = page.progress.page.whole._counts
    assert (whole.total, whole.completed, whole.in_progress, whole.assigned, whole.unassigned) == (4, 1, 1, 1, 1)
    assert "1 of 4" in page.progress.page._headline.text()
    assert "Complete 1" in page.progress.page.whole.accessibleName()
    assert sum(day.completed for day in page.progress.page.days._days) == 1
    (line,) = [each for each in page.progress.page.interviewers.model_of_lines.lines if each.name == "anna"]
    assert (line.total, line.completed) == (3, 1)
    assert not page.progress.page._waiting.isVisible()


@pytest.mark.parametrize("interviewers", [2, 14])
def test_no_row_of_the_progress_is_cut_through(field: Field, at_office: Office, interviewers: int) -> None:
    for at in range(interviewers):
        field.bring(f"10{at:02}/01", to=f"interviewer.{at:02}")
    page = at_office().window.progress.page
    QApplication.processEvents()
    for table in (page.interviewers, page.areas):
        line = table.verticalHeader().defaultSectionSize()
        assert table.viewport().height() % line == 0
        assert table.viewport().height() >= line
    assert page.areas.geometry().bottom() <= page.height()
    shown = page.interviewers.viewport().height() // page.interviewers.verticalHeader().defaultSectionSize()
    assert shown == interviewers or page.height() - page.areas.geometry().bottom() < 60, "room is left"


def test_enter_on_an_interviewer_shows_her_cases(field: Field, at_office: Office) -> None:
    field.bring("1042/01", to="anna", contact=ROSA)
    field.bring("1042/02", to="bert")
    keys = at_office()
    lines = keys.window.progress.page.interviewers.model_of_lines.lines
    keys.window.progress.page.interviewers.selectRow([each.name for each in lines].index("anna"))
    keys.enter()
    keys.waits()
    assert keys.window._pages.currentIndex() == CASES
    listed = keys.window.cases.page.table.model_of_lines.lines
    assert [(each.reference, each.user, each.label) for each in listed] == [
        ("1042/01", "anna", "Rosa Fletcher, 3 Mill Lane")
    ]


def test_a_case_is_found_by_typing_and_returned_with_a_marked_question(field: Field, at_office: Office) -> None:
    anna = field.laptop()
    (case_id, _) = field.bring("1042/01", "1077/05", to="anna", contact=ROSA)
    anna.round()
    anna.interview("1042/01", income=12)
    anna.round()
    keys = at_office()
    keys.goes_to(CASES + 1)
    keys.write("1042")
    keys.enter()
    keys.waits()
    assert [each.reference for each in keys.window.cases.page.table.model_of_lines.lines] == ["1042/01"]
    keys.enter()
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, CaseSheet)
    assert ROSA.telephones
    assert all(number in sheet.contact.text() for number in ROSA.telephones)
    shown = [sheet.answers.item(row).text() for row in range(sheet.answers.count())]
    assert any(text.startswith("Income:") and "12" in text for text in shown), shown
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Space)
    assert sheet.marked == ("Income",)
    sheet.note.setFocus()
    keys.write("For a month?")
    keys.presses("Return with the marked questions")
    assert keys.window._line.sheet is None
    anna.round()
    returned = anna.case_file.record(case_id).returned
    assert returned is not None
    assert (returned.note, returned.fields) == ("For a month?", ("Income",))


def test_a_completed_case_is_accepted_and_leaves_the_laptop_when_a_backup_has_it(
    field: Field, at_office: Office
) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    keys = at_office()
    keys.goes_to(CASES + 1)
    keys.enter()
    keys.waits()
    keys.presses("Accept")
    assert [each.accepted for each in keys.window.cases.page.table.model_of_lines.lines] == [True]
    anna.round()
    assert anna.references == ["1042/01"], "no backup holds it yet"
    field.back_up()
    anna.round()
    anna.round()
    assert anna.references == []


def test_cases_are_assigned_from_the_list(field: Field, at_office: Office) -> None:
    field.account("anna")
    field.bring("1042/01", "1042/02")
    keys = at_office()
    keys.goes_to(CASES + 1)
    keys.window.cases.page.table.selectAll()
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, AssignSheet)
    sheet.to.setCurrentIndex(sheet.to.findData("anna"))
    keys.enter()
    keys.waits()
    assert {each.user for each in keys.window.cases.page.table.model_of_lines.lines} == {"anna"}


def test_a_fork_is_shown_question_by_question_and_applied(field: Field, at_office: Office) -> None:
    anna = field.laptop()
    (case_id,) = field.bring("1042/01", to="anna")
    anna.round()
    twin = anna.twin()
    anna.visit("1042/01", 1)
    anna.round()
    twin.visit("1042/01", 3)
    twin.round()
    keys = at_office()
    assert keys.window.progress.page._waiting.isVisible()
    keys.goes_to(QUARANTINE + 1)
    assert "wait" in keys.window.quarantine.page._headline.text()
    keys.enter()
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, QuarantineSheet)
    differences = sheet.table.model_of_lines.lines
    assert [(each.field, each.journal, each.part) for each in differences][:1] == [("General", "Good", "Bad")]
    keys.presses("Apply")
    assert keys.window._line.sheet is None
    assert keys.window.quarantine.page.table.model_of_lines.lines == []
    assert field.scene.journal(case_id)[-2:] == twin.journal("1042/01")[-2:]


def test_an_administrator_makes_an_account_and_a_code_and_sees_no_cases(field: Field, at_office: Office) -> None:
    keys = at_office(Role.ADMINISTRATOR)
    page = keys.window
    assert page._pages.currentIndex() == PEOPLE
    assert [tab.isVisible() for tab in page.tabs.tabs] == [False, False, False, False, True, False, False]
    keys.press(Qt.Key.Key_1, control=True)
    assert page._pages.currentIndex() == PEOPLE
    keys.press(Qt.Key.Key_N, control=True)
    sheet = keys.sheet()
    assert isinstance(sheet, AccountSheet)
    keys.write("Not A Name")
    keys.enter()
    keys.waits()
    assert sheet.fault.isVisible(), "the hub's refusal is told where the name was typed"
    sheet.name.setFocus()
    sheet.name.selectAll()
    keys.write("carys.evans")
    keys.enter()
    keys.waits()
    assert "carys.evans" in [each.name for each in page.people.page.accounts.model_of_lines.lines]
    names = [each.name for each in page.people.page.accounts.model_of_lines.lines]
    page.people.page.accounts.selectRow(names.index("carys.evans"))
    keys.press(Qt.Key.Key_E, control=True)
    keys.waits()
    shown = keys.sheet()
    assert isinstance(shown, CodeSheet)
    code = next(label.text() for label in shown.findChildren(QLabel) if label.objectName() == "code")
    laptop = field.laptop("carys.evans", enrolled=False)
    assert laptop.enrol(code).user == "carys.evans"


def test_a_coder_finds_cases_and_reads_them_and_decides_nothing(field: Field, at_office: Office) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    keys = at_office(Role.CODER)
    assert [tab.isVisible() for tab in keys.window.tabs.tabs] == [False, False, True, False, False, True, False]
    keys.goes_to(CASES + 1)
    assert not keys.window._alarm.isVisible(), keys.window._alarm.text()
    assert not any(each.isVisible() for each in (keys.window.cases.page._assign, keys.window.cases.page.user))
    keys.press(Qt.Key.Key_F8)
    keys.press(Qt.Key.Key_F5)
    keys.waits()
    keys.enter()
    keys.enter()
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, CaseSheet)
    assert len(keys.window.findChildren(CaseSheet)) == 1, "Enter twice is one sheet"
    assert [button.accessibleName() for button in sheet.findChildren(QPushButton)] == ["Close"]
    assert sheet.answers.count() == 2
    assert not sheet.note.isVisible()
    keys.press(Qt.Key.Key_Space)
    assert sheet.marked == ()


def test_a_lost_laptop_shows_what_is_on_it_and_is_refused_at_once(field: Field, at_office: Office) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna", contact=Contact(name="Rosa Fletcher"))
    anna.round()
    anna.visit("1042/01")
    anna.round()
    keys = at_office()
    keys.goes_to(PEOPLE + 1)
    keys.window.people.page.devices.setFocus()
    keys.enter()
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, DeviceSheet)
    (held,) = sheet.table.model_of_lines.lines
    assert (held.reference, held.fields, held.holds_now, held.has_contact) == ("1042/01", ("General",), True, True)
    keys.presses("Revoke")
    assert anna.round().failed == "DeviceRefused"


def test_what_the_hub_refuses_is_said_above_the_page(at_office: Office) -> None:
    keys = at_office()
    keys.window._client.sign_out()
    keys.press(Qt.Key.Key_F5)
    keys.waits()
    assert keys.window._alarm.isVisible()
    assert "sign in" in keys.window._alarm.text().lower()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR, Role.CODER])
def test_at_twice_the_size_every_page_keeps_to_the_window(look: Look, at_office: Office, role: Role) -> None:
    look.set_scale(2.0)
    keys = at_office(role)
    page = keys.window
    for at in range(len(page.tabs.tabs)):
        if page.tabs.is_there(at):
            keys.goes_to(at + 1)
            QApplication.processEvents()
            assert (page.width(), page.height()) == (1366, 768)
    shown = [tab for tab in page.tabs.tabs if tab.isVisible()]
    leave = [button for button in page.findChildren(QPushButton) if button.text() == "Sign out" and button.isVisible()]
    assert leave, "there is no room for the title, and still a way out"
    for button in (*shown, *leave):
        assert page.rect().contains(button.rect().translated(button.mapTo(page, button.rect().topLeft())))
    tops = [tab.geometry().top() for tab in shown]
    assert tops == sorted(tops)
