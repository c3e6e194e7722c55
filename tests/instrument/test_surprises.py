"""Warnings where a condition holds because there is no answer at all, and none where its author has seen to it."""

import pytest

from tests.instrument.small import asking, codes, head, reading

STATUS = "- Status: {text: What are you?, categories: {1: Employee, 2: Employer, 3: Freelancer, 4: None of these}}\n"
SIZE = "- Size: {asked_if: Status == 2, text: How many?, categories: {1: Few, 2: Many}}\n"
BOTH = '- Both: {asked_if: "Status in (1, 2)", text: Are you both?, categories: {1: Never, 2: Always}}\n'
HOURS = '- Hours: {asked_if: "Status in (1, 2)", text: How many?, type: whole_number, maximum: 99}\n'


def warned(condition: str) -> list[str]:
    read = reading(asking(f"{STATUS}{SIZE}{BOTH}{HOURS}- Q: {{asked_if: '{condition}', text: One, type: text}}"))
    assert read.instrument is not None
    return codes(read.faults)


@pytest.mark.parametrize(
    "condition",
    [
        "Size != 2",
        "Size not in (1, 2)",
        "not Size == 2",
        "not (Size == 2 and Status == 2)",
        "Status == 1 and Size != 2",
        "Status == 3 or Size != 2",
        "Status == 2 and Size == 1 or Size != 2",
        "Status in (1, 2) and Size != 2",
        "Both != 2 and Size == 1 or Both != 1 and Status == 4",
        "Hours != 3",
        "Hours + 1 != 3",
        "not Hours - 3 == 3",
    ],
)
def test_a_comparison_that_holds_where_the_question_was_not_asked_is_warned_of(condition: str) -> None:
    assert warned(condition) == ["NEGATIVE-UNASKED"]


@pytest.mark.parametrize(
    "condition",
    [
        "Status != 2",
        "Status not in (1, 2)",
        "Size == 2",
        "Size in (1, 2)",
        "not Size != 2",
        "Status == 2 and Size != 2",
        "Size != 2 and Status == 2",
        "Status in (1, 3) or Status == 2 and Size != 2",
        "Status == 2 and (Size != 2 or Hours > 3)",
        "(Status == 1 or Status == 2) and Both != 2",
        "Status == 1 and Both != 2",
        "not (Status == 3 or Status == 4 or Status is missing or Status is unanswered) and Both != 2",
        "not (Status not in (1, 2) or Both == 2)",
        "Size != 2 and Size is answered",
        "Size != 2 and Size is not unanswered",
        "Size is unanswered or Size != 2",
        "Size != 2 and Size in (1, 2)",
        "Hours > 3 and Hours != 5",
        "Size == 1 and Both != 2",
        "Hours < 3 and Both != 2",
    ],
)
def test_a_comparison_that_counts_only_where_the_question_was_asked_is_not(condition: str) -> None:
    assert warned(condition) == []


def test_what_holds_for_the_whole_section_counts() -> None:
    def asked(of_section: str) -> list[str]:
        text = asking(STATUS + SIZE) + (
            f"  - section: More\n    asked_if: {of_section}\n    ask:\n"
            "      - Q: {asked_if: Size != 2, text: One, type: text}\n"
        )
        return codes(reading(text).faults)

    assert asked("Status == 2") == []
    assert asked("Status in (1, 2)") == ["NEGATIVE-UNASKED"]


def test_the_filter_of_a_section_is_looked_at_too() -> None:
    text = (
        asking(STATUS + SIZE)
        + "  - section: More\n    asked_if: Size != 2\n    ask:\n      - Q: {text: One, type: text}\n"
    )
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("NEGATIVE-UNASKED", 11)]


def test_a_filter_of_one_mode_is_looked_at_in_that_mode() -> None:
    def asked(mode: str) -> list[str]:
        text = asking(
            f"{STATUS}- Size: {{text: How many?, telephone: {{asked_if: Status == 2}}, categories: {{1: Few, 2: Many}}}}\n"
            f"- Q: {{text: One, type: text, {mode}: {{asked_if: Size != 2}}}}"
        )
        return codes(reading(text).faults)

    assert asked("telephone") == ["NEGATIVE-UNASKED"]
    assert asked("face_to_face") == []


@pytest.mark.parametrize(
    "condition", ["not Hours < 5", "Status == 1 and not (Hours >= 5 or Status == 3)", "not Hours + 1 > 5"]
)
def test_not_before_an_order_is_warned_of(condition: str) -> None:
    assert warned(condition) == ["NEGATED-ORDER"]


