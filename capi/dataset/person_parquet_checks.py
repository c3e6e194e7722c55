"""What is wrong with persons in Parquet, said with the row and the column before any of it is used.

What the file itself notes of its columns, the least and the greatest value, settles nearly everything; only where that leaves a
doubt are rows looked through.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from capi.dataset.person_columns import CASE, KEYS, STATE_OF_CODE, NotPersons, PersonColumn, Shape, state_column
from capi.dataset.person_fields import values_of
from capi.dataset.person_sql import named, quoted
from capi.dataset.persons import Connection

_LOOKED_AT = 100_000
"""Rows in which persons that are there twice, and unknown states, are looked for: a wrong table shows in the first of them."""
_WORDS = {
    Shape.NUMBER: "not a whole number",
    Shape.DECIMAL: "not a number",
    Shape.DATE: "not a day, such as 2026-11-18",
    Shape.TIME: "not a time, such as 17:40",
}
_ENGINE_TYPES = {
    Shape.NUMBER: "BIGINT",
    Shape.DECIMAL: "DOUBLE",
    Shape.DATE: "DATE",
    Shape.TIME: "TIME",
    Shape.TEXT: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class ParquetSource:
    """A Parquet file: its columns by name with their types in DuckDB."""

    path: Path
    types: dict[str, str]
    connection: Connection

    @property
    def sql(self) -> str:
        return f"read_parquet({quoted(str(self.path))})"

    def is_companion(self, name: str) -> bool:
        """Whether it is named like the column beside another that says why there is no value."""
        suffix = state_column("")
        return name.endswith(suffix) and name.removesuffix(suffix) in self.types

    def companion(self, name: str) -> str | None:
        state = state_column(name)
        return state if self.types.get(state) == "VARCHAR" else None

    def refuse_first(self, name: str, condition: str, reason: str) -> None:
        """Raises NotPersons, where a row is like that."""
        found = self.connection.raw_sql(
            f"SELECT file_row_number + 1, {named(name)} FROM read_parquet({quoted(str(self.path))}, file_row_number = true) "
            # Bare, it would be settled by the least and the greatest value of a part, which say nothing of what is no number.
            f"WHERE coalesce({condition}, false) ORDER BY 1 LIMIT 1"
        ).fetchone()
        if found is not None:
            raise NotPersons(f"{self.path}, row {found[0]}, column {name}: {_shown(found[1])} is {reason}.")


def _shown(value: object) -> str:
    return "empty" if value is None else repr(value) if isinstance(value, str) else str(value)


def shape_of_type(type_: str) -> Shape | None:
    """None of what no answer is kept as."""
    if type_ in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"):
        return Shape.NUMBER
    if type_.startswith(("DECIMAL", "DOUBLE", "FLOAT")) and "[" not in type_:
        return Shape.DECIMAL
    return {"DATE": Shape.DATE, "TIME": Shape.TIME, "VARCHAR": Shape.TEXT}.get(type_)


def convertible(column: PersonColumn, type_: str) -> str:
    """The value as the column holds it; nothing where it cannot be, which is refused beforehand."""
    name, there = named(column.name), shape_of_type(type_)
    if there is column.shape or (there is None and not _is_wanted(column)):
        signed = {"UTINYINT": "SMALLINT", "USMALLINT": "INTEGER", "UINTEGER": "BIGINT"}.get(type_)
        return f"{name}::{signed}" if signed else name
    return f"TRY_CAST({name} AS {_ENGINE_TYPES[column.shape]})"


def _is_wanted(column: PersonColumn) -> bool:
    """Whether its shape follows from its name; what is not a field and of no such name may be anything."""
    return column.is_field or column.name in KEYS or column.shape is not Shape.TEXT


def check(source: ParquetSource, metadata: pq.FileMetaData, columns: Iterable[PersonColumn]) -> None:
    """Raises NotPersons."""
    noted = {metadata.schema.column(at).path: _noted(metadata, at) for at in range(metadata.num_columns)}
    for column in columns:
        _check_type(source, column)
        _check_values(source, column, noted.get(column.name, [None]))
    _check_keys(source, noted.get(CASE, [None]))
    _check_states(source, noted)


_Noted = list[pq.Statistics | None]


def _noted(metadata: pq.FileMetaData, at: int) -> _Noted:
    return [metadata.row_group(group).column(at).statistics for group in range(metadata.num_row_groups)]


def _check_type(source: ParquetSource, column: PersonColumn) -> None:
    name, type_ = column.name, source.types[column.name]
    there = shape_of_type(type_)
    if there is column.shape or column.shape is Shape.TEXT or not _is_wanted(column):
        return
    is_day = column.shape is Shape.DATE and type_.startswith("TIMESTAMP") and "ZONE" not in type_
    is_number = column.shape is Shape.NUMBER and type_ in ("UBIGINT", "HUGEINT")
    if there is Shape.DECIMAL and column.shape is Shape.NUMBER:
        wrong = (
            f"NOT isfinite({named(name)}::DOUBLE) OR {named(name)} <> trunc({named(name)}) OR abs({named(name)}) > 1e18"
        )
    elif there is Shape.TEXT:
        wrong = f"{named(name)} <> '' AND TRY_CAST({named(name)} AS {_ENGINE_TYPES[column.shape]}) IS NULL"
        if column.shape is Shape.NUMBER:
            wrong = f"{named(name)} <> '' AND NOT regexp_full_match({named(name)}, '-?[0-9]{{1,18}}')"
    elif is_day or is_number or {there, column.shape} == {Shape.NUMBER, Shape.DECIMAL}:
        wrong = f"TRY_CAST({named(name)} AS {_ENGINE_TYPES[column.shape]}) IS NULL"
    else:
        wanted = _WORDS[column.shape].removeprefix("not ")
        source.refuse_first(name, f"{named(name)} IS NOT NULL", f"of type {type_}, and {name} holds {wanted}")
        return
    source.refuse_first(name, f"{named(name)} IS NOT NULL AND ({wrong})", _WORDS[column.shape])


def _check_values(source: ParquetSource, column: PersonColumn, noted: _Noted) -> None:
    """By the least and greatest values that the file itself notes; only where these say so are the rows looked through."""
    name, values = column.name, values_of(column.name)
    if not column.is_field or column.has_companion or source.types[name] == "BOOLEAN":
        return
    value, codes = convertible(column, source.types[name]), ", ".join(map(str, STATE_OF_CODE))
    is_number = shape_of_type(source.types[name]) in (Shape.NUMBER, Shape.DECIMAL)
    if values is not None and not (is_number and _are_within(noted, values.start, values.stop - 1)):
        reason = f"none of its categories, {values.start} to {values.stop - 1}, nor a code for a missing state"
        allowed = f"{', '.join(map(str, values))}, {codes}"
        source.refuse_first(name, f"{value} NOT IN ({allowed})", reason)
    elif values is None and source.companion(name) and not (is_number and _are_within(noted, 0, float("inf"))):
        reason = "like a code for a missing state, and the state stands in words beside it. Write the value otherwise"
        source.refuse_first(name, f"{value} IN ({codes})", reason)


def _are_within(noted: _Noted, least: float, most: float) -> bool:
    return all(
        each is not None and (not each.has_min_max or (least <= each.min and each.max <= most)) for each in noted
    )


def _check_keys(source: ParquetSource, noted: _Noted) -> None:
    if any(each is None or not each.has_null_count or each.null_count or each.min == "" for each in noted):
        source.refuse_first(CASE, f"coalesce({named(CASE)}::VARCHAR, '') = ''", "no case. Every person belongs to one")
    keys = [name for name in source.types if name in KEYS]
    listed = ", ".join(map(named, keys))
    twice = source.connection.raw_sql(
        f"SELECT {listed} FROM (SELECT {listed} FROM {source.sql} LIMIT {_LOOKED_AT}) GROUP BY ALL HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice is not None:
        who = ", ".join(f"{name} {value}" for name, value in zip(keys, twice, strict=True))
        raise NotPersons(f"{source.path}: {who} is there twice. A dataset of persons has one row for each.")


def _check_states(source: ParquetSource, noted: Mapping[str, _Noted]) -> None:
    for name in filter(source.is_companion, source.types):
        if source.types[name] != "VARCHAR":
            reason = "no word for a state, though the column is named like one that says them. Give it another name"
            source.refuse_first(name, f"{named(name)} IS NOT NULL", reason)
    words = ", ".join(map(quoted, STATE_OF_CODE.values()))
    states = [name for name in source.types if source.is_companion(name) and source.types[name] == "VARCHAR"]
    reason = f"no state of an answer. Known are {', '.join(STATE_OF_CODE.values())}"
    unknown = {state: f"{named(state)} NOT IN ({words})" for state in states}
    rows = f"SELECT * FROM {source.sql} LIMIT {_LOOKED_AT}"
    if states:
        found = source.connection.raw_sql(
            f"SELECT 1 FROM ({rows}) WHERE {' OR '.join(unknown.values())} LIMIT 1"
        ).fetchone()
        for state in states if found else [each for each in states if not _are_states(noted.get(each, [None]))]:
            source.refuse_first(state, unknown[state], reason)


def _are_states(noted: _Noted) -> bool:
    """The first and the last in the alphabet are."""
    words = STATE_OF_CODE.values()
    return all(each is not None and (not each.has_min_max or {each.min, each.max} <= set(words)) for each in noted)
