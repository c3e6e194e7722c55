"""What is in a backup once it is opened: every table of the hub row by row, and its keys, with a sum over each table.

A dump is a stream of records, each a length and MessagePack. It belongs to no engine: what was in SQLite goes into
PostgreSQL and back. The sum of a table is that of the SHA-256 of its rows, so it does not depend on their order, which
engines do not agree on; it is taken from what was read, and compared with what stands in the database after a restore.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Table, func, insert, inspect, select, text

from capi.hub import tables
from capi.hub.errors import HubFolderError

Cell: TypeAlias = int | str | bytes | bool | None

_ROWS = 500
_LENGTH = 4
_LONGEST_RECORD = 2**30
_MODULUS = 2**256


class File(Struct, frozen=True, tag="file"):
    """One file of the hub's folder."""

    name: str
    content: bytes


class Rows(Struct, frozen=True, tag="rows"):
    """`rows` hold cells; MessagePack tells texts and bytes apart by itself."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


class TableSum(Struct, frozen=True):
    rows: int
    sum: str


class End(Struct, frozen=True, tag="end"):
    """The last record: what every table held."""

    tables: dict[str, TableSum]


Record: TypeAlias = File | Rows | End
_DECODER: msgspec.msgpack.Decoder[Record] = msgspec.msgpack.Decoder(Record)


class Summing:
    """The sum over the rows of one table, as they go by."""

    def __init__(self) -> None:
        self._rows, self._sum = 0, 0

    def add(self, rows: Iterable[Sequence[Cell]]) -> None:
        for row in rows:
            digest = hashlib.sha256(msgspec.msgpack.encode(row)).digest()
            self._sum = (self._sum + int.from_bytes(digest, "big")) % _MODULUS
            self._rows += 1

    @property
    def made(self) -> TableSum:
        return TableSum(self._rows, f"{self._sum:064x}")


def dumped_tables() -> list[Table]:
    """All tables, in an order in which their rows can be added; but for the record of upgrades, which a database makes itself,
    and the outputs, which are copies of what is here and kept for a day."""
    left_out = (tables.upgrades, tables.outputs)
    kept = [table for table in tables.metadata.sorted_tables if table not in left_out]
    # Entries of a branch are taken only where the branch is known: it stands in no foreign key.
    return [table for table in kept if table is not tables.segments] + [tables.segments]


def write_dump(connection: Connection, files: dict[str, bytes], write: Callable[[bytes], None], seen: "Seen") -> None:
    """Writes the dump, from the snapshot that this connection's transaction has. `seen` is shown every row."""
    sums: dict[str, TableSum] = {}
    for name, content in files.items():
        write(_framed(File(name, content)))
    for table in dumped_tables():
        columns = [str(column.name) for column in table.columns]
        summing = Summing()
        for rows in _read(connection, table):
            summing.add(rows)
            seen(table, rows)
            write(_framed(Rows(str(table.name), columns, rows)))
        sums[str(table.name)] = summing.made
    write(_framed(End(sums)))


Seen: TypeAlias = Callable[[Table, list[list[Cell]]], None]


def read_records(chunks: Iterable[bytes]) -> Iterator[Record]:
    """The inverse. Raises HubFolderError where it does not end with its end."""
    waiting, ended = bytearray(), False
    for chunk in chunks:
        waiting += chunk
        while len(waiting) >= _LENGTH:
            length = int.from_bytes(waiting[:_LENGTH], "big")
            if ended or length > _LONGEST_RECORD:
                raise _unreadable()
            if len(waiting) < _LENGTH + length:
                break
            record = _decoded(bytes(waiting[_LENGTH : _LENGTH + length]))
            del waiting[: _LENGTH + length]
            ended = isinstance(record, End)
            yield record
    if waiting or not ended:
        raise _unreadable()


class Loading:
    """Adds the rows of a dump to empty tables, and tells whether they stand there as they were."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in dumped_tables()}
        self._columns: dict[str, list[str]] = {}

    def add(self, rows: Rows) -> None:
        """Raises HubFolderError for a table or column this version does not know."""
        table = self._tables.get(rows.table)
        unknown = [] if table is None else [name for name in rows.columns if name not in table.columns]
        if table is None or unknown:
            raise HubFolderError(
                f"This backup holds {rows.table}{'.' + unknown[0] if unknown else ''}, which this version of capi does not "
                "know. Restore it with the version that made it."
            )
        self._columns[rows.table] = rows.columns
        self._connection.execute(insert(table), [dict(zip(rows.columns, row, strict=True)) for row in rows.rows])

    def check(self, end: End) -> None:
        """Raises HubFolderError where a table in the database is not what the dump says it held, in the columns there were then."""
        for name, table in self._tables.items():
            summing = Summing()
            for rows in _read(self._connection, table, self._columns.get(name)):
                summing.add(rows)
            if summing.made != end.tables.get(name, Summing().made):
                raise HubFolderError(
                    f"The table {name} did not come back as it was saved. Nothing was restored. Try another copy of the backup."
                )

    def number_on(self) -> None:
        """PostgreSQL numbers rows by counters of its own, which know nothing of the rows that came from the dump."""
        if self._connection.dialect.name != "postgresql":
            return
        for table in self._tables.values():
            if table.autoincrement_column is not None:
                key = table.autoincrement_column
                highest = self._connection.execute(select(func.max(key))).scalar() or 0
                self._connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:table, :key), :next, false)"),
                    {"table": table.name, "key": key.name, "next": highest + 1},
                )


def is_empty(connection: Connection) -> bool:
    """Whether no table of a hub is there, or none that holds a hub."""
    if not inspect(connection).has_table(tables.hub.name):
        return True
    return connection.execute(select(func.count()).select_from(tables.hub)).scalar_one() == 0


def _read(connection: Connection, table: Table, columns: Sequence[str] | None = None) -> Iterator[list[list[Cell]]]:
    # By their order numbers, for entries and audit lines are only taken one after the other; the cursor stays with the
    # server, so that a large table never lies in memory.
    wanted = table.columns if columns is None else [table.columns[name] for name in columns]
    query = select(*wanted).order_by(*table.primary_key.columns)
    result = connection.execute(query.execution_options(stream_results=True, yield_per=_ROWS))
    for rows in result.partitions():
        yield [list(row) for row in rows]


def _framed(record: Record) -> bytes:
    data = msgspec.msgpack.encode(record)
    return len(data).to_bytes(_LENGTH, "big") + data


def _decoded(data: bytes) -> Record:
    try:
        return _DECODER.decode(data)
    except msgspec.MsgspecError as error:
        raise _unreadable() from error


def _unreadable() -> HubFolderError:
    return HubFolderError(
        "What is in the backup cannot be read. Nothing was restored. Try another copy, or an older one."
    )
