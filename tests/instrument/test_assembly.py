"""An instrument as its nodes give it: sections, facts, fills, showcards, and what it is made of."""

from decimal import Decimal

import pytest

from capi.instrument.expression import And, Compare, FieldName, Is, Number
from capi.instrument.model import (
    Category,
    Choice,
    Date,
    DecimalNumber,
    Edit,
    Fact,
    Fill,
    FillVariant,
    Mode,
    Place,
    PromptInstruction,
    Showcard,
    Source,
    Switch,
    Verbatim,
    WholeNumber,
)
from tests.instrument.small import asking, codes, fit, head, reading

FILE = "instrument.yaml"


def test_an_instrument_has_what_its_file_says() -> None:
    instrument = fit("""
        instrument: small-one
        version: "1.2"
        title: Small
        modes: [telephone, face_to_face]
        source: {publisher: We, title: Ours, date: "2026-01-31", licence: OGL, address: https://example.org}
        sections:
          - section: Main
            title: The main thing
            ask:
              - A: {text: One, type: text}
    """)
    assert (instrument.name, instrument.version, instrument.title) == ("small-one", "1.2", ("Small",))
    assert instrument.modes == (Mode.TELEPHONE, Mode.FACE_TO_FACE)
    assert instrument.languages == ("en",)
    assert instrument.source == Source("We", "Ours", "2026-01-31", "OGL", "https://example.org")
    (section,) = instrument.sections
    assert (section.name, section.title, section.place) == ("Main", ("The main thing",), Place(FILE, 8))
    assert [question.name for question in instrument.questions] == ["A"]


def test_a_file_without_anything_needed_tells_each_thing() -> None:
    faults = reading("instrument: small").faults
    assert [(fault.code, fault.remedy) for fault in faults] == [
        ("KEY-MISSING", "Add `modes:`."),
        ("KEY-MISSING", "Add `sections:`."),
        ("KEY-MISSING", "Add `title:`."),
        ("KEY-MISSING", "Add `version:`."),
    ]


@pytest.mark.parametrize("top", ["just a text", "- a\n- list\n"])
def test_a_file_of_another_shape_is_told_so(top: str) -> None:
    assert "SHAPE" in codes(reading(top).faults)


@pytest.mark.parametrize("name", ["a b", "Ünder", "a--b", "-a", "''", "a_b", "../x"])
def test_an_instrument_has_a_plain_name(name: str) -> None:
    assert codes(reading(asking("- A: {text: One, type: text}").replace("small", name, 1)).faults) == ["NAME"]


def test_no_mode_and_no_section_are_told() -> None:
    assert codes(reading(asking("- A: {text: One, type: text}", modes="")).faults) == ["SHAPE"]
    assert codes(reading(head() + "sections: []\n").faults) == ["SECTION-EMPTY"]


def test_a_misspelt_mode_names_the_nearest() -> None:
    (fault,) = reading(asking("- A: {text: One, type: text}", modes="face_to_fase")).faults
    assert (fault.code, fault.remedy) == ("WORD-UNKNOWN", "Did you mean face_to_face?")


@pytest.mark.parametrize("language", ["'', en", "English please", "e_n"])
def test_a_language_is_a_code(language: str) -> None:
    text = asking("- A: {text: One, type: text}", top=f"languages: [{language}]\n")
    assert "LANGUAGE-UNKNOWN" in codes(reading(text).faults)


def test_norwegian_needs_quotes_like_any_other_no() -> None:
    text = asking("- A: {text: En, type: text}", top="languages: [no]\n")
    assert codes(reading(text).faults) == ["YAML-SURPRISE"]
    assert fit(text.replace("[no]", '["no"]')).languages == ("no",)


def test_texts_of_several_languages_are_in_their_order() -> None:
    instrument = fit("""
        instrument: small
        version: "1"
        title: {cy: Bach, en: Small}
        modes: [telephone]
        languages: [en, cy]
        sections:
          - section: Main
            ask:
              - A: {text: {en: One, cy: Un}, type: text}
    """)
    assert instrument.title == ("Small", "Bach")
    assert instrument.questions[0].usual.text == ("One", "Un")
    assert instrument.questions[0].usual.guidance == ()


def test_facts_are_declared_with_their_types() -> None:
    instrument = fit(
        asking(
            "- A: {text: One, type: text}",
            top="""
                facts:
                  Age: {label: Age, type: whole_number, minimum: 16, maximum: 120, unit: years}
                  Area: {type: text, longest: 9, disclosive: true}
            """,
        )
    )
    assert instrument.facts == (
        Fact("Age", ("Age",), WholeNumber(16, 120, ("years",)), Place(FILE, 7)),
        Fact("Area", (), Verbatim(9), Place(FILE, 8), disclosive=True),
    )


def test_a_fact_that_is_a_choice_has_categories_or_is_told_once() -> None:
    asked = "- A: {asked_if: Sex == 1, text: One, type: text}"
    text = asking(asked, top="facts:\n  Sex: {type: choice}\n")
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("CATEGORIES", 6)]
    for categories in ("categories: {1: Male, 2: Female}", "list: sexes"):
        top = f"facts:\n  Sex: {{type: choice, {categories}}}\nlists: {{sexes: {{1: Male, 2: Female}}}}\n"
        (fact,) = reading(asking(asked, top=top)).fit().facts
        assert fact == Fact(
            "Sex",
            (),
            Choice(),
            Place(FILE, 6),
            categories=(Category(1, 1, ("Male",)), Category(2, 2, ("Female",))),
        )


