"""Signing in: who sits here, and the passphrase of the case file. The first time, a passphrase is chosen."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from capi.fieldwork.journal import RESPONDENT
from capi.screens.look import Look
from capi.screens.sheet import is_enter

SHORTEST_PASSPHRASE = 8
"""As the case file wants it, whose room is not loaded before somebody has signed in; a test compares the two."""


class SignIn(QWidget):
    """Nothing of the case file is touched before the passphrase has been checked."""

    signed_in = Signal(str, str)
    """Emitted with the interviewer's name and the passphrase; the case file is then made or opened."""
    practice_wanted = Signal()
    """Emitted when the interviewer wants to practise with invented people."""
    office_wanted = Signal()
    """Emitted when somebody of the office wants to sign in at the hub; no case file is needed for it."""
    language_chosen = Signal(str)
    """Emitted with the code of the language the window shall speak."""

    def __init__(
        self, look: Look, case_file: Path, *, who: str = "", languages: Mapping[str, str], language: str
    ) -> None:
        """`languages`: the codes there are, each with the language's own name; only where there are several is one asked."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._new = not case_file.exists()
        self._panel = QFrame()
        self._panel.setObjectName("sheet")
        title = QLabel(self.tr("Set up this laptop") if self._new else self.tr("Sign in"))
        title.setObjectName("title")
        self._explanation = QLabel(self._explained(case_file))
        self._explanation.setObjectName("soft")
        self._explanation.setWordWrap(True)
        self._explanation.setTextFormat(Qt.TextFormat.PlainText)
        self.who = self._line(self.tr("Your name or interviewer number"), who)
        self.passphrase = self._line(self.tr("Passphrase"), "", secret=True)
        self.again = self._line(self.tr("Passphrase again"), "", secret=True)
        self._fault = QLabel()
        self._fault.setObjectName("alarm")
        self._fault.setWordWrap(True)
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._go = QPushButton(self._going())
        self._go.setObjectName("main")
        self._go.clicked.connect(self._submit)
        self._practise = QPushButton(self.tr("Practise with invented people"))
        self._practise.clicked.connect(self.practice_wanted)
        self._office = QPushButton(self.tr("Office"))
        self._office.clicked.connect(self.office_wanted)
        self._language = self._choice(languages, language)
        self._lay_out(title)
        look.changed.connect(self._style)
        self._style()

    def _explained(self, case_file: Path) -> str:
        if not self._new:
            return self.tr("Cases on this laptop: {file}").format(file=case_file)
        return self.tr(
            "Choose a passphrase of at least {shortest} characters; a few words that you remember are best. "
            "It encrypts every answer on this laptop. Nobody can open the cases without it."
        ).format(shortest=SHORTEST_PASSPHRASE)

    def _going(self) -> str:
        return self.tr("Set up and open") if self._new else self.tr("Open my cases")

    def _choice(self, languages: Mapping[str, str], language: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(self.tr("Language of the window"))
        for code, name in languages.items():
            choice.addItem(name, code)
        choice.setCurrentIndex(choice.findData(language))
        choice.activated.connect(self._choose_language)
        return choice

    def _choose_language(self) -> None:
        self.language_chosen.emit(str(self._language.currentData()))

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
        if self._language.count() > 1:
            form.addRow(self._language.accessibleName(), self._language)
        buttons = QHBoxLayout()
        buttons.addWidget(self._go)
        buttons.addStretch(1)
        buttons.addWidget(self._practise)
        buttons.addWidget(self._office)
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
        self._column.setContentsMargins(px(36), px(30), px(36), px(30))
        self._column.setSpacing(px(14))
        self._panel.setFixedWidth(max(px(560), self._column.minimumSize().width() + 2))

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
            self.tell(self.tr("Write your name or interviewer number: it stands beside everything you record."))
            self.who.setFocus()
        elif who.casefold() == RESPONDENT:
            self.tell(self.tr("That name stands for respondents who answer alone. Write your own."))
            self.who.setFocus()
        elif self._new and self.passphrase.text() != self.again.text():
            self.tell(self.tr("The two passphrases are not the same. Type them again."))
            self.again.clear()
            self.passphrase.setFocus()
            self.passphrase.selectAll()
        else:
            self.tell("")
            self._set_busy(True)
            self.signed_in.emit(who, self.passphrase.text())

    def _set_busy(self, busy: bool) -> None:
        self._go.setText(self.tr("Opening…") if busy else self._going())
        for widget in (self._go, self._practise, self._office, self.who, self.passphrase, self.again, self._language):
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
