"""The sense of an instrument: names, showcards, edits, fills, and conditions that compare what can be compared."""

import pytest

from tests.instrument.small import asking, codes, fit, head, reading

YES_NO = 'categories: {1: "Yes", 2: "No"}'
CHOICE = f"- A: {{text: Do you?, {YES_NO}}}\n"
NUMBER = "- H: {text: How many?, type: whole_number, minimum: 0, maximum: 99}\n"
TEXT = "- T: {text: Which?, type: text}\n"


def told(condition: str, *, modes: str = "face_to_face, telephone") -> list[str]:
    """The codes where the condition is the filter of a question after a choice A, a number H and a text T."""
    question = f'- Q: {{asked_if: "{condition}", text: One, type: text}}'
    return codes(reading(asking(CHOICE + NUMBER + TEXT + question, modes=modes)).faults)


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("A == 1", []),
        ("A == 1 and H > 3 or T == 'x'", []),
        ("A == 3", ["CATEGORY-UNKNOWN"]),
        ("3 == A", ["CATEGORY-UNKNOWN"]),
        ("A in (1, 3)", ["CATEGORY-UNKNOWN"]),
        ("A == 'x'", ["CONDITION-TYPE"]),
        ("A > 1", ["CONDITION-TYPE"]),
        ("A + 1 == 2", ["CONDITION-TYPE"]),
        ("H == 100", ["CATEGORY-UNKNOWN"]),
        ("H in (1, 100)", ["CATEGORY-UNKNOWN"]),
        ("H > 1000 or A == 1", []),
        ("H == 'x'", ["CONDITION-TYPE"]),
        ("H == T", ["CONDITION-TYPE"]),
        ("H + T > 1", ["CONDITION-TYPE"]),
        ("H + 'x' > 1", ["CONDITION-TYPE"]),
        ("T == 1", ["CONDITION-TYPE"]),
        ("T > 'x'", ["CONDITION-TYPE"]),
        ("H > T", ["CONDITION-TYPE"]),
        ("H - H > 0", []),
        ("1 == 1", ["CONDITION"]),
        ("A is dont_know", []),
        ("A is not_applicable", ["CATEGORY-UNKNOWN"]),
        ("A == refused", ["FILTER-UNKNOWN"]),
        ("Nope == 1 and A == 3", ["FILTER-UNKNOWN"]),
    ],
)  # fmt: skip
def test_a_condition_compares_what_can_be_compared(condition: str, codes: list[str]) -> None:
    assert told(condition) == codes


def test_without_an_interviewer_a_state_must_be_offered_to_occur() -> None:
    assert told("A is dont_know", modes="self_completion") == ["CATEGORY-UNKNOWN"]
    assert told("A is missing or A == 1", modes="self_completion") == []


def test_a_state_written_as_a_name_is_told_how_to_write_it() -> None:
    (fault,) = reading(asking(f"{CHOICE}- Q: {{asked_if: A == refused, text: One, type: text}}")).faults
    assert fault.remedy == "Write `... is refused` to ask for that state."


def test_a_condition_of_several_lines_is_told_of_in_the_line_of_the_name() -> None:
    text = asking(f"{CHOICE}- Q:\n    asked_if: >-\n      A == 1\n      or Nope == 2\n    text: One\n    type: text")
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("FILTER-UNKNOWN", 12)]
    text = text.replace("Nope", "A =")
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("CONDITION", 12)]


def test_a_filter_of_one_mode_is_told_of_in_its_own_line() -> None:
    text = asking(f"{CHOICE}- Q:\n    text: One\n    type: text\n    telephone:\n      asked_if: Nope == 1")
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("FILTER-UNKNOWN", 13)]


