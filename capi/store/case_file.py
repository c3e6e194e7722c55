"""The case file: all cases of an interviewer, durable and encrypted, held open during a sitting.

    with CaseFile.open(path, passphrase, holder) as case_file:
        entry = case_file.append(case_id, Answered.of("SchoolType", 3, position="FreeMeals"), moment)

When `append` has returned, the entry survives a crash and a power loss. Beside the file lies <name>.keys (a file
without it cannot be read) and <name>.count; while it is open also <name>-wal, <name>.lock and <name>.holder.
"""

import contextlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import insert, select

from capi.fieldwork.case import Case, CaseSummary
from capi.fieldwork.completion import CompletionRules
from capi.fieldwork.contents import CaseCreated, Contents, Migrated
from capi.fieldwork.journal import Entry, Head, Moment, digest, encode, follow, verify_chain
from capi.fieldwork.replay import CaseRecord
from capi.instrument.loading import Snapshot
from capi.store import adding, encryption, reading, tables
from capi.store.connection import HeldConnection, driver
from capi.store.encryption import KeyCost
from capi.store.errors import AlreadyThere, CaseFileError, NotACaseFile, NotThere, SittingOpen, WrongPassphrase
from capi.store.hold import Hold, Holder
from capi.store.problems import from_system
from capi.store.projection import Standing, Written, keep
from capi.store.recognition import Kind, examine, has_log, log_path, recognise
from capi.store.save_count import SaveCount, count_path
from capi.store.upgrades import bring_up, create_tables, reached
from capi.wording import Wording

REAL_COST = KeyCost()


