"""The line above a list that is typed into to find something: it says so at the length it has room for, and its arrows move in the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from capi.screens.look import Look

_BESIDE = 40
"""What the border and the room inside it take, at 100 %."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -12, Qt.Key.Key_PageDown: 12}


class FindLine(QLineEdit):
    stepped = Signal(int)
    """Emitted with so many rows, down or (negative) up, when another is to be marked."""

    def __init__(self, look: Look, wordings: Sequence[str]) -> None:
        """`wordings` say what to type, the longest first; the last is what is read out."""
        super().__init__()
        self._look = look
        self._wordings = tuple(wordings)
        self.setAccessibleName(self._wordings[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics, room = self.fontMetrics(), self.width() - self._look.px(_BESIDE)
        fitting = (words for words in self._wordings if metrics.horizontalAdvance(words) <= room)
        self.setPlaceholderText(next(fitting, ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)
