"""The formats of a case file, old, new and newer."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.schema import CreateTable

from capi.fieldwork.case import Status, StopReason
from capi.fieldwork.contents import Answered
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.model import Missing
from capi.store import tables, upgrades
from capi.store.case_file import CaseFile
from capi.store.connection import HeldConnection
from capi.store.errors import NewerFormat
from capi.store.hold import Holder

SAMPLES = Path(__file__).with_name("samples")


def test_a_file_of_version_1_is_opened_and_gone_on_with(path: Path, holder: Holder, now: Callable[[], Moment]) -> None:
    shutil.copy(SAMPLES / "version_1.capi", path)
    with CaseFile.open(path, None, holder) as case_file:
        ann, bob, cy = case_file.cases()
        assert (ann.case.reference, ann.case.name, ann.status, ann.answered) == (
            "1042/01",
            "Ann Example",
            Status.COMPLETED,
            3,
        )
        assert (bob.status, bob.stop_reason, bob.case.facts) == (
            Status.STOPPED,
            StopReason.REFUSED,
            {"Age": 44, "Street": "High St"},
        )
        assert cy.status is Status.NOT_STARTED
        record = case_file.record(ann.case.id)
        assert record.answers == {"SchoolType": 1, "FreeMeals": Missing.DONT_KNOW, "Job": "caf\u00e9 owner"}
        assert record.remarks == {"FreeMeals": "would rather not"}
        assert record.suppressions["JobSignal"].reason == "true"
        for line in (ann, bob, cy):
            assert case_file.record(line.case.id) == replay(case_file.entries(line.case.id))
            assert verify_chain(case_file.entries(line.case.id)) is None
        assert case_file.snapshot(ann.case.sha256).sources == {"instrument.yaml": "name: seb\n"}
        assert case_file.missing_saves == 0
        case_file.append(cy.case.id, Answered.of("SchoolType", 1, None), now())
        assert case_file.verify() == ()


def schema(path: Path) -> dict[str, str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


def test_a_file_brought_up_from_version_1_has_the_tables_of_a_new_one(
    path: Path, tmp_path: Path, holder: Holder
) -> None:
    shutil.copy(SAMPLES / "version_1.capi", path)
    CaseFile.open(path, None, holder).close()
    new = tmp_path / "new.capi"
    CaseFile.create(new, None, holder).close()
    assert schema(path) == schema(new)


def test_the_tables_in_the_file_are_those_in_the_program(practice: CaseFile) -> None:
    core = practice._held.core
    for table in tables.metadata.sorted_tables:
        made = core.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table.name}).scalar_one()
        assert made.split() == str(CreateTable(table).compile(core)).split()


def test_every_upgrade_is_on_record_with_its_name(practice: CaseFile) -> None:
    found = practice._held.core.execute(text("SELECT number, name FROM upgrades")).all()
    assert [tuple(row) for row in found] == list(enumerate((each.__name__ for each in upgrades.UPGRADES), start=1))


def fail(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE half (a TEXT)"))
    raise ZeroDivisionError


def test_an_upgrade_that_fails_leaves_nothing_behind(path: Path) -> None:
    held = HeldConnection(path, None)
    upgrades.create_tables(held)
    with pytest.raises(ZeroDivisionError):
        upgrades.bring_up(held, (*upgrades.UPGRADES, fail))
    assert upgrades.reached(held) == len(upgrades.UPGRADES)
    assert "half" not in held.core.execute(text("SELECT name FROM sqlite_master")).scalars().all()
    held.close()


def test_a_newer_file_is_not_written_to_and_says_what_to_install(
    practice: CaseFile, path: Path, holder: Holder
) -> None:
    with practice._held.writing() as cursor:
        cursor.execute("INSERT INTO upgrades (number, name) VALUES (99, 'from_the_future')")
    practice.close()
    before = sha256(path.read_bytes()).digest()
    with pytest.raises(
        NewerFormat, match=r"later version of capi \(format 99.*Nothing was changed. Install the newest capi"
    ):
        CaseFile.open(path, None, holder)
    assert sha256(path.read_bytes()).digest() == before
