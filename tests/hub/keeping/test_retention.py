from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select, update

from capi.hub import audit, tables
from capi.hub.errors import Conflict, NotThere
from capi.hub.hub import Hub, to_microseconds
from capi.hub.keeping.backup import take_backup
from capi.hub.keeping.folder import read_folder
from capi.hub.keeping.retention import (
    backups_that_still_hold,
    bring_back,
    delete_case,
    delete_what_is_due,
    retention_of,
    set_retention,
    what_is_due,
)
from capi.hub.keeping.sealing import SealToKey
from capi.hub.keeping.setting_up import open_hub, set_up
from capi.hub.people.hub_settings import Retention, read_settings
from tests.hub.conftest import NOW
from tests.hub.rows import put_rows

OFFICE = "office@hub"
RULES = Retention(contacts_days=30, answers_days=365)


class Time:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def hub(tmp_path: Path, database_url: str, time: Time) -> Iterator[Hub]:
    """With one accepted case, whose part in quarantine has been decided on."""
    set_up(tmp_path / "hub", "Fieldwork", database_url, ["localhost"], now=time)
    opened = open_hub(tmp_path / "hub", now=time)
    with opened.database.writing() as connection:
        put_rows(connection)
        connection.execute(update(tables.quarantine).values(decision="keep_apart", decided=1))
        audit.record(opened, connection, "sue", "case_accepted", "c1")
    yield opened
    opened.database.close()


def _count(hub: Hub) -> dict[str, int]:
    counted = (
        *("cases", "contacts", "segments", "branches", "quarantine", "orders"),
        *("codes", "coding_taken", "jobs", "derived", "calls", "telephone", "invitations", "visits"),
    )
    with hub.database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar_one()
            for name in counted
        }


def _actions(hub: Hub) -> list[str]:
    with hub.database.reading() as connection:
        return list(connection.execute(select(tables.audit.c.action).order_by(tables.audit.c.number)).scalars())


def test_nothing_is_ever_due_where_the_office_has_set_nothing(hub: Hub, time: Time) -> None:
    time.pass_by(100_000)
    due = what_is_due(hub)
    assert (due.contacts, due.cases, due.removals) == ([], [], [])


def test_contact_details_go_earlier_than_answers_and_a_line_stays(hub: Hub, time: Time) -> None:
    set_retention(hub, RULES, by=OFFICE)
    before = _count(hub)
    time.pass_by(29.9)
    assert what_is_due(hub).contacts == []
    time.pass_by(0.2)
    assert [case.reference for case in what_is_due(hub).contacts] == ["R1"]
    assert _count(hub) == before, "looking changes nothing"

    delete_what_is_due(hub, by=OFFICE)
    assert _count(hub) == before | {"contacts": 0}
    time.pass_by(335)
    assert [case.id for case in delete_what_is_due(hub, by=OFFICE).cases] == ["c1"]
    assert _count(hub)["segments"] == before["segments"], "it can be brought back yet"
    time.pass_by(30)
    assert [case.id for case in delete_what_is_due(hub, by=OFFICE).removals] == ["c1"]
    assert _count(hub) == dict.fromkeys(before, 0) | {"cases": 1}
    assert _actions(hub)[1:] == ["retention_set", "contact_deleted", "case_deleted", "case_removed"]
    assert audit.verify(hub) is None
    time.pass_by(1_000)
    due = what_is_due(hub)
    assert (due.contacts, due.cases, due.removals) == ([], [], [])


def test_what_was_removed_is_nowhere_in_the_files_of_the_database(tmp_path: Path, time: Time) -> None:
    set_up(tmp_path / "hub", "Fieldwork", "", ["localhost"], now=time)
    hub = open_hub(tmp_path / "hub", now=time)
    with hub.database.writing() as connection:
        put_rows(connection)
        audit.record(hub, connection, "sue", "case_accepted", "c1")
    assert any("Zoë Quill".encode() in path.read_bytes() for path in (tmp_path / "hub").glob("hub.sqlite*"))
    set_retention(hub, RULES, by=OFFICE)
    time.pass_by(31)
    delete_what_is_due(hub, by=OFFICE)
    assert not any("Zoë Quill".encode() in path.read_bytes() for path in (tmp_path / "hub").glob("hub.sqlite*"))
    hub.database.close()


