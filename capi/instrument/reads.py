"""Reads: what a condition reads, and in sight of which rows it does."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

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
from capi.instrument.model import Roster

Rosters: TypeAlias = tuple[str, ...]
"""The rosters in whose rows something stands, outermost first; () outside them all."""
UNSURE = ""
"""Stands among them where it is not known which rows are gone through: then everything counts as in sight."""


class Read(NamedTuple):
    """A field or a roster that is read.

    `rows` are those in sight there. The first `own` of them are the rows around the whole condition; the others are
    gone through one by one, as in `count(People, Age >= 16)`.
    """

    name: str
    rows: Rosters
    own: int
    is_roster: bool = False


class Known(NamedTuple):
    """Each roster with those it is within, outermost first; and the roster each choice of a row chooses from."""

    paths: Mapping[str, Rosters]
    chosen: Mapping[str, str]


def paths(rosters: Mapping[str, Roster]) -> dict[str, Rosters]:
    """Each roster with those it is within, outermost first. One within itself is taken to be within none."""
    found: dict[str, Rosters] = {}
    for name in rosters:
        path: list[str] = [name]
        while (outer := rosters[path[0]].within) and outer in rosters and outer not in path:
            path.insert(0, outer)
        found[name] = tuple(path)
    return found


def reads(expression: Expression, rows: Rosters, known: Known) -> tuple[Read, ...]:
    """All that the condition reads where these rows are in sight, each once."""
    return tuple(dict.fromkeys(_reads(expression, rows, len(rows), known)))


def _reads(expression: Expression, rows: Rosters, own: int, known: Known) -> Iterator[Read]:
    match expression:
        case FieldName(name) | Is(FieldName(name)) | Has(FieldName(name)):
            yield Read(name, rows, own)
        case Compare(left, _, right) | Arithmetic(left, _, right):
            yield from _reads(left, rows, own, known)
            yield from _reads(right, rows, own, known)
        case Among(part) | Not(part):
            yield from _reads(part, rows, own, known)
        case And(parts) | Or(parts) | OfDate(_, parts):
            for part in parts:
                yield from _reads(part, rows, own, known)
        case OverRows(_, roster, value, condition):
            yield from _reads_over(roster, (value, condition), rows, own, known)
        case OfRow(FieldName(name), value):
            yield Read(name, rows, own)
            if name in known.chosen:
                yield from _reads_over(known.chosen[name], (value,), rows, own, known)


def _reads_over(
    roster: str, parts: tuple[Expression | None, ...], rows: Rosters, own: int, known: Known
) -> Iterator[Read]:
    """What is read by looking at all rows of the roster, with these parts read in each."""
    around = known.paths[roster][:-1] if roster in known.paths else rows
    own = min(own, len(around))
    yield Read(roster, rows, own, is_roster=True)
    for part in parts:
        if part is not None:
            yield from _reads(part, in_rows_of(roster, rows, known.paths), own, known)


def in_rows_of(roster: str, rows: Rosters, known: Mapping[str, Rosters]) -> Rosters:
    """What is in sight where all rows of the roster are gone through: the row, and what is around the roster."""
    return known.get(roster, (*rows, UNSURE))


def beside(expression: Expression) -> Iterator[str]:
    """The fields it reads where it stands, not in the rows that it goes through."""
    return (read.name for read in _reads(expression, (), 0, Known({}, {})) if not read.is_roster and not read.rows)


def over_rows(expression: Expression) -> Iterator[OverRows]:
    """Every part that goes through rows, those in such parts included."""
    match expression:
        case Compare(left, _, right) | Arithmetic(left, _, right):
            yield from over_rows(left)
            yield from over_rows(right)
        case Among(part) | Not(part):
            yield from over_rows(part)
        case And(parts) | Or(parts) | OfDate(_, parts):
            for part in parts:
                yield from over_rows(part)
        case OverRows(_, _, value, condition):
            yield expression
            for inner in (value, condition):
                if inner is not None:
                    yield from over_rows(inner)
        case OfRow(_, value):
            yield from over_rows(value)
        case _:
            return
