"""Reachability: whether any answers at all make a condition hold. Tried out, in the order of the page, over the answers that count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from capi.instrument.evaluation import Condition, compile_condition
from capi.instrument.expression import (
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
from capi.instrument.model import Answer, Choice, Fact, Missing, Mode, Question, Verbatim, WholeNumber

MOST_FIELDS = 40
"""Filters are followed back to so many fields; beyond, every answer counts as possible."""
MOST_STEPS = 5_000
MOST_STEPS_IN_ALL = 300_000

_ANOTHER_TEXT = "\N{HORIZONTAL ELLIPSIS}"


class _TooMuch(Exception):
    """There is too much to try."""


@dataclass(slots=True)
class Possible:
    """The answers that respondents can give in one mode. `filters` are those of the questions that have one."""

    asked: Mapping[str, Question | Fact]
    filters: Mapping[str, Expression]
    mode: Mode
    position: dict[str, int] = field(init=False)
    constants: dict[str, set[int | str]] = field(init=False)
    asked_for_state: set[str] = field(init=False)
    steps_left: int = MOST_STEPS_IN_ALL

    def __post_init__(self) -> None:
        self.position = {name: at for at, name in enumerate(self.asked)}
        self.constants = {}
        self.asked_for_state = set()

    def notice(self, expressions: Iterable[Expression]) -> None:
        """Notes what the conditions compare answers with: the other answers are all alike to them."""
        for expression in expressions:
            for name, constant in _compared(expression):
                self.constants.setdefault(name, set()).add(constant)
            self.asked_for_state.update(part.field.name for part in conditions_in(expression) if isinstance(part, Is))

    def can_hold(self, expression: Expression) -> bool:
        """Whether some answers make it hold; True also where there is too much to try."""
        if self.steps_left < 0:
            return True
        self.notice([expression])
        try:
            return _Search(self, _decidable(expression)).found()
        except _TooMuch:
            return True

    def step(self, steps: int = 1) -> None:
        self.steps_left -= steps
        if self.steps_left < 0:
            raise _TooMuch

    def answers(self, name: str) -> tuple[Answer | None, ...]:
        """Answers worth trying, and None for there being none."""
        if name not in self.asked:
            return (1, None)
        asked = self.asked[name]
        constants = self.constants.get(name, set())
        states = self.states(asked) if name in self.asked_for_state else ()
        match asked.type:
            case Choice():
                return (*self.categories(asked, constants), *states, None)
            case WholeNumber(minimum, maximum):
                near = {value + step for value in constants if isinstance(value, int) for step in (-1, 0, 1)}
                within = {value for value in near if minimum <= value <= maximum} | {minimum, maximum}
                return (*sorted(within), *states, None)
            case Verbatim():
                texts = sorted(value for value in constants if isinstance(value, str))
                return (*texts, _ANOTHER_TEXT, *states, None)
            case _:
                assert_never(asked.type)

    def categories(self, asked: Question | Fact, constants: set[int | str]) -> Iterator[int]:
        """The categories that conditions name, and one of the others."""
        another = False
        for category in asked.presentation(self.mode).categories if isinstance(asked, Question) else ():
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


class _Search:
    """One condition: fields get their answers in the order of the page, and are given up as soon as a part fails."""

    def __init__(self, possible: Possible, expression: Expression) -> None:
        self.possible = possible
        filters = _followed(field_names(expression), possible.filters)
        fields = sorted(
            {*field_names(expression), *filters},
            key=lambda name: (possible.position.get(name, -1), name),
        )
        if len(fields) > 2 * MOST_FIELDS:
            raise _TooMuch
        possible.step(len(fields) + len(conjuncts(expression)))
        self.index = {name: at for at, name in enumerate(fields)}
        self.domains = [possible.answers(name) for name in fields]
        self.filters = [self.compiled_filter(name, filters) for name in fields]
        self.parts: list[list[Condition]] = [[] for _ in fields]
        for part in conjuncts(expression):
            last = max(self.index[name] for name in field_names(part))
            self.parts[last].append(compile_condition(part, self.index))
        self.seen: list[Answer | None] = [None] * len(fields)
        self.steps = 0

    def compiled_filter(self, name: str, filters: Mapping[str, Expression]) -> Condition | None:
        """None where the question is always asked, or its filter reads what is not tried."""
        condition = filters.get(name)
        at = self.index[name]
        if condition is None or any(self.index.get(read, at) >= at for read in field_names(condition)):
            return None
        return compile_condition(condition, self.index)

    def found(self, at: int = 0) -> bool:
        if at == len(self.domains):
            return True
        on_route = self.filters[at]
        answers: Sequence[Answer | None] = self.domains[at] if on_route is None or on_route(self.seen) else (None,)
        for answer in answers:
            self.possible.step()
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise _TooMuch
            self.seen[at] = answer
            if all(part(self.seen) for part in self.parts[at]) and self.found(at + 1):
                return True
        return False


def _followed(names: Iterable[str], filters: Mapping[str, Expression]) -> dict[str, Expression]:
    """The filters of the fields, and of those they read, nearest first, up to a limit."""
    found: dict[str, Expression] = {}
    fields = list(dict.fromkeys(names))
    for name in fields:
        if len(fields) > MOST_FIELDS:
            break
        if name in filters:
            found[name] = _decidable(filters[name])
            fields += [read for read in dict.fromkeys(field_names(found[name])) if read not in fields]
    return found


def _decidable(expression: Expression) -> Expression:
    """The condition with each comparison of several answers, or of a sum, taken for one that may hold or not."""
    match expression:
        case Compare(FieldName(), _, Number() | String()) | Compare(Number() | String(), _, FieldName()):
            return expression
        case Among(FieldName()) | Is():
            return expression
        case Not(part):
            return Not(_decidable(part))
        case And(parts):
            return And(tuple(_decidable(part) for part in parts))
        case Or(parts):
            return Or(tuple(_decidable(part) for part in parts))
        case _:
            return Is(FieldName(f"?{expression!r}"), "answered", negated=False)


def _compared(expression: Expression) -> Iterator[tuple[str, int | str]]:
    for part in conditions_in(expression):
        match part:
            case Compare(FieldName(name), _, Number(value) | String(value)):
                yield name, value
            case Compare(Number(value) | String(value), _, FieldName(name)):
                yield name, value
            case Among(FieldName(name), values, _):
                yield from ((name, value) for value in values)
            case _:
                continue
