"""Rows: which rows one roster has had. A row keeps its id for good; what is removed is out of sight, not lost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rows:
    """`highest` is the highest id of a row added after the first ones; `removed` are the ids taken away."""

    highest: int = 0
    removed: frozenset[int] = frozenset()

    def with_added(self, row: int) -> "Rows":
        return Rows(max(self.highest, row), self.removed)

    def with_removed(self, row: int) -> "Rows":
        return Rows(self.highest, self.removed | {row})

    def with_restored(self, row: int) -> "Rows":
        return Rows(self.highest, self.removed - {row})
