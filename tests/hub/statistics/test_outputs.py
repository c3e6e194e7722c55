"""Outputs at the hub: who may order what, how much at once, who gets it, how long it stays, and what is in it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from capi.hub import tables
from capi.hub.audit import lines
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed, NotThere, Unfit
from capi.hub.hub import Hub, Principal
from capi.hub.statistics.hub_cases import HubCases
from capi.hub.statistics.outputs import (
    KEPT,
    SILENT,
    cancel_output,
    mark_failed,
    order_output,
    output_file,
    output_of,
    output_shown,
    outputs_of,
    remove_old_outputs,
)
from capi.hub.statistics.outputs_making import CannotMake, Made, Surroundings, make
from capi.hub.statistics.outputs_process import in_words
from capi.hub.statistics.outputs_starting import FOLDERS, start
from capi.sync.messages import Role
from capi.sync.office_messages import AuditLine
from capi.sync.output_messages import OutputKind, OutputOrder, OutputState
from tests.hub.scenario import HubScene
from tests.hub.statistics.outputs_scenario import FORBIDDEN, backgrounds_at, finished, people_at, unpacked

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

TABLES, EXPORT = OutputOrder(kind=OutputKind.TABLES), OutputOrder(kind=OutputKind.EXPORT)


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    return HubScene.set_up(database)


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[HubScene]:
    """On SQLite alone, for what no database has a part in."""
    database = HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield HubScene.set_up(database)
    database.close()


def rupert(scene: HubScene) -> Principal:
    """Another supervisor."""
    return Principal(scene.account("rupert", Role.SUPERVISOR), "rupert", Role.SUPERVISOR)


def readied(scene: HubScene, output_id: str, file: bytes = b"PK", shown: str = "{}") -> None:
    """As the process that makes it leaves it."""
    values = {"state": "ready", "file": file, "shown": shown}
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.outputs).where(tables.outputs.c.id == output_id).values(**values))


def audited(scene: HubScene) -> list[AuditLine]:
    found = lines(scene.hub, scene.office(Role.ADMINISTRATOR))
    return [each for each in found if each.action.startswith("output_")]


# --- orders ---


@pytest.mark.parametrize(
    ("order", "where", "words"),
    [
        ({"kind": "export", "format": "pdf"}, "format", "csv, xlsx, parquet, sav, dta"),
        ({"kind": "export", "profile": "everyone"}, "profile", "end_user, special, secure"),
        ({"kind": "tables", "rounds": 2}, "rounds", "Round to 3 or more"),
        ({"kind": "tables", "weight": "Heaviness"}, "weight", "no column 'Heaviness'"),
        ({"kind": "tables", "weight": "Name"}, "weight", "holds no numbers"),
        ({"kind": "export", "instrument": "lfs"}, "instrument", "There are of: canary."),
    ],
)
def test_what_cannot_be_made_is_refused_at_once_in_words(
    lite: HubScene, order: dict[str, Any], where: str, words: str
) -> None:
    people_at(lite)
    with pytest.raises(Unfit, match=words) as refused:
        order_output(lite.hub, lite.office(), msgspec.convert(order, OutputOrder))
    assert refused.value.where == where
    assert outputs_of(lite.hub, lite.office()).outputs == []


def test_an_empty_hub_and_one_without_a_completed_case_say_so(lite: HubScene) -> None:
    with pytest.raises(Unfit, match="no cases at the hub yet"):
        order_output(lite.hub, lite.office(), TABLES)
    lite.case("1042/01")
    with pytest.raises(Unfit, match="None of the 1 cases is completed") as refused:
        order_output(lite.hub, lite.office(), TABLES)
    assert refused.value.where == "everything"
    order_output(lite.hub, lite.office(), replace_order(TABLES, everything=True))


def replace_order(order: OutputOrder, **changes: Any) -> OutputOrder:
    return msgspec.structs.replace(order, **changes)


def test_a_weight_may_be_a_number_of_the_sample(lite: HubScene) -> None:
    people_at(lite)
    order_output(lite.hub, lite.office(), replace_order(TABLES, weight="Weight"))


def test_one_of_a_kind_for_an_account_and_two_on_the_hub_in_all_its_processes(
    scene: HubScene, database_url: str
) -> None:
    people_at(scene)
    other = Hub(HubDatabase(database_url), scene.hub.keys, scene.hub.now)
    ruth = scene.office()
    first = order_output(scene.hub, ruth, EXPORT)
    with pytest.raises(Conflict, match="An export is being made for you already"):
        order_output(other, ruth, EXPORT)
    order_output(other, ruth, TABLES)
    with pytest.raises(Conflict, match="makes 2 outputs at once"):
        order_output(scene.hub, rupert(scene), EXPORT)
    readied(scene, first.id)
    order_output(other, rupert(scene), EXPORT)
    other.database.close()


# --- whose they are, and how long they stay ---


def test_only_the_account_that_asked_sees_it_and_every_fetch_is_in_the_log(scene: HubScene) -> None:
    people_at(scene)
    ruth = scene.office()
    output = order_output(scene.hub, ruth, replace_order(EXPORT, profile="secure", format="sav"))
    for early in (output_shown, output_file):
        with pytest.raises(Conflict, match="still being made"):
            early(scene.hub, ruth, output.id)
    readied(scene, output.id, bytes(range(256)), '{"files": []}')
    assert output_of(scene.hub, ruth, output.id).size == 256
    assert output_shown(scene.hub, ruth, output.id).content == {"files": []}
    assert output_file(scene.hub, ruth, output.id) == bytes(range(256))
    assert output_file(scene.hub, ruth, output.id, 250, 4) == bytes(range(250, 254))
    assert output_file(scene.hub, ruth, output.id, 256) == b""
    for ask in (output_of, output_shown, output_file, cancel_output):
        with pytest.raises(NotThere):
            ask(scene.hub, rupert(scene), output.id)
    assert outputs_of(scene.hub, rupert(scene)).outputs == []
    logged = [(each.action, each.who, each.details.get("profile"), each.details.get("from")) for each in audited(scene)]
    assert logged == [
        ("output_ordered", "ruth", "secure", None),
        ("output_fetched", "ruth", "secure", None),
        ("output_fetched", "ruth", "secure", "250"),
        ("output_fetched", "ruth", "secure", "256"),
    ]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CODER, Role.INTERVIEWER])
def test_no_other_role_has_anything_made(lite: HubScene, role: Role) -> None:
    who = Principal(lite.account(role.value, role), role.value, role)
    for ask in (lambda: order_output(lite.hub, who, TABLES), lambda: outputs_of(lite.hub, who)):
        with pytest.raises(NotAllowed):
            ask()


def test_it_is_kept_for_a_day_and_removed_though_nobody_asks(scene: HubScene) -> None:
    people_at(scene)
    output = order_output(scene.hub, scene.office(), EXPORT)
    readied(scene, output.id)
    scene.time += KEPT - timedelta(seconds=1)
    remove_old_outputs(scene.hub)
    assert [each.id for each in outputs_of(scene.hub, scene.office()).outputs] == [output.id]
    scene.time += timedelta(seconds=1)
    remove_old_outputs(scene.hub)
    with scene.hub.database.reading() as connection:
        assert connection.execute(select(tables.outputs)).all() == []


def test_one_that_nobody_makes_any_more_has_failed_in_words_and_another_may_be_ordered(scene: HubScene) -> None:
    people_at(scene)
    ruth = scene.office()
    output = order_output(scene.hub, ruth, EXPORT)
    scene.time += SILENT - timedelta(seconds=1)
    assert output_of(scene.hub, ruth, output.id).state is OutputState.MAKING
    scene.time += timedelta(seconds=1)
    failed = output_of(scene.hub, ruth, output.id)
    assert failed.state is OutputState.FAILED
    assert "Ask for it again" in failed.problem
    with pytest.raises(Conflict, match="It was not made"):
        output_file(scene.hub, ruth, output.id)
    order_output(scene.hub, ruth, EXPORT)


# --- what is in them ---


def made(scene: HubScene, order: OutputOrder, folder: Path) -> Made:
    folder.mkdir()
    steps: list[tuple[int, int]] = []
    around = Surroundings(scene.hub.shelf, "Test hub", scene.time)
    found = make(HubCases(scene.hub.database), order, around, folder, lambda done, of: steps.append((done, of)))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1] > 0
    assert {of for _, of in steps} == {steps[-1][1]}
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["output.zip"]
    return found


@pytest.mark.parametrize("file_format", ["sav", "dta"])
def test_how_far_it_is_is_told_of_files_that_are_written_twice_too(
    lite: HubScene, tmp_path: Path, file_format: str
) -> None:
    backgrounds_at(lite, 12)
    people_at(lite)
    files = unpacked(
        made(lite, replace_order(EXPORT, profile="secure", format=file_format), tmp_path / "one").file.read_bytes()
    )
    assert {f"seb.{file_format}", f"seb-paradata.{file_format}", f"canary.{file_format}"} <= set(files)


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_an_end_user_export_holds_nothing_that_finds_somebody(lite: HubScene, tmp_path: Path, file_format: str) -> None:
    people_at(lite)
    found = made(lite, replace_order(EXPORT, format=file_format), tmp_path / "export")
    files = unpacked(found.file.read_bytes())
    everything = b"\n".join((*files.values(), found.shown.encode())).decode("utf-8", "replace")
    for forbidden in (*FORBIDDEN, "penflag,", "nopenflg,"):
        assert forbidden not in everything, forbidden
    shown = json.loads(found.shown)
    columns = {each["variable"] for each in shown["columns"]}
    assert columns.isdisjoint({"Name", "Address", "Telephone", "DateOfBirth", "Words", "penflag", "nopenflg"})
    assert {"Content", "Age"} <= columns
    assert {"Name", "DateOfBirth", "Words"} <= {each["variable"] for each in shown["instruments"][0]["left_out"]}


def test_a_secure_export_holds_all_that_was_answered_and_only_of_completed_cases(
    lite: HubScene, tmp_path: Path
) -> None:
    """And so the canary of the other profile can sing."""
    people_at(lite)
    files = unpacked(made(lite, replace_order(EXPORT, profile="secure"), tmp_path / "one").file.read_bytes())
    data = files["canary.csv"].decode()
    assert all(each in data for each in ("1042/01", "1958-03-14", "I never liked the boss", "1632960001"))
    assert "1042/03" not in data
    everything = replace_order(EXPORT, profile="secure", everything=True)
    assert "1042/03" in unpacked(made(lite, everything, tmp_path / "two").file.read_bytes())["canary.csv"].decode()


def test_tables_are_those_of_the_standard_with_few_people_hidden(lite: HubScene, tmp_path: Path) -> None:
    backgrounds_at(lite, 24)
    people_at(lite)
    found = made(lite, replace_order(TABLES, instrument="seb"), tmp_path / "tables")
    shown = json.loads(found.shown)
    assert shown["persons"] == 24
    assert {"school-type", "self-coded-ns-sec-5"} <= {each["name"] for each in shown["tables"]}
    figures = [line for table in shown["tables"] for line in table["lines"] if line["kind"] != "heading"]
    assert any(line["hidden"] for line in figures)
    assert all(line["people"] is None or line["people"] == 0 or line["people"] >= 10 for line in figures)
    assert {"tables.html", "tables.xlsx", "tables.json", "manifest.json"} <= set(unpacked(found.file.read_bytes()))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_told_in_words(lite: HubScene, tmp_path: Path) -> None:
    people_at(lite)
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "output.zip").symlink_to("/dev/full")
    around = Surroundings(lite.hub.shelf, "Test hub", lite.time)
    with pytest.raises(OSError, match="No space left") as failed:
        make(HubCases(lite.hub.database), EXPORT, around, folder, lambda _done, _of: None)
    assert in_words(failed.value).startswith("The hub’s machine: No space left on device.")


def test_a_fault_of_ours_says_where_and_nothing_of_what_was_in_it(lite: HubScene, tmp_path: Path) -> None:
    around = Surroundings(lite.hub.shelf, "Rosa Fletcher", lite.time)
    with pytest.raises(AttributeError) as failed:
        make("Rosa Fletcher", EXPORT, around, tmp_path, lambda _done, _of: None)  # type: ignore[arg-type]
    words = in_words(failed.value)
    assert "AttributeError in outputs_making." in words
    assert "Rosa" not in words


def test_too_few_people_for_tables_are_told_what_to_do(lite: HubScene, tmp_path: Path) -> None:
    backgrounds_at(lite, 4)
    with pytest.raises(CannotMake, match="There are 4 persons"):
        made(lite, TABLES, tmp_path / "tables")


# --- the process that makes them ---


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """The processes that are begun, with their command lines."""
    processes: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def noted(*args: Any, **named: Any) -> "subprocess.Popen[bytes]":
        processes.append(begin(*args, **named))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    return processes


def test_a_process_of_its_own_makes_it_and_leaves_nothing_behind(
    scene: HubScene, begun: list["subprocess.Popen[bytes]"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    people_at(scene)
    ruth = scene.office()
    output = order_output(scene.hub, ruth, EXPORT)
    start(scene.hub, output.id)
    made = finished(lambda: output_of(scene.hub, ruth, output.id))
    assert (made.state, made.problem) == (OutputState.READY, "")
    assert (made.done, made.total) == (2, 2)
    assert "canary.csv" in unpacked(output_file(scene.hub, ruth, output.id))
    assert begun[0].wait(60) == 0
    assert list(tmp_path.glob(f"{FOLDERS}*")) == []
    told = " ".join(map(str, begun[0].args if isinstance(begun[0].args, list) else [begun[0].args]))
    assert scene.hub.database.url.render_as_string(hide_password=False) not in told


def test_one_that_is_killed_has_failed_at_once_in_words(
    scene: HubScene, begun: list["subprocess.Popen[bytes]"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    people_at(scene)
    ruth = scene.office()
    output = order_output(scene.hub, ruth, EXPORT)
    start(scene.hub, output.id)
    os.kill(begun[0].pid, signal.SIGKILL)
    made = finished(lambda: output_of(scene.hub, ruth, output.id))
    assert made.state is OutputState.FAILED
    assert "Ask for it again" in made.problem
    assert list(tmp_path.glob(f"{FOLDERS}*")) == [], "what it had written is gone with it"


def test_one_that_is_cancelled_ends(scene: HubScene, begun: list["subprocess.Popen[bytes]"]) -> None:
    people_at(scene)
    ruth = scene.office()
    output = order_output(scene.hub, ruth, EXPORT)
    start(scene.hub, output.id)
    cancel_output(scene.hub, ruth, output.id)
    assert begun[0].wait(60) == 0
    with pytest.raises(NotThere):
        output_of(scene.hub, ruth, output.id)


def test_a_folder_without_room_is_told_in_words(
    lite: HubScene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    people_at(lite)
    output = order_output(lite.hub, lite.office(), EXPORT)
    start(lite.hub, output.id)
    failed = output_of(lite.hub, lite.office(), output.id)
    assert failed.state is OutputState.FAILED
    assert "could not begin this: No such file or directory" in failed.problem


_HUB_THAT_DIES = """
import os, signal, sys
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, HubKeys
from capi.hub.statistics import outputs_starting
begin = outputs_starting.subprocess.Popen
def noted(*args, **named):
    process = begin(*args, **named)
    print(process.pid, flush=True)
    return process
