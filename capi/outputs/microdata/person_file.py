"""The file of persons: variables derived while the cases pass on their way into the other files, some thousand persons at a time.

with PersonFile.opened(...) as persons:
    for case_id, of_case in ...:
        file.write(persons.taken(case_id, of_case))     # no rows until enough persons are there
    file.write(persons.rest())
"""

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from capi.dataset.cells import STATES, Cell
from capi.dataset.codebook import Described, DescribedTable, LeftOut
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import Dataset, Row, Table
from capi.dataset.job_codes import FIELDS
from capi.dataset.person_columns import KEYS, arrow_schema
from capi.dataset.person_rows import Joiner, PersonTables, in_flight, person_tables
from capi.dataset.value_labels import Value
from capi.dataset.variables import Column, Variable
from capi.derivation.derive import derivable
from capi.derivation.settings import STANDARD
from capi.outputs.derived_values import Deriver, DuckDbEngine
from capi.outputs.microdata.derived_variables import DERIVED_VARIABLES, READ
from capi.outputs.microdata.deriving import Deriving
from capi.outputs.microdata.person_columns import (
    PersonColumn,
    allowed,
    code_columns,
    derived_columns,
    key_columns,
    written,
)
from capi.outputs.microdata.table_in_file import MarkOf

LEVEL = ("derived variables",)
"""No roster has a name with a space."""
_BATCH = 5_000
_PLACE = "_place"
_NEEDED = READ | frozenset(FIELDS)


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """What the file will hold. `tables` are what it is made of: those of the dataset with the columns that are needed alone."""

    tables: PersonTables
    columns: tuple[PersonColumn, ...]
    derived: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    nssec: Deriving

    @property
    def has_file(self) -> bool:
        """Whether anything is in it but the keys."""
        return any(each.column.called not in KEYS for each in self.columns)

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """What the categories stand for, by column."""
        return {
            each.column.called: {each.mark(category): category.words for category in each.categories}
            for each in self.columns
            if each.categories
        }


def person_plan(dataset: Dataset, deriving: Deriving, profile: Profile, *, in_numbers: bool) -> PersonPlan:
    """Of the whole dataset, whatever the profile leaves of it."""
    whole = person_tables(dataset, deriving.codes)
    needed = [_needed(table) for table in (dataset.tables[0], *([] if whole.people is None else [whole.people]))]
    tables = person_tables(replace(dataset, tables=tuple(needed)), deriving.codes)
    names = [each.name for each in tables.columns]
    derived = tuple(
        name for name in derivable(names, has_table=deriving.nssec_table is not None) if name in DERIVED_VARIABLES
    )
    coded = [] if tables.codes is None else list(code_columns(tables.codes, deriving.titles))
    fields = {variable.field: variable for table in dataset.tables for variable in table.variables if variable.field}
    kept, left_out = allowed([*derived_columns(derived, in_numbers=in_numbers), *coded], fields, profile)
    keys = key_columns(profile, with_person=tables.people is not None)
    return PersonPlan(
        tables,
        (*keys, *kept),
        tuple(name for name in derived if name in {each.column.called for each in kept}),
        tuple(LeftOut(LEVEL, each.name, each.label, each.reason) for each in left_out),
        deriving,
    )


def _needed(table: Table) -> Table:
    return replace(table, variables=tuple(each for each in table.variables if _is_needed(each)))


def _is_needed(variable: Variable) -> bool:
    if not variable.definitions:
        return variable.of not in (Column.LANGUAGE, Column.STATUS, Column.MODE, Column.MODES)
    return variable.name in _NEEDED


