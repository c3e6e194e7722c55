"""What is seen of a case after its entries: the columns of its line, kept up to date as entries come in.

They are views of the journal. What an entry does to the status is defined in `fieldwork.replay`, and asked there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from capi.fieldwork.case import Status
from capi.fieldwork.contents import BY_THE_OFFICE, CaseCreated, Completed, Contents, Returned, Stopped
from capi.fieldwork.journal import Entry
from capi.fieldwork.replay import status_after
from capi.hub.hub import to_microseconds

_STATUSES = {status.value: status for status in Status}


@dataclass(frozen=True, slots=True)
class Seen:
    """As the columns of the same names have it, times in microseconds.

    `returned`: when the office gave the case back to be worked on again, None once it has been completed anew.
    """

    status: Status = Status.NOT_STARTED
    stop_reason: str | None = None
    completed: int | None = None
    last_worked: int | None = None
    returned: int | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {
            "status": self.status.value,
            "stop_reason": self.stop_reason,
            "completed": self.completed,
            "last_worked": self.last_worked,
            "returned": self.returned,
        }


def seen_in(
    status: str, stop_reason: str | None, completed: int | None, last_worked: int | None, returned: int | None
) -> Seen:
    """What the columns say."""
    return Seen(_STATUSES[status], stop_reason, completed, last_worked, returned)


def seen_after(seen: Seen, entries: Sequence[Entry]) -> Seen:
    """The case after these further entries of its journal."""
    status, stop_reason, completed = seen.status, seen.stop_reason, seen.completed
    for entry in entries[_last_that_settles(entries) :]:
        status = status_after(status, entry.contents)
        match entry.contents:
            case Stopped(reason):
                stop_reason, completed = reason.value, None
            case Completed():
                stop_reason, completed = None, to_microseconds(entry.time)
            case _ if status is Status.IN_PROGRESS:
                stop_reason, completed = None, None
    last_worked = _last_worked(entries, seen.last_worked)
    return Seen(status, stop_reason, completed, last_worked, _returned(seen, entries))


def _returned(seen: Seen, entries: Sequence[Entry]) -> int | None:
    """Done with once it is completed anew; not by what was completed before the laptop had heard of it."""
    heard = seen.status is not Status.COMPLETED
    for entry in entries if seen.returned is not None else ():
        heard = heard or isinstance(entry.contents, Returned)
        if heard and isinstance(entry.contents, Completed):
            return None
    return seen.returned


def _last_that_settles(entries: Sequence[Entry]) -> int:
    """From the end, as most entries say nothing new of the status: the last after which it is the same whatever it was."""
    for at in range(len(entries) - 1, -1, -1):
        if _settles(entries[at].contents):
            return at
    return 0


def _settles(contents: Contents) -> bool:
    first = status_after(Status.NOT_STARTED, contents)
    return first is not Status.NOT_STARTED and all(status_after(status, contents) is first for status in Status)


def _last_worked(entries: Sequence[Entry], before: int | None) -> int | None:
    for entry in reversed(entries):
        if not isinstance(entry.contents, (CaseCreated, *BY_THE_OFFICE)):
            return to_microseconds(entry.time)
    return before
