"""The published tables of NS-SEC, which lie beside the checkout's parent folder, and the classes they print."""

import csv
from pathlib import Path

import pytest

from capi.derivation.full_nssec import NssecTable

NSSEC = Path(__file__).parents[3] / "shared" / "reference" / "nssec"
published = pytest.mark.skipif(not NSSEC.exists(), reason=f"the published tables are not at {NSSEC}")

COLUMNS = {0: "simplified", 8: "reduced_employers", 9: "reduced_managers", **{each: str(each) for each in range(1, 8)}}
"""The names of the table's columns, by the number each has here."""


def rows_of(name: str) -> list[dict[str, str]]:
    with (NSSEC / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def unit_groups() -> list[dict[str, str]]:
    """The 369 of the classification, without the four entries for what is no occupation."""
    return [row for row in rows_of("soc2010-to-nssec.csv") if int(row["soc2010"]) >= 1000]


def full_table() -> NssecTable:
    rows = rows_of("soc2010-to-nssec.csv")
    cells = {(int(row["soc2010"]), at): f"L{row[f'op_{name}']}" for row in rows for at, name in COLUMNS.items()}
    return NssecTable("published", cells)


def matrix(name: str) -> dict[str, list[str]]:
    """By the words of an occupation: the classes of the seven statuses, as they are printed."""
    return {words: classes for words, *classes in (list(row.values()) for row in rows_of(name))}


def classes_of() -> dict[str, tuple[str | None, str | None, str | None]]:
    """By operational category: the classes in 8 (1 in two parts), 5 and 3; None where it is not classified."""
    names = ("nssec9_(1.1/1.2)", "nssec5", "nssec3")
    found = {}
    for row in rows_of("operational-categories.csv"):
        eight, five, three = (None if row[name] == "NC" else row[name] for name in names)
        found[row["operational_category"]] = (eight, five, three)
    return found
