"""The suggested outcome: what the calls and the interview of a case speak for, and which codes a person may then confirm.

    suggestion = suggest(frame, calls, status, stop, answered)
    codes = allowed(frame, by_office=False)
    refused = check_outcome(frame, code, reason, by_office=False)

A suggestion is never an outcome: a person confirms it, or chooses another code.
"""

from dataclasses import dataclass
from typing import assert_never

from capi.fieldwork.call_history import Attempt, Calls
from capi.fieldwork.case import Status, StopReason
from capi.fieldwork.contents import Stopped
from capi.outcomes.frame import CallResult, Group, OutcomeCode, OutcomeFrame
from capi.wording import Wording

_NOBODY_REACHED = (Group.NON_CONTACT, Group.UNKNOWN_ELIGIBILITY)
_COMPLETED = Wording("Outcome", "The interview is complete.")
_COMPLETED_ALONE = Wording(
    "Outcome", "The interview is complete: the respondent finished it alone, in self-completion."
)
_STOPPED = {
    StopReason.REFUSED: Wording(
        "Outcome", "The interview was refused after it had begun. Questions answered until then: {answered}."
    ),
    StopReason.UNABLE: Wording(
        "Outcome", "The respondent was not able to go on. Questions answered until then: {answered}."
    ),
    StopReason.OTHER: Wording(
        "Outcome", "The interview was stopped for good. Questions answered until then: {answered}."
    ),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An outcome code, and why it is suggested."""

    code: str
    because: Wording


@dataclass(frozen=True, slots=True)
class _Telling:
    attempt: Attempt
    result: CallResult
    outcome: OutcomeCode


def suggest(
    frame: OutcomeFrame,
    calls: Calls,
    status: Status,
    stop: Stopped | None,
    answered: int,
    *,
    language: str = "",
    alone: bool = False,
) -> Suggestion | None:
    """None where nothing speaks for a code. `answered`: how many questions are; `language`: in which one the results of
    calls are named, the frame's first one where it is not among them; `alone`: the respondent has completed the interview herself.

    The interview speaks first, then the calls. An interview that was begun and is not finished speaks against calls that
    reached nobody, and makes a refusal one during the interview.
    """
    match status:
        case Status.COMPLETED:
            return _of(frame.interview.completed, _COMPLETED_ALONE if alone else _COMPLETED)
        case Status.STOPPED:
            return _stopped(frame, stop, answered)
        case Status.IN_PROGRESS:
            return _in_progress(frame, calls, answered, language)
        case Status.NOT_STARTED:
            telling = _telling(frame, calls)
            if telling:
                return _of(telling.outcome.code, _in_words(frame, calls, telling, language))
            none = Wording("Outcome", "No call has been made yet.")
            return None if calls.attempts else _of(frame.interview.not_attempted, none)
        case _:
            assert_never(status)


def allowed(frame: OutcomeFrame, *, by_office: bool) -> tuple[OutcomeCode, ...]:
    """The codes that the office, or an interviewer, may confirm, in the order of the frame."""
    return tuple(each for each in frame.outcomes if by_office or not each.office_only)


def check_outcome(frame: OutcomeFrame, code: str, reason: str, *, by_office: bool) -> Wording | None:
    """Why the code cannot be confirmed; None where it can. An empty code takes the outcome back, as everybody may."""
    outcome = frame.outcome(code)
    if not code:
        return None
    if outcome is None:
        return Wording("Outcome", "There is no outcome code {code}. Choose one of the list.").filled(code=code)
    if outcome.office_only and not by_office:
        return Wording(
            "Outcome", "Outcome {code} is confirmed by the office alone. Choose another, and tell the office in a note."
        ).filled(code=code)
    if outcome.needs_reason and not reason.strip():
        return Wording("Outcome", "Outcome {code} needs a reason. Write it in a few words.").filled(code=code)
    return None


def _of(code: str, because: Wording) -> Suggestion | None:
    return Suggestion(code, because) if code else None


def _is_partial(frame: OutcomeFrame, answered: int) -> bool:
    return bool(frame.interview.partial) and answered >= frame.interview.partial_from


def _stopped(frame: OutcomeFrame, stop: Stopped | None, answered: int) -> Suggestion | None:
    codes = frame.interview
    reason = stop.reason if stop else StopReason.OTHER
    by_reason = {
        StopReason.REFUSED: codes.refused,
        StopReason.UNABLE: codes.unable,
        StopReason.OTHER: codes.other,
    }
    code = codes.partial if _is_partial(frame, answered) else by_reason[reason]
    return _of(code, _STOPPED[reason].filled(answered=answered))


def _in_progress(frame: OutcomeFrame, calls: Calls, answered: int, language: str) -> Suggestion | None:
    begun = Wording("Outcome", "The interview was begun and is not finished. Questions answered: {answered}.").filled(
        answered=answered
    )
    if _is_partial(frame, answered):
        return _of(frame.interview.partial, begun)
    telling = _telling(frame, calls, without=_NOBODY_REACHED)
    if telling:
        outcome = telling.outcome
        refused = outcome.group is Group.REFUSAL and outcome.closes
        code = frame.interview.refused if refused else outcome.code
        return _of(code, _in_words(frame, calls, telling, language))
    return _of(frame.interview.in_progress, begun)


def _telling(frame: OutcomeFrame, calls: Calls, without: tuple[Group, ...] = ()) -> _Telling | None:
    """The call whose result has the greatest weight, of equal ones the latest. One that suggests no code tells nothing, and
    neither does a result the frame does not know: it was another frame's."""
    found = []
    for attempt in calls.attempts:
        result = frame.result(attempt.call.result)
        outcome = frame.outcome(result.suggests) if result else None
        if result and outcome and outcome.group not in without:
            found.append(_Telling(attempt, result, outcome))
    return max(found, key=lambda each: (each.result.weight, each.attempt.call.began, each.attempt.entry), default=None)


def _in_words(frame: OutcomeFrame, calls: Calls, telling: _Telling, language: str) -> Wording:
    result, number = frame.said(telling.result.label, language), len(calls.attempts)
    if number == 1:
        return Wording("Outcome", "One call: {result}.").filled(result=result)
    if telling.attempt is calls.last:
        return Wording("Outcome", "Calls: {number}. The last one: {result}.").filled(number=number, result=result)
    return Wording("Outcome", "Calls: {number}. The most telling one, on {began}: {result}.").filled(
        number=number, result=result, began=telling.attempt.call.began
    )
