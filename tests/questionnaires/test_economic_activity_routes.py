"""The route of the economic activity instrument is that of the routing table: block by block every way, and any interview."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.engine.answers import from_plain, to_plain
from capi.engine.interview import Interview
from capi.instrument.model import Answer, Missing, Mode
from tests.questionnaires.economic_activity import MODES, OFF, TODAY, begun, economic_activity_plan, held
from tests.questionnaires.economic_activity_routing import (
    AGENCY,
    EDUCATION,
    JOB,
    STATUS,
    answers_to,
    every_interview,
    route_of,
)

AGES = (0, 15, 16, 19, 20, 64, 65, 99, None)
"""On both sides of every limit; None is not known."""
USUAL: dict[str, object] = {
    "Wrking": 1,
    "SchemeET": 2,
    "JbAway": 2,
    "OwnBus": 2,
    "RelBus": 2,
    "Looked": 1,
    "StartJ": 1,
    "LKTime": 2,
    "YInAct": 6,
    "EverWk": 1,
    "DtJbL": "2024-05",
    "Enroll": 2,
    "Attend": 1,
    "Course": 4,
    "IndD": "Makes bicycles",
    "OccT": "Wheel builder",
    "OccD": "Builds wheels",
    "Stat": 1,
    "Supvis": 2,
    "EmpNo": 2,
    "Solo": 2,
    "SNEmpl": 1,
    "FtPtWk": 1,
    "PaidBy": 2,
    "SelfEmp": [5],
    "JobTyp": 2,
    "JobTmp": [2],
    "AgWrk": 2,
}
DECIDING_STATUS = tuple(name for name in STATUS if name not in ("LKTime", "YInAct", "DtJbL"))
DECIDING_JOB = tuple(name for name in JOB if name not in ("IndD", "OccT", "OccD"))
"""Without the questions whose answers no filter reads."""
both_modes = pytest.mark.parametrize("mode", MODES)
every_age = pytest.mark.parametrize("age", AGES)


def interviewed(mode: Mode, age: int | None, answers: Mapping[str, object], *, agency: bool) -> Interview:
    """The interview to its end; what it asked is exactly what there are answers to, in their order."""
    interview = begun(mode, age, agency=agency)
    asked = []
    while (field := interview.position) is not None:
        asked.append(field)
        interview.answer(field, from_plain(answers[field]))
    assert asked == list(answers), (age, answers)
    return interview


def test_every_way_through_the_economic_status_with_every_answer_is_the_tables() -> None:
    count = 0
    for answers in every_interview(40, USUAL, STATUS, agency=False):
        interviewed(Mode.TELEPHONE, 40, answers, agency=False)
        count += 1
    assert count == 4737  # written out so that the test cannot become empty unnoticed


@every_age
def test_every_way_through_the_economic_status_is_the_tables_at_every_age(age: int | None) -> None:
    for answers in every_interview(age, USUAL, DECIDING_STATUS, agency=False):
        interviewed(Mode.FACE_TO_FACE, age, answers, agency=False)


@every_age
@pytest.mark.parametrize("status", [{"Wrking": 1}, {"Wrking": 2, "JbAway": "refused", "EverWk": 2}])
def test_every_way_through_education_is_the_tables_whatever_the_economic_status(
    age: int | None, status: Mapping[str, object]
) -> None:
    for answers in every_interview(age, {**USUAL, **status}, EDUCATION, agency=False):
        interviewed(Mode.FACE_TO_FACE, age, answers, agency=False)


@both_modes
@pytest.mark.parametrize("status", [{"Wrking": 1}, {"Wrking": 2}, {"Wrking": 2, "EverWk": "dont_know"}])
def test_every_way_through_the_main_or_the_last_job_is_the_tables(mode: Mode, status: Mapping[str, object]) -> None:
    for answers in every_interview(40, {**USUAL, **status}, DECIDING_JOB, agency=False):
        interviewed(mode, 40, answers, agency=False)


@both_modes
def test_every_way_through_the_agency_set_is_the_tables(mode: Mode) -> None:
    for answers in every_interview(40, USUAL, ("Stat", *AGENCY), agency=True):
        interviewed(mode, 40, answers, agency=True)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_interview_takes_the_tables_route_from_question_to_question(data: st.DataObject) -> None:
    mode, age = data.draw(st.sampled_from(MODES)), data.draw(st.sampled_from(AGES))
    agency = data.draw(st.booleans())
    interview = begun(mode, age, agency=agency)
    answers: dict[str, object] = {}
    while True:
        wanted = [name for name in route_of(age, answers, agency=agency) if name not in answers]
        assert interview.waiting == (wanted[0] if wanted else None)
        if not wanted:
            break
        answers[wanted[0]] = data.draw(st.sampled_from(answers_to(wanted[0], age)), label=wanted[0])
        interview.answer(wanted[0], from_plain(answers[wanted[0]]))
    assert {name: to_plain(interview.answers()[name]) for name in answers} == answers


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_change_of_mind_leaves_the_tables_route_for_the_answers_in_sight(data: st.DataObject) -> None:
    age = data.draw(st.sampled_from([16, 40, 65]))
    usual = {**USUAL, **{name: data.draw(st.sampled_from(answers_to(name, age))) for name in (*STATUS, *EDUCATION)}}
    interview = held(Mode.TELEPHONE, age, usual, agency=True)
    answers: dict[str, object] = {name: usual[name] for name in route_of(age, usual, agency=True)}
    changed = data.draw(st.sampled_from(list(answers)))
    answers[changed] = data.draw(st.sampled_from(answers_to(changed, age)))
    interview.answer(changed, from_plain(answers[changed]))
    while (waiting := interview.waiting) is not None:
        answers[waiting] = usual[waiting]
        interview.answer(waiting, from_plain(usual[waiting]))
    kept = {**usual, changed: answers[changed]}
    assert [name for name in interview.route() if name != "AgeLast"] == list(route_of(age, kept, agency=True))


@both_modes
@pytest.mark.parametrize("state", [Missing.DONT_KNOW, Missing.REFUSED])
def test_nobody_who_answers_nothing_at_all_is_let_go_early(mode: Mode, state: Missing) -> None:
    interview = begun(mode, 40)
    while (field := interview.position) is not None:
        interview.answer(field, state)
    assert tuple(interview.route()) == ("Wrking", "EverWk", "Enroll")


@pytest.mark.parametrize("name", [*STATUS, *EDUCATION, *JOB, *AGENCY])
@pytest.mark.parametrize("state", ["dont_know", "refused"])
def test_dont_know_and_refused_are_accepted_at_every_question_and_end_no_interview(name: str, state: str) -> None:
    for usual in (USUAL, {**USUAL, "Wrking": 2}, {**USUAL, "Wrking": 2, "Looked": 2}, {**USUAL, "Stat": 2}):
        answers = {**usual, "Enroll": 1, name: state}
        route = route_of(40, answers, agency=True)
        if name in route:
            interview = held(Mode.TELEPHONE, 40, answers, agency=True)
            assert interview.complete
            assert tuple(interview.route()) == route
            assert "Enroll" in route
            return
    raise AssertionError(f"{name} is asked of nobody here")


AGE_FACTS: list[tuple[dict[str, Answer], object, int | None]] = [
    ({"Age": 15}, None, 15),
    ({"Age": 16, "DateOfBirth": "1950-01-01"}, None, 16),
    ({"DateOfBirth": "2010-11-15"}, None, 16),
    ({"DateOfBirth": "2010-11-16"}, None, 15),
    ({"DateOfBirth": "1961-11-15"}, None, 65),
    ({}, 64, 64),
    ({}, 15, 15),
    ({}, "refused", None),
]


@pytest.mark.parametrize(("facts", "given_age", "age"), AGE_FACTS)
def test_the_age_is_the_one_supplied_else_that_on_the_sunday_else_the_one_given(
    facts: dict[str, Answer], given_age: object, age: int | None
) -> None:
    interview = Interview(economic_activity_plan(Mode.TELEPHONE), {}, facts, today=TODAY)
    if given_age is not None:
        assert interview.position == "AgeLast"
        interview.answer("AgeLast", from_plain(given_age))
    assert interview.answers().get("AgeUsed") == age
    usual = {**USUAL, "Wrking": 2}
    while (field := interview.position) is not None:
        interview.answer(field, from_plain(usual[field]))
    assert [name for name in interview.route() if name != "AgeLast"] == list(route_of(age, usual, agency=False))


def test_the_agency_set_is_off_where_nobody_turned_it_on() -> None:
    facts: dict[str, Answer] = {"Age": 40}
    interview = Interview(economic_activity_plan(Mode.TELEPHONE), {}, facts, today=TODAY)
    while (field := interview.position) is not None:
        interview.answer(field, from_plain(USUAL[field]))
    assert tuple(interview.route()) == route_of(40, USUAL, agency=False)
    switched_off = Interview(economic_activity_plan(Mode.TELEPHONE), {}, {**facts, "AgencySet": OFF}, today=TODAY)
    assert switched_off.position == "Wrking"


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        ("2026-11-16", "2026-11-15"),
        ("2026-11-21", "2026-11-15"),
        ("2026-11-22", "2026-11-15"),
        ("2027-01-01", "2026-12-27"),
        ("2028-03-01", "2028-02-27"),
    ],
)
def test_the_reference_week_ends_on_the_sunday_before_the_interview_and_stays(today: str, sunday: str) -> None:
    interview = begun(Mode.TELEPHONE, 40, today=today)
    assert interview.answers()["ReferenceSunday"] == sunday
    again = Interview(economic_activity_plan(Mode.TELEPHONE), interview.answers(), interview.facts, today="2028-12-31")
    assert again.answers()["ReferenceSunday"] == sunday


@pytest.mark.parametrize(
    ("left", "edits"),
    [
        ("2026", []),
        ("2026-11", []),
        ("2026-11-30", []),
        ("2026-12", ["LeftAfterWeek"]),
        ("2027", ["LeftAfterWeek"]),
        ("1984", ["LeftBeforeBirth"]),
        ("1985", []),
        ("dont_know", []),
    ],
)
def test_a_last_job_left_after_the_week_or_before_birth_is_questioned(left: str, edits: list[str]) -> None:
    answers = {**USUAL, "Wrking": 2, "DtJbL": left}
    interview = held(Mode.TELEPHONE, 40, {name: answers[name] for name in STATUS})
    assert [(edit.name, edit.hard) for edit in interview.failed()] == [(name, False) for name in edits]
