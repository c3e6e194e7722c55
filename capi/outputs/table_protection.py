"""Small cells: which figures are hidden so that no small number of people can be read off, or worked out from the others.

Every figure is a sum over groups of people. Two groups that are in the same shown figures cannot be told apart: any of their
people could be in either. So a hidden figure that takes in one of them and not the other could be anything between all of
them and none. It is safe where that is at least as many people as the threshold. Until every hidden figure is, two groups
that a reader could tell apart are made alike, by hiding what only one of them is in: first figures of single categories, then totals.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that might be shown: `groups` of people as bits. A `fixed` one is known anyway, and never hidden."""

    groups: int
    total: bool = False
    fixed: bool = False


def hidden(cells: Iterable[Cell], people: Sequence[int], threshold: int) -> frozenset[int]:
    """The groups (as bits) of the cells to hide, primary and secondary ones alike; `people` are those of each group."""
    protection = _Protection(cells, people, threshold)
    protection.hide_the_small()
    while (cell := protection.unsafe()) is not None:
        if not protection.hide_more_for(cell):
            return protection.hide_all()
    protection.show_what_may_be()
    return frozenset(cell for cell in protection.cells if protection.present(cell) in protection.hidden)


class _Protection:
    """Groups without people are left out: a reader may know that nobody can be in them."""

    def __init__(self, cells: Iterable[Cell], people: Sequence[int], threshold: int) -> None:
        self._people = people
        self._threshold = threshold
        self._occupied = sum(1 << at for at, number in enumerate(people) if number)
        self.cells: set[int] = set()
        self._lines: dict[int, int] = {}
        self._totals: set[int] = set()
        self._fixed: set[int] = set()
        for cell in cells:
            groups = self.present(cell.groups)
            self.cells.add(cell.groups)
            if groups:
                self._lines[groups] = self._lines.get(groups, 0) + 1
                self._totals |= {groups} if cell.total else set()
                self._fixed |= {groups} if cell.fixed else set()
        self._small: set[int] = set()
        self.hidden: set[int] = set()
        self._number = {cell: self._sum(cell) for cell in self._lines}

    def present(self, groups: int) -> int:
        return groups & self._occupied

    def hide_the_small(self) -> None:
        self._small = {
            cell for cell, number in self._number.items() if number < self._threshold and cell not in self._fixed
        }
        self.hidden = set(self._small)

    def unsafe(self) -> int | None:
        """A hidden cell that is known too well; the smallest first."""
        alike = self._alike(self._shown())
        known = [cell for cell in self.hidden if self._room(cell, alike) < self._threshold]
        return min(known, key=lambda cell: (self._number[cell], cell), default=None)

    def hide_more_for(self, cell: int) -> bool:
        """Makes a group in the cell and one outside it alike, at the least loss. False where nothing is left to do."""
        shown = self._shown()
        alike = self._alike(shown)
        best: tuple[tuple[int, ...], tuple[int, ...]] | None = None
        for first in alike:
            for second in alike:
                if first == second or not first & cell or not second & ~cell:
                    continue
                apart = tuple(each for each in shown if bool(each & first) != bool(each & second))
                if self._fixed.intersection(apart):
                    continue
                enough = self._sum(first | second) >= self._threshold
                lost = (
                    sum(each in self._totals for each in apart),
                    0 if enough else 1,
                    sum(self._lines[each] for each in apart),
                    sum(self._number[each] for each in apart),
                    first,
                    second,
                )
                if best is None or lost < best[0]:
                    best = (lost, apart)
        if best is None:
            return False
        self.hidden.update(best[1])
        return True

    def show_what_may_be(self) -> None:
        """Takes back what further hiding has made needless; totals and large numbers first."""
        taken_back = sorted(
            self.hidden - self._small,
            key=lambda cell: (cell in self._totals, self._number[cell], cell),
            reverse=True,
        )
        for cell in taken_back:
            self.hidden.discard(cell)
            if self.unsafe() is not None:
                self.hidden.add(cell)

    def hide_all(self) -> frozenset[int]:
        """So few people in all that none of them can hide among the others."""
        return frozenset(cell for cell in self.cells if self.present(cell) and self.present(cell) not in self._fixed)

    def _shown(self) -> list[int]:
        return [cell for cell in self._lines if cell not in self.hidden]

    def _alike(self, shown: Iterable[int]) -> list[int]:
        """The groups, put together where they are in the same shown cells."""
        classes = [self._occupied]
        for cell in shown:
            classes = [part for each in classes for part in (each & cell, each & ~cell) if part]
        return classes

    def _room(self, cell: int, alike: Iterable[int]) -> int:
        """Between how many people at most and how many at least the cell could hold, for all a reader knows."""
        return sum(self._sum(each) for each in alike if each & cell and each & ~cell)

    def _sum(self, groups: int) -> int:
        return sum(number for at, number in enumerate(self._people) if groups >> at & 1)
