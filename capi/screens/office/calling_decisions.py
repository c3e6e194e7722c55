"""What the office decides of a case's calls: what came of it, when it is called next, and that an appointment is off."""

import functools
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from capi.outcomes.frame_reading import read_frame
from capi.screens.office.asking import Asking
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.office_appointment_sheet import OfficeAppointmentSheet
from capi.screens.office.office_outcome_sheet import OfficeOutcomeSheet
from capi.sync.calling_messages import FrameFile
from capi.sync.office_messages import (
    Account,
    CallingOff,
    CaseDetail,
    CaseLine,
    OfficeAppointment,
    OfficeOutcome,
)


class CallingDecisions(QObject):
    """From the case sheet to the sheet of each decision, and to the hub."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking

    def connect_sheet(self, sheet: CaseSheet) -> None:
        sheet.outcome_wanted.connect(self._ask_outcome)
        sheet.appointment_wanted.connect(self._ask_appointment)
        sheet.call_off_wanted.connect(self._call_off)

    # What came of it

    def _ask_outcome(self, detail: CaseDetail) -> None:
        self._leave_case()
        self._asking.ask_for_sheet(self._asking.client.frame, functools.partial(self._show_outcomes, detail))

    def _show_outcomes(self, detail: CaseDetail, file: FrameFile) -> None:
        frame = read_frame(file.text.encode(), file.name).frame
        if frame is None:
            self._asking.failed.emit(
                self.tr("The outcome frame {name} {version} is of a newer version of capi. Update this one.").format(
                    name=file.name, version=file.version
                )
            )
            return
        sheet = OfficeOutcomeSheet(self._asking.look, self._asking.over, detail, frame)
        sheet.decided.connect(self._set_outcome)
        self._asking.open(sheet)

    def _set_outcome(self, case_id: str, outcome: OfficeOutcome) -> None:
        self._asking.ask(
            functools.partial(self._asking.client.set_outcome, case_id, outcome),
            functools.partial(self._outcome_set, outcome),
        )

    def _outcome_set(self, outcome: OfficeOutcome, line: CaseLine) -> None:
        self._asking.done()
        self._tell(line, written=line.outcome == outcome.code)

    # The next call

    def _ask_appointment(self, detail: CaseDetail) -> None:
        self._leave_case()
        self._asking.ask_for_sheet(self._asking.client.accounts, functools.partial(self._ask_zone, detail))

    def _ask_zone(self, detail: CaseDetail, accounts: list[Account]) -> None:
        show = functools.partial(self._show_appointment, detail, accounts)
        self._asking.ask(
            self._asking.client.frame,
            functools.partial(self._with_zone, show),
            functools.partial(self._without_zone, show),
        )

    def _with_zone(self, show: functools.partial[None], file: FrameFile) -> None:
        frame = read_frame(file.text.encode(), file.name).frame
        if self._asking.sheet is None:
            show(frame.calling.zone if frame else "")

    def _without_zone(self, show: functools.partial[None], _error: Exception) -> None:
        """A hub without an outcome frame has appointments all the same."""
        if self._asking.sheet is None:
            show("")

    def _show_appointment(self, detail: CaseDetail, accounts: list[Account], zone: str) -> None:
        sheet = OfficeAppointmentSheet(
            self._asking.look, self._asking.over, detail, accounts, zone, lambda: datetime.now(UTC)
        )
        sheet.decided.connect(self._appoint)
        self._asking.open(sheet)

    def _appoint(self, case_id: str, appointment: OfficeAppointment) -> None:
        self._asking.ask(functools.partial(self._asking.client.appoint, case_id, appointment), self._appointed)

    def _appointed(self, line: CaseLine) -> None:
        self._asking.done()
        self._tell(line, written=line.appointment is not None and not line.user)

    def _call_off(self, case_id: str, reason: str) -> None:
        self._asking.ask(
            functools.partial(self._asking.client.call_off, case_id, CallingOff(reason=reason)), self._called_off
        )

    def _called_off(self, line: CaseLine) -> None:
        self._asking.done()
        self._tell(line, written=line.appointment is None)

    def _leave_case(self) -> None:
        if self._asking.sheet is not None:
            self._asking.sheet.put_away()

    def _tell(self, line: CaseLine, *, written: bool) -> None:
        """What a laptop has is written down by that laptop."""
        self._asking.tell(
            self.tr("{reference}: done").format(reference=line.reference)
            if written
            else self.tr("{reference}: ordered; the laptop of {user} does it at its next sync").format(
                reference=line.reference, user=line.user
            )
        )
