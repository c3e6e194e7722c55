"""An export: for each instrument its tables with their codebook, and one manifest over all of it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import Codebook, Described, DescribedTable, codebook
from capi.dataset.disclosure import Profile, restrict
from capi.dataset.flatten import Dataset
from capi.dataset.tally import Tally
from capi.dataset.value_labels import Mark
from capi.dataset.variables import first_words
from capi.outputs.codebook_html import write_codebook_page
from capi.outputs.csv_files import CSV, write_codebook
from capi.outputs.data_file import FileFormat, TablePlan, Told
from capi.outputs.ddi import write_ddi
from capi.outputs.file_columns import FileColumn, file_columns, named, names_in_file
from capi.outputs.file_names import Files, file_names
from capi.outputs.folder import OutputFolder
from capi.outputs.manifest import MANIFEST, Circumstances, write_manifest
from capi.outputs.paradata import Paradata, has_paradata, paradata_columns
from capi.outputs.statistics_labels import format_notes


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who gets what: under which profile, with which codes, in which folder and format."""

    profile: Profile
    codes: MissingCodes
    folder: Path
    force: bool = False
    file_format: FileFormat = CSV


Step: TypeAlias = Callable[[str, int, int], None]
"""Told what is being written, an instrument or a file; how much of it is; and how much there will be."""


def export_data(
    datasets: Sequence[Dataset], delivery: Delivery, circumstances: Circumstances, step: Step | None = None
) -> tuple[Path, ...]:
    """Writes the delivery, whole or not at all, and returns its files.

    Raises AlreadyWritten, CodesCollide and DoesNotFit.
    """
    if not datasets:
        raise ValueError("there is nothing to export")
    its_format = delivery.file_format
    named_files = file_names(datasets, its_format.suffix, paradata=has_paradata(delivery.profile))
    listed = {
        name: what for files, dataset in zip(named_files, datasets, strict=True) for name, what in files.listed(dataset)
    }
    names = (*listed, MANIFEST)
    with OutputFolder(delivery.folder, names, force=delivery.force) as unfinished:
        books = []
        for files, dataset in zip(named_files, datasets, strict=True):
            book = _write_data(unfinished, files, dataset, delivery, step)
            write_codebook_page(unfinished / files.page, book, files.tables, circumstances, its_format)
            write_codebook(unfinished / files.codebook, book, files.tables)
            write_ddi(unfinished / files.ddi, book, files.tables, circumstances, its_format)
            books.append((book, files))
        write_manifest(unfinished, listed, books, circumstances, its_format)
    return tuple(delivery.folder / name for name in names)


def export_csv(
    datasets: Sequence[Dataset], delivery: Delivery, circumstances: Circumstances, step: Step | None = None
) -> tuple[Path, ...]:
    return export_data(datasets, replace(delivery, file_format=CSV), circumstances, step)


def _write_data(unfinished: Path, files: Files, dataset: Dataset, delivery: Delivery, step: Step | None) -> Codebook:
    """All tables at once, as each case is read only once; then what the process left."""
    its_format = delivery.file_format
    restricted = restrict(dataset, delivery.profile)
    tables = restricted.dataset.tables
    plans = _plans(restricted.dataset, delivery)
    tallies = [Tally(table.variables) for table in tables]
    with ExitStack() as stack:
        opened = [
            stack.enter_context(its_format.open(unfinished / name, plan))
            for name, plan in zip(files.data, plans, strict=True)
        ]
        for number, of_case in enumerate(restricted.dataset.rows(), 1):
            for tally, file, rows in zip(tallies, opened, of_case, strict=True):
                file.write(tally.passing(rows))
            if step is not None:
                step(dataset.instrument, number, len(dataset))
        book = codebook(restricted, delivery.profile, tallies, delivery.codes, _mark(plans, delivery))
        described = [_in_file(table, plan, its_format) for table, plan in zip(book.tables, plans, strict=True)]
        for name, file, table in zip(files.data, opened, described, strict=True):
            file.finish(table.variables, _told(step, name, table.rows))
    if files.paradata:
        described.append(_write_paradata(unfinished / files.paradata, restricted.dataset, delivery, step))
    return replace(book, tables=tuple(described))


def _plans(dataset: Dataset, delivery: Delivery) -> list[TablePlan]:
    title, rules = first_words(dataset.versions[-1].instrument.title), delivery.file_format.rules
    return [
        TablePlan(title, file_columns(table.variables, rules), table.variables, delivery.codes)
        for table in dataset.tables
    ]


def _mark(plans: Sequence[TablePlan], delivery: Delivery) -> Mark:
    """What stands for a state; no two variables of the tables have the same name."""
    beside = {column.called for plan in plans for column in plan.columns if column.state_name}
    in_place, apart = (
        marks(delivery.codes) for marks in (delivery.file_format.marks, delivery.file_format.marks_beside)
    )
    return lambda variable, state: (apart if variable.name in beside else in_place)[state]


def _write_paradata(path: Path, dataset: Dataset, delivery: Delivery, step: Step | None) -> DescribedTable:
    its_format = delivery.file_format
    paradata = Paradata(dataset, delivery.profile)
    columns = named(paradata_columns(delivery.profile), its_format.rules)
    title = f"{first_words(dataset.versions[-1].instrument.title)}: paradata"
    plan = TablePlan(title, columns, (), delivery.codes)
    with its_format.open(path, plan) as file:
        for number, rows in enumerate(paradata.rows(), 1):
            file.write(rows)
            if step is not None:
                step(path.name, number, len(dataset))
        table = _in_file(paradata.described(), plan, its_format)
        file.finish(table.variables, None)
    return table


def _in_file(table: DescribedTable, plan: TablePlan, its_format: FileFormat) -> DescribedTable:
    """The table as its file has it: its columns by their names there, and what the format does to them."""
    described = zip(table.variables, plan.columns, strict=True)
    return replace(table, variables=tuple(_placed(variable, column, its_format) for variable, column in described))


def _placed(variable: Described, column: FileColumn, its_format: FileFormat) -> Described:
    notes = format_notes(column, variable, its_format)
    return replace(variable, columns=names_in_file(column), notes=(*variable.notes, *notes))


def _told(step: Step | None, name: str, rows: int) -> Told | None:
    return None if step is None else lambda done: step(name, done, rows)
