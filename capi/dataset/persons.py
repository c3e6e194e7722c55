"""Persons: the dataset that variables are derived from, as one table of DuckDB, whatever its source.

    with person_connection() as connection:
        persons = persons_of_cases(case_file, connection, Chosen())
        derived = derive(persons.table, ...)

Cases are read one at a time and put away in batches, so that they never all lie in memory.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import duckdb
import ibis
import pyarrow as pa

from capi.dataset.cells import Cell
from capi.dataset.flatten import Cases, datasets
from capi.dataset.job_codes import JobCodes
from capi.dataset.person_columns import NotPersons, PersonColumn, arrow_schema, merged
from capi.dataset.person_rows import PersonTables, in_flight, person_tables
from capi.dataset.variables import Column

Connection: TypeAlias = Any
PersonTable: TypeAlias = Any
"""Of Ibis, which describes what its tables can do more narrowly than it is."""
Step: TypeAlias = Callable[[int, int], None]
"""Told how many of how many are read."""
_BATCH = 5_000
_NAME = "persons"


@dataclass(frozen=True, slots=True)
class Persons:
    """`table` holds a row for each person, its columns as they are in flight."""

    table: PersonTable
    columns: tuple[PersonColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.columns)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cases: of this instrument, or of all where it is empty; completed ones, or everything."""

    instrument: str = ""
    everything: bool = False


@contextlib.contextmanager
def person_connection() -> Iterator[Connection]:
    """A DuckDB that lives in memory alone: what people answered is in no file but those that are asked for.

    What it could not read or write raises OSError, and too little memory MemoryError, as from anybody else.
    """
    connection = ibis.duckdb.connect(temp_directory="")
    try:
        with engine_faults():
            yield connection
    finally:
        connection.disconnect()


@contextlib.contextmanager
def engine_faults() -> Iterator[None]:
    """What DuckDB cannot do for want of a disk or of memory, as Python says it."""
    try:
        yield
    except duckdb.IOException as error:
        raise OSError(str(error).splitlines()[0]) from error
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error


def persons_of_cases(
    source: Cases, connection: Connection, chosen: Chosen, step: Step | None = None, *, codes: JobCodes | None = None
) -> Persons:
    """The persons of the cases that are chosen, with the codes of their jobs where there are any.

    Raises NotPersons where there are none, or a value is like a code.
    """
    flowing = flowing_persons(source, chosen, step, codes=codes)
    table = connection.create_table(_NAME, schema=ibis.Schema.from_pyarrow(flowing.schema))
    for batch in flowing.batches:
        connection.insert(_NAME, batch)
    return Persons(table, flowing.columns)


@dataclass(frozen=True, slots=True)
class FlowingPersons:
    """Persons on their way into an engine: their columns, and their rows in batches, each a table of Arrow."""

    columns: tuple[PersonColumn, ...]
    schema: pa.Schema
    batches: Iterator[pa.Table]


def flowing_persons(
    source: Cases, chosen: Chosen, step: Step | None = None, *, codes: JobCodes | None = None
) -> FlowingPersons:
    """Raises NotPersons as `persons_of_cases` does, for a value while the batches are made."""
    tables = _chosen(source, chosen, codes)
    columns = merged(column for each in tables for column in each.columns)
    schema = arrow_schema(columns)
    batches = (pa.table(in_flight(columns, persons), schema=schema) for persons in _batches(_cells(tables, step)))
    return FlowingPersons(columns, schema, batches)


def _chosen(source: Cases, chosen: Chosen, codes: JobCodes | None) -> list[PersonTables]:
    found = datasets(source, everything=chosen.everything)
    if not found:
        cases = len(source.cases())
        raise NotPersons(
            f"None of the {cases} cases is completed. Use --all to take cases of every status."
            if cases
            else "There are no cases in it."
        )
    taken = [each for each in found if chosen.instrument in ("", each.instrument)]
    if not taken:
        there = ", ".join(each.instrument for each in found)
        raise NotPersons(f"There are no cases of {chosen.instrument}. There are of: {there}. Name one of these.")
    return [person_tables(each, codes) for each in taken]


def _cells(tables: Sequence[PersonTables], step: Step | None) -> Iterator[Mapping[str, Cell]]:
    """All persons. Where there are several instruments the version is told with the name of its own."""
    total, number = sum(len(each.dataset) for each in tables), 0
    version = Column.INSTRUMENT_VERSION.value
    for each in tables:
        for persons in each.rows():
            for person in persons:
                yield (
                    person
                    if len(tables) == 1
                    else {
                        **person,
                        version: f"{each.dataset.instrument} {person[version]}",
                    }
                )
            number += 1
            if step is not None:
                step(number, total)


def _batches(cells: Iterable[Mapping[str, Cell]]) -> Iterator[list[Mapping[str, Cell]]]:
    left = iter(cells)
    while batch := list(islice(left, _BATCH)):
        yield batch