@dataclass(slots=True)
class PersonFile:
    """Makes the rows, and counts them on their way."""

    plan: PersonPlan
    _engine: "_Engine | None"
    _persons_of: Joiner
    _waiting: list[Mapping[str, Cell]] = field(default_factory=list)
    _counts: dict[str, Counter[Cell]] = field(default_factory=dict)
    rows: int = 0

    @classmethod
    @contextlib.contextmanager
    def opened(cls, plan: PersonPlan) -> "Iterator[PersonFile]":
        """An engine is there only where something is to be derived."""
        with contextlib.ExitStack() as stack:
            engine = _Engine(stack.enter_context(contextlib.closing(DuckDbEngine())), plan) if plan.derived else None
            counts = {each.column.called: Counter[Cell]() for each in plan.columns}
            yield cls(plan, engine, plan.tables.joiner(), [], counts)

    def taken(self, case_id: str, of_case: Sequence[Sequence[Row]]) -> list[Row]:
        """The rows that are ready by then, some thousand at a time; `of_case` has those of each table of the plan."""
        self._waiting += self._persons_of(case_id, of_case)
        return self._made() if len(self._waiting) >= _BATCH else []

    def rest(self) -> list[Row]:
        return self._made()

    def _made(self) -> list[Row]:
        waiting, self._waiting = self._waiting, []
        derived = self._engine.derived(waiting) if self._engine and waiting else [{}] * len(waiting)
        rows = [
            tuple(each.read({**person, **made}) for each in self.plan.columns)
            for person, made in zip(waiting, derived, strict=True)
        ]
        self.rows += len(rows)
        for at, each in enumerate(self.plan.columns):
            cells = (row[at] for row in rows)
            if each.column.called in KEYS:  # of these only whether there is one
                cells = (None if cell is None else 1 for cell in cells)
            self._counts[each.column.called].update(cells)
        return rows

    def described(self, mark: MarkOf) -> DescribedTable:
        return DescribedTable(
            level=LEVEL,
            title="Persons and their derived variables",
            each="person" if self.plan.tables.people is not None else "person: here the case is the person",
            made="",
            keys=tuple(name for name in KEYS if any(each.column.called == name for each in self.plan.columns)),
            rows=self.rows,
            variables=tuple(self._described(each, mark) for each in self.plan.columns),
            of_answers=False,
        )

    def _described(self, each: PersonColumn, mark: MarkOf) -> Described:
        counts = self._counts[each.column.called]
        n = sum(n for cell, n in counts.items() if isinstance(cell, int | str))
        return Described(
            name=each.column.called,
            label=each.column.label,
            kind=each.kind,
            section=each.section,
            values=tuple(_values(each, counts, mark)),
            n=n,
            source=each.source,
            notes=each.notes,
            derived=each.how,
        )


def _values(each: PersonColumn, counts: Counter[Cell], mark: MarkOf) -> Iterator[Value]:
    """The categories there are, or the codes that occur; then why there is none."""
    for category in each.categories:
        shown = category.number if each.in_numbers else category.code
        yield Value(each.mark(category), category.words, counts[shown])
    if each.is_code:
        name = each.column.called.partition("_")[0]
        for code in sorted((cell for cell in counts if isinstance(cell, int | str)), key=str):
            in_print = written(name, code) if each.column.called == name else f"{code:02}"
            yield Value(str(code), each.titles.get(in_print, in_print), counts[code])
    for state in STATES:
        if state in each.states:
            yield Value(mark(each.column.called, state), each.states[state], counts[state], state)
    if counts[None] and each.empty:
        yield Value("", each.empty, counts[None])


class _Engine:
    """Derives persons some at a time, in the order in which they come."""

    def __init__(self, engine: DuckDbEngine, plan: PersonPlan) -> None:
        self._names = plan.derived
        self._columns = tuple(each for each in plan.tables.columns if each.name not in (*KEYS, *FIELDS))
        self._schema = arrow_schema(self._columns).append(pa.field(_PLACE, pa.int64()))
        self._deriver = Deriver(engine, plan.nssec.nssec_table, STANDARD)

    def derived(self, persons: Sequence[Mapping[str, Cell]]) -> list[dict[str, Cell]]:
        columns = in_flight(self._columns, persons)
        batch = pa.table({**columns, _PLACE: list(range(len(persons)))}, schema=self._schema)
        made = sorted(self._deriver.of_batch(batch, (_PLACE,)), key=lambda each: each[_PLACE])
        return [{name: each[name] for name in self._names} for each in made]
