"""The sense of rosters: what is in sight where, in which order, and how many rows there can be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from capi.engine.plan import plan
from capi.engine.route import route
from capi.instrument.expression import Expression
from capi.instrument.faults import Faults
from capi.instrument.lines import Lines
from capi.instrument.model import Answer, Missing, Mode, Question, Section
from capi.instrument.parsing import parse
from capi.instrument.validation import validate
from tests.instrument.small import codes, fit, head, reading

YES_NO = 'categories: {1: "Yes", 2: "No"}'
HOUSEHOLD = """sections:
  - section: First
    ask:
      - Many: {text: How many?, type: whole_number, maximum: 9}
  - roster: People
    row_name: "{Name|Person}"
    ask:
      - Name: {text: What is your name?, type: text}
      - Age: {text: How old are you?, type: whole_number, maximum: 120}
      - Work: {asked_if: Age >= 16, text: Are you in work?, CATEGORIES}
#IN PEOPLE
      - roster: Jobs
        size: Many
        row_name: "job {position}"
        ask:
          - Title: {text: What do you do?, type: text}
          - Pay: {text: What is the pay?, type: whole_number, maximum: 9999}
      - LastInPeople: {text: Is that all about you?, CATEGORIES}
    another:
      More: {text: Is there anyone else?, CATEGORIES}
#AFTER PEOPLE
  - section: Later
    ask:
      - Done: {text: Is that all?, CATEGORIES}
