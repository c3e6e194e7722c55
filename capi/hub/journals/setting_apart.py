"""Setting apart: parts the hub does not apply go into quarantine, and no entry of a laptop goes there twice."""

import itertools
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, exists, insert, select

from capi.fieldwork.journal import Head, digest
from capi.hub import tables
from capi.sync.messages import Part, Reason

if TYPE_CHECKING:
    from capi.hub.journals.judging import Apart
    from capi.hub.journals.parts import ReadPart

_PARTS = msgspec.json.Decoder(Part)


def kept_part(data: bytes) -> Part:
    """A part as the table keeps it."""
    return _PARTS.decode(zlib.decompress(data))


@dataclass(frozen=True, slots=True)
class _SetApart:
    part: Part
    end: Head
    verdict: "Apart"


@dataclass(slots=True)
class Shelf:
    """What of one laptop is set apart in one transaction, and what was before. `received` in microseconds."""

    connection: Connection
    device_key: int
    received: int
    _new: list[_SetApart] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self._new

    def ends_at(self, case: str, head: Head) -> bool:
        """Whether a part of this case ends with that entry."""
        if any(each.part.case == case and each.end == head for each in self._new):
            return True
        quarantine = tables.quarantine.c
        there = exists().where(
            quarantine.case_id == case,
            quarantine.device_key == self.device_key,
            quarantine.number == head.number,
            quarantine.hash == head.hash,
        )
        return bool(self.connection.execute(select(there)).scalar())

    def put(self, part: "ReadPart", verdict: "Apart") -> None:
        """The entries that are neither in the journal nor in quarantine yet: each run of them on a line of its own.

        Where the part cannot be read, no entry of it is sure to be what it seems: then it is kept whole, unless the very
        same is there.
        """
        there = self._overlapping(part, malformed=bool(part.broken))
        if part.broken:
            if not any((each.after, each.entries) == (part.part.after, part.part.entries) for each in there):
                self._new.append(_SetApart(part.part, part.end, verdict))
            return
        entries = set(_entries_of(there))
        heads = [part.after, *(Head(part.part.after + at, digest(raw)) for at, raw in enumerate(part.data, start=1))]
        missing = [at >= verdict.shared and head not in entries for at, head in enumerate(heads[1:])]
        for is_missing, run in itertools.groupby(range(len(missing)), key=missing.__getitem__):
            if is_missing:
                places = list(run)
                self._new.append(_run(part.part, heads[places[0]], heads[places[-1] + 1], verdict))

    def write(self, case_keys: dict[str, int]) -> None:
        """`case_keys` of the cases the hub knows."""
        if self._new:
            rows = [self._row(each, case_keys.get(each.part.case)) for each in self._new]
            self.connection.execute(insert(tables.quarantine), rows)

    def _overlapping(self, part: "ReadPart", *, malformed: bool) -> list[Part]:
        """What is there from this laptop, malformed or not, of the numbers that the part has."""
        quarantine = tables.quarantine.c
        is_malformed = quarantine.reason == Reason.MALFORMED.value
        overlapping = select(quarantine.part).where(
            quarantine.case_id == part.case,
            quarantine.device_key == self.device_key,
            quarantine.number > part.part.after,
            quarantine.after < part.end.number,
            is_malformed if malformed else ~is_malformed,
        )
        before = [kept_part(row.part) for row in self.connection.execute(overlapping)]
        now = [
            each.part
            for each in self._new
            if each.part.case == part.case and (each.verdict.reason is Reason.MALFORMED) is malformed
        ]
        return [*before, *now]

    def _row(self, each: _SetApart, case_key: int | None) -> dict[str, object]:
        return {
            "id": str(uuid4()),
            "case_id": each.part.case,
            "case_key": case_key,
            "device_key": self.device_key,
            "reason": each.verdict.reason.value,
            "detail": _storable(each.verdict.detail),
            "term": each.part.term,
            "after": each.part.after,
            "after_hash": each.part.after_hash,
            "number": each.end.number,
            "hash": each.end.hash,
            "part": zlib.compress(msgspec.json.encode(each.part)),
            "received": self.received,
        }


def _run(part: Part, after: Head, end: Head, verdict: "Apart") -> _SetApart:
    """So much of the part as lies between the two heads."""
    entries = part.entries[after.number - part.after : end.number - part.after]
    return _SetApart(replace(part, after=after.number, after_hash=after.hash, entries=entries), end, verdict)


def _entries_of(parts: Iterable[Part]) -> Iterator[Head]:
    for part in parts:
        for number, raw in enumerate(part.entries, start=part.after + 1):
            yield Head(number, digest(bytes(raw)))


def _storable(words: str) -> str:
    """What was wrong with an entry may quote it, and it may hold what PostgreSQL does not take."""
    return words.replace("\0", "�").encode(errors="replace").decode()[:4_000]
