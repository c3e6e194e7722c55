"""SPSS system files (.sav), with labels and declared missing values.

The library writes a whole table from memory. So the rows are written some at a time, each time below a row with
everything at its widest, which makes all the dictionaries the same; what stands below that row is put together.
The layout of the file: https://www.gnu.org/software/pspp/pspp-dev/html_node/System-File-Format.html
"""

import contextlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyreadstat

from capi.dataset.cells import STATES, MissingCodes
from capi.dataset.codebook import Described
from capi.dataset.flatten import Row
from capi.outputs.microdata.coded_cells import Coding, refuse_possible
from capi.outputs.microdata.csv_files import code_marks
from capi.outputs.microdata.data_file import DoesNotFit, FileFormat, TablePlan, Told
from capi.outputs.microdata.file_columns import FileColumn, Holds, NameRules, cut
from capi.outputs.microdata.readstat_part import written_part
from capi.outputs.microdata.spss_missing import Declared, declared_missing
from capi.outputs.microdata.staged_rows import StagedColumn, StagedRows
from capi.outputs.microdata.statistics_labels import column_labels, value_labels

LONGEST_TEXT = 32_767
_LABEL, _VALUE_LABEL, _TITLE = 255, 120, 64
_BESIDE = frozenset((Holds.TEXT, Holds.DATE, Holds.TIME))
_EPOCH_DAYS = 141_428
"""From 14 October 1582, where SPSS begins to count, to 1970."""
_COUNT_IN_HEADER = 80
_COUNT_RECORD = struct.pack("<iiiiq", 7, 16, 8, 2, 1)

_Frame: TypeAlias = dict[str, Any]


@contextlib.contextmanager
def _open(path: Path, plan: TablePlan) -> Iterator["_SpssFile"]:
    apart = {column.called for column in plan.columns if column.state_name}
    refuse_possible([variable for variable in plan.variables if variable.name not in apart], plan.codes)
    staged = StagedRows(path.with_name(f"{path.name}.staged"), plan.columns)
    try:
        yield _SpssFile(path, plan, staged, Coding(plan.variables, plan.codes, tuple(apart)))
    finally:
        staged.remove()


class _SpssFile:
    def __init__(self, path: Path, plan: TablePlan, staged: StagedRows, coding: Coding) -> None:
        self._path, self._plan, self._staged, self._coding = path, plan, staged, coding

    def write(self, rows: Iterable[Row]) -> None:
        self._staged.write(self._coding.checked(rows))

    def finish(self, described: Sequence[Described], told: Told | None) -> None:
        self._staged.close()
        self._refuse_longer_texts()
        options = self._options(described)
        widest = _widest(self._plan.columns, self._staged.widest)
        part = self._path.with_name(f"{self._path.name}.part")
        one, two = (written_part(pyreadstat.write_sav, _below(widest, widest, more), part, options) for more in (0, 1))
        row, start = len(two) - len(one), 2 * len(one) - len(two)
        done = 0
        with self._path.open("wb") as file:
            file.write(one[:start])
            for number, columns in self._staged.read():
                written = written_part(
                    pyreadstat.write_sav, _below(widest, _frame(self._plan, columns), number), part, options
                )
                if len(written) != len(one) + number * row:
                    raise AssertionError("the parts of a .sav file do not fit together")
                file.write(written[len(one) :])
                done += number
                if told is not None:
                    told(done)
            _count_in(file, one[:start], done)

    def _options(self, described: Sequence[Described]) -> dict[str, Any]:
        columns, codes = self._plan.columns, self._plan.codes
        return {
            "file_label": cut(self._plan.title, _TITLE),
            "column_labels": column_labels(columns, lambda label: cut(label, _LABEL)),
            "variable_value_labels": value_labels(columns, described, codes, _VALUE_LABEL),
            "missing_ranges": self._missing(described),
            "variable_format": dict(_formats(columns, self._staged.widest, self._staged.greatest)),
            "variable_measure": dict(_measures(columns, described)),
        }

    def _missing(self, described: Sequence[Described]) -> dict[str, Declared]:
        variables = {variable.name: variable for variable in self._plan.variables}
        about = {each.name: each for each in described}
        return {
            column.name: declared_missing(variables.get(column.called), about[column.called], self._plan.codes)
            for column in self._plan.columns
            if column.has_states and not column.state_name
        }

    def _refuse_longer_texts(self) -> None:
        for column, width in zip(self._plan.columns, self._staged.widest, strict=True):
            if width > LONGEST_TEXT:
                raise DoesNotFit(
                    f"{column.called} of {self._path.name} has a text of {width:,} bytes; SPSS takes {LONGEST_TEXT:,}. "
                    "Export as csv, parquet or dta."
                )


