"""Telling: orders as they are sent, with the case, its journal and its lease. What no longer holds is left out.

Orders are never changed, so each is looked at against the case as it stands: the case may have gone to another account
or another laptop since, the recall may have been taken back, the appointment may stand in the journal already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import msgspec
from sqlalchemy import Connection, Row, Select, func, select

from capi.fieldwork.calls import Medium
from capi.fieldwork.contact import Contact
from capi.hub.hub import Hub, Known, Principal, from_microseconds
from capi.hub.journals.segments import JournalHead, journals_bytes
from capi.hub.many import among
from capi.hub.order_book import (
    ToAccept,
    ToAppoint,
    ToAssign,
    ToCallOff,
    ToOffer,
    ToRecall,
    ToReturn,
    ToSetOutcome,
    ToTakeFrame,
    ToTellOnline,
    kind_of,
    what_of,
)
from capi.hub.orders.leases import signed_lease
from capi.hub.orders.written import ToWrite, is_written
from capi.hub.tables import cases, contacts, frames, instruments
from capi.hub.tables import orders as book
from capi.sync.messages import (
    Accepted,
    Appointed,
    Assigned,
    BegunOnline,
    CalledOff,
    FrameTaken,
    InstrumentOffered,
    Lease,
    Order,
    OutcomeGiven,
    Recalled,
    Returned,
    What,
)

_CONTACT = msgspec.json.Decoder(Contact)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told, by which hub, and which orders: those after `after` up to `last`."""

    principal: Principal
    hub: Known
    after: int
    last: int


def told(hub: Hub, connection: Connection, wanted: Told) -> list[Order]:
    telling = _Telling(hub, connection, wanted)
    return [
        Order(number=row.number, made=from_microseconds(row.made), what=what)
        for row in telling.rows
        if (what := telling.what(row)) is not None
    ]


class _Telling:
    """One answer, from one view of the database."""

    def __init__(self, hub: Hub, connection: Connection, wanted: Told) -> None:
        self.hub = hub
        self.connection = connection
        self.wanted = wanted
        self.device_key = wanted.principal.device_key
        user_key = wanted.principal.user_key
        self.rows = connection.execute(
            select(book)
            .where(book.c.user_key == user_key, book.c.number > wanted.after, book.c.number <= wanted.last)
            .order_by(book.c.number)
        ).all()
        keys = sorted({row.case_key for row in self.rows if row.case_key is not None})
        self.cases = {row.key: row for row in connection.execute(_cases(connection, keys))}
        assigned = {row.case_key for row in self.rows if row.kind == kind_of(ToAssign)}
        held = [case for case in self.cases.values() if case.holder_key == self.device_key]
        heads = [JournalHead(case.key, case.branch, case.entries) for case in held if case.key in assigned]
        self.journals = journals_bytes(connection, heads)
        latest = (
            select(book.c.case_key, book.c.kind, func.max(book.c.number))
            .where(book.c.user_key == user_key, among(connection, book.c.case_key, keys))
            .group_by(book.c.case_key, book.c.kind)
        )
        self.latest = {(key, kind): number for key, kind, number in connection.execute(latest)}

    def what(self, order: Row[Any]) -> What | None:
        """What is sent of an order; None where it is out of date, or another laptop's affair."""
        to_do = what_of(order.details)
        if isinstance(to_do, ToOffer):
            return self.offered(to_do)
        if isinstance(to_do, ToTakeFrame):
            return self.frame_taken(to_do, order)
        case = self.cases.get(order.case_key)
        if case is None:
            return None
        if isinstance(to_do, ToRecall):
            return self.recalled(to_do, case, order)
        if isinstance(to_do, ToTellOnline):
            return self.begun_online(to_do, case)
        latest = self.latest[order.case_key, order.kind] == order.number
        return self.of_its_own(to_do, case, order) if latest and case.holder_key == self.device_key else None

    def of_its_own(self, to_do: ToAssign | ToAccept | ToWrite, case: Row[Any], order: Row[Any]) -> What | None:
        """About a case this laptop holds."""
        match to_do:
            case ToAssign():
                return self.assigned(case, order)
            case ToAccept(number=number, hash=digest):
                if case.accepted_number != number:
                    return None
                return Accepted(case=case.id, term=case.term, number=number, hash=digest, by=order.made_by)
            case ToReturn() | ToAppoint() | ToCallOff() | ToSetOutcome():
                return None if self.is_done(to_do, case, order) else _to_write(to_do, case, order)
            case _:
                assert_never(to_do)

    def assigned(self, case: Row[Any], order: Row[Any]) -> Assigned:
        principal, its = self.wanted.principal, self.wanted.hub
        lease = Lease(
            hub=its.id,
            case=case.id,
            device=principal.device or "",
            term=case.term,
            given=from_microseconds(order.made),
        )
        return Assigned(
            case=case.id,
            term=case.term,
            lease=signed_lease(self.hub, lease),
            instrument=case.sha256,
            entries=[msgspec.Raw(entry) for entry in self.journals[case.key]],
            contact=None if case.contact is None else _CONTACT.decode(case.contact),
        )

    def recalled(self, recall: ToRecall, case: Row[Any], order: Row[Any]) -> Recalled | None:
        """To the laptop meant and no other: while it holds the case by that term, or where the case was taken at once."""
        holds = case.holder_key == self.device_key
        if recall.device_key != self.device_key or (holds and (case.recalled is None or case.term != recall.term)):
            return None
        if not holds and not recall.now:
            return None
        passed_on = recall.now and not holds and case.user_key not in (None, self.wanted.principal.user_key)
        return Recalled(case=case.id, term=recall.term, reason=recall.reason, by=order.made_by, passed_on=passed_on)

    def begun_online(self, told: ToTellOnline, case: Row[Any]) -> BegunOnline | None:
        """To the laptop that had it, as long as it is answered online and nobody has it."""
        if told.device_key != self.device_key or case.holder_key is not None or case.online is None:
            return None
        return BegunOnline(case=case.id, term=told.term, since=told.since)

    def offered(self, offer: ToOffer) -> InstrumentOffered | None:
        wanted = select(instruments.c.sha256, instruments.c.name, instruments.c.version)
        row = self.connection.execute(
            wanted.where(instruments.c.key == offer.instrument_key, instruments.c.offered)
        ).one_or_none()
        return None if row is None else InstrumentOffered(instrument=row.sha256, name=row.name, version=row.version)

    def frame_taken(self, taken: ToTakeFrame, order: Row[Any]) -> FrameTaken | None:
        """Of several the last alone: no laptop works by a frame of yesterday on its way to the one of today."""
        later = select(book.c.number).where(
            book.c.user_key == order.user_key, book.c.kind == order.kind, book.c.number > order.number
        )
        if self.connection.execute(later.limit(1)).first() is not None:
            return None
        wanted = select(frames.c.sha256, frames.c.name, frames.c.version).where(frames.c.key == taken.frame_key)
        row = self.connection.execute(wanted).one()
        return FrameTaken(frame=row.sha256, name=row.name, version=row.version)

    def is_done(self, to_do: ToWrite, case: Row[Any], order: Row[Any]) -> bool:
        """Whether it has been written into the journal already."""
        return case.entries > to_do.number and is_written(self.connection, case.key, to_do, order.made_by)


