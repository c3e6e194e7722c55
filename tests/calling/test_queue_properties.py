"""What holds of the telephone queue whatever the cases are: whom it never delivers, that its order is total, and what a hub may rely on."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.calling.call_counts import Rules, counts_of
from capi.calling.call_reasons import Rank, Reason
from capi.calling.call_situation import Caller, Return, Situation
from capi.calling.queue import Delivered, Never, Nothing, NotYet, Ready, due_from, in_order, judge, next_case, pick
from capi.fieldwork.call_history import Attempt, Calls
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium
from capi.fieldwork.case import Status
from tests.calling.frames import RULES
from tests.calling.queue_scenes import Scene, scene

many = settings(max_examples=500, deadline=None)
scenes = st.integers(0, 2**40).map(scene)


def verdicts(of: Scene) -> tuple[Ready | NotYet | Never, ...]:
    """On the first case, as it comes and as it is picked."""
    return judge(of.case, of.caller, of.rules, of.now), pick(of.case, of.caller, of.rules, of.now)


def binds(appointment: AppointmentMade | None, rules: Rules, now: datetime) -> bool:
    """Whether it is due, or was missed a while ago, by words of its own."""
    calling = rules.frame.calling
    if appointment is None or appointment.medium is Medium.VISIT:
        return False
    early = calling.hard_early if appointment.hard else calling.soft_early
    late = max(calling.hard_late, calling.soft_late) if appointment.hard else calling.soft_late
    return appointment.utc - early <= now < (appointment.lapses or appointment.utc + late)


@many
@given(of=scenes)
def test_nobody_is_rung_outside_calling_hours_but_by_a_hard_appointment(of: Scene) -> None:
    appointment = of.case.calls.appointment
    for verdict in verdicts(of):
        is_rung = isinstance(verdict, Ready) and verdict.rank is not Rank.OPEN
        if is_rung and not of.rules.clock(of.case.zone).hours.has(of.now):
            assert appointment is not None
            assert appointment.hard
            assert binds(appointment, of.rules, of.now)
            assert of.now < appointment.utc + of.rules.frame.calling.hard_late


@many
@given(of=scenes)
def test_nobody_is_rung_more_often_than_the_frame_allows_but_by_appointment(of: Scene) -> None:
    clock, calling = of.rules.clock(of.case.zone), of.rules.frame.calling
    rung = [each.call for each in of.case.calls.attempts if each.call.medium is not Medium.LETTER]
    today = sum(clock.shows(call.began).date() == clock.shows(of.now).date() for call in rung)
    for verdict in verdicts(of):
        if isinstance(verdict, Ready) and verdict.rank in (Rank.CALL_BACK, Rank.FRESH):
            assert not binds(of.case.calls.appointment, of.rules, of.now)
            assert today < calling.most_a_day
            assert len(counts_of(of.case, of.rules).quiet) < calling.most_attempts


@many
@given(of=scenes)
def test_nobody_rings_who_refused_or_is_marked_or_over(of: Scene) -> None:
    since = of.case.returned.entry if of.case.returned else 0
    refused = any(each.call.result in ("refused", "never") and each.entry > since for each in of.case.calls.attempts)
    over = of.case.status in (Status.STOPPED, Status.COMPLETED)
    closed = of.case.calls.outcome is not None and of.case.calls.outcome.code != "310"
    is_never = refused or over or closed or of.case.do_not_call or of.case.recalled or of.case.online
    if is_never:
        assert all(isinstance(verdict, Never) for verdict in verdicts(of))
        assert due_from(of.case, of.rules, of.now) is None
    elif counts_of(of.case, of.rules).quiet == ():
        assert due_from(of.case, of.rules, of.now) is not None


@many
@given(of=scenes)
def test_nobody_gets_what_another_has_open_or_what_needs_another_language_or_skill(of: Scene) -> None:
    language = of.case.calls.language or of.case.language
    for verdict in verdicts(of):
        if isinstance(verdict, Ready):
            assert of.case.open_with in ("", of.caller.name)
            assert of.case.open_with or language in ("", *of.caller.languages)
            assert of.case.open_with or of.case.skills <= of.caller.skills


@many
@given(of=scenes, random=st.randoms(use_true_random=False))
def test_the_order_is_total_and_that_of_the_input_does_not_matter(of: Scene, random: Random) -> None:
    shuffled = list(of.cases)
    random.shuffle(shuffled)
    listed = in_order(of.cases, of.caller, of.rules, of.now)
    assert in_order(shuffled, of.caller, of.rules, of.now) == listed
    assert next_case(shuffled, of.caller, of.rules, of.now) == next_case(of.cases, of.caller, of.rules, of.now)
    assert sorted(each.situation.case_id for each in listed) == sorted(each.case_id for each in of.cases)
    ranks = [each.verdict.rank for each in listed if isinstance(each.verdict, Ready)]
    assert ranks == sorted(ranks)


@many
@given(of=scenes)
def test_what_is_delivered_heads_the_list_and_nothing_is_said_only_where_nothing_is_ready(of: Scene) -> None:
    found = next_case(of.cases, of.caller, of.rules, of.now)
    listed = in_order(of.cases, of.caller, of.rules, of.now)
    if isinstance(found, Delivered):
        first = listed[0].verdict
        assert found.situation == listed[0].situation
        assert isinstance(first, Ready)
        assert (first.rank, first.because, first.notes) == (found.rank, found.because, found.notes)
        return
    assert not any(isinstance(each.verdict, Ready) for each in listed)
    times = [each.verdict.at for each in listed if isinstance(each.verdict, NotYet) and each.verdict.at]
    assert found.at == min(times, default=None)


@many
@given(of=scenes)
def test_a_case_is_not_delivered_twice_at_once(of: Scene) -> None:
    """Whoever gets one opens it, and the next one asks."""
    standing, delivered = {each.case_id: replace(each, open_with="") for each in of.cases}, []
    for name in ("anna", "carl", "dora"):
        caller = Caller(name, frozenset({"en", "cy"}), frozenset({"refusals"}))
        found = next_case(standing.values(), caller, of.rules, of.now)
        if isinstance(found, Delivered):
            case_id = found.situation.case_id
            delivered.append(case_id)
            standing[case_id] = replace(standing[case_id], open_with=name, open_since=of.now)
            again = next_case(standing.values(), caller, of.rules, of.now)
            assert isinstance(again, Delivered)
            assert (again.situation.case_id, again.reason) == (case_id, Reason.OPEN_HERE)
    assert len(delivered) == len(set(delivered))


@many
@given(of=scenes)
def test_who_is_called_later_was_not_due_from_later_still(of: Scene) -> None:
    for case in of.cases:
        if isinstance(judge(case, of.caller, of.rules, of.later), Ready):
            due = due_from(case, of.rules, of.now)
            assert due is not None
            assert of.now <= due <= of.later


@many
@given(of=scenes)
def test_from_when_a_case_could_be_due_somebody_may_call_it(of: Scene) -> None:
    """Whoever speaks everything and can do all, whether it is he the case is kept for or not."""
    due = due_from(of.case, of.rules, of.now)
    if due is not None:
        appointment = of.case.calls.appointment
        names = {of.case.open_with or of.case.reserved_for or "dora"} | ({appointment.owner} if appointment else set())
        suiting = [Caller(name, frozenset({"en", "cy"}), frozenset({"refusals"})) for name in names if name]
        asked = replace(of.case, reserved_for="")
        assert any(isinstance(judge(asked, caller, of.rules, due), Ready) for caller in suiting)


@many
@given(of=scenes)
def test_a_case_that_is_called_from_a_time_on_is_called_then_and_not_before(of: Scene) -> None:
    verdict = judge(of.case, of.caller, of.rules, of.now)
    if isinstance(verdict, NotYet) and verdict.at is not None:
        assert verdict.at > of.now
        assert isinstance(judge(of.case, of.caller, of.rules, verdict.at), Ready)
        step = (verdict.at - of.now) / 23
        before = (judge(of.case, of.caller, of.rules, of.now + number * step) for number in range(23))
        assert not any(isinstance(each, Ready) for each in before)


@many
@given(of=scenes)
def test_every_verdict_can_be_said(of: Scene) -> None:
    for verdict in verdicts(of):
        notes = () if isinstance(verdict, Never) else verdict.notes
        for words in (verdict.because, *notes, next_case(of.cases, of.caller, of.rules, of.now).because):
            assert "{" not in str(words)
            assert {name for name, _ in words.fills} == {part.split("}")[0] for part in words.text.split("{")[1:]}


def test_the_scenes_bring_every_reason_to_speak() -> None:
    drawn = [scene(seed) for seed in range(2_000)]
    spoken = Counter(verdict.reason for each in drawn for verdict in verdicts(each))
    assert {reason for reason in Reason if spoken[reason] < 3} == {Reason.NO_HOURS}


@pytest.mark.parametrize("hard", [False, True])
@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_the_journal_of_a_lost_clock_stops_nobody_elses_calls(moment: datetime, hard: bool) -> None:
    call = Attempt(2, "anna", CallMade(began=moment, medium=Medium.TELEPHONE, result="no_answer"))
    lost = [
        Situation("a", "a", calls=Calls((call,)), zone="Pacific/Kiritimati"),
        Situation("b", "b", calls=Calls((call,) * 4, AppointmentMade("0001-01-01T00:00", "UTC", moment, hard=hard))),
        Situation("c", "c", zone="America/New_York", open_with="anna", open_since=moment, returned=Return(9, moment)),
    ]
    now, caller = datetime(2026, 11, 24, 12, tzinfo=UTC), Caller("anna", zone="Pacific/Kiritimati")
    assert all(str(each.verdict.because) for each in in_order(lost, caller, RULES, now))
    assert isinstance(next_case(lost[:2], caller, RULES, now), Delivered | Nothing)
    assert due_from(lost[2], RULES, now) == now
    fresh = Situation("d", "d", priority=1)
    assert next_case([*lost[:2], fresh], Caller("ben"), RULES, now).because is not None
    assert [each.situation for each in in_order([*lost[:2], fresh], caller, RULES, now)].count(fresh) == 1
