"""Calls, appointments and outcomes at the office, on a real hub: seen in list and sheet, counted, and decided upon by key."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from capi.fieldwork.calls import CallMade, Medium, OutcomeSet
from capi.fieldwork.case import StopReason
from capi.fieldwork.contents import Stopped
from capi.hub import tables
from capi.hub.hub import Principal
from capi.screens.look import Look
from capi.screens.office.calls_list import CallsList
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.office_appointment_sheet import OfficeAppointmentSheet
from capi.screens.office.office_outcome_sheet import OfficeOutcomeSheet
from capi.screens.office.office_page import CASES, FIELDWORK
from capi.screens.office.rate_sheet import RateSheet
from capi.sync.messages import Role
from tests.hub.scenario import NOW, Journal
from tests.screens.office.conftest import AtOffice
from tests.sync.field import ROSA, Field

Office = Callable[..., AtOffice]


@pytest.fixture
def bert(field: Field) -> Principal:
    """An interviewer's laptop, whose journals come as it would send them."""
    field.scene.with_frame()
    return field.scene.laptop("bert")


def called(field: Field, laptop: Principal, reference: str, *results: str, area: str = "") -> Journal:
    journal = field.scene.case(reference, laptop, area=area, contact=ROSA)
    for at, result in enumerate(results):
        began = NOW - timedelta(hours=5 - at)
        journal.write(CallMade(began=began, medium=Medium.TELEPHONE, result=result, seconds=40, note=f"Note {at}"))
    field.scene.send(laptop, journal.part(1))
    return journal


def ended(field: Field, laptop: Principal, reference: str, code: str, area: str = "") -> None:
    journal = field.scene.case(reference, laptop, area=area)
    field.scene.send(laptop, journal.write(OutcomeSet(code)).part(1))


def opened(keys: AtOffice, reference: str) -> CaseSheet:
    """The case, found in the list by its reference."""
    keys.goes_to(CASES + 1)
    keys.window.cases.page.search.clear()
    keys.write(reference)
    keys.enter()
    keys.waits()
    keys.enter()
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, CaseSheet)
    return sheet


def test_the_page_counts_what_the_hub_has(field: Field, at_office: Office, bert: Principal) -> None:
    called(field, bert, "1", "no_answer", "refused")
    ended(field, bert, "2", "110")
    ended(field, bert, "3", "431")
    keys = at_office()
    keys.goes_to(FIELDWORK + 1)
    page = keys.window.fieldwork.page
    assert not keys.window._alarm.isVisible(), keys.window._alarm.text()
    assert "2 of 3" in page._headline.text()
    codes = [(each.code, each.cases) for each in page.outcomes.outcomes.model_of_lines.lines]
    assert codes == [("110", 1), ("431", 1), ("", 1)]
    (line,) = [each.line for each in page.callers.table.model_of_lines.lines]
    assert (line.name, line.calls, line.contacts, line.refused) == ("bert", 2, 1, 0), "nobody confirmed it yet"


def test_enter_on_an_outcome_shows_its_cases_and_on_a_rate_what_is_behind_it(
    field: Field, at_office: Office, bert: Principal
) -> None:
    for at, code in enumerate(["110", "431", "431"]):
        ended(field, bert, f"{at}", code)
    keys = at_office()
    keys.goes_to(FIELDWORK + 1)
    page = keys.window.fieldwork.page
    page.outcomes.rates.setFocus()
    keys.enter()
    sheet = keys.sheet()
    assert isinstance(sheet, RateSheet)
    assert sheet.formulas.text().splitlines()[1] == "RR1 = 1 / ((1 + 0) + (2 + 0 + 0) + (0 + 0))"
    keys.press(Qt.Key.Key_Escape)
    page.outcomes.outcomes.setFocus()
    keys.press(Qt.Key.Key_Down)
    keys.enter()
    keys.waits()
    assert keys.window.shown == CASES
    assert [each.reference for each in keys.window.cases.page.table.model_of_lines.lines] == ["1", "2"]
    assert keys.window.cases.page.outcome.currentText().startswith("431   ")


def test_only_the_cases_of_the_area_chosen_are_counted(field: Field, at_office: Office, bert: Principal) -> None:
    ended(field, bert, "1", "110", area="Leeds 3")
    ended(field, bert, "2", "431", area="Ashford")
    ended(field, bert, "3", "431")
    keys = at_office()
    keys.goes_to(FIELDWORK + 1)
    page = keys.window.fieldwork.page
    page.area.setFocus()
    seen = {}
    for _ in range(page.area.count()):
        seen[page.area.currentText()] = [each.code for each in page.outcomes.outcomes.model_of_lines.lines]
        keys.press(Qt.Key.Key_Down)
        keys.waits()
    assert seen == {
        "Every area": ["110", "431"],
        "Ashford": ["431"],
        "Leeds 3": ["110"],
        "Without an area": ["431"],
    }


def test_the_list_has_calls_outcome_and_a_filter_by_outcome(field: Field, at_office: Office, bert: Principal) -> None:
    called(field, bert, "1", "no_answer", "no_answer")
    ended(field, bert, "2", "431")
    keys = at_office()
    keys.goes_to(CASES + 1)
    page = keys.window.cases.page
    assert [(each.reference, each.calls, each.outcome) for each in page.table.model_of_lines.lines] == [
        ("1", 2, ""),
        ("2", 0, "431"),
    ]
    page.outcome.setFocus()
    keys.press(Qt.Key.Key_Down)
    keys.waits()
    assert page.outcome.currentText() == "No outcome yet"
    assert [each.reference for each in page.table.model_of_lines.lines] == ["1"]


def test_a_refresh_of_the_list_takes_nothing_from_who_types_or_marks(
    field: Field, at_office: Office, bert: Principal
) -> None:
    for at in range(4):
        ended(field, bert, f"{at}", "431")
    keys = at_office()
    keys.goes_to(CASES + 1)
    page = keys.window.cases.page
    page.table.selectAll()
    keys.press(Qt.Key.Key_F5)
    keys.waits()
    assert len(page.table.selected) == 4
    page.search.setFocus()
    keys.write("10")
    keys.press(Qt.Key.Key_F5)
    assert page.search.text() == "10"
    keys.waits()


def test_the_case_sheet_tells_its_calls_the_latest_first(field: Field, at_office: Office, bert: Principal) -> None:
    called(field, bert, "1042-01", "no_answer", "busy")
    keys = at_office()
    sheet = opened(keys, "1042")
    (calls,) = sheet.findChildren(CallsList)
    words = [calls.item(row).text() for row in range(calls.count())]
    assert "Note 1" in words[0]
    assert "Note 0" in words[1]
    assert all("Telephone" in each and "bert" in each and "0:40" in each for each in words)
    assert keys.focused() is calls, "there are no answers yet"


@pytest.mark.usefixtures("bert")
def test_an_outcome_is_set_by_its_digits_with_the_reason_it_needs(field: Field, at_office: Office) -> None:
    frame = field.scene.with_frame().frame
    code = next(each for each in frame.outcomes if each.office_only and each.needs_reason)
    (case_id,) = field.bring("1042/01")
    keys = at_office()
    opened(keys, "1042")
    keys.press(Qt.Key.Key_F6)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, OfficeOutcomeSheet)
    keys.write(code.code)
    keys.enter()
    assert sheet.fault.isVisible()
    assert keys.focused() is sheet.reason
    keys.write("Said the neighbour")
    keys.enter()
    keys.waits()
    assert keys.window._line.sheet is None
    assert field.scene.row(case_id).outcome == code.code
    assert [each.outcome for each in keys.window.cases.page.table.model_of_lines.lines] == [code.code]
    assert keys.window._told.isVisible(), "what became of it is said"


def test_of_an_interview_that_is_over_the_suggested_outcome_is_marked_and_says_why(
    field: Field, at_office: Office, bert: Principal
) -> None:
    journal = field.scene.case("1042", bert).opened().write(Stopped(reason=StopReason.UNABLE))
    field.scene.send(bert, journal.part(1))
    keys = at_office()
    told = opened(keys, "1042").findChildren(QLabel)
    assert any(label.text().startswith("Suggested outcome 530. The respondent was not able") for label in told)
    keys.press(Qt.Key.Key_F6)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, OfficeOutcomeSheet)
    assert any(label.text().startswith("Suggested: 530.") for label in sheet.findChildren(QLabel))
    keys.presses("Set the outcome")
    with field.scene.hub.database.reading() as connection:
        ordered = connection.execute(select(tables.orders.c.details)).scalars().all()
    assert any('"530"' in details for details in ordered), "the laptop that holds the case is told"


