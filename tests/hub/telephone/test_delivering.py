"""The telephone queue at the hub: one case after another, to one laptop each, by a lease that the database keeps."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from capi.fieldwork.calls import AppointmentMade, CallMade, Medium
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere
from capi.hub.hub import Principal
from capi.hub.office.assignment import assign, recall
from capi.hub.office.callable_cases import callable_cases
from capi.hub.office.calling_decisions import set_outcome
from capi.hub.office.devices import end_device
from capi.hub.orders import delivering
from capi.hub.orders.delivering import LEASE, next_case, take_back_overdue
from capi.hub.orders.frames import add_frame
from capi.hub.people.accounts import change_account
from capi.hub.telephone.candidates import find_candidates
from capi.sync.calling_messages import NextWanted
from capi.sync.messages import Assigned, Recalled, Role
from capi.sync.office_messages import AccountChange, Assignment, Calling, DeviceEnd, DeviceState, OfficeOutcome, Recall
from tests.hub.scenario import shipped_frame
from tests.hub.telephone.centre import TUESDAY, Centre, telephone_laptop


def test_a_case_goes_to_the_laptop_that_asks_and_comes_there_with_its_orders(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    told = centre.ask(tess)
    assert told.case == case_id
    assert centre.lines() == {case_id: "tess"}
    row = centre.scene.row(case_id)
    assert (row.user_key, row.holder_key, row.term) == (tess.user_key, tess.device_key, 1)
    assert [each.case for each in centre.told(tess) if isinstance(each, Assigned)] == [case_id]


def test_asked_again_the_same_case_is_given_until_it_is_given_back(centre: Centre) -> None:
    centre.new("1042/01"), centre.new("1042/02")
    tess = centre.caller("tess")
    first = centre.given(tess)
    assert centre.given(tess) == first
    centre.rung(tess, first)
    assert centre.given(tess) != first
    assert centre.scene.row(first).user_key is None


def test_two_interviewers_never_have_the_same_case(centre: Centre) -> None:
    one, other = centre.new("1042/01"), centre.new("1042/02")
    tess, theo, tom = (centre.caller(name) for name in ("tess", "theo", "tom"))
    assert {centre.given(tess), centre.given(theo)} == {one, other}
    told = centre.ask(tom)
    assert (told.case, told.at) == ("", None)
    centre.rung(tess, centre.given(tess), result="busy")
    told = centre.ask(tom)
    assert (told.case, told.at) == ("", TUESDAY + timedelta(minutes=30))
    assert "10:30" in str(told.because.wording)


def test_two_computers_of_one_account_have_one_case(centre: Centre) -> None:
    centre.new("1042/01"), centre.new("1042/02")
    tess = centre.caller("tess")
    second = telephone_laptop(centre.scene.laptop("tess", "L-tess-2"))
    centre.given(tess)
    told = centre.ask(second)
    assert told.case == ""
    assert "another computer" in str(told.because.wording)


def test_the_order_is_that_of_the_rules(centre: Centre) -> None:
    fresh, urgent, soft, hard, busy = (
        centre.new(name, **facts)
        for name, facts in (("fresh", {}), ("urgent", {"Priority": 5}), ("soft", {}), ("hard", {}), ("busy", {}))
    )
    tess = centre.caller("tess")
    at = TUESDAY + timedelta(hours=4)

    def appointed(*, is_hard: bool) -> AppointmentMade:
        return AppointmentMade("2026-11-24T14:00", "Europe/London", at, hard=is_hard)

    anna = centre.caller("anna")
    for case_id, contents in ((soft, [appointed(is_hard=False)]), (hard, [appointed(is_hard=True)]), (busy, [])):
        assert centre.lines()[case_id] is None
        assign_and_ring(centre, anna, case_id, contents)
    centre.scene.time = at
    given = []
    for _ in range(5):
        given.append(centre.given(tess))
        centre.rung(tess, given[-1])
    assert given == [hard, soft, busy, urgent, fresh]
    told = centre.ask(tess)
    assert told.case == ""
    assert told.at is not None
    assert told.at > at


def test_languages_and_skills_decide_who_is_given_what(centre: Centre) -> None:
    welsh, hard = centre.new("1", Language="cy"), centre.new("2", Skills="refusals, elders")
    tess, gwen = centre.caller("tess"), centre.caller("gwen", Calling(languages=("cy",)))
    rita = centre.caller("rita", Calling(skills=("elders", "refusals", "other")))
    told = centre.ask(tess)
    assert (told.case, told.at) == ("", None)
    assert "tess" in str(told.because.wording)
    assert "2" in str(told.because.wording)
    assert centre.given(gwen) == welsh
    assert centre.given(rita) == hard


def test_nobody_is_rung_outside_hours_and_all_are_told_when_they_begin(centre: Centre) -> None:
    for number in range(150):
        centre.new(f"{number:03}")
    tess = centre.caller("tess")
    centre.scene.time = TUESDAY.replace(hour=21, minute=30)
    told = centre.ask(tess)
    assert (told.case, told.at) == ("", TUESDAY + timedelta(days=1, hours=-1))
    assert "9:00" in str(told.because.wording)
    centre.scene.time = TUESDAY + timedelta(days=1, hours=-1)
    assert centre.ask(tess).case


def test_who_refused_is_never_delivered_again_unless_the_office_returns_the_case(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    centre.given(tess)
    centre.rung(tess, case_id, result="refused")
    centre.scene.time += timedelta(days=3)
    told = centre.ask(tess)
    assert (told.case, told.at) == ("", None)


def test_a_case_that_is_marked_is_rung_by_nobody(centre: Centre) -> None:
    centre.new("1042/01", DoNotCall=1)
    assert centre.ask(centre.caller("tess")).case == ""


def test_respondents_are_rung_by_their_own_clock(centre: Centre) -> None:
    auckland = centre.new("1", TimeZone="Pacific/Auckland")
    tess = centre.caller("tess")
    told = centre.ask(tess)
    assert told.case == "", "it is past eleven in the evening there"
    assert told.at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC), "nine in the morning"
    centre.scene.time = told.at
    assert centre.given(tess) == auckland


def test_a_case_is_not_given_back_with_anything_left_behind(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    centre.given(tess)
    journal = centre.taken(tess, case_id).opened()
    with pytest.raises(Conflict, match="up to entry 1"):
        centre.give_back(tess, journal, 1)
    assert centre.lines() == {case_id: "tess"}


def test_a_lease_of_which_nothing_is_heard_runs_out_and_the_case_is_rung_by_somebody_else(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess, theo = centre.caller("tess"), centre.caller("theo")
    centre.given(tess)
    journal = centre.taken(tess, case_id)
    centre.scene.time += LEASE - timedelta(minutes=1)
    assert centre.ask(theo).case == ""
    centre.scene.time += timedelta(minutes=2)
    assert centre.given(theo) == case_id
    assert [each.case for each in centre.told(tess) if isinstance(each, Recalled)] == [case_id]
    assert centre.scene.row(case_id).term == 2
    centre.scene.send(tess, journal.opened().part(after=1, term=1))
    assert [each.reason for each in centre.scene.apart(case_id)] == ["not_holder"]


def test_every_round_of_the_laptop_lets_its_lease_begin_anew(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    centre.given(tess)
    for _ in range(5):
        centre.scene.time += timedelta(minutes=100)
        assert centre.told(tess)
        assert take_back_overdue(centre.scene.hub) == 0
    assert centre.lines() == {case_id: "tess"}
    centre.scene.time += LEASE + timedelta(seconds=1)
    assert take_back_overdue(centre.scene.hub) == 1
    assert take_back_overdue(centre.scene.hub) == 0
    assert centre.lines() == {case_id: None}


@pytest.mark.parametrize("state", [DeviceState.LOST, DeviceState.REVOKED, DeviceState.REPLACED])
def test_what_a_laptop_held_that_was_ended_is_rung_by_others(centre: Centre, state: DeviceState) -> None:
    case_id = centre.new("1042/01")
    tess, theo = centre.caller("tess"), centre.caller("theo")
    centre.given(tess)
    end_device(centre.scene.hub, centre.ruth, "L-tess", DeviceEnd(state=state, reason="left on a train"))
    assert centre.given(theo) == case_id


def test_what_lies_with_an_account_that_was_closed_is_rung_by_others(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess, theo = centre.caller("tess"), centre.caller("theo")
    centre.given(tess)
    assert centre.ask(theo).case == ""
    change_account(centre.scene.hub, centre.scene.office(Role.ADMINISTRATOR), "tess", AccountChange(active=False))
    assert centre.given(theo) == case_id


def test_what_a_hub_that_was_restored_had_in_its_pool_is_given_back_by_the_laptop_that_brings_it(
    centre: Centre,
) -> None:
    """The backup was made before the case was delivered; the laptop's lease has the higher term."""
    case_ids = {centre.new("1042/01"), centre.new("1042/02")}
    tess, theo = centre.caller("tess"), centre.caller("theo")
    case_id = centre.given(tess)
    (other,) = case_ids - {case_id}
    journal, row = centre.taken(tess, case_id), centre.scene.row(case_id)
    lease = centre.scene.lease(case_id, tess, term=row.term)
    with centre.scene.hub.database.writing() as connection:
        before = {"user_key": None, "holder_key": None, "term": row.term - 1}
        connection.execute(update(tables.cases).where(tables.cases.c.id == case_id).values(before))
        connection.execute(update(tables.telephone).values(leased_to=None, leased_until=None))
    journal.write(CallMade(began=TUESDAY, medium=Medium.TELEPHONE, result="busy"))
    centre.scene.send(tess, journal.part(after=1, term=row.term, lease=lease))
    assert centre.told(tess)
    assert centre.lines() == {case_id: "tess", other: None}
    assert centre.given(theo) == other
    centre.give_back(tess, journal, row.term)
    assert centre.lines()[case_id] is None
    assert centre.scene.row(case_id).user_key is None


