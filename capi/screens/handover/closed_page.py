"""A page without a question: the welcome, the end, and the laptop locked or on its way back to the interviewer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.handover.in_the_middle import in_the_middle
from capi.screens.handover.pin import Pin
from capi.screens.handover.pin_pad import PinPad
from capi.screens.look import Look
from capi.screens.sheet import is_enter

WIDEST = 760


class ClosedPage(QWidget):
    """Large words in the middle; below them the PIN pad, or buttons, or both."""

    pressed = Signal(int)
    """Emitted with the place of the button that was pressed."""
    opened = Signal()
    """Emitted when the PIN was right."""

    def __init__(
        self, look: Look, title: str, text: str = "", *, buttons: tuple[str, ...] = (), pin: Pin | None = None
    ) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.buttons: list[QPushButton] = []
        self.pad = None if pin is None else PinPad(look, pin)
        inside = QWidget()
        inside.setMaximumWidth(look.px(WIDEST))
        column = QVBoxLayout(inside)
        column.setSpacing(look.px(14))
        column.addStretch(1)
        for words, size, weight in ((title, 30, 700), (text, 20, 400)):
            if words:
                column.addWidget(self._words(words, size, weight))
        if self.pad is not None:
            self.pad.opened.connect(self.opened)
            column.addWidget(self.pad)
        column.addSpacing(look.px(10))
        column.addLayout(self._in_a_row(buttons))
        column.addStretch(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(in_the_middle(inside))

    def _words(self, words: str, size: float, weight: int) -> QLabel:
        label = QLabel(words)
        label.setFont(self._look.sized(size, weight))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        return label

    def _in_a_row(self, buttons: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        for at, words in enumerate(buttons):
            button = QPushButton(words)
            button.setObjectName("main" if at == 0 and self.pad is None else "")
            button.setAutoDefault(False)
            button.setMinimumSize(self._look.px(160), max(48, self._look.px(48)))
            button.clicked.connect(self._press)
            self.buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _press(self) -> None:
        pressed = self.sender()
        for at, button in enumerate(self.buttons):
            if button is pressed:
                self.pressed.emit(at)

    def take_keys(self) -> None:
        if self.pad is not None:
            self.pad.take_keys()
        elif self.buttons:
            self.buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if is_enter(event) and isinstance(focused, QPushButton):
            focused.click()
        event.accept()
