"""Many at once: threads with connections of their own assign, recall, fetch and give up the same cases.

Whatever the interleaving, no case has two holders, a term is given out once, no order number is skipped or seen late, and
PostgreSQL never has to break a deadlock.
"""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import func, select, text

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotThere, Unavailable
from capi.hub.hub import Hub, Principal
from capi.hub.office.assignment import assign, recall
from capi.hub.office.devices import end_device
from capi.hub.orders.giving_up import release
from capi.hub.orders.orders import orders
from capi.sync.messages import Assigned, Lease, Recalled, Release
from capi.sync.office_messages import Assignment, DeviceEnd, DeviceState, Recall
from capi.sync.signing import Purpose, verify
from tests.hub.office_scenario import Office
from tests.hub.scenario import Journal, batch, receive

CASES = 12
ROUNDS = 15
ACCOUNTS = ("anna", "ben")


@dataclass
class Laptop:
    """A laptop that does what it is told, and notes what it was told."""

    hub: Hub
    principal: Principal
    cursor: int = 0
    seen: list[int] = field(default_factory=list)
    leases: list[Lease] = field(default_factory=list)
    journals: dict[str, Journal] = field(default_factory=dict)

    def round(self) -> None:
        """Sends a word on what it was given last, and does what it is told."""
        if self.journals:
            self.send(*self.journals.popitem())
        page = patient(lambda: orders(self.hub, self.principal, self.cursor, 5))
        for order in page.orders:
            self.seen.append(order.number)
            if isinstance(order.what, Assigned):
                self.take(order.what)
            elif isinstance(order.what, Recalled):
                self.give_up(order.what)
        assert page.cursor >= self.cursor
        self.cursor = page.cursor

    def take(self, given: Assigned) -> None:
        lease = verify(self.hub.keys.signing.public_key(), Purpose.LEASE, given.lease.encode(), Lease)
        assert (lease.device, lease.term) == (self.principal.device, given.term)
        self.leases.append(lease)
        entries = [bytes(entry) for entry in given.entries]
        self.journals[given.case] = Journal(given.case, lease.device, self.principal.user, entries)

    def send(self, case_id: str, journal: Journal) -> None:
        term = next(lease.term for lease in reversed(self.leases) if lease.case == case_id)
        journal.opened().paused()
        sent = batch(self.principal, journal.part(after=len(journal.entries) - 2, term=term))
        patient(partial(receive, self.hub, self.principal, *sent))

    def give_up(self, told: Recalled) -> None:
        with self.hub.database.reading() as connection:
            head = select(tables.cases.c.number, tables.cases.c.hash).where(tables.cases.c.id == told.case)
            number, last = connection.execute(head).one()
        wanted = Release(case=told.case, term=told.term, number=number, hash=last)
        try:
            patient(lambda: release(self.hub, self.principal, wanted))
        except (Conflict, NotThere):
            return  # the office has changed its mind, or was quicker


_Done = TypeVar("_Done")


def patient(do: Callable[[], _Done], tries: int = 60) -> _Done:
    """As a laptop does it: again, where the database was busy. A deadlock would be busy too; those are counted apart."""
    for _ in range(tries - 1):
        try:
            return do()
        except Unavailable:
            continue
    return do()


