"""questionnaires/FORMAT.md tells the truth: its examples are fit, its tables are what the program does, and nothing is left out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from capi.engine.plan import plan
from capi.engine.route import route
from capi.engine.script import hold, read_script
from capi.instrument import (
    answer_types,
    categories,
    faults,
    frames,
    parsing,
    reading,
    reuse,
    roster_sense,
    sections,
    shape,
)
from capi.instrument.answer_types import FACT_TYPES, TYPES
from capi.instrument.assembly import INSTRUMENT_KEYS, SHOWCARD_KEYS, SOURCE_KEYS
from capi.instrument.categories import CATEGORY_KEYS, MISSING
from capi.instrument.computing import COMPUTED_KEYS
from capi.instrument.date_patterns import DATE_PARTS, USUAL_FORMS
from capi.instrument.edits import EDIT_KEYS
from capi.instrument.expression import COMPARISONS, DATE_FUNCTIONS, OF, POSITION, ROW, ROWS_FUNCTIONS, STATES
from capi.instrument.facts import FACT_KEYS, SWITCH_KEYS
from capi.instrument.fill_reading import PLURAL_KEYS, VARIANT_KEYS
from capi.instrument.frames import FRAME_KEYS
from capi.instrument.model import Answer, Missing, Mode
from capi.instrument.questions import PROMPTS, QUESTION_KEYS, SPECIFY_KEYS
from capi.instrument.sections import ROSTER_KEYS, SECTION_KEYS, USE_KEYS
from tests.instrument.fault_samples import PEOPLE
from tests.instrument.small import asking, codes, fit
from tests.instrument.small import reading as read

DOCUMENT = (Path(__file__).parents[2] / "questionnaires" / "FORMAT.md").read_text("utf-8")

KEYS = {
    "an instrument": INSTRUMENT_KEYS,
    "a question": QUESTION_KEYS,
    "a category": CATEGORY_KEYS,
    "a showcard": SHOWCARD_KEYS,
    "an edit": EDIT_KEYS,
    "a variant": VARIANT_KEYS,
    "a plural": PLURAL_KEYS,
    "a computed variant": COMPUTED_KEYS,
    "what is specified": SPECIFY_KEYS,
    "a fact": FACT_KEYS,
    "a switch": SWITCH_KEYS,
    "a frame": FRAME_KEYS,
    "a section": SECTION_KEYS,
    "a roster": ROSTER_KEYS,
    "a used instrument": USE_KEYS,
    "a source": SOURCE_KEYS,
}
LIMITS = (
    reading.LARGEST_INSTRUMENT,
    reading.MOST_NODES,
    reading.DEEPEST,
    reading.LONGEST_TEXT,
    reading.MOST_LINES,
    reading.LONGEST_LINE,
    categories.MOST_CATEGORIES,
    categories.MOST_OFFERED,
    parsing.LONGEST,
    parsing.MOST_NODES,
    parsing.DEEPEST,
    parsing.MOST_TERMS,
    shape.LONGEST_CONDITIONS,
    shape.MOST_REPEATED,
    sections.DEEPEST_SECTION,
    reuse.DEEPEST_USE,
    sections.MOST_ROWS,
    roster_sense.MOST_ROWS_IN_ALL,
    roster_sense.DEEPEST_ROSTER,
    frames.MOST_ENTRIES,
    frames.LONGEST_CODE,
    answer_types.MOST_PLACES,
    answer_types.LONGEST_ANSWER,
    answer_types.LARGEST_ANSWER,
    faults.MOST_FAULTS,
)


def chapters() -> dict[str, str]:
    """The text below each heading, up to the next heading of any depth."""
    parts = re.split(r"^#+ (.+)$", DOCUMENT, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def examples(chapter: str, kind: str = "yaml") -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", chapter, re.MULTILINE | re.DOTALL)


def beside(chapter: str) -> dict[str, str]:
    """The files that the examples of a chapter name: a section, the tables shown there, and the instruments shown there."""
    files = {"people.yaml": PEOPLE} if "people.yaml" in chapter else {}
    tables = dict(zip(re.findall(r"file: (\w+\.csv)", chapter), examples(chapter, "csv"), strict=True))
    whole = [block for block in examples(chapter) if block.startswith("instrument:")]
    return {**files, **tables, **{f"{block.split()[1]}/instrument.yaml": block for block in whole}}


def rows(chapter: str) -> list[list[str]]:
    """The cells of the table in the chapter, its heading and rule left out."""
    lines = [line for line in chapter.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def whole(blocks: list[str]) -> Iterator[str]:
    """Instruments made of the blocks of a chapter: whole ones as they are, the others put together into one."""
    yield from (block for block in blocks if block.startswith("instrument:"))
    parts = [block for block in blocks if not block.startswith("instrument:")]
    sections = "".join(block for block in parts if block.startswith(("- section:", "- file:", "- roster:", "- use:")))
    asked = "".join(block for block in parts if block.startswith("- ") and block not in sections)
    top = "".join(block for block in parts if not block.startswith("- "))
    modes = re.search(r"^modes: \[(.*)\]\n", top, re.MULTILINE)
    text = asking(
        asked or "- Q: {text: One, type: text}",
        top=top.replace(modes[0], "") if modes else top,
        modes=modes[1] if modes else "face_to_face, telephone",
    )
    if parts:
        yield text + "".join(f"  {line}\n" for line in sections.splitlines())


CHAPTERS = [name for name, chapter in chapters().items() if examples(chapter)]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_example_is_fit_to_field(chapter: str) -> None:
    for text in whole(examples(chapters()[chapter])):
        instrument = fit(text, beside=beside(chapters()[chapter]))
        for mode in instrument.modes:
            plan(instrument, mode)


def test_no_example_is_overlooked() -> None:
    assert len(re.findall("```yaml", DOCUMENT)) == sum(len(examples(chapters()[name])) for name in CHAPTERS) >= 45
    assert DOCUMENT.count("```") == 2 * len(re.findall("```(?:yaml|csv|json)", DOCUMENT))


@pytest.mark.parametrize("what", KEYS)
def test_every_key_is_explained(what: str) -> None:
    explained = [row[0] for row in rows(chapters()[f"Keys of {what}"])]
    assert explained == [f"`{key}`" for key in KEYS[what]]


@pytest.mark.parametrize(
    "word",
    [
        *TYPES,
        *MISSING,
        *PROMPTS,
        *USUAL_FORMS,
        *frames.COLUMNS,
        *(f"{{{part}}}" for part in DATE_PARTS),
        *(mode.value for mode in Mode),
    ],
)
def test_every_word_of_the_format_is_explained(word: str) -> None:
    assert f"`{word}`" in DOCUMENT


def test_every_type_is_explained_and_shown() -> None:
    assert [row[0].strip("`") for row in rows(chapters()["How a question is answered"])] == list(TYPES)
    shown = set(re.findall(r"type: (\w+)", DOCUMENT)) | {"choice"}
    assert shown >= {*TYPES}
    facts = next(row[1] for row in rows(chapters()["Keys of a fact"]) if row[0] == "`type`")
    assert set(re.findall(r"`(\w+)`", facts)) == set(FACT_TYPES)


@pytest.mark.parametrize(("chapter", "words"), [
    ("Conditions over rows", (*ROWS_FUNCTIONS, OF, ROW, POSITION)), ("Dates in conditions", tuple(DATE_FUNCTIONS))
])  # fmt: skip
def test_every_function_is_explained(chapter: str, words: tuple[str, ...]) -> None:
    explained = [re.match(r"`(\w+)", row[0]) for row in rows(chapters()[chapter])]
    assert [found[1] for found in explained if found] == list(words)


def test_every_limit_is_told() -> None:
    told = [int(re.sub(r"\D", "", row[1])) for row in rows(chapters()["Limits"])]
    assert sorted(told) == sorted(LIMITS)


# The one rule

RULE = "The one rule for answers that are not there"
TRUTH = rows(chapters()[RULE])
COLUMNS: dict[str, Answer | None] = {
    "1": 1,
    "2": 2,
    "don't know": Missing.DONT_KNOW,
    "refused": Missing.REFUSED,
    "not applicable": Missing.NOT_APPLICABLE,
    "not answered yet": None,
    "off route": 1,
}
ON, OFF = 1, 2

PROBE = """
    - Gate: {text: Is it asked?, categories: {1: "Yes", 2: "No"}}
    - A: {asked_if: Gate == 1, text: How many?, type: whole_number, maximum: 9, categories: {not_applicable: None}}
    - Probe: {asked_if: "CONDITION", text: Does it hold?, type: text}
