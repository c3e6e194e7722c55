"""Finished tables: counts made into figures, with small cells hidden or all numbers rounded."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from capi.outputs.table_counts import Counts, Everybody
from capi.outputs.table_protection import Cell, hidden
from capi.outputs.table_rounding import nearest, rounded
from capi.outputs.table_shapes import Line, Place, TableDefinition

HIDDEN_WORD = "[c]"
"""The shorthand of the Government Statistical Service for a confidential figure."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """How small numbers of people are kept from being read off: hidden below `threshold`, or rounded to `base` instead."""

    threshold: int = 10
    base: int | None = None

    @property
    def words(self) -> str:
        if self.base is not None:
            return (
                f"All numbers are rounded to multiples of {self.base}, so that they still add up. Percentages are of the rounded "
                f"numbers; weighted numbers are rounded as coarsely. Nothing is hidden."
            )
        if self.threshold <= 1:
            return "Small numbers of people are neither hidden nor rounded: this table is not to be published as it is."
        return (
            f"{HIDDEN_WORD}: confidential. Numbers of fewer than {self.threshold} people are hidden, and with them others "
            "from which they could be worked out, in this table or in others of the same people. 0 is shown, and how many did not answer."
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """All are None where the figure is hidden; percentages also where the base is hidden or 0, weighted ones where nothing is
    weighted."""

    number: int | None
    percentage: float | None = None
    weighted: float | None = None
    weighted_percentage: float | None = None

    @property
    def is_hidden(self) -> bool:
        return self.number is None


@dataclass(frozen=True, slots=True)
class FinishedTable:
    """`figures` by the name of the line; a line below the table has no percentage."""

    definition: TableDefinition
    figures: Mapping[str, Figure]
    weighted: bool

    @property
    def base(self) -> Figure:
        return self.figures[self.definition.base]

    @property
    def hides(self) -> bool:
        return any(figure.is_hidden for figure in self.figures.values())

    def placed(self, place: Place) -> tuple[Line, ...]:
        return tuple(line for line in self.definition.lines if line.place is place)

    def headings(self, line: Line) -> tuple[Line, ...]:
        """Those it stands under, the outermost first."""
        above: list[Line] = []
        for each in self.placed(line.place):
            if each is line:
                break
            above = [*(one for one in above if one.level < each.level), each]
        return tuple(one for one in above if one.level < line.level)


def finished(counts: Counts, treatment: Treatment, everybody: Everybody) -> tuple[FinishedTable, ...]:
    """The tables of one family; together, because what is hidden in one could follow from another."""
    if counts.number(frozenset(range(len(counts.numbers)))) != everybody.persons:
        raise AssertionError(f"the groups of {counts.family.name} are not all persons")
    if treatment.base is not None:
        counts = _rounded(counts, treatment.base, everybody)
        kept_back: frozenset[frozenset[int]] = frozenset()
    else:
        kept_back = _hidden(counts, treatment.threshold)
    return tuple(_finished(table, counts, kept_back) for table in counts.tables)


def _finished(table: TableDefinition, counts: Counts, kept_back: frozenset[frozenset[int]]) -> FinishedTable:
    base = _figure(counts, counts.groups(table, table.line(table.base)), kept_back)
    figures = {}
    for line in _shown(table):
        figure = _figure(counts, counts.groups(table, line), kept_back)
        if line.place is Place.INSIDE:
            figure = replace(
                figure,
                percentage=_share(figure.number, base.number),
                weighted_percentage=_share(figure.weighted, base.weighted),
            )
        figures[line.name] = figure
    return FinishedTable(table, figures, counts.weights is not None)


def _figure(counts: Counts, groups: frozenset[int], kept_back: frozenset[frozenset[int]]) -> Figure:
    if groups in kept_back:
        return Figure(None)
    return Figure(counts.number(groups), weighted=counts.weight(groups))


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else 100 * part / whole


def _shown(table: TableDefinition) -> list[Line]:
    return [line for line in table.lines if not line.is_heading and line.place is not Place.UNSHOWN]


def _hidden(counts: Counts, threshold: int) -> frozenset[frozenset[int]]:
    """How many were not asked at all is known from the other tables; so is how many were."""
    everyone = frozenset(range(len(counts.numbers)))
    by_bits = {_bits(groups): groups for groups in (counts.outside, everyone - counts.outside)}
    cells = [Cell(bits, fixed=True) for bits in by_bits]
    for table in counts.tables:
        for line in _shown(table):
            groups = counts.groups(table, line)
            by_bits[_bits(groups)] = groups
            cells.append(Cell(_bits(groups), total=bool(line.parts), fixed=line.never_hidden))
    return frozenset(by_bits[bits] for bits in hidden(cells, counts.numbers, threshold))


def _bits(groups: frozenset[int]) -> int:
    return sum(1 << at for at in groups)


def _rounded(counts: Counts, base: int, everybody: Everybody) -> Counts:
    """The groups in the order of the lines, so that what makes a total stands together; those outside by themselves."""
    order = sorted(range(len(counts.numbers)), key=lambda at: _position(counts, at))
    inside = [at for at in order if at not in counts.outside]
    outside = [at for at in order if at in counts.outside]

    def of(values: tuple[int, ...] | tuple[float, ...], to: float) -> dict[int, float]:
        found: dict[int, float] = {}
        for part in (inside, outside):
            found |= zip(part, rounded([values[at] for at in part], to), strict=True)
        return found

    numbers = of(counts.numbers, base)
    weights = None
    if counts.weights is not None and everybody.weight is not None:
        heavy = of(counts.weights, base * everybody.weight / everybody.persons)
        weights = tuple(heavy[at] for at in range(len(heavy)))
    return replace(counts, numbers=tuple(round(numbers[at]) for at in range(len(numbers))), weights=weights)


def _position(counts: Counts, group: int) -> tuple[int, ...]:
    return tuple(
        at
        for table in counts.tables
        for at, line in enumerate(table.leaves)
        if group in counts.members[table.name, line.name]
    )


def persons_told(everybody: Everybody, treatment: Treatment) -> int:
    """How many persons the dataset has, no more exactly than the tables say it."""
    return everybody.persons if treatment.base is None else math.floor(nearest(everybody.persons, treatment.base))
