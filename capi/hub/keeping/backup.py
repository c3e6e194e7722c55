"""Backups of the hub: one sealed file, from one snapshot, taken while the hub serves.

    made = take_backup(hub, folder, Path("hub.capibackup"), sealing, by="office@hub")

It holds every table and the hub's keys. A case counts as backed up to the entry that the file really holds, and only
once the file is on the disk: laptops remove accepted cases on the strength of that mark.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Table, bindparam, insert, update

from capi import __version__
from capi.hub import audit, tables
from capi.hub.hub import Hub, known, to_microseconds
from capi.hub.keeping.dump import Cell, write_dump
from capi.hub.keeping.folder import AUTHORITY, AUTHORITY_KEY, KEYS, SETTINGS, HubFolder
from capi.hub.keeping.sealing import Facts, SealedWriter, Sealing
from capi.hub.keeping.upgrades import make_room, reached
from capi.outputs.folder import output_file

SUFFIX = ".capibackup"

_MARKED_AT_ONCE = 2_000
_FILES = (SETTINGS, KEYS, AUTHORITY, AUTHORITY_KEY)

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Backup:
    """One that was made. `cases` are all that are in it, `marked` those of which it holds more than any before."""

    path: Path
    made: datetime
    size: int
    sha256: str
    cases: int
    entries: int
    marked: int
    audit: str


def backup_name(hub: Hub, made: datetime) -> str:
    """A name made of the time alone, so that a folder of backups sorts itself."""
    with hub.database.reading() as connection:
        identity = known(hub, connection).id
    return f"hub-{identity[:8]}-{made:%Y%m%dT%H%M%SZ}{SUFFIX}"


def take_backup(hub: Hub, folder: HubFolder, out: Path, sealing: Sealing, *, by: str, force: bool = False) -> Backup:
    """Writes the file whole or not at all. Raises AlreadyWritten, HubFolderError, Unavailable and OSError."""
    heads = _Heads()
    made = hub.now()
    with output_file(out, force=force) as unfinished:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600))
        with unfinished.open("wb") as file, hub.database.reading() as connection:
            make_room(connection, alone=False)
            identity = known(hub, connection)
            facts = Facts(
                hub=identity.id,
                name=identity.name,
                epoch=identity.epoch,
                made=made,
                schema=reached(connection),
                program=__version__,
                audit=audit.head(connection),
            )
            writer = SealedWriter(file, facts, sealing)
            files = {name: (folder.path / name).read_bytes() for name in _FILES}
            write_dump(connection, files, writer.write, heads.see)
            writer.finish()
            size = file.tell()
    marks = heads.marks()
    _record(hub, made, by, _Written(out, writer.sha256, heads.cases))
    _mark(hub, marks)
    return Backup(out, made, size, writer.sha256, heads.cases, heads.entries, len(marks), facts.audit)


def mark_rehearsed(hub: Hub, sha256: str, *, by: str) -> str | None:
    """The backup with this hash has been restored once, to see that it can be. The name of its file; None where this hub
    made none with that hash. Raises Unavailable."""
    backups = tables.backups.c
    with hub.database.writing() as connection:
        marking = update(tables.backups).where(backups.sha256 == sha256.strip().lower()).values(rehearsed=True)
        file = connection.execute(marking.returning(backups.file)).scalars().first()
        if file is not None:
            audit.record(hub, connection, by, "backup_rehearsed", sha256.strip().lower(), file=file)
    return file


@dataclass(frozen=True, slots=True)
class _Written:
    path: Path
    sha256: str
    cases: int


@dataclass(frozen=True, slots=True)
class _Head:
    branch: int
    number: int
    backed_up: int


class _Heads:
    """What the rows that went into the file say of each case: its head, and the entries that are really there."""

    def __init__(self) -> None:
        self._heads: dict[int, _Head] = {}
        self._bases: dict[tuple[int, int], tuple[int, int]] = {}
        self._lasts: dict[tuple[int, int], int] = {}
        self.cases = 0
        self.entries = 0

    def see(self, table: Table, rows: list[list[Cell]]) -> None:
        for row in rows:
            named = dict(zip((column.name for column in table.columns), row, strict=True))
            if table is tables.cases:
                self.cases += 1
                self._heads[_int(named["key"])] = _Head(
                    _int(named["branch"]), _int(named["number"]), _int(named["backed_up"])
                )
            elif table is tables.branches:
                at = (_int(named["case_key"]), _int(named["branch"]))
                self._bases[at] = (_int(named["base"]), _int(named["base_number"]))
            elif table is tables.segments:
                at = (_int(named["case_key"]), _int(named["branch"]))
                self._lasts[at] = _int(named["last"])
                self.entries += _int(named["last"]) - _int(named["first"]) + 1

    def marks(self) -> list[dict[str, int]]:
        """For each case of which the file holds other than was marked: its branch, and the last entry on it."""
        found = []
        for key, head in self._heads.items():
            held = min(self._held(key, head.branch), head.number)
            if held != head.backed_up:
                found.append({"case": key, "on": head.branch, "upto": held})
        return found

    def _held(self, key: int, branch: int) -> int:
        """The last entry of the branch: one of its own, or else the one it begins after where that is there."""
        own = self._lasts.get((key, branch))
        if own is not None:
            return own
        base = self._bases.get((key, branch))
        return min(self._held(key, base[0]), base[1]) if base else 0


def _record(hub: Hub, made: datetime, by: str, written: _Written) -> None:
    with hub.database.writing() as connection:
        row = {
            "made": to_microseconds(made),
            "made_by": by,
            "file": written.path.name,
            "sha256": written.sha256,
            "cases": written.cases,
        }
        connection.execute(insert(tables.backups).values(**row))
        audit.record(hub, connection, by, "backup_made", written.sha256, file=written.path.name)


def _mark(hub: Hub, marks: Iterable[dict[str, int]]) -> None:
    """In short transactions, for the hub goes on serving. A case that has moved to another branch since is left for the next."""
    cases = tables.cases.c
    statement = (
        update(tables.cases)
        .where(cases.key == bindparam("case"), cases.branch == bindparam("on"), cases.deleted.is_(None))
        .values(backed_up=bindparam("upto"))
    )
    for some in _portions(iter(marks), _MARKED_AT_ONCE):
        with hub.database.writing() as connection:
            connection.execute(statement, some)


def _portions(items: Iterator[_Item], size: int) -> Iterator[list[_Item]]:
    while some := list(islice(items, size)):
        yield some


def _int(cell: Cell) -> int:
    assert isinstance(cell, int)  # noqa: S101 - a column of whole numbers that is never empty
    return cell
