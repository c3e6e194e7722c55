"""The interview desk: begins the interview of a case or resumes it where it was left, or says why that cannot be."""

import functools

from PySide6.QtWidgets import QWidget

from capi.fieldwork.case import CaseSummary, Status
from capi.fieldwork.contents import Opened
from capi.fieldwork.replay import CaseRecord
from capi.screens.calls.calls_desk import CallsDesk
from capi.screens.case_reading import CaseReading
from capi.screens.handover.pin import Pin
from capi.screens.hub_desk import HubDesk
from capi.screens.interview_screen import InterviewScreen
from capi.screens.interview_sheets import ConfirmSheet
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.names import STATUS_NAMES, STOPPED_NAMES
from capi.screens.sealed import sealed_fields
from capi.screens.showcard_window import ShowcardWindow
from capi.sitting import Clock, Sitting
from capi.store.case_file import CaseFile
from capi.wording import Wording

_WANTED_BACK = Wording(
    "Workplace",
    "Your office wants {reference} back ({reason}). It goes with the next sync ({key}), and is not interviewed any more.",
)
_REPLACED = Wording("Workplace", "{reference} is not opened on a laptop that was replaced.")
_ASK = Wording("Workplace", "Open a stopped interview?")
_STOPPED = Wording(
    "Workplace",
    "The interview with {reference} was stopped for good ({status}). What was answered is kept. "
    "An answer given now takes the interview up again.",
)
_OPEN = Wording("Workplace", "Open it again")
_CANCEL = Wording("Workplace", "Cancel")


class InterviewDesk:
    """One for an open case file."""

    def __init__(
        self,
        look: Look,
        case_file: CaseFile,
        clock: Clock,
        *,
        hub: HubDesk,
        calls: CallsDesk,
        reading: CaseReading,
        pin: Pin,
    ) -> None:
        self._look = look
        self._case_file = case_file
        self._clock = clock
        self._hub = hub
        self._calls = calls
        self._reading = reading
        self._pin = pin
        self.showcard = ShowcardWindow()

    def open(
        self, case_id: str, call: int = 0, *, handed_back: bool = False, consent: bool = False
    ) -> InterviewScreen | Wording:
        """The interview, or why there is none. `call`: the entry of the call attempt that led to it; `handed_back`: the respondent
        has just answered, and it goes on where something waits; `consent`: she agrees that it is gone on with what she began online.
        Raises CaseFileError."""
        record = self._case_file.record(case_id)
        refusal = None if record.sitting_open else self._refusal(record)
        if refusal is not None:
            return refusal
        compiled, title = self._reading.plan(record.case)
        contact = self._case_file.contact(case_id)
        rules = self._case_file.completion_rules()
        sitting = Sitting(
            self._case_file, record, compiled, self._clock, rules, opened=Opened(call=call, consent=consent)
        )
        if handed_back or consent:
            sitting.go_to_waiting()
        return InterviewScreen(
            self._look,
            sitting,
            self.showcard,
            title,
            completed=record.status is Status.COMPLETED,
            contact=contact,
            agreeing=functools.partial(self._calls.agreeing, record),
            sealed=sealed_fields(self._case_file.entries(case_id)),
            pin=self._pin,
        )

    def reopening(self, page: QWidget, summary: CaseSummary) -> ConfirmSheet:
        """Asks, over the page, before an interview that was stopped for good is opened."""
        status = STOPPED_NAMES[summary.stop_reason] if summary.stop_reason else STATUS_NAMES[summary.status]
        return ConfirmSheet(
            self._look,
            page,
            said(_ASK),
            said(_STOPPED.filled(reference=summary.case.reference, status=status)),
            said(_OPEN),
            no=said(_CANCEL),
        )

    def _refusal(self, record: CaseRecord) -> Wording | None:
        """A sitting that was cut off may be gone on with all the same: nobody loses an interview halfway through it."""
        case = record.case
        recalled = self._hub.link is not None and self._case_file.holding(case.id).recalled
        if recalled:
            return _WANTED_BACK.filled(reference=case.reference, reason=recalled, key="F5")
        return _REPLACED.filled(reference=case.reference) if self._hub.replaced else None
