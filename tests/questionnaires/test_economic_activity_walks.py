"""The walks kept beside the economic activity instrument lead where they say, and together leave no branch untried."""

from itertools import pairwise
from typing import Any

import pytest

from capi.instrument.model import Mode
from tests.questionnaires.economic_activity import FOLDER, MODES, economic_activity_plan
from tests.questionnaires.economic_activity_routing import AGENCY, EDUCATION, JOB, STATUS, every_interview, route_of
from tests.questionnaires.economic_activity_standard import STANDARD
from tests.questionnaires.scripted import (
    Walk,
    all_walks,
    every_walk,
    example_in_the_readme,
    led_to,
    led_to_by_the_command,
)
from tests.questionnaires.test_economic_activity_routes import DECIDING_JOB, DECIDING_STATUS, USUAL

WALKS = all_walks(FOLDER)
both_modes = pytest.mark.parametrize("mode", MODES)


def walks_in(mode: Mode) -> tuple[Walk, ...]:
    return tuple(walk for walk in WALKS if walk.mode is mode)


@every_walk(WALKS)
def test_a_walk_leads_where_it_says(walk: Walk) -> None:
    assert led_to(walk, economic_activity_plan) == walk.says


@every_walk(WALKS[::36])
def test_a_walk_leads_there_by_the_command(walk: Walk) -> None:
    assert led_to_by_the_command(walk) == walk.says


@every_walk(WALKS)
def test_the_route_a_walk_names_is_the_tables(walk: Walk) -> None:
    """Where the age is said outright, and nothing is changed afterwards: the others are read by eye."""
    answers = walk.rounds[0]
    age = answers.get("Age", answers.get("AgeLast"))
    if len(walk.rounds) == 1 and isinstance(age, int):
        route = tuple(name for name in walk.route if name != "AgeLast")
        assert route == route_of(age, answers, agency=answers.get("AgencySet") == 1)


@both_modes
def test_the_walks_take_every_filter_both_ways(mode: Mode) -> None:
    routes = [set(walk.route) for walk in walks_in(mode) if walk.status == "completed"]
    for name in STANDARD:
        assert any(name in route for route in routes), name
        assert any(name not in route for route in routes), name


@both_modes
def test_the_walks_give_every_answer_that_the_standard_prints(mode: Mode) -> None:
    given = {pair for walk in walks_in(mode) for answers in walk.rounds for pair in _coded(answers)}
    assert {(name, option.number) for name, asked in STANDARD.items() for option in asked.options} <= given


@both_modes
def test_the_walks_give_dont_know_and_refused_at_every_question(mode: Mode) -> None:
    given = {pair for walk in walks_in(mode) for answers in walk.rounds for pair in _coded(answers)}
    assert {(name, state) for name in STANDARD for state in ("dont_know", "refused")} <= given


@both_modes
def test_the_walks_go_every_way_from_one_question_to_the_next(mode: Mode) -> None:
    gone = {way for walk in walks_in(mode) for way in pairwise(walk.route)}
    assert every_way() <= gone


@both_modes
def test_the_walks_stand_on_both_sides_of_every_age(mode: Mode) -> None:
    ages = {answers["Age"] for walk in walks_in(mode) for answers in walk.rounds if "Age" in answers}
    assert {15, 16, 19, 20, 64, 65} <= ages


def every_way() -> set[tuple[str, str]]:
    """Each question with each that can follow it, by the routing table."""
    ways: set[tuple[str, str]] = set()
    blocks = [
        ({}, DECIDING_STATUS, False),
        ({"Wrking": 1}, EDUCATION, False),
        ({"Wrking": 2, "EverWk": 2}, EDUCATION, False),
        ({"Wrking": 1}, DECIDING_JOB, False),
        ({"Wrking": 1}, ("Stat", "Solo", *AGENCY), True),
    ]
    for age in (16, 40, 65):
        for usual, varied, agency in blocks:
            for answers in every_interview(age, {**USUAL, **usual}, varied, agency=agency):
                route = list(answers)
                ways |= set(pairwise(route))
    return ways


def test_the_ways_are_those_of_the_whole_table() -> None:
    """So that the test above cannot become empty unnoticed."""
    assert {name for way in every_way() for name in way} == {*STATUS, *EDUCATION, *JOB, *AGENCY}
    assert len(every_way()) == 50


def test_the_example_in_the_readme_is_a_whole_interview() -> None:
    held = example_in_the_readme(FOLDER, economic_activity_plan)
    assert (held.completed, held.unused, held.edits) == (True, {}, ())


def _coded(answers: Any) -> set[tuple[str, object]]:
    found = set()
    for name, value in answers.items():
        found |= {(name, each) for each in (value if isinstance(value, list) else [value])}
    return found
