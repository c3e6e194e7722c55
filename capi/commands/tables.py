"""`capi tables`: the standards' output tables of a case file, of a hub, or of a dataset of persons."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from capi.classification.kept_file import DamagedClassification
from capi.classification.shelf import Shelf
from capi.commands.ending import DONE, Refused, WorldFailed, tell
from capi.commands.export import missing_codes
from capi.commands.listing import print_json
from capi.commands.sources import Asked, opened_persons
from capi.dataset.cells import CodesCollide
from capi.dataset.person_columns import NotPersons
from capi.dataset.persons import Chosen, Connection, person_connection
from capi.outputs.folder import AlreadyWritten
from capi.outputs.manifest import Circumstances
from capi.outputs.tables.standard_tables import standard_tables
from capi.outputs.tables.table_counts import NotCountable
from capi.outputs.tables.table_figures import Treatment
from capi.outputs.tables.table_files import Delivered, write_tables
from capi.outputs.tables.table_persons import DERIVED_TEXTS, derived_once
from capi.outputs.tables.table_rounding import SMALLEST_BASE
from capi.outputs.tables.table_versions import versions_of
from capi.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for on the command line. `rounds` to a base instead of hiding below the threshold."""

    source: str
    out: Path
    weight: str | None
    threshold: int
    rounds: int | None
    everything: bool
    missing: str
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
    chosen = Chosen(everything=order.everything)
    asked = Asked("tables", passphrase_file, chosen, missing_codes(order.missing), DERIVED_TEXTS)
    with opened_persons(order.source, connection, asked) as found:
        persons = derived_once(found.persons.table, ns_sec, connection)
    circumstances = Circumstances(
        datetime.now(UTC).astimezone(), found.name, found.practice, found.everything, found.warnings
    )
    made = standard_tables(persons, Treatment(order.threshold, order.rounds), order.weight)
    delivered = write_tables(order.out, made, versions_of(persons), circumstances, force=order.force)
    for warning in circumstances.warnings:
        tell(f"Note: {warning}")
    for table, lacks in made.not_made:
        tell(f"Not made: {table.title}. The dataset has no {', '.join(lacks)}.")
    if ns_sec is None and any(table.name.startswith("ns-sec") for table, _ in made.not_made):
        tell("For the tables of NS-SEC load its table first: capi classification add FILE")
    return delivered
