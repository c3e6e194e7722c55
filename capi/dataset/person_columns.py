"""The columns of the person dataset: one row for each person, answers as values or codes, states told apart.

In flight a field that is a number is one column, in which a missing state is its usual code; any other field is empty where it
has no value, and a column beside it, `<name>_state`, has the code of the state. What is empty without a state was not asked.
"""

import enum
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from capi.dataset.cells import STATES, MissingCodes
from capi.dataset.variables import Column, Kind, Variable
from capi.instrument.model import DecimalNumber

USUAL = MissingCodes()
STATE_OF_CODE = {USUAL.of(state): str(state.value) for state in STATES}
"""The words for the states, as Parquet has them."""
CASE, PERSON = "case", "person"
KEYS = (CASE, PERSON)
_STATE = "_state"


class NotPersons(ValueError):
    """The file is no person dataset, or something in it cannot be. The message says where and what to do."""


OURS = "capi:"
"""What no column of persons is called: names that begin so are those of columns made on the way."""


def check_names(where: Path, names: list[str]) -> None:
    """Raises NotPersons for names that are no dataset's of persons; engines do not tell capital letters from small ones."""
    if CASE not in names:
        shown = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        raise NotPersons(
            f"{where} has no column {CASE}: it is no dataset of persons, which has a row for each person. Its columns: {shown}."
        )
    counted = Counter(name.lower() for name in names)
    twice = [name for name in names if counted[name.lower()] > 1]
    if twice:
        raise NotPersons(f"{where} has the column {min(twice)} twice. Give one of them another name.")
    taken = [name for name in names if name.lower().startswith(OURS) or not name]
    if taken:
        raise NotPersons(f"{where} has a column called {taken[0]!r}, which none may be. Give it another name.")


class Shape(enum.Enum):
    """What the values of a column are in a table."""

    NUMBER = "number"
    DECIMAL = "decimal"
    TEXT = "text"
    DATE = "date"
    TIME = "time"


_TYPES = {
    Shape.NUMBER: pa.int64(),
    Shape.TEXT: pa.string(),
    Shape.DATE: pa.date32(),
    Shape.TIME: pa.time64("us"),
}


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """`is_field`: it can be in a missing state; what every dataset has cannot. `places` of a decimal number."""

    name: str
    shape: Shape
    is_field: bool = True
    places: int = 0

    @property
    def has_companion(self) -> bool:
        return self.is_field and self.shape not in (Shape.NUMBER, Shape.DECIMAL)

    @property
    def type(self) -> pa.DataType:
        return pa.decimal128(38, self.places) if self.shape is Shape.DECIMAL else _TYPES[self.shape]


def state_column(name: str) -> str:
    return name + _STATE


OWN = {
    CASE: PersonColumn(CASE, Shape.TEXT, is_field=False),
    PERSON: PersonColumn(PERSON, Shape.NUMBER, is_field=False),
    "InterviewDate": PersonColumn("InterviewDate", Shape.DATE, is_field=False),
    "ReferenceSunday": PersonColumn("ReferenceSunday", Shape.DATE, is_field=False),
    "InstrumentVersion": PersonColumn("InstrumentVersion", Shape.TEXT, is_field=False),
    "Mode": PersonColumn("Mode", Shape.TEXT, is_field=False),
}
"""What every person dataset has, `person` only where a roster makes the persons."""
_OTHER_OWN = frozenset((Column.STATUS.value, Column.LANGUAGE.value, Column.MODES.value))
"""Columns of an exported table of cases that say nothing of a person's answers."""


def own_column(name: str) -> PersonColumn | None:
    """The column every dataset has of this name; None for a field."""
    if name in _OTHER_OWN:
        return PersonColumn(name, Shape.TEXT, is_field=False)
    return OWN.get(name)


def column_of(variable: Variable) -> PersonColumn:
    """The column that a field of an instrument makes."""
    own = own_column(variable.name)
    if own is not None and own.shape is Shape.DATE:
        return own  # an instrument that fixes its own reference Sunday has that as the column
    kinds = (each.asked.type for each in variable.definitions)
    places = max((kind.places for kind in kinds if isinstance(kind, DecimalNumber)), default=0)
    return PersonColumn(variable.name, shape_of(variable.kind), places=places)


def shape_of(kind: Kind) -> Shape:
    match kind:
        case Kind.CATEGORY | Kind.CODED_OR_NOT | Kind.WHOLE_NUMBER | Kind.ROW:
            return Shape.NUMBER
        case Kind.DECIMAL:
            return Shape.DECIMAL
        case Kind.DATE:
            return Shape.DATE
        case Kind.TIME:
            return Shape.TIME
    return Shape.TEXT


def merged(columns: Iterable[PersonColumn]) -> tuple[PersonColumn, ...]:
    """Each name once, where it first stands. What is a number in one place and a text in another is a text."""
    found: dict[str, PersonColumn] = {}
    for each in columns:
        there = found.setdefault(each.name, each)
        if there != each:
            found[each.name] = replace(
                there, shape=_either(there.shape, each.shape), places=max(there.places, each.places)
            )
    return tuple(found.values())


def _either(one: Shape, other: Shape) -> Shape:
    if {one, other} <= {Shape.NUMBER, Shape.DECIMAL}:
        return Shape.NUMBER if one is other is Shape.NUMBER else Shape.DECIMAL
    return one if one is other else Shape.TEXT


def arrow_schema(columns: Iterable[PersonColumn]) -> pa.Schema:
    """In flight: every field with its companion behind it."""
    return pa.schema(list(_fields(columns)))


def _fields(columns: Iterable[PersonColumn]) -> Iterator[pa.Field]:
    for each in columns:
        yield pa.field(each.name, each.type)
        if each.has_companion:
            yield pa.field(state_column(each.name), pa.int16())
