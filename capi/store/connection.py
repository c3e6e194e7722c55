"""The connection to a case file: one, held open for the whole sitting, with every setting read back.

Opening a transaction through SQLAlchemy for each answer would double the cost of its commit. So SQLAlchemy
is told to leave transactions alone (AUTOCOMMIT), and `writing` begins and ends them on the driver itself.
"""

import contextlib
import importlib
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, TracebackType
from typing import NoReturn, cast
from urllib.parse import quote

from sqlalchemy import Connection, StaticPool, create_engine

from capi.store.errors import EncryptionMissing, Refusal
from capi.store.problems import not_saved, raise_told
from capi.wording import Wording

BUSY_SECONDS = 5
"""How long another program, such as a virus scanner, may hold the file before the user hears of it."""

_SETTINGS: tuple[tuple[str, str, object], ...] = (
    # Before the first read: then SQLite keeps its index of the log in memory, and there is no -shm file.
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("trusted_schema", "OFF", 0),
)
# fsync on macOS returns before the disk has it.
_SETTINGS_ON_MACOS = (("fullfsync", "ON", 1), ("checkpoint_fullfsync", "ON", 1))


def driver(*, encrypted: bool) -> ModuleType:
    """The SQLite module. A practice file needs no SQLCipher. Raises EncryptionMissing, never falls back."""
    if not encrypted:
        return sqlite3
    try:
        module = importlib.import_module("sqlcipher3.dbapi2")
    except ImportError as error:
        raise _no_encryption(Wording("CaseFile", "The library sqlcipher3 is not installed.")) from error
    with contextlib.closing(module.connect(":memory:")) as connection:
        version = connection.execute("PRAGMA cipher_version").fetchone()
    if not (version and version[0]):
        raise _no_encryption(
            Wording("CaseFile", "The library sqlcipher3 on this machine is SQLite without encryption.")
        )
    return module


def connect(path: Path, data_key: bytes | None, *, immutable: bool = False) -> sqlite3.Connection:
    """A bare connection of the driver. Reads nothing yet, so a key that does not fit shows at the first statement.

    `immutable` reads the file alone, without its log and without a lock, and never writes.
    """
    module = driver(encrypted=data_key is not None)
    connection = module.connect(
        _address(path, "immutable=1" if immutable else "mode=rwc"),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    if data_key is not None:
        connection.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        # Wiping every allocation doubles the time of a commit; keys and pages in memory are left to the system's protection.
        connection.execute("PRAGMA cipher_memory_security = OFF")
    return cast(sqlite3.Connection, connection)


class HeldConnection:
    """The one connection: `core` for SQLAlchemy, `cursor` for the way of an answer. One thread at a time is inside."""

    def __init__(self, path: Path, data_key: bytes | None) -> None:
        self.path = path
        self.guard = threading.RLock()
        self.closed = False
        bare = connect(path, data_key)
        try:
            for name, value, expected in _SETTINGS + (_SETTINGS_ON_MACOS if sys.platform == "darwin" else ()):
                _set(bare, path, name, value, expected)
        except BaseException as error:
            bare.close()
            raise_told(error, path, writing=False)
        self.bare = bare
        self._engine = create_engine(
            "sqlite://",
            module=driver(encrypted=data_key is not None),
            creator=lambda: bare,
            poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )
        self.core: Connection = self._engine.connect()
        self.cursor = bare.cursor()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Raises DamagedFile for whatever the file cannot give back."""
        with self.guard:
            try:
                yield self.core
            except Exception as error:
                raise_told(error, self.path, writing=False)

    def writing(self) -> "Transaction":
        return Transaction(self)

    def empty_log(self) -> None:
        """Moves the log into the file, at a moment when nobody waits. What is in the log is safe if this fails."""
        with self.guard, contextlib.suppress(Exception):
            self.cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        with self.guard:
            self.closed = True
            self.cursor.close()
            self.core.close()
            self._engine.dispose()


class Transaction:
    """One durable transaction. Raises NotSaved, with nothing of it kept, and the same can be tried again.

    A class and no generator: every answer passes here, and the generator costs it 5 microseconds.
    """

    __slots__ = ("_held",)

    def __init__(self, held: HeldConnection) -> None:
        self._held = held

    def __enter__(self) -> sqlite3.Cursor:
        self._held.guard.acquire()
        try:
            self._held.cursor.execute("BEGIN")
        except BaseException as error:
            self._undo(error)
        return self._held.cursor

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._undo(error)
        try:
            self._held.cursor.execute("COMMIT")
        except BaseException as refused:
            self._undo(refused)
        self._held.guard.release()

    def _undo(self, error: BaseException) -> NoReturn:
        try:
            # After a full disk SQLite has rolled back by itself.
            if self._held.bare.in_transaction:
                with contextlib.suppress(Exception):
                    self._held.cursor.execute("ROLLBACK")
            raise_told(error, self._held.path, writing=True)
        finally:
            self._held.guard.release()


def _address(path: Path, how: str) -> str:
    """`file:///tmp/a`, `file:///C:/a`, and `file:////server/a`, which Path.as_uri() would give in a form SQLite refuses."""
    posix = path.absolute().as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote(posix, safe='/:')}?{how}"


def _set(bare: sqlite3.Connection, path: Path, name: str, value: str, expected: object) -> None:
    bare.execute(f"PRAGMA {name} = {value}")
    found = bare.execute(f"PRAGMA {name}").fetchone()[0]
    if found != expected:
        raise not_saved(path, Refusal.UNSAFE, f"PRAGMA {name} = {value}")


def _no_encryption(why: Wording) -> EncryptionMissing:
    return EncryptionMissing(
        Wording(
            "CaseFile",
            "This computer cannot encrypt. {why} Answers of real people are never kept in plain text, so the case file "
            "stays closed. Install capi again with all its libraries (pip install sqlcipher3); practice works without.",
        ).filled(why=why)
    )
