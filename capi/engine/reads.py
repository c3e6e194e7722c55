"""Reads: what a condition or a value reads, and where the reader finds it: on its own page, around it, or in all rows of a roster."""

from collections.abc import Iterator
from dataclasses import dataclass

from capi.engine.page import Far, Page, around
from capi.instrument.expression import (
    Among,
    And,
    Arithmetic,
    Compare,
    Expression,
    FieldName,
    Has,
    Is,
    Not,
    OfDate,
    OfRow,
    Or,
    OverRows,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A value that is read: where it stands, and the page from which it is found; that lies further out where all rows are read."""

    page: Page
    slot: int
    found_from: Page


def reads(expression: Expression, page: Page) -> Iterator[Read]:
    """What it reads when it is read on the page."""
    match expression:
        case FieldName(name):
            holder = next(outer for outer in around(page) if name in outer.index)
            yield Read(holder, holder.index[name], holder)
        case OverRows(_, roster, value, condition):
            holder = next(outer for outer in around(page) if roster in outer.scope.rosters)
            yield Read(holder, holder.index[roster], holder)
            rows = next(each for each in holder.rosters if each.roster and each.roster.name == roster)
            for part in (value, condition):
                for read in reads(part, rows) if part is not None else ():
                    inside = read.found_from.depth > holder.depth
                    yield Read(read.page, read.slot, holder) if inside else read
        case OfRow(chosen, value):
            yield from reads(chosen, page)
            asked = next(outer for outer in around(page) if chosen.name in outer.index)
            yield from reads(OverRows("first", asked.scope.chosen[chosen.name], value), page)
        case Compare(left, _, right) | Arithmetic(left, _, right):
            yield from reads(left, page)
            yield from reads(right, page)
        case And(parts) | Or(parts) | OfDate(_, parts):
            for part in parts:
                yield from reads(part, page)
        case Not(part) | Among(part):
            yield from reads(part, page)
        case Has(name) | Is(name):
            yield from reads(name, page)
        case _:
            return


def seen_from(page: Page, read: Read) -> Far:
    return Far(page.depth - read.found_from.depth, way_down(read.found_from, read.page), read.slot)


def way_down(top: Page, page: Page) -> tuple[int, ...]:
    """Which of the rosters of each page leads from the one to the other."""
    return page.way[len(top.way) :]
