"""Conditions as authors write them, and what is told of those that cannot be read."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.expression import (
    COMPARISONS,
    DATE_FUNCTIONS,
    RESERVED,
    ROWS_FUNCTIONS,
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
    Or,
    OverRows,
    String,
    both,
    conjuncts,
    field_names,
)
from capi.instrument.parsing import DEEPEST, LONGEST, MOST_TERMS, parse, parse_value
from capi.instrument.renaming import questions_in, renamed
from capi.instrument.tokens import ExpressionFault

_FUNCTIONS = f"There are: {', '.join((*ROWS_FUNCTIONS, 'of', *DATE_FUNCTIONS))}."
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
        ("A + B - 1 > C", Compare(Arithmetic(Arithmetic(A, "+", B), "-", Number(1)), ">", C)),
        ("A - (B - 1) > 0", Compare(Arithmetic(A, "-", Arithmetic(B, "-", Number(1))), ">", Number(0))),
        ("A - -1 > 0", Compare(Arithmetic(A, "-", Number(-1)), ">", Number(0))),
        ("A + B * 2 > C / 3", Compare(Arithmetic(A, "+", Arithmetic(B, "*", Number(2))), ">", Arithmetic(C, "/", Number(3)))),
        ("(A + B) * 2 > C", Compare(Arithmetic(Arithmetic(A, "+", B), "*", Number(2)), ">", C)),
        ("A / B / 2 > 1", Compare(Arithmetic(Arithmetic(A, "/", B), "/", Number(2)), ">", Number(1))),
        ("A > 12.5", Compare(A, ">", Number(Decimal("12.5")))),
        ("A > -0.25", Compare(A, ">", Number(Decimal("-0.25")))),
        ("A > 2.0", Compare(A, ">", Number(2))),
        ("A has 3", Has(A, (3,))),
        ("not A has (1, 2)", Not(Has(A, (1, 2)))),
        ("A is on", Is(A, "on", negated=False)),
        ("A is off", Is(A, "off", negated=False)),
        ("A is not on", Is(A, "on", negated=True)),
        ("of(A, B) == 1", Compare(OfRow(A, B), "==", Number(1))),
        ("of(A, of(B, C) + 1) > of(A, C)", Compare(OfRow(A, Arithmetic(OfRow(B, C), "+", Number(1))), ">", OfRow(A, C))),
        ("count(P) > 1", Compare(OverRows("count", "P"), ">", Number(1))),
        ("count(P, A == 1) + 1 > B", Compare(Arithmetic(OverRows("count", "P", None, A_IS_1), "+", Number(1)), ">", B)),
        ("any(P, A == 1) and not all(P, B == 2)", And((OverRows("any", "P", None, A_IS_1), Not(OverRows("all", "P", None, B_IS_2))))),
        ("sum(P, A * 2) > 1", Compare(OverRows("sum", "P", Arithmetic(A, "*", Number(2))), ">", Number(1))),
        ("least(P, A) < most(P, A, A == 1)", Compare(OverRows("least", "P", A), "<", OverRows("most", "P", A, A_IS_1))),
        ("first(P, A, row == B) == 'x'", Compare(OverRows("first", "P", A, Compare(FieldName("row"), "==", B)), "==", String("x"))),
        ("any(P, any(Q, A == 1))", OverRows("any", "P", None, OverRows("any", "Q", None, A_IS_1))),
        ("position > 1 and row != A", And((Compare(FieldName("position"), ">", Number(1)), Compare(FieldName("row"), "!=", A)))),
        ("age(A, B) >= 16", Compare(OfDate("age", (A, B)), ">=", Number(16))),
        ("days_after(A, 14) < '2026-01-31'", Compare(OfDate("days_after", (A, Number(14))), "<", String("2026-01-31"))),
        ("sunday_before(A) == B", Compare(OfDate("sunday_before", (A,)), "==", B)),
        ("A == 1\n  or B == 2", Or((A_IS_1, B_IS_2))),
        ("A\u00a0==\u00a01\u00a0or B == 2", Or((A_IS_1, B_IS_2))),
        ("answered is answered", Is(FieldName("answered"), "answered", negated=False)),
        ("on is on", Is(FieldName("on"), "on", negated=False)),
    ],
)  # fmt: skip
def test_a_condition_is_read_as_written(text: str, expression: Expression) -> None:
    assert parse(text) == expression


@pytest.mark.parametrize(
    ("text", "column", "message", "remedy"),
    [
        ("A = 1", 2, "`=` has no meaning in a condition", "Write `==` to compare."),
        ("A == 1 && B == 2", 7, "`&&` has no meaning in a condition", "Write `and`."),
        ("A == 1 AND B == 2", 7, "did not expect `AND` here", "Write `and` in small letters."),
        ("A == 1 B == 2", 7, "did not expect `B` here", "Join conditions with `and` or `or`."),
        ("A ≠ 1", 2, "`≠` has no meaning in a condition", "Write `!=`."),
        ("A == .5", 5, "`.` has no meaning in a condition", "Write a number such as 0.5, with digits on both sides of the point."),
        ("A == 01.5", 5, "01.5 begins with a zero", "Write 1.5."),
        ("A == 1.1234567", 5, "the number is too exact", "Write at most 6 decimals."),
        ("A × B > 1", 2, "`×` has no meaning in a condition", "Write `*`."),
        ("A in (1.5)", 9, "a list holds whole numbers or quoted texts only", "Write the values out: `in (1, 2)`."),
        ("A has 'x'", 6, "categories are named by their values", "Write `has 3` or `has (1, 2)`."),
        ("1 has 1", 6, "only a question has categories coded", "Write its name before `has`."),
        ("A <> 1", 2, "`<>` has no meaning in a condition", "Write `!=`."),
        ("A < 2020-01-01", 4, "2020-01-01 is a date, and has no quotes", 'Put it in quotes: "2020-01-01".'),
        ("A < 17:40", 4, "17:40 is a time, and has no quotes", 'Put it in quotes: "17:40".'),
        ("A == 1 or NOT (B == 1)", 10, "did not expect `NOT` here", "Write `not` in small letters."),
        ("average(P, A) > 1", 0, "there is no function average(...)", _FUNCTIONS),
        ("of(1, A) > 1", 3, "expected a question that chooses a row, found `1`", "Write it first: `of(Mother, Age)`."),
        ("of(A) > 1", 4, "`of` needs more, found `)`", "Write it like `of(Mother, Age)`."),
        ("count > 1", 6, "expected `(`, found `>`", "Write `(` here."),
        ("count(1) > 1", 6, "expected the name of a roster, found `1`", "Write the roster first: `count(People, Age >= 16)`."),
        ("count(P, A) > 1", 9, "the rows are chosen by a condition, not by a value", "Compare it: `count(People, Age >= 16)`."),
        ("any(P)", 5, "`any` needs more, found `)`", "Write it like `any(People, Age >= 16)`."),
        ("sum(P) > 1", 5, "`sum` needs more, found `)`", "Write it like `sum(People, Pay)`."),
        ("age(A) > 1", 5, "`age` needs more, found `)`", "Write it like `age(DateOfBirth, Interviewed)`."),
        ("age(A, B, C) > 1", 8, "`age` takes no more values", "Write `age(DateOfBirth, Interviewed)`."),
        ("A + (B == 1) > 1", 13, "a condition stands where a value belongs", "Compare values, and join conditions with `and` or `or`."),
        ("A == 'x", 5, "`'` has no meaning in a condition", "Close the quotation."),
        ("A == 01", 5, "01 begins with a zero", "Write 1."),
        ("A == 9999999999999999999", 5, "the number is too large", "Use at most 1000000000000000."),
        ("A", 0, "this is a value, not a condition", "Compare it with something, or write `is answered`."),
        ("", 0, "expected a field or a value, found the end", "See `Conditions` in FORMAT.md."),
        ("A ==", 4, "expected a field or a value, found the end", "See `Conditions` in FORMAT.md."),
        ("(A == 1", 7, "expected `)`, found the end", "Write `)` here."),
        ("A in 1", 5, "expected `(`, found `1`", "Write `(` here."),
        ("A in ()", 6, "expected a field or a value, found `)`", "See `Conditions` in FORMAT.md."),
        ("A in (B)", 7, "a list holds whole numbers or quoted texts only", "Write the values out: `in (1, 2)`."),
        ("A is 1", 5, "`1` is not a state", "Write one of: answered, unanswered, missing, dont_know, refused, not_applicable, on, off."),
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


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("1", Number(1)),
        ("'never'", String("never")),
        ("A", A),
        ("(A)", A),
        ("A * 52 / 12", Arithmetic(Arithmetic(A, "*", Number(52)), "/", Number(12))),
        ("count(P, A == 1)", OverRows("count", "P", None, A_IS_1)),
        ("sunday_before(today)", OfDate("sunday_before", (FieldName("today"),))),
    ],
)
def test_a_value_is_read_as_written(text: str, expression: Expression) -> None:
    assert parse_value(text) == expression


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A == 1", "this is a condition, not a value"),
        ("any(P, A == 1)", "this is a condition, not a value"),
        ("A &", "`&` has no meaning in a computation"),
        ("1" + "+1" * 2_000, "the computation is longer than 4000 characters"),
        ("", "expected a field or a value, found the end"),
    ],
)
def test_what_is_no_value_is_told(text: str, message: str) -> None:
    with pytest.raises(ExpressionFault) as told:
        parse_value(text)
    assert str(told.value) == message
    assert told.value.remedy.endswith(".")


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
    "many factors": "A > " + "A*" * (MOST_TERMS + 1) + "A",
    "rows within rows": "any(P, " * 500,
    "dates within dates": "1 < " + "year(" * 500,
    "a number with endless decimals": "A == 0." + "1" * 3_900,
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
    assert time.process_time() - began < 1


def test_the_largest_condition_is_read_at_once() -> None:
    began = time.process_time()
    expression = parse(HOSTILE["many comparisons"])
    assert time.process_time() - began < 1
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
    "*",
    "/",
    "1.5",
    *(f"{function}(P, " for function in ROWS_FUNCTIONS),
    *(f"{function}(" for function in DATE_FUNCTIONS),
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


def test_an_expression_is_renamed_all_through_and_rosters_keep_their_names() -> None:
    text = "A == 1 and B has 2 and (A in (1) or not A is missing) and any(A, A + age(A, B) > most(P, A))"
    assert renamed(parse(text), {"A": "X"}) == parse(
        "X == 1 and B has 2 and (X in (1) or not X is missing) and any(A, X + age(X, B) > most(P, X))"
    )


def test_the_questions_in_a_condition_are_neither_rosters_nor_words_of_rows() -> None:
    assert questions_in(parse("B > 1 and count(P, A == 1 and row != C and position > 1) > B")) == ("B", "A", "C")