#AT THE END
""".replace("CATEGORIES", YES_NO)


def household(**more: str) -> str:
    """People with their jobs; `more` stands at the place of that name."""
    text = HOUSEHOLD
    for place, lines in more.items():
        mark = f"#{place.upper().replace('_', ' ')}\n"
        assert mark in text
        text = text.replace(mark, lines.strip("\n") + "\n")
    return head() + text


def told(**more: str) -> list[str]:
    return codes(reading(household(**more)).faults)


def section(question: str, keys: str = "section: Q") -> str:
    return f"  - {keys}\n    ask:\n      - {question}"


def question(condition: str) -> str:
    return f"Ask: {{asked_if: '{condition}', text: One, type: text}}"


FOR_EACH = "section: Q\n    for_each: People"


def test_the_household_makes_sense() -> None:
    fit(household())


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("count(People) > 2", []),
        ("count(People, Age >= 16) == 2", []),
        ("any(People, Age >= 16 and Work == 1)", []),
        ("all(People, Age >= 16)", []),
        ("sum(People, Age) > 100", []),
        ("least(People, Age) < 3 and most(People, Age, Work == 1) > 60", []),
        ('first(People, Name) == "Ann"', []),
        ('first(People, Name, position == 2) == "Ann"', []),
        ("any(People, any(Jobs, Pay > 9))", []),
        ("sum(People, sum(Jobs, Pay)) > 9", []),
        ("any(People, Age > Many)", []),
        ("Age >= 16", ["ROW-SCOPE"]),
        ("any(Jobs, Pay > 9)", ["ROW-SCOPE"]),
        ("any(People, Pay > 9)", ["ROW-SCOPE"]),
        ("position == 1", ["ROW-SCOPE"]),
        ("any(Persons, Age > 9)", ["ROSTER-UNKNOWN"]),
        ("count(Name) > 9", ["ROSTER-UNKNOWN"]),
        ("People > 9", ["FILTER-UNKNOWN"]),
        ("any(People, Nope == 1)", ["FILTER-UNKNOWN"]),
        ("any(People, Work == 3)", ["CATEGORY-UNKNOWN"]),
        ("sum(People, Name) > 3", ["CONDITION-TYPE"]),
        ("least(People, Work) == 1", ["CONDITION-TYPE"]),
        ("first(People, Work) == 3", ["CATEGORY-UNKNOWN"]),
        ("first(People, Age) == 200", ["CATEGORY-UNKNOWN"]),
        ("today > \"2026-01-01\"", ["TODAY"]),
    ],
)  # fmt: skip
def test_outside_the_rows_a_field_of_theirs_is_read_over_all_of_them(condition: str, codes: list[str]) -> None:
    assert told(at_the_end=section(question(condition))) == codes


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("Age >= 16", []),
        ("Age >= 16 and position > 1", []),
        ("Many > 2", []),
        ("any(Jobs, Pay > 9)", []),
        ("any(People, Age > 9)", []),
        ("count(Jobs, position > 1) > 0", []),
        ("Pay > 9", ["ROW-SCOPE"]),
        ("row == 1", ["CONDITION-TYPE"]),
        ("row > row", ["CONDITION-TYPE"]),
        ("row is answered", ["CONDITION-TYPE"]),
    ],
)  # fmt: skip
def test_in_the_rows_a_field_of_theirs_is_that_of_the_row(condition: str, codes: list[str]) -> None:
    assert told(at_the_end=section(question(condition), FOR_EACH)) == codes


def test_what_is_asked_of_each_row_is_told_with_what_to_write_instead() -> None:
    (fault,) = reading(household(at_the_end=section(question("Age >= 16")))).faults
    assert fault.message == "Age is asked of each row of People, and is read outside them"
    assert fault.remedy.startswith("Write count(People, Age ...), any(People, ...)")
    (fault,) = reading(household(at_the_end=section(question("People == 1")))).faults
    assert fault.remedy == "People is a roster: write count(People), any(People, ...) or the like."
    (fault,) = reading(household(at_the_end=section(question("count(Peple) == 1")))).faults
    assert fault.remedy == "Did you mean People?"


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("{asked_if: 'any(People, Age > 3)', text: One, type: text}", ["FILTER-LATER"]),
        ("{asked_if: count(People) > 3, text: One, type: text}", ["FILTER-LATER"]),
        ("{asked_if: 'any(Jobs, Pay > 3)', text: One, type: text}", ["FILTER-LATER"]),
        ("{asked_if: LastInPeople == 1, text: One, type: text}", ["FILTER-LATER"]),
        ("{asked_if: More == 1, text: One, type: text}", ["FILTER-LATER"]),
        ("{asked_if: Done == 1, text: One, type: text}", ["FILTER-LATER"]),
        ("{asked_if: Many > 3, text: One, type: text}", []),
        ("{asked_if: Work == 1 and position > 1, text: One, type: text}", []),
        ("{text: 'Not {Name}, {Age}?', type: text}", []),
        ("{text: 'Not {Title}?', type: text}", ["ROW-SCOPE"]),
        ("{text: 'Number {position}, {LastInPeople}?', type: text}", ["FILL-LATER"]),
        ("{text: 'Number {row}?', type: text}", ["FILL-UNKNOWN"]),
        ("{text: Who?, type: row, of: People}", ["ROSTER-LATER"]),
        ("{text: Which?, type: row, of: Jobs}", ["ROSTER-LATER"]),
        ("{text: Which?, type: row, of: Peeple}", ["ROSTER-UNKNOWN"]),
    ],
)  # fmt: skip
def test_among_the_rows_only_what_is_over_can_be_read(line: str, codes: list[str]) -> None:
    assert told(in_people=f"      - Ask: {line}") == codes


def test_the_rows_of_a_row_can_be_read_below_them() -> None:
    ask = "      - Ask: {asked_if: 'any(Jobs, Pay > 3)', text: Which job?, type: row, of: Jobs, where: Pay > 3}\n"
    text = household().replace("      - LastInPeople", f"{ask}      - LastInPeople")
    assert codes(reading(text).faults) == []


@pytest.mark.parametrize(
    ("keys", "codes"),
    [
        ("section: Q\n    for_each: People\n    asked_if: Age >= 16 and Work == 1", []),
        ("section: Q\n    for_each: People\n    asked_if: position > 1", []),
        ("section: Q\n    for_each: Persons", ["ROSTER-UNKNOWN"]),
        ("section: Q\n    for_each: Jobs", ["ROW-SCOPE"]),
        ("section: Q\n    asked_if: Age >= 16", ["ROW-SCOPE"]),
        ("section: Q\n    asked_if: Inner == 1", ["FILTER-LATER"]),
    ],
)  # fmt: skip
def test_a_section_goes_through_rows_there_are(keys: str, codes: list[str]) -> None:
    inner = section(f"Inner: {{text: One, {YES_NO}}}", keys)
    assert told(at_the_end=inner) == codes


def test_a_section_goes_through_rows_when_they_are_all_there() -> None:
    before = household().replace("sections:\n", "sections:\n" + section("A: {text: One, type: text}", FOR_EACH) + "\n")
    assert codes(reading(before).faults) == ["ROSTER-LATER"]
    within = "      - section: Q\n        for_each: People\n        ask:\n          - A: {text: One, type: text}\n"
    assert told(in_people=within) == ["ROW-SCOPE"]


def test_the_rows_of_rows_are_gone_through_within_those_of_theirs() -> None:
    inner = (
        "  - section: Q\n    for_each: People\n    ask:\n      - section: Each\n        for_each: Jobs\n        ask:\n"
        "          - A: {asked_if: Pay > 3 and Age > 16, text: 'Is {Name} a {Title}?', type: text}\n"
    )
    assert told(at_the_end=inner) == []


def test_the_filter_of_a_roster_is_read_outside_its_rows() -> None:
    text = household().replace('    row_name: "{Name', '    asked_if: CONDITION\n    row_name: "{Name')
    assert codes(reading(text.replace("CONDITION", "Many > 1")).faults) == []
    assert codes(reading(text.replace("CONDITION", "position > 1")).faults) == ["ROW-SCOPE"]
    assert codes(reading(text.replace("CONDITION", "Age > 1")).faults) == ["ROW-SCOPE"]
    assert codes(reading(text.replace("CONDITION", "Done == 1")).faults) == ["FILTER-LATER"]


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        ("Age - 16", []),
        ("Many * 2", []),
        ("Name", ["ROSTER"]),
        ("Pay", ["ROW-SCOPE"]),
        ("Nope", ["FILTER-UNKNOWN"]),
        ("Done", ["FILTER-LATER", "ROSTER"]),
        ("LastInPeople + 1", ["CONDITION-TYPE", "FILTER-LATER"]),
        ("Age", ["ROSTER-SIZE"]),
    ],
)  # fmt: skip
def test_the_size_of_a_roster_is_a_number_known_before_it(size: str, codes: list[str]) -> None:
    text = household().replace("size: Many", f"size: {size}")
    assert sorted(told_of(text)) == sorted(codes)


def told_of(text: str) -> list[str]:
    return codes(reading(text).faults)


def test_rosters_in_rosters_have_no_more_rows_than_a_laptop_holds() -> None:
    text = household().replace("size: Many", "size: Many\n        at_most: 600")
    (fault,) = reading(text).faults
    assert (fault.code, fault.message) == ("ROSTER", "Jobs may have 12,000 rows, in all rows of People together")


def test_rosters_stand_in_rosters_four_deep_and_no_deeper() -> None:
    def nested(depth: int, at: int = 1) -> str:
        inner = nested(depth, at + 1) if at < depth else ""
        return (
            "".join(
                f"{' ' * (at * 4 - 2)}{line}\n"
                for line in (
                    f"- roster: R{at}",
                    "  size: Many",
                    "  at_most: 9",
                    '  row_name: "row"',
                    "  ask:",
                    f"    - Q{at}: {{text: One, type: text}}",
                )
            )
            + inner
        )

    assert told(at_the_end=nested(4)) == []
    assert told(at_the_end=nested(5)) == ["ROSTER"]


def test_the_question_that_adds_rows_stands_outside_them_and_has_no_filter() -> None:
    def more(keys: str) -> list[str]:
        text = household().replace("More: {text: Is there anyone else?", f"More: {{{keys}")
        return codes(reading(text).faults)

    assert more("text: 'Anyone beside {Name}?'") == ["ROW-SCOPE"]
    assert more("asked_if: Many > 3, text: Anyone else?") == ["ROSTER"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("{Age|?} of {Many}", []),
        ("row {position}", []),
        ("{LastInPeople|?}", []),
        ("{Done|?}", ["FILL-LATER"]),
        ("{More|?}", []),
        ("{Title|?}", ["ROW-SCOPE"]),
        ("{Nope}", ["FILL-UNKNOWN"]),
    ],
)  # fmt: skip
def test_a_row_is_called_by_what_is_asked_in_it_or_around_it(name: str, codes: list[str]) -> None:
    assert told_of(household().replace("{Name|Person}", name)) == codes


FILLS = """fills:
  they:
    - {if: Age >= 16, text: "{Name}"}
    - {text: the child}
  somebody: [{if: 'any(People, Age > 3)', text: somebody}, {text: nobody}]
