"""Branches: where entries in quarantine belong among what the hub has of a case, and what makes them part of its journal.

A part follows the journal, or what an earlier decision has left on another branch, or another part in quarantine; by its
hashes there is only one such place. Where that is not the head of the journal, a new branch begins there, and what stood
after it stays on its own, whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from capi.fieldwork.chain import read_chain
from capi.fieldwork.journal import START, Entry, Head, MalformedEntry, digest
from capi.hub import tables
from capi.hub.journals.segments import Segment, append_segment, journal_bytes
from capi.hub.journals.setting_apart import kept_part

_QUARANTINE = tables.quarantine.c


@dataclass(frozen=True, slots=True)
class Course:
    """A journal as it would be: what the hub has on `branch` up to `base`, then `entries` of the parts `keys`."""

    branch: int
    base: Head
    before: Sequence[bytes]
    entries: Sequence[bytes]
    keys: tuple[int, ...]

    @property
    def data(self) -> list[bytes]:
        return [*self.before, *self.entries]

    def follows(self, case: Row[Any]) -> bool:
        """Whether it goes on from the head of the journal."""
        return (self.branch, self.base) == (case.branch, Head(case.number, case.hash))

    def stands(self, case: Row[Any]) -> bool:
        """Whether all of it is in the journal already."""
        return self.branch == case.branch and not self.entries

    def read(self, case: str) -> list[Entry]:
        """All of it."""
        return read_chain(START, case, self.data)


def course_of(connection: Connection, part: Row[Any], case: Row[Any] | None) -> Course | None:
    """Where the part belongs; None where it follows nothing the hub has, or its own entries cannot be read.

    `case` is its line, where it has one.
    """
    if not _is_readable(part):
        return None
    journals = dict(_journals(connection, case)) if case is not None else {0: []}
    keys: list[int] = []
    entries: list[bytes] = []
    at: Row[Any] | None = part
    end = Head(part.number, part.hash)
    while (branch := _branch_with(journals, end)) is None:
        if at is None or at.key in keys:
            return None
        keys.insert(0, at.key)
        entries = [bytes(raw) for raw in kept_part(at.part).entries] + entries
        end = Head(at.after, at.after_hash)
        at = _part_ending_at(connection, at, end)
    return Course(branch, end, journals[branch][: end.number], entries, tuple(keys))


def take_course(connection: Connection, case: Row[Any], course: Course, segment: Segment, made_by: str) -> int:
    """Makes it the case's journal; the branch it is on. `segment` has the entries that are new, its branch is not looked at."""
    branch: int = case.branch
    if not course.follows(case):
        branches = tables.branches.c
        last = select(func.max(branches.branch)).where(branches.case_key == case.key)
        branch = (connection.execute(last).scalar() or 0) + 1
        connection.execute(
            insert(tables.branches).values(
                case_key=case.key,
                branch=branch,
                base=course.branch,
                base_number=course.base.number,
                made=segment.received,
                made_by=made_by,
            )
        )
    if segment.entries:
        append_segment(
            connection,
            Segment(case.key, branch, segment.first, segment.entries, segment.device_key, segment.received),
        )
    return branch


def _is_readable(part: Row[Any]) -> bool:
    """Asked anew each time: what one version of capi could not read, the next one may."""
    try:
        data = [bytes(raw) for raw in kept_part(part.part).entries]
        return bool(read_chain(Head(part.after, part.after_hash), part.case_id, data))
    except MalformedEntry:
        return False


def _journals(connection: Connection, case: Row[Any]) -> list[tuple[int, list[bytes]]]:
    """Of every branch of the case, the current one first."""
    branches = tables.branches.c
    others = select(branches.branch).where(branches.case_key == case.key).order_by(branches.branch.desc())
    numbers = dict.fromkeys([case.branch, *connection.execute(others).scalars(), 0])
    return [(branch, journal_bytes(connection, case.key, branch=branch)) for branch in numbers]


def _branch_with(journals: dict[int, list[bytes]], head: Head) -> int | None:
    """The branch that has this entry; the beginning is on the current one."""
    for branch, data in journals.items():
        if head.number == 0 or (head.number <= len(data) and digest(data[head.number - 1]) == head.hash):
            return branch
    return None


def _part_ending_at(connection: Connection, after: Row[Any], end: Head) -> Row[Any] | None:
    wanted = select(tables.quarantine).where(
        _QUARANTINE.case_id == after.case_id, _QUARANTINE.number == end.number, _QUARANTINE.hash == end.hash
    )
    # Two laptops may have sent the same; that of the same one is nearer.
    own_first = wanted.order_by(_QUARANTINE.device_key != after.device_key, _QUARANTINE.key).limit(1)
    return connection.execute(own_first).one_or_none()
