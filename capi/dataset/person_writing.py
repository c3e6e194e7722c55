"""Persons as they are written: Parquet with a word for each state beside a value, CSV with a code in its place.

The rows go from the engine straight into the file, a part at a time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from capi.dataset.person_columns import KEYS, STATE_OF_CODE, PersonColumn, Shape, state_column
from capi.dataset.person_sql import named, quoted
from capi.dataset.persons import Connection, Persons, PersonTable

_WORDS = ", ".join(map(quoted, STATE_OF_CODE.values()))
_NUMBERS = count()
_ENGINE_TYPES = {"int16": "SMALLINT", "int32": "INTEGER", "int64": "BIGINT", "string": "VARCHAR"}


def look_up_table(
    connection: Connection, rows: Sequence[Mapping[str, object]], types: Mapping[str, str]
) -> PersonTable:
    """A table that persons are led to a row of. Its words are kept as numbers, with which DuckDB does everything quicker."""
    name = f"look_up_{next(_NUMBERS)}"
    columns = {each: [row.get(each) for row in rows] for each in types}
    # Lists go in as they are: Arrow would load pandas first, which takes longer than all that is to be looked up.
    listed = ", ".join(f"unnest(?::{_ENGINE_TYPES[type_]}[]) AS {named(each)}" for each, type_ in types.items())
    selected = ", ".join(
        _enumerated(each, columns[each]) if type_ == "string" else named(each) for each, type_ in types.items()
    )
    connection.con.execute(
        f"CREATE TEMP TABLE {name} AS SELECT {selected} FROM (SELECT {listed})", list(columns.values())
    )
    return connection.table(name)


def _enumerated(name: str, words: Iterable[object]) -> str:
    known = ", ".join(quoted(word) for word in sorted({str(each) for each in words if each is not None}))
    return f"{named(name)}::ENUM({known}) AS {named(name)}" if known else named(name)


def write_parquet(
    path: Path, derived: PersonTable, persons: Persons, connection: Connection, notes: Mapping[str, object]
) -> None:
    """`derived` are the persons with variables behind their columns; `notes` stand in the file's own description."""
    selected = ", ".join(_selected(derived, persons, _in_parquet))
    about = quoted(json.dumps(notes, ensure_ascii=False))
    connection.raw_sql(
        f"COPY (SELECT {selected} FROM ({connection.compile(derived)})) TO {quoted(str(path))} "
        f"(FORMAT parquet, COMPRESSION snappy, KV_METADATA {{capi: {about}}})"
    )


def write_csv(path: Path, derived: PersonTable, persons: Persons, connection: Connection) -> None:
    """An empty cell is a derived variable, or a column of every dataset, without a value."""
    selected = ", ".join(_selected(derived, persons, _in_csv))
    connection.raw_sql(
        f"COPY (SELECT {selected} FROM ({connection.compile(derived)})) TO {quoted(str(path))} (FORMAT csv, HEADER)"
    )


def _selected(derived: PersonTable, persons: Persons, written: object) -> Iterator[str]:
    there = {each.name: each for each in persons.columns}
    companions = {state_column(each.name) for each in persons.columns if each.has_companion}
    for name in derived.columns:
        if name in companions:
            continue
        column = there.get(name)
        if column is None or not column.is_field or name in KEYS:
            yield named(name)
        else:
            yield from written(column)  # type: ignore[operator]


def _in_parquet(column: PersonColumn) -> Iterator[str]:
    name, state = named(column.name), named(state_column(column.name))
    codes = ", ".join(map(str, STATE_OF_CODE))
    if column.has_companion:
        yield name
        yield f"CASE WHEN {name} IS NULL THEN {_word(f'coalesce({state}, -1)')} END AS {state}"
    else:
        # Most are values, and those are told apart at once; an engine tries one condition after the other.
        yield f"CASE WHEN {name} >= 0 OR {name} NOT IN ({codes}) THEN {name} END AS {name}"
        yield f"CASE WHEN {name} >= 0 THEN NULL ELSE {_word(f'coalesce({name}, -1)')} END AS {state}"


def _word(code: str) -> str:
    commonest_first = sorted(STATE_OF_CODE.items(), reverse=True)
    whens = " ".join(f"WHEN {known} THEN {quoted(word)}::ENUM({_WORDS})" for known, word in commonest_first)
    return f"CASE {code} {whens} END"


def _in_csv(column: PersonColumn) -> Iterator[str]:
    name, state = named(column.name), named(state_column(column.name))
    if not column.has_companion:
        yield f"coalesce({name}, -1) AS {name}"
    elif column.shape is Shape.TIME:
        yield f"coalesce(left({name}::VARCHAR, 5), coalesce({state}, -1)::VARCHAR) AS {name}"
    else:
        yield f"coalesce({name}::VARCHAR, coalesce({state}, -1)::VARCHAR) AS {name}"
