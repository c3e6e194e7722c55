"""`capi demo`: held once, and everything it promises is looked for."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import ibis
import openpyxl
import pyreadstat
import pytest
from PySide6.QtGui import QImage

from capi.demonstration.people import SCRIPTS, Script
from capi.demonstration.statistics import HOUSEHOLDS
from capi.engine.answers import to_plain
from capi.instrument.address import address
from capi.instrument.model import Answer

QUESTIONS = (
    "SchoolType",
    "FreeMeals",
    "EarnerStatus",
    "EmployerSize",
    "OwnBusinessSize",
    "Supervisor",
    "EarnerOccupation",
    "ParentQual",
)
_CODES = {"refused": -9, "dont_know": -8, "not_applicable": -7}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("demo") / "out"
    command = [sys.executable, "-m", "capi", "demo", "--out", str(out)]
    # A data folder without classifications, whatever this machine has.
    environment = {**os.environ, "CAPI_DATA_DIR": str(out.parent / "data")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=700, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out, done.stdout


@pytest.mark.timeout(800)
def test_every_question_is_pictured_in_each_interviewer_mode_and_both_themes(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    for mode in ("face_to_face", "telephone"):
        for question in QUESTIONS:
            for theme in ("light", "dark"):
                picture = QImage(str(out / "screenshots" / f"{mode}-{question}-{theme}.png"))
                assert (picture.width(), picture.height()) == (1366, 768), (mode, question, theme)
                ground = picture.pixelColor(1300, 640).lightness()
                assert (ground > 128) is (theme == "light")


@pytest.mark.timeout(800)
def test_both_showcards_are_pictured_black_on_white(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    for label in "AB":
        picture = QImage(str(out / "screenshots" / f"showcard-{label}.png"))
        assert picture.pixelColor(5, 5).lightness() == 255
        dark = sum(picture.pixelColor(x, y).lightness() < 60 for x in range(60, 700, 4) for y in range(60, 700, 4))
        assert dark > 100, f"card {label} is empty"


def rows_of(out: Path, name: str) -> list[dict[str, str]]:
    with (out / "export" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def scripts(instrument: str) -> list[Script]:
    return [script for script in SCRIPTS if script.person.instrument == instrument]


def cell(answer: Answer | None) -> str:
    """As the export writes it; -1 for what was not asked."""
    plain = -1 if answer is None else to_plain(answer)
    return str(_CODES.get(str(plain), plain))


@pytest.mark.timeout(800)
def test_the_rows_of_the_csv_are_the_interviews_held(demonstration: tuple[Path, str]) -> None:
    out, told = demonstration
    expected = [
        {"Mode": script.person.mode.value, **{field: cell(script.answers.get(field)) for field in QUESTIONS}}
        for script in scripts("seb")
    ]
    held = [{column: row[column] for column in ("Mode", *QUESTIONS)} for row in rows_of(out, "seb.csv")]
    assert sorted(held, key=json.dumps) == sorted(expected, key=json.dumps)
    assert f"Held {len(SCRIPTS)} interviews" in told


@pytest.mark.timeout(800)
def test_the_second_standard_and_the_household_are_exported_as_they_were_answered(
    demonstration: tuple[Path, str],
) -> None:
    out, _ = demonstration
    fields = ("Wrking", "JbAway", "LKTime", "EverWk", "Enroll", "Course", "Stat", "EmpNo", "FtPtWk")
    expected = [{field: cell(each.answers.get(field)) for field in fields} for each in scripts("economic-activity")]
    held = [{field: row[field] for field in fields} for row in rows_of(out, "economic-activity.csv")]
    assert sorted(held, key=json.dumps) == sorted(expected, key=json.dumps)
    left = [(row["DtJbL"], row["DtJbL_given"]) for row in rows_of(out, "economic-activity.csv")]
    assert sorted(left) == [("-1", "-1"), ("2026-07-15", "2026-07")]
    (household,) = scripts("household")
    of_people = ("Sex", "Relationship", "AgeGiven", "Wrking", "YInAct", "FreeMeals", "ParentQual")
    people = rows_of(out, "household-People.csv")
    assert [{field: row[field] for field in of_people} for row in people] == [
        {field: cell(household.answers.get(address(field, (row,)))) for field in of_people} for row in (1, 2, 3)
    ]
    assert "Name" not in people[0], "names are not for end users"


@pytest.mark.timeout(800)
def test_a_folder_that_holds_something_is_not_touched(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    before = sorted(path.name for path in out.iterdir())
    command = [sys.executable, "-m", "capi", "demo", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "holds something already" in done.stderr
    assert sorted(path.name for path in out.iterdir()) == before


@pytest.mark.timeout(800)
def test_the_tables_are_of_the_crowd_and_say_that_it_is_invented(demonstration: tuple[Path, str]) -> None:
    out, told = demonstration
    content = json.loads((out / "tables" / "tables.json").read_text(encoding="utf-8"))
    assert content["invented_people"]
    assert content["warnings"] == ["These people are invented: the data come from a demonstration."]
    assert {table["name"]: len(table["lines"]) for table in content["tables"]}.keys() >= {
        "school-type",
        "economic-status",
    }
    school = next(table for table in content["tables"] if table["name"] == "school-type")
    asked = next(line for line in school["lines"] if line["line"] == "all")
    assert asked["people"] == HOUSEHOLDS, "one adult of each household is asked about the background"
    shown = [line for table in content["tables"] for line in table["lines"] if line["kind"] != "heading"]
    assert sum(not line["hidden"] for line in shown) > len(shown) * 0.8
    assert [each["name"] for each in content["not_made"]] == ["ns-sec-8", "ns-sec-5", "ns-sec-3", "ns-sec-priority"]
    assert f"{HOUSEHOLDS} more households were invented, {content['persons']} people" in told
    assert "Not made: NS-SEC, 8 classes" in told
    assert "which an office loads with: capi classification add FILE" in told


@pytest.mark.timeout(800)
def test_each_chart_is_pictured_and_not_empty(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    drawn = {each.stem for each in (out / "tables").glob("*.svg")}
    assert {each.stem for each in (out / "charts").iterdir()} == drawn
    for name in drawn:
        picture = QImage(str(out / "charts" / f"{name}.png"))
        assert picture.width() == 2 * 688
        seen = {picture.pixelColor(x, y).name() for x in range(48, 700, 6) for y in range(0, picture.height(), 6)}
        assert {"#ffffff", "#4a78b5"} <= seen


@pytest.mark.timeout(800)
def test_what_was_derived_at_the_hub_is_of_the_interviews(demonstration: tuple[Path, str]) -> None:
    out, told = demonstration
    persons = ibis.duckdb.connect().read_parquet(out / "derived.parquet").to_pyarrow().to_pylist()
    assert len(persons) == 14
    assert "14 people in these interviews" in told
    employers = [person for person in persons if person["OwnBusinessSize"] == 2]
    assert [person["nssec_selfcoded5"] for person in employers] == ["1"]
    waiting = [person for person in persons if person["JbAway"] == 3]
    assert [person["ilo_status"] for person in waiting] == ["2"]


@pytest.mark.timeout(800)
def test_every_format_holds_the_same_interviews(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    expected = sorted(row["SchoolType"] for row in rows_of(out, "seb.csv"))
    export = out / "export"
    sav, _ = pyreadstat.read_sav(str(export / "sav" / "seb.sav"), user_missing=True)
    dta, _ = pyreadstat.read_dta(str(export / "dta" / "seb.dta"), user_missing=True)
    sheet = openpyxl.load_workbook(export / "xlsx" / "seb.xlsx").worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    xlsx = [row[header.index("SchoolType")] for row in rows]
    parquet = ibis.duckdb.connect().read_parquet(export / "parquet" / "seb.parquet").to_pyarrow().to_pylist()
    assert sorted(str(int(code)) for code in sav["SchoolType"]) == expected
    assert len(dta) == len(xlsx) == len(parquet) == len(expected)
    known = sorted(code for code in expected if not code.startswith("-"))
    for values in (dta["SchoolType"].tolist(), xlsx, [row["SchoolType"] for row in parquet]):
        assert sorted(str(int(code)) for code in values if isinstance(code, int | float) and code > 0) == known
