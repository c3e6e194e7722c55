"""Lines: the cases of batches, from the moment they are read and held until what has become of them is written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.engine import Row

from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import Head
from capi.hub import tables
from capi.hub.hub import Hub, Principal, from_microseconds
from capi.hub.journals.call_lines import CallLine, add_calls, calls_in
from capi.hub.journals.judging import Applied, KnownCase, Sender, TakenIn
from capi.hub.journals.parts import ReadPart
from capi.hub.journals.replayed import SEEN, Seen, seen_after, seen_in
from capi.hub.journals.segments import Segment, append_segments
from capi.hub.order_book import NewOrder, ToAssign, make_orders

_CASES = tables.cases.c
# Statements of the usual way are made once: to make one takes longer than SQLite takes to answer it.
_HELD = (
    select(
        _CASES.key,
        _CASES.id,
        _CASES.term,
        _CASES.holder_key,
        _CASES.branch,
        _CASES.number,
        _CASES.hash,
        _CASES.deleted,
        *(_CASES[name] for name in SEEN),
    )
    .where(_CASES.id.in_(bindparam("ids", expanding=True)))
    .order_by(_CASES.id)
    .with_for_update(key_share=True)
)
_ADVANCE = (
    update(tables.cases)
    .where(_CASES.key == bindparam("case"))
    .values({name: bindparam(f"new_{name}") for name in ("number", "hash", "received", *SEEN)})
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A batch that came in: from which laptop of which account, and when (microseconds)."""

    hub: Hub
    hub_id: str
    principal: Principal
    sender: Sender
    received: int


@dataclass(slots=True)
class Line:
    """A case while a batch is worked on. `key` is None until a new one is written.

    `new` are entries that are not written yet, from the number `first_new` on; `packed` the same as a segment keeps
    them, where they came in one part; `calls`: the call attempts among them. `taken_in` and `contact` are those of a new case. `renewed`: the laptop is its
    holder again. `instrument_key`: the one it has been moved to.
    """

    key: int | None
    branch: int
    known: KnownCase
    seen: Seen
    new: list[bytes] = field(default_factory=list)
    first_new: int = 1
    packed: bytes = b""
    calls: list[CallLine] = field(default_factory=list)
    taken_in: TakenIn | None = None
    contact: Contact | None = None
    renewed: bool = False
    instrument_key: int | None = None

    @classmethod
    def of_new(cls, part: ReadPart, verdict: TakenIn, sender: Sender) -> "Line":
        return cls(
            key=None,
            branch=0,
            known=KnownCase(verdict.term, sender.key, verdict.head),
            seen=seen_after(Seen(), part.entries),
            new=list(part.data),
            packed=part.packed,
            calls=calls_in(part.entries),
            taken_in=verdict,
            contact=part.part.contact,
        )

    @property
    def numbered(self) -> int:
        assert self.key is not None  # noqa: S101 - new ones are written before anything asks
        return self.key

    def append(self, part: ReadPart, verdict: Applied, sender: Sender) -> None:
        """What the verdict says is new in the part."""
        if verdict.term is not None:
            self.renewed = True
            self.known = KnownCase(verdict.term, sender.key, self.known.head)
        entries, data = part.entries, part.data
        if verdict.new:
            entries, data = entries[verdict.new :], data[verdict.new :]
        if not data:
            return
        if self.new:
            self.packed = b""
        else:
            self.first_new = entries[0].number
            self.packed = b"" if verdict.new else part.packed
        self.new.extend(data)
        self.known = KnownCase(self.known.term, self.known.holder, verdict.head)
        self.calls += calls_in(entries)
        self.seen = seen_after(self.seen, entries)


def held_lines(connection: Connection, ids: Collection[str]) -> dict[str, Line]:
    """Those of the cases that the hub knows, held for this transaction in the order of their ids."""
    return {row.id: _line(row) for row in connection.execute(_HELD, {"ids": sorted(ids)})}


