"""The sense of the order: what the route depends on stands earlier on the page, and nothing depends on itself."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from capi.instrument.condition_sense import place_of
from capi.instrument.expression import Expression, field_names
from capi.instrument.faults import Faults
from capi.instrument.fields import Fields, Part, name_of
from capi.instrument.lines import Lines
from capi.instrument.model import Place, Question
from capi.instrument.reading import Scalar
from capi.instrument.reads import Read, Rosters, reads

MOST_CIRCLES = 10


class OrderSense:
    """`circles` are told first: of two questions in a circle, none can be moved below the other."""

    def __init__(self, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.circles: list[set[str]] = []
        self.from_there: dict[tuple[int, Rosters], int] = {}

    def question(self, what: str, condition: Expression, written: Scalar, question: Question, rows: Rosters) -> None:
        """All that decides on a question must have been asked before it. `what` begins the message."""
        if self.fields.asked[question.name] is not question:
            return
        at = self.fields.position[question.name]
        if self.settled(condition, rows) <= at:
            return
        for read in self.late(condition, rows, at):
            if self.in_circle(read.name, question.name):
                continue
            if read.name == question.name:
                message, remedy = f"{what} reads {read.name} itself", "Take it out of the condition."
                self.faults.add("FILTER-LATER", place_of(read.name, written), message, remedy)
            else:
                self.tell(what, read, written, name_of(question))

    def settled(self, condition: Expression, rows: Rosters) -> int:
        """The place from which on all that it reads is known; worked out once for what many questions share."""
        key = id(condition), rows
        if key not in self.from_there:
            found = (self.fields.known_from(read) for read in reads(condition, rows, self.fields.known))
            self.from_there[key] = max(found, default=0)
        return self.from_there[key]

    def section(self, what: str, condition: Expression, written: Scalar, part: Part, rows: Rosters) -> None:
        """The same for a section: what it depends on is known before its first question."""
        for read in self.late(condition, rows, part.begins):
            at = self.fields.position.get(read.name, -1)
            if not read.is_roster and part.begins <= at < part.ends:
                message = f"{what} reads {read.name}, which is asked within it"
                remedy = f"Move {read.name} above the section, or filter the questions below it one by one."
                self.faults.add("FILTER-LATER", place_of(read.name, written), message, remedy)
            else:
                self.tell(what, read, written, f"section {part.section.name}")

    def late(self, condition: Expression, rows: Rosters, at: int) -> Iterator[Read]:
        """What it reads and is not known at the place. Of rows that are not there yet, the roster alone."""
        missing: set[str] = set()
        for read in reads(condition, rows, self.fields.known):
            if self.fields.known_from(read) <= at or not self.fields.in_sight(read):
                continue
            roster = self.fields.rows_read(read)
            if read.is_roster:
                missing.add(roster)
            if read.is_roster or not roster or roster not in missing:
                yield read

    def tell(self, what: str, read: Read, written: Scalar, mover: str) -> None:
        """That it is asked later, or of rows that are not all gone through."""
        fields, name = self.fields, read.name
        roster = fields.rows_read(read)
        message, remedy = f"{what} reads {name}, which is asked later", f"Move {mover} below {name}."
        if read.is_roster:
            message = f"{what} goes through the rows of {name} before they are all there"
            remedy = f"Move {mover} below the section that collects {roster}."
        elif roster:
            message = f"{what} reads {name} of the rows of {roster} before it was asked in all of them"
            remedy = f"Move {mover} below the section of {roster} in which {name} is asked."
        self.faults.add("FILTER-LATER", place_of(name, written), message, remedy)

    def in_circle(self, *names: str) -> bool:
        return any(circle.issuperset(names) for circle in self.circles)

    def tell_circles(self) -> None:
        """Each circle once, at its first question, and nothing more of the questions in it."""
        depends = self.depends()
        while len(self.circles) < MOST_CIRCLES:
            try:
                TopologicalSorter(depends).prepare()
            except CycleError as error:
                circle: list[str] = error.args[1][1:]
                members = set(circle)
                self.circles.append(members)
                self.tell_circle(circle)
                for name in circle:
                    depends[name] = depends[name] - members
            else:
                return

    def depends(self) -> dict[str, set[str]]:
        """What the filters and computations of each question read in any mode, itself left out."""
        found: dict[str, set[str]] = {}
        for mode in self.fields.modes:
            for name, condition in self.fields.filters(mode).items():
                found.setdefault(name, set()).update(field_names(condition))
        for question, _, _ in self.fields.stands:
            for variant in question.computed.variants if question.computed else ():
                for part in (variant.condition, variant.value):
                    if part is not None:
                        found.setdefault(question.name, set()).update(field_names(part))
        return {name: {read for read in fields if read in found and read != name} for name, fields in found.items()}

    def tell_circle(self, circle: list[str]) -> None:
        first = min(circle, key=lambda name: self.fields.position[name])
        at = circle.index(first)
        # The sorter hands over each question before the one that reads it.
        way = [first, *reversed((*circle[at + 1 :], *circle[:at])), first]
        shown = " -> ".join(way if len(way) < 12 else (*way[:10], "...", first))
        what = "filters and computed fields" if any(self.is_computed(name) for name in circle) else "filters"
        message = f"these {what} go round in a circle, each reading the next: {shown}"
        self.faults.add("FILTER-CYCLE", self.place(first), message, "Take one of them away.")

    def is_computed(self, name: str) -> bool:
        asked = self.fields.asked[name]
        return isinstance(asked, Question) and asked.computed is not None

    def place(self, name: str) -> Place:
        return self.lines.place(self.fields.asked[name].place, "asked_if")
