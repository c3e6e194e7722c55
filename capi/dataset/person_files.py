"""Persons out of a file somebody else wrote or we did: CSV or Parquet, by the ending of its name."""

from collections.abc import Collection
from pathlib import Path

from capi.dataset.cells import MissingCodes
from capi.dataset.person_csv import persons_of_csv
from capi.dataset.person_parquet import persons_of_parquet
from capi.dataset.persons import Connection, Persons

ENDINGS = (".csv", ".parquet")


def persons_of_file(path: Path, connection: Connection, codes: MissingCodes, plain: Collection[str] = ()) -> Persons:
    """`codes` are those of a CSV; `plain` columns that are texts whatever they look like. Raises NotPersons."""
    if path.suffix.lower() == ".parquet":
        return persons_of_parquet(path, connection, plain)
    return persons_of_csv(path, connection, codes, plain)
