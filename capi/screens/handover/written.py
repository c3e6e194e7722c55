"""Where a respondent writes: lines and a box without menus, without a clipboard, and with nothing dragged into them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from capi.screens.handover.touch_keys import RUB_OUT
from capi.screens.look import Look
from capi.screens.words_box import WordsBox

_CLIPBOARD = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


def is_clipboard(event: QKeyEvent) -> bool:
    return any(event.matches(key) for key in _CLIPBOARD)


class Line(QLineEdit):
    """A short answer, or a part of it; `full` characters are all it takes."""

    def __init__(self, look: Look, name: str, *, full: int, wide: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName("answer")
        self.setMaxLength(full)
        self.setFixedWidth(look.px(wide))
        self.setMinimumHeight(max(48, look.px(46)))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_clipboard(event):
            super().keyPressEvent(event)


class Words(WordsBox):
    """Her own words; Tab leaves them."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName("answer")
        self.setFixedHeight(look.px(120))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_clipboard(event):
            super().keyPressEvent(event)


def type_into(place: QLineEdit | QPlainTextEdit, sign: str) -> None:
    """What a key on the screen does there."""
    match place:
        case QLineEdit() if sign == RUB_OUT:
            place.backspace()
        case QLineEdit():
            place.insert(sign)
        case QPlainTextEdit() if sign == RUB_OUT:
            place.textCursor().deletePreviousChar()
        case QPlainTextEdit():
            place.insertPlainText(sign)
