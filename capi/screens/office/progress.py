"""How far the fieldwork is: the whole in one bar, then by interviewer and by area, and what waits for the office."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.language import number
from capi.screens.lines import Column, LinesTable, when
from capi.screens.look import Look
from capi.screens.office.charts import DaysChart, SharesDelegate, WholeBar
from capi.sync.office_messages import Counts, Progress
from capi.wording import Wording

_BAR = 3
_FEWEST = 2


def _columns(first: Wording) -> tuple[Column[Counts], ...]:
    return (
        Column(first, lambda each: each.name or "—", lambda each: each.name.casefold(), 150),
        Column(Wording("Office", "Cases"), lambda each: number(each.total), lambda each: each.total, 70, numeric=True),
        Column(
            Wording("Office", "Complete"),
            lambda each: f"{number(_complete(each))}  ({_percent(each)})",
            lambda each: _complete(each) / max(1, each.total),
            110,
            numeric=True,
        ),
        Column(Wording("Office", "Where they stand"), lambda _: "", lambda each: each.in_progress, 0),
        Column(
            Wording("Office", "Last received"),
            lambda each: when(each.last_received),
            lambda each: each.last_received.timestamp() if each.last_received else 0.0,
            150,
        ),
    )


def _complete(counts: Counts) -> int:
    """Those the office has accepted are complete too."""
    return counts.completed + counts.accepted


def _percent(counts: Counts) -> str:
    return f"{round(100 * _complete(counts) / counts.total) if counts.total else 0} %"


class ProgressPage(QWidget):
    """What to look at first in the morning."""

    interviewer_chosen = Signal(str)
    """Emitted with the account whose cases are wanted."""
    area_chosen = Signal(str)
    """Emitted with the area whose cases are wanted."""
    quarantine_wanted = Signal()
    """Emitted when what waits for a decision is to be seen."""
    online_wanted = Signal()
    """Emitted when the cases that are answered online now are to be seen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._headline = QLabel()
        self._headline.setObjectName("heading")
        self._waiting = QPushButton()
        self._waiting.clicked.connect(self.quarantine_wanted)
        self._waiting.hide()
        self.online = QPushButton()
        self.online.clicked.connect(self.online_wanted)
        self.online.hide()
        self.whole = WholeBar(look)
        self.days = DaysChart(look)
        self.interviewers = LinesTable[Counts](
            look, self.tr("Progress by interviewer"), _columns(Wording("Office", "Interviewer"))
        )
        self.areas = LinesTable[Counts](look, self.tr("Progress by area"), _columns(Wording("Office", "Area")))
        self._delegates = []
        for table in (self.interviewers, self.areas):
            delegate = SharesDelegate(look, table.model_of_lines)
            table.setItemDelegateForColumn(_BAR, delegate)
            self._delegates.append(delegate)
        self.interviewers.chosen.connect(self._choose_interviewer)
        self.areas.chosen.connect(self._choose_area)
        self._lay_out()
        look.changed.connect(self._style)
        self._style()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._headline)
        top.addStretch(1)
        top.addWidget(self.online)
        top.addWidget(self._waiting)
        left = QVBoxLayout()
        left.addWidget(self.interviewers)
        left.addWidget(self.areas)
        left.addStretch(1)
        self._left = left
        right = QVBoxLayout()
        words = QLabel(self.tr("Completed by day, the last four weeks"))
        words.setObjectName("small")
        right.addWidget(words)
        right.addWidget(self.days, 3)
        right.addStretch(2)
        below = QHBoxLayout()
        below.addLayout(left, 5)
        below.addSpacing(self._look.px(20))
        below.addLayout(right, 3)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.whole)
        self._column.addLayout(below, 1)

    def _style(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self._look.px(12))
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """By the number of lines, and in whole lines: no row is cut through."""
        tables = (self.interviewers, self.areas)
        top = [each.sizeHint().height() for each in (self._headline, self.online, self._waiting) if not each.isHidden()]
        above = max(top, default=0) + self.whole.height() + 2 * self._column.spacing()
        room = self.height() - above - max(0, self._left.spacing())
        line = tables[0].verticalHeader().defaultSectionSize()
        fitting = (room - sum(table.height_of(0) for table in tables)) // line
        counts = [len(table.model_of_lines.lines) for table in tables]
        for table, lines in zip(tables, shared_lines(counts, fitting), strict=True):
            table.setFixedHeight(table.height_of(lines))

    def _choose_interviewer(self, counts: Counts) -> None:
        self.interviewer_chosen.emit(counts.name)

    def _choose_area(self, counts: Counts) -> None:
        self.area_chosen.emit(counts.name)

    def put(self, progress: Progress) -> None:
        whole = progress.whole
        self._headline.setText(
            self.tr("{completed} of %Ln case(s) complete ({percent})", "", whole.total).format(
                completed=number(_complete(whole)), percent=_percent(whole)
            )
        )
        self._waiting.setText(self.tr("%Ln part(s) wait for your decision", "", progress.quarantined))
        self._waiting.setVisible(progress.quarantined > 0)
        self.online.setText(
            self.tr("Online: {invited} invited, {online} begun, {through} through").format(
                invited=number(progress.invited),
                online=number(progress.online),
                through=number(progress.through_online),
            )
        )
        self.online.setVisible(progress.invited > 0)
        self.whole.put(whole)
        self.days.put(progress.days)
        self.interviewers.put(progress.interviewers, _same)
        self.areas.put(progress.areas, _same)
        self._share_height()

    def focus(self) -> None:
        self.interviewers.setFocus(Qt.FocusReason.OtherFocusReason)


def shared_lines(counts: Sequence[int], fitting: int) -> list[int]:
    """How many lines of each list are in sight where so many fit: all, or of the longer ones what is left; two at least."""
    shares = [min(count, _FEWEST) for count in counts]
    for _ in range(max(0, fitting - sum(shares))):
        short = [at for at, count in enumerate(counts) if shares[at] < count]
        if not short:
            break
        shares[max(short, key=lambda at: counts[at] / shares[at])] += 1
    return shares


def _same(one: Counts, other: Counts) -> bool:
    return one.name == other.name
