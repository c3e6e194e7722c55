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
    match expression:
        case FieldName(name):
            yield name
        case Is(field, _, _):
            yield field.name
        case Compare(left, _, right) | Sum(left, _, right):
            yield from field_names(left)
            yield from field_names(right)
        case Among(left, _, _) | Not(left):
            yield from field_names(left)
        case And(parts) | Or(parts):
            for part in parts:
                yield from field_names(part)
        case Number() | String():
            return


def conditions_in(expression: Expression) -> Iterator[Expression]:
    """The condition itself and every condition it is made of."""
    yield expression
    match expression:
        case And(parts) | Or(parts):
            for part in parts:
                yield from conditions_in(part)
        case Not(part):
            yield from conditions_in(part)
        case _:
            return


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
