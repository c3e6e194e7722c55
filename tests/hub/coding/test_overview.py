"""Overview: numbers that add up, agreement by digits, and a history that unblinds nobody."""

import pytest

from capi.hub.coding import overview
from capi.hub.coding.overview import code_history, coding_state, set_coding
from capi.hub.errors import NotAllowed, NotThere
from capi.hub.hub import Principal
from capi.sync.coding_messages import CodeScheme, CodingSettings, Stage
from capi.sync.messages import Role
from tests.hub.coding.scene import CodingScene

SOC = CodeScheme.SOC2020


def history(scene: CodingScene, who: Principal, case: str = "id-1/1") -> list[tuple[str, str, str, bool]]:
    """Of SOC2020: stage, code, by whom, whether it counts."""
    found = code_history(scene.hub, who, case).codes
    return [(each.stage.value, each.code, each.by, each.holds) for _, each in found if each.scheme is SOC]


def test_nothing_is_there_at_first(scene: CodingScene) -> None:
    state = coding_state(scene.hub, scene.cora)
    assert (state.to_code, state.to_code_again, state.to_settle, state.coded, state.automatic, state.unread) == (0,) * 6
    assert state.indexes == {
        "SOC2020": "small SOC2020, version 12",
        "SOC2010": "",
        "SIC2007": "small SIC, version 2022",
    }
    assert state.agreement == ()


def test_how_far_it_is_is_told_with_every_job(scene: CodingScene) -> None:
    scene.many(3)
    scene.direct(double=1.0)
    assert scene.ask(scene.cora).state.to_code == 3
    kept = scene.keep(scene.cora, scene.next(scene.cora), "5215", "30110")
    assert (kept.state.to_code, kept.state.to_code_again) == (2, 1)


def test_cases_that_nobody_has_looked_at_are_told_apart(scene: CodingScene) -> None:
    scene.many(2)
    scene.next(scene.cora)
    scene.says("late/1", "Welder")
    state = scene.ask(scene.cora).state
    assert (state.to_code, state.unread) == (2, 1)
    assert (scene.state.to_code, scene.state.unread) == (3, 0)


def test_what_goes_along_with_a_job_may_be_some_seconds_old_and_the_state_itself_is_not(
    scene: CodingScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "FRESH_SECONDS", 3600.0)
    scene.many(2)
    job, before = scene.next(scene.cora), scene.state
    kept = scene.keep(scene.cora, job, "5215", "30110")
    assert kept.state.to_code == before.to_code == 2
    assert scene.state.to_code == 1
    assert scene.ask(scene.cora).state.to_code == 1


def test_agreement_is_by_digits_with_its_interval(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    for at, (one, other) in enumerate((("5215", "5215"), ("2314", "2319"), ("2319", "2319"), ("5215", "5215"))):
        scene.says(f"{at}/1", "Welder")
        for coder, code in ((scene.cora, one), (scene.dora, other)):
            scene.code(coder, code, f"SOC2010={'2315' if code == '2314' else '5215'}")
    agreed = {each.digits: each for each in scene.state.agreement if each.scheme is SOC}
    assert {digits: (each.pairs, each.agreed) for digits, each in agreed.items()} == {
        4: (4, 3), 3: (4, 4), 2: (4, 4), 1: (4, 4),
    }  # fmt: skip
    kappa = agreed[4].kappa
    assert kappa is not None
    assert agreed[4].low is not None
    assert agreed[4].high is not None
    assert agreed[4].low < kappa < agreed[4].high <= 1
    assert not any(each.automatic for each in scene.state.agreement)


def test_the_settings_are_kept_for_all_and_are_in_the_audit_log(scene: CodingScene) -> None:
    state = scene.direct(threshold=0.8, double=0.25)
    assert (state.settings.threshold, state.settings.double) == (0.8, 0.25)
    assert coding_state(scene.hub, scene.cora).settings == state.settings
    lines = [each for each in scene.audited() if each[1] == "coding_set"]
    scene.direct(threshold=0.8, double=0.25)
    assert [each for each in scene.audited() if each[1] == "coding_set"] == lines
    assert '"double":"0.25"' in lines[-1][3]


def test_who_may_not_direct_or_see_the_coding_is_refused(scene: CodingScene) -> None:
    with pytest.raises(NotAllowed):
        set_coding(scene.hub, scene.cora, CodingSettings())
    ada = Principal(1, "ada", Role.ADMINISTRATOR)
    for ask in (lambda: coding_state(scene.hub, ada), lambda: code_history(scene.hub, ada, "id-1/1")):
        with pytest.raises(NotAllowed):
            ask()


def test_the_history_has_every_code_and_says_which_count(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    journal = scene.says("1/1", "Welder")
    job = scene.next(scene.cora)
    scene.keep(scene.cora, job, "5215")
    scene.keep(scene.cora, job, "2319")
    scene.code(scene.dora, "5215")
    scene.code(scene.ruth, "2319")
    assert history(scene, scene.ruth) == [
        ("first", "5215", "cora", False),
        ("first", "2319", "cora", True),
        ("second", "5215", "dora", True),
        ("settled", "2319", "ruth", True),
    ]
    [(rows, first), *_] = code_history(scene.hub, scene.ruth, "id-1/1").codes
    assert (rows, first.group, first.classification, first.made) == (
        "", "Welding trades", "small SOC2020, version 12", scene.scene.time,
    )  # fmt: skip
    scene.says_otherwise(journal, OccT="Yoga teacher")
    assert [holds for _, _, _, holds in history(scene, scene.ruth)] == [False] * 4


def test_a_coder_does_not_see_anothers_codes_while_the_job_waits_for_a_second_one(scene: CodingScene) -> None:
    scene.direct(double=1.0)
    scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    assert history(scene, scene.dora) == []
    assert [each[2] for each in history(scene, scene.cora)] == ["cora"]
    assert [each[2] for each in history(scene, scene.ruth)] == ["cora"]
    scene.code(scene.dora, "5215")
    assert [each[2] for each in history(scene, scene.dora)] == ["cora", "dora"]


def test_there_is_no_history_of_a_case_that_is_not_there(scene: CodingScene) -> None:
    journal = scene.says("1/1", "Welder")
    scene.code(scene.cora, "5215")
    scene.delete(journal)
    for case in ("id-1/1", "nobody's", "Ω" * 100):
        with pytest.raises(NotThere):
            code_history(scene.hub, scene.ruth, case)


def test_a_case_that_nobody_coded_has_an_empty_history(scene: CodingScene) -> None:
    scene.says("1/1", "Welder")
    assert history(scene, scene.ruth) == []
    assert scene.next(scene.cora).stage is Stage.FIRST
