"""File columns: what the columns of a data file hold and are called there, by the rules of its format."""

import enum
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from capi.dataset.codebook import label_of
from capi.dataset.variables import Column, Kind, Variable
from capi.instrument.model import DecimalNumber


class Holds(enum.Enum):
    """What the values of a column are to a program."""

    WHOLE = "whole number"
    DECIMAL = "decimal number"
    TEXT = "text"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class FileColumn:
    """`called` is its name in the dataset, `name` that in the file. `state_name`: the column beside it that says why there
    is no value, empty where that stands in its place; `has_states` says whether it can be without one at all. `places`
    are the decimals a number may have."""

    called: str
    label: str
    holds: Holds
    has_states: bool = False
    places: int = 0
    name: str = ""
    state_name: str = ""


@dataclass(frozen=True, slots=True)
class NameRules:
    """What a format takes for a name, and of which columns the states stand beside. None: any name it is given."""

    longest: int | None = None
    reserved: frozenset[str] = frozenset()
    beside: Container[Holds] = ()


ANY_NAME = NameRules()


def file_columns(variables: Sequence[Variable], rules: NameRules) -> tuple[FileColumn, ...]:
    return named([_column(variable) for variable in variables], rules)


def named(columns: Sequence[FileColumn], rules: NameRules) -> tuple[FileColumn, ...]:
    """The same columns with their names. A variable keeps the name that a column beside another would have had."""
    taken = set(rules.reserved)
    names = [_fitted(column.called, "", rules, taken) for column in columns]
    return tuple(
        FileColumn(
            column.called,
            column.label,
            column.holds,
            column.has_states,
            column.places,
            name,
            _fitted(column.called, "_state", rules, taken)
            if column.has_states and column.holds in rules.beside
            else "",
        )
        for column, name in zip(columns, names, strict=True)
    )


def names_in_file(column: FileColumn) -> tuple[str, ...]:
    return tuple(name for name in (column.name, column.state_name) if name)


def cut(text: str, most_bytes: int) -> str:
    """The text, or as much of it as fits with an ellipsis; never half a letter."""
    data = text.encode()
    if len(data) <= most_bytes:
        return text
    return data[: most_bytes - 3].decode(errors="ignore").rstrip() + "…"


def cut_letters(text: str, most: int) -> str:
    """The same for a format that counts letters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _column(variable: Variable) -> FileColumn:
    return FileColumn(
        variable.name,
        label_of(variable),
        _holds(variable),
        bool(variable.definitions),
        max(_places(variable), default=0),
    )


def _holds(variable: Variable) -> Holds:
    if isinstance(variable.of, Column) and variable.kind is Kind.CATEGORY:
        return Holds.TEXT
    return _BY_KIND[variable.kind]


_BY_KIND = {
    Kind.CATEGORY: Holds.WHOLE,
    Kind.CODED_OR_NOT: Holds.WHOLE,
    Kind.WHOLE_NUMBER: Holds.WHOLE,
    Kind.ROW: Holds.WHOLE,
    Kind.DECIMAL: Holds.DECIMAL,
    Kind.DATE: Holds.DATE,
    Kind.TIME: Holds.TIME,
    Kind.TEXT: Holds.TEXT,
    Kind.PARTIAL_DATE: Holds.TEXT,
    Kind.CODE: Holds.TEXT,
    Kind.CODE_LABEL: Holds.TEXT,
}


def _places(variable: Variable) -> Iterator[int]:
    for definition in variable.definitions:
        if isinstance(definition.asked.type, DecimalNumber):
            yield definition.asked.type.places


def _fitted(wanted: str, tail: str, rules: NameRules, taken: set[str]) -> str:
    """A name as the format takes it, that no other column has, in whatever capitals."""
    base = re.sub(r"\W", "_", wanted, flags=re.ASCII) if rules.longest else wanted
    if rules.longest and not base[:1].isalpha():
        base = f"v{base}"
    for number in count(1):
        end = tail + (f"_{number}" if number > 1 else "")
        name = base[: rules.longest - len(end)] + end if rules.longest else base + end
        if name.lower() not in taken:
            break
    taken.add(name.lower())
    return name
