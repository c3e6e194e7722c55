import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from capi.dataset.person_writing import write_csv, write_parquet
from capi.derivation.derive import derive
from capi.engine.answers import from_plain
from capi.engine.plan import plan
from capi.fieldwork.case import Case
from capi.fieldwork.journal import Moment
from capi.instrument.loading import read_instrument, snapshot
from capi.instrument.model import Mode
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.running import CHECKOUT
from tests.fieldwork_scenario import HEALTH, NOW, Fieldwork, instrument_of

PASSPHRASE = "correct horse battery staple"
SEB = Path(__file__).parents[2] / "questionnaires" / "seb" / "instrument.yaml"
FREELANCER = {"SchoolType": 1, "FreeMeals": "dont_know", "EarnerStatus": 3, "EarnerOccupation": 3, "ParentQual": 1}
AT_HOME = {"SchoolType": 3, "EarnerStatus": 4, "ParentQual": "refused"}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """With a practice file of two completed cases of SEB and one of another instrument."""
    fieldwork = Fieldwork(tmp_path / "practice.casefile")
    seb = snapshot(read_instrument(SEB))
    fieldwork.interview("1", seb, FREELANCER)
    fieldwork.interview("2", seb, AT_HOME)
    fieldwork.interview("3", instrument_of(HEALTH), {"General": 1, "Income": 10})
    fieldwork.case_file.close()
    yield tmp_path
    assert list(tmp_path.glob(".capi-unfinished*")) == []


def test_a_case_file_becomes_a_row_for_each_person_with_what_follows_from_the_answers(capi: Capi, folder: Path) -> None:
    ended = capi("derive", folder / "practice.casefile", "--out", folder / "p.parquet", "--json")
    assert ended.code == 0, ended.err
    assert len(ended.out.splitlines()) == 1
    told = json.loads(ended.out)
    assert (told["persons"], told["settings"]["convention"]) == (3, "none")
    assert told["derived"]["nssec_selfcoded5"] == {"3": 1, "not_working": 1, "null": 1}
    first, second, third = pq.read_table(folder / "p.parquet").to_pylist()
    assert (first["case"], first["FreeMeals"], first["FreeMeals_state"]) == ("1", None, "dont_know")
    assert (first["nssec_selfcoded3"], first["smc3"], second["FreeMeals_state"]) == ("2", "2", "not_asked")
    assert (third["InstrumentVersion"], third["SchoolType"], third["SchoolType_state"]) == (
        "health 1",
        None,
        "not_asked",
    )
    assert json.loads(pq.read_metadata(folder / "p.parquet").metadata[b"capi"])["source"] == "practice.casefile"


def test_csv_and_parquet_of_the_same_persons_give_the_same_variables(capi: Capi, folder: Path) -> None:
    words = ("--instrument", "seb", "--json")
    first = capi("derive", folder / "practice.casefile", "--out", folder / "p.csv", *words)
    with (folder / "p.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["FreeMeals"], row["ParentQual"], row["nssec_selfcoded5"]) for row in rows] == [
        ("-8", "1", "3"),
        ("-1", "-9", "not_working"),
    ]
    again = capi("derive", folder / "p.csv", "--out", folder / "p.parquet", "--json")
    third = capi("derive", folder / "p.parquet", "--out", folder / "q.csv", "--json")
    assert (again.code, third.code) == (0, 0), again.err + third.err
    counts = [json.loads(each.out)["derived"] for each in (first, again, third)]
    assert counts[0] == counts[1] == counts[2]
    assert (folder / "p.csv").read_bytes() == (folder / "q.csv").read_bytes()


def test_other_settings_are_named_beside_the_values(capi: Capi, folder: Path) -> None:
    (folder / "p.csv").write_text("case,EarnerStatus,EarnerOccupation,Supervisor\n1,1,4,-98\n", encoding="utf-8")
    words = ("derive", folder / "p.csv", "--missing", "dont_know=-98", "--only-derived", "--out", folder / "q.csv")
    assert capi(*words).code == 0
    assert capi(*words, "--assume-small").code == 1, "it is there already"
    ended = capi(*words, "--assume-small", "--force")
    assert (ended.code, ended.out) == (0, f"{folder / 'q.csv'}\n")
    with (folder / "q.csv").open(encoding="utf-8", newline="") as opened:
        assert list(csv.DictReader(opened)) == [
            {
                "case": "1",
                "nssec_selfcoded5": "5",
                "nssec_selfcoded3": "3",
                "nssec_selfcoded5_possible": "",
                "smc3": "3",
                "nssec_selfcoded_convention": "small_not_supervising",
            }
        ]


@pytest.mark.parametrize(
    ("source", "content", "told"),
    [
        ("p.csv", "id,SchoolType\n1,2\n", "no column case"),
        ("p.csv", "case,Age\n1,12\n", "none of the questions"),
        ("p.csv", "case,EarnerStatus\n1,2\n2,7\n", "row 3, column EarnerStatus: '7' is none of its categories"),
        ("p.csv", "case,EarnerStatus\n1,two\n", "row 2, column EarnerStatus: 'two' is not a whole number"),
        ("p.csv", "case,DateOfBirth,Wrking\n1,1960-02-30,1\n", "row 2, column DateOfBirth: '1960-02-30' is not a day"),
        ("p.csv", "case,EarnerStatus\n1,2\n2\n", "row 3: there are 1 cells, and 2 columns"),
        ("p.csv", "case,person,EarnerStatus\n1,1,2\n1,2,2\n1,1,3\n", "case 1, person 1 is in row 2 and in row 4"),
        ("p.csv", "case,EarnerStatus,earnerstatus\n1,2,2\n", "twice"),
        ("p.parquet", "no Parquet", "not a Parquet file"),
        ("p.other", "neither", "not a case file"),
    ],
)
def test_what_is_no_person_dataset_is_refused_with_the_place_and_nothing_is_written(
    capi: Capi, tmp_path: Path, source: str, content: str, told: str
) -> None:
    (tmp_path / source).write_text(content, encoding="utf-8")
    ended = capi("derive", tmp_path / source, "--out", tmp_path / "out.parquet")
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert [each.name for each in tmp_path.iterdir() if each.name != "data"] == [source]


