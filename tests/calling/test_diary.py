"""The diary of an interviewer in London, and of one on Lord Howe Island, where the clocks move by half an hour."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.calling.agreed_times import Agreed, NoSuchZone, Skipped, Twice, agree
from capi.calling.diary import (
    HALF_AN_HOUR,
    Engagement,
    clashes,
    day,
    due_reminders,
    free_times,
    in_order,
    lapsed,
    week,
)
from capi.fieldwork.calls import AppointmentMade, Medium
from capi.outcomes.frame import Hours

LONDON = "Europe/London"
TUESDAY = date(2026, 11, 24)
SHOP_HOURS = (Hours((1, 2, 3, 4, 5), time(9), time(12)), Hours((2,), time(17), time(19, 15)))
HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def engagement(
    local: str,
    minutes: int = 0,
    *,
    hard: bool = False,
    case: str = "",
    zone: str = LONDON,
    medium: Medium | None = Medium.TELEPHONE,
    who: str = "anna",
    lapses: datetime | None = None,
) -> Engagement:
    match agree(local, zone):
        case Agreed() as agreed:
            pass
        case Skipped(shifted=agreed) | Twice(first=agreed):
            pass
    made = AppointmentMade(agreed.local, zone, agreed.utc, minutes, hard, medium=medium, lapses=lapses)
    return Engagement(case or f"case {local}", case or local[11:], who, made)


def visit(local: str, minutes: int = 0, **more: bool | str) -> Engagement:
    return engagement(local, minutes, medium=Medium.VISIT, hard=bool(more.get("hard")), case=str(more.get("case", "")))


def references(engagements: tuple[Engagement, ...]) -> list[str]:
    return [each.reference for each in engagements]


def starts(times: tuple[Agreed, ...]) -> list[str]:
    return [each.local[11:] for each in times]


def test_a_day_has_what_stands_in_it_in_order_and_at_one_moment_the_hard_one_first() -> None:
    found = day(
        [
            engagement("2026-11-24T18:30", case="soft"),
            engagement("2026-11-24T09:00", case="early"),
            engagement("2026-11-24T18:30", case="hard", hard=True),
            engagement("2026-11-25T00:00", case="tomorrow"),
            engagement("2026-11-23T23:30", case="yesterday"),
        ],
        TUESDAY,
        LONDON,
    )
    assert [each.engagement.reference for each in found.standings] == ["early", "hard", "soft"]
    assert (found.standings[0].begins.local[11:], found.standings[0].ends.local[11:]) == ("09:00", "09:30")
    assert (found.begins, found.ends) == (utc("2026-11-24T00:00"), utc("2026-11-25T00:00"))


def test_what_runs_past_midnight_stands_in_both_days() -> None:
    late = [engagement("2026-11-24T23:30", 60)]
    (tuesday,), (wednesday,) = (day(late, TUESDAY + timedelta(days=number), LONDON).standings for number in (0, 1))
    assert (tuesday.from_before, tuesday.runs_on) == (False, True)
    assert (wednesday.from_before, wednesday.runs_on) == (True, False)
    assert (wednesday.begins.local, wednesday.ends.local) == ("2026-11-24T23:30", "2026-11-25T00:30")
    assert day(late, TUESDAY + timedelta(days=2), LONDON).standings == ()


def test_it_is_the_interviewers_day_whatever_the_respondents_clock_shows() -> None:
    there = engagement("2026-11-25T09:00", zone="Pacific/Kiritimati")
    (standing,) = day([there], TUESDAY, LONDON).standings
    assert standing.begins.local == "2026-11-24T19:00"
    assert day([there], date(2026, 11, 25), LONDON).standings == ()
    with pytest.raises(NoSuchZone):
        day([there], TUESDAY, "Mars/Olympus")


@pytest.mark.parametrize(
    ("on", "zone", "hours"),
    [
        ("2026-11-24", "Europe/London", 24),
        ("2026-03-29", "Europe/London", 23),
        ("2026-10-25", "Europe/London", 25),
        ("2026-04-05", "Australia/Lord_Howe", 24.5),
        ("2026-10-04", "Australia/Lord_Howe", 23.5),
        ("2011-12-30", "Pacific/Apia", 0),
        ("2025-03-30", "Asia/Beirut", 23),  # at midnight: the day begins at one o'clock
        ("2025-10-25", "Asia/Beirut", 25),
        ("2025-11-02", "America/Havana", 25),  # midnight is shown twice
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(on: str, zone: str, hours: float) -> None:
    found = day([], date.fromisoformat(on), zone)
    assert found.ends - found.begins == timedelta(hours=hours)


def test_in_the_night_the_clocks_go_back_the_hour_that_comes_twice_has_room_for_two() -> None:
    twice = agree("2026-10-25T01:30", LONDON)
    assert isinstance(twice, Twice)
    first, second = (
        Engagement(each.clock, each.clock, "anna", AppointmentMade(each.local, LONDON, each.utc))
        for each in (twice.first, twice.second)
    )
    assert clashes(first, [second], timedelta(0)) == ()
    found = day([second, first], date(2026, 10, 25), LONDON)
    assert [(each.begins.local[11:], each.begins.clock) for each in found.standings] == [
        ("01:30", "BST"),
        ("01:30", "GMT"),
    ]


def test_a_week_begins_on_monday_and_misses_no_moment() -> None:
    engagements = [engagement(f"2026-10-{number}T18:00") for number in (19, 21, 25, 26)]
    for on in (date(2026, 10, 19), date(2026, 10, 22), date(2026, 10, 25)):
        found = week(iter(engagements), on, LONDON)
        assert [each.on.isoformat() for each in found] == [f"2026-10-{number}" for number in range(19, 26)]
        assert all(one.ends == other.begins for one, other in pairwise(found))
        assert [len(each.standings) for each in found] == [1, 0, 1, 0, 0, 0, 1]


def test_those_that_overlap_clash_and_those_that_follow_each_other_do_not() -> None:
    new = engagement("2026-11-24T18:00", 60)
    at_seven, at_half_past_six = engagement("2026-11-24T19:00"), engagement("2026-11-24T18:30")
    assert references(clashes(new, [at_seven, at_half_past_six], timedelta(0))) == ["18:30"]
    assert clashes(engagement("2026-11-24T17:30"), [new], timedelta(0)) == ()


def test_an_appointment_without_a_duration_takes_half_an_hour() -> None:
    new = engagement("2026-11-24T18:00")
    assert references(clashes(new, [engagement("2026-11-24T18:29"), engagement("2026-11-24T18:30")], timedelta(0))) == [
        "18:29"
    ]


def test_hard_ones_are_told_first_and_soft_ones_too() -> None:
    new = engagement("2026-11-24T18:00", 120)
    others = [
        engagement("2026-11-24T18:15", case="soft, early"),
        engagement("2026-11-24T19:45", case="hard, late", hard=True),
        engagement("2026-11-24T19:00", case="hard, early", hard=True),
        engagement("2026-11-24T17:45", case="soft, earlier"),
    ]
    assert references(clashes(new, others, HOUR)) == ["hard, early", "hard, late", "soft, earlier", "soft, early"]


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (Medium.VISIT, Medium.VISIT, True),
        (Medium.VISIT, None, True),
        (None, None, True),
        (Medium.VISIT, Medium.TELEPHONE, False),
        (Medium.TELEPHONE, Medium.VISIT, False),
        (Medium.TELEPHONE, Medium.TELEPHONE, False),
    ],
)
def test_only_two_visits_need_the_time_to_travel(first: Medium | None, second: Medium | None, clash: bool) -> None:
    one, other = engagement("2026-11-24T18:00", medium=first), engagement("2026-11-24T19:00", medium=second)
    assert bool(clashes(one, [other], timedelta(minutes=40))) is clash
    assert bool(clashes(other, [one], timedelta(minutes=40))) is clash
    assert not clashes(one, [other], HALF_AN_HOUR)


def test_the_appointment_that_is_replaced_and_those_of_others_clash_with_nothing() -> None:
    new = engagement("2026-11-24T18:00", case="1042/01")
    before = engagement("2026-11-24T18:15", case="1042/01")
    of_another = engagement("2026-11-24T18:00", who="ben")
    assert clashes(new, [before, of_another], HOUR) == ()


def test_free_are_the_half_hours_between_appointments_in_the_hours_of_that_day() -> None:
    engagements = [engagement("2026-11-24T09:30", 60), engagement("2026-11-24T18:00")]
    assert starts(free_times(engagements, TUESDAY, LONDON, hours=SHOP_HOURS)) == [
        *("09:00", "10:30", "11:00", "11:30"),
        *("17:00", "17:30", "18:30"),
    ]
    assert starts(free_times(engagements, TUESDAY, LONDON, hours=SHOP_HOURS, minutes=60)) == ["10:30", "11:00", "17:00"]
    assert starts(free_times([], date(2026, 11, 25), LONDON, hours=SHOP_HOURS, minutes=120)) == [
        "09:00",
        "09:30",
        "10:00",
    ]
    assert free_times([], date(2026, 11, 28), LONDON, hours=SHOP_HOURS) == ()


def test_free_for_a_visit_is_what_leaves_time_to_travel() -> None:
    engagements = [visit("2026-11-24T10:00")]
    travel = timedelta(minutes=20)
    by_visit = free_times(engagements, TUESDAY, LONDON, hours=SHOP_HOURS[:1], medium=Medium.VISIT, travel=travel)
    assert starts(by_visit) == ["09:00", "11:00", "11:30"]
    by_telephone = free_times(
        engagements, TUESDAY, LONDON, hours=SHOP_HOURS[:1], medium=Medium.TELEPHONE, travel=travel
    )
    assert starts(by_telephone) == ["09:00", "09:30", "10:30", "11:00", "11:30"]


def test_free_is_only_what_is_still_to_come_and_nothing_is_told_twice() -> None:
    overlapping = (*SHOP_HOURS, Hours((2,), time(11), time(12)))
    found = free_times([], TUESDAY, LONDON, hours=overlapping, after=utc("2026-11-24T11:00"))
    assert starts(found) == ["11:30", "17:00", "17:30", "18:00", "18:30"]


def test_free_times_follow_the_clock_over_the_night_it_changes() -> None:
    night = (Hours((7,), time(0), time(3)),)
    spring = free_times([], date(2026, 3, 29), LONDON, hours=night)
    assert starts(spring) == ["00:00", "00:30", "02:00", "02:30"]
    autumn = free_times([], date(2026, 10, 25), LONDON, hours=night)
    assert starts(autumn) == ["00:00", "00:30", "01:00", "01:30", "01:00", "01:30", "02:00", "02:30"]
    assert len({each.utc for each in autumn}) == 8


def test_somebody_is_reminded_once_from_a_quarter_of_an_hour_before() -> None:
    engagements = [
        engagement("2026-11-24T17:40", hard=True, case="1042/01"),
        engagement("2026-11-24T17:50", case="1043/02"),
    ]
    assert due_reminders(engagements, utc("2026-11-24T17:24")) == ()
    (reminder,) = due_reminders(engagements, utc("2026-11-24T17:25"))
    assert (reminder.engagement.reference, reminder.missed) == ("1042/01", False)
    assert str(reminder.words) == "Hard appointment with 1042/01 at 17:40 by the respondent’s clock."
    told = {reminder.told}
    assert due_reminders(engagements, utc("2026-11-24T17:30"), told=told) == ()
    (soft,) = due_reminders(engagements, utc("2026-11-24T17:40"), told=told)
    assert str(soft.words) == "Soft appointment with 1043/02 at 17:50 by the respondent’s clock."
    assert due_reminders(engagements, utc("2026-11-25T17:40"), told={*told, soft.told}) == ()


def test_what_the_laptop_slept_through_is_told_once_as_missed_before_what_is_due() -> None:
    engagements = [
        engagement("2026-11-24T18:20", case="due"),
        engagement("2026-11-24T17:30", case="missed"),
        engagement("2026-11-24T17:31", case="late, not missed"),
        engagement("2026-11-20T10:00", case="long missed", lapses=utc("2026-11-21T10:00")),
        engagement("2026-11-24T18:21", case="not yet due", medium=None),
    ]
    awake = utc("2026-11-24T18:05")
    reminders = due_reminders(engagements, awake - timedelta(minutes=5), timedelta(minutes=20))
    assert [(each.engagement.reference, each.missed) for each in reminders] == [
        ("long missed", True),
        ("missed", True),
        ("late, not missed", False),
        ("due", False),
    ]
    assert (
        str(reminders[1].words)
        == "Missed: the appointment with missed on 24/11/2026 at 17:30 by the respondent’s clock."
    )
    told = {each.told for each in reminders}
    assert references(tuple(each.engagement for each in due_reminders(engagements, awake + HOUR, told=told))) == [
        "not yet due"
    ]


def test_another_time_that_is_agreed_is_told_anew() -> None:
    first = engagement("2026-11-24T17:40", case="1042/01")
    (told,) = due_reminders([first], utc("2026-11-24T17:30"))
    later = engagement("2026-11-24T17:45", case="1042/01")
    assert len(due_reminders([later], utc("2026-11-24T17:31"), told={told.told})) == 1


def test_a_reminder_comes_at_its_moment_whatever_the_clock_shows() -> None:
    """At 01:30, shown twice, the one before the change is over an hour earlier than the one after it."""
    twice = agree("2026-10-25T01:30", LONDON)
    assert isinstance(twice, Twice)
    second = Engagement("1", "1042/01", "anna", AppointmentMade(twice.second.local, LONDON, twice.second.utc))
    assert due_reminders([second], utc("2026-10-25T00:30")) == ()
    assert len(due_reminders([second], utc("2026-10-25T01:15"))) == 1


def test_an_appointment_lapses_at_its_moment_and_one_without_never() -> None:
    engagements = [
        engagement("2026-11-24T17:40", case="lapses", lapses=utc("2026-11-24T20:00")),
        engagement("2026-11-20T17:40", case="stands"),
        engagement("2026-11-24T09:00", case="lapsed", lapses=utc("2026-11-24T12:00")),
    ]
    assert references(lapsed(engagements, utc("2026-11-24T12:00"))) == ["lapsed"]
    assert references(lapsed(engagements, utc("2026-11-24T20:00"))) == ["lapsed", "lapses"]


@st.composite
def some_engagements(draw: st.DrawFn) -> list[Engagement]:
    begin = utc("2026-10-23T00:00")
    found = []
    for number in range(draw(st.integers(0, 8))):
        moment = begin + timedelta(minutes=draw(st.integers(0, 5 * 24 * 60)))
        minutes, hard = draw(st.integers(0, 1_440)), draw(st.booleans())
        medium = draw(st.sampled_from([None, *Medium]))
        made = AppointmentMade(
            moment.replace(tzinfo=None).isoformat(timespec="minutes"), "UTC", moment, minutes, hard, medium=medium
        )
        found.append(Engagement(str(number), f"{number:04}", draw(st.sampled_from(["anna", "ben"])), made))
    return found


@given(engagements=some_engagements(), travel=st.integers(0, 120), random=st.randoms())
def test_a_clash_is_mutual_and_the_order_of_what_is_given_does_not_matter(
    engagements: list[Engagement], travel: int, random: Random
) -> None:
    shuffled = engagements.copy()
    random.shuffle(shuffled)
    between = timedelta(minutes=travel)
    assert in_order(shuffled) == in_order(engagements)
    for one in engagements:
        found = clashes(one, engagements, between)
        assert clashes(one, shuffled, between) == found
        assert set(found) <= set(clashes(one, engagements, between + HOUR))
        assert all(one in clashes(other, engagements, between) for other in found)


@given(
    engagements=some_engagements(), zone=st.sampled_from(["Europe/London", "Australia/Lord_Howe", "Pacific/Chatham"])
)
def test_every_engagement_begins_in_one_day_and_ends_in_one(engagements: list[Engagement], zone: str) -> None:
    days = [day(engagements, date(2026, 10, 22) + timedelta(days=number), zone) for number in range(9)]
    standings = [standing for each in days for standing in each.standings]
    for each in engagements:
        assert sum(not standing.from_before for standing in standings if standing.engagement is each) == 1
        assert sum(not standing.runs_on for standing in standings if standing.engagement is each) == 1


@given(
    engagements=some_engagements(),
    minutes=st.integers(0, 180),
    travel=st.integers(0, 120),
    medium=st.sampled_from([None, *Medium]),
)
def test_whatever_is_free_clashes_with_nothing(
    engagements: list[Engagement], minutes: int, travel: int, medium: Medium | None
) -> None:
    mine = [Engagement(each.case_id, each.reference, "anna", each.appointment) for each in engagements]
    between = timedelta(minutes=travel)
    all_day = (Hours((1, 2, 3, 4, 5, 6, 7), time(0), time(23, 59)),)
    for time_ in free_times(
        mine, date(2026, 10, 25), LONDON, hours=all_day, minutes=minutes, medium=medium, travel=between
    ):
        made = AppointmentMade(time_.local, LONDON, time_.utc, minutes, medium=medium)
        assert clashes(Engagement("new", "new", "anna", made), mine, between) == ()
