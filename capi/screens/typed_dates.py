"""Dates and times as they are typed, in any of the ways people write them, and read back in words.

A two-figure year is refused: nobody can tell 1926 from 2026 at a glance, and the words below the line would
come too late for somebody whose eyes are on the respondent. Days come before months, and before years.
"""

import re
from collections.abc import Iterator
from datetime import date

from PySide6.QtCore import QLocale

from capi.screens.language import said
from capi.wording import Wording

_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_RUN_TOGETHER = re.compile(r"(\d\d|\?\??)(\d\d|\?\??)(\d{4})")
_MONTH_AND_YEAR = re.compile(r"(\d\d|\?\??)(\d{4})")
_PART = re.compile(r"\d+|\?+|[^\W\d_]+")
_TIME = re.compile(r"(\d{1,2})(?:[:.h ]\s*(\d{2}))?")
_TIME_RUN_TOGETHER = re.compile(r"(\d{1,2})(\d{2})")
_HALF = re.compile(r"(.*?)\s*([ap])\.?\s?m\.?")

Parts = tuple[int | None, int | None, int]
"""Day, month, year; None is not known."""


def date_typed(text: str) -> str | None:
    """
    >>> date_typed("18112026"), date_typed("18 Nov 2026"), date_typed("30/2/2026")
    ('2026-11-18', '2026-11-18', None)
    """
    read = partial_date_typed(text)
    return read if read is not None and len(read) == len("2026-11-18") else None


def partial_date_typed(text: str) -> str | None:
    """
    >>> partial_date_typed("? 5 2024"), partial_date_typed("May 2024"), partial_date_typed("2024")
    ('2024-05', '2024-05', '2024')
    """
    parts = _parts(text.strip().casefold())
    if parts is None:
        return None
    day, month, year = parts
    if month is None:
        return None if day is not None else f"{year:04}"
    try:
        whole = date(year, month, 1 if day is None else day)
    except ValueError:
        return None
    return whole.isoformat() if day is not None else whole.isoformat()[: len("2024-05")]


def not_in_the_calendar(text: str) -> str | None:
    """The day, in words, where one is given that there is not.

    >>> not_in_the_calendar("31021987"), not_in_the_calendar("28021987"), not_in_the_calendar("18 11")
    ('31 February 1987', None, None)
    """
    parts = _parts(text.strip().casefold())
    if parts is None or date_typed(text) is not None:
        return None
    day, month, year = parts
    if day is None or month is None or not 1 <= month <= 12 or year == 0:
        return None
    return f"{day} {QLocale().monthName(month)} {year:04}"


def _parts(text: str) -> Parts | None:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
        return (int(day) if day else None, int(month), int(year))
    for together in (_RUN_TOGETHER, _MONTH_AND_YEAR):
        if found := together.fullmatch(text):
            *before, year = found.groups()
            return _ordered([*before, year])
    return _ordered(_PART.findall(text))


def _ordered(parts: list[str]) -> Parts | None:
    """Day, month and year, of which the first may be left out; a month may be a name, and then stand anywhere."""
    named = [at for at, part in enumerate(parts) if part[0].isalpha()]
    if len(named) > 1 or not parts or len(parts) > 3:
        return None
    if named:
        month = _month_named(parts.pop(named[0]))
        if month is None or not parts:
            return None
        parts.insert(len(parts) - 1, str(month))
    *before, last = parts
    if not (last.isdigit() and len(last) == 4):
        return None
    day_and_month = [None if part[0] == "?" else int(part) for part in before if len(part) <= 2]
    if len(day_and_month) != len(before):
        return None
    day, month = ([None, None, *day_and_month])[-2:]
    return day, month, int(last)


def _month_named(name: str) -> int | None:
    """A month by its name or the beginning of it, in the window's language or in English."""
    for names in (_months(QLocale()), _months(QLocale.c())):
        found = {month for month, full in names if full.startswith(name)}
        if len(name) >= 3 and len(found) == 1:
            return found.pop()
    return None


def _months(locale: QLocale) -> Iterator[tuple[int, str]]:
    for month in range(1, 13):
        yield month, locale.standaloneMonthName(month).casefold()
        yield month, locale.monthName(month, QLocale.FormatType.ShortFormat).casefold().rstrip(".")


def time_typed(text: str) -> str | None:
    """
    >>> time_typed("1740"), time_typed("5.40 pm"), time_typed("9"), time_typed("24:00")
    ('17:40', '17:40', '09:00', None)
    """
    shown, half = text.strip().casefold(), ""
    if found := _HALF.fullmatch(shown):
        shown, half = found.groups()
    found = _TIME.fullmatch(shown) or _TIME_RUN_TOGETHER.fullmatch(shown)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def date_in_words(given: str) -> str:
    """`Wednesday 18 November 2026`; `May 2024, day not known`; `2024, month and day not known`."""
    locale = QLocale()
    if len(given) == len("2024"):
        return said(Wording("Typed", "{year}, month and day not known").filled(year=given))
    if len(given) == len("2024-05"):
        month = locale.standaloneMonthName(int(given[5:7]))
        return said(Wording("Typed", "{month} {year}, day not known").filled(month=month, year=given[:4]))
    day = date.fromisoformat(given)
    return said(
        Wording("Typed", "{weekday} {day} {month} {year}").filled(
            weekday=locale.dayName(day.isoweekday()),
            day=str(day.day),
            month=locale.monthName(day.month),
            year=f"{day.year:04}",
        )
    )


def time_in_words(given: str) -> str:
    """By the 24-hour clock, and as it is said: `17:40, that is 5:40 pm`."""
    hour, minute = int(given[:2]), given[3:]
    twelve = f"{(hour - 1) % 12 + 1}:{minute}"
    if hour < 12:
        return said(Wording("Typed", "{time}, that is {twelve} am").filled(time=given, twelve=twelve))
    return said(Wording("Typed", "{time}, that is {twelve} pm").filled(time=given, twelve=twelve))
