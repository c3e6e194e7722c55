"""The lines of the route panel: the questions reached, under the name of the row they are about.

A line at the end is added without a look at the others; a change further back, or of rows, lists all anew.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as made
from typing import TypeAlias

from capi.engine.interview import Interview
from capi.instrument.address import parted
from capi.screens.sealed import NOTHING_SEALED, answer_shown

Edits: TypeAlias = dict[str, frozenset[str]]
_STRETCH = 50
ONE, TWO = 34, 56
"""The height of a line at 100 %, and of one whose answer stands below its label."""


@dataclass(frozen=True, slots=True)
class Line:
    """A field, or above the fields of a row or section their heading; `number` counts the fields up to it.

    `apart`: what comes before is about a row, and this is not, and no title stands above it.
    """

    field: str
    number: int
    heading: bool = False
    apart: bool = False


@dataclass(slots=True)
class _Listing:
    """`tops`: where each line begins, and where the last ends; `heads`: the heading above each, -1 for none.

    `under` is what the last heading is of; None before the first.
    """

    lines: list[Line] = made(default_factory=list)
    tops: list[int] = made(default_factory=lambda: [0])
    heads: list[int] = made(default_factory=list)
    places: dict[str, int] = made(default_factory=dict)
    under: str | None = None


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A line as it stands in the panel; `marks` show a remark, a suppressed signal, and that the office has returned it."""

    label: str
    answer: str = ""
    marks: str = ""
    current: bool = False
    heading: bool = False
    apart: bool = False

    @property
    def words(self) -> str:
        return f"{self.label}{self.marks}: {self.answer}" if self.answer else f"{self.label}{self.marks}"


class RouteLines:
    """What is in the panel for one interview. A heading stands wherever the row changes, and where rows are over."""

    def __init__(
        self,
        interview: Interview,
        needs_two: Callable[[RouteRow], bool] = lambda _: False,
        returned: frozenset[str] = frozenset(),
        sealed: frozenset[str] = NOTHING_SEALED,
    ) -> None:
        """`needs_two`: whether a label and its answer have not the room beside each other. `returned`: fields the office has
        marked to be looked at again. `sealed`: those whose answers are not told."""
        self.interview = interview
        self.current = interview.position
        self._needs_two = needs_two
        self._returned = returned
        self.sealed = sealed
        self._listed = _Listing()
        self._rosters: dict[str, str] = {}
        self._rows: tuple[object, ...] = ()
        self._edits: Edits = {edit.name: frozenset(edit.fields) for edit in interview.plan.instrument.edits}
        for _ in self.anew():
            pass

    def anew(self) -> Iterator[None]:
        """Lists everything again, a stretch at each step; until it is over the lines of before stand."""
        listing, rows = _Listing(), self._rows_now()
        for number, field in enumerate(self.interview.reached()):
            self._add(listing, field)
            if number % _STRETCH == 0:
                yield
        self._listed, self._rows = listing, rows

    @property
    def lines(self) -> list[Line]:
        return self._listed.lines

    def add(self, field: str) -> None:
        """One question more at the end; the one before it has been answered."""
        self.measure_last()
        self._add(self._listed, field)

    @property
    def are_all(self) -> bool:
        """Whether these are the questions reached, where no answer further back is another one."""
        interview, last = self.interview, self.lines[-1] if self.lines else None
        if last is None or self._rows != self._rows_now():
            return False
        waiting = interview.waiting
        if waiting is None:
            return last.number == interview.about
        return last.field == waiting and last.number == interview.prompt_of(waiting).number

    def _rows_now(self) -> tuple[object, ...]:
        """Which rows there are."""
        interview = self.interview
        if not interview.plan.instrument.rosters:
            return ()
        return tuple((roster, interview.rows(roster)) for roster in interview.rosters())

    def _add(self, listing: _Listing, field: str) -> None:
        lines = listing.lines
        number = lines[-1].number + 1 if lines else 1
        under = self._row(field) or (None if listing.under is None else self._title(field))
        apart = False
        if under != listing.under:
            listing.under = under
            apart = not under
            if under:
                self._put(listing, Line(field, number - 1, heading=True), len(lines))
        head = listing.heads[-1] if lines and not apart else -1
        listing.places[field] = len(lines)
        self._put(listing, Line(field, number, apart=apart), head)

    def _put(self, listing: _Listing, line: Line, head: int) -> None:
        listing.lines.append(line)
        listing.heads.append(head)
        listing.tops.append(listing.tops[-1] + self._height(line))

    def _height(self, line: Line) -> int:
        return ONE if line.heading or not self._needs_two(self._row_of(line)) else TWO

    def measure_last(self) -> None:
        """The last question has another answer."""
        tops = self._listed.tops
        if self.lines:
            tops[-1] = tops[-2] + self._height(self.lines[-1])

    def top(self, at: int) -> int:
        """Where the line begins at 100 %; behind the last one, where it ends."""
        return self._listed.tops[at]

    def at(self, down: float) -> int:
        """The line that stands so far down at 100 %; behind the last one, how many there are."""
        return bisect_right(self._listed.tops, down) - 1

    def head(self, at: int) -> int | None:
        """The line that is the heading of this one."""
        head = self._listed.heads[at]
        return None if head < 0 else head

    def _title(self, field: str) -> str:
        """That of the section the question is in."""
        page, at = self.interview.plan.where[parted(field)[0]]
        title = page.sections[at].title
        return (title[self.interview.language] or title[0]) if title else ""

    def _row(self, field: str) -> str:
        """The innermost row around a field. Which roster that is a row of is looked up once for each question."""
        bracket = field.find("[")
        if bracket < 0:
            return ""
        name = field[:bracket]
        roster = self._rosters.get(name)
        if roster is None:
            around = self.interview.rows_of(field)
            roster = self._rosters[name] = parted(around[-1])[0] if around else ""
        return roster + field[bracket:]

    def place_of(self, field: str | None) -> int:
        """Where the field stands; the end of the interview, and what is not listed yet, is at the last line."""
        return self._listed.places.get(field or "", len(self.lines) - 1)

    def row(self, at: int) -> RouteRow:
        """What stands in a line, counted from 0."""
        return self._row_of(self.lines[at])

    def _row_of(self, line: Line) -> RouteRow:
        interview = self.interview
        if line.heading:
            around = interview.rows_of(line.field)
            names = " › ".join(interview.row_name(row) for row in around)
            return RouteRow(names or self._title(line.field), heading=True)
        field = line.field
        marks = " ✎" if field in interview.remarks else ""
        if any(self._involves(edit, field) for edit in interview.suppressed):
            marks += " !"
        if field in self._returned:
            marks += " ↩"
        return RouteRow(
            interview.label(field),
            answer_shown(interview, field, self.sealed),
            marks,
            field == self.current,
            apart=line.apart,
        )

    def _involves(self, edit: str, field: str) -> bool:
        """Whether the suppressed edit reads the field: in the same row, in one around it, or over all rows."""
        (edit_name, edit_ids), (name, ids) = parted(edit), parted(field)
        shorter = min(len(edit_ids), len(ids))
        return edit_ids[:shorter] == ids[:shorter] and name in self._edits.get(edit_name, ())