outputs_starting.subprocess.Popen = noted
outputs_starting.start(Hub(HubDatabase(sys.argv[1]), HubKeys.new()), sys.argv[2])
sys.stdin.read(1)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_when_the_hub_dies_what_it_had_begun_ends_too(lite: HubScene, tmp_path: Path) -> None:
    people_at(lite)
    output = order_output(lite.hub, lite.office(), EXPORT)
    url = lite.hub.database.url.render_as_string(hide_password=False)
    with subprocess.Popen(
        [sys.executable, "-c", _HUB_THAT_DIES, url, output.id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as hub:
        assert hub.stdout is not None
        begun = int(hub.stdout.readline())
        hub.communicate(b"x")
    until = time.monotonic() + 60
    while _is_alive(begun):
        assert time.monotonic() < until
        time.sleep(0.05)
    lite.time += SILENT
    assert output_of(lite.hub, lite.office(), output.id).state is OutputState.FAILED


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_what_is_finished_is_not_marked_as_failed_afterwards(lite: HubScene) -> None:
    people_at(lite)
    output = order_output(lite.hub, lite.office(), EXPORT)
    readied(lite, output.id)
    mark_failed(lite.hub, output.id)
    assert output_of(lite.hub, lite.office(), output.id).state is OutputState.READY
