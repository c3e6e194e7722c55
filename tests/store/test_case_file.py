"""A case file as its users see it: what is put in comes out, also after it was closed."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Completed,
    Left,
    Opened,
    Remarked,
    Stopped,
    UnfitForJournal,
    Way,
)
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.instrument.model import Answer, Missing, Mode
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.errors import AlreadyThere, NotThere
from capi.store.hold import Holder


def test_an_interview_goes_on_where_it_was_left(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Callable[[], Moment]
) -> None:
    case_file.append("1", Opened(), now())
    case_file.append("1", Answered.of("SchoolType", 1, "FreeMeals"), now())
    case_file.append("1", Answered.of("FreeMeals", Missing.REFUSED, "Occupation"), now())
    case_file.append("1", Remarked("FreeMeals", "would not say"), now())
    case_file.append("1", Left(Way.PAUSED), now())
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        record = again.record("1")
        assert record.answers == {"SchoolType": 1, "FreeMeals": Missing.REFUSED}
        assert record.remarks == {"FreeMeals": "would not say"}
        assert record.position == "Occupation"
        assert not record.sitting_open
        assert record == replay(again.entries("1"), again.contact("1"))
        again.append("1", Answered.of("Occupation", 3, None), now())
        assert verify_chain(again.entries("1")) is None
        assert again.record("1").head.number == 7
        assert again.missing_saves == 0
        assert again.verify() == ()


def test_an_entry_tells_who_did_it_where_and_when(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    moment = now()
    entry = case_file.append("1", Answered.of("SchoolType", 1, "FreeMeals", on_screen_ms=2100), moment)
    assert (entry.who, entry.device, entry.number) == ("anna", "L-12", 2)
    assert (entry.time, entry.offset_minutes, entry.monotonic_ms) == (moment.utc, 60, moment.monotonic_ms)
    assert case_file.entries("1")[-1] == entry


def test_the_list_says_how_far_each_case_is(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Callable[[], Moment]
) -> None:
    case_file.add_cases([new_case("2"), new_case("3")], now())
    for case_id in ("1", "2"):
        case_file.append(case_id, Opened(), now())
        case_file.append(case_id, Answered.of("SchoolType", 1, "FreeMeals"), now())
        last = case_file.append(case_id, Answered.of("FreeMeals", 2, "Occupation"), now())
    stopped = case_file.append("1", Stopped(StopReason.REFUSED, "no time"), now())
    assert case_file.cases() == [
        CaseSummary(new_case("1"), Status.STOPPED, 2, stopped.time, StopReason.REFUSED),
        CaseSummary(new_case("2"), Status.IN_PROGRESS, 2, last.time, None),
        CaseSummary(new_case("3"), Status.NOT_STARTED, 0, None, None),
    ]
    done = case_file.append("2", Completed(), now())
    assert case_file.cases()[1] == CaseSummary(new_case("2"), Status.COMPLETED, 2, done.time, None)


def test_an_answer_is_of_the_same_type_when_it_comes_back(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    given: dict[str, Answer] = {
        "A": 3,
        "B": "3",
        "C": "",
        "D": 0,
        "E": -(2**53) + 1,
        "F": "\U0001f469\u200d\U0001f692 \u202eabc",
        "G": "x" * 1_000_000,
    }
    for field, answer in given.items():
        case_file.append("1", Answered.of(field, answer, None), now())
    kept = case_file.record("1").answers
    assert kept == given
    assert [type(kept[field]) for field in given] == [type(answer) for answer in given.values()]


def test_what_cannot_be_kept_is_refused_and_the_next_answer_is_not(
    case_file: CaseFile, now: Callable[[], Moment]
) -> None:
    with pytest.raises(UnfitForJournal, match="NUL"):
        case_file.append("1", Answered.of("Job", "nurse\0", None), now())
    with pytest.raises(UnfitForJournal, match="UTC"):
        case_file.append("1", Opened(), Moment(now().utc.replace(tzinfo=None), 0, 0))
    assert case_file.append("1", Opened(), now()).number == 2


def test_cases_come_all_or_none(
    case_file: CaseFile, new_case: Callable[[str], Case], now: Callable[[], Moment]
) -> None:
    with pytest.raises(AlreadyThere, match=r"1042/1.*No case was added"):
        case_file.add_cases([new_case("2"), new_case("1")], now())
    with pytest.raises(AlreadyThere, match=r"1042/2.*No case was added"):
        case_file.add_cases([new_case("2"), new_case("2")], now())
    foreign = Case("4", "1042/4", "", "household", "2.0", "cd" * 32, Mode.TELEPHONE)
    with pytest.raises(NotThere, match=r"household 2.0.*Add the instrument.*No case was added"):
        case_file.add_cases([new_case("2"), foreign], now())
    case_file.add_cases([], now())
    assert [line.case.id for line in case_file.cases()] == ["1"]
    assert case_file.record("1").answers == {}


def test_a_case_that_is_not_there_is_said_to_be_missing(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    with pytest.raises(NotThere, match="no case 99"):
        case_file.record("99")
    with pytest.raises(NotThere, match="no case 99"):
        case_file.entries("99")
    with pytest.raises(NotThere, match="no case 99"):
        case_file.append("99", Opened(), now())
    with pytest.raises(ValueError, match="add_case"):
        case_file.append("1", CaseCreated("", "", "", "", "", Mode.TELEPHONE), now())


def test_an_instrument_is_kept_to_the_letter(case_file: CaseFile, snapshot: Snapshot) -> None:
    kept = case_file.snapshot(snapshot.sha256)
    assert kept == snapshot
    assert list(kept.sources) == ["instrument.yaml", "background.yaml"]
    with pytest.raises(NotThere, match="Add it from its files"):
        case_file.snapshot("cd" * 32)


def test_an_instrument_kept_again_gets_the_newer_compiled_form_and_nothing_else(
    case_file: CaseFile, snapshot: Snapshot
) -> None:
    case_file.keep_snapshot(Snapshot(snapshot.sha256, "other", "9", {}, b"2\n{}"))
    assert case_file.snapshot(snapshot.sha256) == Snapshot(snapshot.sha256, "seb", "1.0", snapshot.sources, b"2\n{}")


def test_a_practice_file_says_so_and_is_plain(
    practice: CaseFile, path: Path, holder: Holder, now: Callable[[], Moment]
) -> None:
    practice.append("1", Answered.of("Job", "invented nurse", None), now())
    practice.close()
    assert b"invented nurse" in path.read_bytes()
    assert not path.with_name("anna.capi.keys").exists()
    with CaseFile.open(path, None, holder) as again:
        assert again.practice
        assert again.record("1").answers == {"Job": "invented nurse"}
        assert again.verify() == ()


def test_an_encrypted_file_is_no_practice(case_file: CaseFile) -> None:
    assert not case_file.practice


def test_nothing_is_created_over_a_file_its_keys_or_its_log(tmp_path: Path, holder: Holder, cost: KeyCost) -> None:
    for there in ("a.capi", "b.capi.keys", "c.capi-wal"):
        tmp_path.joinpath(there).write_bytes(b"precious")
    for name in ("a.capi", "b.capi", "c.capi"):
        with pytest.raises(AlreadyThere, match=r"Choose another name|delete the keys"):
            CaseFile.create(tmp_path / name, "correct horse", holder, cost=cost)
    assert {file.name for file in tmp_path.iterdir()} == {"a.capi", "b.capi.keys", "c.capi-wal"}
    assert all(file.read_bytes() == b"precious" for file in tmp_path.iterdir())
    with pytest.raises(NotThere, match=r"no folder.*Create it"):
        CaseFile.create(tmp_path / "gone" / "a.capi", None, holder)


def test_what_a_file_of_the_same_name_left_behind_is_not_counted(
    path: Path, holder: Holder, case_file: CaseFile
) -> None:
    case_file.close()
    path.unlink()
    path.with_name("anna.capi.keys").unlink()
    with CaseFile.create(path, None, holder) as fresh:
        assert fresh.missing_saves == 0


def test_closing_leaves_the_file_its_keys_and_its_count(case_file: CaseFile, tmp_path: Path) -> None:
    case_file.close()
    case_file.close()
    assert {file.name for file in tmp_path.iterdir()} == {
        "anna.capi",
        "anna.capi.keys",
        "anna.capi.count",
        "anna.capi.lock",
    }


def test_two_threads_write_one_after_the_other(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    def interview() -> None:
        for number in range(50):
            case_file.append("1", Answered.of(f"Q{number}", number, None), now())

    threads = [threading.Thread(target=interview) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify_chain(case_file.entries("1")) is None
    assert case_file.record("1").head.number == 101
