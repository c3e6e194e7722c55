"""Holdings: how each case stands with the hub: who may write it, and what of it is safe there.

They are no part of the journal, and are never written on the way of an answer: what has still to be sent is what
is above the acknowledged number. That number is raised by receipts, and lowered only where a hub was restored.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from capi.fieldwork.case import Status
from capi.fieldwork.journal import START, Head, digest
from capi.store.refusals import no_case, no_entry
from capi.store.tables import cases, holdings, journal


@dataclass(frozen=True, slots=True)
class Holding:
    """How a case stands with the hub.

    `term` is 0 for a case made on this laptop that the hub has not taken in; `lease` is then empty, and else the hub's own
    signed statement. Up to `acknowledged` the hub has the entries: apart from its journal where `apart` says why.
    `recalled` is the office's reason, empty where it does not want the case back. `backed_up`: a backup of the hub
    holds every entry there is now. `given_up`: the case is no longer this laptop's, and only kept until a backup holds it.
    """

    case_id: str
    reference: str
    label: str
    status: Status
    head: Head
    sitting_open: bool
    term: int
    lease: str
    acknowledged: Head
    apart: str
    recalled: str
    accepted: Head | None
    backed_up: bool
    given_up: bool = False

    @property
    def waiting(self) -> int:
        """How many entries have still to be sent."""
        return self.head.number - self.acknowledged.number


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A receipt's word on one case: the hub has it up to `head`; where it is kept apart, `apart` says why."""

    case_id: str
    head: Head
    apart: str = ""


UNSAID = "recalled"
"""Stands for the office's reason where it gave none."""

_LAST = journal.alias()
_HOLDINGS = (
    select(
        cases.c.id,
        cases.c.reference,
        cases.c.name,
        cases.c.status,
        journal.c.number,
        journal.c.entry,
        cases.c.sitting_open,
        holdings.c.term,
        holdings.c.lease,
        holdings.c.acknowledged,
        holdings.c.acknowledged_hash,
        holdings.c.apart,
        holdings.c.recalled,
        holdings.c.accepted,
        holdings.c.accepted_hash,
        holdings.c.backed_up,
        holdings.c.given_up,
    )
    .join(journal, journal.c.case_key == cases.c.key)
    .outerjoin(holdings, holdings.c.case_key == cases.c.key)
    .where(
        journal.c.number
        == select(func.max(_LAST.c.number)).where(_LAST.c.case_key == cases.c.key).correlate(cases).scalar_subquery()
    )
    .order_by(cases.c.key)
)
_ONE_HOLDING = _HOLDINGS.where(cases.c.id == bindparam("case_id"))
_STATUSES = {status.value: status for status in Status}

NOT_GIVEN_UP = cases.c.key.not_in(select(holdings.c.case_key).where(text("given_up = 1")))
"""Cases that are this laptop's. The number is written out, as the index is only used so."""


def all_holdings(core: Connection) -> list[Holding]:
    """Every case, in the order they were added."""
    return [_holding(row) for row in core.execute(_HOLDINGS).all()]


def holding(core: Connection, case_id: str) -> Holding:
    """Raises NotThere."""
    found = find_holding(core, case_id)
    if found is None:
        raise no_case(case_id)
    return found


def find_holding(core: Connection, case_id: str) -> Holding | None:
    row = core.execute(_ONE_HOLDING, {"case_id": case_id}).one_or_none()
    return None if row is None else _holding(row)


def waiting(core: Connection) -> dict[str, int]:
    """How many entries have still to be sent, by the ids of the cases that have any; without those that were given up."""
    last = (
        select(func.max(journal.c.number)).where(journal.c.case_key == cases.c.key).correlate(cases).scalar_subquery()
    )
    entries = (last - func.coalesce(holdings.c.acknowledged, 0)).label("entries")
    known = select(cases.c.id, entries).outerjoin(holdings, holdings.c.case_key == cases.c.key)
    every = known.where(func.coalesce(holdings.c.given_up, 0) == 0).subquery()
    return dict(core.execute(select(every.c.id, every.c.entries).where(every.c.entries > 0)).all())


def bytes_after(core: Connection, case_id: str, number: int, most: tuple[int, int]) -> list[bytes]:
    """The canonical bytes of the entries after `number`: at most so many, and so many bytes; at least one if there is any.

    Raises NotThere.
    """
    most_entries, most_bytes = most
    key = key_of(core, case_id)
    found = select(journal.c.entry).where(journal.c.case_key == key, journal.c.number > number)
    taken: list[bytes] = []
    for data in core.execute(found.order_by(journal.c.number).limit(max(1, most_entries))).scalars().all():
        most_bytes -= len(data)
        if taken and most_bytes < 0:
            break
        taken.append(data)
    return taken


