"""What a condition or a value means: each is compiled once into a closure over the values in sight.

The values in sight are a list with one place per field: an answer, or None where there is none
(not answered yet, or off route). One rule for answers that are not there or are missing:

- they equal nothing and are neither above nor below anything: `==`, `in`, `has`, `<`, `<=`, `>`, `>=` do not hold;
- `!=` is exactly the opposite of `==`, and `not in` of `in`: they hold;
- `is ...` asks for the state outright;
- a computation with such a part is itself without a value.

Every row of a roster has such a list of its own. Its last place holds the list around it, and a roster's
place the lists of its rows.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias, assert_never

from capi.instrument import calendar
from capi.instrument.expression import (
    ROW,
    Among,
    And,
    Arithmetic,
    Compare,
    Comparison,
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
    RowsFunction,
    State,
    String,
)
from capi.instrument.model import Answer, Missing

Seen: TypeAlias = list[Any]
Condition: TypeAlias = Callable[[Seen], bool]
Plain: TypeAlias = int | Decimal | str
Value: TypeAlias = Callable[[Seen], Plain | None]
_Rows: TypeAlias = Callable[[Seen], list[Seen]]

_ORDER: dict[Comparison, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MISSING = {state.value: state for state in Missing}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where every name in sight has its place: in `own` list, in that of the rows around it, or in those of its rosters' rows.

    `completed` are the partial dates of this list, with the month and the day taken where they are unknown;
    `chosen` the choices of a row, with the roster each chooses from.
    """

    own: Mapping[str, int]
    outer: "Scope | None" = None
    rosters: dict[str, "Scope"] = field(default_factory=dict)
    completed: dict[str, tuple[int, int]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)

    def holder(self, name: str) -> "tuple[int, Scope]":
        """How many lists further out the name has its place, and that scope. Raises KeyError."""
        ups, scope = 0, self
        while name not in scope.own:
            if scope.outer is None:
                raise KeyError(name)
            ups, scope = ups + 1, scope.outer
        return ups, scope

    def place(self, name: str) -> tuple[int, int]:
        """The same, and the place there."""
        ups, scope = self.holder(name)
        return ups, scope.own[name]


def compile_condition(expression: Expression, scope: Scope) -> Condition:
    """The condition as a function of the values in sight."""
    match expression:
        case Compare(FieldName(name), "==", Number(value) | String(value)) if _is_near(name, scope):
            return _equals(scope.own[name], value)
        case Compare(FieldName(name), "!=", Number(value) | String(value)) if _is_near(name, scope):
            return _differs(scope.own[name], value)
        case Compare(left, "==" | "!=" as sign, right):
            return _same(compile_value(left, scope), compile_value(right, scope), sign == "==")
        case Compare(left, sign, right):
            return _ordered(compile_value(left, scope), _ORDER[sign], compile_value(right, scope))
        case Among(FieldName(name), values, negated) if _is_near(name, scope):
            return (_not_among if negated else _among)(scope.own[name], frozenset(values))
        case Among(left, values, negated):
            return _value_among(compile_value(left, scope), frozenset(values), negated)
        case Has(coded, values):
            return _has(_answer(coded.name, scope), frozenset(values))
        case Is(asked, state, negated):
            condition = _state(_answer(asked.name, scope), state)
            return _negation(condition) if negated else condition
        case Not(part):
            return _negation(compile_condition(part, scope))
        case And(parts):
            return _conjunction(tuple(compile_condition(part, scope) for part in parts))
        case Or(parts):
            return _disjunction(tuple(compile_condition(part, scope) for part in parts))
        case OverRows("any" | "all" as function, roster, _, condition) if condition is not None:
            holds = compile_condition(condition, _row_scope(roster, scope))
            return _quantified(function == "all", _rows(roster, scope), holds)
        case Number() | String() | FieldName() | Arithmetic() | OfDate() | OfRow() | OverRows():
            raise ValueError("a value is not a condition")
        case _:
            assert_never(expression)


def compile_value(expression: Expression, scope: Scope) -> Value:
    """The value as a function of the values in sight; None where it has none."""
    match expression:
        case Number(value) | String(value):
            return _constant(value)
        case FieldName(name):
            _, holder = scope.holder(name)
            return _field_value(_answer(name, scope), holder.completed.get(name))
        case Arithmetic(left, sign, right):
            return _arithmetic(compile_value(left, scope), sign, compile_value(right, scope))
        case OfDate(function, arguments):
            return _of_date(calendar.FUNCTIONS[function], tuple(compile_value(each, scope) for each in arguments))
        case OfRow(chosen, value):
            roster = scope.holder(chosen.name)[1].chosen[chosen.name]
            of_row = compile_value(value, _row_scope(roster, scope))
            return _of_row(_answer(chosen.name, scope), _rows(roster, scope), _row_scope(roster, scope), of_row)
        case OverRows("count", roster, _, condition):
            return _count(_rows(roster, scope), _in_row(roster, condition, scope))
        case OverRows(function, roster, value, condition) if value is not None:
            of_row = compile_value(value, _row_scope(roster, scope))
            return _over_rows(function, _rows(roster, scope), of_row, _in_row(roster, condition, scope))
        case _:
            raise ValueError("a condition is not a value")


def _is_near(name: str, scope: Scope) -> bool:
    """Whether it has a place in the nearest list and is read as it stands there: then reading it takes one step."""
    return name in scope.own and name not in scope.completed


