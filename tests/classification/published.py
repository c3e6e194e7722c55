"""Published classifications for tests: the real ones where they lie beside the checkout, and invented ones of the same shape."""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from capi.classification.classification import Classification, Scheme
from capi.classification.nssec_csv import CATEGORY_COLUMNS, CODE, TITLE
from capi.classification.reading import read_classification
from capi.classification.soc_workbooks import GROUPS

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
SOC2010 = REFERENCE / "soc" / "soc2010-coding-index-v5.1.xls"
SOC2020 = REFERENCE / "soc" / "soc2020-coding-index-2025-04-16.xlsx"
SOC2020_STRUCTURE = REFERENCE / "soc" / "soc2020-structure-2025-04-16.xlsx"
SIC_INDEX = REFERENCE / "sic" / "sic2007-index-2022-12.xlsx"
SIC_STRUCTURE = REFERENCE / "sic" / "sic2007-structure.xlsx"
NSSEC = REFERENCE / "nssec" / "soc2010-to-nssec.csv"
needs_published = pytest.mark.skipif(
    not REFERENCE.exists(), reason=f"the published classifications are not at {REFERENCE}"
)

_LEVELS = ("Major Group", "Sub-Major Group", "Minor Group", "Unit   Group")
_INDEX_2010 = ("REC\nNO", "RECNOEXT", "D", "E", "SOC90", "SOC 2000", "SOC 2010", "INDEXOCC", "IND", "ADD", "SEE")
_INDEX_2020 = (
    "UNIQUE ID", "D", "SOC_2010", "SOC_2020", "INDEXOCC", "ADD", "IND", "SEE", "INDEXOCC_-_natural_word_order",
)  # fmt: skip


def codes(scheme: Scheme) -> list[str]:
    """As many at each level as the scheme has, each beginning with one of the level above; in the order of their levels."""
    made, above = [], [""]
    for count in GROUPS[scheme].values():
        children = [f"{above[at % len(above)]}{at // len(above) + 1}" for at in range(count)]
        made += children
        above = children
    return made


def unit_groups(scheme: Scheme) -> list[str]:
    return [code for code in codes(scheme) if len(code) == 4]


def soc2010_book() -> Workbook:
    """Two entries have both qualifiers, the first of them in the list of the file specification; one line is a reference."""
    book = Workbook()
    _fill(book, "Information", [[], ["", "Version 5.1 Of The Index"], ["", "Version 5.1 released 16 August 2016"]])
    _structure(book, "SOC2010 Structure", Scheme.SOC2010, ("", *_LEVELS, "Group Title"))
    first, second, *others = unit_groups(Scheme.SOC2010)
    rows: list[list[object]] = [
        ["", 0, "O", "S", 1, 1, int(first), "Crusher", "(mine: not coal:", "rock)", ""],
        ["", 0, "", "", 1, 1, int(second), "AP(T)", "(local government:", "grade 4,5)", ""],
        ["", 0, "", "", "}}}", "}}}}", "}}}}", "Chargehand", "", "", "- see also Foreman, room ( )"],
        *(["", 0, "", "", 1, 1, int(code), f"Worker, {code}", "", "", ""] for code in others),
    ]
    _fill(book, "SOC2010 Full Index V5", [_INDEX_2010, *rows])
    listed = ["", 8123, int(first), "Crusher", "(mine, not coal)", "(rock)"]
    headings = ["EMPST", "SOC 2000", "SOC\n 2010", "INDEX OCCUPATION", "INDUSTRY", "ADDITIONAL"]
    _fill(book, "FILE SPEC", [["Number of records in full index", len(rows)], headings, listed])
    return book


def soc2020_book() -> Workbook:
    book = Workbook()
    _fill(book, "Information", [["Version 12 Of The Index"], ["Version 12: 16 April 2025: Improvements"]])
    _structure(book, "SOC2020 framework", Scheme.SOC2020, ("Unique ID", *_LEVELS, "SOC2020\nGroup Title"))
    first, *others = unit_groups(Scheme.SOC2020)
    rows: list[list[object]] = [
        ["a1", "", 2429, int(first), "Engineer, CNC", "unit", "coal mine", "", "CNC engineer"],
        ["a2", "", "}}}}", int(first), "Foreman, factory", "", "", "see also notes for SOC90 codes", "Factory foreman"],
        ["a3", "", "}}}}", "}}}}", "Advisor", "", "", "see Adviser", "Advisor"],
        *(["b", "", 2429, int(code), f"Worker, {code}", "", "", "", f"{code} worker"] for code in others),
    ]
    _fill(book, "SOC2020 coding index", [_INDEX_2020, *rows])
    _fill(book, "FILE SPEC", [[f"Number of records in the SOC2020 coding index: {len(rows):,}"]])
    shorts = [["Abbreviations for Occupation Coding"], [], ["Abbreviation", "Meaning"], ["mfr   *", "Manufacturing"]]
    _fill(book, "Abbreviations", [*shorts, ["QC", "Quality Control"], ["QC", "Queens Counsel"]])
    return book


def sic_index_book() -> Workbook:
    book = Workbook()
    _fill(
        book,
        "Addendum 2 - Additions",
        [["ADDITIONS:"], ["Description", "", "", "", "", ""], ["Masks", 1, 1, "", "", 2020]],
    )
    _fill(book, "Alphabetical Index", [
        ["Alphabetical Index to the classification"], [], ["UK SIC 2007", "UK SIC 2003", "Activity"],
        ["01110", "1", "Barley  growing"], [43991, "1", "Scaffolds"], [43990, "1", "Sun filters"],
    ])  # fmt: skip
    _fill(book, "Numerical Index", [
        ["Numerical Index"], [], ["UK SIC 2007", "UK SIC 2003", "Activity"], ["01110", "", "Growing"], [43991, "", "Scaffolds"],
    ])  # fmt: skip
    return book


def as_bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_book(book: Workbook) -> Classification:
    return read_classification(as_bytes(book))


def nssec_rows(scheme: Scheme = Scheme.SOC2010) -> list[dict[str, str]]:
    """Every unit group in L5, and one code below 1000 in L16."""
    groups = [("0020", "16"), *((code, "5") for code in unit_groups(scheme))]
    return [
        {CODE: code, TITLE: f"Group {code}", **dict.fromkeys(CATEGORY_COLUMNS, category)} for code, category in groups
    ]


def csv_of(rows: list[dict[str, str]], separator: str = ",") -> bytes:
    headings = list(rows[0])
    return "\n".join(separator.join(line) for line in _lines(headings, rows)).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _lines(headings: list[str], rows: list[dict[str, str]]) -> Iterator[list[str]]:
    yield headings
    for row in rows:
        yield [row[heading] for heading in headings]


def _structure(book: Workbook, name: str, scheme: Scheme, headings: tuple[str, ...]) -> None:
    """Codes in columns of their own, with the title after them, and an empty row between two."""
    rows: list[list[object]] = [list(headings)]
    for code in codes(scheme):
        levels: Mapping[int, object] = {len(code): int(code)}
        rows += [["", *(levels.get(level, "") for level in range(1, 5)), f"Group {code}"], []]
    _fill(book, name, rows)


def _fill(book: Workbook, name: str, rows: Iterable[Iterable[object]]) -> None:
    if book.sheetnames == ["Sheet"] and book["Sheet"].max_row == 1:
        sheet = book["Sheet"]
        sheet.title = name
    else:
        sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(list(row))
