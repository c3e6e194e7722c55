"""What is to be made: tables or an export, of which cases, and under which rules, each with a sentence on what it means."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capi.screens.language import number, said
from capi.screens.look import Look
from capi.screens.office.outputs_words import FORMATS, KINDS, PROFILES, Choice
from capi.screens.sheet import with_key
from capi.sync.output_messages import OutputInstrument, OutputKind, OutputOrder

MAKE_KEY = "F8"
_HIDE, _ROUND = "hide", "round"
_MOST = 1_000
_USUAL = {_HIDE: "10", _ROUND: "5"}


class OutputForm(QWidget):
    """From the top: what, of which cases, how."""

    order_wanted = Signal(object)
    """Emitted with the OutputOrder."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._labels: list[QLabel] = []
        self.kind = _choices(self.tr("What"), KINDS)
        self.instrument = _choice(self.tr("Instrument"), [("", self.tr("All instruments"))])
        self.status = _choice(self.tr("Cases"), [("", self.tr("Completed only")), ("all", self.tr("Every status"))])
        self.protection = _choice(
            self.tr("Small numbers"),
            [(_HIDE, self.tr("Hide those of fewer people than")), (_ROUND, self.tr("Round all numbers to"))],
        )
        self.base = QLineEdit(_USUAL[_HIDE])
        self.base.setAccessibleName(self.tr("How many people"))
        self.base.setValidator(QIntValidator(0, _MOST, self.base))
        self.weight = QLineEdit()
        self.weight.setAccessibleName(self.tr("Weight"))
        self.weight.setPlaceholderText(self.tr("A column, such as Weight; empty for none"))
        self.weight.setMaxLength(200)
        self.format = _choices(self.tr("Format"), FORMATS)
        self.profile = _choices(self.tr("Profile"), PROFILES)
        self.about_kind, self.about_numbers, self.about_format, self.about_profile = (_sentence() for _ in range(4))
        words = self.tr("Make it")
        self.make = QPushButton(with_key(words, MAKE_KEY))
        self.make.setAccessibleName(words)
        self.make.setObjectName("main")
        self.make.setAutoDefault(False)
        self._lay_out()
        self._connect_signals()
        look.changed.connect(self._style)
        self._style()
        self._show_kind()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._add(self.kind, self.about_kind)
        self._add(self.instrument)
        self._add(self.status)
        small = QWidget()
        row = QHBoxLayout(small)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.protection, 1)
        row.addWidget(self.base)
        self._of_tables = [
            *self._add(small, self.about_numbers, name=self.protection.accessibleName()),
            *self._add(self.weight),
        ]
        self._of_exports = [*self._add(self.format, self.about_format), *self._add(self.profile, self.about_profile)]
        self._column.addSpacing(self._look.px(10))
        self._column.addWidget(self.make)
        self._column.addStretch(1)

    def _add(self, part: QWidget, *below: QWidget, name: str = "") -> list[QWidget]:
        label = QLabel(name or part.accessibleName())
        label.setObjectName("small")
        self._labels.append(label)
        parts = [label, part, *below]
        for each in parts:
            self._column.addWidget(each)
        return parts

    def _connect_signals(self) -> None:
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.protection.currentIndexChanged.connect(self._show_protection)
        self.base.textChanged.connect(self._say_numbers)
        for choice in (self.format, self.profile):
            choice.currentIndexChanged.connect(self._say_choices)
        self.make.clicked.connect(self.order)

    def _style(self) -> None:
        self._column.setSpacing(self._look.px(5))
        for label in self._labels:
            label.setContentsMargins(0, self._look.px(6), 0, 0)
        self.base.setFixedWidth(self._look.px(76))

    @property
    def wants(self) -> OutputKind:
        return OutputKind(str(self.kind.currentData()))

    def offer(self, instruments: Sequence[OutputInstrument]) -> None:
        """Of which there are cases. Without any there is nothing to make."""
        chosen = self.instrument.currentData()
        while self.instrument.count() > 1:
            self.instrument.removeItem(1)
        for each in instruments:
            of = self.tr("{completed} of %Ln case(s)", "", each.cases).format(completed=number(each.completed))
            self.instrument.addItem(f"{each.title or each.name}   {of}", each.name)
        self.instrument.setCurrentIndex(max(0, self.instrument.findData(chosen)))
        self.make.setEnabled(bool(instruments))

    def order(self) -> None:
        if not self.make.isEnabled():
            return
        instrument, everything = str(self.instrument.currentData()), self.status.currentData() == "all"
        if self.wants is OutputKind.EXPORT:
            made = OutputOrder(
                kind=OutputKind.EXPORT,
                instrument=instrument,
                everything=everything,
                format=str(self.format.currentData()),
                profile=str(self.profile.currentData()),
            )
        else:
            rounds = self.protection.currentData() == _ROUND
            made = OutputOrder(
                kind=OutputKind.TABLES,
                instrument=instrument,
                everything=everything,
                weight=self.weight.text().strip(),
                threshold=0 if rounds else self._number,
                rounds=max(1, self._number) if rounds else 0,  # to 1 and 2 the hub says no, in words
            )
        self.order_wanted.emit(made)

    @property
    def _number(self) -> int:
        return int(self.base.text() or 0)

    def _show_kind(self) -> None:
        exports = self.wants is OutputKind.EXPORT
        for parts, there in ((self._of_tables, not exports), (self._of_exports, exports)):
            for part in parts:
                part.setVisible(there)
        self.about_kind.setText(_about(KINDS, self.kind))
        self._say_choices()
        self._say_numbers()

    def _show_protection(self) -> None:
        self.base.setText(_USUAL[str(self.protection.currentData())])
        self._say_numbers()

    def _say_numbers(self) -> None:
        if self.protection.currentData() == _ROUND:
            told = self.tr("Nothing is hidden; numbers still add up, and none is exact.")
        elif self._number <= 1:
            told = self.tr("Nothing is hidden or rounded: such tables are not to be published.")
        else:
            told = self.tr("With them others are hidden from which they could be worked out.")
        self.about_numbers.setText(told)

    def _say_choices(self) -> None:
        self.about_format.setText(_about(FORMATS, self.format))
        self.about_profile.setText(_about(PROFILES, self.profile))


def _choices(name: str, choices: Sequence[Choice]) -> QComboBox:
    return _choice(name, [(each.key, said(each.name)) for each in choices])


def _choice(name: str, items: Sequence[tuple[str, str]]) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    # A long title must not widen the page.
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for key, words in items:
        choice.addItem(words, key)
    return choice


def _about(choices: Sequence[Choice], chosen: QComboBox) -> str:
    return next(said(each.about) for each in choices if each.key == chosen.currentData())


def _sentence() -> QLabel:
    label = QLabel()
    label.setObjectName("soft")
    label.setWordWrap(True)
    return label
