"""The sheets of an interview: help, remark, go to, a failed edit, a confirmation, and stopping."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from capi.engine.edits import FailedEdit
from capi.engine.fills import plain
from capi.engine.prompt import Prompt
from capi.fieldwork.case import StopReason
from capi.fieldwork.contents import Because
from capi.screens.find_list import FindList
from capi.screens.key_names import key_name
from capi.screens.keys import KEYS
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.pick_list import PickList
from capi.screens.sheet import Sheet, is_enter
from capi.wording import Wording


class HelpSheet(Sheet):
    """All an interviewer may want to know at a question, then the keys. Never in the respondent's sight."""

    def __init__(self, look: Look, parent: QWidget, prompt: Prompt | None) -> None:
        super().__init__(look, parent, prompt.label if prompt else self.tr("Keys"), width=720)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, look.px(8), 0)
        body.setSpacing(look.px(8))
        for text in _guidance(prompt):
            paragraph = QLabel(text)
            paragraph.setTextFormat(Qt.TextFormat.PlainText)
            paragraph.setWordWrap(True)
            body.addWidget(paragraph)
        body.addLayout(_key_table(look))
        self._area = QScrollArea()
        self._area.setWidget(self._body)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._body.setAutoFillBackground(False)
        self.column.addWidget(self._area)
        inner = min(look.px(720), parent.width() - look.px(40)) - look.px(80)
        room = parent.height() - look.px(190)
        self._area.setFixedHeight(max(look.px(80), min(room, self._body.heightForWidth(inner) + look.px(4))))
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self._area.verticalScrollBar()
        steps = {Qt.Key.Key_Down: 40, Qt.Key.Key_Up: -40, Qt.Key.Key_PageDown: 300, Qt.Key.Key_PageUp: -300}
        if is_enter(event) or event.key() == Qt.Key.Key_F1:
            self.put_away()
        elif event.key() in steps:
            bar.setValue(bar.value() + self._look.px(steps[Qt.Key(event.key())]))
        else:
            super().keyPressEvent(event)


def _guidance(prompt: Prompt | None) -> list[str]:
    """What the interviewer may need to know at the question, a paragraph each."""
    if prompt is None:
        return []
    told = [plain(runs) for runs in (prompt.instruction, prompt.guidance) if runs]
    told += [
        f"{offer.number}  {plain(offer.text)}: {plain(offer.guidance)}" for offer in prompt.offers if offer.guidance
    ]
    return told


