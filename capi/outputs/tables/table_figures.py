"""Finished tables: counts made into figures, with small cells hidden or all numbers rounded."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from capi.outputs.tables.table_counts import Counts, Everybody
from capi.outputs.tables.table_protection import Cell, hidden
from capi.outputs.tables.table_rounding import nearest, rounded
from capi.outputs.tables.table_shapes import Line, Place, TableDefinition

HIDDEN_WORD = "[c]"
"""The shorthand of the Government Statistical Service for a confidential figure."""
NO_SHARE = "–"
"""In place of a percentage of nobody."""


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
            return "Small numbers of people are neither hidden nor rounded: do not publish these tables as they are."
        return (
            f"{HIDDEN_WORD}: confidential. Numbers of fewer than {self.threshold} people are hidden, and with them others "
            "from which they could be worked out, in the same table or in others of the same people. 0 is shown, and how many did "
            "not answer."
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


_Spot: TypeAlias = tuple[str, str]
"""The name of a table, and of a line in it."""


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
    def hidden(self) -> int:
        """How many of its numbers of people are hidden."""
        return sum(figure.is_hidden for figure in self.figures.values())

    @property
    def all_hidden(self) -> bool:
        """Even what is 0: of so few people any number would say too much."""
        return all(self.figures[leaf.name].is_hidden for leaf in self.definition.leaves if leaf.place is Place.INSIDE)

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


def told_of(table: FinishedTable, treatment: Treatment) -> str:
    """What was done to the small numbers of this table."""
    if treatment.base is not None or treatment.threshold <= 1:
        return treatment.words
    if table.all_hidden:
        return f"All of it is hidden ({HIDDEN_WORD}, confidential): there are too few people in it for any number to be safe."
    if not table.hidden:
        return f"Nothing is hidden: none of its numbers of people is above 0 and below {treatment.threshold}."
    numbers = "1 of its numbers is" if table.hidden == 1 else f"{table.hidden} of its numbers are"
    return f"{numbers} hidden. {treatment.words}"


def without_number(table: FinishedTable, figure: Figure) -> str:
    """What stands in the place of a percentage that there is not: it is hidden, or of nobody."""
    return HIDDEN_WORD if figure.is_hidden or table.base.is_hidden else NO_SHARE


def finished(counts: Counts, treatment: Treatment, everybody: Everybody) -> tuple[FinishedTable, ...]:
    """The tables of one family; together, because what is hidden in one could follow from another."""
    if counts.number(frozenset(range(len(counts.numbers)))) != everybody.persons:
        raise AssertionError(f"the groups of {counts.family.name} are not all persons")
    if treatment.base is not None:
        counts = _rounded(counts, treatment.base, everybody)
        return tuple(_finished(table, counts, frozenset()) for table in counts.tables)
    kept_back = _hidden(counts, treatment.threshold)
    return tuple(_finished(table, counts, kept_back) for table in counts.tables)


def _finished(table: TableDefinition, counts: Counts, kept_back: frozenset[_Spot]) -> FinishedTable:
    base = _figure(counts, table, table.line(table.base), kept_back)
    figures = {}
    for line in _shown(table):
        figure = _figure(counts, table, line, kept_back)
        if line.place is Place.INSIDE:
            figure = replace(
                figure,
                percentage=_share(figure.number, base.number),
                weighted_percentage=_share(figure.weighted, base.weighted),
            )
        figures[line.name] = figure
    return FinishedTable(table, figures, counts.weights is not None)


def _figure(counts: Counts, table: TableDefinition, line: Line, kept_back: frozenset[_Spot]) -> Figure:
    if (table.name, line.name) in kept_back:
        return Figure(None)
    groups = counts.groups(table, line)
    return Figure(counts.number(groups), weighted=counts.weight(groups))


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else 100 * part / whole


def _shown(table: TableDefinition) -> list[Line]:
    return [line for line in table.lines if not line.is_heading and line.place is not Place.UNSHOWN]


def _hidden(counts: Counts, threshold: int) -> frozenset[_Spot]:
    """How many were not asked at all is known from the other tables; so is how many were."""
    everyone = frozenset(range(len(counts.numbers)))
    known = [Cell(_bits(groups), fixed=True) for groups in (counts.outside, everyone - counts.outside)]
    spots: list[_Spot] = []
    cells: list[Cell] = []
    for table in counts.tables:
        for line in (line for line in table.lines if not line.is_heading):
            unshown = line.place is Place.UNSHOWN
            if unshown and line.never_hidden:
                continue
            spots.append((table.name, line.name))
            bits = _bits(counts.groups(table, line))
            cells.append(Cell(bits, bool(line.parts), line.never_hidden or _is_known(table, line), unshown))
    return frozenset(spots[at] for at in hidden([*cells, *known], counts.numbers, threshold) if at < len(spots))


def _is_known(table: TableDefinition, line: Line) -> bool:
    """The base of a table, where all that is beside it is told."""
    beside = (leaf for leaf in table.leaves if leaf.name not in line.parts)
    return line.name == table.base and all(leaf.never_hidden for leaf in beside)


def _bits(groups: frozenset[int]) -> int:
    return sum(1 << at for at in groups)


def _rounded(counts: Counts, base: int, everybody: Everybody) -> Counts:
    """The groups in the order of the lines, so that what makes a total stands together, and those outside at the end."""
    order = sorted(range(len(counts.numbers)), key=lambda at: (at in counts.outside, *_position(counts, at)))

    def of(values: tuple[int, ...] | tuple[float, ...], to: float) -> dict[int, float]:
        return dict(zip(order, rounded([values[at] for at in order], to), strict=True))

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
