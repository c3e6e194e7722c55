"""Derived values: the variables of persons as plain values, worked out by an engine that is kept for many of them.

    deriver = Deriver(DuckDbEngine(), nssec_table, settings)
    for person in deriver.of_cases(cases, Chosen("seb"), codes): ...

The expressions are those of `derive`. They are put into the engine's own words once for each set of columns, and the tables
they look up in are laid into it once, so that one person more costs milliseconds. An engine is DuckDB in this process, or the
database that the hub is in.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

import ibis
import pyarrow as pa

from capi.dataset.flatten import Cases
from capi.dataset.job_codes import SOC2010, JobCodes
from capi.dataset.person_columns import CASE, PERSON, USUAL
from capi.dataset.persons import Chosen, engine_faults, flowing_persons
from capi.derivation.columns import Table
from capi.derivation.derive import DERIVED, derive
from capi.derivation.full_nssec import NssecTable
from capi.derivation.look_up import Rows, Types
from capi.derivation.operational import INADEQUATE
from capi.derivation.settings import Settings

Plain: TypeAlias = int | str
_PERSONS, _GIVEN = "capi_persons", "capi_given"
_MOST_KEPT = 16
"""Sets of columns whose expressions are kept; there are as many as instruments in their versions."""
_CLASSES = ("nssec_opcat", "nssec8", "nssec5", "nssec3", "nssec_not_classified")


class Engine(Protocol):
    """Where expressions run. What it keeps is its own and gone with it; `ask` has one more table, for this question alone."""

    dialect: str

    def keep(self, name: str, table: pa.Table) -> None: ...
    def drop(self, name: str) -> None: ...
    def ask(self, sql: str, name: str, table: pa.Table) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True, slots=True)
class DerivedPerson:
    """`case` is the reference; `person` the row, None where the case is the person. `variables` without those that have no value."""

    case: str
    person: int | None
    variables: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class _Expressed:
    """What is asked of an engine for persons with certain columns, and the tables that are looked up in, by name."""

    sql: str
    names: tuple[str, ...]
    looked_up: tuple[tuple[str, pa.Table], ...]

    @property
    def derives(self) -> bool:
        return not set(self.names).isdisjoint(DERIVED)


class Deriver:
    """By one table of NS-SEC and one set of settings. Not for several threads at once."""

    def __init__(self, engine: Engine, table: NssecTable | None, settings: Settings) -> None:
        self._engine = engine
        self._table = table
        self._settings = settings
        self._laid: dict[tuple[pa.Schema, tuple[str, ...]], _Expressed] = {}

    def of_cases(self, cases: Cases, chosen: Chosen, codes: JobCodes | None = None) -> Iterator[DerivedPerson]:
        """The persons of the cases that are chosen, of one instrument. Raises NotPersons as `persons_of_cases`."""
        flowing = flowing_persons(cases, chosen, codes=codes)
        kept = tuple(name for name in (CASE, PERSON, SOC2010) if name in flowing.schema.names)
        for batch in flowing.batches:
            if self._for(flowing.schema, kept).derives:
                yield from map(_person, self.of_batch(batch, kept))
            else:
                yield from (DerivedPerson(case, person, {}) for case, person in _people(batch))

    def of_batch(self, batch: pa.Table, kept: tuple[str, ...]) -> list[dict[str, Any]]:
        """The derived variables of these persons beside the columns that are `kept`, in no order."""
        expressed = self._for(batch.schema, kept)
        rows = self._engine.ask(expressed.sql, _PERSONS, batch)
        return [dict(zip(expressed.names, row, strict=True)) for row in rows]

    def _for(self, schema: pa.Schema, kept: tuple[str, ...]) -> _Expressed:
        """With its tables laid into the engine."""
        found = self._laid.get((schema, kept))
        if found is None:
            if len(self._laid) >= _MOST_KEPT:
                self._forget()
            found = self._laid[schema, kept] = self._expressed(schema, kept)
            for name, table in found.looked_up:
                self._engine.keep(name, table)
        return found

    def _expressed(self, schema: pa.Schema, kept: tuple[str, ...]) -> _Expressed:
        table = self._table
        by = None if table is None else (table.version, frozenset(table.cells.items()))
        key = (schema, kept, by, self._settings, self._engine.dialect)
        if key not in _EXPRESSED:
            if len(_EXPRESSED) >= _MOST_KEPT:
                _EXPRESSED.clear()
            _EXPRESSED[key] = _express(schema, kept, table, self._settings, self._engine.dialect)
        return _EXPRESSED[key]

    def _forget(self) -> None:
        for expressed in self._laid.values():
            for name, _ in expressed.looked_up:
                self._engine.drop(name)
        self._laid.clear()


_EXPRESSED: dict[object, _Expressed] = {}
"""For whoever derives in this process: to put an expression into the words of an engine takes a second."""
_NUMBERS = itertools.count()


def _express(
    schema: pa.Schema, kept: tuple[str, ...], table: NssecTable | None, settings: Settings, dialect: str
) -> _Expressed:
    looked_up: list[tuple[str, pa.Table]] = []

    def lay(rows: Rows, types: Types) -> Table:
        name = f"capi_look_up_{next(_NUMBERS)}"
        looked_up.append((name, _arrow(rows, types)))
        return ibis.table(dict(types), name=name)

    made = derive(ibis.table(ibis.Schema.from_pyarrow(schema), name=_PERSONS), table, settings, lay)
    chosen = made.select(*kept, *(name for name in made.columns if name in DERIVED))
    return _Expressed(ibis.to_sql(chosen, dialect=dialect), tuple(chosen.columns), tuple(looked_up))


class DuckDbEngine:
    """In this process, and in memory alone. Too little of it raises MemoryError."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self._connection = ibis.duckdb.connect(temp_directory="", threads=1)

    def keep(self, name: str, table: pa.Table) -> None:
        own = self._connection.con
        own.register(_GIVEN, table)
        own.execute(f'CREATE TEMP TABLE "{name}" AS SELECT * FROM {_GIVEN}')  # noqa: S608 - a name of ours
        own.unregister(_GIVEN)

    def drop(self, name: str) -> None:
        self._connection.raw_sql(f'DROP TABLE IF EXISTS "{name}"')

    def ask(self, sql: str, name: str, table: pa.Table) -> list[tuple[Any, ...]]:
        own = self._connection.con
        # Looked at where it lies: rows that are taken out of a table of an engine in memory are not given back.
        own.register(name, table)
        try:
            with engine_faults():
                return list(own.execute(sql).fetchall())
        finally:
            own.unregister(name)

    def close(self) -> None:
        self._connection.disconnect()


