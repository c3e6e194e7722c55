"""XLSX: a sheet of data and one of the codebook, for a spreadsheet. A text is a text, whatever it begins with.

Rows go to the disk as they come. Numbers are numbers and dates are dates as far as a spreadsheet has them: what it would
change (numbers of more than 15 figures, days before March 1900) is written as text, to the letter.
"""

import contextlib
import errno
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from capi.dataset.codebook import Described
from capi.dataset.flatten import Row
from capi.outputs.microdata.coded_cells import Coding, refuse_possible
from capi.outputs.microdata.csv_files import CODEBOOK_HEADER, code_marks, codebook_rows
from capi.outputs.microdata.data_file import DoesNotFit, FileFormat, TablePlan, Told
from capi.outputs.microdata.file_columns import FileColumn, Holds

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
_FIGURES = 15
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
"""The library spells out control characters, and lets these through, which make the file one that needs repair."""
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was."""


@contextlib.contextmanager
def _open(path: Path, plan: TablePlan) -> Iterator["_XlsxFile"]:
    if len(plan.columns) > MOST_COLUMNS:
        raise DoesNotFit(f"{path.name} would have {len(plan.columns):,} columns; XLSX has {MOST_COLUMNS:,}. Use csv.")
    refuse_possible(plan.variables, plan.codes)
    # What waits to be packed lies beside the file, never in the folder of the system for everybody.
    book = Workbook(
        path,
        {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False, "strings_to_urls": False},
    )
    try:
        yield _XlsxFile(book, path.name, plan)
    except BaseException:
        with contextlib.suppress(Exception):  # what went wrong first is what matters
            book.close()
        raise
    try:
        book.close()
    except XlsxWriterException as error:
        raise OSError(errno.EIO, f"It could not be written ({error}). Is the disk full?", str(path)) from error


class _XlsxFile:
    def __init__(self, book: Workbook, file: str, plan: TablePlan) -> None:
        self._book, self._file, self._columns = book, file, plan.columns
        self._coding = Coding(plan.variables, plan.codes)
        self._head = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheets = 0
        self._sheet = self._next_sheet()

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            if self._at == MOST_ROWS:
                self._sheet = self._next_sheet()
            for at, (column, cell) in enumerate(zip(self._columns, self._coding.coded(row), strict=True)):
                if cell != "":
                    self._put(self._sheet, at, column, cell)
            self._at += 1

    def finish(self, described: Sequence[Described], told: Told | None) -> None:  # noqa: ARG002
        sheet = self._book.add_worksheet("codebook")
        _head(sheet, CODEBOOK_HEADER, self._head)
        for number, row in enumerate(codebook_rows(self._file, described), 1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell)
                elif cell:
                    sheet.write_string(number, at, _NOT_IN_XML.sub("\ufffd", _shortened(cell)))

    def _next_sheet(self) -> Worksheet:
        self._sheets += 1
        sheet = self._book.add_worksheet("data" if self._sheets == 1 else f"data {self._sheets}")
        _head(sheet, [column.name for column in self._columns], self._head)
        self._at = 1
        return sheet

    def _put(self, sheet: Worksheet, at: int, column: FileColumn, cell: int | str) -> None:
        if isinstance(cell, str) and column.holds is Holds.DATE and date.fromisoformat(cell) >= _FIRST_DAY:
            sheet.write_datetime(self._at, at, datetime.fromisoformat(cell), self._day)
        elif isinstance(cell, int) or column.holds is Holds.DECIMAL:
            if len(Decimal(cell).as_tuple().digits) > _FIGURES:
                sheet.write_string(self._at, at, str(cell))
            else:
                sheet.write_number(self._at, at, float(cell) if isinstance(cell, str) else cell)
        elif _length(cell) > LONGEST_TEXT:
            raise DoesNotFit(
                f"{column.called} in row {self._at:,} of {self._file} is a text of {_length(cell):,} characters; a cell of XLSX "
                f"holds {LONGEST_TEXT:,}. Export as csv or parquet."
            )
        else:
            sheet.write_string(self._at, at, _NOT_IN_XML.sub("\ufffd", cell))


def _length(text: str) -> int:
    """As a spreadsheet counts: a letter outside the first 65,536 is two."""
    return len(text.encode("utf-16-le")) // 2


def _shortened(text: str) -> str:
    return text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", errors="ignore")


def _head(sheet: Worksheet, names: Sequence[str], bold: Format) -> None:
    sheet.freeze_panes(1, 0)
    for at, name in enumerate(names):
        sheet.write_string(0, at, name, bold)


XLSX = FileFormat(
    "xlsx",
    ".xlsx",
    _open,
    code_marks,
    code_marks,
    "These stand in the place of a value, as numbers, and say why there is none.",
    most_rows=MOST_ROWS - 1,
    limits={
        "sheets": f"data, and codebook; a roster or paradata of more than {MOST_ROWS:,} rows go on in a further sheet, data 2; as many cases "
        "are refused before anything is written",
        "formulas": "none: a text that begins like a formula is a text",
        "numbers": f"numbers of more than {_FIGURES} figures are texts, as a spreadsheet would round them",
        "dates": "dates before 1 March 1900 are texts, as a spreadsheet miscounts them; times are texts",
        "texts": f"at most {LONGEST_TEXT:,} characters; an export with a longer one is refused",
    },
)
