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

from capi.fieldwork.call_history import AHEAD_OF_TIME, reopens
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.case import Status
from capi.fieldwork.contents import (
    BESIDE_THE_INTERVIEW,
    Answered,
    Because,
    CaseCreated,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Left,
    Migrated,
    Moved,
    Opened,
    Remarked,
    Returned,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
    roster_of,
)
from capi.fieldwork.journal import Entry, Head
from capi.fieldwork.progress import Suppression, lapsed
from capi.fieldwork.replay import sitting_open_after, status_after
from capi.fieldwork.values import Exact

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
_ADD_ROW = (
    "INSERT INTO rows (case_key, aside, roster, row, added, removed) VALUES (?, 0, ?, ?, 1, 0) "
    "ON CONFLICT (case_key, aside, roster, row) DO UPDATE SET added = 1"
)
_REMOVE_ROW = (
    "INSERT INTO rows (case_key, aside, roster, row, added, removed) VALUES (?, 0, ?, ?, 0, ?) "
    "ON CONFLICT (case_key, aside, roster, row) DO UPDATE SET removed = excluded.removed"
)
_CHOOSE_LANGUAGE = "UPDATE cases SET language = ? WHERE key = ?"
_NO_LONGER_ASIDE = "DELETE FROM answers_aside WHERE case_key = ? AND field = ?"
_SET_ASIDE = (
    "INSERT OR REPLACE INTO answers_aside SELECT * FROM answers WHERE case_key = ? AND field = ?",
    _REMOVE_ANSWER,
)
_BRING_BACK = (
    "INSERT OR REPLACE INTO answers SELECT * FROM answers_aside WHERE case_key = ? AND field = ?",
    _NO_LONGER_ASIDE,
)
_MAKE_WAY = (
    "DELETE FROM rows WHERE case_key = :key AND roster = :roster AND aside = :aside "
    "AND EXISTS (SELECT 1 FROM rows WHERE case_key = :key AND roster = :roster AND aside <> :aside)"
)
_CARRY_ROWS = "UPDATE rows SET aside = :aside WHERE case_key = :key AND roster = :roster AND aside <> :aside"
# A case that comes from elsewhere may have been through versions that are not kept here.
_MIGRATE = (
    "UPDATE cases SET snapshot_key = coalesce((SELECT key FROM snapshots WHERE sha256 = ?), snapshot_key) WHERE key = ?"
)
_RETURN = "UPDATE cases SET returned = ? WHERE key = ?"
_APPOINT = "UPDATE cases SET appointment = ?, appointment_utc = ? WHERE key = ?"
_KEPT = "UPDATE cases SET appointment = NULL, appointment_utc = NULL WHERE key = ? AND appointment_utc <= ?"
_KEEP_CALL = "INSERT INTO calls (case_key, number, who, call) VALUES (?, ?, ?, ?)"
_COUNT_CALL = "UPDATE cases SET calls = calls + 1 WHERE key = ?"
_LAST_CALL = "UPDATE cases SET last_call = ?1, last_result = ?2 WHERE key = ?3 AND coalesce(last_call, ?1) <= ?1"
_SET_OUTCOME = "UPDATE cases SET outcome = ?, outcome_code = ? WHERE key = ?"
_NEEDS_LANGUAGE = "UPDATE cases SET needs_language = ? WHERE key = ?"
_NEEDS_PROXY = "UPDATE cases SET needs_proxy = 1 WHERE key = ?"
_OVER = (
    "UPDATE cases SET appointment = NULL, appointment_utc = NULL, needs_language = '', needs_proxy = 0 WHERE key = ?"
)
_COMPLETE = _OVER.replace("SET", "SET returned = NULL,")
_SETTLE = (
    "UPDATE cases SET status = ?, sitting_open = ?, stop_reason = ?, stop_note = ?, last_worked = coalesce(?, last_worked), "
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
    aside: bool
    """Whether there are answers set aside."""

    def after(self, contents: Contents, head: Head) -> "Standing":
        if (
            isinstance(contents, Answered)
            and self.sitting_open
            and self.status is Status.IN_PROGRESS
            and not self.suppressions
        ):
            return Standing(self.key, head, self.status, None, True, self.suppressions, self.aside)
        status = status_after(self.status, contents)
        stop = contents if isinstance(contents, Stopped) else self.stop
        return Standing(
            self.key,
            head,
            status,
            stop if status is Status.STOPPED else None,
            sitting_open_after(self.sitting_open, contents),
            self._suppressions_after(contents),
            self.aside or isinstance(contents, Migrated),
        )

    def _suppressions_after(self, contents: Contents) -> Mapping[str, Suppression]:
        if isinstance(contents, EditSuppressed):
            return {**self.suppressions, contents.edit: Suppression(contents.reason, contents.involved)}
        gone = lapsed(self.suppressions, contents)
        return (
            {edit: each for edit, each in self.suppressions.items() if edit not in gone} if gone else self.suppressions
        )


class Written(Struct, frozen=True):
    """An entry with its bytes, and where the case stands before and after it."""

    entry: Entry
    data: bytes
    before: Standing
    after: Standing


def keep(cursor: sqlite3.Cursor, written: Written) -> None:
    """Writes the entry and all that follows from it."""
    entry, standing, after = written.entry, written.before, written.after
    cursor.execute(_KEEP_ENTRY, (standing.key, entry.number, written.data))
    _project(cursor, standing, entry.contents)
    if isinstance(entry.contents, CallMade):
        _keep_call(cursor, standing.key, entry, entry.contents)
    if reopens(standing.status, after.status):
        cursor.execute(_SET_OUTCOME, (None, "", standing.key))
    if after.suppressions is not standing.suppressions:
        for edit in standing.suppressions.keys() - after.suppressions.keys():
            cursor.execute(_REMOVE_SUPPRESSION, (standing.key, edit))
    # While a sitting is open its case is counted when the list is read.
    if not after.sitting_open or not standing.sitting_open or standing.status is not after.status:
        _settle(cursor, after, None if isinstance(entry.contents, BESIDE_THE_INTERVIEW) else entry.time)


def to_microseconds(time: datetime) -> int:
    return (time - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    return _EPOCH + timedelta(microseconds=number)


def _project(cursor: sqlite3.Cursor, standing: Standing, contents: Contents) -> None:
    key = standing.key
    match contents:
        case Answered() | Fixed():
            _keep_answer(cursor, standing, contents)
        case Cleared(field):
            cursor.execute(_REMOVE_ANSWER, (key, field))
        case RowAdded(roster, row, field):
            cursor.execute(_REMOVE_ANSWER, (key, field))
            cursor.execute(_ADD_ROW, (key, roster, row))
        case RowRemoved(row) | RowRestored(row):
            cursor.execute(_REMOVE_ROW, (key, *roster_of(row), isinstance(contents, RowRemoved)))
        case LanguageChosen(language):
            cursor.execute(_CHOOSE_LANGUAGE, (language, key))
        case Remarked(field, ""):
            cursor.execute(_REMOVE_REMARK, (key, field))
        case Remarked(field, text):
            cursor.execute(_KEEP_REMARK, (key, field, text))
        case EditSuppressed(edit, reason, involved):
            cursor.execute(_KEEP_SUPPRESSION, (key, edit, reason, msgspec.json.encode(involved).decode()))
        case Migrated():
            _migrate(cursor, key, contents)
        case Returned():
            cursor.execute(_RETURN, (msgspec.json.encode(contents).decode(), key))
        case Completed() | Stopped():
            cursor.execute(_COMPLETE if isinstance(contents, Completed) else _OVER, (key,))
        case Left() | AppointmentMade() | AppointmentCancelled() | OutcomeSet():
            _keep_agreed(cursor, key, contents)
        case CaseCreated() | Opened() | Moved() | CallMade():
            pass
        case _:
            assert_never(contents)


def _keep_call(cursor: sqlite3.Cursor, key: int, entry: Entry, call: CallMade) -> None:
    cursor.execute(_KEEP_CALL, (key, entry.number, entry.who, msgspec.json.encode(call).decode()))
    cursor.execute(_COUNT_CALL, (key,))
    cursor.execute(_LAST_CALL, (to_microseconds(call.began), call.result, key))
    cursor.execute(_KEPT, (key, to_microseconds(call.began + AHEAD_OF_TIME)))


def _keep_agreed(
    cursor: sqlite3.Cursor, key: int, contents: Left | AppointmentMade | AppointmentCancelled | OutcomeSet
) -> None:
    """What the next call is to be like, or that there is none."""
    match contents:
        case Left(because=Because.LANGUAGE, language=language):
            cursor.execute(_NEEDS_LANGUAGE, (language, key))
        case Left(because=Because.PROXY):
            cursor.execute(_NEEDS_PROXY, (key,))
        case Left():
            pass
        case AppointmentMade(utc=utc):
            cursor.execute(_APPOINT, (msgspec.json.encode(contents).decode(), to_microseconds(utc), key))
        case AppointmentCancelled():
            cursor.execute(_APPOINT, (None, None, key))
        case OutcomeSet(code):
            cursor.execute(_SET_OUTCOME, (msgspec.json.encode(contents).decode() if code else None, code, key))
        case _:
            assert_never(contents)


def _keep_answer(cursor: sqlite3.Cursor, standing: Standing, given: Answered | Fixed) -> None:
    state = given.missing.value if given.missing else None
    value = msgspec.json.encode(given.value) if isinstance(given.value, tuple | Exact) else given.value
    cursor.execute(_KEEP_ANSWER, (standing.key, given.field, value, state))
    if standing.aside:
        cursor.execute(_NO_LONGER_ASIDE, (standing.key, given.field))


def _migrate(cursor: sqlite3.Cursor, key: int, migrated: Migrated) -> None:
    for fields, statements in ((migrated.set_aside, _SET_ASIDE), (migrated.brought_back, _BRING_BACK)):
        for field in fields:
            for statement in statements:
                cursor.execute(statement, (key, field))
    for rosters, aside in ((migrated.rosters_set_aside, 1), (migrated.rosters_brought_back, 0)):
        for roster in rosters:
            for statement in (_MAKE_WAY, _CARRY_ROWS):
                cursor.execute(statement, {"key": key, "roster": roster, "aside": aside})
    cursor.execute(_MIGRATE, (migrated.sha256, key))


def _settle(cursor: sqlite3.Cursor, after: Standing, worked: datetime | None) -> None:
    """`worked` is None where nobody sat at the case."""
    reason, note = (after.stop.reason.value, after.stop.note) if after.stop else (None, None)
    microseconds = None if worked is None else to_microseconds(worked)
    values = (after.status.value, after.sitting_open, reason, note, microseconds, after.key)
    cursor.execute(_SETTLE, values)
