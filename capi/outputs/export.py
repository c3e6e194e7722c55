"""An export: for each instrument a dataset with its codebook, and one manifest over all of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import codebook
from capi.dataset.disclosure import Profile, restrict
from capi.dataset.flatten import Row, Table
from capi.dataset.tally import Tally
from capi.outputs.codebook_html import write_codebook_page
from capi.outputs.csv_files import write_codebook, write_table
from capi.outputs.folder import OutputFolder
from capi.outputs.manifest import MANIFEST, Circumstances, write_manifest


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who gets what: under which profile, with which codes, in which folder."""

    profile: Profile
    codes: MissingCodes
    folder: Path
    force: bool = False


Step = Callable[[str, int], None]
"""Told the instrument and how many of its cases are written."""


def export_csv(
    tables: Sequence[Table], delivery: Delivery, circumstances: Circumstances, step: Step | None = None
) -> tuple[Path, ...]:
    """Writes the delivery, whole or not at all, and returns its files. Raises AlreadyWritten and CodesCollide."""
    if not tables:
        raise ValueError("there is nothing to export")
    parts = [(_Files.called(stem), table) for stem, table in zip(file_stems(tables), tables, strict=True)]
    listed = {name: what for files, _ in parts for name, what in files.listed().items()}
    names = (*listed, MANIFEST)
    with OutputFolder(delivery.folder, names, force=delivery.force) as unfinished:
        books = []
        for files, table in parts:
            restricted = restrict(table, delivery.profile)
            tally = Tally(restricted.table.variables)
            rows = _told(tally.passing(restricted.table.rows()), table.instrument, step)
            write_table(unfinished / files.data, tally.variables, rows, delivery.codes)
            book = codebook(restricted, delivery.profile, tally, delivery.codes)
            write_codebook_page(unfinished / files.page, book, files.data, circumstances)
            write_codebook(unfinished / files.codebook, book)
            books.append(book)
        write_manifest(unfinished, listed, books, circumstances)
    return tuple(delivery.folder / name for name in names)


def file_stems(tables: Sequence[Table]) -> tuple[str, ...]:
    """A name for the files of each instrument that every system can hold, no two alike but for capitals."""
    stems: list[str] = []
    for table in tables:
        stem = table.instrument[:_LONGEST_STEM]
        if stem.upper() in _RESERVED_ON_WINDOWS:
            stem = f"instrument-{stem}"
        while stem.lower() in (other.lower() for other in stems):
            stem += "-2"
        stems.append(stem)
    return tuple(stems)


_LONGEST_STEM = 80
_RESERVED_ON_WINDOWS = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10)),
}


@dataclass(frozen=True, slots=True)
class _Files:
    data: str
    page: str
    codebook: str

    @classmethod
    def called(cls, stem: str) -> "_Files":
        return cls(f"{stem}.csv", f"{stem}-codebook.html", f"{stem}-codebook.csv")

    def listed(self) -> dict[str, str]:
        return {
            self.data: "data: one row for each case",
            self.page: "codebook to read",
            self.codebook: "codebook for programs",
        }


def _told(rows: Iterable[Row], instrument: str, step: Step | None) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield row
        if step is not None:
            step(instrument, number)
