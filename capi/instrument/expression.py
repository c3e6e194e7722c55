"""Conditions: what an author may write after `asked_if`, `fails_if` and `if`, as frozen trees.

    SchoolType in (1, 2) or SchoolType is missing

The rule for answers that are missing or not there is in questionnaires/FORMAT.md, first page.
"""

from collections.abc import Iterator
from typing import Literal, TypeAlias, get_args

from msgspec import Struct

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
State: TypeAlias = Literal["answered", "unanswered", "missing", "dont_know", "refused", "not_applicable"]

STATES: tuple[State, ...] = get_args(State)
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
RESERVED = frozenset(("and", "or", "not", "in", "is"))
"""The words of the language: they cannot be names."""


class Number(Struct, frozen=True, gc=False, tag="number", array_like=True):
    value: int


class String(Struct, frozen=True, gc=False, tag="string", array_like=True):
    value: str


class FieldName(Struct, frozen=True, gc=False, tag="field", array_like=True):
    name: str


class Sum(Struct, frozen=True, gc=False, tag="sum", array_like=True):
    """`left + right`, or `left - right`; without a value where either side is without one."""

    left: "Expression"
    minus: bool
    right: "Expression"


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


Expression: TypeAlias = Number | String | FieldName | Sum | Compare | Among | Is | Not | And | Or


def field_names(expression: Expression) -> Iterator[str]:
    """Every field the expression reads, in the order written, repeats included."""
    names: list[str] = []
    _gather_names(expression, names)
    return iter(names)


def _gather_names(expression: Expression, names: list[str]) -> None:
    if isinstance(expression, FieldName):
        names.append(expression.name)
    elif isinstance(expression, Compare | Sum):
        _gather_names(expression.left, names)
        _gather_names(expression.right, names)
    elif isinstance(expression, And | Or):
        for part in expression.parts:
            _gather_names(part, names)
    elif isinstance(expression, Among):
        _gather_names(expression.left, names)
    elif isinstance(expression, Is):
        names.append(expression.field.name)
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
