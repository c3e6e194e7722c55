"""The published workbooks: SOC2010 and SOC2020 with their coding indexes, SIC 2007 with its own; known by their sheets and headings."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from capi.classification.classification import Classification, Group, IndexEntry, NotAClassification, Part, Scheme

_Row: TypeAlias = Sequence[object]
_VERSION = re.compile(r"version\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_NO_CODE = "}"
"""Printed where an entry has no code of its own and says where to look instead."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """`first`: the row below the headings, counted from 1 as a spreadsheet does."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[_Row]
    first: int

    def column(self, heading: str) -> int:
        try:
            return self.headings.index(heading)
        except ValueError:
            raise NotAClassification(
                f"The sheet {self.name!r} has no column {heading!r}. Is this the file as it was published?"
            ) from None

    def read(self, *headings: str) -> Iterator[tuple[int, list[str]]]:
        """The number of each row, and its texts under these headings; rows with none of them are left out."""
        at = [self.column(heading) for heading in headings]
        for number, row in enumerate(self.rows, start=self.first):
            texts = [_text(row[each]) if each < len(row) else "" for each in at]
            if any(texts):
                yield number, texts


def read_workbook(data: bytes, sha256: str) -> Classification:
    """Raises NotAClassification."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = book.sheet_names
        for sheet, read in _KNOWN.items():
            if sheet in names:
                return read(book, sha256)
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, NotAClassification):
            raise
        raise NotAClassification(f"The file is not a workbook that can be read: {error}") from error
    raise NotAClassification(
        f"None of the sheets ({', '.join(names)}) is one of a published classification that is known: the SOC2010 and SOC2020 "
        "coding indexes, the SOC2020 structure, the SIC 2007 structure and index."
    )


def _soc2010(book: CalamineWorkbook, sha256: str) -> Classification:
    name = next(each for each in book.sheet_names if each.startswith("SOC2010 Full Index"))
    sheet = _sheet(book, name, "RECNOEXT")
    headings = ("D", "E", "SOC 2010", "INDEXOCC", "IND", "ADD")
    entries = []
    for number, (default, supervises, code, words, industry, additional) in sheet.read(*headings):
        if not words or code.startswith(_NO_CODE):
            continue
        industry, additional = _in_order(_bare(industry), _bare(additional))
        entries.append(
            IndexEntry(
                code=_unit_group(code, name, number),
                title=natural(words),
                industry=industry,
                additional=additional,
                default=default,
                supervises=supervises == "S",
            )
        )
    groups = _groups(book, "SOC2010 Structure", 4)
    return _checked(Scheme.SOC2010, Part.INDEX, "SOC2010 coding index", _version(book), sha256, groups, entries, 369)


def _soc2020(book: CalamineWorkbook, sha256: str) -> Classification:
    name = "SOC2020 coding index"
    sheet = _sheet(book, name, "UNIQUE ID")
    headings = ("D", "SOC_2010", "SOC_2020", "INDEXOCC_-_natural_word_order", "INDEXOCC", "IND", "ADD")
    entries = []
    for number, (default, soc2010, code, in_order, words, industry, additional) in sheet.read(*headings):
        if not words or code.startswith(_NO_CODE):
            continue
        entries.append(
            IndexEntry(
                code=_unit_group(code, name, number),
                title=in_order or natural(words),
                industry=_bare(industry),
                additional=_bare(additional),
                default=default,
                soc2010="" if not soc2010 or soc2010.startswith(_NO_CODE) else _unit_group(soc2010, name, number),
            )
        )
    groups = _groups(book, "SOC2020 framework", 5)
    return _checked(Scheme.SOC2020, Part.INDEX, "SOC2020 coding index", _version(book), sha256, groups, entries, 412)


def _soc2020_structure(book: CalamineWorkbook, sha256: str) -> Classification:
    groups = _groups(book, "SOC2020 Framework", 5)
    return _checked(Scheme.SOC2020, Part.STRUCTURE, "SOC2020 structure", "", sha256, groups, (), 412)


def _sic2007(book: CalamineWorkbook, sha256: str) -> Classification:
    name = "Alphabetical Index"
    sheet = _sheet(book, name, "UK SIC 2007")
    entries = []
    for number, (code, words) in sheet.read("UK SIC 2007", "Activity"):
        if not (code.isdigit() and len(code) == 5 and words):
            raise NotAClassification(f"Row {number} of {name!r}: {code!r} is no subclass of SIC 2007, or has no activity.")
        entries.append(IndexEntry(code=code, title=words))
    return Classification(Scheme.SIC2007, Part.INDEX, "SIC 2007 index", "", sha256, entries=tuple(entries))


def _sic2007_structure(book: CalamineWorkbook, sha256: str) -> Classification:
    sheet = _sheet(book, book.sheet_names[0], "Description")
    groups = []
    for number, (title, code) in sheet.read("Description", "Most disaggregated level"):
        if not re.fullmatch(r"[A-U]|\d{2,5}", code):
            raise NotAClassification(f"Row {number} of the structure: {code!r} is no code of SIC 2007.")
        groups.append(Group(code, title))
    return _checked(Scheme.SIC2007, Part.STRUCTURE, "SIC 2007 structure", "", sha256, groups, (), 728)


_KNOWN: dict[str, Callable[[CalamineWorkbook, str], Classification]] = {
    "SOC2010 Structure": _soc2010,
    "SOC2020 coding index": _soc2020,
    "SOC2020 Framework": _soc2020_structure,
    "Alphabetical Index": _sic2007,
    "reworked structure": _sic2007_structure,
}
"""By a sheet that no other of them has."""


def _sheet(book: CalamineWorkbook, name: str, heading: str) -> _Sheet:
    """Its headings stand in the row that has this one."""
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for at, row in enumerate(rows[:20]):
        headings = tuple(" ".join(_text(each).split()) for each in row)
        if heading in headings:
            return _Sheet(name, headings, rows[at + 1 :], at + 2)
    raise NotAClassification(f"The sheet {name!r} has no column {heading!r}. Is this the file as it was published?")


def _groups(book: CalamineWorkbook, name: str, levels_and_title: int) -> list[Group]:
    """Of a structure whose levels stand in columns of their own, with the title in the one after them."""
    found = []
    for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)[1:]:
        texts = [_text(each) for each in row[: levels_and_title + 1]]
        code = next((each for each in texts[:levels_and_title] if each.isdigit()), "")
        if code:
            found.append(Group(code, texts[levels_and_title].strip()))
    return found


def _checked(
    scheme: Scheme,
    part: Part,
    name: str,
    version: str,
    sha256: str,
    groups: Iterable[Group],
    entries: Iterable[IndexEntry],
    deepest: int,
) -> Classification:
    """`deepest`: how many groups the deepest level has."""
    made = Classification(scheme, part, name, version, sha256, tuple(groups), tuple(entries))
    codes = [group.code for group in made.groups]
    if len(set(codes)) != len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise NotAClassification(f"The structure has the group {twice} twice.")
    length = max(map(len, codes), default=0)
    there = sum(len(code) == length for code in codes)
    if there != deepest:
        raise NotAClassification(f"The structure of {scheme.value} has {there} groups of its deepest level, and should have {deepest}.")
    for entry in made.entries:
        if entry.code not in set(codes):
            raise NotAClassification(f"{entry.title!r} has the code {entry.code}, which the structure does not have.")
    return made


def _version(book: CalamineWorkbook) -> str:
    for row in book.get_sheet_by_name("Information").to_python():
        for each in row:
            if found := _VERSION.search(_text(each)):
                return found[1]
    return ""


def natural(words: str) -> str:
    """`Accountant, financial, group` as one says it: `group financial accountant`."""
    first, *others = (each.strip() for each in words.split(","))
    return " ".join([*reversed(others), first]).strip()


def _in_order(industry: str, additional: str) -> tuple[str, str]:
    return industry, additional


def _bare(qualifier: str) -> str:
    return qualifier.strip().removeprefix("(").removesuffix(")").strip()


def _unit_group(code: str, sheet: str, number: int) -> str:
    if not (code.isdigit() and len(code) == 4):
        raise NotAClassification(f"Row {number} of {sheet!r}: {code!r} is no unit group.")
    return code


def _text(cell: object) -> str:
    """Numbers without a fraction as whole ones: a workbook knows no others."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
