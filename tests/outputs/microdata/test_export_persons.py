"""The file of persons: derived variables and codes of jobs, with labels in every format, and only what a profile lets out."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from capi.dataset.disclosure import Profile
from capi.dataset.persons import Chosen, person_connection, persons_of_cases
from capi.derivation.columns import Columns
from capi.derivation.derive import DERIVED, derive
from capi.derivation.operational import CATEGORIES
from capi.outputs.microdata import person_file
from capi.outputs.microdata.derived_variables import DERIVED_VARIABLES, READ
from capi.outputs.microdata.deriving import Deriving
from capi.outputs.microdata.formats import FORMATS
from capi.outputs.microdata.operational_words import OPERATIONAL_WORDS
from tests.dataset.household import HOUSEHOLD, Journals, household
from tests.outputs.microdata.persons_scenario import CODES, DERIVING, TABLE, WORK, export_persons, households
from tests.outputs.microdata.sav_reader import read_sav

# Ibis 12 asks DuckDB 2 for the columns of a table by a name that DuckDB has given up.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

FILE = "work-persons"
CATEGORIES_CSV = Path(__file__).parents[4] / "shared" / "reference" / "nssec" / "operational-categories.csv"


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("secure")
    return {
        name: export_persons(households(), folder / name, name) for name in ("csv", "parquet", "sav", "dta", "xlsx")
    }


def test_each_person_has_a_row_that_joins_the_files_of_the_answers(secure: Mapping[str, dict[str, Path]]) -> None:
    files = secure["csv"]
    persons, people = _rows(files[f"{FILE}.csv"]), _rows(files["work-People.csv"])
    assert [(each["case"], each["person"]) for each in persons] == [(each["case"], each["person"]) for each in people]
    teacher, uncoded, looks, baker = persons
    assert (teacher["nssec_selfcoded5"], teacher["smc3"], teacher["ilo_status"], teacher["ilo_hours"]) == (
        "3",
        "3",
        "1",
        "1",
    )
    assert (teacher["nssec8"], teacher["nssec_opcat"], teacher["nssec_method"], teacher["nssec_status"]) == (
        "2",
        "L4.1",
        "full",
        "7",
    )
    assert (teacher["nssec_table"], teacher["SOC2010"], teacher["SOC2010_sub_major"]) == (TABLE.version, "2314", "23")
    assert (uncoded["nssec8"], uncoded["nssec_not_classified"], uncoded["SOC2010"]) == ("", "inadequate", "-2")
    assert (looks["nssec8"], looks["nssec5"], looks["penflag"], looks["SIC2007"]) == ("8", "NWLTU", "1", "-1")
    assert (baker["SIC2007"], baker["SIC2007_division"], baker["nopenflg"]) == ("01110", "1", "1")


def test_the_values_are_those_of_the_person_dataset(secure: Mapping[str, dict[str, Path]]) -> None:
    with person_connection() as connection:
        persons = persons_of_cases(households(), connection, Chosen(everything=True), codes=DERIVING.codes)
        made = connection.to_pyarrow(derive(persons.table, TABLE).order_by(["case", "person"])).to_pylist()
    found = _rows(secure["csv"][f"{FILE}.csv"])
    names = [name for name in DERIVED if name in made[0]]
    assert set(names) <= set(found[0])
    assert len(names) == 20
    for one, other in zip(found, made, strict=True):
        assert {name: one[name] for name in names} == {
            name: "" if other[name] is None else str(other[name]) for name in names
        }


def test_no_derivation_reads_what_the_export_does_not_hand_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()

    def noting(call: Any) -> Any:
        def noted(self: Columns, name: str, *rest: object) -> object:
            read.add(name)
            return call(self, name, *rest)

        return noted

    for method in ("code", "date", "is_", "was_asked"):
        monkeypatch.setattr(Columns, method, noting(getattr(Columns, method)))
    with person_connection() as connection:
        derive(persons_of_cases(households(), connection, Chosen(everything=True), codes=DERIVING.codes).table, TABLE)
    assert {"Looked", "DtJbL", "SOC2010", "DateOfBirth", "EarnerOccupation"} <= read
    assert read <= READ
    for each in DERIVED_VARIABLES.values():
        assert set(each.made_of) <= READ


def test_every_derived_variable_is_described_and_every_value_has_its_words() -> None:
    conventions = {"nssec_selfcoded_convention", "nssec_student_convention"}
    assert set(DERIVED_VARIABLES) == set(DERIVED) - conventions
    assert set(OPERATIONAL_WORDS) == set(CATEGORIES)
    for each in DERIVED_VARIABLES.values():
        numbers = [category.number for category in each.categories]
        assert len(numbers) == len(set(numbers))
        assert all((each.label, each.how, each.source, each.made_of))
        assert len(each.label) <= 80, f"Stata takes 80 letters: {each.label}"
        assert all(category.words for category in each.categories)


def test_the_words_of_operational_categories_are_those_that_are_published() -> None:
    if not CATEGORIES_CSV.exists():
        pytest.skip(f"the published categories are not there: {CATEGORIES_CSV}")
    published = {row["operational_category"]: row["label"] for row in _rows(CATEGORIES_CSV)}
    assert {
        code: words.replace(" and higher technical", " & higher technical") for code, words in OPERATIONAL_WORDS.items()
    } == (published)


def test_spss_and_stata_have_numbers_with_the_words_of_the_standard(secure: Mapping[str, dict[str, Path]]) -> None:
    sav = read_sav(secure["sav"][f"{FILE}.sav"])
    teacher, uncoded, looks, baker = sav.rows
    assert (teacher["nssec8"], teacher["nssec_opcat"], looks["nssec5"], looks["nssec_selfcoded5"]) == (20, 41, 8, 90)
    assert (uncoded["nssec8"], uncoded["nssec_not_classified"], uncoded["SOC2010"]) == (None, 2, -2)
    assert sav.values["nssec8"][11] == "Large employers and higher managerial occupations"
    assert sav.values["nssec_selfcoded5"][90] == "They were not working"
    assert len(sav.values["nssec_opcat"]) == 40
    assert sav.values["SOC2010"] == {
        TEACHER: "Secondary education teaching professionals" if TEACHER == 2314 else "5432" for TEACHER in (2314, 5432)
    } | {-2: "Not coded yet, or not codable", -1: "No job was asked about"}
    assert sav.missing["SOC2010"] == (2, (-2.0, -1.0))
    assert "nssec8" not in sav.missing
    assert (baker["SIC2007"], looks["SIC2007_state"], baker["SIC2007_division"]) == ("01110", -1, 1)
    frame, about = pyreadstat.read_sav(secure["sav"][f"{FILE}.sav"], apply_value_formats=True)
    assert frame["ilo_status"].tolist() == ["In employment"] * 2 + ["Economically inactive", "In employment"]
    assert about.column_names_to_labels["penflag"] == "Has reached State pension age at the interview"
    stata = pd.read_stata(secure["dta"][f"{FILE}.dta"])
    assert isinstance(stata, pd.DataFrame)
    assert stata["nssec3"].tolist()[::2] == [
        "Managerial and professional occupations",
        "Never worked and long-term unemployed",
    ]
    assert stata["nssec_method"].tolist()[0] == "Full: occupation and employment status"
    assert stata["nssec_table"].tolist()[0] == TABLE.version


def test_parquet_and_the_codebooks_say_what_the_values_stand_for(secure: Mapping[str, dict[str, Path]]) -> None:
    table = pq.read_table(secure["parquet"][f"{FILE}.parquet"])
    assert table["nssec8"].to_pylist() == ["2", None, "8", "5"]
    assert table["SOC2010_state"].to_pylist() == [None, "unanswered", "not_asked", None]
    words = json.loads(table.schema.field("nssec8").metadata[b"values"])
    assert words["1.2"] == "Higher professional occupations"
    for name in secure:
        page = secure[name]["work-codebook.html"].read_text(encoding="utf-8")
        assert "Made of EarnerStatus, EmployerSize, OwnBusinessSize, Supervisor, EarnerOccupation" in page
        assert "Persons and their derived variables" in page
        assert ("80 is 8" in page) == (name in ("sav", "dta"))
        book = _rows(secure[name]["work-codebook.csv"])
        eight = {row["value"]: row["n"] for row in book if row["variable"] == "nssec8" and row["kind"] == "value"}
        ten = 10 if name in ("sav", "dta") else 1
        assert (eight[f"{2 * ten}"], eight[f"{5 * ten}"], len(eight)) == ("1", "1", 9)
        assert {row["n"] for row in book if row["variable"] == "nssec8" and row["kind"] == "empty"} == {"1"}


@pytest.mark.parametrize("name", ["csv", "sav"])
def test_end_users_have_broad_groups_and_no_pension_flags(tmp_path: Path, name: str) -> None:
    files = {profile: export_persons(households(), tmp_path / profile.value, name, profile) for profile in Profile}
    columns = {
        profile: [
            row["variable"]
            for row in _rows(its["work-codebook.csv"])
            if row["file"] == f"{FILE}.{name}" and not row["value"]
        ]
        for profile, its in files.items()
    }
    left_out = {"penflag", "nopenflg", "SOC2010", "SOC2020", "SIC2007"}
    assert set(columns[Profile.SECURE]) - set(columns[Profile.END_USER]) == left_out
    assert {"SOC2010_sub_major", "SIC2007_division", "nssec8"} <= set(columns[Profile.END_USER])
    assert columns[Profile.SPECIAL] == columns[Profile.SECURE]
    manifest = json.loads(files[Profile.END_USER]["manifest.json"].read_text(encoding="utf-8"))
    told = {each["variable"]: each for each in manifest["instruments"][0]["left_out"]}
    assert {each["file"] for variable, each in told.items() if variable in left_out} == {f"{FILE}.{name}"}
    assert "to the day" in told["penflag"]["reason"]
    everything = b"".join(file.read_bytes() for file in files[Profile.END_USER].values())
    codes = "|".join(code for its in CODES.values() for code in its.values())
    # Not within a checksum: one run in a hundred has such figures somewhere in one.
    assert re.findall(rf"(?<![0-9a-f])(?:{codes})(?![0-9a-f])".encode(), everything) == []


def test_what_is_made_of_an_answer_marked_disclosive_stays_with_it(tmp_path: Path) -> None:
    text = WORK.replace("- EarnerStatus: {", "- EarnerStatus: {disclosive: true, ")
    files = export_persons(households(text=text), tmp_path / "out", "csv", Profile.END_USER)
    assert not {"nssec_selfcoded5", "smc3"} & set(_rows(files[f"{FILE}.csv"])[0])
    (about,) = json.loads(files["manifest.json"].read_text(encoding="utf-8"))["instruments"]
    reasons = {each["variable"]: each["reason"] for each in about["left_out"]}
    assert reasons["smc3"] == "made of EarnerStatus, which is marked disclosive in the instrument"


def test_an_instrument_whose_derived_variables_all_stay_has_no_file_and_the_manifest_says_why(tmp_path: Path) -> None:
    text = HOUSEHOLD.replace("DateOfBirth:", "BirthDay:", 1).replace("label: Age, text", "label: Age, text", 1)
    text = text.replace("- Age: {", "- DateOfBirth: {text: Born?, type: date}\n          - Age: {", 1)
    journals = Journals()
    journals.hold("1", [("Welcome", 1), ("Name[1]", "Ann")], kept=household(text))
    files = export_persons(journals, tmp_path / "out", "csv", Profile.END_USER, Deriving())
    assert "household-persons.csv" not in files
    (about,) = json.loads(files["manifest.json"].read_text(encoding="utf-8"))["instruments"]
    assert {"penflag", "nopenflg"} <= {each["variable"] for each in about["left_out"]}
    assert "penflag" in files["household-codebook.html"].read_text(encoding="utf-8")
    assert "household-persons.csv" in export_persons(journals, tmp_path / "2", "csv", Profile.SECURE, Deriving())


def test_without_a_table_or_codes_there_is_what_can_be_derived_without(tmp_path: Path) -> None:
    (first, *_) = _rows(export_persons(households(), tmp_path / "1", "csv", deriving=Deriving())[f"{FILE}.csv"])
    assert "nssec8" not in first
    assert "SOC2010" not in first
    assert first["ilo_status"] == "1"
    only_codes = replace(DERIVING, nssec_table=None)
    (first, *_) = _rows(export_persons(households(), tmp_path / "2", "csv", deriving=only_codes)[f"{FILE}.csv"])
    assert "nssec8" not in first
    assert first["SOC2020"] == "2313"


def test_persons_derived_some_at_a_time_are_those_derived_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = export_persons(households(7), tmp_path / "whole", "csv", Profile.END_USER)
    monkeypatch.setattr(person_file, "_BATCH", 2)
    parts = export_persons(households(7), tmp_path / "parts", "csv", Profile.END_USER)
    for name, file in whole.items():
        if not name.endswith((".html", ".xml", ".json")):
            assert file.read_bytes() == parts[name].read_bytes(), name


def test_an_interview_that_has_not_begun_and_a_version_without_a_roster(tmp_path: Path) -> None:
    """There the case is the person; who was asked nothing has no derived variable."""
    journals = households(1)
    journals.hold("new", [], kept=household(WORK))
    flat = "\n".join(line for line in WORK.splitlines() if "another:" not in line and "AnyoneElse" not in line)
    flat = flat.replace("- roster: People", "- section: Alone").replace('        row_name: "{Name|Person}"\n', "")
    flat = flat.replace("        at_most: 6\n", "").replace('version: "1"', 'version: "2"')
    journals.hold(
        "flat", [("Name", "Ann"), ("DateOfBirth", "dont_know"), ("Sex", 1), ("EarnerStatus", 4)], kept=household(flat)
    )
    rows = {row["case"]: row for row in _rows(export_persons(journals, tmp_path / "out", "csv")[f"{FILE}.csv"])}
    assert set(rows) == {"1042/00", "flat"}
    assert (rows["flat"]["person"], rows["flat"]["nssec_selfcoded5"], rows["flat"]["penflag"]) == (
        "",
        "not_working",
        "",
    )


def test_the_document_names_every_format_profile_and_derived_variable() -> None:
    text = (Path(person_file.__file__).parent / "EXPORTS.md").read_text(encoding="utf-8")
    told = re.findall(r"`([^`]+)`", text)
    assert {each.value for each in Profile} <= set(told)
    assert all(name in text.partition("--format ")[2].partition(" ")[0].split("|") for name in FORMATS)
    table = text.partition("## Why derived")[2].partition("## Missing")[0]
    names = [
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    ]
    assert sorted(names) == sorted(DERIVED_VARIABLES)
    for column, words in (("nssec8", "`1.1` is 11"), ("nssec_opcat", "`L14.2` is 142"), ("nssec5", "`NWLTU` 8")):
        code, number = words.replace("is ", "").replace("`", "").split()
        assert words in text
        assert {category.code: category.number for category in DERIVED_VARIABLES[column].categories}[code] == int(
            number
        )
