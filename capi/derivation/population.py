"""NS-SEC for the whole adult population, in the order of priority the standard prints: 1 full-time students, 2 long-term
unemployed, 3 never worked, 4 the class of the current or last main job, 5 occupation not adequately described, 6 other.

Only what is known puts a person into the first three: a missing answer leaves the class of the job.

Source: the harmonised standard "Economic activity, NS-SEC and employment", definitions 4 and 5, and its last list.
"""

from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from capi.derivation.columns import Columns
from capi.derivation.economic_status import ILO_UNEMPLOYED, in_employment
from capi.derivation.full_nssec import NssecTable, job_category, occupation_of
from capi.derivation.operational import CATEGORIES, INADEQUATE, LONG_TERM_UNEMPLOYED, NEVER_WORKED, OTHER, STUDENT

_YES, _NO = 1, 2
_FULL_TIME = (1, 3, 4)
_MEDICAL = 5
_A_YEAR_OR_MORE = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """`medical_is_full_time`: whether training in nursing and the like counts as full-time study. The standard's definition,
    taken literally, says no."""

    medical_is_full_time: bool = False


def population_class(persons: ir.Table, table: NssecTable, settings: Settings = Settings()) -> ir.Table:
    """The persons with `nssec_opcat`, `nssec8`, `nssec5`, `nssec3`, `nssec_not_classified`, and what `job_category` adds.

    `persons` have their `ilo_status`. Null for who was not asked, such as children.
    """
    with_job = job_category(persons, table)
    columns = Columns(with_job)
    of_the_job = with_job["nssec_job_opcat"]
    had_job = columns.was_asked("Stat") | (occupation_of(with_job) != -1)
    category = ibis.cases(
        (~columns.was_asked("Wrking"), ibis.null("string")),
        (is_student(columns, settings), STUDENT),
        (_long_term_unemployed(with_job, columns), LONG_TERM_UNEMPLOYED),
        (_never_worked(columns), NEVER_WORKED),
        (of_the_job.notnull(), of_the_job),
        (had_job, INADEQUATE),
        else_=OTHER,
    )
    classed = with_job.mutate(nssec_opcat=category)
    rows = [{"_opcat": name, **_columns(name)} for name in CATEGORIES]
    types = {"_opcat": "string", **dict.fromkeys(("nssec8", "nssec5", "nssec3", "nssec_not_classified"), "string")}
    classes = ibis.memtable(rows, schema=types)
    return classed.left_join(classes, classed["nssec_opcat"] == classes["_opcat"]).drop("_opcat")


def is_student(columns: Columns, settings: Settings) -> ir.BooleanValue:
    """Full time, by the standard's definition 4, whether or not in employment."""
    courses = (*_FULL_TIME, _MEDICAL) if settings.medical_is_full_time else _FULL_TIME
    enrolled = (columns.code("Enroll") == _YES) & columns.code("Attend").isin((1, 2))
    return enrolled & columns.code("Course").isin(courses)


def _long_term_unemployed(persons: ir.Table, columns: Columns) -> ir.BooleanValue:
    """ILO unemployed, looking for a year, and without a paid job for a year; all of it known."""
    year_before = columns.date("ReferenceSunday") - ibis.interval(years=1)
    left_long_ago = (columns.date("DtJbL") < year_before).fill_null(False)
    looking = (persons["ilo_status"] == ILO_UNEMPLOYED).fill_null(False) & (columns.code("LKTime") == _A_YEAR_OR_MORE)
    return looking & ((columns.code("EverWk") == _NO) | left_long_ago)


def _never_worked(columns: Columns) -> ir.BooleanValue:
    return (columns.code("EverWk") == _NO) & ~in_employment(columns).fill_null(False)


def _columns(name: str) -> dict[str, str | None]:
    classes = CATEGORIES[name]
    return {
        "nssec8": classes.eight,
        "nssec5": classes.five,
        "nssec3": classes.three,
        "nssec_not_classified": classes.not_classified,
    }