"""


@pytest.mark.parametrize(("condition", "cells"), [(row[0].strip("`"), row[1:]) for row in TRUTH])
def test_a_condition_holds_where_the_document_says(condition: str, cells: list[str]) -> None:
    made = read(asking(PROBE.replace("CONDITION", condition)))
    assert [str(fault) for fault in made.faults if not fault.warning] == []
    probed = plan(made.fit(), Mode.TELEPHONE)
    held = []
    for column, answer in COLUMNS.items():
        answers: dict[str, Answer] = {"Gate": OFF if column == "off route" else ON}
        if answer is not None:
            answers["A"] = answer
        held.append("yes" if "Probe" in route(probed, answers, {}).fields else "no")
    assert held == cells


def test_the_table_has_every_state_an_answer_can_be_in() -> None:
    heading = next(line for line in chapters()[RULE].splitlines() if line.startswith("| condition"))
    assert [cell.strip() for cell in heading.strip("|").split("|")][1:] == list(COLUMNS)


def test_the_table_has_every_operator() -> None:
    conditions = {row[0].strip("`") for row in TRUTH}
    wanted = [
        *(f"A {sign} " for sign in COMPARISONS),
        "A in (",
        "A not in (",
        "A + ",
        "A - ",
        "A * ",
        "A / ",
        "not A =",
        "not A <",
    ]
    wanted += [f"A is {state}" for state in STATES[:-2]] + [f"A is not {state}" for state in STATES[:-2]]
    assert [start for start in wanted if not any(condition.startswith(start) for condition in conditions)] == []


def test_the_chapter_on_conditions_has_every_operator() -> None:
    written = " ".join(re.findall(r"`([^`]*)`", chapters()["Conditions"]))
    wanted = [
        *COMPARISONS,
        "in (",
        "not in (",
        "has ",
        "is on",
        "is off",
        "+",
        "-",
        "*",
        "/",
        "and",
        "or",
        "not",
        *(f"is {state}" for state in STATES),
    ]
    assert [word for word in wanted if f" {word}" not in f" {written}"] == []


# Trying it out

ANSWERED = """
    - Address: {text: Where is it?, type: text}
    - roster: People
      row_name: "{Name|person}"
      ask:
        - Name: {text: Who is it?, type: text}
        - Age: {text: How old?, type: whole_number, maximum: 120}
        - Cars: {text: How many cars?, type: whole_number, maximum: 5, asked_if: Age >= 17}
        - roster: Vehicles
          size: Cars
          at_most: 5
          row_name: car
          ask:
            - Make: {text: Which make?, type: text}
      another: {More: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}}
    - Travel: {text: How?, type: code_all, categories: {1: By car, 2: By bus, 3: On foot}}
    - Moved: {text: When did you move?, type: partial_date, asked_if: Pets is on}
    - Hrp: {text: Who earns most?, type: row, of: People}
    - Pay: {text: How much?, type: decimal}
