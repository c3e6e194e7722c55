"""The walks kept beside the SEB instrument lead where they say, and together leave no branch untried."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from capi.engine.answers import from_plain, to_plain
from capi.engine.interview import Interview
from capi.instrument.model import Mode
from tests.questionnaires.seb import FOLDER, seb, seb_plan
from tests.questionnaires.seb_standard import END, STANDARD


@dataclass(frozen=True, slots=True)
class Walk:
    """A scripted interview: `rounds[0]` are its answers, later rounds are second thoughts."""

    name: str
    mode: Mode
    rounds: tuple[Mapping[str, object], ...]
    route: tuple[str, ...]
    status: str
    next: str | None
    off_route: Mapping[str, int | str]


def walk_of(entry: dict[str, Any], mode: Mode) -> Walk:
    answers = entry["answers"]
    return Walk(
        name=entry["walk"],
        mode=mode,
        rounds=tuple(answers) if isinstance(answers, list) else (answers,),
        route=tuple(entry["route"]),
        status=entry["status"],
        next=entry["next"],
        off_route=entry.get("off_route", {}),
    )


def all_walks() -> list[Walk]:
    found = []
    for path in sorted((FOLDER / "walks").glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["instrument"] == seb().name
        assert content["mode"] == path.stem
        found += [walk_of(entry, Mode(content["mode"])) for entry in content["walks"]]
    return found


@cache
def walked(mode: Mode, number: int) -> Interview:
    """The interview after the walk with this number in its mode."""
    walk = walks_in(mode)[number]
    interview = Interview(seb_plan(mode))
    for round_number, answers in enumerate(walk.rounds):
        for field, value in answers.items() if round_number else ():
            interview.answer(field, from_plain(value))
        while (waiting := interview.waiting) is not None and waiting in answers:
            interview.answer(waiting, from_plain(answers[waiting]))
    return interview


@cache
def walks_in(mode: Mode) -> tuple[Walk, ...]:
    return tuple(walk for walk in all_walks() if walk.mode is mode)


EVERY_WALK = [
    pytest.param(mode, number, id=f"{mode.value}-{walk.name}")
    for mode in Mode
    for number, walk in enumerate(walks_in(mode))
]
every_walk = pytest.mark.parametrize(("mode", "number"), EVERY_WALK)
every_mode = pytest.mark.parametrize("mode", Mode)


@every_walk
def test_a_walk_leads_where_it_says(mode: Mode, number: int) -> None:
    walk, interview = walks_in(mode)[number], walked(mode, number)
    assert tuple(interview.reached()) == walk.route
    assert interview.waiting == walk.next
    assert ("completed" if interview.complete else "in_progress") == walk.status
    assert {field: to_plain(answer) for field, answer in interview.off_route().items()} == walk.off_route


@every_walk
def test_a_walk_gives_no_answer_that_is_never_asked_for(mode: Mode, number: int) -> None:
    interview = walked(mode, number)
    given = {field for answers in walks_in(mode)[number].rounds for field in answers}
    assert given == {*interview.answers(), *interview.off_route()}


@every_mode
def test_the_walks_take_every_filter_both_ways(mode: Mode) -> None:
    """A filter is taken one way where its question is reached, and the other where the end is reached without it."""
    filtered = {question.name for question in seb().questions if question.presentation(mode).asked_if}
    routes = [walk.route for walk in walks_in(mode) if walk.status == "completed"]
    assert filtered == {"FreeMeals", "EmployerSize", "OwnBusinessSize", "Supervisor", "EarnerOccupation"}
    assert filtered == {field for field in filtered if any(field in asked for asked in routes)}
    assert filtered == {field for field in filtered if any(field not in asked for asked in routes)}


@every_mode
def test_the_walks_give_every_answer_that_the_standard_prints(mode: Mode) -> None:
    printed = {(field, to_plain(option.means)) for field, asked in STANDARD[mode].items() for option in asked.options}
    given = {pair for walk in walks_in(mode) for answers in walk.rounds for pair in answers.items()}
    assert printed <= given


@every_mode
def test_the_walks_go_every_way_from_one_question_to_the_next(mode: Mode) -> None:
    ways = {
        (field, asked.following(answer))
        for field, asked in STANDARD[mode].items()
        for answer in asked.answers
        if asked.following(answer) != END
    }
    gone = {way for walk in walks_in(mode) for way in zip(walk.route, walk.route[1:], strict=False)}
    assert gone == ways


@every_mode
def test_some_walks_are_broken_off_and_some_change_their_mind(mode: Mode) -> None:
    assert any(walk.status == "in_progress" for walk in walks_in(mode))
    assert any(walk.off_route for walk in walks_in(mode))
