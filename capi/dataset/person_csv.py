"""Persons out of CSV: an answer, or the code of a missing state, which a project may have chosen itself.

What a column is says the codebook beside the file, or the standards, or else its values. Every row is looked at before any is
used, and a refusal names the row, the header being row 1.
"""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from capi.dataset.cells import STATES, MissingCodes
from capi.dataset.person_codebook import ColumnGuide, guides
from capi.dataset.person_columns import CASE, KEYS, USUAL, NotPersons, PersonColumn, Shape, check_names, state_column
from capi.dataset.person_sql import named, quoted
from capi.dataset.persons import Connection, Persons

_VIEW, _TEXTS = "persons_in_csv", "persons_as_text"
_LOOKS_LIKE = {
    Shape.NUMBER: "0|-?[1-9][0-9]{0,17}",
    Shape.DECIMAL: r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?",
    Shape.DATE: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    Shape.TIME: "[0-9]{2}:[0-9]{2}(:[0-9]{2})?",
}
_WORDS = {
    Shape.NUMBER: "a whole number",
    Shape.DECIMAL: "a number",
    Shape.DATE: "a day, such as 2026-11-18",
    Shape.TIME: "a time, such as 17:40",
}
_ENGINE_TYPES = {
    Shape.NUMBER: "BIGINT",
    Shape.DECIMAL: "DECIMAL(38, 6)",
    Shape.DATE: "DATE",
    Shape.TIME: "TIME",
    Shape.TEXT: "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class _Reading:
    """The rows as texts in the engine, and the codes that stand for missing states in them."""

    path: Path
    connection: Connection
    codes: MissingCodes

    def code_list(self) -> str:
        return ", ".join(quoted(str(self.codes.of(state))) for state in STATES)

    def has_value(self, name: str) -> str:
        return f"{named(name)} NOT IN ({self.code_list()}, '')"

    def refuse_where(self, name: str, condition: str, reason: str) -> None:
        """Raises NotPersons for the first row that is so."""
        found = self.connection.raw_sql(
            f"SELECT row, value FROM (SELECT row_number() OVER () + 1 AS row, {named(name)} AS value, ({condition}) AS wrong "
            f"FROM {_TEXTS}) WHERE wrong ORDER BY row LIMIT 1"
        ).fetchone()
        if found is not None:
            raise NotPersons(f"{self.path}, row {found[0]}, column {name}: {found[1]!r} is {reason}.")

    def state(self, name: str) -> str:
        whens = " ".join(
            f"WHEN {quoted(str(self.codes.of(state)))} THEN {USUAL.of(state)}::SMALLINT" for state in STATES
        )
        return f"CASE {named(name)} {whens} ELSE {USUAL.not_asked}::SMALLINT END"


def persons_of_csv(path: Path, connection: Connection, codes: MissingCodes, plain: Collection[str]) -> Persons:
    """`plain`: columns that are texts whatever they look like, and in no state. Raises NotPersons."""
    names = _header(path)
    listed = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    filled = ", ".join(f"coalesce({named(name)}, '') AS {named(name)}" for name in names)
    connection.raw_sql(
        f"CREATE OR REPLACE TEMP VIEW {_TEXTS} AS SELECT {filled} FROM read_csv({quoted(str(path))}, header = true, delim = ',', "
        f"""quote = '"', escape = '"', auto_detect = false, columns = {{{listed}}}, max_line_size = 16000000)"""
    )
    reading = _Reading(path, connection, codes)
    columns = []
    for name, guide in guides(path, names).items():
        if name in plain:
            columns.append(PersonColumn(name, Shape.TEXT, is_field=False))
        else:
            columns.append(guide.column or PersonColumn(name, *_guessed(reading, name)))
    _check(reading, columns, guides(path, names))
    selected = ", ".join(part for column in columns for part in _selected(reading, column))
    connection.raw_sql(f"CREATE OR REPLACE TEMP VIEW {_VIEW} AS SELECT {selected} FROM {_TEXTS}")
    return Persons(connection.table(_VIEW), tuple(columns))


def _header(path: Path) -> list[str]:
    """The names of the columns, every row having a cell for each."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.reader(opened, strict=True)
            names = next(rows, [])
            _check_separator(path, names)
            check_names(path, names)
            for number, row in enumerate(rows, 2):
                if len(row) != len(names):
                    raise NotPersons(
                        f"{path}, row {number}: there are {len(row)} cells, and {len(names)} columns. Put the row right."
                    )
    except UnicodeDecodeError as error:
        raise NotPersons(f"{path} is not a text in UTF-8. Save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise NotPersons(f"{path} is not CSV that can be read: {error}. Write it again.") from error
    return names


def _check_separator(path: Path, names: list[str]) -> None:
    if len(names) == 1 and {";", "\t"} & set(names[0]):
        raise NotPersons(f"{path}: its cells are not parted by commas. Save it as CSV with commas.")


def _guessed(reading: _Reading, name: str) -> tuple[Shape, bool, int]:
    """What all its values look like; a column without any is of numbers, all of them codes."""
    tests = ", ".join(f"bool_and(regexp_full_match({named(name)}, {quoted(like)}))" for like in _LOOKS_LIKE.values())
    found = reading.connection.raw_sql(f"SELECT {tests} FROM {_TEXTS} WHERE {reading.has_value(name)}").fetchone()
    fits = (shape for shape, fit in zip(_LOOKS_LIKE, found, strict=True) if fit is not False)
    shape = next(fits, Shape.TEXT)
    return shape, True, 6 if shape is Shape.DECIMAL else 0


def _check(reading: _Reading, columns: Collection[PersonColumn], guided: Mapping[str, ColumnGuide]) -> None:
    for column in columns:
        name, shape = column.name, column.shape
        has_value = reading.has_value(name) if column.is_field else f"{named(name)} <> ''"
        if shape is not Shape.TEXT:
            misread = f"{has_value} AND TRY_CAST({named(name)} AS {_ENGINE_TYPES[shape]}) IS NULL"
            reading.refuse_where(name, misread, f"not {_WORDS[shape]}, nor a code for a missing state")
        values = guided[name].values
        if values is not None and column.is_field:
            listed = ", ".join(map(str, sorted(values)))
            wrong = f"{has_value} AND {named(name)}::BIGINT NOT IN ({listed})"
            reading.refuse_where(name, wrong, f"none of its categories ({listed}), nor a code for a missing state")
        elif column.is_field and not column.has_companion and reading.codes != USUAL:
            taken = ", ".join(str(USUAL.of(state)) for state in STATES)
            clash = f"{has_value} AND TRY_CAST({named(name)} AS {_ENGINE_TYPES[shape]}) IN ({taken})"
            reading.refuse_where(name, clash, "like a usual code for a missing state, but is none of those given")
    _check_keys(reading, [column.name for column in columns if column.name in KEYS])


def _check_keys(reading: _Reading, keys: list[str]) -> None:
    reading.refuse_where(CASE, f"{named(CASE)} = ''", "empty. Every person belongs to a case")
    listed = ", ".join(map(named, keys))
    twice = reading.connection.raw_sql(
        f"SELECT {listed}, min(row), max(row) FROM (SELECT *, row_number() OVER () + 1 AS row FROM {_TEXTS}) "
        f"GROUP BY {listed} HAVING count(*) > 1 ORDER BY min(row) LIMIT 1"
    ).fetchone()
    if twice is not None:
        *who, first, last = twice
        person = ", ".join(f"{name} {value}" for name, value in zip(keys, who, strict=True))
        raise NotPersons(
            f"{reading.path}: {person} is in row {first} and in row {last}. A dataset of persons has one row for each."
        )


def _selected(reading: _Reading, column: PersonColumn) -> Iterator[str]:
    name = named(column.name)
    value = f"{name}::{_ENGINE_TYPES[column.shape]}"
    if not column.is_field:
        yield f"CASE WHEN {name} <> '' THEN {value} END AS {name}"
    elif column.has_companion:
        yield f"CASE WHEN {reading.has_value(column.name)} THEN {value} END AS {name}"
        state = reading.state(column.name)
        yield f"CASE WHEN NOT ({reading.has_value(column.name)}) THEN {state} END AS {named(state_column(column.name))}"
    else:
        yield f"CASE WHEN {reading.has_value(column.name)} THEN {value} ELSE {reading.state(column.name)} END AS {name}"
