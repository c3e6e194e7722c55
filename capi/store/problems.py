"""From what SQLite and the operating system report to what the user can be told: cause, then next step."""

import errno
import shutil
import sqlite3
import zlib
from pathlib import Path
from typing import NoReturn

import msgspec

from capi.fieldwork.journal import MalformedEntry
from capi.fieldwork.replay import BrokenJournal
from capi.store.errors import CaseFileError, DamagedFile, HeldByAnother, NotSaved, Refusal
from capi.wording import Wording

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_FREE_ENOUGH = 1_000_000
_UNREADABLE_PAGE = Wording("CaseFile", "A page of it cannot be read.")


def damaged(path: Path, what: Wording) -> DamagedFile:
    """`what` is a sentence about the file."""
    return DamagedFile(
        Wording(
            "CaseFile",
            "{name} is damaged. {what} Nothing was changed. Do not delete it: copy every file whose name begins with "
            "{stem} to a safe place, then open your last backup or ask your supervisor.",
        ).filled(name=path.name, what=what, stem=path.stem)
    )


def not_saved(path: Path, refusal: Refusal, why: str = "") -> NotSaved:
    match refusal:
        case Refusal.DISK_FULL:
            told = Wording(
                "CaseFile",
                "Not saved: the disk is full ({free} MB free). Delete or move away files you do not need, then save again. "
                "All that was saved before is safe.",
            )
        case Refusal.READ_ONLY:
            told = Wording(
                "CaseFile",
                "Not saved: {path} cannot be written to. Give yourself the right to write in that folder, or copy the case "
                "file, with every file whose name begins like it, to a folder of your own and open it there. "
                "All that was saved before is safe.",
            )
        case Refusal.BUSY:
            told = Wording(
                "CaseFile",
                "Not saved: another program, perhaps a virus scanner or a backup, holds {name}. Wait a moment, then save "
                "again. All that was saved before is safe.",
            )
        case Refusal.UNSAFE:
            told = Wording(
                "CaseFile",
                "Not saved: this folder does not keep answers safely ({why}); network and cloud folders are like that. Copy "
                "the case file, with every file whose name begins like it, to a folder of this computer and open it there. "
                "All that was saved before is safe.",
            )
        case Refusal.DISK_ERROR:
            told = Wording(
                "CaseFile",
                "Not saved: the disk reports an error ({why}). Save again; if it stays, copy the case file, with every file "
                "whose name begins like it, to another disk and go on there. All that was saved before is safe.",
            )
    free = shutil.disk_usage(path.parent).free // 1_000_000 if refusal is Refusal.DISK_FULL else 0
    return NotSaved(told.filled(path=str(path), name=path.name, why=why, free=free), refusal)


def from_system(error: OSError, path: Path) -> NotSaved:
    if error.errno in _FULL:
        return not_saved(path, Refusal.DISK_FULL)
    if error.errno in _READ_ONLY:
        return not_saved(path, Refusal.READ_ONLY)
    return not_saved(path, Refusal.DISK_ERROR, error.strerror or type(error).__name__)


def raise_told(error: BaseException, path: Path, *, writing: bool) -> NoReturn:
    """Raises what the user can be told, and a bug of ours as it is."""
    told = _told(error, path, writing=writing)
    if told is None:
        raise error
    raise told from error


def _told(error: BaseException, path: Path, *, writing: bool) -> CaseFileError | None:
    # SQLAlchemy wraps the driver's error. It is not imported for that: the window must start without it.
    cause = getattr(error, "orig", error)
    match cause:
        case MemoryError():  # SQLite's answer to some broken pages
            return damaged(path, _UNREADABLE_PAGE)
        case MalformedEntry() | BrokenJournal() | msgspec.DecodeError() | zlib.error():
            return damaged(path, Wording("CaseFile", "What is wrong: {fault}.").filled(fault=str(cause)))
    code = getattr(cause, "sqlite_errorcode", None)
    return _from_sqlite(code & 0xFF, cause, path, writing=writing) if isinstance(code, int) else None


def _from_sqlite(code: int, cause: BaseException | None, path: Path, *, writing: bool) -> CaseFileError | None:
    match code:
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_FORMAT | sqlite3.SQLITE_NOMEM:
            return damaged(path, _UNREADABLE_PAGE)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED if writing:
            return not_saved(path, Refusal.BUSY)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return HeldByAnother(
                Wording(
                    "CaseFile", "{name} is held by another program. Close that program, then open the file again."
                ).filled(name=path.name)
            )
        case sqlite3.SQLITE_FULL:
            return not_saved(path, Refusal.DISK_FULL)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return not_saved(path, Refusal.READ_ONLY)
        case sqlite3.SQLITE_IOERR if not writing:
            return damaged(path, Wording("CaseFile", "The disk reports an error when it is read."))
        case sqlite3.SQLITE_IOERR if shutil.disk_usage(path.parent).free < _FREE_ENOUGH:
            return not_saved(path, Refusal.DISK_FULL)
        case sqlite3.SQLITE_IOERR:
            return not_saved(path, Refusal.DISK_ERROR, getattr(cause, "sqlite_errorname", ""))
    return None
