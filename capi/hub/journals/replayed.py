"""What is seen of a case after its entries: the columns of its line, kept up to date as entries come in.

They are views of the journal. What an entry does to the status is defined in `fieldwork.replay`, and to calls, appointment and
outcome in `fieldwork.call_history`; both are asked there, or a test holds them equal to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from capi.fieldwork.call_history import AHEAD_OF_TIME, reopens
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.case import Status
from capi.fieldwork.contents import BESIDE_THE_INTERVIEW, CaseCreated, Completed, Contents, Opened, Returned, Stopped
from capi.fieldwork.journal import ONLINE, Entry
from capi.fieldwork.replay import status_after
from capi.hub.hub import to_microseconds

_STATUSES = {status.value: status for status in Status}
_OF_CALLS = frozenset({CallMade, AppointmentMade, AppointmentCancelled, OutcomeSet})
_AHEAD = AHEAD_OF_TIME // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """As the columns of the same names have it, times in microseconds.

    `returned`: when the office gave the case back to be worked on again, None once it has been completed anew. `calls`: how many
    call attempts there were; of them `last_call` began last. `online`: since when the respondent answers online, until she is through or
    an interviewer goes on with it.
    """

    status: Status = Status.NOT_STARTED
    stop_reason: str | None = None
    completed: int | None = None
    last_worked: int | None = None
    returned: int | None = None
    calls: int = 0
    last_call: int | None = None
    last_result: str = ""
    appointment: int | None = None
    outcome: str = ""
    online: int | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in SEEN} | {"status": self.status.value}


SEEN = tuple(Seen.__dataclass_fields__)
"""The names of the columns."""


def seen_in(case: Row[Any]) -> Seen:
    """What the columns of its line say."""
    return Seen(_STATUSES[case.status], *(getattr(case, name) for name in SEEN[1:]))


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
    return replace(
        _called(seen, entries),
        status=status,
        stop_reason=stop_reason,
        completed=completed,
        last_worked=_last_worked(entries, seen.last_worked),
        returned=_returned(seen, entries),
        online=_online(seen.online, entries),
    )


def _called(seen: Seen, entries: Sequence[Entry]) -> Seen:
    """Calls, appointment and outcome; most cases have no word of them, and then nothing is looked at twice."""
    stands = seen.outcome != "" or seen.appointment is not None
    if not stands and not any(type(entry.contents) in _OF_CALLS for entry in entries):
        return seen
    status = seen.status
    for entry in entries:
        before, status = status, status_after(status, entry.contents)
        seen = _called_after(seen, entry.contents)
        if reopens(before, status):
            seen = replace(seen, outcome="")
    return seen


def _called_after(seen: Seen, contents: Contents) -> Seen:
    match contents:
        case CallMade():
            return _with_call(seen, to_microseconds(contents.began), contents.result)
        case AppointmentMade():
            return replace(seen, appointment=to_microseconds(contents.utc))
        case AppointmentCancelled() | Completed() | Stopped():
            return replace(seen, appointment=None)
        case OutcomeSet():
            return replace(seen, outcome=contents.code)
    return seen


def _with_call(seen: Seen, began: int, result: str) -> Seen:
    """The appointment is over where this is the call that was agreed."""
    kept = seen.appointment is not None and began >= seen.appointment - _AHEAD
    seen = replace(seen, calls=seen.calls + 1, appointment=None if kept else seen.appointment)
    is_last = seen.last_call is None or began >= seen.last_call
    return replace(seen, last_call=began, last_result=result) if is_last else seen


def _online(since: int | None, entries: Sequence[Entry]) -> int | None:
    for entry in entries:
        match entry.contents:
            case Opened() if entry.device == ONLINE:
                since = since or to_microseconds(entry.time)
            case Opened() | Completed() | Stopped():
                since = None
    return since


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
        if not isinstance(entry.contents, (CaseCreated, *BESIDE_THE_INTERVIEW)):
            return to_microseconds(entry.time)
    return before
