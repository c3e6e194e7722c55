"""The case page: all that is known of one case: how it is found, what was tried, what is agreed, how far its interview is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from capi.fieldwork.call_history import Attempt
from capi.fieldwork.case import Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.replay import CaseRecord
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.suggestion import Suggestion
from capi.screens.calls.call_words import MEDIUM_NAMES, lasted
from capi.screens.contact_words import Told, appointment_said, noted
from capi.screens.language import local_time, said
from capi.screens.lines import Column, LinesTable, when
from capi.screens.look import Look
from capi.screens.names import MODE_NAMES, STATUS_NAMES, STOPPED_NAMES
from capi.screens.sheet import Sheet, is_enter, with_key
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page shows. `route`: the questions asked, each with its answer, in their order; `remarks` at them likewise.
    `suggestion` is what calls and interview speak for. `now` is UTC."""

    record: CaseRecord
    contact: Contact | None
    title: str
    frame: OutcomeFrame
    suggestion: Suggestion | None
    route: Sequence[str]
    remarks: Sequence[str]
    now: datetime
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Call:
    attempt: Attempt
    result: str


class CasePage(QWidget):
    """Enter interviews; a key each for a call, an appointment, the outcome; Esc goes back to the cases."""

    interview_wanted = Signal()
    call_wanted = Signal()
    appointment_wanted = Signal()
    outcome_wanted = Signal()
    closed = Signal()

    def __init__(self, look: Look, overview: Overview) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self.sheet: Sheet | None = None
        self._name = _label("title")
        self._about = _label("soft")
        self._alarm = _label("alarm")
        self._alarm.hide()
        self._facts = _Facts(look)
        self.calls = LinesTable[_Call](look, self.tr("Calls"), _COLUMNS)
        self.calls.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self._no_calls = _label("soft")
        self.route = LinesTable[str](look, self.tr("The interview so far"), _ROUTE)
        self._no_route = _label("soft")
        self._buttons = self._made_buttons()
        self._lay_out()
        look.changed.connect(self._style)
        self._style()
        self.show_case(overview)

    def _made_buttons(self) -> list[QPushButton]:
        made = []
        for words, key, signal in (
            (self.tr("Interview"), "Enter", self.interview_wanted),
            (self.tr("Write down a call"), "F6", self.call_wanted),
            (self.tr("Appointment"), "F7", self.appointment_wanted),
            (self.tr("Outcome"), "F8", self.outcome_wanted),
            (self.tr("Back to the cases"), "Esc", self.closed),
        ):
            button = QPushButton(with_key(words, key))
            button.setAccessibleName(words)
            button.clicked.connect(signal)
            made.append(button)
        made[0].setObjectName("main")
        return made

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        right.setSpacing(self._look.px(6))
        left.addWidget(self._facts)
        left.addStretch(1)
        for words, part, none in (
            (self.tr("Calls"), self.calls, self._no_calls),
            (self.tr("The interview so far"), self.route, self._no_route),
        ):
            heading = _label("small")
            heading.setText(words)
            heading.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            right.addWidget(heading)
            right.addWidget(none)
            right.addWidget(part, 1)
        right.addStretch()
        self._halves = QHBoxLayout()
        self._halves.addLayout(left, 5)
        self._halves.addLayout(right, 8)
        bar = QHBoxLayout()
        for button in self._buttons[:-1]:
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._buttons[-1])
        self._column = QVBoxLayout(self)
        for widget in (self._name, self._about, self._alarm):
            self._column.addWidget(widget)
        self._column.addLayout(self._halves, 1)
        self._column.addLayout(bar)

    def _style(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(36), px(22), px(36), px(16))
        self._column.setSpacing(px(10))
        self._halves.setSpacing(px(28))

    def show_case(self, overview: Overview) -> None:
        """All of it anew, as after a call."""
        record, frame = overview.record, overview.frame
        case = record.case
        self._name.setText(f"{case.reference}   {case.name}")
        status = STOPPED_NAMES[record.stop.reason] if record.stop else STATUS_NAMES[record.status]
        self._about.setText("   ·   ".join((overview.title, said(MODE_NAMES[case.mode]), said(status))))
        self._facts.put([*_found(overview.contact), *_standing(overview), *noted(overview.contact)])
        calls = [_Call(each, _result_said(each, frame, overview.language)) for each in record.calls.attempts]
        calls.sort(key=lambda each: (each.attempt.call.began, each.attempt.entry), reverse=True)
        self.calls.put(calls)
        self.calls.setVisible(bool(calls))
        self._no_calls.setText("" if calls else self.tr("Nobody has called yet."))
        self._no_calls.setVisible(not calls)
        self.route.put([*overview.route, *overview.remarks])
        self.route.setVisible(bool(overview.route))
        self._no_route.setVisible(not overview.route)
        self._no_route.setText(self.tr("Nothing has been answered yet."))
        self._buttons[0].setText(with_key(self._what_enter_does(record.status), "Enter"))
        self.setAccessibleName(f"{case.reference} {case.name}")

    def _what_enter_does(self, status: Status) -> str:
        if status is Status.NOT_STARTED:
            return self.tr("Interview")
        return self.tr("Go on with the interview") if status is Status.IN_PROGRESS else self.tr("Look at the interview")

    def tell(self, fault: str) -> None:
        """Says what went wrong; an empty text takes it away."""
        if self.sheet is not None and fault:
            self.sheet.refuse(fault)
            return
        self._alarm.setText(fault)
        self._alarm.setVisible(bool(fault))

    def lay(self, sheet: Sheet) -> None:
        """Until it is put away no other sheet is opened."""
        self.sheet = sheet
        sheet.closed.connect(self._sheet_closed)

    def _sheet_closed(self) -> None:
        self.sheet = None
        self.focus()

    def focus(self) -> None:
        self._buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_F6: self.call_wanted,
            Qt.Key.Key_F7: self.appointment_wanted,
            Qt.Key.Key_F8: self.outcome_wanted,
            Qt.Key.Key_Escape: self.closed,
        }
        if event.key() in keys:
            keys[Qt.Key(event.key())].emit()
        elif is_enter(event):
            focused = self.focusWidget()
            (focused if isinstance(focused, QPushButton) else self._buttons[0]).click()
        else:
            super().keyPressEvent(event)


