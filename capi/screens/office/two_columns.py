"""Two parts of a page beside each other; where the window is too narrow for both, one below the other."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from capi.screens.look import Look

NARROW = 900
"""Narrower than this at 100 % is too narrow."""


class TwoColumns(QWidget):
    def __init__(self, look: Look, left: QWidget, right: QWidget, *, shares: tuple[int, int]) -> None:
        super().__init__()
        self._look = look
        self._shares = shares
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        for part in (left, right):
            self._box.addWidget(part)
        look.changed.connect(self._place)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        narrow = self.width() < self._look.px(NARROW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != direction:
            self._box.setDirection(direction)
        self._box.setSpacing(self._look.px(12 if narrow else 20))
        for at, share in enumerate(self._shares):
            self._box.setStretch(at, 1 if narrow else share)
