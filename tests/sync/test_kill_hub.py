"""The hub, or its database, is killed again and again while laptops sync: what has a receipt is there, and there once.

A few kills each; with CAPI_KILLS=50 it is as many.
"""

import contextlib
import logging
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from capi.hub import tables
from capi.hub.audit import verify as verify_audit
from capi.hub.hub import Hub
from capi.hub.keeping.setting_up import OFFICE, open_hub, set_up
from capi.hub.office.cases import NewCase, create_cases
from capi.hub.orders.instruments import add_instrument
from capi.hub.people.accounts import create_account
from capi.hub.people.enrolment import new_code
from capi.instrument.model import Mode
from capi.sync.messages import Batch, Outcome, Receipt, Role
from capi.sync.office_messages import NewAccount
from capi.sync.signing import Purpose, body_digest, verify
from tests.fieldwork_scenario import HEALTH, instrument_of
from tests.hub.scenario import HubScene, apart_entries
from tests.postgresql import PostgreSQL, running_postgresql
from tests.sync.killing import MOST_CASES, KilledHub, Laptop, at_work, let_work, until_kept

KILLS = int(os.environ.get("CAPI_KILLS", "3"))
LAPTOPS = ("anna", "ben", "cora")
TROUBLED = "dora"
"""Hers all have references that others have: they end in quarantine."""
MOST_MADE = MOST_CASES + 1
_EXPECTED = {"HubUnreachable", "HubBusy"}
"""What a round may be cut off by here. Anything else would send an interviewer to the office for nothing."""
_log = logging.getLogger(__name__)
pytestmark = pytest.mark.timeout(60 + 12 * KILLS)


@pytest.fixture
def hub_folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "hub"


@pytest.fixture
def killed_database() -> Iterator[PostgreSQL]:
    with running_postgresql() as server:
        yield server


def test_a_hub_that_is_killed_at_any_moment_has_all_it_gave_receipts_for_once(hub_folder: Path, tmp_path: Path) -> None:
    set_up(hub_folder, "Fieldwork", "", ["localhost"])
    chance = random.Random()  # noqa: S311 - other moments each time
    with contextlib.ExitStack() as stack:
        laptops = _laptops(stack, hub_folder, tmp_path)
        hub = stack.enter_context(KilledHub(hub_folder))
        _enrol(laptops, hub)
        watching = stack.enter_context(contextlib.closing(open_hub(hub_folder).database))
        with at_work(laptops):
            for number in range(KILLS):
                let_work(laptops, chance)
                if number % 2:
                    until_kept(watching)
                hub.kill()
                hub.start()
                if number % 4 == 2:
                    time.sleep(chance.uniform(0.0, 2.0))
                    hub.kill()  # perhaps while it starts
                    hub.start()
                hub.until_ready()
        _check(hub_folder, laptops, f"hub killed {KILLS} times")


def test_a_database_that_is_killed_at_any_moment_has_all_there_are_receipts_for_once(
    killed_database: PostgreSQL, hub_folder: Path, tmp_path: Path
) -> None:
    set_up(hub_folder, "Fieldwork", killed_database.url, ["localhost"])
    chance = random.Random()  # noqa: S311 - other moments each time
    with contextlib.ExitStack() as stack:
        laptops = _laptops(stack, hub_folder, tmp_path)
        hub = stack.enter_context(KilledHub(hub_folder))
        _enrol(laptops, hub)
        with at_work(laptops):
            for number in range(KILLS):
                let_work(laptops, chance)
                if number % 3 == 1:
                    killed_database.stop_at_once()
                else:
                    killed_database.kill()
                time.sleep(chance.uniform(0.0, 0.5))
                killed_database.start()
                hub.until_ready()
        assert hub.process is not None
        assert hub.process.poll() is None, "the hub has gone on"
        _check(hub_folder, laptops, f"database killed {KILLS} times")


def _laptops(stack: contextlib.ExitStack, folder: Path, tmp_path: Path) -> list[Laptop]:
    """With accounts and cases at the hub, but not enrolled yet."""
    instrument = instrument_of(HEALTH)
    laptops = [Laptop.create(tmp_path, user, instrument) for user in LAPTOPS]
    laptops.append(Laptop.create(tmp_path, TROUBLED, instrument, taken="taken"))
    for laptop in laptops:
        stack.callback(laptop.case_file.close)
    hub = open_hub(folder)
    with contextlib.closing(hub.database):
        add_instrument(hub, OFFICE, instrument.sources)
        for laptop in laptops:
            create_account(hub, None, NewAccount(name=laptop.user, full_name=laptop.user, role=Role.INTERVIEWER))
        _bring(hub)
    return laptops


