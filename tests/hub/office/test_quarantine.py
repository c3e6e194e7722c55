"""Quarantine: what differs is shown question by question, and every decision leaves every entry where it can be found."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Principal
from capi.hub.journals.segments import journal_bytes
from capi.hub.office.quarantine import decide, quarantine_detail, quarantined
from capi.instrument.model import Missing
from capi.sync.messages import Outcome, Part, Reason, Role
from capi.sync.office_messages import Deciding, Decision, QuarantineLine
from tests.hub.scenario import HubScene, Journal


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


APPLY = Deciding(decision=Decision.APPLY, note="the copy was the right one")
KEEP = Deciding(decision=Decision.KEEP_APART, note="practice")
GIVE_BACK = Deciding(decision=Decision.GIVE_BACK, note="ask again")


def forked(scene: HubScene, anna: Principal) -> tuple[Journal, Journal]:
    """A journal at the hub, and another course of it in quarantine, which part after entry 3."""
    journal = scene.case("1/1", anna).opened().answered("General", 2)
    fork = journal.copy()
    journal.answered("Illness", "flu").answered("Visits", 3).completed()
    fork.answered("Illness", "a cold").answered("Income", Missing.REFUSED).remarked("Income", "does not like to say")
    scene.send(anna, journal.part(1))
    scene.send(anna, fork.part(1))
    return journal, fork


def lines(scene: HubScene, *, open_only: bool = True) -> list[QuarantineLine]:
    return quarantined(scene.hub, scene.office(), open_only)


def orders(scene: HubScene) -> list[Any]:
    with scene.hub.database.reading() as connection:
        return list(
            connection.execute(select(tables.orders).order_by(tables.orders.c.user_key, tables.orders.c.number))
        )


def test_the_list_says_who_sent_what_and_why(scene: HubScene) -> None:
    anna = scene.laptop()
    forked(scene, anna)
    [line] = lines(scene)
    assert (line.case, line.reference, line.device, line.user) == ("id-1/1", "1/1", "L-anna", "anna")
    assert (line.reason, line.first, line.last, line.received) == (Reason.FORK, 4, 6, scene.time)
    assert (line.decision, line.decided, line.decided_by, line.note) == (None, None, "", "")


def test_the_list_goes_on_after_a_line(scene: HubScene) -> None:
    anna = scene.laptop()
    for number in range(5):
        scene.send(anna, scene.case(f"{number}/1").copy("L-anna").opened().part(1))
    first = quarantined(scene.hub, scene.office(), True, limit=2)
    rest = quarantined(scene.hub, scene.office(), True, first[-1].id)
    assert [line.reference for line in first + rest] == [f"{number}/1" for number in range(5)]
    with pytest.raises(Unfit):
        quarantined(scene.hub, scene.office(), True, "nothing")


def test_what_differs_is_shown_question_by_question_in_words(scene: HubScene) -> None:
    anna = scene.laptop()
    forked(scene, anna)
    detail = quarantine_detail(scene.hub, scene.office(), lines(scene)[0].id)
    assert (detail.readable, detail.follows_head) == (True, False)
    assert [(each.field, each.label, each.journal, each.part) for each in detail.differences] == [
        ("Illness", "Illness", "flu", "a cold"),
        ("Visits", "Visits to a doctor", "3", ""),
        ("Income", "Income", "", "refused"),
        ("Income", "Income (remark)", "", "does not like to say"),
        ("", "Status", "completed", "in_progress"),
    ]
    assert [entry.partition(": ")[2] for entry in detail.entries] == [
        "Illness: a cold",
        "Income: refused",
        "remark at Income: does not like to say",
    ]


def test_a_category_is_shown_in_the_words_of_its_mode(scene: HubScene) -> None:
    anna = scene.laptop()
    late = scene.case("1/1").copy("L-anna").opened().answered("General", 2)
    scene.send(anna, late.part(1))
    detail = quarantine_detail(scene.hub, scene.office(), lines(scene)[0].id)
    assert detail.follows_head
    assert [(each.label, each.journal, each.part) for each in detail.differences] == [
        ("General health", "", "Not so good"),
        ("Status", "not_started", "in_progress"),
    ]


def test_what_cannot_be_read_is_shown_as_it_came(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna).opened()
    raws = [msgspec.Raw(each) for each in (b"17", b'{"a":[{"b":{}}]}', journal.entries[1], b'"\\u0000 <b>"')]
    scene.send(anna, Part(case="id-1/1", term=1, after=1, after_hash=journal.head_at(1).hash, entries=raws))
    scene.send(anna, Part(case="never heard of", term=1, after=0, after_hash="0" * 64, entries=raws[:1]))
    first, second = (quarantine_detail(scene.hub, scene.office(), line.id) for line in lines(scene))
    assert (first.readable, first.differences, first.line.reason) == (False, [], Reason.MALFORMED)
    assert first.entries[:2] + first.entries[3:] == ["17", '{"a":[{"b":{}}]}', '"\\u0000 <b>"']
    assert first.entries[2].endswith("anna: opened")
    assert (second.entries, second.line.reference, second.line.case) == (["17"], "", "never heard of")
    for line in (first.line, second.line):
        with pytest.raises(Conflict):
            decide(scene.hub, scene.office(), line.id, APPLY)
        assert decide(scene.hub, scene.office(), line.id, KEEP).decision is Decision.KEEP_APART


def test_applying_a_fork_makes_a_branch_and_leaves_what_stood_there_whole(scene: HubScene) -> None:
    anna = scene.laptop()
    journal, fork = forked(scene, anna)
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(backed_up=6, accepted_number=6))
    line = decide(scene.hub, scene.office(), lines(scene)[0].id, APPLY)
    assert (line.decision, line.decided, line.decided_by, line.note) == (Decision.APPLY, scene.time, "ruth", APPLY.note)
    assert scene.journal("id-1/1") == fork.entries
    row = scene.row("id-1/1")
    assert (row.branch, row.status, row.backed_up, row.accepted_number) == (1, "in_progress", 3, None)
    with scene.hub.database.reading() as connection:
        assert journal_bytes(connection, row.key, branch=0) == journal.entries
    assert (lines(scene), len(lines(scene, open_only=False))) == ([], 1)
    # The laptop goes on from there, and nobody had to give the case up for it.
    assert row.recalled is None
    scene.send(anna, fork.completed().part(6))
    assert scene.journal("id-1/1") == fork.entries
    # The other copy of its disk sends again what it has, and that stands on the branch it was left on.
    [part] = scene.send(anna, journal.part(1)).parts
    assert part.reason is Reason.FORK


def test_going_back_to_what_was_left_behind_copies_nothing(scene: HubScene) -> None:
    anna = scene.laptop()
    journal, fork = forked(scene, anna)
    [line] = lines(scene)
    decide(scene.hub, scene.office(), line.id, APPLY)
    scene.send(anna, journal.part(1))
    [again] = lines(scene)
    decide(scene.hub, scene.office(), again.id, APPLY)
    assert scene.journal("id-1/1") == journal.entries
    with scene.hub.database.reading() as connection:
        kept = connection.execute(select(tables.segments.c.last - tables.segments.c.first + 1)).scalars().all()
    assert sum(kept) == len(journal.entries) + 3
    decide(scene.hub, scene.office(), line.id, APPLY)
    assert scene.journal("id-1/1") == fork.entries
    journal_goes_on = fork.copy().answered("Visits", 9)
    scene.send(anna, journal_goes_on.part(6))
    assert scene.journal("id-1/1") == journal_goes_on.entries


def test_applying_what_follows_the_head_appends_it_and_recalls_the_case_from_another_laptop(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    journal = scene.case("1/1", anna).opened()
    scene.send(anna, journal.part(1))
    scene.give("id-1/1", ben)
    late = journal.answered("General", 1).completed()
    scene.send(anna, late.part(2))
    [line] = lines(scene)
    assert (line.reason, quarantine_detail(scene.hub, scene.office(), line.id).follows_head) == (
        Reason.NOT_HOLDER,
        True,
    )
    decide(scene.hub, scene.office(), line.id, APPLY)
    assert scene.journal("id-1/1") == late.entries
    row = scene.row("id-1/1")
    assert (row.branch, row.status, row.holder_key, row.recalled is None) == (0, "completed", ben.device_key, False)
    assert row.next_user_key == ben.user_key
    [order] = orders(scene)
    assert (order.user_key, order.kind, order.case_key) == (ben.user_key, "recalled", row.key)


def test_applying_a_part_applies_those_it_goes_on_from(scene: HubScene) -> None:
    anna = scene.laptop()
    _, fork = forked(scene, anna)
    fork.answered("Visits", 5)
    scene.send(anna, fork.part(6))
    fork.completed()
    scene.send(anna, fork.part(7))
    first, second, third = lines(scene)
    assert [line.reason for line in (second, third)] == [Reason.AFTER_QUARANTINE] * 2
    decide(scene.hub, scene.office(), second.id, APPLY)
    assert scene.journal("id-1/1") == fork.entries[:7]
    assert [line.id for line in lines(scene)] == [third.id]
    decide(scene.hub, scene.office(), third.id, APPLY)
    assert scene.journal("id-1/1") == fork.entries
    assert scene.row("id-1/1").branch == 1
    with pytest.raises(Conflict, match="part of the journal"):
        decide(scene.hub, scene.office(), first.id, KEEP)


def test_a_case_the_hub_does_not_know_is_taken_in_when_it_is_applied(scene: HubScene) -> None:
    anna = scene.laptop()
    scene.case("1/1")
    made = Journal("mine", "L-anna").write(scene.created("1/1")).opened().answered("General", 1)
    [part] = scene.send(anna, made.part(term=0)).parts
    assert part.reason is Reason.REFERENCE_TAKEN
    [part] = scene.send(anna, made.completed().part(3, term=0)).parts
    assert part.reason is Reason.AFTER_QUARANTINE
    [first, second] = lines(scene)
    assert first.reference == "1/1"
    detail = quarantine_detail(scene.hub, scene.office(), second.id)
    assert [(each.label, each.journal, each.part) for each in detail.differences] == [
        ("General health", "", "Good"),
        ("Status", "", "completed"),
    ]
    with pytest.raises(Conflict, match="reference"):
        decide(scene.hub, scene.office(), second.id, APPLY)
    with pytest.raises(Conflict, match="does not have the case"):
        decide(scene.hub, scene.office(), second.id, GIVE_BACK)
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(reference="2/1"))
    decide(scene.hub, scene.office(), second.id, APPLY)
    assert scene.journal("mine") == made.entries
    row = scene.row("mine")
    assert (row.user_key, row.holder_key, row.term) == (anna.user_key, anna.device_key, 1)
    assert [(order.kind, order.case_key) for order in orders(scene)] == [("assigned", row.key)]
    scene.send(anna, made.opened().part(4, term=0))
    assert scene.journal("mine") == made.entries


def test_giving_a_case_back_assigns_it_anew_and_leaves_the_entries_apart(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    journal = scene.case("1/1", anna).opened()
    scene.send(anna, journal.part(1))
    scene.give("id-1/1", ben)
    scene.send(anna, journal.answered("General", 1).part(2))
    [line] = lines(scene)
    given = decide(scene.hub, scene.office(), line.id, GIVE_BACK)
    assert (given.decision, given.note) == (Decision.GIVE_BACK, "ask again")
    row = scene.row("id-1/1")
    assert (row.user_key, row.holder_key, row.next_user_key) == (ben.user_key, ben.device_key, anna.user_key)
    assert [(order.user_key, order.kind) for order in orders(scene)] == [(ben.user_key, "recalled")]
    assert len(scene.journal("id-1/1")) == 2
    assert len(scene.apart()) == 1


def test_giving_back_what_nobody_else_holds_is_at_once(scene: HubScene) -> None:
    anna = scene.laptop()
    forked(scene, anna)
    decide(scene.hub, scene.office(), lines(scene)[0].id, GIVE_BACK)
    row = scene.row("id-1/1")
    assert (row.user_key, row.holder_key, row.recalled) == (anna.user_key, None, None)
    assert [(order.user_key, order.kind) for order in orders(scene)] == [(anna.user_key, "assigned")]


def test_a_decision_can_be_followed_by_another_and_each_is_in_the_audit_log(scene: HubScene) -> None:
    anna = scene.laptop()
    _, fork = forked(scene, anna)
    [line] = lines(scene)
    for deciding in (KEEP, GIVE_BACK, APPLY):
        assert decide(scene.hub, scene.office(), line.id, deciding).decision is deciding.decision
    assert scene.journal("id-1/1") == fork.entries
    with scene.hub.database.reading() as connection:
        decided = select(tables.audit).where(tables.audit.c.action == "quarantine_decided")
        logged = connection.execute(decided.order_by(tables.audit.c.number)).all()
    assert [msgspec.json.decode(each.details)["decision"] for each in logged] == ["keep_apart", "give_back", "apply"]
    assert {(each.who, each.subject) for each in logged} == {("ruth", line.id)}
    assert "flu" not in str(logged)


def test_only_a_supervisor_sees_and_decides(scene: HubScene) -> None:
    anna = scene.laptop()
    forked(scene, anna)
    [line] = lines(scene)
    for principal in (anna, scene.office(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            quarantined(scene.hub, principal, True)
        with pytest.raises(NotAllowed):
            quarantine_detail(scene.hub, principal, line.id)
        with pytest.raises(NotAllowed):
            decide(scene.hub, principal, line.id, KEEP)
    with pytest.raises(NotThere):
        quarantine_detail(scene.hub, scene.office(), "none")
    with pytest.raises(NotThere):
        decide(scene.hub, scene.office(), "none", KEEP)


def test_what_was_applied_may_be_sent_again_and_is_there(scene: HubScene) -> None:
    anna = scene.laptop()
    _, fork = forked(scene, anna)
    decide(scene.hub, scene.office(), lines(scene)[0].id, APPLY)
    [part] = scene.send(anna, fork.part(1)).parts
    assert part.outcome is Outcome.APPLIED
    assert lines(scene) == []
