"""The calendar: what conditions and computed fields do with dates. A date is a text, `2026-11-18`; the order of such texts is theirs.

A partial date is shorter, `2024` or `2024-05`. What is no date of the calendar has no value.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from capi.instrument.expression import DateFunction

SUNDAY = 6


def day_of(text: object) -> date | None:
    """The day; None where it is none, or not known to the day."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2026-11-18") else None
    except ValueError:
        return None


def completed(given: str, month: int, day: int) -> str:
    """A partial date with these for what is not known.

    >>> completed("2024", 6, 15), completed("2024-02", 6, 30)
    ('2024-06-15', '2024-02-29')
    """
    if len(given) > len("2024-05"):
        return given
    year_month = given if len(given) > len("2024") else f"{given}-{month:02}"
    for last in (day, 30, 29, 28):
        text = f"{year_month}-{min(day, last):02}"
        if day_of(text):
            return text
    return text


def _age(born: str, on: str) -> int | None:
    """In whole years; who is born on 29 February comes of age on 1 March."""
    first, second = day_of(born), day_of(on)
    if first is None or second is None:
        return None
    return second.year - first.year - ((second.month, second.day) < (first.month, first.day))


def _year(text: str) -> int | None:
    day = day_of(text)
    return None if day is None else day.year


def _month(text: str) -> int | None:
    day = day_of(text)
    return None if day is None else day.month


def _days_between(start: str, end: str) -> int | None:
    first, second = day_of(start), day_of(end)
    return None if first is None or second is None else (second - first).days


def _months_between(start: str, end: str) -> int | None:
    first, second = day_of(start), day_of(end)
    if first is None or second is None:
        return None
    if second < first:
        back = _months_between(end, start)
        return None if back is None else -back
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)


def _days_after(text: str, days: int | Decimal) -> str | None:
    day = day_of(text)
    try:
        return None if day is None else (day + timedelta(days=int(days))).isoformat()
    except OverflowError:
        return None


def _sunday_before(text: str) -> str | None:
    """The last Sunday before the day; before a Sunday, the one a week earlier."""
    day = day_of(text)
    if day is None or day - date.min < timedelta(days=7):
        return None
    return (day - timedelta(days=(day.weekday() - SUNDAY) % 7 or 7)).isoformat()


FUNCTIONS: dict[DateFunction, Callable[..., int | str | None]] = {
    "age": _age,
    "year": _year,
    "month": _month,
    "days_between": _days_between,
    "months_between": _months_between,
    "days_after": _days_after,
    "sunday_before": _sunday_before,
}
