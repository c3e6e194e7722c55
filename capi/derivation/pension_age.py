"""State pension age at the interview: who has reached it, and who of those aged 16 and over has not. Both are disclosive.

The Acts fix, for each birth between the 6th of one month and the 5th of the next, an age or a day, which always is a 6th. So
a birth and a day are numbered here by the months that begin on a 6th. The standard's own "65 by 2020" text is superseded by the Acts.

Source: Pensions Acts 1995 (schedule 4), 2007, 2011 and 2014; the tables on GOV.UK agree on every date.
"""

from dataclasses import dataclass
from typing import Any

import ibis
from ibis.expr import types as ir

from capi.derivation.columns import Columns

MALE, FEMALE = 1, 2
ADULT = 16 * 12
"""Months."""


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


def pension_flags(persons: ir.Table) -> ir.Table:
    """The persons with `penflag` and `nopenflg`, 1 or 0; null where the dates, or a sex that matters, are not known."""
    columns = Columns(persons)
    birth, day = columns.date("DateOfBirth"), columns.date("InterviewDate")
    # A step at a time, so that no engine works anything out twice.
    dated = persons.mutate(_born=_by_the_sixth(birth), _now=_by_the_sixth(day), _age=age_in_months(birth, day))
    tried = dated.mutate(_woman=_reached(RULES[FEMALE], dated), _man=_reached(RULES[MALE], dated))
    sex, woman, man = Columns(tried).code("Sex"), tried["_woman"], tried["_man"]
    chosen = tried.mutate(_reached=ibis.cases((sex == FEMALE, woman), (sex == MALE, man), (woman == man, man)))
    return chosen.mutate(
        penflag=chosen["_reached"],
        nopenflg=ibis.cases((chosen["_age"] < ADULT, 0), else_=1 - chosen["_reached"]),
    ).drop("_born", "_now", "_age", "_woman", "_man", "_reached")


def age_in_months(birth: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Whole months. Who was born on a day that a month has not is older by one on its last day."""
    began = (day.day() >= birth.day()) | ((day + ibis.interval(days=1)).day() == 1)
    return _of(day) - _of(birth) - ibis.cases((began, 0), else_=1)


def _reached(rules: tuple[_Rule, ...], dated: ir.Table) -> ir.IntegerValue:
    """1 or 0; null where a date is not known."""
    born, now, age = dated["_born"], dated["_now"], dated["_age"]
    branches: list[tuple[Any, Any]] = [(born.isnull() | now.isnull(), ibis.null("int16"))]
    for rule in rules:
        match rule:
            case _Age(before, months):
                branches.append((born < before, (age - (months - 1)).clip(0, 1)))
            case _Days(first, before, reached, step):
                branches.append((born < before, (now - reached - (born - first) * step + 1).clip(0, 1)))
    return ibis.cases(*branches)


def _by_the_sixth(date: ir.DateValue) -> ir.IntegerValue:
    return _of(date) - ibis.cases((date.day() >= 6, 0), else_=1)


def _of(date: ir.DateValue) -> ir.IntegerValue:
    return date.year() * 12 + date.month() - 1
