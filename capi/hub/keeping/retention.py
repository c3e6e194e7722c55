"""Retention: what is deleted, and when. Contact details first, answers later, and never what a hold is on.

    due = what_is_due(hub)                    # changes nothing
    done = delete_what_is_due(hub, by="office@hub")

A case goes in two steps. First it is marked as deleted: nobody sees it any more, and it can be brought back. Thirty days
later its journal, its codes and derived variables, its parts in quarantine and its orders are removed, and only its line stays: that there was one, and
when it went. Contact details go in one step. Each has a line in the audit log.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, assert_never

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, delete, false, func, or_, select, update

from capi.hub import audit, tables
from capi.hub.errors import Conflict, NotThere
from capi.hub.hub import Hub, to_microseconds
from capi.hub.many import among
from capi.hub.people.hub_settings import HubSettings, Retention, read_settings, write_settings
from capi.hub.people.lockout import forget_old
from capi.hub.people.token_family import forget_expired

DAYS_TO_THINK_AGAIN = 30
"""Between the two steps."""

_AT_ONCE = 500
_OF_A_CASE = (
    tables.visits,
    tables.invitations,
    tables.telephone,
    tables.calls,
    tables.coding_taken,
    tables.jobs,
    tables.codes,
    tables.derived,
    tables.segments,
    tables.branches,
    tables.contacts,
    tables.quarantine,
    tables.orders,
)
"""What is removed with its answers. Its line stays."""
_CASES = tables.cases.c


@dataclass(frozen=True, slots=True)
class DueCase:
    key: int
    id: str
    reference: str
    with_a_laptop: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What is to go now. `undecided`: cases that would, but for a part in quarantine; `hold`: why nothing goes at all."""

    contacts: Sequence[DueCase]
    cases: Sequence[DueCase]
    removals: Sequence[DueCase]
    undecided: int = 0
    hold: str = ""


def retention_of(hub: Hub) -> Retention:
    with hub.database.reading() as connection:
        return read_settings(connection).retention


def set_retention(hub: Hub, retention: Retention, *, by: str) -> None:
    """Raises NotThere for a case on hold that there is not."""
    with hub.database.writing() as connection:
        known = set(connection.execute(select(_CASES.id).where(_CASES.id.in_(list(retention.held)))).scalars())
        unknown = sorted(retention.held.keys() - known)
        if unknown:
            raise NotThere("not_there", f"There is no case {unknown[0]}.")
        settings: HubSettings = msgspec.structs.replace(read_settings(connection), retention=retention)
        write_settings(connection, settings)
        words = {name: str(value) for name, value in msgspec.to_builtins(retention).items()}
        audit.record(hub, connection, by, "retention_set", "", **words)


def what_is_due(hub: Hub) -> Due:
    """Changes nothing. Raises Unavailable."""
    with hub.database.reading() as connection:
        looking = _Looking(connection, read_settings(connection).retention, to_microseconds(hub.now()))
        return Due(
            looking.due(_What.CONTACTS),
            looking.due(_What.CASES),
            looking.due(_What.REMOVALS),
            looking.undecided(),
            looking.retention.hold,
        )


def delete_what_is_due(hub: Hub, *, by: str) -> Due:
    """Does it, in short transactions that each look again; gives what was really done. Raises Unavailable."""
    due = what_is_due(hub)
    done = Due(
        _carry_out(hub, _What.CONTACTS, due.contacts, by),
        _carry_out(hub, _What.CASES, due.cases, by),
        _carry_out(hub, _What.REMOVALS, due.removals, by),
        due.undecided,
        due.hold,
    )
    _remove_strays(hub, by=by)
    with hub.database.writing() as connection:
        forget_old(hub, connection)
        forget_expired(hub, connection)
    _wipe(hub)
    return done


