"""Lists of lines under headings, sorted by a click or by key, chosen with Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from capi.screens.language import local_time, said
from capi.screens.look import Look
from capi.screens.sheet import is_enter
from capi.wording import Wording

Line = TypeVar("Line")
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Line]):
    """`said` gives the words of a cell, `by` what it sorts by; `width` at 100 %, 0 for all that is left; `numeric` is put right."""

    heading: Wording
    said: Callable[[Line], str]
    by: Callable[[Line], Any]
    width: int
    numeric: bool = False


class LinesModel(QAbstractTableModel, Generic[Line]):
    """Shows lines; never changes them."""

    def __init__(self, columns: Sequence[Column[Line]]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.lines: list[Line] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None

    def put(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self._sort()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted_by = (column, order) if 0 <= column < len(self.columns) else None
        self._sort()
        self.endResetModel()

    def _sort(self) -> None:
        if self._sorted_by is not None:
            column, order = self._sorted_by
            self.lines.sort(key=self.columns[column].by, reverse=order is Qt.SortOrder.DescendingOrder)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return said(self.columns[section].heading)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].numeric else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and column.numeric:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return column.said(self.lines[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None


class LinesTable(QTableView, Generic[Line]):
    """A list under its headings. Enter or a double click chooses the line marked."""

    chosen = Signal(object)
    """Emitted with the line."""
    marked = Signal(object)
    """Emitted with the line that is marked now, None where there is none."""

    def __init__(self, look: Look, name: str, columns: Sequence[Column[Line]]) -> None:
        """`name` is what a screen reader calls the list."""
        super().__init__()
        self._look = look
        self.model_of_lines: LinesModel[Line] = LinesModel(columns)
        self.setModel(self.model_of_lines)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._choose)
        self.selectionModel().currentChanged.connect(self._tell_marked)
        self.installEventFilter(self)
        look.changed.connect(self._style)
        self._style()

    def put(self, lines: Sequence[Line], same: Callable[[Line, Line], bool] | None = None) -> None:
        """Shows these; the line that is the `same` as the one marked before stays marked."""
        before = self.line
        self.model_of_lines.put(lines)
        self._share_width()
        at = 0
        if before is not None and same is not None:
            at = next((row for row, line in enumerate(self.model_of_lines.lines) if same(line, before)), 0)
        if lines:
            self.selectRow(at)
        self._tell_marked()

    @property
    def line(self) -> Line | None:
        """The line that is marked."""
        row = self.currentIndex().row()
        return self.model_of_lines.lines[row] if 0 <= row < len(self.model_of_lines.lines) else None

    @property
    def selected(self) -> list[Line]:
        """All lines marked with Shift or Ctrl, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.model_of_lines.lines[row] for row in rows]

    def _style(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(36))
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        columns, px = self.model_of_lines.columns, self._look.px
        headings = self.horizontalHeader()
        widths = [
            max(px(column.width), headings.sectionSizeHint(at)) if column.width else 0
            for at, column in enumerate(columns)
        ]
        stretched = [at for at, column in enumerate(columns) if not column.width]
        left = self.viewport().width() - sum(widths)
        for at in stretched:
            widths[at] = max(px(90), left // len(stretched))
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)

    def _choose(self) -> None:
        line = self.line
        if line is not None:
            self.chosen.emit(line)

    def _tell_marked(self) -> None:
        self.marked.emit(self.line)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and is_enter(event):
            self._choose()
            return True
        return False


def when(time: datetime | None) -> str:
    """A time in a list, on this computer's clock; empty where there is none."""
    return local_time(time) if time else ""
