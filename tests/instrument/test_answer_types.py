"""How a question is answered: every type, the keys that go with it, and those that do not."""

from decimal import Decimal

import pytest

from capi.instrument.answer_types import TYPES
from capi.instrument.expression import Compare, FieldName, Number
from capi.instrument.model import (
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Information,
    PartialDate,
    RowChoice,
    Time,
)
from tests.instrument.small import asking, codes, fit, question, reading, told

FRAME = {"countries.csv": "code,text\nFR,France\nDE,Germany\n"}
TOP = "frames: {countries: {file: countries.csv}}\n"


@pytest.mark.parametrize(
    ("keys", "answered"),
    [
        ("type: decimal", DecimalNumber(Decimal(0), Decimal(10**12), 2)),
        ("type: decimal, minimum: -1.5, maximum: 99.999, places: 3, unit: pounds",
         DecimalNumber(Decimal("-1.5"), Decimal("99.999"), 3, ("pounds",))),
        ("type: date", Date()),
        ('type: date, earliest: "1900-01-01", latest: "2026-12-31"', Date("1900-01-01", "2026-12-31")),
        ("type: partial_date", PartialDate(6, 15)),
        ('type: partial_date, unknown_month: 1, unknown_day: 31, earliest: "1900-01-01"', PartialDate(1, 31, "1900-01-01")),
        ("type: time", Time()),
        ("type: information", Information()),
        ("type: code_all, categories: {1: Bus, 2: Train, dont_know: Don’t know}", CodeAll(2)),
        ("type: code_all, most: 1, categories: {1: Bus, 2: Train}", CodeAll(1)),
        ("type: code_all, list: ways", CodeAll(3)),
    ],
)  # fmt: skip
def test_the_type_says_how_a_question_is_answered(keys: str, answered: object) -> None:
    top = "lists: {ways: {1: Bus, 2: Train, 3: Car}}\n" if "list" in keys else ""
    assert question(f"- A: {{text: One, {keys}}}", "A", top=top).type == answered


def test_a_question_is_coded_to_a_frame_of_the_instrument() -> None:
    instrument = fit(asking("- A: {text: Which?, type: coded, frame: countries}", top=TOP), beside=FRAME)
    assert instrument.questions[0].type == Coded("countries")


def test_a_row_is_chosen_of_those_for_which_a_condition_holds() -> None:
    instrument = fit(
        asking("""
            - roster: People
              row_name: person {position}
              ask:
                - Age: {text: How old?, type: whole_number, maximum: 120}
              another:
                More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
            - Eldest: {text: Who is the eldest?, type: row, of: People, where: Age >= 16}
            - Any: {text: Who?, type: row, of: People}
            """)
    )
    eldest, anyone = instrument.questions[-2:]
    assert eldest.type == RowChoice("People", Compare(FieldName("Age"), ">=", Number(16)))
    assert anyone.type == RowChoice("People")


@pytest.mark.parametrize(
    ("keys", "faults"),
    [
        ("type: decimal, places: 0", ["RANGE"]),
        ("type: decimal, places: 7", ["RANGE"]),
        ("type: decimal, minimum: 2.5, maximum: 1.5", ["RANGE"]),
        ("type: decimal, maximum: 1000000000001", ["RANGE"]),
        ("type: decimal, maximum: 1e3", ["NUMBER"]),
        ("type: decimal, maximum: .5", ["NUMBER"]),
        ('type: decimal, maximum: "1.5"', ["NUMBER"]),
        ("type: decimal, longest: 3", ["TYPE"]),
        ("type: whole_number, places: 2", ["TYPE"]),
        ("type: whole_number, maximum: 1.5", ["NUMBER"]),
        ("type: date, earliest: 1900-01-01", ["YAML-SURPRISE"]),
        ('type: date, earliest: "1900-02-30"', ["DATE"]),
        ('type: date, earliest: "1900"', ["DATE"]),
        ('type: date, earliest: "01/01/1900"', ["DATE"]),
        ('type: date, earliest: "2000-01-02", latest: "2000-01-01"', ["RANGE"]),
        ("type: date, unknown_day: 1", ["TYPE"]),
        ("type: partial_date, unknown_month: 13", ["RANGE"]),
        ("type: partial_date, unknown_day: 0", ["RANGE"]),
        ("type: time, maximum: 3", ["TYPE"]),
        ("type: coded", ["TYPE"]),
        ("type: coded, frame: contries", ["WORD-UNKNOWN"]),
        ("type: row", ["TYPE"]),
        ("type: row, of: [People]", ["SHAPE"]),
        ("type: code_all", ["CATEGORIES"]),
        ("type: code_all, most: 0, categories: {1: Bus, 2: Train}", ["RANGE"]),
        ("most: 2, categories: {1: Bus, 2: Train}", ["TYPE"]),
        ("type: information, categories: {1: Bus, 2: Train}", ["TYPE"]),
        ("type: text, of: People", ["TYPE"]),
    ],
)
def test_what_does_not_fit_its_type_is_told(keys: str, faults: list[str]) -> None:
    text = asking(f"- A: {{text: One, {keys}}}\n- B: {{text: Which?, type: coded, frame: countries}}", top=TOP)
    assert codes(reading(text, beside=FRAME).faults) == faults


@pytest.mark.parametrize(
    "kind", [kind for kind in TYPES if kind not in ("choice", "code_all", "coded", "row", "information")]
)
def test_every_other_type_can_offer_missing_states(kind: str) -> None:
    asked = question(f"- A: {{text: One, type: {kind}, categories: {{refused: Rather not}}}}", "A")
    assert len(asked.usual.categories) == 1


def test_a_type_that_cannot_be_read_leaves_the_question_in_doubt_and_is_told_once() -> None:
    text = asking("- A: {text: Which?, type: coded}\n- B: {asked_if: A == 'x', text: Two, type: text}")
    assert told(text) == [("TYPE", 8)]
