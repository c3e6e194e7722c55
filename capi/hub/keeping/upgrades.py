"""Upgrades: the numbered changes to the hub's tables, from version 1 on.

The database is brought up to the newest schema in one transaction with the lines that record it: a crash leaves the one
before or the one after. Processes that start at once wait for each other. An empty database gets the newest tables, and
every upgrade on record. To change the tables: change `tables`, append a function here, and keep a database of the old
schema under tests/hub/samples.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import Connection, func, insert, inspect, select, update
from sqlalchemy.schema import CreateColumn

from capi.fieldwork.journal import decode
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.errors import HubFolderError
from capi.hub.hub import to_microseconds
from capi.hub.journals.replayed import Seen, seen_after
from capi.hub.journals.segments import journal_bytes
from capi.hub.keeping.guards import guard_statistics, guard_tables
from capi.hub.telephone.lines import enter

Upgrade: TypeAlias = Callable[[Connection], None]

_ADVISORY_LOCK = 0x43415049
"""The letters CAPI: the lock that processes of one PostgreSQL hold while they look after its schema."""


def first_tables(connection: Connection) -> None:
    tables.metadata.create_all(connection)
    guard_tables(connection)
    guard_statistics(connection)


def statistics_tables(connection: Connection) -> None:
    """Coding, derived variables and what comes out of them."""
    for table in (tables.codes, tables.coding_taken, tables.jobs, tables.derivations, tables.derived, tables.outputs):
        table.create(connection)
    guard_statistics(connection)


def fieldwork_tables(connection: Connection) -> None:
    """Calls, appointments and outcomes of the cases, outcome frames, and the telephone queue."""
    for column in (
        *(tables.cases.c[name] for name in ("calls", "last_call", "last_result", "appointment", "outcome")),
        tables.users.c.calling,
    ):
        made = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {made}")
    for table in (tables.calls, tables.frames, tables.telephone):
        table.create(connection)
    _see_appointments(connection)


def online_tables(connection: Connection) -> None:
    """Invitations to answer online, and respondents who do."""
    made = CreateColumn(tables.cases.c.online).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE cases ADD COLUMN {made}")
    for table in (tables.invitations, tables.visits):
        table.create(connection)
    _fill_queue(
        connection
    )  # the queue asks who answers online, so that a database from before both is through both first


def see_anew(connection: Connection, schema: int) -> None:
    """What a backup made under this schema lacks in its rows, once they have been loaded into tables of today."""
    if schema < WITH_CALLS:
        _see_appointments(connection)
        _fill_queue(connection)


def _see_appointments(connection: Connection) -> None:
    """Of what concerns calls, a journal could hold no more than an appointment then; and only those that the office had ordered."""
    cases, orders = tables.cases.c, tables.orders.c
    ordered = select(orders.case_key).where(orders.kind == "appointed")
    found = select(cases.key).where(cases.key.in_(ordered)).order_by(cases.key)
    for key in connection.execute(found).scalars().all():
        journal = enumerate(journal_bytes(connection, key), start=1)
        seen = seen_after(Seen(), [decode(data, f"entry {number}") for number, data in journal])
        connection.execute(update(tables.cases).where(cases.key == key).values(appointment=seen.appointment))


def _fill_queue(connection: Connection) -> None:
    """Cases that are asked by telephone and that nobody has. There is no outcome frame yet: when one is taken they are looked at again."""
    cases = tables.cases.c
    nobodys = cases.user_key.is_(None), cases.holder_key.is_(None), cases.deleted.is_(None)
    enter(connection, connection.execute(select(cases.key).where(*nobodys)).scalars().all(), datetime.now(UTC))


UPGRADES: tuple[Upgrade, ...] = (first_tables, statistics_tables, fieldwork_tables, online_tables)
WITH_CALLS = 1 + UPGRADES.index(fieldwork_tables)
"""The first schema with calls, appointments and outcomes."""


def reached(connection: Connection, steps: Sequence[Upgrade] = UPGRADES) -> int:
    """The schema of the database, 0 for an empty one. Raises HubFolderError where it is beyond the last step."""
    if not inspect(connection).has_table(tables.upgrades.name):
        return 0
    number = connection.execute(select(func.max(tables.upgrades.c.number))).scalar() or 0
    if number > len(steps):
        raise HubFolderError(
            f"This database was brought up by a later version of capi (schema {number}; this one knows up to {len(steps)}). "
            "Nothing was changed. Install that version on this machine too, or restore a backup made before it."
        )
    return number


def bring_up(database: HubDatabase, now: datetime, steps: Sequence[Upgrade] = UPGRADES) -> None:
    """Brings the database to the newest schema; does nothing where it is there. Raises HubFolderError or Unavailable."""
    with database.reading() as connection:
        if reached(connection, steps) == len(steps):
            return
    with database.writing() as connection:
        make_room(connection)
        take_steps(connection, now, steps)


def take_steps(connection: Connection, now: datetime, steps: Sequence[Upgrade] = UPGRADES) -> None:
    """The same in a transaction of the caller's."""
    before = reached(connection, steps)
    if before == 0:
        _refuse_others(connection)
        first_tables(connection)
    for number, upgrade in enumerate(steps[before:], start=before + 1):
        if before:
            upgrade(connection)
        name = getattr(upgrade, "__name__", "")
        connection.execute(insert(tables.upgrades).values(number=number, name=name, made=to_microseconds(now)))


def _refuse_others(connection: Connection) -> None:
    taken = sorted(tables.metadata.tables.keys() & set(inspect(connection).get_table_names()))
    if taken:
        raise HubFolderError(
            f"This database holds tables of another program ({', '.join(taken[:3])}). Give the hub a database of its own."
        )


def make_room(connection: Connection, *, alone: bool = True) -> None:
    """For one long transaction on the whole database: on PostgreSQL the limits for requests are lifted.

    `alone`: others that ask for the same wait for its end.
    """
    if connection.dialect.name == "postgresql":
        for limit in ("lock_timeout = '60s'", "statement_timeout = 0", "idle_in_transaction_session_timeout = 0"):
            connection.exec_driver_sql(f"SET LOCAL {limit}")
        if alone:
            connection.execute(select(func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