def test_what_the_office_assigns_is_in_the_queue_no_longer(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    anna = centre.scene.laptop("anna")
    centre.assign("anna", case_id)
    assert centre.ask(tess).case == ""
    centre.told(anna)
    recall(centre.scene.hub, centre.ruth, case_id, Recall(reason="ill", now=True))
    assert centre.given(tess) == case_id


def test_the_office_may_give_a_delivered_case_to_whoever_has_it_or_to_somebody_else(centre: Centre) -> None:
    own, others = centre.new("1"), centre.new("2")
    tess, theo = centre.caller("tess"), centre.caller("theo")
    first = centre.given(tess)
    assign(centre.scene.hub, centre.ruth, Assignment(to="tess", cases=[first]))
    second = centre.given(tess)
    assert {first, second} == {own, others}, "the first is hers now, and she rings on"
    journal = centre.taken(tess, second)
    assign(centre.scene.hub, centre.ruth, Assignment(to="theo", cases=[second]))
    assert centre.scene.row(second).recalled is not None
    centre.give_back(tess, journal, 1)
    assert centre.scene.row(second).user_key == theo.user_key
    assert centre.lines() == {}


def test_cases_are_picked_with_the_permission_alone_and_only_where_the_rules_allow_it(centre: Centre) -> None:
    one, other = centre.new("1042/01"), centre.new("1042/02", DoNotCall=1)
    tess, pia = centre.caller("tess"), centre.caller("pia", Calling(may_pick=True))
    with pytest.raises(NotAllowed, match="permission"):
        centre.ask(tess, pick="1042/01")
    with pytest.raises(NotAllowed, match="permission"):
        callable_cases(centre.scene.hub, tess, "")
    listed = callable_cases(centre.scene.hub, pia, "1042")
    assert [(each.case, each.ready) for each in listed] == [(one, True), (other, False)]
    assert [each.label for each in callable_cases(centre.scene.hub, pia, "name 1042/02")] == ["Name 1042/02"]
    assert callable_cases(centre.scene.hub, pia, "%") == []
    with pytest.raises(Conflict, match="marked"):
        centre.ask(pia, pick="1042/02")
    with pytest.raises(NotThere, match="1042/99"):
        centre.ask(pia, pick="1042/99")
    assert centre.given(pia, pick="1042/01") == one
    assert callable_cases(centre.scene.hub, pia, "1042/01") == []


def test_without_an_outcome_frame_nobody_rings_and_with_one_the_queue_is_there(database: HubDatabase) -> None:
    centre = Centre.set_up(database)
    assert isinstance(centre, Centre)
    centre.scene.time = TUESDAY
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    with pytest.raises(Conflict, match="capi hub frame add"):
        centre.ask(tess)
    centre.scene.with_frame()
    assert centre.given(tess) == case_id


def test_another_frame_holds_at_once_for_all_cases(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    tess = centre.caller("tess")
    centre.given(tess)
    centre.rung(tess, case_id, result="busy")
    centre.scene.time += timedelta(minutes=6)
    assert centre.ask(tess).case == ""
    sooner = shipped_frame().text.decode().replace("again_after: 30 min", "again_after: 5 min")
    assert sooner != shipped_frame().text.decode()
    add_frame(centre.scene.hub, centre.scene.office(Role.ADMINISTRATOR), sooner)
    assert centre.given(tess) == case_id


def test_only_telephone_interviewers_are_given_cases_to_ring(centre: Centre) -> None:
    centre.new("1042/01")
    for principal in (centre.scene.laptop("anna"), centre.ruth):
        with pytest.raises(NotAllowed):
            next_case(centre.scene.hub, principal, NextWanted())


def test_a_claim_that_others_were_faster_with_goes_on_to_the_next_case(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = centre.new("1"), centre.new("2")
    tess, theo = centre.caller("tess"), centre.caller("theo")
    found = find_candidates
    meanwhile: list[str] = []

    def slow(*args: object) -> object:
        candidates = found(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(delivering, "find_candidates", found)
        meanwhile.append(centre.given(theo))
        return candidates

    monkeypatch.setattr(delivering, "find_candidates", slow)
    assert {centre.given(tess), *meanwhile} == {one, other}
    assert len(set(centre.lines().values())) == 2


def test_a_case_that_was_decided_on_meanwhile_is_seen_as_it_is(centre: Centre) -> None:
    case_id = centre.new("1042/01")
    set_outcome(centre.scene.hub, centre.ruth, case_id, OfficeOutcome(code="410", reason="rang the office"))
    tess = centre.caller("tess")
    assert centre.ask(tess).case == ""
    set_outcome(centre.scene.hub, centre.ruth, case_id, OfficeOutcome(code=""))
    assert centre.given(tess) == case_id


def assign_and_ring(centre: Centre, anna: Principal, case_id: str, contents: Sequence[object]) -> None:
    """By an interviewer to whom it was given for that, and from whom it was taken back then."""
    centre.assign("anna", case_id)
    journal = centre.taken(anna, case_id)
    journal.at = centre.scene.time
    for each in contents or [CallMade(began=centre.scene.time, medium=Medium.TELEPHONE, result="busy")]:
        journal.write(each)  # type: ignore[arg-type]
    term = centre.scene.row(case_id).term
    centre.scene.send(anna, journal.part(after=1, term=term))
    recall(centre.scene.hub, centre.ruth, case_id, Recall(reason="for the queue"))
    centre.give_back(anna, journal, term)