def test_a_fact_may_be_a_decimal_or_a_date() -> None:
    top = 'facts:\n  Rate: {type: decimal, maximum: 1.5}\n  Born: {type: date, earliest: "1900-01-01"}\n'
    facts = fit(asking("- A: {text: One, type: text}", top=top)).facts
    assert [fact.type for fact in facts] == [DecimalNumber(Decimal(0), Decimal("1.5"), 2), Date("1900-01-01")]


@pytest.mark.parametrize("kind", ["time", "partial_date", "code_all", "row", "coded", "information"])
def test_a_fact_is_of_no_other_type(kind: str) -> None:
    text = asking("- A: {asked_if: B is answered, text: One, type: text}", top=f"facts:\n  B: {{type: {kind}}}\n")
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("TYPE", 6)]


@pytest.mark.parametrize(
    ("usual", "value"), [("usual: on", 1), ('usual: "on"', 1), ("usual: off", 2), ("label: Asked", 2)]
)
def test_a_switch_is_a_fact_that_is_on_or_off(usual: str, value: int) -> None:
    text = asking("- A: {asked_if: More is on, text: One, type: text}", top=f"switches:\n  More: {{{usual}}}\n")
    instrument = fit(text)
    assert instrument.facts[0].type == Switch(value)
    assert instrument.questions[0].usual.asked_if == Is(FieldName("More"), "on", negated=False)


def test_a_switch_is_neither_true_nor_a_fact_already() -> None:
    top = "facts:\n  More: {type: text}\nswitches:\n  More: {usual: yes}\n"
    assert codes(reading(asking("- A: {text: One, type: text}", top=top)).faults) == ["FLAG", "NAME-TWICE"]


def test_a_fill_is_its_variants() -> None:
    instrument = fit(
        asking(
            '- A: {text: One, type: text}\n- B: {text: "{them}?", type: text}',
            top="fills:\n  them:\n    - {if: A is answered, text: they}\n    - {text: none}\n",
        )
    )
    said = FillVariant(("they",), Is(FieldName("A"), "answered", negated=False))
    assert instrument.fills == (Fill("them", (said, FillVariant(())), Place(FILE, 6)),)


def test_showcards_have_labels_and_headings() -> None:
    text = asking(
        "- A: {text: Do you?, categories: {1: Never, 2: Always}, showcard: 12}\n"
        "- B: {text: Do you?, categories: {1: Never, 2: Always}, showcard: B}",
        top='showcards:\n  12:\n  B: {heading: "Think of {A}"}\n',
        modes="face_to_face",
    )
    assert fit(text).showcards == (Showcard("12", Place(FILE, 6)), Showcard("B", Place(FILE, 7), ("Think of {A}",)))


def test_the_words_of_the_prompt_instructions_are_kept() -> None:
    text = asking(
        "- A: {text: Do you?, categories: {1: Never, 2: Always}, prompt: running}", top="prompts: {running: Pause.}\n"
    )
    assert fit(text).prompts == {PromptInstruction.RUNNING: ("Pause.",)}


def test_edits_stand_at_a_question_and_at_their_section() -> None:
    instrument = fit(
        asking("""
            - A:
                text: How many?
                type: whole_number
                edits:
                  - {signal: Many, fails_if: A > 9 and Age > 1, message: "So many, {A}?", fields: [A, B]}
            - B: {text: How many?, type: whole_number}
        """, top="facts: {Age: {type: whole_number}}\n")
        + "    edits:\n      - {check: Fewer, fails_if: B < A, message: Fewer}\n"
    )  # fmt: skip
    many = And((Compare(FieldName("A"), ">", Number(9)), Compare(FieldName("Age"), ">", Number(1))))
    fewer = Compare(FieldName("B"), "<", FieldName("A"))
    assert instrument.edits == (
        Edit("Many", False, many, ("So many, {A}?",), ("A", "Age", "B"), Place(FILE, 13)),
        Edit("Fewer", True, fewer, ("Fewer",), ("B", "A"), Place(FILE, 16)),
    )


def test_a_section_may_have_a_filter() -> None:
    text = (
        head()
        + """sections:
  - section: First
    ask:
      - A: {text: One, type: whole_number}
  - section: Second
    asked_if: A == 1
    ask:
      - B: {text: Two, type: text}
"""
    )
    assert fit(text).sections[1].asked_if == Compare(FieldName("A"), "==", Number(1))


def test_a_broken_condition_of_an_edit_or_fill_is_told_once_and_nothing_of_what_uses_it() -> None:
    text = asking(
        "- A: {text: How many?, type: whole_number}\n- B: {text: \"{them}?\", type: text}",
        top="fills:\n  them:\n    - {if: A = 1, text: they}\n    - {text: none}\n",
    ) + "    edits:\n      - {check: Fewer, fails_if: A <, message: Fewer}\n"  # fmt: skip
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("CONDITION", 7), ("CONDITION", 15)]


def test_keys_that_stand_beside_the_name_are_told_once_and_still_read() -> None:
    text = asking(
        "- A:\n  text: Do you?\n  categories: {1: Never, 2: Always}\n- B: {asked_if: A == 3, text: Two, type: text}"
    )
    assert codes(reading(text).faults) == ["SHAPE", "CATEGORY-UNKNOWN"]


def test_a_question_without_its_dash_is_told_once() -> None:
    text = asking(
        "- A: {text: One, type: text}\n  B: {text: Two, type: text}\n- C: {asked_if: B is answered, text: x, type: text}"
    )
    assert codes(reading(text).faults) == ["SHAPE"]


def test_choice_is_the_type_of_what_has_categories() -> None:
    instrument = fit(asking("- A: {text: Do you?, categories: {1: Never, 2: Always}}"))
    assert instrument.questions[0].type == Choice()
