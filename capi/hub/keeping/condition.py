"""The condition of a hub: what whoever looks after its machine wants to know, and what needs their attention."""

import contextlib
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from capi.hub import audit, tables
from capi.hub.errors import HubFolderError
from capi.hub.hub import Hub, from_microseconds, known, to_microseconds
from capi.hub.keeping.address import answers, laptop_address
from capi.hub.keeping.certificates import days_left
from capi.hub.keeping.folder import DATABASE, SERVER, HubFolder
from capi.hub.keeping.offline import read_offline_keys
from capi.hub.keeping.upgrades import reached
from capi.hub.people.hub_settings import read_settings
from capi.hub.people.texts import counted

SILENT_DAYS = 7
BACKUP_HOURS = 26
"""A day, and time for a slow night."""
LEAST_DISK = 2 * 2**30
LEAST_CERTIFICATE_DAYS = 30
_BACKUP = "capi hub backup --out DIR"


@dataclass(frozen=True, slots=True)
class Condition:
    """`devices` by their state; `silent`: active laptops nobody has heard of for a week. Sizes in bytes, None where not known.

    `address` is the one for laptops; `serving`: whether anybody answers where the hub last listened on this machine, None
    where it never did. `offline_keys`: the files of them that still lie here. `unsaved`: cases with entries that no backup
    holds. `broken_audit`: the first line that was changed, where that was asked.
    """

    hub: str
    name: str
    epoch: str
    schema: int
    address: str
    serving: bool | None
    offline_keys: list[str]
    restored: datetime | None
    devices: dict[str, int]
    silent: int
    last_backup: datetime | None
    last_rehearsal: datetime | None
    unsaved: int
    deleted: int
    database_bytes: int | None
    disk_free: int | None
    certificate_days: int | None
    audit: str
    broken_audit: int | None
    attention: list[str]


def condition_of(hub: Hub, folder: HubFolder, *, verify: bool = False) -> Condition:
    """`verify`: reads all of the audit log. Raises Unavailable."""
    broken = audit.verify(hub) if verify else None
    free = shutil.disk_usage(folder.path).free
    days = _certificate_days(folder.path / SERVER, hub.now())
    served = folder.settings.served
    serving, offline = answers(served) if served else None, _offline_keys(folder)
    with hub.database.reading() as connection:
        its = known(hub, connection)
        restored = read_settings(connection).restored
        counted = select(tables.devices.c.state, func.count()).group_by(tables.devices.c.state)
        found = Condition(
            hub=its.id,
            name=its.name,
            epoch=its.epoch,
            schema=reached(connection),
            address=laptop_address(folder.settings),
            serving=serving,
            offline_keys=offline,
            restored=from_microseconds(restored.at) if restored else None,
            devices=dict(connection.execute(counted).all()),
            silent=_silent(connection, hub.now()),
            last_backup=_last(connection, rehearsed=False),
            last_rehearsal=_last(connection, rehearsed=True),
            unsaved=_unsaved(connection),
            deleted=_deleted(connection),
            database_bytes=_size(hub, connection, folder),
            disk_free=free,
            certificate_days=days,
            audit=audit.head(connection),
            broken_audit=broken,
            attention=[],
        )
    found.attention.extend(_attention(found, hub.now()))
    return found


def _attention(found: Condition, now: datetime) -> list[str]:
    unsaved, silent = counted(found.unsaved, "case"), counted(found.silent, "laptop")
    have, ago = "has" if found.unsaved == 1 else "have", timedelta(hours=BACKUP_HOURS)
    checks = (
        (
            not found.serving,
            "The hub is not being served"
            + (
                ": it has never been on this machine."
                if found.serving is None
                else " now; nobody answers on this machine."
            )
            + " Start it: capi hub serve",
        ),
        (
            bool(found.offline_keys),
            f"The offline keys are still on this machine: {', '.join(found.offline_keys)}. Take them away to two places under lock.",
        ),
        (
            found.last_backup is None,
            f"No backup was ever made{f', and {unsaved} {have} entries only here' if found.unsaved else ''}. Take one: {_BACKUP}",
        ),
        (
            found.unsaved > 0 and found.last_backup is not None and now - found.last_backup > ago,
            f"{unsaved} {have} entries that no backup holds. Take one: {_BACKUP}",
        ),
        (
            found.last_backup is not None
            and (found.last_rehearsal is None or now - found.last_rehearsal > timedelta(days=31)),
            "No backup was restored for trial in the last month. Rehearse: capi hub restore FILE --rehearse --key OFFLINE-KEYS",
        ),
        (
            found.certificate_days is not None and found.certificate_days < LEAST_CERTIFICATE_DAYS,
            f"The certificate runs out in {counted(found.certificate_days or 0, 'day')}. Start the hub anew, which makes another.",
        ),
        (
            found.disk_free is not None and found.disk_free < LEAST_DISK,
            f"Only {(found.disk_free or 0) // 2**20:,} MB of the disk are free. Make room outside the hub's folder.",
        ),
        (
            found.silent > 0,
            f"{silent} {'has' if found.silent == 1 else 'have'} not called for {SILENT_DAYS} days. See: capi hub device list",
        ),
        (
            found.broken_audit is not None,
            f"The audit log was changed or cut off at line {found.broken_audit}. Keep the database as it is, and find out who could.",
        ),
    )
    return [words for wrong, words in checks if wrong]


def _offline_keys(folder: HubFolder) -> list[str]:
    """Files in the folder and beside it that open this hub's backups."""
    found = []
    for path in (*sorted(folder.path.glob("*.json")), *sorted(folder.path.absolute().parent.glob("*keys*.json"))):
        with contextlib.suppress(HubFolderError):
            if read_offline_keys(path).backup_public == folder.settings.backup_key:
                found.append(str(path))
    return found


def _silent(connection: Connection, now: datetime) -> int:
    until = to_microseconds(now - timedelta(days=SILENT_DAYS))
    devices = tables.devices.c
    seen = func.coalesce(devices.last_seen, devices.enrolled)
    query = select(func.count()).select_from(tables.devices).where(devices.state == "active", seen < until)
    return int(connection.execute(query).scalar_one())


def _last(connection: Connection, *, rehearsed: bool) -> datetime | None:
    backups = tables.backups.c
    query = select(func.max(backups.made))
    made = connection.execute(query.where(backups.rehearsed) if rehearsed else query).scalar()
    return None if made is None else from_microseconds(made)


def _unsaved(connection: Connection) -> int:
    cases = tables.cases.c
    query = select(func.count()).select_from(tables.cases)
    return int(connection.execute(query.where(cases.deleted.is_(None), cases.backed_up < cases.number)).scalar_one())


def _deleted(connection: Connection) -> int:
    query = select(func.count()).select_from(tables.cases).where(tables.cases.c.deleted.is_not(None))
    return int(connection.execute(query).scalar_one())


def _size(hub: Hub, connection: Connection, folder: HubFolder) -> int | None:
    if hub.database.is_postgresql:
        return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    path = Path(hub.database.url.database or folder.path / DATABASE)
    return path.stat().st_size if path.exists() else None


def _certificate_days(path: Path, now: datetime) -> int | None:
    return days_left(path.read_bytes(), now) if path.exists() else None
