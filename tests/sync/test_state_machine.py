"""Anything may happen in any order: invariants I3, I4 and I8 hold at every step, and in the end everything is told truly.

A small run each time; CAPI_MACHINE_EXAMPLES and CAPI_MACHINE_STEPS make it a long one.
"""

import functools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from capi.sync.hub_client import trusting
from tests.hub.conftest import postgresql_server as postgresql_server
from tests.sync.field_machine import FieldMachine, Played, Stage
from tests.sync.machine_databases import Databases, OnPostgresql, SqliteFiles
from tests.sync.machine_lines import InProcess, OverHttp
from tests.sync.machine_world import (
    Beginning,
)

EXAMPLES = int(os.environ.get("CAPI_MACHINE_EXAMPLES", "6"))
STEPS = int(os.environ.get("CAPI_MACHINE_STEPS", "15"))
LONG = EXAMPLES > 50


def _play(databases: Databases, folder: Path, line: type[InProcess] | type[OverHttp], examples: int) -> Played:
    played = Played()
    prepared = folder / "prepared"
    prepared.mkdir()
    with Beginning.prepared(databases, prepared) as beginning:
        bound = type("Machine", (FieldMachine,), {"stage": Stage(beginning, folder, line, played)})
        run_state_machine_as_test(
            bound,
            settings=settings(
                max_examples=examples,
                stateful_step_count=STEPS,
                deadline=None,
                phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
    print(f"{examples} examples of up to {STEPS} steps:", dict(sorted(played.counts.items())))
    return played


@pytest.fixture(autouse=True)
def _trust_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all authorities of the system takes longer than a round, and here nothing is encrypted."""
    monkeypatch.setattr("capi.sync.hub_client.trusting", functools.cache(trusting))


@pytest.mark.timeout(0 if LONG else 240)
def test_whatever_happens_nothing_is_lost_doubled_or_claimed_falsely(tmp_path: Path) -> None:
    played = _play(SqliteFiles(tmp_path), tmp_path, InProcess, EXAMPLES)
    assert played.counts["ends"] >= EXAMPLES // 2
    assert played.counts["safe"] > EXAMPLES


@pytest.mark.skipif(
    not LONG, reason="copying databases takes PostgreSQL too long for every run: CAPI_MACHINE_EXAMPLES=60"
)
@pytest.mark.timeout(0)
def test_the_same_holds_on_postgresql(postgresql_server: str, tmp_path: Path) -> None:
    databases = OnPostgresql(postgresql_server)
    try:
        played = _play(databases, tmp_path, InProcess, max(2, EXAMPLES // 4))
    finally:
        databases.drop_all()
    assert played.counts["safe"]


@pytest.mark.timeout(0 if LONG else 240)
def test_the_same_holds_over_real_http(tmp_path: Path) -> None:
    played = _play(SqliteFiles(tmp_path), tmp_path, OverHttp, max(2, EXAMPLES // 4))
    assert played.counts["safe"]
