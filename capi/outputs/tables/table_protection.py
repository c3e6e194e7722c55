"""Small cells: which figures are hidden so that no small number of people can be read off, or worked out from the others.

Every figure is a sum over groups of people. Two groups that are in the same shown figures cannot be told apart: any of their
people could be in either, but for one in each, as what is not 0 is known. So a hidden figure that takes in one of them and not
the other could be any number between two bounds. It is safe where these are at least as many numbers as the threshold. Until
every hidden figure is, two groups that a reader could tell apart are made alike, by hiding what only one of them is in: first
figures of single categories, then totals. Which ones depends on how often their numbers double, not on the numbers: who knows
this method learns next to nothing from what it chose.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure that might be shown: `groups` of people as bits. A `fixed` one is known anyway, and never hidden.

    An `unshown` one is never told, but must not be worked out either where it is small.
    """

    groups: int
    total: bool = False
    fixed: bool = False
    unshown: bool = False


def hidden(cells: Sequence[Cell], people: Sequence[int], threshold: int) -> frozenset[int]:
    """The places of the cells to hide, primary and secondary ones alike; `people` are those of each group.

    Where there are too few people in all for any to hide among the others, cells of nobody are hidden too: what is not 0 would
    say who is where.
    """
    protection = _Protection(cells, people, threshold)
    while (cell := protection.unsafe()) is not None:
        if not protection.hide_more_for(cell):
            return frozenset(at for at, each in enumerate(cells) if not each.fixed)
    protection.show_what_may_be()
    return frozenset(
        at for at, each in enumerate(cells) if not each.fixed and protection.present(each.groups) in protection.hidden
    )


class _Protection:
    """Groups without people are left out: a reader may know that nobody can be in them, and that somebody is in the others.

    Cells of the same groups are one here: `hidden` are the groups of those hidden now.
    """

    def __init__(self, cells: Iterable[Cell], people: Sequence[int], threshold: int) -> None:
        self._people = people
        self._threshold = threshold
        self._occupied = sum(1 << at for at, number in enumerate(people) if number)
        self._lines: dict[int, int] = {}
        self._totals: set[int] = set()
        self._fixed: set[int] = set()
        self._number: dict[int, int] = {}
        self._small: set[int] = set()
        for cell in cells:
            groups = self.present(cell.groups)
            if not groups:
                continue
            self._number[groups] = number = self._sum(groups)
            if cell.fixed:
                self._fixed.add(groups)
            elif number < threshold:
                self._small.add(groups)
            if not cell.unshown:
                self._lines[groups] = self._lines.get(groups, 0) + 1
                self._totals |= {groups} if cell.total else set()
        self.hidden = set(self._small)

    def present(self, groups: int) -> int:
        return groups & self._occupied

    def unsafe(self) -> int | None:
        """A hidden cell that is known too well; the smallest first."""
        alike = self._alike(self._shown())
        known = [cell for cell in self.hidden if self._room(cell, alike) < self._threshold - 1]
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
                enough = self._free(first | second) >= self._threshold - 1
                lost = (
                    sum(each in self._totals for each in apart),
                    0 if enough else 1,
                    sum(self._lines[each] for each in apart),
                    sum(map(self._doublings, apart)),
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
            key=lambda cell: (cell in self._totals, self._doublings(cell), cell),
            reverse=True,
        )
        for cell in taken_back:
            self.hidden.discard(cell)
            if self.unsafe() is not None:
                self.hidden.add(cell)

    def _shown(self) -> list[int]:
        return [cell for cell in self._lines if cell not in self.hidden or cell in self._fixed]

    def _doublings(self, cell: int) -> int:
        return self._number[cell].bit_length()

    def _alike(self, shown: Iterable[int]) -> list[int]:
        """The groups, put together where they are in the same shown cells."""
        classes = [self._occupied]
        for cell in shown:
            classes = [part for each in classes for part in (each & cell, each & ~cell) if part]
        return classes

    def _room(self, cell: int, alike: Iterable[int]) -> int:
        """Between how many people at most and how many at least the cell could hold, for all a reader knows."""
        return sum(self._free(each) for each in alike if each & cell and each & ~cell)

    def _free(self, groups: int) -> int:
        """The people who could be in any of these groups: one has to be in each."""
        return self._sum(groups) - groups.bit_count()

    def _sum(self, groups: int) -> int:
        return sum(number for at, number in enumerate(self._people) if groups >> at & 1)
