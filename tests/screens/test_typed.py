"""What is typed, read as an answer: every way people write a date, a time, a number and several codes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from capi.engine.fills import Run
from capi.engine.prompt import Offer, Prompt
from capi.instrument.model import (
    Answer,
    CodeAll,
    Date,
    DecimalNumber,
    Missing,
    PartialDate,
    QuestionType,
    Time,
    WholeNumber,
)
from capi.screens.typed import NotUnderstood, as_typed, read_back, value_typed
from capi.screens.typed_codes import codes_typed, toggled
from capi.screens.typed_dates import date_in_words, date_typed, partial_date_typed, time_in_words, time_typed


def offer(number: int, value: int | Missing, text: str, *, exclusive: bool = False) -> Offer:
    return Offer(number, value, (Run(text),), (), (), spontaneous=False, exclusive=exclusive)


OFFERS = (
    offer(1, 1, "Bus"),
    offer(2, 2, "Car"),
    offer(3, 3, "Train"),
    offer(12, 12, "Bicycle"),
    offer(5, 5, "None of these", exclusive=True),
    offer(6, Missing.DONT_KNOW, "Don’t know"),
)


def prompt(kind: QuestionType, answer: Answer | None = None) -> Prompt:
    offers = OFFERS if isinstance(kind, CodeAll) else ()
    return Prompt("Q", "Q", "S", kind, (Run("?"),), offers, (), (), None, "", None, "", answer, "", 1, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "18112026",
        "18.11.2026",
        "18/11/2026",
        "18-11-2026",
        "2026-11-18",
        "18 11 2026",
        "18 Nov 2026",
        "18 november 2026",
        "November 18, 2026",
        "18nov2026",
    ],
)
def test_a_date_is_read_however_it_is_written(typed: str) -> None:
    assert date_typed(typed) == "2026-11-18"
    assert read_back(prompt(Date()), typed) == "Wednesday 18 November 2026"


@pytest.mark.parametrize(
    "typed",
    ["", "18", "18/11/26", "181126", "31/4/2026", "29022025", "18/13/2026", "11 2026", "? 11 2026", "Noo 2026 1"],
)
def test_what_is_no_whole_date_is_none(typed: str) -> None:
    assert date_typed(typed) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_comes_back_as_it_is_typed(day: date) -> None:
    given_date = day.isoformat()
    assert date_typed(given_date) == given_date
    assert date_typed(day.strftime("%d%m") + f"{day.year:04}") == given_date
    assert date_typed(f"{day.day}/{day.month}/{day.year:04}") == given_date
    assert date_typed(date_in_words(given_date).split(" ", 1)[1]) == given_date
    assert date_typed(as_typed(prompt(Date(), given_date))) == given_date


@pytest.mark.parametrize(
    ("typed", "given", "words"),
    [
        ("2024", "2024", "2024, month and day not known"),
        ("? ? 2024", "2024", "2024, month and day not known"),
        ("????2024", "2024", "2024, month and day not known"),
        ("5 2024", "2024-05", "May 2024, day not known"),
        ("052024", "2024-05", "May 2024, day not known"),
        ("? 5 2024", "2024-05", "May 2024, day not known"),
        ("??052024", "2024-05", "May 2024, day not known"),
        ("may 2024", "2024-05", "May 2024, day not known"),
        ("2024-05", "2024-05", "May 2024, day not known"),
        ("6 5 2024", "2024-05-06", "Monday 6 May 2024"),
    ],
)
def test_of_a_partial_date_month_and_day_may_be_unknown(typed: str, given: str, words: str) -> None:
    assert partial_date_typed(typed) == given
    assert date_in_words(given) == words
    assert partial_date_typed(as_typed(prompt(PartialDate(6, 15), given))) == given


@pytest.mark.parametrize("typed", ["18 ? 2024", "?", "13 2024", "24", "2024 05 06 07"])
def test_a_day_without_its_month_is_nothing(typed: str) -> None:
    assert partial_date_typed(typed) is None


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        (Date("2000-01-01", "2020-12-31"), "31121999", "too early"),
        (Date("2000-01-01", "2020-12-31"), "01012021", "too late"),
        (PartialDate(6, 15, "2000-06-01"), "5 2000", "too early"),
        (Date(), "nonsense", "such as 18112026"),
        (Time(), "2500", "24-hour"),
        (WholeNumber(0, 9), "10", "from 0 to 9"),
        (WholeNumber(0, 9), "1.5", "whole number from 0 to 9"),
        (WholeNumber(0, 9), "½", "whole number"),
        (DecimalNumber(Decimal(0), Decimal(100), 2), "1.234", "At most 2 figures"),
        (DecimalNumber(Decimal(0), Decimal(100), 2), "100.01", "from 0 to 100"),
        (DecimalNumber(Decimal(0), Decimal(100), 0), "1.5", "nothing after the point"),
        (CodeAll(3), "9", "9 is not on the list"),
        (CodeAll(3), "1 1", "Type the numbers"),
        (CodeAll(2), "1 2 3", "At most 2"),
    ],
)
def test_what_is_no_answer_is_refused_in_words(kind: QuestionType, typed: str, told: str) -> None:
    with pytest.raises(NotUnderstood, match=told):
        value_typed(prompt(kind), typed)


def test_a_partial_date_is_held_against_the_bounds_as_far_as_it_goes() -> None:
    assert value_typed(prompt(PartialDate(6, 15, "2000-06-01")), "2000") == "2000"
    assert value_typed(prompt(PartialDate(6, 15, "2000-06-01")), "6 2000") == "2000-06"


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("1740", "17:40"),
        ("17:40", "17:40"),
        ("17.40", "17:40"),
        ("905", "09:05"),
        ("9", "09:00"),
        ("0005", "00:05"),
        ("5.40 pm", "17:40"),
        ("5:40PM", "17:40"),
        ("540 p.m.", "17:40"),
        ("12 am", "00:00"),
        ("12:30pm", "12:30"),
        ("13 pm", None),
        ("24:00", None),
        ("960", None),
        ("", None),
    ],
)
def test_a_time_is_read_however_it_is_written(typed: str, given: str | None) -> None:
    assert time_typed(typed) == given


def test_a_time_is_read_back_by_both_clocks() -> None:
    assert [time_in_words(given) for given in ("00:05", "09:00", "12:00", "17:40")] == [
        "00:05, that is 12:05 am",
        "09:00, that is 9:00 am",
        "12:00, that is 12:00 pm",
        "17:40, that is 5:40 pm",
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("1,234", "1234"),
        ("1,234.50", "1234.50"),
        ("1 234,5", "1234.5"),
        (".5", ".5"),
        ("12.", "12"),
        ("0,125", "0.125"),
        ("-3", "-3"),
    ],
)
def test_a_number_may_have_either_decimal_sign(typed: str, number: str) -> None:
    kind = DecimalNumber(Decimal(-10_000), Decimal(10_000), 3)
    assert value_typed(prompt(kind), typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["١٢", "1e5", "0x1", "12,34,5", "1.2.3", "--1", "5%", "nan", "inf", "1" * 40, "\N{NO-BREAK SPACE}"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        value_typed(prompt(DecimalNumber(Decimal(0), Decimal(10**9), 2)), typed)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1 3 12", (1, 3, 12)),
        ("12,3,1", (1, 3, 12)),
        ("1-3", (1, 3)),
        ("1 3 1", (3,)),
        ("1 3 5", (5,)),
        ("5 1", (1,)),
        ("1 2 6", Missing.DONT_KNOW),
        ("6 2", (2,)),
        ("1 1 1", (1,)),
    ],
)
def test_codes_are_added_and_taken_out_and_what_stands_alone_clears_the_others(typed: str, answer: Answer) -> None:
    assert value_typed(prompt(CodeAll(4)), typed) == answer


def test_what_a_code_did_to_the_others_is_said() -> None:
    assert codes_typed(prompt(CodeAll(4)), "1 3 5").word == "None of these: coded alone, 1, 3 taken out"
    assert codes_typed(prompt(CodeAll(4)), "5 1").word == "Bus: 5 taken out, as 5 is coded alone"
    assert codes_typed(prompt(CodeAll(4)), "1 3 1").word == "Bus: taken out"
    assert codes_typed(prompt(CodeAll(4)), "1 3").word == "Train"


def test_the_maximum_counts_what_is_coded_now() -> None:
    three = prompt(CodeAll(3))
    assert codes_typed(three, "1 2 3 12").fault_at == (6, 8)
    assert codes_typed(three, "1 2 3 2 12").numbers == (1, 3, 12)
    assert codes_typed(three, "1 2 3 5").numbers == (5,)


@given(st.lists(st.sampled_from([each.number for each in OFFERS]), max_size=12))
def test_typing_codes_and_clicking_them_come_to_the_same(numbers: list[int]) -> None:
    asked = prompt(CodeAll(6))
    line = ""
    for number in numbers:
        line = toggled(asked, line, number).as_typed
    assert codes_typed(asked, line).numbers == codes_typed(asked, " ".join(map(str, numbers))).numbers
    if line:
        answer = value_typed(asked, line)
        assert isinstance(answer, tuple | Missing)
        kept = replace(asked, answer=answer)
        assert sorted(codes_typed(kept, as_typed(kept)).numbers) == sorted(codes_typed(asked, line).numbers)
