"""`capi demo`: held once, and everything it promises is looked for."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from capi.demonstration.people import SCRIPTS, Script
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
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return out, done.stdout


@pytest.mark.timeout(400)
def test_every_question_is_pictured_in_each_interviewer_mode_and_both_themes(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    for mode in ("face_to_face", "telephone"):
        for question in QUESTIONS:
            for theme in ("light", "dark"):
                picture = QImage(str(out / "screenshots" / f"{mode}-{question}-{theme}.png"))
                assert (picture.width(), picture.height()) == (1366, 768), (mode, question, theme)
                ground = picture.pixelColor(1300, 640).lightness()
                assert (ground > 128) is (theme == "light")


@pytest.mark.timeout(400)
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


@pytest.mark.timeout(400)
def test_the_rows_of_the_csv_are_the_interviews_held(demonstration: tuple[Path, str]) -> None:
    out, told = demonstration
    expected = [
        {"Mode": script.person.mode.value, **{field: cell(script.answers.get(field)) for field in QUESTIONS}}
        for script in scripts("seb")
    ]
    held = [{column: row[column] for column in ("Mode", *QUESTIONS)} for row in rows_of(out, "seb.csv")]
    assert sorted(held, key=json.dumps) == sorted(expected, key=json.dumps)
    assert f"Held {len(SCRIPTS)} interviews" in told


@pytest.mark.timeout(400)
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


@pytest.mark.timeout(400)
def test_a_folder_that_holds_something_is_not_touched(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    before = sorted(path.name for path in out.iterdir())
    command = [sys.executable, "-m", "capi", "demo", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "holds something already" in done.stderr
    assert sorted(path.name for path in out.iterdir()) == before
