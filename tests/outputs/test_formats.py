"""What holds in every format: who sees what, and that it is whole or not at all."""

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.outputs.export import Delivery, export_data
from capi.outputs.formats import FORMATS, format_called
from capi.outputs.paradata import EVENTS
from tests.dataset.household import Journals
from tests.fieldwork_scenario import Fieldwork, instrument_of
from tests.outputs.formats_scenario import CIRCUMSTANCES, export, households

CANARIES = """
    instrument: canary
    version: "1"
    title: Canaries
    modes: [telephone]
    facts:
      Name: {label: Name, type: text, longest: 50}
      Address: {label: Address, type: text, longest: 50}
      Telephone: {label: Telephone, type: whole_number, minimum: 0, maximum: 99999999999}
      DateOfBirth: {label: Date of birth, type: date}
      PENFLAGP: {label: Over State pension age, type: whole_number, minimum: 0, maximum: 99999999}
    sections:
      - section: All
        title: All
        ask:
          - Words: {label: Words, text: What do you do?, type: text, longest: 100}
          - Visits: {label: Visits, text: How often?, type: whole_number, minimum: 0, maximum: 99999999}
"""
HIDDEN = ("Zebulonia", "Quagmire Lane", "7912345678", "1931-02-03", "76543217", "xylophonist", "CASE-REF-1")
SEEN = "87654321"


def _holds(data: bytes, canary: str) -> bool:
    """As a text in any of the usual codings, and as a number where it is one."""
    forms = [canary.encode(), canary.encode("utf-16-le")]
    if canary.isdigit():
        number = int(canary)
        forms += [number.to_bytes(8, "little"), _double(number)]
    if canary.count("-") == 2 and canary[:4].isdigit():
        day = date.fromisoformat(canary)
        forms += [_double((day - date(1582, 10, 14)).days * 86_400), _double((day - date(1960, 1, 1)).days)]
        forms += [f"<v>{(day - date(1899, 12, 30)).days}</v>".encode()]
    return any(form in data for form in forms)


def _double(number: int) -> bytes:
    return struct.pack("<d", number)


def _contents(file: Path) -> Iterator[bytes]:
    """The bytes of a file, with what is packed in it unpacked."""
    data = file.read_bytes()
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if file.suffix == ".parquet":
        table = pq.read_table(file)
        yield str(table.schema).encode()
        for row in table.to_pylist():
            yield json.dumps(row, default=str, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fieldwork]:
    fieldwork = Fieldwork(tmp_path_factory.mktemp("canary") / "cases.casefile")
    fieldwork.interview(
        "CASE-REF-1",
        instrument_of(CANARIES),
        {"Words": "a xylophonist", "Visits": int(SEEN)},
        facts={
            "Name": "Zebulonia",
            "Address": "Quagmire Lane",
            "Telephone": 7912345678,
            "DateOfBirth": "1931-02-03",
            "PENFLAGP": 76543217,
        },
    )
    yield fieldwork
    fieldwork.case_file.close()


@pytest.mark.parametrize("name", FORMATS)
def test_what_finds_somebody_is_in_no_byte_for_end_users(canaries: Fieldwork, tmp_path: Path, name: str) -> None:
    made = datasets(canaries.case_file, everything=False)
    found = {}
    for profile in (Profile.END_USER, Profile.SECURE):
        delivery = Delivery(profile, MissingCodes(), tmp_path / profile.value, file_format=format_called(name))
        files = export_data(made, delivery, CIRCUMSTANCES)
        assert sorted(file.name for file in (tmp_path / profile.value).iterdir()) == sorted(file.name for file in files)
        contents = [data for file in files for data in _contents(file)]
        found[profile] = [each for each in (*HIDDEN, SEEN) if any(_holds(data, each) for data in contents)]
    assert found == {Profile.END_USER: [SEEN], Profile.SECURE: [*HIDDEN, SEEN]}


@pytest.mark.parametrize("name", FORMATS)
def test_the_manifest_says_what_was_left_out_and_what_the_format_does(tmp_path: Path, name: str) -> None:
    files = export(households(), tmp_path / "out", name, Profile.END_USER)
    manifest = json.loads(files["manifest.json"].read_text(encoding="utf-8"))
    assert (manifest["format"], bool(manifest[name])) == (name, True)
    assert manifest["paradata"].startswith("left out")
    left_out = {each["variable"] for each in manifest["instruments"][0]["left_out"]}
    assert left_out == {"DateOfBirth", "Name", "TravelOther", "JobTitle"}
    assert set(manifest["missing_values"]) == {
        "how",
        "refused",
        "dont_know",
        "not_applicable",
        "unanswered",
        "not_asked",
    }


