"""Columns for the calls: facts of every case, beside those of the instrument, which keeps what has the same name."""

from collections.abc import Mapping

import pytest

from capi.calling.call_facts import CallFacts, call_facts
from capi.instrument.model import Mode
from capi.sample.columns import CALLS, Holds
from capi.sample.mapping_file import mapping_text, read_mapping
from capi.sample.reading import SampleReading, read_sample
from capi.sample.row_reading import SampleOrder
from tests.fieldwork_scenario import instrument_of
from tests.sample.tables import NEIGHBOURS, TODAY, Cells, case, cases, csv_of, read, xlsx_of

HEADINGS = ["Reference", "Priority", "Language", "Skills", "Do not call", "Time zone"]
TABLE: Cells = [HEADINGS, ["1", "-5", "CY", "tact,Welsh business", "yes", "europe/london"], ["2", "", "", "", "", ""]]

KEEPING = NEIGHBOURS.replace(
    "    switches:",
    """\
      Priority: {label: {en: Order of visits, cy: Trefn}, type: whole_number, minimum: 1, maximum: 9}
      Spoken: {label: {en: Language, cy: Iaith}, type: choice, categories: {1: {text: {en: English, cy: Saesneg}}, 2: {text: {en: Welsh, cy: Cymraeg}}}}
    switches:
      DoNotCall: {label: {en: No calls, cy: Dim galwadau}}""",
)
"""With facts of its own called Priority and DoNotCall, and one that is labelled Language."""


def read_keeping(table: Cells, mapping: Mapping[str, str] | None = None) -> SampleReading:
    order = SampleOrder(instrument_of(KEEPING).instrument(), TODAY, Mode.TELEPHONE, dict(mapping or {}))
    return read_sample(csv_of(table), order)


def facts(reading: SampleReading) -> dict[str, object]:
    assert reading.problems.listed == []
    (row,) = reading.rows
    return dict(row.facts)


def problems(reading: SampleReading) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.value) for each in reading.problems.in_order]


@pytest.mark.parametrize("content", [csv_of(TABLE), xlsx_of(TABLE)], ids=["csv", "xlsx"])
def test_what_the_row_says_for_the_calls_is_a_fact_and_what_is_empty_is_none(content: bytes) -> None:
    first, second = cases(content)
    assert first.facts == {
        "Priority": -5,
        "Language": "cy",
        "Skills": "tact, Welsh business",
        "DoNotCall": 1,
        "TimeZone": "Europe/London",
    }
    assert second.facts == {}
    assert call_facts(first.facts) == CallFacts(
        -5, "Europe/London", "cy", frozenset({"tact", "Welsh business"}), do_not_call=True
    )
    assert call_facts(second.facts) == CallFacts()


def test_values_of_a_sheet_are_taken_as_they_are_kept_there() -> None:
    table: Cells = [["Reference", "Priority", "DNC"], ["1", 5, True], ["2", 5.0, False], ["3", 0, None]]
    assert [row.facts for row in cases(xlsx_of(table))] == [
        {"Priority": 5, "DoNotCall": 1},
        {"Priority": 5},
        {"Priority": 0},
    ]


def test_every_column_for_the_calls_is_found_where_the_mapping_says() -> None:
    table: Cells = [
        ["Reference", "PRIO", "SPRACHE", "NEEDS", "TPS", "UHR"],
        ["1", "7", "pl", "tact", "on", "Europe/Warsaw"],
    ]
    mapping = {"priority": "PRIO", "Language": "SPRACHE", "skills": "NEEDS", "DoNotCall": "TPS", "time_zone": "UHR"}
    reading = read(csv_of(table), mapping)
    assert facts(reading) == {
        "Priority": 7,
        "Language": "pl",
        "Skills": "tact",
        "DoNotCall": 1,
        "TimeZone": "Europe/Warsaw",
    }
    again = read(csv_of(table), read_mapping(mapping_text(reading.mapping)))
    assert again.mapping == reading.mapping
    assert facts(again) == facts(reading)


def test_a_column_that_is_declined_is_left_alone_and_noted() -> None:
    reading = read(csv_of([["Reference", "Language"], ["1", "Welsh or English"]]), {"language": ""})
    assert facts(reading) == {}
    assert "Not taken, for nothing is known of these columns: Language." in reading.notes


@pytest.mark.parametrize("holds", CALLS)
def test_two_columns_for_one_thing_are_refused_until_one_is_named(holds: Holds) -> None:
    given = {
        Holds.PRIORITY: ("Priority", "Call priority", "3"),
        Holds.LANGUAGE: ("Language", "Lang", "cy"),
        Holds.SKILLS: ("Skills", "Skill", "tact"),
        Holds.DO_NOT_CALL: ("Do not call", "DNC", "yes"),
        Holds.ZONE: ("Time zone", "TZ", "Europe/London"),
    }
    one, other, value = given[holds]
    table: Cells = [["Reference", one, other], ["1", value, ""]]
    unsure = read(csv_of(table))
    assert problems(unsure) == [(1, other, "")]
    assert f"This column and {one} could both be the {holds.value}." in unsure.problems.listed[0].words
    assert list(facts(read(csv_of(table), {holds.value: one}))) == [CALLS[holds]]
    assert facts(read(csv_of(table), {holds.value: other})) == {}
    same = read(csv_of([["Reference", one, one], ["1", value, value]]))
    assert problems(same) == [(1, one, "")]


