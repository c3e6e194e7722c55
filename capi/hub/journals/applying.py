"""Applying: the parts of batches are judged against the cases they belong to, and the verdicts carried out.

All in the transaction of the caller. What bears on the parts is read at once for all of them, and the cases are held until
its end, in the order of their ids; what is to be written is gathered, and written at once. In between a case is a `Line`
in memory, as a batch may have several parts of one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import assert_never

from sqlalchemy import Connection, bindparam, select

from capi.fieldwork.journal import digest
from capi.hub import tables
from capi.hub.journals.judging import (
    Apart,
    Applied,
    Behind,
    Known,
    TakenIn,
    Verdict,
    judge,
    needs_hashes,
    needs_lease,
)
from capi.hub.journals.lines import Delivery, Line, write_lines
from capi.hub.journals.parts import ReadPart
from capi.hub.journals.segments import journal_bytes
from capi.hub.journals.setting_apart import Shelf
from capi.hub.many import among
from capi.sync.messages import Lease, Outcome, PartReceipt
from capi.sync.signing import NotOfThisHub, Purpose, verify


def apply_batches(
    connection: Connection, batches: Sequence[tuple[Delivery, Sequence[ReadPart]]], lines: dict[str, Line]
) -> list[list[PartReceipt]]:
    """What became of each part of each batch, in their order. `lines` are those of their cases that the hub knows, held.

    No two of the batches are about the same case, or from the same laptop. Raises IntegrityError where another batch has
    taken in one of the cases at the same moment: do all of it again then.
    """
    instruments, references = _named(connection, [part for _, parts in batches for part in parts], lines)
    works, outcomes = [], []
    for delivery, parts in batches:
        its_own = {part.case: lines[part.case] for part in parts if part.case in lines}
        shelf = Shelf(connection, delivery.sender.key, delivery.received)
        work = _Work(connection, delivery, its_own, shelf, instruments, references)
        outcomes.append(work.take_all(parts))
        works.append(work)
    write_lines(connection, [(work.delivery, work.lines) for work in works])
    for work in works:
        work.shelf.write({case: line.numbered for case, line in work.lines.items()})
    return outcomes


_INSTRUMENTS = select(tables.instruments.c.sha256, tables.instruments.c.key).where(
    tables.instruments.c.sha256.in_(bindparam("hashes", expanding=True))
)

_Reference = tuple[str, str]
"""The name of an instrument, and a reference in it."""


def _named(
    connection: Connection, parts: Sequence[ReadPart], lines: dict[str, Line]
) -> tuple[dict[str, int], set[_Reference]]:
    """The instruments the parts name, by their hashes; and the references of their new cases that are taken."""
    hashes = sorted({part.instrument for part in parts if part.instrument})
    if not hashes:
        return {}, set()
    instruments = {row.sha256: row.key for row in connection.execute(_INSTRUMENTS, {"hashes": hashes})}
    created = [made for part in parts if part.case not in lines and (made := part.created) is not None]
    references = sorted({each.reference for each in created})
    if not references:
        return instruments, set()
    cases = tables.cases.c
    names = sorted({each.instrument for each in created})
    taken = select(cases.instrument_name, cases.reference).where(
        among(connection, cases.instrument_name, names), among(connection, cases.reference, references)
    )
    return instruments, {(name, reference) for name, reference in connection.execute(taken)}


@dataclass(slots=True)
class _Work:
    connection: Connection
    delivery: Delivery
    lines: dict[str, Line]
    shelf: Shelf
    instruments: dict[str, int]
    references: set[_Reference]
    _hashes: dict[str, list[str]] = field(default_factory=dict)

    def take_all(self, parts: Sequence[ReadPart]) -> list[PartReceipt]:
        receipts = {at: self.take(parts[at]) for at in sorted(range(len(parts)), key=lambda at: parts[at].case)}
        return [receipts[at] for at in range(len(parts))]

    def take(self, part: ReadPart) -> PartReceipt:
        verdict = judge(part, self.delivery.sender, self._known(part))
        self._carry_out(part, verdict)
        match verdict:
            case Applied(head) | TakenIn(head):
                return PartReceipt(case=part.case, outcome=Outcome.APPLIED, number=head.number, hash=head.hash)
            case Behind(head):
                return PartReceipt(case=part.case, outcome=Outcome.BEHIND, number=head.number, hash=head.hash)
            case Apart(reason):
                end = part.end
                return PartReceipt(
                    case=part.case, outcome=Outcome.QUARANTINED, number=end.number, hash=end.hash, reason=reason
                )
            case _:
                assert_never(verdict)

    def _carry_out(self, part: ReadPart, verdict: Verdict) -> None:
        match verdict:
            case TakenIn():
                line = self.lines[part.case] = Line.of_new(part, verdict, self.delivery.sender)
                line.instrument_key = self.instruments[part.instrument]
                self.references.add((verdict.created.instrument, verdict.created.reference))
            case Applied():
                line = self.lines[part.case]
                line.append(part, verdict, self.delivery.sender)
                if part.instrument:
                    line.instrument_key = self.instruments[part.instrument]
            case Apart():
                self.shelf.put(part, verdict)

    def _known(self, part: ReadPart) -> Known:
        line = self.lines.get(part.case)
        case = line.known if line else None
        created = part.created
        return Known(
            case=case,
            hashes=self._journal(part, line) if line and needs_hashes(part, line.known) else (),
            lease=self._lease(part) if needs_lease(part, case) else None,
            follows_apart=self._follows_apart(part, line),
            has_instrument=not part.instrument or part.instrument in self.instruments,
            has_reference=created is not None and (created.instrument, created.reference) in self.references,
        )

    def _journal(self, part: ReadPart, line: Line) -> list[str]:
        if part.case not in self._hashes:
            kept = [] if line.key is None else journal_bytes(self.connection, line.key)
            self._hashes[part.case] = [digest(entry) for entry in kept]
        # What this batch has brought for the case before is not written yet.
        return [*self._hashes[part.case], *(digest(entry) for entry in line.new)]

    def _follows_apart(self, part: ReadPart, line: Line | None) -> bool:
        if part.broken or (line is None and part.part.after == 0):
            return False
        if line is not None and part.hash_at(line.known.head.number) == line.known.head.hash:
            return False
        return self.shelf.ends_at(part.case, part.after)

    def _lease(self, part: ReadPart) -> Lease | None:
        """The lease the part came with, where it says what the part says of itself."""
        delivery = self.delivery
        try:
            key = delivery.hub.keys.signing.public_key()
            lease = verify(key, Purpose.LEASE, part.part.lease.encode(), Lease)
        except NotOfThisHub:
            return None
        said = (lease.hub, lease.case, lease.device, lease.term)
        return lease if said == (delivery.hub_id, part.case, delivery.sender.device, part.part.term) else None
