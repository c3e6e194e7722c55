"""The SEB route is the standard's: every way through, in every mode, against its "go to" sentences."""

import pytest

from capi.engine.answers import NotAccepted, to_plain
from capi.engine.interview import Interview
from capi.engine.route import route
from capi.instrument.model import Answer, Missing, Mode
from tests.questionnaires.seb import held, seb_plan
from tests.questionnaires.seb_standard import STANDARD, every_interview, route_of

USUAL: dict[str, Answer] = {
    "SchoolType": 1,
    "FreeMeals": 2,
    "EarnerStatus": 1,
    "EmployerSize": 2,
    "OwnBusinessSize": 1,
    "Supervisor": 1,
    "EarnerOccupation": 4,
    "ParentQual": 3,
}
CHANGES_OF_MIND = [
    pytest.param(mode, field, first, second, id=f"{mode.value}-{field}-{to_plain(first)}-{to_plain(second)}")
    for mode in Mode
    for field in ("SchoolType", "EarnerStatus", "OwnBusinessSize")
    for first in STANDARD[mode][field].answers
    for second in STANDARD[mode][field].answers
    if first != second
]
"""Every ordered pair of answers to each question that decides on the route."""

every_mode = pytest.mark.parametrize("mode", Mode)
every_change_of_mind = pytest.mark.parametrize(("mode", "field", "first", "second"), CHANGES_OF_MIND)


@every_mode
def test_the_standard_has_many_thousand_ways_through(mode: Mode) -> None:
    """Written out as a number so that the next test cannot become empty unnoticed."""
    assert sum(1 for _ in every_interview(mode)) == (19_734 if mode is Mode.SELF_COMPLETION else 19_872)


@every_mode
def test_every_combination_of_answers_has_the_standards_route(mode: Mode) -> None:
    plan = seb_plan(mode)
    for answers in every_interview(mode):
        found = route(plan, answers, {})
        assert (found.fields, found.waiting) == (tuple(answers), None), answers


@every_mode
def test_every_combination_of_answers_is_interviewed_along_the_standards_route_to_its_end(mode: Mode) -> None:
    for answers in every_interview(mode):
        interview = Interview(seb_plan(mode))
        asked = []
        while (field := interview.position) is not None:
            asked.append(field)
            interview.answer(field, answers[field])
        assert asked == list(answers), answers
        assert interview.complete
        assert interview.answers() == answers


@every_mode
def test_every_interview_broken_off_waits_at_the_standards_next_question(mode: Mode) -> None:
    seen = set()
    for answers in every_interview(mode):
        for length in range(len(answers)):
            so_far = dict(list(answers.items())[:length])
            key = tuple(so_far.items())
            if key in seen:
                continue
            seen.add(key)
            assert route(seb_plan(mode), so_far, {}).reached == route_of(mode, so_far)


@pytest.mark.parametrize(
    ("mode", "field"),
    [pytest.param(mode, field, id=f"{mode.value}-{field}") for mode in Mode for field in STANDARD[mode]],
)
def test_typing_a_printed_number_gives_the_harmonised_answer(mode: Mode, field: str) -> None:
    before = next(answers for answers in every_interview(mode) if field in answers)
    for option in STANDARD[mode][field].options:
        interview = held(mode, {name: before[name] for name in list(before)[: list(before).index(field)]})
        prompt = interview.prompt()
        assert prompt is not None
        typed = prompt.offer_numbered(option.number)
        assert typed is not None
        interview.answer(field, typed.value)
        assert interview.answer_to(field) == option.means
        assert interview.said(field) == f"{option.number} · {option.text}"


@pytest.mark.parametrize("state", [Missing.DONT_KNOW, Missing.REFUSED])
def test_face_to_face_an_interviewer_can_record_what_the_standard_does_not_print_for_the_earners_status(
    state: Missing,
) -> None:
    interview = held(Mode.FACE_TO_FACE, {"SchoolType": 5})
    prompt = interview.prompt()
    assert prompt is not None
    assert not prompt.lists(state)
    interview.answer("EarnerStatus", state)
    assert interview.position == "ParentQual"


def test_a_respondent_alone_chooses_only_among_what_is_printed() -> None:
    interview = held(Mode.SELF_COMPLETION, {"SchoolType": 5})
    with pytest.raises(NotAccepted):
        interview.answer("EarnerStatus", Missing.DONT_KNOW)
    assert interview.position == "EarnerStatus"


def usual(field: str, answer: Answer) -> dict[str, Answer]:
    """The usual answers, so that the field is asked and has this one."""
    return {**USUAL, **({"EarnerStatus": 2} if field == "OwnBusinessSize" else {}), field: answer}


def answered_then_changed(mode: Mode, field: str, first: Answer, second: Answer) -> tuple[Interview, dict[str, Answer]]:
    """A whole interview with `first`, then `field` changed to `second`; with all the answers given the first time."""
    interview = held(mode, usual(field, first))
    assert interview.complete
    given = interview.answers()
    interview.go_to(field)
    interview.answer(field, second)
    return interview, given


def answer_what_waits(interview: Interview) -> None:
    while (waiting := interview.waiting) is not None:
        interview.answer(waiting, USUAL[waiting])


@every_change_of_mind
def test_after_a_change_of_mind_answers_off_the_route_are_kept(
    mode: Mode, field: str, first: Answer, second: Answer
) -> None:
    interview, given = answered_then_changed(mode, field, first, second)
    assert {**interview.answers(), **interview.off_route()} == {**given, field: second}
    answer_what_waits(interview)
    assert set(interview.off_route()) == set(given) - set(route_of(mode, usual(field, second)))


@every_change_of_mind
def test_after_a_change_of_mind_answers_off_the_route_are_in_nobodys_sight(
    mode: Mode, field: str, first: Answer, second: Answer
) -> None:
    interview, _ = answered_then_changed(mode, field, first, second)
    as_if_never_given = Interview(seb_plan(mode), interview.answers())
    assert tuple(interview.reached()) == route_of(mode, interview.answers())
    assert tuple(interview.route()) == route(seb_plan(mode), interview.answers(), {}).fields
    assert interview.waiting == as_if_never_given.waiting
    assert interview.about == as_if_never_given.about
    assert all(interview.answer_to(name) is None and interview.said(name) == "" for name in interview.off_route())
    assert [interview.prompt_of(name) for name in interview.route()] == [
        as_if_never_given.prompt_of(name) for name in interview.route()
    ]


@every_change_of_mind
def test_after_a_change_of_mind_is_taken_back_the_answers_come_back_with_the_route(
    mode: Mode, field: str, first: Answer, second: Answer
) -> None:
    interview, given = answered_then_changed(mode, field, first, second)
    answer_what_waits(interview)
    assert tuple(interview.answers()) == route_of(mode, interview.answers())
    assert interview.complete
    interview.go_to(field)
    interview.answer(field, first)
    assert interview.answers() == given
    assert tuple(interview.reached()) == route_of(mode, given)
    assert interview.complete