def test_parquet_holds_values_of_their_types_and_the_words_of_states_beside(tmp_path: Path) -> None:
    files = export(households(), tmp_path / "out", "parquet")
    table = pq.read_table(files["household-People.parquet"])
    ann, cia = table.slice(0, 2).to_pylist()
    assert (ann["Moved"], ann["Began"], ann["Earnings"], ann["Born"]) == (
        date(2020, 2, 29),
        time(17, 40),
        Decimal("12.50"),
        "0044",
    )
    assert (ann["Travel_1"], ann["Travel_1_state"]) == (1, None)
    assert (cia["Travel_1"], cia["Travel_1_state"], cia["Born_state"]) == (None, "refused", "dont_know")
    cases = pq.read_table(files["household.parquet"])
    assert cases["Damp_state"].to_pylist() == [None, "unanswered"]
    assert cases["InterviewDate"].to_pylist()[0] == date(2026, 11, 18)
    about = cases.schema.field("Damp").metadata
    assert (about[b"label"], json.loads(about[b"values"])) == (b"Damp", {"1": "Yes", "2": "No"})
    assert json.loads(cases.schema.metadata[b"states"])["dont_know"] == "Don’t know"


def test_in_xlsx_numbers_are_numbers_dates_are_dates_and_nothing_is_a_formula(tmp_path: Path) -> None:
    journals = households()
    hostile = ["=1+1", "+44", "-2+3", "@x", "\t=1", "_x0041_"]
    for at, text in enumerate(hostile):
        journals.hold(f"h{at}", [("Welcome", 1), ("Name[1]", text)])
    files = export(journals, tmp_path / "out", "xlsx")
    book = openpyxl.load_workbook(files["household-People.xlsx"])
    assert book.sheetnames == ["data", "codebook"]
    names, *rows = book["data"].iter_rows(values_only=True)
    ann, cia = (dict(zip(names, row, strict=True)) for row in rows[:2])
    assert (ann["Age"], ann["Earnings"], ann["Moved"]) == (40, 12.5, datetime(2020, 2, 29))  # noqa: DTZ001
    assert (ann["Began"], ann["Born"], cia["Born"], cia["Travel_1"]) == ("17:40", "0044", -8, -9)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    given = [row[list(names).index("Name")] for row in rows[-len(hostile) :]]
    assert given[:4] == hostile[:4]
    with zipfile.ZipFile(files["household-People.xlsx"]) as packed:
        assert not any(b"<f>" in packed.read(each) for each in packed.namelist())
    head, *book_rows = book["codebook"].iter_rows(values_only=True)
    assert head[:4] == ("file", "variable", "value", "label")
    assert ("household-People.xlsx", "Travel_1", "1", "Coded") in [row[:4] for row in book_rows]


def test_paradata_have_what_was_done_and_no_answer(tmp_path: Path) -> None:
    special, secure = (
        pq.read_table(export(households(), tmp_path / profile.value, "parquet", profile)["household-paradata.parquet"])
        for profile in (Profile.SPECIAL, Profile.SECURE)
    )
    assert set(secure.column_names) - set(special.column_names) == {
        "time",
        "offset_minutes",
        "due",
        "interviewer",
        "device",
    }
    first = secure.filter([case == "1042/00" for case in secure["case"].to_pylist()]).to_pylist()
    assert [row["event"] for row in first[:3]] == ["case_created", "opened", "answered"]
    job = next(row for row in first if row["field"] == "JobTitle")
    assert (job["rows"], job["next_field"], job["sitting"], job["day"]) == ("1.1", "Pay", 1, 0)
    assert [row["detail"] for row in secure.to_pylist() if row["event"] == "left"] == ["paused"]
    assert set(secure["event"].to_pylist()) <= set(EVENTS)
    assert not {"Baker", "by boat", "Ann"} & {str(value) for row in secure.to_pylist() for value in row.values()}


def test_every_kind_of_entry_has_its_words_in_paradata() -> None:
    text = (Path(__file__).parents[2] / "capi" / "fieldwork" / "JOURNAL.md").read_text(encoding="utf-8")
    kinds = text.partition("## The kinds")[2].partition("## What they make")[0]
    assert set(EVENTS) == {line.split("`")[1] for line in kinds.splitlines() if line.startswith("| `")}


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_without_rows_is_a_file(tmp_path: Path, name: str) -> None:
    journals = Journals()
    journals.hold("1", [])
    assert "household-Jobs" + format_called(name).suffix in export(journals, tmp_path / "out", name)
