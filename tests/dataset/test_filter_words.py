import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.dataset.filter_words import written
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
from capi.instrument.parsing import parse

_names = st.sampled_from(["Age", "SchoolType", "B_1"]).map(FieldName)
_texts = st.sampled_from(["", "north", 'say "no"', "it's"])
_numbers = st.integers(-99, 99)
_values = st.recursive(
    st.one_of(_names, _numbers.map(Number)),
    lambda inner: st.builds(Sum, inner, st.booleans(), inner),
    max_leaves=4,
)
_conditions = st.recursive(
    st.one_of(
        st.builds(Compare, _values, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), _values),
        st.builds(Compare, _names, st.just("=="), _texts.map(String)),
        st.builds(Among, _values, st.lists(st.one_of(_numbers, _texts), min_size=1).map(tuple), st.booleans()),
        st.builds(Is, _names, st.sampled_from(["answered", "unanswered", "missing", "dont_know"]), st.booleans()),
    ),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=8,
)


@given(_conditions)
@settings(deadline=None)
def test_what_is_written_reads_back_as_the_same_condition(condition: Expression) -> None:
    assert parse(written(condition)) == condition


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("SchoolType in (1,2) or(SchoolType is missing)", "SchoolType in (1, 2) or SchoolType is missing"),
        ("A == 1 and (B == 2 or C == 3)", "A == 1 and (B == 2 or C == 3)"),
        ("not A == 1", "not (A == 1)"),
        ("A-(B-1) > -2", "A - (B - 1) > -2"),
        ("A not in ('x', \"it's\")", 'A not in ("x", "it\'s")'),
    ],
)
def test_it_is_written_as_an_author_would(given_text: str, text: str) -> None:
    assert written(parse(given_text)) == text
