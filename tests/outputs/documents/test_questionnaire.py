"""What the questionnaire document tells, whatever it looks like."""

from collections.abc import Iterator
from functools import cache

import pytest

from capi.instrument.model import Mode
from capi.outputs.documents.questionnaire import (
    Asked,
    CategoryLine,
    Entry,
    Part,
    Questionnaire,
    paragraphs,
    plain,
    said,
)
from capi.outputs.documents.questionnaire_contents import questionnaire
from tests.outputs.documents.travel import TRAVEL, read, travel
from tests.questionnaires.seb import seb


@cache
def document(mode: Mode | None = None) -> Questionnaire:
    return questionnaire(travel(), mode, 0, "ab" * 32)


def blocks(parts: tuple[Asked | Part, ...]) -> Iterator[Asked]:
    for content in parts:
        if isinstance(content, Part):
            yield from blocks(content.contents)
        else:
            yield content


def block(made: Questionnaire, name: str) -> Asked:
    return next(each for each in blocks(made.parts) if each.anchor == name)


def told(entries: tuple[Entry, ...]) -> dict[str, list[str]]:
    by_role: dict[str, list[str]] = {}
    for entry in entries:
        by_role.setdefault(entry.role, []).extend(plain(spans) for spans in entry.paragraphs)
    return by_role


def lines(categories: tuple[CategoryLine, ...]) -> list[str]:
    return [f"{each.number} {plain(each.text)}" for each in categories]


def test_every_question_is_told_once_in_the_order_of_the_page() -> None:
    names = [
        name
        for each in blocks(document().parts)
        for name in ([each.name] if each.name else [item.name for item in each.items])
    ]
    assert names == [question.name for question in travel().questions]


def test_the_routing_stands_above_in_words_and_as_written() -> None:
    assert told(block(document(), "Trips").routing) == {
        "Asked if": ["Ways of travel [Ways] includes “Bus” or “Car”", "Ways has (1, 2)"],
        "Otherwise": ["go to [Country]"],
    }
    assert "Otherwise" not in told(block(document(), "Cost").routing)
    assert told(block(document(), "Ways").routing) == {"Asked of": ["everyone"]}
    assert told(block(document(), "School").routing) == {"Asked of": ["all who reach this section"]}


def test_categories_have_their_numbers_and_those_only_if_offered_stand_apart() -> None:
    ways = block(document(), "Ways")
    assert lines(ways.categories) == ["1 Bus", "2 Car", "3 Other", "4 None of these"]
    assert lines(ways.offered) == ["5 Don’t know"]
    below = [[(entry.role, *map(plain, entry.paragraphs)) for entry in each.below] for each in ways.categories]
    assert below == [
        [("", "Such as <i>a coach</i>")],
        [("Offered if", "Age from the sample [Age] is 17 or more")],
        [("Then", "[OtherWay]")],
        [("Coded alone",)],
    ]


def test_instructions_are_whole_and_the_showcard_is_named() -> None:
    ways = block(document(), "Ways")
    assert ways.card == "A"
    assert told(ways.before) == {
        "Prompt": ["Running prompt. Pause after each one."],
        "Interviewer": ["Code what is said.", 'Then probe: "what else?"'],
        "Answer": ["Code all that apply, at most 2"],
    }


def test_what_differs_in_another_mode_is_told_in_full_or_by_name() -> None:
    full = told(block(document(), "Ways").after)
    assert full["Telephone"] == ["Asked as: How do you travel, by bus or by car?", "No showcard"]
    short = told(block(document(Mode.FACE_TO_FACE), "Ways").after)
    assert short["Other modes"] == ["Telephone: another text and showcard"]
    assert block(document(Mode.TELEPHONE), "Ways").card == ""


def test_every_variant_of_every_fill_is_told_those_in_fills_too() -> None:
    assert told(block(document(), "Name").after)["Fills"] == [
        "‹who› is “you” if this row is the first; otherwise “person ‹position›”",
        "‹position› is the place of the row: 1, 2, …",
    ]
    assert told(block(document(), "Cost").after)["Fills"] == [
        "‹journeys› is “trip” (one) or “trips” (other), as goes with [Trips]",
        "‹Trips› is the answer to [Trips]",
    ]
    assert told(block(document(), "School").after)["Fills"] == [
        "‹Name› is the answer to First name [Name], or “this person” where there is none"
    ]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Trips", "A whole number from 1 to 99 trips a week"),
        ("Cost", "A number from 0 to 999.99 pounds, with at most 2 decimal places"),
        ("Left", "A time of the day, by the 24-hour clock"),
        ("Name", "In words, at most 40 characters"),
        ("Born", "A date of which the day or the month may be unknown; month 6 and day 15 are taken where they are not known"),
        (
            "Country",
            "A code of the coding frame Countries (20 codes): 001 Country 1; 002 Country 2; 003 Country 3; 004 Country 4; 005 Country 5; …",
        ),
        ("Parent", "One of the rows of “People here” for which the year of Date of birth [Born] is less than 2000"),
    ],
)  # fmt: skip
def test_the_type_is_told_with_its_bounds_and_unit(name: str, answer: str) -> None:
    assert told(block(document(), name).before)["Answer"] == [answer]


