"""A hub full of cases, and laptops with completed interviews to send: made ready before anything is measured.

The rows are written all at once: not even a benchmark of the hub has the time to make ten thousand cases as the office does.
"""

import gzip
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Principal, to_microseconds
from capi.hub.journals.segments import Segment, append_segments, journal_bytes
from capi.sync.messages import Receipt, Role
from capi.sync.signing import Purpose, verify
from tests.hub.scenario import HubScene, Journal, batch, interviewed

ANSWERS = 60
_TOKEN_LASTS = timedelta(days=3_650)
"""The scene's clock and the server's are not the same."""


@dataclass(frozen=True, slots=True)
class Laptop:
    principal: Principal
    token: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One batch as it goes over the line: a whole HTTP request."""

    request: bytes
    cases: int


@dataclass
class Field:
    """`laptops`, each of an account of its own; `journals` of all cases, as they are on the laptops, by the case's id."""

    scene: HubScene
    laptops: Sequence[Laptop]
    journals: dict[str, Journal]

    @classmethod
    def set_up(cls, url: str, laptops: int) -> "Field":
        scene = HubScene.set_up(HubDatabase(url))
        return cls(scene, _laptops(scene, laptops), {})

    def batches(self, cases: int, of: int) -> list[list[Sent]]:
        """So many new cases, completed on the laptops in turn: for each laptop its batches of `of` cases."""
        begun = len(self.journals)
        holders = [self.laptops[at // of % len(self.laptops)].principal for at in range(cases)]
        journals = [self._journal(number, holder) for number, holder in enumerate(holders, start=begun)]
        self._keep(journals)
        sent: list[list[Sent]] = [[] for _ in self.laptops]
        for first in range(0, cases, of):
            at = first // of % len(self.laptops)
            its = journals[first : first + of]
            sent[at].append(self._sent(self.laptops[at], its))
        return sent

    def kept_wrongly(self) -> tuple[int, int]:
        """How many cases the hub has not got as they were sent, and how many entries and receipts it has twice."""
        lost = entries = 0
        with self.scene.hub.database.reading() as connection:
            for key, case_id in connection.execute(select(tables.cases.c.key, tables.cases.c.id)).all():
                kept = journal_bytes(connection, key)
                lost += kept != self.journals[case_id].entries
                entries += len(kept) - len(set(kept))
            apart = connection.execute(select(func.count()).select_from(tables.quarantine)).scalar_one()
        return lost, entries + int(apart)

    def believed(self, answers: Sequence[bytes]) -> int:
        """How many cases are in these receipts, the hub's signature on each being good."""
        key = self.scene.hub.keys.signing.public_key()
        return sum(len(verify(key, Purpose.RECEIPT, answer, Receipt).parts) for answer in answers)

    def _journal(self, number: int, laptop: Principal) -> Journal:
        journal = Journal(f"{secrets.token_hex(16)}", "hub", "office").write(self.scene.created(f"{number}/1"))
        journal.device, journal.who = str(laptop.device), laptop.user
        return journal

    def _keep(self, journals: Sequence[Journal]) -> None:
        holders = {laptop.principal.device: laptop.principal for laptop in self.laptops}
        instrument = self.scene.instrument_key
        rows = [
            _row(journal, holders[journal.device])
            | {"instrument_key": instrument, "instrument_name": self.scene.instrument.name}
            for journal in journals
        ]
        made = insert(tables.cases).returning(tables.cases.c.key, tables.cases.c.id)
        by_id = {journal.case_id: journal for journal in journals}
        with self.scene.hub.database.writing() as connection:
            keys = connection.execute(made, rows).all()
            append_segments(connection, [Segment(key, 0, 1, by_id[case].entries[:1], None, 1) for key, case in keys])
        self.journals |= by_id

    def _sent(self, laptop: Laptop, journals: Sequence[Journal]) -> Sent:
        body, digest = batch(
            laptop.principal, *(interviewed(each, ANSWERS).part(1) for each in journals), clock=datetime.now(UTC)
        )
        return Sent(request(laptop, "POST", "/v1/batches", gzip.compress(body, 6), digest), len(journals))


def _row(journal: Journal, holder: Principal) -> dict[str, object]:
    return {
        "id": journal.case_id,
        "reference": journal.read()[0].contents.reference,  # type: ignore[union-attr]  # entry 1 creates the case
        "mode": "telephone",
        "user_key": holder.user_key,
        "holder_key": holder.device_key,
        "term": 1,
        "branch": 0,
        "number": 1,
        "hash": journal.head.hash,
        "status": "not_started",
    }


def request(laptop: Laptop, method: str, path: str, body: bytes = b"", digest: str = "") -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {laptop.token}\r\n"
        f"Capi-Device: {laptop.principal.device}\r\n"
    )
    if body:
        head += f"Capi-Digest: {digest}\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def _laptops(scene: HubScene, number: int) -> list[Laptop]:
    names = [f"interviewer{at}" for at in range(number)]
    tokens = [secrets.token_urlsafe(32) for _ in names]
    now = to_microseconds(datetime.now(UTC))
    expires = now + to_microseconds(datetime(1970, 1, 1, tzinfo=UTC) + _TOKEN_LASTS)
    with scene.hub.database.writing() as connection:
        user = {"full_name": "", "role": Role.INTERVIEWER.value, "active": True, "created": now}
        connection.execute(insert(tables.users), [user | {"name": name} for name in names])
        users = {row.name: row.key for row in connection.execute(select(tables.users.c.name, tables.users.c.key))}
        device = {"public_key": "", "host": "", "state": "active", "enrolled": now}
        rows = [device | {"id": f"L-{name}", "user_key": users[name]} for name in names]
        connection.execute(insert(tables.devices), rows)
        devices = {row.id: row.key for row in connection.execute(select(tables.devices.c.id, tables.devices.c.key))}
        laptops = [
            Laptop(Principal(users[name], name, Role.INTERVIEWER, devices[f"L-{name}"], f"L-{name}"), token)
            for name, token in zip(names, tokens, strict=True)
        ]
        connection.execute(insert(tables.tokens), list(_token_rows(laptops, now, expires)))
    return laptops


def _token_rows(laptops: Sequence[Laptop], now: int, expires: int) -> Iterator[dict[str, object]]:
    for laptop in laptops:
        yield {
            "hash": hashlib.sha256(laptop.token.encode()).hexdigest(),
            "kind": "access",
            "family": laptop.principal.user,
            "user_key": laptop.principal.user_key,
            "device_key": laptop.principal.device_key,
            "made": now,
            "expires": expires,
        }
