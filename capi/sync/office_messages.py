"""The messages between the hub and the office: what supervisors and administrators see and decide."""

import enum
from datetime import datetime
from typing import Annotated

from msgspec import Meta, field

from capi.fieldwork.calls import Medium
from capi.fieldwork.contact import Contact
from capi.sync.messages import Digest, Id, Message, Name, Number, Reason, Role, Secret, Words

MOST_LISTED = 1_000
"""Lines of one page of a list; the next page begins after the last one's `id`."""


# --- progress and cases -------------------------------------------------------------------------------------------


class Counts(Message, frozen=True):
    """How many cases stand where; each is counted once. `unassigned` and `assigned` are those nobody has opened."""

    name: str
    total: int = 0
    unassigned: int = 0
    assigned: int = 0
    in_progress: int = 0
    stopped: int = 0
    completed: int = 0
    accepted: int = 0
    last_received: datetime | None = None


class Day(Message, frozen=True):
    """Cases completed on one day (UTC)."""

    day: str
    completed: int


class Progress(Message, frozen=True):
    """How far the fieldwork is: all of it, by interviewer (account name), by area, and the last 28 days. `invited`: cases that were
    ever given an access code; `online`: answered online now; `through_online`: completed by their respondents online."""

    time: datetime
    whole: Counts
    interviewers: list[Counts]
    areas: list[Counts]
    days: list[Day]
    quarantined: int
    recalled: int
    invited: int = 0
    online: int = 0
    through_online: int = 0


class CaseLine(Message, frozen=True):
    """One case as the office's list shows it. `holder` is the laptop; `label` name and address, only for who may see them.
    `last_result` and `outcome` are words and codes of the outcome frame. `online`: since when the respondent answers it online;
    `invited`: until when her access code is good, or was."""

    id: Id
    reference: str
    instrument: str
    version: str
    mode: str
    area: str
    status: str
    user: str
    holder: str
    entries: int
    label: str = ""
    completed: datetime | None = None
    last_worked: datetime | None = None
    received: datetime | None = None
    accepted: bool = False
    returned: bool = False
    recalled: bool = False
    quarantined: int = 0
    backed_up: bool = False
    calls: int = 0
    last_call: datetime | None = None
    last_result: str = ""
    appointment: datetime | None = None
    outcome: str = ""
    online: datetime | None = None
    invited: datetime | None = None


class CaseLines(Message, frozen=True):
    cases: list[CaseLine]
    total: int
    next: str = ""


class FieldAnswer(Message, frozen=True):
    """One answer in words, with the question it answers; `missing` is a missing state or empty. `mode`: in which it was given, empty where
    there is none; `alone`: by the respondent alone."""

    field: str
    label: str
    text: str
    value: str
    missing: str = ""
    mode: str = ""
    alone: bool = False


class CallAttempt(Message, frozen=True):
    """A call attempt, written down as entry `entry`; `label` is the outcome frame's for the result. `telephone`: which of the contact's
    numbers was dialled, from 1."""

    entry: int
    began: datetime
    medium: Medium
    result: str
    label: str
    who: str
    seconds: int = 0
    telephone: int = 0
    note: str = ""


class Invitation(Message, frozen=True):
    """The latest access code of a case, never the code itself. `entered`: when it was first used; `letters`: how many it was printed in;
    `seen`: when the respondent last asked for a page."""

    serial: int
    made: datetime
    made_by: str
    expires: datetime
    revoked: bool = False
    entered: datetime | None = None
    letters: int = 0
    last_letter: datetime | None = None
    seen: datetime | None = None


