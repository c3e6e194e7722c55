"""A sample in a sheet of an XLSX workbook: its cells as they are kept, formulas and error values told apart from values."""

import math
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from capi.sample.cells import Cell, Formula, SheetError
from capi.sample.unreadable import UnreadableSample
from capi.sample.xlsx_package import (
    DAMAGED,
    LARGEST_SHEET,
    Attributes,
    Package,
    Sheet,
    Styles,
    feed,
    refuse_endless,
    safe_parser,
    unescaped,
)

MOST_COLUMNS = 16_384
"""Of a sheet, in every spreadsheet program."""
_LONGEST_TEXT = 32_767
_LAST_DAY = 2_958_465
"""31 December 9999."""
_LOST_DAY = 60
"""29 February 1900, which spreadsheets have and the calendar has not."""
_SECONDS = 86_400
_ELEMENTS = frozenset(("c", "v", "row", "f", "is", "t"))


class XlsxTable:
    """`rows` can be gone through once; rows without anything in them are left out."""

    is_sheet = True

    def __init__(self, content: bytes, sheet: str = "") -> None:
        """The sheet of that name, else the first that is not hidden. Raises UnreadableSample."""
        self._package = Package(content)
        chosen = _chosen(self._package.sheets, sheet)
        self._path = chosen.path
        self.notes = []
        if len(self._package.sheets) > 1:
            self.notes.append(f"Of {len(self._package.sheets)} sheets, {chosen.name!r} was read.")

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """The number of each row, and its cells by the place of their columns. Raises UnreadableSample."""
        reader = _Reader(self._package.strings(), self._package.styles(), from_1904=self._package.from_1904)
        for piece in self._package.pieces(self._path, LARGEST_SHEET):
            reader.read(piece)
            yield from reader.rows
            reader.rows.clear()
        reader.end()
        if reader.hidden:
            self.notes.append(f"{reader.hidden:,} rows are hidden in the sheet; they were read too.")


def _chosen(sheets: list[Sheet], name: str) -> Sheet:
    if not sheets:
        raise UnreadableSample(
            "This is no XLSX workbook with a sheet of cells. Save the table as XLSX or as CSV UTF-8."
        )
    for sheet in sheets:
        if sheet.name == name or (not name and not sheet.hidden):
            return sheet
    if name:
        there = ", ".join(sheet.name for sheet in sheets[:12])
        raise UnreadableSample(f"The workbook has no sheet {name!r}. It has: {there}.")
    return sheets[0]


class _Reader:
    """Takes the XML of a sheet piece by piece, and leaves the rows that are whole in `rows`."""

    def __init__(self, strings: list[str], styles: Styles, *, from_1904: bool) -> None:
        self.rows: list[tuple[int, dict[int, Cell]]] = []
        self.hidden = 0
        self._strings, self._styles = strings, styles
        self._day_0 = datetime(1904, 1, 1) if from_1904 else None  # noqa: DTZ001 - a day of the calendar, in no zone
        self._number, self._column = 0, -1
        self._cells: dict[int, Cell] = {}
        self._type = self._text = self._inline = ""
        self._style = "0"
        self._formula = False
        self._said: list[str] = []
        self._columns: dict[str, int] = {}
        self._parser = safe_parser()
        self._parser.StartElementHandler = self._starts
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._said.append

    def read(self, piece: bytes) -> None:
        try:
            feed(self._parser, piece)
        except (ValueError, IndexError, OverflowError) as error:
            raise UnreadableSample(DAMAGED) from error
        refuse_endless(self._said)

    def end(self) -> None:
        feed(self._parser, b"", last=True)

    def _starts(self, element: str, attributes: Attributes) -> None:
        self._said.clear()
        if element == "v":
            return
        if element not in _ELEMENTS:
            element = element.rpartition(":")[2]
        if element == "c":
            place = attributes.get("r")
            self._column = self._column + 1 if place is None else self._place(place)
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "0")
            self._formula, self._text, self._inline = False, "", ""
        elif element == "f":
            self._formula = True
        elif element == "row":
            number = int(attributes.get("r", self._number + 1))
            if number <= self._number:
                raise UnreadableSample(DAMAGED)
            self._number, self._column, self._cells = number, -1, {}
            self.hidden += attributes.get("hidden") in ("1", "true")

    def _ends(self, element: str) -> None:
        said = self._said
        if element == "v":
            self._text = said[0] if len(said) == 1 else "".join(said)
            return
        if element not in _ELEMENTS:
            element = element.rpartition(":")[2]
        if element == "c":
            value = self._value()
            if value != "":
                self._cells[self._column] = value
        elif element == "v":
            self._text = "".join(said)
        elif element == "t":
            self._inline += "".join(said)
            if len(self._inline) > _LONGEST_TEXT:
                raise UnreadableSample(DAMAGED)
        elif element == "row" and self._cells:
            self.rows.append((self._number, self._cells))

    def _place(self, address: str) -> int:
        letters = address.rstrip("0123456789")
        if letters not in self._columns:
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - ord("A") + 1
            if not (letters.isascii() and letters.isupper() and 0 < column <= MOST_COLUMNS):
                raise UnreadableSample(DAMAGED)
            self._columns[letters] = column - 1
        return self._columns[letters]

    def _value(self) -> Cell:
        kind, text = self._type, self._text
        if kind == "s" and text and not self._formula:
            return self._strings[int(text)]
        if kind == "e":
            return SheetError(text)
        if self._formula:
            return Formula(unescaped(text))
        if kind == "inlineStr":
            return unescaped(self._inline)
        if text == "":
            return ""
        if kind == "n":
            return self._of_number(text)
        if kind == "b":
            return text in ("1", "true")
        if kind == "d":
            return _day_or_time(datetime.fromisoformat(text))
        return unescaped(text)

    def _of_number(self, text: str) -> Cell:
        number = float(text)
        if not math.isfinite(number):
            raise UnreadableSample(DAMAGED)
        style = int(self._style)
        if style in self._styles.dates and 0 <= number <= _LAST_DAY:
            return self._date(number)
        if not number.is_integer():
            return number
        zeros = self._styles.zeros.get(style, 0)
        return f"{number:0{zeros}.0f}" if zeros and number >= 0 else int(number)

    def _date(self, number: float) -> date | datetime:
        """ECMA-376, part 1, 18.17.4.1."""
        day = self._day_0 or datetime(1899, 12, 31 if number < _LOST_DAY else 30)  # noqa: DTZ001 - as above
        return _day_or_time(day + timedelta(seconds=round(number * _SECONDS)))


def _day_or_time(moment: datetime) -> date | datetime:
    return moment if moment.time() != datetime.min.time() else moment.date()
