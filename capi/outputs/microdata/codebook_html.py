"""The codebook as a page: one HTML file that needs nothing else, to read on a screen or on paper."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from capi.dataset.cells import STATES
from capi.dataset.codebook import Codebook
from capi.dataset.disclosure import Profile
from capi.dataset.phrasings import ALWAYS
from capi.dataset.value_labels import STATE_WORDS
from capi.dataset.variables import Kind
from capi.instrument.model import Source
from capi.outputs.manifest import Circumstances
from capi.outputs.microdata.data_file import FileFormat
from capi.outputs.microdata.data_manifest import file_of_level

PROFILE_WORDS = {
    Profile.END_USER: "Users under the end-user licence: without disclosive variables, texts, and the references of the office",
    Profile.SPECIAL: "Users under a special licence: without texts and the references of the office",
    Profile.SECURE: "The office and secure settings: complete, not to be passed on",
}
_KIND_WORDS = {
    Kind.CATEGORY: "category",
    Kind.CODED_OR_NOT: "coded or not",
    Kind.WHOLE_NUMBER: "whole number",
    Kind.DECIMAL: "decimal number",
    Kind.TEXT: "text",
    Kind.DATE: "date",
    Kind.PARTIAL_DATE: "date as given",
    Kind.TIME: "time",
    Kind.CODE: "code",
    Kind.CODE_LABEL: "text of a code",
    Kind.ROW: "row of a roster",
}


def write_codebook_page(
    path: Path, book: Codebook, data_files: Sequence[str], circumstances: Circumstances, file_format: FileFormat
) -> None:
    """Every text of the instrument and of the data is escaped; the page holds no script and loads nothing."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    newest = book.versions[-1].instrument
    marks = file_format.marks(book.codes)
    page = environment.get_template("codebook.html.jinja").render(
        book=book,
        tables=list(zip(data_files, book.tables, strict=True)),
        files=file_of_level(book, data_files),
        always=ALWAYS,
        everything=circumstances.everything,
        language=newest.languages[0],
        source=_source(newest.source),
        profile=PROFILE_WORDS[book.profile],
        exported=circumstances.exported.strftime("%d %B %Y, %H:%M %Z"),
        warnings=circumstances.warnings,
        states=[(marks[state], STATE_WORDS[state]) for state in STATES],
        reading=file_format.reading,
        kinds=_KIND_WORDS,
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def _source(source: Source) -> str:
    return ", ".join(part for part in (source.publisher, source.title, source.date, source.licence) if part)