def test_a_computed_field_says_how_it_is_set() -> None:
    band = block(document(), "Band")
    assert band.marks == ("Set by the instrument",)
    assert told(band.before)["Value"] == ["“Few” if [Pupils] is less than 3", "otherwise “Many”", "1 if Pupils < 3; 2"]


def test_marks_and_notes_are_told_as_such() -> None:
    assert block(document(), "Country").marks == ("Disclosive",)
    assert block(document(), "Damp").marks == ("Interviewer’s observation",)
    assert told(block(document(), "Ways").after)["Source"] == ["A standard: ways"]
    assert told(block(document(), "Ways").after)["Our note"] == ["The card is ours."]


def test_an_edit_is_told_at_the_last_question_it_involves_and_mentioned_at_the_others() -> None:
    assert told(block(document(), "Cost").after)["Signal"] == [
        "That is ‹Trips› ‹journeys› a week. Is that right?",
        "Fails if [Trips] is more than 50 and [Cost] is less than 10.",
        "TooMany: Trips > 50 and Cost < 10",
    ]
    assert told(block(document(), "Trips").after)["Signal"] == ["TooMany, told at [Cost]"]


def test_a_battery_is_one_block_and_each_item_a_variable_in_the_index() -> None:
    battery = block(document(), "HelpShop")
    assert [(item.name, plain(item.text)) for item in battery.items] == [
        ("HelpShop", "shopping"),
        ("HelpCook", "cooking"),
    ]
    assert (battery.name, battery.label) == ("", "Help")
    index = {line.name: (line.label, line.anchor) for line in document().index}
    assert index["HelpCook"] == ("cooking", "HelpShop")
    assert list(index) == sorted(index, key=str.casefold)


def test_a_roster_says_for_whom_how_many_rows_and_what_ends_them() -> None:
    people, children = document().parts[1], document().parts[2]
    assert people.repeated == children.repeated == "For each row of “People here”"
    assert told(people.opening)["Rows"][0] == "At least 1 and at most 5. After them [More] asks for one more."
    assert told(people.closing)["Next row"] == [
        "[More] is asked when all rows there are have been gone through. “Yes” adds a row to “People here”."
    ]
    assert "Rows for which" in told(children.opening)


def test_a_section_that_is_not_for_everyone_says_where_to_go_on() -> None:
    assert told(document().parts[3].opening)["Otherwise"] == ["the interview ends"]


def test_the_front_page_names_what_it_is() -> None:
    made = document()
    assert (made.title, made.mode, made.version) == ("Travel <& living>", "All modes", "2.1")
    front = told(made.front)
    assert front["Modes"] == ["Telephone, Face to face"]
    assert front["Language"] == ["English"]
    assert front["Questions"] == ["16, in 4 sections"]
    assert [known.name for known in made.known] == ["Age", "MoneySet"]


def test_self_completion_tells_nothing_that_only_an_interviewer_has() -> None:
    made = questionnaire(seb(), Mode.SELF_COMPLETION, 0)
    roles = {entry.role for each in blocks(made.parts) for entry in each.before}
    assert not {"Prompt", "Interviewer"} & roles
    assert lines(block(made, "ParentQual").categories)[3:] == [
        "4 I don’t know or cannot remember",
        "5 Prefer not to say",
        "6 Not applicable",
    ]


def test_the_differences_of_the_standard_are_told_to_the_number() -> None:
    after = told(block(questionnaire(seb(), None, 0), "ParentQual").after)
    assert (
        "5 Don’t know: number 4; reads “I don’t know or cannot remember”; listed with the others"
        in after["Self-completion"]
    )
    assert "Telephone" in after


