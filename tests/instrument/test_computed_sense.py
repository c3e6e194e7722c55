"""The sense of computed fields: a value that fits, from what was asked before."""

import pytest

from tests.instrument.small import asking, codes, reading

QUESTIONS = """
    - Work: {text: Which?, categories: {1: Working, 2: Not working}}
    - H: {text: How many?, type: whole_number, maximum: 99}
    - T: {text: Which?, type: text}
    - Born: {text: When?, type: date}
"""
STATUS = "categories: {1: In, 2: Out}"


def told(keys: str, after: str = "") -> list[str]:
    text = asking(f"{QUESTIONS}    - Q: {{{keys}}}\n{after}", modes="face_to_face")
    return codes(reading(text).faults)


@pytest.mark.parametrize(
    "keys",
    [
        "type: whole_number, computed: H + 1",
        "type: decimal, computed: H / 3",
        "type: text, computed: T",
        "type: text, computed: '\"none\"'",
        "type: date, computed: 'days_after(Born, 14)'",
        "type: date, computed: sunday_before(today), once: true",
        "type: date, computed: '\"2026-11-18\"'",
        "type: date, computed: today, once: true",
        "categories: {1: In, 2: Out}, computed: [{if: Work == 1, value: 1}, {value: 2}]",
        "categories: {1: In, 2: Out}, computed: [{if: Work == 1, value: Work}, {value: none}]",
        "categories: {1: In, 2: Out}, computed: [{if: H > 3, value: 1}]",
        "asked_if: Work == 1, type: whole_number, computed: H",
    ],
)
def test_a_value_that_fits_is_computed(keys: str) -> None:
    assert told(keys) == []


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("type: whole_number, computed: Work", "COMPUTED"),
        ("type: whole_number, computed: 1.5", "COMPUTED"),
        ("type: whole_number, computed: H / 3", "COMPUTED"),
        ("type: whole_number, computed: T", "COMPUTED"),
        ("type: whole_number, computed: Born", "COMPUTED"),
        ("type: text, computed: H", "COMPUTED"),
        ("type: date, computed: H", "COMPUTED"),
        ("type: date, computed: '\"2026-02-30\"'", "DATE"),
        ("type: time, computed: '\"25:00\"'", "DATE"),
        (f"{STATUS}, computed: H", "COMPUTED"),
        (f"{STATUS}, computed: [{{if: H > 3, value: 3}}, {{value: 1}}]", "CATEGORY-UNKNOWN"),
        (f"{STATUS}, computed: [{{if: Work == 3, value: 1}}, {{value: 2}}]", "CATEGORY-UNKNOWN"),
        (f"{STATUS}, computed: [{{value: 2}}, {{if: Work == 1, value: 1}}]", "COMPUTED"),
        (f"type: code_all, {STATUS}, computed: 1", "COMPUTED"),
        ("type: date, computed: today", "TODAY"),
        ("type: date, computed: sunday_before(today)", "TODAY"),
        ("type: whole_number, computed: H + Nope", "FILTER-UNKNOWN"),
        ("type: whole_number, computed: H + Q", "FILTER-LATER"),
        ("type: whole_number, computed: T + 1", "CONDITION-TYPE"),
    ],
)
def test_a_value_that_does_not_fit_is_told(keys: str, code: str) -> None:
    assert told(keys) == [code]


def test_what_it_is_computed_from_stands_above_it() -> None:
    later = "    - Z: {text: How many?, type: whole_number}\n"
    assert told("type: whole_number, computed: H + Z", later) == ["FILTER-LATER"]


def test_computed_fields_in_a_circle_are_told_once() -> None:
    other = "    - Z: {type: whole_number, computed: Q + 1}\n"
    assert told("type: whole_number, computed: H + Z", other) == ["FILTER-CYCLE"]


def test_a_computed_field_can_be_read_and_said_like_any_other() -> None:
    after = '    - R: {asked_if: Q == 1, text: "And {Q}?", type: text}\n    - S: {asked_if: Q == 3, text: One, type: text}\n'
    assert told(f"{STATUS}, computed: [{{if: Work == 1, value: 1}}, {{value: 2}}]", after) == ["CATEGORY-UNKNOWN"]


def test_no_question_is_said_to_be_out_of_reach_because_of_what_is_computed() -> None:
    after = "    - R: {asked_if: Q > 200 and Q < 201 and Q == 150, text: One, type: text}\n"
    assert told("type: whole_number, maximum: 3, computed: H * 9", after) == []


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("type: row, of: People, computed: 'first(People, row, Age > 15)'", []),
        ("type: text, computed: 'first(People, Name, Age > 15)'", []),
        ("type: whole_number, computed: 'count(People, Age > 15)'", []),
        ("type: whole_number, computed: 'first(People, Name)'", ["COMPUTED"]),
        ("type: row, of: People, computed: 1", ["COMPUTED"]),
        ("type: whole_number, computed: Age", ["ROW-SCOPE"]),
        ("type: whole_number, computed: 'sum(People, Name)'", ["CONDITION-TYPE"]),
    ],
)  # fmt: skip
def test_a_value_is_computed_from_all_rows(keys: str, code: list[str]) -> None:
    text = asking("- A: {text: One, type: text}") + (
        "  - roster: People\n    row_name: row\n    ask:\n      - Name: {text: One, type: text}\n"
        "      - Age: {text: How old?, type: whole_number, maximum: 120}\n"
        "    another: {More: {text: More?, categories: {1: Another, 2: That is all}}}\n"
        f"  - section: Last\n    ask:\n      - Q: {{{keys}}}\n"
    )
    assert codes(reading(text).faults) == code
