"""The office's list of cases: found by words, status, interviewer or area; assigned, recalled, returned and accepted from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capi.fieldwork.case import Status
from capi.screens.language import number, said
from capi.screens.lines import Column, LinesTable, when
from capi.screens.look import Look
from capi.screens.names import STATUS_NAMES
from capi.screens.office.kept_place import put_in_place
from capi.screens.office.online_words import ONLINE, ONLINE_NAME, online_said
from capi.screens.office.wrapped_row import WrappedRow
from capi.screens.sheet import is_enter, with_key
from capi.sync.office_messages import CaseLine, CaseLines
from capi.wording import Wording

TYPING_MS = 250
"""The hub is asked when nobody has typed for this long."""
NO_OUTCOME = "none"
_LONGEST_IN_SIGHT = 14
_STATUSES = {**{status.value: name for status, name in STATUS_NAMES.items()}, ONLINE: ONLINE_NAME}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases; what is empty narrows nothing. `outcome`: a code of the frame, or NO_OUTCOME."""

    status: str = ""
    area: str = ""
    user: str = ""
    search: str = ""
    outcome: str = ""


def status_said(line: CaseLine) -> str:
    """Where the case stands, with what the office has made of it."""
    if line.accepted:
        return said(Wording("Office", "Accepted"))
    if line.recalled:
        return said(Wording("Office", "Recalled, waiting for the laptop"))
    if line.online is not None:
        return online_said(line.online)
    if line.returned:
        return said(Wording("Office", "Returned"))
    if line.status == Status.NOT_STARTED.value and not line.user:
        return said(Wording("Office", "Not assigned"))
    name = _STATUSES.get(line.status)
    return said(name) if name else line.status


def _time(time: datetime | None) -> float:
    return time.timestamp() if time else 0.0


def _called(line: CaseLine) -> str:
    return number(line.calls) if line.calls else ""


def _quarantined(line: CaseLine) -> str:
    return number(line.quarantined) if line.quarantined else ""


COLUMNS: tuple[Column[CaseLine], ...] = (
    Column(Wording("Office", "Reference"), lambda each: each.reference, lambda each: each.reference, 96),
    Column(Wording("Office", "Name and address"), lambda each: each.label, lambda each: each.label.casefold(), 0),
    Column(Wording("Office", "Area"), lambda each: each.area, lambda each: each.area, 84),
    Column(Wording("Office", "Interviewer"), lambda each: each.user, lambda each: each.user, 100),
    Column(Wording("Office", "Status"), status_said, status_said, 164),
    Column(Wording("Office", "Outcome"), lambda each: each.outcome, lambda each: each.outcome, 84),
    Column(Wording("Office", "Calls"), _called, lambda each: each.calls, 60, numeric=True),
    Column(Wording("Office", "Last call"), lambda each: when(each.last_call), lambda each: _time(each.last_call), 144),
    Column(
        Wording("Office", "Appointment"),
        lambda each: when(each.appointment),
        lambda each: _time(each.appointment),
        144,
    ),
    Column(Wording("Office", "Received"), lambda each: when(each.received), lambda each: _time(each.received), 144),
    Column(Wording("Office", "In quarantine"), _quarantined, lambda each: each.quarantined, 70, numeric=True),
)


_QUARANTINED = len(COLUMNS) - 1
"""The column that is shown only where there is something in it."""


