"""Lists of lines under headings, sorted by a click or by key, chosen with Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from capi.screens.language import local_time, said
from capi.screens.look import Look
from capi.screens.sheet import is_enter
from capi.wording import Wording

Line = TypeVar("Line")
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_MEASURED = 200
_BESIDE = 24
"""Room left and right of the words of a cell."""


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

    def says_something(self, column: int) -> bool:
        return any(self.columns[column].said(line) for line in self.lines)

    def widest(self, column: int, metrics: QFontMetrics) -> int:
        """What the words of a column take, by the first lines of a long list."""
        words = (self.columns[column].said(line) for line in self.lines[:_MEASURED])
        return max((metrics.horizontalAdvance(each) for each in words), default=0)

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
        self._needed: list[int] = []
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
        self._measure()
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
        self._measure()
        self._share_width()

    def height_of(self, lines: int) -> int:
        """With so many lines in sight, none of them cut."""
        headings = self.horizontalHeader().sizeHint().height()
        return headings + lines * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()

    def hide_empty(self) -> None:
        """Shows only the columns in which something is said."""
        for at in range(len(self.model_of_lines.columns)):
            self.setColumnHidden(at, not self.model_of_lines.says_something(at))
        self._share_width()

    def _measure(self) -> None:
        model, metrics = self.model_of_lines, self.fontMetrics()
        self._needed = [model.widest(at, metrics) + self._look.px(_BESIDE) for at in range(len(model.columns))]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Each column gets what it is given; one whose words need more gets it where the wide ones can spare it."""
        columns, px = self.model_of_lines.columns, self._look.px
        headings = self.horizontalHeader()
        shown = [at for at in range(len(columns)) if not self.isColumnHidden(at)]
        widths = {at: max(px(columns[at].width), headings.sectionSizeHint(at)) for at in shown if columns[at].width}
        stretched = [at for at in shown if not columns[at].width]
        least = {at: max(px(90), headings.sectionSizeHint(at)) for at in stretched}
        left = self.viewport().width() - sum(widths.values())
        spare = left - sum(max(least[at], self._needed[at]) for at in stretched)
        for at in sorted(widths, key=lambda at: self._needed[at] - widths[at]):
            more = max(0, min(self._needed[at] - widths[at], spare))
            widths[at] += more
            left, spare = left - more, spare - more
        words = [at for at in shown if not columns[at].numeric]
        if words and not stretched:
            widths[words[-1]] += max(0, left)
        for at in stretched:
            widths[at] = max(least[at], left // len(stretched))
        for at, width in widths.items():
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