def _arrow(rows: Rows, types: Types) -> pa.Table:
    schema = ibis.schema(dict(types)).to_pyarrow()
    return pa.table({name: [row.get(name) for row in rows] for name in types}, schema=schema)


def _people(batch: pa.Table) -> Iterator[tuple[str, int | None]]:
    cases = batch.column(CASE).to_pylist()
    persons: Sequence[int | None] = (
        batch.column(PERSON).to_pylist() if PERSON in batch.column_names else [None] * len(cases)
    )
    return zip(cases, persons, strict=True)


def _person(cells: dict[str, Any]) -> DerivedPerson:
    case, person = cells.pop(CASE), cells.pop(PERSON, None)
    waits = cells.pop(SOC2010, None) == USUAL.unanswered
    if waits and cells.get("nssec_opcat") == INADEQUATE:
        # Its job is not coded yet: that is no occupation which was inadequately described.
        for name in _CLASSES:
            del cells[name]
    said = {name for name in cells if not name.endswith("_convention")}
    if not any(cells[name] is not None for name in said):
        return DerivedPerson(case, person, {})
    values = {name: _plain(value) for name, value in cells.items() if value is not None}
    return DerivedPerson(case, person, values)


def _plain(value: Any) -> Plain:
    return int(value) if isinstance(value, Decimal) else value
