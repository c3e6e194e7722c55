"""Recognition: what lies at a path, and whether it is whole, before anything is opened for good.

Everything here only reads. The file is untouched whatever is found, and a log beside it stays as it is.
"""

import contextlib
import enum
import shutil
import sqlite3
import tempfile
from pathlib import Path

from capi.store.connection import connect
from capi.store.encryption import keys_path
from capi.store.errors import DamagedFile, EncryptionMissing, NotACaseFile
from capi.store.problems import damaged, from_system
from capi.store.tables import APPLICATION_ID
from capi.wording import Wording

CHECKED_UP_TO = 25_000_000
"""Bytes. Up to this size every page is verified on opening, at some 100 MB a second; `CaseFile.verify` knows no limit."""

_SQLITE = b"SQLite format 3\0"
_APPLICATION_ID_AT = slice(68, 72)


class Kind(enum.Enum):
    ENCRYPTED = "encrypted"
    PRACTICE = "practice"


def recognise(path: Path) -> Kind:
    """Raises NotACaseFile for everything else, in the words for it."""
    if path.is_dir():
        raise NotACaseFile(Wording("CaseFile", "{path} is a folder. Choose a case file in it.").filled(path=str(path)))
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise NotACaseFile(
            Wording(
                "CaseFile", "There is no file {path}. Look for it in another folder, or create a case file there."
            ).filled(path=str(path))
        ) from None
    except OSError as error:
        raise from_system(error, path) from error
    has_keys = keys_path(path).exists()
    if header.startswith(_SQLITE):
        if int.from_bytes(header[_APPLICATION_ID_AT], "big") == APPLICATION_ID and not has_keys:
            return Kind.PRACTICE
        raise _foreign_database(path)
    if has_keys:
        return Kind.ENCRYPTED
    if not header:
        raise NotACaseFile(
            Wording("CaseFile", "{name} is empty, not a case file. Choose another file.").filled(name=path.name)
        )
    raise NotACaseFile(
        Wording(
            "CaseFile",
            "{name} is not a case file, or its keys are missing: there is no {keys} beside it. "
            "Choose another file, or put the file of keys back beside it.",
        ).filled(name=path.name, keys=keys_path(path).name)
    )


def examine(path: Path, data_key: bytes | None) -> None:
    """Whether the inside is ours and whole. Raises DamagedFile, or NotACaseFile for another program's plain database."""
    try:
        _examine(path, data_key, immutable=True)
    except DamagedFile:
        # After a power loss a half-written page is normal where the log still has the whole one.
        if data_key is None or not has_log(path) or not _is_whole_with_log(path, data_key):
            raise


def has_log(path: Path) -> bool:
    log = log_path(path)
    return log.exists() and log.stat().st_size > 0


def log_path(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _is_whole_with_log(path: Path, data_key: bytes) -> bool:
    """The same on copies, as SQLite cannot join a log to its file without writing."""
    with (
        contextlib.suppress(OSError),
        tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.check") as folder,
    ):
        copy = Path(folder, path.name)
        shutil.copyfile(path, copy)
        shutil.copyfile(log_path(path), log_path(copy))
        try:
            _examine(copy, data_key, immutable=False)
        except DamagedFile:
            return False
    return True


def _examine(path: Path, data_key: bytes | None, *, immutable: bool) -> None:
    try:
        with contextlib.closing(connect(path, data_key, immutable=immutable)) as connection:
            if not immutable:
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            practice = _practice(connection)
            faults = _faulty_pages(connection) if data_key and path.stat().st_size <= CHECKED_UP_TO else 0
    except (EncryptionMissing, OSError):
        raise
    except Exception as error:
        unread = Wording("CaseFile", "Its pages cannot be read.")
        if data_key:
            unread = Wording("CaseFile", "Its pages cannot be read, or {keys} belongs to another file.")
        raise damaged(path, unread.filled(keys=keys_path(path).name)) from error
    if faults:
        raise damaged(
            path, Wording("CaseFile", "Not as they were written: {faults} of its pages.").filled(faults=faults)
        )
    if practice != ("no" if data_key else "yes"):
        if data_key:
            raise damaged(path, Wording("CaseFile", "It has lost its contents."))
        raise _foreign_database(path)


def _practice(connection: sqlite3.Connection) -> str | None:
    """Whether the file says it is for practice; None where it is not one of ours."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'journal')").fetchone()
    if tables < 2:
        return None
    row = connection.execute("SELECT value FROM meta WHERE name = 'practice'").fetchone()
    return str(row[0]) if row else None


def _faulty_pages(connection: sqlite3.Connection) -> int:
    return len(connection.execute("PRAGMA cipher_integrity_check").fetchall())


def _foreign_database(path: Path) -> NotACaseFile:
    return NotACaseFile(
        Wording("CaseFile", "{name} is a database of another program, not a case file. Choose another file.").filled(
            name=path.name
        )
    )
