"""Rows in words: whose questions these are, and which rows there are to go to, to take out and to bring back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from capi.engine.interview import Interview, NoRow, NotOnRoute
from capi.instrument.address import address, parted
from capi.instrument.model import Roster
from capi.screens.chips import Chip
from capi.screens.language import said
from capi.screens.names import answer_said
from capi.wording import Wording

_PLACE = re.compile(r"\{(\w+)")
"""The name of what fills a place of a text."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it is listed; `depth` counts the rows around it."""

    row: str
    name: str
    roster: str
    depth: int
    removed: bool


def chip_of(interview: Interview, field: str) -> Chip | None:
    """`Ann  2 of 4`; of a row in a row, `Ann › job 2  1 of 3`. None outside all rows."""
    around = interview.rows_of(field)
    if not around:
        return None
    names = " › ".join(interview.row_name(row) for row in around)
    roster, ids = parted(around[-1])
    rows = interview.rows(address(roster, ids[:-1]))
    counted = Wording("Rows", "{number} of {count}").filled(number=rows.index(ids[-1]) + 1, count=len(rows))
    return Chip("row", names, said(counted))


class FieldWords:
    """Puts fields into words, `Ann › job 2 · Hours: 40`; the names of rows are looked up once each."""

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self._rosters: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def __call__(self, field: str) -> str:
        label, answer = self._interview.label(field), answer_said(self._interview, field)
        words = f"{label}: {answer}" if answer else label
        name, bracket, ids = field.partition("[")
        return f"{self._around(field, name, ids)} · {words}" if bracket else words

    def _around(self, field: str, name: str, ids: str) -> str:
        roster = self._rosters.get(name)
        if roster is None:
            rows = self._interview.rows_of(field)
            roster = self._rosters[name] = parted(rows[-1])[0] if rows else ""
        row = f"{roster}[{ids}"
        if row not in self._names:
            self._names[row] = " › ".join(map(self._interview.row_name, self._interview.rows_of(field)))
        return self._names[row]


def is_asked(interview: Interview, field: str) -> bool:
    """Whether it is a question on the route that can be gone to."""
    try:
        interview.prompt_of(field)
    except NotOnRoute:
        return False
    return True


def row_lines(interview: Interview) -> Iterator[RowLine]:
    """All rows in sight and those removed, each followed by the rows it has."""
    yield from _lines(interview, "", ())


def _lines(interview: Interview, within: str, ids: tuple[int, ...]) -> Iterator[RowLine]:
    for roster in interview.plan.instrument.rosters:
        if roster.within != within:
            continue
        rows = address(roster.name, ids)
        live = interview.rows(rows)
        for row_id in sorted({*live, *interview.removed(rows)}):
            row = address(roster.name, (*ids, row_id))
            yield RowLine(row, name_of(interview, row), title(interview, roster), len(ids), row_id not in live)
            if row_id in live:
                yield from _lines(interview, roster.name, (*ids, row_id))


def name_of(interview: Interview, row: str) -> str:
    """What the row is called; of one that was taken out, what was once answered of that."""
    try:
        return interview.row_name(row)
    except NoRow:
        name, ids = parted(row)
        roster = next(each for each in interview.plan.instrument.rosters if each.name == name)
        for text in roster.row_name:
            for place in _PLACE.findall(text):
                given = _given(interview, address(place, ids))
                if isinstance(given, str):
                    return given
        return said(Wording("Rows", "Row {number}").filled(number=ids[-1]))


def _given(interview: Interview, field: str) -> object:
    try:
        return interview.given(field)
    except (KeyError, ValueError):
        return None


def title(interview: Interview, roster: Roster) -> str:
    return (roster.title[interview.language] or roster.title[0]) if roster.title else roster.name


def first_reached(interview: Interview, row: str) -> str | None:
    """The first question of the row that has been reached."""
    _, ids = parted(row)
    for field in interview.reached():
        if parted(field)[1][: len(ids)] == ids and row in interview.rows_of(field):
            return field
    return None
