"""The sense of conditions: names that exist, and answers that can be compared with what they are compared with."""

import re

from capi.instrument.expression import (
    Among,
    Compare,
    Expression,
    FieldName,
    Is,
    Number,
    String,
    Sum,
    conditions_in,
    field_names,
)
from capi.instrument.faults import Faults, shown
from capi.instrument.fields import Fields
from capi.instrument.model import Choice, Missing, Place, Question, Verbatim, WholeNumber
from capi.instrument.reading import Scalar

_STATES = {state.value: state for state in Missing}


def place_of(name: str, written: Scalar, value: int | None = None) -> Place:
    """The line on which a condition names the field, and the value with it."""
    found = re.search(rf"\b{name}\b[^A-Za-z_]*?\b{value}\b", written.text) if value is not None else None
    found = found or re.search(rf"\b{name}\b", written.text)
    return written.place_at(found.start()) if found else written.place


class ConditionSense:
    """Checks conditions against the fields of one instrument."""

    def __init__(self, fields: Fields, faults: Faults) -> None:
        self.fields = fields
        self.faults = faults
        self.sound = True

    def check(self, expression: Expression, written: Scalar, unknown: str) -> bool:
        """Whether it makes sense; `unknown` is the code of the fault where a name is not known."""
        self.sound = True
        for name in dict.fromkeys(field_names(expression)):
            if self.fields.is_unknown(name):
                message, remedy = f"{shown(name)} is not a question", self.fields.remedy(name)
                self.tell(unknown, place_of(name, written), message, remedy)
            self.sound = self.sound and name in self.fields.asked
        if self.sound:
            for part in conditions_in(expression):
                self.part(part, written)
        return self.sound

    def tell(self, code: str, place: Place, message: str, remedy: str) -> None:
        self.sound = False
        self.faults.add(code, place, message, remedy)

    def part(self, part: Expression, written: Scalar) -> None:
        match part:
            case Compare(left, operator, right):
                self.added(left, written)
                self.added(right, written)
                if operator in ("==", "!="):
                    self.compared(left, right, written)
                    if self.sound:
                        self.compared(right, left, written)
                else:
                    self.ordered(left, written)
                    self.ordered(right, written)
            case Among(left, values, _):
                self.added(left, written)
                for value in values:
                    self.compared(left, Number(value) if isinstance(value, int) else String(value), written)
            case Is(FieldName(name), state, _) if state in _STATES:
                self.state(name, _STATES[state], written)
            case _:
                return

    def kind(self, side: Expression) -> str:
        """What the side of a comparison is: a number, a text or a category."""
        match side:
            case FieldName(name) if isinstance(self.fields.asked[name].type, Choice):
                return "a category"
            case FieldName(name) if isinstance(self.fields.asked[name].type, Verbatim):
                return "a text"
            case String():
                return "a text"
            case _:
                return "a number"

    def tell_type(self, side: Expression, written: Scalar, message: str, remedy: str) -> None:
        name = next(field_names(side), "")
        self.tell("CONDITION-TYPE", place_of(name, written) if name else written.place, message, remedy)

    def added(self, side: Expression, written: Scalar) -> None:
        if not isinstance(side, Sum):
            return
        for part in _terms(side):
            if (kind := self.kind(part)) != "a number":
                what = shown(part.value) if isinstance(part, String) else next(field_names(part))
                self.tell_type(part, written, f"{what} is {kind}, and cannot be added", "Add numbers only.")

    def ordered(self, side: Expression, written: Scalar) -> None:
        if self.kind(side) == "a category":
            message = f"the categories of {next(field_names(side))} have no order"
            self.tell_type(side, written, message, "Name the categories: `in (1, 2)`.")
        elif self.kind(side) == "a text":
            self.tell_type(side, written, "texts have no order", "Compare numbers, or use `==`.")

    def compared(self, left: Expression, right: Expression, written: Scalar) -> None:
        """Whether the field on the left can ever equal what is on the right."""
        if not isinstance(left, FieldName) or left.name in self.fields.lines.doubtful:
            return
        asked, kind, other = self.fields.asked[left.name], self.kind(left), self.kind(right)
        if (kind == "a text") is not (other == "a text"):
            against = shown(right.value) if isinstance(right, String) else other
            remedy = "Put texts in quotes, and numbers without."
            self.tell_type(left, written, f"{left.name} is {kind}, and is compared with {against}", remedy)
        elif not isinstance(right, Number):
            return
        elif isinstance(asked, Question) and isinstance(asked.type, Choice):
            values = {value for value in _categories(asked) if isinstance(value, int)}
            if right.value not in values:
                remedy = f"It has: {', '.join(str(value) for value in sorted(values)[:20])}."
                message = f"{left.name} has no category {right.value}"
                self.tell("CATEGORY-UNKNOWN", place_of(left.name, written, right.value), message, remedy)
        elif isinstance(asked.type, WholeNumber) and not asked.type.minimum <= right.value <= asked.type.maximum:
            message = f"{left.name} is never {right.value}"
            remedy = f"It goes from {asked.type.minimum:,} to {asked.type.maximum:,}."
            self.tell("CATEGORY-UNKNOWN", place_of(left.name, written, right.value), message, remedy)

    def state(self, name: str, state: Missing, written: Scalar) -> None:
        """An interviewer can always record a don't know or a refusal; anything else must be offered."""
        asked = self.fields.asked[name]
        if not isinstance(asked, Question) or name in self.fields.lines.doubtful:
            return
        if state is not Missing.NOT_APPLICABLE and any(mode.has_interviewer for mode in self.fields.modes):
            return
        if state not in _categories(asked):
            message = f"{name} does not offer `{state.value}` in any mode"
            remedy = "Add it to its categories, or take it out of the condition."
            self.tell("CATEGORY-UNKNOWN", place_of(name, written), message, remedy)


def _terms(side: Expression) -> tuple[Expression, ...]:
    return (*_terms(side.left), *_terms(side.right)) if isinstance(side, Sum) else (side,)


def _categories(asked: Question) -> set[int | Missing]:
    return {
        category.value
        for presentation in (asked.usual, *asked.by_mode.values())
        for category in presentation.categories
    }
