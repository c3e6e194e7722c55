"""Disclosure: what an export may contain under each profile, and the reason for what is left out.

The names of cases, remarks of interviewers and the reasons of suppressed signals are in no export.
"""

import enum
from dataclasses import dataclass, replace

from capi.dataset.flatten import Table
from capi.dataset.variables import Column, Kind, Variable


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
class Restricted:
    """`left_out`: what the export does without, and why, in words for its users."""

    table: Table
    left_out: tuple[tuple[Variable, str], ...]


def restrict(table: Table, profile: Profile) -> Restricted:
    """The table with only what the profile lets out."""
    reasons = {variable.name: reason_to_leave_out(variable, profile) for variable in table.variables}
    kept = tuple(_numbered(variable, profile) for variable in table.variables if not reasons[variable.name])
    left_out = tuple((variable, reasons[variable.name]) for variable in table.variables if reasons[variable.name])
    return Restricted(replace(table, variables=kept, serial_numbers=not profile.keeps_reference), left_out)


def reason_to_leave_out(variable: Variable, profile: Profile) -> str:
    """Empty where the variable may leave."""
    if profile is Profile.SECURE or not variable.definitions:
        return ""
    if variable.kind is Kind.TEXT:
        return (
            "a text from the sample may identify somebody"
            if variable.is_fact
            else "a text in the respondent's own words"
        )
    if profile is Profile.END_USER and variable.disclosive:
        return "marked disclosive in the instrument"
    return ""


def _numbered(variable: Variable, profile: Profile) -> Variable:
    """The column of cases holds numbers where it does not hold references."""
    if variable.of is Column.CASE and not profile.keeps_reference:
        return replace(variable, kind=Kind.WHOLE_NUMBER)
    return variable
