"""The calls desk: the sheets for a call, an appointment and an outcome over any page, what they keep, and what they lead to.

A call that has led to an interview opens it; one at which a time was agreed asks for that time; one after which nobody is
to call again asks for the outcome. Each is in the case file before anything else is asked.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimeZone, Signal

from capi.calling.agreed_times import HOME, is_zone
from capi.calling.call_facts import call_facts
from capi.calling.diary import Engagement
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import Case, Status
from capi.fieldwork.replay import CaseRecord
from capi.instrument.model import Mode
from capi.outcomes.frame import CallResult
from capi.outcomes.frame_reading import FrameSnapshot
from capi.outcomes.suggestion import Suggestion, suggest
from capi.screens.calls.appointment_sheet import Agreeing, AppointmentSheet
from capi.screens.calls.call_sheet import CallSheet, Ringing
from capi.screens.calls.case_page import CasePage
from capi.screens.calls.outcome_sheet import OutcomeSheet
from capi.screens.calls.telephone_page import TelephonePage
from capi.screens.case_list import CaseList
from capi.screens.language import said
from capi.screens.look import Look
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError

_MEDIA = {Mode.FACE_TO_FACE: Medium.VISIT, Mode.TELEPHONE: Medium.TELEPHONE, Mode.SELF_COMPLETION: Medium.WEB}


Page: TypeAlias = CaseList | CasePage | TelephonePage
"""What a sheet can be laid over."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A call that was rung from here: when it began, how long it took, and which of the contact's numbers it was."""

    began: datetime
    seconds: int
    telephone: int = 0


class CallsDesk(QObject):
    changed = Signal(str)
    """Emitted with the id of a case of which something was kept."""
    interview_wanted = Signal(str, int)
    """Emitted with the id of the case, and the number of the entry of the call that led to the interview."""

    def __init__(
        self,
        look: Look,
        case_file: CaseFile,
        clock: Clock,
        frame: FrameSnapshot,
        diary: Callable[[], Sequence[Engagement]],
    ) -> None:
        """`diary` gives what stands for whoever sits here."""
        super().__init__()
        self._look = look
        self._case_file = case_file
        self._clock = clock
        self._diary = diary
        self.frame = frame

    # The sheets

    def write_call(self, page: Page, case_id: str, timed: Timed | None = None) -> None:
        record = self._record(page, case_id)
        if record is None:
            return
        contact, now = self._case_file.contact(case_id), self._clock()
        last = record.calls.last
        ringing = Ringing(
            self.frame.frame,
            self.frame.sha256,
            Medium.TELEPHONE if timed else last.call.medium if last else _MEDIA[record.case.mode],
            contact.telephones if contact else (),
            now.utc,
            now.offset_minutes,
            telephone=timed.telephone if timed else last.call.telephone if last else 0,
            began=timed.began if timed else None,
            seconds=timed.seconds if timed else 0,
        )
        title = self.tr("Call: {case}").format(case=_named(record.case))
        sheet = CallSheet(self._look, page, title, ringing)
        sheet.recorded.connect(functools.partial(self.keep_call, page, case_id))
        page.lay(sheet)

    def appoint(self, page: Page, case_id: str) -> None:
        record = self._record(page, case_id)
        if record is None:
            return
        title = self.tr("Appointment: {case}").format(case=_named(record.case))
        sheet = AppointmentSheet(self._look, page, title, self.agreeing(record))
        sheet.agreed.connect(functools.partial(self._keep_appointment, page, case_id))
        sheet.cancelled.connect(functools.partial(self._call_off, page, case_id))
        page.lay(sheet)

    def agreeing(self, record: CaseRecord) -> Agreeing:
        """What an appointment for the case is made with, now."""
        last = record.calls.last
        medium = last.call.medium if last else _MEDIA[record.case.mode]
        return Agreeing(
            record.case.id,
            record.case.reference,
            self._case_file.who,
            medium if medium in (Medium.VISIT, Medium.TELEPHONE) else Medium.TELEPHONE,
            self.zone_of(record.case),
            here(),
            self._clock().utc,
            self._diary(),
            record.calls.appointment,
            timedelta(days=1),
        )

    def set_outcome(self, page: Page, case_id: str) -> None:
        record = self._record(page, case_id)
        if record is None:
            return
        sheet = OutcomeSheet(
            self._look,
            page,
            self.tr("Outcome: {case}").format(case=_named(record.case)),
            self.frame.frame,
            self.frame.sha256,
            self.suggestion(record),
            record.calls.outcome,
        )
        sheet.confirmed.connect(functools.partial(self._keep_outcome, page, case_id))
        page.lay(sheet)

    def suggestion(self, record: CaseRecord) -> Suggestion | None:
        """None while an appointment is to come: nothing has come of the case yet."""
        calls = record.calls
        is_open = record.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
        if is_open and calls.appointment is not None and calls.appointment.utc > self._clock().utc:
            return None
        return suggest(self.frame.frame, calls, record.status, record.stop, len(record.answers))

    def zone_of(self, case: Case) -> str:
        """In which zone the respondent lives."""
        usual = self.frame.frame.calling.zone
        return call_facts(case.facts).zone or (usual if is_zone(usual) else HOME)

    # What they keep

    def keep_call(self, page: Page, case_id: str, call: CallMade, result: CallResult) -> None:
        """A call that was written down; what it leads to comes next."""
        number = self._keep(page, case_id, call)
        if number is None:
            return
        if result.interviews:
            self.interview_wanted.emit(case_id, number)
        elif result.appoints:
            self.appoint(page, case_id)
        elif self.frame.frame.ends_calling(result):
            self.set_outcome(page, case_id)
        elif isinstance(page, TelephonePage):
            page.next()

    def _keep_appointment(self, page: Page, case_id: str, appointment: AppointmentMade) -> None:
        self._keep(page, case_id, appointment)

    def _call_off(self, page: Page, case_id: str) -> None:
        self._keep(page, case_id, AppointmentCancelled())

    def _keep_outcome(self, page: Page, case_id: str, outcome: OutcomeSet) -> None:
        self._keep(page, case_id, outcome)

    def _keep(
        self, page: Page, case_id: str, contents: CallMade | AppointmentMade | AppointmentCancelled | OutcomeSet
    ) -> int | None:
        """The number of the entry; None where it could not be kept, which the sheet says and stays."""
        sheet = page.sheet
        try:
            entry = self._case_file.append(case_id, contents, self._clock())
        except (CaseFileError, ValueError) as error:
            if sheet is not None:
                sheet.refuse(said(error))
            else:
                page.tell(said(error))
            return None
        if sheet is not None:
            sheet.put_away()
        self.changed.emit(case_id)
        return entry.number

    def _record(self, page: Page, case_id: str) -> CaseRecord | None:
        """None where a sheet lies there already, or the case cannot be read, which the page says."""
        if page.sheet is not None:
            return None
        try:
            return self._case_file.record(case_id)
        except CaseFileError as error:
            page.tell(said(error))
            return None


def here() -> str:
    """The zone of this laptop, by its name."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if is_zone(name) else HOME


def _named(case: Case) -> str:
    return f"{case.reference}, {case.name}" if case.name else case.reference
