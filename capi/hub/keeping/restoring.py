"""Restoring a hub from a backup: into an empty database of either kind, whole or not at all, and under a new epoch.

    restored = restore(RestoreOrder(file, folder), opening, now)

The new epoch tells every laptop that the hub may have forgotten something, and to offer it again. What was there before
is overwritten only where that was asked for; a folder's own files are put aside even then, and nothing is ever deleted.
"""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, func, select, text, update

from capi.hub import audit, tables
from capi.hub.database import HubDatabase, sqlite_url
from capi.hub.errors import HubFolderError
from capi.hub.hub import Hub, HubKeys, to_microseconds
from capi.hub.keeping.certificates import Certified, new_server_certificate
from capi.hub.keeping.checking import check_hub
from capi.hub.keeping.dump import End, File, Loading, Rows, is_empty, read_records
from capi.hub.keeping.folder import (
    AUTHORITY,
    AUTHORITY_KEY,
    DATABASE,
    KEYS,
    SERVER,
    SERVER_KEY,
    SETTINGS,
    FolderSettings,
    is_hub_folder,
    keys_of,
    settings_file,
    settings_of,
    write_folder,
)
from capi.hub.keeping.sealing import Facts, Opening, SealedReader
from capi.hub.keeping.setting_up import new_epoch, own_database
from capi.hub.keeping.upgrades import UPGRADES, make_room, reached, see_anew, take_steps
from capi.hub.people.hub_settings import RestoredMark, read_settings, write_settings

_ASIDE = "before-restore"


@dataclass(frozen=True, slots=True)
class RestoreOrder:
    """What goes where. `database` is a URL, or empty for SQLite in the folder; `by` stands in the audit log."""

    file: Path
    folder: Path
    database: str = ""
    force: bool = False
    by: str = "office@hub"


@dataclass(frozen=True, slots=True)
class Restored:
    """`facts` are those of the backup; `aside`: where what was in the folder lies now, if anything was."""

    facts: Facts
    epoch: str
    cases: int
    entries: int
    aside: Path | None = None


def restore(order: RestoreOrder, opening: Opening, now: datetime) -> Restored:
    """Raises HubFolderError, Unavailable and OSError, with everything as it was."""
    _refuse_what_is_there(order)
    with order.file.open("rb") as file:
        reader = SealedReader(file, order.file.name)
        _refuse_later(reader.header.facts, order.file)
        reader.unlock(opening)
        with _folder_for(order.folder):
            return _restore(order, reader, now)


def _restore(order: RestoreOrder, reader: SealedReader, now: datetime) -> Restored:
    if order.database:
        with contextlib.closing(HubDatabase(order.database)) as database:
            return _into(database, order, reader, now)
    return _into_own_file(order, reader, now)


def rehearse(file: Path, opening: Opening, scratch: Path, now: datetime) -> Restored:
    """Restores into a folder that is gone afterwards, and looks at every journal and every line of the audit log.

    `scratch` is where that folder is made: as private as the hub's own. Raises HubFolderError with what is wrong.
    """
    with tempfile.TemporaryDirectory(prefix=".capi-rehearsal-", dir=scratch) as name:
        folder = Path(name)
        restored = restore(RestoreOrder(file, folder), opening, now)
        keys = keys_of((folder / KEYS).read_bytes())
        with contextlib.closing(HubDatabase(own_database(folder))) as database:
            problems = check_hub(Hub(database, keys, lambda: now))
    if problems:
        raise HubFolderError(f"{file.name} can be restored, but what is in it is not sound. {' '.join(problems[:5])}")
    return restored


def _into_own_file(order: RestoreOrder, reader: SealedReader, now: datetime) -> Restored:
    unfinished = order.folder / f"{DATABASE}.unfinished"
    _remove_sqlite(unfinished)
    unfinished.touch(mode=0o600)
    try:
        with contextlib.closing(HubDatabase(sqlite_url(unfinished))) as database:
            restored, files = _load(database, order, reader, now)
            # All of it into the one file: what still lay in its log would be left behind by the renaming.
            with database.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        aside = _put_aside(order.folder, now)
        unfinished.replace(order.folder / DATABASE)
        write_folder(order.folder, files)
    finally:
        _remove_sqlite(unfinished)
    return replace(restored, aside=aside)


def _into(database: HubDatabase, order: RestoreOrder, reader: SealedReader, now: datetime) -> Restored:
    restored, files = _load(database, order, reader, now)
    aside = _put_aside(order.folder, now)
    write_folder(order.folder, files)
    return replace(restored, aside=aside)


def _load(
    database: HubDatabase, order: RestoreOrder, reader: SealedReader, now: datetime
) -> tuple[Restored, dict[str, bytes]]:
    """One transaction: all rows, compared with what was saved, and then what a restored hub has anew."""
    with database.writing() as connection:
        make_room(connection)
        _empty(database, connection, order)
        take_steps(connection, now)
        found = _load_records(connection, reader)
        see_anew(connection, reader.header.facts.schema)
        keys = keys_of(found[KEYS])
        _refuse_strange_keys(connection, keys, order.file)
        epoch = _begin_anew(Hub(database, keys, lambda: now), connection, reader.header.facts, order)
        cases, entries = _counted(connection)
        files = _files(found, order.database, now)
    return Restored(reader.header.facts, epoch, cases, entries), files