def _to_write(to_do: ToWrite, case: Row[Any], order: Row[Any]) -> What:
    match to_do:
        case ToReturn(note=note, fields=fields):
            return Returned(case=case.id, term=case.term, note=note, fields=fields, by=order.made_by)
        case ToAppoint():
            return _appointed(to_do, case, order)
        case ToCallOff(reason=reason):
            return CalledOff(case=case.id, term=case.term, reason=reason, by=order.made_by)
        case ToSetOutcome(code=code, frame=frame, reason=reason):
            return OutcomeGiven(case=case.id, term=case.term, code=code, frame=frame, reason=reason, by=order.made_by)
        case _:
            assert_never(to_do)


def _appointed(to_do: ToAppoint, case: Row[Any], order: Row[Any]) -> Appointed:
    return Appointed(
        case=case.id,
        term=case.term,
        local=to_do.local,
        zone=to_do.zone,
        utc=to_do.utc,
        minutes=to_do.minutes,
        hard=to_do.hard,
        note=to_do.note,
        by=order.made_by,
        medium=Medium(to_do.medium) if to_do.medium else None,
        telephone=to_do.telephone,
        owner=to_do.owner,
        lapses=to_do.lapses,
    )


def _cases(connection: Connection, keys: Sequence[int]) -> Select[Any]:
    return (
        select(
            cases.c.key,
            cases.c.id,
            cases.c.user_key,
            cases.c.holder_key,
            cases.c.term,
            cases.c.branch,
            cases.c.recalled,
            cases.c.accepted_number,
            cases.c.online,
            cases.c.number.label("entries"),
            instruments.c.sha256,
            contacts.c.contact,
        )
        .join(instruments, instruments.c.key == cases.c.instrument_key)
        .outerjoin(contacts, contacts.c.case_key == cases.c.key)
        .where(among(connection, cases.c.key, keys), cases.c.deleted.is_(None))
    )
