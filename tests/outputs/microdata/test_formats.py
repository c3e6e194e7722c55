"""What holds in every format: who sees what, and that it is whole or not at all."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import openpyxl
import pyarrow.parquet as pq
import pytest

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.fieldwork.journal import Entry
from capi.outputs.microdata import xlsx_files
from capi.outputs.microdata.data_file import DoesNotFit
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import FORMATS, format_called
from capi.outputs.microdata.paradata import EVENTS
from tests.dataset.household import HOUSEHOLD, Journals, household
from tests.outputs.microdata.formats_scenario import CIRCUMSTANCES, export, households


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
    text = (Path(__file__).parents[3] / "capi" / "fieldwork" / "JOURNAL.md").read_text(encoding="utf-8")
    kinds = text.partition("## The kinds")[2].partition("## What they make")[0]
    assert set(EVENTS) == {line.split("`")[1] for line in kinds.splitlines() if line.startswith("| `")}


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_without_rows_is_a_file(tmp_path: Path, name: str) -> None:
    journals = Journals()
    journals.hold("1", [])
    assert "household-Jobs" + format_called(name).suffix in export(journals, tmp_path / "out", name)


def test_as_many_cases_as_a_sheet_cannot_hold_are_refused_before_anything_is_read(tmp_path: Path) -> None:
    class _Many(Journals):
        def entries(self, case_id: str) -> list[Entry]:
            pytest.fail(f"case {case_id} was read")

    journals = _Many()
    journals.hold("1", [])
    (dataset,) = datasets(journals, everything=True)
    many = replace(dataset, summaries=dataset.summaries * 1_048_576)
    delivery = Delivery(Profile.SECURE, MissingCodes(), tmp_path / "out", file_format=format_called("xlsx"))
    with pytest.raises(DoesNotFit, match=r"household has 1,048,576 cases, and a sheet of xlsx holds 1,048,575"):
        export_data([many], delivery, CIRCUMSTANCES)
    assert list(tmp_path.iterdir()) == []


def test_a_roster_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_files, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(export(households(), tmp_path / "out", "xlsx")["household-People.xlsx"])
    assert book.sheetnames == ["data", "data 2", "data 3", "codebook"]
    rows = [row for sheet in book.worksheets[:3] for row in list(sheet.iter_rows(values_only=True))[1:]]
    assert [row[:2] for row in rows] == [("1042/00", 1), ("1042/00", 3), ("1042/01", 1), ("1042/01", 2), ("1042/01", 3)]


def test_xlsx_counts_letters_as_a_spreadsheet_does_and_holds_none_that_no_xml_has(tmp_path: Path) -> None:
    text = HOUSEHOLD.replace(
        "type: text, longest: 50}\n          - Age", "type: text, longest: 50000}\n          - Age"
    )
    for words, fits in (("🏠" * 16_383, True), ("🏠" * 16_384, False), ("a\uffffb\ufffec\x01", True)):
        journals = Journals()
        journals.hold("1", [("Welcome", 1), ("Name[1]", words)], kept=household(text))
        out = tmp_path / f"{len(words)}"
        if not fits:
            with pytest.raises(DoesNotFit, match=r"Name in row 1 .* 32,768 characters; a cell of XLSX holds 32,767"):
                export(journals, out, "xlsx")
            continue
        (head, row) = openpyxl.load_workbook(export(journals, out, "xlsx")["household-People.xlsx"])["data"].values
        # A control character is spelled out in the file; a spreadsheet reads it back, this library does not.
        expected = words.replace("\uffff", "\ufffd").replace("\ufffe", "\ufffd").replace("\x01", "_x0001_")
        assert row[head.index("Name")] == expected


def test_every_export_says_that_texts_in_csv_are_not_made_harmless(tmp_path: Path) -> None:
    """Its codebook for programs is one, whatever the format."""
    hostile = HOUSEHOLD.replace("label: Damp", "label: '=1+1'")
    journals = Journals()
    journals.hold("1", [("Welcome", 1)], kept=household(hostile))
    files = export(journals, tmp_path / "out", "xlsx")
    assert "spreadsheets" in json.loads(files["manifest.json"].read_text(encoding="utf-8"))["texts_in_csv"]
    assert "Damp,,=1+1,category" in files["household-codebook.csv"].read_text(encoding="utf-8")
    cells = [cell for sheet in openpyxl.load_workbook(files["household.xlsx"]) for row in sheet for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit to the size of files")
def test_a_disk_that_is_full_leaves_nothing_and_is_the_fault_of_the_world(tmp_path: Path) -> None:
    """In every format, and wherever it happens: the limits are fractions of what the files take."""
    program = dedent("""
        import pathlib, resource, sys
        from capi.outputs.microdata.formats import FORMATS
        from tests.outputs.microdata.formats_scenario import CIRCUMSTANCES, export, households

        journals, out = households(40), pathlib.Path(sys.argv[1])
        for name in FORMATS:
            sizes = sorted(file.stat().st_size for file in export(journals, out / name, name).values())
            for limit in (100, sizes[0] - 1, sizes[len(sizes) // 2] - 1, sizes[-1] - 1):
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
                try:
                    export(journals, out / "full", name)
                except OSError as error:
                    print(name, limit, "refused")
                else:
                    print(name, limit, "WRITTEN")
                finally:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                print(*(each.name for each in out.iterdir() if each.name not in FORMATS))
        """)
    done = subprocess.run(
        [sys.executable, "-c", program, os.fspath(tmp_path)],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    told, there = done.stdout.splitlines()[::2], done.stdout.splitlines()[1::2]
    assert len(told) == 4 * len(FORMATS)
    assert [line for line in told if not line.endswith("refused")] == []
    assert set(there) == {""}
