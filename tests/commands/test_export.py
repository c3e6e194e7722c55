import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from capi.fieldwork.journal import Moment
from capi.instrument.model import Mode
from tests.commands.running import capi
from tests.dataset.household import ADULTS, ANN, BOB, CIA, END, WELCOME, Journals, household
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of

PASSPHRASE = "correct horse battery staple"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an encrypted case file and a practice file, one completed case and one begun in each."""
    folder = tmp_path_factory.mktemp("home")
    for name, passphrase in (("real.casefile", PASSPHRASE), ("practice.casefile", None)):
        fieldwork = Fieldwork(folder / name, passphrase)
        health = instrument_of(HEALTH)
        fieldwork.interview("1042/01", health, {"General": 3, "Illness": "Ŵyn, “flu”", "Visits": 1, "Income": 9})
        fieldwork.interview("1042/02", health, {"General": 3})
        fieldwork.case_file.close()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "out"
    assert list(tmp_path.glob(".capi-unfinished*")) == []


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_the_paths_of_the_files_are_the_result(home: Path, out: Path) -> None:
    ended = capi(
        *("export", "real.casefile", "--format", "csv", "--profile", "secure", "--out", out),
        folder=home,
        CAPI_PASSPHRASE=PASSPHRASE,
    )
    assert ended.code == 0, ended.err
    assert [Path(line).name for line in ended.out.splitlines()] == [
        "health.csv",
        "health-answer-modes.csv",
        "health-paradata.csv",
        "health-codebook.html",
        "health-codebook.csv",
        "health-codebook.xml",
        "manifest.json",
    ]
    assert all(Path(line).is_file() for line in ended.out.splitlines())
    assert ended.err == "health: 1 case, profile secure\n"
    (row,) = _rows(out / "health.csv")
    assert (row["case"], row["Illness"]) == ("1042/01", "Ŵyn, “flu”")


def test_the_passphrase_may_stand_in_a_file_and_counts_more_than_the_variable(home: Path, out: Path) -> None:
    (home / "passphrase.txt").write_text(f"\ufeff{PASSPHRASE}\r\n", encoding="utf-8", newline="")
    words = ("export", "real.casefile", "--out", out, "--passphrase-file", "passphrase.txt")
    ended = capi(*words, folder=home, CAPI_PASSPHRASE="not this one")
    assert ended.code == 0, ended.err
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["profile"] == "end_user"


@pytest.mark.parametrize(
    ("words", "environment", "told"),
    [
        (("real.casefile",), {}, "--passphrase-file"),
        (("real.casefile",), {"CAPI_PASSPHRASE": "wrong wrong wrong"}, "passphrase"),
        (("real.casefile", "--passphrase-file", "nowhere.txt"), {}, "nowhere.txt"),
        (("no-such.casefile",), {}, "no-such.casefile"),
        (("real.casefile.keys",), {}, "real.casefile.keys is not a case file"),
        (("practice.casefile", "--missing", "reused=-99"), {}, "Did you mean refused?"),
        (("practice.casefile", "--missing", "refused=many"), {}, "no whole number"),
        (("practice.casefile", "--missing", "refused=-8"), {}, "a code of its own"),
        (("practice.casefile", "--missing", "refused=50", "--profile", "secure"), {}, "stands for refused"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_line_and_nothing_is_written(
    home: Path, out: Path, words: tuple[str, ...], environment: dict[str, str], told: str
) -> None:
    ended = capi("export", *words, "--out", out, folder=home, **environment)
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1
    assert not out.exists()


def test_nothing_is_overwritten_without_force_and_all_is_with_it(home: Path, out: Path) -> None:
    words = ("export", "practice.casefile", "--profile", "secure", "--out", out)
    assert capi(*words, folder=home).code == 0
    again = capi(*words, "--all", folder=home)
    assert again.code == 1
    assert "--force" in again.err
    assert len(_rows(out / "health.csv")) == 1
    assert capi(*words, "--all", "--force", "--missing", "unanswered=-66", folder=home).code == 0
    done, begun = _rows(out / "health.csv")
    assert (done["Status"], begun["Status"], begun["Illness"]) == ("completed", "in_progress", "-66")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["invented_people"], manifest["missing_codes"]["unanswered"]) == (True, -66)


def test_a_case_file_without_completed_cases_is_refused_with_the_way_on(tmp_path: Path) -> None:
    fieldwork = Fieldwork(tmp_path / "new.casefile")
    fieldwork.add("1", instrument_of(HEALTH))
    fieldwork.case_file.close()
    ended = capi("export", "new.casefile", "--out", "out", folder=tmp_path)
    assert ended.code == 1
    assert "--all" in ended.err
    assert capi("export", "new.casefile", "--out", "out", "--all", folder=tmp_path).code == 0


def test_an_instrument_with_rosters_leaves_a_file_for_each_level(tmp_path: Path) -> None:
    journals = Journals()
    journals.hold("1", [*WELCOME, *ANN, *BOB, *CIA, *ADULTS, *END], remove=["People[2]"])
    fieldwork = Fieldwork(tmp_path / "home.casefile")
    case_id = fieldwork.add("1", household(), Mode.FACE_TO_FACE, {"Region": 2})
    for entry in journals.entries("1")[1:]:
        fieldwork.case_file.append(
            case_id, entry.contents, Moment(entry.time, entry.offset_minutes, entry.monotonic_ms)
        )
    fieldwork.case_file.close()
    ended = capi("export", "home.casefile", "--profile", "secure", "--out", "out", folder=tmp_path)
    assert ended.code == 0, ended.err
    assert ended.err.startswith("household: 1 case (rosters: People, Jobs), profile secure\n")
    assert [Path(line).name for line in ended.out.splitlines()][:3] == [
        "household.csv",
        "household-People.csv",
        "household-Jobs.csv",
    ]
    people, jobs = (_rows(tmp_path / "out" / f"household-{roster}.csv") for roster in ("People", "Jobs"))
    assert [(row["person"], row["Name"], row["Travel_3"], row["Earnings"]) for row in people] == [
        ("1", "Ann", "1", "12.50"),
        ("3", "Cia", "-9", "7.00"),
    ]
    assert [(row["person"], row["jobs"], row["Pay"]) for row in jobs] == [
        ("1", "1", "12.50"),
        ("1", "2", "-9"),
        ("3", "1", "7.00"),
    ]


def test_a_case_file_in_use_says_who_has_it_and_is_not_the_fault_of_the_input(tmp_path: Path) -> None:
    fieldwork = Fieldwork(tmp_path / "open.casefile")
    ended = capi("export", "open.casefile", "--out", "out", folder=tmp_path)
    fieldwork.case_file.close()
    assert (ended.code, ended.out) == (3, "")
    assert "Anna" in ended.err


def test_a_place_that_cannot_be_written_is_not_the_fault_of_the_input(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ended = capi("export", "practice.casefile", "--out", tmp_path / "file" / "out", folder=home)
    assert (ended.code, ended.out) == (3, "")
    assert "capi: " in ended.err
    assert "fault in capi" not in ended.err


@pytest.mark.parametrize("name", ["xlsx", "parquet", "sav", "dta"])
def test_every_format_leaves_its_files(home: Path, out: Path, name: str) -> None:
    ended = capi("export", "practice.casefile", "--format", name, "--out", out, folder=home)
    assert ended.code == 0, ended.err
    assert Path(ended.out.splitlines()[0]).name == f"health.{name}"
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["format"] == name


def test_only_what_exists_is_offered() -> None:
    ended = capi("export", "any.casefile", "--format", "sas", "--out", "out")
    assert (ended.code, ended.out) == (2, "")
    assert "csv" in ended.err
