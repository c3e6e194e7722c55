"""Resuming: an interview left and opened again stands where it stood, or where it can."""

from tests.engine.scenario import Scenario

WORK = """
    - Work: {text: Did you work last week?, categories: {1: "Yes", 2: "No"}}
    - Hours: {text: How many hours?, type: whole_number, maximum: 168, asked_if: Work == 1}
    - Looking: {text: Were you looking for work?, categories: {1: "Yes", 2: "No"}, asked_if: Work == 2}
    - Happy: {text: Are you happy?, categories: {1: "Yes", 2: "No"}}
"""


def halfway() -> Scenario:
    person = Scenario(WORK)
    person.answers(Work=1, Hours=40)
    return person


def whole() -> Scenario:
    person = halfway()
    person.answers(Happy=1)
    return person


def test_an_interview_resumes_at_the_question_it_was_left_at() -> None:
    again = halfway().resumed("Hours")
    assert again.is_asked("Hours")
    assert again.prompt == halfway().interview.prompt_of("Hours")


def test_an_interview_left_at_its_end_resumes_there() -> None:
    again = whole().resumed(None)
    assert again.is_at_the_end
    assert again.interview.complete


def test_without_a_place_it_resumes_at_the_question_waiting() -> None:
    assert halfway().resumed("").is_asked("Happy")


def test_at_a_place_no_longer_on_the_route_it_resumes_at_the_question_waiting() -> None:
    assert halfway().resumed("Looking").is_asked("Happy")


def test_at_a_place_the_instrument_does_not_have_it_resumes_at_the_question_waiting() -> None:
    assert halfway().resumed("Nonsense").is_asked("Happy")


def test_it_never_resumes_beyond_a_question_that_waits() -> None:
    person = whole()
    person.clears("Hours")
    assert person.resumed("Happy").is_asked("Hours")
    assert person.resumed(None).is_asked("Hours")


def test_answers_off_the_route_remarks_and_facts_are_there_again() -> None:
    person = Scenario(WORK, top="facts: {Region: {type: text}}", facts={"Region": "North"})
    person.answers(Work=1, Hours=40)
    person.remarks("Work", "Odd jobs")
    person.goes_to("Work")
    person.answers(Work=2)
    again = person.resumed(person.interview.position)
    assert again.interview.off_route() == {"Hours": 40}
    assert again.interview.remarks == {"Work": "Odd jobs"}
    assert again.interview.facts == {"Region": "North"}
    assert again.interview.answer_to("Region") == "North"


def test_a_suppressed_signal_is_suppressed_again() -> None:
    person = Scenario(
        "- Hours: {text: How many hours?, type: whole_number}",
        section="edits: [{signal: Long, fails_if: Hours > 80, message: That is long.}]",
    )
    person.answers(Hours=100)
    assert person.resumed("Hours").failing == ["Long"]
    person.suppresses("Long", "Two jobs")
    again = person.resumed("Hours")
    assert again.failing == []
    assert again.interview.suppressed == {"Long": "Two jobs"}
