from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.expression import (
    COMPARISONS,
    DATE_FUNCTIONS,
    STATES,
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
from capi.instrument.filter_words import written
from capi.instrument.parsing import parse, parse_value

_names = st.sampled_from(["Age", "SchoolType", "B_1"]).map(FieldName)
_texts = st.sampled_from(["", "north", 'say "no"', "it's"])
_numbers = st.integers(-99, 99)
_decimals = st.sampled_from(["0.5", "12.25", "-3.1"]).map(Decimal)
_operators = st.sampled_from(get_args(Operator))


def _dated(function: str) -> st.SearchStrategy[Expression]:
    arguments = st.tuples(*[_names] * DATE_FUNCTIONS[function])  # type: ignore[index]
    return st.builds(OfDate, st.just(function), arguments)


def _over_rows(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    condition = st.one_of(st.none(), st.builds(Compare, inner, st.just(">"), _names))
    roster = st.just("People")
    counted = st.builds(OverRows, st.just("count"), roster, st.none(), condition)
    valued = st.builds(OverRows, st.sampled_from(["sum", "least", "most", "first"]), roster, inner, condition)
    return st.one_of(counted, valued)


_values = st.recursive(
    st.one_of(_names, st.one_of(_numbers, _decimals).map(Number), *map(_dated, DATE_FUNCTIONS)),
    lambda inner: st.one_of(
        st.builds(Arithmetic, inner, _operators, inner), st.builds(OfRow, _names, inner), _over_rows(inner)
    ),
    max_leaves=5,
)
_conditions = st.recursive(
    st.one_of(
        st.builds(Compare, _values, st.sampled_from(COMPARISONS), _values),
        st.builds(Compare, _names, st.just("=="), _texts.map(String)),
        st.builds(Among, _values, st.lists(st.one_of(_numbers, _texts), min_size=1).map(tuple), st.booleans()),
        st.builds(Has, _names, st.lists(st.integers(0, 99), min_size=1).map(tuple)),
        st.builds(Is, _names, st.sampled_from(STATES), st.booleans()),
    ),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
        st.builds(OverRows, st.sampled_from(["any", "all"]), st.just("People"), st.none(), inner),
    ),
    max_leaves=8,
)


@given(_conditions)
@settings(deadline=None)
def test_what_is_written_reads_back_as_the_same_condition(condition: Expression) -> None:
    assert parse(written(condition)) == condition


@given(_values)
@settings(deadline=None)
def test_what_is_written_reads_back_as_the_same_value(value: Expression) -> None:
    assert parse_value(written(value)) == value


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("SchoolType in (1,2) or(SchoolType is missing)", "SchoolType in (1, 2) or SchoolType is missing"),
        ("A == 1 and (B == 2 or C == 3)", "A == 1 and (B == 2 or C == 3)"),
        ("not A == 1", "not (A == 1)"),
        ("A-(B-1) > -2", "A - (B - 1) > -2"),
        ("(A+B)*2 > A+(B*2)", "(A + B) * 2 > A + B * 2"),
        ("A not in ('x', \"it's\")", 'A not in ("x", "it\'s")'),
        ("A has(3) and B has (1,2)", "A has 3 and B has (1, 2)"),
        ("any(People,Age>=16)", "any(People, Age >= 16)"),
        ("age(Born,days_after(Day,14)) < 16.5", "age(Born, days_after(Day, 14)) < 16.5"),
    ],
)
def test_it_is_written_as_an_author_would(given_text: str, text: str) -> None:
    assert written(parse(given_text)) == text
