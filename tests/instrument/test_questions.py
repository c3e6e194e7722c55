"""Questions as they are put in each mode, and how they are answered."""

import pytest

from capi.instrument.expression import Compare, FieldName, Number
from capi.instrument.model import Category, Missing, Mode, PromptInstruction, Verbatim, WholeNumber
from tests.instrument.small import asking, codes, fit, question, reading

SELF, FACE, PHONE = Mode.SELF_COMPLETION, Mode.FACE_TO_FACE, Mode.TELEPHONE
ALL = "self_completion, face_to_face, telephone"


def test_a_question_put_alike_in_all_modes_has_one_presentation() -> None:
    asked = question("- A: {text: Do you?, categories: {1: Never, 2: Always}}", "A", modes=ALL)
    assert asked.by_mode == {}
    assert all(asked.presentation(mode) is asked.usual for mode in Mode)


def test_what_differs_in_a_mode_differs_there_only() -> None:
    asked = question("""
        - A: {text: One, type: whole_number}
        - B:
            text: Usually?
            guidance: Usual guidance
            instruction: Usual instruction
            asked_if: A == 1
            type: text
            telephone: {text: By telephone?, guidance: none, asked_if: A == 2}
            self_completion: {asked_if: none}
        """, "B", modes=ALL)  # fmt: skip
    face, phone, own = asked.presentation(FACE), asked.presentation(PHONE), asked.presentation(SELF)
    assert (face.text, face.guidance, face.instruction) == (("Usually?",), ("Usual guidance",), ("Usual instruction",))
    assert (phone.text, phone.guidance, phone.instruction) == (("By telephone?",), (), ("Usual instruction",))
    assert (own.text, own.guidance, own.instruction) == (("Usually?",), ("Usual guidance",), ())
    assert [shown.asked_if for shown in (face, phone, own)] == [
        Compare(FieldName("A"), "==", Number(1)), Compare(FieldName("A"), "==", Number(2)), None
    ]  # fmt: skip


def test_an_interviewer_keeps_her_help_where_the_first_mode_is_self_completion() -> None:
    asked = question(
        """
        - A:
            text: Do you?
            categories: {1: {text: Never, guidance: Or hardly}, 2: Always}
            prompt: running
            instruction: Pause
        """,
        "A",
        modes=ALL,
        top="prompts: {running: Read on.}\n",
    )
    for mode in (FACE, PHONE):
        shown = asked.presentation(mode)
        assert (shown.prompt, shown.instruction) == (PromptInstruction.RUNNING, ("Pause",))
        assert shown.categories[0].guidance == ("Or hardly",)
    own = asked.presentation(SELF)
    assert (own.prompt, own.instruction, own.categories[0].guidance) == (None, (), ())


@pytest.mark.parametrize(
    "keys",
    [
        "categories: {1: Never, 2: Always}, instruction: Pause",
        "categories: {1: Never, 2: Always}, prompt: running",
        "categories: {1: {text: Never, guidance: Or hardly}, 2: Always}",
    ],
)
def test_each_kind_of_her_help_is_kept_by_itself(keys: str) -> None:
    top = "prompts: {running: Read on.}\n" if "prompt" in keys else ""
    asked = question(f"- A: {{text: Do you?, {keys}}}", "A", modes=ALL, top=top)

    def help_in(mode: Mode) -> list[object]:
        shown = asked.presentation(mode)
        return [part for part in (shown.instruction, shown.prompt, shown.categories[0].guidance) if part]

    assert len(help_in(FACE)) == len(help_in(PHONE)) == 1
    assert help_in(SELF) == []


def test_missing_states_are_offered_as_the_instrument_usually_does_unless_the_question_says_otherwise() -> None:
    asked = question(
        """
        - A:
            text: Do you?
            categories:
              1: Never
              2: Always
              dont_know:
              refused: {text: Rather not, self_completion: {number: 9}}
        """,
        "A",
        modes=ALL,
        top="""
            missing:
              dont_know: {text: Don’t know, spontaneous: true, self_completion: {text: I don’t know, spontaneous: false}}
              refused: {text: Refused, modes: [self_completion, telephone]}
        """,
    )
    never, always = Category(1, 1, ("Never",)), Category(2, 2, ("Always",))
    assert asked.presentation(FACE).categories == (
        never,
        always,
        Category(Missing.DONT_KNOW, 3, ("Don’t know",), spontaneous=True),
    )
    assert asked.presentation(PHONE).categories[3] == Category(Missing.REFUSED, 4, ("Rather not",))
    assert asked.presentation(SELF).categories[2:] == (
        Category(Missing.DONT_KNOW, 3, ("I don’t know",)),
        Category(Missing.REFUSED, 9, ("Rather not",)),
    )


def test_categories_are_in_the_order_of_their_printed_numbers() -> None:
    asked = question(
        """
        - A:
            text: Do you?
            categories:
              3: Third
              1: {text: First, telephone: {number: 8}}
              dont_know: {text: Don’t know}
              7: Seventh
        """,
        "A",
    )
    numbers = {mode: [(category.number, category.value) for category in asked.presentation(mode).categories]
               for mode in (FACE, PHONE)}  # fmt: skip
    assert numbers[FACE] == [(1, 1), (2, Missing.DONT_KNOW), (3, 3), (7, 7)]
    assert numbers[PHONE] == [(3, 3), (7, 7), (8, 1), (9, Missing.DONT_KNOW)]


