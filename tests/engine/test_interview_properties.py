"""Whatever is answered, changed, cleared and gone back to: the interview is what its answers make it, and nothing else."""

from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from capi.engine.interview import Interview
from capi.engine.plan import Plan
from capi.engine.route import route
from capi.instrument.address import parted
from capi.instrument.model import Answer
from tests.engine.small_instruments import Step, answers_to, facts, plans, steps, take

TODAY = "2026-11-18"

many = settings(max_examples=200, deadline=None)


def kept(interview: Interview) -> dict[str, Answer]:
    """All answers, on the route and off it; not what is computed each time."""
    return interview.kept_answers()


def computed_once(plan: Plan, field: str) -> bool:
    computed = plan.question(parted(field)[0]).computed
    return computed is not None and computed.once


def takes_not_always(plan: Plan, field: str) -> bool:
    """Whether an answer to the question may come to be one that cannot be given: its row gone, its category not offered."""
    page, at = plan.where[parted(field)[0]]
    return at in page.takes


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
        "said": [interview.said(field) for field in interview.route()],
        "rows": {roster: interview.rows(roster) for roster in interview.rosters()},
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
        rows=interview.kept_rows(),
        today=TODAY,
    )


def with_answers(interview: Interview, answers: Mapping[str, Answer]) -> Interview:
    """The same interview, had it been opened with these answers."""
    return Interview(
        interview.plan,
        answers,
        interview.facts,
        suppressed=interview.suppressed,
        rows=interview.kept_rows(),
        today=TODAY,
    )


def taken(plan: Plan, known: Mapping[str, Answer], walk: list[Step]) -> Interview:
    interview = Interview(plan, facts=known, today=TODAY)
    for step in walk:
        take(interview, step)
    return interview


@many
@given(plans, facts, steps)
def test_after_every_step_the_interview_equals_the_pure_route(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = Interview(plan, facts=known, today=TODAY)
    for step in walk:
        take(interview, step)
        pure = route(plan, kept(interview), known, interview.kept_rows())
        assert tuple(interview.route()) == pure.fields
        assert tuple(interview.reached()) == pure.reached
        assert interview.waiting == pure.waiting
        given = {field: answer for field, answer in interview.answers().items() if field not in pure.computed}
        not_given = (set(kept(interview)) & set(pure.fields)) - set(given)
        assert set(given) <= set(kept(interview)) & set(pure.fields)
        assert all(takes_not_always(plan, field) and field in interview.off_route() for field in not_given)
        assert {field: interview.answer_to(field) for field in pure.computed} == pure.computed


@many
@given(plans, facts, steps)
def test_after_every_step_the_interview_equals_one_built_anew_from_its_answers(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = Interview(plan, facts=known, today=TODAY)
    for step in walk:
        take(interview, step)
        anew = built_anew(interview)
        assert seen_of(interview) == seen_of(anew)
        assert interview.off_route() == anew.off_route()
        assert (interview.position, interview.prompt()) == (anew.position, anew.prompt())


@many
@given(plans, facts, steps)
def test_no_answer_is_ever_lost_or_invented(plan: Plan, known: dict[str, Answer], walk: list[Step]) -> None:
    interview = Interview(plan, facts=known, today=TODAY)
    for step in walk:
        before, held = kept(interview), set(interview.route())
        take(interview, step)
        changed = {
            field for field in before.keys() | kept(interview).keys() if before.get(field) != kept(interview).get(field)
        }
        changed = {field for field in changed if not computed_once(plan, field)}
        assert len(changed) <= (1 if step.kind in ("answer", "answer there", "clear", "add") else 0)
        assert changed <= held


@many
@given(plans, facts, steps)
def test_the_place_is_on_the_route_and_never_beyond_a_question_that_waits(
    plan: Plan, known: dict[str, Answer], walk: list[Step]
) -> None:
    interview = Interview(plan, facts=known, today=TODAY)
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
    assert interview.about >= len(list(interview.route()))
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
    other = with_answers(interview, dict(shuffled))
    assert seen_of(other) == seen_of(interview)


@many
@given(plans, facts, steps, st.data())
def test_answers_off_the_route_influence_nothing(
    plan: Plan, known: dict[str, Answer], walk: list[Step], data: st.DataObject
) -> None:
    interview = taken(plan, known, walk)
    route = frozenset(interview.route())
    # One on the route waits there, as its category is not offered now: another answer in its place could be given, and would count.
    others = {
        field: answer if field in route else data.draw(st.sampled_from(answers_to(plan, field)), label=field)
        for field, answer in interview.off_route().items()
        if not computed_once(plan, field)
    }
    other = with_answers(interview, {**interview.answers(), **others})
    none = with_answers(interview, interview.answers())
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
