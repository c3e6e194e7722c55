"""Counting what was written: how many persons a file holds, and how many of them are in each category of its variables.

The file is asked, not whatever it was made of: so nothing is worked out twice, and what is told is what stands there.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from capi.dataset.person_sql import named, quoted
from capi.dataset.persons import Connection


@dataclass(frozen=True, slots=True)
class CountedPersons:
    """`categories`: by variable and category; `null` where nothing of it was asked."""

    persons: int
    categories: dict[str, dict[str, int]]


def counted_in(path: Path, names: Sequence[str], connection: Connection) -> CountedPersons:
    """Of a file in CSV or Parquet with columns of these names. The combinations there are are few, so one pass does."""
    columns = "".join(f"{named(name)}::VARCHAR, " for name in names)
    found = connection.raw_sql(f"SELECT {columns}count(*) FROM {_source(path)} GROUP BY ALL").fetchall()
    categories: dict[str, dict[str, int]] = {name: {} for name in names}
    for *values, number in found:
        for name, value in zip(names, values, strict=True):
            category = "null" if value is None else value
            categories[name][category] = categories[name].get(category, 0) + number
    sorted_ones = {name: dict(sorted(each.items())) for name, each in categories.items()}
    return CountedPersons(sum(row[-1] for row in found), sorted_ones)


def _source(path: Path) -> str:
    if path.suffix.lower() == ".parquet":
        return f"read_parquet({quoted(str(path))})"
    with path.open(encoding="utf-8", newline="") as file:
        listed = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in next(csv.reader(file)))
    return (
        f"read_csv({quoted(str(path))}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{listed}}}, max_line_size = 16000000)"
    )
