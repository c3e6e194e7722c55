"""The route: which questions this respondent is asked, and in what order. A pure function of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from capi.engine.plan import Plan
from capi.instrument.model import Answer


@dataclass(frozen=True, slots=True)
class Route:
    """`fields` are all questions whose filters hold for these answers, in the order of the page.

    `waiting` is the first of them without an answer, or None; `reached` are the fields up to and
    including it: those a respondent has been asked.
    """

    fields: tuple[str, ...]
    waiting: str | None

    @property
    def reached(self) -> tuple[str, ...]:
        return self.fields if self.waiting is None else self.fields[: self.fields.index(self.waiting) + 1]


def route(plan: Plan, answers: Mapping[str, Answer], facts: Mapping[str, Answer]) -> Route:
    """The route for these answers. Answers to questions off the route are out of sight of every filter."""
    seen: list[Answer | None] = [None] * len(plan.index)
    for name, value in facts.items():
        seen[plan.index[name]] = value
    fields: list[str] = []
    waiting: str | None = None
    for at, question in enumerate(plan.questions):
        condition = plan.filters[at]
        if condition is not None and not condition(seen):
            continue
        fields.append(question.name)
        seen[at] = answers.get(question.name)
        if seen[at] is None and waiting is None:
            waiting = question.name
    return Route(tuple(fields), waiting)
