"""An export: for each instrument its tables with their codebook, and one manifest over all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from capi.dataset.cells import MissingCodes
from capi.dataset.codebook import Codebook, DescribedTable, codebook
from capi.dataset.disclosure import Profile, Restricted, restrict
from capi.dataset.flatten import Dataset, Row
from capi.dataset.tally import Tally
from capi.dataset.variables import first_words
from capi.outputs.folder import OutputFolder
from capi.outputs.manifest import MANIFEST, Circumstances
from capi.outputs.microdata.codebook_html import write_codebook_page
from capi.outputs.microdata.csv_files import CSV, write_codebook
from capi.outputs.microdata.data_file import DoesNotFit, FileFormat, TablePlan
from capi.outputs.microdata.data_manifest import write_manifest
from capi.outputs.microdata.ddi import write_ddi
from capi.outputs.microdata.file_columns import file_columns, named
from capi.outputs.microdata.file_names import Files, file_names
from capi.outputs.microdata.modes_beside import ModesBeside, modes_beside
from capi.outputs.microdata.paradata import Paradata, has_paradata, paradata_columns
from capi.outputs.microdata.table_in_file import Step, in_file, marks, told

if TYPE_CHECKING:
    from capi.outputs.microdata.deriving import Deriving
    from capi.outputs.microdata.person_file import PersonPlan
    from capi.outputs.microdata.persons_beside import PersonsBeside


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who gets what: under which profile, with which codes, in which folder and format. `deriving`: what variables are derived
    with; None where none are wanted."""

    profile: Profile
    codes: MissingCodes
    folder: Path
    force: bool = False
    file_format: FileFormat = CSV
    deriving: Deriving | None = None


def export_data(
    datasets: Sequence[Dataset], delivery: Delivery, circumstances: Circumstances, step: Step | None = None
) -> tuple[Path, ...]:
    """Writes the delivery, whole or not at all, and returns its files.

    Raises AlreadyWritten, CodesCollide and DoesNotFit.
    """
    if not datasets:
        raise ValueError("there is nothing to export")
    its_format = delivery.file_format
    refuse_too_many_cases(datasets, its_format)
    jobs = [_Job(dataset, delivery, _person_plan(dataset, delivery)) for dataset in datasets]
    with_persons = {job.dataset.instrument for job in jobs if job.persons is not None and job.persons.has_file}
    named_files = file_names(datasets, its_format.suffix, paradata=has_paradata(delivery.profile), persons=with_persons)
    listed = {
        name: what for files, dataset in zip(named_files, datasets, strict=True) for name, what in files.listed(dataset)
    }
    names = (*listed, MANIFEST)
    with OutputFolder(delivery.folder, names, force=delivery.force) as unfinished:
        books = []
        for files, job in zip(named_files, jobs, strict=True):
            book = _write_data(unfinished, files, job, step)
            write_codebook_page(unfinished / files.page, book, files.tables, circumstances, its_format)
            write_codebook(unfinished / files.codebook, book, files.tables)
            write_ddi(unfinished / files.ddi, book, files.tables, circumstances, its_format)
            books.append((book, files))
        write_manifest(unfinished, listed, books, circumstances, its_format)
    return tuple(delivery.folder / name for name in names)


def refuse_too_many_cases(datasets: Sequence[Dataset], its_format: FileFormat) -> None:
    """Before anything is read. Raises DoesNotFit."""
    for dataset in datasets:
        if its_format.most_rows and len(dataset) > its_format.most_rows:
            raise DoesNotFit(
                f"{dataset.instrument} has {len(dataset):,} cases, and a sheet of {its_format.name} holds {its_format.most_rows:,} "
                "below its names. Export as csv, parquet, sav or dta."
            )


@dataclass(frozen=True, slots=True)
class _Job:
    """One instrument. `persons` is None where nothing is derived."""

    dataset: Dataset
    delivery: Delivery
    persons: PersonPlan | None


def _person_plan(dataset: Dataset, delivery: Delivery) -> PersonPlan | None:
    if delivery.deriving is None:
        return None
    from capi.outputs.microdata.person_file import person_plan  # with table expressions, which cost a second

    in_numbers = delivery.file_format.labels_numbers_alone
    return person_plan(dataset, delivery.deriving, delivery.profile, in_numbers=in_numbers)