def delete_case(hub: Hub, case: str, reason: str, *, by: str) -> None:
    """Marks one case as deleted whatever its age, such as after a respondent has withdrawn. `case`: its id or reference.

    Raises NotThere; Conflict where it is on hold.
    """
    with hub.database.writing() as connection:
        row = _found(hub, connection, case)
        if row.deleted is not None:
            return
        retention = read_settings(connection).retention
        if retention.hold or row.id in retention.held:
            raise Conflict("conflict", f"The case {case} is on hold. Take the hold off first.")
        connection.execute(update(tables.cases).where(_CASES.key == row.key).values(deleted=to_microseconds(hub.now())))
        audit.record(hub, connection, by, "case_deleted", row.id, reason=reason)


def bring_back(hub: Hub, case: str, *, by: str) -> None:
    """A case that was marked as deleted is there again. Raises NotThere; Conflict where only its line is left."""
    with hub.database.writing() as connection:
        row = _found(hub, connection, case)
        if row.deleted is None:
            return
        entries = select(tables.segments.c.first).where(tables.segments.c.case_key == row.key).limit(1)
        if connection.execute(entries).first() is None:
            raise Conflict(
                "conflict", f"Only the line of case {case} is left. A backup made before it went may hold it."
            )
        connection.execute(update(tables.cases).where(_CASES.key == row.key).values(deleted=None))
        audit.record(hub, connection, by, "case_brought_back", row.id)


def backups_that_still_hold(hub: Hub) -> list[str]:
    """Names of the files that were made before now: what is deleted here is still in them, until they are destroyed."""
    with hub.database.reading() as connection:
        query = select(tables.backups.c.file).order_by(tables.backups.c.made)
        return list(connection.execute(query).scalars())


# --- what is due --------------------------------------------------------------------------------------------------


class _What(enum.Enum):
    CONTACTS = enum.auto()
    CASES = enum.auto()
    REMOVALS = enum.auto()


@dataclass(frozen=True, slots=True)
class _Looking:
    """One look at the database; `keys`: only at these cases."""

    connection: Connection
    retention: Retention
    now: int
    keys: Sequence[int] | None = None

    def due(self, what: _What) -> list[DueCase]:
        match what:
            case _What.CONTACTS:
                query = self.ripe(self.retention.contacts_days).where(_has_contact())
            case _What.CASES:
                query = self.ripe(self.retention.answers_days).where(~_is_undecided())
            case _What.REMOVALS:
                until = self.now - _microseconds(DAYS_TO_THINK_AGAIN)
                query = self.some().where(_CASES.deleted <= until, _has_entries())
            case _:
                assert_never(what)
        if self.retention.hold:
            return []
        return [
            DueCase(row.key, row.id, row.reference, row.holder_key is not None)
            for row in self.connection.execute(query.order_by(_CASES.key))
            if row.id not in self.retention.held
        ]

    def undecided(self) -> int:
        counted = self.ripe(self.retention.answers_days).where(_is_undecided()).subquery()
        return int(self.connection.execute(select(func.count()).select_from(counted)).scalar_one())

    def ripe(self, days: int | None) -> Select[Any]:
        """Cases that are old enough, by the audit log: an acceptance is a decision, and its time stands there."""
        query = self.some().where(_CASES.deleted.is_(None))
        if days is None:
            return query.where(false())
        until = self.now - _microseconds(days)
        log = tables.audit.c
        accepted = select(log.subject, func.max(log.time).label("time")).where(log.action == "case_accepted")
        if self.keys is not None:
            ids = select(_CASES.id).where(among(self.connection, _CASES.key, self.keys))
            accepted = accepted.where(log.subject.in_(ids))
        times = accepted.group_by(log.subject).subquery()
        ended = self.retention.fieldwork_ended is not None and self.retention.fieldwork_ended <= until
        never = _CASES.accepted_number.is_(None) if ended else false()
        is_old = and_(_CASES.accepted_number == _CASES.number, times.c.time <= until)
        return query.outerjoin(times, times.c.subject == _CASES.id).where(or_(is_old, never))

    def some(self) -> Select[Any]:
        query = select(_CASES.key, _CASES.id, _CASES.reference, _CASES.holder_key)
        return query if self.keys is None else query.where(among(self.connection, _CASES.key, self.keys))


