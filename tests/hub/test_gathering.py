"""Gathering: whoever waits for the database is written with the others who wait, and never with what it must not meet."""

import functools
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait

import pytest
from sqlalchemy import Connection, event

from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, DeviceRevoked
from capi.hub.gathering import HEAVIEST, MUCH_TO_READ, Gathering, Ready
from capi.hub.hub import Principal
from capi.hub.journals.receipt import Sent, _keep_all, take_in
from capi.hub.service.bodies import read_message
from capi.sync.messages import Batch, Outcome
from capi.sync.signing import body_digest
from tests.hub.scenario import HubScene, batch, interviewed, receive


class Desk:
    """A writer whose first transaction lasts until all the others have come; `groups`: what was written together."""

    def __init__(self, writers: int = 1) -> None:
        self.gathering: Gathering[int, int] = Gathering(writers)
        self.groups: list[list[int]] = []
        self._begun, self._go_on = threading.Event(), threading.Event()

    def write(self, works: Sequence[int]) -> list[int | Exception]:
        self.groups.append(list(works))
        if works[0] == 0:
            self._begun.set()
            assert self._go_on.wait(10)
        if 13 in works:
            raise ValueError("the unlucky one")
        return [10 * work if work < 100 else KeyError(work) for work in works]

    def put(self, work: int, touches: Iterable[object] = (), weight: int = 1, *, size: int = 0) -> Future[int]:
        return self.gathering.put(lambda: Ready(work, frozenset(touches), weight), self.write, size)

    def all_of(self, *works: tuple[int, Iterable[object], int]) -> list[Callable[[], int]]:
        """Work 0 first; while that is written the others come, in their order. Each gives its result, or raises."""
        first = self.put(0)
        assert self._begun.wait(10)
        coming = [self.put(*work) for work in works]
        self._go_on.set()
        self.gathering.close()
        assert all(each.done() for each in (first, *coming))
        return [first.result, *(each.result for each in coming)]


def test_all_that_waits_is_written_together_and_each_gets_its_own_result() -> None:
    desk = Desk()
    results = [result() for result in desk.all_of((1, "a", 1), (2, "b", 1), (3, "c", 1))]
    assert results == [0, 10, 20, 30]
    assert desk.groups == [[0], [1, 2, 3]]
    assert desk.put(4, "a").result(10) == 40, "and the next one finds nobody before it"
    assert desk.groups[-1] == [4]


def test_what_touches_the_same_is_written_one_after_the_other_in_the_order_of_coming() -> None:
    desk = Desk()
    results = desk.all_of((1, "ab", 1), (2, "bc", 1), (3, "cd", 1), (4, "e", 1))
    assert [result() for result in results] == [0, 10, 20, 30, 40]
    assert desk.groups == [[0], [1, 4], [2], [3]]


def test_a_transaction_is_not_made_longer_than_others_can_wait_for() -> None:
    desk = Desk()
    desk.all_of((1, "a", HEAVIEST - 1), (2, "b", 2), (3, "c", 1), (4, "d", 2 * HEAVIEST))
    assert desk.groups == [[0], [1], [2, 3], [4]]


def test_where_a_group_fails_all_of_it_are_told_and_the_others_go_on() -> None:
    desk = Desk()
    first, unlucky, neighbour, other = desk.all_of((13, "a", 1), (2, "b", 1), (3, "a", 1))
    assert first() == 0
    for failed in (unlucky, neighbour):
        with pytest.raises(ValueError, match="the unlucky one"):
            failed()
    assert other() == 30


def test_one_that_cannot_be_read_or_is_refused_is_told_and_its_neighbours_go_on() -> None:
    desk = Desk()

    def unreadable() -> Ready[int]:
        raise UnicodeError

    desk.put(1)
    with pytest.raises(UnicodeError):
        desk.gathering.put(unreadable, desk.write).result(10)
    first, refused, neighbour = desk.all_of((100, "a", 1), (2, "b", 1))
    assert (first(), neighbour()) == (0, 20)
    with pytest.raises(KeyError, match="100"):
        refused()


def test_nobody_writes_while_another_does_however_much_there_is_to_read() -> None:
    desk = Desk()
    at_once: list[int] = []
    writing = threading.Lock()

    def write(works: Sequence[int]) -> list[int | Exception]:
        at_once.append(0 if writing.acquire(blocking=False) else 1)
        time.sleep(0.005)
        writing.release()
        return list(works)

    def put(work: int) -> Future[int]:
        return desk.gathering.put(lambda: Ready(work, frozenset(), HEAVIEST), write, MUCH_TO_READ)

    assert [each.result(10) for each in [put(work) for work in range(20)]] == list(range(20))
    assert at_once == [0] * 20


