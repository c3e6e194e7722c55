"""Judging: what becomes of one part of a batch, given what the hub knows. Pure; PROTOCOL.md has the rules by number.

    verdict = judge(part, Sender(device, key, active=True), Known(case, hashes))

Nothing is looked up here, and nothing is ever thrown away: a part is appended, or it is set apart with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import START, Head
from capi.hub.journals.parts import ReadPart
from capi.sync.messages import Lease, Reason

FIRST_TERM = 1
"""Of a case that was made on a laptop. That laptop still says 0 until it has been told."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The laptop a batch comes from; `active`: not a replaced one."""

    device: str
    key: int
    active: bool


@dataclass(frozen=True, slots=True)
class KnownCase:
    """How a case stands at the hub. `holder`: the laptop that may write it; `deleted`: only its line is left."""

    term: int
    holder: int | None
    head: Head
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the hub knows that bears on one part.

    `hashes`: of the journal from entry 1, needed only where `needs_hashes`. `lease`: the part's, where this hub signed
    it for this laptop and this case; needed only where `needs_lease`. `follows_apart`: what the part follows is the end
    of a part of this laptop that is in quarantine. `has_instrument`: the hub has the one the part names.
    `has_reference`: another case has the reference of the one that the part creates.
    """

    case: KnownCase | None
    hashes: Sequence[str] = ()
    lease: Lease | None = None
    follows_apart: bool = False
    has_instrument: bool = True
    has_reference: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """Its entries from the `new`th on (0 is the first) are appended; none where `new` is their number: all are there.

    `term`: the laptop is the holder again, by a lease of this term, because the hub was restored (rule 3).
    """

    head: Head
    new: int
    term: int | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The case is new to the hub, and taken in with all the entries; `restored`: the hub had it once."""

    head: Head
    created: CaseCreated
    term: int
    restored: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """The hub has less: its own head."""

    head: Head


@dataclass(frozen=True, slots=True)
class Apart:
    """To be kept apart from the journal. `shared`: so many of its first entries stand in the journal."""

    reason: Reason
    detail: str
    shared: int = 0


Verdict: TypeAlias = Applied | TakenIn | Behind | Apart


def needs_hashes(part: ReadPart, case: KnownCase) -> bool:
    """Whether the head of the case is not enough to judge by."""
    return not part.broken and part.hash_at(case.head.number) != case.head.hash


def needs_lease(part: ReadPart, case: KnownCase | None) -> bool:
    return bool(part.part.lease) and (case is None or part.part.term > case.term)


def judge(part: ReadPart, sender: Sender, known: Known) -> Verdict:
    if part.broken:
        return Apart(Reason.MALFORMED, f"It cannot be read: {part.broken}.")
    if known.case is None:
        return _unknown(part, sender, known)
    return _of_known(part, sender, known, known.case)


def _unknown(part: ReadPart, sender: Sender, known: Known) -> Verdict:
    created = part.created
    if not part.data:
        return Behind(START)
    if not sender.active:
        return Apart(Reason.REPLACED_DEVICE, _REPLACED)
    if created is None:
        if known.follows_apart:
            return Apart(Reason.AFTER_QUARANTINE, _AFTER_APART)
        return Apart(
            Reason.UNKNOWN_CASE, f"The hub does not know the case, and this begins after entry {part.part.after}."
        )
    restored = known.lease is not None
    if known.lease is None:
        author = part.entries[0].device
        if author != sender.device:
            return Apart(Reason.UNKNOWN_CASE, f"The hub does not know the case, and the laptop {author} made it.")
        if foreign := _foreign(part, 0, sender):
            return foreign
    return _fit_to_take_in(created, known) or TakenIn(
        part.end, created, known.lease.term if known.lease else FIRST_TERM, restored
    )


def _fit_to_take_in(created: CaseCreated, known: Known) -> Apart | None:
    if not known.has_instrument:
        return Apart(
            Reason.UNKNOWN_INSTRUMENT,
            f"The hub does not have version {created.version} of the instrument {created.instrument} as it was used here.",
        )
    if known.has_reference:
        return Apart(
            Reason.REFERENCE_TAKEN,
            f"Another case with the instrument {created.instrument} has the reference {created.reference}.",
        )
    return None


def _of_known(part: ReadPart, sender: Sender, known: Known, case: KnownCase) -> Verdict:
    renewed = sender.active and known.lease is not None and known.lease.term > case.term
    term = part.part.term if renewed else None
    if _stands(part.end, known.hashes, case):
        return Applied(part.end, len(part.data), term)
    shared = _shared(part, known.hashes, case)
    if not sender.active:
        return Apart(Reason.REPLACED_DEVICE, _REPLACED, shared)
    if not renewed and (reason := _not_holder(part, sender, case)):
        return Apart(Reason.NOT_HOLDER, reason, shared)
    rests = part.hash_at(case.head.number) == case.head.hash
    if not rests and known.follows_apart:
        return Apart(Reason.AFTER_QUARANTINE, _AFTER_APART, shared)
    if part.part.after > case.head.number:
        return Behind(case.head)
    if not rests:
        return Apart(Reason.FORK, f"It parts from the journal after entry {part.part.after + shared}.", shared)
    if not renewed and (foreign := _foreign(part, shared, sender)):
        return foreign
    if not known.has_instrument:
        return Apart(Reason.UNKNOWN_INSTRUMENT, "The hub does not have the instrument the case was moved to.", shared)
    return Applied(part.end, shared, term)


def _shared(part: ReadPart, hashes: Sequence[str], case: KnownCase) -> int:
    """How many of the part's first entries stand in the journal. As they are chained, one vouches for all before it."""
    after, last = part.part.after, min(part.end.number, case.head.number)
    if part.hash_at(case.head.number) == case.head.hash:
        return last - after
    for number in range(min(last, len(hashes)), after, -1):
        if part.hash_at(number) == hashes[number - 1]:
            return number - after
    return 0


def _stands(end: Head, hashes: Sequence[str], case: KnownCase) -> bool:
    """Rule 4, by the last entry alone: what it is chained to stands there too."""
    if end == case.head or end.number == 0:
        return True
    return end.number <= len(hashes) and hashes[end.number - 1] == end.hash


def _not_holder(part: ReadPart, sender: Sender, case: KnownCase) -> str:
    """Rule 5. The laptop that made a case may write it before it has heard of its first term."""
    if case.deleted:
        return "The case has been deleted at the hub."
    if case.holder != sender.key:
        return "Another laptop holds the case, or none."
    term = part.part.term
    if term == case.term or (term == 0 and case.term == FIRST_TERM):
        return ""
    return f"It was written in term {term} of this laptop, and the hub is at term {case.term}."


def _foreign(part: ReadPart, new: int, sender: Sender) -> Apart | None:
    """Rule 8."""
    for entry in part.entries[new:]:
        if entry.device != sender.device:
            return Apart(
                Reason.REPLACED_DEVICE, f"Entry {entry.number} was written on another laptop ({entry.device}).", new
            )
    return None


_REPLACED = "This laptop was replaced by another one."
_AFTER_APART = "It goes on from what is in quarantine."