class CaseDetail(Message, frozen=True):
    """A case with its answers in the order of the route, and its call attempts in the order they were written down; `history` are calls,
    appointments and outcomes, the office's orders and receipts, latest last. `self_completion`: its instrument is for that, so she may
    answer it online; `invitation`: her latest access code. `suggested`: the outcome code that calls and interview speak for, where the
    interview is over and none is confirmed, and `because`: why."""

    line: CaseLine
    contact: Contact | None
    answers: list[FieldAnswer]
    remarks: dict[str, str]
    history: list[str]
    calls: list[CallAttempt] = field(default_factory=list)
    self_completion: bool = False
    invitation: Invitation | None = None
    suggested: str = ""
    because: str = ""


# --- decisions on cases -------------------------------------------------------------------------------------------


class Assignment(Message, frozen=True):
    """Cases to an interviewer: by id, or all unassigned ones of an area, or of a whole list of references; one of the three.

    `now`: also where another laptop holds the case; what that one still sends goes to quarantine.
    """

    to: Name
    cases: Annotated[list[Id], Meta(max_length=100_000)] = field(default_factory=list)
    references: Annotated[list[str], Meta(max_length=100_000)] = field(default_factory=list)
    area: str | None = None
    reason: Words = ""
    now: bool = False


class AssignmentResult(Message, frozen=True):
    """`assigned` at once; `recalled`: the laptop that has them must give them up first; `unchanged` were that account's already."""

    assigned: int
    recalled: int
    unchanged: int


class Recall(Message, frozen=True):
    reason: Annotated[str, Meta(min_length=1, max_length=4_000)]
    now: bool = False


class Return(Message, frozen=True):
    note: Words
    fields: Annotated[tuple[str, ...], Meta(max_length=500)] = ()


class Acceptance(Message, frozen=True):
    """Of the completed case as far as `number`, which is what the supervisor has seen."""

    number: Number


class OfficeAppointment(Message, frozen=True):
    """`fold`: where the clock shows the time twice, as clocks go back: 0 for the first, 1 for the second."""

    local: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]
    zone: Annotated[str, Meta(max_length=100)]
    minutes: Annotated[int, Meta(ge=0, le=1_440)] = 30
    hard: bool = False
    note: Words = ""
    medium: Medium | None = None
    telephone: Annotated[int, Meta(ge=0, le=1_000)] = 0
    owner: Annotated[str, Meta(max_length=200)] = ""
    lapses: datetime | None = None
    fold: Annotated[int, Meta(ge=0, le=1)] | None = None


class CallingOff(Message, frozen=True):
    """The appointment that stands is off."""

    reason: Words = ""


class OfficeOutcome(Message, frozen=True):
    """What came of the case, by a code of the hub's outcome frame; an empty code takes the outcome back."""

    code: Annotated[str, Meta(max_length=10)]
    reason: Words = ""


class NewAccessCode(Message, frozen=True):
    """Another access code for the respondent; without `until` as long as the one before, and for four weeks at least."""

    until: datetime | None = None


class AccessCode(Secret, frozen=True):
    """Shown once, to be read out or written down. `address`: where it is typed, as the letters have it; empty where none were written."""

    code: str
    case: Id
    reference: str
    expires: datetime
    serial: int
    address: str = ""


# --- quarantine ---------------------------------------------------------------------------------------------------


class Decision(enum.Enum):
    APPLY = "apply"
    KEEP_APART = "keep_apart"
    GIVE_BACK = "give_back"


class QuarantineLine(Message, frozen=True):
    """One part in quarantine. `first` and `last` are the numbers of its entries; `case` may be unknown to the hub."""

    id: Id
    case: str
    reference: str
    device: str
    user: str
    reason: Reason
    detail: str
    first: int
    last: int
    received: datetime
    decision: Decision | None = None
    decided: datetime | None = None
    decided_by: str = ""
    note: str = ""


class FieldDifference(Message, frozen=True):
    """One question where the part and the journal differ; empty where there is no answer. In words.

    `journal_how` and `part_how`: how the answer was given, where that was not to an interviewer in the mode of the case.
    """

    field: str
    label: str
    journal: str
    part: str
    journal_how: str = ""
    part_how: str = ""


