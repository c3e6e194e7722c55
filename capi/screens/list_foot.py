"""The foot of a list: what is told of it, and its buttons; where there is no room beside them the words stand above."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QWidget


class ListFoot(QWidget):
    """`spare` is the one of the buttons that gives way where not even the buttons have room beside each other: its key stays."""

    def __init__(self, told: tuple[QLabel, QLabel], buttons: Sequence[QPushButton], spare: QPushButton) -> None:
        super().__init__()
        self._told = told
        self._buttons = tuple(buttons)
        self._spare = spare
        self._offers_spare = False
        spare.hide()
        self._words, self._keys = QHBoxLayout(), QHBoxLayout()
        self._words.addWidget(told[0])
        self._words.addStretch(1)
        self._words.addWidget(told[1])
        for button in self._buttons:
            self._keys.addWidget(button)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(self._words, 1)
        self._row.addLayout(self._keys)

    def offer_spare(self, offers: bool) -> None:
        """Whether the spare button is of any use now."""
        self._offers_spare = offers
        self._arrange()

    def set_spacing(self, pixels: int) -> None:
        for layout in (self._row, self._words, self._keys):
            layout.setSpacing(pixels)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Never that of a width it can do without: a window would grow for it."""
        return QSize(max(self._wide(self._told), self._wide(self._needed)), super().minimumSizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Words or their size have changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        is_narrow = self._wide((*self._told, *self._needed)) > self.width()
        beside = () if is_narrow else self._told
        needed = self._wide((*beside, *self._needed, self._spare))
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if is_narrow else across)
        self._spare.setVisible(self._offers_spare and needed <= self.width())

    @property
    def _needed(self) -> tuple[QPushButton, ...]:
        return tuple(each for each in self._buttons if each is not self._spare and not each.isHidden())

    def _wide(self, parts: Sequence[QWidget]) -> int:
        """What they take beside each other."""
        return sum(each.sizeHint().width() for each in parts) + self._row.spacing() * max(0, len(parts) - 1)
