"""DDI Codebook 2.5: the codebook as XML, for archives. One document for each instrument, over all its files.

Schema and field documentation: https://ddialliance.org/Specification/DDI-Codebook/2.5/
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from capi import __version__
from capi.dataset.codebook import Codebook, Described, DescribedTable
from capi.dataset.phrasings import ALWAYS, MODE_WORDS, MODES_BETWEEN, Phrasing
from capi.dataset.variables import Column, Kind
from capi.instrument.model import Mode
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.codebook_html import PROFILE_WORDS
from capi.outputs.microdata.data_file import FileFormat

NAMESPACE = "ddi:codebook:2_5"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NUMERIC = frozenset((Kind.CATEGORY, Kind.CODED_OR_NOT, Kind.WHOLE_NUMBER, Kind.DECIMAL, Kind.ROW))
_CONTINUOUS = frozenset((Kind.WHOLE_NUMBER, Kind.DECIMAL))
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Element: TypeAlias = Any


def write_ddi(
    path: Path, book: Codebook, data_files: Sequence[str], circumstances: Circumstances, file_format: FileFormat
) -> None:
    newest = book.versions[-1].instrument
    root = etree.Element(_tag("codeBook"), nsmap={None: NAMESPACE})
    root.set("version", "2.5")
    root.set(_LANG, newest.languages[0])
    _document(root, book, circumstances)
    _study(root, book, circumstances)
    for number, (file, table) in enumerate(zip(data_files, book.tables, strict=True), 1):
        _file(root, f"F{number}", file, table, file_format)
    data = _add(root, "dataDscr")
    _groups(data, book)
    for number, table in enumerate(book.tables, 1):
        for at, variable in enumerate(table.variables, 1):
            _variable(data, f"V{number}.{at}", f"F{number}", variable)
    etree.ElementTree(root).write(path, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _document(root: _Element, book: Codebook, circumstances: Circumstances) -> None:
    citation = _add(_add(root, "docDscr"), "citation")
    _add(_add(citation, "titlStmt"), "titl", f"{book.title}: codebook")
    made = _add(citation, "prodStmt")
    day = circumstances.exported.date().isoformat()
    _add(made, "prodDate", day, date=day)
    _add(made, "software", "capi", version=__version__)


def _study(root: _Element, book: Codebook, circumstances: Circumstances) -> None:
    source = book.versions[-1].instrument.source
    study = _add(root, "stdyDscr")
    citation = _add(study, "citation")
    title = _add(citation, "titlStmt")
    _add(title, "titl", book.title)
    _add(title, "IDNo", book.instrument)
    if source.publisher:
        _add(_add(citation, "prodStmt"), "producer", source.publisher)
    for version in book.versions:
        statement = _add(citation, "verStmt")
        _add(statement, "version", version.label)
        _add(statement, "notes", f"SHA-256 of the instrument: {version.sha256}")
    modes = _modes(book)
    if modes:
        collected = _add(_add(study, "method"), "dataColl")
        for mode in modes:
            _add(collected, "collMode", mode)
    access = _add(study, "dataAccs")
    _add(_add(access, "useStmt"), "restrctn", PROFILE_WORDS[book.profile])
    for warning in circumstances.warnings:
        _add(study, "notes", warning)
    for each in book.left_out:
        _add(study, "notes", f"{each.name} ({each.label}) is left out: {each.reason}.", type="left out")


def _modes(book: Codebook) -> list[str]:
    """In words, those that any case was answered in; those the case was to be, where the instrument has one only."""
    own = {variable.name: variable for variable in book.tables[0].variables if not variable.field}
    told = own.get(Column.MODES.value) or own[Column.MODE.value]
    occur = {mode for value in told.values if value.n for mode in value.value.split(MODES_BETWEEN) if mode}
    return [MODE_WORDS[mode].capitalize() for mode in Mode if mode.value in occur]


def _file(root: _Element, file_id: str, file: str, table: DescribedTable, file_format: FileFormat) -> None:
    text = _add(_add(root, "fileDscr", ID=file_id), "fileTxt")
    _add(text, "fileName", file)
    _add(text, "fileCont", f"One row for each {table.each}.")
    size = _add(text, "dimensns")
    _add(size, "caseQnty", f"{table.rows}")
    _add(size, "varQnty", f"{len(table.variables)}")
    _add(text, "fileType", file_format.name)
    _add(text, "dataMsng", file_format.reading)


def _groups(data: _Element, book: Codebook) -> None:
    """The columns of a question of which all that apply were coded belong together."""
    found = 0
    for number, table in enumerate(book.tables, 1):
        together: dict[str, list[tuple[str, Described]]] = {}
        for at, variable in enumerate(table.variables, 1):
            if variable.part:
                together.setdefault(variable.field, []).append((f"V{number}.{at}", variable))
        for name, columns in together.items():
            found += 1
            members = " ".join(each for each, _ in columns)
            group = _add(data, "varGrp", ID=f"G{found}", type="multipleResp", name=name, var=members)
            _add(group, "labl", columns[0][1].question)


def _variable(data: _Element, variable_id: str, file_id: str, variable: Described) -> None:
    """Its parts are in the order of the schema, which takes no other."""
    columns = variable.columns or (variable.name,)
    node = _add(data, "var", ID=variable_id, name=columns[0], files=file_id)
    node.set("intrvl", "contin" if variable.kind in _CONTINUOUS else "discrete")
    if variable.unit:
        node.set("measUnit", variable.unit)
    _add(node, "labl", variable.label, level="variable")
    if variable.disclosive:
        _add(node, "security", "Disclosive: not for users under the end-user licence.")
    for text in variable.texts:
        _add(_add(node, "qstn"), "qstnLit", _where(text))
    _ranges(node, variable)
    for each in variable.filters:
        words = "Everybody" if each.text == ALWAYS else each.text
        _add(node, "universe", _where(Phrasing(words, each.where)), clusion="I")
    _statistics(node, variable)
    for value in variable.values:
        _category(node, value.value, value.label, value.n, is_missing=value.state is not None or not value.value)
    if variable.source:
        _add(node, "concept", variable.source)
    how = variable.derived or "; ".join(map(_where, variable.computed))
    if how:
        _add(_add(node, "derivation"), "drvdesc", how)
    _format(node, variable)
    for note in _notes(variable, columns):
        _add(node, "notes", note)


def _ranges(node: _Element, variable: Described) -> None:
    spread = variable.spread
    if spread is not None:
        _add(_add(node, "valrng"), "range", min=f"{spread.lowest}", max=f"{spread.highest}")
    missing = [value.value for value in variable.values if value.state is not None]
    if missing:
        node = _add(node, "invalrng")
        for mark in missing:
            _add(node, "item", VALUE=mark)


def _statistics(node: _Element, variable: Described) -> None:
    _add(node, "sumStat", f"{variable.n}", type="vald")
    without = sum(value.n for value in variable.values if value.state is not None or not value.value)
    _add(node, "sumStat", f"{without}", type="invd")
    if variable.spread is not None:
        _add(node, "sumStat", f"{variable.spread.lowest}", type="min")
        _add(node, "sumStat", f"{variable.spread.highest}", type="max")
        _add(node, "sumStat", f"{variable.spread.mean:.6g}", type="mean")


def _category(node: _Element, mark: str, words: str, n: int, *, is_missing: bool) -> None:
    category = _add(node, "catgry", missing="Y" if is_missing else "N")
    if mark:  # an empty cell has none
        _add(category, "catValu", mark)
    _add(category, "labl", words)
    _add(category, "catStat", f"{n}", type="freq")


def _format(node: _Element, variable: Described) -> None:
    is_number = variable.in_figures
    if is_number is None:
        is_number = variable.kind in _NUMERIC and not (variable.kind is Kind.CATEGORY and not variable.field)
    words = variable.kind.value.replace("_", " ")
    written = _add(node, "varFormat", words, type="numeric" if is_number else "character")
    category: Mapping[Kind, str] = {Kind.DATE: "date", Kind.PARTIAL_DATE: "date", Kind.TIME: "time"}
    written.set("category", category.get(variable.kind, "other"))


def _notes(variable: Described, columns: Sequence[str]) -> Iterator[str]:
    if variable.extent:
        yield variable.extent
    yield from variable.notes
    if variable.observation:
        yield "An observation of the interviewer."
    if columns != (variable.name,):
        yield f"In the file: {', '.join(columns)}. In the dataset: {variable.name}."


def _where(phrasing: Phrasing) -> str:
    return f"{phrasing.text} ({phrasing.where})" if phrasing.where else phrasing.text


def _add(parent: _Element, tag: str, text: str = "", /, **attributes: str) -> _Element:
    element = etree.SubElement(parent, _tag(tag), {key: _fit(value) for key, value in attributes.items()})
    if text:
        element.text = _fit(text)
    return element


def _fit(text: str) -> str:
    """XML takes no control characters."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