def write_lines(connection: Connection, delivered: Sequence[tuple[Delivery, dict[str, Line]]]) -> None:
    """Cases that are new, entries that are new, and how the cases stand after them; each with the batch that changed it."""
    for delivery, lines in delivered:
        taken_in = {case_id: line for case_id, line in lines.items() if line.taken_in}
        if taken_in:
            _insert(connection, delivery, taken_in)
    changed = [(line, delivery) for delivery, lines in delivered for line in lines.values() if line.new or line.renewed]
    append_segments(connection, [_segment(line, delivery) for line, delivery in changed if line.new])
    add_calls(connection, [(line.numbered, call) for line, _ in changed for call in line.calls])
    advanced = [_advanced(line, delivery.received) for line, delivery in changed if line.new and not line.taken_in]
    if advanced:
        connection.execute(_ADVANCE, advanced)
    for line, delivery in changed:
        if line.renewed or (line.instrument_key is not None and not line.taken_in):
            _update_one(connection, delivery, line)


def _line(row: Row[tuple[object, ...]]) -> Line:
    head = Head(row.number, row.hash)
    known = KnownCase(row.term, row.holder_key, head, row.deleted is not None)
    return Line(row.key, row.branch, known, seen_in(row))


def _segment(line: Line, delivery: Delivery) -> Segment:
    return Segment(
        line.numbered, line.branch, line.first_new, line.new, delivery.sender.key, delivery.received, line.packed
    )


def _advanced(line: Line, received: int) -> dict[str, object]:
    head = line.known.head
    columns = {"number": head.number, "hash": head.hash, "received": received, **line.seen.columns}
    return {"case": line.numbered} | {f"new_{name}": value for name, value in columns.items()}


def _update_one(connection: Connection, delivery: Delivery, line: Line) -> None:
    """What seldom changes: the holder, after the hub was restored; the instrument, after a migration."""
    columns: dict[str, object] = {}
    if line.renewed:
        # A recall that the restored hub remembers was of an earlier term.
        columns |= {
            "holder_key": line.known.holder,
            "term": line.known.term,
            "user_key": delivery.principal.user_key,
            "next_user_key": None,
            "recalled": None,
        }
    if line.instrument_key is not None:
        columns["instrument_key"] = line.instrument_key
    connection.execute(update(tables.cases).where(_CASES.key == line.numbered).values(columns))


def _insert(connection: Connection, delivery: Delivery, new: dict[str, Line]) -> None:
    """New cases, their contact details, and for those made on the laptop the order that brings it the lease."""
    rows = [_row(case_id, line, line.taken_in, delivery) for case_id, line in new.items() if line.taken_in is not None]
    for key, case_id in connection.execute(insert(tables.cases).returning(_CASES.key, _CASES.id), rows):
        new[case_id].key = key
        # What came of the case before it could be taken in.
        earlier = update(tables.quarantine).where(tables.quarantine.c.case_id == case_id)
        connection.execute(earlier.values(case_key=key))
    contacts = [{"case_key": line.numbered, "contact": contact} for line in new.values() if (contact := _contact(line))]
    if contacts:
        connection.execute(insert(tables.contacts), contacts)
    principal = delivery.principal
    made_here = [line for line in new.values() if line.taken_in and not line.taken_in.restored]
    orders = [NewOrder(principal.user_key, ToAssign(), line.numbered) for line in made_here]
    make_orders(connection, orders, made_by=principal.user, now=from_microseconds(delivery.received))


def _row(case_id: str, line: Line, verdict: TakenIn, delivery: Delivery) -> dict[str, object]:
    created = verdict.created
    return {
        "id": case_id,
        "reference": created.reference,
        "instrument_name": created.instrument,
        "instrument_key": line.instrument_key,
        "mode": created.mode.value,
        "user_key": delivery.principal.user_key,
        "holder_key": line.known.holder,
        "term": line.known.term,
        "branch": line.branch,
        "number": line.known.head.number,
        "hash": line.known.head.hash,
        "received": delivery.received,
        **line.seen.columns,
    }


def _contact(line: Line) -> str:
    """As JSON. A case of an earlier version has its name in entry 1."""
    name = line.taken_in.created.name if line.taken_in else ""
    contact = line.contact or Contact(name=name)
    return msgspec.json.encode(contact).decode() if contact else ""
