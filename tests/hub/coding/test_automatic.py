"""Coding without a person: counted first, then done, in parts, and never over the head of somebody who is at it."""

from datetime import timedelta
from pathlib import Path

import pytest

from capi.hub.coding import automatic
from capi.hub.coding.automatic import code_automatically
from capi.hub.coding.keeping_codes import insert_codes
from capi.hub.coding.upkeep import look_at_some
from capi.hub.database import HubDatabase
from capi.hub.errors import Conflict, NotAllowed
from capi.sync.coding_messages import AutomaticCoding, CodeScheme, Stage
from tests.hub.coding.scene import SIC2007, SOC2010, SOC2020, CodingScene


@pytest.fixture
def scene(scene: CodingScene) -> CodingScene:
    scene.direct(threshold=0.9)
    return scene


def test_it_is_counted_first_and_nothing_is_kept(scene: CodingScene) -> None:
    scene.many(3)
    before = len(scene.audited())
    done = scene.automatic(dry_run=True)
    assert (done.coded, done.left, done.state.to_code) == (3, 0, 3)
    assert (scene.lines(), len(scene.audited())) == ([], before)


def test_what_is_sure_enough_is_coded_by_nobody_and_the_rest_is_left_to_a_person(scene: CodingScene) -> None:
    scene.says("1/1", "Welder", industry="Ship building")
    scene.says("2/1", "manager of things", industry="this and that")
    done = scene.automatic()
    assert (done.coded, done.left) == (1, 0)
    assert sorted(scene.lines()) == [
        ("SIC2007", "30110", "first", "automatic", None),
        ("SOC2010", "5215", "first", "through", None),
        ("SOC2020", "5215", "first", "automatic", None),
    ]
    state = done.state
    assert (state.to_code, state.coded, state.automatic) == (1, 1, 1)
    assert scene.next(scene.cora).case == "id-2/1"
    assert scene.audited()[-1][1] == "coded_automatically"


def test_the_office_says_how_sure_is_enough(scene: CodingScene) -> None:
    scene.many(1)
    scene.direct(threshold=1.0)
    assert scene.automatic().coded == 0
    scene.direct(threshold=0.5)
    assert scene.automatic().coded == 1


def test_once_more_codes_nothing_again(scene: CodingScene) -> None:
    scene.many(2)
    assert scene.automatic().coded == 2
    before = scene.lines()
    assert scene.automatic().coded == 0
    assert scene.lines() == before


def test_the_occupation_may_be_sure_and_the_industry_not(scene: CodingScene) -> None:
    scene.says("1/1", "Welder", industry="this and that")
    assert scene.automatic().coded == 1
    assert scene.holding() == {("id-1/1", "", "SOC2020"): "5215", ("id-1/1", "", "SOC2010"): "5215"}
    job = scene.next(scene.cora)
    assert (job.stage, job.wanted) == (Stage.FIRST, (CodeScheme.SIC2007,))
    assert {each.scheme for each in job.suggested} <= {CodeScheme.SIC2007}
    assert scene.keep(scene.cora, job, "25990").stands
    assert len(scene.holding()) == 3


def test_a_person_may_put_another_code_in_place_of_an_automatic_one(scene: CodingScene) -> None:
    scene.says("1/1", "Welder", industry="this and that")
    scene.automatic()
    job = scene.next(scene.cora)
    scene.keep(scene.cora, job, "25990", "SOC2020=2319")
    assert scene.holding()["id-1/1", "", "SOC2020"] == "2319"
    assert not scene.state.automatic


def test_where_it_is_open_to_which_code_of_soc2010_it_belongs_a_person_decides(scene: CodingScene) -> None:
    scene.direct(threshold=0.1)
    scene.says("1/1", "Baler", industry="waste merchants")
    scene.automatic()
    assert not [line for line in scene.lines() if line[0] == "SOC2020"]


