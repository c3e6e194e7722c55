"""Agreed times over every change of the clocks, which the tests find by themselves, minute by minute."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.calling.agreed_times import (
    Agreed,
    NoSuchZone,
    NoTime,
    Skipped,
    Twice,
    agree,
    at,
    is_zone,
    shown,
    zone_name,
    zones_offered,
)
from capi.fieldwork.calls import AppointmentMade
from capi.wording import Wording

CHANGING = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham")
NEVER_CHANGING = ("Pacific/Kiritimati", "Asia/Kathmandu")
BEGIN, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Change(NamedTuple):
    """From `moment` (UTC) on, the clocks are `after` ahead of UTC and no more `before`."""

    zone: str
    moment: datetime
    before: timedelta
    after: timedelta

    @property
    def times(self) -> Iterator[datetime]:
        """The times of the clock, minute by minute, that it skips, or shows twice."""
        wall = self.moment.replace(tzinfo=None)
        begin, end = sorted((wall + self.before, wall + self.after))
        return (begin + MINUTE * number for number in range((end - begin) // MINUTE))


def ahead(moment: datetime, zone: str) -> timedelta:
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    return offset


@cache
def changes(zone: str) -> tuple[Change, ...]:
    found = []
    day = BEGIN
    while day < END:
        if ahead(day, zone) != ahead(day + timedelta(days=1), zone):
            minutes = (day + MINUTE * number for number in range(1, 24 * 60 + 1))
            moment = next(minute for minute in minutes if ahead(minute, zone) != ahead(day, zone))
            found.append(Change(zone, moment, ahead(moment - MINUTE, zone), ahead(moment, zone)))
        day += timedelta(days=1)
    return tuple(found)


FORWARD = [change for zone in CHANGING for change in changes(zone) if change.after > change.before]
BACK = [change for zone in CHANGING for change in changes(zone) if change.after < change.before]


def wall(moment: datetime, offset: timedelta) -> str:
    return (moment + offset).replace(tzinfo=None).isoformat(timespec="minutes")


def appointment(local: str, zone: str, utc: datetime | None = None) -> AppointmentMade:
    agreed = agree(local, zone) if utc is None else None
    assert utc or isinstance(agreed, Agreed)
    return AppointmentMade(local, zone, utc or agreed.utc)  # type: ignore[union-attr]


def test_the_clocks_change_twice_in_each_of_seven_years_or_never() -> None:
    assert [len(changes(zone)) for zone in CHANGING] == [14] * 4
    assert [changes(zone) for zone in NEVER_CHANGING] == [(), ()]
    assert {change.after - change.before for change in FORWARD} == {timedelta(hours=1), timedelta(minutes=30)}


@pytest.mark.parametrize("change", FORWARD, ids=lambda change: f"{change.zone} {change.moment:%Y-%m-%d}")
def test_every_minute_that_is_skipped_is_moved_on_by_as_much_as_the_clocks_are(change: Change) -> None:
    gap = change.after - change.before
    for time in change.times:
        skipped = agree(time, change.zone)
        assert isinstance(skipped, Skipped)
        assert skipped.clocks_change_at == skipped.after.utc == change.moment
        assert skipped.after.local == wall(change.moment, change.after)
        assert skipped.shifted.on_clock == time + gap
        assert skipped.shifted.utc.replace(tzinfo=None) == time - change.before
    first, *_, last = change.times
    for beside in (first - MINUTE, last + MINUTE):
        assert isinstance(agree(beside, change.zone), Agreed)


@pytest.mark.parametrize("change", BACK, ids=lambda change: f"{change.zone} {change.moment:%Y-%m-%d}")
def test_every_minute_that_is_shown_twice_is_asked_about(change: Change) -> None:
    for time in change.times:
        twice = agree(time, change.zone)
        assert isinstance(twice, Twice)
        assert twice.clocks_change_at == change.moment
        assert (twice.first.local, twice.first.fold) == (time.isoformat(timespec="minutes"), 0)
        assert (twice.second.local, twice.second.fold) == (time.isoformat(timespec="minutes"), 1)
        assert twice.first.utc.replace(tzinfo=None) == time - change.before
        assert twice.second.utc.replace(tzinfo=None) == time - change.after
        assert twice.first.utc < change.moment <= twice.second.utc
        assert agree(twice.second.on_clock, change.zone) == twice.second
    first, *_, last = change.times
    for beside in (first - MINUTE, last + MINUTE):
        assert isinstance(agree(beside, change.zone), Agreed)


def test_python_takes_the_two_for_equal_and_we_do_not() -> None:
    """The trap (PEP 495): within one zone Python compares what the clocks show, and leaves the fold out."""
    london = ZoneInfo("Europe/London")
    first = datetime(2026, 10, 25, 1, 30, tzinfo=london)
    assert first == first.replace(fold=1)
    twice = agree("2026-10-25T01:30", "Europe/London")
    assert isinstance(twice, Twice)
    assert twice.first != twice.second
    assert twice.second.utc - twice.first.utc == timedelta(hours=1)


@given(
    moment=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the ends of a range
    zone=st.sampled_from([*CHANGING, *NEVER_CHANGING, "UTC"]),
)
def test_what_a_clock_shows_is_the_moment_it_was_asked_for(moment: datetime, zone: str) -> None:
    here = at(moment, zone)
    assert here.utc == moment.replace(second=0, microsecond=0)
    assert here.utc.tzinfo is UTC
    match agree(here.local, zone):
        case Agreed() as agreed:
            assert agreed == here
        case Twice(first, second):
            assert here == (second if here.fold else first)
        case Skipped():
            pytest.fail("a clock shows no time that it skips")


@given(
    time=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001 - a respondent's wall clock
    zone=st.sampled_from([*CHANGING, *NEVER_CHANGING]),
)
def test_whatever_is_agreed_is_shown_by_the_clock_at_that_moment_and_can_be_kept(time: datetime, zone: str) -> None:
    local = time.isoformat(timespec="minutes")
    match agree(local, zone):
        case Agreed() as agreed:
            found = [agreed]
        case Twice(first, second):
            found = [first, second]
        case Skipped(after=after, shifted=shifted):
            found = [after, shifted]
            assert local < after.local <= shifted.local
    for each in found:
        assert each.on_clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) == each.utc
        read = shown(AppointmentMade(each.local, each.zone, each.utc), zone)
        assert (read.there, read.here, read.clock) == (each.on_clock, None, each.clock)


def test_the_words_tell_what_is_skipped_and_ask_what_is_shown_twice() -> None:
    skipped = agree("2026-03-29T01:30", "Europe/London")
    assert isinstance(skipped, Skipped)
    assert str(skipped.words) == (
        "The clocks in London go forward on 29/03/2026 and never show 01:30. It becomes 29/03/2026, 02:30; tell the respondent."
    )
    twice = agree("2026-10-25T01:30", "Europe/London")
    assert isinstance(twice, Twice)
    assert str(twice.words) == (
        "The clocks in London go back on 25/10/2026 and show 01:30 twice. Is it the first time, BST, or the second, GMT?"
    )


def test_a_time_without_a_name_is_told_by_its_distance_from_utc() -> None:
    twice = agree("2026-04-05T01:45", "Australia/Lord_Howe")
    assert isinstance(twice, Twice)
    assert (twice.first.clock, twice.second.clock) == ("UTC+11:00", "UTC+10:30")
    assert at(datetime(2026, 1, 1, tzinfo=UTC), "Asia/Kathmandu").clock == "UTC+05:45"
    assert at(datetime(2026, 1, 1, tzinfo=UTC), "America/Sao_Paulo").clock == "UTC-03:00"


def test_a_whole_day_that_was_left_out_is_skipped_too() -> None:
    """Samoa had no 30 December 2011."""
    skipped = agree("2011-12-30T09:00", "Pacific/Apia")
    assert isinstance(skipped, Skipped)
    assert (skipped.after.local, skipped.shifted.local) == ("2011-12-31T00:00", "2011-12-31T09:00")


@pytest.mark.parametrize(
    "zone",
    [
        "",
        "Mars/Olympus",
        "Europe",
        "europe/london",
        "../etc/passwd",
        "/etc/localtime",
        "localtime",
        "Factory",
        "a\0b",
        "é" * 99,
    ],
)
def test_a_zone_that_is_none_is_refused_in_words(zone: str) -> None:
    assert not is_zone(zone)
    with pytest.raises(NoSuchZone, match=r"^There is no time zone .*Choose one of the list") as refused:
        agree("2026-11-24T17:40", zone)
    assert str(refused.value.wording) == str(refused.value)
    with pytest.raises(NoSuchZone):
        at(BEGIN, zone)


@pytest.mark.parametrize(
    "local",
    [
        "",
        "17:40",
        "2026-11-24",
        "2026-11-24 17:40",
        "2026-11-24T17:40:30",
        "2026-11-24T17:40Z",
        "2026-11-24T24:00",
        "2026-02-29T10:00",
        "20261124T1740",
        "2026-W48-2T17:40",
        "0001-01-01T00:00",
        "1969-12-31T23:59",
        "9999-12-31T23:59",
        datetime(2026, 11, 24, 17, 40, 30),  # noqa: DTZ001 - a respondent's wall clock
        datetime(2026, 11, 24, 17, 40, tzinfo=UTC),
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_what_is_no_time_on_a_clock_to_the_minute_is_refused_in_words(local: str | datetime, zone: str) -> None:
    with pytest.raises(NoTime, match=r"is no time on a clock\. Write it as 2026-11-24T17:40\.") as refused:
        agree(local, zone)
    assert isinstance(refused.value.wording, Wording)


def test_an_appointment_is_shown_by_the_respondents_clock_and_where_it_differs_by_ours() -> None:
    there = shown(appointment("2026-11-24T17:40", "America/New_York"), "Europe/London")
    assert (there.there, there.clock) == (datetime(2026, 11, 24, 17, 40), "EST")  # noqa: DTZ001 - a wall clock
    assert (there.here, there.here_clock) == (datetime(2026, 11, 24, 22, 40), "GMT")  # noqa: DTZ001 - a wall clock
    assert str(there.words) == ("24/11/2026 at 17:40 by the respondent’s clock in New York: 24/11/2026 at 22:40 here.")
    same = shown(appointment("2026-11-24T17:40", "Europe/Lisbon"), "Europe/London")
    assert same.here is None
    assert str(same.words) == "24/11/2026 at 17:40."


def test_half_a_day_ahead_it_is_another_day_here() -> None:
    there = shown(appointment("2026-11-25T09:00", "Pacific/Kiritimati"), "Europe/London")
    assert str(there.words).endswith("in Kiritimati: 24/11/2026 at 19:00 here.")


def test_an_appointment_in_a_zone_that_is_not_known_here_is_shown_as_it_was_agreed() -> None:
    there = shown(
        appointment("2026-11-24T17:40", "Mars/Olympus", datetime(2026, 11, 24, 17, tzinfo=UTC)), "Europe/London"
    )
    assert (there.clock, there.rules_changed) == ("", False)
    assert str(there.words).startswith("24/11/2026 at 17:40 by the respondent’s clock in Mars/Olympus: ")
    with pytest.raises(NoSuchZone):
        shown(appointment("2026-11-24T17:40", "Europe/London"), "Mars/Olympus")


def test_where_the_law_has_moved_the_clocks_since_it_is_told() -> None:
    kept = shown(appointment("2026-07-01T10:00", "Europe/London"), "Europe/London")
    assert not kept.rules_changed
    as_if_there_were_no_summer_time = datetime(2026, 7, 1, 10, tzinfo=UTC)
    moved = shown(appointment("2026-07-01T10:00", "Europe/London", as_if_there_were_no_summer_time), "Europe/London")
    assert moved.rules_changed
    assert moved.here == datetime(2026, 7, 1, 11)  # noqa: DTZ001 - a wall clock


def test_london_is_offered_first_then_those_preferred_then_all_places_by_name() -> None:
    offered = zones_offered(("America/New_York", "Mars/Olympus", "Europe/London", "UTC"))
    assert offered[:3] == ("Europe/London", "America/New_York", "UTC")
    assert list(offered[3:]) == sorted(offered[3:])
    assert len(set(offered)) == len(offered)
    assert {*CHANGING, *NEVER_CHANGING} <= set(offered)
    assert not {"localtime", "Factory", "Etc/GMT+5", "GB", "EST5EDT"} & set(offered)
    assert all(is_zone(zone) for zone in offered)


def test_zones_of_one_name_are_one_clock() -> None:
    """Nicosia and Istanbul lie in Asia and in Europe."""
    named: dict[str, str] = {}
    for zone in zones_offered():
        other = named.setdefault(zone_name(zone), zone)
        assert all(
            at(BEGIN + timedelta(days=day), zone).local == at(BEGIN + timedelta(days=day), other).local
            for day in range(0, 2500, 90)
        )
    assert named["New York"] == "America/New_York"
    assert zone_name("Etc/GMT+5") == "Etc/GMT+5"