def _bring(hub: Hub) -> None:
    """Cases for all, and one for each reference that the troubled laptop will have."""
    new = [NewCase(f"{user}/{number}", None, Mode.TELEPHONE, user=user) for user in LAPTOPS for number in range(5)]
    new += [NewCase(f"taken/{number}", None, Mode.TELEPHONE) for number in range(1, MOST_MADE)]
    with hub.database.writing() as connection:
        key = connection.execute(select(tables.instruments.c.key)).scalar_one()
        row = {"name": "wave 1", "instrument_key": key, "added": 0, "added_by": "office"}
        made = tables.samples.insert().values(**row).returning(tables.samples.c.key)
        create_cases(hub, connection, OFFICE, connection.execute(made).scalar_one(), new)


def _enrol(laptops: list[Laptop], hub: KilledHub) -> None:
    opened = open_hub(hub.folder)
    with contextlib.closing(opened.database):
        for laptop in laptops:
            laptop.enrol(hub.url, new_code(opened, OFFICE, laptop.user).code, hub.authority)


def _check(folder: Path, laptops: list[Laptop], what: str) -> None:
    hub = open_hub(folder)
    with contextlib.closing(hub.database):
        scene = HubScene(hub, laptops[0].instrument, [])
        with hub.database.reading() as connection:
            ids = connection.execute(select(tables.cases.c.id)).scalars().all()
        journals = {case_id: scene.journal(case_id) for case_id in ids}
        journal = Counter(entry for entries in journals.values() for entry in entries)
        apart = Counter(entry for _, entry in apart_entries(scene.apart()))
        there = journal + apart
        assert max(there.values()) == 1, "something is there twice"
        given_again = 0
        for laptop in laptops:
            given_again += _check_receipts(hub, laptop, journal, apart)
            _check_case_file(laptop, journals, there)
        assert {row.device_key for row in scene.apart()} <= {_key_of(hub, TROUBLED)}, "only hers are in quarantine"
        assert verify_audit(hub) is None, "the audit log is whole"
        if not hub.database.is_postgresql:
            with hub.database.reading() as connection:
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
    failed = sum((laptop.failed for laptop in laptops), Counter[str]())
    assert failed.keys() <= _EXPECTED, failed
    figures = {
        "rounds": sum(laptop.rounds for laptop in laptops),
        "cut off": dict(failed),
        "receipts": sum(len(laptop.receipts) for laptop in laptops),
        "of them given again after a kill": given_again,
        "entries in journals": len(journal),
        "in quarantine": len(apart),
    }
    _log.info("%s: %s", what, figures)
    assert failed.total() > 0, "no round was cut off: this test shows nothing"
    assert apart, "nothing was in quarantine: this test shows less than it says"


def _check_receipts(hub: Hub, laptop: Laptop, journal: Counter[bytes], apart: Counter[bytes]) -> int:
    """Each is the hub's own word for what was sent, and what it says is so. How many were made before the last sending."""
    assert laptop.receipts
    given_again = 0
    for each in laptop.receipts:
        receipt = verify(hub.keys.signing.public_key(), Purpose.RECEIPT, each.signed, Receipt)
        batch = msgspec.json.decode(each.body, type=Batch)
        assert (receipt.batch, receipt.digest) == (batch.batch, body_digest(each.body))
        given_again += receipt.received < each.sent
        told = {part.case: part for part in receipt.parts}
        for part in batch.parts:
            outcome = told[part.case].outcome
            assert outcome in (Outcome.APPLIED, Outcome.QUARANTINED)
            kept = journal if outcome is Outcome.APPLIED else apart
            missing = [raw for raw in part.entries if kept[bytes(raw)] != 1]
            assert not missing, f"{laptop.user}: {len(missing)} entries of {part.case} are not {outcome.value}"
    return given_again


def _check_case_file(laptop: Laptop, journals: dict[str, list[bytes]], there: Counter[bytes]) -> None:
    assert laptop.is_done
    for holding in laptop.case_file.holdings():
        entries = laptop.case_file.bytes_after(holding.case_id, 0, 100_000, 10**9)
        assert all(there[entry] == 1 for entry in entries)
        assert holding.apart or journals[holding.case_id] == entries


def _key_of(hub: Hub, user: str) -> int:
    with hub.database.reading() as connection:
        key: int = connection.execute(
            select(tables.devices.c.key).where(tables.devices.c.id == f"L-{user}")
        ).scalar_one()
    return key
