"""Stata files (.dta, version 118: Stata 14 and later), with labels and the extended missing values .a to .e.

As with SPSS, rows are written some at a time, each time below a row with everything at its widest, and put together. Texts of
more than 2,045 bytes lie behind the rows (strL), by variable and row, so these numbers of rows are moved along.
The layout of the file: https://www.stata.com/help.cgi?dta_118
"""

import contextlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyreadstat

from capi.dataset.cells import STATES, MissingCodes, State
from capi.dataset.codebook import Described
from capi.dataset.flatten import Row
from capi.outputs.microdata.csv_files import code_marks
from capi.outputs.microdata.data_file import FileFormat, TablePlan, Told
from capi.outputs.microdata.file_columns import FileColumn, Holds, NameRules, cut_letters
from capi.outputs.microdata.readstat_part import written_part
from capi.outputs.microdata.spss_files import coded_states
from capi.outputs.microdata.staged_rows import StagedColumn, StagedRows
from capi.outputs.microdata.stata_parts import Joined
from capi.outputs.microdata.statistics_labels import column_labels, value_labels

LETTERS = dict(zip(STATES, "abcde", strict=True))
_LABEL, _VALUE_LABEL, _TITLE = 80, 32_000, 80
_NAME = 28
"""Stata takes 32, for the set of labels of a variable too, which the library calls like it with a number behind."""
_GREATEST_LONG = 2_147_483_620
_STATA_EPOCH_DAYS = 3_653
"""From 1960, where Stata begins to count, to 1970."""
_BESIDE = frozenset((Holds.TEXT, Holds.DATE, Holds.TIME))
_RESERVED = frozenset(
    (
        *(
            "_all",
            "_b",
            "byte",
            "_coef",
            "_cons",
            "con",
            "double",
            "float",
            "if",
            "in",
            "int",
            "long",
            "_n",
            "_pi",
            "_pred",
        ),
        *("_rc", "_skip", "str", "strl", "using", "with", *(f"str{length}" for length in range(1, 2046))),
    )
)

_Frame: TypeAlias = dict[str, Any]


@contextlib.contextmanager
def _open(path: Path, plan: TablePlan) -> Iterator["_StataFile"]:
    staged = StagedRows(path.with_name(f"{path.name}.staged"), plan.columns)
    try:
        yield _StataFile(path, plan, staged)
    finally:
        staged.remove()


class _StataFile:
    def __init__(self, path: Path, plan: TablePlan, staged: StagedRows) -> None:
        self._path, self._plan, self._staged = path, plan, staged

    def write(self, rows: Iterable[Row]) -> None:
        self._staged.write(rows)

    def finish(self, described: Sequence[Described], told: Told | None) -> None:
        self._staged.close()
        options = self._options(described)
        wide = [number > _GREATEST_LONG for number in self._staged.greatest]
        widest = _widest(self._plan.columns, self._staged.widest, wide)
        part = self._path.with_name(f"{self._path.name}.part")
        joined = Joined(written_part(pyreadstat.write_dta, pd.DataFrame(widest), part, options))
        texts = self._path.with_name(f"{self._path.name}.texts")
        with self._path.open("wb") as file, texts.open("w+b") as long_texts:
            file.write(joined.before)
            for number, columns in self._staged.read():
                rows = _frame(self._plan, columns, wide)
                frame = {name: np.concatenate([values, rows[name]]) for name, values in widest.items()}
                for_rows, for_texts = joined.below_first(
                    written_part(pyreadstat.write_dta, pd.DataFrame(frame), part, options), number
                )
                file.write(for_rows)
                long_texts.write(for_texts)
                if told is not None:
                    told(joined.rows)
            file.write(joined.between)
            long_texts.seek(0)
            shutil.copyfileobj(long_texts, file)
            file.write(joined.after)
            for at, data in joined.corrections(long_texts.tell()):
                file.seek(at)
                file.write(data)
        texts.unlink()

    def _options(self, described: Sequence[Described]) -> dict[str, Any]:
        columns = self._plan.columns
        with_letters = [column.name for column in columns if column.has_states and not column.state_name]
        return {
            "version": 14,
            "file_label": cut_letters(self._plan.title, _TITLE),
            "column_labels": column_labels(columns, lambda label: cut_letters(label, _LABEL)),
            "variable_value_labels": _whole_keys(value_labels(columns, described, self._plan.codes, _VALUE_LABEL)),
            "missing_user_values": {name: list(LETTERS.values()) for name in with_letters},
            "variable_format": dict(_formats(columns, self._staged.greatest)),
        }


