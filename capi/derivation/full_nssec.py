"""Full NS-SEC: the operational category of a job, from its occupation (SOC2010 unit group) and the employment status.

The table of categories is one an office has loaded; every category names it, and the method that was used: full where the
employment status is known, reduced where only the size is not, simplified where the occupation stands alone.

Source: the ONS NS-SEC user manual (SOC2010), sections 7 and 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
from ibis.expr import types as ir

from capi.derivation.columns import Columns, looked_up

SIMPLIFIED, EMPLOYERS, MANAGERS = 0, 8, 9
"""Columns of the table beside those of the employment statuses 1 to 7."""
COLUMNS = range(10)
FIRST_MANAGER, LAST_MANAGER = 1115, 1259
"""Unit groups of SOC2010 whose employees are managers, whatever else they said."""
_WIDTH = 16
EMPLOYEE, SELF_EMPLOYED = 1, 2
_ALONE, _WITH_EMPLOYEES = 1, 2
_SMALL = 1


@dataclass(frozen=True, slots=True)
class NssecTable:
    """`cells`: the operational category by unit group and column; `version` names the table in every derived value."""

    version: str
    cells: Mapping[tuple[int, int], str]


def job_category(persons: ir.Table, table: NssecTable) -> ir.Table:
    """The persons with `nssec_job_opcat`, `nssec_status` (0 to 7), `nssec_method` and `nssec_table` of their current or last
    main job; null where there is none, or its occupation is not coded."""
    columns = Columns(persons)
    occupation = occupation_of(persons)
    column = _column(columns, occupation)
    found = {unit_group * _WIDTH + at: {"nssec_job_opcat": category} for (unit_group, at), category in table.cells.items()}
    with_category = looked_up(
        persons.mutate(_column=column), occupation * _WIDTH + column, found, {"nssec_job_opcat": "string"}
    )
    known = with_category["nssec_job_opcat"].notnull()
    at = with_category["_column"]
    method = ibis.cases((at == SIMPLIFIED, "simplified"), (at.isin((EMPLOYERS, MANAGERS)), "reduced"), else_="full")
    return with_category.mutate(
        nssec_status=ibis.cases((known, ibis.cases((at <= 7, at), else_=0))),
        nssec_method=ibis.cases((known, method)),
        nssec_table=ibis.cases((known, table.version)),
    ).drop("_column")


def occupation_of(persons: ir.Table) -> ir.IntegerValue:
    """The unit group as a number; a missing state as its code."""
    return Columns(persons).code("SOC2010").cast("int32")


def _column(columns: Columns, occupation: ir.IntegerValue) -> ir.IntegerValue:
    status, employees, own = columns.code("Stat"), columns.code("EmpNo"), columns.code("SNEmpl")
    supervises, alone = columns.code("Supvis"), columns.code("Solo")
    employee, manager = status == EMPLOYEE, occupation.between(FIRST_MANAGER, LAST_MANAGER)
    employer = (status == SELF_EMPLOYED) & (alone == _WITH_EMPLOYEES)
    chosen = ibis.cases(
        ((status == SELF_EMPLOYED) & (alone == _ALONE), 3),
        (employer & (own == _SMALL), 2),
        (employer & (own > _SMALL), 1),
        (employer, EMPLOYERS),
        (employee & manager & (employees == _SMALL), 5),
        (employee & manager & (employees > _SMALL), 4),
        (employee & manager, MANAGERS),
        (employee & (supervises == 1), 6),
        (employee & (supervises == 2), 7),
        else_=SIMPLIFIED,
    )
    return chosen.cast("int32")
