"""Cases at the hub: how they come there from a sample, and how the office sees them.

    with hub.database.writing() as connection:
        new = NewCase("1042", Contact(name="Rosa Fletcher"), Mode.TELEPHONE, area="North", facts={"Age": 44}, user="anna")
        create_cases(hub, connection, principal, sample_key, [new])

The hub writes entry 1 of each, as the device "hub". Contact details are kept apart from the journal from the start, so
its entry has no name.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from capi.calling.call_facts import call_facts
from capi.fieldwork.case import Case, Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import START, Moment, digest, encode, follow
from capi.fieldwork.values import UnfitForJournal, fit_text
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.journals.own_entries import HUB_DEVICE
from capi.hub.journals.segments import pack
from capi.hub.many import among
from capi.hub.office.case_detail import case_detail as case_detail
from capi.hub.office.case_lines import CaseFilter as CaseFilter
from capi.hub.office.case_lines import case_lines as case_lines
from capi.hub.order_book import NewOrder, ToAssign, make_orders
from capi.hub.people.interviewers import accounts_for
from capi.hub.tables import cases, contacts, instruments, samples, segments
from capi.hub.telephone.lines import enter_new
from capi.instrument.model import Mode

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class NewCase:
    """A sampled unit: `facts` by their names in the instrument, as `accept_fact` gives them; `user` the account it is
    assigned to, empty for nobody yet."""

    reference: str
    contact: Contact | None
    mode: Mode
    area: str = ""
    facts: Mapping[str, int | Decimal | str] = field(default_factory=dict)
    user: str = ""


@dataclass(frozen=True, slots=True)
class _Instrument:
    key: int
    name: str
    version: str
    sha256: str


def create_cases(
    hub: Hub, connection: Connection, principal: Principal, sample_key: int, new: Sequence[NewCase]
) -> list[str]:
    """All of them or none, in the caller's transaction; gives their ids. No laptop has them yet.

    Raises Conflict where a reference is taken or comes twice, Unfit for what no journal keeps and for an account that does
    not interview, NotThere for the sample.
    """
    if not new:
        return []
    instrument = _instrument(connection, sample_key)
    begun = [_begun(each, instrument, principal.user, hub.now()) for each in new]
    _refuse_taken(connection, instrument, [each.reference for each in begun])
    accounts = accounts_for(connection, {each.user for each in new if each.user})
    rows = [
        {**each.row, "sample_key": sample_key, "user_key": accounts.get(its.user)}
        for each, its in zip(begun, new, strict=True)
    ]
    keys = _insert_cases(connection, rows)
    _insert_entries(connection, [(keys[each.id], each.entry) for each in begun], to_microseconds(hub.now()))
    _insert_contacts(
        connection, [(keys[each.id], its.contact) for each, its in zip(begun, new, strict=True) if its.contact]
    )
    to_ring = {
        keys[each.id]: (each.id, call_facts(its.facts))
        for each, its in zip(begun, new, strict=True)
        if its.mode is Mode.TELEPHONE and not its.user
    }
    enter_new(connection, to_ring, hub.now())
    assigned = [
        NewOrder(accounts[its.user], ToAssign(), keys[each.id])
        for each, its in zip(begun, new, strict=True)
        if its.user
    ]
    make_orders(connection, assigned, made_by=principal.user, now=hub.now())
    return [each.id for each in begun]


def _instrument(connection: Connection, sample_key: int) -> _Instrument:
    wanted = (
        select(instruments.c.key, instruments.c.name, instruments.c.version, instruments.c.sha256)
        .join(samples, samples.c.instrument_key == instruments.c.key)
        .where(samples.c.key == sample_key)
    )
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise NotThere("not_there", "There is no such sample.")
    return _Instrument(*row)


def _refuse_taken(connection: Connection, instrument: _Instrument, references: Sequence[str]) -> None:
    twice = [reference for reference, times in Counter(references).items() if times > 1]
    if twice:
        raise Conflict("conflict", f"{_some(twice)} {'comes' if len(twice) == 1 else 'come'} twice. No case was added.")
    wanted = select(cases.c.reference).where(
        cases.c.instrument_name == instrument.name, among(connection, cases.c.reference, references)
    )
    taken = sorted(connection.execute(wanted).scalars())
    if taken:
        raise Conflict(
            "conflict",
            f"There are cases with the instrument {instrument.name} and these references already: {_some(taken)}. "
            "No case was added.",
        )


def _some(references: Sequence[str]) -> str:
    shown = ", ".join(references[:_SHOWN])
    return f"{shown}, ..." if len(references) > _SHOWN else shown


@dataclass(frozen=True, slots=True)
class _Begun:
    """A case that begins: its row, and the bytes of its entry 1."""

    id: str
    reference: str
    row: dict[str, object]
    entry: bytes


def _begun(new: NewCase, instrument: _Instrument, who: str, now: datetime) -> _Begun:
    held_to = instrument.name, instrument.version, instrument.sha256
    case = Case(str(uuid4()), new.reference, "", *held_to, new.mode, dict(new.facts))
    try:
        contents, area = CaseCreated.of(case), fit_text(new.area, "the area")
        first = follow(START, case=case.id, device=HUB_DEVICE, who=who, moment=Moment(now, 0, 0), contents=contents)
        entry = encode(first)
    except UnfitForJournal as error:
        raise Unfit("unfit", f"{new.reference[:100]!a}: {error}.") from error
    row: dict[str, object] = {
        "id": case.id,
        "reference": contents.reference,
        "instrument_name": instrument.name,
        "instrument_key": instrument.key,
        "mode": new.mode.value,
        "area": area,
        "term": 0,
        "branch": 0,
        "number": 1,
        "hash": digest(entry),
        "status": Status.NOT_STARTED.value,
    }
    return _Begun(case.id, contents.reference, row, entry)


def _insert_cases(connection: Connection, rows: Sequence[dict[str, object]]) -> dict[str, int]:
    """Their keys by their ids."""
    try:
        return dict(connection.execute(insert(cases).returning(cases.c.id, cases.c.key), list(rows)).all())
    except IntegrityError as error:
        raise Conflict(
            "conflict", "Somebody else has added cases with some of these references just now. No case was added."
        ) from error


# RETURNING makes one statement of a thousand rows; without it each would be sent by itself.


def _insert_entries(connection: Connection, begun: Sequence[tuple[int, bytes]], received: int) -> None:
    of_all = {"branch": 0, "first": 1, "last": 1, "received": received}
    rows = [{**of_all, "case_key": key, "entries": pack([entry])} for key, entry in begun]
    connection.execute(insert(segments).returning(segments.c.case_key), rows)


def _insert_contacts(connection: Connection, known: Sequence[tuple[int, Contact]]) -> None:
    rows = [{"case_key": key, "contact": msgspec.json.encode(contact).decode()} for key, contact in known]
    if rows:
        connection.execute(insert(contacts).returning(contacts.c.case_key), rows)
