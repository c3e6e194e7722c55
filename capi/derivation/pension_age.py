"""State pension age at the interview: who has reached it, and who of those aged 16 and over has not. Both are disclosive.

The Acts fix, for each birth between the 6th of one month and the 5th of the next, an age or a day, which always is a 6th. So
a birth is numbered here by the months that begin on a 6th. The standard's own "65 by 2020" text is superseded by the Acts.

Source: Pensions Acts 1995 (schedule 4), 2007, 2011 and 2014; the tables on GOV.UK agree on every date.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from functools import cache

import ibis

from capi.derivation.columns import Columns, Table
from capi.derivation.look_up import Lay, Rows, in_memory, looked_up

MALE, FEMALE = 1, 2
ADULT = 16 * 12
"""Months."""
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = (day.toordinal() - _EPOCH for day in (date(1880, 1, 1), date(2059, 12, 31)))
"""The birthdays of anybody who may be interviewed, by the number of their day; who is older counts as born on the first."""


def _month(year: int, month: int) -> int:
    return year * 12 + month - 1


@dataclass(frozen=True, slots=True)
class _Age:
    """Births before this month (by the 6th) reach it at so many months of age."""

    before: int
    months: int


@dataclass(frozen=True, slots=True)
class _Days:
    """Births from `first` and before `before` reach it on the 6th of `reached`, and each month later `step` months later."""

    first: int
    before: int
    reached: int
    step: int


_Rule = _Age | _Days
_BOTH: tuple[_Rule, ...] = (
    _Days(_month(1953, 12), _month(1954, 10), _month(2019, 3), 2),
    _Age(_month(1960, 4), 66 * 12),
    *(_Age(_month(1960, 4) + more, 66 * 12 + more) for more in range(1, 12)),
    _Age(_month(1977, 4), 67 * 12),
    _Days(_month(1977, 4), _month(1978, 4), _month(2044, 5), 2),
    _Age(_month(9999, 1), 68 * 12),
)
RULES: dict[int, tuple[_Rule, ...]] = {
    FEMALE: (
        _Age(_month(1950, 4), 60 * 12),
        _Days(_month(1950, 4), _month(1953, 4), _month(2010, 5), 2),
        _Days(_month(1953, 4), _month(1953, 12), _month(2016, 7), 4),
        *_BOTH,
    ),
    MALE: (_Age(_month(1953, 12), 65 * 12), *_BOTH),
}
"""By sex, in the order of the births; the first rule that a birth is before is its own."""


def pension_flags(persons: Table, laid: Lay = in_memory) -> Table:
    """The persons with `penflag` and `nopenflg`, 1 or 0; null where the dates, or a sex that matters, are not known."""
    columns = Columns(persons)
    days = columns.date("DateOfBirth").epoch_days() - _FIRST
    place = ibis.cases((days.isnull(), 0), (days < 0, 1), (days > _LAST - _FIRST, _LAST - _FIRST + 1), else_=days + 1)
    types = dict.fromkeys(("_woman", "_man", "_adult"), "int32")
    found = looked_up(persons, place.cast("int32"), _birthdays(), types, laid)
    columns, now = Columns(found), Columns(found).date("InterviewDate").epoch_days()
    sex = columns.code("Sex")
    dated = found.mutate(_now=now)
    woman, man = dated["_now"] >= dated["_woman"], dated["_now"] >= dated["_man"]
    reached = dated.mutate(
        penflag=ibis.cases((sex == FEMALE, woman), (sex == MALE, man), (woman == man, man)).cast("int32")
    )
    is_child = reached["_now"] < reached["_adult"]
    flagged = reached.mutate(nopenflg=ibis.cases((is_child, 0), else_=1 - reached["penflag"]))
    return flagged.drop("_woman", "_man", "_adult", "_now")


@cache
def _birthdays() -> Rows:
    """For each birthday the days, by their numbers, on which a woman and a man reach State pension age, and turn 16."""
    births = (date.fromordinal(_EPOCH + day) for day in range(_FIRST, _LAST + 1))
    return [{}, *(_birthday(birth) for birth in births)]


def _birthday(birth: date) -> dict[str, int]:
    return {
        "_woman": reached_on(FEMALE, birth).toordinal() - _EPOCH,
        "_man": reached_on(MALE, birth).toordinal() - _EPOCH,
        "_adult": _later(birth, ADULT).toordinal() - _EPOCH,
    }


def reached_on(sex: int, birth: date) -> date:
    """The day on which somebody born on this day reaches State pension age."""
    month = _by_the_sixth(birth)
    rule = next(each for each in RULES[sex] if month < each.before)
    match rule:
        case _Age(_, months):
            return _later(birth, months)
        case _Days(first, _, reached, step):
            year, at = divmod(reached + (month - first) * step, 12)
            return date(year, at + 1, 6)


def _later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month that has not that day."""
    year, at = divmod(_month(day.year, day.month) + months, 12)
    return date(year, at + 1, min(day.day, calendar.monthrange(year, at + 1)[1]))


def _by_the_sixth(birth: date) -> int:
    return _month(birth.year, birth.month) - (birth.day < 6)