"""


def test_the_answers_of_the_document_are_those_of_an_interview() -> None:
    top = "facts: {Region: {type: choice, categories: {1: North, 2: South}}}\nswitches: {Pets: {usual: off}}\n"
    whole, thoughts = (read_script(text.encode(), "a.json") for text in examples(chapters()["Trying it out"], "json"))
    held = hold(whole, plan(fit(asking(ANSWERED, top=top)), Mode.TELEPHONE))
    assert (held.next, dict(held.unused), held.interview.rows("People")) == (None, {}, (1, 3))
    health = next(text for text in examples(chapters()["The format of an instrument"]))
    second = hold(thoughts, plan(fit(health), Mode.TELEPHONE))
    assert second.completed
    assert second.route == ("General", "Visits")


# Words that need quotes

UNQUOTED = [row[0].strip("`") for row in rows(chapters()["Words that need quotes"])]


@pytest.mark.parametrize("word", UNQUOTED)
def test_a_word_that_needs_quotes_is_refused_without_and_taken_with_them(word: str) -> None:
    question = "- A: {text: WORD, type: text}"
    assert codes(read(asking(question.replace("WORD", word))).faults) == ["YAML-SURPRISE"]
    assert fit(asking(question.replace("WORD", f'"{word}"'))).questions[0].usual.text == (word,)