class QuarantineDetail(Message, frozen=True):
    """`readable`: its entries can be replayed, so what differs can be shown and it can be applied."""

    line: QuarantineLine
    readable: bool
    follows_head: bool
    entries: list[str]
    differences: list[FieldDifference]


class Deciding(Message, frozen=True):
    decision: Decision
    note: Words = ""


# --- accounts and devices -----------------------------------------------------------------------------------------


class Calling(Message, frozen=True):
    """What somebody can and may do at the telephone: `languages` (such as `cy`) and `skills` that cases ask for; `may_pick`: may take a case by
    hand that is not next in the queue."""

    languages: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=35)], ...], Meta(max_length=50)] = ()
    skills: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=100)], ...], Meta(max_length=50)] = ()
    may_pick: bool = False


class Account(Message, frozen=True):
    name: Name
    full_name: str
    role: Role
    active: bool
    has_password: bool
    cases: int = 0
    devices: int = 0
    calling: Calling = Calling()


class NewAccount(Secret, frozen=True):
    """Without a password somebody can only work on an enrolled laptop. Names are of letters, digits, dot, hyphen, underscore."""

    name: Annotated[str, Meta(min_length=1, max_length=64, pattern="^[a-z0-9][a-z0-9._-]*$")]
    full_name: Annotated[str, Meta(max_length=200)]
    role: Role
    password: Annotated[str, Meta(max_length=1_000)] = ""
    calling: Calling = Calling()


class AccountChange(Secret, frozen=True):
    """What is left out stays as it is. An account is never removed: its name stands in journals."""

    full_name: Annotated[str, Meta(max_length=200)] | None = None
    role: Role | None = None
    active: bool | None = None
    password: Annotated[str, Meta(max_length=1_000)] | None = None
    calling: Calling | None = None


class EnrolmentCode(Secret, frozen=True):
    """Shown once, to be typed on the laptop within its time."""

    code: str
    user: str
    expires: datetime


class DeviceState(enum.Enum):
    ACTIVE = "active"
    REPLACED = "replaced"
    REVOKED = "revoked"
    LOST = "lost"


class DeviceLine(Message, frozen=True):
    device: Id
    user: str
    host: str
    state: DeviceState
    enrolled: datetime
    ended: datetime | None
    last_seen: datetime | None
    clock_ahead_ms: int | None
    holds: int


class DeviceEnd(Message, frozen=True):
    """`state`: replaced, revoked or lost. The cases it holds can then be taken by another laptop of the account."""

    state: DeviceState
    reason: Words = ""


class HeldCase(Message, frozen=True):
    """A case that was on a laptop, and which questions were answered on it: what a breach notice needs."""

    case: Id
    reference: str
    status: str
    entries: int
    has_contact: bool
    fields: tuple[str, ...]
    holds_now: bool


class Held(Message, frozen=True):
    device: DeviceLine
    cases: list[HeldCase]


class AuditLine(Message, frozen=True):
    number: int
    time: datetime
    who: str
    action: str
    subject: str
    details: dict[str, str]


# --- sample and instruments ---------------------------------------------------------------------------------------


class RowProblem(Message, frozen=True):
    """What is wrong in one row of a sample; `row` as the spreadsheet numbers it, `column` as its heading says."""

    row: int
    column: str
    value: str
    problem: str


class SampleResult(Message, frozen=True):
    """`added` is 0 where there is any problem, and in a dry run. `problems` are the first 10,000 of `problem_count`.

    `notes` are what to look at, such as columns that were not taken; `mapping` finds the columns that were taken again.
    """

    sample: str
    rows: int
    added: int
    problems: list[RowProblem]
    problem_count: int
    notes: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)


class SampleLine(Message, frozen=True):
    name: str
    instrument: str
    version: str
    cases: int
    added: datetime
    added_by: str


class InstrumentLine(Message, frozen=True):
    sha256: Digest
    name: str
    version: str
    title: str
    offered: bool
    cases: int
    added: datetime