"""


def test_a_fill_that_reads_rows_is_said_in_them_only() -> None:
    def said(**more: str) -> list[str]:
        text = household(**more).replace("sections:\n", f"{FILLS}sections:\n")
        return [fault.code for fault in reading(text).faults if not fault.warning]

    inside, outside = "Ask: {text: 'Is {they} in?', type: text}", "Other: {text: 'Is {they} in?', type: text}"
    first = section("Of: {text: 'Is {somebody} in?', type: text}", "section: R")
    assert said(in_people=f"      - {inside}", at_the_end=first) == []
    assert said(in_people=f"      - {inside}", after_people=section(outside)) == ["ROW-SCOPE"]
    assert "ROW-SCOPE" in said(after_people=section(outside))
    before = household().replace("      - Age", "      - Of: {text: 'Is {somebody} in?', type: text}\n      - Age")
    assert codes(reading(before.replace("sections:\n", f"{FILLS}sections:\n")).faults) == ["FILL-UNUSED", "FILL-LATER"]


@pytest.mark.parametrize(
    ("condition", "message", "codes"),
    [
        ("Age > 99 and Work == 1", "{Name} works", []),
        ("count(People, Age > Many) > 3", "Many", []),
        ("any(Jobs, Pay > 3)", "{Age}", []),
        ("Pay > 3", "Many", ["ROW-SCOPE"]),
        ("Age > 99", "{Pay}", ["ROW-SCOPE"]),
        ("Done == 1 and Age > 3", "Done", ["EDIT-LATER"]),
    ],
)  # fmt: skip
def test_an_edit_of_a_section_in_rows_is_read_in_each(condition: str, message: str, codes: list[str]) -> None:
    edits = f"    edits:\n      - {{check: E, fails_if: '{condition}', message: '{message}'}}\n"
    assert told_of(household().replace("    another:\n", f"{edits}    another:\n")) == codes


def test_an_edit_over_the_whole_roster_belongs_to_a_section_outside() -> None:
    edits = "    edits:\n      - {check: E, fails_if: 'count(People, Age > 16) == 0', message: Nobody}\n"
    assert told(at_the_end=edits) == []
    assert told(at_the_end=edits.replace("count(People, Age > 16) == 0", "Age > 3")) == ["ROW-SCOPE"]
    assert told(at_the_end=edits.replace("message", "fields: [Age], message")) == []
    assert told(at_the_end=edits.replace("message", "fields: [People], message")) == ["EDIT-UNKNOWN"]


CHOICES = """
  - section: Choices
    ask:
      - Hrp: {text: Who is it?, type: row, of: People, where: Age >= 16}
      - Other: {text: Who is it?, type: row, of: People}