@pytest.mark.parametrize(
    "second",
    [
        "- a: {text: Two, type: text}",
        "- B: {text: Two, type: whole_number, edits: [{check: A, fails_if: B > 1, message: Two}]}",
        "- Main: {text: Two, type: text}",
        "- Age: {text: Two, type: text}",
        '- them: {text: "{them}", type: text}',
    ],
)
def test_one_name_is_one_thing(second: str) -> None:
    text = asking(
        f"- A: {{text: One, type: text}}\n{second}",
        top="facts: {Age: {type: whole_number}}\nfills: {them: [{text: they}]}\n",
    )
    assert "NAME-TWICE" in codes(reading(text).faults)


def test_a_section_that_stands_twice_is_told() -> None:
    section = "  - section: Main\n    ask:\n      - {}: {{text: One, type: text}}\n"
    faults = reading(head() + "sections:\n" + section.format("A") + section.format("B")).faults
    assert [(fault.code, fault.place.line) for fault in faults] == [("NAME-TWICE", 9)]
    assert "the section Main has the name of the section on line 6" in faults[0].message


@pytest.mark.parametrize("name", ["1A", "A-B", "A B", "and", "is", "no", "Ö", "_A", "A" * 65, "On"])
def test_a_name_is_plain_and_no_word_of_conditions_or_yaml(name: str) -> None:
    assert codes(reading(asking(f"- {name}: {{text: One, type: text}}")).faults) == ["NAME"]


def test_a_card_of_several_questions_shows_the_same_categories() -> None:
    same = "- {}: {{text: Do you?, categories: {{1: Never, 2: Always}}, showcard: A}}\n"
    fit(asking(same.format("A") + same.format("B"), modes="face_to_face", top="showcards: {A: }\n"))


def test_a_card_with_spontaneous_categories_only_would_be_empty() -> None:
    text = asking(
        "- A: {text: One, type: text, categories: {refused: {text: No, spontaneous: true}}, showcard: A}",
        modes="face_to_face",
        top="showcards: {A: }\n",
    ).replace("text: No,", 'text: "No",')
    assert codes(reading(text).faults) == ["SHOWCARD-EMPTY"]


def test_the_heading_of_a_card_says_only_what_was_asked_before() -> None:
    text = asking(
        "- A: {text: Do you?, categories: {1: Never, 2: Always}, showcard: A}\n- B: {text: Two, type: text}",
        modes="face_to_face",
        top='showcards: {A: {heading: "Think of {B}"}}\n',
    )
    assert codes(reading(text).faults) == ["FILL-LATER"]


def test_a_prompt_instruction_without_words_is_told_once_however_many_use_it() -> None:
    asked = "- {}: {{text: Do you?, categories: {{1: Never, 2: Always}}, prompt: running}}\n"
    assert codes(reading(asking(asked.format("A") + asked.format("B"))).faults) == ["PROMPT-TEXT"]


def edits(condition: str, more: str = "") -> list[str]:
    """The codes where the condition is that of an edit over a choice A, then a number H asked where A is 1."""
    number = NUMBER.replace("{text", "{asked_if: A == 1, text")
    edit = f'    edits:\n      - {{check: E, fails_if: "{condition}", message: Wrong{more}}}\n'
    return codes(reading(asking(CHOICE + number, top="facts: {Age: {type: whole_number}}\n") + edit).faults)


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("A == 1 and H > 3", []),
        ("A == 1 and H != 3", []),
        ("A == 1 and not H == 3", []),
        ("A == 1 and H != 3 and H is answered", []),
        ("A == 1 and H != 3 and H < 9", []),
        ("A != 1 and H > 3", []),
        ("H != Age", ["NEGATIVE-UNASKED"]),
        ("H > 3 and Age != 7", []),
        ("Age > 3", ["EDIT-FIELDS"]),
        ("Nope > 3 and H > 3", ["EDIT-UNKNOWN"]),
        ("A == 3", ["CATEGORY-UNKNOWN"]),
    ],
)  # fmt: skip
def test_an_edit_makes_sense_and_fails_nobody_who_was_not_asked(condition: str, codes: list[str]) -> None:
    assert edits(condition) == codes


