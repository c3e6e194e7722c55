"""Receiving: a case the hub gives to this laptop, with its journal so far; or one that is here already, given anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from capi.fieldwork.case import Status
from capi.fieldwork.chain import read_chain
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated, Migrated
from capi.fieldwork.journal import START, Entry, Head, MalformedEntry, Moment, decode, digest
from capi.store import holdings
from capi.store.adding import case_row, keep_contact
from capi.store.connection import HeldConnection
from capi.store.errors import NotThere, OtherJournal
from capi.store.projection import Standing, Written, keep, to_microseconds
from capi.store.reading import contact, standing
from capi.store.tables import cases, journal, snapshots
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class ReceivedCase:
    """`entries`: its whole journal, in canonical bytes. `lease`: a Lease of this `term`, in its envelope, whose signature
    has been looked at. `contact` is left as it is here where none is given."""

    entries: list[bytes]
    term: int
    lease: str
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A received case whose chain was followed from its first entry."""

    received: ReceivedCase
    entries: Sequence[Entry]

    @property
    def case_id(self) -> str:
        return self.entries[0].case

    @property
    def head(self) -> Head:
        return Head(len(self.entries), digest(self.received.entries[-1]))

    @property
    def snapshot(self) -> str:
        """The instrument the case is held to now."""
        named = (each.contents.sha256 for each in self.entries if isinstance(each.contents, CaseCreated | Migrated))
        return list(named)[-1]


def read(received: ReceivedCase) -> Reading:
    """Raises MalformedEntry where the entries are not the journal of one case from its beginning."""
    if not received.entries:
        raise MalformedEntry("a case came without an entry")
    case_id = decode(received.entries[0], "entry 1 of a case from the hub").case
    return Reading(received, read_chain(START, case_id, received.entries))


def extends(core: Connection, reading: Reading) -> int:
    """How many of its entries are new here; none, whatever they are, where it is of a term that is over.

    Raises OtherJournal where they are not those that are here, or go on from them.
    """
    before = holdings.find_holding(core, reading.case_id)
    if before is None:
        return len(reading.entries)
    if reading.received.term < before.term:
        return 0
    here = holdings.bytes_after(core, reading.case_id, START.number, (2**31, 2**62))
    both = min(len(here), len(reading.entries))
    if here[:both] != reading.received.entries[:both]:
        raise OtherJournal(
            Wording(
                "CaseFile",
                "What the hub sent of case {id} is not what is in this case file. Nothing was changed. "
                "Send your work to the hub, and ask the office which of the two holds.",
            ).filled(id=reading.case_id)
        )
    return len(reading.entries) - both


def receive(held: HeldConnection, reading: Reading, moment: Moment) -> bool:
    """Makes the case here what the hub says it is, within a transaction. False where nothing changed. Raises NotThere."""
    core, received = held.core, reading.received
    before, contact_before = holdings.find_holding(core, reading.case_id), None
    if before is not None and received.term < before.term:
        return False
    if before is None or before.head.number < len(reading.entries):
        _keep_entries(held, reading)
    key = holdings.key_of(core, reading.case_id)
    if before is not None:
        contact_before = contact(core, key)
    if received.contact:
        keep_contact(core, key, received.contact)
    if before is None or received.term > before.term:
        _give(core, key, reading.head, moment)
    elif reading.head.number > before.acknowledged.number:
        holdings.put(core, key, acknowledged=reading.head.number, acknowledged_hash=reading.head.hash)
    # What the hub gives is this laptop's and not recalled; where it is recalled all the same, that order comes after this.
    holdings.put(core, key, term=received.term, lease=received.lease, recalled="", given_up=0)
    return (holdings.holding(core, reading.case_id), contact(core, key)) != (before, contact_before)


def _give(core: Connection, key: int, head: Head, moment: Moment) -> None:
    """A new term: from here on counts what the hub has in its journal, and nothing that was said before."""
    said_before = {"apart": "", "accepted": None, "accepted_hash": None, "backed_up": 0}
    acknowledged = {"acknowledged": head.number, "acknowledged_hash": head.hash}
    holdings.put(core, key, received=to_microseconds(moment.utc), **said_before, **acknowledged)


def _keep_entries(held: HeldConnection, reading: Reading) -> None:
    snapshot_key = held.core.execute(select(snapshots.c.key).where(snapshots.c.sha256 == reading.snapshot)).scalar()
    if snapshot_key is None:
        raise NotThere(
            Wording(
                "CaseFile", "The instrument of case {id} is not in this case file. Nothing was changed. Fetch it first."
            ).filled(id=reading.case_id)
        )
    there = standing(held.core, reading.case_id) or _begin(held.core, reading, snapshot_key)
    for entry, data in zip(reading.entries, reading.received.entries, strict=True):
        if entry.number > there.head.number:
            after = there.after(entry.contents, Head(entry.number, digest(data)))
            keep(held.cursor, Written(entry, data, there, after))
            there = after


def _begin(core: Connection, reading: Reading, snapshot_key: int) -> Standing:
    """The case with the first of its entries."""
    created = reading.entries[0].contents
    assert isinstance(created, CaseCreated)  # noqa: S101 - said by read_chain
    key = (core.execute(select(func.max(cases.c.key))).scalar() or 0) + 1
    first = reading.received.entries[0]
    core.execute(insert(cases).values(case_row(key, reading.case_id, snapshot_key, created)))
    core.execute(insert(journal).values(case_key=key, number=1, entry=first))
    return Standing(key, Head(1, digest(first)), Status.NOT_STARTED, None, False, {}, False)
