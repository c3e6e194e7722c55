"""The hub's database: SQLite in a file, or PostgreSQL. One schema, and every write a short transaction of its own.

    database = HubDatabase("sqlite:////var/lib/capi/hub.sqlite")
    with database.writing() as connection: ...

SQLite takes the lock of the one writer when a writing transaction begins; on PostgreSQL rows are locked as they are
read for change (`locked`). Whatever the database refuses comes out as Unavailable, with nothing kept.
"""

import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.pool import ConnectionPoolEntry

from capi.hub.errors import HubFolderError, Unavailable
from capi.hub.gathering import Gathering

BUSY_SECONDS = 2
"""How long a request waits for the database before it is told to come again."""
MOST_CONNECTIONS = 16
_WRITERS = 2
"""Transactions of batches under way at once on PostgreSQL: one is put together while the disk confirms the other."""

_Row = TypeVar("_Row", bound=tuple[Any, ...])


def sqlite_url(path: Path) -> str:
    """Of the file, whatever characters are in its name."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string(hide_password=False)


class HubDatabase:
    """Opened by its URL: sqlite:///path, or postgresql://host/name."""

    def __init__(self, url: str) -> None:
        """Raises HubFolderError for a URL that names no database this program knows. Connects to nothing yet."""
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise HubFolderError(
                f"{url!r} is no database URL. Write sqlite:///FILE or postgresql://HOST/NAME."
            ) from error
        self.is_postgresql = parsed.get_backend_name() in ("postgresql", "postgres")
        self.gathering: Gathering[Any, Any] = Gathering(_WRITERS if self.is_postgresql else 1)
        if self.is_postgresql:
            self.url = parsed.set(drivername="postgresql+psycopg")
            self.engine = _postgresql(self.url.render_as_string(hide_password=False))
        elif parsed.get_backend_name() == "sqlite" and parsed.database:
            self.url = parsed.set(drivername="sqlite")
            self.engine = _sqlite(self.url.render_as_string(hide_password=False))
        else:
            raise HubFolderError(f"The hub keeps its data in SQLite or PostgreSQL, not in {parsed.get_backend_name()}.")
        self._turn = contextlib.nullcontext() if self.is_postgresql else _Turn()
        self._closed = False
        event.listen(self.engine, "checkin", self._given_back)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the whole. Raises Unavailable."""
        with _told(), self.engine.connect() as connection, connection.begin():
            if self.is_postgresql:
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield connection

    @contextlib.contextmanager
    def asking(self) -> Iterator[Connection]:
        """For a single statement, which sees one view by itself: without the ceremony of a transaction. Raises Unavailable."""
        options = {"isolation_level": "AUTOCOMMIT"} if self.is_postgresql else {"capi_begin": ""}
        with _told(), self.engine.connect() as connection, connection.execution_options(**options).begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, kept when the block ends and dropped where it raises. Raises Unavailable."""
        with (
            _told(),
            self._turn,
            self.engine.connect() as connection,
            connection.execution_options(capi_begin="BEGIN IMMEDIATE").begin(),
        ):
            yield connection

    def locked(self, statement: Select[_Row], *, skip_locked: bool = False) -> Select[_Row]:
        """The same, with its rows held for this transaction alone. On SQLite the writer is alone anyway."""
        return statement.with_for_update(skip_locked=skip_locked) if self.is_postgresql else statement

    def close(self) -> None:
        """Connections that a thread still works with are closed as they are given back."""
        self.gathering.close()
        self._closed = True
        self.engine.dispose()

    def _given_back(self, _connection: object, record: ConnectionPoolEntry) -> None:
        if self._closed:
            record.invalidate()


class _Turn:
    """Whose turn it is to write, among the threads of this process: first come, first served. SQLite itself lets those who wait sleep
    longer and longer, and who wakes at the right moment is first: of five hundred that come at once some would wait in vain."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            own = threading.Lock()
            own.acquire()
            self._waiting.append(own)
        if own.acquire(timeout=BUSY_SECONDS):
            return
        with self._guard:
            if own not in self._waiting:  # it was handed over at the last moment
                return
            self._waiting.remove(own)
        raise Unavailable("The hub's database is busy. Nothing of this was kept; it will be tried again.")

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        pool_size=MOST_CONNECTIONS,
        pool_timeout=BUSY_SECONDS,
        max_overflow=0,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _set(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "secure_delete = ON",
            "trusted_schema = OFF",
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # Not as a statement of SQLAlchemy's: that would take it longer than all that SQLite has to do.
        if begin := connection.get_execution_options().get("capi_begin", "BEGIN"):
            connection.connection.cursor().execute(begin)

    return engine


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        pool_size=MOST_CONNECTIONS,
        pool_timeout=BUSY_SECONDS,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "connect_timeout": BUSY_SECONDS,
            "application_name": "capi hub",
            "options": f"-c lock_timeout={BUSY_SECONDS}s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s",
        },
    )


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OperationalError, sqlite3.OperationalError, PoolIsEmpty) as error:
        raise Unavailable(
            "The hub's database does not answer now. Nothing of this was kept; it will be tried again."
        ) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(
                "The hub has lost its database. Nothing of this was kept; it will be tried again."
            ) from error
        raise
