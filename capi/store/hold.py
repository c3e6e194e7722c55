"""The hold: one process per case file, and the name of who has it for everybody else.

The lock is the operating system's and dies with the process. Who holds it stands in a file of its own
(<name>.holder), because on Windows a locked file cannot be read; what a crash left there is overwritten.
"""

import contextlib
from datetime import datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from capi.store.errors import HeldByAnother
from capi.store.problems import from_system
from capi.wording import Wording

PATIENCE_SECONDS = 0.3
"""Long enough for the holder to write its name."""


class Holder(Struct, frozen=True):
    """Who sits at the case file, and where. `since` is shown to the next one who tries."""

    who: str
    device: str
    host: str
    pid: int
    since: datetime


class Hold:
    """The lock on a case file while this object is held. Raises HeldByAnother, or NotSaved in a read-only folder."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self._note = path.with_name(f"{path.name}.holder")
        self._lock = FileLock(
            path.with_name(f"{path.name}.lock"), timeout=PATIENCE_SECONDS, thread_local=False, fallback_to_soft=False
        )
        try:
            self._lock.acquire()
            self._note.write_bytes(msgspec.json.encode(holder))
        except Timeout:
            raise HeldByAnother(_in_use(path, _read(self._note))) from None
        except OSError as error:
            self._lock.release()
            raise from_system(error, path) from error

    def release(self) -> None:
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
        self._lock.release()


def _read(note: Path) -> Holder | None:
    try:
        return msgspec.json.decode(note.read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None


def _in_use(path: Path, holder: Holder | None) -> Wording:
    if holder is None:
        return Wording(
            "CaseFile", "{name} is open in another window or program. Close it there, then open it here."
        ).filled(name=path.name)
    return Wording(
        "CaseFile",
        "{name} is open already: {who} has it on {host} since {since} (process {process}). "
        "Go to that window, or close it there and open the file here.",
    ).filled(name=path.name, who=holder.who, host=holder.host, since=holder.since, process=str(holder.pid))
