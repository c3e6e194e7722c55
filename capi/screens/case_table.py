"""The table of the case list: which columns are in sight, how wide each is, and in which ink a cell is written."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from capi.screens.case_columns import COLUMNS, NAME, Column
from capi.screens.case_list_model import CaseListModel
from capi.screens.look import Look

_BESIDE = 24
"""Room left and right of the words of a cell, at 100 %."""


class _InItsInk(QStyledItemDelegate):
    """A cell keeps its colour where its row is marked."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(ink, QColor):
            palette = option.palette
            palette.setColor(QPalette.ColorRole.HighlightedText, ink)
            option.palette = palette


class CaseTable(QTableView):
    def __init__(self, look: Look, model: CaseListModel) -> None:
        super().__init__()
        self._look = look
        self._cases = model
        self.setModel(model)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self._in_ink = _InItsInk()
        self.setItemDelegate(self._in_ink)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        self.setMinimumWidth(0)
        self.setAccessibleName(self.tr("Cases"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The case marked stays in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def height_of(self, rows: int) -> int:
        """What it takes to show so many."""
        beside = self.horizontalHeader().height() + self.horizontalScrollBar().sizeHint().height()
        return beside + rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()

    def show_columns(self, columns: Iterable[Column]) -> None:
        shown = tuple(columns)
        for at, column in enumerate(COLUMNS):
            self.setColumnHidden(at, column not in shown)

    def share(self, room: int) -> None:
        """What the window itself writes is never cut; what is left is for the name or address.

        Where that is less than it may want, columns that say what an instrument or a frame calls things give some of theirs.
        """
        shown = [(at, each) for at, each in enumerate(COLUMNS) if each is not NAME and not self.isColumnHidden(at)]
        widths = {at: self._wanted(at, column) for at, column in shown}
        missing = self._look.px(NAME.most) - room + sum(widths.values())
        can_give = {at: max(0, widths[at] - self._least(at, each)) for at, each in shown if each.most}
        if missing > 0 and any(can_give.values()):
            share = min(1.0, missing / sum(can_give.values()))
            for at, most in can_give.items():
                widths[at] -= round(most * share)
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        left = room - sum(widths.values())
        self.setColumnWidth(COLUMNS.index(NAME), max(left, self._look.px(NAME.least)))

    def _least(self, at: int, column: Column) -> int:
        return max(self._look.px(column.least), self.horizontalHeader().sectionSizeHint(at))

    def _wanted(self, at: int, column: Column) -> int:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(each) for each in self._cases.widest(column)), default=0)
        if column.most:
            widest = min(widest, self._look.px(column.most))
        return max(self._least(at, column), widest + self._look.px(_BESIDE))
