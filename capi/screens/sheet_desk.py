"""The sheets of an interview, opened one at a time over its screen; what comes of each is told by a signal."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capi.engine.answers import STATE_WORDS
from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
from capi.engine.prompt import Prompt
from capi.fieldwork.case import StopReason
from capi.instrument.model import Missing
from capi.screens.interview_sheets import ConfirmSheet, EditSheet, GoToSheet, HelpSheet, RemarkSheet, StopSheet
from capi.screens.look import Look
from capi.screens.sheet import Sheet


class SheetDesk(QObject):
    """`sheet` is the one that is open."""

    remarked = Signal(str)
    """Emitted with the remark at the question of now; empty to take it away."""
    field_chosen = Signal(str)
    """Emitted with the field the interviewer wants to go to."""
    accepted = Signal(object, str)
    """Emitted with the signal that failed and the reason for accepting the answers."""
    recorded = Signal(object)
    """Emitted with the missing state to be recorded though the mode prints no category for it."""
    paused = Signal()
    stopped = Signal(StopReason, str)
    """Emitted with the reason for stopping for good, and the interviewer's note."""
    closed = Signal()
    """Emitted when the sheet was put away, whatever came of it."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        self._over = over
        self.sheet: Sheet | None = None
        self._failed: FailedEdit | None = None
        self._state: Missing | None = None

    def _hold(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.closed.connect(self._put_away)

    def _put_away(self) -> None:
        self.sheet = None
        self.closed.emit()

    def help(self, prompt: Prompt | None) -> None:
        self._hold(HelpSheet(self._look, self._over, prompt))

    def remark(self, prompt: Prompt) -> None:
        sheet = RemarkSheet(self._look, self._over, prompt.label, prompt.remark)
        sheet.written.connect(self.remarked)
        self._hold(sheet)

    def go_to(self, interview: Interview) -> None:
        rows = [(field, f"{interview.label(field)}   {interview.said(field)}") for field in interview.reached()]
        sheet = GoToSheet(self._look, self._over, rows, interview.position)
        sheet.chosen.connect(self.field_chosen)
        self._hold(sheet)

    def stop(self) -> None:
        sheet = StopSheet(self._look, self._over)
        sheet.paused.connect(self.paused)
        sheet.stopped.connect(self.stopped)
        self._hold(sheet)

    def failed(self, failed: FailedEdit, interview: Interview) -> None:
        """What does not fit together, with the answers involved that are on the route."""
        self._failed = failed
        on_route = set(interview.route())
        fields = [field for field in failed.fields if field in on_route]
        involved = [(field, f"{interview.label(field)}: {interview.said(field)}") for field in fields]
        sheet = EditSheet(self._look, self._over, failed, involved)
        sheet.field_chosen.connect(self.field_chosen)
        sheet.suppressed.connect(self._accept)
        self._hold(sheet)

    def _accept(self, reason: str) -> None:
        self.accepted.emit(self._failed, reason)

    def unlisted(self, state: Missing) -> None:
        """Asks before a missing state is recorded for which the mode prints nothing."""
        self._state = state
        words = STATE_WORDS[state]
        text = f"“{words}” is not among the printed answers to this question. It will be stored as item non-response."
        sheet = ConfirmSheet(self._look, self._over, f"Record “{words}”?", text, "Record it")
        sheet.confirmed.connect(self._record)
        self._hold(sheet)

    def _record(self) -> None:
        self.recorded.emit(self._state)
