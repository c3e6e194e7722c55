"""The sheets of an interview, opened one at a time over its screen; what comes of each is told by a signal."""

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
from capi.engine.prompt import Prompt
from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import StopReason
from capi.fieldwork.completion import Hindrance
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Returned
from capi.instrument.model import Missing
from capi.screens.calls.appointment_sheet import Agreeing, AppointmentSheet
from capi.screens.contact_sheet import ContactSheet
from capi.screens.handover.handover_sheet import HandoverSheet
from capi.screens.handover.pin import Pin
from capi.screens.handover.what_is_hers import Hers
from capi.screens.hindrance_sheet import HindranceSheet
from capi.screens.interview_sheets import ConfirmSheet, EditSheet, GoToSheet, HelpSheet, RemarkSheet, StopSheet
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.language_sheet import LanguageSheet
from capi.screens.look import Look
from capi.screens.names import STATE_NAMES
from capi.screens.returned_sheet import ReturnedSheet
from capi.screens.rows_in_words import FieldWords, is_asked, row_lines
from capi.screens.rows_sheet import RowsSheet
from capi.screens.sealed import NOTHING_SEALED, hindrances_shown, message_shown
from capi.screens.sheet import Sheet


class SheetDesk(QObject):
    """`sheet` is the one that is open. `sealed`: the fields whose answers are told in none of them."""

    remarked = Signal(str)
    """Emitted with the remark at the question of now; empty to take it away."""
    field_chosen = Signal(str)
    """Emitted with the field the interviewer wants to go to."""
    accepted = Signal(object, str)
    """Emitted with the signal that failed and the reason for accepting the answers."""
    recorded = Signal(object)
    """Emitted with the missing state to be recorded though the mode prints no category for it."""
    paused = Signal(object, str, str)
    """Emitted as the StopSheet does."""
    appointment_wanted = Signal()
    appointed = Signal(object)
    """Emitted with the AppointmentMade at which the interview is to go on."""
    stopped = Signal(StopReason, str)
    """Emitted with the reason for stopping for good, and the interviewer's note."""
    row_chosen = Signal(str)
    """Emitted with the row the interviewer wants to go to."""
    row_removed = Signal(str)
    """Emitted with the row to be taken out, once that was confirmed."""
    row_restored = Signal(str)
    """Emitted with the row to be brought back."""
    language_chosen = Signal(int)
    """Emitted with the place of a language among those of the instrument."""
    completed_all_the_same = Signal()
    """Emitted when what was warned of is accepted."""
    handed_over = Signal(object)
    """Emitted with what the respondent is to answer alone now."""
    closed = Signal()
    """Emitted when the sheet was put away, whatever came of it."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self._look = look
        self._over = over
        self.sheet: Sheet | None = None
        self.sealed: frozenset[str] = NOTHING_SEALED
        self._failed: FailedEdit | None = None
        self._state: Missing | None = None
        self._row = ""
        self._names: dict[str, str] = {}
        self._onward: Callable[[], object] | None = None

    def _hold(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.closed.connect(self._put_away)

    def _put_away(self) -> None:
        self.sheet = None
        self.closed.emit()

    def help(self, prompt: Prompt | None) -> None:
        self._hold(HelpSheet(self._look, self._over, prompt))

    def contact(self, name: str, contact: Contact | None) -> None:
        self._hold(ContactSheet(self._look, self._over, name, contact))

    def remark(self, prompt: Prompt) -> None:
        sheet = RemarkSheet(self._look, self._over, prompt.label, prompt.remark)
        sheet.written.connect(self.remarked)
        self._hold(sheet)

    def go_to(self, interview: Interview, reached: list[str]) -> None:
        sheet = GoToSheet(self._look, self._over, reached, FieldWords(interview, self.sealed), interview.position)
        sheet.chosen.connect(self.field_chosen)
        self._hold(sheet)

    def rows(self, interview: Interview) -> None:
        around = interview.rows_of(interview.position) if interview.position else ()
        lines = list(row_lines(interview))
        sheet = RowsSheet(self._look, self._over, lines, around[-1] if around else None)
        sheet.chosen.connect(self.row_chosen)
        sheet.restored.connect(self.row_restored)
        sheet.removed.connect(self._confirm_removal)
        self._names = {line.row: line.words for line in lines}
        self._hold(sheet)

    def _confirm_removal(self, row: str) -> None:
        self._row = row
        name = self._names[row]
        text = self.tr(
            "What was asked about {name} is out of sight from then on and counts for nothing. Nothing is lost: the answers "
            "are kept, and come back with the row ({key}, then {enter} on it)."
        ).format(name=name, key=key_name("Ctrl+L"), enter=key_name("Enter"))
        sheet = ConfirmSheet(
            self._look, self._over, self.tr("Take {name} out?").format(name=name), text, self.tr("Take out")
        )
        sheet.confirmed.connect(self._remove)
        self._hold(sheet)

    def _remove(self) -> None:
        self.row_removed.emit(self._row)

    def language(self, interview: Interview) -> None:
        sheet = LanguageSheet(self._look, self._over, interview.plan.instrument.languages, interview.language)
        sheet.chosen.connect(self.language_chosen)
        self._hold(sheet)

    def hand_over(self, hers: Hers, pin: Pin) -> None:
        sheet = HandoverSheet(self._look, self._over, hers, pin)
        sheet.agreed.connect(self.handed_over)
        self._hold(sheet)

    def hindered(self, hindrances: Sequence[Hindrance], interview: Interview) -> None:
        """What stands in the way of completing the interview."""
        sheet = HindranceSheet(
            self._look, self._over, hindrances_shown(hindrances, self.sealed), FieldWords(interview, self.sealed)
        )
        sheet.chosen.connect(self.field_chosen)
        sheet.accepted.connect(self.completed_all_the_same)
        self._hold(sheet)

    def returned(self, returned: Returned, interview: Interview) -> None:
        """What the office wants looked at again, of what is asked now."""
        fields = [field for field in returned.fields if is_asked(interview, field)]
        sheet = ReturnedSheet(self._look, self._over, returned, fields, FieldWords(interview, self.sealed))
        sheet.chosen.connect(self.field_chosen)
        self._hold(sheet)

    def stop(self, *, appointments: bool) -> None:
        sheet = StopSheet(self._look, self._over, appointments=appointments)
        sheet.paused.connect(self.paused)
        sheet.appointment_wanted.connect(self.appointment_wanted)
        sheet.stopped.connect(self.stopped)
        self._hold(sheet)

    def appoint(self, agreeing: Agreeing) -> None:
        sheet = AppointmentSheet(self._look, self._over, self.tr("Agree a time to go on"), agreeing)
        sheet.agreed.connect(self._appoint)
        self._hold(sheet)

    def _appoint(self, appointment: AppointmentMade) -> None:
        if self.sheet is not None:
            self.sheet.put_away()
        self.appointed.emit(appointment)

    def failed(self, failed: FailedEdit, interview: Interview) -> None:
        """What does not fit together, with the answers involved that are on the route."""
        self._failed = failed
        said_of = FieldWords(interview, self.sealed)
        involved = [(field, said_of(field)) for field in failed.fields if is_asked(interview, field)]
        message = message_shown(failed, self.sealed)
        sheet = EditSheet(self._look, self._over, dataclasses.replace(failed, message=message), involved)
        sheet.field_chosen.connect(self.field_chosen)
        sheet.suppressed.connect(self._accept)
        self._hold(sheet)

    def _accept(self, reason: str) -> None:
        self.accepted.emit(self._failed, reason)

    def unlisted(self, state: Missing) -> None:
        """Asks before a missing state is recorded for which the mode prints nothing."""
        self._state = state
        words = said(STATE_NAMES[state])
        title = self.tr("Record “{state}”?").format(state=words)
        text = self.tr(
            "“{state}” is not among the printed answers to this question. It will be stored as item non-response."
        ).format(state=words)
        sheet = ConfirmSheet(self._look, self._over, title, text, self.tr("Record it"))
        sheet.confirmed.connect(self._record)
        self._hold(sheet)

    def no_answer(self, fault: str, onward: Callable[[], object]) -> None:
        """Asks before something typed that is no answer is left behind; `onward` is where the interviewer was going."""
        self._onward = onward
        sheet = ConfirmSheet(
            self._look,
            self._over,
            self.tr("Leave it?"),
            self.tr("What is typed is not an answer, and is not kept: {fault}").format(fault=fault),
            self.tr("Leave without it"),
            no=self.tr("Stay"),
        )
        sheet.confirmed.connect(self._go_onward)
        self._hold(sheet)

    def _go_onward(self) -> None:
        if self._onward is not None:
            self._onward()

    def _record(self) -> None:
        self.recorded.emit(self._state)
