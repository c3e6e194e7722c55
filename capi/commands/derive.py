"""`capi derive`: the person dataset with its derived variables, out of a case file, a CSV or a Parquet file."""

import contextlib
import functools
import json
import os
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.export import missing_codes
from capi.commands.opening import opened
from capi.dataset.cells import CodesCollide
from capi.dataset.person_columns import KEYS, NotPersons
from capi.dataset.person_files import ENDINGS, persons_of_file
from capi.dataset.person_writing import look_up_table, write_csv, write_parquet
from capi.dataset.persons import Chosen, Connection, Persons, Step, person_connection, persons_of_cases
from capi.derivation.derive import CATEGORIES, DERIVED, derive
from capi.derivation.full_nssec import NssecTable
from capi.derivation.settings import Settings as Conventions
from capi.outputs.folder import AlreadyWritten, output_file
from capi.settings import Settings
from capi.store.hold import Holder


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line. `alone`: the derived variables without the answers they are made of."""

    source: str
    out: Path
    chosen: Chosen
    missing: str
    conventions: Conventions
    alone: bool
    force: bool


def derived(order: Order, passphrase_file: Path | None, settings: Settings, *, as_json: bool) -> int:
    """Writes the file and prints its path, or as JSON what is in it. Raises Refused and WorldFailed."""
    if order.out.suffix.lower() not in ENDINGS:
        raise Refused(f"{order.out}: name a file that ends in {' or '.join(ENDINGS)}.")
    try:
        table = Shelf(settings.data).nssec_table()
        with output_file(order.out, force=order.force) as unfinished, person_connection() as connection:
            persons = _persons(order, connection, passphrase_file)
            made = derive(persons.table, table, order.conventions, functools.partial(look_up_table, connection))
            names = [name for name in made.columns if name in DERIVED]
            if not names:
                raise Refused(f"{order.source} has none of the questions that variables are derived from.")
            chosen = made.select(*(key for key in KEYS if key in made.columns), *names) if order.alone else made
            notes = _notes(order, table)
            if order.out.suffix.lower() == ".parquet":
                write_parquet(unfinished, chosen, persons, connection, notes)
            else:
                write_csv(unfinished, chosen, persons, connection)
            counted = _counted(made, connection) if as_json else {}
    except (AlreadyWritten, CodesCollide, NotPersons) as error:
        raise Refused(str(error)) from error
    except DamagedClassification as error:
        raise WorldFailed(str(error)) from error
    if table is None and "SOC2010" in persons.names:
        tell("Full NS-SEC was not derived: no table of it is loaded. Load one with capi classification add FILE")
    if as_json:
        print(json.dumps({"out": str(order.out), **notes, **counted}, ensure_ascii=False))
    else:
        print(order.out)
    return DONE


def _persons(order: Order, connection: Connection, passphrase_file: Path | None) -> Persons:
    if "://" in order.source:
        raise Refused(
            "A hub's database is not read from here. On the hub export its cases with capi export, and derive from the file."
        )
    source = Path(order.source)
    if not source.exists():
        raise Refused(f"There is no file {source}. Name a case file, or a dataset in CSV or Parquet.")
    if source.suffix.lower() in ENDINGS:
        return persons_of_file(source, connection, missing_codes(order.missing), DERIVED)
    here = Holder("capi derive", "derive", socket.gethostname(), os.getpid(), datetime.now(UTC))
    with opened(source, passphrase_file, here) as case_file, _bar() as step:
        if case_file.practice:
            tell("Note: These people are invented: the data come from a practice file.")
        try:
            return persons_of_cases(case_file, connection, order.chosen, step)
        except NotPersons as error:
            raise Refused(f"{source}: {error}") from error


def _notes(order: Order, table: NssecTable | None) -> Mapping[str, object]:
    """How it was derived, for whoever uses the values."""
    return {
        "source": Path(order.source).name,
        "settings": {
            "convention": order.conventions.convention.value,
            "medical_is_full_time": order.conventions.medical_is_full_time,
        },
        "nssec_table": None if table is None else table.version,
    }


def _counted(made: Any, connection: Connection) -> Mapping[str, object]:
    """How many persons there are, and how many in each category of each variable; `null` where nothing of it was asked."""
    names = [name for name in CATEGORIES if name in made.columns]
    grouped = connection.to_pyarrow(made.group_by(names).aggregate(_persons=made.count())).to_pylist()
    counts: dict[str, dict[str, int]] = {name: {} for name in names}
    for row in grouped:
        for name in names:
            category = "null" if row[name] is None else str(row[name])
            counts[name][category] = counts[name].get(category, 0) + row["_persons"]
    sorted_counts = {name: dict(sorted(each.items())) for name, each in counts.items()}
    return {"persons": sum(row["_persons"] for row in grouped), "derived": sorted_counts}


@contextlib.contextmanager
def _bar() -> Iterator[Step | None]:
    """On a terminal, nothing where somebody else reads along."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress

    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True), transient=True
    ) as bars:
        bar = bars.add_task("Reading", total=None)
        yield lambda number, total: bars.update(bar, completed=number, total=total)
