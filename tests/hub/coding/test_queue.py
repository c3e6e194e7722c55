"""The queue: one job for one coder at a time, a second coder who is another one, and settling by neither of the two."""

import contextlib
import itertools
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from capi.hub.coding.next_job import next_job
from capi.hub.coding.queue import MOST_HELD
from capi.hub.database import HubDatabase
from capi.hub.errors import NotAllowed, Unavailable
from capi.hub.hub import Hub, Principal
from capi.hub.statistics.jobs import is_drawn
from capi.sync.coding_messages import CodeScheme, Stage
from capi.sync.messages import Role
from tests.hub.coding.scene import SIC2007, SOC2010, SOC2020, CodingScene


def test_two_coders_have_two_jobs_and_a_third_has_none(scene: CodingScene) -> None:
    scene.many(2)
    assert {scene.next(scene.cora).case, scene.next(scene.dora).case} == {"id-0/1", "id-1/1"}
    assert scene.ask(scene.enid).job is None


def test_whoever_asks_again_passes_the_job_over(scene: CodingScene) -> None:
    scene.many(3)
    given = [scene.next(scene.cora).case for _ in range(3)]
    assert sorted(given) == ["id-0/1", "id-1/1", "id-2/1"]
    assert scene.ask(scene.cora).job is None
    assert scene.ask(scene.cora).state.to_code == 3


def test_a_job_comes_back_to_the_queue_after_a_quarter_of_an_hour(scene: CodingScene) -> None:
    scene.many(1)
    scene.next(scene.cora)
    scene.scene.time += timedelta(minutes=14, seconds=59)
    assert scene.ask(scene.dora).job is None
    scene.scene.time += timedelta(seconds=1)
    assert scene.next(scene.dora).case == "id-0/1"
    assert scene.ask(scene.cora).job is None


def test_nobody_holds_the_whole_queue(scene: CodingScene) -> None:
    scene.many(MOST_HELD + 2)
    for _ in range(MOST_HELD + 2):
        scene.scene.time += timedelta(seconds=1)
        scene.next(scene.cora)
    assert {scene.next(scene.dora).case, scene.next(scene.dora).case} < {f"id-{at}/1" for at in range(MOST_HELD + 2)}
    assert scene.ask(scene.dora).job is None


