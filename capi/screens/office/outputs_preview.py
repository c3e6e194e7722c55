"""The preview: what an output holds, as a page to read before anything is saved.

The tables stand as the standard prints them, with what is hidden explained; of an export its files, their columns, and what
was left out and why. Every text comes from the hub and is escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QLocale

from capi.screens.language import number, said
from capi.screens.look import Colours
from capi.screens.office.outputs_words import FORMATS, PROFILES, name_of, size_said
from capi.sync.output_messages import OutputKind, OutputShown
from capi.wording import Wording

HIDDEN = "[c]"
_NOTHING = "–"
_INDENT = "&nbsp;" * 4
_CELL, _NUMBER_CELL = "padding: 3px 10px 3px 0", "padding: 3px 0 3px 18px"

_Row = Mapping[str, Any]


def preview(shown: OutputShown, colours: Colours) -> str:
    """As HTML of the kind that Qt reads. Where the hub has said something else than we know, what can be read of it."""
    content: Mapping[str, Any] = shown.content if isinstance(shown.content, dict) else {}
    of_tables = shown.output.order.kind is OutputKind.TABLES
    parts = _tables(content, colours) if of_tables else _export(content, colours)
    return f'<body style="color: {colours.ink}">{"".join(parts)}</body>'


def _tables(content: Mapping[str, Any], colours: Colours) -> Iterator[str]:
    persons = content.get("persons")
    if isinstance(persons, int):
        yield _paragraph(said(Wording("Office", "{persons} people.").filled(persons=persons)))
    yield _paragraph(str(_dict(content, "protection").get("words", "")), colours.soft)
    for warning in _texts(content, "warnings"):
        yield _paragraph(warning, colours.alarm)
    for table in _rows(content, "tables"):
        yield from _table(table, colours, weighted=content.get("weight") is not None)
    lacking = _rows(content, "not_made")
    if lacking:
        yield _heading(said(Wording("Office", "Not made")))
        for each in lacking:
            words = said(
                Wording("Office", "{table}: the cases have no {columns}.").filled(
                    table=str(each.get("name")), columns=_listed(each, "lacks")
                )
            )
            yield _paragraph(words, colours.soft)


def _table(table: _Row, colours: Colours, *, weighted: bool) -> Iterator[str]:
    lines = _rows(table, "lines")
    yield _heading(str(table.get("title", "")))
    yield _paragraph(str(table.get("about", "")), colours.soft)
    heads = [said(Wording("Office", "People")), "%"]
    if weighted:
        heads += [said(Wording("Office", "People, weighted")), said(Wording("Office", "%, weighted"))]
    yield '<table width="100%" cellspacing="0">'
    yield _cells(["", *heads], "th", colours.panel)
    for line in lines:
        if line.get("place") == "inside":
            yield _line(line, weighted=weighted, last=line.get("line") == table.get("base"))
    yield "</table>"
    below = [line for line in lines if line.get("place") == "below"]
    if below:
        told = "; ".join(f"{_words(line)}: {_figure(line, 'people')}" for line in below)
        yield _paragraph(said(Wording("Office", "Not in the table: {told}.").filled(told=told)), colours.soft)
    for note in _texts(table, "notes"):
        yield _paragraph(note, colours.soft)


def _line(line: _Row, *, weighted: bool, last: bool) -> str:
    words = _INDENT * int(line.get("level") or 0) + escape(_words(line))
    if line.get("kind") == "heading":
        return f'<tr><td style="{_CELL}" colspan="{5 if weighted else 3}"><b>{words}</b></td></tr>'
    names = ["people", "percentage", *(("weighted_people", "weighted_percentage") if weighted else ())]
    figures = [escape(_figure(line, name)) for name in names]
    if last or line.get("kind") == "total":
        words, figures = f"<b>{words}</b>", [f"<b>{each}</b>" for each in figures]
    numbers = "".join(f'<td align="right" style="{_NUMBER_CELL}">{each}</td>' for each in figures)
    return f'<tr><td style="{_CELL}">{words}</td>{numbers}</tr>'


def _words(line: _Row) -> str:
    return " ".join(str(line[part]) for part in ("number", "label", "mark") if line.get(part))


def _figure(line: _Row, name: str) -> str:
    value = line.get(name)
    if value is None:
        return HIDDEN if line.get("hidden") else _NOTHING
    decimal = name != "people" and not isinstance(value, str)
    return QLocale().toString(float(value), "f", 1) if decimal else number(int(value))


def _export(content: Mapping[str, Any], colours: Colours) -> Iterator[str]:
    profile, of_format = str(content.get("profile", "")), str(content.get("format", ""))
    yield _paragraph(f"{name_of(FORMATS, of_format)}. {name_of(PROFILES, profile)}: {_about(profile)}")
    cases, paradata = str(content.get("case_numbers", "")), str(content.get("paradata", ""))
    yield _paragraph(said(Wording("Office", "Numbers of cases: {words}.").filled(words=cases)), colours.soft)
    yield _paragraph(said(Wording("Office", "Paradata: {words}.").filled(words=paradata)), colours.soft)
    for warning in _texts(content, "warnings"):
        yield _paragraph(warning, colours.alarm)
    yield _heading(said(Wording("Office", "Files")))
    yield _grid(
        [said(Wording("Office", "File")), said(Wording("Office", "Holds")), said(Wording("Office", "Size"))],
        (
            [str(each.get("name")), str(each.get("what")), size_said(int(each.get("bytes") or 0))]
            for each in _rows(content, "files")
        ),
        colours,
    )
    yield from _left_out(content, colours)
    yield from _columns(content, colours)


def _left_out(content: Mapping[str, Any], colours: Colours) -> Iterator[str]:
    rows = [row for instrument in _rows(content, "instruments") for row in _rows(instrument, "left_out")]
    yield _heading(said(Wording("Office", "Left out")))
    if rows:
        told = ([str(row.get(name, "")) for name in ("variable", "label", "reason")] for row in rows)
        yield _grid(
            [said(Wording("Office", "Column")), said(Wording("Office", "Label")), said(Wording("Office", "Why"))],
            told,
            colours,
        )
    yield _paragraph(
        said(Wording("Office", "Never in an export: {what}.").filled(what=_listed(content, "never_exported"))),
        colours.soft,
    )


def _columns(content: Mapping[str, Any], colours: Colours) -> Iterator[str]:
    by_file: dict[str, list[_Row]] = {}
    for row in _rows(content, "columns"):
        by_file.setdefault(str(row.get("file")), []).append(row)
    for file, rows in by_file.items():
        yield _heading(said(Wording("Office", "Columns of {file}").filled(file=file)))
        told = ([str(row.get("variable", "")), str(row.get("label", ""))] for row in rows)
        yield _grid([said(Wording("Office", "Column")), said(Wording("Office", "Label"))], told, colours)


def _about(profile: str) -> str:
    return next((said(each.about) for each in PROFILES if each.key == profile), "")


def _grid(heads: Sequence[str], rows: Iterator[list[str]], colours: Colours) -> str:
    lines = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f'<table width="100%" cellspacing="0">{_cells(heads, "th", colours.panel, numbers=False)}{lines}</table>'


def _cells(texts: Sequence[str], tag: str, ground: str, *, numbers: bool = True) -> str:
    """The heads of a table; all but the first stand over numbers."""
    made = (
        f'<{tag} bgcolor="{ground}" align="{"right" if at and numbers else "left"}" '
        f'style="{_NUMBER_CELL if at and numbers else _CELL}">{escape(text)}</{tag}>'
        for at, text in enumerate(texts)
    )
    return f"<tr>{''.join(made)}</tr>"


def _heading(text: str) -> str:
    return f"<h3>{escape(text)}</h3>"


def _paragraph(text: str, colour: str = "") -> str:
    if not text:
        return ""
    return f'<p style="color: {colour}">{escape(text)}</p>' if colour else f"<p>{escape(text)}</p>"


def _rows(content: Mapping[str, Any], name: str) -> list[_Row]:
    found = content.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _texts(content: Mapping[str, Any], name: str) -> list[str]:
    found = content.get(name)
    return [str(each) for each in found] if isinstance(found, list) else []


def _listed(content: Mapping[str, Any], name: str) -> str:
    return ", ".join(_texts(content, name))


def _dict(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}
