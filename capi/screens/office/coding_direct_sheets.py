"""The sheets of who directs the coding: coding without a person, and the settings of the coding."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from capi.screens.language import number
from capi.screens.look import Look
from capi.screens.office.coding_words import per_cent
from capi.screens.sheet import Sheet
from capi.sync.coding_messages import AutomaticallyCoded, CodingSettings


class AutomaticSheet(Sheet):
    """First it is counted what would be coded, then it is done; both in parts, so that the numbers run."""

    run_wanted = Signal()
    """Emitted when what was counted is to be coded."""

    def __init__(self, look: Look, parent: QWidget, settings: CodingSettings) -> None:
        super().__init__(look, parent, self.tr("Coding without a person"))
        self.add_text(
            self.tr(
                "The first suggestion is taken where it is at least {threshold} likely to be right. Of what is coded so, {double} is "
                "coded by a person too, which measures it. Settings: {key}."
            ).format(threshold=per_cent(settings.threshold), double=per_cent(settings.double), key="F9"),
            "soft",
        )
        self.count = self.add_text(self.tr("Counting…"), "heading")
        self.rest = self.add_text("", "soft")
        self.go, self.end = self.add_buttons((self.tr("Code them"), "Enter"), (self.tr("Close"), "Esc"))
        self.go.setEnabled(False)
        self.go.clicked.connect(self._run)
        self.end.clicked.connect(self.put_away)
        self.open(self.end)

    def _run(self) -> None:
        self.go.setEnabled(False)
        self.end.setFocus()
        self.count.setText(self.tr("Coding…"))
        self.run_wanted.emit()

    def put(self, so_far: AutomaticallyCoded, *, counted: bool, ended: bool) -> None:
        """`counted`: nothing is coded yet, only counted; `ended`: all there is was looked at."""
        self.count.setText(
            self.tr("%Ln job(s) would be coded without a person", "", so_far.coded)
            if counted
            else self.tr("%Ln job(s) coded without a person", "", so_far.coded)
        )
        looking = self.tr("{left} still to look at…").format(left=number(so_far.left))
        self.rest.setText(self.tr("The others are left to coders.") if ended else looking)
        if counted and ended and so_far.coded:
            self.go.setEnabled(True)
            self.go.setFocus()


class CodingSettingsSheet(Sheet):
    """Two shares, typed in per cent."""

    settled = Signal(object)
    """Emitted with the CodingSettings wanted."""

    def __init__(self, look: Look, parent: QWidget, settings: CodingSettings) -> None:
        super().__init__(look, parent, self.tr("Settings of the coding"))
        self.threshold, self.double = QLineEdit(_typed(settings.threshold)), QLineEdit(_typed(settings.double))
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for words, line in (
            (self.tr("How likely a suggestion must be right to be taken without a person, in %"), self.threshold),
            (self.tr("Share of the jobs coded a second time by somebody else, in %"), self.double),
        ):
            line.setAccessibleName(words)
            line.setMaxLength(6)
            line.returnPressed.connect(self._settle)
            form.addRow(words, line)
        self.column.addLayout(form)
        self.add_text(self.tr("They count for what is coded from now on."), "soft")
        save, cancel = self.add_buttons((self.tr("Save"), "Enter"), (self.tr("Cancel"), "Esc"))
        save.clicked.connect(self._settle)
        cancel.clicked.connect(self.put_away)
        self.open(self.threshold)
        self.threshold.selectAll()

    def _settle(self) -> None:
        shares = []
        for line in (self.threshold, self.double):
            share = _share(line.text())
            if share is None:
                self.refuse(self.tr("Type a share from 0 to 100."))
                line.setFocus()
                line.selectAll()
                return
            shares.append(share)
        self.settled.emit(CodingSettings(threshold=shares[0], double=shares[1]))


def _typed(share: float) -> str:
    """A share of 0 to 1 in per cent, as it is typed: `95`, `0.5`."""
    return f"{100 * share:.6g}"


def _share(text: str) -> float | None:
    """What was typed, from 0 to 1; None where it is no share. `97,5` is 97.5."""
    try:
        share = float(text.strip().removesuffix("%").replace(",", ".")) / 100
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None
