"""Call attempts of a case: how many cases have had none, one, two, as columns; the same numbers stand above them."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from capi.screens.language import number
from capi.screens.look import Look
from capi.sync.calling_messages import AttemptCount


class AttemptsChart(QWidget):
    """The last column is of those with as many attempts or more."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._counts: Sequence[AttemptCount] = ()
        look.changed.connect(self._size)
        self._size()

    def put(self, counts: Sequence[AttemptCount]) -> None:
        self._counts = counts
        spoken = "; ".join(f"{self._named(each)}: {number(each.cases)}" for each in counts if each.cases)
        self.setAccessibleName(self.tr("Cases by call attempts: {counts}").format(counts=spoken or self.tr("none yet")))
        self.update()

    def _named(self, each: AttemptCount) -> str:
        last = bool(self._counts) and each.attempts == self._counts[-1].attempts
        return f"{number(each.attempts)}+" if last else number(each.attempts)

    def _size(self) -> None:
        self.setMinimumSize(self._look.px(260), self._look.px(120))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(420), self._look.px(190))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setFont(look.font("small"))
        base, most = self.height() - px(24), max((each.cases for each in self._counts), default=0)
        painter.setPen(look.colour("soft"))
        painter.drawLine(0, base, self.width(), base)
        for at, each in enumerate(self._counts):
            left, right = (self.width() * end // len(self._counts) for end in (at, at + 1))
            high = (base - px(22)) * each.cases // most if most else 0
            gap = (right - left) // 8
            painter.fillRect(QRect(left + gap, base - high, right - left - 2 * gap, high), look.colour("instruction"))
            painter.setPen(look.colour("ink"))
            if each.cases:
                self._write(painter, QRect(left, base - high - px(20), right - left, px(18)), number(each.cases))
            painter.setPen(look.colour("soft"))
            self._write(painter, QRect(left, base + px(3), right - left, px(20)), self._named(each))
        painter.end()

    def _write(self, painter: QPainter, box: QRect, words: str) -> None:
        if painter.fontMetrics().horizontalAdvance(words) <= box.width():
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
