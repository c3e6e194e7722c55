"""The tally: how often each value occurs, counted while the rows pass by on their way out, so that they are read once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from capi.dataset.cells import Cell
from capi.dataset.flatten import Row
from capi.dataset.variables import Kind, Variable

_LISTED = frozenset((Kind.CATEGORY, Kind.CODED_OR_NOT, Kind.CODE))
"""Of these each value is counted: there are never more of them than the instrument has."""
_NUMBERS = frozenset((Kind.WHOLE_NUMBER, Kind.DECIMAL))
_SPREAD = frozenset((Kind.DATE, Kind.TIME))


@dataclass(frozen=True, slots=True)
class Spread:
    """Of numbers: the least, the greatest and their mean."""

    lowest: int | Decimal
    highest: int | Decimal
    mean: float


@dataclass(slots=True)
class Count:
    """Of one variable. `each` holds categories, codes and states; of numbers and dates only their spread is kept."""

    each: Counter[Cell] = field(default_factory=Counter)
    n: int = 0
    lowest: int | Decimal | None = None
    highest: int | Decimal | None = None
    total: int | Decimal = 0
    first: str = ""
    last: str = ""

    def number(self, value: int | Decimal) -> None:
        self.lowest = value if self.lowest is None else min(self.lowest, value)
        self.highest = value if self.highest is None else max(self.highest, value)
        self.total += value

    def day(self, value: str) -> None:
        """A date or a time: the order of such texts is theirs."""
        self.first = min(self.first or value, value)
        self.last = max(self.last, value)

    @property
    def mean(self) -> float:
        return float(self.total / self.n)

    @property
    def spread(self) -> Spread | None:
        if self.lowest is None or self.highest is None:
            return None
        return Spread(self.lowest, self.highest, self.mean)


@dataclass(slots=True)
class Tally:
    """Of one table."""

    variables: Sequence[Variable]
    rows: int = 0
    counts: list[Count] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = [Count() for _ in self.variables]

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, counted."""
        for row in rows:
            self.rows += 1
            for variable, count, cell in zip(self.variables, self.counts, row, strict=True):
                if isinstance(cell, int | str | Decimal):
                    count.n += 1
                    _take(variable, count, cell)
                else:
                    count.each[cell] += 1
            yield row


def _take(variable: Variable, count: Count, cell: int | str | Decimal) -> None:
    if variable.kind in _LISTED:
        count.each[cell] += 1
    elif isinstance(cell, str):
        if variable.kind in _SPREAD:
            count.day(cell)
    elif variable.kind in _NUMBERS and variable.definitions:
        count.number(cell)
