"""A process that is killed: everything it had acknowledged is there, and the file is one version or the other."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import text

from capi.fieldwork.case import Case
from capi.fieldwork.contents import Answered, Completed, Left, Opened, Remarked, Way
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.model import Answer, Missing
from capi.store import encryption, upgrades
from capi.store.case_file import CaseFile
from capi.store.connection import HeldConnection
from capi.store.encryption import KeyCost
from capi.store.errors import AlreadyThere
from capi.store.hold import Holder

SPAWN = get_context("spawn")
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def interview(path: Path, passphrase: str, holder: Holder, told: Connection) -> None:
    """Interviews on and on, and tells of each answer when it is saved."""
    with CaseFile.open(path, passphrase, holder) as case_file:
        while True:
            case_file.append("1", Opened(), Moment(NOON, 0, 0))
            for number in range(25):
                field, answer = f"Q{number}", (f"words {number}", number, Missing.REFUSED)[number % 3]
                entry = case_file.append("1", Answered.of(field, answer, None), Moment(NOON, 0, number))
                told.send((entry.number, field, answer))
            case_file.append("1", Completed() if number % 2 else Left(Way.CLOSED), Moment(NOON, 0, 0))


@pytest.mark.parametrize("after", [1, 7, 26, 60, 333])
def test_every_answer_acknowledged_before_a_kill_is_there_after_it(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, after: int
) -> None:
    case_file.close()
    hear, tell = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=interview, args=(path, passphrase, holder, tell))
    process.start()
    tell.close()
    acknowledged: list[tuple[int, str, Answer]] = [hear.recv() for _ in range(after)]
    process.kill()
    process.join()
    try:
        while True:
            acknowledged.append(hear.recv())
    except EOFError:
        hear.close()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.missing_saves == 0
        entries = {entry.number: entry.contents for entry in again.entries("1")}
        for number, field, answer in acknowledged:
            contents = entries[number]
            assert isinstance(contents, Answered)
            assert (contents.field, contents.answer) == (field, answer)
        assert len(entries) <= acknowledged[-1][0] + 3
        assert again.record("1") == replay(again.entries("1"), again.contact("1"))
        assert verify_chain(again.entries("1")) is None
        assert again.verify() == ()
        again.append("1", Opened(after_crash=again.record("1").sitting_open), Moment(NOON, 0, 0))


def canary(path: Path, passphrase: str, holder: Holder, case: Case, told: Connection) -> None:
    with CaseFile.open(path, passphrase, holder) as case_file:
        case_file.add_case(case, Moment(NOON, 0, 0))
        case_file.append(case.id, Opened(), Moment(NOON, 0, 0))
        case_file.append(case.id, Answered.of("Job", "canary-answer", None), Moment(NOON, 0, 0))
        case_file.append(case.id, Remarked("Job", "canary-remark"), Moment(NOON, 0, 0))
        told.send(True)
        signal.pause()


def test_no_word_of_an_interview_is_in_any_file(
    case_file: CaseFile, path: Path, passphrase: str, holder: Holder, new_case: Callable[[str], Case]
) -> None:
    case_file.close()
    plain = new_case("canary-id")
    secret = Case(
        plain.id,
        "canary-reference",
        "canary-name",
        plain.instrument,
        plain.version,
        plain.sha256,
        plain.mode,
        {"Street": "canary-fact"},
    )
    hear, tell = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=canary, args=(path, passphrase, holder, secret, tell))
    process.start()
    assert hear.recv()
    open_files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    process.kill()
    process.join()
    with CaseFile.open(path, passphrase, holder) as again:
        assert again.record(plain.id).answers == {"Job": "canary-answer"}
    closed_files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert set(open_files) >= {"anna.capi", "anna.capi-wal", "anna.capi.keys", "anna.capi.count", "anna.capi.holder"}
    for files in (open_files, closed_files):
        for name, data in files.items():
            for word in (
                b"canary",
                b"Mrs Smith",
                b"SQLite format",
                b"journal",
                "canary".encode("utf-16-le"),
                passphrase.encode(),
            ):
                assert word not in data, f"{word!r} is in {name}"


def upgrade_until(path: Path, statement: int) -> None:
    """Upgrades by two formats, and dies after so many statements."""

    def die_at(count: int) -> None:
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def add_colour(connection: SqlConnection) -> None:
        connection.execute(text("ALTER TABLE cases ADD COLUMN colour TEXT"))
        die_at(1)
        connection.execute(text("UPDATE cases SET colour = 'red'"))
        die_at(2)

    def add_shapes(connection: SqlConnection) -> None:
        connection.execute(text("CREATE TABLE shapes (name TEXT) STRICT"))
        die_at(3)
        connection.execute(text("INSERT INTO shapes VALUES ('round')"))
        die_at(4)

    held = HeldConnection(path, None)
    upgrades.bring_up(held, (*upgrades.UPGRADES, add_colour, add_shapes))
    die_at(5)


@pytest.mark.parametrize(("statement", "steps"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2)])
def test_an_upgrade_cut_short_leaves_the_format_before_or_the_one_after(
    practice: CaseFile, path: Path, statement: int, steps: int
) -> None:
    practice.close()
    process = SPAWN.Process(target=upgrade_until, args=(path, statement))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    held = HeldConnection(path, None)
    try:
        assert (
            upgrades.reached(held, (*upgrades.UPGRADES, lambda _: None, lambda _: None))
            == len(upgrades.UPGRADES) + steps
        )
        columns = {row[1] for row in held.core.execute(text("PRAGMA table_info(cases)"))}
        assert ("colour" in columns) is (steps >= 1)
        if steps >= 1:
            assert held.core.execute(text("SELECT DISTINCT colour FROM cases")).scalars().all() == ["red"]
        tables = held.core.execute(text("SELECT name FROM sqlite_master WHERE name = 'shapes'")).scalars().all()
        assert tables == (["shapes"] if steps == 2 else [])
    finally:
        held.close()


def create_and_die(path: Path, passphrase: str, holder: Holder, cost: KeyCost) -> None:
    encryption.write_keys = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    CaseFile.create(path, passphrase, holder, cost=cost)


def test_a_creation_cut_short_leaves_no_case_file_and_can_be_done_again(
    path: Path, passphrase: str, holder: Holder, cost: KeyCost
) -> None:
    process = SPAWN.Process(target=create_and_die, args=(path, passphrase, holder, cost))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert not path.exists()
    CaseFile.create(path, passphrase, holder, cost=cost).close()
    CaseFile.open(path, passphrase, holder).close()
    with pytest.raises(AlreadyThere):
        CaseFile.create(path, passphrase, holder, cost=cost)
