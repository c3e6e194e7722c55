"""Deriving in the hub's own database: the persons and the look-up tables as temporary tables of a PostgreSQL, which does the rest.

The expressions are the same ones; only where they run is different. What is laid there is this connection's alone, and gone
with it.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from psycopg import sql

from capi.hub.errors import Unfit
from capi.hub.hub import Hub
from capi.hub.keeping.upgrades import make_room

if TYPE_CHECKING:
    from capi.derivation.full_nssec import NssecTable
    from capi.derivation.settings import Settings
    from capi.outputs.derived_values import Deriver

_TYPES = {
    "int16": "smallint",
    "int32": "integer",
    "int64": "bigint",
    "string": "text",
    "date32[day]": "date",
    "time64[us]": "time",
    "bool": "boolean",
}


@contextlib.contextmanager
def deriving_in_postgresql(hub: Hub, table: "NssecTable | None", settings: "Settings") -> "Iterator[Deriver]":
    """Raises Unfit for a hub that is not in PostgreSQL."""
    if not hub.database.is_postgresql:
        raise Unfit("unfit", "This hub is in SQLite, which derives nothing. Leave out --in-database.")
    from capi.outputs.derived_values import Deriver

    with hub.database.writing() as connection:
        make_room(connection, alone=False)
        yield Deriver(_Engine(connection.connection.driver_connection), table, settings)


class _Engine:
    """One connection of psycopg, in a transaction that writes nothing but its temporary tables."""

    dialect = "postgres"

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def keep(self, name: str, table: Any) -> None:
        self.drop(name)
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(field.name), sql.SQL(_type(str(field.type))))
            for field in table.schema
        )
        with self._connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE TEMPORARY TABLE {} ({}) ON COMMIT DROP").format(sql.Identifier(name), columns)
            )
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
                for row in zip(*(table.column(at).to_pylist() for at in range(table.num_columns)), strict=True):
                    copy.write_row(row)
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))

    def drop(self, name: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(sql.Identifier(name)))

    def ask(self, text: str, name: str, table: Any) -> list[tuple[Any, ...]]:
        self.keep(name, table)
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(text)
                return list(cursor.fetchall())
        finally:
            self.drop(name)


def _type(arrow: str) -> str:
    if arrow.startswith("decimal128("):
        return f"numeric{arrow.removeprefix('decimal128')}"
    return _TYPES[arrow]
