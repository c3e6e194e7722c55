"""Typed times: what an interviewer types in a hurry for the next call, such as `tue 18:30`, read as a time of the respondent's clock.

    17:40  1740  5.40pm  10am  noon  |  today  tomorrow  tue  24/11  24/11/2026  24 nov  2026-11-24  |  +30  +2h  +1h30

A day has a time of day with it, before it or after it; a time of day alone is today's. Case and commas do not matter, nor
blanks but between two numbers. Hours go to 24 where neither am nor pm is said: nobody guesses what 5 means.
"""

import re
from datetime import date, datetime, time, timedelta

from capi.calling.agreed_times import Agreed, Skipped, Twice, agree, at
from capi.wording import Wording

FARTHEST = timedelta(days=366)
"""From today on: whatever is further ahead was mistyped."""
HALF_A_YEAR = timedelta(days=183)
"""So far ahead a date without a year may lie in the next one: in November 5/1 may, 24/10 may not."""
_LONGEST = 60
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.h]?(?P<minute>[0-9]{2}))?(?: ?(?P<half>[ap])\.?m\.?)?|noon|midday")
_DATE = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"
    r"|(?P<day2>[0-9]{1,2})[/-](?P<month2>[0-9]{1,2})(?:[/-](?P<year2>[0-9]{4}|[0-9]{2}))?"
    r"|(?P<day3>[0-9]{1,2})(?:st|nd|rd|th)? ?(?P<month3>[a-z]{3,9})(?: (?P<year3>[0-9]{4}))?"
)
_FROM_NOW = re.compile(
    r"\+ ?(?:(?P<hours>[0-9]{1,3}) ?h(?:ours?|rs?)? ?)?(?:(?P<minutes>[0-9]{1,4}) ?(?:m(?:in(?:ute)?s?)?)?)?"
)


def _unnamed(form: re.Pattern[str]) -> str:
    return re.sub(r"\(\?P<[a-z0-9]+>", "(?:", form.pattern)


_A_DAY = rf"(?P<the_day>{_unnamed(_DATE)}|[a-z]{{3,9}})"
_A_TIME = rf"(?P<the_time>{_unnamed(_TIME)})"
_FORMS = (
    re.compile(rf"(?:at )?{_A_TIME}"),
    re.compile(_A_DAY),
    re.compile(rf"{_A_DAY}(?: |t|(?<=[a-z]))(?:at )?{_A_TIME}"),
    re.compile(rf"{_A_TIME}(?: |(?=[a-z]))(?:on )?{_A_DAY}"),
)

_UNREADABLE = Wording("TypedTimes", "This is no time. Type it as 17:40, tomorrow 10:00, tue 18:30, 24/11 17:40 or +2h.")
_NO_TIME_OF_DAY = Wording("TypedTimes", "The time of day is missing. Type it after the day, as in tomorrow 17:40.")
_TOO_FAR = Wording("TypedTimes", "This is more than a year ahead. Correct the day.")


def typed_time(text: str, now: datetime, zone: str) -> datetime | Wording:
    """The time on the clock in `zone`, without a zone and to the minute, for `agree`; or what to do instead. `now` is in UTC.

    A time that is over is refused and not taken for tomorrow's: nobody said tomorrow. A day of the week is the next time it
    is that day and that time. `+2h` is two hours in truth, where the clocks are moved too. Raises NoSuchZone.
    """
    typed = " ".join(text[: _LONGEST + 1].casefold().replace(",", " ").split())
    if len(typed) > _LONGEST:
        return _UNREADABLE
    if found := _FROM_NOW.fullmatch(typed):
        return _from_now(found, now, zone)
    told = _UNREADABLE
    for form in _FORMS:
        if split := form.fullmatch(typed):
            read = _read(split.groupdict(), now, zone)
            if isinstance(read, datetime):
                return read
            told = read if told is _UNREADABLE else told
    return told


def _from_now(found: re.Match[str], now: datetime, zone: str) -> datetime | Wording:
    ahead = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    return at(now + ahead, zone).on_clock if ahead else _UNREADABLE


