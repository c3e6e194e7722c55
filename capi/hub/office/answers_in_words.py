"""Answers in words: what was asked of this respondent, in the order of the route, as the office reads it.

Missing states are told apart: what was refused or not known, what was not applicable, and the one question that waits.
What is off the route is not there: no condition sees it, and nobody is shown it as if it had been asked.
Each answer is in the words of the mode it was given in.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from capi.engine.interview import Interview
from capi.fieldwork.case import Status
from capi.fieldwork.in_modes import InModes
from capi.fieldwork.replay import CaseRecord
from capi.fieldwork.ways_answered import Ways
from capi.hub.orders.instruments import answered_plan_of, plan_of
from capi.instrument.address import parted
from capi.instrument.model import Answer, Information, Missing
from capi.sync.office_messages import FieldAnswer

UNANSWERED = "unanswered"
"""Beside the missing states a respondent can give: the question was reached, and waits for its answer."""


def interview_of(connection: Connection, record: CaseRecord, ways: Ways) -> InModes:
    """The interview as it stands. Raises NotThere where the hub has not its instrument."""
    sha256 = record.case.sha256
    facts = plan_of(connection, sha256, ways.own).facts
    known = {name: value for name, value in record.case.facts.items() if name in facts}
    return InModes(record, ways, lambda mode: answered_plan_of(connection, sha256, mode), known)


def answers_in_words(connection: Connection, record: CaseRecord, ways: Ways) -> list[FieldAnswer]:
    """The questions reached, with the words of the first language of the instrument; none before the first sitting. Raises NotThere."""
    if record.status is Status.NOT_STARTED:
        return []
    interview = interview_of(connection, record, ways)
    return [_in_words(interview, field) for field in _asked(interview)]


def label_of(interview: Interview, field: str) -> str:
    """The question in a few words, with the row it is about: `Ann, job 2: Hours`."""
    rows = ", ".join(interview.row_name(row) for row in interview.rows_of(field))
    label = interview.label(field)
    return f"{rows}: {label}" if rows else label


def _asked(interview: InModes) -> Iterator[str]:
    plan = interview.standing.plan
    for field in interview.reached():
        if not isinstance(plan.question(parted(field)[0]).type, Information):
            yield field


def _in_words(in_modes: InModes, field: str) -> FieldAnswer:
    interview, way = in_modes.interview_at(field), in_modes.ways.of(field)
    answer = interview.answer_to(field)
    return FieldAnswer(
        field=field,
        label=label_of(interview, field),
        text=interview.said(field),
        value=_value(answer),
        missing=UNANSWERED if answer is None else answer.value if isinstance(answer, Missing) else "",
        mode="" if answer is None else way.mode.value,
        alone=answer is not None and way.alone,
    )


def _value(answer: Answer | None) -> str:
    """As it is stored: harmonised values, not the numbers typed. Empty for a missing state."""
    if answer is None or isinstance(answer, Missing):
        return ""
    if isinstance(answer, tuple):
        return " ".join(map(str, answer))
    return str(answer)