def _answer(name: str, scope: Scope) -> Callable[[Seen], Answer | None]:
    ups, at = scope.place(name)
    if ups == 0:
        return operator.itemgetter(at)
    if ups == 1:
        return lambda seen: seen[-1][at]

    def outer(seen: Seen) -> Answer | None:
        for _ in range(ups):
            seen = seen[-1]
        answer: Answer | None = seen[at]
        return answer

    return outer


def _rows(roster: str, scope: Scope) -> _Rows:
    return _answer(roster, scope)  # type: ignore[return-value]  # a roster's place holds lists


def _row_scope(roster: str, scope: Scope) -> Scope:
    return scope.holder(roster)[1].rosters[roster]


def _in_row(roster: str, condition: Expression | None, scope: Scope) -> Condition | None:
    """The condition as read in a row: it sees the row and what is around the roster, not where we stand."""
    return None if condition is None else compile_condition(condition, _row_scope(roster, scope))


def _equals(at: int, value: Plain) -> Condition:
    return lambda seen: seen[at] == value


def _differs(at: int, value: Plain) -> Condition:
    return lambda seen: seen[at] != value


def _among(at: int, values: frozenset[int | str]) -> Condition:
    return lambda seen: seen[at] in values


def _not_among(at: int, values: frozenset[int | str]) -> Condition:
    return lambda seen: seen[at] not in values


def _value_among(value: Value, values: frozenset[int | str], negated: bool) -> Condition:
    return lambda seen: (value(seen) in values) is not negated


def _has(answer: Callable[[Seen], Answer | None], values: frozenset[int]) -> Condition:
    def has(seen: Seen) -> bool:
        coded = answer(seen)
        return isinstance(coded, tuple) and not values.isdisjoint(coded)

    return has


def _same(left: Value, right: Value, wanted: bool) -> Condition:
    def same(seen: Seen) -> bool:
        first = left(seen)
        return (first is not None and first == right(seen)) is wanted

    return same


def _ordered(left: Value, order: Callable[[Any, Any], bool], right: Value) -> Condition:
    def ordered(seen: Seen) -> bool:
        first, second = left(seen), right(seen)
        if first is None or second is None or isinstance(first, str) is not isinstance(second, str):
            return False
        return order(first, second)

    return ordered


def _state(answer: Callable[[Seen], Answer | None], state: State) -> Condition:
    match state:
        case "unanswered":
            return lambda seen: answer(seen) is None
        case "answered":
            return lambda seen: answer(seen) is not None and not isinstance(answer(seen), Missing)
        case "on" | "off":
            return _is_value(answer, 1 if state == "on" else 2)
        case "missing":
            return lambda seen: isinstance(answer(seen), Missing)
        case _:
            wanted = _MISSING[state]
            return lambda seen: answer(seen) is wanted


def _is_value(answer: Callable[[Seen], Answer | None], value: int) -> Condition:
    return lambda seen: answer(seen) == value


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


def _quantified(every: bool, rows: _Rows, holds: Condition) -> Condition:
    if every:
        return lambda seen: all(holds(row) for row in rows(seen))
    return lambda seen: any(holds(row) for row in rows(seen))


def _field_value(answer: Callable[[Seen], Answer | None], completion: tuple[int, int] | None) -> Value:
    def value(seen: Seen) -> Plain | None:
        given = answer(seen)
        if given is None or isinstance(given, Missing | tuple):
            return None
        return given

    if completion is None:
        return value
    month, day = completion

    def completed(seen: Seen) -> Plain | None:
        given = value(seen)
        return calendar.completed(given, month, day) if isinstance(given, str) else given

    return completed


def _constant(value: Plain) -> Value:
    return lambda _seen: value


def _arithmetic(left: Value, sign: Operator, right: Value) -> Value:
    def result(seen: Seen) -> Plain | None:
        first, second = left(seen), right(seen)
        if first is None or second is None or isinstance(first, str) or isinstance(second, str):
            return None
        return _computed(first, sign, second)

    return result


def _computed(first: int | Decimal, sign: Operator, second: int | Decimal) -> int | Decimal | None:
    match sign:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
        case "/":
            return whole(Decimal(first) / second) if second else None


def whole(number: Decimal) -> int | Decimal:
    """As an int where it is one."""
    return int(number) if number == number.to_integral_value() else number


def _of_date(function: Callable[..., Plain | None], arguments: tuple[Value, ...]) -> Value:
    def value(seen: Seen) -> Plain | None:
        given = [argument(seen) for argument in arguments]
        return None if None in given else function(*given)

    return value


def _of_row(chosen: Callable[[Seen], Answer | None], rows: _Rows, row_scope: Scope, value: Value) -> Value:
    id_place = row_scope.own[ROW]

    def of_row(seen: Seen) -> Plain | None:
        wanted = chosen(seen)
        row = next((row for row in rows(seen) if row[id_place] == wanted), None)
        return None if row is None else value(row)

    return of_row


def _count(rows: _Rows, holds: Condition | None) -> Value:
    if holds is None:
        return lambda seen: len(rows(seen))
    return lambda seen: sum(1 for row in rows(seen) if holds(row))


def _over_rows(function: RowsFunction, rows: _Rows, value: Value, holds: Condition | None) -> Value:
    def values(seen: Seen) -> Iterator[Plain | None]:
        return (value(row) for row in rows(seen) if holds is None or holds(row))

    def there(seen: Seen) -> list[Any]:
        return [each for each in values(seen) if each is not None]

    match function:
        case "sum":
            return lambda seen: sum(there(seen))
        case "least":
            return lambda seen: min(there(seen), default=None)
        case "most":
            return lambda seen: max(there(seen), default=None)
        case "first":
            return lambda seen: next(values(seen), None)
        case _:
            raise ValueError(f"{function} has no value of its own")
