"""Disclosure: what an export may contain under each profile, and the reason for what is left out.

The names of cases, remarks of interviewers and the reasons of suppressed signals are in no export.
"""

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from capi.dataset.flatten import Dataset, Table
from capi.dataset.variables import ALWAYS_DISCLOSIVE, Column, Kind, Variable
from capi.instrument.model import Coded


class Profile(enum.Enum):
    """Whom an export is for."""

    END_USER = "end_user"
    """Researchers under the end-user licence: nothing disclosive, no text, no case reference."""
    SPECIAL = "special"
    """Researchers under a special licence: disclosive categories and numbers too, but no text and no case reference."""
    SECURE = "secure"
    """The office itself and secure settings: everything that was answered, and the case reference."""

    @property
    def keeps_reference(self) -> bool:
        return self is Profile.SECURE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A variable that an export does without, and why, in words for its users."""

    table: Table
    variable: Variable
    reason: str


@dataclass(frozen=True, slots=True)
class Restricted:
    dataset: Dataset
    left_out: tuple[LeftOut, ...]


def restrict(dataset: Dataset, profile: Profile) -> Restricted:
    """The dataset with only what the profile lets out."""
    tables, left_out = [], []
    for table in dataset.tables:
        kept = []
        for variable in table.variables:
            reason = reason_to_leave_out(variable, profile)
            if reason:
                left_out.append(LeftOut(table, variable, reason))
            else:
                kept.append(_numbered(variable, profile))
        tables.append(replace(table, variables=tuple(kept)))
    fit = replace(dataset, tables=tuple(tables), serial_numbers=not profile.keeps_reference)
    return Restricted(fit, tuple(left_out))


_FINDS_SOMEBODY = frozenset(
    ("name", "firstname", "surname", "fullname", "address", "telephone", "phone", "mobile", "email", "nino")
)
"""Fields that nobody but the office has a use for, whatever their type and whether or not an author marked them."""
_BIRTH = frozenset(("dateofbirth", "dob", "birthdate", "dayofbirth", "birthday"))
_PLACES = frozenset(("postcode", "outputarea", "uprn", "gridreference"))
_PENSION = frozenset(("penflag", "penflagp", "nopenflg", "nopenflag"))
"""Over or under State pension age at the interview: made from the date of birth, and with the age it leads back to it."""
_DETAILED = frozenset(("soc2000", "soc2010", "soc2020", "sic2003", "sic2007"))
"""Occupations to the unit group and industries to the class: with a place of work and an age they find people in small trades."""
_FRAME_OF_WORK = re.compile(r"(soc|sic)[ _-]?(19|20)?[0-9]{2}", re.IGNORECASE)


def reason_to_leave_out(variable: Variable, profile: Profile) -> str:
    """Empty where the variable may leave."""
    if profile is Profile.SECURE or not variable.definitions:
        return ""
    if variable.kind is Kind.TEXT:
        if variable.is_fact:
            return "a text from the sample may identify somebody"
        return "a text made of answers" if variable.is_computed else "a text in the respondent's own words"
    return _reason_by_name(variable, profile)


def _reason_by_name(variable: Variable, profile: Profile) -> str:
    """Of what is no text: a telephone number may be one in figures, and an author may have marked nothing."""
    name = variable.field.lower().replace("_", "")
    if name in _FINDS_SOMEBODY:
        return "it finds somebody by itself"
    if profile is not Profile.END_USER:
        return ""
    if variable.field in ALWAYS_DISCLOSIVE or name in _BIRTH:
        return "a date of birth"
    if name in _PENSION:
        return "it tells on which side of State pension age somebody is, to the day"
    if name in _PLACES and not variable.disclosive:
        return "a small area"
    if name in _DETAILED or _is_coded_to_work(variable):
        return "a detailed occupation or industry"
    return "marked disclosive in the instrument" if variable.disclosive else ""


def _is_coded_to_work(variable: Variable) -> bool:
    """Whether the code, or the text of one, is of a frame of occupations or industries."""
    kinds = (definition.asked.type for definition in variable.definitions)
    return any(isinstance(kind, Coded) and _FRAME_OF_WORK.match(kind.frame) is not None for kind in kinds)


def reason_to_leave_out_derived(name: str, made_of: Iterable[Variable], profile: Profile) -> str:
    """The same of a variable derived from these. A class made of a detailed occupation is the broad one that may leave."""
    if profile is not Profile.END_USER:
        return ""
    plain = name.lower().replace("_", "")
    if plain in _PENSION:
        return "it tells on which side of State pension age somebody is, to the day"
    if plain in _DETAILED:
        return "a detailed occupation or industry; its broad group is there instead"
    marked = [each.field for each in made_of if each.disclosive and each.field.lower() not in _DETAILED]
    return f"made of {marked[0]}, which is marked disclosive in the instrument" if marked else ""


def _numbered(variable: Variable, profile: Profile) -> Variable:
    """The column of cases holds numbers where it does not hold references."""
    if variable.of is Column.CASE and not profile.keeps_reference:
        return replace(variable, kind=Kind.WHOLE_NUMBER)
    return variable
