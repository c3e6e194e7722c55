"""What a condition means: each is compiled once into a closure over the values in sight.

The values in sight are a list with one place per field: an answer, or None where there is none
(not answered yet, or off route). One rule for answers that are not there or are missing:

- they equal nothing and are neither above nor below anything: `==`, `in`, `<`, `<=`, `>`, `>=` do not hold;
- `!=` is exactly the opposite of `==`, and `not in` of `in`: they hold;
- `is ...` asks for the state outright;
- a sum with such a part is itself without a value.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, assert_never

from capi.instrument.expression import (
    Among,
    And,
    Compare,
    Comparison,
    Expression,
    FieldName,
    Is,
    Not,
    Number,
    Or,
    State,
    String,
    Sum,
)
from capi.instrument.model import Answer, Missing

Seen: TypeAlias = Sequence[Answer | None]
Condition: TypeAlias = Callable[[Seen], bool]
_Value: TypeAlias = Callable[[Seen], int | str | None]

_ORDER: dict[Comparison, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MISSING = {state.value: state for state in Missing}


def compile_condition(expression: Expression, index: Mapping[str, int]) -> Condition:
    """The condition as a function of the values in sight; `index` gives each field's place among them."""
    match expression:
        case Compare(FieldName(name), "==", Number(value) | String(value)):
            return _equals(index[name], value)
        case Compare(FieldName(name), "!=", Number(value) | String(value)):
            return _differs(index[name], value)
        case Compare(left, "==" | "!=" as sign, right):
            return _same(_value(left, index), _value(right, index), sign == "==")
        case Compare(left, sign, right):
            return _ordered(_value(left, index), _ORDER[sign], _value(right, index))
        case Among(FieldName(name), values, negated):
            return _not_among(index[name], frozenset(values)) if negated else _among(index[name], frozenset(values))
        case Among(left, values, negated):
            return _value_among(_value(left, index), frozenset(values), negated)
        case Is(field, state, negated):
            condition = _state(index[field.name], state)
            return _negation(condition) if negated else condition
        case Not(part):
            return _negation(compile_condition(part, index))
        case And(parts):
            return _conjunction(tuple(compile_condition(part, index) for part in parts))
        case Or(parts):
            return _disjunction(tuple(compile_condition(part, index) for part in parts))
        case Number() | String() | FieldName() | Sum():
            raise ValueError("a value is not a condition")
        case _:
            assert_never(expression)


def _equals(at: int, value: int | str) -> Condition:
    return lambda seen: seen[at] == value


def _differs(at: int, value: int | str) -> Condition:
    return lambda seen: seen[at] != value


def _among(at: int, values: frozenset[int | str]) -> Condition:
    return lambda seen: seen[at] in values


def _not_among(at: int, values: frozenset[int | str]) -> Condition:
    return lambda seen: seen[at] not in values


def _value_among(value: _Value, values: frozenset[int | str], negated: bool) -> Condition:
    return lambda seen: (value(seen) in values) is not negated


def _same(left: _Value, right: _Value, wanted: bool) -> Condition:
    def same(seen: Seen) -> bool:
        first = left(seen)
        return (first is not None and first == right(seen)) is wanted

    return same


def _ordered(left: _Value, order: Callable[[int, int], bool], right: _Value) -> Condition:
    def ordered(seen: Seen) -> bool:
        first, second = left(seen), right(seen)
        return isinstance(first, int) and isinstance(second, int) and order(first, second)

    return ordered


def _state(at: int, state: State) -> Condition:
    match state:
        case "unanswered":
            return lambda seen: seen[at] is None
        case "answered":
            return lambda seen: seen[at] is not None and not isinstance(seen[at], Missing)
        case "missing":
            return lambda seen: isinstance(seen[at], Missing)
        case _:
            wanted = _MISSING[state]
            return lambda seen: seen[at] is wanted


def _negation(part: Condition) -> Condition:
    return lambda seen: not part(seen)


def _conjunction(parts: tuple[Condition, ...]) -> Condition:
    if len(parts) == 2:
        first, second = parts
        return lambda seen: first(seen) and second(seen)
    return lambda seen: all(part(seen) for part in parts)


def _disjunction(parts: tuple[Condition, ...]) -> Condition:
    if len(parts) == 2:
        first, second = parts
        return lambda seen: first(seen) or second(seen)
    return lambda seen: any(part(seen) for part in parts)


def _value(expression: Expression, index: Mapping[str, int]) -> _Value:
    match expression:
        case Number(value) | String(value):
            return lambda _seen: value
        case FieldName(name):
            return _field_value(index[name])
        case Sum(left, minus, right):
            return _sum(_value(left, index), minus, _value(right, index))
        case _:
            raise ValueError("a condition is not a value")


def _field_value(at: int) -> _Value:
    def value(seen: Seen) -> int | str | None:
        answer = seen[at]
        return None if isinstance(answer, Missing) else answer

    return value


def _sum(left: _Value, minus: bool, right: _Value) -> _Value:
    def total(seen: Seen) -> int | None:
        first, second = left(seen), right(seen)
        if not isinstance(first, int) or not isinstance(second, int):
            return None
        return first - second if minus else first + second

    return total
