"""Edits: checks that must be resolved, signals that may be suppressed with a reason, and what they say."""

import pytest

from capi.engine.interview import NotOnRoute
from tests.engine.scenario import Scenario

JOB = """
    - Age: {text: How old are you?, type: whole_number, maximum: 120}
    - Work: {text: Did you work last week?, categories: {1: "Yes", 2: "No"}}
    - Years: {text: How many years in this job?, type: whole_number, maximum: 120, asked_if: Work == 1}
    - Happy: {text: Are you happy?, categories: {1: "Yes", 2: "No"}}
"""
EDITS = """
    edits:
      - check: YearsAge
        fails_if: Years > Age
        message: "{Years} years in a job at the age of {Age}?"
      - signal: OldWorker
        fails_if: Age > 75 and Work == 1
        message: At work at {Age}?
"""


def person() -> Scenario:
    return Scenario(JOB, section=EDITS)


def test_a_check_that_fails_keeps_the_interview_at_its_question() -> None:
    worker = person()
    failed = worker.answers(Age=30, Work=1, Years=31)
    assert [(edit.name, edit.kind, edit.hard) for edit in failed] == [("YearsAge", "check", True)]
    assert worker.is_asked("Years")
    assert worker.moves_on() == failed
    assert worker.is_asked("Years")


def test_a_failed_edit_says_what_is_inconsistent_and_names_its_fields() -> None:
    (failed,) = person().answers(Age=30, Work=1, Years=31)
    assert failed.message == "31 years in a job at the age of 30?"
    assert failed.fields == ("Years", "Age")


def test_a_check_that_fails_is_resolved_by_another_answer_there() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=31)
    assert worker.answers(Years=3) == ()
    assert worker.is_asked("Happy")
    assert worker.failing == []


def test_a_check_that_fails_is_resolved_by_another_answer_to_a_question_it_involves() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=31)
    worker.goes_to("Age")
    assert worker.answers(Age=50) == ()
    assert worker.is_asked("Work")
    assert worker.failing == []


def test_a_check_cannot_be_suppressed() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=31)
    worker.cannot_suppress("YearsAge", "She says so")
    assert worker.failing == ["YearsAge"]


def test_a_check_fails_at_each_question_it_involves() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=20)
    worker.goes_to("Age")
    assert [edit.name for edit in worker.answers(Age=19)] == ["YearsAge"]
    assert worker.is_asked("Age")
    assert [edit.name for edit in worker.interview.failed_at("Years")] == ["YearsAge"]
    assert worker.interview.failed_at("Work") == ()


def test_an_interview_with_an_edit_that_fails_is_not_complete() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=31, Happy=1)
    assert worker.interview.waiting is None
    assert not worker.interview.complete


def test_a_signal_that_fails_keeps_the_interview_until_it_is_suppressed() -> None:
    worker = person()
    failed = worker.answers(Age=80, Work=1)
    assert [(edit.name, edit.kind, edit.hard) for edit in failed] == [("OldWorker", "signal", False)]
    assert worker.is_asked("Work")
    worker.suppresses("OldWorker", "  Owns the shop ")
    assert worker.is_asked("Work")
    assert worker.failing == []
    assert worker.interview.suppressed == {"OldWorker": "Owns the shop"}
    assert worker.moves_on() == ()
    assert worker.is_asked("Years")


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_signal_is_not_suppressed_without_a_reason(reason: str) -> None:
    worker = person()
    worker.answers(Age=80, Work=1)
    worker.cannot_suppress("OldWorker", reason)
    assert worker.failing == ["OldWorker"]


@pytest.mark.parametrize("edit", ["OldWorker", "Nonsense", ""])
def test_an_edit_that_does_not_fail_is_not_suppressed(edit: str) -> None:
    worker = person()
    worker.answers(Age=40, Work=1)
    worker.cannot_suppress(edit, "Because")
    assert worker.interview.suppressed == {}


def test_a_signal_is_suppressed_once() -> None:
    worker = person()
    worker.answers(Age=80, Work=1)
    worker.suppresses("OldWorker", "Owns the shop")
    worker.cannot_suppress("OldWorker", "Still owns it")


def suppressed() -> Scenario:
    worker = person()
    worker.answers(Age=80, Work=1)
    worker.suppresses("OldWorker", "Owns the shop")
    worker.moves_on()
    return worker


def test_a_suppression_lapses_when_an_answer_involved_changes() -> None:
    worker = suppressed()
    worker.goes_to("Age")
    assert [edit.name for edit in worker.answers(Age=81)] == ["OldWorker"]
    assert worker.interview.suppressed == {}


def test_a_suppression_lapses_when_an_answer_involved_is_taken_back() -> None:
    worker = suppressed()
    worker.clears("Work")
    assert worker.interview.suppressed == {}
    assert worker.failing == []
    assert [edit.name for edit in worker.answers(Work=1)] == ["OldWorker"]


def test_a_suppression_stands_while_the_same_answer_is_given_again() -> None:
    worker = suppressed()
    worker.goes_to("Age")
    assert worker.answers(Age=80) == ()
    assert worker.interview.suppressed == {"OldWorker": "Owns the shop"}