def _key_table(look: Look) -> QGridLayout:
    """The keys in two columns, each with what it does."""
    table = QGridLayout()
    table.setVerticalSpacing(look.px(3))
    table.setHorizontalSpacing(look.px(12))
    half = (len(KEYS) + 1) // 2
    for at, key in enumerate(KEYS):
        row, column = at % half, 2 * (at // half)
        printed, words = QLabel(key_name(key.printed)), QLabel(said(key.words))
        printed.setFont(look.font("small"))
        words.setWordWrap(True)
        words.setObjectName("soft")
        table.addWidget(printed, row, column)
        table.addWidget(words, row, column + 1)
    table.setColumnStretch(1, 1)
    table.setColumnStretch(3, 1)
    return table


class _Note(QPlainTextEdit):
    """Enter finishes, Shift+Enter begins a new line."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.finished.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)


class RemarkSheet(Sheet):
    """The interviewer's note at a question."""

    written = Signal(str)
    """Emitted with the remark; empty to take it away."""

    def __init__(self, look: Look, parent: QWidget, label: str, remark: str) -> None:
        super().__init__(look, parent, self.tr("Remark at {question}").format(question=label))
        self.note = _Note()
        self.note.setPlainText(remark)
        self.note.setAccessibleName(self.tr("Remark"))
        self.note.setFixedHeight(look.px(130))
        self.note.finished.connect(self._save)
        self.column.addWidget(self.note)
        told = self.tr("{key} begins a new line. An empty remark takes the old one away.")
        self.add_text(told.format(key=key_name("Shift+Enter")), "soft")
        save, cancel = self.add_buttons((self.tr("Save"), "Enter"), (self.tr("Cancel"), "Esc"))
        save.clicked.connect(self._save)
        cancel.clicked.connect(self.put_away)
        self.open(self.note)
        self.note.selectAll()

    def _save(self) -> None:
        text = self.note.toPlainText()
        self.put_away()
        self.written.emit(text)


class GoToSheet(Sheet):
    """The questions reached, narrowed by typing."""

    chosen = Signal(str)
    """Emitted with the field to go to."""

    def __init__(
        self, look: Look, parent: QWidget, fields: Sequence[str], said: Callable[[str], str], current: str | None
    ) -> None:
        """`fields` in the order of the route; `said` puts one into words."""
        super().__init__(look, parent, self.tr("Go to a question"), width=640)
        self._fields = fields
        self.list = FindList(
            look,
            len(fields),
            lambda at: said(fields[at]),
            placeholder=self.tr("Type part of its name, answer, row or variable"),
            name=self.tr("Find a question"),
            also=fields.__getitem__,
        )
        self.list.picked.connect(self._picked)
        self.column.addWidget(self.list)
        go, cancel = self.add_buttons((self.tr("Go"), "Enter"), (self.tr("Cancel"), "Esc"))
        go.clicked.connect(self.list.pick)
        cancel.clicked.connect(self.put_away)
        if current is None:
            self.list.mark(len(fields) - 1)
        elif current in fields:
            self.list.mark(fields.index(current))
        self.open(self.list.search)

    def _picked(self, at: int) -> None:
        self.put_away()
        self.chosen.emit(self._fields[at])


class EditSheet(Sheet):
    """What is inconsistent, the questions involved with their answers, and for a signal a reason to suppress it."""

    field_chosen = Signal(str)
    """Emitted with the field whose answer is to be changed."""
    suppressed = Signal(str)
    """Emitted with the reason."""

    def __init__(self, look: Look, parent: QWidget, failed: FailedEdit, involved: list[tuple[str, str]]) -> None:
        """`involved`: each field on the route with its words."""
        super().__init__(look, parent, self.tr("These answers do not fit together"), width=640)
        self._fields = [field for field, _ in involved]
        self.add_text(failed.message)
        self.list = PickList(look, [words for _, words in involved])
        self.list.setAccessibleName(self.tr("Questions involved"))
        self.list.picked.connect(self._picked)
        self.column.addWidget(self.list)
        self.reason: QLineEdit | None = None
        if not failed.hard:
            self.add_text(self.tr("Or, if the answers are right, say why:"))
            self.reason = QLineEdit()
            self.reason.setAccessibleName(self.tr("Reason for accepting the answers"))
            self.reason.setMaxLength(500)
            self.reason.returnPressed.connect(self._suppress)
            self.column.addWidget(self.reason)
        told = self.tr("{enter} goes to the question marked.")
        if not failed.hard:
            told = self.tr("{enter} goes to the question marked. {tab} to the reason, {enter} accepts the answers.")
        self.add_text(told.format(enter=key_name("Enter"), tab=key_name("Tab")), "soft")
        go, *rest = self.add_buttons(
            (self.tr("Go to question"), "Enter"), *([] if failed.hard else [(self.tr("Accept with reason"), "")])
        )
        go.clicked.connect(self._go)
        for button in rest:
            button.clicked.connect(self._suppress)
        self.open(self.list)

    def _go(self) -> None:
        self._picked(self.list.currentRow())

    def _picked(self, row: int) -> None:
        field = self._fields[row]
        self.put_away()
        self.field_chosen.emit(field)

    def _suppress(self) -> None:
        reason = self.reason.text().strip() if self.reason else ""
        if not reason:
            if self.reason:
                self.reason.setPlaceholderText(self.tr("A reason is needed"))
                self.reason.setFocus()
            return
        self.put_away()
        self.suppressed.emit(reason)


class ConfirmSheet(Sheet):
    """One question to the interviewer; Esc is no. With words for `no`, Enter is no too, unless the keyboard is moved to yes."""

    confirmed = Signal()

    def __init__(self, look: Look, parent: QWidget, title: str, text: str, yes: str, *, no: str = "") -> None:
        super().__init__(look, parent, title)
        self.add_text(text)
        if no:
            cancel, confirm = self.add_buttons((no, "Enter"), (yes, ""))
        else:
            confirm, cancel = self.add_buttons((yes, "Enter"), (self.tr("Cancel"), "Esc"))
        confirm.clicked.connect(self._confirm)
        cancel.clicked.connect(self.put_away)
        self.open(cancel if no else confirm)

    def _confirm(self) -> None:
        self.put_away()
        self.confirmed.emit()


class StopSheet(Sheet):
    """A plain choice: come back to it, soon, at an agreed time, in another language or to somebody else; or stop for good."""

    paused = Signal(object, str, str)
    """Emitted with why (Because, or None for a pause), the language it is to go on in, and the interviewer's note."""
    appointment_wanted = Signal()
    """Emitted where the interview is to go on at a time that is agreed now."""
    stopped = Signal(StopReason, str)
    """Emitted with the reason and the interviewer's note."""

    WAYS = (
        (Wording("StopSheet", "Pause, and come back to it"), None),
        (Wording("StopSheet", "Agree a time to go on"), Because.APPOINTMENT),
        (Wording("StopSheet", "Go on in another language, noted below"), Because.LANGUAGE),
        (Wording("StopSheet", "Somebody else is to answer instead, noted below"), Because.PROXY),
        (Wording("StopSheet", "Stop for good: the respondent refuses to go on"), StopReason.REFUSED),
        (Wording("StopSheet", "Stop for good: the respondent is unable to go on"), StopReason.UNABLE),
        (Wording("StopSheet", "Stop for good: another reason, noted below"), StopReason.OTHER),
    )

    def __init__(self, look: Look, parent: QWidget, *, appointments: bool = True) -> None:
        """`appointments`: whether a time can be agreed from here."""
        super().__init__(look, parent, self.tr("Stop the interview"), width=640)
        self._ways = [each for each in self.WAYS if appointments or each[1] is not Because.APPOINTMENT]
        self.add_text(self.tr("Everything answered so far is saved, whichever you choose."), "soft")
        self.list = PickList(look, [said(words) for words, _ in self._ways])
        self.list.setAccessibleName(self.tr("How to stop"))
        self.list.picked.connect(self._picked)
        self.column.addWidget(self.list)
        self.note = QLineEdit()
        self.note.setPlaceholderText(self.tr("Note ({key} to write one)").format(key=key_name("Tab")))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setMaxLength(1_000)
        self.note.returnPressed.connect(self._stop)
        self.column.addWidget(self.note)
        stop, cancel = self.add_buttons((self.tr("Do it"), "Enter"), (self.tr("Back to the interview"), "Esc"))
        stop.clicked.connect(self._stop)
        cancel.clicked.connect(self.put_away)
        self.open(self.list)

    def _stop(self) -> None:
        self._picked(self.list.currentRow())

    def _picked(self, row: int) -> None:
        _, why = self._ways[row]
        note = self.note.text().strip()
        if why in _NOTED and not note:
            self.refuse(said(_NOTED[why]))
            self.note.setFocus()
            return
        self.put_away()
        if isinstance(why, StopReason):
            self.stopped.emit(why, note)
        elif why is Because.APPOINTMENT:
            self.appointment_wanted.emit()
        else:
            self.paused.emit(why, note if why is Because.LANGUAGE else "", "" if why is Because.LANGUAGE else note)


_NOTED = {
    StopReason.OTHER: Wording("StopSheet", "Write the reason into the note."),
    Because.LANGUAGE: Wording("StopSheet", "Write into the note which language it is."),
    Because.PROXY: Wording("StopSheet", "Write into the note who is to answer."),
}
