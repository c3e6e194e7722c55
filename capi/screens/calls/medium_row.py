"""The medium row: by what somebody was tried to be reached, one button beside the other; left and right go through them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from capi.fieldwork.calls import Medium
from capi.screens.calls.call_words import MEDIUM_NAMES
from capi.screens.language import said
from capi.screens.look import Look


class MediumRow(QWidget):
    chosen = Signal(object)
    """Emitted with the Medium that is chosen now."""

    def __init__(self, look: Look, media: Sequence[Medium], chosen: Medium) -> None:
        super().__init__()
        self._look = look
        self._group = QButtonGroup(self)
        self._media = list(media)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(6))
        for at, medium in enumerate(media):
            button = QPushButton(said(MEDIUM_NAMES[medium]))
            button.setCheckable(True)
            button.setObjectName("choice")
            button.setAutoDefault(False)
            self._group.addButton(button, at)
            row.addWidget(button)
        row.addStretch(1)
        self.choose(chosen)
        self._group.idClicked.connect(self._tell)

    @property
    def medium(self) -> Medium:
        return self._media[max(0, self._group.checkedId())]

    def choose(self, medium: Medium) -> None:
        for at, each in enumerate(self._media):
            button = self._group.button(at)
            button.setChecked(each is medium)
            # One place in the order of the keyboard: the medium chosen.
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is medium else Qt.FocusPolicy.ClickFocus)

    def step(self, by: int) -> None:
        """To the next medium or the one before, round and round."""
        before = self._media.index(self.medium)
        after = (before + by) % len(self._media)
        had = self._group.button(before).hasFocus()
        self.choose(self._media[after])
        if had:
            self._group.button(after).setFocus()
        self.chosen.emit(self.medium)

    def _tell(self, at: int) -> None:
        self.choose(self._media[at])
        self.chosen.emit(self.medium)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
