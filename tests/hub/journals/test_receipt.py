"""Receipt: what laptops send is kept exactly once, in the journal or apart, and signed for."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from capi.fieldwork.case import StopReason
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Migrated, Returned
from capi.fieldwork.journal import START, digest
from capi.hub import audit, tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, DeviceRevoked, HubError, NotAllowed, TooLarge, Unavailable, Unfit, Unreadable
from capi.hub.hub import Principal, to_microseconds
from capi.hub.journals.setting_apart import kept_part
from capi.sync.messages import MOST_ENTRIES, Outcome, Part, Reason, Role
from capi.sync.signing import body_digest
from tests.hub.scenario import (
    EPOCH,
    HUB_ID,
    NOW,
    HubScene,
    Journal,
    apart_entries,
    batch,
    batch_id,
    interviewed,
    receive,
)


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


def count(scene: HubScene, table: str) -> int:
    with scene.hub.database.reading() as connection:
        number: int = connection.execute(select(func.count()).select_from(tables.metadata.tables[table])).scalar_one()
    return number


def test_an_interview_is_appended_to_its_case_and_signed_for(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(scene.case("1/1", anna))
    scene.time += timedelta(hours=1)
    body, sha256 = batch(anna, journal.part(1))
    signed, fresh = receive(scene.hub, anna, body, sha256)
    receipt = scene.read_receipt(signed)
    assert fresh
    assert (receipt.hub, receipt.epoch, receipt.device, receipt.digest) == (HUB_ID, EPOCH, anna.device, sha256)
    assert receipt.received == scene.time
    [part] = receipt.parts
    assert (part.case, part.outcome, part.number, part.hash) == (
        journal.case_id,
        Outcome.APPLIED,
        len(journal.entries),
        journal.head.hash,
    )
    assert scene.journal(journal.case_id) == journal.entries
    row = scene.row(journal.case_id)
    assert (row.status, row.completed, row.received) == (
        "completed",
        to_microseconds(journal.at),
        to_microseconds(scene.time),
    )
    with scene.hub.database.reading() as connection:
        assert receipt.audit == audit.head(connection)


def test_the_same_batch_again_gets_the_same_bytes_and_changes_nothing(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(scene.case("1/1", anna), 3)
    fork = journal.copy()
    fork.entries = fork.entries[:3]
    sent = batch(anna, journal.part(1), fork.answered("General", 9).part(1), scene.made_here("2/1", anna).part(term=0))
    signed, _ = receive(scene.hub, anna, *sent)
    before = [count(scene, table) for table in ("segments", "quarantine", "receipts", "audit", "orders")]
    scene.time += timedelta(days=1)
    assert receive(scene.hub, anna, *sent) == (signed, False)
    assert [count(scene, table) for table in ("segments", "quarantine", "receipts", "audit", "orders")] == before


def test_twenty_identical_batches_at_once_get_one_fresh_receipt_and_nineteen_stored_ones(scene: HubScene) -> None:
    anna = scene.laptop()
    journals = [interviewed(scene.case(f"{number}/1", anna), 5) for number in range(5)]
    made_here = interviewed(scene.made_here("new/1", anna), 5)
    fork = journals[0].copy()
    fork.entries = fork.entries[:4]
    parts = [*(journal.part(1) for journal in journals), made_here.part(term=0), fork.answered("General", 9).part(1)]
    sent = batch(anna, *parts)
    ready = threading.Barrier(20)

    def send(_: int) -> tuple[bytes, bool]:
        ready.wait()
        while True:
            try:
                return receive(scene.hub, anna, *sent)
            except Unavailable:  # on a busy machine: nothing was kept, and a laptop comes again
                time.sleep(0.1)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(send, range(20)))
    assert sum(fresh for _, fresh in answers) == 1
    assert len({signed for signed, _ in answers}) == 1
    for journal in (*journals, made_here):
        assert scene.journal(journal.case_id) == journal.entries
    assert list(apart_entries(scene.apart())) == [(5, fork.entries[4])]
    assert (count(scene, "receipts"), count(scene, "orders")) == (1, 1)


def test_two_laptops_that_send_the_same_new_case_at_once_leave_it_to_one_of_them(scene: HubScene) -> None:
    laptops = [scene.laptop("anna", f"L-{number}") for number in range(8)]
    journals = [Journal("the-case", laptop.device or "").write(scene.created("1/1")).opened() for laptop in laptops]
    ready = threading.Barrier(8)

    def send(number: int) -> Outcome:
        body = batch(laptops[number], journals[number].part(term=0))
        ready.wait()
        [part] = scene.read_receipt(receive(scene.hub, laptops[number], *body)[0]).parts
        return part.outcome

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(send, range(8)))
    assert sorted(outcome.value for outcome in outcomes) == ["applied"] + ["quarantined"] * 7
    winner = outcomes.index(Outcome.APPLIED)
    assert scene.journal("the-case") == journals[winner].entries
    assert len(list(apart_entries(scene.apart()))) == 14


def test_another_content_under_the_same_id_is_refused(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(scene.case("1/1", anna), 2)
    body, sha256 = batch(anna, journal.part(1))
    receive(scene.hub, anna, body, sha256)
    other = body.replace(b'"term":1', b'"term":2')
    with pytest.raises(Conflict) as refused:
        receive(scene.hub, anna, other, body_digest(other))
    assert refused.value.code == "batch_differs"
    ben = scene.laptop("ben")
    taken = body.replace(b'"L-anna"', b'"L-ben"', 1)
    with pytest.raises(Conflict):
        receive(scene.hub, ben, taken, body_digest(taken))
    assert len(scene.apart()) == 0


def test_the_same_entries_in_another_batch_are_applied_and_not_kept_twice(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(scene.case("1/1", anna), 4)
    scene.send(anna, journal.part(1))
    journal.answered("General", 1)
    [part] = scene.send(anna, journal.part(0)).parts
    assert (part.outcome, part.number) == (Outcome.APPLIED, len(journal.entries))
    [part] = scene.send(anna, journal.part(2, 5)).parts
    assert (part.outcome, part.number, part.hash) == (Outcome.APPLIED, 5, journal.head_at(5).hash)
    assert scene.journal(journal.case_id) == journal.entries


def test_several_parts_of_one_case_in_a_batch_follow_each_other(scene: HubScene) -> None:
    anna = scene.laptop()
    journal, made_here = interviewed(scene.case("1/1", anna), 9), interviewed(scene.made_here("2/1", anna), 9)
    receipt = scene.send(
        anna,
        made_here.part(0, 4, term=0),
        journal.part(1, 5),
        journal.part(5),
        made_here.part(4, term=0),
        journal.part(2, 3),
    )
    assert {part.outcome for part in receipt.parts} == {Outcome.APPLIED}
    assert [part.number for part in receipt.parts] == [4, 5, 12, 12, 3]
    assert scene.journal(journal.case_id) == journal.entries
    assert scene.journal(made_here.case_id) == made_here.entries


def test_a_case_made_in_the_field_is_taken_in_with_its_contact_and_an_order_for_its_lease(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.made_here("7/1", anna).opened()
    contact = Contact(name="Rosa Fletcher", telephones=("020 7946 0018",))
    scene.send(anna, msgspec.structs.replace(journal.part(term=0), contact=contact))
    row = scene.row(journal.case_id)
    assert (row.reference, row.mode, row.user_key, row.holder_key, row.term) == (
        "7/1",
        "telephone",
        anna.user_key,
        anna.device_key,
        1,
    )
    with scene.hub.database.reading() as connection:
        assert (
            msgspec.json.decode(connection.execute(select(tables.contacts.c.contact)).scalar_one(), type=Contact)
            == contact
        )
        order = connection.execute(select(tables.orders)).one()
    assert (order.user_key, order.kind, order.case_key) == (anna.user_key, "assigned", row.key)
    # It has not fetched its lease yet, and goes on.
    scene.send(anna, journal.answered("General", 1).part(2, term=0))
    assert scene.journal(journal.case_id) == journal.entries


def test_a_case_the_restored_hub_has_lost_comes_back_by_its_lease(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(Journal("lost", "hub", "office").write(scene.created("1/1")), 2)
    journal.device = "L-anna"
    journal.opened()
    [refused] = scene.send(anna, journal.part(term=3)).parts
    assert refused.reason is Reason.UNKNOWN_CASE
    forged = scene.lease("lost", scene.laptop("ben"), term=3)
    [refused] = scene.send(anna, journal.part(term=3, lease=forged)).parts
    assert refused.reason is Reason.UNKNOWN_CASE
    [part] = scene.send(anna, journal.part(term=3, lease=scene.lease("lost", anna, term=3))).parts
    assert part.outcome is Outcome.APPLIED
    assert scene.journal("lost") == journal.entries
    row = scene.row("lost")
    assert (row.holder_key, row.term, row.user_key) == (anna.device_key, 3, anna.user_key)
    assert count(scene, "orders") == 0
    # What had come before is known to be of this case now.
    assert {line.case_key for line in scene.apart("lost")} == {row.key}


def test_a_lease_of_a_term_the_restored_hub_has_forgotten_is_believed(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    journal = scene.case("1/1", anna).opened()
    by_ben = journal.copy("L-ben").answered("General", 1)
    [part] = scene.send(ben, by_ben.part(1, term=2, lease=scene.lease(journal.case_id, ben, 2))).parts
    assert part.outcome is Outcome.APPLIED
    row = scene.row(journal.case_id)
    assert (row.holder_key, row.term, row.user_key, row.recalled) == (ben.device_key, 2, ben.user_key, None)
    assert scene.journal(journal.case_id) == by_ben.entries
    [part] = scene.send(anna, journal.answered("General", 2).part(1)).parts
    assert part.reason is Reason.NOT_HOLDER


@pytest.mark.parametrize(
    "entries",
    [
        [b"1", b"2", b"3"],
        [b"{}"],
        [b"[[],{}]", b"null"],
        [b'{"case":{"case":{"case":1}}}'],
        [b'"an entry"'],
        [b'"\\u0000"'],
        [b'{"contents":{"kind":"unheard_of"}}'],
    ],
)
def test_what_is_no_entry_is_kept_whole_and_apart(scene: HubScene, entries: list[bytes]) -> None:
    anna = scene.laptop()
    scene.case("1/1", anna)
    part = Part(case="id-1/1", term=1, after=1, after_hash="1" * 64, entries=[msgspec.Raw(entry) for entry in entries])
    for _ in range(2):
        [receipted] = scene.send(anna, part).parts
        assert (receipted.outcome, receipted.reason) == (Outcome.QUARANTINED, Reason.MALFORMED)
        assert (receipted.number, receipted.hash) == (1 + len(entries), digest(entries[-1]))
    [line] = scene.apart()
    assert [bytes(raw) for raw in kept_part(line.part).entries] == entries
    assert (line.after, line.number) == (1, 1 + len(entries))


def test_one_poisoned_case_among_ten_does_not_touch_the_others(scene: HubScene) -> None:
    anna = scene.laptop()
    journals = [interviewed(scene.case(f"{number}/1", anna), 3) for number in range(10)]
    parts = [journal.part(1) for journal in journals]
    poisoned = list(parts[4].entries)
    poisoned[2] = msgspec.Raw(bytes(poisoned[2]).replace(b'"value":2', b'"value":3'))
    parts[4] = msgspec.structs.replace(parts[4], entries=poisoned)
    outcomes = [part.outcome for part in scene.send(anna, *parts).parts]
    assert outcomes == [Outcome.QUARANTINED if number == 4 else Outcome.APPLIED for number in range(10)]
    assert [len(scene.journal(journal.case_id)) for journal in journals] == [
        1 if number == 4 else 6 for number in range(10)
    ]


def test_a_fork_is_kept_apart_from_where_it_parts_and_only_once(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(scene.case("1/1", anna), 6)
    scene.send(anna, journal.part(1))
    fork = journal.copy()
    fork.entries = fork.entries[:4]
    fork.answered("General", 7).answered("General", 8)
    for after in (1, 0, 3, 4):
        [part] = scene.send(anna, fork.part(after)).parts
        assert (part.reason, part.number, part.hash) == (Reason.FORK, 6, fork.head.hash)
    fork.answered("General", 9)
    [part] = scene.send(anna, fork.part(2)).parts
    assert part.number == 7
    fork.answered("General", 10)
    [part] = scene.send(anna, fork.part(7)).parts
    assert part.reason is Reason.AFTER_QUARANTINE
    assert list(apart_entries(scene.apart())) == [(number, fork.entries[number - 1]) for number in (5, 6, 7, 8)]
    assert scene.journal(journal.case_id) == journal.entries


def test_a_replaced_laptop_may_still_send_into_quarantine(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = interviewed(scene.case("1/1", anna), 3)
    scene.send(anna, journal.part(1, 3))
    replaced = scene.end(anna)
    assert [part.reason for part in scene.send(replaced, journal.part(1)).parts] == [Reason.REPLACED_DEVICE]
    assert len(list(apart_entries(scene.apart()))) == 3
    lost = scene.end(anna, "lost")
    with pytest.raises(DeviceRevoked):
        receive(scene.hub, lost, *batch(lost, journal.part(1)))


def test_a_case_goes_on_under_the_instrument_it_was_moved_to_once_the_hub_has_it(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna).write(Migrated(version="2", sha256="cd" * 32)).opened()
    [part] = scene.send(anna, journal.part(1)).parts
    assert part.reason is Reason.UNKNOWN_INSTRUMENT
    back = scene.case("2/1", anna).write(Migrated(version="1", sha256=scene.instrument.sha256)).opened()
    [part] = scene.send(anna, back.part(1)).parts
    assert part.outcome is Outcome.APPLIED
    assert scene.row(back.case_id).instrument_key == scene.instrument_key


def test_where_a_case_stands_follows_its_entries(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna)
    seen = []
    steps: list[Callable[[], object]] = [
        lambda: journal.opened(),
        lambda: journal.answered("General", 1).paused(),
        lambda: journal.opened().stopped(StopReason.REFUSED),
        lambda: journal.opened(),
        lambda: journal.answered("General", 2).completed(),
        lambda: journal.opened().paused(),
        lambda: journal.write(Returned(note="Ask again", by="ruth")),
        lambda: journal.opened().remarked("General", "asked again").completed(),
    ]
    for step in steps:
        sent = len(journal.entries)
        step()
        scene.send(anna, journal.part(sent))
        assert scene.journal(journal.case_id) == journal.entries
        row = scene.row(journal.case_id)
        seen.append((row.status, row.stop_reason, row.completed is not None))
    assert seen == [
        ("in_progress", None, False),
        ("in_progress", None, False),
        ("stopped", "refused", False),
        ("stopped", "refused", False),
        ("completed", None, True),
        ("completed", None, True),
        ("in_progress", None, False),
        ("completed", None, True),
    ]


def _refusal(scene: HubScene, anna: Principal, body: bytes) -> tuple[type[HubError], str, str]:
    with pytest.raises(HubError) as refused:
        receive(scene.hub, anna, body, body_digest(body))
    assert (count(scene, "receipts"), count(scene, "segments")) == (0, 0)
    with scene.hub.database.reading() as connection:
        line = connection.execute(select(tables.audit).order_by(tables.audit.c.number.desc())).first()
    assert line is not None
    assert (line.who, line.action, line.subject) == ("anna", "batch_refused", "L-anna")
    return type(refused.value), refused.value.code, refused.value.where


def _body(**changed: object) -> bytes:
    part = {"case": "c", "term": 1, "after": 0, "after_hash": START.hash, "entries": []}
    whole = {"batch": batch_id(), "device": "L-anna", "epoch": EPOCH, "clock": NOW, "parts": [part]}
    return msgspec.json.encode(whole | changed)


def test_what_is_no_batch_for_this_hub_is_refused_whole_with_a_line_in_the_audit_log(scene: HubScene) -> None:
    bodies: dict[bytes, tuple[type[HubError], str, str]] = {
        _body(device="L-ben"): (Unfit, "unfit", "device"),
        _body(clock="2026-11-22T09:00:00"): (Unfit, "unfit", "clock"),
        _body(parts=[{"case": "a\u0085b", "term": 1, "after": 0, "after_hash": START.hash, "entries": []}]): (
            Unfit,
            "unfit",
            "parts[0].case",
        ),
        _body(
            parts=[{"case": "c", "term": 1, "after": 0, "after_hash": START.hash, "entries": [1] * (MOST_ENTRIES + 1)}]
        ): (
            TooLarge,
            "too_large",
            "",
        ),
    }
    anna = scene.laptop()
    for body, expected in bodies.items():
        assert _refusal(scene, anna, body) == expected, body[:80]


def test_a_batch_that_was_changed_on_the_way_is_refused(scene: HubScene) -> None:
    anna = scene.laptop()
    body, sha256 = batch(anna, scene.case("1/1", anna).opened().part(1))
    with pytest.raises(Unreadable):
        receive(scene.hub, anna, body + b" ", sha256)
    assert count(scene, "receipts") == 0


def test_only_an_interviewers_laptop_sends(scene: HubScene) -> None:
    anna = scene.laptop()
    sent = batch(anna, scene.case("1/1", anna).opened().part(1))
    for principal in (scene.office(), scene.office(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            receive(scene.hub, principal, *sent)


def test_by_how_much_a_laptops_clock_is_ahead_is_noted(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna).opened()
    ahead = []
    for difference in (timedelta(hours=3), timedelta(hours=3, milliseconds=200), timedelta(days=-5_500)):
        receive(scene.hub, anna, *batch(anna, journal.part(1), clock=NOW + difference))
        with scene.hub.database.reading() as connection:
            ahead.append(connection.execute(select(tables.devices.c.clock_ahead_ms)).scalar_one())
    assert ahead == [10_800_000, 10_800_000, -475_200_000_000]
