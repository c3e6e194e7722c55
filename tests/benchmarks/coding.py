"""Coding: how often the right code is suggested for answers that are not in the index as they are said, and how long that takes.

Two thousand entries of an index are held out of it (see `held_out`) and asked, as they are and in other words: the right code can then come
from their neighbours only. And as many that are in it, likewise. The office's own code of an entry is the right one. Behind each share is
the interval of 95 in a hundred (Wilson, 1927); that of all changes together counts each entry once.
"""

import csv
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from rich.console import Console
from rich.table import Table

from capi.classification.classification import Classification, IndexEntry
from capi.classification.suggesting import Suggester, automatic
from capi.sync.coding_messages import CodingSettings
from tests.benchmarks.changed_titles import Asked, Change, changes, parted
from tests.benchmarks.held_out import REFERENCE, SEED, SIC2007, SOC2020, defaults, halves, published, right, without
from tests.benchmarks.measure import Figure, of

THRESHOLD = CodingSettings().threshold

ASKED = 2_000
EVERYDAY = Path(__file__).parents[1] / "classification" / "everyday_titles.csv"


@dataclass(slots=True)
class Quality:
    """Counts of one kind of change. `entries`: how many were asked; `coded`: how many of them were ever coded without a person."""

    asked: int = 0
    first: int = 0
    in_five: int = 0
    automatic: int = 0
    wrong: int = 0
    entries: set[int] = field(default_factory=set)
    coded: set[int] = field(default_factory=set)

    def add(self, other: "Quality") -> None:
        self.asked += other.asked
        self.first += other.first
        self.in_five += other.in_five
        self.automatic += other.automatic
        self.wrong += other.wrong
        self.entries |= other.entries
        self.coded |= other.coded


def figures(asked: int = ASKED) -> list[Figure]:
    console = Console(width=150)
    if not REFERENCE.exists():
        console.print(f"coding: skipped, the published indexes are not at {REFERENCE}")
        return []
    seconds: list[float] = []
    found: list[Figure] = []
    for path in (SOC2020, SIC2007):
        index = published(path)
        _, reported = halves(index)
        held = reported[:asked]
        found.append(_built(index))
        for where, entries, used in (
            ("Held out of", held, without(index, held)),
            ("In", reported[asked : 2 * asked], index),
        ):
            suggester = Suggester(used)
            title = f"{where} the {index.name}, automatic at {THRESHOLD}"
            console.print(_table(title, _all_kinds(index, suggester, entries, seconds)))
        if path == SOC2020:
            console.print(
                _table(f"Everyday titles, automatic at {THRESHOLD}", {"as said": _everyday(Suggester(index))})
            )
    return [*found, of("suggestions for an answer", seconds, budget="<= 10, p99 30")]


def _built(index: Classification) -> Figure:
    began = time.perf_counter()
    Suggester(index)
    took = time.perf_counter() - began
    return Figure(f"{index.name}: {len(index.entries):,} entries built", 1_000 * took, budget="<= 3000")


def _all_kinds(
    index: Classification, suggester: Suggester, entries: Sequence[IndexEntry], seconds: list[float]
) -> dict[str, Quality]:
    alone = defaults(index)
    found = {kind: _quality(suggester, entries, change, alone, seconds) for kind, change in changes(index).items()}
    whole = Quality()
    for each in found.values():
        whole.add(each)
    return {**{kind: each for kind, each in found.items() if each.asked}, "all": whole}


def _quality(
    suggester: Suggester,
    entries: Sequence[IndexEntry],
    change: Change,
    alone: Mapping[str, str],
    seconds: list[float],
) -> Quality:
    draw = random.Random(SEED)  # noqa: S311  # the same changes every time
    quality = Quality()
    for at, entry in enumerate(entries):
        said = change(parted(entry), draw)
        if said is not None:
            _ask(suggester, said, right(entry, said, alone), at, quality, seconds)
    return quality


def _everyday(suggester: Suggester) -> Quality:
    quality, seconds = Quality(), list[float]()
    with EVERYDAY.open(encoding="utf-8", newline="") as lines:
        for at, row in enumerate(csv.DictReader(lines)):
            _ask(suggester, Asked(row["title"], row["did"], row["industry"]), row["soc2020"], at, quality, seconds)
    return quality


def _ask(suggester: Suggester, said: Asked, right: str, entry: int, quality: Quality, seconds: list[float]) -> None:
    began = time.perf_counter()
    suggestions = suggester.suggest(said.title, said.did, said.industry, said.supervises)
    seconds.append(time.perf_counter() - began)
    codes = [each.code for each in suggestions[:5]]
    coded = automatic(suggestions, THRESHOLD)
    quality.asked += 1
    quality.entries.add(entry)
    quality.first += codes[:1] == [right]
    quality.in_five += right in codes
    if coded is not None:
        quality.automatic += 1
        quality.coded.add(entry)
        quality.wrong += coded.code != right


def _table(title: str, found: dict[str, Quality]) -> Table:
    shown = Table(title=title, title_justify="left", show_edge=False)
    for heading in ("asked", "number", "right at rank 1", "in the first 5", "automatic", "of these wrong"):
        shown.add_column(heading, justify="left" if heading == "asked" else "right")
    for kind, each in found.items():
        entries, coded = len(each.entries), len(each.coded)
        shown.add_row(
            kind,
            f"{each.asked:,}",
            *(_share(count, each.asked, entries) for count in (each.first, each.in_five, each.automatic)),
            _share(each.wrong, each.automatic, coded),
        )
    return shown


def _share(count: int, of_all: int, entries: int) -> str:
    if not of_all:
        return ""
    low, high = _wilson(count / of_all, entries)
    return f"{100 * count / of_all:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _wilson(share: float, number: int, z: float = 1.96) -> tuple[float, float]:
    middle = share + z * z / (2 * number)
    width = z * sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    whole = 1 + z * z / number
    return max(0.0, (middle - width) / whole), min(1.0, (middle + width) / whole)
