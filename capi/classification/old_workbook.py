"""What a workbook of the old kind (XLS) is before anybody believes it: its sectors, how far its cells reach, its formulas.

Source: [MS-CFB] for the sectors, [MS-XLS] for the records.
"""

import struct
from array import array
from collections.abc import Iterator

from capi.classification.classification import NotAClassification

_DAMAGED = "The workbook is damaged. Fetch the published file once more."
_NOT_AS_PUBLISHED = "The workbook is not as it was published: {what}. Fetch the published file once more."
_IN_HEADER = 109
"""Places of the first sectors of the table of sectors; the rest of them stand in sectors of their own."""
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers above are marks: end of a chain, free, part of the table."""
_DIRECTORY_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SMALL = 4096
"""A stream below this size lies in the small sectors."""
_LAST_COLUMN = 51
_FORMULAS = {0x0006, 0x0221, 0x04BC}
_ERROR_OR_LOGICAL = 0x0205
_PASSWORD = 0x002F
_SINGLE_CELLS = {0x0203, 0x0204, 0x0205, 0x00D6, 0x00FD, 0x027E}
_ROW_OF_NUMBERS = 0x00BD
_RECORD = struct.Struct("<HH")
_CELL = struct.Struct("<HH")


def look_into_old(content: bytes) -> frozenset[str]:
    """No column holds formulas: a workbook with any is refused. Raises NotAClassification."""
    try:
        _look_into_records(_Sectors(content).workbook())
    except (struct.error, IndexError) as error:
        raise NotAClassification(_DAMAGED) from error
    return frozenset()


class _Sectors:
    """The parts of the file by name. Chains of sectors that run in circles, or out of the file, are refused."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise NotAClassification(_DAMAGED)
        self._size = 1 << shift
        (_tables, self._directory, _, _, small, _, more, _) = struct.unpack_from("<8I", content, 44)
        self._next = self._table(more)
        self._chain(small)

    def workbook(self) -> bytes:
        found = []
        for name, kind, start, size in self._entries():
            if kind == _STREAM and size >= _SMALL:
                chain = self._chain(start)
                if name in ("Workbook", "Book"):
                    found.append(b"".join(map(self._sector, chain))[:size])
            elif kind == _ROOT:
                self._chain(start)
        if len(found) != 1:
            raise NotAClassification("This is no XLS workbook, or it has a password. Use the file as it was published.")
        return found[0]

    def _table(self, more: int) -> "array[int]":
        places = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        seen = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *here, more = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            places += here
        if more in seen:
            raise NotAClassification(_DAMAGED)
        table = array("I")
        for place in places:
            if place < _LAST_SECTOR:
                table.frombytes(self._sector(place))
        return table

    def _entries(self) -> Iterator[tuple[str, int, int, int]]:
        for sector in map(self._sector, self._chain(self._directory)):
            for at in range(0, self._size, _DIRECTORY_ENTRY):
                length = struct.unpack_from("<H", sector, at + 64)[0]
                name = sector[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", sector, at + 116)
                yield name, sector[at + 66], start, size

    def _chain(self, start: int) -> list[int]:
        chain: list[int] = []
        while start < _LAST_SECTOR:
            chain.append(start)
            if len(chain) > len(self._next):
                raise NotAClassification(_DAMAGED)
            start = self._next[start]
        return chain

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size  # the header takes the place of one sector
        sector = self._content[start : start + self._size]
        if len(sector) != self._size:
            raise NotAClassification(_DAMAGED)
        return sector


def _look_into_records(stream: bytes) -> None:
    at, end = 0, len(stream)
    while at + 4 <= end:
        kind, length = _RECORD.unpack_from(stream, at)
        at += 4
        if kind == _PASSWORD:
            raise NotAClassification("The workbook has a password. Use the file as it was published.")
        if kind in _FORMULAS:
            raise NotAClassification(_NOT_AS_PUBLISHED.format(what="it has formulas"))
        if kind in _SINGLE_CELLS or kind == _ROW_OF_NUMBERS:
            row, column = _CELL.unpack_from(stream, at)
            if kind == _ROW_OF_NUMBERS:
                column = struct.unpack_from("<H", stream, at + length - 2)[0]
            if column > _LAST_COLUMN:
                what = f"it has a cell as far away as column {column + 1} of row {row + 1:,}"
                raise NotAClassification(_NOT_AS_PUBLISHED.format(what=what))
            if kind == _ERROR_OR_LOGICAL and stream[at + 7]:
                raise NotAClassification(
                    _NOT_AS_PUBLISHED.format(what="it has a cell with an error in place of a value")
                )
        at += length
