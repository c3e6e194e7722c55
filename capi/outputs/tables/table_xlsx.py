"""The tables as a workbook: one sheet for each, numbers as numbers, and no text that a spreadsheet could take for a formula."""

import textwrap
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from capi.outputs.manifest import Circumstances
from capi.outputs.tables.standard_tables import StandardTables
from capi.outputs.tables.table_figures import HIDDEN_WORD, FinishedTable, persons_told, told_of, without_number
from capi.outputs.tables.table_shapes import Line, Place

_CONTENTS = "Contents"
_HARMLESS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LABEL_WIDTH, _NUMBER_WIDTH = 70, 18
_A4 = 9
_INDENT, _LINE = 2, 15.5
"""What a level takes of the width, in letters; how high a line of text is."""
_LABEL = {"text_wrap": True, "valign": "top"}


class _Formats:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.header = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "bottom"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.count = book.add_format({"num_format": "#,##0", "align": "left", "valign": "top"})
        self.hidden = book.add_format({"align": "right", "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0", "valign": "top"})
        self.decimal = book.add_format({"num_format": "#,##0.0", "valign": "top"})
        self.figure = book.add_format({"bold": True, "bottom": 1, "align": "right", "valign": "bottom"})
        self.levels = [book.add_format({**_LABEL, "indent": level}) for level in range(4)]
        self.bold_levels = [book.add_format({**_LABEL, "indent": level, "bold": True}) for level in range(4)]

    def label(self, line: Line) -> Format:
        return (self.levels if line.is_leaf else self.bold_levels)[line.level]


def write_workbook(path: Path, made: StandardTables, circumstances: Circumstances) -> None:
    with xlsxwriter.Workbook(str(path), _HARMLESS) as book:
        book.set_properties({"title": "Output tables", "created": _without_zone(circumstances.exported)})
        formats = _Formats(book)
        _contents(book.add_worksheet(_CONTENTS), made, circumstances, formats)
        for table in made.tables:
            _sheet(book.add_worksheet(table.definition.short), table, made, formats)


def _without_zone(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _contents(sheet: Worksheet, made: StandardTables, circumstances: Circumstances, formats: _Formats) -> None:
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 1, 90, formats.wrapped)
    _on_paper(sheet)
    sheet.write_string(0, 0, "Output tables", formats.title)
    facts: list[tuple[str, str | int]] = [
        ("Source", circumstances.source),
        ("Persons", persons_told(made.everybody, made.treatment)),
        ("Weight", made.weight or "none"),
        ("Small numbers", made.treatment.words),
        ("Made", circumstances.exported.isoformat(timespec="seconds")),
        *(("Note", warning) for warning in circumstances.warnings),
        *((f"Not made: {table.short}", f"The dataset lacks {', '.join(lacks)}.") for table, lacks in made.not_made),
    ]
    for row, (what, value) in enumerate(facts, 2):
        sheet.write_string(row, 0, what, formats.wrapped)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, formats.count)
        else:
            sheet.set_row(row, _height(value, 90))
            sheet.write_string(row, 1, value, formats.wrapped)
    first = len(facts) + 3
    sheet.write_string(first, 0, "Sheet", formats.header)
    sheet.write_string(first, 1, "Table", formats.header)
    for row, table in enumerate(made.tables, first + 1):
        short = table.definition.short
        sheet.write_url(row, 0, f"internal:'{short}'!A1", string=short)
        sheet.write_string(row, 1, table.definition.title)


def _sheet(sheet: Worksheet, table: FinishedTable, made: StandardTables, formats: _Formats) -> None:
    of = table.definition
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 4, _NUMBER_WIDTH)
    _on_paper(sheet)
    sheet.write_string(0, 0, of.title, formats.title)
    _text(sheet, 1, of.about, formats)
    _text(sheet, 2, told_of(table, made.treatment), formats)
    header = ("Category", "People", "%", *(("People, weighted", "%, weighted") if table.weighted else ()))
    row = 4
    _header(sheet, row, header, formats)
    sheet.freeze_panes(row + 1, 1)
    for line in table.placed(Place.INSIDE):
        row += 1
        sheet.set_row(row, _height(line.words, _LABEL_WIDTH - _INDENT * line.level))
        sheet.write_string(row, 0, line.words, formats.label(line))
        if not line.is_heading:
            figure = table.figures[line.name]
            shares = figure.percentage, figure.weighted_percentage
            shown = (figure.number, shares[0], figure.weighted, shares[1])[: len(header) - 1]
            _figures(sheet, row, shown, without_number(table, figure), formats)
    row += 2
    _header(sheet, row, ("Beside this table", "People", *(("People, weighted",) if table.weighted else ())), formats)
    for line in table.placed(Place.BELOW):
        row += 1
        _text(sheet, row, line.words, formats)
        figure = table.figures[line.name]
        _figures(sheet, row, (figure.number, figure.weighted)[: 2 if table.weighted else 1], HIDDEN_WORD, formats)
    row += 1
    for note in (*of.notes, f"Source of the categories: {of.source}."):
        row += 1
        _text(sheet, row, note, formats)


def _on_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _height(text: str, letters: int) -> float:
    """Of a row in which the text is wrapped: not every program works that out when it opens the file."""
    return _LINE * max(1, len(textwrap.wrap(text, letters)))


def _text(sheet: Worksheet, row: int, text: str, formats: _Formats) -> None:
    sheet.set_row(row, _height(text, _LABEL_WIDTH))
    sheet.write_string(row, 0, text, formats.wrapped)


def _header(sheet: Worksheet, row: int, words: tuple[str, ...], formats: _Formats) -> None:
    for column, word in enumerate(words):
        sheet.write_string(row, column, word, formats.figure if column else formats.header)


def _figures(sheet: Worksheet, row: int, figures: tuple[float | None, ...], instead: str, formats: _Formats) -> None:
    """A whole number is one of people."""
    for column, figure in enumerate(figures, 1):
        if figure is None:
            sheet.write_string(row, column, instead, formats.hidden)
        else:
            sheet.write_number(row, column, figure, formats.number if isinstance(figure, int) else formats.decimal)
