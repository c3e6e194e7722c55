"""Parts of a batch as they are read: their entries checked one after another, before anything is asked of the database.

A part that cannot be read is not refused: it is kept as it came, and `broken` says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import CaseCreated, Migrated
from capi.fieldwork.journal import Entry, Head, MalformedEntry, digest
from capi.hub.journals.segments import pack
from capi.sync.messages import Part


@dataclass(frozen=True, slots=True)
class ReadPart:
    """`data` are the bytes of the entries as they came. Where `broken` says what is wrong, `entries` is empty.

    `end` is its last entry (what it follows, where it has none). `instrument`: SHA-256 of the last instrument its
    entries name, empty where they name none. `packed`: all of `data` as a segment keeps it, empty where broken.
    """

    part: Part
    data: Sequence[bytes]
    entries: Sequence[Entry]
    end: Head
    broken: str = ""
    instrument: str = ""
    packed: bytes = b""

    @property
    def case(self) -> str:
        return self.part.case

    @property
    def after(self) -> Head:
        return Head(self.part.after, self.part.after_hash)

    @property
    def created(self) -> CaseCreated | None:
        """Where it begins with entry 1."""
        contents = self.entries[0].contents if self.entries else None
        return contents if isinstance(contents, CaseCreated) else None

    def hash_at(self, number: int) -> str | None:
        """Of the entry with this number, as far as the part knows it."""
        if not self.part.after <= number <= self.end.number:
            return None
        return self.end.hash if number == self.end.number else self.entries[number - self.part.after].previous


def read_part(part: Part) -> ReadPart:
    """Never raises: what cannot be read says so."""
    data = [bytes(raw) for raw in part.entries]
    after = Head(part.after, part.after_hash)
    end = Head(after.number + len(data), digest(data[-1])) if data else after
    try:
        entries = read_chain(after, part.case, data)
    except MalformedEntry as error:
        return ReadPart(part, data, (), end, broken=str(error))
    return ReadPart(part, data, entries, end, instrument=last_instrument(entries), packed=pack(data) if data else b"")


def last_instrument(entries: Sequence[Entry]) -> str:
    """SHA-256 of the instrument the case has after these entries, empty where they do not say."""
    for entry in reversed(entries):
        contents = entry.contents
        if isinstance(contents, Migrated | CaseCreated):
            return contents.sha256
    return ""
