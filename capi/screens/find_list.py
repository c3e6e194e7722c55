"""A long list narrowed by typing: the keyboard stays in the line above it, arrows choose, Enter picks.

Twelve thousand lines are nothing special: a line is put into words when it is seen or looked for, and what is left
to be looked through is done a few milliseconds at a time, so that no key waits.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from capi.screens.line_list import LineList
from capi.screens.look import Look
from capi.screens.sheet import is_enter

IN_SIGHT = 9
_SLICE = 0.006
"""Seconds at a time that putting lines into words may take from the window."""


class FindList(QWidget):
    """`current` is the number of the line marked."""

    picked = Signal(int)
    """Emitted with the number of the line that was picked."""
    moved = Signal()
    """Emitted when another line is marked."""

    def __init__(
        self,
        look: Look,
        count: int,
        said: Callable[[int], str],
        *,
        placeholder: str,
        name: str,
        also: Callable[[int], str] | None = None,
    ) -> None:
        """`said` puts the line with a number into words; `also` has more by which it is found."""
        super().__init__()
        self._said = said
        self._also = also
        self._words: list[str | None] = [None] * count
        self._folded: list[str] = []
        self._wanted: list[str] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(placeholder)
        self.search.setAccessibleName(name)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.lines = LineList(look, self._line)
        self.lines.setAccessibleName(name)
        self.lines.setFixedHeight(min(max(count, 1), IN_SIGHT) * self.lines.line_height)
        self.lines.moved.connect(self.moved)
        self.lines.picked.connect(self.pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._preparing = QTimer(self)
        self._preparing.timeout.connect(self._prepare)
        self.lines.put(range(count))
        self._preparing.start(0)

    def _line(self, at: int) -> str:
        words = self._words[at]
        if words is None:
            words = self._words[at] = self._said(at)
        return words

    def _prepare(self) -> None:
        """Puts some more lines into words; those that are wanted are shown below the others."""
        start, until = len(self._folded), time.perf_counter() + _SLICE
        for at in range(start, len(self._words)):
            words = self._line(at)
            self._folded.append((f"{words} {self._also(at)}" if self._also else words).casefold())
            if time.perf_counter() > until:
                break
        if self._wanted:
            more = self._matching(start)
            if more:
                self.lines.add(more)
        if len(self._folded) == len(self._words):
            self._preparing.stop()

    def _matching(self, start: int) -> list[int]:
        found = list(range(start, len(self._folded)))
        for part in self._wanted:
            found = [at for at in found if part in self._folded[at]]
        return found

    def _narrow(self, text: str) -> None:
        self._wanted = text.casefold().split()
        self.lines.put(self._matching(0) if self._wanted else range(len(self._words)))
        if self._preparing.isActive():
            self._prepare()

    def look_through(self) -> None:
        """Looks on until something is found: for who types on faster than the lines are put into words."""
        while not self.lines.shown and self._preparing.isActive():
            self._prepare()

    @property
    def current(self) -> int | None:
        return self.lines.shown[self.lines.marked] if self.lines.shown else None

    @property
    def shown(self) -> list[str]:
        """The lines found, in words."""
        return [self._line(at) for at in self.lines.shown]

    def mark(self, row: int) -> None:
        """Marks a line by where it stands among those found."""
        self.lines.mark(row)

    def pick(self) -> None:
        self.look_through()
        if self.current is not None:
            self.picked.emit(self.current)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
            if is_enter(event):
                self.pick()
                return True
            if event.key() in steps:
                self.mark(self.lines.marked + steps[Qt.Key(event.key())])
                return True
        return False