def _is_undecided() -> ColumnElement[bool]:
    parts = tables.quarantine.c
    return select(parts.key).where(parts.case_key == _CASES.key, parts.decision.is_(None)).exists()


def _has_contact() -> ColumnElement[bool]:
    return select(tables.contacts.c.case_key).where(tables.contacts.c.case_key == _CASES.key).exists()


def _has_entries() -> ColumnElement[bool]:
    return select(tables.segments.c.first).where(tables.segments.c.case_key == _CASES.key).exists()


def _microseconds(days: int) -> int:
    return timedelta(days=days) // timedelta(microseconds=1)


# --- deleting -----------------------------------------------------------------------------------------------------


def _carry_out(hub: Hub, what: _What, cases: Sequence[DueCase], by: str) -> list[DueCase]:
    done: list[DueCase] = []
    for first in range(0, len(cases), _AT_ONCE):
        keys = [case.key for case in cases[first : first + _AT_ONCE]]
        with hub.database.writing() as connection:
            # Held first, then looked at again: one may have been returned or put on hold meanwhile.
            rows = select(_CASES.key).where(among(connection, _CASES.key, keys)).order_by(_CASES.key)
            connection.execute(hub.database.locked(rows)).all()
            still = _Looking(connection, read_settings(connection).retention, to_microseconds(hub.now()), keys).due(
                what
            )
            action = _delete(hub, connection, what, [case.key for case in still])
            for case in still:
                audit.record(hub, connection, by, action, case.id, reason="retention")
        done += still
    return done


def _delete(hub: Hub, connection: Connection, what: _What, keys: Sequence[int]) -> str:
    """What it is called in the audit log."""
    these = update(tables.cases).where(among(connection, _CASES.key, keys))
    match what:
        case _What.CONTACTS:
            connection.execute(delete(tables.contacts).where(among(connection, tables.contacts.c.case_key, keys)))
            return "contact_deleted"
        case _What.CASES:
            connection.execute(these.values(deleted=to_microseconds(hub.now())))
            return "case_deleted"
        case _What.REMOVALS:
            for table in _OF_A_CASE:
                connection.execute(delete(table).where(among(connection, table.c.case_key, keys)))
            connection.execute(
                these.values(
                    user_key=None,
                    holder_key=None,
                    next_user_key=None,
                    recalled=None,
                    area="",
                    stop_reason=None,
                    calls=0,
                    last_call=None,
                    last_result="",
                    appointment=None,
                    outcome="",
                )
            )
            return "case_removed"
        case _:
            assert_never(what)


def _remove_strays(hub: Hub, *, by: str) -> int:
    """Parts in quarantine of cases the hub never knew: they go by the day they were decided on."""
    parts = tables.quarantine.c
    with hub.database.writing() as connection:
        retention = read_settings(connection).retention
        if retention.hold or retention.answers_days is None:
            return 0
        until = to_microseconds(hub.now()) - _microseconds(retention.answers_days)
        old = (parts.case_key.is_(None), parts.decision.is_not(None), parts.decided <= until)
        gone = connection.execute(delete(tables.quarantine).where(*old).returning(parts.id)).scalars().all()
        for each in gone:
            audit.record(hub, connection, by, "quarantine_removed", each, reason="retention")
    return len(gone)


def _found(hub: Hub, connection: Connection, case: str) -> Row[Any]:
    query = select(tables.cases).where(or_(_CASES.id == case, _CASES.reference == case))
    rows = connection.execute(hub.database.locked(query)).all()
    if not rows:
        raise NotThere("not_there", f"There is no case {case}.")
    if len(rows) > 1:
        raise Conflict("conflict", f"Several instruments have a case {case}. Name it by its id.")
    return rows[0]


def _wipe(hub: Hub) -> None:
    """On SQLite what was deleted is overwritten in the file (secure_delete), but still stands in its log until this."""
    if not hub.database.is_postgresql:
        with hub.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
