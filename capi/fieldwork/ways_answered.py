"""How each answer was given: in which mode it was asked, and whether the respondent answered alone.

A view of the journal. An answer is asked in the mode of its sitting; a case that was begun online may be finished by telephone,
and a face-to-face interview may be handed over for a part of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from capi.fieldwork.contents import Answered, CaseCreated, Cleared, Opened, RowAdded
from capi.fieldwork.journal import RESPONDENT, Entry
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