def _read(parts: dict[str, str | None], now: datetime, zone: str) -> datetime | Wording:
    today = at(now, zone).on_clock.date()
    said_day, said_time = parts.get("the_day"), parts.get("the_time")
    days = _days(said_day, today) if said_day else (today,)
    if isinstance(days, Wording):
        return days
    if said_time is None or (said_day and _is_year(said_time, said_day, today)):
        return _NO_TIME_OF_DAY
    of_day = _time_of_day(said_time)
    if isinstance(of_day, Wording):
        return of_day
    for day in days:
        if (found := _to_come(datetime.combine(day, of_day), now, zone)) is not None:
            return found
    return _over(datetime.combine(days[0], of_day), now, zone, is_exact="m" in said_time)


def _time_of_day(said: str) -> time | Wording:
    found = _TIME.fullmatch(said)
    if found is None or found["hour"] is None:
        return time(12)
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return Wording("TypedTimes", "{time} is no time of day. Type one from 00:00 to 23:59.").filled(time=said)
    return time(hour % 12 + (12 if half == "p" else 0) if half else hour, minute)


def _days(said: str, today: date) -> tuple[date, ...] | Wording:
    """Those it may mean, the next one first."""
    found = _DATE.fullmatch(said)
    if found is None:
        return _named_day(said, today)
    year, month, day = (found[part] or found[f"{part}2"] or found[f"{part}3"] for part in ("year", "month", "day"))
    number = int(month) if month.isdigit() else _place(month, _MONTHS)
    if not number:
        return _UNREADABLE
    if year:
        days = _dates((int(year) + (2000 if len(year) == 2 else 0),), number, int(day))
    else:
        days = _dates((today.year, today.year + 1), number, int(day))
        days = (days[0], *(each for each in days[1:] if each - today <= HALF_A_YEAR)) if days else ()
    return days or Wording(
        "TypedTimes", "There is no {day} in the calendar. Type the day before the month, as in 24/11."
    ).filled(day=said)


def _named_day(said: str, today: date) -> tuple[date, ...] | Wording:
    if said == "today":
        return (today,)
    if said in ("tom", "tmr", "tmrw", "tomorrow"):
        return (today + timedelta(days=1),)
    place = _place("wed" if said == "weds" else said, _DAYS)
    if not place:
        return _UNREADABLE
    first = today + timedelta(days=(place - 1 - today.weekday()) % 7)
    return (first, first + timedelta(days=7))


def _place(said: str, names: tuple[str, ...]) -> int:
    """Among the names, from 1; 0 where it begins none of them."""
    said = "sep" if said == "sept" else said
    return next((place for place, name in enumerate(names, 1) if name.startswith(said)), 0)


def _dates(years: tuple[int, ...], month: int, day: int) -> tuple[date, ...]:
    days = []
    for year in years:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return tuple(days)


def _is_year(said_time: str, said_day: str, today: date) -> bool:
    """Nobody agrees on 20:26 in the year 2026: it is the year of a date that has none, and the time of day is missing."""
    date_said = _DATE.fullmatch(said_day)
    has_year = date_said is None or any(date_said[group] for group in ("year", "year2", "year3"))
    return not has_year and said_time in (str(today.year), str(today.year + 1))


def _to_come(time: datetime, now: datetime, zone: str) -> datetime | Wording | None:
    """None where it is over. Of two times that are shown alike, the second where the first one is over."""
    away = time.date() - at(now, zone).on_clock.date()
    if away < timedelta(0):
        return None
    if away > FARTHEST:
        return _TOO_FAR
    match agree(time, zone):
        case Agreed(utc=utc) | Skipped(shifted=Agreed(utc=utc)):
            return time if utc > now else None
        case Twice(first, second):
            if second.utc <= now:
                return None
            return time.replace(fold=int(first.utc <= now))


def _over(time: datetime, now: datetime, zone: str, *, is_exact: bool) -> Wording:
    if time.date() != at(now, zone).on_clock.date():
        return Wording("TypedTimes", "{day} is over. Type a day to come.").filled(day=f"{time:%d/%m/%Y}")
    later = time + timedelta(hours=12)
    if not is_exact and 1 <= time.hour < 10 and isinstance(_to_come(later, now, zone), datetime):
        return Wording(
            "TypedTimes", "{time} is over today. Type {later} or tomorrow {time}, whichever is meant."
        ).filled(time=f"{time:%H:%M}", later=f"{later:%H:%M}")
    return Wording("TypedTimes", "{time} is over today. Type tomorrow {time} if that is meant.").filled(
        time=f"{time:%H:%M}"
    )
