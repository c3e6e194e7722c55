"""The new case sheet: a case made by hand, without the office: its reference, whom it is about, which instrument, which mode."""

from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from capi.instrument.model import Mode
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.names import MODE_NAMES
from capi.screens.sheet import Sheet

Instruments: TypeAlias = dict[str, tuple[str, tuple[Mode, ...]]]
"""Each instrument's name with its title and modes."""


class NewCaseSheet(Sheet):
    """Of the modes of an instrument, those with an interviewer are offered first."""

    wanted = Signal(str, str, str, Mode)
    """Emitted with reference, name, the instrument's name and the mode."""

    def __init__(self, look: Look, parent: QWidget, instruments: Instruments) -> None:
        super().__init__(look, parent, self.tr("New case"))
        self._instruments = instruments
        self.reference = QLineEdit()
        self.name = QLineEdit()
        self.instrument = QComboBox()
        self.mode = QComboBox()
        for name, (title, _) in instruments.items():
            self.instrument.addItem(title, name)
        self.instrument.currentIndexChanged.connect(self._offer_modes)
        self._offer_modes()
        form = QFormLayout()
        for words, widget in (
            (self.tr("Reference, such as {example}").format(example="1042/01"), self.reference),
            (self.tr("Name or address (may be empty)"), self.name),
            (self.tr("Instrument"), self.instrument),
            (self.tr("Mode"), self.mode),
        ):
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.column.addLayout(form)
        for line in (self.reference, self.name):
            line.setMaxLength(200)
            line.returnPressed.connect(self._make)
        make, cancel = self.add_buttons((self.tr("Make the case"), "Enter"), (self.tr("Cancel"), "Esc"))
        make.clicked.connect(self._make)
        cancel.clicked.connect(self.put_away)
        self.open(self.reference)

    def _offer_modes(self) -> None:
        self.mode.clear()
        modes = self._instruments.get(str(self.instrument.currentData()), ("", ()))[1]
        for mode in sorted(modes, key=lambda mode: not mode.has_interviewer):
            self.mode.addItem(said(MODE_NAMES[mode]), mode.value)

    def _make(self) -> None:
        reference = self.reference.text().strip()
        if not reference:
            self.refuse(self.tr("Write the reference: it is how the office knows the case."))
            self.reference.setFocus()
            return
        mode = Mode(str(self.mode.currentData()))
        self.wanted.emit(reference, self.name.text().strip(), str(self.instrument.currentData()), mode)
