"""Two hubs on one database, as behind a proxy: whatever is asked of both at the same moment is done once.

Each serves over real HTTP with connections of its own; only PostgreSQL stands between them.
"""

import contextlib
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import msgspec
import pytest
from sqlalchemy import func, select

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, Principal
from capi.hub.people.token_family import issue_pair, issue_session, new_family
from capi.sync.messages import Assigned, Orders, Outcome
from capi.sync.office_messages import Assignment, AssignmentResult
from tests.hub.office_scenario import Office
from tests.hub.scenario import HubScene, batch, interviewed
from tests.hub.serving import RunningHub, serving

_Answer = TypeVar("_Answer")


@dataclass
class TwoHubs:
    office: Office
    running: tuple[RunningHub, RunningHub]

    @property
    def scene(self) -> HubScene:
        return self.office.scene

    def token(self, who: Principal) -> str:
        hub = self.scene.hub
        with hub.database.writing() as connection:
            family = new_family(who.user_key, who.device_key)
            if who.device_key is None:
                return issue_session(hub, connection, family)[0]
            return issue_pair(hub, connection, family).access

    def ask(self, at: int, who: Principal, method: str, path: str, body: bytes = b"", digest: str = "") -> bytes:
        """The answer of one of the two; again where it was busy, as everybody does."""
        headers = {"Content-Type": "application/json", "Capi-Digest": digest} if body else {}
        with self.running[at].client(self.token(who), who.device or "") as client:
            for _ in range(20):
                answer = client.request(method, path, content=body, headers=headers)
                if answer.status_code != 503:
                    break
        assert answer.status_code in (200, 201), answer.text
        return answer.content


@pytest.fixture
def hubs(postgresql_url: str) -> Iterator[TwoHubs]:
    first, second = HubDatabase(postgresql_url), HubDatabase(postgresql_url)
    with contextlib.closing(first), contextlib.closing(second):
        office = Office.set_up(first)
        hub = office.scene.hub
        with serving(hub) as one, serving(Hub(second, hub.keys, hub.now)) as other:
            yield TwoHubs(office, (one, other))


def at_once(asks: Sequence[Callable[[], _Answer]]) -> list[_Answer]:
    ready = threading.Barrier(len(asks))

    def run(ask: Callable[[], _Answer]) -> _Answer:
        ready.wait(10)
        return ask()

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(run, asks))


def test_the_same_batches_sent_to_both_at_once_are_kept_once_with_one_receipt_each(hubs: TwoHubs) -> None:
    scene = hubs.scene
    laptops = [scene.laptop(f"anna{number}") for number in range(6)]
    sent, journals = [], []
    for number, laptop in enumerate(laptops):
        held = interviewed(scene.case(f"{number}/1", laptop), 10)
        made = interviewed(scene.made_here(f"{number}/new", laptop), 10)
        fork = held.copy()
        fork.entries = fork.entries[:3]
        parts = held.part(1), made.part(term=0), fork.answered("General", 9).part(1)
        sent.append((laptop, *batch(laptop, *parts)))
        journals += [held, made]
    asks = [
        partial(hubs.ask, at, laptop, "POST", "/v1/batches", body, digest)
        for laptop, body, digest in sent
        for at in (0, 1)
    ]
    answers = at_once(asks)
    assert answers[::2] == answers[1::2]
    for signed in answers[::2]:
        outcomes = [part.outcome for part in scene.read_receipt(signed).parts]
        assert outcomes == [Outcome.APPLIED, Outcome.APPLIED, Outcome.QUARANTINED]
    for journal in journals:
        assert scene.journal(journal.case_id) == journal.entries
    assert len(scene.apart()) == len(laptops)
    with scene.hub.database.reading() as connection:
        for table, expected in ((tables.receipts, 6), (tables.orders, 6), (tables.segments, 18)):
            assert connection.execute(select(func.count()).select_from(table)).scalar_one() == expected


def test_one_case_sent_by_two_laptops_through_two_hubs_is_taken_in_from_one_of_them(hubs: TwoHubs) -> None:
    scene = hubs.scene
    laptops = [scene.laptop(name) for name in ("anna", "ben")]
    for number in range(5):
        sent = []
        for laptop in laptops:
            journal = scene.made_here(f"{number}/1", laptop).opened()
            sent.append((laptop, *batch(laptop, journal.part(term=0))))
        answers = at_once(
            [
                partial(hubs.ask, at, laptop, "POST", "/v1/batches", body, digest)
                for at, (laptop, body, digest) in enumerate(sent)
            ]
        )
        outcomes = [scene.read_receipt(signed).parts[0].outcome for signed in answers]
        assert sorted(outcome.value for outcome in outcomes) == ["applied", "quarantined"]
        assert len(scene.journal(f"id-{number}/1")) == 2


def test_what_both_give_out_at_once_goes_to_one_account_and_one_laptop(hubs: TwoHubs) -> None:
    scene, cases = hubs.scene, hubs.office.bring(*(f"{number}/1" for number in range(8)))
    laptops = {name: [scene.laptop(name, f"L-{name}-{number}") for number in (1, 2)] for name in ("anna", "ben")}
    for turn in range(2):
        wanted = [
            (at, msgspec.json.encode(Assignment(to=name, cases=cases, now=True, reason="moved")))
            for at, name in enumerate(("anna", "ben") if turn % 2 else ("ben", "anna"))
        ]
        given = at_once(
            [partial(hubs.ask, at, hubs.office.ruth, "POST", "/v1/assignments", body) for at, body in wanted]
        )
        for each in given:
            result = msgspec.json.decode(each, type=AssignmentResult)
            assert result.assigned + result.recalled + result.unchanged == len(cases)
        askers = [(at, laptop) for its in laptops.values() for at, laptop in enumerate(its)]
        pages = at_once([partial(hubs.ask, at, laptop, "GET", "/v1/orders?after=0") for at, laptop in askers])
        told = [msgspec.json.decode(page, type=Orders).orders for page in pages]
        assigned = [order.what for page in told for order in page if isinstance(order.what, Assigned)]
        assert Counter(each.case for each in assigned) == dict.fromkeys(cases, 1)
        for (_, laptop), page in zip(askers, told, strict=True):
            its = {order.what.case for order in page if isinstance(order.what, Assigned)}
            assert its == {case for case in cases if hubs.office.holder(case) == laptop.device}
    with scene.hub.database.reading() as connection:
        by_account = select(tables.orders.c.user_key, tables.orders.c.number).order_by(*tables.orders.primary_key)
        made = connection.execute(by_account).all()
    for _, orders in itertools.groupby(made, key=lambda order: order.user_key):
        numbers = [order.number for order in orders]
        assert numbers == list(range(1, len(numbers) + 1))
