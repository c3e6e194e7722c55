"""The service's log: one line of JSON for each request, with the fields named here and no others.

A path is written as its template, so that no id is in it; of an error its kind and where it happened, never its message,
which may hold what somebody answered. What libraries log is written without its arguments for the same reason.
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import msgspec
from msgspec import Struct

MOST_FRAMES = 12

_OF_ITSELF = ("Started server process", "Finished server process", "Uvicorn running on")
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z%]")


class Line(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything a line may hold. `path` is a template; `code` a problem's; `error` and `at` are of a fault."""

    event: str
    level: str = "info"
    trace: str = ""
    method: str = ""
    path: str = ""
    status: int = 0
    code: str = ""
    milliseconds: float = 0.0
    sent: int = 0
    error: str = ""
    at: tuple[str, ...] = ()


class Log:
    """Writes lines to `write`, which takes bytes; standard error unless told otherwise."""

    def __init__(self, write: Callable[[bytes], object] | None = None) -> None:
        self._write = write or _to_standard_error
        self._turn = threading.Lock()

    def add(self, line: Line) -> None:
        """Never raises: a full disk under the log must not stop the hub."""
        time = datetime.now(UTC).isoformat(timespec="milliseconds").encode()
        with self._turn:
            try:
                self._write(b'{"time":"' + time + b'",' + msgspec.json.encode(line)[1:] + b"\n")
            except OSError:
                return

    def fault(self, error: BaseException, trace: str, path: str) -> None:
        """A fault of the hub: what kind, and the places in the program it came through."""
        self.add(
            Line(
                event="fault",
                level="error",
                trace=trace,
                path=path,
                error=_kinds(error),
                at=_places(error.__traceback__),
            )
        )


class LibraryLog(logging.Handler):
    """What libraries have to say goes into the same log, without what they would fill in: that may be anything. Only what
    the server says of itself is filled in: its process, and where it listens."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.INFO)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._log.add(
            Line(
                event=f"{record.name}: {_said(record)}",
                level=record.levelname.lower(),
                error=_kinds(error) if error else "",
                at=_places(error.__traceback__) if error else (),
            )
        )


def _said(record: logging.LogRecord) -> str:
    if not (isinstance(record.msg, str) and record.args):
        return _known(record)
    if record.name.startswith("uvicorn") and record.msg.startswith(_OF_ITSELF):
        return record.getMessage()
    return _PLACEHOLDER.sub(lambda found: "%" if found[0] == "%%" else "…", record.msg)


def _known(record: logging.LogRecord) -> str:
    """A text without arguments may have been put together before: only its first words, and only from the server itself."""
    return str(record.msg)[:200] if record.name.startswith("uvicorn") and record.exc_info is None else record.funcName


def _kinds(error: BaseException) -> str:
    """The kind of the error and of those it came from, the outermost first."""
    kinds: list[str] = []
    each: BaseException | None = error
    while each is not None and len(kinds) < MOST_FRAMES:
        kinds.append(type(each).__qualname__)
        each = each.__cause__ or each.__context__
    return " from ".join(kinds)


def _places(at: TracebackType | None) -> tuple[str, ...]:
    frames = traceback.extract_tb(at)[-MOST_FRAMES:]
    return tuple(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _to_standard_error(data: bytes) -> None:
    sys.stderr.buffer.write(data)
    sys.stderr.buffer.flush()
