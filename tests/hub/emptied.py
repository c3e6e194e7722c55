"""Databases of PostgreSQL that are emptied after a test and used again: to make one takes ten times as long.

    kept = Emptied(server)
    url = kept.take()       # like the template, under a name that no database had before
    kept.give_back(url)

Whoever still knows the old name finds nothing behind it. A database in which a test has changed more than rows, or
left much room behind, is dropped instead.
"""

import itertools
import re
from dataclasses import dataclass, field
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.hub.ready import TEMPLATE

_NUMBERS = itertools.count(1)
_MOST_USES = 40
"""Deleted rows stay in the files: after so many tests there are enough of them."""
_MOST_BYTES = 256 * 1024
"""Of the largest table: a plan of the database depends on how large it finds them."""

# What a test may have done to the schema shows in the newest line of each catalogue, what it has measured in the numbers.
_SCHEMA = """
SELECT (SELECT row(count(*), max(xmin::text::bigint), sum(reltuples), sum(relpages)) FROM pg_class WHERE oid >= 16384)::text,
       (SELECT row(count(*), max(xmin::text::bigint)) FROM pg_attribute WHERE attrelid >= 16384)::text,
       (SELECT row(count(*), max(xmin::text::bigint)) FROM pg_trigger)::text,
       (SELECT row(count(*), max(xmin::text::bigint)) FROM pg_constraint WHERE oid >= 16384)::text,
       (SELECT row(count(*), max(xmin::text::bigint)) FROM pg_proc WHERE oid >= 16384)::text,
       (SELECT row(count(*), max(xmin::text::bigint)) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp')::text,
       (SELECT count(*) FROM pg_statistic WHERE starelid >= 16384)::text,
       (SELECT datacl FROM pg_database WHERE datname = current_database())::text,
       (SELECT count(*) FROM pg_db_role_setting)::text
"""
_LARGEST = "SELECT max(pg_relation_size(oid)) FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 't')"
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"


@dataclass
class _Free:
    """One that nobody uses. `schema` and `rows`: as it was made; `uses`: how many tests have had it."""

    name: str
    schema: Any
    rows: dict[str, list[tuple[Any, ...]]]
    uses: int = 0


@dataclass
class Emptied:
    """`server`: the URL of its first database."""

    server: str
    _free: list[_Free] = field(default_factory=list)
    _taken: dict[str, _Free] = field(default_factory=dict)

    def take(self) -> str:
        """The URL of a database like the template."""
        free = self._free.pop() if self._free else self._made()
        url = self._url(free.name)
        self._taken[url] = free
        return url

    def give_back(self, url: str) -> None:
        """Whoever is connected to it still is cut off."""
        free = self._taken.pop(url)
        free.uses += 1
        if free.uses < _MOST_USES and self._renamed(free) and self._emptied(free):
            self._free.append(free)
        else:
            self._ask(f"DROP DATABASE {free.name} WITH (FORCE)")

    def _made(self) -> _Free:
        name = _new_name()
        self._ask(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        with psycopg.connect(self._url(name)) as connection:
            tables = [name for (name,) in connection.execute(_TABLES)]
            rows = {each: connection.execute(_of("SELECT * FROM {}", each)).fetchall() for each in tables}
            return _Free(name, connection.execute(_SCHEMA).fetchone(), rows)

    def _renamed(self, free: _Free) -> bool:
        """False where somebody keeps coming back."""
        name = _new_name()
        self._ask("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", free.name)
        try:
            self._ask(f"ALTER DATABASE {free.name} RENAME TO {name}")
        except psycopg.errors.ObjectInUse:
            return False
        free.name = name
        return True

    def _emptied(self, free: _Free) -> bool:
        """False where that is not enough."""
        with psycopg.connect(self._url(free.name)) as connection:
            largest = connection.execute(_LARGEST).fetchone()
            if connection.execute(_SCHEMA).fetchone() != free.schema or largest is None or largest[0] > _MOST_BYTES:
                return False
            # Neither the guards of the tables nor their references to each other speak here.
            emptying = sql.SQL("; ").join(
                [
                    sql.SQL("SET session_replication_role = replica"),
                    *(_of("DELETE FROM {}", each) for each in free.rows),
                ]
            )
            connection.execute(emptying)
            connection.execute("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence")
            for table, rows in free.rows.items():
                if rows:
                    line = sql.SQL(", ").join([sql.Placeholder()] * len(rows[0]))
                    with connection.cursor() as cursor:
                        cursor.executemany(_of("INSERT INTO {} OVERRIDING SYSTEM VALUE VALUES ({})", table, line), rows)
        return True

    def _ask(self, statement: str, *values: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement.encode(), values or None)

    def _url(self, name: str) -> str:
        return re.sub(r"/postgres\?", f"/{name}?", self.server)


def _new_name() -> str:
    return f"hub_{next(_NUMBERS)}"


def _of(statement: LiteralString, table: str, *more: sql.Composable) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(table), *more)
