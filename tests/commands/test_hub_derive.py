"""`capi hub derive`, the process that derives beside a serving hub, and hubs as the source of `capi derive` and `capi tables`."""

import csv
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.keeping.setting_up import open_hub
from capi.instrument.loading import read_instrument, snapshot
from tests.commands.in_process import Capi
from tests.commands.in_process import capi as capi
from tests.commands.running import CHECKOUT
from tests.commands.test_derive import AT_HOME, FREELANCER, SEB
from tests.commands.test_hub_serve import serving
from tests.fieldwork_scenario import HEALTH, Fieldwork, instrument_of
from tests.hub.conftest import database_url as database_url
from tests.hub.conftest import like as like
from tests.hub.conftest import postgresql_server as postgresql_server
from tests.hub.conftest import postgresql_template as postgresql_template
from tests.hub.conftest import postgresql_url as postgresql_url
from tests.hub.statistics.scenario import JOB, code, economic_activity, lay
from tests.questionnaires.economic_activity import FOLDER
from tests.questionnaires.scripted import all_walks

_PATIENCE = 90


@pytest.fixture
def like() -> str:
    """The hub is set up in a database that has nothing in it."""
    return "template1"


@dataclass
class Office:
    """A hub's folder and its database, and a case file with the same cases."""

    folder: Path
    url: str
    case_file: Path
    database: HubDatabase

    def lines(self) -> list[Any]:
        with self.database.reading() as connection:
            return list(connection.execute(select(tables.derived).order_by(tables.derived.c.key)).all())


@pytest.fixture
def office(capi: Capi, tmp_path: Path, database_url: str) -> Iterator[Office]:
    """Two cases of SEB, one of another instrument, somebody who builds wheels, and one that is not completed."""
    assert capi("hub", "init", "--name", "Fieldwork", "--database", database_url).code == 0
    folder, case_file = tmp_path / "data" / "hub", tmp_path / "practice.casefile"
    fieldwork = Fieldwork(case_file)
    seb = snapshot(read_instrument(SEB))
    fieldwork.interview("1", seb, FREELANCER)
    fieldwork.interview("2", seb, AT_HOME)
    fieldwork.interview("3", instrument_of(HEALTH), {"General": 1, "Income": 10})
    fieldwork.interview("4", seb, {"SchoolType": 1})
    walk = next(
        each
        for each in all_walks(FOLDER)
        if each.rounds[0].get("OccT") == JOB.title and each.rounds[0].get("Stat") == 1
    )
    answers = {field: walk.rounds[0][field] for field in walk.route}
    fieldwork.interview("5", economic_activity(), answers, mode=walk.mode, facts={"Age": walk.rounds[0]["Age"]})
    hub = open_hub(folder)
    lay(hub, fieldwork.case_file)
    hub.database.close()
    fieldwork.case_file.close()
    database = HubDatabase(database_url)
    yield Office(folder, database_url, case_file, database)
    database.close()


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return sorted(csv.DictReader(opened), key=lambda row: row["case"])


def test_a_hub_by_its_folder_or_its_url_gives_what_the_case_file_gives(
    capi: Capi, office: Office, tmp_path: Path
) -> None:
    before = _state(office.database)
    sources = {"file": office.case_file, "folder": office.folder, "url": office.url}
    ended = {}
    for name, source in sources.items():
        ended[name] = capi("derive", source, "--out", tmp_path / f"{name}.csv", "--json")
        assert ended[name].code == 0, ended[name].err
    wanted = read_csv(tmp_path / "file.csv")
    assert len(wanted) == 4
    for name in ("folder", "url"):
        assert read_csv(tmp_path / f"{name}.csv") == wanted
        told = json.loads(ended[name].out)
        assert told["derived"] == json.loads(ended["file"].out)["derived"]
        assert told["source"] == "hub Fieldwork"
    assert office.url.partition("://")[2] not in "".join(each.err for each in ended.values())
    assert _state(office.database) == before, "reading changes nothing"


def test_tables_of_a_hub_are_those_of_the_case_file(capi: Capi, office: Office, tmp_path: Path) -> None:
    made = {}
    for name, source in (("file", office.case_file), ("hub", office.url)):
        ended = capi("tables", source, "--out", tmp_path / name, "--threshold", "1", "--json")
        assert ended.code == 0, ended.err
        made[name] = json.loads(ended.out)
    assert made["file"]["tables"] == made["hub"]["tables"]
    assert made["hub"]["tables"]


def test_codes_of_the_hub_come_along_and_what_is_still_to_be_coded_is_said(
    capi: Capi, office: Office, tmp_path: Path
) -> None:
    code(office.database, "id-5", {"SOC2010": "5223", "SIC2007": "01110"})
    ended = capi("derive", office.folder, "--out", tmp_path / "p.csv")
    assert ended.code == 0, ended.err
    found = {row["case"]: row for row in read_csv(tmp_path / "p.csv")}
    assert (found["5"]["SOC2010"], found["5"]["SIC2007"], found["1"]["SOC2010"]) == ("5223", "01110", "-1")
    assert "no table of it is loaded" in ended.err
    assert "no SOC2010 code yet" not in ended.err
    with office.database.writing() as connection:
        connection.execute(update(tables.cases).where(tables.cases.c.id == "id-5").values(deleted=1))
    ended = capi("derive", office.folder, "--out", tmp_path / "q.csv")
    assert "5" not in {row["case"] for row in read_csv(tmp_path / "q.csv")}