def _whole_keys(labels: dict[str, dict[float | str, str]]) -> dict[str, dict[float | str, str]]:
    """Stata labels whole numbers and letters, and nothing else."""
    return {
        name: {key if isinstance(key, str) else int(key): words for key, words in each.items()}
        for name, each in labels.items()
    }


def _frame(plan: TablePlan, columns: Sequence[StagedColumn], wide: Sequence[bool]) -> _Frame:
    frame: _Frame = {}
    for column, staged, is_wide in zip(plan.columns, columns, wide, strict=True):
        if column.holds is Holds.TEXT:
            frame[column.name] = pc.fill_null(staged.values, "").to_numpy()
        elif column.state_name or not column.has_states:
            frame[column.name] = _numbers(column, staged.values)
        else:
            frame[column.name] = _with_letters(column, staged, is_wide=is_wide)
        if column.state_name:
            frame[column.state_name] = coded_states(staged.states, plan.codes)
    return frame


def _numbers(column: FileColumn, values: pa.ChunkedArray) -> Any:
    match column.holds:
        case Holds.DATE:
            return values.cast(pa.int32()).cast(pa.float64()).to_numpy() + _STATA_EPOCH_DAYS
        case Holds.TIME:
            return values.cast(pa.int32()).cast(pa.float64()).to_numpy()
    return values.cast(pa.float64(), safe=False).to_numpy()


def _with_letters(column: FileColumn, staged: StagedColumn, *, is_wide: bool) -> Any:
    """Numbers, and the letter of the state where there is none."""
    letters = {str(state.value): letter for state, letter in LETTERS.items()}
    as_double = is_wide or column.holds is Holds.DECIMAL
    values = staged.values.cast(pa.float64() if as_double else pa.int64(), safe=False).to_pylist()
    states = staged.states.to_pylist()
    mixed = np.empty(len(values), object)
    mixed[:] = [value if state is None else letters[state] for value, state in zip(values, states, strict=True)]
    return mixed


def _widest(columns: Sequence[FileColumn], widths: Sequence[int], wide: Sequence[bool]) -> _Frame:
    """One row with every text as long as the longest, and of letters that nobody can type."""
    frame: _Frame = {}
    for column, width, is_wide in zip(columns, widths, wide, strict=True):
        if column.holds is Holds.TEXT:
            frame[column.name] = np.array(["\x01" * max(1, width)], object)
        elif column.has_states and not column.state_name:
            frame[column.name] = np.array([0.5 if is_wide or column.holds is Holds.DECIMAL else 0], object)
        else:
            frame[column.name] = np.zeros(1)
        if column.state_name:
            frame[column.state_name] = np.zeros(1)
    return frame


def _formats(columns: Sequence[FileColumn], greatest: Sequence[int]) -> Iterator[tuple[str, str]]:
    for column, number in zip(columns, greatest, strict=True):
        match column.holds:
            case Holds.WHOLE:
                yield column.name, f"%{max(8, len(str(number)) + 1)}.0f"
            case Holds.DECIMAL:
                yield column.name, f"%{10 + column.places}.{column.places}f"
            case Holds.DATE:
                yield column.name, "%tdCCYY-NN-DD"
            case Holds.TIME:
                yield column.name, "%tcHH:MM"
        if column.state_name:
            yield column.state_name, "%4.0f"


def letter_marks(_: MissingCodes) -> dict[State, str]:
    return {state: f".{letter}" for state, letter in LETTERS.items()}


STATA = FileFormat(
    "dta",
    ".dta",
    _open,
    letter_marks,
    code_marks,
    "These are extended missing values. Texts, dates and times are empty instead, and a code stands in the column beside.",
    rules=NameRules(_NAME, _RESERVED, _BESIDE),
    limits={
        "version": "format 118, for Stata 14 and later",
        "names": f"at most {_NAME} letters, digits and underscores, beginning with a letter; no two alike but for capitals",
        "labels": f"of variables {_LABEL} letters; longer ones are cut, and the codebook has them whole",
        "texts": "those of more than 2,045 bytes are strL",
        "numbers": "exact to 15 figures",
    },
    longest_label=_LABEL,
    longest_value_label=_VALUE_LABEL,
    labels_in_letters=True,
    labels_numbers_alone=True,
)
