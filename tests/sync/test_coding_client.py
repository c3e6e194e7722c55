"""The coders' line to a hub that serves: every endpoint once, typed, and its refusals in words."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from capi.hub.coding import automatic
from capi.hub.database import HubDatabase
from capi.hub.people.accounts import create_account
from capi.sync.coding_messages import AutomaticallyCoded, CodeScheme, CodingSettings, Looking, Stage
from capi.sync.errors import HubRefused
from capi.sync.hub_client import Patience
from capi.sync.messages import Role
from capi.sync.office_client import OfficeClient
from capi.sync.office_messages import NewAccount
from tests.hub.coding.scene import CodingScene
from tests.hub.serving import RunningHub, serving

PASSWORD = "nine white herons at dusk"


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[CodingScene]:
    with contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")) as database:
        yield CodingScene.set_up(database, tmp_path)


@pytest.fixture
def running(scene: CodingScene) -> Iterator[RunningHub]:
    with serving(scene.hub) as running:
        yield running


@contextlib.contextmanager
def signed_in(scene: CodingScene, running: RunningHub, role: Role) -> Iterator[OfficeClient]:
    wanted = NewAccount(name=f"vera.{role.value}", full_name="Vera Lane", role=role, password=PASSWORD)
    create_account(scene.hub, scene.scene.office(Role.ADMINISTRATOR), wanted)
    with OfficeClient(running.url, patience=Patience(tries=1)) as client:
        client.sign_in(wanted.name, PASSWORD)
        yield client


def test_a_coder_codes_a_job_and_hears_what_follows(scene: CodingScene, running: RunningHub) -> None:
    scene.says("1", "Welder", industry="Ship building")
    with signed_in(scene, running, Role.CODER) as coder:
        assert coder.coding.state().to_code == 1
        job = coder.coding.next().job
        assert job is not None
        assert (job.title, job.stage, job.suggested[0].code) == ("Welder", Stage.FIRST, "5215")
        assert coder.coding.next().job is None
        found = coder.coding.look_up(Looking(scheme=CodeScheme.SIC2007, words="3011"))
        assert [each.code for each in found.suggested] == ["30110"]
        codes = scene.codes(job, "5215", "30110", entry="Welder")
        kept = coder.coding.keep(codes)
        assert kept.stands
        assert ("NS-SEC, 8 classes", "5") in kept.derived
        assert coder.coding.keep(codes).state == kept.state
        assert [each.by for _, each in coder.coding.history("id-1").codes] == ["vera.coder"] * 3


def test_refusals_come_in_words(scene: CodingScene, running: RunningHub) -> None:
    scene.says("1/1", "Welder")
    with signed_in(scene, running, Role.CODER) as coder:
        job = coder.coding.next().job
        assert job is not None
        with pytest.raises(HubRefused, match="has no 9999") as refused:
            coder.coding.keep(scene.codes(job, "9999"))
        assert (refused.value.code, refused.value.where) == ("unfit", "codes[0].code")
        with pytest.raises(HubRefused, match="A coder does not do that"):
            coder.coding.change_settings(CodingSettings())
        with pytest.raises(HubRefused, match="no case"):
            coder.coding.history("no such case?")


def test_a_supervisor_directs_the_coding(scene: CodingScene, running: RunningHub) -> None:
    with signed_in(scene, running, Role.SUPERVISOR) as supervisor:
        state = supervisor.coding.change_settings(CodingSettings(threshold=0.8, double=0.5))
        assert supervisor.coding.state().settings == state.settings == CodingSettings(threshold=0.8, double=0.5)


def test_automatic_coding_is_asked_for_until_all_is_gone_through(
    scene: CodingScene, running: RunningHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.many(7)
    scene.direct(threshold=0.9)
    monkeypatch.setattr(automatic, "SECONDS", 0.0)
    monkeypatch.setattr(automatic, "_AT_ONCE", 2)
    told: list[tuple[int, int]] = []

    def step(done: AutomaticallyCoded) -> bool:
        told.append((done.coded, done.left))
        return len(told) < 2 or done.state.automatic == 0

    with signed_in(scene, running, Role.SUPERVISOR) as supervisor:
        assert supervisor.coding.automatic(dry_run=True, step=step).coded == 7
        assert told == [(2, 5), (4, 3), (6, 1), (7, 0)]
        told.clear()
        assert supervisor.coding.automatic(step=step).coded == 4
        assert supervisor.coding.automatic().coded == 3
