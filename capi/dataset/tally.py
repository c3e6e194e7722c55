"""The tally: how often each value occurs, counted while the rows pass by on their way out, so that they are read once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from capi.dataset.cells import Cell
from capi.dataset.flatten import Row
from capi.dataset.variables import Kind, Variable


@dataclass(slots=True)
class Count:
    """Of one variable. `each` holds categories and states; of numbers only their spread is kept, of texts and dates how many."""

    each: Counter[Cell] = field(default_factory=Counter)
    n: int = 0
    lowest: int | None = None
    highest: int | None = None
    total: int = 0

    def number(self, value: int) -> None:
        self.lowest = value if self.lowest is None else min(self.lowest, value)
        self.highest = value if self.highest is None else max(self.highest, value)
        self.total += value

    @property
    def mean(self) -> float:
        return self.total / self.n


@dataclass(slots=True)
class Tally:
    variables: Sequence[Variable]
    rows: int = 0
    counts: list[Count] = field(init=False)

    def __post_init__(self) -> None:
        self.counts = [Count() for _ in self.variables]

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, counted."""
        listed = [variable.kind is Kind.CATEGORY for variable in self.variables]
        for row in rows:
            self.rows += 1
            for count, cell, is_listed in zip(self.counts, row, listed, strict=True):
                if isinstance(cell, int | str):
                    count.n += 1
                    if is_listed:
                        count.each[cell] += 1
                    elif isinstance(cell, int):
                        count.number(cell)
                else:
                    count.each[cell] += 1
            yield row