def test_a_case_that_was_changed_since_its_acceptance_or_waits_for_a_decision_is_not_due(hub: Hub, time: Time) -> None:
    set_retention(hub, RULES, by=OFFICE)
    time.pass_by(400)
    with hub.database.writing() as connection:
        connection.execute(update(tables.quarantine).values(decision=None))
    due = what_is_due(hub)
    assert (due.cases, due.undecided) == ([], 1)
    with hub.database.writing() as connection:
        connection.execute(update(tables.quarantine).values(decision="keep_apart"))
        connection.execute(update(tables.cases).values(accepted_number=2))
    assert what_is_due(hub).cases == what_is_due(hub).contacts == []


def test_days_are_counted_from_the_latest_acceptance(hub: Hub, time: Time) -> None:
    set_retention(hub, RULES, by=OFFICE)
    time.pass_by(200)
    with hub.database.writing() as connection:
        audit.record(hub, connection, "sue", "case_accepted", "c1")
    time.pass_by(200)
    assert what_is_due(hub).cases == []
    time.pass_by(166)
    assert len(what_is_due(hub).cases) == 1


def test_cases_that_were_never_accepted_count_from_the_end_of_fieldwork(hub: Hub, time: Time) -> None:
    with hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(accepted_number=None))
    set_retention(hub, RULES, by=OFFICE)
    time.pass_by(1_000)
    assert what_is_due(hub).contacts == []
    ended = to_microseconds(time.now - timedelta(days=31))
    set_retention(hub, msgspec.structs.replace(RULES, fieldwork_ended=ended), by=OFFICE)
    assert len(what_is_due(hub).contacts) == 1
    assert what_is_due(hub).cases == []


@pytest.mark.parametrize("hold", [{"hold": "Court order 12/26"}, {"held": {"c1": "A complaint"}}])
def test_a_hold_keeps_everything_or_one_case(hub: Hub, time: Time, hold: dict[str, object]) -> None:
    set_retention(hub, msgspec.convert(msgspec.to_builtins(RULES) | hold, Retention), by=OFFICE)
    before = _count(hub)
    time.pass_by(1_000)
    done = delete_what_is_due(hub, by=OFFICE)
    assert (done.contacts, done.cases, done.hold) == ([], [], hold.get("hold", ""))
    assert _count(hub) == before
    with pytest.raises(Conflict, match="on hold"):
        delete_case(hub, "R1", "withdrawn", by=OFFICE)


def test_a_case_marked_by_mistake_is_brought_back_for_thirty_days(hub: Hub, time: Time) -> None:
    delete_case(hub, "R1", "withdrawn", by=OFFICE)
    time.pass_by(29)
    delete_what_is_due(hub, by=OFFICE)
    bring_back(hub, "c1", by=OFFICE)
    delete_case(hub, "c1", "withdrawn", by=OFFICE)
    time.pass_by(31)
    delete_what_is_due(hub, by=OFFICE)
    with pytest.raises(Conflict, match="Only the line"):
        bring_back(hub, "c1", by=OFFICE)
    assert _actions(hub)[1:] == ["case_deleted", "case_brought_back", "case_deleted", "case_removed"]
    with pytest.raises(NotThere, match="no case R9"):
        delete_case(hub, "R9", "", by=OFFICE)


def test_backups_that_still_hold_what_was_deleted_are_named(hub: Hub, tmp_path: Path) -> None:
    folder = read_folder(tmp_path / "hub")
    take_backup(hub, folder, tmp_path / "a.capibackup", SealToKey(folder.settings.backup_key), by=OFFICE)
    assert backups_that_still_hold(hub) == ["a.capibackup"]


def test_settings_are_kept_and_a_hold_on_an_unknown_case_is_refused(hub: Hub) -> None:
    set_retention(hub, RULES, by=OFFICE)
    with pytest.raises(NotThere, match="no case x"):
        set_retention(hub, msgspec.structs.replace(RULES, held={"x": "why"}), by=OFFICE)
    assert retention_of(hub) == RULES
    with hub.database.reading() as connection:
        assert read_settings(connection).retention == RULES


def test_parts_of_cases_nobody_knew_go_by_the_day_they_were_decided_on(hub: Hub, time: Time) -> None:
    with hub.database.writing() as connection:
        decided = to_microseconds(time.now)
        connection.execute(update(tables.quarantine).values(case_key=None, decided=decided))
    set_retention(hub, Retention(answers_days=365), by=OFFICE)
    time.pass_by(364)
    delete_what_is_due(hub, by=OFFICE)
    assert _count(hub)["quarantine"] == 1
    time.pass_by(2)
    delete_what_is_due(replace(hub), by=OFFICE)
    assert _count(hub)["quarantine"] == 0
