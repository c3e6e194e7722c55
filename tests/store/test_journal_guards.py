"""The journal is only continued, whatever tool is connected to the file and however it is set."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from capi.fieldwork.contents import Answered, Opened
from capi.fieldwork.journal import Moment
from capi.store.case_file import CaseFile


@pytest.fixture(params=["ON", "OFF"])
def tool(
    request: pytest.FixtureRequest, practice: CaseFile, path: Path, now: Callable[[], Moment]
) -> Iterator[sqlite3.Connection]:
    """Another program at a closed practice file with three entries, with and without recursive triggers."""
    practice.append("1", Opened(), now())
    practice.append("1", Answered.of("A", 1, "B"), now())
    practice.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {request.param}")
        yield connection


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET entry = x'00' WHERE number = 2",
        "UPDATE journal SET number = 9 WHERE number = 3",
        "UPDATE OR REPLACE journal SET number = 2 WHERE number = 3",
        "DELETE FROM journal WHERE number = 3",
        "DELETE FROM journal",
        "INSERT INTO journal (case_key, number, entry) VALUES (1, 2, x'00')",
        "INSERT OR REPLACE INTO journal (case_key, number, entry) VALUES (1, 2, x'00')",
        "REPLACE INTO journal (case_key, number, entry) VALUES (1, 3, x'00')",
        "INSERT INTO journal (case_key, number, entry) VALUES (1, 2, x'00') ON CONFLICT DO UPDATE SET entry = x'00'",
        "INSERT OR IGNORE INTO journal (case_key, number, entry) VALUES (1, 3, x'00')",
        "REPLACE INTO journal (serial, case_key, number, entry) VALUES (3, 1, 4, x'00')",
        "INSERT INTO journal (serial, case_key, number, entry) VALUES (2, 1, 4, x'00')",
        "UPDATE journal SET serial = 9 WHERE number = 3",
        "INSERT INTO journal (case_key, number, entry) VALUES (1, 5, x'00')",
        "INSERT INTO journal (case_key, number, entry) VALUES (1, 0, x'00')",
        "INSERT INTO journal (case_key, number, entry) VALUES (1, NULL, x'00')",
        "INSERT INTO journal (case_key, number, entry) VALUES (1, -1, x'00')",
    ],
)
def test_an_entry_is_never_changed_removed_or_written_twice(tool: sqlite3.Connection, statement: str) -> None:
    before = tool.execute("SELECT * FROM journal").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="journal"):
        tool.execute(statement)
    assert tool.execute("SELECT * FROM journal").fetchall() == before
    assert len(before) == 3


def test_the_next_entry_is_let_in(tool: sqlite3.Connection) -> None:
    tool.execute("INSERT INTO journal (case_key, number, entry) VALUES (1, 4, x'00')")
    assert tool.execute("SELECT count(*) FROM journal").fetchone() == (4,)


def test_resending_an_entry_changes_nothing(case_file: CaseFile, now: Callable[[], Moment]) -> None:
    """Two objects that believe they hold the same head: the second is refused, not merged."""
    case_file.append("1", Opened(), now())
    case_file._standings["1"] = case_file._standing("1")
    stale = case_file._standings["1"]
    case_file.append("1", Answered.of("A", 1, "B"), now())
    case_file._standings["1"] = stale
    with pytest.raises(Exception, match="only continued"):
        case_file.append("1", Answered.of("A", 2, "B"), now())
    assert case_file.record("1").answers == {"A": 1}
    assert case_file.append("1", Answered.of("A", 2, "B"), now()).number == 4
