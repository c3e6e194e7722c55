"""Cases of the hub's telephone queue on a laptop: they come one at a time, are rung, and go back in the round that brings the next."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import update

from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.chain import read_chain
from capi.fieldwork.journal import START
from capi.hub import tables
from capi.hub.office.assignment import assign
from capi.sync.calling_messages import NextWanted
from capi.sync.course import Calling
from capi.sync.next_call import delivered
from capi.sync.office_messages import Assignment
from capi.sync.office_messages import Calling as AtTheTelephone
from capi.sync.round_report import RoundReport
from tests.sync.field import ROSA, Field, Laptop
from tests.sync.tampering import Tampering, portal

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""Calling hours in London."""
NEXT = Calling(NextWanted())


@pytest.fixture
def field(field: Field) -> Field:
    field.scene.time = TUESDAY
    field.scene.with_frame()
    return field


def ask(laptop: Laptop, pick: str = "", at_hand: str = "") -> RoundReport:
    return laptop.round(Calling(NextWanted(pick=pick), at_hand=frozenset({at_hand} - {""})))


def here(laptop: Laptop) -> list[str]:
    return sorted(each.case.reference for each in laptop.case_file.cases())


def ring(laptop: Laptop, reference: str, result: str = "no_answer") -> None:
    call = CallMade(began=laptop.field.scene.time, medium=Medium.TELEPHONE, result=result, telephone=1, seconds=20)
    laptop.case_file.append(laptop.id(reference), call, laptop.moment())
    laptop.field.scene.time += timedelta(minutes=1)


def holder(field: Field, case_id: str) -> tuple[object, object]:
    """The laptop and the account that the hub counts the case to."""
    row = field.scene.row(case_id)
    return row.holder_key, row.user_key


def kinds(field: Field, case_id: str) -> list[str]:
    """Of the entries that stand in its journal at the hub."""
    entries = read_chain(START, case_id, field.scene.journal(case_id))
    return [str(type(each.contents).__struct_config__.tag) for each in entries]


def may_pick(field: Field, user: str) -> None:
    told = msgspec.json.encode(AtTheTelephone(may_pick=True)).decode()
    with field.scene.hub.database.writing() as connection:
        connection.execute(update(tables.users).where(tables.users.c.name == user).values(calling=told))


def test_a_case_comes_with_all_that_is_known_of_it_and_says_why(field: Field) -> None:
    (case_id,) = field.bring("1042/01", contact=ROSA)
    tess = field.caller("tess")
    assert tess.round().received == (), "nobody asked for a case"
    report = ask(tess)
    assert report.next_case is not None
    assert report.next_case.case == case_id
    assert "resh case" in str(report.next_case.because.wording)
    assert here(tess) == ["1042/01"]
    assert tess.case_file.contact(case_id) == ROSA
    assert delivered(tess.case_file) == {case_id: 1}


def test_what_was_rung_goes_back_in_the_round_that_brings_the_next(field: Field) -> None:
    first, second = field.bring("1042/01", "1042/02")
    tess = field.caller("tess")
    rung = str((ask(tess).next_case or pytest.fail("none")).case)
    other = {first, second} - {rung}
    ring(tess, here(tess)[0])
    report = ask(tess)
    assert {(report.next_case or pytest.fail("none")).case} == other
    assert report.given_up == (), "it is no decision of the office that she is told of"
    assert delivered(tess.case_file).keys() == other
    assert holder(field, rung) == (None, None)
    assert kinds(field, rung)[-1] == "call_made"


def test_a_case_whose_order_did_not_come_through_comes_in_the_next_round_and_still_goes_back(field: Field) -> None:
    (case_id,) = field.bring("1042/01")
    tess = field.caller("tess")
    tess.round()
    tess.transport = Tampering({"orders": portal})
    assert not ask(tess).finished
    assert (here(tess), delivered(tess.case_file)) == ([], {case_id: 0})
    tess.transport = None
    assert tess.round(Calling(at_hand=frozenset({case_id}))).received == ("1042/01",)
    assert delivered(tess.case_file) == {case_id: 1}
    tess.round()
    assert (here(tess), delivered(tess.case_file), holder(field, case_id)) == ([], {}, (None, None))


