"""Decisions that lead to an entry: what each of them says in the journal, and whether that stands there already.

Orders are never changed, so whether there is anything left to be told is asked of the journal.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias, assert_never

import msgspec
from sqlalchemy import Connection, Row, select

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, Medium, OutcomeSet
from capi.fieldwork.contents import Contents, Returned
from capi.hub.journals.own_entries import HUB_DEVICE
from capi.hub.journals.segments import journal_bytes
from capi.hub.order_book import ToAppoint, ToCallOff, ToReturn, ToSetOutcome, kind_of, what_of
from capi.hub.tables import orders as book

ToWrite: TypeAlias = ToReturn | ToAppoint | ToCallOff | ToSetOutcome
KINDS = tuple(kind_of(each) for each in (ToReturn, ToAppoint, ToCallOff, ToSetOutcome))
"""Their words in the column `kind`."""

_APPOINTMENTS = ("appointment_made", "appointment_cancelled")
_ENTRIES: dict[type[ToWrite], tuple[str, ...]] = {
    ToReturn: ("returned",),
    ToAppoint: _APPOINTMENTS,
    ToCallOff: _APPOINTMENTS,
    ToSetOutcome: ("outcome_set",),
}
"""The kinds of entries that are about the same matter."""


class _Entry(msgspec.Struct, frozen=True):
    """So much of an entry as tells one decision from another."""

    device: str
    contents: Contents


_ENTRY = msgspec.json.Decoder(_Entry)


def contents_of(to_do: ToWrite, by: str) -> Contents:
    """What is written into the journal. Raises UnfitForJournal."""
    if isinstance(to_do, ToReturn):
        return Returned(note=to_do.note, fields=to_do.fields, by=by)
    return calling_contents(to_do, by)


def calling_contents(
    to_do: ToAppoint | ToCallOff | ToSetOutcome, by: str
) -> AppointmentMade | AppointmentCancelled | OutcomeSet:
    """The same of what concerns calls."""
    match to_do:
        case ToAppoint():
            return AppointmentMade(
                local=to_do.local,
                zone=to_do.zone,
                utc=to_do.utc,
                minutes=to_do.minutes,
                hard=to_do.hard,
                note=to_do.note,
                by=by,
                medium=Medium(to_do.medium) if to_do.medium else None,
                telephone=to_do.telephone,
                owner=to_do.owner,
                lapses=to_do.lapses,
            )
        case ToCallOff():
            return AppointmentCancelled(reason=to_do.reason, by=by)
        case ToSetOutcome():
            return OutcomeSet(to_do.code, frame=to_do.frame, reason=to_do.reason, by=by)
        case _:
            assert_never(to_do)


def is_written(connection: Connection, case_key: int, to_do: ToWrite, by: str) -> bool:
    """Whether it stands in the journal, or the hub has written there what was decided later about the same."""
    later = journal_bytes(connection, case_key)[to_do.number :]
    signs = [f'"contents":{{"kind":"{kind}"'.encode() for kind in _ENTRIES[type(to_do)]]
    said = [_ENTRY.decode(entry) for entry in later if any(sign in entry for sign in signs)]
    wanted = contents_of(to_do, by)
    return any(each.device == HUB_DEVICE or each.contents == wanted for each in said)


def unwritten(connection: Connection, case: Row[Any]) -> Sequence[ToWrite]:
    """The latest decision of each kind that no laptop has written into the journal of the case yet."""
    wanted = select(book.c.kind, book.c.details, book.c.made_by).where(
        book.c.case_key == case.key, book.c.kind.in_(KINDS)
    )
    latest = {row.kind: row for row in connection.execute(wanted.order_by(book.c.made, book.c.user_key, book.c.number))}
    found = ((what_of(row.details), row.made_by) for row in latest.values())
    return [
        to_do for to_do, by in found if isinstance(to_do, ToWrite) and not is_written(connection, case.key, to_do, by)
    ]
