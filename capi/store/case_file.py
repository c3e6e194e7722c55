"""The case file: all cases of an interviewer, durable and encrypted, held open during a sitting.

    with CaseFile.open(path, passphrase, holder) as case_file:
        entry = case_file.append(case_id, Answered.of("SchoolType", 3, position="FreeMeals"), moment)

When `append` has returned, the entry survives a crash and a power loss. Beside the file lies <name>.keys (a file
without it cannot be read) and <name>.count; while it is open also <name>-wal, <name>.lock and <name>.holder.
"""

import contextlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from sqlalchemy import select

from capi.fieldwork.call_history import Calls
from capi.fieldwork.case import Case, CaseSummary
from capi.fieldwork.completion import CompletionRules
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated, Contents, Migrated
from capi.fieldwork.journal import Entry, Head, Moment, digest, encode, follow, verify_chain
from capi.fieldwork.replay import CaseRecord
from capi.instrument.loading import Snapshot
from capi.store import adding, creating, encryption, holdings, reading, receiving, removing, tables
from capi.store.connection import HeldConnection, driver
from capi.store.encryption import KeyCost
from capi.store.errors import CaseFileError, NotACaseFile, NotThere, WrongPassphrase
from capi.store.hold import Hold, Holder
from capi.store.holdings import Acknowledged, Holding
from capi.store.problems import from_system
from capi.store.projection import Standing, Written, keep
from capi.store.receiving import ReceivedCase
from capi.store.recognition import Kind, examine, has_log, log_path, recognise
from capi.store.refusals import no_case, other_head, sitting_open
from capi.store.save_count import SaveCount, count_path
from capi.store.to_disk import folder_to_disk
from capi.store.upgrades import bring_up, reached
from capi.wording import Wording

