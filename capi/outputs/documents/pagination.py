"""Pages: rows one below the other, blocks that stay together, and where each page ends."""

import contextlib
import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace

from capi.outputs.documents.paper import Laid, Paper, Style
from capi.outputs.documents.questionnaire import Span, Spans

_KEPT_TOGETHER = 0.34
"""Of the height of a page: a shorter block is never split."""
_CORE_TOGETHER = 0.5
"""Nor is the core of a longer one, where it is shorter than this."""
_ENOUGH = 0.25
"""Of a page: with less left, what must be split begins overleaf."""


class Cell(Struct, frozen=True, gc=False):
    """`page_of` stands for the number of the page where that anchor is; `dot` is a mark before the text."""

    spans: Spans
    style: Style
    x: float
    width: float
    anchor: str = ""
    page_of: str = ""
    framed: bool = False


class Row(Struct, frozen=True, gc=False):
    """`sticks` to the next one; `bars` stand left of it at these places, `ground` is painted under it from x to x."""

    cells: tuple[Cell, ...]
    above: float = 0.0
    sticks: bool = False
    rule: str = ""
    rule_from: float = 0.0
    ground: tuple[float, float, str] | None = None
    bars: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """`running` is said above its page, `again` above its rows where they go on overleaf.

    The first `core` rows are what must be read at once; the others tell more about them.
    """

    rows: tuple[Row, ...]
    core: int = 0
    running: str = ""
    again: Row | None = None
    new_page: bool = False
    joins: bool = False
    """Stays with the beginning of the next block, as a heading does."""


class _Placed(Struct, gc=False):
    row: Row
    top: float
    height: float
    lines: slice | None = None


@dataclass(slots=True)
class Page:
    running: str
    placed: list[_Placed] = field(default_factory=list)


class Pages:
    """Places blocks on pages between `top` and `bottom`, in points; then draws them."""

    def __init__(self, paper: Paper, top: float, bottom: float) -> None:
        self.paper = paper
        self.top, self.bottom = top, bottom
        self.pages: list[Page] = [Page("")]
        self.page_of: dict[str, int] = {}
        self.top_of: dict[str, float] = {}
        self._y = top

    def place(self, blocks: Iterable[Block]) -> None:
        for block in _joined(blocks):
            self._place(block)

    def draw(self, number: int) -> None:
        """What stands on the page of this number, counted from 0."""
        for placed in self.pages[number].placed:
            self._draw(placed)

    def _place(self, block: Block) -> None:
        if block.new_page and self.pages[-1].placed:
            self._next_page(block)
        elif not self.pages[-1].placed:
            self.pages[-1].running = block.running
        heights = [self._height(row) for row in block.rows]
        whole = _length(block.rows, heights)
        core = _length(block.rows[: block.core], heights)
        if self._breaks(whole, _KEPT_TOGETHER) or self._breaks(core, _CORE_TOGETHER):
            self._next_page(block)
        at = 0
        while at < len(block.rows):
            end = at
            while block.rows[end].sticks and end < len(block.rows) - 1:
                end += 1
            self._place_run(block, block.rows[at : end + 1], heights[at : end + 1], begun=at > 0)
            at = end + 1

    def _breaks(self, length: float, share: float) -> bool:
        """Whether it would go over the end of the page, and is short enough to be moved to the next one."""
        return self._y + length > self.bottom and length <= share * self._room and bool(self.pages[-1].placed)

    def _place_run(self, block: Block, rows: Sequence[Row], heights: Sequence[float], *, begun: bool) -> None:
        length = _length(rows, heights)
        little_left = self.bottom - self._y < _ENOUGH * self._room
        if self._breaks(length, 1 if begun else _CORE_TOGETHER) or (
            little_left and self._y + length > self.bottom and self.pages[-1].placed
        ):
            self._next_page(block, again=begun)
        for row, height in zip(rows, heights, strict=True):
            if self._y + row.above + height > self.bottom and self.pages[-1].placed and height <= self._room:
                self._next_page(block, again=True)
            if height > self._room:
                self._place_lines(block, row)
            else:
                self._put(row, height)

    def _place_lines(self, block: Block, row: Row) -> None:
        """A row longer than a page: line by line, that of its longest text."""
        longest = max((self._laid(cell).heights for cell in row.cells), key=sum)
        first = 0
        while first < len(longest):
            last, height = first, 0.0
            while last < len(longest) and self._y + height + longest[last] <= self.bottom:
                height += longest[last]
                last += 1
            if last == first:
                self._next_page(block, again=True)
                continue
            self._put(replace(row, above=0.0), height, slice(first, last))
            first = last

    def _put(self, row: Row, height: float, lines: slice | None = None) -> None:
        page = self.pages[-1]
        if page.placed:
            self._y += row.above
        page.placed.append(_Placed(row, self._y, height, lines))
        for cell in row.cells:
            if cell.anchor and cell.anchor not in self.page_of:
                self.page_of[cell.anchor] = len(self.pages)
                self.top_of[cell.anchor] = self._y
        self._y += height

    def _next_page(self, block: Block, *, again: bool = False) -> None:
        self.pages.append(Page(block.running))
        self._y = self.top
        if again and block.again is not None:
            self._put(block.again, self._height(block.again))

    @property
    def _room(self) -> float:
        return self.bottom - self.top

    def _height(self, row: Row) -> float:
        return max((self._cell_height(cell) for cell in row.cells), default=0.0)

    def _cell_height(self, cell: Cell) -> float:
        if cell.page_of:
            return self._laid(cell).height
        return self.paper.height_of(cell.spans, cell.style, cell.width)

    def _laid(self, cell: Cell) -> Laid:
        spans = cell.spans
        if cell.page_of:
            spans = (Span(str(self.page_of.get(cell.page_of, "")) or "0", "words", cell.page_of),)
        return self.paper.laid(spans, cell.style, cell.width, cell.anchor)

    def _draw(self, placed: _Placed) -> None:
        row, paper = placed.row, self.paper
        first = placed.top == self.top
        if row.ground is not None:
            left, right, colour = row.ground
            paper.box(left, placed.top - (0 if first else row.above), right - left, placed.height + row.above, colour)
        for bar in row.bars:
            above = 0 if first else row.above
            paper.box(bar, placed.top - above, 2.2, placed.height + above, "#1f4e8c")
        if row.rule and not first:
            edge = max(cell.x + cell.width for cell in row.cells)
            paper.box(row.rule_from, placed.top - row.above * 0.55, edge - row.rule_from, 0.6, row.rule)
        for cell in row.cells:
            laid = self._laid(cell)
            if cell.framed:
                wide = laid.widest
                paper.frame(
                    cell.x + cell.width - wide - 4, placed.top - 1.5, wide + 8, laid.height + 3, cell.style.colour
                )
            paper.text(laid, cell.x, placed.top, placed.lines)


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Rows by the hundred thousand, and no cycle among them: looking for cycles would take a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _length(rows: Sequence[Row], heights: Sequence[float]) -> float:
    return sum(row.above + height for row, height in zip(rows, heights, strict=False))


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    waiting: list[Block] = []
    for block in blocks:
        waiting.append(block)
        if not block.joins:
            yield _one(waiting)
            waiting = []
    if waiting:
        yield _one(waiting)


def _one(blocks: Sequence[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    *heads, last = blocks
    rows = tuple(replace(row, sticks=True) for head in heads for row in head.rows)
    core = len(rows) + (last.core or 1)
    return Block((*rows, *last.rows), core, blocks[0].running, last.again, heads[0].new_page)
