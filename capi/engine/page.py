"""Pages: the levels of an instrument compiled for one mode.

A *page* is what is asked outside all rosters, or in each row of one of them. Its parts stand at places in the order
of the page: questions, computed fields, and blocks, each a section gone through row by row. Conditions become
closures over the values in sight (see `evaluation`), and each field knows which of them read it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from capi.instrument.evaluation import Condition, Scope, Seen, Value
from capi.instrument.expression import ROW
from capi.instrument.model import Answer, Category, Edit, Presentation, Question, Roster, Section


@dataclass(frozen=True, slots=True)
class Far:
    """Something on another page, or in another row: so many pages out, then down through all rows of these rosters, to a place."""

    ups: int
    downs: tuple[int, ...]
    place: int


NEAR: tuple[int, ...] = ()
NOTHING_FAR: tuple[Far, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A section gone through for each row of a roster. `start` to `end` are its places on the page of the rows.

    Where it collects the rows, `filter` says whether there are any, and `size` how many; no size: "anyone else?" does.
    """

    page: "Page"
    held: int
    """Which of the rosters of the page it stands on."""
    start: int
    end: int
    collects: bool
    filter: Condition | None = None
    size: Value | None = None


@dataclass(frozen=True, slots=True)
class Computation:
    """How a field is computed: the value of the first variant whose condition holds.

    `places` are the decimal places a number is rounded to, half up; None for what is no number.
    """

    variants: tuple[tuple[Condition | None, Value | None], ...]
    once: bool
    places: int | None = None

    def value(self, seen: Seen) -> Answer | None:
        """The value for what is in sight; None where it has none."""
        for condition, value in self.variants:
            if condition is None or condition(seen):
                found = None if value is None else value(seen)
                return found if self.places is None else rounded(found, self.places)
        return None


def rounded(number: int | Decimal | str | None, places: int) -> int | Decimal | str | None:
    """
    >>> rounded(Decimal("2.345"), 2), rounded(Decimal("2.5"), 0), rounded(3, 1)
    (Decimal('2.35'), 3, Decimal('3.0'))
    """
    if not isinstance(number, int | Decimal) or (places == 0 and isinstance(number, int)):
        return number
    fitted = Decimal(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return fitted if places else int(fitted)


@dataclass(slots=True, eq=False, repr=False)
class Page:
    """One level of the interview. Index `i` of every sequence is the part at place `i`; nothing changes once it is compiled.

    Behind the parts, the values in sight have a place for each roster, then for the facts or for the row's id and
    position, and the last for the values of the page around.
    """

    number: int
    outer: "Page | None"
    roster: Roster | None
    scope: Scope
    index: dict[str, int]
    questions: list[Question | None] = field(default_factory=list)
    """None where a block stands."""
    sections: list[Section] = field(default_factory=list)
    presentations: list[Presentation] = field(default_factory=list)
    categories: list[tuple[Category, ...]] = field(default_factory=list)
    """Those of each question; equal ones are one object, so that their texts are taken apart once."""
    filters: list[Condition | None] = field(default_factory=list)
    reads: list[tuple[int, ...]] = field(default_factory=list)
    """The places on this page each filter reads, facts left out."""
    far_reads: list[tuple[Far, ...]] = field(default_factory=list)
    dependants: list[tuple[int, ...]] = field(default_factory=list)
    """The later questions in the same block whose filter or computation reads the field, in order; it covers what stands behind the parts too."""
    far_dependants: list[tuple[Far, ...]] = field(default_factory=list)
    blocks: dict[int, Block] = field(default_factory=dict)
    computed: dict[int, Computation] = field(default_factory=dict)
    special: frozenset[int] = frozenset()
    """The places of blocks, of computed fields, and of questions that do not take the same answers at all times."""
    takes: dict[int, Callable[[Seen, Answer], bool]] = field(default_factory=dict)
    """For those questions: whether an answer can still be given, its row being there and its categories offered."""
    another: dict[int, int] = field(default_factory=dict)
    """The questions that add a row, and which of the rosters of the page each adds it to."""
    rosters: list["Page"] = field(default_factory=list)
    """The pages of its rosters' rows."""
    block_of: list[int] = field(default_factory=list)
    """For each place on the page of a row, the place of its block on the page around."""
    names: list[str] = field(default_factory=list)
    """The names of questions and facts by their place; empty for the rest."""
    slots: int = 0
    """How many values are in sight, those of the page around left out."""

    asked: dict[str, int] = field(default_factory=dict)
    """The places of what is asked on it, by name."""
    values: list[frozenset[object]] = field(default_factory=list)
    """What a choice that offers the same to everybody takes; empty for all else. The most usual answers are accepted by it."""
    size: int = 0
    """How many parts there are."""

    way: tuple[int, ...] = ()
    """Which of the rosters of each page leads here, from the outermost page on."""

    @property
    def depth(self) -> int:
        """How many rosters lie around it."""
        return len(self.way)

    def slot(self, held: int) -> int:
        """Where the values in sight hold the rows of a roster."""
        return self.size + held


@dataclass(frozen=True, slots=True)
class Rule:
    """An edit, compiled for the page it is judged on."""

    edit: Edit
    page: Page
    fails: Condition
    reads: tuple[Far, ...]
    """What it reads that can wait for an answer."""
    involved: tuple[Far, ...]
    """The fields it involves, in the order of the edit."""


def row_place(page: Page) -> int:
    """Where the values in sight of a row hold its id; its position stands behind it."""
    return page.index[ROW]


def around(page: Page | None) -> Iterator[Page]:
    """The page and those around it, from the inside."""
    while page is not None:
        yield page
        page = page.outer
