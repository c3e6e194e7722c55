"""A case that was given up stays here, out of sight, until a backup of the hub holds it: so no restore can lose it."""

import httpx
import pytest

from capi.hub.keeping.retention import delete_case
from capi.store.errors import NotThere
from capi.sync.round_report import Standing, Whose
from tests.sync.field import ROSA, Field, Laptop, said, standings
from tests.sync.tampering import Tampering, portal


def given_up(field: Field, laptop: Laptop) -> str:
    """Case 1042/01, visited, recalled, and given up in this order; its id."""
    [case_id] = field.bring("1042/01", to=laptop.user, contact=ROSA)
    laptop.round()
    laptop.visit("1042/01")
    laptop.round()
    field.recall(case_id)
    laptop.round()
    return case_id


def kept(laptop: Laptop) -> list[str]:
    return [each.reference for each in laptop.case_file.holdings() if each.given_up]


def listed(laptop: Laptop) -> list[str]:
    return [line.case.reference for line in laptop.case_file.cases()]


def test_a_recalled_case_leaves_the_list_at_once_and_the_laptop_when_a_backup_holds_it(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.visit("1042/01")
    field.recall(case_id)
    gone = anna.round()
    assert gone.given_up == ("1042/01",)
    assert (listed(anna), kept(anna), anna.case_file.waiting()) == ([], ["1042/01"], {})
    with pytest.raises(NotThere):
        anna.case_file.record(case_id)
    assert "Given back to your office, and no longer in your list (1): 1042/01." in said(gone)
    assert "kept on this laptop out of sight until the hub's next backup: 1." in said(gone)
    assert gone.all_safe
    assert gone.cases == ()
    waits = anna.round()
    assert (waits.given_up, waits.kept, waits.all_safe) == ((), 1, True), "it is told once, and is nobody's work"
    field.back_up()
    after = anna.round()
    assert (after.given_up, after.removed, after.kept) == ((), (), 0)
    assert anna.references == []
    assert after.all_safe


def test_a_recalled_case_that_a_backup_holds_already_goes_at_once(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.visit("1042/01")
    anna.round()
    field.back_up()
    field.recall(case_id)
    report = anna.round()
    assert (report.given_up, report.kept) == (("1042/01",), 0)
    assert anna.references == []


@pytest.mark.parametrize("made_here", [False, True])
def test_a_hub_restored_from_before_it_had_the_case_gets_it_from_the_laptop_that_gave_it_up(
    field: Field, made_here: bool
) -> None:
    anna = field.laptop()
    field.account("ben")
    if made_here:
        backup = field.copy_of_hub()
        case_id = anna.make_case("1042/01", ROSA)
    else:
        [case_id] = field.bring("1042/01", to="anna", contact=ROSA)
        backup = field.copy_of_hub()
    anna.round()
    anna.visit("1042/01")
    anna.round()
    field.recall(case_id)
    anna.round()
    assert kept(anna) == ["1042/01"]
    journal = anna.journal("1042/01")
    field.restore(backup)
    report = anna.round()
    assert report.restored
    assert field.scene.journal(case_id) == journal
    assert listed(anna) == ["1042/01"], "by the books of this hub it is hers"
    again = anna.round()
    field.recall(case_id)
    last = anna.round()
    assert kept(anna) == ["1042/01"], (said(again), said(last))
    field.back_up()
    anna.round()
    assert anna.references == []
    assert field.scene.journal(case_id) == journal


def test_a_hub_restored_from_before_the_last_entries_gets_them_though_another_laptop_has_the_case_by_now(
    field: Field,
) -> None:
    anna, ben = field.laptop(), field.laptop("ben")
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    backup = field.copy_of_hub()
    anna.visit("1042/01")
    anna.round()
    field.office.assign("ben", case_id)
    anna.round()
    ben.round()
    ben.visit("1042/01", 2)
    ben.round()
    field.restore(backup)
    ben.round()
    journal = ben.journal("1042/01")
    assert field.scene.journal(case_id) == journal
    report = anna.round()
    assert kept(anna) == ["1042/01"]
    assert report.kept == 1, said(report)
    field.back_up()
    anna.round()
    assert anna.references == []
    assert field.scene.journal(case_id) == journal


def test_nothing_is_kept_any_longer_or_sent_again_where_the_restored_hub_has_it_all(field: Field) -> None:
    anna = field.laptop()
    given_up(field, anna)
    backup = field.copy_of_hub()
    field.restore(backup)
    report = anna.round()
    assert (report.sent_entries, report.kept) == (0, 1), said(report)
    field.back_up()
    anna.round()
    assert anna.references == []


def test_a_restore_that_is_cut_before_the_case_was_sent_is_told_as_waiting_and_gone_on_with(field: Field) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    backup = field.copy_of_hub()
    anna.visit("1042/01")
    field.recall(case_id)
    anna.round()
    journal = anna.journal("1042/01")
    field.restore(backup)
    anna.transport = Tampering({"batches": portal})
    cut = anna.round()
    assert not cut.finished
    assert standings(cut) == {"1042/01": Standing.WAITING}
    assert cut.turn_of(Whose.NEXT_ROUND)
    assert listed(anna) == []
    anna.transport = None
    anna.round()
    assert field.scene.journal(case_id) == journal


def test_a_case_that_comes_back_while_it_is_still_kept_is_this_laptops_again(field: Field) -> None:
    anna, ben = field.laptop(), field.laptop("ben")
    case_id = given_up(field, anna)
    field.office.assign("ben", case_id)
    ben.round()
    ben.visit("1042/01", 2)
    ben.round()
    field.office.assign("anna", case_id)
    ben.round()
    report = anna.round()
    assert report.received == ("1042/01",)
    assert listed(anna) == ["1042/01"]
    assert (kept(anna), report.kept, anna.holding("1042/01").recalled) == ([], 0, "")
    assert anna.journal("1042/01") == field.scene.journal(case_id)
    anna.visit("1042/01", 3)
    assert anna.round().all_safe
    field.back_up()
    assert anna.round().all_safe
    assert listed(anna) == ["1042/01"], "the backup is no reason to remove it now"


def test_a_recall_that_was_taken_back_leaves_the_case_with_its_laptop(field: Field) -> None:
    anna = field.laptop()
    field.account("ben")
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    sitting = anna.sit("1042/01")
    field.office.assign("ben", case_id)
    anna.round()
    assert anna.holding("1042/01").recalled
    field.office.assign("anna", case_id)
    sitting.pause()
    report = anna.round()
    assert anna.holding("1042/01").recalled == ""
    assert report.all_safe, said(report)


def test_a_release_is_asked_again_of_given_up_cases_alone_and_a_cut_costs_nothing(field: Field) -> None:
    anna = field.laptop()
    given_up(field, anna)
    field.bring("1042/02", "1042/03", to="anna")
    line = Tampering({})
    anna.transport = line
    anna.round()
    assert line.asked.count("POST /v1/releases") == 1
    field.back_up()
    anna.transport = Tampering({"releases": portal})
    assert not anna.round().finished
    assert kept(anna) == ["1042/01"]
    anna.transport = None
    assert anna.round().all_safe
    assert sorted(anna.references) == ["1042/02", "1042/03"]


def test_a_case_the_office_has_deleted_is_removed_from_where_it_was_kept(field: Field) -> None:
    anna = field.laptop()
    case_id = given_up(field, anna)
    delete_case(field.scene.hub, case_id, "The respondent has withdrawn", by="ruth")
    anna.round()
    assert anna.references == []
    assert field.scene.apart() == []


def test_an_accepted_case_is_kept_where_the_hub_let_it_go_and_was_then_restored_to_before_the_backup(
    field: Field,
) -> None:
    anna = field.laptop()
    [case_id] = field.bring("1042/01", to="anna")
    anna.round()
    anna.interview("1042/01")
    anna.round()
    field.accept(case_id)
    before_the_backup = field.copy_of_hub()
    field.back_up()
    anna.transport = Tampering({"releases": lambda _answer: httpx.Response(200, content=b"cut")})
    assert not anna.round().finished
    field.restore(before_the_backup)
    anna.transport = None
    report = anna.round()
    assert "1042/01" in anna.references, said(report)
    assert field.scene.journal(case_id) == anna.journal("1042/01")
    field.back_up()
    anna.round()
    assert anna.references == []
