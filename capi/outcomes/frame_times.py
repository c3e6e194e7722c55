"""Times in an outcome frame as they are written: `30 min`, and `mon-fri 09:00-21:00`."""

import re
from collections.abc import Iterator
from datetime import time, timedelta

from capi.outcomes.frame import Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "day": timedelta(days=1),
    "days": timedelta(days=1),
}
A_DAY = 24 * 60
"""In minutes."""

_DURATION = re.compile(r"(0|[1-9][0-9]{0,5}) ?([a-z]+)", re.ASCII)
_HOURS = re.compile(r"(.+) ([0-9]{2}):([0-9]{2}) ?- ?([0-9]{2}):([0-9]{2})", re.ASCII)


class Unreadable(ValueError):
    """The times of day or days of the week are not written so; the message says what is wrong."""


def duration(text: str) -> timedelta | None:
    """How long it is; None where it cannot be read.

    >>> duration("90 min")
    datetime.timedelta(seconds=5400)
    """
    found = _DURATION.fullmatch(text)
    unit = UNITS.get(found[2]) if found else None
    return int(found[1]) * unit if found and unit else None


def hours(text: str) -> Hours:
    """The days and the times of day. Raises Unreadable.

    >>> hours("sat, sun 10:00-18:00")
    Hours(days=(6, 7), begin=datetime.time(10, 0), end=datetime.time(18, 0))
    """
    found = _HOURS.fullmatch(text)
    if found is None:
        raise Unreadable("it is not days and times of day")
    begin, end = _time(found[2], found[3]), _time(found[4], found[5])
    if end <= begin:
        raise Unreadable("it ends before it begins")
    return Hours(_days(found[1]), begin, end)


def minutes(each: Hours) -> Iterator[int]:
    """The minutes of the week it takes in, from 0, Monday 00:00."""
    begin, end = (at.hour * 60 + at.minute for at in (each.begin, each.end))
    for day in each.days:
        yield from range((day - 1) * A_DAY + begin, (day - 1) * A_DAY + end)


def in_words(minute: int) -> str:
    """A minute of the week.

    >>> in_words(1_500)
    'tue 01:00'
    """
    day, of_day = divmod(minute, A_DAY)
    return f"{DAYS[day]} {of_day // 60:02}:{of_day % 60:02}"


def _time(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise Unreadable(f"{hour}:{minute} is no time of day, from 00:00 to 23:59") from None


def _days(text: str) -> tuple[int, ...]:
    days: dict[int, None] = {}
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        begin, end = _day(first), _day(last if dash else first)
        if end < begin:
            raise Unreadable(f"{part.strip()} runs past Sunday; write it as two parts, with a comma between")
        for day in range(begin, end + 1):
            if day in days:
                raise Unreadable(f"{DAYS[day - 1]} stands there twice")
            days[day] = None
    return tuple(sorted(days))


def _day(text: str) -> int:
    if text not in DAYS:
        raise Unreadable(f"{text[:20]!a} is no day of the week ({', '.join(DAYS)})")
    return DAYS.index(text) + 1
