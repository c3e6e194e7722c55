"""Computed fields as written: one value, or variants of which the first that holds counts."""

import pytest

from capi.instrument.expression import Compare, FieldName, Number, OfDate, OverRows
from capi.instrument.model import Computed, ComputedVariant
from tests.instrument.small import asking, question, reading, told

HOURS = "- Hours: {text: How many?, type: whole_number, maximum: 99}\n"


def test_a_field_is_computed_by_one_value() -> None:
    double = question(HOURS + "- Twice: {type: whole_number, maximum: 198, computed: Hours + Hours}", "Twice")
    assert double.computed is not None
    assert [variant.condition for variant in double.computed.variants] == [None]
    assert not double.computed.once


def test_a_field_is_computed_by_variants() -> None:
    status = question(
        HOURS
        + "- Status:\n    categories: {1: Working, 2: Not working}\n"
        + "    computed: [{if: Hours > 0, value: 1}, {if: Hours == 0, value: 2}, {value: none}]",
        "Status",
    )
    hours = FieldName("Hours")
    assert status.computed == Computed(
        (
            ComputedVariant(Number(1), Compare(hours, ">", Number(0))),
            ComputedVariant(Number(2), Compare(hours, "==", Number(0))),
            ComputedVariant(None),
        )
    )


def test_a_field_is_computed_once_and_only_then_from_today() -> None:
    day = question("- Day: {type: date, computed: sunday_before(today), once: true}", "Day")
    assert day.computed == Computed((ComputedVariant(OfDate("sunday_before", (FieldName("today"),))),), once=True)


def test_a_field_is_computed_over_rows() -> None:
    adults = question(
        """
        - roster: People
          row_name: person {position}
          ask:
            - Age: {text: How old?, type: whole_number, maximum: 120}
          another:
            More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
        - Adults: {type: whole_number, computed: "count(People, Age >= 16)"}
        """,
        "Adults",
    )
    assert adults.computed is not None
    assert isinstance(adults.computed.variants[0].value, OverRows)


@pytest.mark.parametrize(
    ("keys", "faults"),
    [
        ("type: whole_number, computed: Hours ==", ["CONDITION"]),
        ("type: whole_number, computed: Hours > 1", ["CONDITION"]),
        ("type: whole_number, computed: none", ["CONDITION"]),
        ("type: whole_number, computed: []", ["SHAPE"]),
        ("type: whole_number, computed: {if: Hours > 1}", ["SHAPE"]),
        ("type: whole_number, computed: [{if: Hours > 1}]", ["KEY-MISSING"]),
        ("type: whole_number, computed: [{if: Hours, value: 1}]", ["CONDITION"]),
        ("type: whole_number, computed: [{if: Hours > 1, value: 1, text: x}]", ["KEY-UNKNOWN"]),
        ("type: whole_number, text: One, once: true", ["TYPE"]),
        ("type: whole_number, computed: Hours, once: yes", ["FLAG"]),
    ],
)
def test_what_cannot_be_computed_is_told_once(keys: str, faults: list[str]) -> None:
    text = asking(f"{HOURS}- A: {{{keys}}}\n- B: {{asked_if: A == 1, text: Two, type: text}}")
    assert [code for code, _ in told(text)] == faults


def test_a_fault_in_a_variant_is_told_in_its_line() -> None:
    text = asking(
        HOURS
        + "- A:\n    type: whole_number\n    computed:\n      - {if: Hours > 1, value: Hours +}\n      - {value: 1 & 2}"
    )
    assert told(text) == [("CONDITION", 12), ("CONDITION", 13)]
    assert reading(text).instrument is None
