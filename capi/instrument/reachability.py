"""Reachability: whether any answers at all make a condition hold. Tried out, in the order of the page, over the answers that count."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from capi.instrument.evaluation import Condition, Scope, compile_condition
from capi.instrument.expression import (
    POSITION,
    ROW,
    Among,
    And,
    Compare,
    Expression,
    FieldName,
    Is,
    Not,
    Number,
    Or,
    String,
    conditions_in,
    conjuncts,
    field_names,
)
from capi.instrument.model import (
    Answer,
    Choice,
    Coded,
    DecimalNumber,
    Fact,
    Missing,
    Mode,
    Question,
    Switch,
    Verbatim,
    WholeNumber,
)

MOST_FIELDS = 40
"""Filters are followed back to so many fields; beyond, every answer counts as possible."""
MOST_STEPS = 2_000
MOST_STEPS_IN_ALL = 400_000
"""Of one instrument; what remains after that counts as possible."""

_ANOTHER_TEXT = "\N{HORIZONTAL ELLIPSIS}"


class TooMuch(Exception):
    """There is too much to try."""


@dataclass(slots=True)
class Effort:
    """What may still be tried for one instrument."""

    steps: int = MOST_STEPS_IN_ALL

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch


@dataclass(frozen=True, slots=True)
class _Filter:
    holds: Condition
    reads: tuple[str, ...]


class Possible:
    """The answers that respondents can give in one mode. `filters` are those of the questions that have one.

    A condition in rows is tried out for one row: what it reads there are single answers, like those outside.
    What goes through rows, and what is compared with dates, rows or computed numbers, is taken for possible.

    Every field has a place in one list of values, in the order of the page; a comparison that is not tried
    out but taken for one that may hold or not has a place there too.
    """

    def __init__(
        self, asked: Mapping[str, Question | Fact], filters: Mapping[str, Expression], mode: Mode, effort: Effort
    ) -> None:
        self.asked = asked
        self.mode = mode
        self.effort = effort
        self.index = {name: at for at, name in enumerate(asked)}
        self.seen: list[Answer | None] = [None] * len(asked)
        self.constants: dict[str, set[int | Decimal | str]] = {}
        self.fresh = 0
        self.asked_for_state: set[str] = set()
        self.known: dict[str, tuple[Answer | None, ...]] = {}
        self.filters = filters
        self.compiled: dict[str, _Filter] = {}
        for condition in filters.values():
            self.notice(condition)

    def notice(self, condition: Expression) -> int:
        """Notes what the condition compares answers with: the other answers are all alike to it. How many parts it has."""
        parts = list(conditions_in(condition))
        for part in parts:
            if isinstance(part, Is):
                self.asked_for_state.add(part.field.name)
                self.known.pop(part.field.name, None)
            for name, constant in _compared(part):
                self.constants.setdefault(name, set()).add(constant)
                self.known.pop(name, None)
        return len(parts)

    def can_hold(self, condition: Expression, *, otherwise: bool = True) -> bool:
        """Whether some answers make it hold; `otherwise` where there is too much to try."""
        try:
            self.effort.spend(1)
            self.effort.spend(self.notice(condition))
            return self.tried(self.decidable(condition))
        except TooMuch:
            return otherwise

    def tried(self, condition: Expression) -> bool:
        direct = tuple(dict.fromkeys(field_names(condition)))
        fields = sorted(self.followed(direct), key=self.order)
        self.effort.spend(2 * len(fields))
        if len(fields) > 2 * MOST_FIELDS:
            raise TooMuch
        rank = {name: at for at, name in enumerate(fields)}
        scope = Scope(self.index)
        checks: list[list[Condition]] = [[] for _ in fields]
        for part in conjuncts(condition):
            checks[max(rank[name] for name in field_names(part))].append(compile_condition(part, scope))
        steps = [
            (self.index[name], self.answers(name), self.filter_within(name, rank), checks[at])
            for name, at in rank.items()
        ]
        try:
            return _found(steps, self.seen, Effort(min(MOST_STEPS, self.effort.steps)), self.effort)
        finally:
            for name in fields:
                self.seen[self.index[name]] = None

    def followed(self, direct: tuple[str, ...]) -> list[str]:
        """The fields, and those that their filters read, nearest first, up to a limit.

        One field alone needs no following: whatever its filter, some answers lead to it, or it was told of itself.
        """
        fields = list(direct)
        if len(direct) == 1:
            return fields
        found = set(fields)
        for name in fields:
            if len(fields) > MOST_FIELDS:
                break
            if name in self.filters:
                new = [read for read in self.filter(name).reads if read not in found]
                found.update(new)
                fields += new
        return fields

    def filter(self, name: str) -> _Filter:
        if name not in self.compiled:
            condition = self.decidable(self.filters[name])
            reads = tuple(dict.fromkeys(field_names(condition)))
            self.compiled[name] = _Filter(compile_condition(condition, Scope(self.index)), reads)
        return self.compiled[name]

    def order(self, name: str) -> int:
        """In the order of the page, after what is only taken for possible."""
        return self.index[name] if name in self.asked else -1

    def filter_within(self, name: str, rank: Mapping[str, int]) -> Condition | None:
        """The filter of the question; None where it has none, or reads what is not tried or comes later."""
        if name not in self.filters:
            return None
        found, at = self.filter(name), rank[name]
        return found.holds if all(rank.get(read, at) < at for read in found.reads) else None

    def decidable(self, condition: Expression) -> Expression:
        """The condition with each comparison of several answers, or of a sum, taken for one that may hold or not."""
        match condition:
            case Compare(FieldName(name), _, Number() | String()) | Compare(
                Number() | String(), _, FieldName(name)
            ) if self.is_tried(name):
                return condition
            case Among(FieldName(name)) if self.is_tried(name):
                return condition
            case Is(FieldName(name)) if name in self.asked:
                return condition
            case Not(part):
                return Not(self.decidable(part))
            case And(parts):
                return And(tuple(self.decidable(part) for part in parts))
            case Or(parts):
                return Or(tuple(self.decidable(part) for part in parts))
            case _:
                name = f"?{condition!r}"
                if not {ROW, POSITION}.isdisjoint(field_names(condition)):
                    # What is written alike in two places may be read in the rows of two rosters.
                    self.fresh += 1
                    name = f"?{self.fresh}"
                if name not in self.index:
                    self.index[name] = len(self.seen)
                    self.seen.append(None)
                return Is(FieldName(name), "answered", negated=False)

    def is_tried(self, name: str) -> bool:
        """Whether the values of the field are known well enough to be tried out in a comparison."""
        asked = self.asked.get(name)
        if asked is None or not isinstance(asked.type, _TRIED):
            return False
        return isinstance(asked, Fact) or asked.computed is None or isinstance(asked.type, Choice)

    def answers(self, name: str) -> tuple[Answer | None, ...]:
        """Answers worth trying, and None for there being none."""
        if name not in self.known:
            self.known[name] = (*self.worth_trying(name), None)
        return self.known[name]

    def worth_trying(self, name: str) -> tuple[Answer, ...]:
        if name not in self.asked:
            return (1,)
        asked = self.asked[name]
        if isinstance(asked, Question) and not asked.presentation(self.mode).asked:
            return ()
        constants = self.constants.get(name, set())
        states = self.states(asked) if name in self.asked_for_state else ()
        match asked.type:
            case Choice():
                return (*self.categories(asked, constants), *states)
            case Switch():
                return (1, 2)
            case WholeNumber(minimum, maximum):
                near = _near(constants, 1)
                return (
                    *sorted({int(value) for value in near if minimum <= value <= maximum} | {minimum, maximum}),
                    *states,
                )
            case DecimalNumber(minimum, maximum, places):
                near = _near(constants, Decimal(1).scaleb(-places))
                within = {value for value in near if minimum <= value <= maximum}
                return (*sorted(within | {minimum, maximum}), *states)
            case Verbatim() | Coded():
                return (*sorted(value for value in constants if isinstance(value, str)), _ANOTHER_TEXT, *states)
            case _:
                return (_ANOTHER_TEXT, *states)

    def categories(self, asked: Question | Fact, constants: set[int | Decimal | str]) -> Iterator[int]:
        """The categories that conditions name, and one of the others."""
        offered = asked.presentation(self.mode).categories if isinstance(asked, Question) else asked.categories
        another = False
        for category in offered:
            if isinstance(category.value, int) and (category.value in constants or not another):
                another = another or category.value not in constants
                yield category.value

    def states(self, asked: Question | Fact) -> tuple[Missing, ...]:
        if isinstance(asked, Fact):
            return ()
        offered = {category.value for category in asked.presentation(self.mode).categories}
        if self.mode.has_interviewer:
            offered |= {Missing.DONT_KNOW, Missing.REFUSED}
        return tuple(state for state in Missing if state in offered)


_TRIED = (Choice, Switch, WholeNumber, DecimalNumber, Verbatim, Coded)


def _near(constants: Iterable[int | Decimal | str], step: int | Decimal) -> set[int | Decimal]:
    """The numbers that conditions name, with those just below and above that the field can take."""
    numbers = (Decimal(value) for value in constants if not isinstance(value, str))
    below = {(value / step).to_integral_value(ROUND_FLOOR) * step for value in numbers if value.is_finite()}
    return {value + by * step for value in below for by in (-1, 0, 1, 2)}


_Step = tuple[int, tuple[Answer | None, ...], Condition | None, list[Condition]]
"""The place of a field, the answers to try there, its filter, and what must hold once it has one."""


def _found(steps: list[_Step], seen: list[Answer | None], effort: Effort, in_all: Effort, at: int = 0) -> bool:
    """Whether the fields can have answers so that all holds; given up as soon as a part fails."""
    if at == len(steps):
        return True
    place, answers, on_route, checks = steps[at]
    for answer in answers if on_route is None or on_route(seen) else (None,):
        effort.spend(1)
        in_all.spend(1)
        seen[place] = answer
        if all(check(seen) for check in checks) and _found(steps, seen, effort, in_all, at + 1):
            return True
    return False


def _compared(part: Expression) -> Iterable[tuple[str, int | Decimal | str]]:
    match part:
        case Compare(FieldName(name), _, Number(value) | String(value)):
            return ((name, value),)
        case Compare(Number(value) | String(value), _, FieldName(name)):
            return ((name, value),)
        case Among(FieldName(name), values, _):
            return ((name, value) for value in values)
        case _:
            return ()