"""


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("Hrp == Other", []),
        ('first(People, Name, row == Hrp) == "Ann"', []),
        ("count(People, row != Hrp and row != Other) > 0", []),
        ("Hrp is missing", []),
        ("Hrp == 1", ["CONDITION-TYPE"]),
        ("Hrp > Other", ["CONDITION-TYPE"]),
        ("Hrp in (1, 2)", ["CONDITION-TYPE", "CONDITION-TYPE"]),
        ("any(People, any(Jobs, row == Hrp))", ["CONDITION-TYPE"]),
        ("Hrp + 1 == 2", ["CONDITION-TYPE"]),
    ],
)  # fmt: skip
def test_a_row_chosen_is_compared_with_rows_of_its_roster(condition: str, codes: list[str]) -> None:
    assert sorted(set(told(after_people=CHOICES, at_the_end=section(question(condition))))) == sorted(set(codes))


@pytest.mark.parametrize(
    ("where", "codes"),
    [
        ("Age >= 16 and position > 1", []),
        ("row != Hrp", []),
        ("Later == 1", ["FILTER-UNKNOWN"]),
        ("Pay > 3", ["ROW-SCOPE"]),
        ("Done == 1", ["FILTER-LATER"]),
        ("Age > 'x'", ["CONDITION-TYPE"]),
    ],
)  # fmt: skip
def test_the_rows_to_choose_from_are_known(where: str, codes: list[str]) -> None:
    text = household(after_people=CHOICES).replace("of: People}", f'of: People, where: "{where}"}}')
    assert told_of(text) == codes


def test_the_places_in_two_rosters_are_not_taken_for_one() -> None:
    text = (
        "  - section: Q\n    for_each: People\n    asked_if: position == 1\n    ask:\n"
        "      - section: Each\n        for_each: Jobs\n        ask:\n"
        "          - A: {asked_if: not position == 1, text: One, type: text}\n"
    )
    assert told(at_the_end=text) == []


def test_no_answers_lead_to_a_question_of_a_row_either() -> None:
    line = "Ask: {asked_if: Age < 16 and Work == 1, text: One, type: text}"
    assert told(in_people=f"      - {line}") == ["UNREACHABLE"]
    assert told(at_the_end=section(line, FOR_EACH)) == ["UNREACHABLE"]
    nobody = section(question("any(People, Age < 16 and Work == 1)"))
    assert told(at_the_end=nobody) == []


def test_a_section_in_a_section_that_no_answers_lead_to_is_not_told_again() -> None:
    text = (
        "  - section: Q\n    asked_if: Many > 3 and Many < 2\n    ask:\n"
        "      - section: Inner\n        asked_if: Done == 1\n        ask:\n"
        "          - A: {asked_if: Many == 1, text: One, type: text}\n"
    )
    assert told(at_the_end=text) == ["UNREACHABLE"]
    text = text.replace("Many > 3 and Many < 2", "Many > 3").replace("Done == 1", "Many == 2")
    assert told(at_the_end=text) == ["UNREACHABLE"]


_OUTER = ["A == 1", "A != 1", "A is unanswered", "A is refused"]
_OF_ROW = ["B == 1", "B != 1", "B is unanswered", "C == 2", "C != B", "position == 1", "position > 1", "position > 2"]
_OVER = ["any(People, B == 1)", "all(People, B == 2)", "count(People, B == 1 and C == 1) == 2", "count(People) > 1"]


@st.composite
def _conditions(draw: st.DrawFn, parts: list[str]) -> str:
    drawn = draw(st.lists(st.tuples(st.sampled_from(["", "not "]), st.sampled_from(parts)), min_size=1, max_size=3))
    words = [draw(st.sampled_from(["and", "or"])) for _ in drawn]
    return " ".join(f"{word} {no}{part}" for word, (no, part) in zip(["", *words[1:]], drawn, strict=True)).strip()


_PEOPLE = f"""
      - Many: {{text: How many?, type: whole_number, maximum: 2}}
      - A: {{text: Which?, {YES_NO}}}
  - roster: People
    size: Many
    row_name: row
    ask:
      - B: {{text: Which?, {YES_NO}}}
      - C: {{text: Which?, {YES_NO}}}
  - section: Each
    for_each: People
    ask:
      - D: {{text: Which?, {YES_NO}}}
  - section: Last
    ask:
      - E: {{text: Which?, {YES_NO}}}
