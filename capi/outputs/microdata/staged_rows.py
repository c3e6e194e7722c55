"""Staged rows: a table set down beside its file first, for formats that must know the longest text before the first row."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from capi.dataset.flatten import Row
from capi.outputs.microdata.arrow_rows import Batches, arrow_type, rows_at_a_time
from capi.outputs.microdata.file_columns import FileColumn, Holds


@dataclass(frozen=True, slots=True)
class StagedColumn:
    """A column and the word of the state beside it, of some of the rows."""

    values: pa.ChunkedArray
    states: pa.ChunkedArray


class StagedRows:
    """`widest` has the bytes of the longest text of each column, `greatest` the greatest whole number, whatever its sign."""

    def __init__(self, path: Path, columns: Sequence[FileColumn]) -> None:
        self._path = path
        # Both by their places, as nobody else reads this file.
        self._columns = tuple(
            replace(each, name=f"value {at}", state_name=f"state {at}") for at, each in enumerate(columns)
        )
        schema = pa.schema(
            [
                field
                for each in self._columns
                for field in ((each.name, arrow_type(each)), (each.state_name, pa.string()))
            ]
        )
        self._writer = pq.ParquetWriter(path, schema, compression="lz4")
        self._batches = Batches(self._columns, schema)
        self.rows = 0
        self.widest = [0] * len(columns)
        self.greatest = [0] * len(columns)

    def write(self, rows: Iterable[Row]) -> None:
        for batch in self._batches.full(rows):
            self._set_down(batch)

    def close(self) -> None:
        """Nothing more comes."""
        if self._writer.is_open:
            for batch in self._batches.rest():
                self._set_down(batch)
            self._writer.close()

    def remove(self) -> None:
        """It holds what the file holds, and goes before the folder gets its name."""
        self._writer.close()
        self._path.unlink(missing_ok=True)

    def read(self) -> Iterator[tuple[int, list[StagedColumn]]]:
        """Some rows at a time: how many they are, and their columns."""
        with contextlib.closing(pq.ParquetFile(self._path)) as file:
            for batch in file.iter_batches(rows_at_a_time(self._columns)):
                table = pa.table(batch)
                yield (
                    table.num_rows,
                    [StagedColumn(table[2 * at], table[2 * at + 1]) for at in range(len(self._columns))],
                )

    def _set_down(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)
        self.rows += batch.num_rows
        for at, column in enumerate(self._columns):
            values = batch.column(2 * at)
            if column.holds is Holds.TEXT:
                self.widest[at] = max(self.widest[at], pc.max(pc.binary_length(values)).as_py() or 0)
            elif column.holds is Holds.WHOLE:
                self.greatest[at] = max(self.greatest[at], pc.max(pc.abs(values)).as_py() or 0)
