"""Tally: only what laptop and hub both have is shown as safe."""

import hashlib

import pytest
from sqlalchemy import update

from capi.fieldwork.journal import START
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed, Unfit
from capi.hub.hub import Principal
from capi.hub.journals.tally import tally, tally_digest
from capi.sync.messages import CaseTally, Tally, TallyReceipt
from capi.sync.signing import Purpose, verify
from tests.hub.scenario import EPOCH, HubScene, Journal


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


def believed(journal: Journal, upto: int | None = None, term: int = 1) -> CaseTally:
    head = journal.head if upto is None else journal.head_at(upto)
    return CaseTally(case=journal.case_id, term=term, number=head.number, hash=head.hash)


def ask(scene: HubScene, laptop: Principal, *cases: CaseTally, listed: bool) -> TallyReceipt:
    told = Tally(
        epoch=EPOCH,
        device=laptop.device or "",
        count=len(cases),
        digest=tally_digest(cases),
        cases=list(cases) if listed else [],
    )
    signed = tally(scene.hub, laptop, told)
    return verify(scene.hub.keys.signing.public_key(), Purpose.TALLY, signed, TallyReceipt)


def test_what_both_have_is_agreed_without_a_list(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    journals = [scene.case(f"{number}/1", anna).opened() for number in range(12)]
    scene.case("of-ben/1", ben)
    scene.send(anna, *(journal.part(1) for journal in journals))
    receipt = ask(scene, anna, *(believed(journal) for journal in reversed(journals)), listed=False)
    assert (receipt.agreed, receipt.count, receipt.differing, receipt.unlisted) == (True, 12, [], ())
    assert (receipt.hub, receipt.epoch, receipt.device) == ("hub-1", EPOCH, "L-anna")


def test_one_entry_more_or_less_is_not_agreed(scene: HubScene) -> None:
    anna = scene.laptop()
    journal = scene.case("1/1", anna).opened()
    scene.send(anna, journal.part(1))
    assert not ask(scene, anna, believed(journal, 1), listed=False).agreed
    assert not ask(scene, anna, believed(journal.answered("General", 1)), listed=False).agreed
    assert ask(scene, anna, listed=False).unlisted == (journal.case_id,)


def test_a_list_says_of_each_case_what_the_hub_has(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    same, less, more, other, taken, old = (scene.case(f"{number}/1", anna).opened() for number in range(6))
    unlisted = scene.case("unlisted/1", anna)
    scene.send(anna, *(journal.part(1) for journal in (same, less, more, other, taken, old)))
    less.answered("General", 1)
    scene.send(anna, more.answered("General", 1).part(2))
    other.entries[1:] = scene.made_here("other/1", anna).opened().entries[1:]
    scene.give(taken.case_id, ben)
    scene.give(old.case_id, anna)
    unknown = scene.made_here("unknown/1", anna)
    cases = [believed(each) for each in (same, less, other, taken, old, unknown)] + [believed(more, 2)]
    receipt = ask(scene, anna, *cases, listed=True)
    found = {difference.case: (difference.number, difference.hash) for difference in receipt.differing}
    assert not receipt.agreed
    assert found == {
        less.case_id: (2, less.head_at(2).hash),
        more.case_id: (3, more.head.hash),
        other.case_id: (2, scene.row(other.case_id).hash),
        taken.case_id: (2, taken.head.hash),
        old.case_id: (2, old.head.hash),
        unknown.case_id: (0, START.hash),
    }
    assert len({difference.why for difference in receipt.differing}) == 6
    assert receipt.unlisted == (unlisted.case_id,)


def test_a_list_of_what_is_there_is_agreed_though_the_hub_has_more_cases_for_the_laptop(scene: HubScene) -> None:
    anna = scene.laptop()
    journal, unlisted = scene.case("1/1", anna), scene.case("2/1", anna)
    assert not ask(scene, anna, believed(journal), listed=False).agreed
    receipt = ask(scene, anna, believed(journal), listed=True)
    assert (receipt.agreed, receipt.unlisted) == (True, (unlisted.case_id,))
    receipt = ask(scene, anna, listed=True)
    assert (receipt.agreed, receipt.unlisted) == (True, (journal.case_id, unlisted.case_id))


def test_a_case_with_a_part_in_quarantine_is_left_out_until_that_is_applied(scene: HubScene) -> None:
    anna = scene.laptop()
    journal, forked = scene.case("1/1", anna).opened(), scene.case("2/1", anna).opened()
    fork = forked.copy().answered("General", 2)
    scene.send(anna, journal.part(1), forked.answered("General", 1).part(1), fork.part(1))
    assert ask(scene, anna, believed(journal), listed=False).agreed
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.quarantine).values(decision="keep_apart"))
    assert ask(scene, anna, believed(journal), listed=False).agreed
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.quarantine).values(decision="apply"))
    assert not ask(scene, anna, believed(journal), listed=False).agreed
    assert ask(scene, anna, believed(journal), believed(forked), listed=False).agreed


def test_a_case_is_backed_up_when_a_backup_has_its_last_entry(scene: HubScene) -> None:
    anna = scene.laptop()
    journals = [scene.case(f"{number}/1", anna).opened() for number in range(2)]
    scene.send(anna, *(journal.part(1) for journal in journals))
    with scene.hub.database.writing() as connection:
        for number, journal in enumerate(journals, start=1):
            backed_up = update(tables.cases).where(tables.cases.c.id == journal.case_id).values(backed_up=number)
            connection.execute(backed_up)
    assert ask(scene, anna, listed=True).backed_up == (journals[1].case_id,)
    scene.send(anna, journals[1].answered("General", 1).part(2))
    assert ask(scene, anna, listed=True).backed_up == ()


def test_a_tally_of_another_laptop_or_with_another_digest_is_refused(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    case = believed(scene.case("1/1", anna))
    told = Tally(epoch=EPOCH, device="L-anna", count=1, digest=tally_digest([case]), cases=[case])
    with pytest.raises(Unfit, match="another laptop"):
        tally(scene.hub, ben, told)
    with pytest.raises(Unfit, match="digest"):
        tally(scene.hub, anna, Tally(epoch=EPOCH, device="L-anna", count=1, digest="0" * 64, cases=[case]))
    with pytest.raises(NotAllowed):
        tally(scene.hub, scene.office(), told)


def test_the_digest_is_that_of_the_protocol() -> None:
    cases = [CaseTally(case=name, term=1, number=2, hash="ab" * 32) for name in ("b", "a")]
    lines = f"a 2 {'ab' * 32}\nb 2 {'ab' * 32}\n"
    assert tally_digest(cases) == hashlib.sha256(lines.encode()).hexdigest()


def test_a_case_that_went_to_another_laptop_says_whether_the_journal_has_what_this_one_counts(scene: HubScene) -> None:
    anna, ben = scene.laptop(), scene.laptop("ben")
    same, gone_on, other = (scene.case(f"{number}/1", anna).opened() for number in range(3))
    scene.send(anna, *(journal.part(1) for journal in (same, gone_on, other)))
    counted = [believed(same), believed(gone_on, 1), believed(other)]
    counted[2] = CaseTally(case=other.case_id, term=1, number=1, hash="f" * 64)
    for journal in (same, gone_on, other):
        scene.give(journal.case_id, ben)
    receipt = ask(scene, anna, *counted, listed=True)
    told = {each.case: each.only_holder for each in receipt.differing}
    assert told == {same.case_id: True, gone_on.case_id: True, other.case_id: False}
    assert not receipt.agreed
