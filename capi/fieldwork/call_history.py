"""The calls of a case as its journal tells them: the attempts, the appointment that stands, the outcome that was confirmed.

The store keeps the same view in tables for speed; what a kind of entry does to it is defined here.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from msgspec import Struct

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.case import Status
from capi.fieldwork.contents import Because, Completed, Contents, Left, Stopped

AHEAD_OF_TIME = timedelta(minutes=30)
"""A call made no earlier than this before an appointment is the call that was agreed: the appointment is over then."""
_FINISHED = (Status.COMPLETED, Status.STOPPED)


class Attempt(Struct, frozen=True, gc=False):
    """A call attempt, the number of its entry, and who made it."""

    entry: int
    who: str
    call: CallMade


@dataclass(frozen=True, slots=True)
class Calls:
    """`attempts` are in the order they were written down. `language`: in which one, such as `cy`, the interview is to be gone on
    with, where it was broken off for that; `proxy`: somebody else is to answer."""

    attempts: tuple[Attempt, ...] = ()
    appointment: AppointmentMade | None = None
    outcome: OutcomeSet | None = None
    language: str = ""
    proxy: bool = False

    @property
    def last(self) -> Attempt | None:
        """The one that began last, whenever it was written down."""
        return max(self.attempts, key=lambda each: (each.call.began, each.entry), default=None)

    def after(self, number: int, who: str, contents: Contents) -> "Calls":
        """With the entry of this number."""
        match contents:
            case CallMade():
                calls = replace(self, attempts=(*self.attempts, Attempt(number, who, contents)))
                return replace(calls, appointment=None) if self._is_kept_by(contents) else calls
            case AppointmentMade():
                return replace(self, appointment=contents)
            case AppointmentCancelled():
                return replace(self, appointment=None)
            case OutcomeSet(code):
                return replace(self, outcome=contents if code else None)
            case Left(because=Because.LANGUAGE, language=language):
                return replace(self, language=language)
            case Left(because=Because.PROXY):
                return replace(self, proxy=True)
            case Completed() | Stopped():
                return replace(self, appointment=None, language="", proxy=False)
        return self

    def reopened(self) -> "Calls":
        """An interview that was over is worked on again: what came of the case is open too."""
        return replace(self, outcome=None)

    def _is_kept_by(self, call: CallMade) -> bool:
        return self.appointment is not None and call.began >= self.appointment.utc - AHEAD_OF_TIME


NO_CALLS = Calls()


def reopens(before: Status, after: Status) -> bool:
    return before in _FINISHED and after not in _FINISHED
