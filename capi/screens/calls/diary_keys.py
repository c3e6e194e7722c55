"""The foot of the diary: what can be done there and with which key, and what its marks mean."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from capi.screens.calls.diary_marks import Mark, paint_ground, paint_hatching
from capi.screens.key_bar import GAP, SMALLEST, KeyButton
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.wording import Wording

KEYS: tuple[tuple[str, str, Wording], ...] = (
    ("case", "Enter", Wording("Diary", "Case")),
    ("appointment", "F7", Wording("Diary", "Appointment")),
    ("earlier", "PgUp", Wording("Diary", "Week before")),
    ("later", "PgDn", Wording("Diary", "Week after")),
    ("today", "Home", Wording("Diary", "Today")),
    ("week", "W", Wording("Diary", "Week")),
    ("day", "D", Wording("Diary", "Day")),
    ("list", "L", Wording("Diary", "List")),
    ("back", "Esc", Wording("Diary", "Back")),
)
"""What can be done, the key as printed in English, and its words."""
_PRINTED = {
    "PgDn": Wording("Keys", "PgDn"),
    "Home": Wording("Keys", "Home"),
    "Shift+F9": Wording("Keys", "Shift+F9"),
}
_LEGEND: tuple[tuple[Mark, Wording], ...] = (
    (Mark(hard=True), Wording("Diary", "Hard")),
    (Mark(), Wording("Diary", "Soft")),
    (Mark(missed=True), Wording("Diary", "Missed")),
    (Mark(clashes=True), Wording("Diary", "Clashes")),
)


def printed_key(printed: str) -> str:
    """As it is on the keyboards of the window's language."""
    return said(_PRINTED[printed]) if printed in _PRINTED else key_name(printed)


class DiaryKeys(QWidget):
    """The keys never widen the window; they make themselves smaller."""

    pressed = Signal(str)
    """Emitted with the name of what was clicked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._row = QHBoxLayout(self)
        self._buttons = {name: KeyButton(look, said(words), printed_key(printed)) for name, printed, words in KEYS}
        for name, button in self._buttons.items():
            if name == KEYS[-1][0]:
                self._row.addStretch(1)
            self._row.addWidget(button)
            button.clicked.connect(self._clicked)
        look.changed.connect(self._fit)
        self._fit()

    def _clicked(self) -> None:
        clicked = self.sender()
        for name, button in self._buttons.items():
            if button is clicked:
                self.pressed.emit(name)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._look.px(34))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(34))
        natural = sum(button.natural_width() + px(GAP) for button in self._buttons.values())
        factor = 1.0 if natural <= self.width() else max(SMALLEST, 0.96 * self.width() / natural)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(GAP * factor))
        for button in self._buttons.values():
            button.squeeze(factor)


class DiaryLegend(QWidget):
    """The marks with their meaning; who hears the diary is told it in words."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        look.changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.setFixedSize(sum(self._widths()), self._look.px(24))
        self.update()

    def _widths(self) -> Sequence[int]:
        metrics, px = QFontMetrics(self._look.font("small")), self._look.px
        return [px(46) + metrics.horizontalAdvance(said(words)) for _, words in _LEGEND]

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setFont(look.font("small"))
        x = 0
        for (mark, words), width in zip(_LEGEND, self._widths(), strict=True):
            patch = QRectF(x + px(1), px(4), px(20), px(16))
            paint_ground(painter, patch, mark, look)
            if mark.missed:
                painter.drawText(patch, Qt.AlignmentFlag.AlignCenter, "!")
            if mark.clashes:
                paint_hatching(painter, patch.adjusted(px(12), 0, 0, 0), look)
            painter.setPen(look.colour("ink"))
            place = QRect(x + px(28), 0, width - px(28), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, said(words))
            x += width
        painter.end()
