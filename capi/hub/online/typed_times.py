"""Dates and times as people type them: a day, a month by number or name, a year; `17:45`, `5.45 pm`."""

import re
from functools import cache

from babel import Locale

from capi.engine.answers import is_date
from capi.engine.dates_in_words import date_in_words
from capi.hub.online.form import Form
from capi.hub.online.mistakes import Mistake, Mistaken
from capi.hub.online.texts import Words
from capi.instrument.model import Date, PartialDate

DATE_INPUTS = ("day", "month", "year")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_ONE_OR_TWO = re.compile(r"\d{1,2}", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]?\s*(\d{2}))?\s*([ap])?\.?\s*(?:m\.?)?", re.ASCII)
_LEAST_OF_NAME = 3


def read_date(kind: Date | PartialDate, form: Form, words: Words) -> str:
    """The date as it is stored, `2007-03-27`, or less of it where it may be partial. Raises Mistaken."""
    day, month, year = (form.typed(name) for name in DATE_INPUTS)
    partial = isinstance(kind, PartialDate)
    usual = "wrong.partial_date" if partial else "wrong.date"
    _refuse_empty(partial, (day, month, year), words(usual), words)
    if not _YEAR.fullmatch(year):
        raise Mistaken(Mistake("year", words("wrong.year")))
    months = month_number(month, words.language) if month else None
    if month and months is None:
        raise Mistaken(Mistake("month", words(usual)))
    if day and not (_ONE_OR_TWO.fullmatch(day) and 1 <= int(day) <= 31):
        raise Mistaken(Mistake("day", words(usual)))
    text = year + (f"-{months:02}" if months else "") + (f"-{int(day):02}" if day else "")
    if not is_date(text, partial=partial):
        raise Mistaken(Mistake("day", words("wrong.no_date")))
    _refuse_outside(kind, text, words)
    return text


def _refuse_empty(partial: bool, typed: tuple[str, str, str], usual: str, words: Words) -> None:
    """Points to the first part that is needed and not there."""
    day, month, _ = typed
    if partial:
        if day and not month:
            raise Mistaken(Mistake("month", words("wrong.day_without_month")))
        needed = (True, True, bool(typed[2]))
    else:
        needed = (bool(typed[0]), bool(typed[1]), bool(typed[2]))
    for name, there in zip(DATE_INPUTS, needed, strict=True):
        if not there:
            raise Mistaken(Mistake(name, usual))


def _refuse_outside(kind: Date | PartialDate, text: str, words: Words) -> None:
    if kind.earliest and text < kind.earliest[: len(text)]:
        raise Mistaken(Mistake("year", words("wrong.early", earliest=said_date(kind.earliest, words.language))))
    if kind.latest and text > kind.latest[: len(text)]:
        raise Mistaken(Mistake("year", words("wrong.late", latest=said_date(kind.latest, words.language))))


def said_date(text: str, language: str) -> str:
    """
    >>> said_date("2007-03-27", "en"), said_date("2007-03", "en")
    ('27 March 2007', 'March 2007')
    """
    return date_in_words(text, "date", {}, 0, language)


def month_number(typed: str, language: str) -> int | None:
    """The month, by its number or its name, which may be cut short: `3`, `03`, `mar`, `March`."""
    if _ONE_OR_TWO.fullmatch(typed):
        return int(typed) if 1 <= int(typed) <= 12 else None
    wanted = typed.casefold().rstrip(".")
    found = {number for number, name in _months(language) if name.startswith(wanted)}
    return found.pop() if len(found) == 1 and len(wanted) >= _LEAST_OF_NAME else None


@cache
def _months(language: str) -> tuple[tuple[int, str], ...]:
    names = Locale.parse(language, sep="-").months["format"]["wide"]
    return tuple((number, str(name).casefold()) for number, name in names.items())


def read_time(typed: str, words: Words) -> str:
    """The time by the 24-hour clock, `17:45`. Raises Mistaken."""
    found = _TIME.fullmatch(typed.casefold())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = found[3] if found else None
    if found is None or not _is_time(hour, minute, half) or (found[2] is None and half is None):
        raise Mistaken(Mistake("answer", words("wrong.time")))
    if half is not None:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}"


def _is_time(hour: int, minute: int, half: str | None) -> bool:
    return minute < 60 and (1 <= hour <= 12 if half else hour < 24)
