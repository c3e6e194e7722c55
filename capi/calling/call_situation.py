"""A case as the queue sees it, and who asks for one."""

from dataclasses import dataclass
from datetime import datetime

from capi.fieldwork.call_history import NO_CALLS, Calls
from capi.fieldwork.case import Status


@dataclass(frozen=True, slots=True)
class Return:
    """The office has given the case back to be called: the number of that entry of its journal, and when (UTC)."""

    entry: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Situation:
    """One case. A moment is in UTC.

    `priority`: the greater, the sooner. `zone`: the respondent's, empty for the frame's. `calls.outcome` is what stands: not one
    that the office has set aside by returning the case. `language`: in which one the interview is to be, such as `cy`,
    empty where it does not matter; `calls.language` goes before it. `skills`: whoever calls has all of them. `do_not_call`: a mark
    that the office alone sets and takes off, beside what the calls say. `recalled`: the office has taken the case back. `online`: the
    respondent is answering it online. `returned`: the latest time. `open_with`: who has it on the screen now. `reserved_for`: nobody
    else gets it. `seed`: any number that is as good as drawn, and stays with the case; it decides between cases that are alike.
    """

    case_id: str
    reference: str
    priority: int = 0
    zone: str = ""
    status: Status = Status.NOT_STARTED
    calls: Calls = NO_CALLS
    language: str = ""
    skills: frozenset[str] = frozenset()
    do_not_call: bool = False
    recalled: bool = False
    online: bool = False
    returned: Return | None = None
    open_with: str = ""
    open_since: datetime | None = None
    reserved_for: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Caller:
    """An interviewer at the telephone. `may_pick`: may take a case by hand that is not next. `zone`: of the clock there, empty for
    the frame's."""

    name: str
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    may_pick: bool = False
    zone: str = ""
