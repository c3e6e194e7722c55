"""The sense of edits: each reads questions there are, none asked below its section, and puts them right where they can be changed."""

from capi.instrument.condition_sense import ConditionSense, place_of
from capi.instrument.faults import Faults, shown
from capi.instrument.fields import BEFORE_ALL, WORDS, Fields, Part
from capi.instrument.lines import Lines
from capi.instrument.model import Edit
from capi.instrument.reads import reads
from capi.instrument.route_sense import RouteSense
from capi.instrument.surprises import Surprises


class EditSense:
    def __init__(self, fields: Fields, route: RouteSense, lines: Lines, faults: Faults) -> None:
        self.fields = fields
        self.route = route
        self.lines = lines
        self.faults = faults
        self.conditions = ConditionSense(fields, faults)
        self.surprises = Surprises(fields, faults)

    def whole(self) -> None:
        for part in self.fields.parts:
            for edit in part.section.edits:
                self.edit(edit, part)

    def edit(self, edit: Edit, part: Part) -> None:
        written = self.lines.condition(edit.place, "fails_if")
        found = reads(edit.fails_if, part.rows, self.fields.known)
        if self.conditions.check(edit.fails_if, written, "EDIT-UNKNOWN", part.rows):
            guards = self.route.guards(None, part.rows)
            self.surprises.in_condition(edit.fails_if, written, edit.modes or self.fields.modes, guards, part.rows)
            for read in found:
                if self.fields.begins_at(read) > part.ends:
                    message = f"the edit {edit.name} reads {read.name}, which is asked below its section"
                    remedy = f"Write it below the `edits` of the section in which {read.name} is asked."
                    self.faults.add("EDIT-LATER", place_of(read.name, written), message, remedy)
        read_names = {read.name for read in found if not read.is_roster}
        for field in edit.fields:
            if field not in read_names:
                self.involved(edit, field)
        if not any(
            self.fields.position.get(name, 0) > BEFORE_ALL for name in (*edit.fields, *read_names) if name not in WORDS
        ):
            message = f"the edit {edit.name} involves no question"
            remedy = "Let it read a question, whose answer can be changed."
            self.faults.add("EDIT-FIELDS", edit.place, message, remedy)

    def involved(self, edit: Edit, field: str) -> None:
        """A question that the edit names beside those it reads; of one in rows out of sight, that of every row."""
        place = self.lines.place(edit.place, "fields")
        if field not in self.fields.asked and field not in self.lines.lost:
            remedy = self.fields.remedy(field)
            self.faults.add("EDIT-UNKNOWN", place, f"{shown(field)} is not a question", remedy)
