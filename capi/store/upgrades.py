"""Upgrades: the numbered changes to the tables, from version 1 on.

A file is brought up to the newest format when it is opened, each change in one transaction with the line
that records it: a crash leaves the format before it or the format after it. A new file gets the newest
tables at once, and every upgrade on record. To change the tables: change `tables`, append a function here,
and keep a file of the old format under tests/store/samples.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, func, insert, select

from capi.store import tables
from capi.store.connection import HeldConnection
from capi.store.errors import NewerFormat
from capi.wording import Wording

Upgrade: TypeAlias = Callable[[Connection], None]


def first_tables(connection: Connection) -> None:
    tables.metadata.create_all(connection)


def rows_languages_versions(connection: Connection) -> None:
    """What an interview with rosters, in several languages, and moved to another version, has beside answers."""
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN language TEXT")
    for table in (tables.answers_aside, tables.rows):
        table.create(connection)


def contacts_and_hub(connection: Connection) -> None:
    """How cases are found, how they stand with a hub, and that a case may be removed whole, with a tombstone."""
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN returned TEXT")
    connection.exec_driver_sql("ALTER TABLE cases ADD COLUMN appointment TEXT")
    for table in (tables.kept, tables.contacts, tables.holdings, tables.tombstones):
        table.create(connection)
    connection.exec_driver_sql("DROP TRIGGER journal_never_updated")
    connection.exec_driver_sql("DROP TRIGGER journal_never_deleted")
    connection.exec_driver_sql("DROP TRIGGER journal_only_continued")
    tables.guard_journal(tables.journal, connection)


def calls_and_outcomes(connection: Connection) -> None:
    """Call attempts, and what the list of cases shows of them. An appointment made before stands as it did."""
    for column in (
        "appointment_utc INTEGER",
        "calls INTEGER DEFAULT '0' NOT NULL",
        "last_call INTEGER",
        "last_result TEXT DEFAULT '' NOT NULL",
        "outcome TEXT",
        "outcome_code TEXT DEFAULT '' NOT NULL",
        "needs_language TEXT DEFAULT '' NOT NULL",
        "needs_proxy INTEGER DEFAULT '0' NOT NULL",
    ):
        connection.exec_driver_sql(f"ALTER TABLE cases ADD COLUMN {column}")
    connection.exec_driver_sql(
        "UPDATE cases SET appointment = NULL WHERE status IN ('completed', 'stopped') AND appointment IS NOT NULL"
    )
    connection.exec_driver_sql(
        "UPDATE cases SET appointment_utc = unixepoch(json_extract(appointment, '$.utc')) * 1000000 "
        "WHERE appointment IS NOT NULL"
    )
    tables.calls.create(connection)


UPGRADES: tuple[Upgrade, ...] = (first_tables, rows_languages_versions, contacts_and_hub, calls_and_outcomes)


def create_tables(held: HeldConnection) -> None:
    """The newest tables in an empty file."""
    with held.writing():
        held.core.exec_driver_sql(f"PRAGMA application_id = {tables.APPLICATION_ID}")
        tables.metadata.create_all(held.core)
        for number, upgrade in enumerate(UPGRADES, start=1):
            _put_on_record(held.core, number, upgrade)


def reached(held: HeldConnection, steps: Sequence[Upgrade] = UPGRADES) -> int:
    """The format of the file. Raises NewerFormat where it is beyond the last step; nothing has been written then."""
    with held.reading() as core:
        number = core.execute(select(func.max(tables.upgrades.c.number))).scalar() or 0
    if number > len(steps):
        raise NewerFormat(
            Wording(
                "CaseFile",
                "{name} was written by a later version of capi (format {number}; this one knows up to {known}). "
                "Nothing was changed. Install the newest capi on this machine, then open the file again.",
            ).filled(name=held.path.name, number=number, known=len(steps))
        )
    return number


def bring_up(held: HeldConnection, steps: Sequence[Upgrade] = UPGRADES) -> None:
    """Brings the file to the newest format. Raises NewerFormat or NotSaved."""
    before = reached(held, steps)
    for number, upgrade in enumerate(steps[before:], start=before + 1):
        with held.writing():
            upgrade(held.core)
            _put_on_record(held.core, number, upgrade)


def _put_on_record(connection: Connection, number: int, upgrade: Upgrade) -> None:
    connection.execute(insert(tables.upgrades).values(number=number, name=getattr(upgrade, "__name__", "")))
