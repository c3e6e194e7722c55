"""Removing: a case leaves the case file, as a whole, when it is safe elsewhere. What stays is a tombstone.

The bytes go too: what is deleted is overwritten (PRAGMA secure_delete), the log is cut, and what SQLite may have left
between the rows of a page when it moved them is swept out by writing the whole file anew, when nobody waits.
"""

import contextlib

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from capi.fieldwork.journal import Head
from capi.store.connection import HeldConnection
from capi.store.tables import (
    answers,
    answers_aside,
    calls,
    cases,
    contacts,
    holdings,
    journal,
    meta,
    remarks,
    rows,
    suppressions,
    tombstones,
)

SWEEP = "sweep"
"""The name, among the facts about the file, of a sweep that is due."""

_OF_A_CASE: tuple[Table, ...] = (
    answers,
    answers_aside,
    calls,
    rows,
    remarks,
    suppressions,
    contacts,
    holdings,
    journal,
)


def remove(core: Connection, case_id: str, key: int, head: Head) -> None:
    """All of the case but a tombstone, within a transaction."""
    core.execute(
        insert(tombstones).values(
            case_id=case_id,
            number=head.number,
            hash=head.hash,
            removed=func.cast(func.strftime("%s", "now"), tombstones.c.removed.type) * 1_000_000,
            serials=_last_serial(core) - _last_serial(core, without=key),
            removing=key,
        )
    )
    for table in _OF_A_CASE:
        core.execute(delete(table).where(table.c.case_key == key))
    core.execute(delete(cases).where(cases.c.key == key))
    core.execute(update(tombstones).where(tombstones.c.removing == key).values(removing=None))
    if not sweep_due(core):
        core.execute(insert(meta).values(name=SWEEP, value="due"))


def sweep_due(core: Connection) -> bool:
    return core.execute(select(meta.c.value).where(meta.c.name == SWEEP)).scalar() is not None


def cut_log(held: HeldConnection) -> None:
    """Moves the log into the file and empties it, as it holds pages from before the case was removed."""
    with held.guard, contextlib.suppress(Exception):
        held.cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def sweep(held: HeldConnection) -> None:
    """Writes the file anew without what was removed, some seconds for a very large one. Stays due where it fails."""
    with held.guard, contextlib.suppress(Exception):
        if sweep_due(held.core):
            held.cursor.execute("VACUUM")
            with held.writing():
                held.core.execute(delete(meta).where(meta.c.name == SWEEP))
            cut_log(held)


def _last_serial(core: Connection, without: int = 0) -> int:
    found = select(journal.c.serial).where(journal.c.case_key != without).order_by(journal.c.serial.desc()).limit(1)
    return core.execute(found).scalar() or 0
