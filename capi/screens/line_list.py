"""A list of lines painted by hand: only those in sight are ever put into words, however many there are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from capi.screens.look import Look

LINE = 34


class LineList(QAbstractScrollArea):
    """`shown` are the numbers of the lines in the list; `marked` counts among them."""

    moved = Signal()
    """Emitted when another line is marked."""
    picked = Signal()
    """Emitted when the line marked was clicked twice."""

    def __init__(self, look: Look, said: Callable[[int], str]) -> None:
        """`said` puts the line with a number into words."""
        super().__init__()
        self._look = look
        self._said = said
        self.shown: Sequence[int] = ()
        self.marked = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def line_height(self) -> int:
        return self._look.px(LINE)

    def put(self, shown: Sequence[int]) -> None:
        """Shows these lines, the first marked."""
        self.shown = shown
        self._measure()
        self.mark(0)

    def add(self, more: Sequence[int]) -> None:
        """Shows these below, and leaves the mark where it is."""
        first = not self.shown
        self.shown = [*self.shown, *more]
        self._measure()
        if first:
            self.mark(0)

    def mark(self, row: int) -> None:
        self.marked = max(0, min(len(self.shown) - 1, row))
        bar, top = self.verticalScrollBar(), self.marked * self.line_height
        if top < bar.value():
            bar.setValue(top)
        elif top + self.line_height > bar.value() + self.viewport().height():
            bar.setValue(top + self.line_height - self.viewport().height())
        self.setAccessibleDescription(self._said(self.shown[self.marked]) if self.shown else "")
        self.viewport().update()
        self.moved.emit()

    def _measure(self) -> None:
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.line_height)
        bar.setRange(0, max(0, len(self.shown) * self.line_height - self.viewport().height()))
        self.viewport().update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._measure()
        self.mark(self.marked)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, px, height = self._look, self._look.px, self.line_height
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.colour("surface"))
        painter.setFont(look.font("label"))
        scrolled, width = self.verticalScrollBar().value(), self.viewport().width()
        first = max(0, (event.rect().top() + scrolled) // height)
        last = min(len(self.shown) - 1, (event.rect().bottom() + scrolled) // height)
        for row in range(first, last + 1):
            box = QRect(0, row * height - scrolled, width, height)
            if row == self.marked:
                painter.fillRect(box, look.colour("chosen"))
                painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
            inside = box.adjusted(px(14), 0, -px(8), 0)
            words = self._said(self.shown[row])
            painter.setPen(look.colour("ink"))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setPen(look.colour("line"))
        painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.viewport().update()

    def _row_at(self, event: QMouseEvent) -> int | None:
        row = (event.position().toPoint().y() + self.verticalScrollBar().value()) // self.line_height
        return row if 0 <= row < len(self.shown) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event)
        if row is not None:
            self.mark(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._row_at(event) == self.marked and self.shown:
            self.picked.emit()