def test_what_is_drawn_goes_to_a_coder_afterwards_and_measures_it(scene: CodingScene) -> None:
    scene.many(4)
    scene.direct(threshold=0.9, double=1.0)
    scene.automatic()
    assert scene.standing == (0, 4, 0, 0)
    for code in ("5215", "5215", "5215", "2319"):
        job = scene.next(scene.cora)
        assert job.stage is Stage.SECOND
        scene.keep(scene.cora, job, code, "30110")
    agreed = {(each.scheme, each.digits): each for each in scene.state.agreement}
    of_soc = agreed[CodeScheme.SOC2020, 4]
    assert (of_soc.pairs, of_soc.agreed, of_soc.automatic) == (4, 3, True)
    assert scene.standing == (0, 0, 1, 3)


def test_a_job_that_lies_before_a_coder_is_left_alone(scene: CodingScene) -> None:
    scene.many(2)
    job = scene.next(scene.cora)
    done = scene.automatic()
    assert (done.coded, done.state.to_code) == (1, 1)
    scene.keep(scene.cora, job, "2319", "30110")
    assert scene.holding()[job.case, "", "SOC2020"] == "2319"


def test_a_coder_who_was_away_too_long_still_has_the_last_word(scene: CodingScene) -> None:
    scene.many(1)
    job = scene.next(scene.cora)
    scene.scene.time += timedelta(hours=1)
    assert scene.automatic().coded == 1
    scene.keep(scene.cora, job, "2319", "30110")
    assert scene.holding()[job.case, "", "SOC2020"] == "2319"


def test_words_that_change_while_it_runs_are_not_given_the_code_of_the_old_ones(
    scene: CodingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = scene.says("1/1", "Welder")
    found = automatic._suggestions

    def meanwhile(*asked: object) -> object:
        if len(journal.entries) == 9:
            scene.says_otherwise(journal, OccT="Yoga teacher")
            look_at_some(scene.hub)
        return found(*asked)

    monkeypatch.setattr(automatic, "_suggestions", meanwhile)
    assert scene.automatic().coded == 0
    assert scene.lines() == []


def test_a_run_ends_after_its_time_and_goes_on_where_it_stopped(
    scene: CodingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.many(7)
    monkeypatch.setattr(automatic, "SECONDS", 0.0)
    monkeypatch.setattr(automatic, "_AT_ONCE", 3)
    parts, after, coded = 0, 0, 0
    while True:
        done = scene.automatic(after=after)
        parts, after, coded = parts + 1, done.after, coded + done.coded
        if not done.left:
            break
        assert parts < 10
    assert (coded, parts) == (7, 3)


def test_without_an_index_the_command_is_named(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path, ())
    with pytest.raises(Conflict, match="capi classification add FILE"):
        scene.automatic()


def test_with_soc2010_alone_that_is_coded(database: HubDatabase, tmp_path: Path) -> None:
    scene = CodingScene.set_up(database, tmp_path, (SOC2010,))
    scene.direct(threshold=0.5)
    scene.says("1/1", "Welder")
    assert scene.automatic().coded == 1
    assert scene.holding() == {("id-1/1", "", "SOC2010"): "5215"}
    scene.load(SOC2020, SIC2007)
    assert scene.standing == (0, 0, 0, 1)


def test_only_who_directs_the_coding_has_it_done(scene: CodingScene) -> None:
    scene.many(1)
    with pytest.raises(NotAllowed):
        code_automatically(scene.hub, scene.cora, AutomaticCoding())
    assert scene.lines() == []


def test_half_done_by_a_crash_stays_done_and_the_rest_follows(
    scene: CodingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.many(6)
    monkeypatch.setattr(automatic, "_AT_ONCE", 2)
    kept = insert_codes
    calls: list[object] = []

    def breaks(*asked: object) -> None:
        calls.append(asked)
        if len(calls) == 4:
            raise KeyboardInterrupt
        kept(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(automatic, "insert_codes", breaks)
    with pytest.raises(KeyboardInterrupt):
        scene.automatic()
    assert len(scene.lines()) == 2 * 3, "a part is kept whole or not at all"
    assert scene.standing == (4, 0, 0, 2)
    monkeypatch.setattr(automatic, "insert_codes", kept)
    assert scene.automatic().coded == 4
    assert len(scene.lines()) == 6 * 3