def _load_records(connection: Connection, reader: SealedReader) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    loading = Loading(connection)
    for record in read_records(reader.chunks()):
        match record:
            case File(name, content):
                files[name] = content
            case Rows():
                loading.add(record)
            case End():
                loading.check(record)
    loading.number_on()
    missing = {SETTINGS, KEYS, AUTHORITY, AUTHORITY_KEY} - files.keys()
    if missing:
        raise HubFolderError(f"This backup lacks {', '.join(sorted(missing))}. Nothing was restored.")
    return files


def _begin_anew(hub: Hub, connection: Connection, facts: Facts, order: RestoreOrder) -> str:
    """A new epoch, and nobody signed in: what was revoked after the backup must not be good again by it."""
    epoch, time = new_epoch(), to_microseconds(hub.now())
    connection.execute(update(tables.hub).values(epoch=epoch))
    mark = RestoredMark(time, to_microseconds(facts.made))
    write_settings(connection, msgspec.structs.replace(read_settings(connection), restored=mark))
    tokens, codes = tables.tokens, tables.enrolments
    connection.execute(delete(tokens).where(tokens.c.kind != "refresh"))
    connection.execute(update(codes).where(codes.c.used.is_(None)).values(used=time))
    audit.record(hub, connection, order.by, "hub_restored", epoch, backup=order.file.name, made=facts.made.isoformat())
    return epoch


def _files(found: dict[str, bytes], database: str, now: datetime) -> dict[str, bytes]:
    settings: FolderSettings = msgspec.structs.replace(settings_of(found[SETTINGS]), database=database, served="")
    server = new_server_certificate(Certified(found[AUTHORITY], found[AUTHORITY_KEY]), settings.hosts, now)
    return {
        SETTINGS: settings_file(settings),
        KEYS: found[KEYS],
        AUTHORITY: found[AUTHORITY],
        AUTHORITY_KEY: found[AUTHORITY_KEY],
        SERVER: server.certificate,
        SERVER_KEY: server.key,
    }


def _counted(connection: Connection) -> tuple[int, int]:
    segments = tables.segments.c
    entries = select(func.coalesce(func.sum(segments.last - segments.first + 1), 0))
    cases = select(func.count()).select_from(tables.cases)
    return connection.execute(cases).scalar_one(), int(connection.execute(entries).scalar_one())


# --- what stands in the way ---------------------------------------------------------------------------------------


def _refuse_what_is_there(order: RestoreOrder) -> None:
    if not order.file.is_file():
        raise HubFolderError(f"There is no file {order.file}. Name a backup: its name ends with .capibackup.")
    own = order.folder / DATABASE
    if (is_hub_folder(order.folder) or (own.exists() and not order.database)) and not order.force:
        raise HubFolderError(
            f"There is a hub in {order.folder} already. Restore into another folder, or over it with --force."
        )
    if own.exists() and not order.database and _is_held(own):
        raise HubFolderError(f"{own} is in use. Stop the hub first, on this machine and on every other one.")


def _is_held(path: Path) -> bool:
    """Whether another process has the file open. A damaged one is held by nobody."""
    with contextlib.closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        except sqlite3.DatabaseError:
            return False
    return False


def _empty(database: HubDatabase, connection: Connection, order: RestoreOrder) -> None:
    """Takes away the tables of a hub; those of another program are left, and refused by the first upgrade."""
    if not reached(connection):
        return
    if not is_empty(connection):
        if not order.force:
            raise HubFolderError(
                "There is a hub in that database already. Restore into an empty one, or over it with --force."
            )
        _refuse_served(database, connection)
    tables.metadata.drop_all(connection)


def _refuse_served(database: HubDatabase, connection: Connection) -> None:
    if not database.is_postgresql:
        return
    others = connection.execute(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name = 'capi hub' AND pid <> pg_backend_pid()"
        )
    ).scalar_one()
    if others:
        raise HubFolderError("That database is in use by a hub. Stop it first, on this machine and on every other one.")


def _refuse_later(facts: Facts, file: Path) -> None:
    if facts.schema > len(UPGRADES):
        raise HubFolderError(
            f"{file.name} was made by a later version of capi ({facts.program}, schema {facts.schema}; this one knows up to "
            f"{len(UPGRADES)}). Install that version, then restore."
        )


def _refuse_strange_keys(connection: Connection, keys: HubKeys, file: Path) -> None:
    if connection.execute(select(tables.hub.c.public_key)).scalar() != keys.public:
        raise HubFolderError(f"The keys in {file.name} are not those of the hub in it. Nothing was restored.")


# --- files --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _folder_for(path: Path) -> Iterator[None]:
    """Makes the folder; one that was made for a restore that then fails is taken away again."""
    new = [each for each in (path, *path.parents) if not each.exists()]
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # one that holds something stays
            for each in new:
                each.rmdir()
        raise


def _put_aside(folder: Path, now: datetime) -> Path | None:
    there = [path for path in _hub_files(folder) if path.exists()]
    if not there:
        return None
    aside = folder / f"{_ASIDE}-{now:%Y%m%dT%H%M%S%fZ}"
    aside.mkdir(mode=0o700)
    # The settings first: a folder without them is no hub's, and the restore can be done again.
    for path in there:
        path.rename(aside / path.name)
    return aside


def _hub_files(folder: Path) -> Iterator[Path]:
    for name in (SETTINGS, KEYS, AUTHORITY, AUTHORITY_KEY, SERVER, SERVER_KEY):
        yield folder / name
    for ending in ("-wal", "-shm", ""):
        yield folder / f"{DATABASE}{ending}"


def _remove_sqlite(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