def _write_data(unfinished: Path, files: Files, job: _Job, step: Step | None) -> Codebook:
    """All tables at once, as each case is read only once; then what the process left."""
    delivery, its_format = job.delivery, job.delivery.file_format
    restricted = restrict(job.dataset, delivery.profile)
    plans = _plans(restricted.dataset, delivery)
    tallies = [Tally(table.variables) for table in restricted.dataset.tables]
    with ExitStack() as stack:
        opened = [
            stack.enter_context(its_format.open(unfinished / name, plan))
            for name, plan in zip(files.data, plans, strict=True)
        ]
        persons = _persons_beside(stack, unfinished / files.persons, job) if files.persons else None
        modes = _modes_beside(stack, unfinished / files.answer_modes if files.answer_modes else None, job)
        for of_case in _passing(restricted, job, _Beside(persons, modes), step):
            for tally, file, rows in zip(tallies, opened, of_case, strict=True):
                file.write(tally.passing(rows))
        marked = marks(plans, delivery.codes, its_format)
        book = codebook(
            restricted, delivery.profile, tallies, delivery.codes, lambda variable, state: marked(variable.name, state)
        )
        tables = [modes.answers.noted(table) for table in book.tables]
        described = [in_file(table, plan, its_format) for table, plan in zip(tables, plans, strict=True)]
        for name, file, table in zip(files.data, opened, described, strict=True):
            file.finish(table.variables, told(step, name, table.rows))
        if persons is not None:
            described.append(persons.finished(step))
        described += modes.finished()
    if files.paradata:
        described.append(_write_paradata(unfinished / files.paradata, restricted.dataset, delivery, step))
    left_out = () if job.persons is None else job.persons.left_out
    return replace(book, tables=tuple(described), left_out=(*book.left_out, *left_out))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What goes to files of its own while the answers pass."""

    persons: PersonsBeside | None
    modes: ModesBeside


def _passing(restricted: Restricted, job: _Job, beside: _Beside, step: Step | None) -> Iterator[Sequence[list[Row]]]:
    """Of each case the rows of the tables that leave; those of its persons go to their own file on the way."""
    dataset, persons, modes = restricted.dataset, beside.persons, beside.modes
    own = len(dataset.tables)
    if job.persons is not None and persons is not None:
        # What is derived is made of more than may leave.
        dataset = replace(dataset, tables=(*dataset.tables, *job.persons.tables.dataset.tables))
    for (number, summary), of_case in zip(dataset.numbered(), dataset.rows(modes.answers.take), strict=True):
        modes.write()
        if persons is not None:
            persons.take(summary.case.id, of_case[own:])
        if step is not None:
            step(dataset.instrument, number, len(dataset))
        yield of_case[:own]


def _persons_beside(stack: ExitStack, path: Path, job: _Job) -> PersonsBeside | None:
    if job.persons is None:
        return None
    from capi.outputs.microdata.persons_beside import opened_beside

    title = f"{first_words(job.dataset.versions[-1].instrument.title)}: persons"
    delivery = job.delivery
    return stack.enter_context(opened_beside(path, title, job.persons, delivery.codes, delivery.file_format))


def _modes_beside(stack: ExitStack, path: Path | None, job: _Job) -> ModesBeside:
    """Without a path they are only counted."""
    if path is None:
        return ModesBeside()
    title = f"{first_words(job.dataset.versions[-1].instrument.title)}: answer modes"
    return stack.enter_context(
        modes_beside(path, title, job.delivery.profile, job.delivery.codes, job.delivery.file_format)
    )


def _plans(dataset: Dataset, delivery: Delivery) -> list[TablePlan]:
    title, rules = first_words(dataset.versions[-1].instrument.title), delivery.file_format.rules
    return [
        TablePlan(title, file_columns(table.variables, rules), table.variables, delivery.codes)
        for table in dataset.tables
    ]


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
        table = in_file(paradata.described(), plan, its_format)
        file.finish(table.variables, None)
    return table
