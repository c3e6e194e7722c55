"""The case panel: below the list, how the person of the case marked is found, what is agreed, and what the office wants."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy

from capi.screens.contact_words import AboutCase, Told, asked_for, found_by, noted
from capi.screens.look import Look

_MOST_SIGNS = 180
"""Of one thing; the whole is on the contact sheet."""
_LINES = 3
"""Things one above the other on each side."""


class CasePanel(QFrame):
    """Always as high for short words, so that the list does not move while somebody goes through it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._look = look
        self._row = QHBoxLayout(self)
        self._sides = (_Side(), _Side())
        for side in self._sides:
            self._row.addLayout(side.grid, 1)
        look.changed.connect(self._style)
        self._style()

    def _style(self) -> None:
        px = self._look.px
        self._row.setContentsMargins(px(14), px(8), px(14), px(8))
        self._row.setSpacing(px(28))
        self.setMinimumHeight(px(92))
        for side in self._sides:
            side.grid.setHorizontalSpacing(px(12))
            side.grid.setVerticalSpacing(px(3))

    def show_case(self, about: AboutCase | None) -> None:
        """None where no case is marked, or its record cannot be read."""
        self.setVisible(about is not None)
        if about is None:
            return
        left = found_by(about.contact)
        right = [*asked_for(about), *noted(about.contact)]
        if not left and not right:
            left = [Told("", self.tr("No address, telephone number or note came with this case."))]
        for side, told in zip(self._sides, (left, right), strict=True):
            side.put(told)
        self.setAccessibleName(" ".join(f"{each.label} {each.words}" for each in (*left, *right)))


class _Side:
    """A label and its words in each line."""

    def __init__(self) -> None:
        self.grid = QGridLayout()
        self.grid.setColumnStretch(1, 1)
        self.grid.setRowStretch(_LINES, 1)
        self._lines = [(QLabel(), QLabel()) for _ in range(_LINES)]
        for at, (label, words) in enumerate(self._lines):
            label.setObjectName("small")
            words.setWordWrap(True)
            for each in (label, words):
                each.setTextFormat(Qt.TextFormat.PlainText)
            self.grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(words, at, 1, Qt.AlignmentFlag.AlignTop)

    def put(self, told: Sequence[Told]) -> None:
        for at, (label, words) in enumerate(self._lines):
            there = told[at] if at < len(told) else None
            label.setText(there.label if there else "")
            words.setText(_cut(there.words) if there else "")
            words.setStyleSheet("font-weight: 700;" if there is not None and there.strong else "")
            label.setVisible(bool(there and there.label))
            words.setVisible(there is not None)


def _cut(words: str) -> str:
    line = " ".join(words.split("\n"))
    return line if len(line) <= _MOST_SIGNS else f"{line[:_MOST_SIGNS].rstrip()} …"
