"""Answers to be touched: a row for each, as wide as the page, with the arrows, Space and Tab for whoever has no hand free."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from capi.engine.fills import Runs, plain
from capi.screens.look import Look
from capi.screens.typeset import Typeset

LEAST_HEIGHT = 48
"""Pixels, whatever the scale: a finger is no smaller on a small window."""
_MARK, _LEFT, _PAD = 24, 56, 9


@dataclass(frozen=True, slots=True)
class Touched:
    """What a row stands for, and its words. `alone`: nothing can be chosen beside it."""

    value: object
    text: Runs
    example: Runs = ()
    alone: bool = False


class TouchRow(QAbstractButton):
    """A circle where one answer is chosen, a box where several can be, the words, and an example below them."""

    def __init__(self, look: Look, touched: Touched, *, several: bool) -> None:
        super().__init__()
        self.touched = touched
        self._look = look
        self._several = several
        self._text, self._example = Typeset(), Typeset()
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(plain(touched.text))
        self.setAccessibleDescription(plain(touched.example))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        px, inner = self._look.px, width - self._look.px(_LEFT) - self._look.px(_PAD)
        height = self._text.set(self.touched.text, self._look.font("category"), inner)
        height += self._example.set(self.touched.example, self._look.font("example"), inner)
        return max(LEAST_HEIGHT, px(44), height + 2 * px(_PAD))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(400), self.heightForWidth(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; all other keys are for those around it."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.click()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colour = self._look.px, self._look.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colour("chosen" if self.isChecked() else "surface"))
        focused = self.hasFocus()
        edge = "ink" if focused else "instruction" if self.isChecked() else "soft"
        thick = px(3) if focused else px(2) if self.isChecked() else 1
        painter.setPen(QPen(colour(edge), thick))
        painter.drawRoundedRect(self.rect().adjusted(thick, thick, -thick, -thick), px(8), px(8))
        self._paint_mark(painter)
        # Words in the middle of a row that is taller than they are.
        top = (self.height() - self._text.height - self._example.height) // 2
        self._text.draw(painter, px(_LEFT), top, colour("ink"))
        self._example.draw(painter, px(_LEFT), top + self._text.height, colour("soft"))
        painter.end()

    def _paint_mark(self, painter: QPainter) -> None:
        px, colour = self._look.px, self._look.colour
        side, left = px(_MARK), px(16)
        box = QRect(left, (self.height() - side) // 2, side, side)
        painter.setPen(QPen(colour("instruction" if self.isChecked() else "soft"), max(2, px(2))))
        painter.setBrush(colour("surface"))
        if self._several:
            painter.drawRoundedRect(box, px(4), px(4))
        else:
            painter.drawEllipse(box)
        if not self.isChecked():
            return
        painter.setBrush(colour("instruction"))
        if self._several:
            painter.drawRoundedRect(box, px(4), px(4))
            painter.setPen(QPen(colour("surface"), max(2, px(3)), c=Qt.PenCapStyle.RoundCap))
            corners = ((5, 12), (10, 17), (19, 7))
            painter.drawPolyline([box.topLeft() + QPoint(px(x), px(y)) for x, y in corners])
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.adjusted(px(6), px(6), -px(6), -px(6)))


class TouchRows(QWidget):
    """The rows of one question; where several can be chosen, what stands alone takes the others out, and the other way round."""

    changed = Signal()
    """Emitted when something else is chosen, by whoever sits before it."""

    def __init__(self, look: Look, answers: Sequence[Touched], *, several: bool = False) -> None:
        super().__init__()
        self._look = look
        self._several = several
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(7))
        self.rows: list[TouchRow] = []
        self.put(answers)

    def put(self, answers: Sequence[Touched]) -> None:
        """Other rows than before, none of them chosen."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for each in answers:
            row = TouchRow(self._look, each, several=self._several)
            row.clicked.connect(self._clicked)
            row.installEventFilter(self)
            self.rows.append(row)
            self._column.addWidget(row)

    @property
    def chosen(self) -> tuple[Touched, ...]:
        return tuple(row.touched for row in self.rows if row.isChecked())

    def choose(self, values: Sequence[object]) -> None:
        """Marks these and no others; nobody is told."""
        for row in self.rows:
            row.setChecked(any(row.touched.value == value for value in values))

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, TouchRow):
            self._take(row)

    def _take(self, row: TouchRow) -> None:
        """Qt has turned the mark already; of one answer only, a second touch leaves it."""
        if not self._several:
            row.setChecked(True)
        for other in self.rows:
            if other is not row and row.isChecked() and (not self._several or row.touched.alone or other.touched.alone):
                other.setChecked(False)
        self.changed.emit()

    def take_keys(self) -> None:
        """The keyboard is at what is chosen, else at the first."""
        if self.rows:
            next((row for row in self.rows if row.isChecked()), self.rows[0]).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go from row to row, and where one is chosen they choose it."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not isinstance(watched, TouchRow)
        ):
            return False
        if event.key() not in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            return False
        step = 1 if event.key() == Qt.Key.Key_Down else -1
        if self._several or self.chosen:  # else the first arrow chooses the row that the keyboard is at
            watched = self.rows[max(0, min(len(self.rows) - 1, self.rows.index(watched) + step))]
        watched.setFocus()
        if not self._several:
            watched.setChecked(True)
            self._take(watched)
        return True
