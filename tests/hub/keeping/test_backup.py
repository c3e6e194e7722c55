import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from capi.hub import audit, tables
from capi.hub.database import HubDatabase
from capi.hub.errors import HubFolderError
from capi.hub.hub import Hub, to_microseconds
from capi.hub.journals.segments import pack
from capi.hub.keeping.backup import Backup, backup_name, take_backup
from capi.hub.keeping.checking import check_hub
from capi.hub.keeping.dump import dumped_tables, write_dump
from capi.hub.keeping.folder import read_folder
from capi.hub.keeping.offline import OfflineKeys
from capi.hub.keeping.restoring import Restored, RestoreOrder, rehearse, restore
from capi.hub.keeping.sealing import (
    OpenWithKey,
    OpenWithPassphrase,
    SealedReader,
    SealToKey,
    SealToPassphrase,
    ToPassphrase,
)
from capi.hub.keeping.setting_up import open_hub, set_up
from tests.hub.conftest import NOW
from tests.hub.rows import journal_of, put_rows

PASSPHRASE = "five words are quite good"
CHEAP = ToPassphrase(memory_kib=8, passes=1, lanes=1)
SAMPLES = Path(__file__).parent / "samples"
"""Of every schema there was, made by the version that had it, and sealed with PASSPHRASE. In the second `c2` and `c3` have appointments
that the office had ordered; that of `c3` is over, and the one of `c4` never reached its journal."""


class Office:
    """A hub with one case, whose folder and database a test backs up and restores."""

    def __init__(self, path: Path, url: str) -> None:
        self.path = path / "hub"
        self.offline: OfflineKeys = set_up(self.path, "Fieldwork", url, ["localhost"], now=lambda: NOW)
        self.hub: Hub = open_hub(self.path, now=lambda: NOW)
        with self.hub.database.writing() as connection:
            put_rows(connection)
            audit.record(self.hub, connection, "sue", "case_accepted", "c1")

    def back_up(self, out: Path) -> Backup:
        folder = read_folder(self.path)
        return take_backup(self.hub, folder, out, SealToKey(folder.settings.backup_key), by="office@hub")

    @property
    def key(self) -> OpenWithKey:
        return OpenWithKey(self.offline.backup)


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    made = Office(tmp_path, database_url)
    yield made
    made.hub.database.close()


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path, "")
    yield made
    made.hub.database.close()


def _content(hub: Hub) -> dict[str, list[tuple[object, ...]]]:
    with hub.database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in dumped_tables()
        }


