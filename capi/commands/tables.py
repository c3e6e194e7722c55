"""`capi tables`: the standards' output tables of a case file or of a dataset of persons."""

import contextlib
import os
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.listing import print_json
from capi.commands.opening import opened
from capi.dataset.cells import CodesCollide
from capi.dataset.person_columns import NotPersons
from capi.dataset.persons import Chosen, Connection, person_connection, persons_of_cases
from capi.outputs.folder import AlreadyWritten
from capi.outputs.manifest import Circumstances
from capi.outputs.standard_tables import standard_tables
from capi.outputs.table_counts import NotCountable
from capi.outputs.table_figures import Treatment
from capi.outputs.table_files import Delivered, write_tables
from capi.outputs.table_persons import derived_once, persons_in
from capi.outputs.table_rounding import SMALLEST_BASE
from capi.outputs.table_versions import versions_of
from capi.settings import Settings
from capi.store.hold import Holder

_FILES = (".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line. `rounds` to a base instead of hiding below the threshold."""

    source: str
    out: Path
    weight: str | None
    threshold: int
    rounds: int | None
    everything: bool
    force: bool


def tables(order: Order, passphrase_file: Path | None, settings: Settings, *, as_json: bool) -> int:
    """Writes the files and prints their paths, or the tables as JSON. Raises Refused and WorldFailed."""
    if order.rounds is not None and order.rounds < SMALLEST_BASE:
        raise Refused(f"--round {order.rounds} hides nothing. Round to {SMALLEST_BASE} or more, 5 for example.")
    try:
        with person_connection() as connection:
            delivered = _written(order, connection, passphrase_file, settings)
    except (AlreadyWritten, CodesCollide, NotPersons, NotCountable) as error:
        raise Refused(str(error)) from error
    except DamagedClassification as error:
        raise WorldFailed(str(error)) from error
    if as_json:
        print_json(delivered.content)
        return DONE
    for path in delivered.paths:
        print(path)
    return DONE


def _written(order: Order, connection: Connection, passphrase_file: Path | None, settings: Settings) -> Delivered:
    ns_sec = Shelf(settings.data).nssec_table()
    source = Path(order.source)
    if "://" in order.source:
        raise Refused(
            "A hub's database is not read from here. On the hub write its cases with capi export or capi derive, and give the file."
        )
    if not source.exists():
        raise Refused(f"There is no file {source}. Name a case file, or a dataset in CSV or Parquet.")
    if source.suffix.lower() in _FILES:
        persons = derived_once(persons_in(source, connection), ns_sec, connection)
        circumstances = Circumstances(_now(), source.name, invented=False, everything=True)
    else:
        here = Holder("capi tables", "tables", socket.gethostname(), os.getpid(), datetime.now(UTC))
        with opened(source, passphrase_file, here) as case_file, _bar("Reading") as step:
            read = persons_of_cases(case_file, connection, Chosen(everything=order.everything), step)
            practice = case_file.practice
        persons = derived_once(read.table, ns_sec, connection)
        warnings = ("These people are invented: the data come from a practice file.",) if practice else ()
        circumstances = Circumstances(_now(), source.name, practice, order.everything, warnings)
    made = standard_tables(persons, Treatment(order.threshold, order.rounds), order.weight)
    delivered = write_tables(order.out, made, versions_of(persons), circumstances, force=order.force)
    for warning in circumstances.warnings:
        tell(f"Note: {warning}")
    for table, lacks in made.not_made:
        tell(f"Not made: {table.title}. The dataset has no {', '.join(lacks)}.")
    if ns_sec is None and any(table.name.startswith("ns-sec") for table, _ in made.not_made):
        tell("For the tables of NS-SEC load its table first: capi classification add FILE")
    return delivered


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


@contextlib.contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """On a terminal, nothing where somebody else reads along."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(what, total=None)
        yield lambda number, total: bars.update(bar, completed=number, total=total)
