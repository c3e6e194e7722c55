"""When calls are made and what comes of them: the call patterns, the results by medium, and how often the cases were tried."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from capi.calling.agreed_times import zone_name
from capi.screens.calls.call_words import MEDIUM_NAMES
from capi.screens.language import number, said
from capi.screens.lines import Column, LinesTable
from capi.screens.look import Look
from capi.screens.office.attempts_chart import AttemptsChart
from capi.screens.office.fieldwork_outcomes import headed, share_said
from capi.screens.office.kept_place import put_in_place
from capi.screens.office.patterns_chart import PatternsChart
from capi.screens.office.share_bars import Bar, BarDelegate
from capi.screens.office.slot_shades import Measure
from capi.screens.office.two_columns import TwoColumns
from capi.screens.office.wrapped_row import WrappedRow
from capi.screens.sheet import with_key
from capi.sync.calling_messages import Fieldwork, ResultCount
from capi.wording import Wording

_SHARE = 3
_FEWEST = 5
_MEDIA = {medium.value: name for medium, name in MEDIUM_NAMES.items()}


@dataclass(frozen=True, slots=True)
class ResultLine:
    """`share` of all calls by its medium, from 0 to 1."""

    result: str
    label: str
    medium: str
    calls: int
    share: float


def result_lines(results: Sequence[ResultCount]) -> list[ResultLine]:
    by_medium: Counter[str] = Counter()
    for each in results:
        by_medium[each.medium] += each.calls
    return [
        ResultLine(
            each.result,
            each.label,
            said(_MEDIA[each.medium]) if each.medium in _MEDIA else each.medium,
            each.calls,
            each.calls / max(1, by_medium[each.medium]),
        )
        for each in results
    ]


def _bar(line: ResultLine) -> Bar:
    return Bar(line.share)


_COLUMNS: Sequence[Column[ResultLine]] = (
    Column(Wording("Office", "Result"), lambda each: each.label, lambda each: each.label, 0),
    Column(Wording("Office", "By"), lambda each: each.medium, lambda each: each.medium, 96),
    Column(Wording("Office", "Calls"), lambda each: number(each.calls), lambda each: each.calls, 76, numeric=True),
    Column(Wording("Office", "Share"), lambda each: share_said(each.share), lambda each: each.share, 130),
)


class CallsView(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.patterns = PatternsChart(look)
        self.patterns.moved.connect(self._tell)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self._measures = {measure: QPushButton() for measure in Measure}
        for button in self._measures.values():
            button.setCheckable(True)
            button.setObjectName("choice")
            button.clicked.connect(self._choose)
        self._heading = QLabel()
        self._heading.setObjectName("small")
        self._heading.setWordWrap(True)
        self.results = LinesTable[ResultLine](look, self.tr("Results of calls by medium"), _COLUMNS)
        self._shares = BarDelegate(look, self.results.model_of_lines, _bar, beside=66)
        self.results.setItemDelegateForColumn(_SHARE, self._shares)
        self.attempts = AttemptsChart(look)
        self._lay_out()
        self.show_measure(Measure.CALLS)
        look.changed.connect(self._size)
        self._size()

    def _lay_out(self) -> None:
        patterns = QWidget()
        left = QVBoxLayout(patterns)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._heading)
        left.addWidget(WrappedRow(self._look, list(self._measures.values())))
        left.addWidget(self.patterns, 1)
        left.addWidget(self.told)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(headed(self.tr("What came of the calls, as shares of their medium"), self.results), 3)
        column.addWidget(headed(self.tr("Cases by number of call attempts"), self.attempts), 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(TwoColumns(self._look, patterns, right, shares=(8, 5)))

    def put(self, fieldwork: Fieldwork) -> None:
        self._heading.setText(
            self.tr("Calls by day and hour, by the clock in {zone}").format(zone=zone_name(fieldwork.zone))
        )
        self.patterns.put(fieldwork.slots)
        put_in_place(self.results, result_lines(fieldwork.results), lambda each: (each.medium, each.result))
        self.attempts.put(fieldwork.attempts)

    def show_measure(self, measure: Measure) -> None:
        self.patterns.show_measure(measure)
        for each, button in self._measures.items():
            button.setText(with_key(said(each.value), "F9" if each is _after(measure) else ""))
            button.setAccessibleName(said(each.value))
            button.setChecked(each is measure)

    def step_measure(self) -> None:
        self.show_measure(_after(self.patterns.measure))

    def focus(self) -> None:
        self.patterns.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        for measure, button in self._measures.items():
            if button is self.sender():
                self.show_measure(measure)

    def _tell(self) -> None:
        self.told.setText(self.patterns.marked_in_words)

    def _size(self) -> None:
        self.results.setMinimumHeight(self.results.height_of(_FEWEST))


def _after(measure: Measure) -> Measure:
    """The one that the key comes to."""
    every = list(Measure)
    return every[(every.index(measure) + 1) % len(every)]
