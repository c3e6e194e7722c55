"""A case that leaves: wholly, and nothing else with it; and it may come back."""

import os
import random
import signal
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Answered, Cleared, EditSuppressed, Left, Opened, Remarked, Returned, RowAdded, Way
from capi.fieldwork.journal import Head
from capi.fieldwork.replay import replay
from capi.fieldwork.values import Given
from capi.instrument.loading import Snapshot
from capi.store import removing
from capi.store.case_file import CaseFile
from capi.store.errors import NotThere, OtherJournal, SittingOpen
from capi.store.hold import Holder
from capi.store.holdings import Acknowledged
from capi.store.receiving import ReceivedCase
from tests.store.conftest import MONDAY, Clock

CANARY = "canary-of-the-removed-case"


def interview(case_file: CaseFile, case_id: str, word: str, now: Clock) -> None:
    case_file.append(case_id, Opened(), now())
    for number in range(30):
        case_file.append(case_id, Answered.of(f"{word}-Q{number}", f"{word} {number} " * (number % 4), None), now())
    case_file.append(case_id, Remarked("A", f"{word} remark"), now())
    case_file.append(case_id, RowAdded(f"{word}-People", 2, "Another", "B"), now())
    case_file.append(case_id, EditSuppressed(f"{word}-E1", word, {"A": Given(word)}), now())
    case_file.append(case_id, Left(Way.PAUSED), now())


def head(case_file: CaseFile, case_id: str) -> Head:
    return case_file.holding(case_id).head


def test_a_removed_case_is_gone_but_for_its_tombstone_and_all_else_is_as_it_was(
    practice: CaseFile, path: Path, holder: Holder, new_case: Callable[[str], Case], now: Clock
) -> None:
    practice.add_cases([new_case("2"), new_case("3")], now())
    for case_id in "123":
        interview(practice, case_id, f"word{case_id}", now)
    last = head(practice, "2")
    others = [(practice.record(each), practice.entries(each), practice.holding(each)) for each in "13"]
    practice.remove_case("2", last)
    assert [line.case.id for line in practice.cases()] == ["1", "3"]
    for ask in (practice.record, practice.entries, practice.holding, practice.contact):
        with pytest.raises(NotThere, match="no case 2"):
            ask("2")
    with pytest.raises(NotThere, match="no case 2"):
        practice.append("2", Opened(), now())
    with pytest.raises(NotThere, match="no case 2"):
        practice.remove_case("2", last)
    assert [(practice.record(each), practice.entries(each), practice.holding(each)) for each in "13"] == others
    assert practice._held.core.exec_driver_sql("SELECT case_id, number, hash FROM tombstones").all() == [
        ("2", last.number, last.hash)
    ]
    (age,) = practice._held.core.exec_driver_sql("SELECT unixepoch() - removed / 1000000 FROM tombstones").one()
    assert 0 <= age < 60
    practice.close()
    with CaseFile.open(path, None, holder) as again:
        assert again.verify() == ()
        assert [(again.record(each), again.entries(each), again.holding(each)) for each in "13"] == others


def test_a_case_stays_while_somebody_sits_at_it_or_its_last_entry_is_another_one(
    case_file: CaseFile, now: Clock
) -> None:
    interview(case_file, "1", "word", now)
    earlier = case_file.head_at("1", head(case_file, "1").number - 1)
    for other in (earlier, Head(earlier.number + 1, earlier.hash), Head(99, earlier.hash)):
        with pytest.raises(OtherJournal, match="last entry is not the one that is safe"):
            case_file.remove_case("1", other)
    case_file.append("1", Opened(), now())
    with pytest.raises(SittingOpen, match="leave it, then do this again"):
        case_file.remove_case("1", head(case_file, "1"))
    case_file.append("1", Left(Way.PAUSED), now())
    case_file.remove_case("1", head(case_file, "1"))
    assert case_file.cases() == []


def files_with(word: str, folder: Path) -> list[str]:
    return [
        file.name
        for file in folder.iterdir()
        if file.is_file() and any(each in file.read_bytes() for each in (word.encode(), word.encode("utf-16-le")))
    ]