def test_asked_twice_the_same_case_is_given_and_no_other_is_taken(field: Field) -> None:
    field.bring("1042/01", "1042/02")
    tess = field.caller("tess")
    one = ask(tess).next_case
    assert one is not None
    again = ask(tess, at_hand=one.case).next_case
    assert again is not None
    assert again.case == one.case
    assert len(here(tess)) == 1


def test_an_ordinary_round_gives_back_what_lies_before_nobody_and_nothing_else(field: Field) -> None:
    (case_id,) = field.bring("1042/01")
    tess = field.caller("tess")
    ask(tess)
    tess.round(Calling(at_hand=frozenset({case_id})))
    assert here(tess) == ["1042/01"]
    sitting = tess.sit("1042/01")
    tess.round()
    assert here(tess) == ["1042/01"], "somebody sits at it"
    sitting.pause()
    tess.round()
    assert here(tess) == []


def test_another_interviewer_goes_on_where_the_first_one_stopped_and_it_may_come_back(field: Field) -> None:
    (case_id,) = field.bring("1042/01")
    tess, theo = field.caller("tess"), field.caller("theo")
    for at, caller in enumerate((tess, theo, tess)):
        field.scene.time = TUESDAY + timedelta(hours=4 * at)
        report = ask(caller)
        assert report.next_case is not None
        assert report.next_case.case == case_id, report.next_case.because.wording
        ring(caller, "1042/01")
        caller.round()
        assert holder(field, case_id) == (None, None)
    assert kinds(field, case_id).count("call_made") == 3


def test_where_there_is_nothing_she_is_told_when_and_why(field: Field) -> None:
    (_,) = field.bring("1042/01")
    tess, theo = field.caller("tess"), field.caller("theo")
    ask(tess)
    ring(tess, "1042/01", "busy")
    tess.round()
    told = ask(theo).next_case
    assert told is not None
    assert (told.case, told.at) == ("", TUESDAY + timedelta(minutes=30))
    assert "10:30" in str(told.because.wording)


def test_an_interviewer_who_visits_gets_no_cases_to_ring(field: Field) -> None:
    field.bring("1042/01")
    anna = field.laptop("anna")
    report = ask(anna)
    assert report.finished
    assert (report.next_case, here(anna)) == (None, [])
    assert "interviewer does not do that" in report.next_refused


def test_a_lease_that_ran_out_is_taken_back_and_what_still_comes_is_kept_apart(field: Field) -> None:
    (case_id,) = field.bring("1042/01")
    tess, theo = field.caller("tess"), field.caller("theo")
    ask(tess)
    field.scene.time += timedelta(hours=3)
    report = ask(theo)
    assert report.next_case is not None
    assert report.next_case.case == case_id
    ring(tess, "1042/01")
    tess.round()
    tess.round()
    assert here(tess) == []
    assert [each.reason for each in field.scene.apart(case_id)] == ["not_holder"]
    ring(theo, "1042/01", "busy")
    theo.round()
    assert kinds(field, case_id).count("call_made") == 1


def test_a_case_the_office_gives_somebody_meanwhile_is_an_ordinary_one(field: Field) -> None:
    (case_id,) = field.bring("1042/01")
    tess = field.caller("tess")
    ask(tess)
    assign(field.scene.hub, field.office.ruth, Assignment(to="tess", cases=[case_id]))
    tess.round(Calling(at_hand=frozenset({case_id})))
    tess.round()
    assert holder(field, case_id)[1] is not None or here(tess) == []


def test_cases_are_picked_by_hand_where_that_is_permitted(field: Field) -> None:
    field.bring("1042/01", "1042/02", "1042/03", contact=ROSA)
    tess = field.caller("tess")
    assert "pick" in tess.round(Calling(search="")).next_refused
    assert "pick" in ask(tess, pick="1042/03").next_refused
    may_pick(field, "tess")
    listed = tess.round(Calling(search="1042/0")).pickable
    assert sorted(each.reference for each in listed) == ["1042/01", "1042/02", "1042/03"]
    assert all(each.ready and "Rosa" in each.label for each in listed)
    assert tess.round(Calling(search="9999")).pickable == ()
    ask(tess, pick="1042/03")
    assert here(tess) == ["1042/03"]
    ask(tess, pick="1042/02")
    assert here(tess) == ["1042/02"], "the one before goes back first"
