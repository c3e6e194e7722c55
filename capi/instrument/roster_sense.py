"""The sense of rosters: how many rows there are, where they are gone through, and who chooses among them."""

from capi.instrument.condition_sense import ConditionSense, out_of_sight
from capi.instrument.expression import FieldName
from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.fields import Fields, Part
from capi.instrument.kinds import called, kind
from capi.instrument.lines import Lines
from capi.instrument.model import Question, Roster, RowChoice, WholeNumber
from capi.instrument.order_sense import OrderSense
from capi.instrument.reads import Read, Rosters, reads
from capi.instrument.route_sense import presentations
from capi.instrument.surprises import Surprises

MOST_ROWS_IN_ALL = 10_000
"""Of one roster, in all rows of those around it."""
DEEPEST_ROSTER = 4


class RosterSense:
    def __init__(self, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.conditions = ConditionSense(fields, faults)

    def whole(self, order: OrderSense) -> None:
        for roster in self.fields.rosters.values():
            self.rows(roster)
            self.how_many(roster, self.fields.collected.get(roster.name), order)
        for part in self.fields.parts:
            if part.section.roster:
                self.gone_through(part)
        for question, _, rows in self.fields.stands:
            if isinstance(question.type, RowChoice) and question.name not in self.lines.doubtful:
                self.choice(question, question.type, rows)

    def rows(self, roster: Roster) -> None:
        """How deep the roster stands in others, and how many rows it may have in all of theirs."""
        name, place = roster.name, self.lines.place(roster.place, "at_most")
        path = self.fields.paths[name]
        if len(path) > DEEPEST_ROSTER:
            message = f"{name} stands in the rows of more than {DEEPEST_ROSTER - 1} others"
            self.faults.add("ROSTER", roster.place, message, "Ask it further out.")
            return
        in_all = 1
        for outer in path:
            in_all *= max(1, self.fields.rosters[outer].at_most)
        if in_all > MOST_ROWS_IN_ALL and len(path) > 1:
            message = f"{name} may have {in_all:,} rows, in all rows of {path[-2]} together"
            remedy = f"Lower `at_most` of one of them: {MOST_ROWS_IN_ALL:,} is the limit."
            self.faults.add("ROSTER", place, message, remedy)

    def how_many(self, roster: Roster, part: Part | None, order: OrderSense) -> None:
        if part is None:
            return
        if roster.size is not None:
            self.size(roster, part, order)
        if part.section.another is not None:
            self.another(part.section.another, roster)

    def size(self, roster: Roster, part: Part, order: OrderSense) -> None:
        if roster.size is None:
            return
        written = self.lines.condition(roster.place, "size")
        order.section(f"the size of {roster.name}", roster.size, written, part, part.around)
        if not self.conditions.check(roster.size, written, "FILTER-UNKNOWN", part.around):
            return
        found = kind(roster.size, part.around, self.fields)
        if found.sort not in ("number", "unknown"):
            message = f"the size of {roster.name} is {called(roster.size)}, which is {found.words}"
            self.faults.add("ROSTER", written.place, message, "Let it be a number.")
        asked = self.fields.asked.get(roster.size.name) if isinstance(roster.size, FieldName) else None
        if asked is not None and isinstance(asked.type, WholeNumber) and asked.type.maximum > roster.at_most:
            computed = isinstance(asked, Question) and asked.computed is not None
            if not computed and asked.name not in self.lines.doubtful:
                message = f"{asked.name} goes to {asked.type.maximum:,}, and {roster.name} has at most {roster.at_most:,} row{'s' * (roster.at_most != 1)}"
                remedy = f"Give {asked.name} a `maximum` of {roster.at_most:,}, or the roster more `at_most`."
                self.faults.warn("ROSTER-SIZE", written.place, message, remedy)

    def another(self, question: Question, roster: Roster) -> None:
        """That it offers 1, which adds a row, is seen to by the reader."""
        for presentation, modes in presentations(question, self.fields.modes):
            if presentation.asked_if is not None:
                message = f"{question.name} is asked after the rows of {roster.name}, and has no filter of its own"
                place = self.lines.place(question.place, "asked_if", modes[0])
                self.faults.add("ROSTER", place, message, "Take its `asked_if` away; `at_most` ends the roster too.")

    def gone_through(self, part: Part) -> None:
        """A section in rows: those of a roster there is, in sight, and with all its rows."""
        section, name = part.section, part.section.roster
        if section.collects:
            if self.fields.collected.get(name) is not part:
                message = f"the rows of {name} are collected a second time"
                self.faults.add("ROSTER", section.place, message, f"Write `for_each: {name}`.")
            return
        place = self.lines.place(section.place, "for_each")
        path = self.fields.paths.get(name)
        if path is None:
            self.faults.add(
                "ROSTER-UNKNOWN", place, f"{shown(name)} is not a roster", nearest(name, self.fields.rosters)
            )
        elif name in part.around:
            message = f"section {section.name} stands in the rows of {name} already"
            self.faults.add("ROW-SCOPE", place, message, "Take `for_each` away.")
        elif path[:-1] != part.around and "" not in part.around:
            message = f"section {section.name} goes through {name} elsewhere than {_in_rows(path[:-1])}"
            self.faults.add("ROW-SCOPE", place, message, f"Put it {_in_rows(path[:-1])}.")
        elif name in self.fields.collected and self.fields.collected[name].ends > part.begins:
            message = f"section {section.name} goes through the rows of {name} before they are all there"
            remedy = f"Move it below section {self.fields.collected[name].section.name}."
            self.faults.add("ROSTER-LATER", place, message, remedy)

    def choice(self, question: Question, choice: RowChoice, rows: Rosters) -> None:
        place = self.lines.place(question.place, "of")
        if choice.roster not in self.fields.rosters:
            message, remedy = f"{shown(choice.roster)} is not a roster", nearest(choice.roster, self.fields.rosters)
            self.faults.add("ROSTER-UNKNOWN", place, message, remedy)
            return
        path = self.fields.paths[choice.roster]
        read = Read(choice.roster, rows, min(len(rows), len(path) - 1), is_roster=True)
        at = self.fields.position[question.name]
        if not self.fields.in_sight(read):
            self.faults.add("ROW-SCOPE", place, *out_of_sight(read, self.fields))
            return
        if self.fields.known_from(read) > at:
            message = f"{question.name} chooses among the rows of {choice.roster} before they are all there"
            remedy = f"Move {question.name} below the section that collects them."
            self.faults.add("ROSTER-LATER", place, message, remedy)
        if choice.condition is not None:
            self.where(question, choice, path, at)

    def where(self, question: Question, choice: RowChoice, path: Rosters, at: int) -> None:
        written = self.lines.condition(question.place, "where")
        if choice.condition is None or not self.conditions.check(choice.condition, written, "FILTER-UNKNOWN", path):
            return
        for read in reads(choice.condition, path, self.fields.known):
            # The rows chosen from are others than the one in sight.
            elsewhere = read._replace(own=min(read.own, len(path) - 1))
            if self.fields.begins_at(elsewhere) > at:
                message = f"the rows {question.name} chooses from depend on {read.name}, which is asked later"
                remedy = f"Move {question.name} below {read.name}."
                self.faults.add("FILTER-LATER", written.place, message, remedy)
        modes = self.fields.asked_in(question)
        guards = self.fields.holds_in_rows(path)
        around = () if guards is None else (guards,)
        Surprises(self.fields, self.faults).in_condition(choice.condition, written, modes, around, path)


def _in_rows(path: Rosters) -> str:
    return f"in the rows of {path[-1]}" if path else "outside all rows"
