"""Rows of persons out of the tables of an instrument: a row for each person, joined with what was asked once for the case.

Where the instrument has no roster of persons, the case is the person. So it is under a version that had no such roster yet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

from capi.dataset.cells import STATES, Absence, Cell, State
from capi.dataset.flatten import Dataset, Row, Table
from capi.dataset.job_codes import FIELDS as JOB_FIELDS
from capi.dataset.job_codes import SIC2007, JobCodes
from capi.dataset.levels import CASES, levels_of
from capi.dataset.person_columns import (
    CASE,
    OWN,
    PERSON,
    USUAL,
    NotPersons,
    PersonColumn,
    Shape,
    column_of,
    merged,
    state_column,
)
from capi.dataset.variables import Column, Key

Joiner: TypeAlias = Callable[[str, Sequence[Sequence[Row]]], list[dict[str, Cell]]]
"""Makes the persons of one case, of its id and its rows in each of the tables."""
Value: TypeAlias = int | Decimal | str | date | time | None
_CODES: dict[State, int] = {state: USUAL.of(state) for state in STATES}
_TAKEN = frozenset(_CODES.values())


@dataclass(frozen=True, slots=True)
class PersonTables:
    """The tables of one instrument that a person's row is made of; `people` is None where the case is the person.

    `codes` are of its jobs, where it asks about any and they were coded after the interview.
    """

    dataset: Dataset
    people: Table | None
    codes: JobCodes | None = None

    @property
    def columns(self) -> tuple[PersonColumn, ...]:
        """Those every dataset has, then the fields of the case, then those of the person; each in its table's order."""
        tables = [self.dataset.tables[0], *([] if self.people is None else [self.people])]
        fields = [column_of(each) for table in tables for each in table.variables if each.definitions]
        own = [each for name, each in OWN.items() if name != PERSON or self.people is not None]
        return merged((*own, *fields, *self._code_columns(fields)))

    def rows(self) -> Iterator[list[dict[str, Cell]]]:
        """For each case the cells of its persons, by column."""
        persons_of = self.joiner()
        for (_, summary), of_case in zip(self.dataset.numbered(), self.dataset.rows(), strict=True):
            yield persons_of(summary.case.id, of_case)

    def joiner(self) -> Joiner:
        case, people = self.dataset.tables[0], self.people
        with_people = self._versions_with_people()
        at = None if people is None else self.dataset.tables.index(people)

        def persons_of(case_id: str, of_case: Sequence[Sequence[Row]]) -> list[dict[str, Cell]]:
            cells = _cells(case, of_case[0][0])
            if at is None or people is None or cells[Column.INSTRUMENT_VERSION.value] not in with_people:
                persons = [cells]
            else:
                persons = [_joined(cells, _cells(people, row)) for row in of_case[at]]
            return [self._coded(case_id, person) for person in persons]

        return persons_of

    def _coded(self, case_id: str, person: dict[str, Cell]) -> dict[str, Cell]:
        if self.codes is None:
            return person
        return {**person, **self.codes.cells(case_id, str(person.get(PERSON, "")), person)}

    def _code_columns(self, fields: Sequence[PersonColumn]) -> Iterator[PersonColumn]:
        there = {each.name for each in fields}
        for scheme in self.codes.schemes if self.codes is not None else ():
            if scheme not in there:
                yield PersonColumn(scheme, Shape.TEXT if scheme == SIC2007 else Shape.NUMBER)

    def _versions_with_people(self) -> frozenset[Cell]:
        level = CASES if self.people is None else self.people.level
        return frozenset(each.label for each in self.dataset.versions if level in levels_of(each.instrument))


def person_tables(dataset: Dataset, codes: JobCodes | None = None) -> PersonTables:
    """The roster of persons is the one whose rows are called `person`, and which is in no other."""
    tables = (table for table in dataset.tables if len(table.level) == 1 and _key(table) == PERSON)
    people = next(tables, None)
    asked = {variable.field for table in (dataset.tables[0], people) if table for variable in table.variables}
    return PersonTables(dataset, people, codes if asked.intersection(JOB_FIELDS) else None)


def _key(table: Table) -> str | None:
    return next((each.name for each in table.variables if isinstance(each.of, Key)), None)


def _cells(table: Table, row: Row) -> dict[str, Cell]:
    return {variable.name: cell for variable, cell in zip(table.variables, row, strict=True)}


def _joined(case: Mapping[str, Cell], person: Mapping[str, Cell]) -> dict[str, Cell]:
    """A field of the person has its own answer; one that another version asks once for the case has that."""
    own = {name: cell for name, cell in person.items() if cell is not Absence.NOT_ASKED or name not in case}
    return {**case, **own}


def in_flight(columns: Sequence[PersonColumn], persons: Sequence[Mapping[str, Cell]]) -> dict[str, list[Value]]:
    """The cells by column, states as codes or in the companion. Raises NotPersons where a value cannot be told from a code."""
    made: dict[str, list[Value]] = {}
    for column in columns:
        cells = [person.get(column.name, Absence.NOT_ASKED) for person in persons]
        if not column.is_field:
            made[column.name] = [_value(column, cell) if _is_value(cell) else None for cell in cells]
        elif column.has_companion:
            made[column.name] = [_value(column, cell) if _is_value(cell) else None for cell in cells]
            made[state_column(column.name)] = [None if _is_value(cell) else _code(cell) for cell in cells]
        else:
            made[column.name] = [_value(column, cell) if _is_value(cell) else _code(cell) for cell in cells]
            _refuse_codes(column, cells, persons)
    return made


def _is_value(cell: Cell) -> bool:
    return isinstance(cell, int | str | Decimal)


def _code(cell: Cell) -> int:
    return USUAL.not_asked if cell is None else _CODES[cell]  # type: ignore[index]


def _value(column: PersonColumn, cell: Cell) -> Value:
    match column.shape:
        case Shape.DATE:
            return date.fromisoformat(str(cell))
        case Shape.TIME:
            return time.fromisoformat(str(cell))
        case Shape.TEXT:
            return str(cell)
    return cell  # type: ignore[return-value]


def _refuse_codes(column: PersonColumn, cells: Sequence[Cell], persons: Sequence[Mapping[str, Cell]]) -> None:
    for cell, person in zip(cells, persons, strict=True):
        if isinstance(cell, int | Decimal) and cell in _TAKEN:
            raise NotPersons(
                f"{column.name} of case {person[CASE]} has the value {cell}, which stands for a missing state among persons. "
                f"Export the cases with other codes for the states, and derive from that."
            )
