"""The outbox: what the hub has no receipt for yet, made into batches. It is nothing but the end of each journal.

    body = next_batch(case_file, link, utc, room, leave_out)      # None where nothing waits

Small cases go first, so that a bad line gets most cases through; a large one travels in several batches.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec import Raw

from capi.store.case_file import CaseFile
from capi.store.holdings import Holding
from capi.sync.link import BATCH, Link, new_batch_id
from capi.sync.messages import MOST_ENTRIES, MOST_PARTS, Batch, Part
from capi.sync.proof import Sent

AIMED_BYTES = 2**20
"""A cut costs at most one batch. The hub would take eight times as much."""

_ENVELOPE_BYTES = 2_000
"""What a part weighs besides its entries: a lease, a hash, a contact. Only an estimate; the hub counts for itself."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes into one batch. It gets smaller where the hub refuses one, until the part at fault is alone."""

    parts: int = MOST_PARTS
    entries: int = MOST_ENTRIES
    bytes: int = AIMED_BYTES

    def less_than(self, sent: Sent) -> "Room | None":
        """Half of what was refused; None where that was one entry, and can be no less."""
        if len(sent.parts) > 1:
            return Room(len(sent.parts) // 2, self.entries, self.bytes)
        if sent.parts[0].entries > 1:
            return Room(1, sent.parts[0].entries // 2, self.bytes)
        return None

    def more(self) -> "Room":
        """After a batch that went through."""
        return Room(min(MOST_PARTS, self.parts * 2), min(MOST_ENTRIES, self.entries * 2), self.bytes)


def next_batch(case_file: CaseFile, link: Link, utc: datetime, room: Room, leave_out: Collection[str]) -> Sent | None:
    """The next batch, kept until its receipt is there. None where nothing waits but what is left out."""
    holdings = [each for each in case_file.holdings() if each.waiting > 0 and each.case_id not in leave_out]
    parts: list[Part] = []
    entries, size = room.entries, room.bytes
    for holding in sorted(holdings, key=lambda each: (each.waiting, each.case_id)):
        part = _part(case_file, holding, entries, size)
        weight = _weight(part)
        if parts and (weight > size or len(part.entries) > entries):
            break
        parts.append(part)
        entries, size = entries - len(part.entries), size - weight
        if len(parts) >= room.parts or entries <= 0 or size <= 0:
            break
    return _kept(case_file, link, utc, parts) if parts else None


def kept_batch(case_file: CaseFile) -> Sent | None:
    """The batch that was sent, or about to be, when something cut the round off."""
    body = case_file.kept(BATCH)
    if body is None:
        return None
    try:
        return Sent.of(body.encode())
    except msgspec.MsgspecError:  # of an older version of capi: what it held is in the journal
        drop_batch(case_file)
        return None


def drop_batch(case_file: CaseFile) -> None:
    case_file.keep(BATCH, None)


def _kept(case_file: CaseFile, link: Link, utc: datetime, parts: list[Part]) -> Sent:
    batch = Batch(batch=new_batch_id(utc), device=link.device, epoch=link.epoch, clock=utc, parts=parts)
    sent = Sent.of(msgspec.json.encode(batch))
    case_file.keep(BATCH, sent.body.decode())
    return sent


def _part(case_file: CaseFile, holding: Holding, most_entries: int, most_bytes: int) -> Part:
    after = holding.acknowledged
    data = case_file.bytes_after(holding.case_id, after.number, most_entries, most_bytes)
    return Part(
        case=holding.case_id,
        term=holding.term,
        after=after.number,
        after_hash=after.hash,
        entries=[Raw(each) for each in data],
        lease=holding.lease,
        contact=(case_file.contact(holding.case_id) or None) if after.number == 0 else None,
    )


def _weight(part: Part) -> int:
    return _ENVELOPE_BYTES + sum(len(bytes(each)) for each in part.entries)
