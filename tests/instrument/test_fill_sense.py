"""The sense of fills: forms of dates and of words, and what can be said at all."""

import pytest

from tests.instrument.small import asking, codes, head, reading

QUESTIONS = """
    - H: {text: How many?, type: whole_number, maximum: 9}
    - T: {text: Which?, type: text}
    - Born: {text: When?, type: date}
    - Left: {text: When?, type: partial_date}
    - Seen: {text: Look., type: information}
    - Ways: {text: Which?, type: code_all, categories: {1: Bus, 2: Car}}
"""
DATES = 'dates: {short: "{day} {month}"}\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{Born} and {Born:long}", []),
        ("{Left:month|then}", []),
        ("{Born:short}", []),
        ("{Born:shrt}", ["FILL-FORM"]),
        ("{H:long}", ["FILL-FORM"]),
        ("{they:long}", ["FILL-FORM"]),
        ("{Seen}", ["FILL-FORM"]),
        ("{Ways}", []),
        ("{Nope:long}", ["FILL-UNKNOWN"]),
        ("{today}", ["FILL-UNKNOWN"]),
        ("{position}", ["ROW-SCOPE"]),
    ],
)  # fmt: skip
def test_a_date_is_said_in_a_form_there_is(text: str, told: list[str]) -> None:
    top = DATES + 'fills: {they: [{if: H > 1, text: "they"}, {text: one}]}\n'
    question = f'    - Q: {{text: "{text}?", type: text}}\n'
    faults = reading(asking(QUESTIONS + question, top=top)).faults
    assert [fault.code for fault in faults if not fault.warning] == told


def test_a_form_is_told_with_the_one_that_was_meant() -> None:
    (fault,) = reading(asking(QUESTIONS + '    - Q: {text: "{Born:logn}?", type: text}\n')).faults
    assert (fault.message, fault.remedy) == ('"logn" is not a form of dates', "Did you mean long?")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("H", []),
        ("H + 1", []),
        ("T", ["PLURAL"]),
        ("Nope", ["FILL-UNKNOWN"]),
        ("T + 1", ["CONDITION-TYPE"]),
        ("Q", ["FILL-LATER"]),
    ],
)  # fmt: skip
def test_a_plural_goes_by_a_number_that_is_known(number: str, told: list[str]) -> None:
    top = f"fills: {{people: {{plural_of: {number}, one: person, other: people}}}}\n"
    asked = '    - Q: {text: "How old are the {people}?", type: whole_number}\n'
    assert codes(reading(asking(QUESTIONS + asked, top=top)).faults) == told


def test_the_plurals_of_a_language_nobody_knows_are_told() -> None:
    text = (
        head()
        + "languages: [qq]\nfills: {people: {plural_of: H, other: people}}\nsections:\n  - section: Main\n    ask:\n"
        + '      - H: {text: How many?, type: whole_number}\n      - Q: {text: "Which {people}?", type: text}\n'
    )
    assert codes(reading(text).faults) == ["LANGUAGE-UNKNOWN"]


def test_the_words_of_an_item_say_only_what_was_asked_before() -> None:
    text = asking(
        """
        - Help:
            text: Does anyone help you?
            categories: {1: Always, 2: Never}
            items: {Shopping: "{T} to buy", Cooking: cooking}
        - T: {text: Which?, type: text}
        """
    )
    assert codes(reading(text).faults) == ["FILL-LATER"]


def test_a_battery_is_told_to_be_read_by_its_items() -> None:
    text = asking(
        """
        - Help: {text: Does anyone help you?, categories: {1: Always, 2: Never}, items: {Shopping: shopping}}
        - Q: {asked_if: Help == 1, text: One, type: text}
        """
    )
    (fault,) = reading(text).faults
    assert (fault.code, fault.remedy) == (
        "FILTER-UNKNOWN",
        "Help is a battery: name one of its items, such as Shopping.",
    )
