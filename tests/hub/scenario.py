"""A hub for tests: its database with accounts, laptops, an instrument and cases, and laptops that write journals.

    scene = HubScene.set_up(database)
    anna = scene.laptop("anna")
    journal = scene.case("1042/01", anna)                  # made from the sample, held by her laptop
    journal.opened().answered("General", 2).completed()
    receipt = scene.send(anna, journal.part(after=1))

No entry is made by the hub's own ways of making cases: what is tested against this is not tested with itself.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Row

from capi.fieldwork.case import StopReason
from capi.fieldwork.chain import read_chain
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Completed,
    Contents,
    Left,
    Opened,
    Remarked,
    Stopped,
    Way,
)
from capi.fieldwork.journal import START, Entry, Head, Moment, digest, encode, follow
from capi.fieldwork.replay import CaseRecord, replay
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, HubKeys, Principal, to_microseconds
from capi.hub.journals.call_lines import CallLine, calls_in
from capi.hub.journals.receipt import Receipted, Sent, take_in
from capi.hub.journals.segments import Segment, append_segment, journal_bytes
from capi.hub.journals.setting_apart import kept_part
from capi.hub.orders.frames import add_frame
from capi.hub.orders.instruments import add_instrument
from capi.hub.service.bodies import read_message
from capi.instrument.loading import Snapshot
from capi.instrument.model import Answer, Mode
from capi.outcomes.frame_reading import USUAL, FrameSnapshot, find_frame, load_frame
from capi.settings import read_settings
from capi.sync.messages import Batch, Lease, Part, Receipt, Role
from capi.sync.signing import Purpose, body_digest, public_text, verify
from tests.fieldwork_scenario import HEALTH, instrument_of
from tests.hub.ready import NOW as NOW
from tests.hub.ready import with_tables

HUB_ID = "hub-1"
shipped_frame = cache(lambda: load_frame(find_frame(USUAL, read_settings({}).questionnaires)))
"""The outcome frame that a hub begins with."""
EPOCH = "epoch-1"
_NAMES = {Role.ADMINISTRATOR: "ada", Role.SUPERVISOR: "ruth"}


@dataclass(slots=True)
class Journal:
    """The entries of one case as a laptop writes them. A copy goes its own way: that is how a fork comes about."""

    case_id: str
    device: str
    who: str = "anna"
    entries: list[bytes] = field(default_factory=list)
    at: datetime = NOW

    @property
    def head(self) -> Head:
        return self.head_at(len(self.entries))

    def head_at(self, number: int) -> Head:
        return Head(number, digest(self.entries[number - 1])) if number else START

    def write(self, contents: Contents) -> "Journal":
        self.at += timedelta(seconds=7, microseconds=43)
        moment = Moment(self.at, 0, len(self.entries) * 7_000)
        entry = follow(self.head, case=self.case_id, device=self.device, who=self.who, moment=moment, contents=contents)
        self.entries.append(encode(entry))
        return self

    def opened(self) -> "Journal":
        return self.write(Opened())

    def answered(self, field: str, value: Answer, position: str | None = None) -> "Journal":
        return self.write(Answered.of(field, value, position, 3_210))

    def remarked(self, field: str, text: str) -> "Journal":
        return self.write(Remarked(field=field, text=text))

    def paused(self) -> "Journal":
        return self.write(Left(way=Way.PAUSED))

    def stopped(self, reason: StopReason = StopReason.REFUSED) -> "Journal":
        return self.write(Stopped(reason=reason))

    def completed(self) -> "Journal":
        return self.write(Completed())

    def copy(self, device: str | None = None) -> "Journal":
        """As a copied disk has it, or another laptop that was given the case."""
        return Journal(self.case_id, device or self.device, self.who, list(self.entries), self.at)

    def part(self, after: int = 0, upto: int | None = None, *, term: int = 1, lease: str = "") -> Part:
        """What is sent of it: the entries after `after`. `term` 0 for a case the hub has not heard of."""
        head = self.head_at(after)
        return Part(
            case=self.case_id,
            term=term,
            after=head.number,
            after_hash=head.hash,
            entries=[msgspec.Raw(entry) for entry in self.entries[after:upto]],
            lease=lease,
        )

    def read(self) -> list[Entry]:
        return read_chain(START, self.case_id, self.entries)


def interviewed(journal: Journal, answers: int = 60) -> Journal:
    """A sitting of so many answers, opened and completed."""
    journal.opened()
    for number in range(answers):
        journal.answered(f"Question{number}", number % 5 + 1, f"Question{number + 1}")
    return journal.completed()


def batch(laptop: Principal, *parts: Part, epoch: str = EPOCH, clock: datetime = NOW) -> tuple[bytes, str]:
    """The body of a batch with an id of its own, and its digest."""
    assert laptop.device is not None
    body = msgspec.json.encode(
        Batch(batch=batch_id(), device=laptop.device, epoch=epoch, clock=clock, parts=list(parts))
    )
    return body, body_digest(body)


def receive(hub: Hub, principal: Principal, body: bytes, digest: str) -> Receipted:
    """The batch is read and taken in, as by the service. Raises HubError."""
    read = read_message(body, Batch)
    return take_in(hub, lambda: Sent(principal, body, digest, read), len(body)).result()


def batch_id() -> str:
    """A UUID of version 7 in form; tests need no time in it."""
    digits = secrets.token_hex(16)
    return f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"


@dataclass
class HubScene:
    """A hub whose clock is moved by hand (`time`), with the small health questionnaire."""

    hub: Hub
    instrument: Snapshot
    clock: list[datetime]

    @classmethod
    def set_up(cls, database: HubDatabase, instrument: Snapshot | None = None) -> "HubScene":
        clock = [NOW]
        hub = Hub(database, HubKeys.new(), now=lambda: clock[0])
        with_tables(database)
        with database.writing() as connection:
            row = {"single": 1, "id": HUB_ID, "name": "Test hub", "epoch": EPOCH, "public_key": hub.keys.public}
            connection.execute(insert(tables.hub).values(**row, created=to_microseconds(NOW)))
        scene = cls(hub, instrument or instrument_of(HEALTH), clock)
        add_instrument(hub, scene.office(Role.ADMINISTRATOR), scene.instrument.sources)
        return scene

    def with_frame(self) -> FrameSnapshot:
        """The outcome frame that ships is that of the fieldwork, as it is at a hub that was opened by a command."""
        add_frame(self.hub, self.office(Role.ADMINISTRATOR), shipped_frame().text.decode())
        return shipped_frame()

    @property
    def time(self) -> datetime:
        return self.clock[0]

    @time.setter
    def time(self, time: datetime) -> None:
        self.clock[0] = time

    # Who there is.

    def account(self, name: str, role: Role = Role.INTERVIEWER) -> int:
        """Its key; made where it is not there yet."""
        with self.hub.database.writing() as connection:
            key: int | None = connection.execute(select(tables.users.c.key).where(tables.users.c.name == name)).scalar()
            if key is None:
                row = {"name": name, "full_name": name.title(), "role": role.value, "active": True}
                made = insert(tables.users).values(**row, created=to_microseconds(NOW)).returning(tables.users.c.key)
                key = connection.execute(made).scalar_one()
        return key

    def office(self, role: Role = Role.SUPERVISOR) -> Principal:
        """Somebody of the office, signed in."""
        name = _NAMES[role]
        return Principal(self.account(name, role), name, role)

    def laptop(self, user: str = "anna", device: str | None = None) -> Principal:
        """A laptop enrolled for the account, L-anna where it has no other name."""
        user_key, device = self.account(user), device or f"L-{user}"
        row = {"id": device, "user_key": user_key, "host": "", "state": "active", "enrolled": to_microseconds(NOW)}
        public_key = public_text(Ed25519PrivateKey.generate().public_key())
        with self.hub.database.writing() as connection:
            made = insert(tables.devices).values(**row, public_key=public_key).returning(tables.devices.c.key)
            key = connection.execute(made).scalar_one()
        return Principal(user_key, user, Role.INTERVIEWER, key, device)

    def end(self, laptop: Principal, state: str = "replaced") -> Principal:
        """The laptop was replaced (or revoked, or lost); what it is known as from now on."""
        with self.hub.database.writing() as connection:
            connection.execute(
                update(tables.devices).where(tables.devices.c.key == laptop.device_key).values(state=state)
            )
        return Principal(
            laptop.user_key, laptop.user, laptop.role, laptop.device_key, laptop.device, device_active=False
        )

    # Cases.

    def created(self, reference: str, name: str = "") -> CaseCreated:
        taken = self.instrument
        return CaseCreated(reference, name, taken.name, taken.version, taken.sha256, Mode.TELEPHONE)

    def made_here(self, reference: str, laptop: Principal) -> Journal:
        """A case made on the laptop, of which the hub has not heard."""
        assert laptop.device is not None
        return Journal(f"id-{reference}", laptop.device, laptop.user).write(self.created(reference))

    def case(
        self, reference: str, laptop: Principal | None = None, *, area: str = "", contact: Contact | None = None
    ) -> Journal:
        """A case from the sample, held by the laptop where one is given; the journal as that goes on with it."""
        journal = Journal(f"id-{reference}", "hub", "office").write(self.created(reference))
        held = laptop or Principal(0, "", Role.INTERVIEWER)
        row = {
            "id": journal.case_id,
            "reference": reference,
            "instrument_name": self.instrument.name,
            "instrument_key": self.instrument_key,
            "mode": Mode.TELEPHONE.value,
            "area": area,
            "user_key": laptop and laptop.user_key,
            "holder_key": held.device_key,
            "term": 1 if laptop else 0,
            "branch": 0,
            "number": 1,
            "hash": journal.head.hash,
            "status": "not_started",
        }
        with self.hub.database.writing() as connection:
            key = connection.execute(insert(tables.cases).values(**row).returning(tables.cases.c.key)).scalar_one()
            append_segment(connection, Segment(key, 0, 1, journal.entries, None, to_microseconds(NOW)))
            if contact:
                encoded = msgspec.json.encode(contact).decode()
                connection.execute(insert(tables.contacts).values(case_key=key, contact=encoded))
        journal.device, journal.who = held.device or "hub", held.user or "office"
        return journal

    @property
    def instrument_key(self) -> int:
        wanted = select(tables.instruments.c.key).where(tables.instruments.c.sha256 == self.instrument.sha256)
        with self.hub.database.reading() as connection:
            key: int = connection.execute(wanted).scalar_one()
        return key

    def give(self, case_id: str, laptop: Principal) -> int:
        """Makes the laptop its holder; the term it has it by."""
        cases = tables.cases
        taken = {"holder_key": laptop.device_key, "user_key": laptop.user_key, "term": cases.c.term + 1}
        with self.hub.database.writing() as connection:
            changed = update(cases).where(cases.c.id == case_id).values(**taken).returning(cases.c.term)
            term: int = connection.execute(changed).scalar_one()
        return term

    def lease(self, case_id: str, laptop: Principal, term: int = 1) -> str:
        assert laptop.device is not None
        lease = Lease(hub=HUB_ID, case=case_id, device=laptop.device, term=term, given=NOW)
        return self.hub.sign(Purpose.LEASE, lease).decode()

    # What is sent, and what is there.

    def send(self, laptop: Principal, *parts: Part) -> Receipt:
        """One batch, as it arrives; the receipt, its signature checked."""
        signed, fresh = receive(self.hub, laptop, *batch(laptop, *parts))
        assert fresh
        return self.read_receipt(signed)

    def read_receipt(self, signed: bytes) -> Receipt:
        return verify(self.hub.keys.signing.public_key(), Purpose.RECEIPT, signed, Receipt)

    def row(self, case_id: str) -> Row[Any]:
        """The line of the case."""
        with self.hub.database.reading() as connection:
            return connection.execute(select(tables.cases).where(tables.cases.c.id == case_id)).one()

    def journal(self, case_id: str) -> list[bytes]:
        """What the hub has of the case, read through, chained from its beginning to the head of its line, and seen as its line has it."""
        row = self.row(case_id)
        with self.hub.database.reading() as connection:
            data = journal_bytes(connection, row.key)
        entries = read_chain(START, case_id, data)
        record = replay(entries)
        assert record.head == Head(row.number, row.hash)
        assert record.status.value == row.status
        assert (record.stop.reason.value if record.stop else None) == row.stop_reason
        assert (to_microseconds(record.last_worked) if record.last_worked else None) == row.last_worked
        assert called(row) == called_by(record)
        assert self.call_lines(row.key) == calls_in(entries)
        return data

    def call_lines(self, case_key: int) -> list[CallLine]:
        """The call attempts of a case in their table."""
        calls = tables.calls.c
        wanted = select(*(calls[name] for name in CallLine.__dataclass_fields__)).where(calls.case_key == case_key)
        with self.hub.database.reading() as connection:
            return [CallLine(*row) for row in connection.execute(wanted.order_by(calls.number))]

    def apart(self, case_id: str | None = None) -> list[Row[Any]]:
        """The lines in quarantine, the oldest first."""
        wanted = select(tables.quarantine).order_by(tables.quarantine.c.key)
        if case_id is not None:
            wanted = wanted.where(tables.quarantine.c.case_id == case_id)
        with self.hub.database.reading() as connection:
            return list(connection.execute(wanted))


def called(line: Any) -> tuple[object, ...]:
    """What a line says of calls, appointment and outcome."""
    return line.calls, line.last_call, line.last_result, line.appointment, line.outcome


def called_by(record: CaseRecord) -> tuple[object, ...]:
    """The same as a replay of the whole journal gives it."""
    summary = record.summary
    last_call, appointment = (
        None if time is None else to_microseconds(time) for time in (summary.last_call, summary.appointment)
    )
    return summary.calls, last_call, summary.last_result, appointment, summary.outcome


def apart_entries(rows: Iterable[Row[Any]]) -> Iterator[tuple[int, bytes]]:
    """The entries kept in these lines of the quarantine, each with its number."""
    for row in rows:
        part = kept_part(row.part)
        yield from enumerate((bytes(raw) for raw in part.entries), start=part.after + 1)
