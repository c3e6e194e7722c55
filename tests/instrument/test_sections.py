"""Sections in sections, for each row of a roster, and from files."""

import pytest

from capi.instrument.expression import Arithmetic, Compare, FieldName, Number
from capi.instrument.model import Place, Roster, Section
from capi.instrument.sections import DEEPEST_SECTION
from tests.instrument.small import asking, codes, fit, head, reading, told

PEOPLE = """
- roster: People
  title: People in the household
  row_name: "{Name|Person} {position}"
  at_most: 8
  ask:
    - Name: {text: What is the name?, type: text}
    - Age: {text: "How old is {Name}?", type: whole_number, maximum: 120}
  another:
    AnyoneElse: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}
"""


def sections(questions: str) -> dict[str, Section]:
    return {section.name: section for section in fit(asking(questions)).all_sections}


def test_sections_stand_in_sections_in_the_order_of_the_page() -> None:
    found = sections("""
        - A: {text: One, type: text}
        - section: Inner
          title: The inner one
          asked_if: A is answered
          ask:
            - B: {text: Two, type: text}
            - section: Innermost
              ask:
                - C: {text: Three, type: text}
        - D: {text: Four, type: text}
        """)
    assert list(found) == ["Main", "Inner", "Innermost"]
    assert [question.name for question in found["Main"].questions] == ["A", "B", "C", "D"]
    assert [part.name for part in found["Main"].parts] == ["A", "Inner", "D"]
    assert found["Inner"].asked_if is not None
    assert found["Inner"].title == ("The inner one",)


def test_a_question_may_be_called_like_a_key_of_a_section() -> None:
    instrument = fit(
        asking(
            "- section: {text: Which?, type: text}\n- file: {text: Which?, type: text}\n- use: {text: How?, type: text}"
        )
    )
    assert [question.name for question in instrument.questions] == ["section", "file", "use"]


def test_a_roster_collects_rows_until_there_is_no_other() -> None:
    instrument = fit(asking(PEOPLE))
    assert instrument.rosters == (
        Roster(
            "People",
            ("People in the household",),
            ("{Name|Person} {position}",),
            Place("instrument.yaml", 8),
            at_least=1,
            at_most=8,
        ),
    )
    people = instrument.all_sections[1]
    assert (people.name, people.roster, people.collects) == ("People", "People", True)
    assert people.another is not None
    assert people.another.name == "AnyoneElse"
    assert [question.name for question in instrument.questions] == ["Name", "Age", "AnyoneElse"]


def test_a_roster_has_as_many_rows_as_its_size() -> None:
    instrument = fit(
        asking("""
            - Cars: {text: How many cars?, type: whole_number, maximum: 9}
            - roster: Cars2
              size: Cars + 1
              row_name: car {position}
              ask:
                - Colour: {text: Which colour?, type: text}
            """)
    )
    (roster,) = instrument.rosters
    assert roster.size == Arithmetic(FieldName("Cars"), "+", Number(1))
    assert (roster.at_least, roster.at_most) == (0, 20)


def test_rosters_stand_in_rosters_and_know_it() -> None:
    instrument = fit(
        asking(
            PEOPLE
            + """
- section: Work
  for_each: People
  asked_if: Age >= 16
  ask:
    - Jobs1: {text: How many jobs?, type: whole_number, maximum: 5}
    - section: More
      ask:
        - roster: Jobs
          size: Jobs1
          row_name: job {position}
          ask:
            - Title: {text: What is it?, type: text}
"""
        )
    )
    assert [(roster.name, roster.within) for roster in instrument.rosters] == [("People", ""), ("Jobs", "People")]
    work = next(section for section in instrument.all_sections if section.name == "Work")
    assert (work.roster, work.collects) == ("People", False)
    assert work.asked_if == Compare(FieldName("Age"), ">=", Number(16))