class CasesPage(QWidget):
    """Narrowed at the hub, a page of lines at a time."""

    wanted = Signal(Wanted)
    """Emitted when other cases are wanted."""
    more_wanted = Signal(Wanted, str)
    """Emitted with where the list goes on."""
    case_chosen = Signal(str)
    """Emitted with the id of the case to look at."""
    assignment_wanted = Signal(object)
    """Emitted with the lines of the cases to be given to somebody."""

    def __init__(self, look: Look, *, decides: bool) -> None:
        """`decides`: cases are given out from here, and not only looked at."""
        super().__init__()
        self._look = look
        self._asked = Wanted()
        self._next = ""
        self._lines: list[CaseLine] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Type part of a reference, name or address"))
        self.search.setAccessibleName(self.tr("Find a case"))
        self.status = self._choice(
            self.tr("Status"), [("", self.tr("Every status")), *((key, said(name)) for key, name in _STATUSES.items())]
        )
        self.user = self._choice(self.tr("Interviewer"), [("", self.tr("Every interviewer"))])
        self.area = self._choice(self.tr("Area"), [("", self.tr("Every area"))])
        self.outcome = self._choice(
            self.tr("Outcome"), [("", self.tr("Every outcome")), (NO_OUTCOME, self.tr("No outcome yet"))]
        )
        self.table = LinesTable[CaseLine](look, self.tr("Cases"), COLUMNS)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._count = QLabel()
        self._count.setObjectName("soft")
        self._decides = decides
        self._assign = QPushButton(with_key(self.tr("Assign"), "F8"))
        self._open = QPushButton(with_key(self.tr("Open"), "Enter"))
        self._more = QPushButton(self.tr("More"))
        self._open.setObjectName("main")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._ask)
        self._connect_signals()
        self._lay_out()
        for of_those_who_decide in (self.user, self.area, self.outcome, self._assign):
            of_those_who_decide.setVisible(decides)

    def _choice(self, name: str, items: Sequence[tuple[str, str]]) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(_LONGEST_IN_SIGHT)
        for key, words in items:
            choice.addItem(words, key)
        choice.activated.connect(self._ask)
        return choice

    def _connect_signals(self) -> None:
        self.search.textChanged.connect(self._type)
        self.search.installEventFilter(self)
        self.table.chosen.connect(self._choose)
        self._open.clicked.connect(self._choose_marked)
        self._assign.clicked.connect(self.assign)
        self._more.clicked.connect(self._ask_more)

    def _lay_out(self) -> None:
        self._choices = WrappedRow(self._look, [self.status, self.outcome, self.user, self.area])
        bottom = QHBoxLayout()
        bottom.addWidget(self._count)
        bottom.addStretch(1)
        for button in (self._more, self._assign, self._open):
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self._choices)
        column.addWidget(self.table, 1)
        column.addLayout(bottom)

    def offer(self, users: Sequence[str], areas: Sequence[str]) -> None:
        """Whose and which cases can be asked for."""
        for choice, names in ((self.user, users), (self.area, areas)):
            _offer(choice, 1, [(name, name) for name in names])

    def offer_outcomes(self, outcomes: Sequence[tuple[str, str]]) -> None:
        """The codes that can be asked for, each with its words."""
        _offer(self.outcome, 2, [(code, f"{code}   {words}") for code, words in outcomes])

    def ask(self, wanted: Wanted) -> None:
        """Shows other cases, as if they had been chosen above the list."""
        if wanted.outcome and self.outcome.findData(wanted.outcome) < 0:
            self.outcome.addItem(wanted.outcome, wanted.outcome)
        for choice, key in (
            (self.status, wanted.status),
            (self.user, wanted.user),
            (self.area, wanted.area),
            (self.outcome, wanted.outcome),
        ):
            choice.setCurrentIndex(max(0, choice.findData(key)))
        self.search.setText(wanted.search)
        self._ask()

    def put(self, wanted: Wanted, found: CaseLines, *, further: bool = False) -> None:
        """The hub's answer; one to another question than the last is dropped."""
        if wanted != self._asked:
            return
        self._lines = [*self._lines, *found.cases] if further else list(found.cases)
        self._next = found.next
        put_in_place(self.table, self._lines, _id)
        self.table.setColumnHidden(_QUARANTINED, not any(line.quarantined for line in self._lines))
        self._more.setVisible(bool(found.next))
        shown, total = len(self._lines), found.total
        self._count.setText(
            self.tr("%Ln case(s)", "", total)
            if shown == total
            else self.tr("{shown} of %Ln case(s)", "", total).format(shown=number(shown))
        )

    @property
    def asked(self) -> Wanted:
        return self._asked

    @property
    def listed(self) -> int:
        """How many lines are in the list now."""
        return len(self._lines)

    def assign(self) -> None:
        if self._decides and self.table.selected:
            self.assignment_wanted.emit(self.table.selected)

    def focus(self) -> None:
        self.search.setFocus()

    def _type(self) -> None:
        self._typing.start(TYPING_MS)

    def _ask(self) -> None:
        self._typing.stop()
        self._asked = Wanted(
            str(self.status.currentData()),
            str(self.area.currentData()),
            str(self.user.currentData()),
            self.search.text().strip(),
            str(self.outcome.currentData()),
        )
        self.wanted.emit(self._asked)

    def _ask_more(self) -> None:
        self.more_wanted.emit(self._asked, self._next)

    def _choose(self, line: CaseLine) -> None:
        self.case_chosen.emit(line.id)

    def _choose_marked(self) -> None:
        line = self.table.line
        if line is not None:
            self.case_chosen.emit(line.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F8:
            self.assign()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search line too, arrows move in the list and Enter opens."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or watched is not self.search:
            return False
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -12, Qt.Key.Key_PageDown: 12}
        if is_enter(event):
            if self._typing.isActive():
                self._ask()
            else:
                self._choose_marked()
            return True
        if event.key() in steps and self._lines:
            row = self.table.currentIndex().row() + steps[Qt.Key(event.key())]
            self.table.selectRow(max(0, min(len(self._lines) - 1, row)))
            return True
        return False


def _id(line: CaseLine) -> str:
    return line.id


def _offer(choice: QComboBox, first: int, named: Sequence[tuple[str, str]]) -> None:
    """After the `first` items, which stay. What is chosen stays chosen, as long as it is offered."""
    chosen = choice.currentData()
    while choice.count() > first:
        choice.removeItem(first)
    for key, words in named:
        choice.addItem(words, key)
    choice.setCurrentIndex(max(0, choice.findData(chosen)))
