"""The interview screen: one question at a time, every action a key, and never a doubt whether it is saved.

Digits belong to the question on the screen alone: from an answer until the next question is painted,
no key is taken.
"""

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from capi.engine.answers import NotAccepted
from capi.engine.edits import FailedEdit
from capi.engine.prompt import Prompt
from capi.fieldwork.case import StopReason
from capi.fieldwork.contents import UnfitForJournal
from capi.instrument.model import Choice, Missing, Verbatim
from capi.screens.answer_entry import NotUnderstood
from capi.screens.end_view import EndView
from capi.screens.header_bar import HeaderBar
from capi.screens.key_bar import KeyBar
from capi.screens.keys import Action, action_of
from capi.screens.look import Look
from capi.screens.prompt_view import WIDEST
from capi.screens.question_panel import QuestionPanel
from capi.screens.route_panel import RoutePanel
from capi.screens.sheet import Sheet
from capi.screens.sheet_desk import SheetDesk
from capi.screens.showcard_window import ShowcardWindow
from capi.sitting import Sitting
from capi.store.errors import CaseFileError

_STATES: dict[Action, Missing] = {"dont_know": Missing.DONT_KNOW, "refused": Missing.REFUSED}
_TEXT_KEEPS: frozenset[Action] = frozenset({"waiting", "up", "down", "read_next", "clear"})
"""Keys that stay with the cursor while the respondent's own words are written."""

ROOM_FOR_ROUTE = 1_000
"""In a window narrower than this, at the size of now, the question needs the room; Ctrl+G still goes anywhere."""


