"""Persons out of Parquet: a value, or nothing and the word of the state in a column beside it, `<name>_state`.

The file is read where it lies, and only the columns that are needed. Codes in place of values are taken too, as in CSV.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from capi.dataset.person_columns import (
    STATE_OF_CODE,
    USUAL,
    NotPersons,
    PersonColumn,
    Shape,
    check_names,
    own_column,
    state_column,
)
from capi.dataset.person_fields import known_column
from capi.dataset.person_parquet_checks import ParquetSource, check, convertible, shape_of_type
from capi.dataset.person_sql import named, quoted
from capi.dataset.persons import Connection, Persons

_VIEW = "persons_in_parquet"


def persons_of_parquet(path: Path, connection: Connection, plain: Collection[str]) -> Persons:
    """`plain`: columns that are texts whatever they look like, and in no state. Raises NotPersons."""
    file = _opened(path)
    check_names(path, file.schema_arrow.names)
    described = connection.raw_sql(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})").fetchall()
    source = ParquetSource(path, {row[0]: row[1] for row in described}, connection)
    columns = tuple(_columns(source, plain))
    check(source, file.metadata, columns)
    selected = ", ".join(part for each in columns for part in _selected(each, source))
    # What is read is fixed here, and runs when somebody asks for it.
    connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {_VIEW} AS SELECT {selected} FROM {source.sql}")
    return Persons(connection.table(_VIEW), columns)


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise NotPersons(f"{path} is not a Parquet file that is whole. Write it again.") from error


def _columns(source: ParquetSource, plain: Collection[str]) -> Iterator[PersonColumn]:
    for name, type_ in source.types.items():
        if source.is_companion(name):
            continue
        shape = shape_of_type(type_)
        column = own_column(name) or known_column(name)
        if name in plain or (column is None and shape is None):
            yield PersonColumn(name, shape or Shape.TEXT, is_field=False)
        else:
            column = column or PersonColumn(name, shape or Shape.TEXT)
            is_decimal = column.shape is Shape.DECIMAL and "," in type_
            yield replace(column, places=int(type_.rstrip(")").split(",")[1])) if is_decimal else column


def _selected(column: PersonColumn, source: ParquetSource) -> Iterator[str]:
    name, companion = named(column.name), source.companion(column.name)
    value = convertible(column, source.types[column.name])
    if not column.is_field:
        yield f"{value} AS {name}"
    elif column.has_companion:
        yield f"{value} AS {name}"
        yield f"CASE WHEN {name} IS NOT NULL THEN NULL {_states(companion)} END::SMALLINT AS {named(state_column(column.name))}"
    else:
        # The commonest first: an engine tries one after the other.
        yield f"CASE WHEN {value} IS NOT NULL THEN {value} {_states(companion)} END AS {name}"


def _states(companion: str | None) -> str:
    if companion is None:
        return f"ELSE {USUAL.not_asked}::SMALLINT"
    state = named(companion)
    words = sorted(STATE_OF_CODE.items(), reverse=True)
    whens = " ".join(f"WHEN {state} = {quoted(word)} THEN {code}::SMALLINT" for code, word in words)
    return f"{whens} ELSE {USUAL.not_asked}::SMALLINT"
