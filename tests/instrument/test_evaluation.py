"""What conditions mean, held against a second reading of the rule. The truth table is in test_format_document.py."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.evaluation import Scope, compile_condition, compile_value
from capi.instrument.expression import (
    COMPARISONS,
    STATES,
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
    Or,
    OverRows,
    RowsFunction,
    String,
)
from capi.instrument.model import Answer, Missing
from capi.instrument.parsing import parse

INDEX = {"A": 0, "B": 1, "C": 2}
SCOPE = Scope(INDEX)

_fields = st.sampled_from(list(INDEX)).map(FieldName)
_constants = st.one_of(st.integers(-3, 3).map(Number), st.sampled_from(["", "x", "y"]).map(String))
_values = st.recursive(
    st.one_of(_fields, _constants),
    lambda inner: st.builds(Arithmetic, inner, st.sampled_from(("+", "-", "*", "/")), inner),
    max_leaves=3,
)
_listed = st.lists(st.one_of(st.integers(-2, 2), st.sampled_from(["x", "y"])), min_size=1, max_size=3).map(tuple)
_conditions = st.recursive(
    st.one_of(
        st.builds(Compare, _values, st.sampled_from(COMPARISONS), _values),
        st.builds(Among, _values, _listed, st.booleans()),
        st.builds(Has, _fields, st.lists(st.integers(1, 3), min_size=1, max_size=2).map(tuple)),
        st.builds(Is, _fields, st.sampled_from(STATES), st.booleans()),
    ),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(Or),
    ),
    max_leaves=6,
)
_answers = st.one_of(
    st.none(),
    st.integers(-3, 3),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from([(1,), (2, 3)]),
    st.sampled_from(list(Missing)),
)


def reads(expression: Expression, answers: Mapping[str, Answer | None]) -> int | Decimal | str | None:
    """A value as FORMAT.md says it: nothing where there is none."""
    match expression:
        case Number(number):
            return number
        case String(words):
            return words
        case FieldName(name):
            answer = answers[name]
            return None if isinstance(answer, Missing | tuple) else answer
        case Arithmetic(left, sign, right):
            parts = reads(left, answers), reads(right, answers)
            first, second = parts
            if first is None or second is None or isinstance(first, str) or isinstance(second, str):
                return None
            if sign == "/":
                return Decimal(first) / second if second else None
            return {"+": first + second, "-": first - second, "*": first * second}[sign]
        case _:
            raise AssertionError(expression)


def compares(left: int | Decimal | str | None, sign: Comparison, right: int | Decimal | str | None) -> bool:
    """Where there is no value, no comparison holds, and `!=` is the opposite of `==`."""
    if sign == "!=":
        return not compares(left, "==", right)
    if left is None or right is None:
        return False
    if sign == "==":
        return left == right
    if isinstance(left, str) and isinstance(right, str):
        return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
    if isinstance(left, str) or isinstance(right, str):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def holds(expression: Expression, answers: Mapping[str, Answer | None]) -> bool:
    match expression:
        case Compare(left, sign, right):
            return compares(reads(left, answers), sign, reads(right, answers))
        case Among(left, values, negated):
            return any(compares(reads(left, answers), "==", value) for value in values) != negated
        case Has(FieldName(name), values):
            coded = answers[name]
            return isinstance(coded, tuple) and any(value in coded for value in values)
        case Is(FieldName(name), state, negated):
            answer = answers[name]
            states = {"unanswered"} if answer is None else {"answered"}
            if isinstance(answer, Missing):
                states = {"missing", answer.value}
            return (state in states) != negated
        case Not(part):
            return not holds(part, answers)
        case And(parts):
            return all(holds(part, answers) for part in parts)
        case Or(parts):
            return any(holds(part, answers) for part in parts)
        case _:
            raise AssertionError(expression)


@settings(deadline=None)
@given(_conditions, st.fixed_dictionaries(dict.fromkeys(INDEX, _answers)))
def test_a_compiled_condition_holds_where_the_rule_says(
    condition: Expression, answers: dict[str, Answer | None]
) -> None:
    seen = [answers[name] for name in INDEX]
    assert compile_condition(condition, SCOPE)(seen) is holds(condition, answers)


@settings(deadline=None)
@given(_conditions, st.fixed_dictionaries(dict.fromkeys(INDEX, _answers)))
def test_not_is_exactly_the_opposite(condition: Expression, answers: dict[str, Answer | None]) -> None:
    seen = [answers[name] for name in INDEX]
    assert compile_condition(Not(condition), SCOPE)(seen) is not compile_condition(condition, SCOPE)(seen)


@pytest.mark.parametrize("first", [None, *Missing])
@pytest.mark.parametrize("second", [None, *Missing])
def test_two_answers_without_a_value_are_never_equal(first: Answer | None, second: Answer | None) -> None:
    seen = [first, second]
    assert not compile_condition(parse("A == B"), SCOPE)(seen)
    assert compile_condition(parse("A != B"), SCOPE)(seen)


def test_a_value_cannot_be_compiled_as_a_condition() -> None:
    with pytest.raises(ValueError, match="a value is not a condition"):
        compile_condition(FieldName("A"), SCOPE)
    with pytest.raises(ValueError, match="a condition is not a value"):
        compile_condition(Compare(Not(parse("A == 1")), "==", Number(1)), SCOPE)


ROSTERS = Scope({**INDEX, "Rows": 3}, None, {"Rows": Scope({"X": 0, "Y": 1}, Scope({**INDEX, "Rows": 3}))})


def over(function: RowsFunction, rows: list[tuple[Answer | None, Answer | None]], least: int) -> object:
    """By the words of FORMAT.md: over the rows whose Y is at least so much; what has no value does not count."""
    chosen = [first for first, second in rows if isinstance(second, int) and second >= least]
    numbers = [value for value in chosen if isinstance(value, int)]
    match function:
        case "count":
            return len(chosen)
        case "sum":
            return sum(numbers)
        case "least":
            return min(numbers, default=None)
        case "most":
            return max(numbers, default=None)
        case "first":
            return chosen[0] if chosen and isinstance(chosen[0], int) else None
        case "any":
            return bool(chosen)
        case "all":
            return len(chosen) == len(rows)


@settings(deadline=None)
@given(
    st.sampled_from(["count", "sum", "least", "most", "first", "any", "all"]),
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-3, 3), st.sampled_from(list(Missing))),
            st.one_of(st.none(), st.integers(-3, 3), st.sampled_from(list(Missing))),
        ),
        max_size=4,
    ),
    st.integers(-3, 3),
)
def test_what_is_computed_over_rows_counts_those_for_which_the_condition_holds(
    function: RowsFunction, rows: list[tuple[Answer | None, Answer | None]], least: int
) -> None:
    outer: list[object] = [None, None, None, []]
    outer[3] = [[*row, outer] for row in rows]
    condition = Compare(FieldName("Y"), ">=", Number(least))
    if function in ("any", "all"):
        found: object = compile_condition(OverRows(function, "Rows", None, condition), ROSTERS)(outer)
    else:
        value = None if function == "count" else FieldName("X")
        found = compile_value(OverRows(function, "Rows", value, condition), ROSTERS)(outer)
    assert found == over(function, rows, least)
