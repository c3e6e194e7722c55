"""Signing in: who sits here, and the passphrase of the case file. The first time, a passphrase is chosen."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capi.screens.look import Look
from capi.screens.sheet import is_enter


class SignIn(QWidget):
    """Nothing of the case file is touched before the passphrase has been checked."""

    signed_in = Signal(str, str)
    """Emitted with the interviewer's name and the passphrase; the case file is then made or opened."""
    practice_wanted = Signal()
    """Emitted when the interviewer wants to practise with invented people."""

    def __init__(self, look: Look, case_file: Path, *, who: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._new = not case_file.exists()
        self._panel = QFrame()
        self._panel.setObjectName("sheet")
        title = QLabel("Set up this laptop" if self._new else "Sign in")
        title.setObjectName("title")
        self._explanation = QLabel(_FIRST_TIME if self._new else f"Cases on this laptop: {case_file}")
        self._explanation.setObjectName("soft")
        self._explanation.setWordWrap(True)
        self._explanation.setTextFormat(Qt.TextFormat.PlainText)
        self.who = self._line("Your name or interviewer number", who)
        self.passphrase = self._line("Passphrase", "", secret=True)
        self.again = self._line("Passphrase again", "", secret=True)
        self._fault = QLabel()
        self._fault.setObjectName("alarm")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._go = QPushButton("Set up and open" if self._new else "Open my cases")
        self._go.setObjectName("main")
        self._go.clicked.connect(self._submit)
        self._practise = QPushButton("Practise with invented people")
        self._practise.clicked.connect(self.practice_wanted)
        self._lay_out(title)
        look.changed.connect(self._style)
        self._style()

    def _line(self, name: str, text: str, *, secret: bool = False) -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setMaxLength(200)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.returnPressed.connect(self._enter)
        return line

    def _lay_out(self, title: QLabel) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.who.accessibleName(), self.who)
        form.addRow(self.passphrase.accessibleName(), self.passphrase)
        if self._new:
            form.addRow(self.again.accessibleName(), self.again)
        buttons = QHBoxLayout()
        buttons.addWidget(self._go)
        buttons.addStretch(1)
        buttons.addWidget(self._practise)
        self._column = QVBoxLayout(self._panel)
        self._column.addWidget(title)
        self._column.addWidget(self._explanation)
        self._column.addLayout(form)
        self._column.addWidget(self._fault)
        self._column.addLayout(buttons)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._panel)
        middle.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(middle)
        page.addStretch(3)

    def _style(self) -> None:
        px = self._look.px
        self._panel.setFixedWidth(px(560))
        self._column.setContentsMargins(px(36), px(30), px(36), px(30))
        self._column.setSpacing(px(14))

    def focus(self) -> None:
        (self.passphrase if self.who.text() else self.who).setFocus()

    def _enter(self) -> None:
        """Enter goes to the next empty line, then signs in."""
        lines = [self.who, self.passphrase, *([self.again] if self._new else [])]
        empty = next((line for line in lines if not line.text()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._submit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button the keyboard is on."""
        focused = self.focusWidget()
        if is_enter(event) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _submit(self) -> None:
        who = self.who.text().strip()
        if not who:
            self.tell("Write your name or interviewer number: it stands beside everything you record.")
            self.who.setFocus()
        elif self._new and self.passphrase.text() != self.again.text():
            self.tell("The two passphrases are not the same. Type them again.")
            self.again.clear()
            self.passphrase.setFocus()
            self.passphrase.selectAll()
        else:
            self.tell("")
            self._set_busy(True)
            self.signed_in.emit(who, self.passphrase.text())

    def _set_busy(self, busy: bool) -> None:
        self._go.setText("Opening…" if busy else ("Set up and open" if self._new else "Open my cases"))
        for widget in (self._go, self._practise, self.who, self.passphrase, self.again):
            widget.setEnabled(not busy)

    def refuse(self, why: str) -> None:
        """The case file was not opened."""
        self._set_busy(False)
        self.tell(why)
        self.passphrase.setFocus()
        self.passphrase.selectAll()

    def tell(self, fault: str) -> None:
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))


_FIRST_TIME = (
    "Choose a passphrase of at least 8 characters; a few words that you remember are best. "
    "It encrypts every answer on this laptop. Nobody can open the cases without it."
)
