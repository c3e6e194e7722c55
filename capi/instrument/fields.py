"""Fields: what an instrument asks or knows before, where each stands on the page, and what its filter is in each mode."""

from collections.abc import Mapping

from capi.instrument.expression import STATES, Expression, both, field_names
from capi.instrument.faults import nearest
from capi.instrument.lines import Lines
from capi.instrument.model import Fact, Instrument, Mode, Question
from capi.instrument.reachability import Effort, Possible

BEFORE_ALL = -1
"""The place of a fact, which is known before the first question."""
MOST_SUGGESTIONS = 20


class Fields:
    """`position` counts questions in the order of the page; of two with the same name, the first counts."""

    def __init__(self, instrument: Instrument, lines: Lines) -> None:
        self.lines = lines
        self.modes = instrument.modes
        self.asked: dict[str, Question | Fact] = {fact.name: fact for fact in instrument.facts}
        self.position = {fact.name: BEFORE_ALL for fact in instrument.facts}
        for at, question in enumerate(instrument.questions):
            self.asked.setdefault(question.name, question)
            self.position.setdefault(question.name, at)
        self._filters = {mode: _filters(instrument, mode) for mode in instrument.modes}
        self.unsound: set[str] = set()
        """Questions whose filter makes no sense, so that nothing follows from it."""
        self._possible: dict[Mode, Possible] = {}
        self._effort = Effort()
        self._suggestions = 0

    def filter_of(self, name: str, mode: Mode) -> Expression | None:
        return self._filters[mode].get(name)

    def filters(self, mode: Mode) -> Mapping[str, Expression]:
        """The filters of the questions that have one, those of their sections included."""
        return self._filters[mode]

    def certain(self, expression: Expression) -> bool:
        """Whether all that it reads is known, and was read without fault."""
        return all(name in self.asked and name not in self.lines.doubtful for name in field_names(expression))

    def possible(self, mode: Mode) -> Possible:
        """What answers are possible in the mode; filters with faults filter nothing there."""
        if mode not in self._possible:
            filters = {
                name: condition
                for name, condition in self._filters[mode].items()
                if name not in self.unsound and self.certain(condition)
            }
            self._possible[mode] = Possible(self.asked, filters, mode, self._effort)
        return self._possible[mode]

    def is_unknown(self, name: str) -> bool:
        return name not in self.asked and name not in self.lines.lost

    def remedy(self, name: str, *more: str) -> str:
        """What an unknown name may have meant; `more` are names that can stand there too."""
        if name in STATES:
            return f"Write `... is {name}` to ask for that state."
        self._suggestions += 1
        if self._suggestions > MOST_SUGGESTIONS:
            return "Correct it, or add the question."
        return nearest(name, (*self.asked, *more))


def _filters(instrument: Instrument, mode: Mode) -> dict[str, Expression]:
    filters: dict[str, Expression] = {}
    for section in instrument.sections:
        for question in section.questions:
            condition = both(section.asked_if, question.presentation(mode).asked_if)
            if condition is not None:
                filters.setdefault(question.name, condition)
    return filters
