"""State pension age at the interview: who has reached it, and who of those aged 16 and over has not. Both are disclosive.

The Acts fix, for each birth between the 6th of one month and the 5th of the next, an age or a day, which always is a 6th. So
a birth is numbered here by the months that begin on a 6th. The standard's own "65 by 2020" text is superseded by the Acts.

Source: Pensions Acts 1995 (schedule 4), 2007, 2011 and 2014; the tables on GOV.UK agree on every date.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import ibis

from capi.derivation.columns import Columns, Table, Value
from capi.derivation.look_up import Lay, Rows, in_memory, looked_up

MALE, FEMALE = 1, 2
ADULT = 16 * 12
"""Months."""
_EPOCH = date(1970, 1, 1).toordinal()
_SIXTH = 6
_FIRST_YEAR, _LAST_YEAR = 1880, 2059
_FIRST, _LAST = (day.toordinal() - _EPOCH for day in (date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR, 12, 31)))
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
    born, held = columns.date("DateOfBirth").epoch_days(), columns.date("InterviewDate").epoch_days()
    # Who was born after the interview was not: one of the dates is somebody's mistake.
    days: Value = ibis.cases((born <= held, born - _FIRST))
    place = ibis.cases((days.between(0, _LAST - _FIRST), days + 1), (days < 0, 1), else_=0)
    types = dict.fromkeys(("capi:woman", "capi:man", "capi:adult"), "int32")
    found = looked_up(persons, place.cast("int32"), _birthdays(), types, laid)
    columns, now = Columns(found), Columns(found).date("InterviewDate").epoch_days()
    sex = columns.code("Sex")
    dated = found.mutate(**{"capi:now": now})
    woman, man = dated["capi:now"] >= dated["capi:woman"], dated["capi:now"] >= dated["capi:man"]
    reached = dated.mutate(
        penflag=ibis.cases((sex == FEMALE, woman), (sex == MALE, man), (woman == man, man)).cast("int32")
    )
    is_child = reached["capi:now"] < reached["capi:adult"]
    flagged = reached.mutate(nopenflg=ibis.cases((is_child, 0), else_=1 - reached["penflag"]))
    return flagged.drop("capi:woman", "capi:man", "capi:adult", "capi:now")


@cache
def _birthdays() -> Rows:
    """For each birthday the days, by their numbers, on which a woman and a man reach State pension age, and turn 16."""
    months = range(_month(_FIRST_YEAR, 1), _month(_LAST_YEAR + 1, 1))
    return [{}, *(row for month in months for row in _birthdays_in(month))]


def _birthdays_in(month: int) -> Iterator[Mapping[str, int]]:
    for before, days in ((month - 1, range(1, 6)), (month, range(6, _length(month) + 1))):
        of_woman, of_man = _rule(FEMALE, before), _rule(MALE, before)
        for day in days:
            yield {
                "capi:woman": _reached(of_woman, before, month, day) - _EPOCH,
                "capi:man": _reached(of_man, before, month, day) - _EPOCH,
                "capi:adult": _later(month, day, ADULT) - _EPOCH,
            }


def _rule(sex: int, by_the_sixth: int) -> _Rule:
    return next(each for each in RULES[sex] if by_the_sixth < each.before)


def _reached(rule: _Rule, by_the_sixth: int, month: int, day: int) -> int:
    """As the number of the day; `month` and `day` are those of the birth."""
    match rule:
        case _Age(_, months):
            return _later(month, day, months)
        case _Days(first, _, reached, step):
            return _begins(reached + (by_the_sixth - first) * step) + _SIXTH - 1


def _later(month: int, day: int, months: int) -> int:
    """The same day so many months on; the last day of a month that has not that day, as the notes to the timetable say of the
    31st. Who was born on the 29th of February is a year older on the 1st of March, by the rules of the department that pays."""
    found = month + months
    last = _length(found)
    is_leap_day = month % 12 == found % 12 == 1 and day > last
    return _begins(found) + (last if is_leap_day else min(day, last) - 1)


@cache
def _begins(month: int) -> int:
    """The number of its first day."""
    return date(month // 12, month % 12 + 1, 1).toordinal()


def _length(month: int) -> int:
    return _begins(month + 1) - _begins(month)
