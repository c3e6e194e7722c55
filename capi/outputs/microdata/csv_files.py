"""CSV for statistics: RFC 4180, UTF-8 without a byte-order mark, every text to the letter.

Texts are not made harmless for spreadsheets: a text that begins like a formula stays as it was given, as a program
reads back what was answered. The manifest says so. For a spreadsheet there is XLSX.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from capi.dataset.cells import STATES, MissingCodes, State
from capi.dataset.codebook import Codebook, Described
from capi.dataset.flatten import Row
from capi.dataset.value_labels import Value
from capi.dataset.variables import Variable
from capi.outputs.csv_rows import csv_writer, write_rows
from capi.outputs.microdata.coded_cells import Coding, refuse_possible
from capi.outputs.microdata.data_file import FileFormat, TablePlan, Told

WriteRows: TypeAlias = Callable[[Iterable[Row]], None]
CODEBOOK_HEADER = ("file", "variable", "value", "label", "kind", "n", "unit", "field", "disclosive", "columns")


@contextlib.contextmanager
def open_table(path: Path, variables: Sequence[Variable], codes: MissingCodes) -> Iterator[WriteRows]:
    """Takes the rows of one table, as many at a time as there are.

    Raises CodesCollide where a code for a missing state is also a value of a variable.
    """
    refuse_possible(variables, codes)
    coding = Coding(variables, codes)
    with csv_writer(path, tuple(variable.name for variable in variables)) as write:
        yield lambda rows: write(map(coding.coded, rows))


class _CsvFile:
    def __init__(self, write: WriteRows) -> None:
        self.write = write

    def finish(self, described: Sequence[Described], told: Told | None) -> None:
        """The labels of a CSV file stand in the codebook beside it."""


@contextlib.contextmanager
def _open(path: Path, plan: TablePlan) -> Iterator[_CsvFile]:
    if plan.variables:
        with open_table(path, plan.variables, plan.codes) as write:
            yield _CsvFile(write)
        return
    coding = Coding((), plan.codes)
    with csv_writer(path, tuple(column.name for column in plan.columns)) as write_coded:
        yield _CsvFile(lambda rows: write_coded(map(coding.coded, rows)))


def code_marks(codes: MissingCodes) -> dict[State, str]:
    return {state: str(codes.of(state)) for state in STATES}


CSV = FileFormat(
    "csv",
    ".csv",
    _open,
    code_marks,
    code_marks,
    "These stand in the place of a value, and say why there is none.",
    limits={
        "encoding": "UTF-8 without byte-order mark",
        "lines": "CRLF; texts may hold line breaks of their own, in quotes",
        "formulas": "texts are to the letter and not made harmless for spreadsheets; read the file with a statistics program",
    },
)


def write_codebook(path: Path, book: Codebook, files: Sequence[str]) -> None:
    """One row for each variable of each table, then one for each of its values; `files` are those of the tables."""
    rows = (row for file, table in zip(files, book.tables, strict=True) for row in codebook_rows(file, table.variables))
    write_rows(path, CODEBOOK_HEADER, rows)


def codebook_rows(file: str, variables: Iterable[Described]) -> Iterator[tuple[int | str, ...]]:
    for each in variables:
        disclosive = "yes" if each.disclosive else ""
        columns = " ".join(each.columns or (each.name,))
        yield file, each.name, "", each.label, each.kind.value, each.n, each.unit, each.field, disclosive, columns
        for value in each.values:
            yield file, each.name, value.value, value.label, _kind(value), value.n, "", each.field, "", ""


def _kind(value: Value) -> str:
    if value.state is not None:
        return str(value.state.value)
    return "value" if value.value else "empty"