@pytest.fixture
def with_canary(practice: CaseFile, new_case: Callable[[str], Case], now: Clock) -> CaseFile:
    """A practice file where a case lies between others, its rows on the same pages and moved about with theirs."""
    secret = replace(new_case(f"{CANARY}-id"), reference=f"{CANARY}-reference", facts={"Street": f"{CANARY}-fact"})
    contact = Contact(name=f"{CANARY}-name", telephones=(f"{CANARY}-telephone",))
    practice.add_cases([*(new_case(str(number)) for number in range(2, 30)), secret], now(), {secret.id: contact})
    practice._held.cursor.execute("PRAGMA synchronous = OFF")
    case_ids = [*(str(number) for number in range(1, 30)), secret.id]
    chance = random.Random(4)  # noqa: S311
    for _ in range(1500):
        case_id = secret.id if chance.random() < 0.2 else chance.choice(case_ids)
        word = CANARY if case_id == secret.id else "plain"
        field, words = f"{word}-{chance.randrange(100)}", f"{word} " * chance.choice([1, 2, 5, 40, 200])
        steps = (
            Answered.of(field, words, None),
            Remarked(field, words),
            Cleared(field, None),
            EditSuppressed(field, words, {}),
            RowAdded(f"{word}-People", chance.randrange(1, 100), "Another", None),
            Returned(words),
            AppointmentMade("2026-11-24T17:40", "Europe/London", MONDAY, note=words),
        )
        practice.append(case_id, chance.choice(steps), now())
    practice.append(secret.id, Left(Way.PAUSED), now())
    practice.acknowledge([Acknowledged(secret.id, head(practice, secret.id))])
    practice.renew_lease(secret.id, 3, f"{CANARY}-lease")
    practice.mark_recalled(secret.id, f"{CANARY}-reason")
    return practice


def test_no_byte_of_a_removed_case_is_left_in_any_file(with_canary: CaseFile, path: Path) -> None:
    case_id = f"{CANARY}-id"
    assert "anna.capi-wal" in files_with(CANARY, path.parent), "else the test finds nothing whatever is left"
    with_canary.remove_case(case_id, head(with_canary, case_id))
    assert "anna.capi-wal" not in files_with(CANARY, path.parent), "the log is cut at once"
    with_canary._held.core.exec_driver_sql(
        "UPDATE cases SET language = 'en'"
    )  # what follows is not kept out of the log
    with_canary.close()
    assert path.read_bytes().count(CANARY.encode()) == path.read_bytes().count(case_id.encode()) == 1, "the tombstone"


def leave_between_rows(path: Path, word: bytes) -> None:
    """Writes a word where a page of the closed file has no rows, as SQLite leaves some when it moves rows to another page."""
    data = bytearray(path.read_bytes())
    for page in range(4096, len(data), 4096):
        rows = int.from_bytes(data[page + 3 : page + 5], "big")
        free, first_row = page + 8 + 2 * rows, page + int.from_bytes(data[page + 5 : page + 7], "big")
        if data[page] in (0x0A, 0x0D) and rows and first_row - free > len(word):
            data[free : free + len(word)] = word
            path.write_bytes(data)
            return
    raise AssertionError("no page has room between its rows")


