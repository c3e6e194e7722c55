"""Replay: the state of a case as its journal tells it. Answers, remarks and status are views of entries.

The store keeps the same view in tables for speed; what a kind of entry does to a case is defined here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from capi.fieldwork.case import Case, CaseSummary, Status
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Given,
    Left,
    Moved,
    Opened,
    Remarked,
    Stopped,
)
from capi.fieldwork.journal import START, Entry, Head, digest, encode
from capi.instrument.model import Answer


class BrokenJournal(ValueError):
    """The entries are not the journal of one case: no beginning, a second beginning, or a gap."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A signal accepted, with the answers it was accepted for."""

    reason: str
    involved: Mapping[str, Given]

    def lapses(self, field: str, answer: Answer | None) -> bool:
        """Whether this answer to the field, None where it was cleared, is another one than was accepted."""
        return field in self.involved and self.involved[field].answer != answer


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case after its last entry. `suppressions` holds those that stand, by the name of the edit.

    `sitting_open` says that the last sitting has not ended: if nobody sits at the case now, it crashed.
    """

    case: Case
    status: Status
    stop: Stopped | None
    answers: Mapping[str, Answer]
    remarks: Mapping[str, str]
    suppressions: Mapping[str, Suppression]
    position: str | None
    sitting_open: bool
    last_worked: datetime | None
    head: Head

    @property
    def summary(self) -> CaseSummary:
        reason = self.stop.reason if self.stop else None
        return CaseSummary(self.case, self.status, len(self.answers), self.last_worked, reason)


def replay(entries: Iterable[Entry]) -> CaseRecord:
    """The case after these entries. Raises BrokenJournal."""
    replaying = iter(entries)
    first = next(replaying, None)
    if first is None:
        raise BrokenJournal("there are no entries")
    state = _State(first)
    for entry in replaying:
        state.take(entry)
    return state.record()


def case_of(entry: Entry) -> Case:
    """The case a journal begins with. Raises BrokenJournal if this is no beginning."""
    match entry.contents:
        case CaseCreated(reference, name, instrument, version, sha256, mode, facts) if entry.number == 1:
            return Case(entry.case, reference, name, instrument, version, sha256, mode, facts)
    raise BrokenJournal(f"entry {entry.number} of case {entry.case} does not create the case")


def status_after(status: Status, contents: Contents) -> Status:
    """An answer makes an interview live again; opening a finished one to read it does not."""
    match contents:
        case Answered() | Cleared():
            return Status.IN_PROGRESS
        case Opened():
            return Status.IN_PROGRESS if status is Status.NOT_STARTED else status
        case Stopped():
            return Status.STOPPED
        case Completed():
            return Status.COMPLETED
        case CaseCreated() | Moved() | Remarked() | EditSuppressed() | Left():
            return status
        case _:
            assert_never(contents)


def sitting_open_after(contents: Contents) -> bool:
    return not isinstance(contents, CaseCreated | Left | Stopped | Completed)


def lapsed(suppressions: Mapping[str, Suppression], contents: Contents) -> tuple[str, ...]:
    """The edits whose suppression does not outlive this entry. It does not come back with the old answer."""
    if not suppressions or not isinstance(contents, Answered | Cleared):
        return ()
    answer = contents.answer if isinstance(contents, Answered) else None
    return tuple(edit for edit, each in suppressions.items() if each.lapses(contents.field, answer))


@dataclass(slots=True)
class _State:
    """A case while its entries are being read."""

    first: Entry
    last: Entry = field(init=False)
    status: Status = Status.NOT_STARTED
    stop: Stopped | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    suppressions: dict[str, Suppression] = field(default_factory=dict)
    position: str | None = None

    def __post_init__(self) -> None:
        case_of(self.first)
        self.last = self.first

    def take(self, entry: Entry) -> None:
        if (entry.case, entry.number) != (self.last.case, self.last.number + 1):
            raise BrokenJournal(
                f"entry {entry.number} of {entry.case} follows entry {self.last.number} of {self.last.case}"
            )
        self.last = entry
        self.status = status_after(self.status, entry.contents)
        if self.status is not Status.STOPPED:
            self.stop = None
        for edit in lapsed(self.suppressions, entry.contents):
            del self.suppressions[edit]
        self._apply(entry.contents)

    def _apply(self, contents: Contents) -> None:
        match contents:
            case CaseCreated():
                raise BrokenJournal(f"entry {self.last.number} creates the case {self.last.case} a second time")
            case Answered():
                self.answers[contents.field] = contents.answer
                self.position = contents.position
            case Cleared():
                self.answers.pop(contents.field, None)
                self.position = contents.position
            case Moved(position):
                self.position = position
            case Remarked(name, ""):
                self.remarks.pop(name, None)
            case Remarked(name, text):
                self.remarks[name] = text
            case EditSuppressed(edit, reason, involved):
                self.suppressions[edit] = Suppression(reason, involved)
            case Stopped():
                self.stop = contents
            case Opened() | Left() | Completed():
                pass
            case _:
                assert_never(contents)

    def record(self) -> CaseRecord:
        return CaseRecord(
            case=case_of(self.first),
            status=self.status,
            stop=self.stop,
            answers=self.answers,
            remarks=self.remarks,
            suppressions=self.suppressions,
            position=self.position,
            sitting_open=sitting_open_after(self.last.contents),
            last_worked=None if self.last.number == START.number + 1 else self.last.time,
            head=Head(self.last.number, digest(encode(self.last))),
        )
