"""Proof: what a laptop believes of its hub, and only after it has looked at the signature and at what was signed.

Every function here gives what was proven or raises: NotTheHub where the signature is not the hub's, NotProven where the hub
has signed something else than what was asked for. Nothing here writes anything.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import Struct

from capi.fieldwork.journal import Head, digest
from capi.sync.address import host_of
from capi.sync.calling_messages import FrameFile
from capi.sync.errors import NotProven, NotTheHub
from capi.sync.link import Link
from capi.sync.messages import (
    Assigned,
    Batch,
    CaseTally,
    Erasure,
    InstrumentFiles,
    Lease,
    PartReceipt,
    Receipt,
    Release,
    Released,
    Tally,
    TallyReceipt,
)
from capi.sync.signing import NotOfThisHub, Purpose, body_digest, verify
from capi.wording import Wording

_Statement = TypeVar("_Statement", bound=Struct)


@dataclass(frozen=True, slots=True)
class SentPart:
    """One part as it left: what it follows, and its last entry."""

    case: str
    after: int
    last: Head
    entries: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch as it left, known by its id and by the digest of its body."""

    batch: str
    device: str
    epoch: str
    body: bytes
    digest: str
    parts: tuple[SentPart, ...]

    @classmethod
    def of(cls, body: bytes) -> "Sent":
        """Raises msgspec.MsgspecError where this is no batch."""
        batch = msgspec.json.decode(body, type=Batch)
        parts = tuple(
            SentPart(
                part.case,
                part.after,
                Head(part.after + len(part.entries), digest(bytes(part.entries[-1]))),
                len(part.entries),
            )
            for part in batch.parts
        )
        return cls(batch.batch, batch.device, batch.epoch, body, body_digest(body), parts)


def receipt(link: Link, signed: bytes, sent: Sent) -> dict[str, PartReceipt]:
    """What became of each part, by case; one for every case that was sent, and no other."""
    told = _verified(link, Purpose.RECEIPT, signed, Receipt)
    _same("its batch", told.batch, sent.batch)
    _same("its digest", told.digest, sent.digest)
    _of_this_laptop(link, told.device)
    _of_this_hub(link, told.hub, told.epoch)
    parts = {part.case: part for part in told.parts}
    if len(told.parts) != len(sent.parts) or parts.keys() != {part.case for part in sent.parts}:
        raise NotProven("its cases")
    return parts


def lease(link: Link, assigned: Assigned) -> Lease:
    """That this laptop holds the case of the order, in the order's term."""
    told = _verified(link, Purpose.LEASE, assigned.lease.encode(), Lease)
    _same("its hub", told.hub, link.hub)
    _of_this_laptop(link, told.device)
    _same("its case", told.case, assigned.case)
    _same("its term", told.term, assigned.term)
    return told


def released(link: Link, signed: bytes, asked: Release) -> Released:
    """That the hub holds the case up to the very entry this laptop has last."""
    told = _verified(link, Purpose.RELEASE, signed, Released)
    _of_this_hub(link, told.hub, told.epoch)
    _same("its case", told.case, asked.case)
    _same("its term", told.term, asked.term)
    _same("its last entry", (told.number, told.hash), (asked.number, asked.hash))
    return told


def tally_receipt(link: Link, signed: bytes, asked: Tally) -> TallyReceipt:
    """What the hub says to this count and this digest."""
    told = _verified(link, Purpose.TALLY, signed, TallyReceipt)
    _same("its epoch", told.epoch, asked.epoch)
    _same("its hub", told.hub, link.hub)
    _of_this_laptop(link, told.device)
    _same("its count", (told.count, told.digest), (asked.count, asked.digest))
    listed = {case.case for case in asked.cases}
    if not {each.case for each in told.differing} <= listed or (told.agreed and told.differing):
        raise NotProven("its cases")
    return told


def instrument_files(link: Link, signed: bytes, sha256: str) -> InstrumentFiles:
    """The instrument's files as the hub vouches for them. That they have this hash is seen when they are compiled."""
    told = _verified(link, Purpose.INSTRUMENT, signed, InstrumentFiles)
    _same("its hash", told.sha256, sha256)
    return told


def frame_file(link: Link, signed: bytes, sha256: str) -> FrameFile:
    """The outcome frame as the hub vouches for it. That it has this hash is seen when it is read."""
    told = _verified(link, Purpose.FRAME, signed, FrameFile)
    _same("its hash", told.sha256, sha256)
    return told


def erasure(link: Link, signed: str) -> bool:
    """Whether the hub itself orders this very laptop to destroy its keys. Whatever else it is, it is not obeyed."""
    try:
        told = verify(link.hub_key, Purpose.ERASURE, signed.encode(), Erasure)
    except NotOfThisHub:
        return False
    return (told.hub, told.device) == (link.hub, link.device)


def tally_of(link: Link, epoch: str, cases: Iterable[CaseTally], *, listed: bool) -> Tally:
    """The count and the digest of what the laptop believes the hub holds, with the cases themselves where `listed`."""
    counted = list(cases)
    return Tally(
        epoch=epoch,
        device=link.device,
        count=len(counted),
        digest=tally_digest(counted),
        cases=counted if listed else [],
    )


def tally_digest(cases: Iterable[CaseTally]) -> str:
    """SHA-256 over the lines `case number hash`, sorted, each ended by a line feed."""
    lines = sorted(f"{case.case} {case.number} {case.hash}\n" for case in cases)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _verified(link: Link, purpose: Purpose, signed: bytes, shape: type[_Statement]) -> _Statement:
    try:
        return verify(link.hub_key, purpose, signed, shape)
    except NotOfThisHub as error:
        raise NotTheHub(
            Wording(
                "Sync",
                "What came from {host} is not signed by your hub, so nothing was marked as sent. Everything stays safe on this "
                "laptop. Use another network; if it stays, tell your office.",
            ).filled(host=host_of(link.url))
        ) from error


def _of_this_laptop(link: Link, device: str) -> None:
    _same("its laptop", device, link.device)


def _of_this_hub(link: Link, hub: str, epoch: str) -> None:
    _same("its hub", hub, link.hub)
    _same("its epoch", epoch, link.epoch)


def _same(what: str, told: object, expected: object) -> None:
    if told != expected:
        raise NotProven(what)