def test_a_list_is_shared_and_can_be_added_to() -> None:
    instrument = fit(
        asking(
            """
            - A: {text: Do you?, list: often}
            - B: {text: Do you?, list: often}
            - C: {text: Do you?, list: often, categories: {2: At times, 3: Always}}
            """,
            top="lists: {often: {1: Never, 2: Often}}\n",
        )
    )
    first, second, third = (asked.usual.categories for asked in instrument.questions)
    assert first is second
    assert [category.text for category in third] == [("Never",), ("At times",), ("Always",)]


@pytest.mark.parametrize(
    ("keys", "answered"),
    [
        ("type: text", Verbatim(2_000)),
        ("type: text, longest: 1", Verbatim(1)),
        ("type: whole_number", WholeNumber(0, 10**12)),
        ("type: whole_number, minimum: -5, maximum: 5, unit: miles", WholeNumber(-5, 5, ("miles",))),
    ],
)
def test_the_type_says_how_a_question_is_answered(keys: str, answered: object) -> None:
    assert question(f"- A: {{text: One, {keys}}}", "A").type == answered


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("type: datum", ["TYPE"]),
        ("type: [text]", ["SHAPE", "TYPE"]),
        ("type: text, minimum: 1", ["TYPE"]),
        ("type: whole_number, longest: 1", ["TYPE"]),
        ("type: text, longest: 0", ["RANGE"]),
        ("type: text, longest: 100001", ["RANGE"]),
        ("type: whole_number, maximum: 1000000000001", ["RANGE"]),
        ("type: whole_number, maximum: -1", ["RANGE"]),
        ('type: whole_number, maximum: "9"', ["NUMBER"]),
        ("type: whole_number, maximum: 09", ["NUMBER"]),
        ("type: whole_number, maximum: 1e3", ["NUMBER"]),
        ("type: whole_number, maximum: 9999999999999999", ["NUMBER"]),
        ("categories: {1: Never, 2: Always}, maximum: 2", ["TYPE"]),
        ("categories: [Never, Always]", ["SHAPE"]),
        ("categories: {one: Never, 2: Always, 3: Often}", ["NUMBER"]),
        ("categories: {-1: Never, 2: Always}", ["RANGE"]),
        ("categories: {1: {text: Never, number: -1}, 2: Always}", ["RANGE"]),
        ("categories: {1: Never}", ["CATEGORIES"]),
        ("categories: {dont_know: Don’t know, refused: Rather not}", ["CATEGORIES"]),
        ("type: text, categories: {1: Never}", ["CATEGORIES"]),
        ("list: oftn", ["WORD-UNKNOWN"]),
    ],
)
def test_what_does_not_fit_its_type_is_told_once(keys: str, told: list[str]) -> None:
    text = asking(
        f"- A: {{text: One, {keys}}}\n- B: {{text: Do you?, list: often}}", top="lists: {often: {1: Never, 2: Often}}\n"
    )
    assert codes(reading(text).faults) == told


def test_a_mistake_in_a_list_is_told_at_the_list_and_once() -> None:
    text = asking(
        "- A: {text: Do you?, list: often}\n- B: {text: Do you?, list: often}\n"
        "- C: {text: Do you?, list: often, asked_if: B == 3}",
        top="lists:\n  often:\n    1: Never\n    2: {text: Often, number: 1}\n    3x: Always\n",
    )
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("NUMBER-TWICE", 8), ("NUMBER", 9)]


def test_a_fault_in_all_modes_is_told_once_and_in_some_names_them() -> None:
    text = asking(
        "- A: {text: Do you?, categories: {1: Never, 2: {text: Often, number: 1, self_completion: {number: 2}}, dont_know: Well}}",
        modes=ALL,
    )
    assert [fault.message for fault in reading(text).faults] == [
        'the number 1 is printed twice, for "Never" and "Often" in face_to_face and telephone',
    ]


@pytest.mark.parametrize("key", ["instruction: Wait", "prompt: running"])
def test_nothing_for_an_interviewer_is_said_to_a_respondent(key: str) -> None:
    text = asking(f"- A: {{text: One, type: text, self_completion: {{{key}}}}}", modes=ALL)
    assert codes(reading(text).faults) == ["MODE-KEY"]
    category = "- A: {text: Do you?, categories: {1: {text: Never, self_completion: {guidance: Or}}, 2: Always}}"
    assert codes(reading(asking(category, modes=ALL)).faults) == ["MODE-KEY"]


def test_what_is_said_for_a_mode_that_is_not_fielded_is_only_a_warning() -> None:
    text = asking(
        "- A: {text: Do you?, categories: {1: {text: Never, telephone: {number: 3}}, 2: {text: Always, modes: [face_to_face, telephone]}}}",
        modes="face_to_face",
    )
    read = reading(text)
    assert codes(read.faults) == ["MODE-UNUSED"]
    assert read.instrument is not None


def test_a_place_to_fill_is_told_of_in_the_line_of_its_text() -> None:
    text = asking("""
        - A:
            text: One
            guidance: Two
            instruction: |
              Three {Nobody}
            categories:
              1: Never
              2:
                text: Always
                example: Such as {Nobody}
        """)
    faults = [(fault.code, fault.place.line) for fault in reading(text).faults]
    assert faults == [("FILL-UNKNOWN", 11), ("FILL-UNKNOWN", 17)]
