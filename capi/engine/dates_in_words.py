"""Dates in words, and the plural forms of numbers, as each language has them: "Sunday the 15th of November"."""

from functools import cache
from typing import TYPE_CHECKING

from capi.instrument.calendar import day_of
from capi.instrument.model import Text

if TYPE_CHECKING:
    from babel import Locale

USUAL = "day"
"""The pattern of a date where the text names none."""
ENGLISH = {
    "day": "{weekday} the {nth} of {month}",
    "long": "{weekday} the {nth} of {month} {year}",
    "date": "{day} {month} {year}",
    "month": "{month} {year}",
    "year": "{year}",
}
ELSEWHERE = {
    "day": "{weekday} {day} {month}",
    "long": "{weekday} {day} {month} {year}",
    "date": "{day} {month} {year}",
    "month": "{month} {year}",
    "year": "{year}",
}
"""Where the instrument says nothing else, for languages other than English."""
_ORDINAL_ENDINGS = {"one": "st", "two": "nd", "few": "rd", "other": "th"}


def date_in_words(text: str, form: str, patterns: dict[str, Text], language: int, code: str) -> str:
    """The date by the pattern; a partial date says what is known of it.

    >>> date_in_words("2026-11-15", "day", {}, 0, "en"), date_in_words("2026-11", "day", {}, 0, "en")
    ('Sunday the 15th of November', 'November 2026')
    """
    known = text.count("-")
    form = ("year", "month", form)[known]
    day = day_of(text + ("-01-01", "-01", "")[known])
    if day is None:
        return text
    locale = _locale(code)
    usual = ENGLISH if locale.language == "en" else ELSEWHERE
    own = patterns.get(form, ())
    pattern = (own[language] if own else "") or usual.get(form, usual[USUAL])
    parts = {
        "weekday": locale.days["format"]["wide"][day.weekday()],
        "day": str(day.day),
        "nth": _nth(day.day, locale),
        "month": locale.months["format"]["wide"][day.month],
        "year": str(day.year),
    }
    for name, words in parts.items():
        pattern = pattern.replace(f"{{{name}}}", words)
    return pattern


def plural_form(number: int | float, code: str) -> str:
    """The CLDR name of the form that goes with the number: `one`, `few`, `other`."""
    return str(_locale(code).plural_form(number))


def _nth(day: int, locale: "Locale") -> str:
    return f"{day}{_ORDINAL_ENDINGS[locale.ordinal_form(day)]}" if locale.language == "en" else str(day)


@cache
def _locale(code: str) -> "Locale":
    # Not at the top: reading its tables takes longer than starting the interview, and few questions need them.
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
