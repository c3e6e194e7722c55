"""The sense of the route: filters read only what was asked before, in no circle, and some answers lead to every question."""

from graphlib import CycleError, TopologicalSorter

from capi.instrument.condition_sense import ConditionSense, place_of
from capi.instrument.expression import Expression, both, conjuncts, field_names
from capi.instrument.faults import Faults, FaultsByMode
from capi.instrument.fields import BEFORE_ALL, Fields
from capi.instrument.lines import Lines
from capi.instrument.model import Instrument, Mode, Place, Presentation, Question, Section
from capi.instrument.reading import Scalar
from capi.instrument.surprises import Surprises

MOST_CIRCLES = 10


def presentations(question: Question, modes: tuple[Mode, ...]) -> list[tuple[Presentation, tuple[Mode, ...]]]:
    """Each way the question is put, with the modes it is put so."""
    usual = tuple(mode for mode in modes if mode not in question.by_mode)
    put = [(question.usual, usual)] if usual else []
    return [*put, *((presentation, (mode,)) for mode, presentation in question.by_mode.items())]


class RouteSense:
    def __init__(self, instrument: Instrument, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.conditions = ConditionSense(fields, faults)
        self.surprises = Surprises(fields, faults)
        self.circles: list[set[str]] = []

    def check(self) -> None:
        """Every filter by itself; those that make no sense are noted, and nothing is concluded from them."""
        for section in self.instrument.sections:
            if section.asked_if is not None and not self.sound(section.asked_if, section.place, None):
                self.fields.unsound.update(question.name for question in section.questions)
            for question in section.questions:
                for presentation, modes in presentations(question, self.fields.modes):
                    condition = presentation.asked_if
                    if condition is not None and not self.sound(condition, question.place, modes[0]):
                        self.fields.unsound.add(question.name)

    def sound(self, condition: Expression, owner: Place, mode: Mode | None) -> bool:
        return self.conditions.check(condition, self.lines.condition(owner, "asked_if", mode), "FILTER-UNKNOWN")

    def whole(self) -> None:
        """The filters together. To be called after `check`."""
        self.tell_circles()
        for section in self.instrument.sections:
            self.section(section)
        self.tell_unreachable()

    def section(self, section: Section) -> None:
        guards: tuple[Expression, ...] = ()
        if section.asked_if is not None and section.questions:
            written = self.lines.condition(section.place, "asked_if")
            inside = {question.name for question in section.questions}
            self.order(section.asked_if, written, section.questions[0], f"section {section.name}", inside)
            self.surprises.in_condition(section.asked_if, written, self.fields.modes)
            guards = conjuncts(section.asked_if)
        for question in section.questions:
            for presentation, modes in presentations(question, self.fields.modes):
                if presentation.asked_if is not None:
                    written = self.lines.condition(question.place, "asked_if", modes[0])
                    self.order(presentation.asked_if, written, question, question.name, set())
                    if question.name not in self.fields.unsound:
                        self.surprises.in_condition(presentation.asked_if, written, modes, guards)

    def order(self, condition: Expression, written: Scalar, question: Question, what: str, inside: set[str]) -> None:
        """All that a filter reads must have been asked before the question, or the section."""
        at = self.fields.position[question.name]
        if self.fields.asked[question.name] is not question:
            return
        for name in dict.fromkeys(field_names(condition)):
            position = self.fields.position.get(name, BEFORE_ALL)
            if position < at or any({name, question.name} <= circle for circle in self.circles):
                continue
            message = f"the filter of {what} reads {name}, which is asked later"
            remedy = f"Move {what} below {name}."
            if name in inside:
                message = f"the filter of {what} reads {name}, which is asked within it"
                remedy = f"Move {name} above the section, or filter the questions below it one by one."
            elif name == question.name:
                message, remedy = f"the filter of {what} reads {name} itself", "Take it out of the condition."
            self.faults.add("FILTER-LATER", place_of(name, written), message, remedy)

    def tell_circles(self) -> None:
        """Each circle of filters once, at its first question, and nothing more of the questions in it."""
        reads = self.reads()
        while len(self.circles) < MOST_CIRCLES:
            try:
                TopologicalSorter(reads).prepare()
            except CycleError as error:
                circle: list[str] = error.args[1][1:]
                members = set(circle)
                self.circles.append(members)
                self.tell_circle(circle)
                for name in circle:
                    reads[name] = reads[name] - members
            else:
                return

    def reads(self) -> dict[str, set[str]]:
        """What the filters of each question read in any mode, itself left out."""
        reads: dict[str, set[str]] = {}
        for mode in self.fields.modes:
            for name, condition in self.fields.filters(mode).items():
                reads.setdefault(name, set()).update(field_names(condition))
        return {name: {read for read in fields if read in reads and read != name} for name, fields in reads.items()}

    def tell_circle(self, circle: list[str]) -> None:
        first = min(circle, key=lambda name: self.fields.position[name])
        at = circle.index(first)
        # The sorter hands over each question before the one that reads it.
        way = [first, *reversed((*circle[at + 1 :], *circle[:at])), first]
        shown = " -> ".join(way if len(way) < 12 else (*way[:10], "...", first))
        place = self.filter_place(first)
        message = f"these filters go round in a circle, each reading the next: {shown}"
        self.faults.add("FILTER-CYCLE", place, message, "Take one of them away.")

    def filter_place(self, name: str) -> Place:
        asked = self.fields.asked[name]
        return self.lines.place(asked.place, "asked_if")

    def tell_unreachable(self) -> None:
        by_mode = FaultsByMode(self.faults, self.fields.modes)
        for mode in self.fields.modes:
            lost: set[str] = set()
            for section in self.instrument.sections:
                self.unreachable(section, mode, by_mode, lost)
        by_mode.tell()

    def unreachable(self, section: Section, mode: Mode, by_mode: FaultsByMode, lost: set[str]) -> None:
        """Tells what no answers lead to, but not what only follows from that; `lost` are all questions not reached."""
        remedy = "Correct its `asked_if`, or those of the questions it reads."
        if all(question.name in self.fields.unsound for question in section.questions):
            return
        if section.asked_if is not None and not self.can_hold(section.asked_if, mode):
            place = self.lines.place(section.place, "asked_if")
            by_mode.add("UNREACHABLE", place, (mode,), f"no answers lead to section {section.name}", remedy)
            lost.update(question.name for question in section.questions)
            return
        for question in section.questions:
            own = question.presentation(mode).asked_if
            condition = None if own is None else both(section.asked_if, own)
            if condition is None or question.name in self.fields.unsound or self.can_hold(condition, mode):
                continue
            if lost.isdisjoint(field_names(condition)):
                place = self.lines.place(question.place, "asked_if", mode)
                by_mode.add("UNREACHABLE", place, (mode,), f"no answers lead to {question.name}", remedy)
            lost.add(question.name)

    def can_hold(self, condition: Expression, mode: Mode) -> bool:
        return not self.fields.certain(condition) or self.fields.possible(mode).can_hold(condition)
