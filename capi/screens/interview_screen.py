"""The interview screen: one question at a time, every action a key, and never a doubt whether it is saved.

Digits belong to the question on the screen alone: from an answer until the next question is painted,
no key is taken.
"""

import contextlib
import functools
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from capi.engine.answers import NotAccepted
from capi.engine.edits import FailedEdit
from capi.engine.prompt import Prompt
from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import StopReason
from capi.fieldwork.completion import Hindrance, Level
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Because, UnfitForJournal
from capi.instrument.model import Information, Missing, Mode, Verbatim
from capi.screens.calls.appointment_sheet import Agreeing
from capi.screens.handover.pin import Pin
from capi.screens.handover.what_is_hers import Hers, hers_at
from capi.screens.interview_page import InterviewPage
from capi.screens.keys import QUIET_MS, Action, action_of
from capi.screens.language import said
from capi.screens.leaving import leave
from capi.screens.look import Look
from capi.screens.names import questions_answered
from capi.screens.rows_in_words import chip_of
from capi.screens.sealed import NOTHING_SEALED, Seals, hindrances_shown
from capi.screens.sheet import Sheet
from capi.screens.sheet_desk import SheetDesk
from capi.screens.showcard_window import ShowcardWindow
from capi.screens.steps import Steps
from capi.screens.typed import NotUnderstood, takes_sign
from capi.sitting import Sitting
from capi.store.errors import CaseFileError

_STATES: dict[Action, Missing] = {"dont_know": Missing.DONT_KNOW, "refused": Missing.REFUSED}
_TEXT_KEEPS: frozenset[Action] = frozenset({"up", "down", "read_next", "clear"})
"""Keys that stay with the cursor while the respondent's own words are written."""