def test_who_has_gone_away_before_his_turn_is_not_written() -> None:
    desk = Desk()
    desk.put(0)
    assert desk._begun.wait(10)
    gone, there = desk.put(1), desk.put(2)
    assert gone.cancel()
    desk._go_on.set()
    assert there.result(10) == 20
    assert desk.groups == [[0], [2]]


# Batches that are kept together.


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


def as_read(laptop: Principal, body: bytes, digest: str) -> Callable[[], Sent]:
    return lambda: Sent(laptop, body, digest, read_message(body, Batch))


def together(scene: HubScene, *sent: tuple[Principal, tuple[bytes, str]]) -> list[Callable[[], tuple[bytes, bool]]]:
    """Receives the batches while another one keeps the hub busy, so that they are kept in a transaction of their own."""
    go_on = threading.Event()

    def busy() -> Ready[None]:
        assert go_on.wait(10)
        raise InterruptedError

    scene.hub.database.gathering.put(busy, functools.partial(_keep_all, scene.hub))
    coming = [take_in(scene.hub, as_read(laptop, *body), 0) for laptop, body in sent]
    go_on.set()
    wait(coming, 10)
    return [each.result for each in coming]


def commits(database: HubDatabase) -> list[Connection]:
    found: list[Connection] = []
    event.listen(database.engine, "commit", found.append)
    return found


def test_batches_kept_together_are_receipted_each_by_itself(scene: HubScene) -> None:
    laptops = [scene.laptop(f"anna{number}") for number in range(6)]
    journals = [interviewed(scene.case(f"{number}/1", laptop), 4) for number, laptop in enumerate(laptops)]
    forked = journals[5].copy()
    forked.entries[2] = forked.entries[2].replace(b"Question1", b"question1")
    parts = [*(journal.part(1) for journal in journals[:5]), forked.part(1)]
    sent = [(laptop, batch(laptop, part)) for laptop, part in zip(laptops, parts, strict=True)]
    committed = commits(scene.hub.database)
    answers = [answer() for answer in together(scene, *sent)]
    assert len(committed) == 1
    for (laptop, (_, digest)), journal, (signed, fresh) in zip(sent, journals, answers, strict=True):
        receipt = scene.read_receipt(signed)
        assert (fresh, receipt.device, receipt.digest) == (True, laptop.device, digest)
        [part] = receipt.parts
        assert part.case == journal.case_id
        assert part.outcome is (Outcome.QUARANTINED if journal is journals[5] else Outcome.APPLIED)
    assert [scene.journal(journal.case_id) for journal in journals[:5]] == [each.entries for each in journals[:5]]
    assert len(scene.apart()) == 1
    again = [receive(scene.hub, laptop, *body) for laptop, body in sent]
    assert again == [(signed, False) for signed, _ in answers]


def test_one_that_is_refused_does_not_touch_its_neighbours(scene: HubScene) -> None:
    anna, ben, carl = (scene.laptop(name) for name in ("anna", "ben", "carl"))
    journals = [interviewed(scene.case(f"{at}/1", each), 3) for at, each in enumerate((anna, ben, carl))]
    sent = [(each, batch(each, journal.part(1))) for each, journal in zip((anna, ben, carl), journals, strict=True)]
    receive(scene.hub, anna, *sent[0][1])
    other = batch(ben, journals[1].part(1))
    body = other[0].replace(id_of(other[0]), id_of(sent[0][1][0]))
    scene.end(carl, "revoked")
    stored, differs, revoked = together(scene, sent[0], (ben, (body, body_digest(body))), sent[2])
    assert stored()[1] is False
    with pytest.raises(Conflict):
        differs()
    with pytest.raises(DeviceRevoked):
        revoked()
    assert [len(scene.journal(each.case_id)) for each in journals] == [len(journals[0].entries), 1, 1]


def id_of(body: bytes) -> bytes:
    return body[len(b'{"batch":"') : len(b'{"batch":"') + 36]


def test_one_that_makes_the_transaction_fail_is_tried_alone_and_so_are_the_others(
    scene: HubScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptops = [scene.laptop(name) for name in ("anna", "ben", "carl")]
    journals = [interviewed(scene.case(f"{at}/1", each), 3) for at, each in enumerate(laptops)]
    sent = [(each, batch(each, journal.part(1))) for each, journal in zip(laptops, journals, strict=True)]
    real = type(scene.hub).sign

    def sign(hub: object, purpose: object, statement: object) -> bytes:
        if getattr(statement, "device", "") == "L-ben":
            raise ZeroDivisionError
        signed: bytes = real(hub, purpose, statement)  # type: ignore[arg-type]  # handed on as it came
        return signed

    monkeypatch.setattr(type(scene.hub), "sign", sign)
    first, broken, last = together(scene, *sent)
    assert (first()[1], last()[1]) == (True, True)
    with pytest.raises(ZeroDivisionError):
        broken()
    kept = [len(scene.journal(journal.case_id)) for journal in journals]
    assert kept == [len(journals[0].entries), 1, len(journals[2].entries)]
