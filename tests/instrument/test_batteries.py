"""What is written as one question and is many fields: batteries of items, and categories that ask to specify."""

import pytest

from capi.instrument.expression import Compare, FieldName, Has, Is, Number
from capi.instrument.model import Mode, Place, Question, Verbatim
from tests.instrument.small import asking, codes, fit, reading, told

HELP = """
- Help:
    text: Does anyone help you with this?
    list: yes_no
    asked_if: Old == 1
    items:
      Shopping: shopping
      Cooking: cooking for {Old}
"""
OLD = '- Old: {text: Are you old?, categories: {1: "Yes", 2: "No"}}\n'
TOP = 'lists: {yes_no: {1: "Yes", 2: "No"}}\n'


def fields(questions: str, **more: str) -> dict[str, Question]:
    return {question.name: question for question in fit(asking(questions, **more)).questions}


def test_each_item_is_a_field_put_in_the_words_of_the_battery() -> None:
    asked = fields(OLD + HELP, top=TOP)
    assert list(asked) == ["Old", "Shopping", "Cooking"]
    shopping, cooking = asked["Shopping"], asked["Cooking"]
    assert (shopping.stem, shopping.item, cooking.item) == ("Help", ("shopping",), ("cooking for {Old}",))
    assert shopping.usual is cooking.usual
    assert shopping.usual.text == ("Does anyone help you with this?",)
    assert shopping.usual.asked_if == Compare(FieldName("Old"), "==", Number(1))
    assert (shopping.place.line, cooking.place.line) == (16, 17)


def test_a_battery_may_be_of_numbers_and_have_edits_over_its_items() -> None:
    instrument = fit(
        asking("""
            - Hours:
                text: How many hours did you do this?
                type: whole_number
                maximum: 24
                items: {Sleep: sleeping, Work: working}
                edits:
                  - check: LongDay
                    fails_if: Sleep + Work > 24
                    message: Longer than a day.
            """)
    )
    assert [question.name for question in instrument.questions] == ["Sleep", "Work"]
    assert [edit.fields for edit in instrument.edits] == [("Sleep", "Work")]


def test_a_fault_of_a_battery_is_told_once_at_what_is_written() -> None:
    text = asking(HELP.replace("Old == 1", "Odl == 1").replace(" for {Old}", ""), top=TOP)
    assert told(text) == [("FILTER-UNKNOWN", 12)]


@pytest.mark.parametrize(
    ("items", "faults"),
    [
        ("{}", ["SHAPE"]),
        ("", ["SHAPE"]),
        ("[Shopping, Cooking]", ["SHAPE"]),
        ("{1: shopping}", ["NAME"]),
        ("{Shopping: , Cooking: cooking}", ["TEXT-EMPTY"]),
        ("{Shopping: none}", ["TEXT-EMPTY"]),
        ("{Shopping: shopping, shopping: more}", ["NAME-TWICE"]),
        ("{Shopping: 'no {Nobody}'}", ["FILL-UNKNOWN"]),
        ("{Shopping: shopping}, computed: Old", ["TYPE"]),
    ],
)
def test_what_is_wrong_with_items_is_told(items: str, faults: list[str]) -> None:
    text = asking(
        OLD + f"- Help: {{text: Help?, list: yes_no, items: {items}}}\n- B: {{text: B?, list: yes_no}}", top=TOP
    )
    assert codes(reading(text).faults) == faults


# Specify

TRAVEL = """
- Travel:
    text: How did you come?
    type: code_all
    categories:
      1: Bus
      2: {text: Other, specify: TravelOther}
      refused: {text: Rather not, specify: WhyNot}
- Next: {text: Next?, type: text}
"""


def test_a_category_asks_to_specify_directly_after_its_question() -> None:
    asked = fields(TRAVEL)
    assert list(asked) == ["Travel", "TravelOther", "WhyNot", "Next"]
    other, why = asked["TravelOther"], asked["WhyNot"]
    assert other.usual.asked_if == Has(FieldName("Travel"), (2,))
    assert why.usual.asked_if == Is(FieldName("Travel"), "refused", negated=False)
    assert (other.usual.text, other.item, other.specifies) == (("How did you come?",), ("Other",), "Travel")
    assert other.type == Verbatim(2_000)
    assert other.place == Place("instrument.yaml", 13)


def test_what_is_specified_may_have_words_and_a_length_of_its_own() -> None:
    asked = fields(
        "- Job:\n    text: Which?\n    disclosive: true\n    categories:\n      1: Baker\n"
        '      2: {text: Other, specify: {name: JobOther, text: "What other job than {Job}?", longest: 80}}'
    )
    other = asked["JobOther"]
    assert (other.usual.text, other.item, other.type) == (("What other job than {Job}?",), (), Verbatim(80))
    assert other.usual.asked_if == Compare(FieldName("Job"), "==", Number(2))
    assert other.disclosive


def test_what_is_specified_is_asked_in_the_words_of_each_mode() -> None:
    other = fields(
        "- Job:\n    text: Which?\n    telephone: {text: Which one?}\n    categories: {1: Baker, 2: {text: Other, specify: JobOther}}"
    )["JobOther"]
    assert other.presentation(Mode.FACE_TO_FACE).text == ("Which?",)
    assert other.presentation(Mode.TELEPHONE).text == ("Which one?",)


@pytest.mark.parametrize(
    ("specify", "faults"),
    [
        ("{text: What?}", ["KEY-MISSING"]),
        ("{name: JobOther, long: 80}", ["KEY-UNKNOWN"]),
        ("{name: [JobOther]}", ["SHAPE"]),
        ("[JobOther]", ["SHAPE"]),
        ("Job", ["NAME-TWICE"]),
        ("no", ["NAME"]),
        ("{name: JobOther, longest: 0}", ["RANGE"]),
    ],
)
def test_what_is_wrong_with_specifying_is_told(specify: str, faults: list[str]) -> None:
    text = asking(f"- Job: {{text: Which?, categories: {{1: Baker, 2: {{text: Other, specify: {specify}}}}}}}")
    assert codes(reading(text).faults) == faults


def test_a_battery_cannot_ask_to_specify() -> None:
    text = asking(
        "- Jobs:\n    text: Which?\n    categories:\n      1: Baker\n      2: {text: Other, specify: JobOther}\n    items: {A: first, B: second}"
    )
    assert told(text) == [("TYPE", 12)]


# Categories


def test_a_category_is_offered_under_a_condition_and_may_be_exclusive() -> None:
    asked = fields(
        OLD + "- A:\n    text: Which?\n    type: code_all\n    categories:\n      1: Bus\n"
        "      2: {text: Car, offered_if: Old == 1}\n      3: {text: None of these, exclusive: true}"
    )["A"]
    bus, car, none = asked.usual.categories
    assert (bus.offered_if, bus.exclusive) == (None, False)
    assert car.offered_if == Compare(FieldName("Old"), "==", Number(1))
    assert none.exclusive


def test_the_categories_of_a_list_say_so_too() -> None:
    top = "lists:\n  ways:\n    1: Bus\n    2: {text: Car, offered_if: Old == 3}\n    3: Tram\n"
    text = asking(OLD + "- A: {text: Which?, list: ways}\n- B: {text: Which?, list: ways}", top=top)
    assert told(text) == [("CATEGORY-UNKNOWN", 8)]


def test_an_observation_is_marked() -> None:
    assert fields('- Damp: {observation: true, text: Is it damp?, categories: {1: "Yes", 2: "No"}}')["Damp"].observation
