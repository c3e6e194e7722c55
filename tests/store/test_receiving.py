"""A case that comes from the hub: whole or not at all, and over nothing that was written here."""

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest
from msgspec.structs import replace

from capi.fieldwork.case import Case, Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Completed,
    Contents,
    Left,
    Migrated,
    Opened,
    Remarked,
    Returned,
    RowAdded,
    Way,
)
from capi.fieldwork.journal import START, Head, MalformedEntry, Moment, digest, encode, follow, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved, NotThere, OtherJournal, SittingOpen
from capi.store.hold import Holder
from capi.store.holdings import Acknowledged
from capi.store.receiving import ReceivedCase
from tests.store.conftest import MONDAY, Clock
from tests.store.test_disk import no_file_longer_than

ANN = Contact(name="Ann Example", telephones=("01632 960001",))
SECOND = Snapshot("cd" * 32, "seb", "2.0", {"instrument.yaml": "name: seb\n"}, b"1\n{}")
WORKED: tuple[Contents, ...] = (
    Opened(),
    Answered.of("A", 1, "B"),
    RowAdded("People", 2, "Another", "B"),
    Remarked("A", "hm"),
    Completed(),
    Returned("again", ("A",), "sup"),
)


def journal(case: Case, *contents: Contents, device: str = "hub") -> list[bytes]:
    """As the hub has it: made there, and worked at by somebody."""
    head, data = START, []
    for second, each in enumerate((CaseCreated.of(replace(case, name="")), *contents)):
        moment = Moment(MONDAY.replace(minute=second // 60, second=second % 60), 0, second)
        entry = follow(head, case=case.id, device=device, who="sup", moment=moment, contents=each)
        data.append(encode(entry))
        head = Head(entry.number, digest(data[-1]))
    return data


@pytest.fixture
def given_case(new_case: Callable[[str], Case]) -> Case:
    return new_case("7")


def state(case_file: CaseFile, case_id: str) -> object:
    return case_file.record(case_id), case_file.entries(case_id), case_file.holding(case_id), case_file.contact(case_id)


def test_a_case_comes_with_all_that_is_known_of_it(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, given_case: Case, now: Clock
) -> None:
    data = journal(given_case, *WORKED)
    assert case_file.receive_case(ReceivedCase(data, 3, "lease", ANN), now())
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.missing_saves == 0
        assert again.bytes_after("7", 0, 100, 10**6) == data
        record = again.record("7")
        assert record == replay(again.entries("7"), ANN)
        assert (record.answers, record.status, record.case.name) == ({"A": 1}, Status.IN_PROGRESS, "Ann Example")
        assert record.returned == WORKED[-1]
        assert [line for line in again.cases() if line.case.id == "7"] == [record.summary]
        held = again.holding("7")
        assert (held.term, held.lease, held.acknowledged, held.waiting) == (3, "lease", record.head, 0)
        assert again.append("7", Opened(), now()).number == len(data) + 1
        assert verify_chain(again.entries("7")) is None
        assert again.holding("7").waiting == 1


def test_a_case_received_twice_is_there_once(case_file: CaseFile, given_case: Case, now: Clock) -> None:
    received = ReceivedCase(journal(given_case, *WORKED), 3, "lease", ANN)
    assert case_file.receive_case(received, now())
    before = state(case_file, "7")
    assert not case_file.receive_case(received, now())
    assert state(case_file, "7") == before
    assert [line.case.id for line in case_file.cases()] == ["1", "7"]


def test_an_order_done_again_after_work_was_done_takes_nothing_back(
    case_file: CaseFile, given_case: Case, now: Clock
) -> None:
    received = ReceivedCase(journal(given_case), 1, "lease", ANN)
    case_file.receive_case(received, now())
    case_file.append("7", Opened(), now())
    case_file.append("7", Left(Way.PAUSED), now())
    case_file.acknowledge([Acknowledged("7", case_file.holding("7").head)])
    before = state(case_file, "7")
    assert not case_file.receive_case(received, now())
    assert state(case_file, "7") == before


def test_a_case_that_went_on_elsewhere_goes_on_here(case_file: CaseFile, given_case: Case, now: Clock) -> None:
    data = journal(given_case, *WORKED)
    case_file.receive_case(ReceivedCase(data[:2], 1, "first"), now())
    case_file.record("7")
    assert case_file.receive_case(ReceivedCase(data, 3, "third"), now())
    assert case_file.record("7") == replay(case_file.entries("7"))
    assert case_file.holding("7").acknowledged.number == len(data)
    case_file.append("7", Opened(), now())
    assert case_file.record("7") == replay(case_file.entries("7"))


def test_an_order_of_a_term_that_is_over_changes_nothing(case_file: CaseFile, given_case: Case, now: Clock) -> None:
    case_file.receive_case(ReceivedCase(journal(given_case), 3, "third"), now())
    before = state(case_file, "7")
    for stale in (journal(given_case), journal(given_case, *WORKED), journal(given_case, device="other")):
        assert not case_file.receive_case(ReceivedCase(stale, 2, "second", ANN), now())
    assert state(case_file, "7") == before


def test_what_was_apart_is_sent_again_when_the_case_is_given_back(
    case_file: CaseFile, given_case: Case, now: Clock
) -> None:
    data = journal(given_case, *WORKED)
    case_file.receive_case(ReceivedCase(data, 1, "first"), now())
    case_file.append("7", Opened(), now())
    last = case_file.append("7", Left(Way.PAUSED), now())
    case_file.acknowledge([Acknowledged("7", case_file.holding("7").head, "not_holder")])
    case_file.mark_recalled("7", "moved")
    case_file.accept("7", case_file.holding("7").head)
    case_file.mark_backed_up(["7"])
    assert case_file.receive_case(ReceivedCase(data, 3, "third"), now())
    held = case_file.holding("7")
    assert (held.acknowledged.number, held.head.number, held.waiting) == (len(data), last.number, 2)
    assert (held.apart, held.recalled, held.accepted, held.backed_up) == ("", "", None, False)


def test_a_case_made_here_gets_its_lease_and_keeps_its_contact(case_file: CaseFile, now: Clock) -> None:
    data = case_file.bytes_after("1", 0, 100, 10**6)
    assert case_file.receive_case(ReceivedCase(data, 1, "lease"), now())
    held = case_file.holding("1")
    assert (held.term, held.lease, held.waiting) == (1, "lease", 0)
    assert case_file.contact("1") == Contact(name="Mrs Smith")
    assert case_file.receive_case(ReceivedCase(data, 1, "lease", ANN), now())
    assert case_file.contact("1") == ANN
    assert case_file.record("1").case.name == "Ann Example"


def test_a_journal_that_parts_from_the_one_here_is_refused_and_nothing_changes(
    case_file: CaseFile, given_case: Case, now: Clock
) -> None:
    data = journal(given_case, Opened(), Answered.of("A", 1, "B"), Left(Way.PAUSED))
    case_file.receive_case(ReceivedCase(data, 1, "lease", ANN), now())
    before = state(case_file, "7")
    for other in (
        journal(given_case, Opened(), Answered.of("A", 2, "B"), Left(Way.PAUSED)),
        journal(given_case, Opened(), Answered.of("A", 2, "B")),
        journal(given_case, Opened(), Answered.of("A", 1, "B"), Left(Way.CLOSED), Opened(), Left(Way.PAUSED)),
        journal(given_case, device="other"),
    ):
        with pytest.raises(OtherJournal, match=r"case 7.*Nothing was changed.*ask the office"):
            case_file.receive_case(ReceivedCase(other, 9, "other lease", Contact(name="Else")), now())
        assert state(case_file, "7") == before


def test_what_is_no_journal_is_refused(case_file: CaseFile, given_case: Case, now: Clock) -> None:
    data = journal(given_case, *WORKED)
    for broken in ([], data[1:], [data[0], data[2]], [b"{}"], [*data, data[-1]], [data[0], data[1] + b" "]):
        with pytest.raises(MalformedEntry):
            case_file.receive_case(ReceivedCase(broken, 1, "lease"), now())
    assert [line.case.id for line in case_file.cases()] == ["1"]


def test_a_case_needs_the_instrument_it_is_held_to_now_and_no_other(
    practice: CaseFile, given_case: Case, now: Clock
) -> None:
    moved = journal(replace(given_case, sha256="ee" * 32), Opened(), Left(Way.PAUSED), Migrated("2.0", SECOND.sha256))
    with pytest.raises(NotThere, match=r"instrument of case 7.*Fetch it first"):
        practice.receive_case(ReceivedCase(moved, 1, "lease", ANN), now())
    assert practice._held.core.exec_driver_sql("SELECT count(*) FROM contacts").scalar() == 1
    practice.keep_snapshot(SECOND)
    assert practice.receive_case(ReceivedCase(moved, 1, "lease"), now())
    assert practice.record("7") == replay(practice.entries("7"))
    assert practice.snapshot(practice.record("7").case.sha256) == SECOND


def test_entries_do_not_come_while_somebody_sits_at_the_case(case_file: CaseFile, given_case: Case, now: Clock) -> None:
    data = journal(given_case)
    case_file.receive_case(ReceivedCase(data, 1, "lease"), now())
    case_file.append("7", Opened(), now())
    here = case_file.bytes_after("7", 0, 10, 10**6)
    longer = [
        *here,
        encode(
            follow(
                case_file.holding("7").head,
                case="7",
                device="L-12",
                who="anna",
                moment=now(),
                contents=Left(Way.CLOSED),
            )
        ),
    ]
    for _ in range(2):
        with pytest.raises(SittingOpen, match="leave it, then do this again"):
            case_file.receive_case(ReceivedCase(longer, 2, "second"), now())
    assert case_file.holding("7").term == 1
    assert case_file.receive_case(ReceivedCase(here, 2, "second"), now()), "a lease may come at any time"
    case_file.append("7", Left(Way.PAUSED), now())
    assert case_file.record("7") == replay(case_file.entries("7"))


def test_a_disk_that_is_full_half_way_leaves_nothing_of_the_case(
    case_file: CaseFile, path: Path, given_case: Case, now: Clock
) -> None:
    long = journal(given_case, *(Answered.of(f"Q{number}", "words " * 100, None) for number in range(200)))
    saves = case_file._saves
    for room in (0, 20_000, 80_000):
        log = path.with_name("anna.capi-wal")
        with no_file_longer_than(log.stat().st_size + room), pytest.raises(NotSaved):
            case_file.receive_case(ReceivedCase(long, 1, "lease", ANN), now())
        assert [line.case.id for line in case_file.cases()] == ["1"]
        assert case_file._saves == saves
    assert case_file.receive_case(ReceivedCase(long, 1, "lease", ANN), now())
    assert case_file.record("7") == replay(case_file.entries("7"), ANN)
    assert case_file.verify() == ()


def receive_and_die(path: Path, holder: Holder, received: ReceivedCase, after: int) -> None:
    """Dies when so many entries of the case are written."""
    written = 0

    def die_at(statement: str) -> None:
        nonlocal written
        written += statement.startswith("INSERT INTO journal")
        if written > after:
            os.kill(os.getpid(), signal.SIGKILL)

    with CaseFile.open(path, None, holder) as case_file:
        case_file._held.bare.set_trace_callback(die_at)
        case_file.receive_case(received, Moment(MONDAY, 0, 0))


@pytest.mark.parametrize("after", [1, 4, 6])
def test_a_kill_half_way_leaves_the_case_as_it_was(
    practice: CaseFile, path: Path, holder: Holder, given_case: Case, now: Clock, after: int
) -> None:
    data = journal(given_case, *WORKED)
    practice.close()
    received = ReceivedCase(data, 1, "lease", ANN)
    process = get_context("spawn").Process(target=receive_and_die, args=(path, holder, received, after))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with CaseFile.open(path, None, holder) as again:
        assert [line.case.id for line in again.cases()] == ["1"]
        assert again.missing_saves == 0
        assert again.receive_case(received, now())
        assert again.record("7") == replay(again.entries("7"), ANN)
