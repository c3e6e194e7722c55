"""Which code of a job holds: settled, or the first where no second was wanted or the second is the same, to the words of now."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from capi.dataset.job_codes import JobTexts
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.people.hub_settings import read_settings, write_settings
from capi.hub.statistics.current_codes import CodedJob, current_codes
from capi.hub.statistics.jobs import is_drawn
from capi.sync.coding_messages import CodingSettings
from tests.hub.scenario import HubScene
from tests.hub.statistics.scenario import code, hub_of, walked

CASE = "walk 3"
"""Somebody who builds wheels."""


@pytest.fixture
def scene(database: HubDatabase) -> HubScene:
    made = hub_of(database, walked(5))
    share(made, 0.0)
    return made


def share(scene: HubScene, double: float) -> None:
    with scene.hub.database.writing() as connection:
        before = read_settings(connection)
        write_settings(connection, msgspec.structs.replace(before, coding=CodingSettings(double=double)))


def codes_of(scene: HubScene, keys: list[int] | None = None) -> dict[str, str]:
    with scene.hub.database.reading() as connection:
        found = list(current_codes(connection, keys))
    assert {each.case for each in found} <= {CASE}
    assert all(each == CodedJob(CASE, "", each.scheme, each.code) for each in found)
    return {each.scheme: each.code for each in found}


GIVEN: tuple[tuple[float, list[tuple[str, str]], str | None], ...] = (
    (0.0, [("first", "5223")], "5223"),
    (0.0, [("first", "5223"), ("first", "9120")], "9120"),
    (1.0, [("first", "5223")], None),
    (1.0, [("first", "5223"), ("second", "5223")], "5223"),
    (1.0, [("first", "5223"), ("second", "9120")], None),
    (0.0, [("first", "5223"), ("second", "9120")], None),
    (1.0, [("first", "5223"), ("second", "9120"), ("settled", "1111")], "1111"),
    (1.0, [("first", "5223"), ("second", "9120"), ("settled", "1111"), ("settled", "2222")], "2222"),
    (0.0, [("second", "9120")], None),
)


@pytest.mark.parametrize(("double", "given", "holds"), GIVEN)
def test_the_rule(scene: HubScene, double: float, given: list[tuple[str, str]], holds: str | None) -> None:
    share(scene, double)
    for stage, each in given:
        code(scene.hub.database, CASE, {"SOC2010": each}, stage=stage)
    assert codes_of(scene).get("SOC2010") == holds
    assert codes_of(scene, [scene.row(CASE).key]) == codes_of(scene)
    assert codes_of(scene, [scene.row("walk 1").key]) == {}


def test_each_scheme_holds_by_itself(scene: HubScene) -> None:
    code(scene.hub.database, CASE, {"SOC2020": "5223", "SIC2007": "01110"})
    code(scene.hub.database, CASE, {"SOC2020": "5224"}, stage="second")
    assert codes_of(scene) == {"SIC2007": "01110"}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_code_falls_with_the_words_it_was_given_to(scene: HubScene, place: int) -> None:
    code(scene.hub.database, CASE, {"SOC2010": "5223"})
    words = ["Builds and repairs bicycles", "Wheel builder", "Builds and trues wheels"]
    words[place] += " "
    code(scene.hub.database, CASE, {"SOC2010": "9999"}, job=JobTexts(*words))
    assert codes_of(scene) == {"SOC2010": "5223"}, "what was said otherwise was never said"


def test_codes_of_a_deleted_case_hold_no_more(scene: HubScene) -> None:
    code(scene.hub.database, CASE, {"SOC2010": "5223"})
    with scene.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(deleted=1))
    assert codes_of(scene) == {}


def test_what_is_drawn_is_the_same_everywhere_and_about_the_share() -> None:
    cases = [f"id-{number}" for number in range(4_000)]
    drawn = [is_drawn(case, "", 0.1) for case in cases]
    assert 0.07 < sum(drawn) / len(drawn) < 0.13
    assert drawn == [is_drawn(case, "", 0.1) for case in cases]
    assert not any(is_drawn(case, "", 0.0) for case in cases)
    assert all(is_drawn(case, "", 1.0) for case in cases)
    assert all(is_drawn(case, "", 0.5) for case, once in zip(cases, drawn, strict=True) if once)


def test_a_code_of_another_row_is_another_jobs(scene: HubScene) -> None:
    code(scene.hub.database, CASE, {"SOC2010": "5223"}, rows="2")
    assert codes_of(scene) == {}
    with scene.hub.database.reading() as connection:
        kept: list[Any] = list(connection.execute(select(tables.codes.c.rows)).scalars())
    assert kept == ["2"]
