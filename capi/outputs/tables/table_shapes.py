"""What an output table is, as data: its lines, whom each counts, and which tables count the same people.

A line counts people itself (a leaf), or is the sum of leaves (a total), or is a heading. Every person is in exactly one leaf of
a table: inside it, below it (not asked, not answered), or in one that is only there for the sums.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from capi.dataset.cells import STATES
from capi.derivation.columns import USUAL, Columns, Table, Value

REFUSED, DONT_KNOW, NOT_APPLICABLE, UNANSWERED, NOT_ASKED = (str(state.value) for state in STATES)
NO_VALUE = (REFUSED, DONT_KNOW, NOT_APPLICABLE, UNANSWERED, NOT_ASKED)
ANY_OTHER = "any_other"
CODE_WORDS: Mapping[str, str] = {str(USUAL.of(state)): str(state.value) for state in STATES}


class Place(enum.Enum):
    INSIDE = "inside"
    BELOW = "below"
    """Told under the table: it is no part of it."""
    UNSHOWN = "unshown"
    """Only in sums; the standard does not show it apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """`number` and `mark` are those printed before and after the label; `level` how far it stands to the right.

    `never_hidden`: how many did not answer is no answer of anybody, and the base of the table follows from it. What is in sums
    only is guarded like a number that is shown, but for such a one.
    """

    name: str
    label: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    level: int = 0
    place: Place = Place.INSIDE
    number: str = ""
    mark: str = ""
    never_hidden: bool = False

    @property
    def is_leaf(self) -> bool:
        return bool(self.where)

    @property
    def is_heading(self) -> bool:
        return not self.where and not self.parts

    @property
    def words(self) -> str:
        return " ".join(part for part in (self.number, self.label, self.mark) if part)


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """`name` makes its file; `short` the name of its sheet, at most 31 letters; `base` names the line that percentages are of."""

    name: str
    short: str
    title: str
    about: str
    base: str
    lines: tuple[Line, ...]
    source: str
    notes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Columns without which the table is not made."""

    def line(self, name: str) -> Line:
        return next(line for line in self.lines if line.name == name)

    @property
    def leaves(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_leaf)


@dataclass(frozen=True, slots=True)
class Variable:
    """`fallback` is read where the column itself has nothing; `only` these values are told apart, where some are given."""

    name: str
    fallback: str = ""
    only: tuple[str, ...] = ()

    def of(self, persons: Table) -> Value:
        """The value or the word of the missing state, a null as not asked."""
        own = _text(persons, self.name)
        if self.only:
            return own.isin(self.only).ifelse(own, ANY_OTHER)
        return own if not self.fallback else (own == NOT_ASKED).ifelse(_text(persons, self.fallback), own)


@dataclass(frozen=True, slots=True)
class Family:
    """Tables on the same people, in which one number may follow from others. `outside` are those none of it was asked of."""

    name: str
    variables: tuple[Variable, ...]
    tables: tuple[TableDefinition, ...]
    outside: Mapping[str, tuple[str, ...]]


def _text(persons: Table, name: str) -> Value:
    if name in persons.columns and persons[name].type().is_string():
        return persons[name].cast("string").fill_null(NOT_ASKED)
    return Columns(persons).code(name).cast("string").substitute(dict(CODE_WORDS))
