"""The work of a step does not grow with the questionnaire: counted, not timed, so that it holds on any machine.

Counted are the instructions that Python executes. The synthetic questionnaire is the one every engine was
measured on; its routes are known by digests published with it.
"""

import gc
import importlib.util
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from types import FrameType, ModuleType
from typing import TypeAlias

import pytest

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.instrument.loading import read_sources
from capi.instrument.model import Mode
from tests.benchmarks import household, synthetic

SIZES = (10, 100, 1_000, 10_000)
PUBLISHED_GENERATOR = Path(__file__).parents[3] / "shared" / "bench" / "synthetic.py"
DIGESTS = {
    10: ("acc0b26c611dc11c", "5e35086e9d4dba72"),
    100: ("69dc555e61862ff1", "1d22c157dba4ce96"),
    1_000: ("465e6a457f2867e1", "af19a354bbb28657"),
    10_000: ("745f1da05d9337ec", "54e0ef386a7cb96d"),
}
"""Of the route when the first question is answered 1, and after it is changed to 2."""


@cache
def synthetic_plan(size: int) -> Plan:
    reading = read_sources({"instrument.yaml": synthetic.as_yaml(size).decode()})
    return plan(reading.fit(), Mode.FACE_TO_FACE)


TraceFunction: TypeAlias = Callable[[FrameType, str, object], "TraceFunction"]


def work_of(task: Callable[[], object]) -> int:
    """How many instructions the task takes."""
    count = 0

    def counting(frame: FrameType, event: str, _argument: object) -> "TraceFunction":
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return counting

    before, collecting = sys.gettrace(), gc.isenabled()
    # A collection of garbage in the middle calls other people's hooks, and those are not the task's work.
    gc.disable()
    sys.settrace(counting)
    try:
        task()
    finally:
        sys.settrace(before)
        if collecting:
            gc.enable()
    return count


def step(interview: Interview, field: str) -> None:
    """Gives the answer of the script and makes the next question ready to show."""
    interview.answer(field, synthetic.answer(int(field[1:])))
    interview.prompt()


@cache
def walked(size: int) -> tuple[list[str], list[int], Interview]:
    """The scripted interview: its route, the work of each step, and the interview at its end."""
    interview = Interview(synthetic_plan(size))
    route, counts = [], []
    while (field := interview.position) is not None:
        route.append(field)
        counts.append(work_of(partial(step, interview, field)))
    return route, counts, interview


def work_of_a_step(size: int) -> float:
    counts = walked(size)[1]
    return sum(counts) / len(counts)


def work_of_a_change(size: int) -> int:
    """The work it takes to change the first answer at the end, and to have the next question ready."""
    interview = walked(size)[2]
    interview.answer("q0", 1)

    def change() -> None:
        interview.answer("q0", 2)
        interview.prompt()

    return work_of(change)


@pytest.mark.parametrize("size", SIZES)
def test_the_synthetic_interview_takes_the_published_route(size: int) -> None:
    route, _, interview = walked(size)
    assert route == synthetic.walk(synthetic.items(size), 1)
    interview.answer("q0", 2)
    changed = list(interview.reached())
    interview.answer("q0", 1)
    assert (synthetic.digest(route), synthetic.digest(changed)) == DIGESTS[size]


@pytest.mark.parametrize("size", [100, 1_000, 10_000])
def test_the_work_of_a_step_is_flat(size: int) -> None:
    assert work_of_a_step(size) < 1.5 * work_of_a_step(10)


def test_no_step_of_ten_thousand_questions_takes_much_more_than_the_usual_one() -> None:
    """But for the first: a twentieth of all questions depends on it."""
    counts = sorted(walked(10_000)[1][1:])
    assert counts[-1] < 5 * counts[len(counts) // 2]


def test_the_work_of_a_change_grows_with_what_depends_on_the_answer_and_no_faster() -> None:
    dependants = {size: len(synthetic_plan(size).root.dependants[0]) for size in (100, 10_000)}
    work = {size: work_of_a_change(size) / dependants[size] for size in dependants}
    assert work[10_000] < 1.5 * work[100]


def work_in_the_last_row(people: int) -> list[int]:
    """The work of each step within the last row of a roster, from its second question on."""
    interview = Interview(household.household_plan(people + 1))
    while interview.position != f"Age[{people}]":
        household.step(interview, people)
    counts = []
    while interview.position != "More":
        counts.append(work_of(lambda: household.step(interview, people)))
    return counts[1:]


def test_the_work_of_a_step_in_a_row_hardly_grows_with_the_rows_before_it() -> None:
    few, many = work_in_the_last_row(10), work_in_the_last_row(200)
    assert len(few) == len(many) > 15
    assert sum(many) < 1.5 * sum(few)


def test_the_work_of_opening_an_interview_grows_no_faster_than_its_answers() -> None:
    answers = {size: walked(size)[2].answers() for size in (100, 10_000)}
    work = {size: work_of(partial(Interview, synthetic_plan(size), answers[size])) / size for size in answers}
    assert work[10_000] < 1.5 * work[100]


@cache
def published() -> ModuleType:
    """The published generator, where it lies beside the folder of this checkout."""
    if not PUBLISHED_GENERATOR.is_file():
        pytest.skip("the published generator does not lie beside this checkout (shared/bench/synthetic.py)")
    specification = importlib.util.spec_from_file_location("published_synthetic", PUBLISHED_GENERATOR)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize("size", SIZES)
def test_the_synthetic_questionnaire_is_the_published_one(size: int) -> None:
    theirs = published().spec(size)
    ours = [
        {
            "id": item.name,
            "title": f"Question {item.at}: which of these applies to you?",
            "cond": None if item.read is None else {"ref": f"q{item.read}", "ne": f"o{item.unless}"},
            "fill": None if item.fill is None else f"q{item.fill}",
        }
        for item in synthetic.items(size)
    ]
    assert ours == theirs


@pytest.mark.parametrize("size", SIZES)
def test_the_digests_are_the_published_ones(size: int) -> None:
    generator = published()
    questions = generator.spec(size)
    assert (
        generator.sha(generator.walk(questions)),
        generator.sha(generator.walk(questions, "o2")),
    ) == DIGESTS[size]
    assert f"o{synthetic.answer(size - 1)}" == generator.answer(size - 1)
