"""The key bar: at the foot of the window, what can be done now and with which key."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from capi.screens.key_names import key_name
from capi.screens.keys import Action, key_of
from capi.screens.language import said
from capi.screens.look import Look

GAP = 26
SMALLEST = 0.45


class KeyButton(QAbstractButton):
    """A word with its key in a frame; a click does what the key does."""

    def __init__(self, look: Look, words: str, printed: str, *, strong: bool = False) -> None:
        super().__init__()
        self._look = look
        self._key = printed
        self._weight = 700 if strong else 400
        self._squeezed = 1.0
        self.setText(words)
        self.setAccessibleName(f"{words}, {printed}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def squeeze(self, factor: float) -> None:
        """Makes the type smaller, for a window too narrow for all the keys."""
        if factor != self._squeezed:
            self._squeezed = factor
            self.updateGeometry()
            self.update()

    def natural_width(self) -> int:
        return self._wide(1.0)

    def sizeHint(self) -> QSize:
        return QSize(self._wide(self._squeezed), self._look.px(30))

    def _wide(self, squeezed: float) -> int:
        px = self._look.px
        words = QFontMetrics(self._words_font(squeezed)).horizontalAdvance(self.text())
        key = QFontMetrics(self._key_font(squeezed)).horizontalAdvance(self._key)
        return words + key + px(24 * squeezed)

    def _words_font(self, squeezed: float) -> QFont:
        return self._look.sized(15 * squeezed, self._weight)

    def _key_font(self, squeezed: float) -> QFont:
        return self._look.sized(13 * squeezed, 600)

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, look = self._look.px, self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._words_font(self._squeezed))
        painter.setPen(look.colour("ink"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        words = painter.fontMetrics().horizontalAdvance(self.text())
        key = self.rect().adjusted(words + px(8 * self._squeezed), px(2), -1, -px(2))
        painter.setBrush(look.colour("ground"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRoundedRect(key, px(5), px(5))
        painter.setFont(self._key_font(self._squeezed))
        painter.setPen(look.colour("ink"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._key)
        painter.end()


class KeyBar(QWidget):
    """The actions named, in order; the last stands apart at the right."""

    pressed = Signal(str)
    """Emitted with the name of the action that was clicked."""

    def __init__(self, look: Look, actions: tuple[Action, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._buttons: dict[Action, KeyButton] = {}
        self._row = QHBoxLayout(self)
        for action in actions:
            key = key_of(action)
            button = KeyButton(look, said(key.words), key_name(key.printed), strong=action == "next")
            button.clicked.connect(self._clicked)
            self._buttons[action] = button
            if action == actions[-1]:
                self._row.addStretch(1)
            self._row.addWidget(button)
        look.changed.connect(self._fit)
        self._fit()

    def _clicked(self) -> None:
        clicked = self.sender()
        for action, button in self._buttons.items():
            if button is clicked:
                self.pressed.emit(action)

    def minimumSizeHint(self) -> QSize:
        """The keys never widen the window; they make themselves smaller."""
        return QSize(0, self._look.px(48))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        px = self._look.px
        self.setFixedHeight(px(48))
        shown = [button for button in self._buttons.values() if not button.isHidden()]
        natural = sum(button.natural_width() + px(GAP) for button in shown) + px(GAP)
        factor = 1.0 if natural <= self.width() else max(SMALLEST, 0.96 * self.width() / natural)
        self._row.setContentsMargins(px(GAP * factor), 0, px(GAP * factor), 0)
        self._row.setSpacing(px(GAP * factor))
        for button in self._buttons.values():
            button.squeeze(factor)

    def set_available(self, action: Action, available: bool) -> None:
        """Hides what cannot be done now, such as a showcard where there is none."""
        button = self._buttons.get(action)
        if button is not None and button.isHidden() is available:
            button.setVisible(available)
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._look.colour("line"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()
