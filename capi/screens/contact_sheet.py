"""The contact sheet: how the person or address is found, large enough to dial from. Never in the respondent's sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPlainTextEdit, QWidget

from capi.fieldwork.contact import Contact
from capi.screens.contact_words import Told, noted
from capi.screens.look import Look
from capi.screens.sheet import Sheet, is_enter

_LONG = 500
"""Signs; a longer text gets a box of its own to scroll in."""


class ContactSheet(Sheet):
    """Every text can be marked and copied. F3, Enter and Esc put it away."""

    def __init__(
        self, look: Look, parent: QWidget, name: str, contact: Contact | None, more: Sequence[Told] = ()
    ) -> None:
        """`name` is the case's, for where the sample brought none; `more` is said below."""
        contact = contact or Contact()
        super().__init__(look, parent, contact.name or name, width=680)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(look.px(16))
        self._grid.setVerticalSpacing(look.px(10))
        self._put(self.tr("Address"), "\n".join(each for each in (*contact.address, contact.postcode) if each))
        self._put(self.tr("Telephone"), "\n".join(contact.telephones), "telephone")
        self._put(self.tr("E-mail"), contact.email)
        for each in (*more, *noted(contact)):
            self._put(each.label, each.words)
        if self._grid.count():
            self.column.addLayout(self._grid)
        else:
            self.add_text(self.tr("No address, telephone number or note came with this case."), "soft")
        self.column.addStretch(1)
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(close)

    def _put(self, label: str, words: str, style: str = "") -> None:
        """A line of the sheet; nothing where nothing is known."""
        if not words:
            return
        at, named = self._grid.rowCount(), QLabel(label)
        named.setObjectName("small")
        named.setTextFormat(Qt.TextFormat.PlainText)
        self._grid.addWidget(named, at, 0, Qt.AlignmentFlag.AlignTop)
        if len(words) > _LONG:
            box = QPlainTextEdit(words)
            box.setReadOnly(True)
            box.setTabChangesFocus(True)
            box.setFixedHeight(self._look.px(150))
            box.setAccessibleName(label)
            self._grid.addWidget(box, at, 1)
            return
        value = QLabel(words)
        value.setObjectName(style)
        value.setWordWrap(True)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setAccessibleDescription(label)
        selectable(value)
        self._grid.addWidget(value, at, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or event.key() == Qt.Key.Key_F3:
            self.put_away()
            event.accept()
        else:
            super().keyPressEvent(event)


def selectable(label: QLabel) -> None:
    """Its words can be marked with the mouse or from the keyboard, and copied."""
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
