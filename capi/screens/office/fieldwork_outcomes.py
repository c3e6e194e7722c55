"""What has come of the cases: the outcomes with their shares, and the rates with what stands behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from capi.screens.language import number, said
from capi.screens.lines import Column, LinesTable
from capi.screens.look import Look
from capi.screens.office.kept_place import put_in_place
from capi.screens.office.rate_in_numbers import all_counts
from capi.screens.office.share_bars import Bar, BarDelegate
from capi.screens.office.two_columns import TwoColumns
from capi.sync.calling_messages import Fieldwork, RateLine
from capi.wording import Wording

_SHARE, _RATE_BAR = 3, 1
_FEWEST = 5
"""Lines in sight where there is little room."""


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """`share` of all cases, from 0 to 1."""

    code: str
    label: str
    cases: int
    share: float


def outcome_lines(fieldwork: Fieldwork) -> list[OutcomeLine]:
    without = said(Wording("Office", "No outcome yet"))
    whole = max(1, fieldwork.cases)
    return [
        OutcomeLine(each.code, each.label if each.code else without, each.cases, each.cases / whole)
        for each in fieldwork.outcomes
    ]


def share_said(share: float) -> str:
    """`34 %`; a share that is not nought, and less than a half of one, is `<1 %`."""
    percent = round(100 * share)
    return f"<{number(1)} %" if share > 0 and percent == 0 else f"{number(percent)} %"


class OutcomesView(QWidget):
    outcome_chosen = Signal(str)
    """Emitted with the code whose cases are wanted; empty for those without an outcome."""
    rate_chosen = Signal(object)
    """Emitted with the RateLine to be explained."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.counts: dict[str, int] = {}
        self.outcomes = LinesTable[OutcomeLine](look, self.tr("Outcomes"), _OUTCOMES)
        self.rates = LinesTable[RateLine](look, self.tr("Outcome rates"), _RATES)
        self._shares = BarDelegate(look, self.outcomes.model_of_lines, _bar_of_outcome, beside=66)
        self.outcomes.setItemDelegateForColumn(_SHARE, self._shares)
        self._percents = BarDelegate(look, self.rates.model_of_lines, _bar_of_rate, beside=74)
        self.rates.setItemDelegateForColumn(_RATE_BAR, self._percents)
        self.outcome_told, self.rate_told = QLabel(), QLabel()
        for label in (self.outcome_told, self.rate_told):
            label.setWordWrap(True)
        self.outcomes.marked.connect(self._tell_outcome)
        self.rates.marked.connect(self._tell_rate)
        self.outcomes.chosen.connect(self._choose_outcome)
        self.rates.chosen.connect(self.rate_chosen)
        columns = TwoColumns(
            look,
            headed(self.tr("Outcomes: Enter shows the cases"), self.outcomes, self.outcome_told),
            headed(self.tr("Rates: Enter shows the formula and its counts"), self.rates, self.rate_told),
            shares=(5, 6),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(columns)
        self._look = look
        look.changed.connect(self._size)
        self._size()

    def put(self, fieldwork: Fieldwork) -> None:
        self.counts = all_counts(fieldwork)
        put_in_place(self.outcomes, outcome_lines(fieldwork), lambda each: each.code)
        put_in_place(self.rates, fieldwork.rates, lambda each: each.name)

    def focus(self) -> None:
        self.outcomes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_outcome(self, outcome: OutcomeLine) -> None:
        self.outcome_chosen.emit(outcome.code)

    def _tell_outcome(self, outcome: OutcomeLine | None) -> None:
        """In full, where the list has not the room."""
        if outcome is None:
            self.outcome_told.clear()
            return
        self.outcome_told.setText(
            self.tr("{code} {label}: %Ln case(s), {share}", "", outcome.cases)
            .format(code=outcome.code, label=outcome.label, share=share_said(outcome.share))
            .strip()
        )

    def _tell_rate(self, rate: RateLine | None) -> None:
        self.rate_told.setText(f"{said(Wording('Rates', rate.meaning))} {rate.words}" if rate else "")

    def _size(self) -> None:
        for table in (self.outcomes, self.rates):
            table.setMinimumHeight(table.height_of(_FEWEST))


def headed(words: str, *below: QWidget) -> QWidget:
    """Something under its heading."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    heading = QLabel(words)
    heading.setObjectName("small")
    heading.setWordWrap(True)
    column.addWidget(heading)
    for at, widget in enumerate(below):
        column.addWidget(widget, 1 if at == 0 else 0)
    return box


def _percent_said(rate: RateLine) -> str:
    return f"{rate.percent} %" if rate.percent is not None else "—"


def _percent_of(rate: RateLine) -> float:
    return float(rate.percent) if rate.percent is not None else -1.0


def _bar_of_rate(rate: RateLine) -> Bar | None:
    return None if rate.percent is None else Bar(_percent_of(rate) / 100)


def _bar_of_outcome(line: OutcomeLine) -> Bar:
    return Bar(line.share, colour="instruction" if line.code else "soft")


_OUTCOMES: Sequence[Column[OutcomeLine]] = (
    Column(Wording("Office", "Code"), lambda each: each.code or "—", lambda each: each.code or "~", 66),
    Column(Wording("Office", "Outcome"), lambda each: each.label, lambda each: each.label, 0),
    Column(Wording("Office", "Cases"), lambda each: number(each.cases), lambda each: each.cases, 76, numeric=True),
    Column(Wording("Office", "Share"), lambda each: share_said(each.share), lambda each: each.cases, 124),
)
_RATES: Sequence[Column[RateLine]] = (
    Column(Wording("Office", "Rate"), lambda each: each.name, lambda each: each.name, 76),
    Column(Wording("Office", "Value"), _percent_said, _percent_of, 140),
    Column(
        Wording("Office", "What it is"),
        lambda each: said(Wording("Rates", each.meaning)),
        lambda each: each.meaning,
        0,
    ),
)
