"""The prompt: everything a screen needs for one question, in the words of the mode and the language."""

import pytest

from capi.engine.fills import plain
from capi.engine.plan import plan
from capi.instrument.model import Choice, Missing, Mode, PromptInstruction, Verbatim, WholeNumber
from tests.engine.scenario import Scenario, instrument

SCHOOL = """
    - School:
        label: School
        text: Which school?
        categories:
          1: {text: State, example: "A comprehensive", telephone: {example: none, guidance: Such as a comprehensive}}
          2: Private
          3: {text: Still at it, spontaneous: true, self_completion: {spontaneous: false}}
          dont_know: {text: Don’t know, spontaneous: true, self_completion: {text: I don’t know, spontaneous: false}}
          refused: {number: 9, text: Prefer not to say, modes: [self_completion, telephone], telephone: {spontaneous: true}}
        prompt: as_necessary
        instruction: Wait for the answer.
        guidance: The school you went to longest.
        face_to_face: {showcard: A}
        telephone: {text: Which school was it?, prompt: running}
    - Age: {text: How old?, type: whole_number, unit: years, maximum: 120}
    - Job: {text: What job?, type: text}
"""
TOP = """
    prompts: {as_necessary: Prompt if needed., running: Pause after each.}
    showcards: {A: {heading: Schools}}
"""
MODES = "self_completion, face_to_face, telephone"


def at_school(mode: Mode) -> Scenario:
    return Scenario(plan(instrument(SCHOOL, top=TOP, modes=MODES), mode))


def test_a_prompt_says_where_it_stands_and_what_is_asked() -> None:
    prompt = at_school(Mode.FACE_TO_FACE).prompt
    assert (prompt.field, prompt.label, prompt.section) == ("School", "School", "")
    assert plain(prompt.text) == "Which school?"
    assert prompt.type == Choice()
    assert (prompt.prompt, prompt.prompt_text) == (PromptInstruction.AS_NECESSARY, "Prompt if needed.")
    assert plain(prompt.instruction) == "Wait for the answer."
    assert plain(prompt.guidance) == "The school you went to longest."
    assert prompt.answer is None


def test_a_question_without_a_label_goes_by_its_name() -> None:
    assert Scenario("- Job: {text: What job?, type: text}").prompt.label == "Job"


@pytest.mark.parametrize(
    ("mode", "offered"),
    [
        (Mode.SELF_COMPLETION, {1: "State", 2: "Private", 3: "Still at it", 4: "I don’t know", 9: "Prefer not to say"}),
        (Mode.FACE_TO_FACE, {1: "State", 2: "Private", 3: "Still at it", 4: "Don’t know"}),
        (Mode.TELEPHONE, {1: "State", 2: "Private", 3: "Still at it", 4: "Don’t know", 9: "Prefer not to say"}),
    ],
)
def test_categories_are_those_of_the_mode_with_its_numbers(mode: Mode, offered: dict[int, str]) -> None:
    assert at_school(mode).offered == offered


@pytest.mark.parametrize(
    ("mode", "spontaneous"), [(Mode.SELF_COMPLETION, []), (Mode.FACE_TO_FACE, [3, 4]), (Mode.TELEPHONE, [3, 4, 9])]
)
def test_spontaneous_categories_are_marked(mode: Mode, spontaneous: list[int]) -> None:
    assert [offer.number for offer in at_school(mode).prompt.offers if offer.spontaneous] == spontaneous


def test_examples_and_guidance_stand_with_their_category() -> None:
    by_mode = {
        mode: next((plain(offer.example), plain(offer.guidance)) for offer in at_school(mode).prompt.offers)
        for mode in Mode
    }
    assert by_mode == {
        Mode.SELF_COMPLETION: ("A comprehensive", ""),
        Mode.FACE_TO_FACE: ("A comprehensive", ""),
        Mode.TELEPHONE: ("", "Such as a comprehensive"),
    }


def test_a_respondent_alone_sees_guidance_but_nothing_for_interviewers() -> None:
    prompt = at_school(Mode.SELF_COMPLETION).prompt
    assert plain(prompt.guidance) == "The school you went to longest."
    assert (prompt.instruction, prompt.prompt, prompt.prompt_text) == ((), None, "")


def test_the_text_and_prompt_instruction_are_those_of_the_mode() -> None:
    prompt = at_school(Mode.TELEPHONE).prompt
    assert plain(prompt.text) == "Which school was it?"
    assert (prompt.prompt, prompt.prompt_text) == (PromptInstruction.RUNNING, "Pause after each.")


def test_a_showcard_shows_the_categories_without_numbers_and_without_spontaneous_ones() -> None:
    card = at_school(Mode.FACE_TO_FACE).prompt.card
    assert card is not None
    assert (card.label, plain(card.heading)) == ("A", "Schools")
    assert [(plain(text), plain(example)) for text, example in card.lines] == [
        ("State", "A comprehensive"),
        ("Private", ""),
    ]


