"""A pick list: a few rows, each with a number to type; arrows and clicks work too."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from capi.screens.look import Look
from capi.screens.sheet import is_enter

MOST_IN_SIGHT = 9


class PickList(QListWidget):
    """`1  Pause and come back` ...: typing the number marks the row, Enter picks it."""

    picked = Signal(int)
    """Emitted with the row that was picked, counted from 0."""

    def __init__(self, look: Look, rows: list[str], parent: QWidget | None = None, *, numbered: bool = True) -> None:
        super().__init__(parent)
        self._look = look
        self._numbered = numbered
        self.set_rows(rows)
        self.itemDoubleClicked.connect(self._double_clicked)

    def set_rows(self, rows: list[str]) -> None:
        self.clear()
        for at, row in enumerate(rows):
            self.addItem(f"{at + 1}   {row}" if self._numbered else row)
        if rows:
            self.setCurrentRow(0)
        px = self._look.px
        self.setStyleSheet(
            f"QListWidget::item {{ padding: {px(7)}px {px(8)}px; }}"
            f"QListWidget::item:selected {{ background: {self._look.colours.chosen}; color: {self._look.colours.ink}; }}"
        )
        height = self.sizeHintForRow(0) if rows else px(36)
        self.setFixedHeight(min(max(len(rows), 1), MOST_IN_SIGHT) * height + 2 * self.frameWidth() + 2)

    def _double_clicked(self) -> None:
        self.picked.emit(self.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            if self.currentRow() >= 0:
                self.picked.emit(self.currentRow())
            return
        text = event.text()
        if self._numbered and text.isascii() and text.isdigit() and 0 < int(text) <= self.count():
            self.setCurrentRow(int(text) - 1)
            return
        super().keyPressEvent(event)