@pytest.mark.parametrize(
    ("source", "out", "told"),
    [
        ("mysql://hub/capi", "out.csv", "SQLite or PostgreSQL"),
        ("nowhere.casefile", "out.csv", "There is no file"),
        ("practice.casefile", "out.xlsx", "ends in .csv or .parquet"),
        ("practice.casefile", "out.csv", "There are no cases of other"),
    ],
)
def test_a_wrong_order_is_refused_with_the_way_on(capi: Capi, folder: Path, source: str, out: str, told: str) -> None:
    where = source if "://" in source else folder / source
    ended = capi("derive", where, "--instrument", "other", "--out", folder / out)
    assert (ended.code, ended.out) == (1, "")
    assert told in ended.err
    assert not (folder / out).exists()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_counts_are_of_what_stands_in_the_file_and_nothing_is_derived_twice(
    capi: Capi, folder: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    times: list[object] = []
    written = write_csv if ending == "csv" else write_parquet

    def once(*given: Any) -> Any:
        times.append(None)
        return derive(*given)

    def fewer(path: Path, derived: Any, *rest: Any) -> None:
        written(path, derived.filter(derived["case"] != "2"), *rest)

    monkeypatch.setattr("capi.commands.derive.derive", once)
    monkeypatch.setattr(f"capi.commands.derive.{written.__name__}", fewer)
    ended = capi("derive", folder / "practice.casefile", "--out", folder / f"p.{ending}", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert (told["persons"], told["derived"]["nssec_selfcoded5"], len(times)) == (2, {"3": 1, "null": 1}, 1)


def test_an_encrypted_case_file_is_opened_with_its_passphrase_and_refused_without(
    capi: Capi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = Holder("anna", "L-12", "laptop", 1, NOW)
    path = tmp_path / "real.casefile"
    with CaseFile.create(path, PASSPHRASE, holder, cost=KeyCost(8, 1, 1)) as case_file:
        seb = snapshot(read_instrument(SEB))
        case_file.keep_snapshot(seb)
        case = Case("id-1", "1", "", seb.name, seb.version, seb.sha256, Mode.TELEPHONE)
        case_file.add_case(case, Moment(NOW, 0, 0))
        sitting = Sitting(
            case_file, case_file.record("id-1"), plan(seb.instrument(), Mode.TELEPHONE), lambda: Moment(NOW, 0, 0)
        )
        for field, value in AT_HOME.items():
            sitting.answer(field, from_plain(value))
        sitting.complete()
    words = ("derive", path, "--out", tmp_path / "p.csv")
    refused = capi(*words)
    assert (refused.code, "is encrypted" in refused.err) == (1, True), refused
    (tmp_path / "wrong").write_text("five other words are good")
    refused = capi(*words, "--passphrase-file", tmp_path / "wrong")
    assert refused.code == 1, refused
    assert not (tmp_path / "p.csv").exists()
    monkeypatch.setenv("CAPI_PASSPHRASE", PASSPHRASE)
    ended = capi(*words)
    assert ended.code == 0, ended.err
    assert "not_working" in (tmp_path / "p.csv").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="limits on files are of other systems")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_full_disk_leaves_nothing_behind_and_says_what_to_do(tmp_path: Path, ending: str) -> None:
    rows = "".join(f"{at},{at % 3 + 1},{'x' * 50}{at}\n" for at in range(60_000))
    (tmp_path / "p.csv").write_text(f"case,EarnerStatus,words\n{rows}", encoding="utf-8")
    ended = _limited(tmp_path, "p.csv", f"q.{ending}", "RLIMIT_FSIZE, (300_000, 300_000)")
    assert ended.returncode == 3, ended
    assert b"Put that right on this machine" in ended.stderr, ended.stderr
    assert {each.name for each in tmp_path.iterdir()} == {"p.csv"}


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is killed so there")
@pytest.mark.parametrize("moment", ["capi.commands.derive.counted_in", "capi.outputs.folder.folder_to_disk"])
def test_killed_half_way_the_file_is_there_whole_or_not_at_all(tmp_path: Path, moment: str) -> None:
    (tmp_path / "p.csv").write_text("case,EarnerStatus\n1,2\n", encoding="utf-8")
    module, _, name = moment.rpartition(".")
    program = (
        f"import os, signal, {module} as m; m.{name} = lambda *given: os.kill(os.getpid(), signal.SIGKILL); "
        "from capi.commands.line import run_line; run_line(['derive', 'p.csv', '--out', 'q.csv', '--json'])"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=_environment(tmp_path), check=False)
    assert ended.returncode == -signal.SIGKILL
    if name == "counted_in":
        assert not (tmp_path / "q.csv").exists()
    else:
        assert "nssec_selfcoded5" in (tmp_path / "q.csv").read_text(encoding="utf-8")


def _limited(folder: Path, source: str, out: str, limit: str) -> "subprocess.CompletedProcess[bytes]":
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.{limit}); from capi.__main__ import main; "
        f"sys.argv = ['capi', 'derive', {source!r}, '--out', {out!r}]; sys.exit(main())"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=_environment(folder), capture_output=True, check=False
    )


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(CHECKOUT), "CAPI_DATA_DIR": str(folder / "data")}
