"""The walks kept beside the household instrument lead where they say, and together leave no branch of ours untried."""

import pytest

from capi.instrument.model import Mode
from tests.questionnaires.household import FOLDER, MODES, household, household_plan, route_of
from tests.questionnaires.scripted import (
    Walk,
    all_walks,
    every_walk,
    example_in_the_readme,
    led_to,
    led_to_by_the_command,
)

WALKS = all_walks(FOLDER)
OURS = (
    *("Opening", "Name", "AnyoneElse", "DateOfBirth", "AgeGiven", "Sex", "Relationship"),
    *("NobodyAdult", "Hrp", "NextBirthday", "About"),
)
both_modes = pytest.mark.parametrize("mode", MODES)


def walks_in(mode: Mode) -> tuple[Walk, ...]:
    return tuple(walk for walk in WALKS if walk.mode is mode)


@every_walk(WALKS)
def test_a_walk_leads_where_it_says(walk: Walk) -> None:
    assert led_to(walk, household_plan) == walk.says


@every_walk(WALKS[::9])
def test_a_walk_leads_there_by_the_command(walk: Walk) -> None:
    assert led_to_by_the_command(walk) == walk.says


@every_walk(tuple(walk for walk in WALKS if walk.status == "completed"))
def test_the_route_a_whole_walk_names_is_the_readmes(walk: Walk) -> None:
    assert walk.route == route_of(walk.rounds[0], walk.mode)


@both_modes
def test_the_walks_ask_every_question_of_ours_and_pass_every_one_that_is_filtered(mode: Mode) -> None:
    routes = [
        {field.partition("[")[0] for field in walk.route} for walk in walks_in(mode) if walk.status == "completed"
    ]
    assert {name for route in routes for name in route} >= set(OURS)
    for name in ("AgeGiven", "Relationship", "NobodyAdult", "Hrp", "NextBirthday", "About", "SchoolType", "PaidBy"):
        assert any(name not in route for route in routes), name


@both_modes
def test_the_walks_fail_every_edit_of_ours(mode: Mode) -> None:
    standard = {"LeftAfterWeek", "LeftBeforeBirth"}
    failed = {edit.partition("[")[0] for walk in walks_in(mode) for edit in walk.edits}
    assert failed == {edit.name for edit in household().edits} - standard


@both_modes
def test_some_walks_are_broken_off_and_some_remove_a_row(mode: Mode) -> None:
    assert any(walk.status == "in_progress" for walk in walks_in(mode))
    assert any(None in answers.get("People", ()) for walk in walks_in(mode) for answers in walk.rounds)


def test_the_example_in_the_readme_is_a_whole_interview() -> None:
    held = example_in_the_readme(FOLDER, household_plan)
    assert (held.completed, held.unused, held.edits) == (True, {}, ())
