"""The showcard: what the respondent sees, alone and very large. Never a code number, a spontaneous category or an answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QWidget

from capi.engine.fills import Runs, plain
from capi.engine.prompt import Card
from capi.screens.look import FAMILY
from capi.screens.typeset import Typeset

_INK, _SOFT, _PAPER = QColor("#000000"), QColor("#2b2e33"), QColor("#ffffff")
_MARGIN = 0.058
_LARGEST, _SMALLEST = 44, 16


class ShowcardWindow(QWidget):
    """On the second screen where there is one; else over the whole of the laptop's, to be turned round.

    Black on white in either theme: it is paper on a screen.
    """

    put_away = Signal()
    """Emitted when the card was closed from its own window."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Showcard"))
        self._card: Card | None = None
        self._parts: list[tuple[Typeset, int, QColor]] = []

    @property
    def card(self) -> Card | None:
        return self._card

    @staticmethod
    def second_screen(beside: QWidget) -> QScreen | None:
        """A screen the interviewer's window is not on."""
        own = beside.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not own), None)

    def show_card(self, card: Card, beside: QWidget) -> None:
        """Shows the card, leaving the keyboard with the interviewer where there is a second screen."""
        self._card = card
        lines = "; ".join(plain(text) for text, _ in card.lines)
        self.setAccessibleName(f"{self._label(card)}: {lines}")
        second = self.second_screen(beside)
        if second is not None:
            self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
            self.setGeometry(second.geometry())
        else:
            self.setGeometry(beside.window().geometry())
        if not self.isVisible():
            self.showFullScreen()
        if second is None:
            self.activateWindow()
        self.update()

    def empty(self, beside: QWidget) -> None:
        """Another question has come: a second screen goes blank, the laptop's own is given back."""
        if self._card is None:
            return
        self._card = None
        self.setAccessibleName("")
        if self.second_screen(beside) is None:
            self.hide()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _PAPER)
        if self._card is not None:
            self._paint_card(painter, self._card)
        painter.end()

    def _paint_card(self, painter: QPainter, card: Card) -> None:
        """In the largest type with which all lines fit."""
        margin = round(self.width() * _MARGIN)
        for size in range(_LARGEST, _SMALLEST - 1, -1):
            height = self._set(card, size, self.width() - 2 * margin)
            if height <= self.height() - 2 * margin:
                break
        y = margin
        for typeset, gap, colour in self._parts:
            y += gap
            typeset.draw(painter, margin, y, colour)
            y += typeset.height

    def _label(self, card: Card) -> str:
        return self.tr("Card {label}").format(label=card.label)

    def _set(self, card: Card, size: int, width: int) -> int:
        """Sets all lines with `size` pixels for a category; gives the height of the whole."""
        heading = Typeset()
        label = self._label(card) + (f"   {plain(card.heading)}" if card.heading else "")
        heading.set(_words(label), _font(max(size * 0.62, 15), 600), width)
        self._parts = [(heading, 0, QColor("#44474d"))]
        for text, example in card.lines:
            line = Typeset()
            line.set(text, _font(size, 600), width)
            self._parts.append((line, round(size * 0.72), _INK))
            if example:
                below = Typeset()
                below.set(example, _font(max(size * 0.64, 14), 400), width)
                self._parts.append((below, round(size * 0.1), _SOFT))
        return sum(typeset.height + gap for typeset, gap, _ in self._parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key that an interviewer may reach for gives the laptop back."""
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.hide()
            self.put_away.emit()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.hide()
        self.put_away.emit()


def _font(size: float, weight: int) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight(weight))
    return font


def _words(text: str) -> Runs:
    from capi.screens.typeset import words

    return words(text)
