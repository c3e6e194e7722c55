"""Fifty interviewers ring at once, through two hub processes on one PostgreSQL, of which one is killed: no case lies before two of
them, each is rung once, and none is stranded.

Real processes and a real database; only the telephone, and what a laptop does with a case, is played.
"""

import contextlib
import shutil
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import msgspec
import pytest
from sqlalchemy import func, insert, select

from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.chain import read_chain
from capi.fieldwork.journal import START, Head, Moment, digest, encode, follow
from capi.hub import tables
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.journals.segments import journal_bytes
from capi.hub.keeping.setting_up import OFFICE, open_hub, set_up
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.orders.delivering import LEASE, next_case, take_back_overdue
from capi.hub.orders.frames import add_frame
from capi.hub.orders.instruments import add_instrument
from capi.hub.people.accounts import create_account
from capi.hub.people.token_family import issue_pair, new_family
from capi.instrument.model import Mode
from capi.sync.calling_messages import NextCase, NextWanted
from capi.sync.messages import Assigned, Batch, HubFacts, Orders, Part, Release, Role
from capi.sync.office_messages import NewAccount
from capi.sync.signing import body_digest
from tests.fieldwork_scenario import HEALTH, instrument_of
from tests.hub.scenario import batch_id, shipped_frame
from tests.sync.killing import KilledHub

CASES, INTERVIEWERS, CRASHING = 180, 50, 4
_PATIENCE_SECONDS = 90
_ZONES = ("Europe/London", "Asia/Tokyo", "Pacific/Auckland", "America/Los_Angeles", "America/New_York", "Asia/Kolkata")
pytestmark = pytest.mark.timeout(180)


def by_day() -> str:
    """A zone in which people may be rung at this moment, whenever the test is run."""
    return next(zone for zone in _ZONES if 11 <= datetime.now(ZoneInfo(zone)).hour < 18)


