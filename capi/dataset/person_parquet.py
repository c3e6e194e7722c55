"""Persons out of Parquet: a value, or nothing and the word of the state in a column beside it, `<name>_state`.

The file is read where it lies, and only the columns that are needed. Codes in place of values are taken too, as in CSV.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from capi.dataset.person_columns import (
    CASE,
    STATE_OF_CODE,
    USUAL,
    NotPersons,
    PersonColumn,
    Shape,
    own_column,
    state_column,
)
from capi.dataset.person_fields import known_column, values_of
from capi.dataset.person_sql import named, quoted
from capi.dataset.persons import Connection, Persons

_LOOKED_AT = 1_000_000
"""Rows in which persons that are there twice, and unknown states, are looked for: a wrong table shows in the first of them."""
_VIEW = "persons_in_parquet"


@dataclass(frozen=True, slots=True)
class _Source:
    """A Parquet file: its columns by name with their types in DuckDB."""

    path: Path
    types: dict[str, str]

    @property
    def sql(self) -> str:
        return f"read_parquet({quoted(str(self.path))})"

    def companion(self, name: str) -> str | None:
        state = state_column(name)
        return state if self.types.get(state) == "VARCHAR" else None


def persons_of_parquet(path: Path, connection: Connection, plain: Collection[str]) -> Persons:
    """`plain`: columns that are texts whatever they look like, and in no state. Raises NotPersons."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise NotPersons(f"{path} is not a Parquet file that is whole. Write it again.") from error
    if CASE not in file.schema_arrow.names:
        raise NotPersons(f"{path} has no column {CASE}: it is no dataset of persons, which has a row for each person.")
    described = connection.raw_sql(f"DESCRIBE SELECT * FROM read_parquet({quoted(str(path))})").fetchall()
    source = _Source(path, {row[0]: row[1] for row in described})
    columns = tuple(_columns(source, plain))
    _check_values(source, file.metadata, connection)
    _check_rows(source, connection)
    selected = ", ".join(part for each in columns for part in _selected(each, source))
    # What is read is fixed here, and runs when somebody asks for it.
    connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {_VIEW} AS SELECT {selected} FROM {source.sql}")
    return Persons(connection.table(_VIEW), columns)


def _columns(source: _Source, plain: Collection[str]) -> Iterator[PersonColumn]:
    for name, type_ in source.types.items():
        if name.endswith(state_column("")) and name.removesuffix(state_column("")) in source.types:
            continue
        shape = _shape(type_)
        column = own_column(name) or known_column(name)
        if name in plain or (column is None and shape is None):
            yield PersonColumn(name, shape or Shape.TEXT, is_field=False)
        else:
            column = column or PersonColumn(name, shape or Shape.TEXT)
            yield replace(column, places=int(type_.rstrip(")").split(",")[1])) if "," in type_ else column


def _shape(type_: str) -> Shape | None:
    if "[" in type_ or type_.startswith(("STRUCT", "MAP", "BLOB", "UNION", "TIMESTAMP", "BOOLEAN")):
        return None
    if "INT" in type_:
        return Shape.NUMBER
    if type_.startswith(("DECIMAL", "DOUBLE", "FLOAT")):
        return Shape.DECIMAL
    return {"DATE": Shape.DATE, "TIME": Shape.TIME}.get(type_, Shape.TEXT)


def _selected(column: PersonColumn, source: _Source) -> Iterator[str]:
    name, companion = named(column.name), source.companion(column.name)
    value = _value(column, source)
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


def _value(column: PersonColumn, source: _Source) -> str:
    name, type_ = named(column.name), source.types[column.name]
    there = _shape(type_)
    if there is column.shape or there is None:
        signed = {"UTINYINT": "SMALLINT", "USMALLINT": "INTEGER", "UINTEGER": "BIGINT"}.get(type_)
        return f"{name}::{signed}" if signed else name
    wanted = {Shape.NUMBER: "INTEGER", Shape.DATE: "DATE", Shape.TIME: "TIME", Shape.TEXT: "VARCHAR"}
    return f"TRY_CAST({name} AS {wanted[column.shape]})" if column.shape in wanted else name


def _check_values(source: _Source, metadata: pq.FileMetaData, connection: Connection) -> None:
    """By the least and greatest values that the file itself notes; only where these say so are the rows looked through."""
    for at in range(metadata.num_columns):
        name = metadata.schema.column(at).path
        values = values_of(name)
        if values is None or name not in source.types or (_shape(source.types[name]) or Shape.TEXT) is Shape.TEXT:
            continue
        noted = [metadata.row_group(group).column(at).statistics for group in range(metadata.num_row_groups)]
        if all(each is not None and (not each.has_min_max or _within(each, values)) for each in noted):
            continue
        codes = ", ".join(map(str, (*values, *STATE_OF_CODE)))
        _refuse_first(source, connection, name, f"{named(name)} NOT IN ({codes})", _no_category(values))


def _within(noted: pq.Statistics, values: range) -> bool:
    return bool(noted.min >= values.start and noted.max < values.stop)


def _no_category(values: range) -> str:
    return f"none of its categories, {values.start} to {values.stop - 1}, nor a code for a missing state"


def _check_rows(source: _Source, connection: Connection) -> None:
    keys = [name for name in source.types if name in ("case", "person")]
    listed = ", ".join(map(named, keys))
    twice = connection.raw_sql(
        f"SELECT {listed} FROM (SELECT {listed} FROM {source.sql} LIMIT {_LOOKED_AT}) GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice is not None:
        who = ", ".join(f"{name} {value}" for name, value in zip(keys, twice, strict=True))
        raise NotPersons(f"{source.path}: {who} is there twice. A dataset of persons has one row for each.")
    states = [(name, state) for name in source.types if (state := source.companion(name)) is not None]
    words = ", ".join(map(quoted, STATE_OF_CODE.values()))
    if not states:
        return
    unknown = " OR ".join(f"{named(state)} NOT IN ({words})" for _, state in states)
    found = connection.raw_sql(
        f"SELECT 1 FROM (SELECT * FROM {source.sql} LIMIT {_LOOKED_AT}) WHERE {unknown} LIMIT 1"
    ).fetchone()
    for _, state in states if found else ():
        reason = f"no state of an answer. Known are {', '.join(STATE_OF_CODE.values())}"
        _refuse_first(source, connection, state, f"{named(state)} NOT IN ({words})", reason)


def _refuse_first(source: _Source, connection: Connection, name: str, condition: str, reason: str) -> None:
    """Raises NotPersons, where a row is like that."""
    found = connection.raw_sql(
        f"SELECT file_row_number + 1, {named(name)} FROM read_parquet({quoted(str(source.path))}, file_row_number = true) "
        f"WHERE {condition} ORDER BY 1 LIMIT 1"
    ).fetchone()
    if found is not None:
        raise NotPersons(f"{source.path}, row {found[0]}, column {name}: {found[1]} is {reason}.")
