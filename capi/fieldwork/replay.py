"""Replay: the state of a case as its journal tells it. Answers, remarks and status are views of entries.

The store keeps the same view in tables for speed; what a kind of entry does to a case is defined here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from capi.engine.rows import Rows
from capi.fieldwork.call_history import NO_CALLS, Calls, reopens
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.case import Case, CaseSummary, Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import (
    BESIDE_SITTINGS,
    BESIDE_THE_INTERVIEW,
    Answered,
    CaseCreated,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Left,
    Migrated,
    Moved,
    Opened,
    Remarked,
    Returned,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
)
from capi.fieldwork.journal import Entry, Head, digest, encode
from capi.fieldwork.progress import Progress, Suppression
from capi.instrument.model import Answer


class BrokenJournal(ValueError):
    """The entries are not the journal of one case: no beginning, a second beginning, or a gap."""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case after its last entry. `suppressions` holds those that stand, by the name of the edit.

    `answers` are by their addresses, what was fixed included; `rows` are by the address of the rosters, `Jobs[3]`.
    `answers_aside` and `rows_aside` were given under another version of the instrument and do not fit this one.
    `language` is empty until one is chosen. `sitting_open` says that the last sitting has not ended: if nobody sits
    at the case now, it crashed. `last_worked` is the last thing done at the interview; a migration is not, nor are calls.
    `returned` is what the office asks for, and stands until the next time the case is completed.
    """

    case: Case
    status: Status
    stop: Stopped | None
    answers: Mapping[str, Answer]
    rows: Mapping[str, Rows]
    answers_aside: Mapping[str, Answer]
    rows_aside: Mapping[str, Rows]
    remarks: Mapping[str, str]
    suppressions: Mapping[str, Suppression]
    language: str
    position: str | None
    sitting_open: bool
    last_worked: datetime | None
    head: Head
    returned: Returned | None = None
    calls: Calls = NO_CALLS

    @property
    def progress(self) -> Progress:
        """A copy to go on with."""
        return Progress(
            dict(self.answers),
            dict(self.rows),
            dict(self.answers_aside),
            dict(self.rows_aside),
            dict(self.remarks),
            dict(self.suppressions),
            self.language,
            self.position,
        )

    @property
    def summary(self) -> CaseSummary:
        reason, calls, last = self.stop.reason if self.stop else None, self.calls, self.calls.last
        return CaseSummary(
            self.case,
            self.status,
            len(self.answers),
            self.last_worked,
            reason,
            calls=len(calls.attempts),
            last_call=last.call.began if last else None,
            last_result=last.call.result if last else "",
            appointment=calls.appointment.utc if calls.appointment else None,
            outcome=calls.outcome.code if calls.outcome else "",
            returned=self.returned is not None,
        )


def replay(entries: Iterable[Entry], contact: Contact | None = None) -> CaseRecord:
    """The case after these entries, named by its contact where they do not name it. Raises BrokenJournal."""
    replaying = iter(entries)
    first = next(replaying, None)
    if first is None:
        raise BrokenJournal("there are no entries")
    state = _State(first, contact)
    for entry in replaying:
        state.take(entry)
    return state.record()


def case_of(entry: Entry, contact: Contact | None = None) -> Case:
    """The case a journal begins with. Raises BrokenJournal if this is no beginning."""
    if isinstance(entry.contents, CaseCreated) and entry.number == 1:
        case = entry.contents.case(entry.case)
        return replace(case, name=contact.label) if contact and not case.name else case
    raise BrokenJournal(f"entry {entry.number} of case {entry.case} does not create the case")


def status_after(status: Status, contents: Contents) -> Status:
    """An answer makes an interview live again, and so do a row and the office; opening a finished one to read it does not."""
    match contents:
        case Answered() | Cleared() | RowAdded() | RowRemoved() | RowRestored() | Returned():
            return Status.IN_PROGRESS
        case Opened():
            return Status.IN_PROGRESS if status is Status.NOT_STARTED else status
        case Stopped():
            return Status.STOPPED
        case Completed():
            return Status.COMPLETED
        case CaseCreated() | Fixed() | Moved() | LanguageChosen() | Remarked() | EditSuppressed() | Left() | Migrated():
            return status
        case CallMade() | AppointmentMade() | AppointmentCancelled() | OutcomeSet():
            return status
        case _:
            assert_never(contents)


def sitting_open_after(sitting_open: bool, contents: Contents) -> bool:
    """Whether a sitting is open after the entry."""
    if isinstance(contents, BESIDE_SITTINGS):
        return sitting_open
    return not isinstance(contents, CaseCreated | Left | Stopped | Completed | Migrated)


@dataclass(slots=True)
class _State:
    """A case while its entries are being read."""

    first: Entry
    contact: Contact | None
    case: Case = field(init=False)
    last: Entry = field(init=False)
    status: Status = Status.NOT_STARTED
    stop: Stopped | None = None
    sitting_open: bool = False
    last_worked: datetime | None = None
    returned: Returned | None = None
    calls: Calls = NO_CALLS
    progress: Progress = field(default_factory=Progress)

    def __post_init__(self) -> None:
        self.case = case_of(self.first, self.contact)
        self.last = self.first

    def take(self, entry: Entry) -> None:
        if (entry.case, entry.number) != (self.last.case, self.last.number + 1):
            raise BrokenJournal(
                f"entry {entry.number} of {entry.case} follows entry {self.last.number} of {self.last.case}"
            )
        contents = entry.contents
        if isinstance(contents, CaseCreated):
            raise BrokenJournal(f"entry {entry.number} creates the case {entry.case} a second time")
        self.last = entry
        before, self.status = self.status, status_after(self.status, contents)
        self.calls = self.calls.after(entry.number, entry.who, contents)
        if reopens(before, self.status):
            self.calls = self.calls.reopened()
        if isinstance(contents, Stopped):
            self.stop = contents
        elif self.status is not Status.STOPPED:
            self.stop = None
        self.sitting_open = sitting_open_after(self.sitting_open, contents)
        match contents:
            case Migrated(version, sha256):
                self.case = replace(self.case, version=version, sha256=sha256)
            case Returned():
                self.returned = contents
            case Completed():
                self.returned = None
        if not isinstance(contents, BESIDE_THE_INTERVIEW):
            self.last_worked = entry.time
        self.progress.take(contents)

    def record(self) -> CaseRecord:
        progress = self.progress
        return CaseRecord(
            case=self.case,
            status=self.status,
            stop=self.stop,
            answers=progress.answers,
            rows=progress.rows,
            answers_aside=progress.answers_aside,
            rows_aside=progress.rows_aside,
            remarks=progress.remarks,
            suppressions=progress.suppressions,
            language=progress.language,
            position=progress.position,
            sitting_open=self.sitting_open,
            last_worked=self.last_worked,
            head=Head(self.last.number, digest(encode(self.last))),
            returned=self.returned,
            calls=self.calls,
        )