def test_a_second_coder_is_another_one_and_sees_nothing_of_the_first(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    kept = scene.code(scene.cora, "2314", "SOC2010=2319")
    assert (kept.stands, kept.derived) == (False, [])
    assert scene.ask(scene.cora).job is None
    again = scene.next(scene.dora)
    assert (again.stage, again.earlier, again.wanted) == (Stage.SECOND, (), (CodeScheme.SOC2020,))
    assert "cora" not in str(again)
    assert scene.standing == (0, 1, 0, 0)


def test_two_who_agree_are_done(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    kept = scene.code(scene.dora, "5215")
    assert kept.stands
    assert scene.standing == (0, 0, 0, 1)


def test_what_two_code_differently_is_settled_by_neither_of_them(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder", industry="Ship building")
    scene.code(scene.cora, "5215", "30110")
    assert not scene.code(scene.dora, "9139", "30110", "SOC2010=5215").stands
    assert scene.ask(scene.cora).job is scene.ask(scene.dora).job is None
    job = scene.next(scene.enid)
    assert (job.stage, job.wanted) == (Stage.SETTLED, (CodeScheme.SOC2020,))
    assert {(each.scheme.value, each.code, each.by, each.stage) for each in job.earlier} == {
        ("SOC2020", "5215", "cora", Stage.FIRST), ("SOC2010", "5215", "cora", Stage.FIRST), ("SIC2007", "30110", "cora", Stage.FIRST),
        ("SOC2020", "9139", "dora", Stage.SECOND), ("SOC2010", "5215", "dora", Stage.SECOND), ("SIC2007", "30110", "dora", Stage.SECOND),
    }  # fmt: skip
    assert scene.standing == (0, 0, 1, 0)
    assert scene.keep(scene.enid, job, "5215").stands
    assert scene.holding()["id-1/1", "", "SOC2020"] == "5215"


def test_a_supervisor_settles_even_what_she_has_coded_herself(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.code(scene.ruth, "5215")
    scene.code(scene.cora, "9139", "SOC2010=5215")
    assert scene.next(scene.ruth).stage is Stage.SETTLED


def test_settling_and_second_codings_come_before_new_jobs(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.says("2/1", "Welder")
    scene.keep(scene.cora, scene.next(scene.cora), "5215")
    assert scene.next(scene.dora).stage is Stage.SECOND
    assert scene.next(scene.dora).stage is Stage.FIRST


def test_as_many_are_drawn_as_the_office_wants_and_the_same_ones_always(scene: CodingScene) -> None:
    scene.many(60)
    scene.direct(threshold=0.5)
    assert scene.automatic().coded == 60
    drawn = []
    for share in (0.0, 0.3, 0.6, 1.0):
        state = scene.direct(double=share)
        assert state.to_code_again + state.coded == 60
        drawn.append(state.to_code_again)
    assert drawn[0] == 0
    assert drawn[3] == 60
    assert 5 < drawn[1] < 31 < drawn[2] + 10
    scene.direct(double=0.3)
    given = {scene.next(scene.dora).case for _ in range(3)}
    assert len(given) == 3
    held = {case for case, _, scheme in scene.holding() if scheme == "SOC2020"}
    assert not held & given, "a code holds although a second coder is still to confirm it"


def test_the_order_tells_nobody_which_are_coded_twice(scene: CodingScene) -> None:
    scene.direct(double=0.5)
    scene.many(40)
    given = [scene.next(scene.cora).case for _ in range(40)]
    drawn = [is_drawn(case, "", 0.5) for case in given]
    assert 0 < drawn[:20].count(True) < 20
    assert 0 < drawn[20:].count(True) < 20


@pytest.mark.parametrize(
    ("loaded", "wanted"),
    [
        ((), None),
        ((SIC2007,), (CodeScheme.SIC2007,)),
        ((SOC2010,), (CodeScheme.SOC2010,)),
        ((SOC2010, SOC2020, SIC2007), (CodeScheme.SOC2020, CodeScheme.SIC2007)),
    ],
)
def test_a_job_is_coded_with_what_is_loaded(
    database: HubDatabase, tmp_path: Path, loaded: tuple[object, ...], wanted: tuple[CodeScheme, ...] | None
) -> None:
    scene = CodingScene.set_up(database, tmp_path, loaded)  # type: ignore[arg-type]
    scene.says("1/1", "Welder", industry="Ship building")
    answer = scene.ask(scene.cora)
    assert (answer.job and answer.job.wanted) == wanted
    assert answer.state.to_code + answer.state.unread == 1


def test_an_index_that_is_loaded_later_brings_the_job_back(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path, (SOC2020,))
    scene.says("1/1", "Welder", industry="Ship building")
    assert scene.code(scene.cora, "5215").stands
    scene.load(SIC2007)
    assert scene.state.to_code == 1
    job = scene.next(scene.dora)
    assert (job.stage, job.wanted) == (Stage.FIRST, (CodeScheme.SIC2007,))
    assert scene.keep(scene.dora, job, "30110").stands
    assert len(scene.holding()) == 3


def test_who_has_not_the_right_gets_no_job(scene: CodingScene) -> None:
    scene.many(1)
    for role in (Role.ADMINISTRATOR, Role.INTERVIEWER):
        somebody = Principal(1, "ada", role)
        with pytest.raises(NotAllowed):
            scene.ask(somebody)
    assert scene.next(scene.cora).case == "id-0/1"


def test_two_processes_never_give_one_job_to_two_coders(database_url: str, tmp_path: Path) -> None:
    """Eight coders at two hubs on one database, each asking until there is nothing left."""
    with (
        contextlib.closing(HubDatabase(database_url)) as first,
        contextlib.closing(HubDatabase(database_url)) as second,
    ):
        scene = CodingScene.set_up(first, tmp_path)
        scene.many(24)
        scene.state  # noqa: B018 - all cases are looked at
        hubs = itertools.cycle((scene.hub, replace(scene.hub, database=second)))
        coders = [Principal(scene.scene.account(f"coder{at}", Role.CODER), f"coder{at}", Role.CODER) for at in range(8)]

        def code_all(hub: Hub, coder: Principal) -> list[str]:
            given: list[str] = []
            while len(given) < MOST_HELD:
                try:
                    job = next_job(hub, coder).job
                except Unavailable:  # the database was busy with the others; nothing was kept
                    continue
                if job is None:
                    break
                given.append(job.case)
            return given

        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(code_all, next(hubs), coder) for coder in coders]
            given = Counter(case for each in asked for case in each.result())
    assert given == dict.fromkeys((f"id-{at}/1" for at in range(24)), 1)
