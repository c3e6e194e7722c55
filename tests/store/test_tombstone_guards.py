"""Tombstones: what lets the journal of one case go, and of no other, whatever tool is connected to the file."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from capi.fieldwork.case import Case
from capi.fieldwork.contents import Left, Opened, Way
from capi.store.case_file import CaseFile
from capi.store.receiving import ReceivedCase
from tests.store.conftest import Clock


@pytest.fixture(params=["ON", "OFF"])
def tool(
    request: pytest.FixtureRequest, practice: CaseFile, path: Path, new_case: Callable[[str], Case], now: Clock
) -> Iterator[sqlite3.Connection]:
    """Another program at a closed practice file: case 1 was removed and came back; nobody sits at 2; somebody sits at 3."""
    data = practice.bytes_after("1", 0, 100, 10**6)
    practice.remove_case("1", practice.holding("1").head)
    practice.add_case(new_case("2"), now())
    practice.add_case(new_case("3"), now())
    practice.append("3", Opened(), now())
    practice.receive_case(ReceivedCase(data, 1, "lease"), now())
    practice.append("1", Opened(), now(), Left(Way.PAUSED))
    practice.close()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {request.param}")
        yield connection


PUT_UP = "INSERT INTO tombstones (case_id, number, hash, removed, serials, removing)"
OPEN = "PUT_UP SELECT '1', 3, 'ab', 0, 0, key FROM cases WHERE id = '1'"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE case_key = (SELECT key FROM cases WHERE id = '1')",
        "DELETE FROM tombstones",
        "UPDATE tombstones SET removing = 1",
        "UPDATE tombstones SET removing = (SELECT key FROM cases WHERE id = '1')",
        "UPDATE tombstones SET hash = 'ab'",
        "INSERT OR REPLACE INTO tombstones SELECT * FROM tombstones",
        "INSERT OR REPLACE INTO tombstones SELECT key, '1', 3, hash, removed, serials, 3 FROM tombstones",
        "PUT_UP SELECT '1', 2, 'ab', 0, 0, key FROM cases WHERE id = '1'",
        "PUT_UP SELECT '1', 4, 'ab', 0, 0, key FROM cases WHERE id = '1'",
        "PUT_UP SELECT '2', 3, 'ab', 0, 0, key FROM cases WHERE id = '1'",
        "PUT_UP SELECT '3', 2, 'ab', 0, 0, key FROM cases WHERE id = '3'",
        "PUT_UP VALUES ('1', 3, 'ab', 0, 0, NULL)",
        "PUT_UP VALUES ('9', NULL, 'ab', 0, 0, 99)",
    ],
)
def test_an_old_tombstone_opens_no_journal_and_a_new_one_only_that_of_a_case_as_it_stands(
    tool: sqlite3.Connection, statement: str
) -> None:
    before = tool.execute("SELECT * FROM journal").fetchall(), tool.execute("SELECT * FROM tombstones").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=r"tombstone|journal"):
        tool.execute(statement.replace("PUT_UP", PUT_UP))
    assert (
        tool.execute("SELECT * FROM journal").fetchall(),
        tool.execute("SELECT * FROM tombstones").fetchall(),
    ) == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE case_key <> (SELECT key FROM cases WHERE id = '1')",
        "DELETE FROM journal",
        "UPDATE journal SET entry = x'00' WHERE case_key = (SELECT key FROM cases WHERE id = '1')",
        "REPLACE INTO journal (case_key, number, entry) SELECT key, 1, x'00' FROM cases WHERE id = '1'",
        "UPDATE tombstones SET removing = NULL WHERE removing IS NOT NULL",
        "UPDATE tombstones SET number = 1 WHERE removing IS NOT NULL",
        "PUT_UP SELECT '2', 1, 'ab', 0, 0, key FROM cases WHERE id = '1'",
    ],
)
def test_a_tombstone_that_is_open_lets_its_own_case_go_as_a_whole_and_nothing_else(
    tool: sqlite3.Connection, statement: str
) -> None:
    tool.execute(OPEN.replace("PUT_UP", PUT_UP))
    before = tool.execute("SELECT * FROM journal").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match=r"tombstone|journal"):
        tool.execute(statement.replace("PUT_UP", PUT_UP))
    assert tool.execute("SELECT * FROM journal").fetchall() == before
    tool.execute("DELETE FROM journal WHERE case_key = (SELECT key FROM cases WHERE id = '1') AND number > 1")
    with pytest.raises(sqlite3.IntegrityError, match="when the journal of its case is gone"):
        tool.execute("UPDATE tombstones SET removing = NULL WHERE removing IS NOT NULL")
