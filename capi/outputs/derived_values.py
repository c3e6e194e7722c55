"""Derived values: the variables of persons as plain values, worked out by an engine that is kept for many of them.

    deriving = Deriving(DuckDbEngine(), nssec_table, settings)
    for person in deriving.of_cases(cases, Chosen("seb"), codes): ...

The expressions are those of `derive`. They are put into the engine's own words once for each set of columns, and the tables
they look up in are laid into it once, so that one person more costs milliseconds. An engine is DuckDB in this process, or the
database that the hub is in.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

import ibis
import pyarrow as pa

from capi.dataset.flatten import Cases
from capi.dataset.job_codes import SOC2010, JobCodes
from capi.dataset.person_columns import CASE, PERSON, USUAL
from capi.dataset.persons import Chosen, flowing_persons
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
    """Where expressions run. Tables are its own and gone with it; a name is used again for another table."""

    dialect: str

    def keep(self, name: str, table: pa.Table) -> None: ...
    def drop(self, name: str) -> None: ...
    def ask(self, sql: str) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True, slots=True)
class DerivedPerson:
    """`case` is the reference; `person` the row, None where the case is the person. `variables` without those that have no value."""

    case: str
    person: int | None
    variables: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What is asked of the engine for persons with these columns, and the tables laid for it."""

    sql: str
    names: tuple[str, ...]
    laid: tuple[str, ...]


class Deriving:
    """By one table of NS-SEC and one set of settings. Not for several threads at once."""

    def __init__(self, engine: Engine, table: NssecTable | None, settings: Settings) -> None:
        self._engine = engine
        self._table = table
        self._settings = settings
        self._prepared: dict[pa.Schema, _Prepared] = {}
        self._numbers = itertools.count()

    def of_cases(self, cases: Cases, chosen: Chosen, codes: JobCodes | None = None) -> Iterator[DerivedPerson]:
        """The persons of the cases that are chosen, of one instrument. Raises NotPersons as `persons_of_cases`."""
        flowing = flowing_persons(cases, chosen, codes=codes)
        prepared = self._for(flowing.schema)
        if prepared is None:
            people = (_people(batch) for batch in flowing.batches)
            yield from (DerivedPerson(case, person, {}) for each in people for case, person in each)
            return
        for batch in flowing.batches:
            self._engine.keep(_PERSONS, batch)
            try:
                rows = self._engine.ask(prepared.sql)
            finally:
                self._engine.drop(_PERSONS)
            yield from (_person(prepared.names, row) for row in rows)

    def _for(self, schema: pa.Schema) -> _Prepared | None:
        """None where nothing can be derived from such columns."""
        if schema not in self._prepared:
            if len(self._prepared) >= _MOST_KEPT:
                self._forget()
            self._prepared[schema] = self._prepare(schema)
        prepared = self._prepared[schema]
        return prepared if set(prepared.names) & set(DERIVED) else None

    def _prepare(self, schema: pa.Schema) -> _Prepared:
        laid: list[str] = []

        def lay(rows: Rows, types: Types) -> Table:
            name = f"capi_look_up_{next(self._numbers)}"
            self._engine.keep(name, _arrow(rows, types))
            laid.append(name)
            return ibis.table(dict(types), name=name)

        persons = ibis.table(ibis.Schema.from_pyarrow(schema), name=_PERSONS)
        made = derive(persons, self._table, self._settings, lay)
        keys = [name for name in (CASE, PERSON) if name in schema.names]
        waits = [SOC2010] if SOC2010 in schema.names else []
        chosen = made.select(*keys, *waits, *(name for name in made.columns if name in DERIVED))
        return _Prepared(ibis.to_sql(chosen, dialect=self._engine.dialect), tuple(chosen.columns), tuple(laid))

    def _forget(self) -> None:
        for prepared in self._prepared.values():
            for name in prepared.laid:
                self._engine.drop(name)
        self._prepared.clear()


class DuckDbEngine:
    """In this process, and in memory alone."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self._connection = ibis.duckdb.connect(temp_directory="", threads=1)

    def keep(self, name: str, table: pa.Table) -> None:
        own = self._connection.con
        own.register(_GIVEN, table)
        own.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT * FROM {_GIVEN}')  # noqa: S608 - a name of ours
        own.unregister(_GIVEN)

    def drop(self, name: str) -> None:
        self._connection.raw_sql(f'DROP TABLE IF EXISTS "{name}"')

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._connection.raw_sql(sql).fetchall())

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


def _person(names: Iterable[str], row: Sequence[Any]) -> DerivedPerson:
    cells = dict(zip(names, row, strict=True))
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