def test_each_wrong_cell_is_told_and_none_keeps_another_from_being_told() -> None:
    table: Cells = [
        HEADINGS,
        ["1", "high", "Welsh", "a;b", "perhaps", "Europe/Londn"],
        ["2", "5", "cy", "a", "no", "Europe/London"],
        ["3", "1001", "xx", ",", "0", "GMT+1"],
    ]
    reading = read(csv_of(table))
    wrong = [(row, heading, table[row - 1][at]) for row in (2, 4) for at, heading in enumerate(HEADINGS) if at]
    assert problems(reading) == wrong
    assert [row.reference for row in reading.rows] == ["2"]


def test_a_mark_of_a_sheet_is_not_taken_for_the_priority_that_it_equals() -> None:
    reading = read(xlsx_of([["Reference", "Priority"], ["a", 1], ["b", True], ["c", 1]]))
    assert problems(reading) == [(3, "Priority", "TRUE")]
    assert [row.facts for row in reading.rows] == [{"Priority": 1}, {"Priority": 1}]


def test_a_fact_that_the_instrument_declares_is_taken_by_its_rules() -> None:
    assert facts(read_keeping([["Reference", "Priority"], ["1", "9"]])) == {"Priority": 9}
    assert problems(read_keeping([["Reference", "Priority"], ["1", "10"]])) == [(2, "Priority", "10")]
    assert facts(read_keeping([["Reference", "Do not call"], ["1", "no"]])) == {"DoNotCall": 2}


@pytest.mark.parametrize(
    ("headings", "mapping"),
    [
        (["Reference", "Order of visits"], {}),
        (["Reference", "Call priority"], {}),
        (["Reference", "PRIO"], {"priority": "PRIO"}),
        (["Reference", "PRIO"], {"fact:Priority": "PRIO"}),
    ],
)
def test_whatever_the_column_is_called_a_name_that_the_instrument_has_is_its_fact(
    headings: list[str], mapping: dict[str, str]
) -> None:
    reading = read_keeping([headings, ["1", "3"]], mapping)
    assert facts(reading) == {"Priority": 3}
    assert reading.mapping == {"reference": "Reference", "fact:Priority": headings[1]}
    assert not any("for the calls" in note for note in reading.notes)
    assert problems(read_keeping([headings, ["1", "-3"]], mapping)) == [(2, headings[1], "-3")]


def test_a_fact_of_the_instrument_that_is_declined_does_not_come_back_for_the_calls() -> None:
    for declined in ("fact:Priority", "priority"):
        reading = read_keeping([["Reference", "Priority"], ["1", "high"]], {declined: ""})
        assert facts(reading) == {}


def test_two_columns_for_a_fact_of_the_instrument_are_refused() -> None:
    reading = read_keeping([["Reference", "Priority", "Call priority"], ["1", "3", "4"]])
    assert problems(reading) == [(1, "Call priority", "")]
    assert "fact:Priority=HEADING" in reading.problems.listed[0].words


def test_a_heading_that_is_the_label_of_another_fact_is_that_fact_alone_and_that_is_noted() -> None:
    table: Cells = [["Reference", "Language"], ["1", "Welsh"]]
    reading = read_keeping(table)
    assert facts(reading) == {"Spoken": 2}
    assert any("not for the calls: Language. Where one is meant for both" in note for note in reading.notes)
    both = read_keeping([["Reference", "Language"], ["1", "2"]], {"language": "Language"})
    assert problems(both) == [(2, "Language", "2")]
    declined = read_keeping([["Reference", "Language"], ["1", "cy"]], {"fact:Spoken": ""})
    assert facts(declined) == {"Language": "cy"}


def test_nothing_is_noted_where_another_column_says_it_or_the_office_has_decided() -> None:
    beside = read_keeping([["Reference", "Language", "Interview language"], ["1", "Welsh", "cy"]])
    assert facts(beside) == {"Spoken": 2, "Language": "cy"}
    decided = read_keeping([["Reference", "Language"], ["1", "Welsh"]], {"language": ""})
    assert facts(decided) == {"Spoken": 2}
    for reading in (beside, decided, read_keeping([["Reference", "Language"], ["1", "1"]], decided.mapping)):
        assert not any("for the calls" in note for note in reading.notes)


def test_what_is_not_in_the_instrument_is_not_asked_for_in_a_note() -> None:
    (note,) = read(csv_of([["Reference", "Priority"], ["1", "1"]])).notes
    assert "Priority" not in note
    assert "TimeZone" not in note


def test_one_cell_may_be_hostile_and_the_others_are_kept() -> None:
    made = case("Reference|Name|Skills", "1", "=1+1", "=HYPERLINK(0)")
    assert (made.contact.name, made.facts) == ("=1+1", {"Skills": "=HYPERLINK(0)"})
