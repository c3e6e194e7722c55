"""Until when an access code is good: to the end of a day, by the clocks at home; and that day in words.

expires = end_of_day(date(2026, 12, 21))          # midnight after it
last_day(expires), in_words(last_day(expires))    # 2026-12-21, "Monday 21 December 2026"
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from capi.calling.agreed_times import HOME
from capi.engine.dates_in_words import date_in_words
from capi.hub.errors import Unfit
from capi.instrument.model import Text

_PATTERN: dict[str, Text] = {"letter": ("{weekday} {day} {month} {year}",)}
_HOME = ZoneInfo(HOME)
_LONGEST = timedelta(days=732)


def end_of_day(day: date) -> datetime:
    """In UTC: the code is good before it."""
    return datetime.combine(day + timedelta(days=1), time(), _HOME).astimezone(UTC)


def last_day_expires(now: datetime, days: int) -> datetime:
    """For so many days after today."""
    return end_of_day(now.astimezone(_HOME).date() + timedelta(days=days))


def refuse_day(expires: datetime, now: datetime) -> None:
    """Raises Unfit for a day that is over, or further away than any fieldwork."""
    if not now < expires <= now + _LONGEST:
        raise Unfit(
            "unfit",
            "An access code is good until a day to come, of the next two years. Give another day.",
            where="until",
        )


def last_day(expires: datetime) -> date:
    """The last one on which the code is good."""
    return (expires.astimezone(_HOME) - timedelta(microseconds=1)).date()


def in_words(day: date, language: str = "en") -> str:
    return date_in_words(day.isoformat(), "letter", _PATTERN, 0, language)
