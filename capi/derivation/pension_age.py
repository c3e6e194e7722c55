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
    birth, day, sex = columns.date("DateOfBirth"), columns.date("InterviewDate"), columns.code("Sex")
    age = age_in_months(birth, day)
    of_a_woman, of_a_man = (_reached(RULES[each], birth, day, age) for each in (FEMALE, MALE))
    reached = ibis.cases(
        (sex == FEMALE, of_a_woman),
        (sex == MALE, of_a_man),
        (of_a_woman == of_a_man, of_a_man),
        else_=ibis.null("boolean"),
    )
    return persons.mutate(
        penflag=ibis.cases((reached, 1), (~reached, 0)),
        nopenflg=ibis.cases((age < ADULT, 0), (reached, 0), (~reached, 1)),
    )


def age_in_months(birth: ir.DateValue, day: ir.DateValue) -> ir.IntegerValue:
    """Whole months. Who was born on a day that a month has not is older by one on its last day."""
    began = (day.day() >= birth.day()) | ((day + ibis.interval(days=1)).day() == 1)
    return _of(day) - _of(birth) - ibis.cases((began, 0), else_=1)


def _reached(rules: tuple[_Rule, ...], birth: ir.DateValue, day: ir.DateValue, age: ir.IntegerValue) -> ir.BooleanValue:
    born, now = _by_the_sixth(birth), _by_the_sixth(day)
    branches: list[tuple[Any, Any]] = [(born.isnull() | now.isnull(), ibis.null("boolean"))]
    for rule in rules:
        match rule:
            case _Age(before, months):
                branches.append((born < before, age >= months))
            case _Days(first, before, reached, step):
                branches.append((born < before, now >= reached + (born - first) * step))
    return ibis.cases(*branches)


def _by_the_sixth(date: ir.DateValue) -> ir.IntegerValue:
    return _of(date) - ibis.cases((date.day() >= 6, 0), else_=1)


def _of(date: ir.DateValue) -> ir.IntegerValue:
    return date.year() * 12 + date.month() - 1