class InterviewScreen(QWidget):
    """Shows a sitting, and takes every step through it."""

    left = Signal()
    """Emitted when the interviewer has ended the sitting and the case list is wanted."""

    def __init__(self, look: Look, sitting: Sitting, showcard: ShowcardWindow, title: str, *, completed: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._sitting = sitting
        self._showcard = showcard
        self._completed = completed
        self._interviewer = sitting.case.mode.has_interviewer
        self._desk = SheetDesk(look, self)
        case = sitting.case
        self._header = HeaderBar(look, reference=case.reference, name=case.name, title=title, mode=case.mode)
        self._route = RoutePanel(look)
        self.question = QuestionPanel(look, case.mode)
        self.end_view = EndView(look, interviewer=self._interviewer)
        self._bar = KeyBar(look, ("back", "next", "showcard", "help", "remark", "go_to", "stop"))
        self._alarm = QLabel()
        self._alarm.setWordWrap(True)
        self._alarm.setTextFormat(Qt.TextFormat.PlainText)
        self._alarm.hide()
        self._lay_out()
        self._connect_signals()
        self._style()
        self._show()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.question)
        self._stack.addWidget(self.end_view)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self._alarm)
        self._middle.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._route)
        row.addLayout(self._middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(row, 1)
        column.addWidget(self._bar)
        for action in ("remark", "go_to", "help"):
            self._bar.set_available(action, self._interviewer)

    def _connect_signals(self) -> None:
        self.question.showcard_wanted.connect(self._toggle_showcard)
        self.end_view.finished.connect(self._finish)
        self._route.list.field_chosen.connect(self._go_to)
        self._bar.pressed.connect(self._do)
        self._showcard.put_away.connect(self._focus)
        self._desk.closed.connect(self._focus)
        self._desk.remarked.connect(self._remark)
        self._desk.field_chosen.connect(self._go_to)
        self._desk.accepted.connect(self._accept)
        self._desk.recorded.connect(self._record_unlisted)
        self._desk.paused.connect(self._pause)
        self._desk.stopped.connect(self._stop)
        self._look.changed.connect(self._style)
        for widget in (self.question.entry.line, self.question.entry.words, self.end_view.button):
            widget.installEventFilter(self)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self._route.setVisible(self._interviewer and self.width() >= px(ROOM_FOR_ROUTE))
        left = px(44) if self._interviewer else max(px(44), (self.width() - px(WIDEST)) // 2)
        self._middle.setContentsMargins(left, 0, px(30), px(12))
        self._alarm.setStyleSheet(
            f"background: {c.alarm_ground}; color: {c.alarm}; border: {px(2)}px solid {c.alarm};"
            f"border-radius: {px(6)}px; padding: {px(10)}px; font-weight: 600; margin-top: {px(10)}px;"
        )

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._style()

    @property
    def ready(self) -> bool:
        """Whether the question of now is on the screen, and keys are taken for it."""
        return self.at_end or self.question.ready

    @property
    def at_end(self) -> bool:
        return self._sitting.prompt() is None

    @property
    def sheet(self) -> Sheet | None:
        return self._desk.sheet

    def _show(self) -> None:
        """Puts the question of now on the screen, or the end."""
        interview, prompt = self._sitting.interview, self._sitting.prompt()
        self._showcard.empty(self)
        self._route.list.show_route(interview)
        self._bar.set_available("showcard", prompt is not None and prompt.card is not None)
        if prompt is None:
            self._stack.setCurrentWidget(self.end_view)
            answered = len(interview.answers())
            self._header.set_finished(answered)
            self.end_view.show_end(answered, len(interview.remarks), completed=self._completed)
            return
        self._stack.setCurrentWidget(self.question)
        self._header.set_progress(prompt.number, prompt.about)
        self.question.set_prompt(prompt)

    def _focus(self) -> None:
        self.window().activateWindow()
        self.take_keys()

    def take_keys(self) -> None:
        """Puts the keyboard where the answer is typed."""
        if self._desk.sheet is None:
            if self._sitting.prompt() is None:
                self.end_view.button.setFocus()
            else:
                self.question.entry.focus()

    # Keys

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """True where the key was taken, or dropped."""
        if not self.ready or self._desk.sheet is not None:
            return True
        action, prompt = action_of(event), self._sitting.prompt()
        verbatim = prompt is not None and isinstance(prompt.type, Verbatim)
        if action is None or (verbatim and action in _TEXT_KEEPS):
            return self._is_no_code(event, prompt)
        if event.isAutoRepeat() and action in ("next", "back", "dont_know", "refused"):
            return True
        self._do(action)
        return True

    def _is_no_code(self, event: QKeyEvent, prompt: Prompt | None) -> bool:
        """Letters mean nothing where a code is typed."""
        text = event.text()
        return (
            prompt is not None
            and isinstance(prompt.type, Choice)
            and text.isprintable()
            and bool(text)
            and not text.isdigit()
        )

    def _do(self, action: str) -> None:
        if not self.ready or self._desk.sheet is not None:
            return
        match action:
            case "next":
                self._next()
            case "back":
                self._leave(self._sitting.back)
            case "waiting":
                self._leave(self._sitting.go_to_waiting)
            case "dont_know" | "refused":
                self._missing(_STATES[action])
            case "clear":
                self._clear()
            case "showcard":
                self._toggle_showcard()
            case "up" | "down":
                self.question.choose_beside(-1 if action == "up" else 1)
            case "read_next":
                self.question.read_next()
            case "help" | "remark" | "go_to" | "stop":
                self._open_sheet(action)
            case "larger" | "smaller" | "usual_size":
                step = {"larger": 0.1, "smaller": -0.1}.get(action)
                self._look.set_scale(1.0 if step is None else self._look.scale + step)
            case "theme":
                self._look.set_theme("dark" if self._look.theme == "light" else "light")

    # Steps

    def _next(self) -> None:
        prompt = self._sitting.prompt()
        if prompt is None:
            self._finish()
        elif self.question.entry.is_empty and prompt.answer is not None:
            self._move_on()
        else:
            try:
                value = self.question.entry.value()
            except NotUnderstood as fault:
                self.question.entry.refuse(str(fault))
                return
            self._give(prompt, value)

    def _move_on(self) -> None:
        failed: tuple[FailedEdit, ...] = ()

        def move() -> None:
            nonlocal failed
            failed = self._sitting.move_on()

        self._step(move)
        if failed:
            self._desk.failed(failed[0], self._sitting.interview)

    def _give(self, prompt: Prompt, value: object) -> None:
        if value == prompt.answer and type(value) is type(prompt.answer):
            self._move_on()
            return
        failed: tuple[FailedEdit, ...] = ()

        def give() -> None:
            nonlocal failed
            failed = self._sitting.answer(prompt.field, value)
            self._completed = False

        self._step(give)
        if failed:
            self._desk.failed(failed[0], self._sitting.interview)

    def _step(self, step: Callable[[], object]) -> bool:
        """Takes one step and shows where it led; where it cannot be kept the screen stays as it is."""
        kept = self._kept(step)
        if kept:
            self._show()
        return kept

    def _kept(self, step: Callable[[], object]) -> bool:
        """Whether the step is in the case file; what cannot be kept is said at once."""
        try:
            step()
        except (NotAccepted, UnfitForJournal) as fault:
            self.question.entry.refuse(str(fault))
            return False
        except CaseFileError as error:
            self._header.set_saved(False)
            self._alarm.setText(f"NOT SAVED. {error} What you entered is still here: do it again when that is mended.")
            self._alarm.show()
            return False
        self._header.set_saved(True)
        self._alarm.hide()
        return True

    def _leave(self, step: Callable[[], object]) -> None:
        """Goes elsewhere; words half written are kept first."""
        if self._words_kept():
            self._step(step)

    def _words_kept(self) -> bool:
        prompt, written = self._sitting.prompt(), self.question.entry.words_written
        if prompt is None or not written or written == prompt.answer:
            return True

        def keep() -> None:
            self._sitting.answer(prompt.field, written)
            self._sitting.go_to(prompt.field)

        return self._kept(keep)

    def _missing(self, state: Missing) -> None:
        prompt = self._sitting.prompt()
        if prompt is None:
            return
        if prompt.lists(state):
            self._give(prompt, state)
        elif self._interviewer:
            self._desk.unlisted(state)

    def _record_unlisted(self, state: Missing) -> None:
        prompt = self._sitting.prompt()
        if prompt is not None:
            self._give(prompt, state)

    def _clear(self) -> None:
        prompt = self._sitting.prompt()
        if prompt is None:
            return
        self.question.entry.clear()
        if prompt.answer is not None:
            self._step(lambda: self._sitting.clear(prompt.field))

    def _toggle_showcard(self) -> None:
        prompt = self._sitting.prompt()
        if prompt is None or prompt.card is None:
            return
        if self._showcard.card is not None and self._showcard.isVisible():
            self._showcard.empty(self)
        else:
            self._showcard.show_card(prompt.card, self)

    def _go_to(self, field: str) -> None:
        if self._desk.sheet is None:
            self._leave(lambda: self._sitting.go_to(field))

    # What comes of the sheets

    def _open_sheet(self, action: str) -> None:
        prompt = self._sitting.prompt()
        if action == "stop":
            self._desk.stop()
        elif not self._interviewer:
            return
        elif action == "help":
            self._desk.help(prompt)
        elif action == "remark" and prompt is not None:
            self._desk.remark(prompt)
        elif action == "go_to":
            self._desk.go_to(self._sitting.interview)

    def _remark(self, text: str) -> None:
        """What is being typed at the question stays as it is."""
        prompt = self._sitting.prompt()
        if prompt is not None and self._kept(lambda: self._sitting.remark(prompt.field, text)):
            self._route.list.show_route(self._sitting.interview)

    def _accept(self, failed: FailedEdit, reason: str) -> None:
        if self._step(lambda: self._sitting.suppress(failed, reason)):
            self._move_on()

    # Ending

    def _finish(self) -> None:
        if self._completed:
            self._end(self._sitting.close)
            return
        failed = self._sitting.interview.failed()
        if failed:
            self._desk.failed(failed[0], self._sitting.interview)
            return
        self._end(self._sitting.complete)

    def _pause(self) -> None:
        self._end(self._sitting.pause)

    def _stop(self, reason: StopReason, note: str) -> None:
        self._end(lambda: self._sitting.stop(reason, note))

    def _end(self, step: Callable[[], object]) -> None:
        if self._words_kept() and self._kept(step):
            self._showcard.empty(self)
            self._showcard.hide()
            self.left.emit()

    def close_sitting(self) -> None:
        """The window is being closed over the case; every answer is saved, so a refusing disk costs nothing but the note of it."""
        self._showcard.hide()
        with contextlib.suppress(CaseFileError):
            self._sitting.close()
