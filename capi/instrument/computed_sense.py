"""The sense of computed fields: each value fits the type of the field, and is computed from what was asked before."""

from capi.instrument.comparison_sense import impossible, places_of, written
from capi.instrument.condition_sense import ConditionSense, place_of
from capi.instrument.expression import Arithmetic, Expression, Number, String, field_names
from capi.instrument.faults import Faults
from capi.instrument.fields import Fields, Stands
from capi.instrument.kinds import Kind, called, kind, kind_of_answer
from capi.instrument.lines import Lines
from capi.instrument.model import CodeAll, Computed, Information, Question, WholeNumber
from capi.instrument.reading import Scalar
from capi.instrument.reads import Rosters
from capi.instrument.route_sense import RouteSense
from capi.instrument.surprises import Surprises


class ComputedSense:
    def __init__(self, fields: Fields, route: RouteSense, lines: Lines, faults: Faults) -> None:
        self.fields = fields
        self.route = route
        self.lines = lines
        self.faults = faults
        self.conditions = ConditionSense(fields, faults)
        self.surprises = Surprises(fields, faults)

    def whole(self) -> None:
        for stands in self.fields.stands:
            if stands[0].computed is not None:
                self.computed(stands, stands[0].computed)

    def computed(self, stands: Stands, computed: Computed) -> None:
        question, _, rows = stands
        if isinstance(question.type, CodeAll | Information):
            message = f"{question.name} cannot be computed: a computed field has a single value"
            self.faults.add("COMPUTED", question.place, message, "Give it another type, or ask it.")
            return
        always = next((at for at, variant in enumerate(computed.variants) if variant.condition is None), None)
        if always is not None and always < len(computed.variants) - 1:
            message = f"{question.name} never has the values after its variant without `if:`"
            self.faults.add("COMPUTED", question.place, message, "Move that variant to the end.")
        for at, variant in enumerate(computed.variants):
            if variant.condition is not None:
                place = self.lines.condition(question.place, f"if {at}")
                self.read(variant.condition, place, stands, computed)
            if variant.value is not None:
                place = self.lines.condition(question.place, f"value {at}")
                if self.read(variant.value, place, stands, computed):
                    self.fits(question, variant.value, place, rows)

    def read(self, expression: Expression, place: Scalar, stands: Stands, computed: Computed) -> bool:
        question, part, rows = stands
        sound = self.conditions.check(expression, place, "FILTER-UNKNOWN", rows, today=computed.once)
        self.route.order.question(f"the computation of {question.name}", expression, place, question, rows)
        if sound:
            guards = self.route.guards_at(question, part, rows, question.usual)
            self.surprises.in_condition(expression, place, self.fields.asked_in(question), guards, rows)
        return sound

    def fits(self, question: Question, value: Expression, place: Scalar, rows: Rosters) -> None:
        """Whether the field can have the value."""
        if question.name in self.fields.lines.doubtful:
            return
        wanted, found = kind_of_answer(question), kind(value, rows, self.fields)
        line = place_of(next(field_names(value), ""), place)
        if found.sort == "unknown":
            return
        if not _fits(wanted, found, value):
            message = f"{question.name} is {wanted.words}, and {called(value)} is {found.words}"
            self.faults.add("COMPUTED", line, message, "Compute what the type of the field takes.")
        elif isinstance(value, String):
            if told := written(question.name, wanted, value.value, value, self.fields):
                self.faults.add(told.code, line, told.message, told.remedy)
        elif isinstance(value, Number):
            self.number(question, value, place)
        elif isinstance(question.type, WholeNumber) and _may_be_broken(value):
            message = f"{question.name} is a whole number, and what is divided may not be one"
            self.faults.add("COMPUTED", line, message, "Give it `type: decimal`.")

    def number(self, question: Question, value: Number, place: Scalar) -> None:
        if wrong := impossible(question, value.value):
            self.faults.add("CATEGORY-UNKNOWN", place.place, *wrong)
        elif isinstance(question.type, WholeNumber) and places_of(value.value):
            message = f"{question.name} is a whole number, and {value.value} is none"
            self.faults.add("COMPUTED", place.place, message, "Give it `type: decimal`.")


def _fits(wanted: Kind, found: Kind, value: Expression) -> bool:
    match wanted.sort:
        case "category":
            return found.sort == "category" or isinstance(value, Number)
        case "text":
            return found.sort in ("text", "quoted")
        case "date" | "time" | "code":
            return found == wanted or found.sort == "quoted"
        case _:
            return found == wanted


def _may_be_broken(value: Expression) -> bool:
    """Whether it is divided at the end of the computation."""
    return isinstance(value, Arithmetic) and (
        value.operator == "/" or _may_be_broken(value.left) or _may_be_broken(value.right)
    )
