"""Calls: what a journal keeps of the way to an interview: call attempts, appointments, and the outcome code of the case.

Results and outcome codes are words of the project's outcome frame (`frame` is its SHA-256); which there are, and which
of them fit a medium, is the frame's affair. A telephone number is named by its place among the contact's, from 1:
contact details stand in no journal.
"""

import enum
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from capi.fieldwork.kind import Kind, refuse_other_zones
from capi.fieldwork.values import UnfitForJournal

_Count = Annotated[int, Meta(ge=0, le=1_000)]
LONGEST_CALL = 24 * 3_600
"""In seconds."""


class Medium(enum.Enum):
    """By what somebody was tried to be reached."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    LETTER = "letter"
    EMAIL = "email"
    WEB = "web"


class CallMade(Kind, frozen=True, kw_only=True, tag="call_made"):
    """One call attempt: when it began (UTC), by what, and what came of it. `seconds`: how long it took, 0 where nobody timed it.

    `telephone`: which of the contact's numbers was dialled, from 1; 0 where none was, or one that is not among them.
    """

    began: datetime
    medium: Medium
    result: str
    frame: str = ""
    telephone: _Count = 0
    seconds: Annotated[int, Meta(ge=0, le=LONGEST_CALL)] = 0
    note: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        refuse_other_zones(self.began, "the beginning of a call")
        if not self.result:
            raise UnfitForJournal("a call attempt has a result; choose one of the outcome frame")
        if not 0 <= self.seconds <= LONGEST_CALL:
            raise UnfitForJournal(f"a call of {self.seconds} seconds; it lasts a day at most")


class AppointmentMade(Kind, frozen=True, tag="appointment_made"):
    """An agreed time of the next call. `local` is the respondent's wall clock (2026-11-24T17:40) in `zone`
    (Europe/London), `utc` the same moment; a `hard` one is to be kept to the minute. `by`: who agreed it, where it was the office.

    `owner`: who is to keep it, empty for whoever has the case then. `lapses` (UTC): from then on it binds nobody.
    """

    local: str
    zone: str
    utc: datetime
    minutes: Annotated[int, Meta(ge=0, le=1_440)] = 0
    hard: bool = False
    note: str = ""
    by: str = ""
    medium: Medium | None = None
    telephone: _Count = 0
    owner: str = ""
    lapses: datetime | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not _is_local(self.local):
            raise UnfitForJournal(f"{self.local} is no time on a clock; write it as 2026-11-24T17:40")
        refuse_other_zones(self.utc, "the moment of an appointment")
        if not 0 <= self.minutes <= 1_440:
            raise UnfitForJournal(f"an appointment of {self.minutes} minutes; it lasts a day at most")
        if self.lapses is not None:
            refuse_other_zones(self.lapses, "the moment an appointment lapses")
            if self.lapses <= self.utc:
                raise UnfitForJournal("an appointment lapses after its time, not before")


class AppointmentCancelled(Kind, frozen=True, tag="appointment_cancelled"):
    """The appointment that stood is off. `by`: who said so, where it was the office."""

    reason: str = ""
    by: str = ""


class OutcomeSet(Kind, frozen=True, tag="outcome_set"):
    """A person has confirmed what came of the case; an empty `code` takes the outcome back. `suggested`: what the frame
    made of calls and interview then. `by`: who, where it was the office."""

    code: str
    frame: str = ""
    reason: str = ""
    suggested: str = ""
    by: str = ""


def _is_local(time: str) -> bool:
    try:
        return datetime.fromisoformat(time).replace(tzinfo=None).isoformat(timespec="minutes") == time
    except ValueError:
        return False
