"""What may surprise a newcomer in a condition: a comparison that holds because there is no answer at all."""

from collections.abc import Iterator, Sequence

from capi.instrument.condition_sense import place_of
from capi.instrument.expression import (
    Among,
    And,
    Compare,
    Expression,
    Has,
    Is,
    Not,
    Or,
    OverRows,
    conditions_in,
    conjuncts,
)
from capi.instrument.faults import Faults
from capi.instrument.fields import WORDS, Fields
from capi.instrument.model import Mode
from capi.instrument.other_rows import of_chosen, picked_by
from capi.instrument.positive_form import positive_form
from capi.instrument.reading import Scalar
from capi.instrument.reads import Rosters, beside, in_rows_of, over_rows

Guards = tuple[Expression, ...]
"""What holds wherever a part of a condition counts."""


class Surprises:
    """Warns; a condition that says what it means with `is answered`, or within an `and`, is left alone."""

    def __init__(self, fields: Fields, faults: Faults) -> None:
        self.fields = fields
        self.faults = faults
        self._guards: Guards = ()
        self._given: set[str] = set()
        self._flat: set[Expression] = set()

    def in_condition(
        self, expression: Expression, written: Scalar, modes: Sequence[Mode], guards: Guards = (), rows: Rosters = ()
    ) -> None:
        """A filter, or the condition of a fill or an edit; `guards` hold wherever it is looked at, in sight of these rows."""
        self.orders(expression, written)
        if not self.fields.certain(expression) or not all(self.fields.certain(guard) for guard in guards):
            return
        self.negations(expression, written, modes, guards)
        self.no_rows(expression, written, modes, guards)
        for part in over_rows(expression):
            if part.condition is not None:
                self.own_rows(part, part.condition, expression, written, rows)
                self.orders(part.condition, written)
                there = self.fields.holds_in_rows(in_rows_of(part.roster, rows, self.fields.paths))
                self.negations(part.condition, written, modes, () if there is None else conjuncts(there))

    def own_rows(
        self, part: OverRows, condition: Expression, expression: Expression, written: Scalar, rows: Rosters
    ) -> None:
        """A choice that each row has of its own is read in each row gone through, not in the row in sight."""
        path = self.fields.paths.get(part.roster)
        if path is None or rows[: len(path)] != path:
            return
        for name in picked_by(condition):
            if self.fields.chosen.get(name) == part.roster and self.fields.rows.get(name) == path:
                message = f"{part.function}({part.roster}, ...) reads {name} in each row it goes through, not in the row in sight"
                remedy = f"Write {of_chosen(expression, name, part.roster)}."
                self.faults.warn("OWN-ROW", place_of(name, written), message, remedy)

    def negations(self, expression: Expression, written: Scalar, modes: Sequence[Mode], guards: Guards) -> None:
        stated = _stated(expression)
        for name, around in _negative(positive_form(expression), guards):
            if name not in stated and any(not self.is_asked(name, around, mode) for mode in modes):
                self.warn_unasked(name, written)

    def warn_unasked(self, name: str, written: Scalar) -> None:
        message = f"the condition also holds where {name} is not asked at all"
        remedy = f"If that is not meant, add `and {name} is not unanswered`."
        self.faults.warn("NEGATIVE-UNASKED", place_of(name, written), message, remedy)

    def no_rows(self, expression: Expression, written: Scalar, modes: Sequence[Mode], guards: Guards) -> None:
        """`all` holds of no rows; who counts them in the same condition has thought of it."""
        for part, around in _leaves(positive_form(expression), guards):
            if not isinstance(part, OverRows) or part.function != "all":
                continue
            counted = (
                over.roster for guard in (expression, *around) for over in over_rows(guard) if over.function != "all"
            )
            if part.roster not in counted and any(self.may_be_empty(part.roster, around, mode) for mode in modes):
                message = f"the condition also holds where there are no rows of {part.roster}"
                remedy = f"If that is not meant, add `and count({part.roster}) > 0`."
                self.faults.warn("ALL-OF-NONE", place_of(part.roster, written), message, remedy)

    def may_be_empty(self, name: str, guards: Guards, mode: Mode) -> bool:
        roster, part = self.fields.rosters.get(name), self.fields.collected.get(name)
        if roster is None or part is None:
            return False
        if roster.size is not None or roster.at_least == 0:
            return True
        condition = part.filter
        if condition is None or not self.fields.certain(condition):
            return False
        return self.fields.possible(mode).can_hold(And((*guards, Not(condition))), otherwise=False)

    def orders(self, expression: Expression, written: Scalar) -> None:
        stated = _stated(expression)
        for part in conditions_in(positive_form(expression)):
            order = isinstance(part, Not) and isinstance(part.part, Compare)
            for name in sorted(set(beside(part)) - stated - WORDS if order else ()):
                message = f"`not` before an order also holds where {name} has no value"
                remedy = "Turn the comparison round: write `A >= 5` for `not A < 5`."
                self.faults.warn("NEGATED-ORDER", place_of(name, written), message, remedy)

    def is_asked(self, name: str, guards: Guards, mode: Mode) -> bool:
        """Whether the field is on the route wherever the guards hold, as far as that can be tried out."""
        if guards is not self._guards:
            self._guards, self._given = guards, _given(guards)
            self._flat = {part for guard in guards for part in conjuncts(guard)}
        if name in self.fields.unasked[mode]:
            # Nobody gets here in the mode if the guards cannot hold without it.
            return name in self._given or not self.fields.possible(mode).can_hold(And(guards), otherwise=False)
        condition = self.fields.filter_of(name, mode)
        if condition is None or name in self.fields.unsound or not self.fields.certain(condition):
            return True
        if name in self._given or all(part in self._flat for part in conjuncts(condition)):
            return True
        return not self.fields.possible(mode).can_hold(And((*guards, Not(condition))), otherwise=False)


def _leaves(expression: Expression, guards: Guards) -> Iterator[tuple[Expression, Guards]]:
    """The single conditions it is made of, each with what must hold for it to count."""
    match expression:
        case And(parts):
            for part in parts:
                yield from _leaves(part, (*guards, *parts))
        case Or(parts):
            for part in parts:
                yield from _leaves(part, guards)
        case _:
            yield expression, guards


def _negative(expression: Expression, guards: Guards) -> Iterator[tuple[str, Guards]]:
    """The fields in comparisons that hold without an answer, with what must hold for them to count."""
    for part, around in _leaves(expression, guards):
        if (isinstance(part, Compare) and part.operator == "!=") or (isinstance(part, Among) and part.negated):
            yield from ((name, around) for name in beside(part))
        elif isinstance(part, Not) and isinstance(part.part, Has):
            yield part.part.field.name, around


def _given(guards: Guards) -> set[str]:
    """The fields that have an answer, or a missing state, where the guards hold."""
    given: set[str] = set()
    for guard in guards:
        for part in conjuncts(guard):
            match part:
                case Compare(_, sign, _) if sign != "!=":
                    given.update(beside(part))
                case Among(_, _, False) | Has():
                    given.update(beside(part))
                case Is(field, state, negated) if (state == "unanswered") is negated:
                    given.add(field.name)
                case _:
                    continue
    return given


def _stated(expression: Expression) -> set[str]:
    """The fields whose state the condition asks for: its author has thought of it."""
    return {part.field.name for part in conditions_in(expression) if isinstance(part, Is)}