@pytest.mark.parametrize("mode", [Mode.SELF_COMPLETION, Mode.TELEPHONE])
def test_there_is_no_showcard_where_none_can_be_handed_over(mode: Mode) -> None:
    assert at_school(mode).prompt.card is None


def test_a_typed_number_finds_its_category_and_an_answer_its_own() -> None:
    prompt = at_school(Mode.TELEPHONE).prompt
    typed = prompt.offer_numbered(9)
    assert typed is not None
    assert typed.value is Missing.REFUSED
    assert prompt.offer(Missing.REFUSED) is typed
    assert prompt.offer_numbered(8) is None
    assert prompt.offer(None) is None


def test_a_prompt_tells_which_missing_states_are_printed() -> None:
    lists = {mode: [state for state in Missing if at_school(mode).prompt.lists(state)] for mode in Mode}
    assert lists == {
        Mode.SELF_COMPLETION: [Missing.DONT_KNOW, Missing.REFUSED],
        Mode.FACE_TO_FACE: [Missing.DONT_KNOW],
        Mode.TELEPHONE: [Missing.DONT_KNOW, Missing.REFUSED],
    }


def test_numbers_and_texts_bring_their_type_and_unit() -> None:
    person = at_school(Mode.FACE_TO_FACE)
    person.answers(School=1)
    assert person.prompt.type == WholeNumber(0, 120, ("years",))
    assert person.prompt.unit == "years"
    person.answers(Age=40)
    assert isinstance(person.prompt.type, Verbatim)
    assert (person.prompt.unit, person.prompt.offers) == ("", ())


def test_a_question_gone_back_to_shows_its_answer_and_remark() -> None:
    person = at_school(Mode.FACE_TO_FACE)
    person.answers(School="dont_know")
    person.remarks("School", "Moved a lot")
    person.goes_back()
    assert person.prompt.answer is Missing.DONT_KNOW
    assert person.prompt.remark == "Moved a lot"


def test_any_question_on_the_route_can_be_looked_at_without_going_there() -> None:
    person = at_school(Mode.FACE_TO_FACE)
    person.answers(School=1)
    assert person.interview.prompt_of("School").answer == 1
    assert person.interview.prompt_of("School").number == 1
    assert person.interview.prompt_of("Job").number == 3
    assert person.is_asked("Age")


LANGUAGES = """
    - School:
        text: {en: "Which school, {Name|friend}?", cy: "Pa ysgol, {Name|ffrind}?"}
        categories:
          1: {text: {en: State, cy: Gwladol}}
          2: {text: {en: Private, cy: Preifat}}
    - Sure:
        text: {en: "{School}: sure?", cy: "{School}: yn siŵr?"}
        type: text
"""
LANGUAGES_TOP = """
    languages: [en, cy]
    facts: {Name: {type: text}}
"""


@pytest.mark.parametrize(
    ("language", "first", "category", "second"),
    [(0, "Which school, friend?", "State", "State: sure?"), (1, "Pa ysgol, ffrind?", "Gwladol", "Gwladol: yn siŵr?")],
)
def test_a_prompt_is_in_one_language_its_fills_too(language: int, first: str, category: str, second: str) -> None:
    bilingual = instrument(LANGUAGES, top=LANGUAGES_TOP, title="{en: Scenario, cy: Senario}")
    person = Scenario(plan(bilingual, Mode.FACE_TO_FACE), language=language)
    assert person.hears == first
    assert person.offered[1] == category
    person.answers(School=1)
    assert person.hears == second
    assert person.interview.said("School") == f"1 · {category}"


HOUSE = """
    - Work: {text: Did you work?, categories: {1: "Yes", 2: "No"}}
    - Hours: {text: How many hours?, type: whole_number, asked_if: Work == 1}
    - Long: {text: Why so long?, type: text, asked_if: Hours > 60}
    - Looking: {text: Are you looking?, categories: {1: "Yes", 2: "No"}, asked_if: Work == 2}
    - Happy: {text: Are you happy?, type: text}
"""


def test_progress_counts_what_may_still_come_and_ends_at_the_length_of_the_route() -> None:
    person = Scenario(HOUSE)
    seen = [person.progress]
    for answer in (1, 40, "Yes"):
        person.interview.answer(person.at, answer)
        seen.append(person.progress if not person.is_at_the_end else (person.interview.about, person.interview.about))
    assert seen == [(1, 5), (2, 4), (3, 3), (3, 3)]


def test_progress_grows_again_when_an_answer_is_taken_back() -> None:
    person = Scenario(HOUSE)
    person.answers(Work=2, Looking=1, Happy="Yes")
    assert person.interview.about == 3
    person.clears("Work")
    assert person.progress == (1, 5)


def test_what_depends_on_a_fact_not_known_is_not_counted_as_still_to_come() -> None:
    person = Scenario(
        """
        - Happy: {text: Are you happy?, type: text}
        - School: {text: Which school?, type: text, asked_if: Age < 20}
        """,
        top="facts: {Age: {type: whole_number}}",
    )
    assert person.progress == (1, 1)
