"""The guards of the hub's tables: what was once received, signed or decided is never changed, and only ever added to.

They stand in the database itself, for both engines, against faults of this program and slips of whoever repairs
something by hand. Only a case that is marked as deleted loses its entries, and its line stays. Guards against update and
delete are not enough on SQLite: INSERT OR REPLACE deletes without a word to them where a tool connects without PRAGMA
recursive_triggers; so insertion is guarded too. On PostgreSQL the account that serves should also lack the right
(packaging/hub/RUNBOOK.md).
"""

from collections.abc import Iterator

from sqlalchemy import Connection

_ONLY_ADDED = "what is in {table} is only ever added to"
_CONTINUED = "the entries of a case are only ever continued"
_STAYS = "a case is marked as deleted, its line stays"
_KEPT = "what is in quarantine is kept as it came"

_OF_CASES = ("codes", "derived")
_ALIVE = "NOT EXISTS (SELECT 1 FROM cases WHERE key = OLD.case_key AND deleted IS NOT NULL)"
_SAME_PART = ("id", "case_id", "device_key", "part", "received", "after", "after_hash", "number", "hash", "term")


def guard_tables(connection: Connection) -> None:
    """Puts the guards on tables that have just been made."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def guard_statistics(connection: Connection) -> None:
    """The same for codes and derived variables: their history stays, until their case is deleted."""
    statements = _statistics_in_sqlite() if connection.dialect.name == "sqlite" else _statistics_in_postgresql()
    for statement in statements:
        connection.exec_driver_sql(statement)


def _statistics_in_sqlite() -> Iterator[str]:
    gone = "(SELECT deleted FROM cases WHERE key = OLD.case_key) IS NULL"
    for table, kept in (*((each, gone) for each in _OF_CASES), ("derivations", "1")):
        words = _ONLY_ADDED.format(table=table)
        there = f"EXISTS (SELECT 1 FROM {table} WHERE key = NEW.key)"  # noqa: S608 - a name of ours
        yield _refusal(table, "INSERT", there, words)
        yield _refusal(table, "UPDATE", "1", words)
        yield _refusal(table, "DELETE", kept, words)


def _statistics_in_postgresql() -> Iterator[str]:
    for table, kept in (*((each, _ALIVE) for each in _OF_CASES), ("derivations", "true")):
        words = _ONLY_ADDED.format(table=table)
        yield from _guarded(table, "UPDATE", "true", words)
        yield from _guarded(table, "DELETE", kept, words)
        yield from _kept_whole(table)


def _sqlite() -> Iterator[str]:
    for table, there in (
        ("receipts", "SELECT 1 FROM receipts WHERE batch = NEW.batch"),
        ("branches", "SELECT 1 FROM branches WHERE case_key = NEW.case_key AND branch = NEW.branch"),
        ("quarantine", "SELECT 1 FROM quarantine WHERE id = NEW.id OR key = NEW.key"),
    ):
        yield _refusal(table, "INSERT", f"EXISTS ({there})", _ONLY_ADDED.format(table=table))
    yield _refusal(
        "audit",
        "INSERT",
        "NEW.number IS NOT 1 + coalesce((SELECT max(number) FROM audit), 0)",
        _ONLY_ADDED.format(table="audit"),
    )
    yield _refusal(
        "segments",
        "INSERT",
        "NEW.first IS NOT 1 + coalesce("
        "(SELECT last FROM segments WHERE case_key = NEW.case_key AND branch = NEW.branch ORDER BY first DESC LIMIT 1), "
        "(SELECT base_number FROM branches WHERE case_key = NEW.case_key AND branch = NEW.branch), "
        "CASE NEW.branch WHEN 0 THEN 0 END)",
        _CONTINUED,
    )
    for table in ("segments", "branches", "receipts", "audit"):
        yield _refusal(table, "UPDATE", "1", _ONLY_ADDED.format(table=table))
    for table in ("receipts", "audit"):
        yield _refusal(table, "DELETE", "1", _ONLY_ADDED.format(table=table))
    for table in ("segments", "branches"):
        yield _refusal(
            table,
            "DELETE",
            "(SELECT deleted FROM cases WHERE key = OLD.case_key) IS NULL",
            _ONLY_ADDED.format(table=table),
        )
    yield _refusal("cases", "DELETE", "1", _STAYS)
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _SAME_PART)
    yield _refusal("quarantine", "UPDATE", changed, _KEPT)
    yield _refusal(
        "quarantine",
        "DELETE",
        "OLD.decision IS NULL AND (SELECT deleted FROM cases WHERE key = OLD.case_key) IS NULL",
        _KEPT,
    )


def _refusal(table: str, change: str, when: str, words: str) -> str:
    return (
        f"CREATE TRIGGER {table}_guard_{change.lower()} BEFORE {change} ON {table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _postgresql() -> Iterator[str]:
    for table in ("segments", "branches", "receipts", "audit"):
        yield from _guarded(table, "UPDATE", "true", _ONLY_ADDED.format(table=table))
    for table in ("receipts", "audit"):
        yield from _guarded(table, "DELETE", "true", _ONLY_ADDED.format(table=table))
    for table in ("segments", "branches"):
        yield from _guarded(table, "DELETE", _ALIVE, _ONLY_ADDED.format(table=table))
    yield from _guarded("cases", "DELETE", "true", _STAYS)
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _SAME_PART)
    yield from _guarded("quarantine", "UPDATE", changed, _KEPT)
    yield from _guarded("quarantine", "DELETE", f"OLD.decision IS NULL AND {_ALIVE}", _KEPT)
    yield from _guarded(
        "audit",
        "INSERT",
        "NEW.number IS DISTINCT FROM 1 + coalesce((SELECT max(number) FROM audit), 0)",
        _ONLY_ADDED.format(table="audit"),
    )
    yield from _guarded(
        "segments",
        "INSERT",
        "NEW.first IS DISTINCT FROM 1 + coalesce("
        "(SELECT last FROM segments WHERE case_key = NEW.case_key AND branch = NEW.branch ORDER BY first DESC LIMIT 1), "
        "(SELECT base_number FROM branches WHERE case_key = NEW.case_key AND branch = NEW.branch), "
        "CASE NEW.branch WHEN 0 THEN 0 END)",
        _CONTINUED,
    )
    for table in ("segments", "branches", "receipts", "audit", "quarantine", "cases"):
        yield from _kept_whole(table)


def _kept_whole(table: str) -> Iterator[str]:
    """Not emptied at one stroke."""
    yield _function(f"{table}_guard_truncate", "true", _ONLY_ADDED.format(table=table), "NULL")
    yield (
        f"CREATE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard_truncate()"
    )


def _guarded(table: str, change: str, when: str, words: str) -> Iterator[str]:
    name = f"{table}_guard_{change.lower()}"
    yield _function(name, when, words, "OLD" if change == "DELETE" else "NEW")
    yield f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _function(name: str, when: str, words: str, result: str) -> str:
    # 23001 is restrict_violation: it reaches the caller as an IntegrityError, as on SQLite.
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION USING MESSAGE = '{words}', ERRCODE = '23001'; END IF; "
        f"RETURN {result}; END $$"
    )
