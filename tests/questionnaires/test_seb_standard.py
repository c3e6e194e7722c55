"""The SEB instrument says, shows and offers what the standard prints: every question, in every mode, to the letter."""

from functools import cache

import pytest

from capi.engine.fills import plain
from capi.engine.prompt import Prompt
from capi.instrument.loading import INSTRUMENT_FILE, read_instrument
from capi.instrument.model import Mode, PromptInstruction
from tests.questionnaires.seb import FOLDER, held, seb, seb_plan
from tests.questionnaires.seb_standard import PROMPTS, STANDARD, Asked, every_interview

CELLS = [pytest.param(mode, field, id=f"{mode.value}-{field}") for mode in Mode for field in STANDARD[mode]]
every_question_in_every_mode = pytest.mark.parametrize(("mode", "field"), CELLS)


@cache
def prompt(mode: Mode, field: str) -> Prompt:
    """The question as a screen gets it, in an interview that has reached it."""
    answers = next(answers for answers in every_interview(mode) if field in answers)
    before = list(answers)[: list(answers).index(field)]
    shown = held(mode, {name: answers[name] for name in before}).prompt()
    assert shown is not None
    assert shown.field == field
    return shown


def printed(mode: Mode, field: str) -> Asked:
    return STANDARD[mode][field]


def test_the_standard_has_eight_questions_in_each_mode() -> None:
    assert [len(STANDARD[mode]) for mode in Mode] == [8, 8, 8]


def test_reading_the_instrument_finds_no_fault_and_warns_of_nothing() -> None:
    assert read_instrument(FOLDER / INSTRUMENT_FILE).faults == ()


@pytest.mark.parametrize("mode", Mode)
def test_the_questions_are_those_of_the_standard_in_its_order(mode: Mode) -> None:
    assert [question.name for question in seb_plan(mode).questions] == list(STANDARD[mode])


@every_question_in_every_mode
def test_the_wording_is_the_standards(mode: Mode, field: str) -> None:
    assert plain(prompt(mode, field).text) == printed(mode, field).text


@every_question_in_every_mode
def test_the_numbers_printed_are_the_standards_in_its_order(mode: Mode, field: str) -> None:
    assert [offer.number for offer in prompt(mode, field).offers] == [
        option.number for option in printed(mode, field).options
    ]


@every_question_in_every_mode
def test_each_number_stands_for_the_harmonised_value_or_missing_state(mode: Mode, field: str) -> None:
    assert {offer.number: offer.value for offer in prompt(mode, field).offers} == {
        option.number: option.means for option in printed(mode, field).options
    }


@every_question_in_every_mode
def test_each_category_is_worded_as_printed(mode: Mode, field: str) -> None:
    assert [plain(offer.text) for offer in prompt(mode, field).offers] == [
        option.text for option in printed(mode, field).options
    ]


@every_question_in_every_mode
def test_each_category_has_the_example_printed_below_it_and_no_other(mode: Mode, field: str) -> None:
    assert [plain(offer.example) for offer in prompt(mode, field).offers] == [
        option.example for option in printed(mode, field).options
    ]


@every_question_in_every_mode
def test_the_categories_marked_spontaneous_are_spontaneous_and_no_others(mode: Mode, field: str) -> None:
    assert [offer.spontaneous for offer in prompt(mode, field).offers] == [
        option.spontaneous for option in printed(mode, field).options
    ]


@every_question_in_every_mode
def test_guidance_on_single_categories_is_for_the_interviewer(mode: Mode, field: str) -> None:
    assert [plain(offer.guidance) for offer in prompt(mode, field).offers] == [
        option.guidance for option in printed(mode, field).options
    ]


@every_question_in_every_mode
def test_the_prompt_instruction_is_the_standards_word_and_text(mode: Mode, field: str) -> None:
    wanted = printed(mode, field).prompt
    shown = prompt(mode, field)
    assert shown.prompt is (PromptInstruction(wanted) if wanted else None)
    assert shown.prompt_text == (PROMPTS[wanted] if wanted else "")


@every_question_in_every_mode
def test_the_instruction_is_the_standards(mode: Mode, field: str) -> None:
    assert plain(prompt(mode, field).instruction) == printed(mode, field).instruction


@every_question_in_every_mode
def test_the_guidance_is_the_standards(mode: Mode, field: str) -> None:
    assert plain(prompt(mode, field).guidance) == printed(mode, field).guidance


@every_question_in_every_mode
def test_a_showcard_is_shown_where_the_standard_asks_for_one(mode: Mode, field: str) -> None:
    assert (prompt(mode, field).card is not None) is printed(mode, field).showcard


@every_question_in_every_mode
def test_a_showcard_holds_what_may_be_shown_and_nothing_spontaneous(mode: Mode, field: str) -> None:
    card = prompt(mode, field).card
    if card is not None:
        assert [(plain(text), plain(example)) for text, example in card.lines] == [
            (option.text, option.example) for option in printed(mode, field).options if not option.spontaneous
        ]


@every_question_in_every_mode
def test_each_question_names_its_source_and_has_a_short_name(mode: Mode, field: str) -> None:
    question = seb_plan(mode).question(field)
    assert question.source.startswith("Questions and response options (inputs): ")
    assert prompt(mode, field).label != field


def test_the_source_is_named_with_its_publisher_date_and_licence() -> None:
    source = seb().source
    assert source.title == "Socio-economic background harmonised standard"
    assert source.date == "2023-07-07"
    assert source.publisher
    assert source.licence
    assert source.address


def test_no_language_is_invented() -> None:
    assert seb().languages == ("en",)
