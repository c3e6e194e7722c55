"""Conditions as authors write them, and what is told of those that cannot be read."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.expression import (
    COMPARISONS,
    RESERVED,
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
    both,
    conjuncts,
    field_names,
)
from capi.instrument.parsing import DEEPEST, LONGEST, MOST_TERMS, ExpressionFault, parse

A, B, C = FieldName("A"), FieldName("B"), FieldName("C")
A_IS_1, B_IS_2, C_IS_3 = Compare(A, "==", Number(1)), Compare(B, "==", Number(2)), Compare(C, "==", Number(3))


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("A == 1", A_IS_1),
        ("A==1", A_IS_1),
        ("(((A == 1)))", A_IS_1),
        ("A == -1", Compare(A, "==", Number(-1))),
        ("A != 'it is'", Compare(A, "!=", String("it is"))),
        ('A == "it\'s"', Compare(A, "==", String("it's"))),
        ("5 <= A", Compare(Number(5), "<=", A)),
        ("A in (1, 2)", Among(A, (1, 2), negated=False)),
        ("A not in ('x')", Among(A, ("x",), negated=True)),
        ("A is missing", Is(A, "missing", negated=False)),
        ("A is not dont_know", Is(A, "dont_know", negated=True)),
        ("not A == 1", Not(A_IS_1)),
        ("not not A == 1", Not(Not(A_IS_1))),
        ("A == 1 and B == 2 and C == 3", And((A_IS_1, B_IS_2, C_IS_3))),
        ("A == 1 or B == 2 and C == 3", Or((A_IS_1, And((B_IS_2, C_IS_3))))),
        ("(A == 1 or B == 2) and C == 3", And((Or((A_IS_1, B_IS_2)), C_IS_3))),
        ("not A == 1 and B == 2", And((Not(A_IS_1), B_IS_2))),
        ("A + B - 1 > C", Compare(Sum(Sum(A, False, B), True, Number(1)), ">", C)),
        ("A - (B - 1) > 0", Compare(Sum(A, True, Sum(B, True, Number(1))), ">", Number(0))),
        ("A - -1 > 0", Compare(Sum(A, True, Number(-1)), ">", Number(0))),
        ("A == 1\n  or B == 2", Or((A_IS_1, B_IS_2))),
        ("A\u00a0==\u00a01\u00a0or B == 2", Or((A_IS_1, B_IS_2))),
        ("answered is answered", Is(FieldName("answered"), "answered", negated=False)),
    ],
)
def test_a_condition_is_read_as_written(text: str, expression: Expression) -> None:
    assert parse(text) == expression


@pytest.mark.parametrize(
    ("text", "column", "message", "remedy"),
    [
        ("A = 1", 2, "`=` has no meaning in a condition", "Write `==` to compare."),
        ("A == 1 && B == 2", 7, "`&` has no meaning in a condition", "Write `and`."),
        ("A == 1 AND B == 2", 7, "did not expect `AND` here", "Write `and` in small letters."),
        ("A == 1 B == 2", 7, "did not expect `B` here", "Join conditions with `and` or `or`."),
        ("A ≠ 1", 2, "`≠` has no meaning in a condition", "Write `!=`."),
        ("A == 1.5", 6, "`.` has no meaning in a condition", "Use whole numbers."),
        ("A == 'x", 5, "`'` has no meaning in a condition", "Close the quotation."),
        ("A == 01", 5, "01 begins with a zero", "Write 1."),
        ("A == 9999999999999999999", 5, "the number is too large", "Use at most 1000000000000000."),
        ("A", 0, "this is a value, not a condition", "Compare it with something, or write `is answered`."),
        ("", 0, "expected a field or a value, found the end", "See `Conditions` in FORMAT.md."),
        ("A ==", 4, "expected a field or a value, found the end", "See `Conditions` in FORMAT.md."),
        ("(A == 1", 7, "expected `)`, found the end", "Write `)` here."),
        ("A in 1", 5, "expected `(`, found `1`", "Write `(` here."),
        ("A in ()", 6, "expected a field or a value, found `)`", "See `Conditions` in FORMAT.md."),
        ("A in (B)", 7, "a list holds numbers or quoted texts only", "Write the values out: `in (1, 2)`."),
        ("A is 1", 5, "`1` is not a state", "Write one of: answered, unanswered, missing, dont_know, refused, not_applicable."),
        ("1 is missing", 5, "only a field has a state", "Write a field's name before `is`."),
        ("A < B < C", 6, "comparisons cannot be chained", "Write `A < B and B < C`."),
        ("B == 1 and A or C == 1", 11, "`and`, `or` and `not` join conditions, not values", "Compare each value: `A == 1 or A == 2`."),
        ("A == 1 or 2", 10, "`and`, `or` and `not` join conditions, not values", "Compare each value: `A == 1 or A == 2`."),
        ("not A", 4, "`and`, `or` and `not` join conditions, not values", "Compare each value: `A == 1 or A == 2`."),
        ("A == (B == 1)", 13, "a condition stands where a value belongs", "Compare values, and join conditions with `and` or `or`."),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_read_is_told_where_and_what_to_do(
    text: str, column: int, message: str, remedy: str
) -> None:
    with pytest.raises(ExpressionFault) as told:
        parse(text)
    assert (str(told.value), told.value.column, told.value.remedy) == (message, column, remedy)


HOSTILE = {
    "long": "A == 1 or " * 10_000 + "A == 1",
    "deep in brackets": "(" * 100_000,
    "deep in `not`": "not " * 900 + "A == 1",
    "one bracket too deep": "(" * (DEEPEST + 1) + "A == 1" + ")" * (DEEPEST + 1),
    "many parts": "A in (" + "1," * 1_500 + "1)",
    "many comparisons": "A<1or " * 660 + "A<1",
    "many terms": "A > " + "A+" * (MOST_TERMS + 1) + "A",
    "a tower of powers": "9**9**9",
    "a huge number": "A == " + "9" * 3_900,
    "a repeated text": "'a'*10**10",
    "a call": "__import__('os').system('true')",
    "minus signs": "A == " + "-" * 3_900 + "1",
    "quotes": "'" * 3_999,
    "blanks": " " * (LONGEST - 1),
    "an invisible end": "A == 1\0 or B == 2",
}


@pytest.mark.parametrize("text", [text for what, text in HOSTILE.items() if what != "many comparisons"])
def test_a_hostile_condition_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(ExpressionFault):
        parse(text)
    assert time.process_time() - began < 0.2


def test_the_largest_condition_is_read_at_once() -> None:
    began = time.process_time()
    expression = parse(HOSTILE["many comparisons"])
    assert time.process_time() - began < 0.2
    assert len(list(field_names(expression))) == 661


def told_of(text: str) -> ExpressionFault | None:
    """Any other exception fails the test."""
    try:
        parse(text)
    except ExpressionFault as fault:
        return fault
    return None


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_condition_or_an_expression_fault(text: str) -> None:
    fault = told_of(text)
    assert fault is None or (0 <= fault.column <= len(text) and str(fault) and fault.remedy.endswith("."))


_WORDS = [
    "A",
    "B",
    "1",
    "23",
    "'x'",
    "(",
    ")",
    ",",
    "+",
    "-",
    *COMPARISONS,
    *sorted(RESERVED),
    "missing",
    "answered",
    "in(",
    "not(",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join))
def test_any_row_of_words_of_the_language_is_a_condition_or_an_expression_fault(text: str) -> None:
    fault = told_of(text)
    assert fault is None or 0 <= fault.column <= len(text)


def test_the_parts_that_must_all_hold_are_found_through_brackets() -> None:
    assert conjuncts(parse("A == 1 and (B == 2 and C == 3)")) == (A_IS_1, B_IS_2, C_IS_3)
    assert conjuncts(parse("A == 1 or B == 2")) == (Or((A_IS_1, B_IS_2)),)


def test_both_conditions_are_one_where_there_are_two() -> None:
    assert both(None, None) is None
    assert both(A_IS_1, None) == both(None, A_IS_1) == A_IS_1
    assert both(A_IS_1, parse("B == 2 and C == 3")) == And((A_IS_1, B_IS_2, C_IS_3))


def test_the_fields_are_named_in_the_order_written() -> None:
    assert list(field_names(parse("C + B > 1 and A is missing or not B in (1, 2)"))) == ["C", "B", "A", "B"]