def at_once(*jobs: Callable[[], object]) -> None:
    """Runs them in threads of their own, and raises what one of them raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait(10)
            job()
        except BaseException as error:  # told in the test's own thread, below
            raised.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert not any(thread.is_alive() for thread in threads)
    if raised:
        raise raised[0]


@pytest.fixture
def office(database: HubDatabase) -> Office:
    return Office.set_up(database)


def assigning(office: Office, ids: Sequence[str], seed: int) -> Callable[[], None]:
    def job() -> None:
        chance = random.Random(seed)  # noqa: S311 - the same course each time
        for _ in range(ROUNDS):
            some = chance.sample(list(ids), chance.randint(1, len(ids)))
            wanted = Assignment(to=chance.choice(ACCOUNTS), cases=some, now=chance.random() < 0.2, reason="moved")
            patient(partial(assign, office.scene.hub, office.ruth, wanted))

    return job


def recalling(office: Office, ids: Sequence[str], seed: int) -> Callable[[], None]:
    def job() -> None:
        chance = random.Random(seed)  # noqa: S311 - the same course each time
        for _ in range(ROUNDS):
            case_id, now = chance.choice(ids), chance.random() < 0.3
            patient(partial(recall, office.scene.hub, office.ruth, case_id, Recall(reason="ill", now=now)))

    return job


def syncing(laptop: Laptop) -> Callable[[], None]:
    def job() -> None:
        for _ in range(ROUNDS * 2):
            laptop.round()

    return job


def test_whatever_is_decided_at_once_every_term_has_one_holder_and_no_number_is_missed(office: Office) -> None:
    ids = office.bring(*(f"{number:02}" for number in range(CASES)))
    hub = office.scene.hub
    laptops = [
        Laptop(hub, office.scene.laptop(account, f"L-{account}-{number}")) for account in ACCOUNTS for number in (1, 2)
    ]
    at_once(
        assigning(office, ids, 1),
        assigning(office, ids, 2),
        recalling(office, ids, 3),
        *(syncing(each) for each in laptops),
    )
    settle(laptops)
    assert_each_term_was_given_out_once(laptops)
    assert_numbers_have_no_gap(hub)
    assert_the_books_agree(hub)
    assert_no_deadlock(hub)


def settle(laptops: Sequence[Laptop]) -> None:
    for _ in range(3):
        for laptop in laptops:
            cursor = -1
            while cursor != laptop.cursor:
                cursor = laptop.cursor
                laptop.round()


def assert_each_term_was_given_out_once(laptops: Sequence[Laptop]) -> None:
    owners: dict[tuple[str, int], set[str]] = {}
    for laptop in laptops:
        assert laptop.seen == sorted(set(laptop.seen)), "an order came late or twice"
        for lease in laptop.leases:
            owners.setdefault((lease.case, lease.term), set()).add(lease.device)
    assert owners
    assert [owner for owner in owners.values() if len(owner) > 1] == []


def assert_numbers_have_no_gap(hub: Hub) -> None:
    with hub.database.reading() as connection:
        counted = select(tables.users.c.orders, func.count(tables.orders.c.number), func.max(tables.orders.c.number))
        counted = counted.join(tables.orders, tables.orders.c.user_key == tables.users.c.key)
        counted = counted.group_by(tables.users.c.key, tables.users.c.orders)
        for drawn, count, highest in connection.execute(counted):
            assert (drawn, count) == (highest, highest)


def assert_the_books_agree(hub: Hub) -> None:
    """A holder is a laptop of the account the case is assigned to; and what is recalled is held."""
    cases, devices = tables.cases.c, tables.devices.c
    with hub.database.reading() as connection:
        held = select(cases.user_key, devices.user_key.label("owner")).join(
            tables.devices, devices.key == cases.holder_key
        )
        assert [row for row in connection.execute(held) if row.user_key != row.owner] == []
        astray = select(func.count()).where(cases.holder_key.is_(None), cases.recalled.is_not(None))
        assert connection.execute(astray).scalar_one() == 0
        waiting = select(func.count()).where(cases.recalled.is_(None), cases.next_user_key.is_not(None))
        assert connection.execute(waiting).scalar_one() == 0


def assert_no_deadlock(hub: Hub) -> None:
    if hub.database.is_postgresql:
        with hub.database.reading() as connection:
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
            counted = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            assert connection.execute(counted).scalar_one() == 0


def test_a_cursor_never_passes_an_order_that_is_still_being_made(office: Office) -> None:
    ids = office.bring(*(f"{number:03}" for number in range(60)))
    anna = Laptop(office.scene.hub, office.scene.laptop("anna"))
    done = threading.Event()

    def giving(some: Sequence[str]) -> Callable[[], None]:
        def job() -> None:
            for case_id in some:
                wanted = Assignment(to="anna", cases=[case_id])
                patient(partial(assign, office.scene.hub, office.ruth, wanted))

        return job

    def reading() -> None:
        while not done.is_set():
            anna.round()

    reader = threading.Thread(target=reading)
    reader.start()
    try:
        at_once(giving(ids[:20]), giving(ids[20:40]), giving(ids[40:]))
    finally:
        done.set()
        reader.join(60)
    settle([anna])
    assert sorted(lease.case for lease in anna.leases) == sorted(ids)
    assert anna.seen == sorted(anna.seen)


def test_of_many_laptops_that_ask_at_once_one_is_given_the_case(office: Office) -> None:
    office.scene.account("anna")
    office.assign("anna", *office.bring("1042", "1043", "1044"))
    laptops = [Laptop(office.scene.hub, office.scene.laptop("anna", f"L-{number}")) for number in range(6)]
    at_once(*(laptop.round for laptop in laptops))
    settle(laptops)
    assert sorted(lease.term for laptop in laptops for lease in laptop.leases) == [1, 1, 1]
    assert len({lease.case for laptop in laptops for lease in laptop.leases}) == 3


def test_a_case_given_to_two_accounts_at_once_goes_to_one_of_them(office: Office) -> None:
    (case_id,) = office.bring("1042")
    laptops = [Laptop(office.scene.hub, office.scene.laptop(account)) for account in ACCOUNTS]

    def giving(account: str) -> Callable[[], object]:
        return partial(assign, office.scene.hub, office.ruth, Assignment(to=account, cases=[case_id]))

    at_once(*(partial(patient, giving(account)) for account in ACCOUNTS))
    settle(laptops)
    assert len([lease for laptop in laptops for lease in laptop.leases]) == 1
    assert office.user(case_id) in ACCOUNTS


def test_a_laptop_that_is_ended_while_it_asks_keeps_nothing_from_the_accounts_other_one(office: Office) -> None:
    office.scene.account("anna")
    ids = office.bring(*(f"{number:02}" for number in range(CASES)))
    first, second = (Laptop(office.scene.hub, office.scene.laptop("anna", name)) for name in ("L-1", "L-2"))
    office.assign("anna", *ids)
    lost = DeviceEnd(state=DeviceState.LOST)
    at_once(first.round, partial(patient, partial(end_device, office.scene.hub, office.ruth, "L-1", lost)))
    settle([second])
    assert {lease.case for lease in second.leases} == set(ids)
    assert {office.holder(case_id) for case_id in ids} == {"L-2"}
    assert_no_deadlock(office.scene.hub)