def test_an_edit_names_only_fields_there_are() -> None:
    assert edits("H > 3", ", fields: [A, Nope]") == ["EDIT-UNKNOWN"]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("check: E, signal: F, fails_if: A == 1, message: Wrong", ["EDIT-KIND"]),
        ("check: 1, fails_if: A == 1, message: Wrong", ["NAME"]),
        ("check: E, message: Wrong", ["KEY-MISSING"]),
        ("check: E, fails_if: A == 1", ["KEY-MISSING"]),
        ("check: E, fails_if: A == 1, message: Wrong, hard: true", ["KEY-UNKNOWN"]),
        ("check: E, fails_if: A == 1, message: Wrong, fields: A", ["SHAPE"]),
        ("check: E, fails_if: A == 1, message: '{Nope}'", ["FILL-UNKNOWN"]),
    ],
)
def test_the_shape_of_an_edit_is_told_of_once(keys: str, told: list[str]) -> None:
    assert codes(reading(asking(CHOICE) + f"    edits:\n      - {{{keys}}}\n").faults) == told


def fills(variants: str, questions: str = '- Q: {text: "{them}?", type: text}') -> list[str]:
    return codes(reading(asking(CHOICE + questions, top=f"fills:\n  them: {variants}\n")).faults)


@pytest.mark.parametrize(
    ("variants", "told"),
    [
        ("[{if: A == 1, text: they}, {text: you}]", []),
        ("[{if: A == 1, text: '{A}'}, {text: none}]", []),
        ("[]", ["FILL-OPEN"]),
        ("they", ["SHAPE"]),
        ("[they]", ["SHAPE"]),
        ("[{if: A == 1}]", ["KEY-MISSING"]),
        ("[{if: A == 1, text: they}]", ["FILL-OPEN"]),
        ("[{text: you}, {if: A == 1, text: they}]", ["FILL-ORDER"]),
        ("[{if: Nope == 1, text: they}, {text: you}]", ["FILL-UNKNOWN"]),
        ("[{if: A == 3, text: they}, {text: you}]", ["CATEGORY-UNKNOWN"]),
        ("[{text: '{them}'}]", ["FILL-PLACE"]),
        ("[{text: '{Nope}'}]", ["FILL-UNKNOWN"]),
        ("[{text: '{A'}]", ["FILL-SYNTAX"]),
    ],
)
def test_a_fill_says_something_in_every_case(variants: str, told: list[str]) -> None:
    assert fills(variants) == told


def test_a_fill_reads_only_what_was_asked_before_the_question_that_says_it() -> None:
    later = '- Q: {text: "{them}?", type: text}\n- Z: {text: Two, type: text}'
    assert fills("[{if: Z is answered, text: they}, {text: you}]", later) == ["FILL-LATER"]
    assert fills("[{text: '{Z}'}]", later) == ["FILL-LATER"]
    assert fills("[{text: '{Q}'}]", later) == ["FILL-LATER"]


def test_the_condition_of_a_fill_counts_only_where_its_question_is_asked() -> None:
    asked = f'- B: {{asked_if: A == 1, text: Do you?, {YES_NO}}}\n- Q: {{FILTERtext: "{{them}}?", type: text}}'
    variants = "[{if: B != 1, text: they}, {text: you}]"
    assert fills(variants, asked.replace("FILTER", "")) == ["NEGATIVE-UNASKED"]
    assert fills(variants, asked.replace("FILTER", "asked_if: A == 1, ")) == []


@pytest.mark.parametrize("place", ["label: 'More on {A}'", "type: whole_number, unit: '{A}'"])
def test_a_text_that_is_never_filled_has_no_places_to_fill(place: str) -> None:
    kind = "" if "type" in place else "type: text, "
    assert codes(reading(asking(f"{CHOICE}- B: {{text: Two, {kind}{place}}}")).faults) == ["FILL-PLACE"]


def test_a_text_that_is_never_filled_may_hold_a_brace() -> None:
    fit(asking("- B: {label: 'A set: {1, 2}', text: Two, type: text}").replace("{1, 2}", "{"))
