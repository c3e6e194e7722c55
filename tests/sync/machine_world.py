"""A small world of a hub, its office and its laptops, quick enough to be begun a thousand times: what a state machine plays with.

    with Beginning.prepared(databases, folder) as beginning:
        world = World.copied(beginning, another_folder, InProcess(), stack)
    world.laptops[0].round()
    world.everywhere()             # every entry, by case, that is on a laptop or at the hub

The hub is the real one behind its real application, called in this process or over real HTTP; either line can be cut after
any byte. What was prepared once is copied, file by file, for each world.
"""

import contextlib
import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import delete, insert, select, update

from capi.engine.plan import Plan, plan
from capi.hub import tables
from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, HubKeys, Principal, to_microseconds
from capi.hub.journals.segments import unpack
from capi.hub.people.hub_settings import RestoredMark, read_settings, write_settings
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.hold import Holder
from capi.store.holdings import Holding
from tests.hub.office_scenario import Office
from tests.hub.scenario import NOW, HubScene, apart_entries
from tests.sync.field import PASSPHRASE, Field, Laptop
from tests.sync.machine_databases import Databases
from tests.sync.machine_lines import InProcess, Line

_NUMBERS = itertools.count(1)
Entries = dict[str, set[bytes]]
"""By the ids of their cases."""


@dataclass(frozen=True)
class Beginning:
    """Where every world begins: Anna holds two cases, Ben one, and one is nobody's."""

    databases: Databases
    database: HubDatabase
    keys: HubKeys
    instrument: Snapshot
    ruth: Principal
    sample_key: int
    laptops: tuple[tuple[str, str, Path], ...]

    @classmethod
    @contextlib.contextmanager
    def prepared(cls, databases: Databases, folder: Path) -> Iterator["Beginning"]:
        with (
            contextlib.ExitStack() as stack,
            contextlib.closing(HubDatabase(databases.empty())) as database,
        ):
            line = InProcess()
            stack.callback(line.end)
            office = Office.set_up(database)
            office.scene.with_frame()
            world = World(folder, stack, office, line.serve(office.scene.hub), line.url, databases, line)
            world.bring("1/01", "1/02", to="anna")
            world.bring("2/01", to="ben")
            world.bring("3/01")
            for user in ("anna", "ben"):
                world.new_laptop(user)
            for laptop in world.laptops:
                assert laptop.round().all_safe
                laptop.case_file.close()
            laptops = tuple((each.user, each.device, each.case_file.path) for each in world.laptops)
            scene = office.scene
            stack.close()
            yield cls(databases, database, scene.hub.keys, scene.instrument, office.ruth, office.sample_key, laptops)


