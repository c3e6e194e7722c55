"""How each answer was given: in which mode it was asked, and whether the respondent answered alone.

A view of the journal. An answer is asked in the mode of its sitting; a case that was begun online may be finished by telephone,
and a face-to-face interview may be handed over for a part of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Cleared,
    Completed,
    Opened,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
)
from capi.fieldwork.journal import ONLINE, RESPONDENT, Entry
from capi.instrument.model import Mode


@dataclass(frozen=True, slots=True)
class WayAnswered:
    """`alone`: by the respondent, without an interviewer."""

    mode: Mode
    alone: bool


def ways_answered(entries: Iterable[Entry]) -> dict[str, WayAnswered]:
    """By field, how the answer that stands was given; without those that were computed."""
    own = mode = Mode.FACE_TO_FACE
    found: dict[str, WayAnswered] = {}
    for entry in entries:
        match entry.contents:
            case CaseCreated():
                own = mode = entry.contents.mode
            case Opened():
                mode = entry.contents.mode or own
            case Answered():
                found[entry.contents.field] = WayAnswered(mode, entry.who == RESPONDENT)
            case Cleared(field) | RowAdded(field=field):
                found.pop(field, None)
    return found


@dataclass(frozen=True, slots=True)
class Ways:
    """How the answers of a case were given. `own` is the mode of the case; `standing` that of the sitting in which it was last worked at.

    `elsewhere`: the answers that were not given to an interviewer in the mode of the case; most cases have none.
    """

    own: Mode
    standing: Mode
    elsewhere: Mapping[str, WayAnswered]

    def of(self, field: str) -> WayAnswered:
        return self.elsewhere.get(field) or WayAnswered(self.own, alone=False)


def ways_of(entries: Sequence[Entry], own: Mode) -> Ways:
    """Of a case, whose mode is `own`, with these entries."""
    if not any(_is_elsewhere(entry, own) for entry in entries):
        return Ways(own, own, {})
    plain = WayAnswered(own, alone=False)
    answered = ways_answered(entries)
    return Ways(own, _standing(entries, own), {field: way for field, way in answered.items() if way != plain})


def _is_elsewhere(entry: Entry, own: Mode) -> bool:
    contents = entry.contents
    return entry.who == RESPONDENT or (type(contents) is Opened and contents.mode not in (None, own))


def _standing(entries: Iterable[Entry], own: Mode) -> Mode:
    """Who only looks at an interview leaves it in the mode it stood in."""
    standing = mode = own
    for entry in entries:
        match entry.contents:
            case Opened():
                mode = entry.contents.mode or own
            case Answered() | Cleared() | RowAdded() | RowRemoved() | RowRestored() | Completed():
                standing = mode
    return standing


def online_since(entries: Iterable[Entry], since: datetime | None = None) -> datetime | None:
    """Since when the respondent answers online (UTC), after these entries; None where she does not, is through, or an interviewer has gone on.
    `since`: as it was before them."""
    for entry in entries:
        match entry.contents:
            case Opened() if entry.device == ONLINE:
                since = since or entry.time
            case Opened() | Completed() | Stopped():
                since = None
    return since
