"""`capi demo`: held once, and everything it promises is looked for."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from capi.demonstration import SCRIPTS
from capi.engine.answers import to_plain

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


@pytest.mark.timeout(400)
def test_the_rows_of_the_csv_are_the_interviews_held(demonstration: tuple[Path, str]) -> None:
    out, told = demonstration
    with (out / "export" / "seb.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = []
    for script in SCRIPTS:
        answers = {field: to_plain(answer) for field, answer in script.answers.items()}
        cells = {field: str(_CODES.get(str(value), value)) for field, value in answers.items()}
        expected.append({"Mode": script.mode.value, **{field: cells.get(field, "-1") for field in QUESTIONS}})
    held = [{column: row[column] for column in ("Mode", *QUESTIONS)} for row in rows]
    assert sorted(held, key=json.dumps) == sorted(expected, key=json.dumps)
    assert f"Held {len(SCRIPTS)} interviews" in told


@pytest.mark.timeout(400)
def test_a_folder_that_holds_something_is_not_touched(demonstration: tuple[Path, str]) -> None:
    out, _ = demonstration
    before = sorted(path.name for path in out.iterdir())
    command = [sys.executable, "-m", "capi", "demo", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "holds something already" in done.stderr
    assert sorted(path.name for path in out.iterdir()) == before
