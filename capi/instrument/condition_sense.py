"""The sense of conditions and values: names that exist and are in sight, and answers that can be compared with what they are compared with."""

import re
from decimal import Decimal

from capi.instrument.comparison_sense import Misfit, categories, impossible, misfit
from capi.instrument.expression import (
    POSITION,
    ROW,
    TODAY,
    Among,
    And,
    Arithmetic,
    Compare,
    Expression,
    FieldName,
    Has,
    Is,
    Not,
    Number,
    OfDate,
    OfRow,
    Or,
    OverRows,
    String,
    field_names,
)
from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.fields import WORDS, Fields
from capi.instrument.kinds import ORDERED, Kind, called, kind
from capi.instrument.model import CodeAll, Missing, Place, Question, Switch
from capi.instrument.other_rows import nested, of_chosen
from capi.instrument.reading import Scalar
from capi.instrument.reads import Read, Rosters, in_rows_of, reads

_STATES = {state.value: state for state in Missing}
_DATE_ARGUMENTS: dict[str, tuple[str, ...]] = {"days_after": ("date", "number")}


def place_of(name: str, written: Scalar, value: int | Decimal | str | None = None) -> Place:
    """The line on which a condition names the field, and the value with it."""
    found = None
    if value is not None:
        found = re.search(rf"\b{re.escape(name)}\b[^A-Za-z_]*?\b{re.escape(str(value))}\b", written.text)
    found = found or re.search(rf"\b{re.escape(name)}\b", written.text)
    return written.place_at(found.start()) if found else written.place


