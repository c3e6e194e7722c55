"""The table that a file holds, whatever its format: its headings, and row by row what stands below them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from capi.sample.cells import Cell, shown
from capi.sample.csv_table import CsvTable
from capi.sample.unreadable import UnreadableSample
from capi.sample.xlsx_table import XlsxTable

LARGEST_FILE = 2**27
"""Bytes."""
MOST_HEADINGS = 500

_OTHERS = {
    b"%PDF": "This is a PDF. Save the table it was made from as XLSX or CSV UTF-8.",
    b"{\\rtf": "This is a text document. Save its table as XLSX or CSV UTF-8.",
    b"\x1f\x8b": "This file is compressed. Unpack it first.",
    b"SQLite": "This is a database. Save its table as CSV UTF-8.",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings. `cells` are as many as there are headings. `short` is how many a CSV file has where there are fewer;
    `beyond` is something to the right of the last heading."""

    number: int
    cells: Sequence[Cell]
    short: int | None = None
    beyond: str = ""


class Table:
    """`headings` stand in row `heading_row`, 0 where the file has none."""

    def __init__(self, content: bytes, sheet: str = "") -> None:
        """Raises UnreadableSample. `sheet` names one of a workbook; the first that is not hidden if empty."""
        self._table = _opened(content, sheet)
        self._rows = self._table.rows()
        self.headings: list[str] = []
        self.heading_row = 0
        for number, cells in self._rows:
            width = len(cells) if isinstance(cells, list) else max(cells) + 1
            if width > MOST_HEADINGS and any(_there(cell) for cell in _beyond(cells, MOST_HEADINGS)):
                raise UnreadableSample(
                    f"Row {number} has more than {MOST_HEADINGS} columns. Leave out those that are not needed.", number
                )
            headings = [_heading(cell) for cell in _dense(cells, min(width, MOST_HEADINGS))]
            if any(headings):
                while not headings[-1]:
                    headings.pop()
                self.headings, self.heading_row = headings, number
                return

    @property
    def notes(self) -> list[str]:
        """What people should know of how the file was read; complete when all rows were gone through."""
        return self._table.notes

    def rows(self) -> Iterator[Row]:
        """Those that are not empty, once. Raises UnreadableSample where reading ends before the last."""
        width = len(self.headings)
        for number, cells in self._rows:
            if isinstance(cells, list) and len(cells) == width:
                if any(map(str.strip, cells)):
                    yield Row(number, cells)
                continue
            beyond = next((cell for cell in _beyond(cells, width) if _there(cell)), "")
            short = len(cells) if isinstance(cells, list) and len(cells) < width else None
            dense = _dense(cells, width)
            if beyond != "" or any(map(_there, dense)):
                yield Row(number, dense, short, shown(beyond))


def _opened(content: bytes, sheet: str) -> CsvTable | XlsxTable:
    if len(content) > LARGEST_FILE:
        raise UnreadableSample(
            f"The file is larger than {LARGEST_FILE >> 20} MB. Split it, and add its parts to the same sample."
        )
    if not content.strip():
        raise UnreadableSample("The file is empty.")
    if content.startswith(b"PK\x03\x04"):
        return XlsxTable(content, sheet)
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            raise UnreadableSample("The workbook is protected by a password. Save it without one.")
        raise UnreadableSample("This is a workbook of the old kind (XLS). Save it as XLSX.")
    for start, words in _OTHERS.items():
        if content.startswith(start):
            raise UnreadableSample(words)
    if content[:1_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        raise UnreadableSample(
            "This is a web page or an XML file, whatever its name says. Open it in a spreadsheet program, and save it as XLSX."
        )
    if sheet:
        raise UnreadableSample("A CSV file has no sheets. Leave the name of the sheet out.")
    return CsvTable(content)


def _heading(cell: Cell) -> str:
    return " ".join(shown(cell).removeprefix("\ufeff").split())


def _there(cell: Cell) -> bool:
    """Whether there is something in it; spaces are nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else True


def _dense(cells: list[str] | dict[int, Cell], width: int) -> Sequence[Cell]:
    if isinstance(cells, dict):
        return [cells.get(at, "") for at in range(width)]
    return [*cells[:width], *[""] * (width - len(cells))]


def _beyond(cells: list[str] | dict[int, Cell], width: int) -> Iterator[Cell]:
    if isinstance(cells, list):
        yield from cells[width:]
    else:
        yield from (cell for at, cell in cells.items() if at >= width)
