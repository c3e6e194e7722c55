"""Enrolling: the hub's address and the code from the office. Once for each laptop."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from capi.screens.file_line import FileLine
from capi.screens.look import Look
from capi.screens.sheet import Sheet


class EnrolSheet(Sheet):
    """Nothing is sent before the hub has shown that it is the one the code is for."""

    wanted = Signal(str, str, str)
    """Emitted with the address, the code and the PEM of the hub's certificates, which may be empty."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent, self.tr("Connect this laptop with the hub"))
        self.add_text(
            self.tr(
                "Your office gives you the address and a code that works once. After this your cases come from the office, and "
                "every answer goes there when there is a connection."
            ),
            "soft",
        )
        self.address, self.code = QLineEdit(), QLineEdit()
        chosen = FileLine(self.tr("Choose the certificates of the hub"), "PEM (*.pem *.crt)")
        self.file = chosen.line
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for words, line in (
            (self.tr("Address of the hub, such as {example}").format(example="https://hub.example.org"), self.address),
            (self.tr("Code"), self.code),
            (self.tr("Its certificates, a file (.pem), if your office gave you one"), self.file),
        ):
            line.setAccessibleName(words)
            line.setMaxLength(1_000)
            line.returnPressed.connect(self._enter)
            form.addRow(words, chosen if line is self.file else line)
        self.column.addLayout(form)
        self._go, cancel = self.add_buttons((self.tr("Connect"), "Enter"), (self.tr("Cancel"), "Esc"))
        self._go.clicked.connect(self._submit)
        cancel.clicked.connect(self.put_away)
        self.open(self.address)

    def _enter(self) -> None:
        """Enter goes to the next empty line, then connects."""
        empty = next((line for line in (self.address, self.code) if not line.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        certificates = ""
        if self.file.text().strip():
            try:
                certificates = Path(self.file.text().strip()).expanduser().read_text(encoding="ascii")
            except (OSError, UnicodeError):
                self.refuse(
                    self.tr("{file} cannot be read. Choose the file your office gave you.").format(
                        file=self.file.text()
                    )
                )
                return
        self.fault.hide()
        self._set_busy(True)
        self.wanted.emit(self.address.text().strip(), self.code.text().strip(), certificates)

    def _set_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._go.setText(self.tr("Connecting…") if busy else self.tr("Connect"))

    def refuse(self, why: str) -> None:
        self._set_busy(False)
        super().refuse(why)
