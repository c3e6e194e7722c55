"""Calling hours by the respondent's clock: at midnight, in zones with odd minutes, and in the nights when clocks are moved."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.calling.agreed_times import NoSuchZone
from capi.calling.calling_hours import RespondentClock, clock_in
from capi.outcomes.frame import Hours, Slot

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
LONDON, NEW_YORK, LORD_HOWE = "Europe/London", "America/New_York", "Australia/Lord_Howe"
KOLKATA, KIRITIMATI, HAVANA, APIA = "Asia/Kolkata", "Pacific/Kiritimati", "America/Havana", "Pacific/Apia"
ZONES = (LONDON, NEW_YORK, LORD_HOWE, KOLKATA, KIRITIMATI, HAVANA, "Asia/Beirut", "Pacific/Chatham", "America/Nuuk")
MINUTE = timedelta(minutes=1)


def daily(begin: str, end: str, *days: int) -> tuple[Hours, ...]:
    return (Hours(days or EVERY_DAY, time.fromisoformat(begin), time.fromisoformat(end)),)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def written(clock: RespondentClock, on: str) -> list[str]:
    """The stretches of a day, in UTC."""
    stretches = clock.hours.stretches(date.fromisoformat(on))
    return [f"{begin:%d %H:%M}-{end:%H:%M}" for begin, end in stretches]


@pytest.mark.parametrize(
    ("zone", "hours", "on", "stretches"),
    [
        (LONDON, ("09:00", "21:00"), "2026-11-24", ["24 09:00-21:00"]),
        (LONDON, ("09:00", "21:00"), "2026-07-24", ["24 08:00-20:00"]),
        (NEW_YORK, ("09:00", "21:00"), "2026-11-24", ["24 14:00-02:00"]),
        (KOLKATA, ("09:00", "21:00"), "2026-11-24", ["24 03:30-15:30"]),
        (KIRITIMATI, ("09:00", "21:00"), "2026-11-24", ["23 19:00-07:00"]),
        (LORD_HOWE, ("09:00", "21:00"), "2026-10-03", ["02 22:30-10:30"]),
        (LORD_HOWE, ("09:00", "21:00"), "2026-10-04", ["03 22:00-10:00"]),
        # The clocks go forward, and what they never show is not there.
        (LONDON, ("01:00", "02:00"), "2026-03-29", []),
        (LONDON, ("01:30", "03:00"), "2026-03-29", ["29 01:00-02:00"]),
        (LONDON, ("00:30", "01:30"), "2026-03-29", ["29 00:30-01:00"]),
        (LONDON, ("00:00", "23:59"), "2026-03-29", ["29 00:00-22:59"]),
        (LORD_HOWE, ("02:15", "03:00"), "2026-10-04", ["03 15:30-16:00"]),
        (HAVANA, ("00:00", "02:00"), "2026-03-08", ["08 05:00-06:00"]),
        # They go back, and what they show twice is there twice.
        (LONDON, ("01:00", "02:00"), "2026-10-25", ["25 00:00-02:00"]),
        (LONDON, ("01:15", "01:45"), "2026-10-25", ["25 00:15-00:45", "25 01:15-01:45"]),
        (LONDON, ("00:30", "01:45"), "2026-10-25", ["24 23:30-00:45", "25 01:00-01:45"]),
        (LONDON, ("00:00", "23:59"), "2026-10-25", ["24 23:00-23:59"]),
        (LORD_HOWE, ("01:30", "02:00"), "2026-04-05", ["04 14:30-15:30"]),
        (HAVANA, ("00:00", "00:30"), "2026-11-01", ["01 04:00-04:30", "01 05:00-05:30"]),
        # Samoa left out the 30th of December 2011.
        (APIA, ("09:00", "21:00"), "2011-12-30", []),
        (APIA, ("09:00", "21:00"), "2011-12-31", ["30 19:00-07:00"]),
    ],
)
def test_hours_are_what_the_clock_there_shows(zone: str, hours: tuple[str, str], on: str, stretches: list[str]) -> None:
    assert written(clock_in(zone, daily(*hours)), on) == stretches


def test_lines_of_hours_that_touch_are_one_stretch() -> None:
    clock = clock_in(LONDON, (*daily("12:00", "21:00"), *daily("09:00", "12:00"), *daily("22:00", "23:00")))
    assert written(clock, "2026-11-24") == ["24 09:00-21:00", "24 22:00-23:00"]


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-24T08:59:59", "2026-11-24T09:00"),
        ("2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-24T20:59:59", "2026-11-24T20:59:59"),
        ("2026-11-24T21:00", "2026-11-25T09:00"),
        ("2026-11-25T00:00", "2026-11-25T09:00"),
        ("2026-11-27T21:00", "2026-11-30T09:00"),
        ("2026-03-27T21:00", "2026-03-30T08:00"),
        ("2026-10-23T20:30", "2026-10-26T09:00"),
    ],
)
def test_they_open_at_the_next_beginning(at: str, opens: str) -> None:
    assert clock_in(LONDON, daily("09:00", "21:00", 1, 2, 3, 4, 5)).hours.next(utc(at)) == utc(opens)


def test_days_may_be_left_out() -> None:
    clock = clock_in(LONDON, daily("09:00", "21:00"))
    full = [date(2026, 11, 24), date(2026, 11, 25)]
    assert clock.hours.next(utc("2026-11-24T12:00"), full) == utc("2026-11-26T09:00")
    assert clock.hours.next(utc("2026-11-24T12:00"), full[1:]) == utc("2026-11-24T12:00")


def test_hours_of_one_day_a_week_are_found_a_fortnight_ahead_where_the_calendar_left_it_out() -> None:
    fridays = clock_in(APIA, daily("09:00", "21:00", 5))
    opens = fridays.hours.next(utc("2011-12-24T12:00"))
    assert opens is not None
    assert fridays.shows(opens).isoformat() == "2012-01-06T09:00:00"


def test_where_there_are_no_hours_they_never_open() -> None:
    assert clock_in(LONDON, ()).hours.next(utc("2026-11-24T12:00")) is None
    assert clock_in(LONDON, ()).hours.has(utc("2026-11-24T12:00")) is False


@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("zone", [NEW_YORK, KIRITIMATI])
def test_at_the_ends_of_the_calendar_nothing_opens_and_nothing_breaks(zone: str, at: str) -> None:
    clock = clock_in(zone, daily("00:00", "23:59"))
    assert clock.hours.next(utc(at)) is None
    assert clock.shows(utc(at)).year in (1, 9999)


def test_a_zone_that_is_not_known_is_refused() -> None:
    with pytest.raises(NoSuchZone):
        clock_in("Mars/Base", ())


def test_a_moment_lies_in_the_slot_that_the_clock_there_is_in() -> None:
    slots = (
        Slot("day", ("Day",), daily("09:00", "17:00", 1, 2, 3, 4, 5)),
        Slot("evening", ("Evening",), daily("17:00", "21:00", 1, 2, 3, 4, 5)),
    )
    london, kolkata = (clock_in(zone, daily("00:00", "23:59"), slots) for zone in (LONDON, KOLKATA))
    tuesday = [utc(f"2026-11-24T{time}") for time in ("08:59", "16:59", "17:00", "21:00")]
    assert [london.slot(moment) for moment in tuesday] == ["", "day", "evening", ""]
    assert kolkata.slot(utc("2026-11-24T11:29")) == "day"
    assert kolkata.slot(utc("2026-11-24T11:30")) == "evening"
    assert london.slot(utc("2026-11-28T12:00")) == ""
    assert london.alike(utc("2026-11-23T17:00"), tuesday) == 1
    assert london.alike(utc("2026-11-23T08:00"), tuesday) == 0


def test_a_slot_opens_within_the_calling_hours_alone() -> None:
    slots = (
        Slot("evening", ("Evening",), daily("17:00", "23:00", 1, 2, 3, 4, 5)),
        Slot("sunday", ("Sunday",), daily("09:00", "12:00", 7)),
        Slot("night", ("Night",), daily("22:00", "23:00")),
    )
    clock = clock_in(LONDON, (*daily("09:00", "18:00", 1, 2, 3), *daily("10:00", "11:00", 7)), slots)
    assert [name for name, _ in clock.slots] == ["evening", "sunday"]
    tuesday, wednesday = utc("2026-11-24T17:30"), utc("2026-11-25T19:00")
    assert clock.next_in(["evening"], tuesday) == tuesday
    assert clock.next_in(["evening"], wednesday) == utc("2026-11-30T17:00")
    assert clock.next_in(["evening", "sunday"], wednesday) == utc("2026-11-29T10:00")
    assert clock.next_in(["evening"], tuesday, [date(2026, 11, 24)]) == utc("2026-11-25T17:00")
    assert clock.next_in(["night"], tuesday) is None


CHANGES = ("2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01")


def around(day: str, minutes: int) -> st.SearchStrategy[datetime]:
    """The moments up to so many minutes before and after its midnight."""
    return st.integers(-minutes, minutes).map(lambda number: utc(f"{day}T00:00") + number * MINUTE)


MOMENTS = around("2027-01-01", 4 * 365 * 1_440) | st.sampled_from(CHANGES).flatmap(lambda day: around(day, 2_880))


@st.composite
def hours(draw: st.DrawFn) -> tuple[Hours, ...]:
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        begin, end = sorted(draw(st.lists(st.times(), min_size=2, max_size=2, unique=True)))
        days = draw(st.lists(st.sampled_from(EVERY_DAY), min_size=1, unique=True))
        lines.append(Hours(tuple(days), begin, end))
    return tuple(lines)


@given(at=MOMENTS, zone=st.sampled_from(ZONES), hours=hours())
def test_what_opens_is_open_and_nothing_before_it_is(at: datetime, zone: str, hours: tuple[Hours, ...]) -> None:
    clock = clock_in(zone, hours)
    opens = clock.hours.next(at)
    assert opens is not None
    assert clock.hours.has(opens)
    assert (opens == at) is clock.hours.has(at)
    step = (opens - at) / 97
    assert not any(clock.hours.has(at + number * step) for number in range(97) if opens != at)


@given(at=MOMENTS, zone=st.sampled_from(ZONES), hours=hours())
def test_a_moment_is_open_where_it_lies_in_a_stretch_of_its_day(
    at: datetime, zone: str, hours: tuple[Hours, ...]
) -> None:
    clock = clock_in(zone, hours)
    stretches = clock.hours.stretches(clock.shows(at).date())
    assert clock.hours.has(at) is any(begin <= at < end for begin, end in stretches)
