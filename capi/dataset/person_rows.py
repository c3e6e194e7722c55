"""Rows of persons out of the tables of an instrument: a row for each person, joined with what was asked once for the case.

Where the instrument has no roster of persons, the case is the person. So it is under a version that had no such roster yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TypeAlias

from capi.dataset.cells import STATES, Absence, Cell, State
from capi.dataset.flatten import Dataset, Row, Table
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

Value: TypeAlias = int | Decimal | str | date | time | None
_CODES: dict[State, int] = {state: USUAL.of(state) for state in STATES}
_TAKEN = frozenset(_CODES.values())


@dataclass(frozen=True, slots=True)
class PersonTables:
    """The tables of one instrument that a person's row is made of; `people` is None where the case is the person."""

    dataset: Dataset
    people: Table | None

    @property
    def columns(self) -> tuple[PersonColumn, ...]:
        """Those every dataset has, then the fields of the case, then those of the person; each in its table's order."""
        tables = [self.dataset.tables[0], *([] if self.people is None else [self.people])]
        fields = [column_of(each) for table in tables for each in table.variables if each.definitions]
        own = [each for name, each in OWN.items() if name != PERSON or self.people is not None]
        return merged((*own, *fields))

    def rows(self) -> Iterator[list[dict[str, Cell]]]:
        """For each case the cells of its persons, by column."""
        case = self.dataset.tables[0]
        with_people = self._versions_with_people()
        at = None if self.people is None else self.dataset.tables.index(self.people)
        for of_case in self.dataset.rows():
            cells = _cells(case, of_case[0][0])
            if at is None or self.people is None or cells[Column.INSTRUMENT_VERSION.value] not in with_people:
                yield [cells]
            else:
                yield [_joined(cells, _cells(self.people, row)) for row in of_case[at]]

    def _versions_with_people(self) -> frozenset[Cell]:
        level = CASES if self.people is None else self.people.level
        return frozenset(each.label for each in self.dataset.versions if level in levels_of(each.instrument))


def person_tables(dataset: Dataset) -> PersonTables:
    """The roster of persons is the one whose rows are called `person`, and which is in no other."""
    people = (table for table in dataset.tables if len(table.level) == 1 and _key(table) == PERSON)
    return PersonTables(dataset, next(people, None))


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
