"""The condition of a hub: what whoever looks after its machine wants to know, and what needs their attention."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from capi.hub import audit, tables
from capi.hub.certificates import days_left
from capi.hub.folder import DATABASE, SERVER, HubFolder
from capi.hub.hub import Hub, from_microseconds, known, to_microseconds
from capi.hub.hub_settings import read_settings
from capi.hub.upgrades import reached

SILENT_DAYS = 7
BACKUP_HOURS = 26
"""A day, and time for a slow night."""
LEAST_DISK = 2 * 2**30
LEAST_CERTIFICATE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Condition:
    """`devices` by their state; `silent`: active laptops nobody has heard of for a week. Sizes in bytes, None where not known.

    `unsaved`: cases with entries that no backup holds. `broken_audit`: the first line that was changed, where that was asked.
    """

    hub: str
    name: str
    epoch: str
    schema: int
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
    with hub.database.reading() as connection:
        its = known(hub, connection)
        restored = read_settings(connection).restored
        counted = select(tables.devices.c.state, func.count()).group_by(tables.devices.c.state)
        found = Condition(
            hub=its.id,
            name=its.name,
            epoch=its.epoch,
            schema=reached(connection),
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
    checks = (
        (
            found.unsaved > 0
            and (found.last_backup is None or now - found.last_backup > timedelta(hours=BACKUP_HOURS)),
            f"{found.unsaved:,} cases have entries that no backup holds. Take one: capi hub backup",
        ),
        (
            found.last_backup is not None
            and (found.last_rehearsal is None or now - found.last_rehearsal > timedelta(days=31)),
            "No backup was restored for trial in the last month. Rehearse: capi hub restore FILE --rehearse",
        ),
        (
            found.certificate_days is not None and found.certificate_days < LEAST_CERTIFICATE_DAYS,
            f"The certificate runs out in {found.certificate_days} days. Start the hub anew, which makes another.",
        ),
        (
            found.disk_free is not None and found.disk_free < LEAST_DISK,
            f"Only {(found.disk_free or 0) // 2**20:,} MB of the disk are free.",
        ),
        (
            found.silent > 0,
            f"{found.silent:,} laptops have not called for {SILENT_DAYS} days. See: capi hub device list",
        ),
        (
            found.broken_audit is not None,
            f"The audit log was changed or cut off at line {found.broken_audit}. Keep the database as it is, and find out who could.",
        ),
    )
    return [words for wrong, words in checks if wrong]


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