class InterviewScreen(InterviewPage):
    """Shows a sitting, and takes every step through it."""

    left = Signal()
    """Emitted when the interviewer has ended the sitting and the case list is wanted."""
    handed_over = Signal(object)
    """Emitted instead with what is hers (Hers), where the interviewer's sitting has ended so that the respondent's can begin."""

    def __init__(
        self,
        look: Look,
        sitting: Sitting,
        showcard: ShowcardWindow,
        title: str,
        *,
        completed: bool,
        contact: Contact | None = None,
        agreeing: Callable[[], Agreeing] | None = None,
        sealed: frozenset[str] = NOTHING_SEALED,
        pin: Pin | None = None,
    ) -> None:
        """`contact` is how the person is found, for the interviewer's eyes only. `agreeing`: what an appointment is made with; without
        it none is made from here. `sealed`: the fields the respondent has answered alone. `pin` brings the laptop back that is
        handed over from here; without it none is."""
        super().__init__(look, sitting.case, title, sitting.interview.plan.instrument)
        self._contact = contact
        self._agreeing = agreeing
        self._seals = Seals(sealed)
        self._pin = pin
        self._hers: Hers | None = None
        self._sitting = sitting
        self._showcard = showcard
        self._prompt: Prompt | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._steps = Steps(sitting, self, completed=completed)
        self._desk = SheetDesk(look, self)
        self._connect_signals()
        self._tell_sealed()
        self.question.indexes.ahead(sitting.interview.plan.instrument.frames)
        if sitting.returned is not None:
            self._route.list.returned = frozenset(sitting.returned.fields)
        self._show()

    def _connect_signals(self) -> None:
        steps, desk = self._steps, self._desk
        steps.moved.connect(self._route.list.expect_move)
        steps.taken.connect(self._show)
        steps.answered.connect(self._unseal)
        steps.refused.connect(self.question.entry.refuse)
        steps.kept.connect(self._tell_saved)
        steps.failed.connect(self._show_failed)
        steps.hindered.connect(self._show_hindrances)
        steps.ended.connect(self._leave)
        self.question.showcard_wanted.connect(self._toggle_showcard)
        self.question.picked.connect(self._next)
        self.question.entry.edited.connect(self._tell_entered)
        self.end_view.finished.connect(self._finish)
        self._route.list.field_chosen.connect(self._go_to)
        self._bar.pressed.connect(self._do)
        self._showcard.put_away.connect(self._focus)
        desk.closed.connect(self._focus)
        desk.remarked.connect(self._remark)
        desk.field_chosen.connect(self._go_to)
        desk.accepted.connect(steps.suppress)
        desk.recorded.connect(self._record_unlisted)
        desk.row_chosen.connect(self._go_to_row)
        desk.row_removed.connect(self._remove_row)
        desk.row_restored.connect(self._restore_row)
        desk.language_chosen.connect(self._speak)
        desk.completed_all_the_same.connect(self._finish_all_the_same)
        desk.paused.connect(self._pause)
        desk.appointment_wanted.connect(self._agree_a_time)
        desk.appointed.connect(self._appoint)
        desk.handed_over.connect(self._hand_over)
        desk.stopped.connect(self._stop)
        for widget in (*self.question.entry.takers, self.end_view.button):
            widget.installEventFilter(self)

    @property
    def ready(self) -> bool:
        """Whether the question of now is on the screen, and keys are taken for it.

        At the end they are when the keyboard has been quiet: codes typed on past the last question finish nothing.
        """
        return not self._settling.isActive() if self.at_end else self.covered or self.question.ready

    @property
    def at_end(self) -> bool:
        return self._sitting.interview.position is None

    @property
    def covered(self) -> bool:
        """Whether the question of now was answered by the respondent alone: then her answer is neither shown nor changed here."""
        prompt = self._prompt
        return prompt is not None and self._seals.covers(prompt)

    @property
    def hers(self) -> Hers | None:
        """What can be handed over from the question of now."""
        interview = self._sitting.interview
        if self._pin is None or interview.plan.mode is not Mode.FACE_TO_FACE:
            return None
        return hers_at(interview, interview.position)

    @property
    def sheet(self) -> Sheet | None:
        return self._desk.sheet

    def _show(self) -> None:
        """Puts the question of now on the screen, or the end."""
        interview, prompt = self._sitting.interview, self._seals.at(self._sitting.prompt())
        self._prompt = prompt
        self._showcard.empty(self)
        self._route.list.show_route(interview)
        self._header.set_language(interview.plan.instrument, interview.language)
        self._bar.set_available("showcard", prompt is not None and prompt.card is not None)
        self._bar.set_available("waiting", interview.position != interview.waiting)
        self._bar.set_available("hand_over", self.hers is not None)
        self._bar.set_available("ask_again", self.covered and self.hers is None)
        if prompt is None:
            self._show_end()
            return
        self._settling.stop()
        self._header.set_progress(prompt.number, prompt.about)
        if self.covered:
            self.cover.cover(prompt, handed=self.hers is not None)
            self._stack.setCurrentWidget(self.cover)
            self._tell_entered()
            self.take_keys()
            return
        self._stack.setCurrentWidget(self.question)
        self.question.set_prompt(prompt, chip_of(interview, prompt.field) if prompt.rows else None)
        self._tell_entered()

    def _show_end(self) -> None:
        interview, completed = self._sitting.interview, self._steps.completed
        if self._stack.currentWidget() is not self.end_view:
            self._stack.setCurrentWidget(self.end_view)
            self._settling.start(QUIET_MS)
        answered = questions_answered(interview)
        self._header.set_finished(answered)
        self._tell_entered()
        hindrances = () if completed else self._sitting.hindrances()
        shown = hindrances_shown(hindrances, self._seals.fields)
        self.end_view.show_end(answered, len(interview.remarks), shown, completed=completed)

    def _focus(self) -> None:
        self.window().activateWindow()
        self.take_keys()

    def begin(self) -> None:
        """Takes keys; of a returned case only when its interviewer has seen why."""
        returned = self._sitting.returned
        if returned is not None and self._interviewer:
            self._desk.returned(returned, self._sitting.interview)
        else:
            self.take_keys()

    def take_keys(self) -> None:
        """Puts the keyboard where the answer is typed."""
        if self._desk.sheet is None:
            if self.at_end:
                self.end_view.button.setFocus()
            elif self.covered:
                self.cover.setFocus()
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
            if self._settling.isActive():
                self._settling.start(QUIET_MS)
            return True
        action = action_of(event)
        if action is None or self._is_text(action):
            return self._is_no_code(event)
        if event.isAutoRepeat() and action in ("next", "back", "dont_know", "refused"):
            return True
        self._do(action)
        return True

    def _is_text(self, action: Action) -> bool:
        """Whether the key stays with what is being written."""
        if self.at_end or self._prompt is None:
            return False
        if isinstance(self._prompt.type, Verbatim):
            return action in _TEXT_KEEPS
        return action == "read_next" and not self.question.takes_space()

    def _is_no_code(self, event: QKeyEvent) -> bool:
        """Letters mean nothing where a code or a number is typed."""
        if self._prompt is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        return not takes_sign(self._prompt, event.text())

    def _do(self, action: str) -> None:
        if not self.ready or self._desk.sheet is not None or (self.covered and action in _TO_THE_ANSWER):
            return
        match action:
            case "next":
                self._next()
            case "back":
                self._leave_question(self._steps.back)
            case "waiting":
                self._leave_question(self._steps.go_to_waiting)
            case "dont_know" | "refused":
                self._missing(_STATES[action])
            case "clear":
                self._clear()
            case "ask_again":
                self._ask_again()
            case "showcard":
                self._toggle_showcard()
            case "up" | "down":
                self.question.choose_beside(-1 if action == "up" else 1)
            case "read_next":
                self.question.space()
            case "help" | "contact" | "remark" | "go_to" | "rows" | "stop" | "language" | "hand_over":
                self._open_sheet(action)
            case "larger" | "smaller" | "usual_size" | "theme":
                self._change_look(action)

    def _change_look(self, action: str) -> None:
        if action == "theme":
            self._look.set_theme("dark" if self._look.theme == "light" else "light")
        else:
            step = {"larger": 0.1, "smaller": -0.1}.get(action)
            self._look.set_scale(1.0 if step is None else self._look.scale + step)

    # Steps

    def _next(self) -> None:
        prompt, entry = self._prompt, self.question.entry
        if prompt is None:
            self._finish()
        elif self.covered or (entry.is_empty and self._sitting.interview.answer_to(prompt.field) is not None):
            self._steps.move_on()
        else:
            try:
                value = entry.value()
            except NotUnderstood as fault:
                entry.refuse(said(fault))
                return
            self._steps.give(prompt, value)

    def _tell_entered(self) -> None:
        """Nothing is called saved that is only typed."""
        self._header.set_entered(self._prompt is None or self.covered or not self.question.entry.is_changed)

    def _leave_question(self, onward: Callable[[], object]) -> None:
        """Goes elsewhere, once what is typed is kept; or, where it is no answer, when the interviewer says so."""
        if self._prompt is None or self.covered:
            onward()
        else:
            leave(self.question.entry, self._steps, self._desk, onward)

    def _missing(self, state: Missing) -> None:
        prompt = self._prompt
        if prompt is None or isinstance(prompt.type, Information):
            return
        if prompt.lists(state):
            self._steps.give(prompt, state)
        elif self._interviewer:
            self._desk.unlisted(state)

    def _record_unlisted(self, state: Missing) -> None:
        if self._prompt is not None:
            self._steps.give(self._prompt, state)

    def _clear(self) -> None:
        if self._prompt is not None:
            self.question.entry.clear()
            self._steps.clear(self._prompt)

    def _toggle_showcard(self) -> None:
        prompt = self._prompt
        if prompt is None or prompt.card is None:
            return
        if self._showcard.card is not None and self._showcard.isVisible():
            self._showcard.empty(self)
        else:
            self._showcard.show_card(prompt.card, self)

    def _go_to(self, field: str) -> None:
        if self._desk.sheet is None:
            self._leave_question(functools.partial(self._steps.go_to, field))

    def _go_to_row(self, row: str) -> None:
        self._leave_question(functools.partial(self._to_row, row))

    def _to_row(self, row: str) -> None:
        if not self._steps.go_to_row(row):
            self.question.entry.tell(self.tr("No question about that row has been reached yet."))

    def _speak(self, language: int) -> None:
        self._beside(functools.partial(self._steps.speak, language))

    def _remove_row(self, row: str) -> None:
        """It may be the row that is being asked about, or bring up another question: the question may be left."""
        self._leave_question(functools.partial(self._beside, functools.partial(self._steps.remove_row, row)))

    def _restore_row(self, row: str) -> None:
        self._leave_question(functools.partial(self._beside, functools.partial(self._steps.restore_row, row)))

    def _beside(self, step: Callable[[], None]) -> None:
        """What is being typed at the question stays as it is, if the question does."""
        before, written = self._prompt, self.question.entry.unfinished
        step()
        if before is not None and self._prompt is not None and before.field == self._prompt.field:
            self.question.entry.take_up(written)

    # What the respondent has answered alone

    def _ask_again(self) -> None:
        """Where she cannot have the laptop: what she answered is not shown, and stays until she has given another answer."""
        prompt = self._prompt
        if prompt is not None and self.covered and self.hers is None:
            self._seals.ask_again(prompt.field)
            self._show()
            self.take_keys()

    def _unseal(self, field: str) -> None:
        self._seals.answered(field)
        self._tell_sealed()

    def _tell_sealed(self) -> None:
        self._desk.sealed = self._seals.fields
        self._route.list.seal(self._seals.fields)

    # Sheets, and what comes of them

    def _open_sheet(self, action: str) -> None:
        interview = self._sitting.interview
        if action == "stop":
            self._desk.stop(appointments=self._agreeing is not None)
        elif action == "language":
            self._other_language()
        elif not self._interviewer:
            return
        elif action == "help":
            self._desk.help(self._prompt)
        elif action == "contact":
            self._desk.contact(self._sitting.case.name, self._contact)
        elif action == "remark" and self._prompt is not None:
            self._desk.remark(self._prompt)
        elif action == "go_to":
            self._desk.go_to(interview, self._route.list.fields)
        elif action == "hand_over" and self._pin is not None and (hers := self.hers) is not None:
            self._desk.hand_over(hers, self._pin)
        elif action == "rows" and interview.plan.instrument.rosters:
            self._desk.rows(interview)

    def _other_language(self) -> None:
        """Of two languages the key is the choice."""
        interview = self._sitting.interview
        count = len(interview.plan.instrument.languages)
        if count == _BOTH:
            self._speak(1 - interview.language)
        elif count > _BOTH:
            self._desk.language(interview)

    def _remark(self, text: str) -> None:
        """What is being typed at the question stays as it is."""
        if self._steps.remark(text):
            self._prompt = self._seals.at(self._sitting.prompt())
            self._route.list.show_route(self._sitting.interview)

    def _show_failed(self, failed: FailedEdit) -> None:
        self._desk.failed(failed, self._sitting.interview)

    def _show_hindrances(self, hindrances: tuple[Hindrance, ...]) -> None:
        """A single edit that blocks is put as it is at its question; everything else as a list."""
        interview, first = self._sitting.interview, hindrances[0]
        failed = next((each for each in interview.failed() if each.name == first.edit), None)
        if len(hindrances) == 1 and first.level is Level.BLOCK and failed is not None:
            self._desk.failed(failed, interview)
        else:
            self._desk.hindered(hindrances, interview)

    # Ending

    def _finish(self) -> None:
        self._steps.finish()

    def _finish_all_the_same(self) -> None:
        self._steps.finish(all_the_same=True)

    def _pause(self, because: Because | None, language: str, note: str) -> None:
        self._leave_question(functools.partial(self._steps.pause, because, language, note))

    def _agree_a_time(self) -> None:
        if self._agreeing is not None:
            self._desk.appoint(self._agreeing())

    def _appoint(self, appointment: AppointmentMade) -> None:
        self._leave_question(functools.partial(self._steps.agree, appointment))

    def _stop(self, reason: StopReason, note: str) -> None:
        self._leave_question(functools.partial(self._steps.stop, reason, note))

    def _hand_over(self, hers: Hers) -> None:
        """The interviewer's sitting ends; her own begins when this screen is gone."""
        self._hers = hers
        self._leave_question(self._steps.hand_over)

    def _leave(self) -> None:
        self._showcard.empty(self)
        self._showcard.hide()
        if self._hers is None:
            self.left.emit()
        else:
            self.handed_over.emit(self._hers)

    def close_sitting(self) -> None:
        """The window is being closed over the case: what is typed is kept if it is an answer; all others are saved already."""
        self._showcard.hide()
        entry = self.question.entry
        if self._prompt is not None and not self.covered and entry.is_changed:
            with contextlib.suppress(NotUnderstood, NotAccepted, UnfitForJournal):
                self._steps.keep_typed(entry.value_left())
        with contextlib.suppress(CaseFileError):
            self._sitting.close()


_TO_THE_ANSWER: tuple[Action, ...] = ("dont_know", "refused", "clear", "showcard", "up", "down", "read_next")
"""What is done to an answer, or to the question on the screen: not to one that is covered."""
_BOTH = 2
