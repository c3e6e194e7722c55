"""Answers given in other modes than their cases have: none is lost in any format, and the export says how each was given."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from lxml import etree

from capi.dataset.cells import MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.fieldwork.journal import RESPONDENT
from capi.instrument.model import Missing, Mode
from capi.outputs.microdata.ddi import NAMESPACE
from capi.outputs.microdata.deriving import Deriving
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.formats import FORMATS, format_called
from tests.dataset.every_answer import Given, answers_with, background, every_answer, every_pair, whole
from tests.dataset.household import Journals, household
from tests.dataset.in_turns import alone, by_telephone, face_to_face, hold_in_turns
from tests.dataset.rows import dictionaries
from tests.dataset.test_modes import BEGUN, PETS, VISITED
from tests.outputs.microdata.formats_scenario import CIRCUMSTANCES
from tests.outputs.microdata.sav_reader import read_sav

# Ibis 12 asks DuckDB 2 for the columns of a table by a name that DuckDB has given up.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

DERIVING = Deriving(None, None, {})
SAY_HOW = {"Mode", "Modes"}
"""The columns in which a case may differ that was answered elsewhere."""


def export(
    journals: Journals,
    out: Path,
    name: str = "csv",
    profile: Profile = Profile.SECURE,
    deriving: Deriving | None = None,
) -> dict[str, Path]:
    delivery = Delivery(profile, MissingCodes(), out, file_format=format_called(name), deriving=deriving)
    files = export_data(datasets(journals, everything=False), delivery, CIRCUMSTANCES)
    return {file.name: file for file in files}


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of whatever format, each by a reader that is not the writer."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8", newline="") as opened:
                return list(csv.DictReader(opened))
        case ".parquet":
            return list(pq.read_table(path).to_pylist())
        case ".xlsx":
            head, *rows = openpyxl.load_workbook(path)["data"].iter_rows(values_only=True)
            return [dict(zip(map(str, head), row, strict=True)) for row in rows]
        case ".sav":
            return list(read_sav(path).rows)
    with pd.io.stata.StataReader(path, convert_categoricals=False, convert_missing=True, convert_dates=False) as reader:
        return [{str(name): str(cell) for name, cell in row.items()} for row in reader.read().to_dict("records")]


def test_every_answer_of_every_mode_is_in_a_case_of_every_other() -> None:
    pairs = every_pair()
    (dataset,) = datasets(pairs.apart, everything=False)
    rows = {str(row["case"]): row for row in dictionaries(dataset)}

    assert rows.keys() == pairs.given.keys()
    assert len({(each.field, each.answer, each.mode) for each in pairs.given.values()}) == len(list(every_answer()))
    for reference, given in pairs.given.items():
        assert rows[reference][given.field] == given.answer, (reference, given.name)
        assert given.mode.value in str(rows[reference]["Modes"]).split("+"), (reference, given.name)


def test_the_modes_differ_in_what_they_offer() -> None:
    """Otherwise nothing would be shown by the cases here."""
    earner = {(each.answer, each.mode) for each in every_answer() if each.field == "EarnerStatus"}
    assert (Missing.DONT_KNOW, Mode.TELEPHONE) in earner
    assert (Missing.DONT_KNOW, Mode.SELF_COMPLETION) not in earner


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_has_the_same_of_a_case_answered_elsewhere_as_of_one_in_its_own_mode(tmp_path: Path, name: str) -> None:
    pairs, suffix = every_pair(), format_called(name).suffix
    apart = export(pairs.apart, tmp_path / "apart", name, deriving=DERIVING)
    alike = export(pairs.alike, tmp_path / "alike", name, deriving=DERIVING)

    for file in (f"seb{suffix}", f"seb-persons{suffix}"):
        found, wanted = read(apart[file]), read(alike[file])
        assert len(found) == len(pairs.given)
        for one, other in zip(found, wanted, strict=True):
            differ = {column for column in one if one[column] != other[column]}
            assert differ <= SAY_HOW, (file, one["case"])


def test_the_codebook_counts_what_another_mode_offers_under_its_own_words(tmp_path: Path) -> None:
    journals = Journals()
    given = Given("EarnerStatus", Missing.DONT_KNOW, Mode.TELEPHONE)
    hold_in_turns(journals, "1", Mode.SELF_COMPLETION, [by_telephone(*answers_with(given))], background())
    files = export(journals, tmp_path / "out")
    rows = [row for row in read(files["seb-codebook.csv"]) if row["variable"] == "EarnerStatus"]

    assert [(row["value"], row["n"]) for row in rows if row["kind"] == "dont_know"] == [("-8", "1")]
    page = files["seb-codebook.html"].read_text(encoding="utf-8")
    note = "Answers that were not given to an interviewer in the mode of the case: telephone: 1."
    assert page.count(note) == len(answers_with(given))


@pytest.fixture(scope="module")
def visited() -> Journals:
    """One case begun online and finished by telephone, one by telephone alone, one handed over for a part."""
    journals = Journals()
    rung = (("First", 2), ("Rung", 1), ("Ways", [1]), ("More", 2), ("Last", 2))
    begun = (alone(*BEGUN, *PETS), by_telephone(("Rung", 1), ("Last", 1)))
    hold_in_turns(journals, "1042/01", Mode.TELEPHONE, begun, household(VISITED))
    hold_in_turns(journals, "1042/02", Mode.TELEPHONE, [by_telephone(*rung)], household(VISITED))
    handed = (
        face_to_face(("First", 1)),
        alone(("OnlineAlone", 2)),
        face_to_face(("Ways", [3]), ("More", 2), ("Last", 1)),
    )
    hold_in_turns(journals, "1042/03", Mode.FACE_TO_FACE, handed, household(VISITED))
    return journals


ONLINE = {"mode": "self_completion", "alone": "1"}


def test_the_table_of_answer_modes_lists_what_was_not_given_to_an_interviewer_in_the_mode_of_the_case(
    visited: Journals, tmp_path: Path
) -> None:
    rows = read(export(visited, tmp_path / "out")["visited-answer-modes.csv"])

    first = [
        {"case": "1042/01", "field": name, "rows": "", **ONLINE} for name in ("First", "OnlineAlone", "Why", "Ways")
    ]
    pets = [{"case": "1042/01", "field": name, "rows": "1", **ONLINE} for name in ("Fed", "Kind")]
    more = {"case": "1042/01", "field": "More", "rows": "", **ONLINE}
    assert rows == [*first, *pets, more, {"case": "1042/03", "field": "OnlineAlone", "rows": "", **ONLINE}]


def test_the_table_of_the_cases_says_in_which_modes_each_was_answered(visited: Journals, tmp_path: Path) -> None:
    files = export(visited, tmp_path / "out", profile=Profile.END_USER)

    assert {(row["Mode"], row["Modes"]) for row in read(files["visited.csv"])} == {
        ("telephone", "self_completion+telephone"),
        ("telephone", "telephone"),
        ("face_to_face", "self_completion+face_to_face"),
    }
    book = [row for row in read(files["visited-codebook.csv"]) if row["variable"] == "Modes" and row["value"]]
    assert {(row["value"], row["label"], row["n"]) for row in book} == {
        ("self_completion", "Self-completion", "0"),
        ("face_to_face", "Face to face", "0"),
        ("telephone", "Telephone", "1"),
        ("self_completion+face_to_face", "Self-completion and face to face", "1"),
        ("self_completion+telephone", "Self-completion and telephone", "1"),
    }


def test_users_under_the_end_user_licence_get_the_modes_of_a_case_and_not_those_of_each_answer(
    visited: Journals, tmp_path: Path
) -> None:
    files = export(visited, tmp_path / "out", profile=Profile.END_USER)

    assert not any("answer-modes" in name for name in files)
    manifest = json.loads(files["manifest.json"].read_text(encoding="utf-8"))
    assert manifest["answer_modes"].startswith("left out")


def test_under_a_special_licence_the_table_joins_by_the_numbers_of_the_export(
    visited: Journals, tmp_path: Path
) -> None:
    files = export(visited, tmp_path / "out", profile=Profile.SPECIAL)
    mixed = {row["case"] for row in read(files["visited.csv"]) if "+" in row["Modes"]}

    assert {row["case"] for row in read(files["visited-answer-modes.csv"])} == mixed
    assert len(mixed) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_the_table_and_an_empty_one_where_each_case_was_in_one_mode(tmp_path: Path, name: str) -> None:
    journals, suffix = Journals(), format_called(name).suffix
    whole(journals, "1", Given("ParentQual", 1, Mode.TELEPHONE))
    empty = export(journals, tmp_path / "empty", name)[f"seb-answer-modes{suffix}"]
    apart = export(every_pair().apart, tmp_path / "apart", name)[f"seb-answer-modes{suffix}"]

    assert read(empty) == []
    rows = read(apart)
    assert {(row["mode"], str(row["alone"]).removesuffix(".0")) for row in rows} == {
        ("self_completion", "1"),
        ("face_to_face", "0"),
        ("telephone", "0"),
    }


def test_the_ddi_describes_the_table_with_its_modes(visited: Journals, tmp_path: Path) -> None:
    document = etree.parse(export(visited, tmp_path / "out", "sav")["visited-codebook.xml"])
    names = {"d": NAMESPACE}
    (file,) = (each for each in document.findall(".//d:fileDscr", names) if "answer-modes" in "".join(each.itertext()))
    (mode,) = document.findall(f".//d:var[@name='mode'][@files='{file.get('ID')}']", names)

    collected = document.findall(".//d:stdyDscr/d:method/d:dataColl/d:collMode", names)
    assert [each.text for each in collected] == ["Self-completion", "Face to face", "Telephone"]
    assert file.findtext("d:fileTxt/d:dimensns/d:caseQnty", namespaces=names) == "8"
    assert mode.findtext("d:catgry/d:catValu", namespaces=names) == "self_completion"
    assert mode.findtext("d:catgry/d:catStat", namespaces=names) == "8"


def test_paradata_say_in_which_mode_the_sitting_asks_and_who_was_there(visited: Journals, tmp_path: Path) -> None:
    rows = read(export(visited, tmp_path / "out")["visited-paradata.csv"])
    first = [row for row in rows if row["case"] == "1042/01"]
    by_event = {(row["event"], row["field"]): (row["mode"], row["alone"], row["interviewer"]) for row in first}

    assert by_event["case_created", ""] == ("", "", "hub")
    assert by_event["answered", "First"] == ("self_completion", "1", RESPONDENT)
    assert by_event["answered", "Rung"] == ("telephone", "0", "anna")
    assert by_event["completed", ""] == ("telephone", "0", "anna")
    assert all(row["mode"] and row["alone"] for row in first if row["event"] != "case_created")


def test_the_special_paradata_have_the_modes_without_the_interviewer(visited: Journals, tmp_path: Path) -> None:
    rows = read(export(visited, tmp_path / "out", profile=Profile.SPECIAL)["visited-paradata.csv"])

    assert {"mode", "alone"} < rows[0].keys()
    assert "interviewer" not in rows[0]
    assert {(row["mode"], row["alone"]) for row in rows} == {
        ("", ""),
        ("self_completion", "1"),
        ("telephone", "0"),
        ("face_to_face", "0"),
    }
