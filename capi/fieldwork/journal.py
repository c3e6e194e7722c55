"""The journal: the append-only record of a case, one fact after another, each chained to the one before.

    head = START
    entry = follow(head, case="7f3a", device="L-12", who="anna", moment=moment, contents=Opened())
    data = encode(entry)           # what is kept, and what the next entry is chained to
    head = Head(entry.number, digest(data))

Formats and kinds are in JOURNAL.md beside this file.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from capi.fieldwork.contents import Contents
from capi.fieldwork.values import UnfitForJournal, fit_text

RESPONDENT = "respondent"
"""Who wrote an entry where the respondent answered alone. No account has this name."""

ONLINE = "online"
"""The device of what a respondent answers in her browser."""


class Moment(Struct, frozen=True, gc=False):
    """When something happened, as the caller's clocks say it.

    `monotonic_ms` counts since the device's sitting began and never runs backwards, whatever is done to
    the wall clock: durations come from it. `offset_minutes` is local time minus UTC.
    """

    utc: datetime
    offset_minutes: int
    monotonic_ms: int


class Entry(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One fact of one case, in its envelope. `number` runs from 1 without a gap; `previous` is the
    SHA-256 of the bytes of the entry before."""

    case: str
    device: str
    number: Annotated[int, Meta(ge=1)]
    who: str
    time: datetime
    offset_minutes: Annotated[int, Meta(gt=-1440, lt=1440)]
    monotonic_ms: Annotated[int, Meta(ge=0)]
    previous: str
    contents: Contents

    def __post_init__(self) -> None:
        if self.time.tzinfo is not UTC and self.time.utcoffset() != timedelta(0):
            raise UnfitForJournal("the time of an entry is in UTC; give a time with the UTC time zone")


class Head(Struct, frozen=True, gc=False):
    """The last entry of a case: its number and the SHA-256 of its bytes."""

    number: int
    hash: str


START = Head(0, "0" * 64)
"""Before the first entry."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that is not as it was written, and what is wrong with it."""

    number: int
    what: str


class MalformedEntry(ValueError):
    """These bytes are no entry this program knows. The message says which entry, and where in it.

    `number` is its place in the journal, 0 where that is not known.
    """

    def __init__(self, what: str, number: int = 0) -> None:
        super().__init__(what)
        self.number = number


def follow(head: Head, *, case: str, device: str, who: str, moment: Moment, contents: Contents) -> Entry:
    """The entry after `head`. Raises UnfitForJournal for what cannot be kept."""
    return Entry(
        case=fit_text(case, "the case"),
        device=fit_text(device, "the device"),
        number=head.number + 1,
        who=fit_text(who, "the name of the interviewer"),
        time=moment.utc,
        offset_minutes=moment.offset_minutes,
        monotonic_ms=moment.monotonic_ms,
        previous=head.hash,
        contents=contents,
    )


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(Entry)


def encode(entry: Entry) -> bytes:
    """The canonical bytes: JSON in UTF-8, fields in the order of JOURNAL.md, names in a mapping sorted."""
    return _ENCODER.encode(entry)


def decode(data: bytes, where: str) -> Entry:
    """The entry these bytes are. Raises MalformedEntry, naming `where`, for anything but its canonical bytes."""
    try:
        entry = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedEntry(f"{where} is no entry this version of capi can read: {error}") from error
    if encode(entry) != data:
        raise MalformedEntry(f"{where} can be read, but its bytes are not written the way capi writes them")
    return entry


def decode_all(data: Sequence[bytes]) -> list[Entry] | None:
    """The entries these are, in half the time that `decode` takes; None where any is not its canonical bytes."""
    lines = b"\n".join(data) + b"\n"
    try:
        entries = _DECODER.decode_lines(lines)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    # No entry has a line feed inside. So where there are as many lines as texts, each text is the line in its place.
    return entries if len(entries) == len(data) and _ENCODER.encode_lines(entries) == lines else None


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def verify_chain(entries: Iterable[Entry], anchor: Head | None = None) -> Break | None:
    """The first broken entry of a case, or None.

    A changed entry is betrayed by the one after it. The last one, and entries cut off the end, can only
    be checked against an `anchor`: a head that was noted elsewhere.
    """
    head, case = START, None
    for entry in entries:
        if entry.number != head.number + 1:
            return Break(head.number + 1, f"missing or out of order: entry {entry.number} stands in its place")
        if case not in (None, entry.case):
            return Break(entry.number, f"of another case ({entry.case})")
        if entry.previous != head.hash:
            # The first entry has none before it that could have been changed.
            return Break(max(head.number, 1), f"changed: entry {entry.number} was chained to another one")
        head, case = Head(entry.number, digest(encode(entry))), entry.case
        if anchor is not None and anchor.number == head.number and anchor.hash != head.hash:
            return Break(head.number, "changed: another one was noted as the last")
    if anchor is not None and head.number < anchor.number:
        return Break(head.number + 1, f"missing: entries up to {anchor.number} were noted")
    return None