def test_another_language_is_told_in_its_own_words() -> None:
    text = (
        'instrument: two\nversion: "1"\ntitle: {en: Two, cy: Dau}\nmodes: [telephone]\nlanguages: [en, cy]\nsections:\n'
        "  - section: One\n    ask:\n      - Home: {text: {en: At home?, cy: Gartref?}, "
        'categories: {1: {text: {en: "Yes", cy: Ydy}}, 2: {text: {en: "No", cy: Nac ydy}}}}\n'
    )
    made = questionnaire(read(text).fit(), None, 1)
    assert (made.title, made.language) == ("Dau", "cy")
    assert plain(block(made, "Home").text) == "Gartref?"
    assert told(made.front)["Languages"] == ["English, Welsh (this document)"]


def test_long_names_and_texts_are_told_whole() -> None:
    name = "N" * 64
    made = questionnaire(read(TRAVEL.replace("Left home", "L" * 500).replace("- Left:", f"- {name}:")).fit(), None, 0)
    assert block(made, name).label == "L" * 500


def test_lines_of_a_text_become_paragraphs() -> None:
    assert [plain(each) for each in paragraphs(said("one\n\n  \ntwo"))] == ["one", "two"]


SOME_MODES = """\
instrument: some
version: "1"
title: Some modes
modes: [telephone, face_to_face, self_completion]
missing: {dont_know: {text: Don’t know}}
sections:
  - section: First
    ask:
      - Home: {text: Are you at home?, categories: {1: "Yes", 2: "No"}, modes: [telephone]}
      - Looks: {text: What does it look like?, type: text, modes: [face_to_face]}
      - Earned: {text: What did you earn?, type: decimal, maximum: 999999, places: 1, categories: {dont_know: }}
      - Spent: {text: What did you spend?, type: whole_number, maximum: 999999}
    edits:
      - {signal: Long, fails_if: Looks == "x", message: Is that all?}
      - {check: Much, fails_if: Earned < Spent, message: Is it?, modes: [telephone]}
  - section: Second
    modes: [face_to_face]
    ask:
      - Read: {text: Please read this., type: information}
"""


@cache
def some_modes(mode: Mode | None) -> Questionnaire:
    return questionnaire(read(SOME_MODES).fit(), mode, 0)


def test_a_question_not_asked_in_a_mode_is_not_in_the_document_of_the_mode() -> None:
    by_telephone = some_modes(Mode.TELEPHONE)
    assert [each.name for each in blocks(by_telephone.parts)] == ["Home", "Earned", "Spent"]
    assert [part.name for part in by_telephone.parts] == ["First"]
    assert told(by_telephone.front)["Questions"] == ["3"]
    assert [line.name for line in by_telephone.index] == ["Earned", "Home", "Spent"]
    assert "Signal" not in told(by_telephone.parts[0].closing)
    assert told(block(by_telephone, "Home").after)["Other modes"] == [
        "Face to face: not asked. Self-completion: not asked"
    ]


def test_where_all_modes_are_told_a_question_says_in_which_it_is_not_asked() -> None:
    every = some_modes(None)
    assert block(every, "Home").marks == ("Not asked face to face or in self-completion",)
    assert block(every, "Looks").marks == ("Not asked by telephone or in self-completion",)
    assert block(every, "Read").marks == ("Not shown by telephone or in self-completion",)
    assert block(every, "Earned").marks == ()
    home = block(every, "Home")
    assert (plain(home.text), lines(home.categories)) == ("Are you at home?", ["1 Yes", "2 No"])
    assert not {"Telephone", "Self-completion"} & told(home.after).keys()


def test_an_edit_judged_in_one_mode_says_so_and_is_told_in_no_other() -> None:
    every = told(block(some_modes(None), "Spent").after)["Check"]
    assert every == [
        "Is it?",
        "Fails if [Earned] is less than [Spent].",
        "Judged by telephone only.",
        "Much: Earned < Spent",
    ]
    assert len(told(block(some_modes(Mode.TELEPHONE), "Spent").after)["Check"]) == 3
    assert "Check" not in told(block(some_modes(Mode.FACE_TO_FACE), "Spent").after)


def test_dont_know_has_no_code_beside_a_number() -> None:
    earned = block(some_modes(Mode.TELEPHONE), "Earned")
    assert lines(earned.categories) == [" Don’t know"]
    assert told(earned.before)["Answer"] == ["A number from 0 to 999,999, with at most 1 decimal place"]


def test_how_it_is_read_says_what_holds_without_an_answer() -> None:
    (routing,) = (entry for entry in document().reading if entry.role == "Routing")
    assert "(or has no answer)" in plain(routing.paragraphs[0])
    assert "no condition holds" not in plain(routing.paragraphs[0])


def test_a_switch_is_written_as_in_the_file() -> None:
    cost = told(block(document(), "Cost").routing)["Asked if"]
    assert cost[-1] == "Ways has (1, 2) and MoneySet is on"
