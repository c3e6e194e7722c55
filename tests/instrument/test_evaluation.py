"""What conditions mean, held against a second reading of the rule. The truth table is in test_format_document.py."""

from collections.abc import Mapping
from typing import assert_never

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.evaluation import compile_condition
from capi.instrument.expression import (
    COMPARISONS,
    STATES,
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
    String,
    Sum,
)
from capi.instrument.model import Answer, Missing
from capi.instrument.parsing import parse

INDEX = {"A": 0, "B": 1, "C": 2}

_fields = st.sampled_from(list(INDEX)).map(FieldName)
_constants = st.one_of(st.integers(-3, 3).map(Number), st.sampled_from(["", "x", "y"]).map(String))
_values = st.recursive(
    st.one_of(_fields, _constants), lambda inner: st.builds(Sum, inner, st.booleans(), inner), max_leaves=3
)
_listed = st.lists(st.one_of(st.integers(-2, 2), st.sampled_from(["x", "y"])), min_size=1, max_size=3).map(tuple)
_conditions = st.recursive(
    st.one_of(
        st.builds(Compare, _values, st.sampled_from(COMPARISONS), _values),
        st.builds(Among, _values, _listed, st.booleans()),
        st.builds(Is, _fields, st.sampled_from(STATES), st.booleans()),
    ),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=4).map(tuple).map(Or),
    ),
    max_leaves=6,
)
_answers = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from(["", "x", "y"]), st.sampled_from(list(Missing)))


def reads(expression: Expression, answers: Mapping[str, Answer | None]) -> int | str | None:
    """A value as FORMAT.md says it: nothing where there is none."""
    match expression:
        case Number(number):
            return number
        case String(words):
            return words
        case FieldName(name):
            answer = answers[name]
            return None if isinstance(answer, Missing) else answer
        case Sum(left, minus, right):
            parts = reads(left, answers), reads(right, answers)
            if any(not isinstance(part, int) for part in parts):
                return None
            first, second = (part for part in parts if isinstance(part, int))
            return first - second if minus else first + second
        case _:
            raise AssertionError(expression)


def compares(left: int | str | None, sign: Comparison, right: int | str | None) -> bool:
    """Where there is no value, no comparison holds, and `!=` is the opposite of `==`."""
    if sign == "!=":
        return not compares(left, "==", right)
    if left is None or right is None:
        return False
    if sign == "==":
        return left == right
    if not isinstance(left, int) or not isinstance(right, int):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def holds(expression: Expression, answers: Mapping[str, Answer | None]) -> bool:
    match expression:
        case Compare(left, sign, right):
            return compares(reads(left, answers), sign, reads(right, answers))
        case Among(left, values, negated):
            return any(compares(reads(left, answers), "==", value) for value in values) != negated
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
        case Number() | String() | FieldName() | Sum():
            raise AssertionError(expression)
        case _:
            assert_never(expression)


@settings(deadline=None)
@given(_conditions, st.fixed_dictionaries(dict.fromkeys(INDEX, _answers)))
def test_a_compiled_condition_holds_where_the_rule_says(
    condition: Expression, answers: dict[str, Answer | None]
) -> None:
    seen = [answers[name] for name in INDEX]
    assert compile_condition(condition, INDEX)(seen) is holds(condition, answers)


@settings(deadline=None)
@given(_conditions, st.fixed_dictionaries(dict.fromkeys(INDEX, _answers)))
def test_not_is_exactly_the_opposite(condition: Expression, answers: dict[str, Answer | None]) -> None:
    seen = [answers[name] for name in INDEX]
    assert compile_condition(Not(condition), INDEX)(seen) is not compile_condition(condition, INDEX)(seen)


@pytest.mark.parametrize("first", [None, *Missing])
@pytest.mark.parametrize("second", [None, *Missing])
def test_two_answers_without_a_value_are_never_equal(first: Answer | None, second: Answer | None) -> None:
    seen = [first, second]
    assert not compile_condition(parse("A == B"), INDEX)(seen)
    assert compile_condition(parse("A != B"), INDEX)(seen)


def test_a_value_cannot_be_compiled_as_a_condition() -> None:
    with pytest.raises(ValueError, match="a value is not a condition"):
        compile_condition(FieldName("A"), INDEX)
    with pytest.raises(ValueError, match="a condition is not a value"):
        compile_condition(Compare(Not(parse("A == 1")), "==", Number(1)), INDEX)
