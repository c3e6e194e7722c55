"""Filter words: a condition written out again, in the language its author writes it in (see FORMAT.md)."""

from typing import assert_never

from capi.instrument.expression import (
    Among,
    And,
    Compare,
    Expression,
    FieldName,
    Is,
    Not,
    Number,
    Or,
    String,
    Sum,
)


def written(expression: Expression) -> str:
    """The condition as text; parsing the text gives the condition back.

    >>> written(parse("(A == 1)  or B is   missing"))
    'A == 1 or B is missing'
    """
    match expression:
        case Number(value):
            return str(value)
        case String(value):
            return _quoted(value)
        case FieldName(name):
            return name
        case Sum(left, minus, right):
            return f"{written(left)} {'-' if minus else '+'} {_term(right)}"
        case Compare(left, operator, right):
            return f"{written(left)} {operator} {written(right)}"
        case Among(left, values, negated):
            listed = ", ".join(_quoted(value) if isinstance(value, str) else str(value) for value in values)
            return f"{written(left)} {'not in' if negated else 'in'} ({listed})"
        case Is(field, state, negated):
            return f"{field.name} {'is not' if negated else 'is'} {state}"
        case Not(part):
            return f"not {_part(part, And, Or, Compare, Among, Is)}"
        case And(parts):
            return " and ".join(_part(part, And, Or) for part in parts)
        case Or(parts):
            return " or ".join(_part(part, Or) for part in parts)
        case _:
            assert_never(expression)


def _quoted(value: str) -> str:
    return f"'{value}'" if '"' in value else f'"{value}"'


def _part(part: Expression, *bracketed: type) -> str:
    return f"({written(part)})" if isinstance(part, bracketed) else written(part)


def _term(part: Expression) -> str:
    return f"({written(part)})" if isinstance(part, Sum) else written(part)
