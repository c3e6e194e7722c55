"""The Standard Industrial Classification 2007 as the ONS publishes it: the structure, and the index with its addenda."""

import re
from collections import Counter

from capi.classification.classification import Classification, Group, IndexEntry, Part, Scheme
from capi.classification.faults import Faults, some_of
from capi.classification.sheets import Book, text_of
from capi.classification.soc_workbooks import tell_structure

INDEX, STRUCTURE = "Alphabetical Index", "reworked structure"
_NUMERICAL = "Numerical Index"
_CODE = "UK SIC 2007"
SECTIONS, CLASSES, SUBCLASSES = 21, 615, 191
LEVELS = {2: 88, 3: 272, 5: CLASSES + SUBCLASSES}
"""Divisions and groups; then classes, printed with a 0 after their four digits, and subclasses, whose fifth digit is another one.
Of the 806 codes of five digits 728 are the end of their branch: the 191 subclasses, and the 537 classes that have none."""
_SECTION = re.compile(r"[A-U]")
_CODE_OF_FIVE = re.compile(r"\d{5}")
_ADDENDA = re.compile(r"Addendum")
_YEAR = re.compile(r"20\d\d")


def sic2007_structure(book: Book, sha256: str) -> Classification:
    """Prints no version of its own."""
    faults = Faults()
    sheet = book.sheet(STRUCTURE, "Description")
    groups = []
    for row, (title, code) in sheet.read("Description", "Most disaggregated level"):
        if not title or not (_SECTION.fullmatch(code) or code.isdecimal()):
            faults.tell(sheet.place(row), f"{code!r} is no code of SIC 2007, or has no description.")
        else:
            groups.append(Group(code, title))
    codes = [group.code for group in groups]
    place = f"sheet {STRUCTURE!r}"
    tell_structure([code for code in codes if code.isdecimal()], LEVELS, place, faults)
    there = set(codes)
    for what, found, wanted in (
        ("sections", {code for code in there if code.isalpha()}, SECTIONS),
        ("classes", {code for code in there if len(code) == 5 and code.endswith("0")}, CLASSES),
        ("subclasses", {code for code in there if len(code) == 5 and not code.endswith("0")}, SUBCLASSES),
    ):
        if len(found) != wanted:
            faults.tell(place, f"There are {len(found):,} {what}, and there should be {wanted:,}.")
    alone = {code for code in there if len(code) == 5 and not {code[:3], code[:4] + "0"} <= there}
    if alone:
        faults.tell(place, f"Codes whose class or group is not there: {some_of(alone)}.")
    faults.refuse_any()
    return Classification(Scheme.SIC2007, Part.STRUCTURE, "SIC 2007 structure", "", sha256, tuple(groups))


def sic2007_index(book: Book, sha256: str) -> Classification:
    """Its version is the latest year in which the addenda say that something changed."""
    faults = Faults()
    known = _numerical(book)
    divided = {code[:4] + "0" for code in known if not code.endswith("0")}
    sheet = book.sheet(INDEX, _CODE)
    entries = []
    for row, (code, words) in sheet.read(_CODE, "Activity"):
        if not words:
            faults.tell(sheet.place(row, "Activity"), "The activity is missing.")
        elif code not in known and code not in divided:
            faults.tell(sheet.place(row, _CODE), f"{code!r} is no code of the sheet {_NUMERICAL!r}.")
        else:
            entries.append(IndexEntry(code, " ".join(words.split())))
    if unused := known - {entry.code for entry in entries}:
        faults.tell(f"sheet {INDEX!r}", f"Codes without an entry: {some_of(unused)}.")
    faults.refuse_any()
    return Classification(
        Scheme.SIC2007, Part.INDEX, "SIC 2007 index", _latest_year(book), sha256, entries=tuple(entries)
    )


def _numerical(book: Book) -> frozenset[str]:
    """The codes that head the numerical index: all that are the end of their branch."""
    sheet = book.sheet(_NUMERICAL, _CODE)
    return frozenset(code for _, (code,) in sheet.read(_CODE) if _CODE_OF_FIVE.fullmatch(code))


def _latest_year(book: Book) -> str:
    years = Counter(
        year
        for name in book.names
        if _ADDENDA.match(name)
        for row in book.rows(name)
        for year in map(text_of, row[-2:])
        if _YEAR.fullmatch(year)
    )
    return max(years, default="")
