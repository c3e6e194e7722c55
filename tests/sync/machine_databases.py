"""The databases of the state machine: copied as they stand, in SQLite and in PostgreSQL, so that a world is begun quickly."""

import contextlib
import itertools
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy.engine import make_url

from capi.hub.database import HubDatabase

_NUMBERS = itertools.count(1)


class Databases(Protocol):
    """Where hubs keep their data, and how such a database is copied as it stands."""

    def empty(self) -> str: ...
    def copy(self, database: HubDatabase) -> str: ...


@dataclass
class SqliteFiles:
    folder: Path

    def empty(self) -> str:
        return f"sqlite:///{self.folder / f'hub-{next(_NUMBERS)}.sqlite'}"

    def copy(self, database: HubDatabase) -> str:
        url = self.empty()
        source, target = str(database.url.database), str(make_url(url).database)
        with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
            old.backup(new)
        return url


@dataclass
class OnPostgresql:
    server: str
    made: list[str] = field(default_factory=list)

    def empty(self) -> str:
        return self._made("template0")

    def copy(self, database: HubDatabase) -> str:
        database.close()  # whoever is connected stands in the way; the next who asks is connected anew
        return self._made(str(database.url.database))

    def _made(self, template: str) -> str:
        name = f"world_{next(_NUMBERS)}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        self.made.append(name)
        return self.server.replace("/postgres?", f"/{name}?")

    def drop_all(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            for name in self.made:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        self.made.clear()
