"""The key bar: at the foot of the window, what can be done now and with which key."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from capi.screens.keys import Action, key_of
from capi.screens.look import Look


class KeyButton(QAbstractButton):
    """A word with its key in a frame; a click does what the key does."""

    def __init__(self, look: Look, words: str, printed: str, *, strong: bool = False) -> None:
        super().__init__()
        self._look = look
        self._key = printed
        self._strong = strong
        self.setText(words)
        self.setAccessibleName(f"{words}, {printed}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words, keys, px = self._widths(), self._key_width(), self._look.px
        return QSize(words + keys + px(8), px(30))

    def _widths(self) -> int:
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(self._look.font("strong" if self._strong else "label")).horizontalAdvance(self.text())

    def _key_width(self) -> int:
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(self._look.font("small")).horizontalAdvance(self._key) + self._look.px(16)

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, look = self._look.px, self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("strong" if self._strong else "label"))
        painter.setPen(look.colour("ink") if self.isEnabled() else look.colour("soft"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        key = self.rect().adjusted(self._widths() + px(8), px(2), -1, -px(2))
        painter.setBrush(look.colour("ground"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawRoundedRect(key, px(5), px(5))
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("ink") if self.isEnabled() else look.colour("soft"))
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
        row = QHBoxLayout(self)
        for action in actions:
            key = key_of(action)
            button = KeyButton(look, key.words, key.printed, strong=action == "next")
            button.clicked.connect(self._clicked)
            self._buttons[action] = button
            if action == actions[-1]:
                row.addStretch(1)
            row.addWidget(button)
        look.changed.connect(self._size)
        self._size()

    def _clicked(self) -> None:
        clicked = self.sender()
        for action, button in self._buttons.items():
            if button is clicked:
                self.pressed.emit(action)

    def _size(self) -> None:
        px = self._look.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(26), 0, px(26), 0)
            layout.setSpacing(px(26))
        self.setFixedHeight(px(48))
        for button in self._buttons.values():
            button.updateGeometry()

    def set_available(self, action: Action, available: bool) -> None:
        """Hides what cannot be done now, such as a showcard where there is none."""
        if action in self._buttons:
            self._buttons[action].setVisible(available)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._look.colour("line"))
        painter.drawLine(0, 0, self.width(), 0)
        painter.end()
