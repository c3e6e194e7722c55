"""A sheet: a panel laid over the page for one short task. Esc puts it away; Tab stays inside."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.key_names import key_name
from capi.screens.look import Look


class Sheet(QWidget):
    """Covers its parent with a veil and holds a panel in the middle; `column` takes what the task needs."""

    closed = Signal()
    """Emitted when the sheet was put away, whatever came of it."""

    def __init__(self, look: Look, parent: QWidget, title: str, *, width: int = 560) -> None:
        super().__init__(parent)
        self._look = look
        self._width = width
        self._buttons: list[QPushButton] = []
        self._panel = QFrame(self)
        self._panel.setObjectName("sheet")
        self.column = QVBoxLayout(self._panel)
        self._title = QLabel(title)
        self._title.setObjectName("heading")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(self._title)
        self.fault = QLabel()
        self.fault.setObjectName("alarm")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.hide()
        self.setAccessibleName(title)
        parent.installEventFilter(self)
        look.changed.connect(self._fit)

    def add_text(self, text: str, name: str = "") -> QLabel:
        """A paragraph; `name` is its style."""
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setObjectName(name)
        self.column.addWidget(label)
        return label

    def add_buttons(self, *buttons: tuple[str, str]) -> list[QPushButton]:
        """Buttons from their words and English keys; the first is the usual one. What is refused is said above them."""
        self.column.addWidget(self.fault)
        row = QHBoxLayout()
        made = []
        for at, (words, printed) in enumerate(buttons):
            button = QPushButton(with_key(words, printed))
            button.setAccessibleName(words)
            button.setObjectName("main" if at == 0 else "")
            button.setAutoDefault(False)
            row.addWidget(button)
            made.append(button)
        self._buttons = made
        row.addStretch(1)
        self.column.addSpacing(self._look.px(8))
        self.column.addLayout(row)
        return made

    def refuse(self, why: str) -> None:
        """Says why what was asked for is not done; the sheet stays, with all that is in it."""
        self.fault.setText(why)
        self.fault.show()
        self._fit()

    def open(self, focus: QWidget) -> None:
        """Shows the sheet with the keyboard in `focus`."""
        self._fit()
        self.show()
        # What is measured before it is shown has not its style yet.
        self._fit()
        self.raise_()
        focus.setFocus()

    def put_away(self) -> None:
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def _fit(self) -> None:
        parent, px = self.parentWidget(), self._look.px
        if parent is None:
            return
        self.setGeometry(parent.rect())
        self.column.setContentsMargins(px(28), px(24), px(28), px(24))
        self.column.setSpacing(px(10))
        # Longer words than the English ones may need wider buttons; 2 is the border.
        width = min(max(px(self._width), self.column.minimumSize().width() + 2), self.width() - px(40))
        self._panel.setFixedWidth(width)
        height = max(self.column.heightForWidth(width), self.column.sizeHint().height())
        # The frame of the panel takes its part.
        height = min(height + 4, self.height() - px(40))
        self._panel.setFixedHeight(height)
        self._panel.move((self.width() - width) // 2, max(px(20), (self.height() - height) // 3))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._fit()
        return False

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("veil"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the sheet away; Enter presses the button it is on, or the first. Every other key stays in it."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif is_enter(event) and isinstance(focused, QPushButton):
            focused.click()
        elif is_enter(event) and isinstance(focused, QComboBox) and self._buttons:
            self._buttons[0].click()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        reachable = [
            child
            for child in self._panel.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled()
        ]
        if not reachable:
            return False
        focused = self.focusWidget()
        at = reachable.index(focused) if focused in reachable else -1
        reachable[(at + (1 if forward else -1)) % len(reachable)].setFocus()
        return True


def with_key(words: str, printed: str) -> str:
    """What a button does, and the key that does the same."""
    return f"{words}   {key_name(printed)}" if printed else words


def is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