def test_edits_of_a_section_in_rows_are_its_own() -> None:
    found = sections(
        PEOPLE.rstrip()
        + "\n  edits:\n    - signal: VeryOld\n      fails_if: Age > 110\n      message: Aged {Age}. Is that right?\n"
    )
    assert [edit.fields for edit in found["People"].edits] == [("Age",)]


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ("  at_most: 8\n", "  at_most: 1001\n", ["RANGE"]),
        ("  at_most: 8\n", "  at_most: 0\n", ["RANGE"]),
        ("  at_most: 8\n", "  at_least: 9\n  at_most: 8\n", ["RANGE"]),
        ("  at_most: 8\n", "  at_least: -1\n", ["RANGE"]),
        ("  at_most: 8\n", "  size: Size\n", ["ROSTER"]),
        ("  at_most: 8\n", "  most: 8\n", ["KEY-UNKNOWN"]),
        ('  row_name: "{Name|Person} {position}"\n', "", ["KEY-MISSING"]),
        ('"{Name|Person} {position}"', '"{Nmae}"', ["FILL-UNKNOWN"]),
        ("roster: People", "roster: 1People", ["NAME"]),
        ("roster: People", "roster: row", ["NAME"]),
        ('categories: {1: "Yes", 2: "No"}', "type: whole_number", ["ROSTER"]),
        ('categories: {1: "Yes", 2: "No"}', 'categories: {3: "Yes", 2: "No"}', ["ROSTER"]),
        ('categories: {1: "Yes", 2: "No"}', 'type: code_all, categories: {1: "Yes", 2: "No"}', ["ROSTER"]),
        ('categories: {1: "Yes", 2: "No"}', 'categories: {1: "Yes", 2: "No"}, items: {B: b, C: c}', ["ROSTER"]),
        ("AnyoneElse: {", "AnyoneElse: {edits: [{check: E, fails_if: AnyoneElse == 2, message: So}], ", ["ROSTER"]),
    ],
)
def test_what_is_wrong_with_a_roster_is_told(before: str, after: str, faults: list[str]) -> None:
    size = "- Size: {text: How many?, type: whole_number, maximum: 9}\n"
    assert codes(reading(asking(size + PEOPLE.lstrip("\n").replace(before, after))).faults) == faults


def test_a_roster_says_in_one_way_how_many_rows_it_has() -> None:
    text = asking("""
        - Size: {text: How many?, type: whole_number, maximum: 9}
        - roster: R
          row_name: row {position}
          ask: [{A: {text: One, type: text}}]
        """)
    assert told(text) == [("ROSTER", 9)]
    sized = text.replace("row_name", "size: Size\n        row_name")
    assert told(sized) == []
    assert told(sized.replace("row_name", "at_least: 2\n        row_name")) == [("ROSTER", 11)]


def test_a_section_in_a_section_may_lie_in_a_file_and_so_may_a_roster() -> None:
    people = "roster: People\nsize: Size\nrow_name: person {position}\nask:\n  - file: more.yaml\n"
    more = "section: More\nask:\n  - Name: {text: What is your name?, type: text}\n"
    instrument = fit(
        asking("- Size: {text: How many?, type: whole_number, maximum: 9}\n- file: people.yaml"),
        people=people,
        more=more,
    )
    assert [section.name for section in instrument.all_sections] == ["Main", "People", "More"]
    assert instrument.questions[1].place == Place("more.yaml", 3)


def nested(deep: int) -> str:
    lines = [f"{'    ' * n}- section: S{n}\n{'    ' * n}  ask:" for n in range(deep)]
    return asking("\n".join(lines) + f"\n{'    ' * deep}- A: {{text: One, type: text}}")


def test_sections_are_not_nested_without_end() -> None:
    deep = DEEPEST_SECTION - 4  # deeper in one file, and the indentation is too deep
    assert told(nested(deep)) == []
    files = {f"s{n}.yaml": f"section: S{n}\nask:\n  - file: s{n + 1}.yaml\n" for n in range(1, 500)}
    files["s500.yaml"] = "section: S500\nask:\n  - A: {text: One, type: text}\n"
    read = reading(head() + "sections:\n  - file: s1.yaml\n", beside=files)
    assert codes(read.faults) == ["FILE-DEPTH"]
    assert read.faults[0].place.file == f"s{DEEPEST_SECTION}.yaml"
    assert len(read.sources) < 20


@pytest.mark.parametrize(
    ("section", "faults"),
    [
        ("section: [S]", ["SHAPE"]),
        ("section: S, for_each: People", ["ROSTER-UNKNOWN"]),
        ("section: S, for_each: [People]", ["SHAPE"]),
        ("section: S, size: 3", ["KEY-UNKNOWN"]),
        ("section: S, another: {B: {text: One, type: text}}", ["KEY-UNKNOWN"]),
    ],
)
def test_what_is_wrong_with_a_section_is_told(section: str, faults: list[str]) -> None:
    assert (
        codes(reading(head() + f"sections:\n  - {{{section}, ask: [{{A: {{text: One, type: text}}}}]}}\n").faults)
        == faults
    )
