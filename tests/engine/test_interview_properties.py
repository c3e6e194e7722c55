"""Whatever is answered, changed, cleared and gone back to: the interview is what its answers make it, and nothing else."""

from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from capi.engine.interview import Interview
from capi.engine.plan import Plan
from capi.engine.route import route
from capi.instrument.model import Answer
from tests.engine.small_instruments import Step, answers_to, facts, plans, steps, take

many = settings(max_examples=200, deadline=None)


def kept(interview: Interview) -> dict[str, Answer]:
    """All answers, on the route and off it."""
    return {**interview.answers(), **interview.off_route()}


def seen_of(interview: Interview) -> dict[str, object]:
    """All that can be seen of an interview, but for the place where it stands and the answers off the route."""
    return {
        "route": list(interview.route()),
        "reached": list(interview.reached()),
        "waiting": interview.waiting,
        "answers": interview.answers(),
        "failed": interview.failed(),
        "about": interview.about,
        "complete": interview.complete,
        "said": [interview.said(field) for field in interview.plan.index],
    }


def prompts_of(interview: Interview) -> list[object]:
    return [interview.prompt_of(field) for field in interview.route()]


def built_anew(interview: Interview) -> Interview:
    return Interview(
        interview.plan,
        kept(interview),
        interview.facts,
        remarks=interview.remarks,
        suppressed=interview.suppressed,
        position=interview.position,
    )


def taken(plan: Plan, known: Mapping[str, Answer], walk: list[Step]) -> Interview:
    interview = Interview(plan, facts=known)
    for step in walk:
        take(interview, step)
    return interview


def about_as_defined(interview: Interview) -> int:
    """The questions on the route, and those off it whose filter reads, directly or not, one that still waits."""
    plan, on, answers = interview.plan, set(interview.route()), interview.answers()
    unsettled: set[int] = set()
    for at, question in enumerate(plan.questions):
        waits = question.name in on and question.name not in answers
        if waits or (question.name not in on and unsettled.intersection(plan.reads[at])):
            unsettled.add(at)
    return len(on | {plan.questions[at].name for at in unsettled})


@many
@given(plans, facts, steps)
def test_after_every_step_the_interview_equals_the_pure_route(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = Interview(plan, facts=known)
    for step in walk:
        take(interview, step)
        pure = route(plan, kept(interview), known)
        assert tuple(interview.route()) == pure.fields
        assert tuple(interview.reached()) == pure.reached
        assert interview.waiting == pure.waiting
        assert set(interview.answers()) == set(kept(interview)) & set(pure.fields)


@many
@given(plans, facts, steps)
def test_after_every_step_the_interview_equals_one_built_anew_from_its_answers(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = Interview(plan, facts=known)
    for step in walk:
        take(interview, step)
        anew = built_anew(interview)
        assert seen_of(interview) == seen_of(anew)
        assert interview.off_route() == anew.off_route()
        assert (interview.position, interview.prompt()) == (anew.position, anew.prompt())


@many
@given(plans, facts, steps)
def test_no_answer_is_ever_lost_or_invented(plan: Plan, known: dict[str, Answer], walk: list[Step]) -> None:
    interview = Interview(plan, facts=known)
    for step in walk:
        before, held = kept(interview), set(interview.route())
        take(interview, step)
        changed = {
            field for field in before.keys() | kept(interview).keys() if before.get(field) != kept(interview).get(field)
        }
        assert len(changed) <= (1 if step.kind in ("answer", "answer there", "clear") else 0)
        assert changed <= held


@many
@given(plans, facts, steps)
def test_the_place_is_on_the_route_and_never_beyond_a_question_that_waits(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = Interview(plan, facts=known)
    for step in walk:
        take(interview, step)
        prompt, reached = interview.prompt(), list(interview.reached())
        if prompt is None:
            assert interview.waiting is None
            assert interview.about == len(reached)
        else:
            assert interview.position in reached
            assert prompt.number == reached.index(prompt.field) + 1
            assert prompt.number <= prompt.about == interview.about


@many
@given(plans, facts, steps)
def test_progress_counts_the_route_and_what_answers_still_to_come_may_add(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = taken(plan, known, walk)
    assert interview.about == about_as_defined(interview)
    if interview.waiting is None:
        assert interview.about == len(list(interview.route()))


@many
@given(plans, facts, steps, st.randoms(use_true_random=False))
def test_the_route_depends_on_the_answers_and_not_on_their_order_in_time(
    plan: Plan, known: dict[str, Answer], walk: list[Step], random: object
) -> None:
    interview = taken(plan, known, walk)
    shuffled = list(kept(interview).items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = Interview(plan, dict(shuffled), known, suppressed=interview.suppressed)
    assert seen_of(other) == seen_of(interview)


@many
@given(plans, facts, steps, st.data())
def test_answers_off_the_route_influence_nothing(
    plan: Plan, known: dict[str, Answer], walk: list[Step], data: st.DataObject
) -> None:
    interview = taken(plan, known, walk)
    others = {
        field: data.draw(st.sampled_from(answers_to(plan.questions[plan.index[field]])), label=field)
        for field in interview.off_route()
    }
    other = Interview(plan, {**interview.answers(), **others}, known, suppressed=interview.suppressed)
    none = Interview(plan, interview.answers(), known, suppressed=interview.suppressed)
    assert seen_of(other) == seen_of(none) == seen_of(interview)
    assert prompts_of(other) == prompts_of(none) == prompts_of(interview)


@many
@given(plans, facts, steps)
def test_back_and_on_again_shows_the_same_prompt(plan: Plan, known: dict[str, Answer], walk: list[Step]) -> None:
    interview = taken(plan, known, walk)
    before = interview.prompt()
    first = interview.position
    interview.back()
    assume(interview.position != first)
    assume(interview.position is None or not interview.failed_at(interview.position))
    interview.move_on()
    assert interview.prompt() == before


@many
@given(plans, facts, steps, st.integers(0, 20), st.integers(0, 20))
def test_an_answer_that_could_not_be_kept_leaves_no_trace(
    plan: Plan, known: dict[str, Answer], walk: list[Step], which: int, what: int
) -> None:
    interview = taken(plan, known, walk)
    reached = list(interview.reached())
    assume(reached)
    field = reached[which % len(reached)]
    before, position = interview.answer_to(field), interview.position
    as_it_is = (seen_of(interview), kept(interview), interview.prompt(), dict(interview.suppressed))
    possible = answers_to(plan.questions[plan.index[field]])
    interview.answer(field, possible[what % len(possible)])
    again = interview.as_it_was(field, before, position, as_it_is[3])
    assert (seen_of(again), kept(again), again.prompt(), again.suppressed) == as_it_is
