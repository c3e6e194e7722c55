"""Moving through an interview: on, back, to a question, to the one waiting, and to the end."""

import pytest

from capi.engine.interview import NotOnRoute
from capi.engine.plan import plan
from capi.instrument.model import Mode
from tests.engine.scenario import Scenario, instrument

WORK = """
    - Work: {text: Did you work last week?, categories: {1: "Yes", 2: "No"}}
    - Hours: {text: How many hours?, type: whole_number, maximum: 168, asked_if: Work == 1}
    - Looking: {text: Were you looking for work?, categories: {1: "Yes", 2: "No"}, asked_if: Work == 2}
    - Happy: {text: Are you happy?, categories: {1: "Yes", 2: "No"}}
"""


def test_an_interview_begins_at_its_first_question() -> None:
    person = Scenario(WORK)
    assert person.is_asked("Work")
    assert person.asked == ["Work"]


def test_an_answer_moves_on_to_the_next_question_on_the_route() -> None:
    person = Scenario(WORK)
    person.types(2)
    assert person.is_asked("Looking")


def test_after_the_last_answer_the_interview_is_at_its_end_and_complete() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    assert person.is_at_the_end
    assert person.interview.complete
    assert person.interview.waiting is None
    assert person.interview.prompt() is None


def test_an_interview_whose_first_questions_are_off_the_route_begins_at_the_first_on_it() -> None:
    facts = "facts: {Age: {type: whole_number}}"
    ask = """
        - School: {text: Which school?, type: text, asked_if: Age < 20}
        - Happy: {text: Are you happy?, type: text}
    """
    assert Scenario(ask, top=facts, facts={"Age": 19}).is_asked("School")
    assert Scenario(ask, top=facts, facts={"Age": 20}).is_asked("Happy")
    assert Scenario(ask, top=facts).is_asked("Happy")


def test_an_interview_with_nothing_to_ask_is_at_its_end() -> None:
    facts = "facts: {Age: {type: whole_number}}"
    person = Scenario("- School: {text: Which school?, type: text, asked_if: Age < 20}", top=facts, facts={"Age": 40})
    assert person.is_at_the_end
    assert person.interview.complete
    person.goes_back()
    assert person.moves_on() == ()
    assert person.is_at_the_end


def test_back_goes_to_the_question_before_on_the_route() -> None:
    person = Scenario(WORK)
    person.answers(Work=2, Looking=1)
    person.goes_back()
    assert person.is_asked("Looking")
    person.goes_back()
    assert person.is_asked("Work")


def test_back_stays_at_the_first_question() -> None:
    person = Scenario(WORK)
    person.goes_back()
    assert person.is_asked("Work")
    assert person.progress[0] == 1


def test_back_from_the_end_goes_to_the_last_question() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_back()
    assert person.is_asked("Happy")


def test_moving_on_keeps_the_answer_and_goes_on() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40)
    person.goes_to("Work")
    assert person.moves_on() == ()
    assert person.is_asked("Hours")
    assert person.prompt.answer == 40


def test_moving_on_stays_at_a_question_that_waits() -> None:
    person = Scenario(WORK)
    person.answers(Work=1)
    assert person.moves_on() == ()
    assert person.is_asked("Hours")


def test_moving_on_from_the_last_question_reaches_the_end() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_back()
    person.moves_on()
    assert person.is_at_the_end


def test_any_question_already_asked_can_be_gone_to() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40)
    for field in ("Work", "Hours", "Happy", "Work"):
        person.goes_to(field)
        assert person.is_asked(field)


def test_a_question_beyond_the_first_one_waiting_cannot_be_gone_to() -> None:
    person = Scenario(WORK)
    person.answers(Work=1)
    assert person.cannot_go_to("Happy") == "Happy has not been reached; Hours is to be answered first."


def test_a_question_answered_before_cannot_be_gone_to_while_one_before_it_waits() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_to("Work")
    person.answers(Work=2)
    assert person.is_asked("Looking")
    assert person.cannot_go_to("Happy") == "Happy has not been reached; Looking is to be answered first."


@pytest.mark.parametrize("field", ["Looking", "Nonsense", ""])
def test_what_is_not_on_the_route_cannot_be_gone_to(field: str) -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40)
    assert person.cannot_go_to(field) == f"{field} is not on the route."


def test_a_fact_is_no_question() -> None:
    person = Scenario("- Happy: {text: Are you happy?, type: text}", top="facts: {Age: {type: whole_number}}")
    with pytest.raises(NotOnRoute):
        person.answers(Age=40)
    person.cannot_go_to("Age")


