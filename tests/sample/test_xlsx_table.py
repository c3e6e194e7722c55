"""A sample in a workbook: what its cells hold, whoever wrote it, and what no honest workbook holds."""

import io
import time
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from capi.sample import xlsx_package
from capi.sample.cells import Cell, Formula, SheetError
from capi.sample.unreadable import UnreadableSample
from capi.sample.xlsx_table import XlsxTable
from tests.sample.tables import cases, read, saved, with_part, with_sheet, xlsx_of

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PLAIN = xlsx_of([["Reference", "Name"], ["1/01", "Rosa"]])


def rows(content: bytes, sheet: str = "") -> list[tuple[int, dict[int, Cell]]]:
    return list(XlsxTable(content, sheet).rows())


def sheet_of(data: str) -> bytes:
    return with_sheet(PLAIN, f"<worksheet {SPACE}><sheetData>{data}</sheetData></worksheet>")


def test_values_come_as_the_sheet_keeps_them() -> None:
    table = [["x", 7, 2.5, True, date(1980, 2, 29), datetime(2026, 3, 1, 9, 30)]]  # noqa: DTZ001
    assert rows(xlsx_of(table)) == [(1, dict(enumerate(table[0])))]
    assert type(rows(xlsx_of(table))[0][1][1]) is int


def test_formulas_and_errors_are_told_apart_from_values() -> None:
    assert rows(xlsx_of([["=1+1", "#N/A", "'=1+1"]])) == [(1, {0: Formula(""), 1: SheetError("#N/A"), 2: "'=1+1"})]
    data = (
        '<row r="1"><c r="A1" t="str"><f>B1</f><v>Ro_x0007_sa</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    assert rows(sheet_of(data)) == [(1, {0: Formula("Ro\x07sa"), 1: SheetError("#DIV/0!")})]


def test_what_begins_like_a_formula_but_is_a_text_is_kept() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Reference", "Name"])
    sheet.append(["1", "=HYPERLINK(1)"])
    sheet["B2"].data_type = "s"
    assert cases(saved(book))[0].contact.name == "=HYPERLINK(1)"


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "yyyy-mm-dd;@", '[$-809]d mmmm yyyy"  (due)"', "mmm-yy", "[h]:mm"])
def test_a_number_that_is_shown_as_a_date_is_one(code: str) -> None:
    assert rows(xlsx_of([[29305]], {"A1": code})) == [(1, {0: date(1980, 3, 25)})]


@pytest.mark.parametrize("code", ["General", "0.00", '#,##0" days"', "[Red]0", r"0\d", "@"])
def test_a_number_that_is_shown_as_a_number_is_none(code: str) -> None:
    assert rows(xlsx_of([[29305]], {"A1": code})) == [(1, {0: 29305})]


def test_days_before_march_1900_and_days_since_1904_are_those_the_sheet_shows() -> None:
    early = xlsx_of([[1, 59, 61]], dict.fromkeys(("A1", "B1", "C1"), "yyyy-mm-dd"))
    assert rows(early) == [(1, {0: date(1900, 1, 1), 1: date(1900, 2, 28), 2: date(1900, 3, 1)})]
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append([date(1980, 3, 25)])
    assert rows(saved(book)) == [(1, {0: date(1980, 3, 25)})]


def test_a_reference_that_is_shown_with_zeros_has_them() -> None:
    assert cases(xlsx_of([["Reference"], [42]], {"A2": "00000"}))[0].reference == "00042"


def test_rows_keep_the_numbers_that_the_sheet_shows() -> None:
    data = '<row r="3"><c r="B3" t="inlineStr"><is><t>Reference</t></is></c></row><row r="7"><c r="B7"><v>1</v></c><c r="D7" s="0"/></row>'
    found = read(sheet_of(data))
    assert [(row.row, row.reference) for row in found.rows] == [(7, "1")]
    assert [(each.row, each.words[:20]) for each in found.problems.listed] == [(4, "The rows 4 to 6 are ")]


def test_cells_without_addresses_and_elements_with_prefixes_are_read() -> None:
    data = "<x:row><x:c><x:v>5</x:v></x:c><x:c/><x:c t='inlineStr'><x:is><x:r><x:t>a</x:t></x:r><x:r><x:t>b</x:t></x:r></x:is></x:c></x:row>"
    prefixed = f'<x:worksheet xmlns:x="{SPACE[7:-1]}"><x:sheetData>{data}</x:sheetData></x:worksheet>'
    assert rows(with_sheet(PLAIN, prefixed)) == [(1, {0: 5, 2: "ab"})]


def test_a_shared_text_is_whole_and_without_how_it_is_pronounced() -> None:
    texts = ("<r><t>山</t></r><r><t>田</t></r><rPh><t>ヤマダ</t></rPh>", "<t>a</t>", "<t/>", "<t>b</t>")
    strings = f"<sst {SPACE}>{''.join(f'<si>{text}</si>' for text in texts)}</sst>"
    cells = "".join(f'<c t="s"><v>{number}</v></c>' for number in range(4))
    content = with_part(sheet_of(f"<row>{cells}</row>"), "xl/shared.xml", strings)
    relations = "xl/_rels/workbook.xml.rels"
    named = '<Relationship Id="strings" Type="http://purl.oclc.org/ooxml/relationships/sharedStrings" Target="/xl/shared.xml"/>'
    there = zipfile.ZipFile(io.BytesIO(content)).read(relations).decode()
    content = with_part(content, relations, there.replace("</Relationships>", f"{named}</Relationships>"))
    assert rows(content) == [(1, {0: "山田", 1: "a", 3: "b"})]


