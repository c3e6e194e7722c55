"""The persons the tables are made of: with their derived columns, worked out once and kept for the whole of the work."""

from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.person_files import persons_of_file
from capi.dataset.persons import Connection
from capi.derivation.columns import Table
from capi.derivation.derive import DERIVED, derive
from capi.derivation.full_nssec import NssecTable

_NUMBERS = (
    "ilo_employment",
    "ilo_hours",
    "ilo_inactive_reason",
    "unpaid_family_worker",
    "nssec_status",
    "penflag",
    "nopenflg",
)
_TEXTS = tuple(name for name in DERIVED if name not in _NUMBERS)


def persons_in(path: Path, connection: Connection) -> Table:
    """Of a dataset in CSV, with the usual codes, or in Parquet. Raises NotPersons."""
    return persons_of_file(path, connection, MissingCodes(), _TEXTS).table


def derived_once(persons: Table, nssec_table: NssecTable | None, connection: Connection) -> Table:
    """With their derived variables, kept so that no table derives them again; what was derived before stays as it is.

    Without a table of NS-SEC there are none of its classes.
    """
    if not set(DERIVED).isdisjoint(persons.columns):
        return persons
    return connection.create_table("derived", derive(persons, nssec_table), temp=True)
