"""What may be given as an answer, and in which words anything else is refused."""

import pytest

from capi.engine.answers import from_plain, to_plain
from capi.instrument.model import Answer, Missing, Mode
from tests.engine.scenario import Scenario

WORK = """
    - Work:
        text: Did you work last week?
        categories: {1: "Yes", 2: "No", 7: Away, dont_know: {text: Don’t know, spontaneous: true}}
    - Happy: {text: Are you happy?, categories: {1: "Yes", 2: "No"}}
"""
AGE = "- Age: {text: How old are you?, type: whole_number, minimum: 16, maximum: 120}"
JOB = "- Job: {text: What is your job?, type: text, longest: 10}"


def test_a_category_is_answered_by_its_harmonised_value() -> None:
    person = Scenario(WORK)
    person.answers(Work=7)
    assert person.interview.answers() == {"Work": 7}


@pytest.mark.parametrize("value", [3, 0, -1, True, False, 1.0, "1", "Yes", None, [1], {"value": 1}, b"1"])
def test_a_choice_takes_nothing_but_the_value_of_a_category(value: object) -> None:
    words = Scenario(WORK).is_refused(value)
    assert words.endswith("is no category of Work. It takes: 1, 2, 7, dont_know.")


@pytest.mark.parametrize("value", [15, 121, -16, True, 16.0, "40", None, [40], 10**18, float("nan")])
def test_a_number_takes_nothing_but_whole_numbers_within_its_range(value: object) -> None:
    words = Scenario(AGE).is_refused(value)
    assert words.startswith("Age takes a whole number from 16 to 120, not ")


@pytest.mark.parametrize("value", [16, 120])
def test_a_number_takes_the_ends_of_its_range(value: int) -> None:
    person = Scenario(AGE)
    person.answers(Age=value)
    assert person.is_at_the_end


@pytest.mark.parametrize("value", [1, True, None, 2.5, ["baker"], b"baker"])
def test_a_text_takes_nothing_but_text(value: object) -> None:
    assert Scenario(JOB).is_refused(value).startswith("Job takes a text, not ")


@pytest.mark.parametrize("value", ["", " ", "\n\t ", "\u2003"])
def test_a_text_without_words_is_refused_and_says_what_to_do(value: str) -> None:
    assert Scenario(JOB).is_refused(value) == "Job needs some words; for no answer use don’t know or refused."


def test_a_text_that_is_too_long_is_refused_with_both_lengths() -> None:
    assert Scenario(JOB).is_refused("x" * 1_011) == "The text is 1,011 characters long; Job takes at most 10."


def test_a_text_as_long_as_may_be_is_taken() -> None:
    person = Scenario(JOB)
    person.says("x" * 10)
    assert person.is_at_the_end


@pytest.mark.parametrize("code", [0, 0xD800, 0xDFFF])
def test_a_text_with_a_sign_that_cannot_be_stored_is_refused_naming_it(code: int) -> None:
    """NUL, and halves of a character (lone surrogates)."""
    assert f"U+{code:04X}" in Scenario(JOB).is_refused(f"ba{chr(code)}ker")


def test_a_text_is_kept_in_normal_form_without_spaces_around_it() -> None:
    person = Scenario(JOB)
    person.says("  cafe\u0301 ")
    assert person.interview.answers() == {"Job": "caf\u00e9"}


def test_the_length_of_a_text_is_that_of_its_normal_form() -> None:
    person = Scenario(JOB)
    person.says("e\u0301" * 10)
    assert person.interview.answers() == {"Job": "\u00e9" * 10}


def test_a_refusal_of_something_very_long_is_short() -> None:
    assert len(Scenario(WORK).is_refused("x" * 1_000_000)) < 200


@pytest.mark.parametrize("ask", [WORK, AGE, JOB])
def test_a_number_too_long_to_be_written_out_is_refused_in_words(ask: str) -> None:
    assert "a number of more than 20 digits" in Scenario(ask).is_refused(10**5_000)


def test_a_refusal_lists_the_first_of_very_many_categories() -> None:
    many = ", ".join(f"{value}: Town {value}" for value in range(1, 500))
    person = Scenario(f"- Town: {{text: Where do you live?, categories: {{{many}}}}}")
    assert person.is_refused(0).endswith("It takes: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ….")


@pytest.mark.parametrize("mode", [Mode.FACE_TO_FACE, Mode.TELEPHONE])
@pytest.mark.parametrize("ask", [WORK, AGE, JOB])
@pytest.mark.parametrize("state", [Missing.DONT_KNOW, Missing.REFUSED])
def test_an_interviewer_can_record_dont_know_and_refused_at_every_question(
    mode: Mode, ask: str, state: Missing
) -> None:
    person = Scenario(ask, mode=mode)
    field = person.at
    person.interview.answer(field, state)
    assert person.interview.answers() == {field: state}


@pytest.mark.parametrize("ask", [WORK, AGE, JOB])
def test_not_applicable_is_taken_only_where_it_is_printed(ask: str) -> None:
    assert "does not offer “Not applicable” in face to face." in Scenario(ask).is_refused(Missing.NOT_APPLICABLE)


def test_a_respondent_alone_can_give_only_the_missing_states_that_are_printed() -> None:
    ask = '- Work: {text: Did you work?, categories: {1: "Yes", 2: "No", refused: Prefer not to say}}'
    person = Scenario(ask, mode=Mode.SELF_COMPLETION)
    words = person.is_refused(Missing.DONT_KNOW)
    assert words == "Work does not offer “Don’t know” in self completion. It takes: 1, 2, refused."
    person.refuses()
    assert person.interview.answers() == {"Work": Missing.REFUSED}


def test_a_number_can_offer_a_missing_state_to_a_respondent_alone() -> None:
    ask = """
        - Age:
            text: How old are you?
            type: whole_number
            categories: {refused: {text: Prefer not to say, number: 999}}
    """
    person = Scenario(ask, mode=Mode.SELF_COMPLETION)
    assert "does not offer" in person.is_refused(Missing.DONT_KNOW)
    person.types(999)
    assert person.interview.answers() == {"Age": Missing.REFUSED}


@pytest.mark.parametrize("answer", [1, "baker", *Missing])
def test_plain_values_and_answers_are_inverse(answer: Answer) -> None:
    assert from_plain(to_plain(answer)) == answer
