"""The outcome frame of the fieldwork, as the office and the telephone queue work by it; read once in a process.

frame_of(connection).frame
rules_of_queue(connection)
"""

import zlib
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from capi.calling.call_counts import Rules
from capi.calling.queue import rules_of
from capi.hub.errors import Conflict
from capi.hub.tables import frames
from capi.outcomes.frame_reading import FrameSnapshot, snapshot
from capi.sync.calling_messages import FrameFile
from capi.sync.signing import Signed

_SIGNED = msgspec.json.Decoder(Signed)
_FILE = msgspec.json.Decoder(FrameFile)


def taken_frame() -> Select[Any]:
    """The line of the one that was taken last."""
    return select(frames.c.key, frames.c.sha256, frames.c.file).order_by(frames.c.taken.desc()).limit(1)


def frame_of(connection: Connection) -> FrameSnapshot:
    """Raises Conflict where the hub has none."""
    newest = connection.execute(taken_frame()).one_or_none()
    if newest is None:
        raise _no_frame()
    return _snapshot(newest.sha256, newest.file)


def rules_of_queue(connection: Connection) -> Rules:
    """As the queue reads the frame. Raises Conflict where the hub has none."""
    rules = rules_in_use(connection)
    if rules is None:
        raise _no_frame()
    return rules


def rules_in_use(connection: Connection) -> Rules | None:
    """The same; None where the hub has no frame yet."""
    newest = connection.execute(taken_frame()).one_or_none()
    return None if newest is None else _rules(newest.sha256, newest.file)


def _no_frame() -> Conflict:
    return Conflict("conflict", "The hub has no outcome frame. Add one on its machine: capi hub frame add uk")


@lru_cache(maxsize=8)
def _snapshot(sha256: str, file: bytes) -> FrameSnapshot:
    read = snapshot(_FILE.decode(_SIGNED.decode(zlib.decompress(file)).statement).text.encode())
    if read.sha256 != sha256:
        raise Conflict("conflict", f"The file of the outcome frame {sha256[:12]} is not the one it was added with.")
    return read


@lru_cache(maxsize=8)
def _rules(sha256: str, file: bytes) -> Rules:
    return rules_of(_snapshot(sha256, file).frame)
