"""What is read of one case: its plan and its title, how the person is found, and all that the page of a case shows."""

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.fieldwork.case import Case
from capi.instrument.model import Mode
from capi.screens.calls.calls_desk import CallsDesk
from capi.screens.calls.case_page import Overview
from capi.screens.contact_words import AboutCase
from capi.screens.rows_in_words import FieldWords
from capi.screens.sealed import sealed_fields
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError


class CaseReading:
    """Plans and titles are made once for each snapshot."""

    def __init__(self, case_file: CaseFile, clock: Clock, calls: CallsDesk) -> None:
        self._case_file = case_file
        self._clock = clock
        self._calls = calls
        self._plans: dict[tuple[str, Mode], tuple[Plan, str]] = {}
        self._titles: dict[str, str] = {}

    def plan(self, case: Case) -> tuple[Plan, str]:
        """That of the snapshot the case is held to, with the instrument's title. Raises CaseFileError."""
        known = self._plans.get((case.sha256, case.mode))
        if known is None:
            instrument = self._case_file.snapshot(case.sha256).instrument()
            known = self._plans[case.sha256, case.mode] = plan(instrument, case.mode), instrument.title[0]
        return known

    def title(self, case: Case) -> str:
        """That of the snapshot the case is held to; its name where the snapshot cannot be read."""
        if case.sha256 not in self._titles:
            try:
                self._titles[case.sha256] = self._case_file.snapshot(case.sha256).instrument().title[0]
            except (CaseFileError, ValueError):
                return case.instrument
        return self._titles[case.sha256]

    def about(self, case_id: str) -> AboutCase | None:
        """How the person is found, and what is agreed; None where it cannot be read: why not is said when it is opened."""
        try:
            record = self._case_file.record(case_id)
            contact = self._case_file.contact(case_id)
        except CaseFileError:
            return None
        return AboutCase(contact, record.calls.appointment, record.returned, self._clock().utc)

    def overview(self, case_id: str) -> Overview:
        """All that is known of it. Raises CaseFileError."""
        record = self._case_file.record(case_id)
        contact = self._case_file.contact(case_id)
        compiled, title = self.plan(record.case)
        interview = Interview(
            compiled,
            record.answers,
            record.case.facts,
            remarks=record.remarks,
            rows=record.rows,
            position=record.position,
            today=self._clock().utc.date().isoformat(),
        )
        words = FieldWords(interview, sealed_fields(self._case_file.entries(case_id)))
        answered = [field for field in interview.reached() if interview.answer_to(field) is not None]
        return Overview(
            record,
            contact,
            title,
            self._calls.frame.frame,
            self._calls.suggestion(record),
            [words(field) for field in answered],
            [f"{interview.label(field)}: {text}" for field, text in record.remarks.items()],
            self._clock().utc,
        )
