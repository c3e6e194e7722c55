"""What the sample says of a case for the calls, out of facts that a person wrote."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.calling.call_facts import CallFacts, call_facts, skills_in


def test_a_case_of_which_the_sample_says_nothing_is_like_any_other() -> None:
    assert call_facts({}) == CallFacts()
    assert call_facts({"Age": 47, "Region": "North"}) == CallFacts()


def test_what_the_sample_says_is_taken() -> None:
    who: dict[str, int | str] = {"Language": " CY ", "Skills": "refusals, elders,"}
    facts: dict[str, int | str] = {"Priority": 5, "DoNotCall": 1, "TimeZone": "Asia/Tokyo"}
    assert call_facts(facts | who) == CallFacts(
        5, "Asia/Tokyo", "cy", frozenset({"refusals", "elders"}), do_not_call=True
    )


@pytest.mark.parametrize(
    "slip", [{"Priority": "high"}, {"TimeZone": "London"}, {"TimeZone": 1}, {"DoNotCall": 0}, {"DoNotCall": "no"}]
)
def test_a_slip_in_the_sample_loses_no_case_to_the_queue(slip: dict[str, int | Decimal | str]) -> None:
    assert call_facts(slip) == CallFacts()


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False))
def test_a_priority_is_a_number_that_any_database_keeps(priority: int | Decimal) -> None:
    assert -1_000_000 <= call_facts({"Priority": priority}).priority <= 1_000_000


def test_skills_are_named_once_each_and_without_blanks() -> None:
    assert skills_in("") == skills_in(" , ,") == frozenset()
    assert skills_in("elders,elders , refusals") == frozenset({"elders", "refusals"})
