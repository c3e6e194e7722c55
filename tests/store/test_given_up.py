"""A case that is no longer this laptop's: out of sight, never written, and whole until a backup of the hub holds it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Answered, Left, Opened, Way
from capi.fieldwork.journal import START, Head
from capi.store.case_file import CaseFile
from capi.store.errors import NotThere, OtherJournal, SittingOpen
from capi.store.hold import Holder
from capi.store.holdings import Acknowledged
from capi.store.receiving import ReceivedCase
from tests.store.conftest import Clock


def visit(case_file: CaseFile, now: Clock) -> None:
    case_file.append("1", Opened(), now())
    case_file.append("1", Answered.of("A", 1, None), now())
    case_file.append("1", Left(Way.PAUSED), now())


def head(case_file: CaseFile) -> Head:
    return case_file.holding("1").head


def whole(case_file: CaseFile) -> list[bytes]:
    return case_file.bytes_after("1", 0, 1_000, 10**9)


@pytest.fixture
def given_up(case_file: CaseFile, new_case: Callable[[str], Case], now: Clock) -> CaseFile:
    """Case 1 is given up, and case 2 is not."""
    case_file.add_case(new_case("2"), now())
    visit(case_file, now)
    case_file.renew_lease("1", 1, "lease")
    case_file.mark_recalled("1", "Another team")
    case_file.give_up("1", head(case_file))
    return case_file


def test_a_case_given_up_is_in_no_list_and_is_neither_opened_nor_written_and_all_of_it_is_there(
    given_up: CaseFile, path: Path, passphrase: str, holder: Holder, now: Clock
) -> None:
    before = whole(given_up)
    given_up.close()
    with CaseFile.open(path, passphrase, holder) as case_file:
        assert [line.case.id for line in case_file.cases()] == ["2"]
        assert list(case_file.waiting()) == ["2"]
        for ask in (lambda: case_file.record("1"), lambda: case_file.append("1", Opened(), now())):
            with pytest.raises(NotThere, match="no case 1"):
                ask()
        assert [(each.case_id, each.given_up) for each in case_file.holdings()] == [("1", True), ("2", False)]
        assert whole(case_file) == before
        assert case_file.verify() == ()
        assert case_file.missing_saves == 0


def test_a_case_that_was_just_written_is_not_written_on_after_it_was_given_up(case_file: CaseFile, now: Clock) -> None:
    visit(case_file, now)
    case_file.give_up("1", head(case_file))
    with pytest.raises(NotThere):
        case_file.append("1", Answered.of("A", 2, None), now())


def test_nothing_is_given_up_that_somebody_sits_at_or_that_goes_on_after_the_entry_named(
    case_file: CaseFile, now: Clock
) -> None:
    case_file.append("1", Opened(), now())
    with pytest.raises(SittingOpen):
        case_file.give_up("1", head(case_file))
    earlier = head(case_file)
    case_file.append("1", Left(Way.PAUSED), now())
    with pytest.raises(OtherJournal):
        case_file.give_up("1", earlier)
    with pytest.raises(NotThere):
        case_file.give_up("99", earlier)
    assert len(case_file.cases()) == 1


def test_a_case_given_up_can_be_taken_up_again_as_it_was(given_up: CaseFile, now: Clock) -> None:
    before = whole(given_up)
    given_up.take_up("1")
    assert whole(given_up) == before
    assert [line.case.id for line in given_up.cases()] == ["1", "2"]
    assert given_up.append("1", Opened(), now()).number == len(before) + 1


def test_what_a_hub_has_lost_of_a_case_given_up_can_be_sent_again(given_up: CaseFile) -> None:
    last = head(given_up)
    given_up.acknowledge([Acknowledged("1", last)])
    given_up.take_back({"1": START})
    held = given_up.holding("1")
    assert (held.waiting, held.given_up) == (last.number, True)
    assert "1" not in given_up.waiting()


def test_a_case_given_up_is_removed_for_good(given_up: CaseFile) -> None:
    given_up.remove_case("1", head(given_up))
    assert [each.case_id for each in given_up.holdings()] == ["2"]
    assert given_up._held.core.exec_driver_sql("SELECT case_id FROM tombstones").scalars().all() == ["1"]


@pytest.mark.parametrize("term", [1, 3])
def test_a_case_given_up_that_the_hub_gives_again_is_this_laptops_and_not_recalled(
    given_up: CaseFile, now: Clock, term: int
) -> None:
    assert given_up.receive_case(ReceivedCase(whole(given_up), term, "another lease", Contact(name="Ann")), now())
    held = given_up.holding("1")
    assert (held.given_up, held.recalled, held.term, held.waiting) == (False, "", term, 0)
    assert [line.case.id for line in given_up.cases()] == ["1", "2"]
    given_up.append("1", Opened(), now())


def test_an_older_lease_does_not_bring_a_case_back_that_was_given_up(given_up: CaseFile, now: Clock) -> None:
    given_up.renew_lease("1", 4, "fourth")
    assert not given_up.receive_case(ReceivedCase(whole(given_up), 3, "third"), now())
    assert given_up.holding("1").given_up