class ConditionSense:
    """Checks conditions against the fields of one instrument."""

    def __init__(self, fields: Fields, faults: Faults) -> None:
        self.fields = fields
        self.faults = faults
        self.sound = True
        self.today = False

    def check(
        self, expression: Expression, written: Scalar, unknown: str, rows: Rosters = (), *, today: bool = False
    ) -> bool:
        """Whether it makes sense where these rows are in sight; `unknown` is the code of the fault where a name is not known.

        `today` says whether today's date can be read there.
        """
        self.sound = True
        self.today = today
        for read in reads(expression, rows, self.fields.known):
            self.name(read, written, unknown, expression)
        if self.sound:
            self.part(expression, rows, written)
        return self.sound

    def name(self, read: Read, written: Scalar, unknown: str, expression: Expression) -> None:
        name, fields = read.name, self.fields
        if read.is_roster:
            if name not in fields.rosters:
                message, remedy = f"{shown(name)} is not a roster", nearest(name, fields.rosters)
                self.tell("ROSTER-UNKNOWN", place_of(name, written), message, remedy)
            elif not fields.in_sight(read):
                self.tell("ROW-SCOPE", place_of(name, written), *out_of_sight(read, fields))
        elif fields.is_unknown(name):
            message, remedy = f"{shown(name)} is not a question", fields.remedy(name)
            self.tell(unknown, place_of(name, written), message, remedy)
        elif name == TODAY and not self.today:
            remedy = "Compute a field from it with `once: true`, and read that."
            self.tell("TODAY", place_of(name, written), "today's date changes while the case is worked on", remedy)
        elif not fields.in_sight(read):
            self.tell("ROW-SCOPE", place_of(name, written), *out_of_sight(read, fields, expression))
        self.sound = self.sound and (read.is_roster or name in fields.asked or name in WORDS)

    def tell(self, code: str, place: Place, message: str, remedy: str) -> None:
        self.sound = False
        self.faults.add(code, place, message, remedy)

    def tell_type(self, side: Expression, written: Scalar, message: str, remedy: str) -> None:
        name = next(field_names(side), "")
        self.tell("CONDITION-TYPE", place_of(name, written) if name else written.place, message, remedy)

    def tell_misfit(self, told: Misfit, written: Scalar) -> None:
        name = next(field_names(told.at), "")
        place = place_of(name, written, told.value) if name else written.place
        self.tell(told.code, place, told.message, told.remedy)

    def kind(self, side: Expression, rows: Rosters) -> Kind:
        return kind(side, rows, self.fields)

    def part(self, part: Expression, rows: Rosters, written: Scalar) -> None:
        """A condition, or a value, with all that it is made of."""
        match part:
            case And(parts) | Or(parts):
                for inner in parts:
                    self.part(inner, rows, written)
            case Not(inner):
                self.part(inner, rows, written)
            case Compare(left, sign, right):
                before, self.sound = self.sound, True
                self.part(left, rows, written)
                self.part(right, rows, written)
                if self.sound:
                    self.compared(left, sign, right, rows, written)
                self.sound = self.sound and before
            case Among(left, values, _):
                self.part(left, rows, written)
                for value in values:
                    constant = String(value) if isinstance(value, str) else Number(value)
                    self.compared(left, "==", constant, rows, written)
            case Has(field, values):
                self.has(field, values, written)
            case Is(FieldName(name), state, _):
                self.state(name, state, written)
            case Arithmetic(left, _, right):
                self.added(left, rows, written)
                self.added(right, rows, written)
            case OfDate():
                self.of_date(part, rows, written)
            case OfRow():
                self.of_row(part, rows, written)
            case OverRows():
                self.over_rows(part, rows, written)
            case _:
                return

    def compared(self, left: Expression, sign: str, right: Expression, rows: Rosters, written: Scalar) -> None:
        told = misfit(left, sign, right, rows, self.fields)
        if told:
            self.tell_misfit(told, written)

    def added(self, side: Expression, rows: Rosters, written: Scalar) -> None:
        self.part(side, rows, written)
        found = self.kind(side, rows)
        if found.sort not in ("number", "unknown"):
            message = f"{called(side)} is {found.words}, and cannot be computed with"
            remedy = (
                "Use days_between(...) or days_after(...)." if found.sort == "date" else "Compute with numbers only."
            )
            self.tell_type(side, written, message, remedy)

    def of_date(self, part: OfDate, rows: Rosters, written: Scalar) -> None:
        wanted = _DATE_ARGUMENTS.get(part.function, ("date",) * len(part.arguments))
        for argument, sort in zip(part.arguments, wanted, strict=False):
            self.part(argument, rows, written)
            found = self.kind(argument, rows)
            if sort == "date" and isinstance(argument, String):
                self.compared(OfDate("sunday_before", ()), "==", argument, rows, written)
            elif found.sort not in (sort, "unknown"):
                message = f"{part.function}(...) takes a {sort}, and {called(argument)} is {found.words}"
                self.tell_type(argument, written, message, "See the functions of dates in FORMAT.md.")

    def over_rows(self, part: OverRows, rows: Rosters, written: Scalar) -> None:
        inside = in_rows_of(part.roster, rows, self.fields.paths)
        if part.value is not None:
            self.part(part.value, inside, written)
            found = self.kind(part.value, inside)
            wanted = {"sum": ("number",), "least": ORDERED, "most": ORDERED}.get(part.function)
            unfit = found.sort in ("categories", "nothing") if wanted is None else found.sort not in wanted
            if unfit and found.sort != "unknown":
                message = (
                    f"{part.function}({part.roster}, ...) cannot take {called(part.value)}, which is {found.words}"
                )
                self.tell_type(part.value, written, message, _TAKES.get(part.function, "Give it a single value."))
        if part.condition is not None:
            self.part(part.condition, inside, written)

    def of_row(self, part: OfRow, rows: Rosters, written: Scalar) -> None:
        name = part.chosen.name
        if name in self.fields.lines.doubtful:
            return
        if name not in self.fields.chosen:
            what = (
                f"`{name}` is the row in sight" if name in WORDS else f"{name} is {self.kind(part.chosen, rows).words}"
            )
            message = f"of(...) goes to a row that was chosen, and {what}"
            self.tell_type(part.chosen, written, message, "Name a question or field of `type: row` first.")
            return
        inside = in_rows_of(self.fields.chosen[name], rows, self.fields.paths)
        self.part(part.value, inside, written)
        found = self.kind(part.value, inside)
        if found.sort in ("categories", "nothing", "switch"):
            message = f"of({name}, ...) cannot take {called(part.value)}, which is {found.words}"
            self.tell_type(part.value, written, message, "Give it a single value.")

    def has(self, field: FieldName, values: tuple[int, ...], written: Scalar) -> None:
        asked = self.fields.asked.get(field.name)
        if field.name in self.fields.lines.doubtful:
            return
        if asked is None or not isinstance(asked.type, CodeAll):
            message = f"{field.name} does not have several categories"
            remedy = f"Write `{field.name} == 1` or `{field.name} in (1, 2)`."
            if asked is not None and isinstance(asked.type, Switch):
                remedy = f"Write `{field.name} is on` or `{field.name} is off`."
            self.tell_type(field, written, message, remedy)
            return
        for value in values:
            if told := impossible(asked, value):
                self.tell("CATEGORY-UNKNOWN", place_of(field.name, written, value), *told)

    def state(self, name: str, written_state: str, written: Scalar) -> None:
        """An interviewer can always record a don't know or a refusal; anything else must be offered."""
        if name in WORDS:
            self.tell_type(FieldName(name), written, f"`{name}` always has a value", "Ask for the state of a question.")
            return
        asked, state = self.fields.asked[name], _STATES.get(written_state)
        if isinstance(asked.type, Switch) is not (written_state in ("on", "off")):
            self.switch(name, written, on=isinstance(asked.type, Switch))
            return
        if state is None or not isinstance(asked, Question) or name in self.fields.lines.doubtful:
            return
        if asked.computed is not None:
            message = f"{name} is computed, and has a value or none, but is never `{state.value}`"
            self.tell("CATEGORY-UNKNOWN", place_of(name, written), message, "Ask for that state where it was given.")
            return
        if state is not Missing.NOT_APPLICABLE and any(mode.has_interviewer for mode in self.fields.modes):
            return
        if state not in categories(asked):
            message = f"{name} does not offer `{state.value}` in any mode"
            remedy = "Add it to its categories, or take it out of the condition."
            self.tell("CATEGORY-UNKNOWN", place_of(name, written), message, remedy)

    def switch(self, name: str, written: Scalar, *, on: bool) -> None:
        """That a switch is only on or off, and nothing else is."""
        if name in self.fields.lines.doubtful:
            return
        message = f"{name} is a switch, which is always on or off"
        remedy = f"Write `{name} is on` or `{name} is off`."
        if not on:
            message = f"{name} is not a switch, and is neither on nor off"
            remedy = f"Write `{name} == 1` or the like, or `{name} is answered`."
        self.tell_type(FieldName(name), written, message, remedy)


