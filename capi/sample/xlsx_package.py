"""An XLSX workbook as a package: which sheets it has, and where their parts lie. What is in it is believed no further than needed.

Read here and not by a library: the fast one gives an empty text for #REF! and does not tell a formula from a value, and the one that
tells them takes three times as long. Parts are read piece by piece, and no more of them than can be honest.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from capi.sample.unreadable import UnreadableSample

LARGEST_SHEET = 2**30
"""Bytes of XML: about fifteen columns of a million rows."""
LARGEST_STRINGS = 2**28
_LARGEST_PART = 2**24
_MOST_PARTS = 10_000
_PIECE = 2**16
_MOST_PIECES = 64
_DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""ECMA-376, part 1, 18.8.30: the numbers of formats that are not written out."""
_NOT_OF_DATES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]
DAMAGED = "The workbook is damaged. Open it in the spreadsheet program, save it anew, and try again."


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """By the number of a cell's style: whether it shows a date, and to how many places it fills a number up with zeros."""

    dates: frozenset[int]
    zeros: dict[int, int]


class Package:
    """`sheets`: those of cells, in their order. `from_1904`: whether days count from then."""

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableSample."""
        if content.count(b"PK\x01\x02") > _MOST_PARTS:
            raise UnreadableSample(DAMAGED)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableSample(DAMAGED) from error
        self._book = self._workbook()
        self.from_1904 = False
        self._parts = self._related(self._book)
        self.sheets = self._sheets()

    def _workbook(self) -> str:
        for kind, path in self._related("").values():
            if kind == "officeDocument" and path.endswith(".bin"):
                raise UnreadableSample("This is a binary workbook (XLSB). Save it as XLSX.")
            if kind == "officeDocument" and self.has(path):
                return path
        raise UnreadableSample("This is no XLSX workbook. Save the table as XLSX or as CSV UTF-8.")

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """What the part refers to: the kind of each and its path."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.has(path):
            walk(self.pieces(path), start)
        return found

    def _sheets(self) -> list[Sheet]:
        sheets: list[Sheet] = []

        def start(element: str, attributes: Attributes) -> None:
            if element == "workbookPr":
                self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif element == "sheet":
                relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
                kind, path = self._parts.get(relation, ("", ""))
                if kind == "worksheet" and self.has(path):
                    hidden = attributes.get("state", "visible") != "visible"
                    sheets.append(Sheet(attributes.get("name", ""), path, hidden))

        walk(self.pieces(self._book), start)
        return sheets

    def strings(self) -> list[str]:
        """The texts that cells refer to by number."""
        strings: list[str] = []
        said: list[str] = []
        ignored = 0

        def start(element: str, _attributes: Attributes) -> None:
            nonlocal ignored
            if element == "si":
                said.clear()
            ignored += element == "rPh"  # how it is pronounced, in Japanese

        def end(element: str, text: str) -> None:
            nonlocal ignored
            if element == "t" and not ignored:
                said.append(text)
            elif element == "si":
                strings.append(unescaped("".join(said)))
            ignored -= element == "rPh"

        for kind, path in self._parts.values():
            if kind == "sharedStrings" and self.has(path):
                walk(self.pieces(path, LARGEST_STRINGS), start, end)
        return strings

    def styles(self) -> Styles:
        codes: dict[str, str] = {}
        formats: list[str] = []
        within: list[str] = []

        def start(element: str, attributes: Attributes) -> None:
            within.append(element)
            if element == "numFmt":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif element == "xf" and "cellXfs" in within:
                formats.append(attributes.get("numFmtId", "0"))

        def end(_element: str, _text: str) -> None:
            within.pop()

        for kind, path in self._parts.values():
            if kind == "styles" and self.has(path):
                walk(self.pieces(path), start, end)
        shown = [codes.get(number, number) for number in formats]
        dates = frozenset(place for place, code in enumerate(shown) if _is_date(code))
        zeros = {place: len(code) for place, code in enumerate(shown) if len(code) > 1 and not code.strip("0")}
        return Styles(dates, zeros)

    def has(self, path: str) -> bool:
        return path in self._zip.NameToInfo

    def pieces(self, path: str, most: int | None = None) -> Iterator[bytes]:
        """The part, piece by piece. Raises UnreadableSample where it is too large or damaged."""
        info, left = self._zip.getinfo(path), _LARGEST_PART if most is None else most
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableSample(DAMAGED)
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise UnreadableSample("The workbook is too large. Save the sheet as CSV UTF-8, or split it.")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableSample(DAMAGED) from error


def walk(pieces: Iterator[bytes], start: Start, end: Callable[[str, str], None] | None = None) -> None:
    """Calls `start` and `end` for each element, by its name without prefix; `end` with the text since the last start or end."""
    parser = safe_parser()
    said: list[str] = []

    def starts(element: str, attributes: Attributes) -> None:
        said.clear()
        start(element.rpartition(":")[2] if ":" in element else element, attributes)

    def ends(element: str) -> None:
        if end is not None:
            end(element.rpartition(":")[2] if ":" in element else element, "".join(said))
        said.clear()

    parser.StartElementHandler, parser.EndElementHandler = starts, ends
    parser.CharacterDataHandler = said.append
    for piece in pieces:
        feed(parser, piece)
        refuse_endless(said)
    feed(parser, b"", last=True)


def safe_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_named: object) -> None:
        raise UnreadableSample(DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, piece: bytes, *, last: bool = False) -> None:
    """Raises UnreadableSample for what is no XML."""
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise UnreadableSample(DAMAGED) from error


def refuse_endless(said: list[str]) -> None:
    """A cell holds 32,767 characters at most, and comes in a few pieces; one that goes on and on would fill the memory."""
    if len(said) > _MOST_PIECES:
        raise UnreadableSample(DAMAGED)


def unescaped(text: str) -> str:
    """With the characters that XML cannot hold, which a workbook writes as _x0007_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _is_date(code: str) -> bool:
    if code.isdigit() and code.strip("0"):
        return int(code[:4]) in _DATE_FORMATS
    return any(sign in "dmyhs" for sign in _NOT_OF_DATES.sub("", code).lower())
