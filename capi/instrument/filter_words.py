"""Filter words: a condition or a value written out again, in the language its author writes it in (see FORMAT.md)."""

from decimal import Decimal
from typing import assert_never

from capi.instrument.expression import (
    Among,
    And,
    Arithmetic,
    Compare,
    Expression,
    FieldName,
    Has,
    Is,
    Not,
    Number,
    OfDate,
    OfRow,
    Operator,
    Or,
    OverRows,
    String,
)


def written(expression: Expression) -> str:
    """As text; parsing the text gives the expression back.

    >>> written(parse("(A == 1)  or B is   missing"))
    'A == 1 or B is missing'
    """
    match expression:
        case Number(value):
            return _number(value)
        case String(value):
            return _quoted(value)
        case FieldName(name):
            return name
        case Arithmetic(left, operator, right):
            return f"{_term(left, operator)} {operator} {_term(right, operator, after=True)}"
        case OverRows() | OfRow() | OfDate():
            return _function(expression)
        case Compare(left, operator, right):
            return f"{written(left)} {operator} {written(right)}"
        case Among(left, values, negated):
            listed = ", ".join(_quoted(value) if isinstance(value, str) else _number(value) for value in values)
            return f"{written(left)} {'not in' if negated else 'in'} ({listed})"
        case Has(field, values):
            listed = ", ".join(map(str, values))
            return f"{field.name} has {listed}" if len(values) == 1 else f"{field.name} has ({listed})"
        case Is(field, state, negated):
            return f"{field.name} {'is not' if negated else 'is'} {state}"
        case Not(part):
            return f"not {_part(part, And, Or, Compare, Among, Has, Is)}"
        case And(parts):
            return " and ".join(_part(part, And, Or) for part in parts)
        case Or(parts):
            return " or ".join(_part(part, Or) for part in parts)
        case _:
            assert_never(expression)


def _function(expression: OverRows | OfRow | OfDate) -> str:
    match expression:
        case OverRows(function, roster, value, condition):
            read = (part for part in (value, condition) if part is not None)
            return f"{function}({', '.join((roster, *map(written, read)))})"
        case OfRow(chosen, value):
            return f"of({chosen.name}, {written(value)})"
        case OfDate(function, arguments):
            return f"{function}({', '.join(map(written, arguments))})"


def _number(value: int | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _quoted(value: str) -> str:
    return f"'{value}'" if '"' in value else f'"{value}"'


def _part(part: Expression, *bracketed: type) -> str:
    return f"({written(part)})" if isinstance(part, bracketed) else written(part)


def _term(part: Expression, beside: Operator, *, after: bool = False) -> str:
    """In brackets where it would otherwise be taken apart: `A - (B - 1)`, `(A + B) * 2`."""
    if not isinstance(part, Arithmetic):
        return written(part)
    tight = beside in ("*", "/")
    taken_apart = (tight or part.operator in ("+", "-")) if after else tight and part.operator in ("+", "-")
    return f"({written(part)})" if taken_apart else written(part)
