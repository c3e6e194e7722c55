"""The tables of a case file. The journal is the truth; answers, rows, remarks, suppressions and the summary
columns of cases are views of it, kept in the same transaction so that they need not be worked out again.
Contacts, holdings and tombstones are beside it: how a case is found, how it stands with the hub, and that it was here.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.types import UserDefinedType

APPLICATION_ID = 0x43415049
"""The letters CAPI in the header of the file: how a practice file is told from another program's database."""


class _AnyType(UserDefinedType[int | str | bytes]):
    """A value kept as it is given: a number stays a number, and a text of digits stays a text."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "ANY"


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""`practice` (yes or no), `created` (UTC), `device`; once the office has set them, the rules of `completion` (JSON); and
`sweep`, while pages may still hold what was removed."""

kept = Table(
    "kept",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""What other rooms keep about the file itself, such as its link to the hub."""

upgrades = Table(
    "upgrades",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    sqlite_strict=True,
)
"""The changes to these tables that the file has been through; the highest number is its format."""

snapshots = Table(
    "snapshots",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("sources", LargeBinary, nullable=False),
    Column("compiled", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""Instruments to the letter. `sources`: zlib over a JSON object of texts by file name, in their order."""

cases = Table(
    "cases",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("reference", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("snapshot_key", Integer, ForeignKey("snapshots.key"), nullable=False),
    Column("mode", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("sitting_open", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("last_worked", Integer),
    Column("stop_reason", Text),
    Column("stop_note", Text),
    Column("language", Text),
    Column("returned", Text),
    Column("appointment", Text),
    Column("appointment_utc", Integer),
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("last_call", Integer),
    Column("last_result", Text, nullable=False, server_default=""),
    Column("outcome", Text),
    Column("outcome_code", Text, nullable=False, server_default=""),
    Column("needs_language", Text, nullable=False, server_default=""),
    Column("needs_proxy", Integer, nullable=False, server_default="0"),
    sqlite_strict=True,
)
"""`name` is that in the first entry, or else what the contact is shown by. `answered` and `last_worked` (UTC, microseconds since
1970) are those of the end of the last sitting; while `sitting_open` is 1 they are read from the answers and the journal instead: one
page less to write an answer. `returned`, `appointment` and `outcome` are the entries of these kinds that stand, as JSON;
`appointment_utc` and `last_call` (when the last call began) are microseconds too. `needs_language`, `needs_proxy`: what the
interview was broken off for."""

journal = Table(
    "journal",
    metadata,
    Column("serial", Integer, primary_key=True),
    Column("case_key", Integer, ForeignKey("cases.key"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("entry", LargeBinary, nullable=False),
    UniqueConstraint("case_key", "number"),
    sqlite_strict=True,
)
"""`entry` holds the canonical bytes. `serial` counts the entries of the whole file: as each is added at the end, pages
are full and seldom split, which costs an answer less than keeping the entries of a case together."""


calls = Table(
    "calls",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("who", Text, nullable=False),
    Column("call", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Call attempts: the number of the entry, who made it, and its contents as JSON."""


def _answers(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
        Column("field", Text, primary_key=True),
        Column("value", _AnyType),
        Column("state", Text),
        CheckConstraint("(value IS NULL) <> (state IS NULL)", name="value_or_state"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


answers = _answers("answers")
"""`value` is a number or a text; a list of categories and a decimal number are their JSON, as bytes."""

answers_aside = _answers("answers_aside")
"""Answers given under another version of the instrument, which this one does not take."""

rows = Table(
    "rows",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("aside", Integer, primary_key=True),
    Column("roster", Text, primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("added", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Only rows to which something happened; those a roster has from the start are not here. `aside` as for answers."""

remarks = Table(
    "remarks",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("edit", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("involved", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

contacts = Table(
    "contacts",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("contact", Text, nullable=False),
    sqlite_strict=True,
)
"""How a sampled person or address is found, as JSON. In no entry of a journal."""

holdings = Table(
    "holdings",
    metadata,
    Column("case_key", Integer, ForeignKey("cases.key"), primary_key=True),
    Column("term", Integer, nullable=False, server_default="0"),
    Column("lease", Text, nullable=False, server_default=""),
    Column("received", Integer),
    Column("acknowledged", Integer, nullable=False, server_default="0"),
    Column("acknowledged_hash", Text, nullable=False, server_default="0" * 64),
    Column("apart", Text, nullable=False, server_default=""),
    Column("recalled", Text, nullable=False, server_default=""),
    Column("accepted", Integer),
    Column("accepted_hash", Text),
    Column("backed_up", Integer, nullable=False, server_default="0"),
    Column("given_up", Integer, nullable=False, server_default="0"),
    # The list of cases leaves these few out, without reading the leases of all.
    Index("holdings_given_up", "case_key", sqlite_where=text("given_up = 1")),
    sqlite_strict=True,
)
"""How a case stands with the hub; no row for one that it knows nothing of. `acknowledged`, `accepted` and `backed_up` are
numbers of entries: up to there the hub has it, the office has accepted it, a backup of the hub holds it. `given_up` is 1 while a
case that is no longer this laptop's is kept until a backup of the hub holds it: nobody sees it, and nobody writes it."""

tombstones = Table(
    "tombstones",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("serials", Integer, nullable=False),
    Column("removing", Integer, unique=True),
    sqlite_strict=True,
)
"""A case that was removed: its last entry, and when (UTC, microseconds since 1970). `removing` is its key in `cases` while it is being
removed, and only then may entries go. `serials`: by how many the last serial number of the journal fell with it."""

# Guards against update and delete are not enough: INSERT OR REPLACE deletes without a word to the delete
# guard unless PRAGMA recursive_triggers is on, and any tool may connect without it. So insertion is guarded too.
_JOURNAL_GUARDS = """
CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never updated'); END
;;
CREATE TRIGGER journal_deleted_whole_case_only BEFORE DELETE ON journal
WHEN NOT EXISTS (SELECT 1 FROM tombstones WHERE removing = OLD.case_key)
BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the journal of a case that stays'); END
;;
CREATE TRIGGER journal_only_continued BEFORE INSERT ON journal
WHEN NEW.number IS NOT 1 + coalesce((SELECT max(number) FROM journal WHERE case_key = NEW.case_key), 0)
  OR EXISTS (SELECT 1 FROM journal WHERE serial = NEW.serial)
BEGIN SELECT RAISE(ABORT, 'the journal of a case is only continued, entry by entry'); END
"""

# A tombstone is put up before the journal of its case is deleted, and closed in the same transaction when all of it is gone.
_TOMBSTONE_GUARDS = """
CREATE TRIGGER tombstone_names_the_last_entry BEFORE INSERT ON tombstones
WHEN EXISTS (SELECT 1 FROM tombstones WHERE key = NEW.key OR removing = NEW.removing)
  OR NOT EXISTS (SELECT 1 FROM cases WHERE key = NEW.removing AND id = NEW.case_id AND sitting_open = 0)
  OR NEW.number IS NOT (SELECT max(number) FROM journal WHERE case_key = NEW.removing)
BEGIN SELECT RAISE(ABORT, 'a tombstone names the last entry in the journal of a case nobody sits at'); END
;;
CREATE TRIGGER tombstone_only_closed BEFORE UPDATE ON tombstones
WHEN OLD.removing IS NULL OR NEW.removing IS NOT NULL
  OR EXISTS (SELECT 1 FROM journal WHERE case_key = OLD.removing)
  OR (NEW.key, NEW.case_id, NEW.number, NEW.hash, NEW.removed, NEW.serials)
    IS NOT (OLD.key, OLD.case_id, OLD.number, OLD.hash, OLD.removed, OLD.serials)
BEGIN SELECT RAISE(ABORT, 'a tombstone is only closed, when the journal of its case is gone'); END
;;
CREATE TRIGGER tombstone_never_deleted BEFORE DELETE ON tombstones
BEGIN SELECT RAISE(ABORT, 'a tombstone stands for the journal that was here'); END
"""


@event.listens_for(journal, "after_create")
def guard_journal(_table: Table, connection: Connection, **_: object) -> None:
    _run(connection, _JOURNAL_GUARDS)


@event.listens_for(tombstones, "after_create")
def _guard_tombstones(_table: Table, connection: Connection, **_: object) -> None:
    _run(connection, _TOMBSTONE_GUARDS)


def _run(connection: Connection, guards: str) -> None:
    for guard in guards.split(";;"):
        connection.exec_driver_sql(guard)
