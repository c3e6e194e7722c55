"""Frames: the state of one interview on each page: of what is asked outside all rosters, and of each row.

Flags are bytes, one for each place of the page, so that looking for the next question is a search for a byte.
"""

from collections.abc import Iterator

from capi.engine.page import Block, Far, Page, row_place
from capi.engine.rows import Rows
from capi.instrument.address import RowIds, address
from capi.instrument.evaluation import Seen
from capi.instrument.model import Answer


class Frame:
    """The state of one page, for one row where it is the page of rows.

    `raw` are the answers once given, `seen` those in sight and what stands behind them (see `Page`). Flags by place:
    `on` what is asked on the route, or for a block whether any of its rows has such; `waiting` what of it has no
    answer; `open` what is off the route, but may come to be on it; `due` what is to be worked out again.
    """

    __slots__ = ("at", "blocks", "due", "held", "on", "open", "outer", "page", "raw", "rows", "seen", "waiting")

    def __init__(self, page: Page, outer: "Frame | None", rows: RowIds) -> None:
        self.page = page
        self.outer = outer
        self.rows = rows
        self.at = 0
        """Which of the rows in sight it is, counted from 0."""
        size = page.size
        self.raw: list[Answer | None] = [None] * size
        self.seen: Seen = [None] * page.slots
        self.on = bytearray(size)
        self.waiting = bytearray(size)
        self.open = bytearray(size)
        self.due = bytearray(b"\1" * size)
        self.held = [Held(rows_page) for rows_page in page.rosters]
        self.blocks = {at: BlockRows(block, self.held[block.held]) for at, block in page.blocks.items()}
        if outer is not None:
            self.seen[row_place(page)] = rows[-1]
            self.seen.append(outer.seen)
        for number in range(len(self.held)):
            self.seen[page.slot(number)] = []

    def address(self, at: int) -> str:
        """That of the field at the place."""
        question = self.page.questions[at]
        if question is None:
            raise ValueError("no field stands at the place of a block")
        return address(question.name, self.rows)

    def span(self, at: int) -> tuple[int, int]:
        """The places of the block that one of a row's places belongs to; of all the page outside the rosters."""
        if self.outer is None:
            return 0, self.page.size
        block = self.outer.page.blocks[self.page.block_of[at]]
        return block.start, block.end

    def mark(self, at: int) -> None:
        """Makes a place due, and the blocks around it."""
        frame = self
        frame.due[at] = 1
        if at in frame.blocks:
            frame.blocks[at].stale = True
        while frame.outer is not None:
            place = frame.page.block_of[at]
            frame.outer.blocks[place].due[frame.at] = 1
            frame, at = frame.outer, place
            frame.due[at] = 1

    def everywhere(self) -> "Iterator[Frame]":
        """This frame and those of all its rows in sight."""
        yield self
        for held in self.held:
            for row in held.live:
                yield from row.everywhere()


def found(frame: Frame, far: Far) -> list[Frame]:
    """Where something far is, seen from the frame: one frame, or one for each row in sight on the way down."""
    for _ in range(far.ups):
        if frame.outer is None:
            raise ValueError("nothing lies around the outermost page")
        frame = frame.outer
    frames = [frame]
    for held in far.downs:
        frames = [row for each in frames for row in each.held[held].live]
    return frames


class Held:
    """The rows of one roster in one frame: all there have been, and those in sight in their order."""

    __slots__ = ("frames", "live", "page", "rows")

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = Rows()
        self.frames: dict[int, Frame] = {}
        self.live: list[Frame] = []

    def in_sight(self, row: int) -> Frame | None:
        """The row with this id, where it is in sight."""
        frame = self.frames.get(row)
        if frame is None or frame.at >= len(self.live) or self.live[frame.at] is not frame:
            return None
        return frame

    def ids(self) -> tuple[int, ...]:
        return tuple(row.rows[-1] for row in self.live)


class BlockRows:
    """The flags of a block by its rows in sight: which have a question on the route, one that waits, something due.

    `stale`: which rows there are is to be worked out again.
    """

    __slots__ = ("block", "due", "held", "on", "stale", "waiting")

    def __init__(self, block: Block, held: Held) -> None:
        self.block = block
        self.held = held
        self.on = bytearray()
        self.waiting = bytearray()
        self.due = bytearray()
        self.stale = True

    def renew(self) -> None:
        """After the rows in sight have changed."""
        start, end = self.block.start, self.block.end
        self.on = bytearray(row.on.find(1, start, end) >= 0 for row in self.held.live)
        self.waiting = bytearray(row.waiting.find(1, start, end) >= 0 for row in self.held.live)
        self.due = bytearray(row.due.find(1, start, end) >= 0 for row in self.held.live)
