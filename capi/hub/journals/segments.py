"""Segments: the journal of a case as the hub keeps it, several entries in one row, on the branch they belong to.

    append_segments(connection, [Segment(case_key, branch=0, first=61, entries=entries, device_key=3, received=now)])
    entries = journal_bytes(connection, case_key)       # of the current branch, over those it continues

The caller holds the case's row, and has seen that the entries follow its head: here nothing is judged.
"""

import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select

from capi.hub import tables
from capi.hub.many import among

_FASTEST = 1
"""Of zlib: half the time of its usual level, for a tenth more bytes; entries are alike enough for either."""
_COMPRESSED = 0x78
_ENDLESS = sys.maxsize
_INSERT = insert(tables.segments)
_BRANCH = select(tables.cases.c.branch).where(tables.cases.c.key == bindparam("case"))
_OWN = (
    select(tables.segments.c.first, tables.segments.c.entries)
    .where(
        tables.segments.c.case_key == bindparam("case"),
        tables.segments.c.branch == bindparam("branch"),
        tables.segments.c.first <= bindparam("upto"),
    )
    .order_by(tables.segments.c.first)
)


def pack(entries: Sequence[bytes]) -> bytes:
    """The entries as a row keeps them: each ended by a line feed, compressed where that makes them shorter."""
    plain = b"\n".join(entries) + b"\n"
    compressed = zlib.compress(plain, _FASTEST)
    return compressed if len(compressed) < len(plain) else plain


def unpack(kept: bytes) -> list[bytes]:
    """The inverse of `pack`."""
    plain = zlib.decompress(kept) if kept[:1] and kept[0] == _COMPRESSED else kept
    return plain.split(b"\n")[:-1]


@dataclass(frozen=True, slots=True)
class Segment:
    """Entries of one case that came together; the first of them has the number `first`.

    `device_key` is the laptop they came from, None where the hub wrote them; `received` in microseconds.
    """

    case_key: int
    branch: int
    first: int
    entries: Sequence[bytes]
    device_key: int | None
    received: int
    packed: bytes = b""
    """The entries packed, where the caller has done so already outside its transaction."""


def append_segment(connection: Connection, segment: Segment) -> None:
    append_segments(connection, [segment])


def append_segments(connection: Connection, segments: Iterable[Segment]) -> None:
    """Adds them to the journals of their cases. Those of one case must come in their order."""
    rows = [_row(segment) for segment in segments]
    if rows:
        connection.execute(_INSERT, rows)


def journal_bytes(
    connection: Connection, case_key: int, upto: int | None = None, *, branch: int | None = None
) -> list[bytes]:
    """The canonical bytes of entries 1 to `upto` (default: all) on the current branch, or on another one.

    Empty where there is no such case, or only its line is left.
    """
    if branch is None:
        branch = connection.execute(_BRANCH, {"case": case_key}).scalar() or 0
    found: list[bytes] = []
    for course in reversed(list(_courses(connection, case_key, branch, upto))):
        found.extend(_own_entries(connection, case_key, course))
    return found


class JournalHead(NamedTuple):
    """How far a journal goes, and on which branch."""

    case_key: int
    branch: int
    number: int


def journals_bytes(connection: Connection, heads: Sequence[JournalHead]) -> dict[int, list[bytes]]:
    """The journals of many cases, by their keys; in one statement of those that have had one course only, which is nearly all."""
    numbers = {head.case_key: head.number for head in heads if head.branch == 0}
    found: dict[int, list[bytes]] = {key: [] for key in numbers}
    segments = tables.segments.c
    kept = (
        select(segments.case_key, segments.entries)
        .where(among(connection, segments.case_key, list(numbers)), segments.branch == 0)
        .order_by(segments.case_key, segments.first)
    )
    for key, packed in connection.execute(kept) if numbers else ():
        found[key] += unpack(packed)
    return {key: entries[: numbers[key]] for key, entries in found.items()} | {
        head.case_key: journal_bytes(connection, head.case_key, head.number, branch=head.branch)
        for head in heads
        if head.branch
    }


class _Course(NamedTuple):
    """What of a branch belongs to a journal: its own entries, up to this number."""

    branch: int
    upto: int


def _courses(connection: Connection, case_key: int, branch: int, upto: int | None) -> Iterator[_Course]:
    """From the newest branch down to the one it all began with."""
    limit = _ENDLESS if upto is None else upto
    yield _Course(branch, limit)
    while branch:
        branches = tables.branches.c
        line = select(branches.base, branches.base_number).where(
            branches.case_key == case_key, branches.branch == branch
        )
        branch, base_number = connection.execute(line).one()
        limit = min(limit, base_number)
        yield _Course(branch, limit)


def _own_entries(connection: Connection, case_key: int, course: _Course) -> Iterator[bytes]:
    wanted = {"case": case_key, "branch": course.branch, "upto": course.upto}
    for first, packed in connection.execute(_OWN, wanted):
        yield from unpack(packed)[: course.upto - first + 1]


def _row(segment: Segment) -> dict[str, object]:
    return {
        "case_key": segment.case_key,
        "branch": segment.branch,
        "first": segment.first,
        "last": segment.first + len(segment.entries) - 1,
        "entries": segment.packed or pack(segment.entries),
        "device_key": segment.device_key,
        "received": segment.received,
    }