_TAKES = {
    "sum": "Give it a number.",
    "least": "Give it a number, a date or a time.",
    "most": "Give it a number, a date or a time.",
}


def out_of_sight(read: Read, fields: Fields, expression: Expression | None = None) -> tuple[str, str]:
    """That it is read where it has not one value, and what to write there instead of the expression."""
    name = read.name
    if name in (ROW, POSITION):
        return f"`{name}` is read outside the rows of a roster", "Read it in rows, or in a condition over rows."
    path = fields.paths[name][:-1] if read.is_roster else fields.rows.get(name, ())
    at = next((at for at, roster in enumerate(path) if read.rows[at : at + 1] != (roster,)), 0)
    roster = path[at]
    if read.is_roster:
        remedy = f"Read it in the rows of {roster}, or within sum({roster}, ...) or the like."
        return f"each row of {roster} has its own {name}", remedy
    if expression is not None and len(read.rows) > read.own:
        return _between_brackets(read, path, fields, expression)
    remedy = f"Write count({roster}, {name} ...), any({roster}, ...) or the like, or read it in the rows."
    return f"{name} is asked of each row of {roster}, and is read outside them", remedy


def _between_brackets(read: Read, path: Rosters, fields: Fields, expression: Expression) -> tuple[str, str]:
    """The same of a field that is read in rows which a condition goes through."""
    name, roster = read.name, read.rows[-1]
    if path[: len(read.rows)] == read.rows:
        within = path[len(read.rows) :]
        message = f"a row of {roster} has not one {name}: it is asked of each row of {within[-1]}"
        instead = (
            nested(expression, name, roster, within) or f"any({within[0]}, ...), sum({within[0]}, ...) or the like"
        )
        return message, f"Write {instead}."
    message = f"a condition over {roster} sees the row of {roster} and what is around it, and not {name}, which is asked of each row of {path[-1]}"
    if fields.chosen.get(name) == roster:
        return message, f"Write {of_chosen(expression, name, roster)}."
    return message, "Read it outside the brackets."
