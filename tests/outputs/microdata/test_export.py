import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from capi.dataset.cells import CodesCollide, MissingCodes
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import datasets
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.export import Delivery, export_data
from capi.outputs.microdata.file_names import file_names
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of

CIRCUMSTANCES = Circumstances(
    datetime(2026, 11, 20, 9, 5, tzinfo=UTC), "cases.casefile", invented=False, everything=False
)
CANARIES = ("Rosa", "cough <b>", "7345", "98761", "1042/01")
"""The name, the text, the area, the income and the reference of the one interviewed."""


@pytest.fixture
def fieldwork(tmp_path: Path) -> Iterator[Fieldwork]:
    fieldwork = Fieldwork(tmp_path / "cases.casefile")
    fieldwork.interview(
        "1042/01",
        instrument_of(HEALTH),
        {"General": "refused", "Illness": "=a cough <b>", "Visits": 3, "Income": 98761},
        facts={"Age": 44, "Name": "Rosa", "Postcode": 7345},
    )
    yield fieldwork
    fieldwork.case_file.close()


def _export(fieldwork: Fieldwork, out: Path, profile: Profile, codes: MissingCodes | None = None) -> tuple[Path, ...]:
    made = datasets(fieldwork.case_file, everything=False)
    return export_data(made, Delivery(profile, codes or MissingCodes(), out), CIRCUMSTANCES)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_secure_file_holds_everything_to_the_letter(fieldwork: Fieldwork, tmp_path: Path) -> None:
    _export(fieldwork, tmp_path / "out", Profile.SECURE)
    assert _rows(tmp_path / "out" / "health.csv") == [
        {
            "case": "1042/01",
            "InterviewDate": "2026-11-18",
            "ReferenceSunday": "2026-11-15",
            "InstrumentVersion": "1",
            "Mode": "telephone",
            "Modes": "telephone",
            "Status": "completed",
            "Age": "44",
            "Name": "Rosa",
            "Postcode": "7345",
            "General": "-9",
            "Illness": "=a cough <b>",
            "Visits": "3",
            "Income": "98761",
        }
    ]


def test_what_an_end_user_must_not_see_is_in_no_file_of_the_delivery(fieldwork: Fieldwork, tmp_path: Path) -> None:
    files = _export(fieldwork, tmp_path / "out", Profile.END_USER)
    everything = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [canary for canary in (*CANARIES, "Mill Lane") if canary in everything] == []
    assert "44" in everything
    secure = "".join(file.read_text(encoding="utf-8") for file in _export(fieldwork, tmp_path / "2", Profile.SECURE))
    assert [canary for canary in CANARIES if canary not in secure] == []
    assert "Mill Lane" not in secure


def test_the_manifest_says_what_is_there_and_what_was_left_out(fieldwork: Fieldwork, tmp_path: Path) -> None:
    files = _export(fieldwork, tmp_path / "out", Profile.END_USER)
    assert files[-1].name == "manifest.json"
    manifest = json.loads(files[-1].read_text(encoding="utf-8"))
    assert (manifest["profile"], manifest["exported"]) == ("end_user", "2026-11-20T09:05:00+00:00")
    assert manifest["missing_codes"]["refused"] == -9
    assert "not made harmless" in manifest["csv"]["formulas"]
    (health,) = manifest["instruments"]
    assert health["cases"] == 1
    assert health["versions"] == [
        {"version": "1", "label": "1", "sha256": datasets(fieldwork.case_file, everything=False)[0].versions[0].sha256}
    ]
    assert {each["variable"] for each in health["left_out"]} == {"Name", "Postcode", "Illness", "Income"}
    assert [each["name"] for each in manifest["files"]] == [file.name for file in files[:-1]]
    for each in manifest["files"]:
        content = (tmp_path / "out" / each["name"]).read_bytes()
        assert (each["sha256"], each["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))


def test_the_codebook_for_programs_counts_what_is_in_the_data(fieldwork: Fieldwork, tmp_path: Path) -> None:
    _export(fieldwork, tmp_path / "out", Profile.SECURE)
    book = [row for row in _rows(tmp_path / "out" / "health-codebook.csv") if row["file"] == "health.csv"]
    data = _rows(tmp_path / "out" / "health.csv")
    variables = [row for row in book if not row["value"]]
    assert [row["variable"] for row in variables] == list(data[0])
    for row in book:
        if row["value"]:
            assert int(row["n"]) == sum(each[row["variable"]] == row["value"] for each in data)
    general = {row["value"]: (row["label"], row["kind"]) for row in book if row["variable"] == "General"}
    assert general["1"] == ("Good", "value")
    assert general["-9"] == ("Prefer not to say", "refused")


def test_a_collision_of_codes_leaves_nothing_behind(fieldwork: Fieldwork, tmp_path: Path) -> None:
    with pytest.raises(CodesCollide):
        _export(fieldwork, tmp_path / "out", Profile.SECURE, MissingCodes(refused=3))
    assert not (tmp_path / "out").exists()


def test_names_of_files_can_be_held_by_every_system(fieldwork: Fieldwork) -> None:
    for name in ("con", "lpt1", "Health"):
        fieldwork.interview(
            f"{name}/1",
            instrument_of(HEALTH.replace("instrument: health", f"instrument: {name}")),
            {"General": 1, "Income": 1},
        )
    made = datasets(fieldwork.case_file, everything=False)
    assert [dataset.instrument for dataset in made] == ["Health", "con", "health", "lpt1"]
    assert [files.data for files in file_names(made)] == [
        ("Health.csv",),
        ("instrument-con.csv",),
        ("health-2.csv",),
        ("instrument-lpt1.csv",),
    ]
