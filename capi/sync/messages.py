"""The messages between laptop and hub, and between the office's window and the hub. PROTOCOL.md says when each is sent.

Entries travel as they are kept: `Raw` holds the canonical bytes of a journal entry, never decoded and encoded again on
the way. A field that may be added later is optional; a field nobody knows is refused.
"""

import enum
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Raw, Struct, field

from capi.fieldwork.calls import Medium
from capi.fieldwork.contact import Contact

VERSION = 1
"""Of the protocol; it stands in every path, as /v1/."""

EPOCH_HEADER = "Capi-Epoch"
"""In every answer of a hub: another value than before means that it was restored from a backup."""
HUB_HEADER = "Capi-Hub"
DIGEST_HEADER = "Capi-Digest"
"""SHA-256 of a body before compression, hexadecimal."""
DEVICE_HEADER = "Capi-Device"
TRACE_HEADER = "Capi-Trace"

LARGEST_BATCH = 8 * 2**20
"""Bytes of a batch before compression."""
LARGEST_COMPRESSED = 4 * 2**20
MOST_PARTS = 500
MOST_ENTRIES = 20_000
DEEPEST = 32
"""Levels of a JSON document."""

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Id = Annotated[str, Meta(min_length=1, max_length=100)]
Words = Annotated[str, Meta(max_length=4_000)]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]


