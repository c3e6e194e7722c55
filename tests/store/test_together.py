"""Entries that belong together: kept in one durable transaction, or not at all."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

import capi
from capi.fieldwork.completion import CompletionRules, Level
from capi.fieldwork.contents import Answered, CaseCreated, Completed, Fixed, Left, Migrated, Opened, Way
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.loading import Snapshot
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved, NotThere, SittingOpen
from capi.store.hold import Holder
from capi.store.recognition import log_path
from tests.store.test_disk import no_file_longer_than

ANSWER = Answered.of("A", 1, "B")
FIXED = (Fixed("Sunday", "2026-11-15"), Fixed("Number", 7))
SECOND = Snapshot("cd" * 32, "seb", "2.0", {"instrument.yaml": "name: seb\n"}, b"1\n{}")
MIGRATED = Migrated("2.0", SECOND.sha256, set_aside=("A",))


def test_an_answer_and_what_it_fixed_are_entries_of_one_moment(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Callable[[], Moment]
) -> None:
    case_file.append("1", Opened(), now())
    first = case_file.append("1", ANSWER, now(), *FIXED)
    assert first.contents == ANSWER
    *_, answered, sunday, number = case_file.entries("1")
    assert (answered, sunday.contents, number.contents) == (first, *FIXED)
    assert answered.time == sunday.time == number.time
    assert verify_chain(case_file.entries("1")) is None
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.missing_saves == 0
        assert again.record("1") == replay(again.entries("1"), again.contact("1"))
        assert again.record("1").answers == {"A": 1, "Sunday": "2026-11-15", "Number": 7}


def test_a_disk_that_refuses_one_of_them_refuses_them_all(
    case_file: CaseFile, path: Path, now: Callable[[], Moment]
) -> None:
    case_file.append("1", Opened(), now())
    before = case_file.record("1")
    long = Answered.of("Words", "words " * 2000, None)
    with no_file_longer_than(log_path(path).stat().st_size + 6_000), pytest.raises(NotSaved):
        case_file.append("1", ANSWER, now(), long)
    assert case_file.record("1") == before
    case_file.append("1", ANSWER, now(), long)
    assert case_file.record("1") == replay(case_file.entries("1"), case_file.contact("1"))
    assert verify_chain(case_file.entries("1")) is None


def test_creating_and_migrating_are_not_appended(
    case_file: CaseFile, created: CaseCreated, now: Callable[[], Moment]
) -> None:
    for contents in (created, MIGRATED):
        with pytest.raises(ValueError, match="migrated by migrate"):
            case_file.append("1", contents, now())
        with pytest.raises(ValueError, match="migrated by migrate"):
            case_file.append("1", ANSWER, now(), contents)
    assert len(case_file.entries("1")) == 1


@pytest.fixture
def created() -> CaseCreated:
    from capi.instrument.model import Mode

    return CaseCreated("1", "", "seb", "1", "ab" * 32, Mode.TELEPHONE)


def test_a_case_is_migrated_together_with_the_instrument_it_moves_to(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, now: Callable[[], Moment]
) -> None:
    case_file.append("1", Opened(), now())
    case_file.append("1", ANSWER, now())
    left = case_file.append("1", Left(Way.PAUSED), now())
    case_file.migrate("1", SECOND, MIGRATED, now())
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        record = again.record("1")
        assert record == replay(again.entries("1"), again.contact("1"))
        assert (record.case.version, record.last_worked) == ("2.0", left.time)
        assert again.snapshot(SECOND.sha256).sources == SECOND.sources
        assert again.missing_saves == 0
        again.append("1", Opened(), now())
        again.append("1", Answered.of("A", 2, None), now())
        assert again.record("1").answers_aside == {}


def test_a_case_somebody_sits_at_is_not_migrated(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    case_file.append("1", Opened(), now())
    with pytest.raises(SittingOpen, match="has not ended"):
        case_file.migrate("1", SECOND, MIGRATED, now())
    with pytest.raises(NotThere):
        case_file.snapshot(SECOND.sha256)
    case_file.append("1", Completed(), now())
    case_file.migrate("1", SECOND, MIGRATED, now())


def test_a_disk_that_refuses_a_migration_keeps_neither_the_entry_nor_the_instrument(
    case_file: CaseFile, path: Path, now: Callable[[], Moment]
) -> None:
    before = case_file.record("1")
    large = Snapshot(SECOND.sha256, "seb", "2.0", SECOND.sources, os.urandom(200_000))
    with no_file_longer_than(log_path(path).stat().st_size + 50_000), pytest.raises(NotSaved):
        case_file.migrate("1", large, MIGRATED, now())
    assert case_file.record("1") == before
    with pytest.raises(NotThere):
        case_file.snapshot(SECOND.sha256)
    case_file.migrate("1", large, MIGRATED, now())
    assert case_file.record("1").case.version == "2.0"


def test_the_rules_of_completion_are_kept_with_the_file(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder
) -> None:
    assert case_file.completion_rules() == CompletionRules()
    case_file.set_completion_rules(CompletionRules(checks=Level.WARN))
    rules = CompletionRules(signals=Level.IGNORE, edits={"VeryOld": Level.BLOCK})
    case_file.set_completion_rules(rules)
    case_file.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.completion_rules() == rules


PROGRAM = """
    import sys
    from datetime import UTC, datetime
    from pathlib import Path
    from capi.fieldwork.contents import Answered, Fixed, Opened
    from capi.fieldwork.journal import Moment
    from capi.store.case_file import CaseFile
    from capi.store.hold import Holder

    now = datetime(2026, 11, 18, tzinfo=UTC)
    with CaseFile.open(Path(sys.argv[1]), None, Holder("anna", "L-12", "laptop-7", 1, now)) as case_file:
        moment = Moment(now, 0, 0)
        case_file.append("1", Opened(), moment)
        case_file.append("1", Answered.of("A", 1, "B"), moment)
        print("begin", flush=True)
        case_file.append("1", Answered.of("A", 2, "B"), moment)
        print("then", flush=True)
        case_file.append("1", Answered.of("B", 1, "C"), moment, Fixed("Sunday", "2026-11-15"), Fixed("Number", 7))
        print("end", flush=True)
    """


def test_an_answer_is_synced_once_with_all_that_came_of_it(practice: CaseFile, path: Path, tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed here")
    practice.close()
    log = tmp_path / "calls"
    traced = (strace, "-f", "-o", os.fspath(log), "-e", "trace=write,fsync,fdatasync,sync_file_range,msync,syncfs")
    ended = subprocess.run(
        [*traced, sys.executable, "-c", dedent(PROGRAM), os.fspath(path)],
        cwd=Path(next(iter(capi.__path__))).parent,
        capture_output=True,
        check=False,
    )
    if b"ptrace" in ended.stderr.lower():
        pytest.skip("tracing is not allowed here")
    assert ended.stdout.split() == [b"begin", b"then", b"end"], ended.stderr
    calls = log.read_text(encoding="utf-8", errors="replace")
    alone = calls[calls.index('"begin') : calls.index('"then')]
    together = calls[calls.index('"then') : calls.index('"end')]
    assert [part.count("sync(") for part in (alone, together)] == [1, 1]