@dataclass
class Floor:
    """What all of them see of each other: who has which case before them, and what was rung."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    in_hand: dict[str, str] = field(default_factory=dict)
    rung: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)

    def take(self, case_id: str, who: str) -> None:
        with self.lock:
            other = self.in_hand.setdefault(case_id, who)
            if other != who:
                self.troubles.append(f"{case_id} lies before {other} and {who}")

    def let_go(self, case_id: str) -> None:
        with self.lock:
            self.in_hand.pop(case_id, None)
            self.rung[case_id] += 1


@dataclass
class Interviewer:
    """Rings until nothing is left. `crashes`: stops for ever with the second case in hand."""

    name: str
    device: str
    token: str
    hubs: list[KilledHub]
    floor: Floor
    facts: HubFacts
    crashes: bool = False
    cursor: int = 0
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self._ring_on()
        except BaseException as error:  # told in the test's own thread
            self.error = error

    def _ring_on(self) -> None:
        end, number = time.monotonic() + _PATIENCE_SECONDS, 0
        while time.monotonic() < end:
            told = msgspec.json.decode(
                self.ask("POST", "telephone/next", msgspec.json.encode(NextWanted())), type=NextCase
            )
            if not told.case:
                return
            number += 1
            self.floor.take(told.case, self.name)
            if self.crashes and number == 2:
                return
            self._ring(told.case)
        raise AssertionError(f"{self.name} is not done")

    def _ring(self, case_id: str) -> None:
        given: Assigned | None = None
        while given is None:
            page = msgspec.json.decode(self.ask("GET", f"orders?after={self.cursor}"), type=Orders)
            found = [each.what for each in page.orders if isinstance(each.what, Assigned) and each.what.case == case_id]
            given, self.cursor = (found[-1] if found else None), page.cursor
        entries = [bytes(each) for each in given.entries]
        head = Head(len(entries), digest(entries[-1]))
        now = datetime.now(UTC)
        call = CallMade(began=now, medium=Medium.TELEPHONE, result="refused", telephone=1)
        entry = encode(
            follow(head, case=case_id, device=self.device, who=self.name, moment=Moment(now, 0, 1), contents=call)
        )
        part = Part(
            case=case_id, term=given.term, after=head.number, after_hash=head.hash, entries=[msgspec.Raw(entry)]
        )
        sent = Batch(batch=batch_id(), device=self.device, epoch=self.facts.epoch, clock=now, parts=[part])
        body = msgspec.json.encode(sent)
        self.ask("POST", "batches", body, {"Capi-Digest": body_digest(body)})
        release = Release(case=case_id, term=given.term, number=head.number + 1, hash=digest(entry))
        self.floor.let_go(case_id)
        self.ask("POST", "releases", msgspec.json.encode(release))

    def ask(self, method: str, path: str, body: bytes = b"", more: dict[str, str] | None = None) -> bytes:
        """Of the hub whose turn it is; of the other one where that does not answer."""
        headers = {"Authorization": f"Bearer {self.token}", "Capi-Device": self.device, **(more or {})}
        if body:
            headers["Content-Type"] = "application/json"
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(httpx.TransportError):
                answer = CLIENTS[self.hubs[0].url].request(
                    method, f"{self.hubs[0].url}/v1/{path}", content=body, headers=headers
                )
                if answer.status_code not in (429, 503):
                    assert answer.status_code in (200, 201), f"{path}: {answer.text}"
                    return answer.content
                time.sleep(0.05)
                continue
            self.hubs = self.hubs[::-1]
            time.sleep(0.02)
        raise AssertionError(f"{path}: nobody answers {self.name}")


CLIENTS: dict[str, httpx.Client] = {}


@pytest.fixture
def hubs(postgresql_url: str, tmp_path: Path) -> Iterator[tuple[Hub, list[KilledHub]]]:
    """Two processes, each of a folder of its own with the same keys, and the hub itself to look into."""
    first, second = tmp_path / "one" / "hub", tmp_path / "two" / "hub"
    set_up(first, "Telephone centre", postgresql_url, ["localhost"])
    shutil.copytree(first, second)
    hub = open_hub(first)
    with contextlib.closing(hub.database), contextlib.ExitStack() as stack:
        served = [KilledHub(folder) for folder in (first, second)]
        for each in served:
            stack.callback(each.__exit__)
            each.start()
        for each in served:
            each.until_ready()
            context = ssl.create_default_context(cafile=each.folder / "authority.pem")
            limits = httpx.Limits(max_connections=INTERVIEWERS, max_keepalive_connections=INTERVIEWERS)
            CLIENTS[each.url] = stack.enter_context(
                httpx.Client(verify=context, timeout=20, trust_env=False, limits=limits)
            )
        yield hub, served
        CLIENTS.clear()


def test_fifty_interviewers_at_two_hubs_never_have_the_same_case_and_none_is_stranded_when_one_hub_is_killed(
    hubs: tuple[Hub, list[KilledHub]],
) -> None:
    hub, served = hubs
    _fill(hub)
    floor, facts = (
        Floor(),
        HubFacts(hub="", name="", epoch=_epoch(hub), time=datetime.now(UTC), versions=(1,), public_key=""),
    )
    callers = [_enrolled(hub, number) for number in range(INTERVIEWERS)]
    working = [
        Interviewer(
            caller.user, caller.device or "", token, served[:: 1 if at % 2 else -1], floor, facts, at < CRASHING
        )
        for at, (caller, token) in enumerate(callers)
    ]
    threads = [threading.Thread(target=each.run, name=each.name) for each in working]
    for thread in threads:
        thread.start()
    while sum(floor.rung.values()) < CASES // 4 and any(thread.is_alive() for thread in threads):
        time.sleep(0.02)
    served[0].kill()
    for thread in threads:
        thread.join(_PATIENCE_SECONDS)

    assert [each.error for each in working if each.error] == []
    assert floor.troubles == []
    assert set(floor.rung.values()) == {1}
    assert len(floor.rung) == CASES - CRASHING, "those that crashed have one each in hand"
    assert _deliveries(hub) == CASES, "no case was delivered twice"
    assert _leases(hub) == CRASHING

    # Two hours later the cases of those that crashed are rung by somebody else.
    later = Hub(hub.database, hub.keys, lambda: datetime.now(UTC) + LEASE + timedelta(minutes=1))
    assert take_back_overdue(later) == CRASHING
    assert _leases(hub) == 0
    waiting = set(floor.in_hand)
    again = [next_case(later, caller, NextWanted()).case for caller, _ in callers[-CRASHING:]]
    assert set(again) == waiting
    assert _calls(hub) == dict.fromkeys(floor.rung, 1)


def _fill(hub: Hub) -> None:
    instrument = instrument_of(HEALTH)
    line = add_instrument(hub, OFFICE, instrument.sources)
    add_frame(hub, OFFICE, shipped_frame().text.decode())
    with hub.database.writing() as connection:
        key = connection.execute(
            select(tables.instruments.c.key).where(tables.instruments.c.sha256 == line.sha256)
        ).scalar_one()
        sample = {"name": "wave 1", "instrument_key": key, "added": 0, "added_by": "ada"}
        sample_key = connection.execute(
            insert(tables.samples).values(**sample).returning(tables.samples.c.key)
        ).scalar_one()
        zone = by_day()
        new = [NewCase(f"{number:04}", None, Mode.TELEPHONE, facts={"TimeZone": zone}) for number in range(CASES)]
        create_cases(hub, connection, OFFICE, sample_key, new)


def _enrolled(hub: Hub, number: int) -> tuple[Principal, str]:
    """An account with its laptop, and a token that is good for the whole test."""
    name = f"caller{number}"
    create_account(hub, OFFICE, NewAccount(name=name, full_name=name, role=Role.TELEPHONE_INTERVIEWER))
    with hub.database.writing() as connection:
        user = connection.execute(select(tables.users.c.key).where(tables.users.c.name == name)).scalar_one()
        row = {"id": f"L-{name}", "user_key": user, "public_key": "", "host": "", "state": "active"}
        made = insert(tables.devices).values(**row, enrolled=to_microseconds(hub.now())).returning(tables.devices.c.key)
        device = connection.execute(made).scalar_one()
        token = issue_pair(hub, connection, new_family(user, device)).access
    return Principal(user, name, Role.TELEPHONE_INTERVIEWER, device, f"L-{name}"), token


def _epoch(hub: Hub) -> str:
    with hub.database.reading() as connection:
        return str(connection.execute(select(tables.hub.c.epoch)).scalar_one())


def _deliveries(hub: Hub) -> int:
    with hub.database.reading() as connection:
        wanted = select(func.count()).select_from(tables.audit).where(tables.audit.c.action == "case_delivered")
        return int(connection.execute(wanted).scalar_one())


def _leases(hub: Hub) -> int:
    with hub.database.reading() as connection:
        return int(connection.execute(select(func.count(tables.telephone.c.leased_to))).scalar_one())


def _calls(hub: Hub) -> dict[str, int]:
    """How often each case was rung, by its journal."""
    found: dict[str, int] = {}
    with hub.database.reading() as connection:
        for key, case_id in connection.execute(select(tables.cases.c.key, tables.cases.c.id)).all():
            entries = read_chain(START, case_id, journal_bytes(connection, key))
            if calls := sum(isinstance(each.contents, CallMade) for each in entries):
                found[case_id] = calls
    return found
