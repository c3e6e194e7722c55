import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, delete, func, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.contents import CaseCreated, Completed, Contents, Opened
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import HubFolderError
from capi.hub.hub import to_microseconds
from capi.hub.journals.segments import Segment, append_segment
from capi.hub.keeping import upgrades
from capi.hub.keeping.guards import guard_tables
from capi.hub.keeping.upgrades import UPGRADES, bring_up, reached
from capi.instrument.model import Mode
from tests.hub.conftest import NOW
from tests.hub.ready import with_tables
from tests.hub.rows import ROWS, put_rows
from tests.hub.scenario import Journal

_AUDITED = "INSERT INTO audit (number, time, who, action, subject, details, mac) VALUES (1, 0, 'ann', '', '', '{}', '')"


@pytest.fixture
def like(request: pytest.FixtureRequest) -> str:
    """What is brought up here begins with nothing; what is tried on tables with rows in them takes them as they are."""
    return str(request.getfixturevalue("postgresql_template")) if "filled" in request.fixturenames else "template1"


@pytest.fixture
def filled(database: HubDatabase) -> HubDatabase:
    with_tables(database)
    with database.writing() as connection:
        put_rows(connection)
        connection.exec_driver_sql(_AUDITED)
    return database


_REFUSED = (
    "UPDATE segments SET received = 1",
    "DELETE FROM segments",
    "INSERT INTO segments (case_key, branch, first, last, entries, received) VALUES (1, 0, 5, 5, '', 0)",
    "INSERT INTO segments (case_key, branch, first, last, entries, received) VALUES (1, 0, 2, 2, '', 0)",
    "INSERT INTO segments (case_key, branch, first, last, entries, received) VALUES (1, 1, 1, 1, '', 0)",
    "INSERT INTO segments (case_key, branch, first, last, entries, received) VALUES (1, 2, 3, 3, '', 0)",
    "UPDATE branches SET base_number = 1",
    "DELETE FROM branches",
    "UPDATE receipts SET digest = 'other'",
    "DELETE FROM receipts",
    "UPDATE audit SET who = 'bob'",
    "DELETE FROM audit WHERE number = 1",
    "INSERT INTO audit (number, time, who, action, subject, details, mac) VALUES (3, 0, '', '', '', '', '')",
    "UPDATE quarantine SET part = ''",
    "DELETE FROM quarantine",
    "DELETE FROM cases",
    "UPDATE codes SET code = '1111'",
    "DELETE FROM codes",
    "UPDATE derived SET variables = '{}'",
    "DELETE FROM derived",
    "UPDATE derivations SET nssec_table = 'other'",
    "DELETE FROM derivations",
)
_REPLACED = (
    "INSERT OR REPLACE INTO segments SELECT case_key, branch, first, last, '', device_key, 9 FROM segments",
    "INSERT OR REPLACE INTO branches SELECT case_key, branch, base, 1, made, made_by FROM branches",
    "INSERT OR REPLACE INTO receipts SELECT batch, device_key, 'other', receipt, received FROM receipts",
    "INSERT OR REPLACE INTO audit SELECT number, time, 'bob', action, subject, details, mac FROM audit",
    "INSERT OR REPLACE INTO codes SELECT key, case_key, rows, scheme, '1', stage, how, said, classification, '', user_key, made FROM codes",
    "INSERT OR REPLACE INTO derived SELECT key, case_key, rows, derivation_key, branch, number, code_key, '{}', made FROM derived",
    "INSERT OR REPLACE INTO derivations SELECT key, made, 'bob', program, settings, nssec_table, nssec_sha256 FROM derivations",
)
_TRUNCATED = tuple(
    f"TRUNCATE {table} CASCADE"
    for table in ("segments", "branches", "receipts", "audit", "cases", "codes", "derived", "derivations")
)


@pytest.mark.parametrize("statement", _REFUSED)
def test_what_was_kept_is_neither_changed_nor_removed(filled: HubDatabase, statement: str) -> None:
    before = _counts(filled)
    with pytest.raises(IntegrityError, match=r"only ever|as it came|its line stays"), filled.writing() as connection:
        connection.exec_driver_sql(statement)
    assert _counts(filled) == before