@pytest.mark.usefixtures("bert")
def test_an_outcome_is_taken_back(field: Field, at_office: Office) -> None:
    (case_id,) = field.bring("1042/01")
    keys = at_office()
    for button, expected in (("Set the outcome", "110"), ("Take the outcome back", "")):
        opened(keys, "1042")
        keys.press(Qt.Key.Key_F6)
        keys.waits()
        keys.presses(button)
        assert field.scene.row(case_id).outcome == expected


@pytest.mark.usefixtures("bert")
def test_an_appointment_is_agreed_and_called_off_by_key(field: Field, at_office: Office) -> None:
    (case_id,) = field.bring("1042/01", contact=ROSA)
    field.account("anna")
    keys = at_office()
    opened(keys, "1042")
    keys.press(Qt.Key.Key_F7)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, OfficeAppointmentSheet)
    keys.enter()
    assert sheet.fault.isVisible(), "nothing was typed"
    keys.write("tomorrow 17:40")
    assert "17:40" in sheet.read.text()
    sheet.owner.setFocus()
    keys.press(Qt.Key.Key_End)
    owner = str(sheet.owner.currentData())
    sheet.when.setFocus()
    keys.enter()
    keys.waits()
    assert keys.window._line.sheet is None, sheet.fault.text()
    (line,) = keys.window.cases.page.table.model_of_lines.lines
    assert line.appointment is not None
    assert owner
    opened(keys, "1042")
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    assert field.scene.row(case_id).appointment is None


def test_an_outcome_of_a_case_on_a_laptop_is_ordered_and_that_is_said(
    field: Field, at_office: Office, bert: Principal
) -> None:
    called(field, bert, "1042-01", "no_answer")
    keys = at_office()
    opened(keys, "1042")
    keys.press(Qt.Key.Key_F6)
    keys.waits()
    keys.write("310")
    keys.enter()
    keys.waits()
    assert "bert" in keys.window._told.text()
    assert [each.outcome for each in keys.window.cases.page.table.model_of_lines.lines] == [""]


def test_single_questions_are_returned_by_keyboard_alone_with_a_note_of_lines(field: Field, at_office: Office) -> None:
    anna = field.laptop()
    (case_id,) = field.bring("1042/01", to="anna", contact=ROSA)
    anna.round()
    anna.interview("1042/01", income=12)
    anna.round()
    keys = at_office()
    sheet = opened(keys, "1042")
    assert keys.focused() is sheet.answers, "the questions are where the keyboard is"
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Space)
    assert sheet.marked == ("Income",)
    assert sheet.told.text().startswith("1 question")
    for _ in range(20):
        if keys.focused() is sheet.note:
            break
        keys.press(Qt.Key.Key_Tab)
    keys.write("For a month?")
    keys.enter()
    keys.write("Or for a year?")
    for _ in range(20):
        if keys.focused().accessibleName() == "Return with the marked questions":
            break
        keys.press(Qt.Key.Key_Tab)
    keys.enter()
    keys.waits()
    assert keys.window._line.sheet is None
    anna.round()
    returned = anna.case_file.record(case_id).returned
    assert returned is not None
    assert (returned.note, returned.fields) == ("For a month?\nOr for a year?", ("Income",))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_button_of_the_case_sheet_is_in_sight(field: Field, at_office: Office, look: Look, scale: float) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna", contact=ROSA)
    anna.round()
    anna.interview("1042/01")
    anna.round()
    look.set_scale(scale)
    keys = at_office()
    sheet = opened(keys, "1042")
    for name in ("Accept", "Return with the marked questions", "Outcome", "Close"):
        (button,) = [each for each in sheet.findChildren(type(keys.window._again)) if each.accessibleName() == name]
        inside = button.rect().translated(button.mapTo(sheet._panel, button.rect().topLeft()))
        assert sheet._panel.rect().contains(inside), name
    keys.press(Qt.Key.Key_Escape)
    look.set_scale(1.0)


def test_a_coder_sees_calls_and_decides_nothing_of_them(field: Field, at_office: Office, bert: Principal) -> None:
    called(field, bert, "1042-01", "no_answer")
    keys = at_office(Role.CODER)
    sheet = opened(keys, "1042")
    assert sheet.calls.count() == 1
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8):
        keys.press(key)
        keys.waits()
        assert keys.sheet() is sheet
