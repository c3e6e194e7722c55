"""The rows of the case list: sorted and narrowed by an index of our own, so that 100,000 cases stay quick."""

import html
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from capi.fieldwork.case import Case, CaseSummary
from capi.screens.language import local_time, said
from capi.screens.names import MODE_NAMES, STATUS_NAMES, STOPPED_NAMES
from capi.wording import Wording

COLUMNS = (
    Wording("CaseListModel", "Reference"),
    Wording("CaseListModel", "Name"),
    Wording("CaseListModel", "Instrument"),
    Wording("CaseListModel", "Mode"),
    Wording("CaseListModel", "Status"),
    Wording("CaseListModel", "Last worked"),
    Wording("CaseListModel", "Hub"),
)
HUB = 6
_INSTRUMENT = 2
_LONG_AGO = datetime(2000, 12, 28, 22, 58, tzinfo=UTC)
_STATUS_ORDER = {status: at for at, status in enumerate(STATUS_NAMES)}
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case is, in a few words; `ink` is the name of a colour of the look, empty for the usual one."""

    words: str
    ink: str = ""


class CaseListModel(QAbstractTableModel):
    """Shows summaries; never changes them."""

    def __init__(self, title: Callable[[Case], str] = lambda case: case.instrument) -> None:
        """`title` is that of the instrument a case is held to."""
        super().__init__()
        self._title = title
        self._titles: dict[str, str] = {}
        self._summaries: list[CaseSummary] = []
        self._searched: list[str] = []
        self._hub: Mapping[str, Place] = {}
        self._inks: Mapping[str, QColor] = {}
        self._order: list[int] = []
        self._shown: list[int] = []
        self._wanted: tuple[str, ...] = ()
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)
        self._modes = {mode: said(name) for mode, name in MODE_NAMES.items()}
        self._statuses = {status: said(name) for status, name in STATUS_NAMES.items()}
        self._stopped = {reason: said(name) for reason, name in STOPPED_NAMES.items()}

    def set_cases(self, summaries: list[CaseSummary]) -> None:
        self.beginResetModel()
        self._summaries = summaries
        instruments = {summary.case.sha256: summary.case for summary in summaries}
        self._titles = {sha256: self._title(case) for sha256, case in instruments.items()}
        self._searched = []
        self._order = self._in_order()
        self._shown = self._narrowed(self._order)
        self.endResetModel()

    def set_inks(self, inks: Mapping[str, QColor]) -> None:
        """What the colours named by places are now."""
        self._inks = inks

    def set_hub(self, places: Mapping[str, Place] | None) -> None:
        """Where each case is, by its id."""
        self._hub = places or {}
        if self._sorted_by[0] == HUB:
            self.sort(*self._sorted_by)
        elif self._shown:
            self.dataChanged.emit(self.index(0, HUB), self.index(len(self._shown) - 1, HUB))

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
        titles, hub = self._titles, self._hub
        keys: list[Any]
        match column:
            case 2:
                keys = [titles[each.case.sha256].casefold() for each in self._summaries]
            case 6:
                keys = [hub.get(each.case.id, _NOWHERE).words for each in self._summaries]
            case _:
                keys = _KEYS[column](self._summaries)
        return sorted(range(len(keys)), key=keys.__getitem__, reverse=order is Qt.SortOrder.DescendingOrder)

    def _narrowed(self, rows: list[int]) -> list[int]:
        if self._wanted and not self._searched:
            self._searched = [self._words(summary) for summary in self._summaries]
        searched = self._searched
        for word in self._wanted:
            rows = [row for row in rows if word in searched[row]]
        return rows

    def _words(self, summary: CaseSummary) -> str:
        """What typing finds a case by."""
        case = summary.case
        title = self._titles[case.sha256]
        words = (
            case.reference,
            case.name,
            title,
            case.instrument,
            self._modes[case.mode],
            self._statuses[summary.status],
        )
        return " ".join(words).casefold()

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

    def names(self, column: int) -> Iterable[str]:
        """All that a column can say, but for what the sample says; of times one as wide as any."""
        match column:
            case 2:
                return self._titles.values()
            case 3:
                return self._modes.values()
            case 4:
                return (*self._statuses.values(), *self._stopped.values())
            case 5:
                return (local_time(_LONG_AGO),)
            case 6:
                return {place.words for place in self._hub.values()}
        return ()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return said(COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in (1, _INSTRUMENT):
            return f"<p>{html.escape(self._cell(index))}</p>"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == HUB:
            return self._inks.get(self._hub.get(self.summary(index.row()).case.id, _NOWHERE).ink)
        return self._cell(index) if role == Qt.ItemDataRole.DisplayRole else None

    def _cell(self, index: _Index) -> str:
        summary = self.summary(index.row())
        case = summary.case
        cells = (
            case.reference,
            case.name,
            self._titles[case.sha256],
            self._modes[case.mode],
            self._stopped[summary.stop_reason] if summary.stop_reason else self._statuses[summary.status],
            local_time(summary.last_worked) if summary.last_worked else "",
            self._hub.get(case.id, _NOWHERE).words,
        )
        return cells[index.column()]


_NOWHERE = Place("")
_NEVER = datetime.min.replace(tzinfo=UTC)
_KEYS: tuple[Callable[[list[CaseSummary]], list[Any]], ...] = (
    lambda summaries: [each.case.reference for each in summaries],
    lambda summaries: [each.case.name.casefold() for each in summaries],
    lambda summaries: [each.case.instrument for each in summaries],
    lambda summaries: [each.case.mode.value for each in summaries],
    lambda summaries: [_STATUS_ORDER[each.status] for each in summaries],
    lambda summaries: [each.last_worked or _NEVER for each in summaries],
)
"""What each column sorts by, for all cases at once."""