def test_what_lies_between_rows_is_swept_out_when_the_file_is_closed_if_not_before(
    with_canary: CaseFile, path: Path, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(removing, "sweep", lambda _: None)
        with_canary.remove_case(f"{CANARY}-id", head(with_canary, f"{CANARY}-id"))
        with_canary.close()
    leave_between_rows(path, b"left-between-rows")
    with CaseFile.open(path, None, holder) as again:
        assert again.verify() == (), "nobody sees it but who looks at the bytes"
        assert removing.sweep_due(again._held.core)
    assert not files_with("left-between-rows", path.parent)
    with CaseFile.open(path, None, holder) as again:
        assert not removing.sweep_due(again._held.core)
        assert again.missing_saves == 0
        assert len(again.cases()) == 29
        assert again.verify() == ()
        size = path.stat().st_size
        again.sweep()
        assert path.stat().st_size == size, "nothing was due"


def test_a_removed_case_can_come_back_and_leave_again(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Clock
) -> None:
    for term in range(1, 4):
        interview(case_file, "1", f"word{term}", now)
        data = case_file.bytes_after("1", 0, 10_000, 10**9)
        case_file.remove_case("1", head(case_file, "1"))
        assert case_file.receive_case(ReceivedCase(data, term, f"lease {term}", Contact(name="Mrs Smith")), now())
        assert case_file.record("1") == replay(case_file.entries("1"), case_file.contact("1"))
        assert (case_file.holding("1").term, case_file.holding("1").waiting) == (term, 0)
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.missing_saves == 0
        assert again.verify() == ()
        assert again._held.core.exec_driver_sql("SELECT count(*) FROM tombstones").scalar() == 3


steps = st.lists(st.tuples(st.sampled_from(["write", "remove", "add", "reopen"]), st.integers(0, 5)), max_size=25)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_count_of_saves_is_right_whatever_is_removed(
    tmp_path_factory: pytest.TempPathFactory,
    holder: Holder,
    snapshot: Snapshot,
    new_case: Callable[[str], Case],
    now: Clock,
    steps: list[tuple[str, int]],
) -> None:
    """It says how many entries were ever written, and claims after no removal that one is missing."""
    path = tmp_path_factory.mktemp("count") / "anna.capi"
    case_file = CaseFile.create(path, None, holder)
    try:
        case_file.keep_snapshot(snapshot)
        saves = made = 0
        for what, number in (*steps, ("reopen", 0)):
            there = [line.case.id for line in case_file.cases()]
            if what == "add":
                case_file.add_case(new_case(f"c{made}"), now())
                made, saves = made + 1, saves + 1
            elif what == "reopen":
                case_file.close()
                case_file = CaseFile.open(path, None, holder)
                assert case_file.missing_saves == 0
            elif there and what == "write":
                case_file.append(there[number % len(there)], Opened(), now(), Left(Way.PAUSED))
                saves += 2
            elif there:
                case_id = there[number % len(there)]
                case_file.remove_case(case_id, head(case_file, case_id))
            assert case_file._saves == saves
    finally:
        case_file.close()


def test_saves_lost_after_a_case_was_removed_are_still_noticed(
    practice: CaseFile, path: Path, holder: Holder, new_case: Callable[[str], Case], now: Clock
) -> None:
    practice.add_case(new_case("2"), now())
    interview(practice, "2", "word", now)
    practice.remove_case("2", head(practice, "2"))
    for _ in range(3):
        practice.append("1", Answered.of("A", 1, None), now())
    crashed = path.read_bytes(), path.with_name("anna.capi.count").read_bytes()
    practice.close()
    path.write_bytes(crashed[0])
    path.with_name("anna.capi.count").write_bytes(crashed[1])
    with CaseFile.open(path, None, holder) as again:
        assert again.missing_saves == 3


def die_while_removing(path: Path, holder: Holder, statement: int) -> None:
    with CaseFile.open(path, None, holder) as case_file:
        last = head(case_file, "1")
        seen = 0

        def die_at(text: str) -> None:
            nonlocal seen
            seen += text.startswith(("INSERT", "DELETE", "UPDATE", "COMMIT"))
            if seen == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        case_file._held.bare.set_trace_callback(die_at)
        case_file.remove_case("1", last)
        case_file._held.bare.set_trace_callback(None)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(("statement", "gone"), [(2, False), (9, False), (11, False), (99, True)])
def test_a_removal_cut_short_leaves_the_case_or_its_tombstone(
    practice: CaseFile, path: Path, holder: Holder, now: Clock, statement: int, gone: bool
) -> None:
    interview(practice, "1", "word", now)
    before = practice.entries("1")
    practice.close()
    process = get_context("spawn").Process(target=die_while_removing, args=(path, holder, statement))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with CaseFile.open(path, None, holder) as again:
        assert again.missing_saves == 0
        assert (again.cases() == []) is gone
        assert again._held.core.exec_driver_sql("SELECT count(*) FROM tombstones").scalar() == int(gone)
        if not gone:
            assert again.entries("1") == before
            assert again.record("1") == replay(before, again.contact("1"))
