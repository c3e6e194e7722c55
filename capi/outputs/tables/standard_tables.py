"""The standards' output tables of a dataset of persons: all whose variables it has.

made = standard_tables(derived_persons, Treatment(threshold=10), weight="weight")
"""

from collections.abc import Callable
from dataclasses import dataclass

from capi.derivation.columns import Table
from capi.outputs.tables.standard_tables_activity import ACTIVITY
from capi.outputs.tables.standard_tables_background import BACKGROUND
from capi.outputs.tables.table_counts import Everybody, NotCountable, counted, everybody, tables_for
from capi.outputs.tables.table_figures import FinishedTable, Treatment, finished
from capi.outputs.tables.table_shapes import TableDefinition

FAMILIES = (*BACKGROUND, *ACTIVITY)
DEFINITIONS: tuple[TableDefinition, ...] = tuple(table for family in FAMILIES for table in family.tables)


@dataclass(frozen=True, slots=True)
class StandardTables:
    """`not_made`: the tables for which the dataset lacks columns, with the columns."""

    tables: tuple[FinishedTable, ...]
    not_made: tuple[tuple[TableDefinition, tuple[str, ...]], ...]
    everybody: Everybody
    treatment: Treatment
    weight: str | None = None


def standard_tables(
    persons: Table,
    treatment: Treatment,
    weight: str | None = None,
    step: Callable[[str], None] | None = None,
) -> StandardTables:
    """`persons` have their derived columns; `step` is told each family as it is counted.

    Raises NotCountable where nothing can be counted, or somebody fits nowhere.
    """
    whole = everybody(persons, weight)
    if whole.persons == 0:
        raise NotCountable("The dataset has no persons. Nothing was written.")
    if treatment.base is None and whole.persons < treatment.threshold:
        raise NotCountable(
            f"The dataset has {whole.persons} persons, and numbers below {treatment.threshold} are hidden: nothing would be left. "
            "Use more cases, or for a trial --threshold 1."
        )
    made: list[FinishedTable] = []
    for family in FAMILIES:
        tables = tables_for(persons, family)
        if tables:
            made += finished(counted(persons, family, tables, weight), treatment, whole)
            if step is not None:
                step(family.name)
    if not made:
        needed = sorted({name for table in DEFINITIONS for name in table.needs})
        raise NotCountable(f"The dataset has no column that a table is made of: {', '.join(needed)}.")
    lacking = tuple(
        (table, tuple(name for name in table.needs if name not in persons.columns))
        for table in DEFINITIONS
        if not set(table.needs) <= set(persons.columns)
    )
    return StandardTables(tuple(made), lacking, whole, treatment, weight)
