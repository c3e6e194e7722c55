"""Coding occupations: how often the right code is suggested, and how long it takes.

Two thousand entries of the SOC2020 index are taken out of it and asked, as they are and in other words: the right code can then come
from their neighbours only. And as many that are in it, likewise. The office's own code of an entry is the right one.
"""

import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console
from rich.table import Table

from capi.classification.classification import Classification, IndexEntry
from capi.classification.suggesting import DEFAULT_THRESHOLD, Suggester, automatic
from capi.classification.workbooks import read_workbook
from tests.benchmarks.changed_titles import CHANGES, Asked
from tests.benchmarks.measure import Figure, of

INDEX = Path(__file__).parents[3] / "shared" / "reference" / "soc" / "soc2020-coding-index-2025-04-16.xlsx"
ASKED = 2_000
SEED = 2020


@dataclass(slots=True)
class Quality:
    """Counts of one kind of change."""

    asked: int = 0
    first: int = 0
    in_five: int = 0
    automatic: int = 0
    wrong: int = 0

    def add(self, other: "Quality") -> None:
        self.asked += other.asked
        self.first += other.first
        self.in_five += other.in_five
        self.automatic += other.automatic
        self.wrong += other.wrong


def figures(asked: int = ASKED) -> list[Figure]:
    console = Console(width=132)
    if not INDEX.exists():
        console.print(f"coding: skipped, the SOC2020 index is not at {INDEX}")
        return []
    data = INDEX.read_bytes()
    index = read_workbook(data, hashlib.sha256(data).hexdigest())
    held, rest = _parted(index, asked)
    began = time.perf_counter()
    suggester = Suggester(rest)
    built = Figure(
        f"index of {len(rest.entries):,} entries built", 1_000 * (time.perf_counter() - began), budget="<= 2000"
    )
    seconds: list[float] = []
    for name, entries in (
        ("taken out of the index", held),
        ("in the index", random.Random(SEED + 1).sample(rest.entries, asked)),  # noqa: S311
    ):
        console.print(_table(f"{name}, automatic at {DEFAULT_THRESHOLD}", _all_kinds(suggester, entries, seconds)))
    return [built, of("suggestions for an answer", seconds, budget="<= 10")]


def _parted(index: Classification, number: int) -> tuple[list[IndexEntry], Classification]:
    """Entries taken out, and the index without them; the same ones every time."""
    out = set(random.Random(SEED).sample(range(len(index.entries)), number))  # noqa: S311
    held = [entry for at, entry in enumerate(index.entries) if at in out]
    return held, replace(index, entries=tuple(entry for at, entry in enumerate(index.entries) if at not in out))


def _all_kinds(suggester: Suggester, entries: Sequence[IndexEntry], seconds: list[float]) -> dict[str, Quality]:
    found = {kind: _quality(suggester, entries, change, seconds) for kind, change in CHANGES.items()}
    whole = Quality()
    for each in found.values():
        whole.add(each)
    return {**found, "all": whole}


def _quality(
    suggester: Suggester,
    entries: Sequence[IndexEntry],
    change: Callable[[IndexEntry, random.Random], Asked | None],
    seconds: list[float],
) -> Quality:
    draw = random.Random(SEED)  # noqa: S311  # the same changes every time
    quality = Quality()
    for entry in entries:
        said = change(entry, draw)
        if said is None:
            continue
        began = time.perf_counter()
        suggestions = suggester.suggest(said.title, said.did, said.industry)
        seconds.append(time.perf_counter() - began)
        codes = [each.code for each in suggestions[:5]]
        coded = automatic(suggestions)
        quality.add(
            Quality(
                1,
                codes[:1] == [entry.code],
                entry.code in codes,
                coded is not None,
                coded is not None and coded.code != entry.code,
            )
        )
    return quality


def _table(title: str, found: dict[str, Quality]) -> Table:
    shown = Table(title=title, title_justify="left", show_edge=False)
    for heading in ("asked", "number", "right at rank 1", "in the first 5", "automatic", "of these wrong"):
        shown.add_column(heading, justify="left" if heading == "asked" else "right")
    for kind, each in found.items():
        shares = (each.first, each.in_five, each.automatic)
        shown.add_row(
            kind,
            f"{each.asked:,}",
            *(f"{100 * share / each.asked:.1f} %" for share in shares),
            f"{100 * each.wrong / each.automatic:.1f} %" if each.automatic else "",
        )
    return shown