@dataclass
class World(Field):
    """`laptops` are those that still work, twins and all. `backups` of the hub, the oldest first."""

    databases: Databases
    line: Line
    laptops: list[Laptop] = field(default_factory=list)
    backups: list[HubDatabase] = field(default_factory=list)

    @classmethod
    def copied(cls, beginning: Beginning, folder: Path, line: Line, stack: contextlib.ExitStack) -> "World":
        database = HubDatabase(beginning.databases.copy(beginning.database))
        stack.callback(database.close)
        clock = [NOW]
        hub = Hub(database, beginning.keys, now=lambda: clock[0])
        office = Office(HubScene(hub, beginning.instrument, clock), beginning.ruth, beginning.sample_key)
        world = cls(folder, stack, office, line.serve(hub), line.url, beginning.databases, line)
        for user, device, path in beginning.laptops:
            copied = folder / f"{device}.casefile"
            for suffix in ("", ".keys"):
                shutil.copyfile(Path(f"{path}{suffix}"), Path(f"{copied}{suffix}"))
            world._opened(copied, user, device)
        return world

    def _opened(self, path: Path, user: str, device: str) -> None:
        case_file = CaseFile.open(path, PASSPHRASE, Holder(user, device, "laptop", 1, NOW))
        self.stack.callback(case_file.close)
        self.laptops.append(Laptop(self, case_file, user, device, transport=self.line.transport))

    def new_laptop(self, user: str) -> Laptop:
        laptop = self.laptop(user, enrolled=False)
        laptop.transport = self.line.transport
        laptop.enrol(self.code(user))
        self.laptops.append(laptop)
        return laptop

    def add_twin(self, laptop: Laptop) -> None:
        twin = laptop.twin()
        twin.transport = self.line.transport
        self.laptops.append(twin)

    def take_image(self, laptop: Laptop) -> Path:
        """Of the laptop's disk, as it is now."""
        image = self.folder / f"image-{next(_NUMBERS)}"
        laptop.case_file.close()
        _copy_disk(laptop.case_file.path, image)
        self._reopen(laptop, laptop.case_file.path)
        return image

    def put_back(self, laptop: Laptop, image: Path) -> None:
        """The laptop's disk is what the image is; what was on it since is gone."""
        laptop.case_file.close()
        fresh = self.folder / f"put-back-{next(_NUMBERS)}.casefile"
        _copy_disk(image, fresh)
        self._reopen(laptop, fresh)

    def _reopen(self, laptop: Laptop, path: Path) -> None:
        laptop.case_file = CaseFile.open(path, PASSPHRASE, Holder(laptop.user, laptop.device, "laptop", 1, NOW))
        self.stack.callback(laptop.case_file.close)

    def back_up_hub(self) -> None:
        """First the copy, then the marks, as a backup does it."""
        copy = HubDatabase(self.databases.copy(self.scene.hub.database))
        self.stack.callback(copy.close)
        self.backups.append(copy)
        row = {"made": to_microseconds(self.scene.time), "made_by": "ada", "file": "hub.capibackup", "cases": 0}
        with self.scene.hub.database.writing() as connection:
            connection.execute(insert(tables.backups).values(sha256=f"{next(_NUMBERS):064}", **row))
        self.back_up()

    def restore_hub(self, backup: HubDatabase) -> None:
        """As `capi hub restore` leaves it: a new epoch, nobody signed in, no code good any more."""
        old, before = self.scene.hub, self.scene.hub.database
        database = HubDatabase(self.databases.copy(backup))
        self.stack.callback(database.close)
        now, tokens, codes = to_microseconds(old.now()), tables.tokens, tables.enrolments
        with database.writing() as connection:
            connection.execute(update(tables.hub).values(epoch=f"epoch-{next(_NUMBERS)}"))
            mark = RestoredMark(now, now)
            write_settings(connection, msgspec.structs.replace(read_settings(connection), restored=mark))
            connection.execute(delete(tokens).where(tokens.c.kind != "refresh"))
            connection.execute(update(codes).where(codes.c.used.is_(None)).values(used=now))
        self.scene.hub = Hub(database, old.keys, now=old.now)
        self.running = self.line.serve(self.scene.hub)
        self.url = self.line.url
        before.close()

    # What there is.

    def case_ids(self) -> list[str]:
        """Of the cases the hub knows."""
        with self.scene.hub.database.reading() as connection:
            return list(connection.execute(select(tables.cases.c.id).order_by(tables.cases.c.id)).scalars())

    def journals(self) -> dict[str, list[bytes]]:
        """At the hub, each read through from its beginning."""
        return {case_id: self.scene.journal(case_id) for case_id in self.case_ids()}

    def holders(self) -> dict[str, str | None]:
        wanted = select(tables.cases.c.id, tables.devices.c.id).outerjoin(
            tables.devices, tables.devices.c.key == tables.cases.c.holder_key
        )
        with self.scene.hub.database.reading() as connection:
            return {row[0]: row[1] for row in connection.execute(wanted)}

    def at_hub(self) -> Entries:
        """In journals, on the branches they left, and in quarantine."""
        return entries_of(self.scene.hub.database)

    def everywhere(self) -> Entries:
        found = self.at_hub()
        for laptop in self.laptops:
            for case_id, entries in on_laptop(laptop).items():
                found[case_id].update(entries)
        return found


def entries_of(database: HubDatabase) -> Entries:
    """All that this hub's database has of any case."""
    found: Entries = defaultdict(set)
    segments, cases = tables.segments.c, tables.cases
    kept = select(cases.c.id, segments.entries).join(cases, cases.c.key == segments.case_key)
    with database.reading() as connection:
        for case_id, packed in connection.execute(kept):
            found[case_id].update(unpack(packed))
        for row in connection.execute(select(tables.quarantine)).all():
            found[row.case_id].update(data for _, data in apart_entries([row]))
    return found


def on_laptop(laptop: Laptop) -> dict[str, list[bytes]]:
    """The journals in its case file."""
    held = laptop.case_file.holdings()
    return {each.case_id: laptop.case_file.bytes_after(each.case_id, 0, 10_000, 10**9) for each in held}


def open_to(laptop: Laptop) -> list[Holding]:
    """The cases its interviewer sees."""
    return [each for each in laptop.case_file.holdings() if not each.given_up]


_plans: dict[tuple[str, Mode], Plan] = {}


def _plan(instrument: Snapshot, mode: Mode) -> Plan:
    if (instrument.sha256, mode) not in _plans:
        _plans[instrument.sha256, mode] = plan(instrument.instrument(), mode)
    return _plans[instrument.sha256, mode]


def sit(world: World, laptop: Laptop, case_id: str) -> Sitting:
    """As `Laptop.sit`, with a plan that is made once for all worlds."""
    record = laptop.case_file.record(case_id)
    return Sitting(laptop.case_file, record, _plan(world.scene.instrument, record.case.mode), laptop.moment)


def _copy_disk(source: Path, target: Path) -> None:
    for suffix in ("", ".keys"):
        shutil.copyfile(Path(f"{source}{suffix}"), Path(f"{target}{suffix}"))
