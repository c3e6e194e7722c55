"""Stata parts: .dta files of the same variables put together into one, byte by byte (format 118).

Each part begins with the same row, at its widest, which is left away. A long text (strL) is named by its variable and the
number of its row: two and six bytes in the row, four and eight before the text itself.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

_HEADER_ENDS = b"</header><map>"
_MAP_AT = len("<map>")
_TYPES = 2
_DATA, _TEXTS, _LABELS, _END = 9, 10, 11, 13
_OPEN_DATA, _CLOSE_DATA = b"<data>", b"</data>"
_OPEN_TEXTS, _CLOSE_TEXTS = b"<strls>", b"</strls>"
_LONG_TEXT = 32_768
_WIDTHS = {_LONG_TEXT: 8, 65_526: 8, 65_527: 4, 65_528: 4, 65_529: 2, 65_530: 1}
_TEXT_HEAD = struct.Struct("<3sIQBI")


@dataclass(frozen=True, slots=True)
class _Part:
    """Where its sections begin."""

    data: bytes
    sections: tuple[int, ...]

    @property
    def rows(self) -> bytes:
        return self.data[self.sections[_DATA] + len(_OPEN_DATA) : self.sections[_TEXTS] - len(_CLOSE_DATA)]

    @property
    def texts(self) -> bytes:
        return self.data[self.sections[_TEXTS] + len(_OPEN_TEXTS) : self.sections[_LABELS] - len(_CLOSE_TEXTS)]


class Joined:
    """`first` is the part of nothing but the row that all begin with. What is `before`, `between` and `after` the rows and the
    long texts is that of it, but for a few numbers that `corrections` tells in the end."""

    def __init__(self, first: bytes) -> None:
        self._part = _part(first)
        self._width = len(self._part.rows)
        self._long = list(_long_texts(self._part))
        self.rows = 0
        sections = self._part.sections
        self.before = first[: sections[_DATA] + len(_OPEN_DATA)]
        self.between = _CLOSE_DATA + _OPEN_TEXTS
        self.after = _CLOSE_TEXTS + first[sections[_LABELS] :]

    def below_first(self, data: bytes, rows: int) -> tuple[bytes, bytes]:
        """The rows of another part and their long texts, as they stand in the whole."""
        part = _part(data)
        found = np.frombuffer(part.rows, np.uint8).reshape(-1, self._width)
        if len(found) != rows + 1:
            raise AssertionError("the parts of a .dta file do not fit together")
        below = found[1:].copy()
        for at in self._long:
            named = below[:, at : at + 8].copy().view("<u8")
            # The upper six bytes are the row; nothing is named where the text is empty.
            named[named > 0] += np.uint64((self.rows - 1 << 16) % 2**64)
            below[:, at : at + 8] = named.view(np.uint8)
        texts = b"".join(self._moved(part.texts))
        self.rows += rows
        return below.tobytes(), texts

    def corrections(self, length_of_texts: int) -> Iterator[tuple[int, bytes]]:
        """Where in the whole which bytes belong: the number of rows, and where the sections begin."""
        yield self.before.index(b"<N>") + len(b"<N>"), struct.pack("<Q", self.rows)
        sections = list(self._part.sections)
        texts = len(self.before) + self.rows * self._width + len(_CLOSE_DATA)
        labels = texts + len(_OPEN_TEXTS) + length_of_texts + len(_CLOSE_TEXTS)
        moved = labels - sections[_LABELS]
        sections[_TEXTS:] = [texts, *(each + moved for each in sections[_LABELS:])]
        yield sections[1] + _MAP_AT, struct.pack(f"<{len(sections)}Q", *sections)

    def _moved(self, texts: bytes) -> Iterator[bytes]:
        """The long texts but those of the first row."""
        at = 0
        while at < len(texts):
            mark, variable, row, kind, length = _TEXT_HEAD.unpack_from(texts, at)
            end = at + _TEXT_HEAD.size + length
            if row > 1:
                moved = _TEXT_HEAD.pack(mark, variable, row - 1 + self.rows, kind, length)
                yield moved + texts[at + _TEXT_HEAD.size : end]
            at = end


def _part(data: bytes) -> _Part:
    at = data.index(_HEADER_ENDS) + len(_HEADER_ENDS)
    return _Part(data, struct.unpack_from("<14Q", data, at))


def _long_texts(part: _Part) -> Iterator[int]:
    """Where in a row the names of long texts stand."""
    start = part.sections[_TYPES] + len(b"<variable_types>")
    end = part.sections[_TYPES + 1] - len(b"</variable_types>")
    at = 0
    types: Any = np.frombuffer(part.data[start:end], "<u2").tolist()
    for each in types:
        if each == _LONG_TEXT:
            yield at
        at += _WIDTHS.get(each, each)