def test_a_suppression_stands_while_other_answers_change() -> None:
    worker = suppressed()
    worker.answers(Years=12, Happy=2)
    assert worker.interview.suppressed == {"OldWorker": "Owns the shop"}
    assert worker.interview.complete


def test_a_suppression_outlives_an_involved_answer_that_leaves_the_route_and_returns_unchanged() -> None:
    worker = Scenario(
        """
        - Work: {text: Did you work?, categories: {1: "Yes", 2: "No"}}
        - Hours: {text: How many hours?, type: whole_number, asked_if: Work == 1}
        - Happy: {text: Are you happy?, type: text}
        """,
        section="edits: [{signal: Long, fails_if: Hours > 80, message: That is long.}]",
    )
    worker.answers(Work=1, Hours=100)
    worker.suppresses("Long", "Two jobs")
    worker.answers(Work=2)
    assert worker.failing == []
    worker.answers(Work=1)
    assert worker.failing == []
    assert worker.interview.suppressed == {"Long": "Two jobs"}


def test_an_edit_stops_failing_when_an_answer_it_reads_leaves_the_route() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=31)
    worker.goes_to("Work")
    worker.answers(Work=2)
    assert worker.failing == []
    worker.goes_to("Work")
    worker.answers(Work=1)
    assert worker.failing == ["YearsAge"]
    assert worker.is_asked("Years")


def test_an_edit_that_fails_again_elsewhere_stops_the_interview_at_the_question_it_involves() -> None:
    worker = person()
    worker.answers(Age=30, Work=1, Years=31, Happy=1)
    worker.goes_to("Work")
    worker.answers(Work=2)
    worker.goes_to("Work")
    worker.answers(Work=1)
    assert worker.is_asked("Years")
    assert [edit.name for edit in worker.moves_on()] == ["YearsAge"]
    assert worker.is_asked("Years")


def test_an_edit_is_judged_only_when_all_it_reads_has_been_answered() -> None:
    """`!=` holds for an answer not given yet; an interviewer must not be held up by a question she cannot reach."""
    couple = Scenario(
        """
        - Says: {text: How many live here?, type: whole_number}
        - Counted: {text: And by name?, type: whole_number}
        """,
        section="edits: [{check: SameCount, fails_if: Says != Counted, message: They differ.}]",
    )
    assert couple.answers(Says=3) == ()
    assert couple.is_asked("Counted")
    assert [edit.name for edit in couple.answers(Counted=2)] == ["SameCount"]
    assert couple.answers(Counted=3) == ()
    assert couple.is_at_the_end


def test_an_edit_involves_the_fields_it_reads_and_those_it_names() -> None:
    worker = Scenario(
        """
        - Age: {text: How old?, type: whole_number}
        - Name: {text: What is your name?, type: text}
        """,
        section="edits: [{signal: Old, fails_if: Age > 110, message: '{Name|You}, {Age}?', fields: [Name]}]",
    )
    (failed,) = worker.answers(Age=111)
    assert failed.fields == ("Age", "Name")
    assert failed.message == "You, 111?"
    worker.suppresses("Old", "Has a letter from the King")
    assert [edit.message for edit in worker.answers(Name="Ann")] == ["Ann, 111?"]
    assert worker.interview.suppressed == {}


def test_an_edit_can_read_a_fact() -> None:
    worker = Scenario(
        "- Age: {text: How old?, type: whole_number}",
        top="facts: {Born: {type: whole_number}}",
        section="edits: [{signal: Other, fails_if: Age != 2026 - Born, message: Not as in the sample.}]",
        facts={"Born": 1986},
    )
    assert [edit.fields for edit in worker.answers(Age=41)] == [("Age", "Born")]
    assert worker.answers(Age=40) == ()


def test_a_missing_answer_is_neither_above_nor_below() -> None:
    worker = person()
    worker.answers(Age=30, Work=1)
    assert worker.does_not_know() == ()
    assert worker.is_asked("Happy")


def test_two_edits_can_fail_at_one_question_and_are_told_in_the_order_written() -> None:
    worker = Scenario(
        "- Age: {text: How old?, type: whole_number}",
        section="""
            edits:
              - signal: Old
                fails_if: Age > 110
                message: Old.
              - check: VeryOld
                fails_if: Age > 130
                message: Very old.
        """,
    )
    assert [edit.name for edit in worker.answers(Age=131)] == ["Old", "VeryOld"]
    worker.suppresses("Old", "Well")
    assert worker.failing == ["VeryOld"]


def test_edits_written_at_a_question_are_edits_like_others() -> None:
    worker = Scenario(
        """
        - Age:
            text: How old?
            type: whole_number
            edits: [{signal: Old, fails_if: Age > 110, message: "{Age}?"}]
        """
    )
    assert [edit.message for edit in worker.answers(Age=111)] == ["111?"]


def test_a_fact_alone_can_make_an_edit_fail_only_with_an_answer() -> None:
    worker = person()
    assert worker.failing == []
    with pytest.raises(NotOnRoute):
        worker.answers(Nonsense=1)