def test_hub_derive_derives_what_waits_and_status_counts_it(capi: Capi, office: Office) -> None:
    assert "0 completed cases derived; 4 pending" in capi("hub", "status").out
    ended = capi("hub", "derive")
    assert (ended.code, ended.out) == (0, "4 cases derived, 4 lines new.\n"), ended.err
    assert "Nothing to derive" in capi("hub", "derive").out
    found = {line.case_key: json.loads(line.variables) for line in office.lines()}
    assert {each.get("nssec_selfcoded5") for each in found.values()} == {"3", "not_working", None}
    told = json.loads(capi("hub", "derive", "--all", "--json").out)
    assert told["done"] == {"cases": 4, "lines": 0, "failed": []}
    assert told["standing"] == {"completed": 4, "derived": 4, "otherwise": 0, "pending": 0, "failed": 0}
    assert "4 completed cases derived; 0 pending; 0 could not be derived" in capi("hub", "status").out


def test_a_setting_is_kept_for_all_who_derive_and_named_beside_the_values(capi: Capi, office: Office) -> None:
    assert capi("hub", "derive", "--assume-small").out == "4 cases derived, 4 lines new.\n"
    assert "Nothing to derive" in capi("hub", "derive").out, "it still holds"
    [way] = _rows(office.database, tables.derivations)
    assert json.loads(way.settings) == {"assume_small": True, "medical_is_full_time": False}
    assert capi("hub", "derive", "--no-assume-small").out == "4 cases derived, 4 lines new.\n"
    assert "derivation_set" in capi("hub", "audit", "list").out


def test_what_is_completed_is_derived_beside_the_serving_hub_and_no_longer_when_it_was_killed(
    office: Office,
) -> None:
    with serving(office.folder) as running:
        _until(lambda: len(office.lines()) == 4)
        code(office.database, "id-5", {"SOC2010": "5223"})
        _until(lambda: len(office.lines()) == 5)
        running.stop(signal.SIGKILL)
    log = (office.folder.parent / f"log-{running.port}").read_text()
    assert "derivation: 4 cases, 4 new lines, 0 failed" in log
    assert all(json.loads(line) for line in log.splitlines() if line.startswith("{"))
    code(office.database, "id-5", {"SOC2010": "9120"})
    time.sleep(4)
    assert len(office.lines()) == 5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_switched_off(office: Office) -> None:
    with serving(office.folder, None, "--no-derive"):
        time.sleep(5)
        assert office.lines() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_the_libraries_the_hub_says_so_once_and_serves_on(office: Office) -> None:
    missing = "import importlib.util as u, sys; f = u.find_spec; u.find_spec = lambda n, *a: None if n == 'duckdb' else f(n, *a)"
    program = (
        f"{missing}; from capi.commands.hub_derive import keep_deriving; from capi.settings import read_settings; "
    )
    program += f"from pathlib import Path; sys.exit(keep_deriving(Path({str(office.folder)!r}), read_settings()))"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0
    [line] = ended.stderr.splitlines()
    assert "not installed here: duckdb" in json.loads(line)["event"]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("sqlite:///nowhere.sqlite", "There is no file"),
        ("sqlite:///other.sqlite", "There is no hub in this database"),
        ("mysql://somebody:secret@office/hub", "SQLite or PostgreSQL"),
        ("postgresql://", "does not answer"),
        ("empty", "There is no hub in the folder empty"),
        ("://", "no URL of a database"),
    ],
)
def test_what_is_no_hub_is_refused_without_a_password_in_it(
    capi: Capi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PGHOST", str(tmp_path / "no-server"))
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.sqlite").touch()
    for command in (("derive", source, "--out", "p.csv"), ("tables", source, "--out", "out")):
        ended = capi(*command)
        assert ended.code == (3 if source == "postgresql://" else 1), ended
        assert told in ended.err
        assert "secret" not in ended.err
    assert not (tmp_path / "nowhere.sqlite").exists()
    assert (tmp_path / "other.sqlite").stat().st_size == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_hub_in_a_folder_with_any_name_is_read(capi: Capi, office: Office, tmp_path: Path) -> None:
    moved = tmp_path / "büro #1 %41?"
    office.database.close()
    moved.mkdir()
    (moved / "hub.sqlite").write_bytes(Path(office.url.removeprefix("sqlite:///")).read_bytes())
    content = json.loads((office.folder / "hub.json").read_text()) | {"database": ""}
    (moved / "hub.json").write_text(json.dumps(content))
    ended = capi("derive", moved, "--out", tmp_path / "p.csv")
    assert ended.code == 0, ended.err
    assert len(read_csv(tmp_path / "p.csv")) == 4


def _state(database: HubDatabase) -> dict[str, int]:
    with database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        }


def _rows(database: HubDatabase, table: Any) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(table)).all())


def _until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not so():
        assert time.monotonic() < end, "it has not come about"
        time.sleep(0.2)
