"""Which column holds what: found by its heading, or as the office says."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.instrument.model import Mode
from capi.sample.columns import USUAL, Columns, Holds, find_columns
from capi.sample.flaws import Problems
from capi.sample.mapping_file import UnreadableMapping, columns_of, mapping_text, read_mapping
from tests.sample.tables import INSTRUMENT, case, cases, csv_of, read

HEADINGS = [heading for headings in USUAL.values() for heading in headings]


def found(*headings: str, mapping: Mapping[str, str] | None = None) -> tuple[Columns, Problems]:
    problems = Problems()
    return find_columns(headings, INSTRUMENT, mapping or {}, 1, problems), problems


def taken(*headings: str, mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    columns, problems = found(*headings, mapping=mapping)
    assert problems.listed == []
    return columns.mapping()


@pytest.mark.parametrize("holds", [holds for holds in Holds if holds is not Holds.REFERENCE])
def test_a_column_is_known_by_every_usual_heading_however_it_is_written(holds: Holds) -> None:
    for heading in USUAL[holds]:
        for written in (
            heading,
            heading.upper(),
            heading.title().replace(" ", "_"),
            heading.replace(" ", ""),
            f" {heading} ",
        ):
            assert taken("Ref", written)[holds.value] == written


def test_a_reference_is_known_by_every_usual_heading() -> None:
    for heading in USUAL[Holds.REFERENCE]:
        assert taken(heading) == {"reference": heading}


def test_no_heading_is_usual_for_two_things() -> None:
    assert len(HEADINGS) == len(set(HEADINGS))


def test_facts_are_found_by_name_by_label_in_any_language_and_a_birth_by_its_usual_headings() -> None:
    assert taken("Ref", "AGE", "Rhyw", "dob", "Day of issue", "Fersiwn hir") == {
        "reference": "Ref", "fact:Age": "AGE", "fact:Sex": "Rhyw", "fact:DateOfBirth": "dob", "fact:Issued": "Day of issue",
        "fact:Long": "Fersiwn hir",
    }  # fmt: skip


def test_one_column_may_hold_a_part_of_the_address_and_a_fact() -> None:
    made = case("Reference|Street", "1", "Mill Lane")
    assert (made.contact.address, made.facts) == (("Mill Lane",), {"Street": "Mill Lane"})
    content = csv_of([["Reference", "Street"], ["1", "Mill Lane"]])
    assert cases(content, {"fact:Street": ""})[0].facts == {}
    assert cases(content, {"address": ""})[0].contact.address == ()


def test_what_the_office_says_comes_before_what_headings_say() -> None:
    mapping = {"Postcode": "PCODE_2", "reference": "serial no.", "fact:Age": "Years"}
    headings = ("Serial No.", "Postcode", "PCODE 2", "Years", "Age")
    assert taken(*headings, mapping=mapping) == {"reference": "Serial No.", "postcode": "PCODE 2", "fact:Age": "Years"}
    assert found(*headings, mapping=mapping)[0].not_taken == ("Postcode", "Age")


def test_a_column_that_is_mapped_is_not_also_what_its_heading_says() -> None:
    assert taken("Ref", "Mobile", mapping={"telephone": "Mobile"}) == {"reference": "Ref", "telephone": "Mobile"}


def test_of_several_telephones_one_that_is_mapped_leaves_the_others_to_be_found() -> None:
    assert taken("Ref", "Call first", "Mobile", "Phone", "Tel 2", mapping={"telephone": "Call first"}) == {
        "reference": "Ref", "telephone": "Call first", "mobile": "Mobile", "telephone 2": "Tel 2",
    }  # fmt: skip


def test_a_mapping_to_a_column_that_is_not_there_says_which_may_be_meant() -> None:
    reading = read(csv_of([["Reference", "PCODE"], ["1", "SW1A 1AA"]]), {"postcode": "PCODES", "posscode": "PCODE"})
    told = [(each.row, each.value, each.words) for each in reading.problems.listed]
    assert told[0][:2] == (1, "PCODES")
    assert "Did you mean PCODE?" in told[0][2]
    assert told[1][:2] == (1, "posscode")
    assert "Did you mean postcode?" in told[1][2]
    assert (reading.count, len(reading.rows)) == (0, 0)


def test_a_mapped_heading_that_stands_twice_is_refused() -> None:
    reading = read(csv_of([["Reference", "A", "A"], ["1", "x", "y"]]), {"name": "A"})
    assert [each.column for each in reading.problems.listed] == ["A"]


def test_columns_that_are_not_taken_and_facts_that_are_not_given_are_noted() -> None:
    notes = read(csv_of([["Reference", "Age", "Shoe size"], ["1", "44", "9"]])).notes
    assert any("Shoe size" in note for note in notes)
    assert any("DateOfBirth" in note and "Age" not in note for note in notes)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*HEADINGS, "address 2", "tel 2", "Age", "Sex", "Shoe size"]), unique=True, max_size=9))
def test_the_mapping_that_is_saved_finds_the_same_columns_again(headings: list[str]) -> None:
    columns, problems = found("Our number", *headings, mapping={"reference": "Our number"})
    if problems.count:
        return
    saved = read_mapping(mapping_text(columns.mapping()))
    again = taken("Our number", *headings, mapping=saved)
    assert sorted(again.values()) == sorted(saved.values())
    assert {target.rstrip("0123456789 ") for target in again} == {target.rstrip("0123456789 ") for target in saved}


def test_words_stand_over_what_the_mapping_file_says() -> None:
    columns = columns_of({"name": "A", "area": "B"}, ["Postcode=PCODE", "name = C=D", "area="])
    assert columns == {"name": "C=D", "area": "", "Postcode": "PCODE"}
    for word in ("Postcode", "=PCODE"):
        with pytest.raises(UnreadableMapping, match="Postcode=PCODE"):
            columns_of({}, [word])


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format":1}', '{"format":1,"columns":{"name":1}}', '{"format":2,"columns":{}}', "[" * 9_999]
)
def test_what_is_no_mapping_file_is_refused_in_words(text: str) -> None:
    with pytest.raises(UnreadableMapping, match="mapping file"):
        read_mapping(text)


@pytest.mark.parametrize(
    ("word", "mode"),
    [
        ("face_to_face", Mode.FACE_TO_FACE),
        ("F2F", Mode.FACE_TO_FACE),
        ("CATI", Mode.TELEPHONE),
        ("Phone", Mode.TELEPHONE),
    ],
)
def test_the_mode_is_said_in_the_words_of_offices(word: str, mode: Mode) -> None:
    assert case("Reference|Mode", "1", word).mode is mode


def test_the_account_of_an_interviewer_is_found_whatever_its_capitals() -> None:
    assert case("Reference|Interviewer", "1", " Anna ").user == "anna"
