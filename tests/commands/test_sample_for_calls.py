"""What a sample says for the calls arrives: through `capi sample add` in a case file, through `capi hub sample add` in the hub's queue."""

import csv
import json
import sqlite3
import zlib
from pathlib import Path

import pytest

from capi.fieldwork.case import Case
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import decode
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.fieldwork_scenario import NOW

HOLDER = Holder("anna", "L-1", "laptop", 1, NOW)
HEADINGS = ["Reference", "Name", "PRIO", "Language", "Skills", "Do not call", "Time zone"]
GOOD = [
    ["R1", "Zoe Quill", "-5", "CY", "tact,  Welsh business", "no", "europe/london"],
    ["R2", "Al Ink", "", "", "", "yes", ""],
    ["R3", "=1+1", "", "", "", "", ""],
]
WRONG = [["R4", "Bo", "high", "Welsh", "a;b", "0", "Europe/Londn"], *GOOD]
FACTS: dict[str, dict[str, int | str]] = {
    "R1": {"Priority": -5, "Language": "cy", "Skills": "tact, Welsh business", "TimeZone": "Europe/London"},
    "R2": {"DoNotCall": 1},
    "R3": {},
}
TOLD = [
    "row 2, PRIO 'high': A priority is a whole number from -1,000 to 1,000",
    "row 2, Language 'Welsh': This is no tag of a language, such as cy or pl. Is cy meant?",
    "row 2, Skills 'a;b': Skills are words with commas between",
    "row 2, Do not call '0': Write yes where nobody is to call",
    "row 2, Time zone 'Europe/Londn': This is no name of a time zone, such as Europe/London. Did you mean Europe/London?",
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "sample.csv", GOOD)


@pytest.fixture
def hub(capi: Capi, tmp_path: Path) -> Capi:
    """With an instrument that declares no fact for the calls."""
    (tmp_path / "password").write_text("fjord lantern ninety\n")
    made = "--name", "Fieldwork", "--host", "hub.example.org", "--password-file", tmp_path / "password"
    for words in (("init", *made), ("instrument", "add", "seb")):
        done = capi("hub", *words)
        assert done.code == 0, done.err
    return capi


def write(file: Path, rows: list[list[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([HEADINGS, *rows])
    return file


def in_case_file(folder: Path) -> dict[str, dict[str, object]]:
    with CaseFile.open(folder / "data" / "cases.casefile", "correct horse battery", HOLDER) as case_file:
        assert case_file.verify() == ()
        return {summary.case.reference: dict(summary.case.facts) for summary in case_file.cases()}


def in_hub(folder: Path) -> tuple[dict[str, dict[str, object]], dict[str, sqlite3.Row]]:
    """By reference: the facts in the first entries of the journals, and the lines of the telephone queue."""
    with sqlite3.connect(folder / "data" / "hub" / "hub.sqlite") as connection:
        connection.row_factory = sqlite3.Row
        journals = connection.execute("SELECT entries FROM segments").fetchall()
        lines = connection.execute(
            "SELECT reference, telephone.* FROM telephone JOIN cases ON key = case_key"
        ).fetchall()
    cases = [first_case(row["entries"]) for row in journals]
    return {case.reference: dict(case.facts) for case in cases}, {row["reference"]: row for row in lines}


def first_case(kept: bytes) -> Case:
    entries = kept if kept.startswith(b"{") else zlib.decompress(kept)
    created = decode(entries.splitlines()[0], "here").contents
    assert isinstance(created, CaseCreated)
    return created.case("here")


def test_a_laptop_without_a_hub_has_the_facts_on_its_cases(
    capi: Capi, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPI_PASSPHRASE", "correct horse battery")
    words = "--instrument", "seb", "--mode", "telephone", "--map", "priority=PRIO"
    done = capi("sample", "add", file, *words)
    assert (done.code, "3 cases were added." in done.out) == (0, True), done
    assert in_case_file(tmp_path) == FACTS


def test_a_hub_has_the_facts_on_its_cases_and_in_its_queue(hub: Capi, tmp_path: Path, file: Path) -> None:
    words = "--name", "wave 1", "--instrument", "seb", "--mode", "telephone", "--map", "priority=PRIO"
    done = hub("hub", "sample", "add", file, *words)
    assert (done.code, "3 cases were added." in done.out) == (0, True), done
    facts, lines = in_hub(tmp_path)
    assert facts == FACTS
    assert [(lines["R1"][name]) for name in ("precedence", "zone", "language", "skills")] == [
        5, "Europe/London", "cy", "Welsh business,tact",
    ]  # fmt: skip
    assert {reference: line["due_from"] is None for reference, line in lines.items()} == {
        "R1": False,
        "R2": True,
        "R3": False,
    }


def test_what_is_wrong_is_told_by_both_and_neither_adds_anything(
    hub: Capi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPI_PASSPHRASE", "correct horse battery")
    wrong = write(tmp_path / "wrong.csv", WRONG)
    words = "--instrument", "seb", "--mode", "telephone", "--map", "priority=PRIO"
    for done in (hub("sample", "add", wrong, *words), hub("hub", "sample", "add", wrong, "--name", "wave 1", *words)):
        told = done.out.splitlines()
        assert done.code == 1
        assert [
            line for line, begins in zip(told, TOLD, strict=False) if not line.startswith(f"wrong.csv: {begins}")
        ] == []
        assert told[-1] == "4 rows, 5 problems. No case was added."
    assert not (tmp_path / "data" / "cases.casefile").exists()
    assert in_hub(tmp_path) == ({}, {})


def test_the_mapping_that_is_saved_finds_them_again(capi: Capi, tmp_path: Path, file: Path) -> None:
    saved = tmp_path / "supplier.json"
    words = "--instrument", "seb", "--mode", "telephone", "--dry-run"
    assert capi("sample", "add", file, *words, "--map", "priority=PRIO", "--save-map", saved).code == 0
    assert json.loads(saved.read_text("utf-8"))["columns"] == {
        "reference": "Reference",
        "name": "Name",
        "priority": "PRIO",
        "language": "Language",
        "skills": "Skills",
        "do not call": "Do not call",
        "time zone": "Time zone",
    }
    again = capi("sample", "add", file, *words, "--mapping", saved)
    assert (again.code, "Not taken" in again.out) == (0, False)
