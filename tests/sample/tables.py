"""Tables as an office has them, for tests: written as CSV and as XLSX, and read with a small instrument."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import openpyxl

from capi.instrument.model import Instrument, Mode
from capi.sample.reading import SampleReading, read_sample
from capi.sample.row_reading import SampleOrder
from capi.sample.rows import SampleRow
from tests.fieldwork_scenario import instrument_of

TODAY = date(2026, 11, 22)
NEIGHBOURS = """
    instrument: neighbours
    version: "1"
    title: {en: Neighbours, cy: Cymdogion}
    modes: [face_to_face, telephone]
    languages: [en, cy]
    facts:
      Age: {label: {en: Age, cy: Oed}, type: whole_number, minimum: 16, maximum: 120}
      DateOfBirth: {label: {en: Date of birth, cy: Dyddiad geni}, type: date}
      Issued: {label: {en: Day of issue, cy: Dyddiad cyhoeddi}, type: date, earliest: "2026-01-01"}
      Sex: {label: {en: Sex, cy: Rhyw}, type: choice, categories: {1: {text: {en: Male, cy: Gwryw}}, 2: {text: {en: Female, cy: Benyw}}}}
      Weight: {label: {en: Weight, cy: Pwysiad}, type: decimal, minimum: 0, maximum: 100, places: 3}
      Street: {label: {en: Street, cy: Stryd}, type: text, longest: 30}
    switches:
      Long: {label: {en: Long version, cy: Fersiwn hir}}
    sections:
      - section: Start
        ask:
          - Well:
              text: {en: "Are you well, {Street|here}?", cy: "Sut wyt ti, {Street|yma}?"}
              categories: {1: {text: {en: "Yes", cy: Ydw}}, 2: {text: {en: "No", cy: Nac ydw}}}
"""
INSTRUMENT: Instrument = instrument_of(NEIGHBOURS).instrument()

Cells = Sequence[Sequence[object]]


def csv_of(rows: Cells, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(rows: Cells, formats: Mapping[str, str] | None = None) -> bytes:
    """A workbook with one sheet; `formats` are number formats by the addresses of cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for address, code in (formats or {}).items():
        sheet[address].number_format = code
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_sheet(content: bytes, xml: str | bytes) -> bytes:
    """The same workbook with other XML as its sheet."""
    return with_part(content, "xl/worksheets/sheet1.xml", xml)


def with_part(content: bytes, path: str, data: str | bytes) -> bytes:
    """With another part, or one more."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in (*(name for name in old.namelist() if name != path), path):
            new.writestr(name, data if name == path else old.read(name))
    return made.getvalue()


def order(mapping: Mapping[str, str] | None = None, mode: Mode | None = Mode.TELEPHONE, sheet: str = "") -> SampleOrder:
    return SampleOrder(INSTRUMENT, TODAY, mode, dict(mapping or {}), sheet, frozenset({"anna", "ben"}))


def read(
    content: bytes, mapping: Mapping[str, str] | None = None, *, mode: Mode | None = Mode.TELEPHONE, sheet: str = ""
) -> SampleReading:
    return read_sample(content, order(mapping, mode, sheet))


def cases(content: bytes, mapping: Mapping[str, str] | None = None) -> list[SampleRow]:
    """What is read where nothing is wrong."""
    reading = read(content, mapping)
    assert reading.problems.listed == []
    return list(reading.rows)


def case(headings: str, *cells: object) -> SampleRow:
    """The one case of a table with these headings, parted by bars."""
    (made,) = cases(csv_of([headings.split("|"), cells]))
    return made
