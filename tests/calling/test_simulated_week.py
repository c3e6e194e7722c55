"""A simulated telephone week keeps to the rules: counted anew here, call by call, and not by the queue's own means."""

from collections import Counter
from collections.abc import Iterator
from datetime import time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from capi.calling.call_reasons import Rank, Reason
from capi.outcomes.frame import CallResult
from tests.calling.simulation import CASES, INTERVIEWERS, RULES, SUNDAY_HOURS, play
from tests.calling.week_report import SLOTS, Dialled, Week

CALLING = RULES.frame.calling
LAST = ("interview", "refused", "never")


@pytest.fixture(scope="module")
def week() -> Week:
    return play(1)


def of_each(week: Week) -> Iterator[tuple[list[Dialled], Dialled]]:
    """Each call, with those of the case before it."""
    for calls in week.of_case().values():
        for number, call in enumerate(calls):
            yield calls[:number], call


def since_contact(before: list[Dialled]) -> list[Dialled]:
    contacts = [number for number, call in enumerate(before) if call.is_contact]
    return before[contacts[-1] + 1 :] if contacts else before


def result_of(call: Dialled) -> CallResult:
    found = RULES.frame.result(call.result)
    assert found is not None
    return found


def test_it_is_a_week_of_a_whole_centre(week: Week) -> None:
    assert (len(week.cases), len(week.by_interviewer())) == (CASES, INTERVIEWERS) == (2_000, 20)
    assert len(week.dialled) > 6_000
    assert {each.rank for each in week.dialled} == {*Rank} - {Rank.OPEN}
    assert {each.began.isoweekday() for each in week.dialled} == {1, 2, 3, 4, 5, 6, 7}


def test_nobody_is_rung_outside_the_hours_where_he_lives_but_by_a_hard_appointment(week: Week) -> None:
    hours = {1: (time(9), time(21)), 6: (time(10), time(18)), 7: (SUNDAY_HOURS.begin, SUNDAY_HOURS.end)}
    outside = []
    for call in week.dialled:
        there = call.began.astimezone(ZoneInfo(call.case.zone))
        begin, end = hours.get(there.isoweekday(), hours[1])
        if not begin <= there.time() < end:
            outside.append(call)
    assert outside
    assert all(call.reason is Reason.HARD for call in outside)
    assert all(call.case.calls.appointment and call.case.calls.appointment.hard for call in outside)


def test_nobody_is_rung_more_often_than_the_frame_allows_but_by_appointment(week: Week) -> None:
    for before, call in of_each(week):
        if call.is_agreed:
            continue
        there = ZoneInfo(call.case.zone)
        today = [each for each in before if each.began.astimezone(there).date() == call.began.astimezone(there).date()]
        assert len(since_contact(before)) < CALLING.most_attempts
        assert len(today) < CALLING.most_a_day


def test_nobody_rings_again_before_the_time_that_the_last_result_asks_for(week: Week) -> None:
    for before, call in of_each(week):
        if before and not call.is_agreed:
            assert call.began >= before[-1].began + (result_of(before[-1]).again_after or CALLING.again_after)


def test_a_case_is_never_with_two_at_once_nor_has_anybody_two(week: Week) -> None:
    for calls in week.of_case().values():
        assert all(one.ended <= other.began for one, other in pairwise(calls))
    for name in week.by_interviewer():
        hers = sorted((each for each in week.dialled if each.who == name), key=lambda each: each.began)
        assert all(one.ended <= other.began for one, other in pairwise(hers))


def test_who_gave_the_interview_or_refused_or_is_marked_is_not_rung_again(week: Week) -> None:
    assert not any(each.result in LAST for before, _ in of_each(week) for each in before)
    assert not any(call.case.do_not_call for call in week.dialled)
    assert sum(each.do_not_call for each in week.cases) > 5


