"""Arrow rows: rows of cells as batches of typed columns, so that as many as there are never lie in memory as objects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from capi.dataset.cells import STATES, Cell
from capi.dataset.flatten import Row
from capi.outputs.microdata.file_columns import FileColumn, Holds

_CELLS_AT_A_TIME = 1_000_000
_STATES = frozenset(STATES)


def rows_at_a_time(columns: Sequence[FileColumn]) -> int:
    return max(100, min(50_000, _CELLS_AT_A_TIME // max(1, len(columns))))


def arrow_type(column: FileColumn) -> pa.DataType:
    match column.holds:
        case Holds.WHOLE:
            return pa.int64()
        case Holds.DECIMAL:
            return pa.decimal128(38, column.places)
        case Holds.DATE:
            return pa.date32()
        case Holds.TIME:
            return pa.time32("ms")  # Parquet has no seconds
    return pa.string()


class Batches:
    """Takes rows as they come and gives batches of them; what stands beside a value is the word of its state."""

    def __init__(self, columns: Sequence[FileColumn], schema: pa.Schema) -> None:
        self._columns, self._schema = columns, schema
        self._most = rows_at_a_time(columns)
        self._rows: list[Row] = []

    def full(self, rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
        for row in rows:
            self._rows.append(row)
            if len(self._rows) == self._most:
                yield self._taken()

    def rest(self) -> Iterator[pa.RecordBatch]:
        if self._rows:
            yield self._taken()

    def _taken(self) -> pa.RecordBatch:
        rows, self._rows = self._rows, []
        arrays: list[pa.Array[Any]] = []
        for at, column in enumerate(self._columns):
            cells = [row[at] for row in rows]
            value = _VALUES[column.holds]
            values = [None if cell is None or cell in _STATES else value(cell) for cell in cells]
            arrays.append(pa.array(values, arrow_type(column)))
            if column.state_name:
                arrays.append(pa.array([_state(cell) for cell in cells], pa.string()))
        return pa.record_batch(arrays, schema=self._schema)


def _state(cell: Cell) -> str | None:
    return None if cell is None or isinstance(cell, int | str | Decimal) else str(cell.value)


def _text(cell: Cell) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


_VALUES: dict[Holds, Callable[[Any], object]] = {
    Holds.WHOLE: int,
    Holds.DECIMAL: Decimal,
    Holds.TEXT: _text,
    Holds.DATE: date.fromisoformat,
    Holds.TIME: time.fromisoformat,
}
