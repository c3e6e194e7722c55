"""The rows of the case list: sorted and narrowed by an index of our own, so that 100,000 cases stay quick."""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from capi.fieldwork.case import Case, CaseSummary
from capi.outcomes.frame import OutcomeFrame
from capi.screens.case_columns import (
    APPOINTMENT,
    COLUMNS,
    HUB,
    NAME,
    NOWHERE,
    Column,
    Place,
    is_missed,
    known_of,
)
from capi.screens.case_search import CaseSearch, Rows, search_of, with_places
from capi.screens.language import said
from capi.wording import Wording

_MISSED = Wording("CaseListModel", "Missed appointment: {time}")
_HUB, _APPOINTMENT = COLUMNS.index(HUB), COLUMNS.index(APPOINTMENT)
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ANSWERED = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    )
)


class CaseListModel(QAbstractTableModel):
    """Shows summaries; never changes them."""

    def __init__(
        self, title: Callable[[Case], str] = lambda case: case.instrument, frame: OutcomeFrame | None = None
    ) -> None:
        """`title` is that of the instrument a case is held to; `frame` has the words for results and outcomes."""
        super().__init__()
        self._title = title
        self._known = known_of(frame)
        self._summaries: list[CaseSummary] = []
        self._search: CaseSearch | None = None
        self._widest: dict[Column, tuple[str, ...]] = {}
        self._inks: Mapping[str, QColor] = {}
        self._found: Rows = ()
        self._order: Sequence[int] = ()
        self._shown: Sequence[int] = ()
        self._wanted: tuple[str, ...] = ()
        self._sorted_by = (0, Qt.SortOrder.AscendingOrder)

    def set_cases(self, summaries: list[CaseSummary]) -> None:
        self.beginResetModel()
        self._summaries = summaries
        instruments = {summary.case.sha256: summary.case for summary in summaries}
        self._known = replace(
            self._known,
            titles={sha256: self._title(case) for sha256, case in instruments.items()},
            instruments={sha256: case.instrument for sha256, case in instruments.items()},
        )
        self._search = None
        self._widest = {}
        self._order = self._in_order()
        self._found = self._holding(self._wanted, range(len(summaries)))
        self._shown = self._in_sight()
        self.endResetModel()

    def set_inks(self, inks: Mapping[str, QColor]) -> None:
        """What the colours are now that places name, and the alarm."""
        self._inks = inks

    def set_now(self, now: datetime) -> None:
        """The time (UTC) that appointments are over by."""
        self._known = replace(self._known, now=now)
        self._changed(_APPOINTMENT)

    def set_hub(self, places: Mapping[str, Place] | None) -> None:
        """Where each case is, by its id."""
        self._known = replace(self._known, places=places or {})
        self._widest.pop(HUB, None)
        if self._search is not None:
            self._search = with_places(self._search, self._summaries, self._known)
        if self._wanted:
            self.beginResetModel()
            self._found = self._holding(self._wanted, range(len(self._summaries)))
            self._shown = self._in_sight()
            self.endResetModel()
        if self._sorted_by[0] == _HUB:
            self.sort(*self._sorted_by)
        else:
            self._changed(_HUB)

    def _changed(self, column: int) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0, column), self.index(len(self._shown) - 1, column))

    def narrow(self, text: str) -> None:
        """Shows only the cases that hold every word typed."""
        wanted = tuple(text.casefold().split())
        further = len(wanted) >= len(self._wanted) and all(
            new.startswith(old) for new, old in zip(wanted, self._wanted, strict=False)
        )
        self.beginResetModel()
        if further:
            self._found = self._holding([word for word in wanted if word not in self._wanted], self._found)
        else:
            self._found = self._holding(wanted, range(len(self._summaries)))
        self._wanted = wanted
        self._shown = self._in_sight()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted_by = (column, order)
        self._order = self._in_order()
        self._shown = self._in_sight()
        self.endResetModel()

    def _in_order(self) -> list[int]:
        column, order = self._sorted_by
        keys = COLUMNS[column].keys(self._summaries, self._known)
        rows, none = list(range(len(keys))), []
        if None in keys:
            none = [at for at in rows if keys[at] is None]
            rows = [at for at in rows if keys[at] is not None]
        rows.sort(key=keys.__getitem__, reverse=order is Qt.SortOrder.DescendingOrder)
        return rows + none

    def _holding(self, words: Iterable[str], rows: Rows) -> Rows:
        for word in words:
            if self._search is None:
                self._search = search_of(self._summaries, self._known)
            rows = self._search.holding(word, rows)
        return rows

    def _in_sight(self) -> Sequence[int]:
        """What was found, in order."""
        if len(self._found) == len(self._order):
            return self._order
        found = bytearray(len(self._order))
        for row in self._found:
            found[row] = True
        return [row for row in self._order if found[row]]

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

    def widest(self, column: Column) -> Iterable[str]:
        """All that the column may have to say, or words as wide; worked out once, for it is asked at every change of size."""
        if column not in self._widest:
            self._widest[column] = tuple(column.widest(self._summaries, self._known))
        return self._widest[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return said(COLUMNS[section].heading)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED:
            return None  # Qt asks for a dozen roles of every cell it paints
        column, summary = COLUMNS[index.column()], self.summary(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.words(summary, self._known)
            case Qt.ItemDataRole.ForegroundRole:
                return self._inks.get(self._ink(column, summary))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._in_full(column, summary)
            case _:
                full = self._in_full(column, summary)
                is_cut = column is NAME or (column.most > 0 and full)
                return f"<p>{html.escape(full)}</p>" if is_cut or self._is_missed(column, summary) else None

    def _in_full(self, column: Column, summary: CaseSummary) -> str:
        """What is read out, and shown where the cell may have no room for it."""
        words = column.words(summary, self._known)
        return said(_MISSED.filled(time=words)) if self._is_missed(column, summary) else words

    def _is_missed(self, column: Column, summary: CaseSummary) -> bool:
        return column is APPOINTMENT and is_missed(summary, self._known.now)

    def _ink(self, column: Column, summary: CaseSummary) -> str:
        """The name of a colour; empty for the usual one."""
        if column is HUB:
            return self._known.places.get(summary.case.id, NOWHERE).ink
        return "alarm" if self._is_missed(column, summary) else ""


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
