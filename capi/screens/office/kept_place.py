"""A list that is filled anew and stays where it was: the lines marked stay marked, and what is in sight stays in sight."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView

from capi.screens.lines import LinesTable

Line = TypeVar("Line")
_ADDED = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def put_in_place(table: LinesTable[Line], lines: Sequence[Line], key: Callable[[Line], Hashable]) -> None:
    """`key` is by what a line is known again."""
    chosen = {key(line) for line in table.selected}
    across, down = table.horizontalScrollBar().value(), table.verticalScrollBar().value()
    table.put(lines, lambda one, other: key(one) == key(other))
    model, selection = table.model_of_lines, table.selectionModel()
    for row, line in enumerate(model.lines):
        if len(chosen) > 1 and key(line) in chosen:
            selection.select(model.index(row, 0), _ADDED)
    table.doItemsLayout()
    table.horizontalScrollBar().setValue(across)
    table.verticalScrollBar().setValue(down)


def sort_in_place(table: LinesTable[Line], column: int, key: Callable[[Line], Hashable], *, upwards: bool) -> None:
    """The line marked stays marked, and comes into sight."""
    before = table.line
    table.sortByColumn(column, Qt.SortOrder.AscendingOrder if upwards else Qt.SortOrder.DescendingOrder)
    if before is not None:
        rows = [row for row, line in enumerate(table.model_of_lines.lines) if key(line) == key(before)]
        for row in rows[:1]:
            table.selectRow(row)
            table.scrollTo(table.model_of_lines.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
