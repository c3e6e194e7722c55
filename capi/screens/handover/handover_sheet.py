"""The sheet before the laptop is handed over: what the respondent will be asked, and the PIN that brings the laptop back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QWidget

from capi.screens.handover.pin import LONGEST, SHORTEST, Pin, UnfitPin
from capi.screens.handover.what_is_hers import Hers
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.store.errors import CaseFileError


class HandoverSheet(Sheet):
    """The first time a PIN is chosen, twice; later only if another one is wanted."""

    agreed = Signal(object)
    """Emitted with what is handed over, once there is a PIN."""

    def __init__(self, look: Look, parent: QWidget, hers: Hers, pin: Pin) -> None:
        super().__init__(look, parent, self.tr("Hand the laptop over"), width=600)
        self._hers = hers
        self._pin = pin
        told = self.tr("Up to {count} questions of “{section}” for the respondent to answer alone.")
        self.add_text(told.format(count=hers.asked, section=hers.title))
        self.add_text(
            self.tr(
                "You will not see the answers. The laptop comes back to you with your PIN, or with your passphrase."
            ),
            "soft",
        )
        self.first, self.again = self._line(self.tr("PIN")), self._line(self.tr("PIN again"))
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(
            self.tr("PIN, {shortest} to {longest} digits").format(shortest=SHORTEST, longest=LONGEST), self.first
        )
        form.addRow(self.again.accessibleName(), self.again)
        self.column.addWidget(self._form)
        chosen = pin.is_chosen
        buttons = self.add_buttons(
            (self.tr("Hand over"), "Enter"),
            (self.tr("Cancel"), "Esc"),
            *([(self.tr("Another PIN"), "")] if chosen else []),
        )
        buttons[0].clicked.connect(self._agree)
        buttons[1].clicked.connect(self.put_away)
        self._form.setVisible(not chosen)
        self.another: QPushButton | None = None
        if chosen:
            self.another = buttons[2]
            self.another.clicked.connect(self._ask_pin)
        self.open(buttons[0] if chosen else self.first)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setMaxLength(LONGEST)
        line.returnPressed.connect(self._enter)
        return line

    def _ask_pin(self) -> None:
        self._form.show()
        self._fit()
        self.first.setFocus()

    def _enter(self) -> None:
        """Enter goes to the line that is still empty, then hands over."""
        if self.first.text() and not self.again.text():
            self.again.setFocus()
        else:
            self._agree()

    def _agree(self) -> None:
        if not self._form.isHidden():
            try:
                self._pin.choose(self.first.text(), self.again.text())
            except (UnfitPin, CaseFileError) as fault:
                self.refuse(said(fault))
                self.again.clear()
                self.first.setFocus()
                self.first.selectAll()
                return
        self.put_away()
        self.agreed.emit(self._hers)
