"""The suggested outcome of a case, for every way an interview and its calls can have gone; and what may be confirmed."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.fieldwork.call_history import NO_CALLS, Calls
from capi.fieldwork.calls import CallMade, Medium
from capi.fieldwork.case import Status, StopReason
from capi.fieldwork.contents import Stopped
from capi.outcomes.frame import InterviewCodes
from capi.outcomes.frame_reading import load_frame
from capi.outcomes.suggestion import allowed, check_outcome, suggest
from tests.outcomes.small_frame import SMALL, UK, fit, small

FRAME = fit(SMALL)
BEGAN = datetime(2026, 11, 18, 14, 30, tzinfo=UTC)
ENOUGH, TOO_FEW = 5, 4


def calls(*results: str) -> Calls:
    """One call an hour."""
    made = NO_CALLS
    for number, result in enumerate(results):
        call = CallMade(began=BEGAN + timedelta(hours=number), medium=Medium.TELEPHONE, result=result)
        made = made.after(number + 2, "anna", call)
    return made


def suggested(results: str, status: Status, answered: int = 0, stop: StopReason | None = None) -> str:
    made = calls(*results.split())
    suggestion = suggest(FRAME, made, status, Stopped(stop) if stop else None, answered)
    return suggestion.code if suggestion else ""


NEW, BEGUN, STOPPED, DONE = Status.NOT_STARTED, Status.IN_PROGRESS, Status.STOPPED, Status.COMPLETED


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ("", "611"),
        ("no_answer", "310"),
        ("no_answer busy no_answer", "310"),
        ("refused no_answer", "431"),
        ("no_answer refused", "431"),
        ("appointment no_answer no_answer", "450"),
        ("appointment refused", "431"),
        ("vacant refused", "431"),
        ("refused vacant", "431"),
        ("odd", "590"),
        ("odd no_answer", "310"),
        ("interview", ""),
        ("sent sent", ""),
        ("sent no_answer", "310"),
        ("unheard_of", ""),
        ("unheard_of no_answer", "310"),
    ],
)
def test_before_an_interview_the_most_telling_call_speaks(results: str, code: str) -> None:
    assert suggested(results, NEW) == code


@pytest.mark.parametrize(
    ("results", "answered", "code"),
    [
        ("", TOO_FEW, "450"),
        ("interview", TOO_FEW, "450"),
        ("interview no_answer no_answer", TOO_FEW, "450"),
        ("interview refused", TOO_FEW, "440"),
        ("interview odd", TOO_FEW, "590"),
        ("interview refused", ENOUGH, "210"),
        ("", ENOUGH, "210"),
    ],
)
def test_an_interview_that_was_begun_speaks_before_calls_that_reached_nobody(
    results: str, answered: int, code: str
) -> None:
    assert suggested(results, BEGUN, answered) == code


@pytest.mark.parametrize("results", ["", "refused", "interview no_answer"])
@pytest.mark.parametrize(
    ("stop", "answered", "code"),
    [
        (StopReason.REFUSED, TOO_FEW, "440"),
        (StopReason.UNABLE, TOO_FEW, "530"),
        (StopReason.OTHER, TOO_FEW, "590"),
        (None, TOO_FEW, "590"),
        (StopReason.REFUSED, ENOUGH, "210"),
        (StopReason.UNABLE, ENOUGH, "210"),
        (StopReason.OTHER, ENOUGH, "210"),
    ],
)
def test_an_interview_that_was_stopped_speaks_whatever_the_calls(
    results: str, stop: StopReason | None, answered: int, code: str
) -> None:
    assert suggested(results, STOPPED, answered, stop) == code


@pytest.mark.parametrize("results", ["", "refused", "no_answer"])
def test_a_complete_interview_is_complete_whatever_the_calls(results: str) -> None:
    assert suggested(results, DONE, 0) == "110"


def test_without_a_partial_code_much_that_was_answered_changes_nothing() -> None:
    frame = fit(small(("  partial: 210\n  partial_from: 5\n", "")))
    stopped = suggest(frame, NO_CALLS, STOPPED, Stopped(StopReason.REFUSED), 1_000)
    assert stopped is not None
    assert stopped.code == "440"


def test_a_frame_that_says_nothing_of_interviews_suggests_nothing_for_them() -> None:
    frame = msgspec.structs.replace(FRAME, interview=InterviewCodes())
    for status in Status:
        assert suggest(frame, NO_CALLS, status, None, 100) is None
    refused = suggest(frame, calls("refused"), NEW, None, 0)
    assert refused is not None
    assert refused.code == "431"


# In words


def because(made: Calls, status: Status = NEW, answered: int = 0, stop: StopReason | None = None) -> str:
    suggestion = suggest(FRAME, made, status, Stopped(stop) if stop else None, answered)
    assert suggestion is not None
    return str(suggestion.because)


def test_words_say_why() -> None:
    assert because(NO_CALLS) == "No call has been made yet."
    assert because(calls("no_answer")) == "One call: No answer."
    assert because(calls("busy", "no_answer")) == "Calls: 2. The last one: No answer."
    assert because(NO_CALLS, DONE) == "The interview is complete."
    assert because(NO_CALLS, BEGUN, 3) == "The interview was begun and is not finished. Questions answered: 3."
    assert because(NO_CALLS, STOPPED, 3, StopReason.REFUSED) == (
        "The interview was refused after it had begun. Questions answered until then: 3."
    )


def test_an_interview_the_respondent_completed_alone_is_complete_and_the_words_say_how() -> None:
    suggestion = suggest(FRAME, NO_CALLS, DONE, None, 0, alone=True)
    assert suggestion is not None
    assert suggestion.code == "110"
    assert str(suggestion.because).endswith("the respondent finished it alone, in self-completion.")


def test_where_an_earlier_call_is_the_most_telling_it_is_dated() -> None:
    suggestion = suggest(FRAME, calls("refused", "no_answer"), NEW, None, 0)
    assert suggestion is not None
    assert dict(suggestion.because.fills) == {"number": 2, "result": "Refused", "began": BEGAN}


def test_the_latest_is_the_one_that_began_last_whenever_it_was_written_down() -> None:
    made = calls("no_answer")
    late = CallMade(began=BEGAN - timedelta(days=1), medium=Medium.TELEPHONE, result="busy")
    suggestion = suggest(FRAME, made.after(9, "anna", late), NEW, None, 0)
    assert suggestion is not None
    assert str(suggestion.because) == "Calls: 2. The last one: No answer."


def test_words_are_in_the_language_that_is_asked_for() -> None:
    busy = FRAME.result("busy")
    assert busy is not None
    spoken = msgspec.structs.replace(busy, label=("Busy", "Prysur"))
    frame = msgspec.structs.replace(FRAME, languages=("en", "cy"), results=(spoken,))
    welsh = suggest(frame, calls("busy"), NEW, None, 0, language="cy")
    assert welsh is not None
    assert str(welsh.because) == "One call: Prysur."


# Confirming


def test_an_interviewer_may_confirm_what_is_not_for_the_office_alone() -> None:
    office, interviewer = (allowed(FRAME, by_office=by_office) for by_office in (True, False))
    assert office == FRAME.outcomes
    assert {each.code for each in office} - {each.code for each in interviewer} == {"410"}


@pytest.mark.parametrize(
    ("code", "reason", "by_office", "words"),
    [
        ("310", "", False, ""),
        ("", "", False, ""),
        ("431", "No time", False, ""),
        ("431", " \t", False, "Outcome 431 needs a reason. Write it in a few words."),
        ("410", "Letter", True, ""),
        ("410", "", True, "Outcome 410 needs a reason. Write it in a few words."),
        ("410", "Letter", False, "Outcome 410 is confirmed by the office alone."),
        ("999", "", True, "There is no outcome code 999. Choose one of the list."),
    ],
)
def test_a_code_is_confirmed_or_refused_in_words(code: str, reason: str, by_office: bool, words: str) -> None:
    refused = check_outcome(FRAME, code, reason, by_office=by_office)
    assert str(refused or "").startswith(words)
    assert (refused is None) is (words == "")


UK_FRAME = load_frame(UK).frame


@given(
    st.lists(st.sampled_from([each.name for each in UK_FRAME.results]), max_size=6),
    st.sampled_from(Status),
    st.sampled_from(StopReason),
    st.integers(0, 200),
)
def test_what_is_suggested_is_always_a_code_an_interviewer_may_confirm(
    results: list[str], status: Status, stop: StopReason, answered: int
) -> None:
    suggestion = suggest(UK_FRAME, calls(*results), status, Stopped(stop), answered)
    if suggestion is None:
        assert status is NEW
        assert results
    else:
        assert check_outcome(UK_FRAME, suggestion.code, "for a reason", by_office=False) is None
        assert str(suggestion.because).endswith(".")
