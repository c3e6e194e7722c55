"""Walking the route: from one question on it to the next, through blocks and their rows, without looking at what is off it.

A place is a frame and a place on its page. Behind the last question stands the end: the outermost frame and the size of its page.
"""

from typing import TypeAlias

from capi.engine.frames import Frame

Place: TypeAlias = tuple[Frame, int]


def first_waiting(frame: Frame) -> Place | None:
    """The first question on the route without an answer, or field to be fixed."""
    start, end = 0, frame.page.size
    while True:
        at = frame.waiting.find(1, start, end)
        if at < 0:
            return None
        rows = frame.blocks.get(at)
        if rows is None:
            return frame, at
        frame, start, end = rows.held.live[rows.waiting.find(1)], rows.block.start, rows.block.end


def following(frame: Frame, at: int) -> Place | None:
    """The next question on the route."""
    while frame.outer is not None:
        found = frame.on.find(1, at + 1, frame.span(at)[1])
        if found >= 0:
            return _first_in(frame, found)
        place = frame.page.block_of[at]
        row = frame.outer.blocks[place].on.find(1, frame.at + 1)
        if row >= 0:
            return _first_in(frame.outer, place, row)
        frame, at = frame.outer, place
    found = frame.on.find(1, at + 1)
    return _first_in(frame, found) if found >= 0 else None


def preceding(frame: Frame, at: int) -> Place | None:
    """The question on the route before it."""
    start, _ = frame.span(at) if at < frame.page.size else (0, 0)
    while True:
        found = frame.on.rfind(1, start, at)
        if found >= 0:
            return _last_in(frame, found)
        if frame.outer is None:
            return None
        place = frame.page.block_of[start]
        rows = frame.outer.blocks[place]
        row = rows.on.rfind(1, 0, frame.at)
        if row >= 0:
            return _last_in(frame.outer, place, row)
        frame, at = frame.outer, place
        start, _ = frame.span(at)


def _first_in(frame: Frame, at: int, row: int | None = None) -> Place:
    """The question at the place, or the first in its rows; `row` names the one to begin with."""
    while (rows := frame.blocks.get(at)) is not None:
        frame = rows.held.live[rows.on.find(1) if row is None else row]
        at, row = frame.on.find(1, rows.block.start, rows.block.end), None
    return frame, at


def _last_in(frame: Frame, at: int, row: int | None = None) -> Place:
    while (rows := frame.blocks.get(at)) is not None:
        frame = rows.held.live[rows.on.rfind(1) if row is None else row]
        at, row = frame.on.rfind(1, rows.block.start, rows.block.end), None
    return frame, at


def order(frame: Frame, at: int) -> tuple[int, ...]:
    """Places compare by this in the order of the route."""
    if frame.outer is None:
        return (at,)
    return (*order(frame.outer, frame.page.block_of[at]), frame.at, at)


def count_before(frame: Frame, at: int) -> int:
    """How many questions on the route stand before the place."""
    if frame.outer is None:
        return _count(frame, 0, at)
    start, _ = frame.span(at)
    place = frame.page.block_of[at]
    rows = frame.outer.blocks[place]
    earlier = sum(_count(row, rows.block.start, rows.block.end) for row in rows.held.live[: frame.at])
    return count_before(frame.outer, place) + earlier + _count(frame, start, at)


def _count(frame: Frame, start: int, end: int) -> int:
    number = frame.on.count(1, start, end)
    for at, rows in frame.blocks.items():
        if start <= at < end and frame.on[at]:
            inside = (_count(row, rows.block.start, rows.block.end) for row in rows.held.live)
            number += sum(inside) - 1
    return number
