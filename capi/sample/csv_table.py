"""A sample in a CSV file: its separator is found out, its quotation marks are taken strictly."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from capi.sample.flaws import Flaw
from capi.sample.letters import as_text
from capi.sample.unreadable import UnreadableSample

SEPARATORS = (",", ";", "\t", "|")
_LOOKED_AT = 2**16
_ROWS_LOOKED_AT = 200
_SAYS_SEPARATOR = "sep="


class CsvTable:
    """`rows` can be gone through once: the number of each, as a spreadsheet counts, and its texts."""

    is_sheet = False

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableSample."""
        self._text, note = as_text(content)
        self.notes = [note] if note else []
        start = self._text.read(_LOOKED_AT)
        self._text.seek(0)
        first_line = start.split("\n", 1)[0].strip("\r\ufeff")
        if first_line.lower().startswith(_SAYS_SEPARATOR) and len(first_line) == len(_SAYS_SEPARATOR) + 1:
            self.separator = first_line[-1]
            self._text.readline()  # a spreadsheet obeys this line, and does not show it
        else:
            self.separator = _separator(start, whole=len(start) < _LOOKED_AT)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Raises UnreadableSample where a row cannot be told from the next."""
        reader = csv.reader(self._text, delimiter=self.separator, strict=True, skipinitialspace=True)
        number = 0
        while True:
            number += 1
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnreadableSample(Flaw.QUOTATION_MARKS.value, number) from error


def _separator(start: str, *, whole: bool) -> str:
    """The one that cuts most rows into as many cells as there are headings."""
    best, usual = (0.0, 0), SEPARATORS[0]
    for separator in SEPARATORS:
        widths = _widths(start, separator, whole=whole)
        if widths and widths[0] > 1:
            found = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if found > best:
                best, usual = found, separator
    return usual


def _widths(start: str, separator: str, *, whole: bool) -> list[int]:
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        widths = [len(row) for row in islice(reader, _ROWS_LOOKED_AT) if row]
    except csv.Error:
        return []
    if not whole and len(widths) > 1 and len(widths) < _ROWS_LOOKED_AT:
        widths.pop()  # the last row may be cut
    return widths