def _restored(office: Office, file: Path, folder: Path, url: str = "") -> tuple[Restored, Hub]:
    done = restore(RestoreOrder(file, folder, url), office.key, NOW + timedelta(days=1))
    return done, open_hub(folder, now=lambda: NOW + timedelta(days=1))


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_a_backup_of_either_kind_of_database_is_restored_into_either(
    office: Office, into: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    saved = _content(office.hub)
    office.back_up(tmp_path / "a.capibackup")
    url = ""
    if into == "postgresql":
        url = _other_postgresql(request)
    done, hub = _restored(office, tmp_path / "a.capibackup", tmp_path / "again", url)
    with contextlib.closing(hub.database):
        found = _content(hub)
        for name, rows in saved.items():
            if name not in ("hub", "audit", "audit_head"):
                assert found[name] == rows, name
        assert all(found[name] for name in ("codes", "jobs", "derivations", "derived", "calls", "frames", "telephone"))
        assert found["invitations"], "a letter that is on its way opens the questionnaire at the restored hub too"
        with hub.database.reading() as connection:
            outputs = connection.execute(select(func.count()).select_from(tables.outputs)).scalar_one()
        assert outputs == 0, "what was made of it for a day is no part of it"
        assert (done.cases, done.entries) == (1, 3)
        assert check_hub(hub) == []
        assert hub.keys.public == office.hub.keys.public
        assert hub.certificates == office.hub.certificates


def _other_postgresql(request: pytest.FixtureRequest) -> str:
    import psycopg

    server = str(request.getfixturevalue("postgresql_server"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS restored WITH (FORCE)")
        connection.execute("CREATE DATABASE restored")
    return server.replace("/postgres?", "/restored?")


def test_new_rows_are_numbered_on_after_a_restore(
    office: Office, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    office.back_up(tmp_path / "a.capibackup")
    _, hub = _restored(office, tmp_path / "a.capibackup", tmp_path / "again", _other_postgresql(request))
    with contextlib.closing(hub.database), hub.database.writing() as connection:
        row = {"name": "bob", "full_name": "Bob", "role": "interviewer", "active": True, "created": 0}
        assert connection.execute(insert(tables.users).values(**row).returning(tables.users.c.key)).scalar_one() == 2


def test_a_restored_hub_is_the_same_hub_in_another_epoch_with_a_line_in_its_log(office: Office, tmp_path: Path) -> None:
    office.back_up(tmp_path / "a.capibackup")
    done, hub = _restored(office, tmp_path / "a.capibackup", tmp_path / "again")
    before, after = _content(office.hub)["hub"][0], _content(hub)["hub"][0]
    hub.database.close()
    assert before[1] == after[1]
    assert before[3] != after[3] == done.epoch
    assert audit.verify(office.hub) is None
    with contextlib.closing(open_hub(tmp_path / "again").database) as database, database.reading() as connection:
        assert connection.execute(select(tables.audit.c.action)).scalars().all() == ["case_accepted", "hub_restored"]


def test_what_was_signed_in_before_is_not_after_a_restore_and_no_code_is_good(office: Office, tmp_path: Path) -> None:
    with office.hub.database.writing() as connection:
        for number, kind in enumerate(("access", "refresh", "session")):
            token = {"hash": str(number), "kind": kind, "family": "f", "user_key": 1, "made": 0, "expires": 2**60}
            connection.execute(insert(tables.tokens).values(**token))
        code = {"code_hash": "c", "user_key": 1, "made": 0, "made_by": "sue", "expires": 2**60}
        connection.execute(insert(tables.enrolments).values(**code))
    office.back_up(tmp_path / "a.capibackup")
    _, hub = _restored(office, tmp_path / "a.capibackup", tmp_path / "again")
    with contextlib.closing(hub.database), hub.database.reading() as connection:
        assert connection.execute(select(tables.tokens.c.kind)).scalars().all() == ["refresh"]
        assert connection.execute(select(tables.enrolments.c.used)).scalar() is not None


def test_a_case_counts_as_backed_up_to_the_entry_the_file_holds(office: Office, tmp_path: Path) -> None:
    made = office.back_up(tmp_path / "a.capibackup")
    assert (made.cases, made.entries, made.marked) == (1, 3, 1)
    assert _backed_up(office.hub) == 3
    assert office.back_up(tmp_path / "b.capibackup").marked == 0


def test_entries_that_come_while_the_backup_is_taken_are_neither_in_it_nor_marked(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = journal_of("c1", 4)[3:]

    def dump(*given: Any) -> None:
        # The snapshot has begun; another connection goes on serving.
        with office.hub.database.writing() as connection:
            row = {"case_key": 1, "branch": 0, "first": 4, "last": 4, "entries": pack(later), "received": 9}
            connection.execute(insert(tables.segments).values(**row))
            connection.execute(update(tables.cases).values(number=4))
        write_dump(*given)

    monkeypatch.setattr("capi.hub.keeping.backup.write_dump", dump)
    assert office.back_up(tmp_path / "a.capibackup").entries == 3
    monkeypatch.undo()
    assert _backed_up(office.hub) == 3
    assert office.back_up(tmp_path / "b.capibackup").entries == 4
    assert _backed_up(office.hub) == 4


def test_a_case_that_says_more_than_its_journal_holds_is_marked_for_what_is_there(
    office: Office, tmp_path: Path
) -> None:
    with office.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(branch=1, number=9))
    office.back_up(tmp_path / "a.capibackup")
    assert _backed_up(office.hub) == 2


def test_nothing_is_marked_where_the_file_could_not_be_written(office: Office, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        office.back_up(tmp_path / "file" / "a.capibackup")
    assert _backed_up(office.hub) == 0


def test_nothing_of_a_backup_can_be_read_without_its_key_but_which_hub_it_is_of(office: Office, tmp_path: Path) -> None:
    made = office.back_up(tmp_path / "a.capibackup")
    content = made.path.read_bytes()
    assert made.path.stat().st_mode & 0o077 == 0
    for secret in (b"Zo\xc3\xab Quill", b"case_created", office.hub.keys.audit, b"PRIVATE KEY", b"Ann Ill"):
        assert secret not in content
    with made.path.open("rb") as file:
        assert SealedReader(file, made.path.name).header.facts.name == "Fieldwork"
    with pytest.raises(HubFolderError, match="sealed to another key"):
        restore(RestoreOrder(made.path, tmp_path / "again"), OpenWithKey(bytes(32)), NOW)
    with pytest.raises(HubFolderError, match="sealed to the hub's backup key"):
        restore(RestoreOrder(made.path, tmp_path / "again"), OpenWithPassphrase(PASSPHRASE), NOW)


def test_a_backup_is_sealed_with_a_passphrase_where_that_is_wanted(sqlite_office: Office, tmp_path: Path) -> None:
    file, folder = tmp_path / "a.capibackup", read_folder(sqlite_office.path)
    with pytest.raises(HubFolderError, match="too short"):
        take_backup(sqlite_office.hub, folder, file, SealToPassphrase("short", CHEAP), by="office@hub")
    assert not file.exists()
    take_backup(sqlite_office.hub, folder, file, SealToPassphrase(PASSPHRASE, CHEAP), by="office@hub")
    with pytest.raises(HubFolderError, match="not the passphrase"):
        restore(RestoreOrder(file, tmp_path / "again"), OpenWithPassphrase("five other words are good"), NOW)
    with pytest.raises(HubFolderError, match="sealed with a passphrase"):
        restore(RestoreOrder(file, tmp_path / "again"), sqlite_office.key, NOW)
    assert restore(RestoreOrder(file, tmp_path / "again"), OpenWithPassphrase(PASSPHRASE), NOW).cases == 1


def test_a_backup_that_was_changed_or_cut_off_anywhere_restores_nothing(sqlite_office: Office, tmp_path: Path) -> None:
    content = sqlite_office.back_up(tmp_path / "a.capibackup").path.read_bytes()
    damaged = tmp_path / "b.capibackup"
    step = max(1, len(content) // 150)
    wrong = [content[:at] for at in range(0, len(content), step)]
    wrong += [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in range(0, len(content), step)]
    wrong += [content + b"\0", content + content]
    for each in wrong:
        damaged.write_bytes(each)
        with pytest.raises(HubFolderError):
            restore(RestoreOrder(damaged, tmp_path / "again"), sqlite_office.key, NOW)
        assert list((tmp_path / "again").iterdir() if (tmp_path / "again").exists() else ()) == []


def test_a_restore_that_fails_leaves_the_database_as_it_was(office: Office, tmp_path: Path, database_url: str) -> None:
    content = office.back_up(tmp_path / "a.capibackup").path.read_bytes()
    (tmp_path / "b.capibackup").write_bytes(content[:-40])
    before = _content(office.hub)
    office.hub.database.close()
    order = RestoreOrder(tmp_path / "b.capibackup", office.path, database_url, force=True)
    with pytest.raises(HubFolderError, match="damaged"):
        restore(order, office.key, NOW)
    assert _content(office.hub) == before


def test_a_hub_is_restored_over_only_where_that_is_asked_for(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    file = office.back_up(tmp_path / "a.capibackup").path
    before = _content(office.hub)["hub"]
    with pytest.raises(HubFolderError, match="over it with --force"):
        restore(RestoreOrder(file, office.path), office.key, NOW)
    with pytest.raises(HubFolderError, match=r"in use\. Stop the hub first"):
        restore(RestoreOrder(file, office.path, force=True), office.key, NOW)
    assert _content(office.hub)["hub"] == before
    office.hub.database.close()
    done = restore(RestoreOrder(file, office.path, force=True), office.key, NOW)
    assert done.aside is not None
    with sqlite3.connect(done.aside / "hub.sqlite") as aside:
        assert aside.execute("SELECT epoch FROM hub").fetchone()[0] == before[0][3]
    with contextlib.closing(open_hub(office.path).database) as database, database.reading() as connection:
        assert connection.execute(select(tables.hub.c.epoch)).scalar() == done.epoch


def test_a_database_that_has_a_hub_is_restored_over_only_where_that_is_asked_for(
    office: Office, tmp_path: Path, database_url: str
) -> None:
    file = office.back_up(tmp_path / "a.capibackup").path
    before = _content(office.hub)
    with pytest.raises(HubFolderError, match="There is a hub in that database already"):
        restore(RestoreOrder(file, tmp_path / "again", database_url), office.key, NOW)
    assert _content(office.hub) == before
    if office.hub.database.is_postgresql:
        with pytest.raises(HubFolderError, match="in use by a hub"):
            restore(RestoreOrder(file, tmp_path / "again", database_url, force=True), office.key, NOW)
    office.hub.database.close()
    done = restore(RestoreOrder(file, tmp_path / "again", database_url, force=True), office.key, NOW)
    with contextlib.closing(open_hub(tmp_path / "again").database) as database, database.reading() as connection:
        assert connection.execute(select(tables.hub.c.epoch)).scalar() == done.epoch


def test_tables_of_another_program_are_never_taken_away(office: Office, tmp_path: Path) -> None:
    file = office.back_up(tmp_path / "a.capibackup").path
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    with contextlib.closing(HubDatabase(url)) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE users (name TEXT)")
        with pytest.raises(HubFolderError, match="another program"):
            restore(RestoreOrder(file, tmp_path / "again", url, force=True), office.key, NOW)
        with database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM users").scalar() == 0


def test_a_rehearsal_leaves_nothing_and_finds_a_journal_that_is_not_sound(office: Office, tmp_path: Path) -> None:
    file = office.back_up(tmp_path / "a.capibackup").path
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert rehearse(file, office.key, scratch, NOW).entries == 3
    assert list(scratch.iterdir()) == []
    with office.hub.database.writing() as connection:
        connection.execute(update(tables.cases).values(hash="other"))
    worse = office.back_up(tmp_path / "b.capibackup").path
    with pytest.raises(HubFolderError, match="Case c1: its line says entry 3, its journal ends with entry 3"):
        rehearse(worse, office.key, scratch, NOW)
    assert list(scratch.iterdir()) == []


def test_backups_are_on_record_and_sort_by_their_names(office: Office, tmp_path: Path) -> None:
    name = backup_name(office.hub, NOW)
    assert name.endswith("-20261122T090000Z.capibackup")
    made = office.back_up(tmp_path / name)
    with office.hub.database.reading() as connection:
        row = connection.execute(select(tables.backups)).one()
        assert (row.file, row.sha256, row.cases, row.rehearsed) == (name, made.sha256, 1, False)
        assert audit.head(connection).startswith("2:")
        assert connection.execute(select(func.count()).select_from(tables.audit)).scalar() == 2


def _backed_up(hub: Hub) -> int:
    with hub.database.reading() as connection:
        return int(connection.execute(select(tables.cases.c.backed_up)).scalar_one())


def test_a_backup_made_by_the_first_version_is_restored_by_this_one(tmp_path: Path) -> None:
    sample = SAMPLES / "schema-1.capibackup"
    done = restore(RestoreOrder(sample, tmp_path / "again"), OpenWithPassphrase(PASSPHRASE), NOW)
    assert (done.facts.name, done.cases, done.entries) == ("Fieldwork", 1, 3)
    hub = open_hub(tmp_path / "again", now=lambda: NOW)
    with contextlib.closing(hub.database):
        assert check_hub(hub) == []


def test_a_backup_from_before_there_were_calls_has_its_appointments_after_a_restore(tmp_path: Path) -> None:
    sample = SAMPLES / "schema-2.capibackup"
    done = restore(RestoreOrder(sample, tmp_path / "again"), OpenWithPassphrase(PASSPHRASE), NOW)
    assert (done.facts.schema, done.cases, done.entries) == (2, 4, 12)
    hub = open_hub(tmp_path / "again", now=lambda: NOW)
    with contextlib.closing(hub.database), hub.database.reading() as connection:
        assert check_hub(hub) == []
        lines = connection.execute(select(tables.cases).order_by(tables.cases.c.id)).all()
        agreed = to_microseconds(datetime(2026, 11, 25, 17, 40, tzinfo=UTC))
        assert [(line.id, line.appointment) for line in lines] == [
            ("c1", None),
            ("c2", agreed),
            ("c3", None),
            ("c4", None),
        ]
        assert {(line.calls, line.last_result, line.outcome) for line in lines} == {(0, "", "")}