class Message(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One message or part of one."""


class Secret(Message, frozen=True):
    """A message that never shows its contents: no log and no traceback gets a token, a code or a password from it."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(...)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return []


class Role(enum.Enum):
    """What somebody may do at the hub; one role for one account."""

    INTERVIEWER = "interviewer"
    TELEPHONE_INTERVIEWER = "telephone_interviewer"
    CODER = "coder"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


# --- who is there -------------------------------------------------------------------------------------------------


class HubFacts(Message, frozen=True):
    """What anybody may know: which hub this is. `epoch` changes when it is restored from a backup."""

    hub: Id
    name: str
    epoch: Id
    time: datetime
    versions: tuple[int, ...]
    public_key: str


class Enrolment(Secret, frozen=True):
    """A laptop asks to be known: the one-time code it was given, and the public key it has just made."""

    code: Annotated[str, Meta(min_length=1, max_length=100)]
    device: Id
    public_key: Annotated[str, Meta(max_length=100)]
    host: Annotated[str, Meta(max_length=200)] = ""


class Tokens(Secret, frozen=True):
    """Both are opaque. `access` goes into the Authorization header of every request; `refresh` is used once, for the next two."""

    access: str
    access_expires: datetime
    refresh: str


class Enrolled(Message, frozen=True):
    """The laptop is known now, to this account. Everything the hub signs is checked against `public_key` from here on."""

    hub: Id
    name: str
    epoch: Id
    public_key: str
    user: str
    role: Role
    tokens: Tokens
    certificates: str = ""
    """PEM of the authorities whose certificates are trusted for this hub and no others; empty for the system's."""


class Refresh(Secret, frozen=True):
    """The laptop shows that it is itself: `signature` (purpose token) is by the key it enrolled with, over `refresh`."""

    device: Id
    refresh: Annotated[str, Meta(max_length=200)]
    signature: Annotated[str, Meta(max_length=200)]


class SignIn(Secret, frozen=True):
    """Somebody of the office, by name and password."""

    name: Name
    password: Annotated[str, Meta(min_length=1, max_length=1_000)]


class SignedIn(Secret, frozen=True):
    user: str
    full_name: str
    role: Role
    token: str
    expires: datetime


# --- cases up -----------------------------------------------------------------------------------------------------


class Part(Message, frozen=True):
    """The entries of one case after entry `after`, in order.

    `lease` is the hub's own signed statement that this laptop holds the case (of `term`); it is left out for a case that
    was made here and is new to the hub. `contact` goes with such a case, and with one that a restored hub has lost.
    """

    case: Id
    term: Number
    after: Number
    after_hash: Digest
    entries: list[Raw]
    lease: str = ""
    contact: Contact | None = None


class Batch(Message, frozen=True):
    """What one request carries. `batch` is made by the laptop (UUID, version 7) and kept until it has the receipt."""

    batch: Annotated[str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    device: Id
    epoch: Id
    clock: datetime
    parts: Annotated[list[Part], Meta(min_length=1, max_length=MOST_PARTS)]


class Outcome(enum.Enum):
    """What became of one part."""

    APPLIED = "applied"
    """It stands in the case's journal, or stood there already."""
    QUARANTINED = "quarantined"
    """It is kept whole, apart from the journal, until the office has decided."""
    BEHIND = "behind"
    """The hub has less of the case than the laptop thought: send again what comes after `number`."""


class Reason(enum.Enum):
    """Why a part was not applied."""

    NOT_HOLDER = "not_holder"
    REPLACED_DEVICE = "replaced_device"
    FORK = "fork"
    MALFORMED = "malformed"
    UNKNOWN_INSTRUMENT = "unknown_instrument"
    UNKNOWN_CASE = "unknown_case"
    REFERENCE_TAKEN = "reference_taken"
    AFTER_QUARANTINE = "after_quarantine"
    """It follows on what is in quarantine already."""


class PartReceipt(Message, frozen=True):
    """`number` and `hash`: the last entry of this case that the hub holds, in the journal (applied, behind) or apart."""

    case: Id
    outcome: Outcome
    number: Number
    hash: Digest
    reason: Reason | None = None


class Receipt(Message, frozen=True):
    """The hub's proof, signed (purpose receipt). `audit` is the head of its audit log, noted on every laptop."""

    hub: Id
    epoch: Id
    batch: str
    device: Id
    digest: Digest
    received: datetime
    parts: list[PartReceipt]
    audit: str


# --- assignments down ---------------------------------------------------------------------------------------------


class Lease(Message, frozen=True):
    """Who may write a case: one laptop. Signed (purpose lease). `term` grows by one whenever it is given to another."""

    hub: Id
    case: Id
    device: Id
    term: Number
    given: datetime


class Assigned(Message, frozen=True, tag="assigned"):
    """A case for this laptop, with all that is known of it; `lease` is a Lease in its envelope. It may be there already."""

    case: Id
    term: Number
    lease: str
    instrument: Digest
    entries: list[Raw]
    contact: Contact | None = None


class Recalled(Message, frozen=True, tag="recalled"):
    """The office wants the case back. The laptop sends what it has and gives the case up; then it removes it.

    `passed_on`: it was taken at once, and is another account's by now.
    """

    case: Id
    term: Number
    reason: Words
    by: str
    passed_on: bool = False


class BegunOnline(Message, frozen=True, tag="begun_online"):
    """The respondent answers the case online since then. The laptop holds it no more, and keeps it in its list until it is recalled, or
    given to it again because an interviewer goes on with it."""

    case: Id
    term: Number
    since: datetime


class Returned(Message, frozen=True, tag="returned"):
    """A completed case is to be worked on again; `fields` are the questions to look at."""

    case: Id
    term: Number
    note: Words
    fields: tuple[str, ...]
    by: str


class Accepted(Message, frozen=True, tag="accepted"):
    """The office has accepted the completed case up to this entry: the laptop may remove it once a backup has it."""

    case: Id
    term: Number
    number: Number
    hash: Digest
    by: str


class Appointed(Message, frozen=True, tag="appointed"):
    """The office has made an appointment for the case: an agreed time of the next call.

    `local` is the respondent's wall clock (2026-11-24T17:40) in `zone` (Europe/London), `utc` the same moment.
    """

    case: Id
    term: Number
    local: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$")]
    zone: Annotated[str, Meta(max_length=100)]
    utc: datetime
    minutes: Annotated[int, Meta(ge=0, le=1_440)]
    hard: bool
    note: Words
    by: str
    medium: Medium | None = None
    telephone: Annotated[int, Meta(ge=0, le=1_000)] = 0
    owner: Annotated[str, Meta(max_length=200)] = ""
    lapses: datetime | None = None


class CalledOff(Message, frozen=True, tag="called_off"):
    """The appointment that stood is off; the office says so."""

    case: Id
    term: Number
    reason: Words
    by: str


class OutcomeGiven(Message, frozen=True, tag="outcome_given"):
    """The office has set what came of the case, by a code of the frame with this SHA-256; an empty code takes it back."""

    case: Id
    term: Number
    code: Annotated[str, Meta(max_length=10)]
    frame: Digest
    reason: Words
    by: str


class InstrumentOffered(Message, frozen=True, tag="instrument_offered"):
    """An instrument that new cases can be made with."""

    instrument: Digest
    name: str
    version: str


class FrameTaken(Message, frozen=True, tag="frame_taken"):
    """The outcome frame of the fieldwork, from now on."""

    frame: Digest
    name: str
    version: str


What: TypeAlias = (
    Assigned
    | Recalled
    | BegunOnline
    | Returned
    | Accepted
    | Appointed
    | CalledOff
    | OutcomeGiven
    | InstrumentOffered
    | FrameTaken
)


class Order(Message, frozen=True):
    """One thing the office wants of this account; numbered from 1 without a gap, in the order they were made."""

    number: Number
    made: datetime
    what: What


class GoOn(Message, frozen=True):
    """An interviewer goes on with what was begun online. `consent`: the respondent has agreed to it."""

    consent: bool


class Orders(Message, frozen=True):
    """Those after the cursor. An order that is out of date is left out; `cursor` is where to go on."""

    epoch: Id
    orders: list[Order]
    cursor: Number
    more: bool


class InstrumentFiles(Message, frozen=True):
    """An instrument to the letter, signed (purpose instrument). The laptop compiles it and compares the hash itself."""

    sha256: Digest
    name: str
    version: str
    sources: dict[str, str]


class Release(Message, frozen=True):
    """The laptop gives a recalled case up: this is the last entry it has, and it will write no other."""

    case: Id
    term: Number
    number: Number
    hash: Digest


class Released(Message, frozen=True):
    """Signed (purpose release): the hub holds the case up to there, or has deleted it, and it is no longer the laptop's.

    `backed_up`: a backup of the hub holds it up to there too, and the laptop may remove it.
    """

    hub: Id
    epoch: Id
    case: Id
    term: Number
    number: Number
    hash: Digest
    backed_up: bool = False


class CaseTally(Message, frozen=True):
    case: Id
    term: Number
    number: Number
    hash: Digest


class Tally(Message, frozen=True):
    """What the laptop believes the hub holds of the cases it holds itself, those with entries in quarantine left out.

    First only their count and `digest` (SHA-256 over the lines `case number hash`, sorted, each ended by a line feed); with
    `cases` when the hub has found another one.
    """

    epoch: Id
    device: Id
    count: Number
    digest: Digest
    cases: Annotated[list[CaseTally], Meta(max_length=200_000)] = field(default_factory=list)


class Difference(Message, frozen=True):
    """A case where laptop and hub do not agree; `number` and `hash` are the hub's, number 0 where it does not know the case.

    `only_holder`: the hub's journal has the very entry the laptop counts; the case is another laptop's by now, or nobody's.
    """

    case: Id
    number: Number
    hash: Digest
    why: Words
    only_holder: bool = False


class TallyReceipt(Message, frozen=True):
    """Signed (purpose tally). `agreed`: the digests were equal, so every case counted is safe at the hub.

    `differing` only where cases were listed. `backed_up`: a backup of the hub holds all entries of these cases.
    """

    hub: Id
    epoch: Id
    device: Id
    received: datetime
    count: Number
    digest: Digest
    agreed: bool
    differing: list[Difference]
    unlisted: tuple[str, ...]
    """Cases the hub thinks this laptop holds, and it did not list."""
    backed_up: tuple[str, ...]
    audit: str


class Erasure(Message, frozen=True):
    """Signed (purpose erasure), in the refusal of a device that was reported lost: its keys are to be destroyed."""

    hub: Id
    device: Id
    ordered: datetime


# --- what goes wrong ----------------------------------------------------------------------------------------------


class Problem(Message, frozen=True):
    """An error in the form of RFC 9457 (application/problem+json). `code` is for programs, `detail` for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    trace: str
    where: str = ""
    erasure: str = ""
    """An Erasure in its envelope."""
