"""The lines of the route panel: the questions reached, under the name of the row they are about.

A line at the end is added without a look at the others; only a change further back lists all anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from capi.engine.interview import Interview
from capi.instrument.address import parted
from capi.screens.names import answer_said

Edits: TypeAlias = dict[str, frozenset[str]]
_STRETCH = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A field, or above the fields of a row its heading, which is its innermost `row`.

    `apart`: what comes before is about a row, and this is not.
    """

    field: str
    row: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A line as it stands in the panel; `marks` show a remark and a suppressed signal."""

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
    """What is in the panel for one interview. A heading stands wherever the row changes."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.lines: list[Line] = []
        self.current = interview.position
        self._places: dict[str, int] = {}
        self._rosters: dict[str, str] = {}
        self._edits: Edits = {edit.name: frozenset(edit.fields) for edit in interview.plan.instrument.edits}
        for _ in self.anew():
            pass

    def anew(self) -> Iterator[None]:
        """Lists everything again, a stretch at each step; until it is over the lines of before stand."""
        lines: list[Line] = []
        places: dict[str, int] = {}
        before = ""
        for number, field in enumerate(self.interview.reached()):
            before = self._add(lines, places, field, before)
            if number % _STRETCH == 0:
                yield
        self.lines, self._places = lines, places

    def add(self, field: str) -> None:
        """One question more at the end."""
        before = self._row(self.lines[-1].field) if self.lines else ""
        self._add(self.lines, self._places, field, before)

    def take_last(self) -> None:
        """The last question comes later than it did: whether there is another, when there is."""
        last = self.lines.pop()
        self._places.pop(last.field, None)
        if self.lines and self.lines[-1].row and self.lines[-1].field == last.field:
            self.lines.pop()

    def _add(self, lines: list[Line], places: dict[str, int], field: str, before: str) -> str:
        row = self._row(field)
        if row and row != before:
            lines.append(Line(field, row))
        places[field] = len(lines)
        lines.append(Line(field, "", bool(before) and not row))
        return row

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
        return self._places.get(field or "", len(self.lines) - 1)

    def row(self, at: int) -> RouteRow:
        """What stands in a line, counted from 0."""
        line, interview = self.lines[at], self.interview
        if line.row:
            around = interview.rows_of(line.field)
            return RouteRow(" › ".join(interview.row_name(row) for row in around), heading=True)
        field = line.field
        marks = " ✎" if field in interview.remarks else ""
        if any(self._involves(edit, field) for edit in interview.suppressed):
            marks += " !"
        return RouteRow(
            interview.label(field), answer_said(interview, field), marks, field == self.current, apart=line.apart
        )

    def _involves(self, edit: str, field: str) -> bool:
        """Whether the suppressed edit reads the field: in the same row, in one around it, or over all rows."""
        (edit_name, edit_ids), (name, ids) = parted(edit), parted(field)
        shorter = min(len(edit_ids), len(ids))
        return edit_ids[:shorter] == ids[:shorter] and name in self._edits.get(edit_name, ())