def test_a_question_off_the_route_cannot_be_answered_cleared_or_remarked_on() -> None:
    person = Scenario(WORK)
    person.answers(Work=1)
    for attempt in (
        lambda: person.answers(Looking=1),
        lambda: person.clears("Looking"),
        lambda: person.remarks("Looking", "looked hard"),
        lambda: person.interview.prompt_of("Looking"),
    ):
        with pytest.raises(NotOnRoute):
            attempt()
    assert person.interview.answers() == {"Work": 1}


def test_going_to_what_waits_skips_what_is_answered() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40)
    person.goes_to("Work")
    person.interview.go_to_waiting()
    assert person.is_asked("Happy")


def test_going_to_what_waits_goes_to_the_end_where_nothing_does() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_to("Work")
    person.interview.go_to_waiting()
    assert person.is_at_the_end


def test_changing_an_answer_asks_the_question_it_brings_in() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_to("Work")
    person.types(2)
    assert person.asked == ["Work", "Looking"]
    assert person.interview.off_route() == {"Hours": 40}
    assert not person.interview.complete


def test_answering_what_waits_then_goes_on_over_what_is_answered() -> None:
    """One question at a time, also those answered: the interviewer sees what stood there."""
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_to("Work")
    person.answers(Work=2, Looking=1)
    assert person.is_asked("Happy")
    person.moves_on()
    assert person.is_at_the_end


def test_a_change_reaches_questions_through_other_questions() -> None:
    person = Scenario("""
        - Work: {text: Did you work?, categories: {1: "Yes", 2: "No"}}
        - Paid: {text: Were you paid?, categories: {1: "Yes", 2: "No"}, asked_if: Work == 1}
        - Pay: {text: How much?, type: whole_number, asked_if: Paid == 1}
        - Why: {text: Why so little?, type: text, asked_if: Pay < 100}
        - Happy: {text: Are you happy?, type: text}
    """)
    person.answers(Work=1, Paid=1, Pay=50, Why="Piecework", Happy="Yes")
    person.answers(Work=2)
    assert person.interview.answers() == {"Work": 2, "Happy": "Yes"}
    assert person.interview.off_route() == {"Paid": 1, "Pay": 50, "Why": "Piecework"}
    person.answers(Work=1)
    assert person.asked == ["Work", "Paid", "Pay", "Why", "Happy"]
    assert person.pure.fields == tuple(person.asked)


def test_an_answer_off_the_route_comes_back_with_the_route() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_to("Work")
    person.answers(Work=2)
    person.goes_to("Work")
    person.answers(Work=1)
    assert person.interview.answers() == {"Work": 1, "Hours": 40, "Happy": 1}
    assert person.interview.complete


def test_a_question_answered_out_of_turn_is_kept_but_the_one_waiting_stays_in_turn() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Happy=2)
    assert person.is_asked("Hours")
    assert person.interview.answers() == {"Work": 1, "Happy": 2}


def test_clearing_an_answer_makes_its_question_wait_and_be_asked() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.clears("Work")
    assert person.is_asked("Work")
    assert person.interview.waiting == "Work"
    assert person.asked == ["Work"]
    assert person.interview.answers() == {"Happy": 1}
    assert person.interview.off_route() == {"Hours": 40}


def test_clearing_what_has_no_answer_changes_nothing() -> None:
    person = Scenario(WORK)
    person.answers(Work=1)
    person.clears("Hours")
    assert person.is_asked("Hours")
    assert person.interview.answers() == {"Work": 1}


def test_the_same_answer_again_moves_on_and_changes_nothing() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy=1)
    person.goes_to("Work")
    person.answers(Work=1)
    assert person.is_asked("Hours")
    assert person.interview.complete


def test_a_remark_is_kept_with_its_question_and_taken_away_by_an_empty_one() -> None:
    person = Scenario(WORK)
    person.remarks("Work", "Odd jobs only")
    assert person.prompt.remark == "Odd jobs only"
    person.remarks("Work", "")
    assert person.prompt.remark == ""
    assert person.interview.remarks == {}


def test_a_remark_stays_when_its_question_leaves_the_route() -> None:
    person = Scenario(WORK)
    person.answers(Work=1)
    person.remarks("Hours", "On average")
    person.goes_to("Work")
    person.answers(Work=2)
    assert person.interview.remarks == {"Hours": "On average"}


def test_an_answer_is_said_in_the_number_and_words_printed() -> None:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40, Happy="refused")
    assert [person.interview.said(field) for field in person.interview.route()] == [
        "1 · Yes",
        "40",
        "Prefer not to say",
    ]
    assert person.interview.said("Looking") == ""


def test_an_instrument_is_held_only_in_the_modes_it_is_fielded_in() -> None:
    with pytest.raises(ValueError, match="scenario is not fielded in telephone"):
        plan(instrument(WORK, modes="face_to_face"), Mode.TELEPHONE)
