"""Full NS-SEC: the operational category of a job, from its occupation (SOC2010 unit group) and the employment status.

The table of categories is one an office has loaded; every category names it, and the method that was used: full where the
employment status is known, reduced where only the size is not, simplified where the occupation stands alone.

Source: the ONS NS-SEC user manual (SOC2010), sections 7 and 8.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis

from capi.derivation.columns import Columns, Table, Value
from capi.derivation.look_up import Lay, in_memory, looked_up
from capi.derivation.operational import NUMBERS

SIMPLIFIED, EMPLOYERS, MANAGERS = 0, 8, 9
"""Columns of the table beside those of the employment statuses 1 to 7."""
COLUMNS = range(10)
FIRST_MANAGER, LAST_MANAGER = 1115, 1259
"""Unit groups of SOC2010 whose employees are managers, whatever else they said."""
EMPLOYEE, SELF_EMPLOYED = 1, 2
_ALONE, _WITH_EMPLOYEES = 1, 2
_SMALL = 1
_UNIT_GROUPS = 10_000
"""One more than the last there can be, and like 0 none."""
_TYPES = {"nssec_job_opcat": "string", "nssec_status": "int16", "nssec_method": "string", "nssec_table": "string"}
_NUMBERED = {**_TYPES, "capi:job": "int16"}


@dataclass(frozen=True, slots=True)
class NssecTable:
    """`cells`: the operational category by unit group and column; `version` names the table in every derived value."""

    version: str
    cells: Mapping[tuple[int, int], str]


def job_category(persons: Table, table: NssecTable, laid: Lay = in_memory) -> Table:
    """The persons with `nssec_job_opcat`, `nssec_status` (0 to 7), `nssec_method` and `nssec_table` of their current or last
    main job; null where there is none, or its occupation is not coded."""
    return numbered_job(persons, table, laid).drop("capi:job")


def numbered_job(persons: Table, table: NssecTable, laid: Lay) -> Table:
    """The same, with the number of the category in `capi:job`."""
    groups = sorted({unit_group for unit_group, _ in table.cells})
    place = {unit_group: at for at, unit_group in enumerate(groups, 1)}
    rows = [{"capi:group": place.get(unit_group, 0)} for unit_group in range(_UNIT_GROUPS + 1)]
    unit_group = ibis.greatest(ibis.least(occupation_of(persons), _UNIT_GROUPS), 0)
    placed = looked_up(persons, unit_group.cast("int32"), rows, {"capi:group": "int32"}, laid)
    key = placed["capi:group"] * len(COLUMNS) + _column(Columns(placed), occupation_of(placed))
    cells = [_cell(table, unit_group, column) for unit_group in (0, *groups) for column in COLUMNS]
    return looked_up(placed, key, cells, _NUMBERED, laid).drop("capi:group")


def _cell(table: NssecTable, unit_group: int, column: int) -> dict[str, object]:
    category = table.cells.get((unit_group, column))
    if category is None:
        return {"capi:job": 0}
    method = "simplified" if column == SIMPLIFIED else "reduced" if column in (EMPLOYERS, MANAGERS) else "full"
    status = 0 if column in (EMPLOYERS, MANAGERS) else column
    return {
        "nssec_job_opcat": category,
        "nssec_status": status,
        "nssec_method": method,
        "nssec_table": table.version,
        "capi:job": NUMBERS[category],
    }


def occupation_of(persons: Table) -> Value:
    """The unit group as a number; a missing state as its code."""
    return Columns(persons).code("SOC2010").cast("int32")


def _column(columns: Columns, occupation: Value) -> Value:
    status, employees, own = columns.code("Stat"), columns.code("EmpNo"), columns.code("SNEmpl")
    supervises, alone = columns.code("Supvis"), columns.code("Solo")
    manager = occupation.between(FIRST_MANAGER, LAST_MANAGER)
    of_manager = ibis.cases((employees == _SMALL, 5), (employees > _SMALL, 4), else_=MANAGERS)
    of_employee = ibis.cases((supervises == 1, 6), (supervises == 2, 7), else_=SIMPLIFIED)
    of_employer = ibis.cases((own == _SMALL, 2), (own > _SMALL, 1), else_=EMPLOYERS)
    chosen = ibis.cases(
        ((status == EMPLOYEE) & manager, of_manager),
        (status == EMPLOYEE, of_employee),
        ((status == SELF_EMPLOYED) & (alone == _WITH_EMPLOYEES), of_employer),
        ((status == SELF_EMPLOYED) & (alone == _ALONE), 3),
        else_=SIMPLIFIED,
    )
    return chosen.cast("int32")