@pytest.mark.parametrize("triggers", ["ON", "OFF"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("statement", _REPLACED)
def test_nothing_is_replaced_by_a_tool_that_does_not_know_the_rules(
    filled: HubDatabase, statement: str, triggers: str
) -> None:
    with filled.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA recursive_triggers = {triggers}")
        with pytest.raises(IntegrityError, match="only ever"):
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("statement", _TRUNCATED)
def test_a_table_is_not_emptied_at_one_stroke(filled: HubDatabase, statement: str) -> None:
    with pytest.raises(IntegrityError, match="only ever"), filled.writing() as connection:
        connection.exec_driver_sql(statement)


def test_a_journal_is_continued_and_so_is_a_branch_from_the_entry_it_shares(filled: HubDatabase) -> None:
    segment = "INSERT INTO segments (case_key, branch, first, last, entries, received) VALUES "
    with filled.writing() as connection:
        connection.exec_driver_sql(f"{segment} (1, 0, 4, 6, '', 0), (1, 0, 7, 7, '', 0), (1, 1, 3, 9, '', 0)")
    assert _counts(filled)["segments"] == 5


def test_a_case_that_is_marked_as_deleted_loses_its_entries_and_keeps_its_line(filled: HubDatabase) -> None:
    with filled.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET deleted = 1")
        gone = (tables.segments, tables.branches, tables.quarantine, tables.codes, tables.derived)
        for table in gone:
            connection.execute(delete(table))
    counts = _counts(filled)
    assert [counts[table.name] for table in gone] == [0, 0, 0, 0, 0]
    assert counts["cases"] == 1


def test_a_part_in_quarantine_is_decided_on_without_a_change_to_it(filled: HubDatabase) -> None:
    with filled.writing() as connection:
        connection.exec_driver_sql("UPDATE quarantine SET decision = 'keep_apart', decided = 9, note = 'seen'")
    with filled.reading() as connection:
        assert connection.execute(select(tables.quarantine.c.decision)).scalar_one() == "keep_apart"


def test_bringing_up_twice_changes_nothing(database: HubDatabase) -> None:
    bring_up(database, NOW)
    bring_up(database, NOW)
    with database.reading() as connection:
        assert reached(connection) == len(UPGRADES)
        assert connection.execute(select(func.count()).select_from(tables.upgrades)).scalar() == len(UPGRADES)


def test_a_database_of_the_first_version_gets_the_tables_of_statistics_with_their_guards(database: HubDatabase) -> None:
    _first_version(database)
    bring_up(database, NOW)
    with database.writing() as connection:
        assert reached(connection) == len(UPGRADES)
        put_rows(connection)
    with pytest.raises(IntegrityError, match="derived is only ever added to"), database.writing() as connection:
        connection.execute(delete(tables.derived))
    with database.reading() as connection:
        made = connection.execute(select(tables.upgrades.c.name).order_by(tables.upgrades.c.number)).scalars().all()
    assert made == ["first_tables", "statistics_tables", "fieldwork_tables", "online_tables"]


def test_a_database_from_before_there_were_calls_gets_them_with_the_appointments_of_its_journals(
    database: HubDatabase,
) -> None:
    agreed = datetime(2026, 11, 24, 17, 40, tzinfo=UTC)
    bring_up(database, NOW)
    with database.writing() as connection:
        _put_case(connection, 2, AppointmentMade("2026-11-24T17:40", "UTC", agreed, by="sue"))
        _put_case(connection, 3, AppointmentMade("2026-11-24T17:40", "UTC", agreed, by="sue"), Opened(), Completed())
        _put_case(connection, 4, Opened())
    _back_to_the_second_version(database)
    bring_up(database, NOW)
    with database.reading() as connection:
        assert reached(connection) == len(UPGRADES)
        wanted = select(*(tables.cases.c[name] for name in ("key", *_COLUMNS_OF_CALLS))).order_by(tables.cases.c.key)
        assert [tuple(row) for row in connection.execute(wanted)] == [
            (2, 0, None, "", to_microseconds(agreed), ""),
            (3, 0, None, "", None, ""),
            (4, 0, None, "", None, ""),
        ]


def test_an_upgrade_that_dies_half_way_leaves_the_first_version(
    database: HubDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first_version(database)
    monkeypatch.setattr(upgrades, "guard_statistics", _break)
    with pytest.raises(RuntimeError, match="half way"):
        bring_up(database, NOW)
    with database.reading() as connection:
        assert reached(connection) == 1
        assert not any(inspect(connection).has_table(name) for name in _OF_STATISTICS)


def test_processes_that_start_at_once_wait_for_each_other(database_url: str) -> None:
    faults: list[Exception] = []

    def start() -> None:
        opened = HubDatabase(database_url)
        try:
            bring_up(opened, NOW)
        except Exception as error:
            faults.append(error)
        finally:
            opened.close()

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_database_of_a_later_version_is_refused_in_words_and_left_alone(database: HubDatabase) -> None:
    bring_up(database, NOW, (*UPGRADES, _add_a_table))
    known = len(UPGRADES)
    with pytest.raises(
        HubFolderError, match=rf"later version of capi \(schema {known + 1}; this one knows up to {known}\)"
    ):
        bring_up(database, NOW)


def test_an_upgrade_is_made_whole_or_not_at_all(database: HubDatabase) -> None:
    bring_up(database, NOW)
    with pytest.raises(RuntimeError, match="half way"):
        bring_up(database, NOW, (*UPGRADES, _add_a_table, _break))
    with database.reading() as connection:
        assert reached(connection) == len(UPGRADES)
        assert not inspect(connection).has_table("later")
    bring_up(database, NOW, (*UPGRADES, _add_a_table))
    with database.reading() as connection:
        assert inspect(connection).has_table("later")


def test_a_database_with_tables_of_another_program_is_refused(database: HubDatabase) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE users (name TEXT)")
    with pytest.raises(HubFolderError, match=r"another program \(users\)"):
        bring_up(database, NOW)


_COLUMNS_OF_CALLS = ("calls", "last_call", "last_result", "appointment", "outcome")
_OF_CALLS = ("calls", "frames", "telephone")
_OF_ONLINE = ("visits", "invitations")
_OF_STATISTICS = ("codes", "coding_taken", "jobs", "derivations", "derived", "outputs")


def _first_version(database: HubDatabase) -> None:
    """The tables and guards that there were before statistics."""
    later = (*_OF_STATISTICS, *_OF_CALLS, *_OF_ONLINE)
    first = [table for name, table in tables.metadata.tables.items() if name not in later]
    with database.writing() as connection:
        tables.metadata.create_all(connection, tables=first)
        _without_later_columns(connection)
        guard_tables(connection)
        connection.execute(insert(tables.upgrades).values(number=1, name="first_tables", made=0))


def _back_to_the_second_version(database: HubDatabase) -> None:
    """The tables that there were before calls, appointments and outcomes, with what is in them."""
    with database.writing() as connection:
        for name in (*_OF_ONLINE, *_OF_CALLS):
            tables.metadata.tables[name].drop(connection)
        _without_later_columns(connection)
        connection.execute(delete(tables.upgrades).where(tables.upgrades.c.number > 2))


def _without_later_columns(connection: Connection) -> None:
    of_cases = tables.cases.indexes
    for index in of_cases:
        if any(column.name in _COLUMNS_OF_CALLS for column in index.columns):
            index.drop(connection, checkfirst=True)
    for table, columns in (("cases", (*_COLUMNS_OF_CALLS, "online")), ("users", ("calling",))):
        for column in columns:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")


def _put_case(connection: Connection, key: int, *contents: Contents) -> None:
    """With an order of the office for an appointment."""
    if key == 2:
        for table, row in ROWS[:3]:
            connection.execute(insert(table).values(**row))
    journal = Journal(f"c{key}", "d1").write(CaseCreated(f"R{key}", "", "seb", "1", "ab", Mode.TELEPHONE))
    for each in contents:
        journal.write(each)
    line = {"id": f"c{key}", "reference": f"R{key}", "instrument_name": "seb", "instrument_key": 1, "mode": "telephone"}
    stands = {"term": 1, "branch": 0, "number": len(journal.entries), "hash": journal.head.hash, "status": "completed"}
    connection.execute(insert(tables.cases).values(key=key, **line, **stands))
    append_segment(connection, Segment(key, 0, 1, journal.entries, None, 5))
    order = {"kind": "appointed", "case_key": key, "details": "{}", "made": 8, "made_by": "sue"}
    connection.execute(insert(tables.orders).values(user_key=1, number=key, **order))


def _add_a_table(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS later (x INTEGER)")


def _break(_connection: Connection) -> None:
    raise RuntimeError("half way")


def _counts(database: HubDatabase) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }
