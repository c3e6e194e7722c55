"""The settings that the safety of an answer rests on, asked of SQLite itself."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from capi.store import connection
from capi.store.connection import HeldConnection
from capi.store.errors import NotSaved, Refusal
from capi.store.tables import APPLICATION_ID
from capi.store.upgrades import create_tables

KEY = bytes(range(32))


@pytest.fixture(params=[KEY, None], ids=["encrypted", "practice"])
def held(request: pytest.FixtureRequest, path: Path) -> Iterator[HeldConnection]:
    held = HeldConnection(path, request.param)
    create_tables(held)
    yield held
    held.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("locking_mode", "exclusive"),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
        ("application_id", APPLICATION_ID),
        ("fullfsync", int(sys.platform == "darwin")),
    ],
)
def test_a_connection_is_set_to_lose_nothing(held: HeldConnection, name: str, value: object) -> None:
    assert held.cursor.execute(f"PRAGMA {name}").fetchone()[0] == value
    assert held.core.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_sqlalchemy_and_the_way_of_an_answer_share_the_one_connection(held: HeldConnection) -> None:
    with held.writing() as cursor:
        cursor.execute("INSERT INTO meta (name, value) VALUES ('a', 'b')")
        assert held.core.exec_driver_sql("SELECT value FROM meta").scalar() == "b"
        assert held.bare.in_transaction
    assert not held.bare.in_transaction


def test_there_is_no_index_of_the_log_on_disk(held: HeldConnection, tmp_path: Path) -> None:
    with held.writing() as cursor:
        cursor.execute("INSERT INTO meta (name, value) VALUES ('a', 'b')")
    assert {file.name for file in tmp_path.iterdir()} == {"anna.capi", "anna.capi-wal"}


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ValueError])
def test_what_fails_inside_a_transaction_leaves_nothing_of_it(
    held: HeldConnection, trouble: type[BaseException]
) -> None:
    with contextlib.suppress(trouble), held.writing() as cursor:
        cursor.execute("INSERT INTO meta (name, value) VALUES ('a', 'b')")
        raise trouble
    assert held.core.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 0
    with held.writing() as cursor:
        cursor.execute("INSERT INTO meta (name, value) VALUES ('a', 'b')")
    assert held.core.exec_driver_sql("SELECT count(*) FROM meta").scalar() == 1


def test_a_folder_where_sqlite_cannot_do_this_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_SETTINGS", (("journal_mode", "OFF", "wal"),))
    with pytest.raises(NotSaved, match=r"does not keep answers safely.*journal_mode.*Copy the case file") as refused:
        HeldConnection(path, KEY)
    assert refused.value.refusal is Refusal.UNSAFE


def test_the_driver_keeps_no_values_in_its_errors(held: HeldConnection) -> None:
    assert held.core.engine.hide_parameters
