"""The rows of the case list: sorted and narrowed by an index of our own, so that 100,000 cases stay quick."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from capi.fieldwork.case import CaseSummary, Status
from capi.screens.header_bar import MODE_NAMES

COLUMNS = ("Reference", "Name", "Instrument", "Mode", "Status", "Answered", "Last worked")
STATUS_NAMES = {
    Status.NOT_STARTED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.STOPPED: "Stopped",
    Status.COMPLETED: "Complete",
}
_STATUS_ORDER = {status: at for at, status in enumerate(STATUS_NAMES)}
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class CaseListModel(QAbstractTableModel):
    """Shows summaries; never changes them."""

    def __init__(self) -> None:
        super().__init__()
        self._summaries: list[CaseSummary] = []
        self._searched: list[str] = []
        self._order: list[int] = []
        self._shown: list[int] = []
        self._wanted: tuple[str, ...] = ()
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)

    def set_cases(self, summaries: list[CaseSummary]) -> None:
        self.beginResetModel()
        self._summaries = summaries
        self._searched = []
        self._order = self._in_order()
        self._shown = self._narrowed(self._order)
        self.endResetModel()

    def narrow(self, text: str) -> None:
        """Shows only the cases that hold every word typed."""
        wanted = tuple(text.casefold().split())
        further = len(wanted) >= len(self._wanted) and all(
            new.startswith(old) for new, old in zip(wanted, self._wanted, strict=False)
        )
        self.beginResetModel()
        self._wanted = wanted
        self._shown = self._narrowed(self._shown if further else self._order)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted_by = (column, order)
        self._order = self._in_order()
        self._shown = self._narrowed(self._order)
        self.endResetModel()

    def _in_order(self) -> list[int]:
        column, order = self._sorted_by
        keys = _KEYS[column](self._summaries)
        return sorted(range(len(keys)), key=keys.__getitem__, reverse=order is Qt.SortOrder.DescendingOrder)

    def _narrowed(self, rows: list[int]) -> list[int]:
        if self._wanted and not self._searched:
            self._searched = [_searched(summary) for summary in self._summaries]
        searched = self._searched
        for word in self._wanted:
            rows = [row for row in rows if word in searched[row]]
        return rows

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @property
    def total(self) -> int:
        return len(self._summaries)

    def summary(self, row: int) -> CaseSummary:
        return self._summaries[self._shown[row]]

    def row_of(self, case_id: str) -> int | None:
        return next((row for row, at in enumerate(self._shown) if self._summaries[at].case.id == case_id), None)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 5:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        summary = self.summary(index.row())
        case = summary.case
        cells = (
            case.reference,
            case.name,
            case.instrument,
            MODE_NAMES[case.mode],
            _status(summary),
            str(summary.answered) if summary.answered else "",
            _when(summary.last_worked),
        )
        return cells[index.column()]


_NEVER = datetime.min.replace(tzinfo=UTC)
_KEYS: tuple[Callable[[list[CaseSummary]], list[Any]], ...] = (
    lambda summaries: [each.case.reference for each in summaries],
    lambda summaries: [each.case.name.casefold() for each in summaries],
    lambda summaries: [each.case.instrument for each in summaries],
    lambda summaries: [each.case.mode.value for each in summaries],
    lambda summaries: [_STATUS_ORDER[each.status] for each in summaries],
    lambda summaries: [each.answered for each in summaries],
    lambda summaries: [each.last_worked or _NEVER for each in summaries],
)
"""What each column sorts by, for all cases at once."""


def _searched(summary: CaseSummary) -> str:
    """What typing finds a case by."""
    case = summary.case
    words = (case.reference, case.name, case.instrument, MODE_NAMES[case.mode], STATUS_NAMES[summary.status])
    return " ".join(words).casefold()


def _status(summary: CaseSummary) -> str:
    name = STATUS_NAMES[summary.status]
    return f"{name}: {summary.stop_reason.value}" if summary.stop_reason else name


def _when(utc: datetime | None) -> str:
    """In local time, as read aloud."""
    return f"{utc.astimezone():%d %b %Y, %H:%M}".lstrip("0") if utc else ""
