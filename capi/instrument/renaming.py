"""Renaming: the conditions of an instrument that another one uses, with the names its facts have there."""

from collections.abc import Mapping

from capi.instrument.expression import (
    RESERVED,
    Among,
    And,
    Arithmetic,
    Compare,
    Expression,
    FieldName,
    Has,
    Is,
    Not,
    OfDate,
    OfRow,
    Or,
    OverRows,
    field_names,
)
from capi.instrument.reads import over_rows


def renamed(expression: Expression, names: Mapping[str, str]) -> Expression:
    """The expression with the fields that `names` has called by their other names."""

    def again(part: Expression) -> Expression:
        match part:
            case FieldName(name):
                return FieldName(names.get(name, name))
            case Has(asked, coded):
                return Has(FieldName(names.get(asked.name, asked.name)), coded)
            case Is(asked, state, negated):
                return Is(FieldName(names.get(asked.name, asked.name)), state, negated)
            case Arithmetic(left, operator, right):
                return Arithmetic(again(left), operator, again(right))
            case Compare(left, sign, right):
                return Compare(again(left), sign, again(right))
            case Among(left, values, negated):
                return Among(again(left), values, negated)
            case Not(inner):
                return Not(again(inner))
            case And(parts):
                return And(tuple(map(again, parts)))
            case Or(parts):
                return Or(tuple(map(again, parts)))
            case OfDate(function, arguments):
                return OfDate(function, tuple(map(again, arguments)))
            case OfRow(FieldName(chosen), value):
                return OfRow(FieldName(names.get(chosen, chosen)), again(value))
            case OverRows(chosen, roster, value, condition):
                return OverRows(chosen, roster, value and again(value), condition and again(condition))
            case _:
                return part

    return again(expression)


def questions_in(expression: Expression) -> tuple[str, ...]:
    """The fields it reads, each once, in the order written: no rosters, and no words that every row has."""
    rosters = {part.roster for part in over_rows(expression)}
    names = dict.fromkeys(field_names(expression))
    return tuple(name for name in names if name not in RESERVED and name not in rosters)
