"""One case as the office sees it: its answers, its remarks, its history; and what the office does with it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from capi.fieldwork.case import Status
from capi.fieldwork.contact import Contact
from capi.screens.contact_sheet import selectable
from capi.screens.contact_words import found_by, noted
from capi.screens.language import local_time
from capi.screens.look import Look
from capi.screens.office.calls_list import CallsList
from capi.screens.office.cases import status_said
from capi.screens.office.online_words import has_code, may_have_code, told_of_online
from capi.screens.office.scrolled_sheet import ScrolledSheet
from capi.screens.office.ways_in_words import mode_said, one_way, way_said
from capi.screens.office.wrapped_row import WrappedRow
from capi.screens.sheet import with_key
from capi.screens.words_box import WordsBox
from capi.sync.office_messages import CaseDetail, FieldAnswer

_OVER = (Status.COMPLETED.value, Status.STOPPED.value)
_KEYS = {
    "F6": Qt.Key.Key_F6,
    "F7": Qt.Key.Key_F7,
    "F8": Qt.Key.Key_F8,
    "F9": Qt.Key.Key_F9,
    "F10": Qt.Key.Key_F10,
}
_LONGEST_NOTE = 4_000
_HISTORY = 4
"""So many of the last orders and receipts are in sight."""
_FIELD = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Offer:
    """Something that can be done, and its key."""

    words: str
    printed: str
    do: Callable[[], None]


class CaseSheet(ScrolledSheet):
    """Space marks a question; the marked ones go back to the interviewer with the note."""

    return_wanted = Signal(str, str, object)
    """Emitted with the case's id, the note and the fields marked."""
    acceptance_wanted = Signal(str, int)
    """Emitted with the case's id and the number of the last entry seen here."""
    recall_wanted = Signal(str, str)
    """Emitted with the case's id and the reason."""

    outcome_wanted = Signal(object)
    """Emitted with the CaseDetail whose outcome is to be set."""
    appointment_wanted = Signal(object)
    """Emitted with the CaseDetail that is to be given an appointment."""
    call_off_wanted = Signal(str, str)
    """Emitted with the case's id and the reason, where the appointment is to be called off."""

    code_wanted = Signal(object)
    """Emitted with the CaseDetail whose respondent is to get a new access code."""
    take_back_wanted = Signal(object)
    """Emitted with the CaseDetail whose access code is to be taken back."""

    def __init__(self, look: Look, parent: QWidget, detail: CaseDetail, *, decides: bool) -> None:
        """`decides`: something can be done with the case here, beside reading it."""
        line = detail.line
        super().__init__(look, parent, f"{line.reference}   {line.label}".strip(), width=1_160)
        self._detail = detail
        self._line = line
        self._keyed: dict[Qt.Key, QPushButton] = {}
        where = (status_said(line), mode_said(line.mode), line.user, line.area, line.instrument, line.version)
        self.put_inside(self.add_text("   ".join(part for part in where if part), "soft"))
        self._calling()
        self._online()
        self._contact(detail.contact)
        self.answers = QListWidget()
        self.answers.setAccessibleName(self.tr("Answers, in the order of the questions"))
        self.answers.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.answers.setWordWrap(True)
        self.answers.setSpacing(look.px(3))
        self._way = one_way(detail.answers, line.mode)
        for answer in detail.answers:
            way = "" if self._way else way_said(answer, line.mode)
            self.answers.addItem(_item(answer, way, detail.remarks.get(answer.field, ""), to_mark=decides))
        if detail.answers:
            self.answers.setCurrentRow(0)
        self.calls = CallsList(look, detail.calls)
        self._lists()
        self._note(decides)
        self._offer(decides)

    def _calling(self) -> None:
        """What came of it so far, and what is agreed."""
        line = self._line
        told = []
        if line.outcome:
            told.append(self.tr("Outcome {code}").format(code=line.outcome))
        elif self._detail.suggested:
            words = self.tr("Suggested outcome {code}. {because}")
            told.append(words.format(code=self._detail.suggested, because=self._detail.because))
        if line.appointment is not None:
            told.append(self.tr("Appointment {time}").format(time=local_time(line.appointment)))
        if told:
            label = self.add_text("   ".join(told))
            label.setAccessibleName(self.tr("Outcome and appointment"))
            self.put_inside(label)

    def _online(self) -> None:
        """Whether the respondent answers it by herself, and with what code."""
        told = told_of_online(self._detail)
        if told:
            self.online = self.add_text("   ".join(told))
            self.online.setAccessibleName(self.tr("Answering online"))
            self.put_inside(self.online)

    def _lists(self) -> None:
        """Answers, and beside them calls and history; what is empty takes no room."""
        self._scrolled = [each for each in (self.answers, self.calls) if each.count()]
        answers, calls = QVBoxLayout(), QVBoxLayout()
        if self.answers.count():
            words = self.tr("Answers: {way}").format(way=self._way) if self._way else self.tr("Answers")
            _add(answers, _heading(words), self.answers)
        else:
            self.put_inside(self.add_text(self.tr("No answers are here yet.")))
        self.answers.setVisible(bool(self.answers.count()))
        self.calls.setVisible(bool(self.calls.count()))
        if self.calls.count():
            _add(calls, _heading(self.tr("Calls, the latest first")), self.calls)
        if self._detail.history:
            history = self.add_text("\n".join(self._detail.history[-_HISTORY:]), "small")
            history.setAccessibleName(self.tr("What the office and the hub did"))
            selectable(history)
            _add(calls, history)
        row = QHBoxLayout()
        row.setSpacing(self._look.px(16))
        for column, share in ((answers, 3), (calls, 2)):
            if column.count():
                column.addStretch(1)
                row.addLayout(column, share)
        self.put_inside(row)

    def _note(self, decides: bool) -> None:
        """Room for a few lines: what is returned to whom is said here."""
        words = self.tr("Note or reason for the interviewer")
        self.note = WordsBox()
        self.note.setAccessibleName(words)
        self.note.setPlaceholderText(words)
        self.note.setVisible(decides)
        self.told = self.add_text("", "small")
        self.told.setVisible(decides and bool(self.answers.count()))
        self.put_inside(self.told)
        self.put_inside(self.note)
        self.answers.itemChanged.connect(self._tell_marked)
        self._tell_marked()

    def _tell_marked(self, _item: object = None) -> None:
        self.told.setText(
            self.tr("%Ln question(s) marked with Space", "", len(self.marked))
            if self.marked
            else self.tr("Space marks a question that is to be looked at again.")
        )

    @property
    def note_text(self) -> str:
        return self.note.toPlainText().strip()[:_LONGEST_NOTE]

    def _contact(self, contact: Contact | None) -> None:
        """How the person is found; to be marked and copied."""
        told = [*found_by(contact), *noted(contact)]
        if told:
            self.contact = self.add_text("\n".join(f"{each.label}:  {each.words}" for each in told))
            self.contact.setAccessibleName(self.tr("Contact"))
            selectable(self.contact)
            self.put_inside(self.contact)

    def _offer(self, decides: bool) -> None:
        """Only what can be done with a case that stands where this one does."""
        line = self._line
        finished = line.status == Status.COMPLETED.value
        to_judge = decides and finished and not line.accepted
        calls_go_on = decides and not line.accepted and line.status not in _OVER
        offered = [
            each
            for each, there in (
                (_Offer(self.tr("Accept"), "", self._accept), to_judge),
                (_Offer(self.tr("Return with the marked questions"), "", self._return), to_judge),
                (_Offer(self.tr("Outcome"), "F6", self._want_outcome), decides),
                (_Offer(self.tr("Appointment"), "F7", self._want_appointment), calls_go_on),
                (
                    _Offer(self.tr("Call the appointment off"), "F8", self._call_off),
                    calls_go_on and line.appointment is not None,
                ),
                (_Offer(self.tr("New access code"), "F9", self._want_code), decides and may_have_code(self._detail)),
                (_Offer(self.tr("Take back the code"), "F10", self._want_back), decides and has_code(self._detail)),
                (
                    _Offer(self.tr("Recall"), "", self._recall),
                    decides and bool(line.user) and not line.recalled and not finished,
                ),
                (_Offer(self.tr("Close"), "Esc", self.put_away), True),
            )
            if there
        ]
        self.column.addWidget(self.fault)
        buttons = []
        for each in offered:
            button = QPushButton(with_key(each.words, each.printed))
            button.setAccessibleName(each.words)
            button.setAutoDefault(False)
            button.clicked.connect(each.do)
            buttons.append(button)
            if each.printed in _KEYS:
                self._keyed[_KEYS[each.printed]] = button
        buttons[0].setObjectName("main")
        self.column.addWidget(WrappedRow(self._look, buttons))
        self.open(self._scrolled[0] if self._scrolled else buttons[-1])

    def _fit(self) -> None:
        """In a high window there is more of the lists in sight; the note has two lines."""
        parent, px = self.parentWidget(), self._look.px
        if parent is not None:
            self.note.setFixedHeight(px(62))
            room = min(px(420), max(px(150), parent.height() - px(530)))
            self.answers.setFixedHeight(room)
            self.calls.setFixedHeight(max(px(100), room - px(90)) if self._detail.history else room)
        super()._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in self._keyed:
            self._keyed[Qt.Key(event.key())].click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _want_outcome(self) -> None:
        self.outcome_wanted.emit(self._detail)

    def _want_appointment(self) -> None:
        self.appointment_wanted.emit(self._detail)

    def _want_code(self) -> None:
        self.code_wanted.emit(self._detail)

    def _want_back(self) -> None:
        self.take_back_wanted.emit(self._detail)

    def _call_off(self) -> None:
        self.call_off_wanted.emit(self._line.id, self.note_text)

    @property
    def marked(self) -> tuple[str, ...]:
        """The fields of the questions that are marked."""
        items = (self.answers.item(row) for row in range(self.answers.count()))
        return tuple(str(item.data(_FIELD)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _accept(self) -> None:
        self.acceptance_wanted.emit(self._line.id, self._line.entries)

    def _return(self) -> None:
        note = self.note_text
        if not note and not self.marked:
            self.refuse(self.tr("Mark a question with Space, or write what is to be done."))
            return
        self.return_wanted.emit(self._line.id, note, self.marked)

    def _recall(self) -> None:
        reason = self.note_text
        if not reason:
            self.refuse(self.tr("Write the reason: the interviewer is told it."))
            self.note.setFocus()
            return
        self.recall_wanted.emit(self._line.id, reason)


def _heading(words: str) -> QLabel:
    heading = QLabel(words)
    heading.setObjectName("small")
    return heading


def _add(column: QVBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        column.addWidget(widget)


def _item(answer: FieldAnswer, way: str, remark: str, *, to_mark: bool) -> QListWidgetItem:
    """`way`: how it was given, where that is to be said."""
    words = f"{answer.label}:  {answer.text}" + (f"   ({way})" if way else "") + (f"\n✎ {remark}" if remark else "")
    item = QListWidgetItem(words)
    item.setData(_FIELD, answer.field)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    if to_mark:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
    item.setToolTip(answer.field)
    return item
