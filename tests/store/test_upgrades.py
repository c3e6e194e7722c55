"""The formats of a case file, old, new and newer."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.schema import CreateTable

from capi.engine.rows import Rows
from capi.fieldwork.calls import Medium, OutcomeSet
from capi.fieldwork.case import Status, StopReason
from capi.fieldwork.completion import Accepted, CompletionRules, Kind, Level
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Answered, Completed, Returned, RowAdded
from capi.fieldwork.journal import Moment, verify_chain
from capi.fieldwork.replay import replay
from capi.instrument.model import Missing
from capi.store import tables, upgrades
from capi.store.case_file import CaseFile
from capi.store.connection import HeldConnection
from capi.store.errors import NewerFormat
from capi.store.hold import Holder
from capi.store.receiving import ReceivedCase

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
            assert case_file.record(line.case.id) == replay(
                case_file.entries(line.case.id), case_file.contact(line.case.id)
            )
            assert verify_chain(case_file.entries(line.case.id)) is None
        assert case_file.snapshot(ann.case.sha256).sources == {"instrument.yaml": "name: seb\n"}
        assert case_file.missing_saves == 0
        case_file.append(cy.case.id, Answered.of("SchoolType", 1, None), now())
        assert case_file.verify() == ()


def test_a_file_of_version_2_is_opened_and_gone_on_with(path: Path, holder: Holder, now: Callable[[], Moment]) -> None:
    shutil.copy(SAMPLES / "version_2.capi", path)
    with CaseFile.open(path, None, holder) as case_file:
        ann, bob = case_file.cases()
        record = case_file.record(ann.case.id)
        assert record.case.facts == {"Area": "north", "Weight": Decimal("1.250")}
        assert str(record.case.facts["Weight"]) == "1.250"
        assert record.answers == {
            "Sunday": "2026-11-15",
            "Nothing": Missing.NOT_APPLICABLE,
            "Name[1]": "Ann",
            "Pay[2.1]": Decimal("12.50"),
            "Travel": (1, 3),
        }
        assert str(record.answers["Pay[2.1]"]) == "12.50"
        assert record.rows == {"People": Rows(3, frozenset({1})), "Jobs[2]": Rows(1)}
        assert (record.answers_aside, record.rows_aside) == ({"Old": 4}, {"Pets": Rows(2)})
        assert (record.language, record.status, record.case.version) == ("cy", Status.COMPLETED, "2.0")
        assert record.suppressions["VeryOld[2]"].involved["Pay[2.1]"].answer == Decimal("12.50")
        completed = case_file.entries(ann.case.id)[-2].contents
        assert completed == Completed((Accepted(Kind.CHECK, ("Pay[2.1]",), "TooMuch[2.1]"),))
        assert bob.status is Status.NOT_STARTED
        assert case_file.completion_rules() == CompletionRules(checks=Level.WARN, edits={"VeryOld": Level.IGNORE})
        for line in (ann, bob):
            assert case_file.record(line.case.id) == replay(
                case_file.entries(line.case.id), case_file.contact(line.case.id)
            )
            assert verify_chain(case_file.entries(line.case.id)) is None
        assert case_file.missing_saves == 0
        case_file.append(ann.case.id, RowAdded("People", 4, "AnyoneElse", None), now())
        assert case_file.record(ann.case.id).rows["People"] == Rows(4, frozenset({1}))
        assert case_file.verify() == ()


def test_a_file_of_version_3_is_opened_and_gone_on_with(path: Path, holder: Holder, now: Callable[[], Moment]) -> None:
    shutil.copy(SAMPLES / "version_3.capi", path)
    with CaseFile.open(path, None, holder) as case_file:
        ann, bob = case_file.cases()
        assert (ann.case.reference, ann.case.name, ann.status) == (
            "1042/01",
            "Ann Example, 3 Mill Lane, AB1 2CD",
            Status.IN_PROGRESS,
        )
        assert case_file.contact(ann.case.id) == Contact(
            name="Ann Example", address=("3 Mill Lane",), postcode="AB1 2CD", telephones=("+44 1632 960001",)
        )
        record = case_file.record(ann.case.id)
        assert record.answers == {"SchoolType": 2}
        assert record.returned == Returned("Look at the school again.", ("SchoolType",), "sup")
        assert record.calls.appointment is not None
        assert (record.calls.appointment.local, record.calls.appointment.zone) == ("2026-11-24T17:40", "Europe/London")
        held = case_file.holding(ann.case.id)
        assert (held.term, held.lease, held.acknowledged.number, held.head.number) == (3, "a lease", 5, 7)
        assert (held.apart, held.recalled, held.accepted, held.backed_up) == (
            "not_holder",
            "Moved to another area.",
            case_file.head_at(ann.case.id, 4),
            False,
        )
        assert (case_file.holding(bob.case.id).term, bob.case.name) == (0, "Bob")
        assert case_file.kept("hub") == "a link"
        for line in (ann, bob):
            assert case_file.record(line.case.id) == replay(
                case_file.entries(line.case.id), case_file.contact(line.case.id)
            )
            assert verify_chain(case_file.entries(line.case.id)) is None
        assert case_file.missing_saves == 0
        assert case_file._saves == 11, "3 of them were of a case that was removed"
        case_file.append(bob.case.id, Answered.of("SchoolType", 1, None), now())
        assert case_file.verify() == ()


def test_a_file_of_version_4_is_opened_and_gone_on_with(path: Path, holder: Holder, now: Callable[[], Moment]) -> None:
    shutil.copy(SAMPLES / "version_4.capi", path)
    with CaseFile.open(path, None, holder) as case_file:
        ann, bob, cy = case_file.cases()
        assert (ann.calls, ann.last_result, ann.appointment) == (
            2,
            "appointment",
            datetime(2026, 11, 24, 17, 40, tzinfo=UTC),
        )
        record = case_file.record(ann.case.id)
        assert [(each.who, each.call.medium, each.call.telephone) for each in record.calls.attempts] == [
            ("anna", Medium.TELEPHONE, 1),
            ("anna", Medium.VISIT, 0),
        ]
        assert record.calls.appointment is not None
        assert (record.calls.appointment.owner, record.calls.appointment.medium) == ("anna", Medium.VISIT)
        assert (record.calls.language, record.calls.proxy) == ("cy", True)
        assert (bob.status, bob.outcome, bob.appointment) == (Status.COMPLETED, "110", None)
        assert case_file.record(bob.case.id).calls.outcome == OutcomeSet("110", "ab" * 32, suggested="110")
        assert (cy.outcome, cy.calls) == ("", 1)
        for line in (ann, bob, cy):
            assert case_file.record(line.case.id) == replay(
                case_file.entries(line.case.id), case_file.contact(line.case.id)
            )
        case_file.append(cy.case.id, OutcomeSet("320"), now())
        assert case_file.verify() == ()


def test_a_case_with_its_name_in_the_journal_keeps_it_and_can_be_removed(path: Path, holder: Holder) -> None:
    shutil.copy(SAMPLES / "version_2.capi", path)
    with CaseFile.open(path, None, holder) as case_file:
        ann, bob = case_file.cases()
        assert case_file.contact(bob.case.id) is None
        data = case_file.bytes_after(bob.case.id, 0, 100, 10**6)
        case_file.receive_case(ReceivedCase(data, 1, "lease", Contact(name="Robert")), Moment(holder.since, 0, 0))
        assert case_file.record(bob.case.id) == replay(case_file.entries(bob.case.id))
        case_file.remove_case(ann.case.id, case_file.holding(ann.case.id).head)
    with CaseFile.open(path, None, holder) as again:
        assert [line.case for line in again.cases()] == [bob.case]
        assert again.missing_saves == 0
        assert again.verify() == ()


def schema(path: Path) -> dict[str, str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_file_brought_up_from_an_older_version_has_the_tables_of_a_new_one(
    path: Path, tmp_path: Path, holder: Holder, version: int
) -> None:
    shutil.copy(SAMPLES / f"version_{version}.capi", path)
    CaseFile.open(path, None, holder).close()
    new = tmp_path / "new.capi"
    CaseFile.create(new, None, holder).close()
    old, fresh = schema(path), schema(new)
    assert old.keys() == fresh.keys()
    for name, statement in fresh.items():
        assert old[name].split() == statement.split(), (
            "SQLite adds a column to the text of a table without a line break"
        )


def test_the_newest_format_has_a_sample() -> None:
    assert (SAMPLES / f"version_{len(upgrades.UPGRADES)}.capi").is_file()


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
