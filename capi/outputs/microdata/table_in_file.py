"""A table as its file has it: its columns by their names there, what stands for a state, and how far the writing is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from capi.dataset.cells import MissingCodes, State
from capi.dataset.codebook import Described, DescribedTable
from capi.outputs.microdata.data_file import FileFormat, TablePlan, Told
from capi.outputs.microdata.file_columns import FileColumn, Holds, names_in_file
from capi.outputs.microdata.statistics_labels import format_notes

Step: TypeAlias = Callable[[str, int, int], None]
"""Told what is being written, an instrument or a file; how much of it is; and how much there will be."""
MarkOf: TypeAlias = Callable[[str, State], str]
"""What stands in the file for a state of the column of this name."""


def marks(plans: Sequence[TablePlan], codes: MissingCodes, its_format: FileFormat) -> MarkOf:
    """No two variables of the tables have the same name."""
    beside = {column.called for plan in plans for column in plan.columns if column.state_name}
    in_place, apart = its_format.marks(codes), its_format.marks_beside(codes)
    return lambda name, state: (apart if name in beside else in_place)[state]


def in_file(table: DescribedTable, plan: TablePlan, its_format: FileFormat) -> DescribedTable:
    """With what the format does to its columns."""
    described = zip(table.variables, plan.columns, strict=True)
    return replace(table, variables=tuple(_placed(variable, column, its_format) for variable, column in described))


def _placed(variable: Described, column: FileColumn, its_format: FileFormat) -> Described:
    return replace(
        variable,
        columns=names_in_file(column),
        notes=(*variable.notes, *format_notes(column, variable, its_format)),
        in_figures=column.holds in (Holds.WHOLE, Holds.DECIMAL),
    )


def told(step: Step | None, name: str, rows: int) -> Told | None:
    return None if step is None else lambda done: step(name, done, rows)