def head_at(core: Connection, case_id: str, number: int) -> Head:
    """The head of the case when it had so many entries. Raises NotThere."""
    head = _find_head(core, key_of(core, case_id), number)
    if head is None:
        raise no_entry(case_id, number)
    return head


def acknowledge(core: Connection, receipts: Iterable[Acknowledged]) -> tuple[str, ...]:
    """Raises the acknowledged heads, and gives the cases where that head is not in the journal here: they stay as they are."""
    unknown = []
    for receipt in receipts:
        key, head = find_key(core, receipt.case_id), receipt.head
        if key is None or _find_head(core, key, head.number) != head:
            unknown.append(receipt.case_id)
            continue
        row = insert(holdings).values(
            case_key=key, acknowledged=head.number, acknowledged_hash=head.hash, apart=receipt.apart
        )
        news = {name: row.excluded[name] for name in ("acknowledged", "acknowledged_hash", "apart")}
        not_lower = row.excluded.acknowledged >= holdings.c.acknowledged
        core.execute(row.on_conflict_do_update(index_elements=["case_key"], set_=news, where=not_lower))
    return tuple(unknown)


def take_back(core: Connection, known: Mapping[str, Head]) -> None:
    """After a restore of the hub: it has no more of these cases than this. A head that is not in the journal here is none."""
    for case_id, head in known.items():
        before = find_holding(core, case_id)
        if before is None:
            continue
        news: dict[str, object] = {"apart": "", "backed_up": 0}
        key = key_of(core, case_id)
        if head.number < before.acknowledged.number:
            shared = head if _find_head(core, key, head.number) == head else START
            news |= {"acknowledged": shared.number, "acknowledged_hash": shared.hash}
        put(core, key, **news)


def renew_lease(core: Connection, case_id: str, term: int, lease: str) -> None:
    """A lease of an older term changes nothing. Raises NotThere."""
    if term >= holding(core, case_id).term:
        put(core, key_of(core, case_id), term=term, lease=lease)


def mark_backed_up(core: Connection, case_ids: Iterable[str]) -> None:
    """A backup holds what the hub has acknowledged of these cases; entries that come later are not in it."""
    for case_id in case_ids:
        key = find_key(core, case_id)
        core.execute(update(holdings).where(holdings.c.case_key == key).values(backed_up=holdings.c.acknowledged))


def is_given_up(core: Connection, case_key: int) -> bool:
    return bool(core.execute(select(holdings.c.given_up).where(holdings.c.case_key == case_key)).scalar())


def put(core: Connection, case_key: int, **news: object) -> None:
    """Sets these columns."""
    row = insert(holdings).values(case_key=case_key, **news)
    core.execute(row.on_conflict_do_update(index_elements=["case_key"], set_=news))


def key_of(core: Connection, case_id: str) -> int:
    """Raises NotThere."""
    key = find_key(core, case_id)
    if key is None:
        raise no_case(case_id)
    return key


def find_key(core: Connection, case_id: str) -> int | None:
    return core.execute(select(cases.c.key).where(cases.c.id == case_id)).scalar()


def _find_head(core: Connection, key: int, number: int) -> Head | None:
    """None where there is no such entry."""
    if number == START.number:
        return START
    data = core.execute(select(journal.c.entry).where(journal.c.case_key == key, journal.c.number == number)).scalar()
    return None if data is None else Head(number, digest(data))


def _holding(row: Sequence[Any]) -> Holding:
    """From a row as it is selected above. Unpacked, as by name it takes twice as long, and there may be 10,000."""
    case_id, reference, label, status, number, entry, sitting_open, *known = row
    term, lease, acknowledged, acknowledged_hash, apart, recalled, accepted, accepted_hash, backed_up, given_up = known
    head = Head(number, digest(entry))
    case = (case_id, reference, label, _STATUSES[status], head, bool(sitting_open))
    if term is None:  # the hub knows nothing of it
        return Holding(*case, 0, "", START, "", "", None, backed_up=False)
    accepted_head = None if accepted is None else Head(accepted, accepted_hash)
    safe = Head(acknowledged, acknowledged_hash)
    said = (apart, recalled, accepted_head)
    return Holding(*case, term, lease, safe, *said, backed_up=backed_up >= number, given_up=bool(given_up))