class _Facts(QFrame):
    """Label and words, one above the other; what the eye looks for is large."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(1, 1)

    def put(self, told: Sequence[Told]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.hide()
                before.deleteLater()
        px = self._look.px
        self._grid.setContentsMargins(px(16), px(12), px(16), px(12))
        self._grid.setHorizontalSpacing(px(14))
        self._grid.setVerticalSpacing(px(8))
        for at, each in enumerate(told):
            label, words = _label("small"), _label("telephone" if each.strong else "")
            label.setText(each.label)
            words.setText(each.words)
            words.setAccessibleDescription(each.label)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, at, 1, Qt.AlignmentFlag.AlignTop)


def _found(contact: Contact | None) -> list[Told]:
    if contact is None:
        return [Told("", said(Wording("Contact", "No address, telephone number or note came with this case.")))]
    address = "\n".join(each for each in (*contact.address, contact.postcode) if each)
    told = (
        Told(said(Wording("Contact", "Telephone")), "\n".join(contact.telephones), strong=True),
        Told(said(Wording("Contact", "Address")), address),
        Told(said(Wording("Contact", "E-mail")), contact.email),
    )
    return [each for each in told if each.words]


def _standing(overview: Overview) -> list[Told]:
    """What is agreed, what came of the case, and what the office wants."""
    record, calls = overview.record, overview.record.calls
    told = []
    if calls.appointment is not None:
        over = calls.appointment.utc < overview.now
        label = Wording("Contact", "Missed appointment") if over else Wording("Contact", "Next appointment")
        told.append(Told(said(label), appointment_said(calls.appointment)))
    if calls.outcome is not None:
        told.append(Told(said(Wording("CasePage", "Outcome")), _outcome_said(overview, calls.outcome.code)))
    elif overview.suggestion is not None:
        words = f"{_outcome_said(overview, overview.suggestion.code)}\n{said(overview.suggestion.because)}"
        told.append(Told(said(Wording("CasePage", "Outcome suggested")), words))
    if calls.language or calls.proxy:
        wanted = Wording("CasePage", "In another language: {language}").filled(language=calls.language)
        words = said(wanted) if calls.language else said(Wording("CasePage", "Somebody else is to answer"))
        told.append(Told(said(Wording("CasePage", "Goes on")), words))
    if record.returned is not None:
        label = Wording("Contact", "Returned by {who}").filled(who=record.returned.by)
        words = record.returned.note or said(Wording("Contact", "Questions are marked in the interview."))
        told.append(Told(said(label), words))
    if record.last_worked is not None:
        told.append(Told(said(Wording("CasePage", "Last worked")), local_time(record.last_worked)))
    return told


def _outcome_said(overview: Overview, code: str) -> str:
    found = overview.frame.outcome(code)
    return f"{code}  {overview.frame.said(found.label, overview.language)}" if found else code


def _result_said(attempt: Attempt, frame: OutcomeFrame, language: str) -> str:
    """In the words of the frame; the name itself where another frame had it."""
    result = frame.result(attempt.call.result)
    return frame.said(result.label, language) if result else attempt.call.result


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


_COLUMNS: tuple[Column[_Call], ...] = (
    Column(
        Wording("CasePage", "When"),
        lambda each: when(each.attempt.call.began),
        lambda each: each.attempt.call.began,
        150,
    ),
    Column(
        Wording("CasePage", "By"),
        lambda each: said(MEDIUM_NAMES[each.attempt.call.medium]),
        lambda each: each.attempt.call.medium.value,
        100,
    ),
    Column(Wording("CasePage", "What came of it"), lambda each: each.result, lambda each: each.result, 200),
    Column(
        Wording("CasePage", "Took"),
        lambda each: lasted(each.attempt.call.seconds),
        lambda each: each.attempt.call.seconds,
        70,
        numeric=True,
    ),
    Column(Wording("CasePage", "Who"), lambda each: each.attempt.who, lambda each: each.attempt.who, 90),
    Column(Wording("CasePage", "Note"), lambda each: each.attempt.call.note, lambda each: each.attempt.call.note, 0),
)
_ROUTE: tuple[Column[str], ...] = (
    Column(Wording("CasePage", "Question and answer"), lambda each: each, lambda each: each, 0),
)
