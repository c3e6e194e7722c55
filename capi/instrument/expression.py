"""Conditions: what an author may write after `asked_if`, `fails_if` and `if`, as frozen trees.

    SchoolType in (1, 2) or SchoolType is missing

The rule for answers that are missing or not there is in questionnaires/FORMAT.md, first page.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
State: TypeAlias = Literal["answered", "unanswered", "missing", "dont_know", "refused", "not_applicable", "on", "off"]

STATES: tuple[State, ...] = get_args(State)
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
Operator: TypeAlias = Literal["+", "-", "*", "/"]
RowsFunction: TypeAlias = Literal["count", "any", "all", "sum", "least", "most", "first"]
DateFunction: TypeAlias = Literal[
    "age", "year", "month", "days_between", "months_between", "days_after", "sunday_before"
]

ROWS_FUNCTIONS: tuple[RowsFunction, ...] = get_args(RowsFunction)
DATE_FUNCTIONS: dict[DateFunction, int] = {
    "age": 2,
    "year": 1,
    "month": 1,
    "days_between": 2,
    "months_between": 2,
    "days_after": 2,
    "sunday_before": 1,
}
"""With the number of their arguments.

`age(born, day)`: whole years. `days_between(from, to)`, `months_between(from, to)`: whole ones, negative
where `to` is earlier. `days_after(day, number)`: a date. `sunday_before(day)`: the last Sunday before it.
"""
OF = "of"
"""The function that goes to the row somebody chose: `of(Mother, Age)`."""
ROW, POSITION, TODAY = "row", "position", "today"
"""Names every row, and the instrument, has: the id of the row, its place among the rows there are, today's date."""
RESERVED = frozenset(
    ("and", "or", "not", "in", "is", "has", OF, ROW, POSITION, TODAY, *ROWS_FUNCTIONS, *DATE_FUNCTIONS)
)
"""The words of the language: they cannot be names."""


class Number(Struct, frozen=True, gc=False, tag="number", array_like=True):
    value: int | Decimal


class String(Struct, frozen=True, gc=False, tag="string", array_like=True):
    value: str


class FieldName(Struct, frozen=True, gc=False, tag="field", array_like=True):
    name: str


class Arithmetic(Struct, frozen=True, gc=False, tag="arithmetic", array_like=True):
    """`left + right` and the like; without a value where either side is without one, or is divided by 0."""

    left: "Expression"
    operator: Operator
    right: "Expression"


class OverRows(Struct, frozen=True, gc=False, tag="rows", array_like=True):
    """`count(People, Age >= 16)`: over the rows of a roster for which the condition holds, read in each row.

    `any` and `all` are conditions; `count` and `sum` are numbers, 0 over no rows; `least`, `most` and `first`
    are the value of one row, without a value over no rows. `value` is None for `count`, `any` and `all`.
    Rows without the value do not count in `sum`, `least` and `most`.
    """

    function: RowsFunction
    roster: str
    value: "Expression | None" = None
    condition: "Expression | None" = None


class OfRow(Struct, frozen=True, gc=False, tag="of_row", array_like=True):
    """`of(Mother, Age)`: a value of the row that is the answer to a choice of a row; read in that row.

    Without a value where no row was chosen, or it is not there any more.
    """

    chosen: FieldName
    value: "Expression"


class OfDate(Struct, frozen=True, gc=False, tag="date", array_like=True):
    """`age(DateOfBirth, ReferenceSunday)`; without a value where an argument is without one."""

    function: DateFunction
    arguments: tuple["Expression", ...]


class Has(Struct, frozen=True, gc=False, tag="has", array_like=True):
    """`field has 3`, `field has (1, 2)`: one of these categories is among those coded."""

    field: FieldName
    values: tuple[int, ...]


class Compare(Struct, frozen=True, gc=False, tag="compare", array_like=True):
    left: "Expression"
    operator: Comparison
    right: "Expression"


class Among(Struct, frozen=True, gc=False, tag="among", array_like=True):
    """`field in (1, 2)`; `negated` is `not in`."""

    left: "Expression"
    values: tuple[int | str, ...]
    negated: bool


class Is(Struct, frozen=True, gc=False, tag="is", array_like=True):
    """`field is dont_know`; `negated` is `is not`."""

    field: FieldName
    state: State
    negated: bool


class Not(Struct, frozen=True, gc=False, tag="not", array_like=True):
    part: "Expression"


class And(Struct, frozen=True, gc=False, tag="and", array_like=True):
    parts: tuple["Expression", ...]


class Or(Struct, frozen=True, gc=False, tag="or", array_like=True):
    parts: tuple["Expression", ...]


Expression: TypeAlias = (
    Number | String | FieldName | Arithmetic | OverRows | OfRow | OfDate | Compare | Among | Has | Is | Not | And | Or
)


def is_value(expression: Expression) -> bool:
    """Whether it is a value, to be compared or computed with, and not a condition."""
    match expression:
        case Number() | String() | FieldName() | Arithmetic() | OfDate() | OfRow():
            return True
        case OverRows(function):
            return function not in ("any", "all")
    return False


def field_names(expression: Expression) -> Iterator[str]:
    """Every field and roster the expression reads, in the order written, repeats included."""
    names: list[str] = []
    _gather_names(expression, names)
    return iter(names)


def _gather_names(expression: Expression, names: list[str]) -> None:
    if isinstance(expression, FieldName):
        names.append(expression.name)
    elif isinstance(expression, Compare | Arithmetic):
        _gather_names(expression.left, names)
        _gather_names(expression.right, names)
    elif isinstance(expression, And | Or):
        for part in expression.parts:
            _gather_names(part, names)
    elif isinstance(expression, Among):
        _gather_names(expression.left, names)
    elif isinstance(expression, Is | Has):
        names.append(expression.field.name)
    elif isinstance(expression, OverRows):
        names.append(expression.roster)
        for inside in (expression.value, expression.condition):
            if inside is not None:
                _gather_names(inside, names)
    elif isinstance(expression, OfRow):
        names.append(expression.chosen.name)
        _gather_names(expression.value, names)
    elif isinstance(expression, OfDate):
        for part in expression.arguments:
            _gather_names(part, names)
    elif isinstance(expression, Not):
        _gather_names(expression.part, names)


def conditions_in(expression: Expression) -> Iterator[Expression]:
    """The condition itself and every condition it is made of."""
    found = [expression]
    for part in found:
        if isinstance(part, And | Or):
            found += part.parts
        elif isinstance(part, Not):
            found.append(part.part)
    return iter(found)


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The parts that must all hold: those of an `and`, and of an `and` among them; else the expression itself."""
    if not isinstance(expression, And):
        return (expression,)
    return tuple(conjunct for part in expression.parts for conjunct in conjuncts(part))


def both(first: Expression | None, second: Expression | None) -> Expression | None:
    """The condition that both hold; None is no condition."""
    if first is None or second is None:
        return second if first is None else first
    return And((*conjuncts(first), *conjuncts(second)))