class CaseFile:
    """An open case file, made by `create` or `open`. Its errors are drawn at the top of `errors`.

    `practice`: invented people, in plain text. `missing_saves`: how many saves of an earlier sitting the file
    has lost, as happens when its -wal file is deleted or cut. What is left is whole; the user must be told.
    """

    def __init__(self, path: Path, data_key: bytes | None, hold: Hold, holder: Holder) -> None:
        self.path = path
        self.practice = data_key is None
        self._holder = holder
        self._hold = hold
        self._standings: dict[str, Standing] = {}
        with contextlib.ExitStack() as undo:
            self._held = HeldConnection(path, data_key)
            undo.callback(self._held.close)
            reached(self._held)
            self._count = SaveCount(path)
            undo.callback(self._count.close)
            self._saves, self.missing_saves = self._count_saves()
            bring_up(self._held)
            self._closing = undo.pop_all()

    @classmethod
    def create(cls, path: Path, passphrase: str | None, holder: Holder, *, cost: KeyCost = REAL_COST) -> "CaseFile":
        """A new case file, opened; without a passphrase a practice file, for invented people only.

        It appears whole or not at all. Raises AlreadyThere, NotThere, UnfitPassphrase, EncryptionMissing, NotSaved.
        """
        data_key = None
        if passphrase is not None:
            driver(encrypted=True)
            data_key = encryption.new_data_key()
            keys = encryption.wrap(data_key, passphrase, cost)
        if not path.parent.is_dir():
            raise NotThere(
                Wording("CaseFile", "There is no folder {folder}. Create it, or choose another one.").filled(
                    folder=str(path.parent)
                )
            )
        keys_there = encryption.keys_path(path)
        if keys_there.exists() and not path.exists():
            raise AlreadyThere(
                Wording(
                    "CaseFile",
                    "The keys {keys} are there, but the case file {name} they belong to is not. If it held cases, put it "
                    "back from a backup. If it was only being set up, and was cut off, delete the keys and begin again.",
                ).filled(keys=str(keys_there), name=path.name)
            )
        for there in (path, keys_there, log_path(path)):
            if there.exists():
                raise AlreadyThere(
                    Wording(
                        "CaseFile",
                        "There is a file {file} already, and nothing is written over it. Choose another name.",
                    ).filled(file=str(there))
                )
        with _holding(path, holder) as hold:
            fresh = _write_empty(path, data_key, holder)
            if passphrase is not None:
                encryption.write_keys(path, keys)
            count_path(path).unlink(missing_ok=True)
            fresh.rename(path)
            encryption.settle_folder(path.parent)
            return cls(path, data_key, hold, holder)

    @classmethod
    def open(cls, path: Path, passphrase: str | None, holder: Holder) -> "CaseFile":
        """The case file at `path`, without a passphrase a practice file. Raises any CaseFileError."""
        kind = recognise(path)
        if kind is Kind.PRACTICE and passphrase is not None:
            raise NotACaseFile(
                Wording(
                    "CaseFile",
                    "{name} is a practice file and not encrypted. Open it to practise, without a passphrase.",
                ).filled(name=path.name)
            )
        data_key = None
        if kind is Kind.ENCRYPTED:
            if passphrase is None:
                raise WrongPassphrase(
                    Wording("CaseFile", "{name} is encrypted. Give its passphrase.").filled(name=path.name)
                )
            driver(encrypted=True)
            data_key = encryption.unwrap(encryption.read_keys(path), passphrase)
        with _holding(path, holder) as hold:
            path.open("r+b").close()  # a file that cannot be written is found before the first question
            examine(path, data_key)
            return cls(path, data_key, hold, holder)

    def add_case(self, case: Case, moment: Moment) -> None:
        self.add_cases((case,), moment)

    def add_cases(self, cases: Iterable[Case], moment: Moment) -> None:
        """All of them or none. Raises AlreadyThere, NotThere (the instrument is not kept here yet) or NotSaved."""
        with self._held.guard:
            with self._held.writing():
                added = adding.add_cases(self._held.core, cases, self._holder, moment)
            if added:
                self._saved(added)

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        """Makes one fact of the case durable, and those that came of it with it; gives the entry of the first.

        Raises NotSaved, and then nothing of it was kept and the same may be appended again; NotThere; UnfitForJournal.
        """
        for each in (contents, *following):
            if isinstance(each, CaseCreated | Migrated):
                raise ValueError("a case is created by add_case, and migrated by migrate")
        with self._held.guard:
            before = self._standings.pop(case_id, None) or self._standing(case_id)
            written = [self._follow(case_id, before, contents, moment)]
            for each in following:
                written.append(self._follow(case_id, written[-1].after, each, moment))
            with self._held.writing() as cursor:
                for each_written in written:
                    keep(cursor, each_written)
            after = written[-1].after
            self._standings[case_id] = after
            self._saved(len(written))
            if not after.sitting_open:
                self._held.empty_log()
        return written[0].entry

    def migrate(self, case_id: str, snapshot: Snapshot, migrated: Migrated, moment: Moment) -> Entry:
        """Moves the case to another version of its instrument, which is kept here in the same transaction.

        Raises SittingOpen, NotSaved, NotThere; then nothing has changed.
        """
        with self._held.guard:
            before = self._standings.pop(case_id, None) or self._standing(case_id)
            if before.sitting_open:
                raise SittingOpen(
                    Wording(
                        "CaseFile",
                        "The last sitting at case {id} has not ended. Open the case and leave it, then migrate it.",
                    ).filled(id=case_id)
                )
            written = self._follow(case_id, before, migrated, moment)
            with self._held.writing() as cursor:
                adding.keep_snapshot(self._held.core, snapshot)
                keep(cursor, written)
            self._saved(1)
        return written.entry

    def _follow(self, case_id: str, before: Standing, contents: Contents, moment: Moment) -> Written:
        holder = self._holder
        entry = follow(
            before.head, case=case_id, device=holder.device, who=holder.who, moment=moment, contents=contents
        )
        data = encode(entry)
        return Written(entry, data, before, before.after(contents, Head(entry.number, digest(data))))

    def cases(self) -> list[CaseSummary]:
        """Every case, in the order they were added."""
        with self._held.reading() as core:
            return reading.summaries(core)

    def record(self, case_id: str) -> CaseRecord:
        """Raises NotThere."""
        with self._held.reading() as core:
            record = reading.record(core, case_id)
        if record is None:
            raise _no_case(case_id)
        return record

    def entries(self, case_id: str) -> list[Entry]:
        """The journal of the case. Raises NotThere."""
        with self._held.reading() as core:
            entries = reading.entries(core, case_id)
        if not entries:
            raise _no_case(case_id)
        return entries

    def completion_rules(self) -> CompletionRules:
        """What stands in the way of completing a case of this file."""
        with self._held.reading() as core:
            return reading.completion_rules(core)

    def set_completion_rules(self, rules: CompletionRules) -> None:
        with self._held.writing():
            adding.set_completion_rules(self._held.core, rules)

    def keep_snapshot(self, snapshot: Snapshot) -> None:
        with self._held.writing():
            adding.keep_snapshot(self._held.core, snapshot)

    def snapshot(self, sha256: str) -> Snapshot:
        """Raises NotThere."""
        with self._held.reading() as core:
            snapshot = reading.snapshot(core, sha256)
        if snapshot is None:
            raise NotThere(
                Wording("CaseFile", "The instrument {sha256} is not in this case file. Add it from its files.").filled(
                    sha256=sha256[:12]
                )
            )
        return snapshot

    def change_passphrase(self, old: str, new: str, *, cost: KeyCost = REAL_COST) -> None:
        """The old one opens nothing any more; no case is written anew. Raises WrongPassphrase, UnfitPassphrase, NotSaved."""
        data_key = encryption.unwrap(encryption.read_keys(self.path), old)
        with _refused_by_disk(self.path):
            encryption.write_keys(self.path, encryption.wrap(data_key, new, cost))

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the file, page by page and entry by entry; () if nothing is. Reads everything."""
        try:
            with self._held.reading() as core:
                pages = [] if self.practice else core.exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
                structure = core.exec_driver_sql("PRAGMA integrity_check").scalars().all()
                faults = [*pages, *(line for line in structure if line != "ok")]
                for case_id in core.execute(select(tables.cases.c.id)).scalars().all():
                    broken = verify_chain(reading.entries(core, case_id))
                    if broken is not None:
                        faults.append(f"Case {case_id}: entry {broken.number} is {broken.what}")
                return tuple(faults)
        except CaseFileError as error:
            return (str(error),)

    def close(self) -> None:
        """Ends the hold on the file; closing twice is nothing."""
        self._closing.close()
        self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _standing(self, case_id: str) -> Standing:
        with self._held.reading() as core:
            standing = reading.standing(core, case_id)
        if standing is None:
            raise _no_case(case_id)
        return standing

    def _count_saves(self) -> tuple[int, int]:
        """How many entries the file has, and how many more it had. What they were lost from is set aside, not written over."""
        with self._held.reading() as core:
            saves = reading.count_entries(core)
        missing = max(0, self._count.read() - saves)
        if missing and has_log(self.path):
            # Opening has only read the log so far; the next save writes over it.
            shutil.copyfile(log_path(self.path), self.path.with_name(f"{self.path.name}-wal.after-{saves}"))
        return saves, missing

    def _saved(self, entries: int) -> None:
        self._saves += entries
        self._count.write(self._saves)


def _write_empty(path: Path, data_key: bytes | None, holder: Holder) -> Path:
    """A whole new file under a name of its own, to be given the right name when its keys are safe."""
    fresh = path.with_name(f"{path.name}.new")
    for left_over in (fresh, log_path(fresh)):
        left_over.unlink(missing_ok=True)
    with contextlib.closing(HeldConnection(fresh, data_key)) as held:
        create_tables(held)
        facts = {
            "practice": "yes" if data_key is None else "no",
            "created": holder.since.isoformat(),
            "device": holder.device,
        }
        with held.writing():
            held.core.execute(insert(tables.meta), [{"name": name, "value": value} for name, value in facts.items()])
    fresh.chmod(0o600)
    return fresh


@contextlib.contextmanager
def _holding(path: Path, holder: Holder) -> Iterator[Hold]:
    """The hold, given up again if what is done under it fails."""
    hold = Hold(path, holder)
    try:
        with _refused_by_disk(path):
            yield hold
    except BaseException:
        hold.release()
        raise


@contextlib.contextmanager
def _refused_by_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise from_system(error, path) from error


def _no_case(case_id: str) -> NotThere:
    return NotThere(
        Wording("CaseFile", "There is no case {id} in this case file. Look it up in the case list.").filled(id=case_id)
    )
