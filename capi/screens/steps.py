"""The steps of an interview as its screen takes them: each is in the case file, or the screen is told why it is not.

Where an edit fails or something stands in the way, that is told too; what is to be shown then is for the screen.
"""

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from capi.engine.answers import NotAccepted
from capi.engine.edits import FailedEdit
from capi.engine.interview import NotOnRoute
from capi.engine.prompt import Prompt
from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import StopReason
from capi.fieldwork.completion import Hindrance, Level
from capi.fieldwork.contents import Because, UnfitForJournal
from capi.screens.language import said
from capi.screens.rows_in_words import first_reached
from capi.sitting import Sitting
from capi.store.errors import CaseFileError


class Steps(QObject):
    """Signals are emitted before the method that took the step returns."""

    taken = Signal()
    """Emitted when a step has led somewhere, which is to be shown."""
    answered = Signal(str)
    """Emitted before `taken` with the field that has been given an answer."""
    moved = Signal()
    """Emitted before `taken` where only the place of the interview is another one."""
    refused = Signal(str)
    """Emitted with the reason why an answer is none."""
    kept = Signal(str)
    """Emitted after each step: empty where it is in the case file, else why it is not."""
    failed = Signal(object)
    """Emitted with the edit that keeps the interview where it is."""
    hindered = Signal(object)
    """Emitted with what stands in the way of completing the interview."""
    ended = Signal()
    """Emitted when the sitting is over."""

    def __init__(self, sitting: Sitting, parent: QObject, *, completed: bool) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.completed = completed

    @property
    def _prompt(self) -> Prompt | None:
        return self._sitting.prompt()

    def _keep(self, step: Callable[[], object]) -> bool:
        """Whether the step is in the case file; what cannot be kept is said at once."""
        try:
            step()
        except (NotAccepted, UnfitForJournal) as fault:
            self.refused.emit(said(fault))
            return False
        except CaseFileError as error:
            self.kept.emit(said(error))
            return False
        self.kept.emit("")
        return True

    def _take(self, step: Callable[[], object]) -> bool:
        """Takes one step and shows where it led; where it cannot be kept the screen stays as it is."""
        kept = self._keep(step)
        if kept:
            self.taken.emit()
        return kept

    # Answers

    def give(self, prompt: Prompt, value: object) -> None:
        """The answer that stands already is not given again."""
        if value == prompt.answer and type(value) is type(prompt.answer):
            self.move_on()
            return
        failed: tuple[FailedEdit, ...] = ()

        def give() -> None:
            nonlocal failed
            failed = self._sitting.answer(prompt.field, value)
            self.completed = False
            self.answered.emit(prompt.field)

        self._take(give)
        if failed:
            self.failed.emit(failed[0])

    def clear(self, prompt: Prompt) -> None:
        def clear() -> None:
            self._sitting.clear(prompt.field)
            self.completed = False

        if prompt.answer is not None:
            self._take(clear)

    def keep_typed(self, value: object) -> bool:
        """Keeps what was typed and not entered, without moving on or showing anything; False where it is not saved.

        Raises NotAccepted, UnfitForJournal.
        """
        prompt = self._prompt
        if prompt is None:
            return True
        try:
            self._sitting.answer(prompt.field, value)
            self.completed = False
            self.answered.emit(prompt.field)
            with contextlib.suppress(NotOnRoute):  # a row that the answer adds comes before its question
                self._sitting.go_to(prompt.field)
        except CaseFileError as error:
            self.kept.emit(said(error))
            return False
        self.kept.emit("")
        return True

    def remark(self, text: str) -> bool:
        prompt = self._prompt
        return prompt is not None and self._keep(lambda: self._sitting.remark(prompt.field, text))

    def suppress(self, failed: FailedEdit, reason: str) -> None:
        if self._take(lambda: self._sitting.suppress(failed, reason)):
            self.move_on()

    # Moving

    def move_on(self) -> None:
        failed: tuple[FailedEdit, ...] = ()

        def move() -> None:
            nonlocal failed
            failed = self._sitting.move_on()

        self._move(move)
        if failed:
            self.failed.emit(failed[0])

    def back(self) -> None:
        self._move(self._sitting.back)

    def go_to_waiting(self) -> None:
        self._move(self._sitting.go_to_waiting)

    def go_to(self, field: str) -> None:
        """Nowhere, where what was chosen has left the route since it was listed."""
        try:
            self._move(lambda: self._sitting.go_to(field))
        except NotOnRoute:
            self.taken.emit()

    def _move(self, step: Callable[[], object]) -> None:
        if self._keep(step):
            self.moved.emit()
            self.taken.emit()

    # Rows and language

    def go_to_row(self, row: str) -> bool:
        """To its first question; False where none has been reached yet."""
        field = first_reached(self._sitting.interview, row)
        if field is None:
            self.taken.emit()
        else:
            self.go_to(field)
        return field is not None

    def remove_row(self, row: str) -> None:
        self._take(lambda: self._sitting.remove_row(row))

    def restore_row(self, row: str) -> None:
        self._take(lambda: self._sitting.restore_row(row))

    def speak(self, language: int) -> None:
        """Puts the instrument in another of its languages from here on."""
        code = self._sitting.interview.plan.instrument.languages[language]
        self._take(lambda: self._sitting.speak(code))

    # Ending

    def finish(self, *, all_the_same: bool = False) -> None:
        """Completes the interview, or tells what is in the way; `all_the_same`: what only warns has been accepted."""
        if self.completed:
            self._end(self._sitting.close)
            return
        hindrances: tuple[Hindrance, ...] = self._sitting.hindrances()
        if any(each.level is Level.BLOCK for each in hindrances) or (hindrances and not all_the_same):
            self.hindered.emit(hindrances)
            return
        self._end(lambda: self._sitting.complete(accepting=hindrances))

    def pause(self, because: Because | None = None, language: str = "", note: str = "") -> None:
        self._end(lambda: self._sitting.pause(because, language, note))

    def hand_over(self) -> None:
        self._end(self._sitting.hand_over)

    def agree(self, appointment: AppointmentMade) -> None:
        """To go on at that time, and not before."""
        if self._keep(lambda: self._sitting.agree(appointment)):
            self.pause(Because.APPOINTMENT)

    def stop(self, reason: StopReason, note: str) -> None:
        self._end(lambda: self._sitting.stop(reason, note))

    def _end(self, step: Callable[[], object]) -> None:
        if self._keep(step):
            self.ended.emit()
