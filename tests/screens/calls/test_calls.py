"""Calls, appointments and outcomes, written down by keyboard alone in the real window, and what the case file has then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.case import Status
from capi.fieldwork.contents import Because, Left, Opened
from capi.screens.calls.appointment_sheet import AppointmentSheet
from capi.screens.calls.call_sheet import CallSheet
from capi.screens.calls.case_page import CasePage
from capi.screens.calls.outcome_sheet import OutcomeSheet
from capi.screens.calls.telephone_page import TelephonePage
from capi.screens.case_list import CaseList
from capi.screens.hub_desk import HubDesk
from capi.screens.interview_screen import InterviewScreen
from tests.screens.calls.scenario import START, AtWork
from tests.screens.conftest import HOLDER


def test_a_call_is_written_down_with_three_keys(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_N, Qt.Key.Key_Return)
    (call,) = at_work.calls()
    assert (call.medium, call.result, call.telephone, call.began) == (Medium.TELEPHONE, "no_answer", 1, START)
    assert call.frame == at_work.workplace.calls.frame.sha256
    assert at_work.page(CaseList).sheet is None
    (summary,) = [each for each in at_work.case_file.cases() if each.case.id == "rosa"]
    assert (summary.calls, summary.last_call, summary.last_result) == (1, START, "no_answer")


def test_the_medium_follows_the_mode_and_limits_the_results(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_Down, Qt.Key.Key_F6)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, CallSheet)
    assert sheet.media.medium.value == "visit"
    visit = {each.name for each in sheet._ringing.frame.results_by(Medium.VISIT)}
    assert {line.name for line in sheet.results._lines} == visit
    at_work.press(Qt.Key.Key_Right)
    assert sheet.media.medium.value == "telephone"
    assert {line.name for line in sheet.results._lines} == {
        each.name for each in sheet._ringing.frame.results_by(Medium.TELEPHONE)
    }


@pytest.mark.parametrize(
    ("typed", "began"),
    [
        ("8:05", START.replace(hour=8, minute=5)),
        ("08.05", START.replace(hour=8, minute=5)),
        ("17:40", START.replace(day=23, hour=17, minute=40)),
        ("22/11 17:40", START.replace(day=22, hour=17, minute=40)),
        ("2026-11-20 10:00", START.replace(day=20, hour=10, minute=0)),
    ],
)
def test_a_call_is_written_down_later(at_work: AtWork, typed: str, began: datetime) -> None:
    at_work.press(Qt.Key.Key_F6)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, CallSheet)
    sheet.when.setText(typed)
    at_work.press(Qt.Key.Key_B, Qt.Key.Key_Return)
    assert [call.began for call in at_work.calls()] == [began]


@pytest.mark.parametrize("typed", ["", "soon", "25/11 17:40", "99:99", "2025-01-01 10:00"])
def test_a_time_that_is_none_or_to_come_is_refused_in_words_and_nothing_is_lost(at_work: AtWork, typed: str) -> None:
    at_work.press(Qt.Key.Key_F6)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, CallSheet)
    sheet.when.setText(typed)
    sheet.note.setText("their dog barks")
    at_work.press(Qt.Key.Key_B, Qt.Key.Key_Return)
    assert sheet.fault.isVisible()
    assert at_work.calls() == []
    assert sheet.note.text() == "their dog barks"


def test_an_interview_started_from_a_call_belongs_to_it(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_I, Qt.Key.Key_Return)
    assert isinstance(at_work.workplace.page, InterviewScreen)
    entries = at_work.case_file.entries("rosa")
    (call,) = [each.number for each in entries if isinstance(each.contents, CallMade)]
    assert [each.contents.call for each in entries if isinstance(each.contents, Opened)] == [call]


def test_an_agreed_time_is_asked_for_read_back_and_kept(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_A, Qt.Key.Key_Return)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, AppointmentSheet)
    at_work.keys.write("tomorrow 5.40pm")
    assert "25 November 2026" in sheet.read.text()
    assert "17:40" in sheet.read.text()
    at_work.press(Qt.Key.Key_Return)
    appointment = at_work.case_file.record("rosa").calls.appointment
    assert appointment is not None
    assert (appointment.local, appointment.zone, appointment.owner) == ("2026-11-25T17:40", "Europe/London", HOLDER.who)
    assert at_work.page(CaseList).sheet is None


def test_times_the_clocks_skip_or_show_twice_are_told_and_asked(at_work: AtWork) -> None:
    at_work.now = datetime(2026, 10, 20, 9, tzinfo=UTC)
    at_work.press(Qt.Key.Key_F7)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, AppointmentSheet)
    at_work.keys.write("25/10 01:30")
    at_work.press(Qt.Key.Key_Return)
    assert at_work.case_file.record("rosa").calls.appointment is None, "which of the two is asked first"
    at_work.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    appointment = at_work.case_file.record("rosa").calls.appointment
    assert appointment is not None
    assert appointment.utc == datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "the second time, on GMT"
    at_work.press(Qt.Key.Key_F7)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, AppointmentSheet)
    at_work.keys.write("28/3/2027 01:30")
    at_work.press(Qt.Key.Key_Return)
    assert "go forward" in sheet.fault.text()
    at_work.press(Qt.Key.Key_Return)
    appointment = at_work.case_file.record("rosa").calls.appointment
    assert appointment is not None
    assert appointment.local == "2027-03-28T02:30"


def test_a_clash_is_said_and_left_to_her(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F7)
    at_work.keys.write("tomorrow 10:00")
    at_work.press(Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F7)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, AppointmentSheet)
    at_work.keys.write("tomorrow 10:15")
    assert "1042/01" in sheet.warning.text()
    at_work.press(Qt.Key.Key_Return)
    assert at_work.case_file.record("imran").calls.appointment is not None


def test_a_refusal_asks_for_the_outcome_which_a_person_confirms_with_a_reason(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_R, Qt.Key.Key_Return)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, OutcomeSheet)
    at_work.press(Qt.Key.Key_Return)
    assert sheet.fault.isVisible(), "a refusal takes a reason"
    at_work.keys.write("no time, no interest")
    at_work.press(Qt.Key.Key_Return)
    outcome = at_work.case_file.record("rosa").calls.outcome
    assert outcome is not None
    assert (outcome.code, outcome.suggested, outcome.reason) == ("431", "431", "no time, no interest")


def test_another_outcome_is_found_by_typing_and_can_be_taken_back(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F8)
    at_work.keys.write("310")
    at_work.press(Qt.Key.Key_Return)
    outcome = at_work.case_file.record("rosa").calls.outcome
    assert outcome is not None
    assert outcome.code == "310"
    at_work.press(Qt.Key.Key_F8)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, OutcomeSheet)
    sheet._take_back()
    assert at_work.case_file.record("rosa").calls.outcome is None


def test_the_case_page_shows_it_all_and_every_key_works_there(at_work: AtWork, wait: Callable[[], None]) -> None:
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_N, Qt.Key.Key_Return, Qt.Key.Key_F2)
    wait()
    page = at_work.page(CasePage)
    assert isinstance(page, CasePage)
    assert [line.result for line in page.calls.model_of_lines.lines] == ["No answer"]
    at_work.now += timedelta(hours=4)
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_B, Qt.Key.Key_Return)
    assert [line.result for line in page.calls.model_of_lines.lines] == ["Busy", "No answer"]
    at_work.press(Qt.Key.Key_Return)
    assert isinstance(at_work.workplace.page, InterviewScreen)


def test_escape_goes_back_to_the_list_with_the_case_marked(at_work: AtWork, wait: Callable[[], None]) -> None:
    at_work.press(Qt.Key.Key_Down, Qt.Key.Key_F2)
    wait()
    at_work.press(Qt.Key.Key_Escape)
    wait()
    page = at_work.page(CaseList)
    assert isinstance(page, CaseList)
    assert page.current == "imran"


def test_an_interview_is_stopped_for_an_agreed_time(at_work: AtWork, wait: Callable[[], None]) -> None:
    at_work.press(Qt.Key.Key_Return)
    wait()
    at_work.keys.press(Qt.Key.Key_B, control=True)
    at_work.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    at_work.keys.write("thu 18:30")
    at_work.press(Qt.Key.Key_Return)
    record = at_work.case_file.record("rosa")
    assert record.calls.appointment is not None
    assert record.calls.appointment.local == "2026-11-26T18:30"
    left = at_work.case_file.entries("rosa")[-1].contents
    assert isinstance(left, Left)
    assert left.because is Because.APPOINTMENT
    at_work.page(CaseList)


def test_an_interview_that_may_not_be_begun_is_not_begun_from_the_telephone_either(
    at_work: AtWork, wait: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work.press(Qt.Key.Key_F10)
    wait()
    page = at_work.workplace.page
    assert isinstance(page, TelephonePage)
    page._dial = lambda _: True
    monkeypatch.setattr(HubDesk, "replaced", property(lambda _: True))
    at_work.press(Qt.Key.Key_Return, Qt.Key.Key_I, Qt.Key.Key_Return)
    assert at_work.workplace.page is page
    assert "is not opened on a laptop that was replaced" in page._alarm.text()
    assert page.began is None, "the call is over"
    assert len(at_work.calls()) == 1
    assert at_work.case_file.record("rosa").status is Status.NOT_STARTED


def test_a_telephone_interviewers_hour_list_ring_result_appointment_interview_outcome_next(
    at_work: AtWork, wait: Callable[[], None]
) -> None:
    at_work.press(Qt.Key.Key_F10)
    wait()
    page = at_work.workplace.page
    assert isinstance(page, TelephonePage)
    first = page.offer
    assert first is not None
    assert first.case_id == "rosa", "the one case to ring; the other is visited"
    page._dial = lambda _: True
    at_work.press(Qt.Key.Key_Return, Qt.Key.Key_B, Qt.Key.Key_Return)
    assert [call.result for call in at_work.calls()] == ["busy"]
    assert page.offer is None
    assert "10:00" in page._because.text(), "busy is rung again after half an hour"
    at_work.now += timedelta(minutes=30)
    page.look_again()
    at_work.press(Qt.Key.Key_Return)
    at_work.now += timedelta(seconds=90)
    at_work.press(Qt.Key.Key_A, Qt.Key.Key_Return)
    at_work.keys.write("15:00")
    at_work.press(Qt.Key.Key_Return)
    assert [(call.result, call.seconds) for call in at_work.calls()] == [("busy", 0), ("appointment", 90)]
    assert "14:55" in page._because.text(), "a soft appointment is rung from five minutes before it on"
    at_work.now = START.replace(hour=15, minute=1)
    page.look_again()
    at_work.press(Qt.Key.Key_Return, Qt.Key.Key_I, Qt.Key.Key_Return)
    screen = at_work.workplace.page
    assert isinstance(screen, InterviewScreen)
    wait()
    at_work.keys.press(Qt.Key.Key_B, control=True)
    at_work.press(Qt.Key.Key_5, Qt.Key.Key_Return)
    wait()
    again = at_work.workplace.page
    assert isinstance(again, TelephonePage), "she goes on ringing where she was"
    assert again.offer is None, "who refused is not rung again"
    assert at_work.case_file.record("rosa").status is Status.STOPPED
    at_work.press(Qt.Key.Key_Escape)
    wait()
    at_work.press(Qt.Key.Key_F8)
    sheet = at_work.page(CaseList).sheet
    assert isinstance(sheet, OutcomeSheet)
    at_work.press(Qt.Key.Key_Tab)
    at_work.keys.write("had enough")
    at_work.press(Qt.Key.Key_Return)
    assert at_work.case_file.record("rosa").summary.outcome == "440"


def test_a_case_that_was_only_called_is_not_begun(at_work: AtWork) -> None:
    at_work.press(Qt.Key.Key_F6, Qt.Key.Key_N, Qt.Key.Key_Return)
    assert at_work.case_file.record("rosa").status is Status.NOT_STARTED
