"""Many at once: lists of any length in one statement, on either database.

select(cases.c.key).where(among(connection, cases.c.id, ids))          # 100,000 ids as well as one
insert(orders).from_select(names, rows_of(connection, rows, columns))
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Select, any_, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine


def among(
    connection: Connection, wanted: ColumnElement[Any], values: Sequence[int] | Sequence[str]
) -> ColumnElement[bool]:
    """Whether the column has one of the values. They are one bound parameter, so their number has no bound."""
    if connection.dialect.name == "postgresql":
        return wanted == any_(bindparam(None, list(values), type_=ARRAY(wanted.type.dialect_impl(connection.dialect))))
    each = func.json_each(bindparam(None, list(values), type_=JSON())).table_valued(column("value", wanted.type))
    return wanted.in_(select(each.c.value))


def rows_of(
    connection: Connection, rows: Sequence[Sequence[int | str | None]], columns: dict[str, TypeEngine[Any]]
) -> Select[Any]:
    """A table of these rows, to insert from: one statement for all of them, parsed by the database."""
    if connection.dialect.name == "postgresql":
        given = func.jsonb_array_elements(bindparam(None, list(rows), type_=JSONB()))
        row = given.table_valued(column("value", JSONB())).c.value
        return select(
            *(cast(row[place].astext, kind).label(name) for place, (name, kind) in enumerate(columns.items()))
        )
    row = func.json_each(bindparam(None, list(rows), type_=JSON())).table_valued(column("value", JSON())).c.value
    return select(*(func.json_extract(row, f"$[{place}]").label(name) for place, name in enumerate(columns)))
