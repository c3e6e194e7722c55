"""Computed fields: set by the instrument, never asked; fixed once where the file says so."""

import pytest

from capi.engine.interview import Interview
from capi.instrument.model import Missing
from tests.engine.scenario import Scenario


def test_a_computed_field_follows_the_answers_it_is_computed_from() -> None:
    person = Scenario("""
        - A: {text: A?, type: whole_number}
        - B: {text: B?, type: whole_number}
        - Both: {type: whole_number, computed: A * 2 + B}
        - Half: {type: decimal, minimum: 0, maximum: 1000, places: 2, computed: A / 2}
        - C: {text: C?, type: whole_number, asked_if: Both > 10}
    """)
    person.gives(1, 2)
    assert (person.interview.answer_to("Both"), person.interview.answer_to("Half")) == (4, 0.5)
    assert person.is_at_the_end
    person.interview.answer("A", 10)
    assert (person.interview.answer_to("Both"), person.interview.waiting) == (22, "C")
    assert person.asked == ["A", "B", "C"]


def test_a_computed_field_without_a_part_has_no_value_and_waits_for_nobody() -> None:
    person = Scenario("""
        - A: {text: A?, type: whole_number}
        - Twice: {type: whole_number, computed: A + A}
        - Share: {type: decimal, minimum: 0, maximum: 9, places: 1, computed: 1 / A}
    """)
    person.gives("dont_know")
    assert person.is_at_the_end
    assert person.interview.answers() == {"A": Missing.DONT_KNOW}
    person.interview.answer("A", 0)
    assert person.interview.answers() == {"A": 0, "Twice": 0}


def test_a_computed_number_is_rounded_to_the_places_of_its_type() -> None:
    person = Scenario("""
        - A: {text: A?, type: whole_number}
        - Share: {type: decimal, places: 2, computed: A / 3}
        - One: {type: decimal, places: 1, computed: A}
    """)
    person.gives(7)
    said = [person.interview.said(field) for field in ("Share", "One")]
    assert said == ["2.33", "7.0"]


def test_the_first_variant_whose_condition_holds_is_computed() -> None:
    person = Scenario("""
        - A: {text: A?, type: whole_number}
        - Group:
            categories: {1: Low, 2: High}
            computed: [{if: A < 10, value: 1}, {if: A < 20, value: 2}, {value: none}]
        - Said: {type: information, text: "You are {Group|neither}."}
    """)
    for answer, group, said in ((3, 1, "You are Low."), (13, 2, "You are High."), (23, None, "You are neither.")):
        person.interview.answer("A", answer)
        assert (person.interview.answer_to("Group"), person.hears) == (group, said)


def test_a_computed_field_can_be_filtered_and_cannot_be_answered_or_gone_to() -> None:
    person = Scenario("""
        - A: {text: A?, type: whole_number}
        - Twice: {type: whole_number, computed: A + A, asked_if: A > 5}
    """)
    person.gives(3)
    assert person.interview.answer_to("Twice") is None
    person.interview.answer("A", 6)
    assert person.interview.answer_to("Twice") == 12
    assert "not on the route" in person.cannot_go_to("Twice")


WEEK = """
- First: {text: First?, categories: {1: "Yes", 2: "No"}}
- Sunday: {type: date, computed: sunday_before(today), once: true, asked_if: First == 1}
- Worked: {text: "In the seven days ending {Sunday}?", categories: {1: "Yes", 2: "No"}, asked_if: First == 1}
"""


def test_a_value_is_fixed_when_it_is_first_reached_and_stays() -> None:
    person = Scenario(WEEK, today="2026-11-22")
    assert person.interview.answer_to("Sunday") is None
    person.gives(1)
    assert person.interview.fixed == {"Sunday": "2026-11-15"}, "before a Sunday, the week before"
    assert person.hears == "In the seven days ending Sunday the 15th of November?"
    later = Interview(person.plan, person.interview.answers(), today="2026-12-24")
    assert (later.answer_to("Sunday"), later.fixed) == ("2026-11-15", {})
    later.answer("First", 2)
    assert later.answer_to("Sunday") is None
    later.answer("First", 1)
    assert later.answer_to("Sunday") == "2026-11-15"


def test_what_is_to_be_fixed_needs_todays_date() -> None:
    person = Scenario(WEEK)
    with pytest.raises(ValueError, match="today"):
        Interview(person.plan).answer("First", 1)


@pytest.mark.parametrize(
    ("computed", "value"),
    [
        ("age('2000-02-29', '2026-02-28')", 25),
        ("age('2000-02-29', '2026-03-01')", 26),
        ("age('2010-01-01', '2009-12-31')", -1),
        ("year(D)", 2026),
        ("month(D)", 11),
        ("days_between('2026-11-01', D)", 17),
        ("days_between(D, '2026-11-01')", -17),
        ("months_between('2026-08-19', D)", 2),
        ("months_between(D, '2026-08-18')", -3),
        ("days_after(D, 14)", "2026-12-02"),
        ("sunday_before(D)", "2026-11-15"),
    ],
)
def test_dates_are_computed_with(computed: str, value: object) -> None:
    kind = "date" if isinstance(value, str) else "whole_number"
    person = Scenario(
        f"""
        - D: {{text: Which day?, type: date}}
        - Found: {{type: {kind}, minimum: -100, maximum: 3000, computed: "{computed}"}}
        - Other: {{type: {kind}, minimum: -100, maximum: 3000, computed: "{computed}", asked_if: D is answered}}
    """.replace("minimum: -100, maximum: 3000, ", "" if kind == "date" else "minimum: -100, maximum: 3000, ")
    )
    person.gives("2026-11-18")
    assert person.interview.answer_to("Found") == person.interview.answer_to("Other") == value
