"""Answers in words: what was asked of this respondent, in the order of the route, as the office reads it.

Missing states are told apart: what was refused or not known, what was not applicable, and the one question that waits.
What is off the route is not there: no condition sees it, and nobody is shown it as if it had been asked.
"""

from collections.abc import Iterator

from capi.engine.interview import Interview
from capi.engine.plan import Plan
from capi.fieldwork.case import Status
from capi.fieldwork.replay import CaseRecord
from capi.instrument.address import parted
from capi.instrument.model import Answer, Information, Missing
from capi.sync.office_messages import FieldAnswer

UNANSWERED = "unanswered"
"""Beside the missing states a respondent can give: the question was reached, and waits for its answer."""


def interview_of(plan: Plan, record: CaseRecord) -> Interview:
    """The interview as it stands. Without a day: what only the day could have said, and was not fixed, has no value."""
    known = {name: value for name, value in record.case.facts.items() if name in plan.facts}
    return Interview(plan, record.answers, known, rows=record.rows)


def answers_in_words(plan: Plan, record: CaseRecord) -> list[FieldAnswer]:
    """The questions reached, with the words of the first language of the instrument; none before the first sitting."""
    if record.status is Status.NOT_STARTED:
        return []
    interview = interview_of(plan, record)
    return [_in_words(interview, field) for field in _asked(plan, interview)]


def label_of(interview: Interview, field: str) -> str:
    """The question in a few words, with the row it is about: `Ann, job 2: Hours`."""
    rows = ", ".join(interview.row_name(row) for row in interview.rows_of(field))
    label = interview.label(field)
    return f"{rows}: {label}" if rows else label


def _asked(plan: Plan, interview: Interview) -> Iterator[str]:
    for field in interview.reached():
        if not isinstance(plan.question(parted(field)[0]).type, Information):
            yield field


def _in_words(interview: Interview, field: str) -> FieldAnswer:
    answer = interview.answer_to(field)
    return FieldAnswer(
        field=field,
        label=label_of(interview, field),
        text=interview.said(field),
        value=_value(answer),
        missing=UNANSWERED if answer is None else answer.value if isinstance(answer, Missing) else "",
    )


def _value(answer: Answer | None) -> str:
    """As it is stored: harmonised values, not the numbers typed. Empty for a missing state."""
    if answer is None or isinstance(answer, Missing):
        return ""
    if isinstance(answer, tuple):
        return " ".join(map(str, answer))
    return str(answer)
