"""Setting a hub up, and opening one that was: its folder, its database, and that the two belong together."""

import contextlib
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection, insert, select

from capi.hub import tables
from capi.hub.database import HubDatabase, sqlite_url
from capi.hub.errors import HubFolderError
from capi.hub.hub import Hub, HubKeys, Known, Principal, known, to_microseconds
from capi.hub.keeping.certificates import (
    RENEW_DAYS,
    Certified,
    days_left,
    fit_host,
    is_for,
    new_authority,
    new_server_certificate,
)
from capi.hub.keeping.folder import (
    AUTHORITY,
    AUTHORITY_KEY,
    DATABASE,
    KEYS,
    SERVER,
    SERVER_KEY,
    SETTINGS,
    HubFolder,
    is_hub_folder,
    key_file,
    new_settings,
    read_folder,
    settings_file,
    write_folder,
)
from capi.hub.keeping.offline import OfflineKeys, new_offline_keys
from capi.hub.keeping.upgrades import bring_up
from capi.sync.messages import Role


def office(role: Role, person: str = "") -> Principal:
    """Whoever runs commands on the hub's own machine, in the role that the work needs. It is no account.

    `person`: the account of the machine's own system that they use, which then stands in the audit log too.
    """
    return Principal(0, f"office@hub ({person})" if person else "office@hub", role)


OFFICE = office(Role.ADMINISTRATOR)


def _now() -> datetime:
    return datetime.now(UTC)


def set_up(
    path: Path,
    name: str,
    url: str,
    hosts: Sequence[str],
    *,
    now: Callable[[], datetime] = _now,
    offline: OfflineKeys | None = None,
    address: str = "",
) -> OfflineKeys:
    """Makes a hub: keys, authority, certificate, tables. `url` may be empty for SQLite in the folder; `address` is the one
    that laptops are told to use.

    Gives `offline`, or where none are given new ones, which must be kept elsewhere: they are written nowhere here.
    Raises HubFolderError, with nothing made that a second try would stumble over, or Unavailable.
    """
    _refuse_unfit(path, name, hosts)
    time = now()
    keys, hub = HubKeys.new(), str(uuid.uuid4())
    leaving = offline or new_offline_keys(name, time)
    authority = new_authority(f"{name} hub", time)
    server = new_server_certificate(authority, hosts, time)
    settings = msgspec.structs.replace(new_settings(hub, url, tuple(hosts), leaving.backup_public), url=address)
    files = {
        SETTINGS: settings_file(settings),
        KEYS: key_file(keys),
        AUTHORITY: authority.certificate + leaving.spare.certificate,
        AUTHORITY_KEY: authority.key,
        SERVER: server.certificate,
        SERVER_KEY: server.key,
    }
    write_folder(path, {name: content for name, content in files.items() if name != SETTINGS})
    with contextlib.closing(HubDatabase(url or own_database(path))) as database:
        bring_up(database, time)
        with database.writing() as connection:
            begin_hub(connection, keys, name, time, hub=hub)
            write_folder(path, {SETTINGS: files[SETTINGS]})
    return leaving


def begin_hub(connection: Connection, keys: HubKeys, name: str, now: datetime, *, hub: str = "") -> Known:
    """Writes down which hub this database is. Raises HubFolderError where it is one already."""
    there = connection.execute(select(tables.hub.c.name)).scalar()
    if there is not None:
        raise HubFolderError(
            f"The hub {there} is in this database already. Name an empty one with --database, or open that hub with its own folder."
        )
    made = Known(hub or str(uuid.uuid4()), name, new_epoch())
    connection.execute(
        insert(tables.hub).values(
            single=1, id=made.id, name=name, epoch=made.epoch, public_key=keys.public, created=to_microseconds(now)
        )
    )
    return made


def own_database(path: Path) -> str:
    """The URL of the SQLite database in the folder; makes an empty file that only its owner may read."""
    (path / DATABASE).touch(mode=0o600)
    return sqlite_url(path / DATABASE)


def new_epoch() -> str:
    return uuid.uuid4().hex


def open_hub(path: Path, *, now: Callable[[], datetime] = _now) -> Hub:
    """The hub of this folder, its database brought up to the newest schema. Close `hub.database` when done.

    Raises HubFolderError (missing, damaged, of another hub, newer) or Unavailable.
    """
    folder = read_folder(path)
    _refuse_missing_database(folder)
    database = HubDatabase(folder.database_url)
    hub = Hub(database, folder.keys, now, folder.authority)
    try:
        bring_up(database, now())
        with database.reading() as connection:
            found = known(hub, connection)
        if found.id != folder.settings.hub:
            raise HubFolderError(f"{path / SETTINGS} is of another hub than the database. Put its own folder back.")
    except BaseException:
        database.close()
        raise
    return hub


def server_certificate(folder: HubFolder, now: datetime) -> Certified:
    """What the hub shows; made anew where it runs out soon, or is not for all of the hub's names. Raises HubFolderError."""
    there = [folder.path / name for name in (SERVER, SERVER_KEY)]
    if all(path.exists() for path in there):
        shown = Certified(there[0].read_bytes(), there[1].read_bytes())
        if days_left(shown.certificate, now) >= RENEW_DAYS and is_for(shown.certificate, folder.settings.hosts):
            return shown
    authority = Certified(folder.authority.encode(), (folder.path / AUTHORITY_KEY).read_bytes())
    made = new_server_certificate(authority, folder.settings.hosts, now)
    write_folder(folder.path, {SERVER: made.certificate, SERVER_KEY: made.key})
    return made


def _refuse_unfit(path: Path, name: str, hosts: Sequence[str]) -> None:
    if is_hub_folder(path):
        raise HubFolderError(
            f"There is a hub in {path} already. Serve it with: capi hub serve, or name another folder."
        )
    if path.exists() and not path.is_dir():
        raise HubFolderError(f"{path} is a file. Name a folder with --folder.")
    if not name.strip() or len(name) > 200:
        raise HubFolderError("A hub needs a name of at most 200 letters: laptops show it to those who use them.")
    unfit = [host for host in hosts if not fit_host(host)]
    if unfit or not hosts:
        raise HubFolderError(
            f"No certificate can be for {', '.join(unfit) or 'no host'}. Name hosts as hub.example.org or 10.1.2.3."
        )


def _refuse_missing_database(folder: HubFolder) -> None:
    # SQLite would make an empty file of that name, and every laptop would find a hub that knows nothing.
    if not folder.settings.database and not (folder.path / DATABASE).exists():
        raise HubFolderError(
            f"{folder.path / DATABASE} is missing. Put it back, or restore the hub from a backup: capi hub restore"
        )
