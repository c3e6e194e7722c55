"""Entries held out of a coding index, to be asked as if nobody had ever written them down.

The index is parted in two, by lot and always alike: what is fitted is fitted on entries of one half, and the figures are of the other.
Of an entry that is held out every line with the same words goes, whatever its code; lines that are nearly the same stay, as in life.
"""

import hashlib
import random
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from capi.classification.classification import Classification, IndexEntry
from capi.classification.workbooks import read_workbook
from tests.benchmarks.changed_titles import Asked, parted

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
SOC2020 = REFERENCE / "soc" / "soc2020-coding-index-2025-04-16.xlsx"
SIC2007 = REFERENCE / "sic" / "sic2007-index-2022-12.xlsx"
SEED = 2020


def published(path: Path) -> Classification:
    data = path.read_bytes()
    return read_workbook(data, hashlib.sha256(data).hexdigest())


def halves(index: Classification) -> tuple[list[IndexEntry], list[IndexEntry]]:
    """To fit on and to report on, each in an order drawn by lot."""
    entries = list(index.entries)
    random.Random(SEED).shuffle(entries)  # noqa: S311
    half = len(entries) // 2
    return entries[:half], entries[half:]


def without(index: Classification, held: list[IndexEntry]) -> Classification:
    gone = set(map(_wording, held))
    return replace(index, entries=tuple(entry for entry in index.entries if _wording(entry) not in gone))


def defaults(index: Classification) -> dict[str, str]:
    """The code of each title (in small letters) that the index codes by itself: without qualifiers, or where a letter says so."""
    entries = list(map(parted, index.entries))
    found = {entry.title.casefold(): entry.code for entry in entries if entry.default}
    return found | {entry.title.casefold(): entry.code for entry in entries if not entry.qualifiers}


def right(entry: IndexEntry, said: Asked, alone: Mapping[str, str]) -> str:
    """The code an expert would give; `alone` as of `defaults`."""
    return alone.get(parted(entry).title.casefold(), entry.code) if said.title_alone else entry.code


def _wording(entry: IndexEntry) -> tuple[str, ...]:
    return tuple(each.casefold() for each in (entry.title, entry.additional, entry.industry))
