"""Rows: which rows one roster has had. A row keeps its id for good; what is removed is out of sight, not lost."""

import itertools
from dataclasses import dataclass

from capi.instrument.evaluation import Plain
from capi.instrument.model import Roster


@dataclass(frozen=True, slots=True)
class Rows:
    """`highest` is the highest id of a row added after the first ones; `removed` are the ids taken away."""

    highest: int = 0
    removed: frozenset[int] = frozenset()

    def ids(self, roster: Roster, size: Plain | None) -> tuple[int, ...]:
        """The rows there are: so many as the size says where the roster has one, else those added; without those removed."""
        if roster.size is None:
            return tuple(row for row in range(1, max(roster.at_least, self.highest) + 1) if row not in self.removed)
        wanted = 0 if size is None or isinstance(size, str) else max(0, min(int(size), roster.at_most))
        there = (row for row in range(1, wanted + len(self.removed) + 1) if row not in self.removed)
        return tuple(itertools.islice(there, wanted))

    def with_added(self, row: int) -> "Rows":
        return Rows(max(self.highest, row), self.removed)

    def with_removed(self, row: int) -> "Rows":
        return Rows(self.highest, self.removed | {row})

    def with_restored(self, row: int) -> "Rows":
        return Rows(self.highest, self.removed - {row})
