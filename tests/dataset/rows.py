"""Rows of a dataset as tests look at them: of one table, or as dictionaries."""

from capi.dataset.cells import Cell
from capi.dataset.flatten import Dataset, Row, Table
from capi.dataset.levels import CASES, Level


def table_at(dataset: Dataset, level: Level = CASES) -> Table:
    (table,) = (each for each in dataset.tables if each.level == level)
    return table


def rows_at(dataset: Dataset, level: Level = CASES) -> list[Row]:
    at = dataset.tables.index(table_at(dataset, level))
    return [row for of_case in dataset.rows() for row in of_case[at]]


def dictionaries(dataset: Dataset, level: Level = CASES) -> list[dict[str, Cell]]:
    names = [variable.name for variable in table_at(dataset, level).variables]
    return [dict(zip(names, row, strict=True)) for row in rows_at(dataset, level)]
