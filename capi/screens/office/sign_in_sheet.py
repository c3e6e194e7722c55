"""Signing in at the hub: its address, an account of the office, and where needed the authorities it is known by."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from capi.screens.file_line import FileLine
from capi.screens.look import Look
from capi.screens.sheet import Sheet


class OfficeSignInSheet(Sheet):
    """Everything but the password is remembered on this computer."""

    wanted = Signal(str, str, str, str)
    """Emitted with the hub's address, the account, the password and the path of the certificates, which may be empty."""

    def __init__(self, look: Look, parent: QWidget, *, address: str, account: str, certificates: str) -> None:
        super().__init__(look, parent, self.tr("The office: sign in at the hub"))
        self.address, self.account = QLineEdit(address), QLineEdit(account)
        self.password = QLineEdit()
        chosen = FileLine(self.tr("Choose the certificates of the hub"), "PEM (*.pem *.crt)")
        self.certificates = chosen.line
        self.certificates.setText(certificates)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for words, line in (
            (self.tr("Address of the hub, such as {example}").format(example="https://hub.example.org"), self.address),
            (self.tr("Account"), self.account),
            (self.tr("Password"), self.password),
            (self.tr("Its certificates, a file (.pem), where the hub has its own authority"), self.certificates),
        ):
            line.setAccessibleName(words)
            line.setMaxLength(1_000)
            line.returnPressed.connect(self._enter)
            form.addRow(words, chosen if line is self.certificates else line)
        self.column.addLayout(form)
        self._go, cancel = self.add_buttons((self.tr("Sign in"), "Enter"), (self.tr("Cancel"), "Esc"))
        self._go.clicked.connect(self._submit)
        cancel.clicked.connect(self.put_away)
        lines = (self.address, self.account, self.password)
        self.open(next((line for line in lines if not line.text()), self.password))

    def _enter(self) -> None:
        """Enter goes to the next empty line, then signs in."""
        empty = next((line for line in (self.address, self.account, self.password) if not line.text()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        self.fault.hide()
        self._set_busy(True)
        self.wanted.emit(
            self.address.text().strip(),
            self.account.text().strip(),
            self.password.text(),
            self.certificates.text().strip(),
        )

    def _set_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._go.setText(self.tr("Signing in…") if busy else self.tr("Sign in"))

    def refuse(self, why: str) -> None:
        self._set_busy(False)
        super().refuse(why)
        self.password.setFocus()
        self.password.selectAll()
