"""Rows in words: whose questions these are, and which rows there are to go to, to take out and to bring back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from capi.engine.interview import Interview, NotOnRoute
from capi.instrument.address import RowIds, address, parted
from capi.instrument.model import Roster
from capi.screens.chips import Chip
from capi.screens.known_of_rows import KnownOfRows
from capi.screens.language import said
from capi.screens.sealed import NOTHING_SEALED, answer_shown
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row as it is listed; `depth` counts the rows around it, `apart` tells it from another of the same name."""

    row: str
    name: str
    roster: str
    depth: int
    removed: bool
    apart: str = ""

    @property
    def words(self) -> str:
        return f"{self.name} ({self.apart})" if self.apart else self.name


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
    """Puts fields into words, `Ann › job 2 · Hours: 40`; the names of rows are looked up once each, and sealed answers not told."""

    def __init__(self, interview: Interview, sealed: frozenset[str] = NOTHING_SEALED) -> None:
        self._interview = interview
        self._sealed = sealed
        self._rosters: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def __call__(self, field: str) -> str:
        label, answer = self._interview.label(field), answer_shown(self._interview, field, self._sealed)
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
    yield from _lines(interview, KnownOfRows(interview), "", ())


def _lines(interview: Interview, known: KnownOfRows, within: str, ids: RowIds) -> Iterator[RowLine]:
    for roster in interview.plan.instrument.rosters:
        if roster.within != within:
            continue
        rows = address(roster.name, ids)
        live = interview.rows(rows)
        names = {
            row_id: interview.row_name(address(roster.name, (*ids, row_id)))
            if row_id in live
            else known.name(roster, (*ids, row_id))
            for row_id in sorted({*live, *interview.removed(rows)})
        }
        often = Counter(names.values())
        for row_id, name in names.items():
            row = (*ids, row_id)
            apart = known.apart(roster, row) if often[name] > 1 else ""
            removed = row_id not in live
            yield RowLine(address(roster.name, row), name, title(interview, roster), len(ids), removed, apart)
            if not removed:
                yield from _lines(interview, known, roster.name, row)


def title(interview: Interview, roster: Roster) -> str:
    return (roster.title[interview.language] or roster.title[0]) if roster.title else roster.name


def first_reached(interview: Interview, row: str) -> str | None:
    """The first question of the row that has been reached."""
    _, ids = parted(row)
    for field in interview.reached():
        if parted(field)[1][: len(ids)] == ids and row in interview.rows_of(field):
            return field
    return None
