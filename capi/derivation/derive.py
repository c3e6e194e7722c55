"""All derivations at once: the persons with every variable that can be made of what they were asked.

    derive(persons, nssec_table, Settings())

A variable is there where its questions are: the columns of SEB make the self-coded classes, those of economic activity the ILO
status, an occupation coded to SOC2010 with a table loaded by the office the full NS-SEC, a date of birth the pension flags.
"""

from collections.abc import Iterable, Mapping

import ibis

from capi.derivation.columns import Table
from capi.derivation.economic_status import economic_status
from capi.derivation.full_nssec import NssecTable
from capi.derivation.look_up import Lay, in_memory
from capi.derivation.pension_age import pension_flags
from capi.derivation.population import population_class
from capi.derivation.self_coded import EARNER, self_coded
from capi.derivation.settings import STANDARD, Convention, Settings

_SELF_CODED = ("nssec_selfcoded5", "nssec_selfcoded3", "nssec_selfcoded5_possible", "smc3")
_STATUS = ("ilo_status", "ilo_employment", "ilo_hours", "ilo_inactive_reason", "unpaid_family_worker")
_JOB = ("nssec_job_opcat", "nssec_status", "nssec_method", "nssec_table")
_POPULATION = ("nssec_opcat", "nssec8", "nssec5", "nssec3", "nssec_not_classified")
_PENSION = ("penflag", "nopenflg")
_OTHERWISE = ("nssec_selfcoded_convention", "nssec_student_convention")
"""Only where a setting is not the standard's: what was done instead stands beside the values."""
DERIVED = (*_SELF_CODED, *_STATUS, *_JOB, *_POPULATION, *_PENSION, *_OTHERWISE)
"""Every variable there can be, in the order they stand."""
CATEGORIES = tuple(
    name for name in DERIVED if name not in ("nssec_selfcoded5_possible", "nssec_job_opcat", "nssec_table", *_OTHERWISE)
)
"""Those that are worth counting by category."""


def derivable(names: Iterable[str], *, has_table: bool) -> tuple[str, ...]:
    """The variables that persons with columns of these names get."""
    there = frozenset(names)
    made: list[str] = []
    if not there.isdisjoint(EARNER.questions):
        made += _SELF_CODED
    if "Wrking" in there:
        made += _STATUS
        if has_table and "SOC2010" in there:
            made += (*_JOB, *_POPULATION)
    if {"DateOfBirth", "InterviewDate"} <= there:
        made += _PENSION
    return tuple(made)


def derive(persons: Table, table: NssecTable | None, settings: Settings = STANDARD, laid: Lay = in_memory) -> Table:
    """The persons with their derived variables behind their own columns; those they came with are made anew.

    `table`: the categories of full NS-SEC, None where no office has loaded one. `laid` puts look-up tables into the engine.
    """
    asked = persons.drop(*[name for name in persons.columns if name.lower() in DERIVED])
    names = derivable(asked.columns, has_table=table is not None)
    derived = asked
    if "smc3" in names:
        derived = self_coded(derived, settings, laid)
    if "ilo_status" in names:
        derived = economic_status(derived, laid)
    if table is not None and "nssec_opcat" in names:
        derived = population_class(derived, table, settings, laid)
    if "penflag" in names:
        derived = pension_flags(derived, laid)
    said = {name: ibis.literal(words) for name, words in _otherwise(settings, names).items()}
    return derived.select(*asked.columns, *names).mutate(**said)


def _otherwise(settings: Settings, names: Iterable[str]) -> Mapping[str, str]:
    convention, student = _OTHERWISE
    found = {}
    if settings.convention is not Convention.NONE and "smc3" in names:
        found[convention] = settings.convention.value
    if settings.medical_is_full_time and "nssec_opcat" in names:
        found[student] = "medical_is_full_time"
    return found
