"""NS-SEC for the whole adult population, in the order of priority the standard prints: 1 full-time students, 2 long-term
unemployed, 3 never worked, 4 the class of the current or last main job, 5 occupation not adequately described, 6 other.

Only what is known puts a person into the first three: a missing answer leaves the class of the job.

Source: the harmonised standard "Economic activity, NS-SEC and employment", definitions 4 and 5, and its last list.
"""

import functools
import operator

import ibis

from capi.derivation.columns import USUAL, Columns, Table, Value
from capi.derivation.economic_status import ILO_UNEMPLOYED, WORK
from capi.derivation.full_nssec import NssecTable, numbered_job, occupation_of
from capi.derivation.look_up import Lay, in_memory, looked_up
from capi.derivation.operational import (
    CATEGORIES,
    INADEQUATE,
    LONG_TERM_UNEMPLOYED,
    NEVER_WORKED,
    NUMBERS,
    OTHER,
    STUDENT,
)
from capi.derivation.settings import STANDARD, Settings

_YES, _NO = 1, 2
_FULL_TIME = (1, 3, 4)
_MEDICAL = 5
_A_YEAR_OR_MORE = 6
_THURSDAY = 3
"""Of a week that begins on a Monday: the day from which days are numbered, 1 January 1970."""
_CLASSES = ("nssec_opcat", "nssec8", "nssec5", "nssec3", "nssec_not_classified")


def population_class(persons: Table, table: NssecTable, settings: Settings = STANDARD, laid: Lay = in_memory) -> Table:
    """The persons with `nssec_opcat`, `nssec8`, `nssec5`, `nssec3`, `nssec_not_classified`, and what `job_category` adds.

    `persons` have their `ilo_status`. Null for who was not asked, such as children.
    """
    with_job = numbered_job(persons, table, laid)
    columns = Columns(with_job)
    had_job = columns.was_asked("Stat") | (occupation_of(with_job) != USUAL.not_asked)
    category = ibis.cases(
        (with_job["ilo_status"].isnull(), 0),
        (is_student(columns, settings), NUMBERS[STUDENT]),
        (_long_term_unemployed(with_job, columns), NUMBERS[LONG_TERM_UNEMPLOYED]),
        (_never_worked(columns), NUMBERS[NEVER_WORKED]),
        (with_job["capi:job"] > 0, with_job["capi:job"]),
        (had_job, NUMBERS[INADEQUATE]),
        else_=NUMBERS[OTHER],
    )
    rows = [{}, *(dict(zip(_CLASSES, (name, *classes), strict=True)) for name, classes in CATEGORIES.items())]
    return looked_up(with_job, category.cast("int32"), rows, dict.fromkeys(_CLASSES, "string"), laid).drop("capi:job")


def is_student(columns: Columns, settings: Settings) -> Value:
    """Full time, by the standard's definition 4, whether or not in employment."""
    courses = (*_FULL_TIME, _MEDICAL) if settings.medical_is_full_time else _FULL_TIME
    enrolled = (columns.code("Enroll") == _YES) & columns.code("Attend").isin((1, 2))
    return enrolled & columns.code("Course").isin(courses)


def _long_term_unemployed(persons: Table, columns: Columns) -> Value:
    """ILO unemployed, looking for a year, and without a paid job for a year; all of it known."""
    # Words are compared only where the numbers leave it open: they take an engine longer.
    unemployed = (persons["ilo_status"] == ILO_UNEMPLOYED).fill_null(False)
    looking = ibis.cases((columns.code("LKTime") == _A_YEAR_OR_MORE, unemployed), else_=False)
    return looking & ((columns.code("EverWk") == _NO) | _left_a_year_ago(columns))


def _left_a_year_ago(columns: Columns) -> Value:
    """Over a year before the Sunday that ends the reference week."""
    left = columns.date("DtJbL")
    days = _reference_sunday(columns) - left.epoch_days()
    # Engines take long over years, and only of 366 days it is the calendar that decides: it is a year where a leap day is in it.
    leap_day = _is_leap(left.year() + (left.month() > 2).cast("int32")) & ~((left.month() == 2) & (left.day() == 29))
    return ibis.cases((days.isnull(), False), (days < 366, False), (days > 366, True), else_=~leap_day)


def _reference_sunday(columns: Columns) -> Value:
    """The number of its day; where it is not there, of the Sunday before the interview."""
    held = columns.date("InterviewDate").epoch_days()
    before = held - (held + _THURSDAY) % 7 - 1
    return ibis.coalesce(columns.date("ReferenceSunday").epoch_days(), before)


def _is_leap(year: Value) -> Value:
    return (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))


def _never_worked(columns: Columns) -> Value:
    """As far as is known also not in employment."""
    works = [columns.code(name) == _YES for name in WORK.questions]
    return (columns.code("EverWk") == _NO) & ~functools.reduce(operator.or_, works)
