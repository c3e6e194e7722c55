"""Databases with the hub's tables in them: made once and copied from then on, as to make them takes longer than most tests."""

import contextlib
import sqlite3
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg

from capi.hub.database import HubDatabase
from capi.hub.keeping.upgrades import bring_up

TEMPLATE = "hub_template"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def with_tables(database: HubDatabase) -> None:
    """As `bring_up`, into a SQLite file by a copy."""
    if not database.is_postgresql:
        with contextlib.closing(sqlite3.connect(str(database.url.database))) as target:
            if target.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                with contextlib.closing(sqlite3.connect(":memory:")) as made:
                    made.deserialize(_sqlite())
                    made.backup(target)
    bring_up(database, NOW)


@cache
def _sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "hub.sqlite")
        with contextlib.closing(HubDatabase(f"sqlite:///{path}")) as database:
            bring_up(database, NOW)
        with contextlib.closing(sqlite3.connect(path)) as made:
            made.execute("PRAGMA journal_mode = DELETE")  # what lies in memory has no write-ahead log
            return made.serialize()


def make_template(server: str) -> None:
    """On this PostgreSQL, a database to make others like."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    with contextlib.closing(HubDatabase(server.replace("/postgres?", f"/{TEMPLATE}?"))) as database:
        bring_up(database, NOW)