@pytest.mark.parametrize("condition", ["Hours < 5", "not not Hours < 5", "not (Hours < 5 or Hours is missing)"])
def test_an_order_that_reads_as_it_works_is_not(condition: str) -> None:
    assert warned(condition) == []


def test_a_warning_names_the_line_of_the_comparison() -> None:
    text = asking(
        f"{STATUS}{SIZE}- Q:\n    asked_if: >-\n      Status == 1\n      or Size != 2\n    text: One\n    type: text"
    )
    assert [(fault.code, fault.place.line) for fault in reading(text).faults] == [("NEGATIVE-UNASKED", 13)]


def test_a_fact_is_known_or_not_but_never_unasked() -> None:
    text = asking("- Q: {asked_if: Age != 3, text: One, type: text}", top="facts: {Age: {type: whole_number}}\n")
    assert codes(reading(text).faults) == []


def test_a_condition_with_a_fault_is_not_warned_of_beside() -> None:
    text = asking(f"{STATUS}{SIZE}- Q: {{asked_if: Size != 2 and Nope == 1, text: One, type: text}}")
    assert codes(reading(text).faults) == ["FILTER-UNKNOWN"]
    assert codes(reading(head() + "sections:\n  - file: nowhere.yaml\n").faults) == ["FILE-MISSING"]


WAYS = "- Ways: {asked_if: Status == 2, text: Which?, type: code_all, categories: {1: Bus, 2: Car}}\n"


def warned_of_ways(condition: str) -> list[str]:
    return codes(reading(asking(f"{STATUS}{WAYS}- Q: {{asked_if: '{condition}', text: One, type: text}}")).faults)


def test_not_having_a_category_is_warned_of_where_the_question_was_not_asked() -> None:
    assert warned_of_ways("not Ways has 2") == ["NEGATIVE-UNASKED"]
    assert warned_of_ways("Status == 1 or not Ways has (1, 2)") == ["NEGATIVE-UNASKED"]
    assert warned_of_ways("Status == 2 and not Ways has 2") == []
    assert warned_of_ways("not Ways has 2 and Ways is answered") == []
    assert warned_of_ways("Ways has 2") == []
    assert warned_of_ways("Ways has 1 and not Ways has 2") == []


PEOPLE = """  - roster: People
    row_name: row
    KEYS
    ask:
      - Age: {text: How old?, type: whole_number, maximum: 99}
      - Work: {asked_if: Age >= 16, text: Do you work?, categories: {1: Always, 2: Never}}
    another: {More: {text: More?, categories: {1: Another, 2: That is all}}}
"""


def warned_of_people(condition: str, keys: str = "at_least: 0", around: str = "section: Last") -> list[str]:
    text = asking(STATUS) + PEOPLE.replace("KEYS", keys)
    return codes(
        reading(f"{text}  - {around}\n    ask:\n      - Q: {{asked_if: '{condition}', text: One, type: text}}\n").faults
    )


def test_what_holds_of_all_rows_holds_of_none_and_is_warned_of() -> None:
    assert warned_of_people("all(People, Age > 3)") == ["ALL-OF-NONE"]
    assert warned_of_people("Status == 1 and all(People, Age > 3)") == ["ALL-OF-NONE"]
    assert warned_of_people("all(People, Age > 3)", "asked_if: Status == 1") == ["ALL-OF-NONE"]
    assert warned_of_people("all(People, Age > 3)", "at_least: 1") == []
    assert warned_of_people("count(People) > 0 and all(People, Age > 3)") == []
    assert warned_of_people("not all(People, Age > 3)") == []
    assert warned_of_people("any(People, Age > 3)") == []
    assert warned_of_people("Status == 1 and all(People, Age > 3)", "asked_if: Status == 1") == []


def test_conditions_over_rows_are_looked_at_in_one_row() -> None:
    assert warned_of_people("any(People, Work != 1)") == ["NEGATIVE-UNASKED"]
    assert warned_of_people("any(People, Age >= 16 and Work != 1)") == []
    assert warned_of_people("any(People, not Age > 3)") == ["NEGATED-ORDER"]
    assert warned_of_people("any(People, Age != 3)", "asked_if: Status == 1") == []
    assert warned_of_people("count(People, Age == 3) != 2", "asked_if: Status == 1") == []
    assert warned_of_people("not count(People, Age == 3) < 2") == []


def test_in_rows_what_holds_for_the_roster_holds() -> None:
    each = "section: Last\n    for_each: People"
    assert warned_of_people("Age != 3", "asked_if: Status == 1", each) == []
    assert warned_of_people("Work != 1", "asked_if: Status == 1", each) == ["NEGATIVE-UNASKED"]
    assert warned_of_people("not position > 1", "asked_if: Status == 1", each) == []
