"""The pages of a PDF file that was made here, read back: what is written where, and the boxes drawn. In points from the top left corner."""

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

_OBJECT = re.compile(rb"(?s)(\d+) 0 obj\n(.*?)\nendobj")
_STREAM = re.compile(rb"(?s)stream\r?\n(.*?)\nendstream")  # a byte 13 at the end is the stream's own
_FONT = re.compile(r"/(F\d+) (\d+) 0 R")
_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_RANGE = re.compile(r"<(\w+)> <(\w+)> (?:<(\w+)>|\[([^]]*)\])")
_WRITTEN = re.compile(r"(?s)BT\n/(F\d+) ([\d.]+) Tf 1 0 0 -1 0 0 Tm\n(.*?)ET")
_MOVED = re.compile(r"([-\d.]+) ([-\d.]+) Td <(\w+)> Tj")
_BOX = re.compile(r"(?m)^([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re\nf$")
_UNITS = 10


@dataclass(frozen=True)
class Written:
    """A line: `x` where it begins, `y` the line its letters stand on, `right` where the last letter begins."""

    text: str
    x: float
    y: float
    right: float
    size: float


@dataclass(frozen=True)
class PdfPage:
    lines: list[Written]
    boxes: list[tuple[float, float, float, float]]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def pdf_pages(path: Path) -> list[PdfPage]:
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(path.read_bytes())}
    pages = [each for each in objects.values() if b"/Type /Page\n" in each]
    return [_page(each, objects) for each in pages]


def _page(page: bytes, objects: dict[int, bytes]) -> PdfPage:
    content = _content(objects[_number(rb"/Contents (\d+) 0 R", page)])
    resources = objects[_number(rb"/Resources (\d+) 0 R", page)].decode("latin-1")
    letters = {name: _letters(objects, int(number)) for name, number in _FONT.findall(resources)}
    lines = [_line(letters[font], float(size), moved) for font, size, moved in _WRITTEN.findall(content)]
    boxes = [(x, y, wide, high) for x, y, wide, high in (map(float, each) for each in _BOX.findall(content))]
    return PdfPage(lines, [(x / _UNITS, y / _UNITS, wide / _UNITS, high / _UNITS) for x, y, wide, high in boxes])


def _line(letters: dict[int, str], size: float, moved: str) -> Written:
    steps = [(float(x), float(y), int(glyph, 16)) for x, y, glyph in _MOVED.findall(moved)]
    text = "".join(letters[glyph] for _, _, glyph in steps).replace("\t", " ")
    x, y = steps[0][0], -steps[0][1]
    return Written(text, x / _UNITS, y / _UNITS, sum(step[0] for step in steps) / _UNITS, size / _UNITS)


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table = _content(objects[_number(_UNICODE.pattern, objects[font])])
    found: dict[int, str] = {}
    for first, last, one, many in _RANGE.findall(table):
        if one:
            found |= {at: chr(int(one, 16) + at - int(first, 16)) for at in range(int(first, 16), int(last, 16) + 1)}
        for at, letter in enumerate(re.findall(r"<(\w+)>", many)):
            found[int(first, 16) + at] = bytes.fromhex(letter).decode("utf-16-be")
    return found


def _content(held: bytes) -> str:
    stream = _STREAM.search(held)
    assert stream is not None
    data = stream[1]
    return (zlib.decompress(data) if b"/FlateDecode" in held.partition(b"stream")[0] else data).decode("latin-1")


def _number(pattern: bytes, text: bytes) -> int:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return int(found[1])