def _frame(plan: TablePlan, columns: Sequence[StagedColumn]) -> _Frame:
    frame: _Frame = {}
    for column, staged in zip(plan.columns, columns, strict=True):
        states = coded_states(staged.states, plan.codes)
        if column.holds is Holds.TEXT:
            frame[column.name] = pc.fill_null(staged.values, "").to_numpy()
        else:
            numbers = _numbers(column, staged.values)
            frame[column.name] = numbers if column.state_name else np.where(np.isnan(states), numbers, states)
        if column.state_name:
            frame[column.state_name] = states
    return frame


def coded_states(states: pa.ChunkedArray, codes: MissingCodes) -> Any:
    """The codes as numbers, none where there is a value."""
    words = pa.array([str(state.value) for state in STATES])
    numbers = pa.array([float(codes.of(state)) for state in STATES])
    return pc.take(numbers, pc.index_in(states, value_set=words)).to_numpy()


def _numbers(column: FileColumn, values: pa.ChunkedArray) -> Any:
    match column.holds:
        case Holds.DATE:
            return (values.cast(pa.int32()).cast(pa.float64()).to_numpy() + _EPOCH_DAYS) * 86_400
        case Holds.TIME:
            return values.cast(pa.int32()).cast(pa.float64()).to_numpy() / 1_000
    return values.cast(pa.float64(), safe=False).to_numpy()


def _widest(columns: Sequence[FileColumn], widths: Sequence[int]) -> _Frame:
    """One row with every text as long as the longest."""
    frame: _Frame = {}
    for column, width in zip(columns, widths, strict=True):
        frame[column.name] = np.array(["x" * max(1, width)], object) if column.holds is Holds.TEXT else np.zeros(1)
        if column.state_name:
            frame[column.state_name] = np.zeros(1)
    return frame


def _below(first: _Frame, rows: _Frame, number: int) -> pd.DataFrame:
    return pd.DataFrame({name: np.concatenate([values, rows[name][:number]]) for name, values in first.items()})


def _count_in(file: Any, dictionary: bytes, rows: int) -> None:
    """The number of rows stands in the header and in a record of its own."""
    file.seek(_COUNT_IN_HEADER)
    file.write(struct.pack("<i", rows))
    at = dictionary.index(_COUNT_RECORD) + len(_COUNT_RECORD)
    file.seek(at)
    file.write(struct.pack("<q", rows))


def _formats(
    columns: Sequence[FileColumn], widths: Sequence[int], greatest: Sequence[int]
) -> Iterator[tuple[str, str]]:
    for column, width, number in zip(columns, widths, greatest, strict=True):
        if column.state_name:
            yield column.state_name, "F4.0"
        match column.holds:
            case Holds.WHOLE:
                yield column.name, f"F{max(8, len(str(number)) + 1)}.0"
            case Holds.DECIMAL:
                yield column.name, f"F{10 + column.places}.{column.places}"
            case Holds.DATE:
                yield column.name, "SDATE10"
            case Holds.TIME:
                yield column.name, "TIME5"
            case Holds.TEXT:
                yield column.name, f"A{max(1, width)}"


def _measures(columns: Sequence[FileColumn], described: Sequence[Described]) -> Iterator[tuple[str, str]]:
    with_labels = {each.name for each in described if any(value.state is None for value in each.values)}
    for column in columns:
        is_scale = column.holds in (Holds.WHOLE, Holds.DECIMAL) and column.called not in with_labels
        yield column.name, "scale" if is_scale and column.has_states else "nominal"


SPSS = FileFormat(
    "sav",
    ".sav",
    _open,
    code_marks,
    code_marks,
    "These are declared as missing values. Texts, dates and times are empty instead, and the code stands in the column beside.",
    rules=NameRules(
        64, frozenset(("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")), _BESIDE
    ),
    limits={
        "names": "at most 64 letters, digits and underscores, beginning with a letter; no two alike but for capitals",
        "labels": f"of variables {_LABEL} bytes, of values {_VALUE_LABEL} bytes; longer ones are cut, and the codebook has them whole",
        "texts": f"at most {LONGEST_TEXT:,} bytes; an export with a longer one is refused",
        "numbers": "exact to 15 figures",
        "missing": "declared as three values, or as a range and one more",
    },
    longest_label=_LABEL,
    longest_value_label=_VALUE_LABEL,
    labels_numbers_alone=True,
)