"""


def with_filters(section: Section, filters: dict[str, Expression]) -> Section:
    parts = tuple(
        replace(part, usual=replace(part.usual, asked_if=filters.get(part.name)))
        for part in section.parts
        if isinstance(part, Question)
    )
    return replace(section, parts=parts, asked_if=filters.get(section.name))


@settings(deadline=None, max_examples=40)
@given(
    of_c=_conditions([*_OUTER, *_OF_ROW[:3], *_OF_ROW[5:]]),
    of_each=_conditions([*_OUTER, *_OF_ROW, *_OVER]),
    of_d=_conditions([*_OUTER, *_OF_ROW, *_OVER]),
    of_e=_conditions([*_OUTER, *_OVER]),
)
def test_in_rows_no_question_is_wrongly_said_to_be_out_of_reach(of_c: str, of_each: str, of_d: str, of_e: str) -> None:
    filters = {name: parse(text) for name, text in (("C", of_c), ("Each", of_each), ("D", of_d), ("E", of_e))}
    free = fit(f"{head()}sections:\n  - section: First\n    ask:{_PEOPLE}")
    instrument = replace(free, sections=tuple(with_filters(section, filters) for section in free.sections))
    faults = Faults()
    validate(instrument, Lines(), faults)
    assert {fault.code for fault in faults if not fault.warning} <= {"UNREACHABLE"}
    told = {fault.message.split()[-1].replace("Each", "D") for fault in faults if fault.code == "UNREACHABLE"}
    if not told:
        return
    made = plan(instrument, Mode.TELEPHONE)
    reached: set[str] = set()
    answers: tuple[Answer | None, ...] = (1, 2, Missing.REFUSED, None)
    for number, outer, *of_rows in product((0, 1, 2), answers, *[(1, 2, None)] * 4):
        given_ = dict(zip(("Many", "A", "B[1]", "C[1]", "B[2]", "C[2]"), (number, outer, *of_rows), strict=True))
        found = route(made, {name: answer for name, answer in given_.items() if answer is not None}, {})
        reached.update(field.partition("[")[0] for field in found.fields)
    assert told.isdisjoint(reached)
