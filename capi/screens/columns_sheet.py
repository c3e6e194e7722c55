"""The columns sheet: the interviewer ticks what the case list shows."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from capi.screens.case_columns import COLUMNS, USUAL, Column
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet, is_enter

_ROW = 32
"""The height of a row at 100 %."""
_IN_SIGHT = 5
"""Rows that are seen in the smallest window."""


class ColumnsSheet(Sheet):
    """A check box for each column that can be shown, from left to right; Space ticks, Enter shows them."""

    chosen = Signal(object)
    """Emitted with the columns ticked, a tuple in their order, when the list is to show them."""

    def __init__(self, look: Look, parent: QWidget, offered: Sequence[Column], shown: Iterable[Column]) -> None:
        """A column that is not `offered` stays as it is among those `shown`."""
        super().__init__(look, parent, self.tr("Columns of the case list"), width=460)
        self._offered = tuple(offered)
        self._beside = tuple(each for each in shown if each not in self._offered)
        self.add_text(self.tr("{key} shows a column or hides it.").format(key=key_name("Space")), "soft")
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Columns"))
        self.list.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column in self._offered:
            self.list.addItem(_line(column))
        self.tick(shown)
        self.list.setCurrentRow(0)
        self.list.installEventFilter(self)
        self.column.addWidget(self.list)
        show, usual, cancel = self.add_buttons(
            (self.tr("Show these"), "Enter"), (self.tr("The usual ones"), ""), (self.tr("Cancel"), "Esc")
        )
        show.clicked.connect(self._show)
        usual.clicked.connect(self._tick_usual)
        cancel.clicked.connect(self.put_away)
        look.changed.connect(self._style)
        self._style()
        self.open(self.list)

    def _style(self) -> None:
        px, colours = self._look.px, self._look.colours
        self.list.setStyleSheet(
            f"QListWidget::item {{ padding: 0 {px(8)}px; }}"
            f"QListWidget::item:selected {{ background: {colours.chosen}; color: {colours.ink}; }}"
        )
        for at in range(self.list.count()):
            self.list.item(at).setSizeHint(QSize(0, px(_ROW)))
        self.list.setMinimumHeight(_IN_SIGHT * px(_ROW))
        self.list.setMaximumHeight(self.list.count() * px(_ROW) + 2 * self.list.frameWidth())
        self._fit()

    def tick(self, columns: Iterable[Column]) -> None:
        """These, and no others but those that are always shown."""
        shown = tuple(columns)
        for at, column in enumerate(self._offered):
            ticked = column.fixed or column in shown
            self.list.item(at).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    @property
    def ticked(self) -> tuple[Column, ...]:
        there = [
            each for at, each in enumerate(self._offered) if self.list.item(at).checkState() is Qt.CheckState.Checked
        ]
        return tuple(each for each in COLUMNS if each in there or each in self._beside)

    def _tick_usual(self) -> None:
        self.tick(USUAL)
        self.list.setFocus()

    def _turn(self, item: QListWidgetItem) -> None:
        """Ticks it or not; of those always shown it says so."""
        column = self._offered[self.list.row(item)]
        if column.fixed:
            self.refuse(self.tr("{column} is always shown.").format(column=said(column.heading)))
            return
        ticked = item.checkState() is Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _show(self) -> None:
        self.chosen.emit(self.ticked)
        self.put_away()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list, Space ticks and Enter shows what is ticked."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                self._show()
                return True
            if event.key() == Qt.Key.Key_Space:
                self._turn(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)


def _line(column: Column) -> QListWidgetItem:
    item = QListWidgetItem(said(column.heading))
    flags = item.flags() | Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags & ~Qt.ItemFlag.ItemIsUserCheckable if column.fixed else flags)
    item.setCheckState(Qt.CheckState.Checked)
    return item
