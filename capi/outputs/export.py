"""An export: for each instrument its tables with their codebook, and one manifest over all of it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import codebook
from capi.dataset.disclosure import Profile, restrict
from capi.dataset.flatten import Dataset
from capi.dataset.tally import Tally
from capi.outputs.codebook_html import write_codebook_page
from capi.outputs.csv_files import open_table, write_codebook
from capi.outputs.file_names import file_names
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
    datasets: Sequence[Dataset], delivery: Delivery, circumstances: Circumstances, step: Step | None = None
) -> tuple[Path, ...]:
    """Writes the delivery, whole or not at all, and returns its files. Raises AlreadyWritten and CodesCollide."""
    if not datasets:
        raise ValueError("there is nothing to export")
    parts = list(zip(file_names(datasets), datasets, strict=True))
    listed = {name: what for files, dataset in parts for name, what in files.listed(dataset)}
    names = (*listed, MANIFEST)
    with OutputFolder(delivery.folder, names, force=delivery.force) as unfinished:
        books = []
        for files, dataset in parts:
            restricted = restrict(dataset, delivery.profile)
            data = [unfinished / name for name in files.data]
            tallies = _write_data(data, restricted.dataset, delivery.codes, step)
            book = codebook(restricted, delivery.profile, tallies, delivery.codes)
            write_codebook_page(unfinished / files.page, book, files.data, circumstances)
            write_codebook(unfinished / files.codebook, book, files.data)
            books.append((book, files))
        write_manifest(unfinished, listed, books, circumstances)
    return tuple(delivery.folder / name for name in names)


def _write_data(paths: Sequence[Path], dataset: Dataset, codes: MissingCodes, step: Step | None) -> list[Tally]:
    """All tables at once, as each case is read only once."""
    tallies = [Tally(table.variables) for table in dataset.tables]
    with ExitStack() as files:
        writers = [
            files.enter_context(open_table(path, table.variables, codes))
            for path, table in zip(paths, dataset.tables, strict=True)
        ]
        for number, of_case in enumerate(dataset.rows(), 1):
            for tally, write, rows in zip(tallies, writers, of_case, strict=True):
                write(tally.passing(rows))
            if step is not None:
                step(dataset.instrument, number)
    return tallies
