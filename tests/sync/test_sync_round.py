"""Rounds with a real hub: what goes up and down, what is safe, what leaves the laptop, and what somebody is told."""

import threading
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest

from capi.fieldwork.calls import AppointmentMade, Medium
from capi.fieldwork.case import Status
from capi.fieldwork.contents import Returned
from capi.hub.office.assignment import appoint, assign
from capi.hub.office.calling_decisions import call_off, set_outcome
from capi.hub.office.devices import devices, end_device
from capi.hub.office.quarantine import decide, quarantined
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError, Refusal
from capi.store.hold import Holder
from capi.store.problems import not_saved
from capi.sync.course import Stage
from capi.sync.errors import LaptopErased, NotEnrolled, PracticeFile, RoundUnderWay
from capi.sync.messages import Reason, Role
from capi.sync.office_messages import (
    Assignment,
    CallingOff,
    Deciding,
    Decision,
    DeviceEnd,
    DeviceState,
    OfficeAppointment,
    OfficeOutcome,
)
from capi.sync.outbox import Room
from capi.sync.round_report import GivenBack, Standing, Whose, last_report
from capi.sync.sync_round import sync_round
from tests.hub.scenario import NOW, apart_entries
from tests.sync.field import PASSPHRASE, ROSA, Field, Laptop, said, standings
from tests.sync.tampering import Tampering, portal, with_content