REAL_COST = KeyCost()
_NOBODY: Mapping[str, Contact] = MappingProxyType({})


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
        creating.refuse_if_there(path)
        with _holding(path, holder) as hold:
            fresh = creating.write_empty(path, data_key, holder)
            if passphrase is not None:
                encryption.write_keys(path, keys)
            count_path(path).unlink(missing_ok=True)
            fresh.rename(path)
            folder_to_disk(path.parent)
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

    def add_cases(self, cases: Iterable[Case], moment: Moment, contacts: Mapping[str, Contact] = _NOBODY) -> None:
        """All of them or none; `contacts` by the ids of cases. The name of a case goes to its contact, and into no entry.

        Raises AlreadyThere, NotThere (the instrument is not kept here yet) or NotSaved.
        """
        found_by = ((case, adding.contact_of(case, contacts.get(case.id))) for case in cases)
        with self._held.guard:
            with self._held.writing():
                added = adding.add_cases(self._held.core, found_by, self._holder, moment)
            if added:
                self._saved(added)

    def append(
        self, case_id: str, contents: Contents, moment: Moment, *following: Contents, who: str | None = None
    ) -> Entry:
        """Makes one fact of the case durable, and those that came of it with it; gives the entry of the first. `who` wrote them:
        the interviewer, unless somebody else is named.

        Raises NotSaved, and then nothing of it was kept and the same may be appended again; NotThere; UnfitForJournal.
        """
        for each in (contents, *following):
            if isinstance(each, CaseCreated | Migrated):
                raise ValueError("a case is created by add_case, and migrated by migrate")
        with self._held.guard:
            before = self._standings.pop(case_id, None) or self._standing(case_id)
            who = who or self._holder.who
            written = [self._follow(case_id, before, contents, moment, who)]
            for each in following:
                written.append(self._follow(case_id, written[-1].after, each, moment, who))
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
                raise sitting_open(case_id)
            written = self._follow(case_id, before, migrated, moment, self._holder.who)
            with self._held.writing() as cursor:
                adding.keep_snapshot(self._held.core, snapshot)
                keep(cursor, written)
            self._saved(1)
        return written.entry

    def _follow(self, case_id: str, before: Standing, contents: Contents, moment: Moment, who: str) -> Written:
        device = self._holder.device
        entry = follow(before.head, case=case_id, device=device, who=who, moment=moment, contents=contents)
        data = encode(entry)
        return Written(entry, data, before, before.after(contents, Head(entry.number, digest(data))))

    def cases(self) -> list[CaseSummary]:
        """Every case, in the order they were added; without those that were given up."""
        with self._held.reading() as core:
            return reading.summaries(core)

    def call_histories(self) -> dict[str, Calls]:
        """The calls of every case, by its id; without those that were given up."""
        with self._held.reading() as core:
            return reading.call_histories(core)

    def record(self, case_id: str) -> CaseRecord:
        """Raises NotThere."""
        with self._held.reading() as core:
            record = reading.record(core, case_id)
        if record is None:
            raise no_case(case_id)
        return record

    def entries(self, case_id: str) -> list[Entry]:
        """The journal of the case. Raises NotThere."""
        with self._held.reading() as core:
            entries = reading.entries(core, case_id)
        if not entries:
            raise no_case(case_id)
        return entries

    @property
    def device(self) -> str:
        """The laptop whose entries are written here."""
        return self._holder.device

    @property
    def who(self) -> str:
        """The interviewer whose entries are written here."""
        return self._holder.who

    def contact(self, case_id: str) -> Contact | None:
        """How the person or address is found; None where nothing is known. Raises NotThere."""
        with self._held.reading() as core:
            return reading.contact(core, holdings.key_of(core, case_id))

    # How cases stand with the hub.

    def holdings(self) -> list[Holding]:
        """Every case, in the order they were added; those too that were given up, and are kept until a backup holds them."""
        with self._held.reading() as core:
            return holdings.all_holdings(core)

    def holding(self, case_id: str) -> Holding:
        """Raises NotThere."""
        with self._held.reading() as core:
            return holdings.holding(core, case_id)

    def waiting(self) -> dict[str, int]:
        """How many entries have still to be sent, by the ids of the cases that have any and were not given up."""
        with self._held.reading() as core:
            return holdings.waiting(core)

    def bytes_after(self, case_id: str, number: int, most_entries: int, most_bytes: int) -> list[bytes]:
        """The canonical bytes of the entries after `number`; at least one if there is any. Raises NotThere."""
        with self._held.reading() as core:
            return holdings.bytes_after(core, case_id, number, (most_entries, most_bytes))

    def head_at(self, case_id: str, number: int) -> Head:
        """The head of the case when it had so many entries; START for 0. Raises NotThere."""
        with self._held.reading() as core:
            return holdings.head_at(core, case_id, number)

    def acknowledge(self, receipts: Iterable[Acknowledged]) -> tuple[str, ...]:
        """What the hub has, by its signed receipt, in one transaction; nothing is ever lowered. Gives the cases that stay as
        they are because that head is not in their journal here. Raises NotSaved."""
        with self._held.writing():
            return holdings.acknowledge(self._held.core, receipts)

    def take_back(self, known: Mapping[str, Head]) -> None:
        """After a restore of the hub: it has no more of these cases than this, and no backup of them. Raises NotSaved."""
        with self._held.writing():
            holdings.take_back(self._held.core, known)

    def renew_lease(self, case_id: str, term: int, lease: str) -> None:
        """A lease of an older term changes nothing. Raises NotThere, NotSaved."""
        with self._held.writing():
            holdings.renew_lease(self._held.core, case_id, term, lease)

    def mark_recalled(self, case_id: str, reason: str) -> None:
        """The office wants the case back. Entries may follow still, as a sitting may be open. Raises NotThere, NotSaved."""
        self._put(case_id, recalled=reason.strip() or holdings.UNSAID)

    def accept(self, case_id: str, head: Head) -> None:
        """The office has accepted the case up to there. Raises NotThere, NotSaved."""
        self._put(case_id, accepted=head.number, accepted_hash=head.hash)

    def mark_backed_up(self, case_ids: Iterable[str]) -> None:
        """A backup of the hub has all that is acknowledged of these cases. Raises NotSaved."""
        with self._held.writing():
            holdings.mark_backed_up(self._held.core, case_ids)

    def receive_case(self, received: ReceivedCase, moment: Moment) -> bool:
        """A case from the hub, new or given anew: its journal is what is here, or goes on from it. False where nothing changed.

        Raises MalformedEntry, OtherJournal, SittingOpen (entries came while somebody sits at it), NotThere (its instrument is not
        kept here yet) or NotSaved; then nothing has changed.
        """
        case = receiving.read(received)
        with self._held.guard:
            sat_at = self._standings.get(case.case_id)
            with self._held.writing():
                added = receiving.extends(self._held.core, case)
                if added and sat_at is not None and sat_at.sitting_open:
                    raise sitting_open(case.case_id)
                changed = receiving.receive(self._held, case, moment)
            if added:
                self._standings.pop(case.case_id, None)
                self._saved(added)
        return changed

    def give_up(self, case_id: str, head: Head) -> None:
        """The case is no longer this laptop's: it leaves the list, and can neither be opened nor written. Its bytes stay until
        `remove_case`; `take_up` and `receive_case` bring it back. `head` is its last entry, which the hub has.

        Raises NotThere, SittingOpen, OtherJournal (that is not the last entry here) or NotSaved; then nothing has changed.
        """
        with self._held.guard:
            key = self._leaving(case_id, head)
            with self._held.writing():
                holdings.put(self._held.core, key, given_up=1)
            self._standings.pop(case_id, None)

    def take_up(self, case_id: str) -> None:
        """A case that was given up is this laptop's after all. Raises NotThere, NotSaved."""
        self._put(case_id, given_up=0)

    def remove_case(self, case_id: str, head: Head) -> None:
        """Takes the whole case out of the file, all but a tombstone. `head` is its last entry, which is safe elsewhere.

        Raises NotThere, SittingOpen, OtherJournal (that is not the last entry here) or NotSaved; then nothing has changed.
        """
        with self._held.guard:
            key = self._leaving(case_id, head)
            with self._held.writing():
                removing.remove(self._held.core, case_id, key, head)
            self._standings.pop(case_id, None)
            removing.cut_log(self._held)

    def sweep(self) -> None:
        """Writes the file anew without what was removed from it; `close` does it too. Nobody can write meanwhile."""
        removing.sweep(self._held)

    # What other rooms keep about the file itself.

    def kept(self, name: str) -> str | None:
        with self._held.reading() as core:
            return reading.fact(core, name)

    def keep(self, name: str, value: str | None) -> None:
        """None takes it away. Raises NotSaved."""
        with self._held.writing():
            adding.keep_fact(self._held.core, name, value)

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

    def destroy_keys(self) -> None:
        """Closes the file and destroys its keys: nobody can ever read it again. Raises NotSaved."""
        if self.practice:
            raise ValueError("a practice file has no keys")
        with _refused_by_disk(self.path):
            encryption.destroy_keys(self.path)
        self._closing.close()
        self._hold.release()

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
        if not self._held.closed:
            self.sweep()
        self._closing.close()
        self._hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _put(self, case_id: str, **news: object) -> None:
        with self._held.writing():
            holdings.put(self._held.core, holdings.key_of(self._held.core, case_id), **news)

    def _standing(self, case_id: str) -> Standing:
        """Of a case that may be written. Raises NotThere."""
        with self._held.reading() as core:
            standing = reading.standing(core, case_id)
            if standing is None or holdings.is_given_up(core, standing.key):
                raise no_case(case_id)
        return standing

    def _leaving(self, case_id: str, head: Head) -> int:
        """The key of a case that ends with this entry, and nobody sits at. Raises NotThere, SittingOpen, OtherJournal."""
        with self._held.reading() as core:
            standing = reading.standing(core, case_id)
        if standing is None:
            raise no_case(case_id)
        if standing.sitting_open:
            raise sitting_open(case_id)
        if standing.head != head:
            raise other_head(case_id)
        return standing.key

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
