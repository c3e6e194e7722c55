"""`capi derive`: the person dataset with its derived variables, out of a case file, a hub, a CSV or a Parquet file."""

import functools
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.export import missing_codes
from capi.commands.sources import Asked, opened_persons
from capi.dataset.cells import CodesCollide
from capi.dataset.person_columns import KEYS, NotPersons
from capi.dataset.person_counts import counted_in
from capi.dataset.person_files import ENDINGS
from capi.dataset.person_writing import look_up_table, write_csv, write_parquet
from capi.dataset.persons import Chosen, Connection, person_connection
from capi.derivation.derive import CATEGORIES, DERIVED, derive
from capi.derivation.full_nssec import NssecTable
from capi.derivation.settings import Settings as Conventions
from capi.outputs.folder import AlreadyWritten, output_file
from capi.settings import Settings


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


@dataclass(frozen=True, slots=True)
class _Written:
    """What the file holds: where it is from, which variables were derived, and the columns it was made of."""

    notes: Mapping[str, object]
    names: tuple[str, ...]
    has_occupations: bool
    counts: Mapping[str, object]
    warnings: tuple[str, ...]


def derived(order: Order, passphrase_file: Path | None, settings: Settings, *, as_json: bool) -> int:
    """Writes the file and prints its path, or as JSON what is in it. Raises Refused and WorldFailed."""
    if order.out.suffix.lower() not in ENDINGS:
        raise Refused(f"{order.out}: name a file that ends in {' or '.join(ENDINGS)}.")
    try:
        table = Shelf(settings.data).nssec_table()
        with output_file(order.out, force=order.force) as unfinished, person_connection() as connection:
            written = _write(order, unfinished, passphrase_file, table, connection, counting=as_json)
    except (AlreadyWritten, CodesCollide, NotPersons) as error:
        raise Refused(str(error)) from error
    except DamagedClassification as error:
        raise WorldFailed(str(error)) from error
    for warning in written.warnings:
        tell(f"Note: {warning}")
    if table is None and written.has_occupations:
        tell("Full NS-SEC was not derived: no table of it is loaded. Load one with capi classification add FILE")
    if as_json:
        print(json.dumps({"out": str(order.out), **written.notes, **written.counts}, ensure_ascii=False))
    else:
        print(order.out)
    return DONE


def _write(
    order: Order,
    unfinished: Path,
    passphrase_file: Path | None,
    table: NssecTable | None,
    connection: Connection,
    *,
    counting: bool,
) -> _Written:
    asked = Asked("derive", passphrase_file, order.chosen, missing_codes(order.missing), DERIVED)
    with opened_persons(order.source, connection, asked) as found:
        persons = found.persons
        made = derive(persons.table, table, order.conventions, functools.partial(look_up_table, connection))
        names = tuple(name for name in made.columns if name in DERIVED)
        if not names:
            raise Refused(f"{found.name} has none of the questions that variables are derived from.")
        chosen = made.select(*(key for key in KEYS if key in made.columns), *names) if order.alone else made
        notes = _notes(found.name, order.conventions, table)
        if order.out.suffix.lower() == ".parquet":
            write_parquet(unfinished, chosen, persons, connection, notes)
        else:
            write_csv(unfinished, chosen, persons, connection)
    counts: Mapping[str, object] = {}
    if counting:
        counted = counted_in(unfinished, [name for name in names if name in CATEGORIES], connection)
        counts = {"persons": counted.persons, "derived": counted.categories}
    return _Written(notes, names, "SOC2010" in persons.names, counts, found.warnings)


def _notes(source: str, conventions: Conventions, table: NssecTable | None) -> Mapping[str, object]:
    """How it was derived, for whoever uses the values."""
    return {
        "source": source,
        "settings": {**asdict(conventions), "convention": conventions.convention.value},
        "nssec_table": None if table is None else table.version,
    }
