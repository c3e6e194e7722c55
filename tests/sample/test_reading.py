"""A whole sample: nothing lost, nothing changed, nothing half."""

import tracemalloc
import unicodedata
from pathlib import Path

import pytest

from capi.fieldwork.contact import Contact
from capi.instrument.model import Mode
from capi.sample.reading import read_file, read_sample
from capi.sample.row_reading import SampleOrder
from capi.sample.rows import SampleRow, SampleRows
from capi.sample.unreadable import UnreadableSample
from tests.sample.tables import INSTRUMENT, TODAY, Cells, case, cases, csv_of, order, read, xlsx_of

WHOLE = {
    "Case ref": "1042/01",
    "Title": "Dr",
    "Forename": "Rosa",
    "Surname": "Fletcher",
    "Address 1": "3 Mill Lane",
    "Town": "Ambleton",
    "Post code": "sw1a1aa",
    "Mobile": "07700 900123",
    "Email": "rosa@example.org",
    "Notes": "Dog\nRing twice",
    "Mode": "CAPI",
    "PSU": "A7",
    "Age": "46",
    "DOB": "25/03/1980",
    "Interviewer": "anna",
}
EMPTY = dict.fromkeys(WHOLE, "") | {"Case ref": "1042/02", "Forename": "Imran"}
TABLE: Cells = [list(WHOLE), list(WHOLE.values()), list(EMPTY.values())]


def test_a_whole_row_becomes_a_whole_case_and_an_empty_one_an_empty_case() -> None:
    for content in (csv_of(TABLE), xlsx_of(TABLE)):
        assert cases(content) == [
            SampleRow(
                row=2,
                reference="1042/01",
                mode=Mode.FACE_TO_FACE,
                contact=Contact(
                    name="Dr Rosa Fletcher",
                    address=("3 Mill Lane", "Ambleton"),
                    postcode="SW1A 1AA",
                    telephones=("07700900123",),
                    email="rosa@example.org",
                    note="Dog\nRing twice",
                ),
                area="A7",
                user="anna",
                given={"Age": 46, "DateOfBirth": "1980-03-25"},
            ),
            SampleRow(row=3, reference="1042/02", mode=Mode.TELEPHONE, contact=Contact(name="Imran")),
        ]


TEXTS = [
    "=1+1",
    "+44 is not dialled here",
    "-8",
    "@SUM(A1)",
    "'quoted",
    "שרה לוי",
    "محمد \u200fعلي\u200e",
    "\U0001f469\u200d\U0001f680 O’Hara",
    "Ａnna",
    "a\u0301 is á",
    "NULL",
    "0042",
    "TRUE",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_data_and_kept_as_it_is_in_any_script(text: str) -> None:
    made = case("Reference|Name|Area|Street", "1", text, text, text)
    kept = unicodedata.normalize("NFC", text)
    assert (made.contact.name, made.area, made.facts["Street"]) == (kept, text, kept)


def test_two_references_that_differ_in_their_unicode_form_alone_are_one() -> None:
    found = read(csv_of([["Reference"], ["e\u0301"], ["é"]]))
    assert [(each.row, each.value) for each in found.problems.listed] == [(3, "é")]


def test_a_reference_may_have_spaces_inside() -> None:
    assert case("Reference|Name", " 10 42 ", "a").reference == "10 42"


def test_without_a_hub_the_interviewers_are_not_taken_and_that_is_noted() -> None:
    found = read_sample(csv_of(TABLE), SampleOrder(INSTRUMENT, TODAY, Mode.TELEPHONE))
    assert [row.user for row in found.rows] == ["", ""]
    assert any("no accounts without a hub: Interviewer" in note for note in found.notes)


def test_the_references_are_there_with_their_rows_those_of_broken_rows_too() -> None:
    found = read(csv_of([["Ref", "Age"], ["a", "20"], ["b", "x"]]))
    assert (found.references, found.reference_heading) == ({"a": 2, "b": 3}, "Ref")


def test_rows_come_out_of_their_packing_as_they_went_in_and_as_often_as_wanted() -> None:
    rows = SampleRows()
    made = [
        SampleRow(number, str(number), Mode.TELEPHONE, Contact(name="é"), given={"Age": number})
        for number in range(2_501)
    ]
    for row in made:
        rows.add(row)
    assert (len(rows), list(rows), list(rows)) == (2_501, made, made)
    assert [len(portion) for portion in rows.portions()] == [1_000, 1_000, 501]


def test_twenty_thousand_rows_are_read_within_a_few_megabytes_and_every_broken_one_is_named() -> None:
    table: list[list[object]] = [["Reference", "Name", "Address", "Postcode", "Telephone", "Age"]]
    for number in range(20_000):
        postcode = "SW1A" if number % 100 == 7 else "SW1A 1AA"
        table.append(
            [
                f"{number}/01",
                f"Person {number}",
                f"{number} Mill Lane",
                postcode,
                f"077009{number:05}",
                number % 80 + 16,
            ]
        )
    content = csv_of(table)
    tracemalloc.start()
    try:
        found = read_sample(content, order())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [each.row for each in found.problems.listed] == [number + 2 for number in range(20_000) if number % 100 == 7]
    assert len(found.rows) == 19_800
    assert peak < 12 * 2**20


def test_a_file_that_is_too_large_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capi.sample.reading.LARGEST_FILE", 10)
    (tmp_path / "sample.csv").write_bytes(b"x" * 11)
    with pytest.raises(UnreadableSample, match="larger than"):
        read_file(tmp_path / "sample.csv")
    (tmp_path / "sample.csv").write_bytes(b"x" * 10)
    assert read_file(tmp_path / "sample.csv") == b"x" * 10
