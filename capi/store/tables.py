"""The tables of a case file. The journal is the truth; answers, rows, remarks, suppressions and the summary
columns of cases are views of it, kept in the same transaction so that they need not be worked out again.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
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
"""`practice` (yes or no), `created` (UTC), `device`; and once the office has set them, the rules of `completion` (JSON)."""

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
    sqlite_strict=True,
)
"""`answered` and `last_worked` (UTC, microseconds since 1970) are those of the end of the last sitting;
while `sitting_open` is 1 they are read from the answers and the journal instead: one page less to write an answer."""

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

# Guards against update and delete are not enough: INSERT OR REPLACE deletes without a word to the delete
# guard unless PRAGMA recursive_triggers is on, and any tool may connect without it. So insertion is guarded too.
_GUARDS = """
CREATE TRIGGER journal_never_updated BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is never updated'); END
;;
CREATE TRIGGER journal_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'nothing is deleted from the journal'); END
;;
CREATE TRIGGER journal_only_continued BEFORE INSERT ON journal
WHEN NEW.number IS NOT 1 + coalesce((SELECT max(number) FROM journal WHERE case_key = NEW.case_key), 0)
  OR EXISTS (SELECT 1 FROM journal WHERE serial = NEW.serial)
BEGIN SELECT RAISE(ABORT, 'the journal of a case is only continued, entry by entry'); END
"""


@event.listens_for(journal, "after_create")
def _guard_journal(_table: Table, connection: Connection, **_: object) -> None:
    for guard in _GUARDS.split(";;"):
        connection.exec_driver_sql(guard)