def test_assigned_cases_come_are_interviewed_and_are_safe_at_the_hub(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", "1042/02", to="anna", contact=ROSA)
    first = anna.round()
    assert first.received == ("1042/01", "1042/02")
    assert anna.case_file.contact(anna.id("1042/01")) == ROSA
    anna.interview("1042/01")
    waiting = anna.holding("1042/01").waiting
    report = anna.round()
    assert report.all_safe
    assert (report.sent_cases, report.sent_entries) == (1, waiting)
    assert str(report.headline).startswith("2 of 2 cases safe at the hub, ")
    assert str(report.headline).endswith("Nothing waits.")
    assert field.scene.journal(anna.id("1042/01")) == anna.journal("1042/01")
    assert field.scene.row(anna.id("1042/01")).status == "completed"


def test_a_second_round_sends_and_changes_nothing(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    before = anna.case_file.holdings()
    again = anna.round()
    assert again.all_safe
    assert (again.sent_entries, again.received) == (0, ())
    assert anna.case_file.holdings() == before


def test_a_case_made_in_the_field_is_taken_in_with_its_contact_and_gets_a_lease(field: Field) -> None:
    anna = field.laptop()
    case_id = anna.make_case("F001", ROSA)
    anna.interview("F001")
    assert anna.holding("F001").term == 0
    report = anna.round()
    assert report.all_safe, said(report)
    assert anna.round().all_safe
    assert field.scene.journal(case_id) == anna.journal("F001")
    anna.visit("F001", 3)
    assert anna.round().all_safe, "it can be written after the hub has taken it in"


def test_a_case_that_is_worked_on_says_what_waits(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.visit("1042/01")
    field.stop()
    while_down = anna.round()
    assert not while_down.finished
    assert standings(while_down) == {"1042/01": Standing.WAITING}
    assert "cannot be reached" in said(while_down)
    assert "0 of 1 cases are safe" in str(while_down.headline)
    assert "To be sent at the next sync: 1." in str(while_down.headline)


def test_the_last_report_is_kept_with_the_case_file(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    report = anna.round()
    assert last_report(anna.case_file) == report
    assert [str(each) for each in report.sentences] == said(report).split("\n")


def test_a_recalled_case_waits_for_the_sitting_then_goes_to_the_next_interviewer_whole(field: Field) -> None:
    anna, ben = field.laptop(), field.laptop("ben")
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    sitting = anna.sit("1042/01")
    sitting.answer("General", 1)
    field.office.assign("ben", case_id)
    waits = anna.round()
    assert waits.turn_of(Whose.INTERVIEWER)[0].reference == "1042/01"
    assert "Your office wants 1042/01 back" in said(waits)
    assert not waits.all_safe
    sitting.answer("Income", 500)
    sitting.pause()
    journal = anna.journal("1042/01")
    gone = anna.round()
    assert gone.given_up == ("1042/01",)
    assert anna.case_file.cases() == []
    assert "Given back to your office, and no longer in your list (1): 1042/01." in said(gone)
    ben.round()
    assert ben.journal("1042/01") == journal


def test_a_returned_case_is_written_once_however_often_the_order_comes(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.return_case(case_id, "Ask the income again", "Income")
    heard: list[bytes] = []

    def again_and_again(answer: httpx.Response) -> httpx.Response:
        heard.append(answer.content)
        return with_content(answer, heard[0])

    anna.transport = Tampering({"orders": again_and_again})
    report = anna.round()
    assert report.returned == ("1042/01",)
    assert report.all_safe, "what the return has written is sent in the same round"
    record = anna.case_file.record(case_id)
    assert record.status is Status.IN_PROGRESS
    assert record.returned == Returned(note="Ask the income again", fields=("Income",), by="ruth")
    anna.forget_cursor()
    again = anna.round()
    assert len(heard) == 2
    assert again.returned == ()
    returns = [each for each in anna.case_file.entries(case_id) if isinstance(each.contents, Returned)]
    assert len(returns) == 1


def test_a_return_is_written_once_where_the_power_went_right_after_it(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.return_case(case_id)
    append = anna.case_file.append

    def and_then_darkness(*words: Any) -> None:
        append(*words)
        raise _PowerLoss

    with monkeypatch.context() as power:
        power.setattr(anna.case_file, "append", and_then_darkness)
        with pytest.raises(_PowerLoss):
            anna.round()
    assert anna.round().all_safe
    returns = [each for each in anna.case_file.entries(case_id) if isinstance(each.contents, Returned)]
    assert len(returns) == 1


class _PowerLoss(Exception):
    pass


def test_a_return_waits_until_nobody_sits_at_the_case_and_other_orders_do_not_wait_for_it(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    sitting = anna.sit("1042/01")
    field.return_case(case_id)
    field.bring("1042/02", to="anna")
    report = anna.round()
    assert report.received == ("1042/02",)
    assert report.returned == ()
    assert "1042/01: there is word from your office" in said(report)
    sitting.pause()
    after = anna.round()
    assert after.returned == ("1042/01",)
    assert after.undone == ()
    assert anna.link.done == ()


def test_an_appointment_of_the_office_reaches_the_journal(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    made = OfficeAppointment(local="2026-11-24T17:40", zone="Europe/London", minutes=20, hard=True, note="Ring twice")
    appoint(field.scene.hub, field.office.ruth, case_id, made)
    report = anna.round()
    assert report.appointments == ("1042/01",)
    appointment = anna.case_file.record(case_id).calls.appointment
    assert isinstance(appointment, AppointmentMade)
    assert (appointment.local, appointment.note, appointment.hard) == ("2026-11-24T17:40", "Ring twice", True)
    assert report.all_safe


def test_what_the_office_decides_of_calls_reaches_the_journal_once_and_the_interviewer_is_told(field: Field) -> None:
    field.scene.with_frame()
    hub, ruth = field.scene.hub, field.office.ruth
    anna = field.laptop()
    [case_id] = field.bring("1042/01", contact=ROSA, to="anna")
    anna.round()
    made = OfficeAppointment(
        local="2026-11-24T17:40", zone="Europe/London", medium=Medium.TELEPHONE, telephone=1, owner="anna"
    )
    appoint(hub, ruth, case_id, made)
    anna.round()
    appointment = anna.case_file.record(case_id).calls.appointment
    assert appointment is not None
    assert (appointment.medium, appointment.telephone, appointment.owner) == (Medium.TELEPHONE, 1, "anna")
    call_off(hub, ruth, case_id, CallingOff(reason="They rang"))
    set_outcome(hub, ruth, case_id, OfficeOutcome(code="410", reason="By letter"))
    report = anna.round()
    assert (report.called_off, report.outcomes) == (("1042/01",), ("1042/01",))
    assert "Appointments called off by your office (1): 1042/01." in said(report)
    assert "Outcomes set or taken back by your office (1): 1042/01." in said(report)
    calls = anna.case_file.record(case_id).calls
    assert calls.appointment is None
    assert calls.outcome is not None
    assert (calls.outcome.code, calls.outcome.reason, calls.outcome.by) == ("410", "By letter", "ruth")
    assert report.all_safe
    before = anna.holding("1042/01").head
    after = anna.round()
    assert (after.called_off, after.outcomes, anna.holding("1042/01").head) == ((), (), before)
    assert field.scene.row(case_id).outcome == "410"


def test_a_case_the_hub_has_written_to_itself_is_gone_on_with_by_whoever_gets_it(field: Field) -> None:
    field.scene.with_frame()
    anna = field.laptop()
    [case_id] = field.bring("1042/01")
    appoint(field.scene.hub, field.office.ruth, case_id, OfficeAppointment(local="2026-11-24T17:40", zone="UTC"))
    set_outcome(field.scene.hub, field.office.ruth, case_id, OfficeOutcome(code="310"))
    assign(field.scene.hub, field.office.ruth, Assignment(to="anna", cases=[case_id]))
    report = anna.round()
    assert report.received == ("1042/01",)
    assert report.outcomes == report.appointments == ()
    summary = anna.case_file.record(case_id).summary
    assert (summary.outcome, summary.appointment is None) == ("310", False)
    anna.interview("1042/01")
    assert anna.round().all_safe
    assert field.scene.journal(case_id)


def test_an_outcome_given_after_the_acceptance_keeps_no_case_on_the_laptop(field: Field) -> None:
    field.scene.with_frame()
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.accept(case_id)
    set_outcome(field.scene.hub, field.office.ruth, case_id, OfficeOutcome(code="110"))
    anna.round()
    field.back_up()
    assert anna.round().removed == ("1042/01",)
    assert field.scene.row(case_id).outcome == "110"


def test_an_accepted_case_goes_only_when_a_backup_of_the_hub_holds_it(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.accept(case_id)
    stays = anna.round()
    assert anna.references == ["1042/01"]
    assert stays.removed == ()
    field.back_up()
    goes = anna.round()
    assert goes.removed == ("1042/01",)
    assert anna.references == []
    after = anna.round()
    assert after.all_safe, "the hub no longer counts it to this laptop"


def test_an_accepted_case_that_was_worked_on_since_stays(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.accept(case_id)
    anna.round()
    anna.visit("1042/01", 3)
    anna.round()
    field.back_up()
    anna.round()
    assert anna.references == ["1042/01"]


def test_a_lost_laptop_destroys_its_keys_when_it_calls(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    path = anna.case_file.path
    administrator = field.scene.office(Role.ADMINISTRATOR)
    end_device(field.scene.hub, administrator, anna.device, DeviceEnd(state=DeviceState.LOST))
    with pytest.raises(LaptopErased, match="nobody can read it any more"):
        anna.round()
    assert not path.with_name(f"{path.name}.keys").exists()
    with pytest.raises(CaseFileError):
        CaseFile.open(path, PASSPHRASE, Holder("anna", anna.device, "laptop", 1, NOW))


def test_a_revoked_laptop_keeps_everything_and_is_told_to_call_the_office(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    administrator = field.scene.office(Role.ADMINISTRATOR)
    end_device(field.scene.hub, administrator, anna.device, DeviceEnd(state=DeviceState.REVOKED))
    report = anna.round()
    assert "does not take anything from this laptop" in said(report)
    assert standings(report) == {"1042/01": Standing.WAITING}


def test_a_replaced_laptop_still_sends_what_is_on_it_and_is_told_that_it_gets_no_more(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    administrator = field.scene.office(Role.ADMINISTRATOR)
    end_device(field.scene.hub, administrator, anna.device, DeviceEnd(state=DeviceState.REPLACED))
    report = anna.round()
    assert report.finished
    assert standings(report) == {"1042/01": Standing.APART}
    assert report.replaced
    assert said(report).startswith(REPLACED), "what is kept apart is at the hub too"
    assert said(report).count("replaced") == 1
    assert not report.all_safe
    [kept] = field.scene.apart()
    assert kept.number == anna.holding("1042/01").head.number


REPLACED = (
    "This laptop was replaced by another one. All that was done on it is at the hub. Do not interview on it any more."
)


def _replace(field: Field, laptop: Laptop) -> None:
    administrator = field.scene.office(Role.ADMINISTRATOR)
    end_device(field.scene.hub, administrator, laptop.device, DeviceEnd(state=DeviceState.REPLACED))


def test_a_replaced_laptop_with_nothing_unsent_is_told_so_once_and_without_alarm(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/02", "1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    _replace(field, anna)
    first = anna.round()
    assert said(first) == REPLACED
    assert (first.replaced, first.all_safe, first.undone) == (True, True, ())
    assert standings(first) == {"1042/01": Standing.SAFE, "1042/02": Standing.SAFE}
    assert list(standings(first)) == ["1042/01", "1042/02"]
    other = field.laptop()
    other.round()
    other.visit("1042/01", 2)
    other.round()
    assert said(anna.round()) == REPLACED, "the hub has it all, though the other laptop has gone on with it"


def test_a_replaced_laptop_says_what_is_not_at_the_hub_also_where_the_line_is_cut(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", "1042/02", to="anna")
    anna.round()
    _replace(field, anna)
    anna.round()
    anna.visit("1042/01")
    anna.transport = Tampering({"batches": portal})
    report = anna.round()
    assert report.replaced
    assert str(report.headline) == (
        "This laptop was replaced by another one. Do not interview on it any more. Of its cases 1 of 2 are safe at the hub. "
        "To be sent at the next sync: 1. For you to do: 0. For your office: 0."
    )


def test_a_replaced_laptop_that_is_enrolled_again_is_replaced_no_longer(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    _replace(field, anna)
    anna.round()
    anna.enrol(field.code())
    kept = last_report(anna.case_file)
    assert kept is not None
    assert not kept.replaced
    report = anna.round()
    assert (report.replaced, report.all_safe) == (False, True), said(report)


def test_a_case_that_another_laptop_has_with_other_entries_is_not_called_safe(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    twin = anna.twin()
    anna.interview("1042/01")
    anna.round()
    with field.scene.hub.database.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET hash = 'f' || substr(hash, 2), holder_key = NULL")
    report = anna.round()
    assert standings(report)["1042/01"] is not Standing.SAFE
    assert not report.all_safe
    assert twin.holding("1042/01").head.number == 1


def test_a_case_that_is_no_longer_this_laptops_is_said_to_be_at_the_hub_and_is_the_offices_turn(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    with field.scene.hub.database.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET holder_key = NULL")
    report = anna.round()
    assert standings(report) == {"1042/01": Standing.SAFE}
    assert report.cases[0].elsewhere
    assert report.turn_of(Whose.OFFICE)
    assert "No longer yours, and with another laptop perhaps (1): 1042/01." in said(report)


def test_the_offices_reason_stays_with_a_case_that_was_given_up(field: Field) -> None:
    anna = field.laptop()
    field.account("ben")
    cases = field.bring("1042/02", "1042/01", to="anna")
    anna.round()
    for case_id in cases:
        field.recall(case_id)
    report = anna.round()
    assert report.given_back == (GivenBack("1042/01", "Another team"), GivenBack("1042/02", "Another team"))
    assert "no longer in your list (2): 1042/01, 1042/02. Reason: Another team" in said(report)


def test_a_case_taken_at_once_for_somebody_else_says_so_and_why(field: Field) -> None:
    anna, ben = field.laptop(), field.laptop("ben")
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    sitting = anna.sit("1042/01")
    now = Assignment(to="ben", cases=[case_id], reason="Anna is on leave", now=True)
    assign(field.scene.hub, field.office.ruth, now)
    ben.round()
    sits = anna.round()
    assert sits.cases[0].passed_on
    assert "Somebody else has 1042/01 now (Anna is on leave). Do not go on with it" in said(sits)
    sitting.pause()
    gone = anna.round()
    assert gone.given_back == (GivenBack("1042/01", "Anna is on leave", passed_on=True),), said(gone)
    assert "Somebody else has these now, and they are no longer in your list (1): 1042/01." in said(gone)
    assert "Reason: Anna is on leave" in said(gone)
    assert anna.link.passed_on == ()


def test_a_case_taken_at_once_for_nobody_is_not_said_to_be_with_somebody_else(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    field.recall(case_id, now=True)
    assert anna.round().given_back == (GivenBack("1042/01", "Another team"),)


def test_one_entry_and_one_case_are_said_as_one(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    report = anna.round()
    one = msgspec.structs.replace(report, sent_entries=1, sent_cases=1)
    several = msgspec.structs.replace(report, sent_entries=6, sent_cases=1)
    many = msgspec.structs.replace(report, sent_entries=1_200, sent_cases=20)
    assert "Sent to the hub: 1 entry of 1 case." in said(one)
    assert "Sent to the hub: 6 entries of 1 case." in said(several)
    assert "Sent to the hub: 1,200 entries of 20 cases." in said(many)


def test_the_hub_has_seen_a_laptop_at_each_round(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.expect_longer_access()
    anna.round()
    tokens = anna.link.tokens
    field.scene.time += timedelta(minutes=10)
    assert anna.round().finished
    assert anna.link.tokens == tokens, "it was not the exchange of tokens that was noted"
    [line] = devices(field.scene.hub, field.scene.office(Role.ADMINISTRATOR))
    assert line.last_seen == field.scene.time


def test_a_copied_laptop_that_went_another_way_is_kept_apart_and_told_so(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    twin = anna.twin()
    anna.interview("1042/01")
    assert anna.round().all_safe
    twin.enrol(field.code())
    twin.visit("1042/01", 3)
    report = twin.round()
    assert standings(report) == {"1042/01": Standing.APART}
    assert report.cases[0].reason is Reason.FORK
    assert "kept apart from the case until your office decides (1): 1042/01" in said(report)
    assert report.turn_of(Whose.OFFICE)
    assert not report.all_safe
    assert field.scene.journal(anna.id("1042/01")) == anna.journal("1042/01")


def _fork(field: Field) -> tuple[Laptop, Laptop]:
    """Anna's laptop, and a copy of it that went another way and has sent that."""
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    twin = anna.twin()
    anna.interview("1042/01")
    anna.round()
    twin.enrol(field.code())
    twin.visit("1042/01", 3)
    assert standings(twin.round()) == {"1042/01": Standing.APART}
    return anna, twin


def _decide(field: Field, decision: Decision) -> None:
    [line] = quarantined(field.scene.hub, field.office.ruth, True, "", 10)
    decide(field.scene.hub, field.office.ruth, line.id, Deciding(decision=decision, note="As on the telephone"))


def test_what_was_kept_apart_and_is_applied_by_the_office_is_safe_after_the_next_round(field: Field) -> None:
    _, twin = _fork(field)
    _decide(field, Decision.APPLY)
    report = twin.round()
    assert report.all_safe, said(report)
    assert twin.holding("1042/01").apart == ""
    assert field.scene.journal(twin.id("1042/01")) == twin.journal("1042/01")


def test_a_case_given_back_comes_as_the_office_has_it_and_what_was_apart_stays_there(field: Field) -> None:
    anna, twin = _fork(field)
    _decide(field, Decision.GIVE_BACK)
    report = twin.round()
    assert report.received == ("1042/01",)
    assert twin.journal("1042/01") == anna.journal("1042/01")
    assert report.all_safe, said(report)
    twin.visit("1042/01", 2)
    assert twin.round().all_safe


def test_a_restored_hub_gets_back_everything_it_had_lost(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", "1042/02", "1042/03", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    backup = field.copy_of_hub()
    anna.interview("1042/02")
    anna.make_case("F001", ROSA)
    anna.interview("F001")
    anna.round()
    field.restore(backup)
    anna.visit("1042/03")
    report = anna.round()
    assert report.restored
    assert report.all_safe, said(report)
    for reference in anna.references:
        assert field.scene.journal(anna.id(reference)) == anna.journal(reference)
    assert "restored from a backup" in said(report)
    assert not anna.round().restored


def test_a_clock_that_is_wrong_is_told_and_nothing_is_refused_for_it(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.fast = timedelta(days=3, minutes=7)
    anna.round()
    anna.interview("1042/01")
    report = anna.round()
    assert report.all_safe
    assert "The clock of this laptop is 4,327 minutes fast." in said(report)


def test_tokens_are_renewed_before_and_in_the_middle_of_a_round(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    first = anna.link.tokens
    field.scene.time += timedelta(hours=2)
    assert anna.round().finished
    assert anna.link.tokens.refresh != first.refresh
    anna.expect_longer_access()
    field.scene.time += timedelta(hours=2)
    anna.interview("1042/01")
    assert anna.round().all_safe, "the hub said 401, and the laptop came with another token"


def test_only_one_round_at_a_time_runs_with_a_case_file(field: Field) -> None:
    anna = field.laptop()
    inside, done = threading.Event(), threading.Event()

    def wait(_step: object) -> None:
        inside.set()
        assert done.wait(10)

    first = threading.Thread(target=lambda: sync_round(anna.case_file, anna.moment, wait, anna.client))
    first.start()
    assert inside.wait(10)
    with pytest.raises(RoundUnderWay):
        anna.round()
    done.set()
    first.join()
    assert anna.round().finished


def test_the_steps_are_told_in_their_order(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.steps.clear()
    anna.round()
    stages = list(dict.fromkeys(step.stage for step in anna.steps))
    assert stages == [Stage.GREETING, Stage.SENDING, Stage.RECEIVING, Stage.COMPARING]


def test_a_laptop_nobody_enrolled_and_a_practice_file_are_refused_in_words(field: Field) -> None:
    bare = field.laptop(enrolled=False)
    with pytest.raises(NotEnrolled, match="Ask your office for an enrolment code"):
        bare.round()
    holder = Holder("anna", "L-p", "laptop", 1, NOW)
    with (
        CaseFile.create(field.folder / "p.casefile", None, holder) as practice,
        pytest.raises(PracticeFile, match="never sent to a hub"),
    ):
        sync_round(practice, bare.moment, bare.steps.append, bare.client)


def test_a_case_larger_than_a_batch_travels_in_several_and_small_cases_go_first(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capi.sync.pushing.Room", lambda: Room(bytes=6_000))
    anna = field.laptop()
    field.bring("1042/01", "1042/02", to="anna")
    anna.round()
    for number in range(30):
        anna.visit("1042/01", number % 2 + 1)
    anna.visit("1042/02")
    line = Tampering({})
    anna.transport = line
    report = anna.round()
    assert line.asked.count("POST /v1/batches") > 3
    assert report.all_safe, said(report)
    assert field.scene.journal(anna.id("1042/01")) == anna.journal("1042/01")


def test_an_accepted_case_goes_in_the_next_round_where_the_answer_to_its_release_was_lost(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.accept(case_id)
    field.back_up()
    anna.transport = Tampering({"releases": portal})
    cut = anna.round()
    assert not cut.finished
    assert anna.references == ["1042/01"]
    anna.transport = None
    report = anna.round()
    assert report.removed == ("1042/01",)
    assert report.all_safe, said(report)
    assert anna.link.leaving == ()


def test_what_was_kept_apart_at_a_hub_that_is_restored_goes_there_again(field: Field) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    twin = anna.twin()
    anna.interview("1042/01")
    anna.round()
    backup = field.copy_of_hub()
    twin.enrol(field.code())
    twin.visit("1042/01", 3)
    twin.round()
    entries = twin.journal("1042/01")
    field.restore(backup)
    assert field.scene.apart() == []
    twin.enrol(field.code())
    report = twin.round()
    assert standings(report) == {"1042/01": Standing.APART}
    kept = [entry for _, entry in apart_entries(field.scene.apart())]
    assert kept[-1] == entries[-1]


def test_a_full_disk_ends_the_round_in_words_and_nothing_is_marked(
    field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = field.laptop()
    field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")

    def full(*_: object) -> None:
        raise not_saved(anna.case_file.path, Refusal.DISK_FULL)

    with monkeypatch.context() as disk:
        disk.setattr(anna.case_file, "keep", full)
        report = anna.round()
    assert "the disk is full" in said(report)
    assert standings(report) == {"1042/01": Standing.WAITING}
    assert anna.round().all_safe
