"""The projection: what each kind of entry changes in the tables beside the journal, in the same transaction.

Statements are written out, and run on the driver's cursor: an answer costs two of them, and touches as few
pages as can be, as every page is encrypted anew and written. `reading` gives back what is kept here.
"""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import assert_never

import msgspec
from msgspec import Struct

from capi.fieldwork.case import Status
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Left,
    Moved,
    Opened,
    Remarked,
    Stopped,
)
from capi.fieldwork.journal import Entry, Head
from capi.fieldwork.replay import Suppression, lapsed, sitting_open_after, status_after

_KEEP_ENTRY = "INSERT INTO journal (case_key, number, entry) VALUES (?, ?, ?)"
_KEEP_ANSWER = (
    "INSERT INTO answers (case_key, field, value, state) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (case_key, field) DO UPDATE SET value = excluded.value, state = excluded.state"
)
_REMOVE_ANSWER = "DELETE FROM answers WHERE case_key = ? AND field = ?"
_KEEP_REMARK = (
    "INSERT INTO remarks (case_key, field, text) VALUES (?, ?, ?) "
    "ON CONFLICT (case_key, field) DO UPDATE SET text = excluded.text"
)
_REMOVE_REMARK = "DELETE FROM remarks WHERE case_key = ? AND field = ?"
_KEEP_SUPPRESSION = (
    "INSERT INTO suppressions (case_key, edit, reason, involved) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (case_key, edit) DO UPDATE SET reason = excluded.reason, involved = excluded.involved"
)
_REMOVE_SUPPRESSION = "DELETE FROM suppressions WHERE case_key = ? AND edit = ?"
_SETTLE = (
    "UPDATE cases SET status = ?, sitting_open = ?, stop_reason = ?, stop_note = ?, last_worked = ?, "
    "answered = (SELECT count(*) FROM answers WHERE case_key = cases.key) WHERE key = ?"
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Standing(Struct, frozen=True):
    """Where a case stands: what of it is held in memory, so that an answer is written without reading."""

    key: int
    head: Head
    status: Status
    stop: Stopped | None
    sitting_open: bool
    suppressions: Mapping[str, Suppression]

    def after(self, contents: Contents, head: Head) -> "Standing":
        if (
            isinstance(contents, Answered)
            and self.sitting_open
            and self.status is Status.IN_PROGRESS
            and not self.suppressions
        ):
            return Standing(self.key, head, self.status, None, True, self.suppressions)
        status = status_after(self.status, contents)
        stop = contents if isinstance(contents, Stopped) else self.stop
        return Standing(
            self.key,
            head,
            status,
            stop if status is Status.STOPPED else None,
            sitting_open_after(contents),
            self._suppressions_after(contents),
        )

    def _suppressions_after(self, contents: Contents) -> Mapping[str, Suppression]:
        if isinstance(contents, EditSuppressed):
            return {**self.suppressions, contents.edit: Suppression(contents.reason, contents.involved)}
        gone = lapsed(self.suppressions, contents)
        return (
            {edit: each for edit, each in self.suppressions.items() if edit not in gone} if gone else self.suppressions
        )


def keep(cursor: sqlite3.Cursor, standing: Standing, entry: Entry, data: bytes, after: Standing) -> None:
    """Writes the entry and all that follows from it."""
    cursor.execute(_KEEP_ENTRY, (standing.key, entry.number, data))
    _project(cursor, standing.key, entry.contents)
    if after.suppressions is not standing.suppressions:
        for edit in standing.suppressions.keys() - after.suppressions.keys():
            cursor.execute(_REMOVE_SUPPRESSION, (standing.key, edit))
    # While a sitting is open its case is counted when the list is read.
    if not after.sitting_open or not standing.sitting_open or standing.status is not after.status:
        _settle(cursor, after, entry.time)


def to_microseconds(time: datetime) -> int:
    return (time - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)


def _project(cursor: sqlite3.Cursor, key: int, contents: Contents) -> None:
    match contents:
        case Answered():
            state = contents.missing.value if contents.missing else None
            cursor.execute(_KEEP_ANSWER, (key, contents.field, contents.value, state))
        case Cleared(field):
            cursor.execute(_REMOVE_ANSWER, (key, field))
        case Remarked(field, ""):
            cursor.execute(_REMOVE_REMARK, (key, field))
        case Remarked(field, text):
            cursor.execute(_KEEP_REMARK, (key, field, text))
        case EditSuppressed(edit, reason, involved):
            cursor.execute(_KEEP_SUPPRESSION, (key, edit, reason, msgspec.json.encode(involved).decode()))
        case CaseCreated() | Opened() | Moved() | Left() | Stopped() | Completed():
            pass
        case _:
            assert_never(contents)


def _settle(cursor: sqlite3.Cursor, after: Standing, worked: datetime) -> None:
    reason, note = (after.stop.reason.value, after.stop.note) if after.stop else (None, None)
    values = (after.status.value, after.sitting_open, reason, note, to_microseconds(worked), after.key)
    cursor.execute(_SETTLE, values)