def test_the_first_sheet_that_is_not_hidden_is_read_or_the_one_that_is_named() -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(["Old", "Cases", "Pilot"]):
        sheet = book.create_sheet(name)
        sheet.append(["Reference"])
        sheet.append([number])
    book.remove(book.worksheets[0])
    book["Old"].sheet_state = "hidden"
    content = saved(book)
    found = read(content)
    assert [row.reference for row in found.rows] == ["1"]
    assert "Of 3 sheets, 'Cases' was read." in found.notes
    assert [row.reference for row in read(content, sheet="Old").rows] == ["0"]
    with pytest.raises(UnreadableSample, match=r"no sheet 'Case'\. It has: Old, Cases, Pilot"):
        read(content, sheet="Case")


def test_rows_that_are_hidden_are_read_with_a_note() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Reference"], ["1"], ["2"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    found = read(saved(book))
    assert [row.reference for row in found.rows] == ["1", "2"]
    assert any(note.startswith("1 rows are hidden") for note in found.notes)


CELLS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, width=32),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2999, 12, 31)),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).filter(
        lambda text: not text.startswith(("=", "#")) and "_x" not in text and text.strip()
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=5))
def test_values_are_those_that_another_reader_finds(table: list[list[object]]) -> None:
    content = xlsx_of(table)
    other = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    for (_, cells), theirs in zip(rows(content), other.iter_rows(), strict=True):
        assert [cells.get(at, "") for at in range(len(theirs))] == theirs


HOSTILE = {
    "a document type": f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet {SPACE}><sheetData/></worksheet>',
    "no end": f"<worksheet {SPACE}><sheetData>",
    "no XML": "Reference,Name",
    "rows backwards": f'<worksheet {SPACE}><row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row></worksheet>',
    "a column beyond the last": f'<worksheet {SPACE}><row r="1"><c r="XFE1"><v>1</v></c></row></worksheet>',
    "a column of signs": f'<worksheet {SPACE}><row r="1"><c r="é1"><v>1</v></c></row></worksheet>',
    "a text that is not there": f'<worksheet {SPACE}><row r="1"><c t="s"><v>99</v></c></row></worksheet>',
    "a number that is none": f'<worksheet {SPACE}><row r="1"><c><v>seven</v></c></row></worksheet>',
    "a number without end": f'<worksheet {SPACE}><row r="1"><c><v>1e999</v></c></row></worksheet>',
    "a row that is no number": f'<worksheet {SPACE}><row r="x"/></worksheet>',
    "a style that is no number": f'<worksheet {SPACE}><row r="1"><c s="x"><v>1</v></c></row></worksheet>',
    "a text without end": f'<worksheet {SPACE}><row r="1"><c t="str"><v>{"7" * 2**23}</v></c></row></worksheet>',
    "a text in a thousand pieces": f'<worksheet {SPACE}><row r="1"><c t="inlineStr"><is>{"<t>abc</t>" * 20_000}</is></c></row></worksheet>',
}


@pytest.mark.parametrize("xml", HOSTILE.values(), ids=HOSTILE)
def test_a_sheet_that_no_program_writes_is_refused_in_words(xml: str) -> None:
    with pytest.raises(UnreadableSample, match="damaged"):
        rows(with_sheet(PLAIN, xml))


def test_the_end_of_the_grid_is_far_from_filling_the_memory() -> None:
    began = time.process_time()
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>Reference</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    found = read(sheet_of(data))
    assert [each.row for each in found.problems.in_order] == [2, 1048576, 1048576]
    assert time.process_time() - began < 5


def test_a_workbook_that_unpacks_to_more_than_is_honest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "_LARGEST_PART", 50_000)
    with pytest.raises(UnreadableSample, match="too large"):
        rows(with_part(PLAIN, "xl/styles.xml", b"<styleSheet>" + b" " * 10**6 + b"</styleSheet>"))


def test_a_workbook_that_is_cut_or_changed_is_refused_at_every_place() -> None:
    for cut in range(4, len(PLAIN), 97):
        with pytest.raises(UnreadableSample):
            rows(PLAIN[:cut])
    for at in range(4, len(PLAIN), 101):
        changed = bytearray(PLAIN)
        changed[at] ^= 0x55
        try:
            rows(bytes(changed))
        except UnreadableSample as refused:
            assert str(refused).endswith(".")  # noqa: PT017 - some bytes matter to nobody, and then nothing is refused


def test_other_packages_are_no_workbooks() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    with pytest.raises(UnreadableSample, match="no XLSX workbook"):
        read(made.getvalue())
    relations = "_rels/.rels"
    binary = zipfile.ZipFile(io.BytesIO(PLAIN)).read(relations).replace(b"workbook.xml", b"workbook.bin")
    with pytest.raises(UnreadableSample, match="XLSB"):
        read(with_part(PLAIN, relations, binary))
