"""What an interviewer types for the next call, on Tuesday 17 November 2026 at 14:05 in London and on stranger days."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.calling.agreed_times import Agreed, NoSuchZone, agree, at
from capi.calling.typed_times import typed_time
from capi.wording import Wording

LONDON = "Europe/London"
NOW = datetime(2026, 11, 17, 14, 5, 40, tzinfo=UTC)


def read(text: str, now: datetime = NOW, zone: str = LONDON) -> str:
    """The time as it would be kept; or in words why there is none."""
    found = typed_time(text, now, zone)
    return str(found) if isinstance(found, Wording) else found.isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("17:40", "2026-11-17T17:40"),
        ("at 17:40", "2026-11-17T17:40"),
        ("1740", "2026-11-17T17:40"),
        ("17.40", "2026-11-17T17:40"),
        ("17h40", "2026-11-17T17:40"),
        ("5.40pm", "2026-11-17T17:40"),
        ("5:40 PM", "2026-11-17T17:40"),
        ("540pm", "2026-11-17T17:40"),
        ("5 p.m.", "2026-11-17T17:00"),
        ("18", "2026-11-17T18:00"),
        ("11.59 pm", "2026-11-17T23:59"),
        ("tomorrow 10", "2026-11-18T10:00"),
        ("TOMORROW, at 10", "2026-11-18T10:00"),
        ("tom 930", "2026-11-18T09:30"),
        ("tmrw noon", "2026-11-18T12:00"),
        ("midday tomorrow", "2026-11-18T12:00"),
        ("12am tomorrow", "2026-11-18T00:00"),
        ("tomorrow 12.30am", "2026-11-18T00:30"),
        ("tomorrow 12pm", "2026-11-18T12:00"),
        ("  10am   tomorrow ", "2026-11-18T10:00"),
        ("10 on weds", "2026-11-18T10:00"),
        ("today 18:30", "2026-11-17T18:30"),
        ("tue 18:30", "2026-11-17T18:30"),
        ("tue 10:00", "2026-11-24T10:00"),
        ("Tues18:30", "2026-11-17T18:30"),
        ("wednesday 18:30", "2026-11-18T18:30"),
        ("18:30 mon", "2026-11-23T18:30"),
        ("thurs 9", "2026-11-19T09:00"),
        ("sun 9am", "2026-11-22T09:00"),
        ("24/11 17:40", "2026-11-24T17:40"),
        ("24-11 1740", "2026-11-24T17:40"),
        ("24/11/26 17:40", "2026-11-24T17:40"),
        ("24/11/2026 17:40", "2026-11-24T17:40"),
        ("17:40 24/11", "2026-11-24T17:40"),
        ("24 nov 17:40", "2026-11-24T17:40"),
        ("24nov17:40", "2026-11-24T17:40"),
        ("24th November 2026 at 5.40pm", "2026-11-24T17:40"),
        ("24 nov 1740", "2026-11-24T17:40"),
        ("2 Dec 9", "2026-12-02T09:00"),
        ("2026-11-24 17:40", "2026-11-24T17:40"),
        ("2026-11-24T17:40", "2026-11-24T17:40"),
        ("17/11 18:30", "2026-11-17T18:30"),
        ("5/1 10", "2027-01-05T10:00"),
        ("1 sept 2027 10:00", "2027-09-01T10:00"),
        ("17/11/2027 10:00", "2027-11-17T10:00"),
        ("+30", "2026-11-17T14:35"),
        ("+ 30 min", "2026-11-17T14:35"),
        ("+2h", "2026-11-17T16:05"),
        ("+ 2 HOURS", "2026-11-17T16:05"),
        ("+1h30", "2026-11-17T15:35"),
        ("+90m", "2026-11-17T15:35"),
        ("+12h", "2026-11-18T02:05"),
    ],
)
def test_it_is_read_as_it_was_meant(text: str, means: str) -> None:
    assert read(text) == means


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("14:05", "14:05 is over today. Type tomorrow 14:05 if that is meant."),
        ("today 12", "12:00 is over today. Type tomorrow 12:00 if that is meant."),
        ("5.40", "05:40 is over today. Type 17:40 or tomorrow 05:40, whichever is meant."),
        ("5.40am", "05:40 is over today. Type tomorrow 05:40 if that is meant."),
        ("2", "02:00 is over today. Type tomorrow 02:00 if that is meant."),
        ("17/11 11:00", "11:00 is over today. Type tomorrow 11:00 if that is meant."),
        ("16/11 18:30", "16/11/2026 is over. Type a day to come."),
        ("24/10 18:30", "24/10/2026 is over. Type a day to come."),
        ("1/1/1900 10:00", "01/01/1900 is over. Type a day to come."),
        ("24/11/2126 17:40", "This is more than a year ahead. Correct the day."),
        ("19/11/2027 17:40", "This is more than a year ahead. Correct the day."),
        ("tomorrow", "The time of day is missing. Type it after the day, as in tomorrow 17:40."),
        ("tue", "The time of day is missing. Type it after the day, as in tomorrow 17:40."),
        ("24/11", "The time of day is missing. Type it after the day, as in tomorrow 17:40."),
        ("24 nov 2026", "The time of day is missing. Type it after the day, as in tomorrow 17:40."),
        ("24/11 2027", "The time of day is missing. Type it after the day, as in tomorrow 17:40."),
        ("25:10", "25:10 is no time of day. Type one from 00:00 to 23:59."),
        ("24:00", "24:00 is no time of day. Type one from 00:00 to 23:59."),
        ("17:60", "17:60 is no time of day. Type one from 00:00 to 23:59."),
        ("tue 13pm", "13pm is no time of day. Type one from 00:00 to 23:59."),
        ("0am", "0am is no time of day. Type one from 00:00 to 23:59."),
        ("11/24 17:40", "There is no 11/24 in the calendar. Type the day before the month, as in 24/11."),
        ("31 nov 17:40", "There is no 31 nov in the calendar. Type the day before the month, as in 24/11."),
        ("29/2/2027 10", "There is no 29/2/2027 in the calendar. Type the day before the month, as in 24/11."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(text: str, told: str) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "+", "+0", "-30", "soon", "at", "next tue 10", "tu 10", "17:4", "17:400", "10 foo 17:40"),
        *("24 nov 26 17:40", "24/11/2026/1 10", "٢٤/١١ ١٧:٤٠", "17 40 tue 18", "\0", "17:40\n18:40"),
        *("1" * 200, "tomorrow " * 30, " " * 50 + "17:40 " * 2),
    ],
)
def test_what_is_no_time_at_all_is_told_with_examples(text: str) -> None:
    assert read(text) == "This is no time. Type it as 17:40, tomorrow 10:00, tue 18:30, 24/11 17:40 or +2h."


def test_the_examples_that_are_told_can_be_typed() -> None:
    examples = read("").removeprefix("This is no time. Type it as ").removesuffix(".").replace(" or ", ", ").split(", ")
    assert examples == ["17:40", "tomorrow 10:00", "tue 18:30", "24/11 17:40", "+2h"]
    assert all(isinstance(typed_time(example, NOW, LONDON), datetime) for example in examples)
    assert read("tomorrow 05:40") == "2026-11-18T05:40"


def test_it_is_the_respondents_day_and_clock_that_count() -> None:
    """It is the next day already on Kiritimati, 14 hours ahead, at five past four in the morning."""
    assert read("10:00", zone="Pacific/Kiritimati") == "2026-11-18T10:00"
    assert read("today 3:00", zone="Pacific/Kiritimati").startswith("03:00 is over today.")
    assert read("tue 10:00", zone="Pacific/Kiritimati") == "2026-11-24T10:00"
    with pytest.raises(NoSuchZone):
        typed_time("10:00", NOW, "Mars/Olympus")


def test_a_leap_day_is_found_where_the_year_has_one() -> None:
    assert read("29/2 10:00", datetime(2027, 12, 1, tzinfo=UTC)) == "2028-02-29T10:00"
    assert read("29/2 10:00", datetime(2028, 1, 1, tzinfo=UTC)) == "2028-02-29T10:00"
    assert "in the calendar" in read("29/2 10:00")


def test_two_hours_on_are_two_hours_on_the_night_the_clocks_change() -> None:
    before_spring = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert read("+2h", before_spring) == "2026-03-29T03:30"
    before_autumn = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)
    assert read("+2h", before_autumn) == "2026-10-25T02:10"
    second = typed_time("+50", before_autumn, LONDON)
    assert isinstance(second, datetime)
    assert agree(second, LONDON) == at(before_autumn + timedelta(minutes=50), LONDON)


def test_of_a_time_that_comes_twice_the_second_is_meant_once_the_first_is_over() -> None:
    between = datetime(2026, 10, 25, 0, 40, tzinfo=UTC)
    second = typed_time("1:30", between, LONDON)
    assert isinstance(second, datetime)
    agreed = agree(second, LONDON)
    assert isinstance(agreed, Agreed)
    assert agreed.utc == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert read("1:30", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)).startswith("01:30 is over today.")


def test_a_time_that_the_clock_skips_is_left_to_be_told() -> None:
    assert read("tomorrow 1:30", datetime(2026, 3, 28, 9, tzinfo=UTC)) == "2026-03-29T01:30"


@given(
    ahead=st.integers(1, 60 * 24 * 366),
    now=st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the ends of a range
    zone=st.sampled_from(["Europe/London", "Australia/Lord_Howe", "Pacific/Kiritimati", "America/New_York"]),
    form=st.sampled_from(
        ["%Y-%m-%d %H:%M", "%d/%m/%Y %H%M", "%H.%M %d/%m/%y", "%d %b %Y %I.%M %p", "%d%B %Y at %H:%M"]
    ),
)
def test_every_minute_of_the_year_to_come_can_be_typed_in_many_ways(
    ahead: int, now: datetime, zone: str, form: str
) -> None:
    there = at(now + timedelta(minutes=ahead), zone).on_clock
    found = typed_time(there.strftime(form), now, zone)
    if there.date() - at(now, zone).on_clock.date() > timedelta(days=366):
        assert isinstance(found, Wording)
    else:
        assert found == there


@given(st.text(alphabet="0123456789:./-+ apmthuewdnov", max_size=20))
def test_nothing_typed_is_ever_over_or_breaks(text: str) -> None:
    found = typed_time(text, NOW, LONDON)
    if isinstance(found, Wording):
        assert str(found).endswith(".")
    else:
        assert found > at(NOW, LONDON).on_clock
        assert found.tzinfo is None
        assert found.second == 0
