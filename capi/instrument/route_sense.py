"""The sense of the route: filters, sizes and computed fields read only what was asked before, and some answers lead to every question."""

from collections.abc import Iterator

from capi.instrument.condition_sense import ConditionSense
from capi.instrument.expression import Expression, both, conjuncts, field_names
from capi.instrument.faults import Faults, FaultsByMode
from capi.instrument.fields import Fields, Part, Stands, name_of
from capi.instrument.lines import Lines
from capi.instrument.model import Category, Instrument, Mode, Place, Presentation, Question, Section
from capi.instrument.order_sense import OrderSense
from capi.instrument.reading import Scalar
from capi.instrument.reads import Rosters
from capi.instrument.surprises import Surprises

_REMEDY = "Correct its `asked_if`, or those of the questions it reads."


def presentations(question: Question, modes: tuple[Mode, ...]) -> list[tuple[Presentation, tuple[Mode, ...]]]:
    """Each way the question is put, with the modes it is put so; those in which it is not asked are left out."""
    usual = tuple(mode for mode in modes if mode not in question.by_mode) if question.by_mode else modes
    put = [(question.usual, usual)] if usual and question.usual.asked else []
    return [*put, *((own, (mode,)) for mode, own in question.by_mode.items() if own.asked)]


class RouteSense:
    def __init__(self, instrument: Instrument, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.conditions = ConditionSense(fields, faults)
        self.order = OrderSense(fields, lines, faults)
        self.surprises = Surprises(fields, faults)
        self.offered: dict[tuple[int, Rosters, Place], bool] = {}
        """Conditions of categories, and whether they make sense; one of a list is looked at once."""
        self.conditional: dict[int, list[Category]] = {}
        """The categories that have one, by the identity of all: many questions share a list."""
        self.known_guards: dict[tuple[int, Rosters], tuple[Expression, ...]] = {}

    def check(self) -> None:
        """Every filter by itself; those that make no sense are noted, and nothing is concluded from them."""
        for part in self.fields.parts:
            section = part.section
            if section.asked_if is not None:
                written = self.lines.condition(section.place, "asked_if")
                if not self.conditions.check(section.asked_if, written, "FILTER-UNKNOWN", part.filtered_in):
                    self.fields.unsound.update(question.name for question in section.questions)
        for question, _, rows in self.fields.stands:
            for presentation, modes in presentations(question, self.fields.modes):
                if presentation.asked_if is not None:
                    written = self.lines.condition(question.place, "asked_if", modes[0])
                    if not self.conditions.check(presentation.asked_if, written, "FILTER-UNKNOWN", rows):
                        self.fields.unsound.add(question.name)
                for _, condition, place in self.offers(question, presentation):
                    if (key := (id(condition), rows, place.place)) not in self.offered:
                        self.offered[key] = self.conditions.check(condition, place, "FILTER-UNKNOWN", rows)

    def whole(self) -> None:
        """The filters together. To be called after `check`."""
        self.order.tell_circles()
        for part in self.fields.parts:
            self.section(part)
        for stands in self.fields.stands:
            self.question(stands)
        self.tell_unreachable()

    def section(self, part: Part) -> None:
        section = part.section
        if section.asked_if is None or part.begins == part.ends:
            return
        written = self.lines.condition(section.place, "asked_if")
        what = f"the filter of section {section.name}"
        self.order.section(what, section.asked_if, written, part, part.filtered_in)
        guards = self.guards(part.outer.filter if part.outer else None, part.filtered_in)
        modes = tuple(mode for mode in self.fields.modes if self.fields.asks(part, mode))
        self.surprises.in_condition(section.asked_if, written, modes, guards, part.filtered_in)

    def question(self, stands: Stands) -> None:
        question, part, rows = stands
        for presentation, modes in presentations(question, self.fields.modes):
            if presentation.asked_if is not None:
                written = self.lines.condition(question.place, "asked_if", modes[0])
                what = f"the filter of {name_of(question)}"
                self.order.question(what, presentation.asked_if, written, question, rows)
                if question.name not in self.fields.unsound:
                    guards = self.guards_in(part, rows)
                    self.surprises.in_condition(presentation.asked_if, written, modes, guards, rows)
            for what, condition, written in self.offers(question, presentation):
                self.order.question(what, condition, written, question, rows)
                if self.offered.pop((id(condition), rows, written.place), False):
                    guards = self.guards_at(question, part, rows, presentation)
                    self.surprises.in_condition(condition, written, modes, guards, rows)

    def guards_in(self, part: Part, rows: Rosters) -> tuple[Expression, ...]:
        key = id(part), rows
        if key not in self.known_guards:
            self.known_guards[key] = self.guards(part.filter, rows)
        return self.known_guards[key]

    def guards_at(
        self, question: Question, part: Part, rows: Rosters, presentation: Presentation
    ) -> tuple[Expression, ...]:
        """What holds wherever the question is asked."""
        own = presentation.asked_if if question.name not in self.fields.unsound else None
        return self.guards_in(part, rows) if own is None else (*self.guards_in(part, rows), *conjuncts(own))

    def guards(self, filter_: Expression | None, rows: Rosters) -> tuple[Expression, ...]:
        """What holds wherever a condition in a section with this filter counts, in such rows."""
        condition = both(self.fields.holds_in_rows(rows), filter_) if rows else filter_
        return () if condition is None else conjuncts(condition)

    def offers(self, question: Question, presentation: Presentation) -> Iterator[tuple[str, Expression, Scalar]]:
        """The conditions under which categories are offered."""
        offered = presentation.categories
        if id(offered) not in self.conditional:
            self.conditional[id(offered)] = [each for each in offered if each.offered_if is not None]
        for category in self.conditional[id(offered)]:
            if category.offered_if is not None:
                value = category.value if isinstance(category.value, int) else category.value.value
                written = self.lines.condition(question.place, f"offered_if {value}")
                yield f"category {value} of {name_of(question)}", category.offered_if, written

    def tell_unreachable(self) -> None:
        by_mode = FaultsByMode(self.faults, self.fields.modes)
        for mode in self.fields.modes:
            lost: set[str] = set(self.fields.unasked[mode])
            shut: set[int] = set()
            for part in self.fields.parts:
                self.unreachable_section(part, mode, by_mode, lost, shut)
            for question, part, _ in self.fields.stands:
                if question.name not in lost:
                    self.unreachable(question, part, mode, by_mode, lost)
        by_mode.tell()

    def unreachable_section(
        self, part: Part, mode: Mode, by_mode: FaultsByMode, lost: set[str], shut: set[int]
    ) -> None:
        """Tells a section no answers lead to, but not what only follows from that.

        `lost` are all questions not reached, or not asked in the mode, and `shut` the sections.
        """
        section = part.section
        if part.outer is not None and id(part.outer) in shut:
            shut.add(id(part))
            return
        if section.asked_if is None or self.is_unsound(section) or not self.fields.asks(part, mode):
            return
        condition = part.filter or section.asked_if
        if not self.can_hold(condition, mode):
            if self.fields.unasked[mode].isdisjoint(field_names(condition)):
                place = self.lines.place(section.place, "asked_if")
                by_mode.add("UNREACHABLE", place, (mode,), f"no answers lead to section {section.name}", _REMEDY)
            lost.update(question.name for question in section.questions)
            shut.add(id(part))

    def is_unsound(self, section: Section) -> bool:
        return all(question.name in self.fields.unsound for question in section.questions)

    def unreachable(self, question: Question, part: Part, mode: Mode, by_mode: FaultsByMode, lost: set[str]) -> None:
        own = question.presentation(mode).asked_if
        if own is None or question.name in self.fields.unsound or question.specifies:
            # What specifies a category follows it: where a mode does not offer that, there is nothing to correct.
            return
        condition = both(part.filter, own)
        if condition is None or self.can_hold(condition, mode):
            return
        if lost.isdisjoint(field_names(condition)):
            place = self.lines.place(question.place, "asked_if", mode)
            by_mode.add("UNREACHABLE", place, (mode,), f"no answers lead to {name_of(question)}", _REMEDY)
        lost.add(question.name)

    def can_hold(self, condition: Expression, mode: Mode) -> bool:
        return not self.fields.certain(condition) or self.fields.possible(mode).can_hold(condition)