def test_who_calls_speaks_the_language_and_has_the_skills(week: Week) -> None:
    assert all(call.case.language in ("", *call.caller.languages) for call in week.dialled)
    assert all(call.case.skills <= call.caller.skills for call in week.dialled)
    assert {call.case.language for call in week.dialled} == {"", "cy"}


def test_an_appointment_is_its_owners_until_it_is_missed(week: Week) -> None:
    agreed = [(call, call.case.calls.appointment) for call in week.dialled]
    owned = [(call, appointment) for call, appointment in agreed if appointment and appointment.owner]
    assert len(owned) > 20
    for call, appointment in owned:
        missed = appointment.utc + (CALLING.hard_late if appointment.hard else CALLING.soft_late)
        assert call.who == appointment.owner or call.began >= missed


def test_appointments_are_kept(week: Week) -> None:
    """Some are not: at their time everybody, or the one who is to keep it, may be in an interview of up to forty minutes; and
    a soft one may be agreed for a time at which nobody is rung where the respondent lives."""
    assert week.kept(hard=True) > 0.93
    assert week.kept(hard=False) > 0.85


def test_nobody_is_rung_before_the_time_that_was_agreed(week: Week) -> None:
    for call in week.dialled:
        appointment = call.case.calls.appointment
        if appointment is not None:
            assert call.began >= appointment.utc - (CALLING.hard_early if appointment.hard else CALLING.soft_early)


def test_attempts_are_spread_over_the_slots(week: Week) -> None:
    calls = Counter(each.slot for each in week.dialled)
    assert all(calls[slot] > 500 for slot in SLOTS[:3])
    assert week.spread() > 0.99
    given_up = [
        calls
        for calls in week.of_case().values()
        if len(calls) == CALLING.most_attempts and not any(each.is_contact for each in calls)
    ]
    assert len(given_up) > 100
    assert all({each.slot for each in calls} == set(SLOTS[:3]) for calls in given_up)


def test_more_are_reached_in_the_evening_than_by_day(week: Week) -> None:
    day, evening = week.contact_rate("day"), week.contact_rate("evening")
    assert day is not None
    assert evening is not None
    assert evening > 1.5 * day


def test_no_case_is_left_out(week: Week) -> None:
    assert {each.case_id for each in week.cases if not each.calls.attempts} == {
        each.case_id for each in week.cases if each.do_not_call
    }


def test_the_work_is_shared_out_fairly(week: Week) -> None:
    """All have shifts of the same length. Whoever happens to have longer interviews has fewer calls."""
    calls, interviews = week.by_interviewer(), week.by_interviewer("interview")
    spent = Counter[str]()
    for each in week.dialled:
        spent[each.who] += int((each.ended - each.began).total_seconds())
    assert max(spent.values()) < 1.5 * min(spent.values())
    assert max(calls.values()) < 2 * min(calls.values())
    assert max(interviews.values()) < 2 * min(interviews.values())


def test_the_order_of_ranks_is_kept_where_many_wait(week: Week) -> None:
    """On the first day every case is fresh, and yet whoever was to be rung again is rung before those that were left."""
    begins = min(each.began for each in week.dialled)
    first = [
        each for each in sorted(week.dialled, key=lambda each: each.began) if each.began < begins + timedelta(hours=8)
    ]
    ranks = [each.rank for each in first]
    assert Rank.CALL_BACK in ranks[: len(ranks) - ranks[::-1].index(Rank.FRESH)]


def test_the_report_tells_of_slots_appointments_and_interviewers(week: Week) -> None:
    told = week.report()
    assert told.startswith(f"A telephone week, seed 1: 2,000 cases, {len(week.dialled):,} calls\n")
    assert all(
        f"\n{part}" in told
        for part in ("evening ", "in none ", "tried in two slots ", "appointments kept ", "interviews ")
    )


def test_the_same_seed_plays_the_same_week() -> None:
    assert play(7, cases=60).dialled == play(7, cases=60).dialled != play(8, cases=60).dialled
