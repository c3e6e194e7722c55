"""Small instruments drawn at random: choices and numbers, filters and edits of every kind of condition, fills, sections, a fact."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

from capi.engine.interview import Interview, NotSuppressed
from capi.engine.plan import Plan, plan
from capi.instrument.expression import (
    Among,
    And,
    Compare,
    Comparison,
    Expression,
    FieldName,
    Is,
    Not,
    Number,
    Or,
    State,
    Sum,
)
from capi.instrument.model import (
    Answer,
    Category,
    Choice,
    Edit,
    Fact,
    Instrument,
    Missing,
    Mode,
    Place,
    Presentation,
    Question,
    Section,
    WholeNumber,
)

T = TypeVar("T")

FACT = "Size"
_HERE = Place("drawn", 1)
_CATEGORIES = (
    Category(1, 1, ("one",)),
    Category(2, 2, ("two",)),
    Category(3, 3, ("three",)),
    Category(Missing.DONT_KNOW, 4, ("Don’t know",), spontaneous=True),
)
_CHOICE_ANSWERS: tuple[Answer, ...] = (1, 2, 3, Missing.DONT_KNOW, Missing.REFUSED)
_NUMBER_ANSWERS: tuple[Answer, ...] = (0, 1, 2, 3, 4, Missing.DONT_KNOW, Missing.REFUSED)
_COMPARISONS: tuple[Comparison, ...] = ("==", "!=", "<", "<=", ">", ">=")
_STATES: tuple[State, ...] = ("answered", "unanswered", "missing", "dont_know", "refused", "not_applicable")


class Tape:
    """Choices read off a string of bytes: fast to draw for hypothesis, and simpler the more zeros it has."""

    def __init__(self, choices: bytes) -> None:
        self.choices = iter(choices)

    def upto(self, most: int) -> int:
        """A whole number from 0 to `most`; 0 where the tape has ended."""
        return next(self.choices, 0) % (most + 1)

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.upto(len(things) - 1)]

    def chance(self) -> bool:
        return self.upto(1) == 1


def condition(tape: Tape, fields: Sequence[str], deepest: int = 2) -> Expression:
    """A condition over these fields, of any kind there is."""
    kind = tape.upto(6 if deepest else 3)
    match kind:
        case 0:
            return Compare(_field(tape, fields), tape.one_of(_COMPARISONS), Number(tape.upto(4)))
        case 1:
            return Compare(_value(tape, fields), tape.one_of(_COMPARISONS), _value(tape, fields))
        case 2:
            values = tuple(tape.upto(4) for _ in range(1 + tape.upto(2)))
            return Among(tape.one_of((_field, _sum))(tape, fields), values, tape.chance())
        case 3:
            return Is(_field(tape, fields), tape.one_of(_STATES), tape.chance())
        case 4:
            return Not(condition(tape, fields, deepest - 1))
        case _:
            parts = tuple(condition(tape, fields, deepest - 1) for _ in range(2 + tape.upto(1)))
            return And(parts) if kind == 5 else Or(parts)


def _field(tape: Tape, fields: Sequence[str]) -> FieldName:
    return FieldName(tape.one_of(fields))


def _sum(tape: Tape, fields: Sequence[str]) -> Expression:
    return Sum(_field(tape, fields), tape.chance(), _field(tape, fields) if tape.chance() else Number(tape.upto(4)))


def _value(tape: Tape, fields: Sequence[str]) -> Expression:
    kind = tape.upto(2)
    if kind == 0:
        return Number(tape.upto(4))
    return _field(tape, fields) if kind == 1 else _sum(tape, fields)


def small_plan(tape: Tape) -> Plan:
    """One to nine questions in one to three sections, with up to three edits."""
    sections: list[Section] = []
    fields = [FACT]
    for number in range(1 + tape.upto(2)):
        asked_if = condition(tape, fields) if tape.upto(2) == 1 else None
        questions = []
        for _ in range(1 + tape.upto(2)):
            questions.append(_question(tape, f"Q{len(fields)}", fields))
            fields.append(questions[-1].name)
        sections.append(Section(f"S{number}", (f"Section {number}",), tuple(questions), _HERE, asked_if))
    edits = tuple(_edit(tape, f"E{number}", fields[1:]) for number in range(tape.upto(3)))
    sections.append(Section("Edits", ("",), (), _HERE, edits=edits))
    drawn = Instrument(
        name="drawn",
        version="1",
        title=("Drawn",),
        modes=(Mode.TELEPHONE,),
        languages=("en",),
        sections=tuple(sections),
        facts=(Fact(FACT, (), WholeNumber(0, 4), _HERE),),
    )
    return plan(drawn, Mode.TELEPHONE)


def _question(tape: Tape, name: str, before: Sequence[str]) -> Question:
    text = f"{name}, after {{{tape.one_of(before)}|nothing}}?" if tape.chance() else f"{name}?"
    asked_if = condition(tape, before) if tape.chance() else None
    if tape.chance():
        return Question(name, (), WholeNumber(0, 4), Presentation((text,), asked_if=asked_if), _HERE)
    return Question(name, (), Choice(), Presentation((text,), _CATEGORIES, asked_if=asked_if), _HERE)


def _edit(tape: Tape, name: str, fields: Sequence[str]) -> Edit:
    fails_if = condition(tape, fields)
    involved = dict.fromkeys([*_read(fails_if), *([tape.one_of(fields)] if tape.chance() else [])])
    return Edit(name, tape.chance(), fails_if, (f"{{{fields[0]}|None}} breaks {name}.",), tuple(involved), _HERE)


def _read(expression: Expression) -> list[str]:
    match expression:
        case FieldName(name):
            return [name]
        case Is(field, _, _):
            return [field.name]
        case Compare(left, _, right) | Sum(left, _, right):
            return [*_read(left), *_read(right)]
        case Among(left, _, _) | Not(left):
            return _read(left)
        case And(parts) | Or(parts):
            return [name for part in parts for name in _read(part)]
        case _:
            return []


plans = st.binary(min_size=200, max_size=200).map(lambda choices: small_plan(Tape(choices)))
facts: st.SearchStrategy[dict[str, Answer]] = st.sampled_from(({}, *({FACT: value} for value in range(5))))


def answers_to(question: Question) -> tuple[Answer, ...]:
    return _CHOICE_ANSWERS if isinstance(question.type, Choice) else _NUMBER_ANSWERS


@dataclass(frozen=True, slots=True)
class Step:
    """Something an interviewer does; `which` and `what` choose the question and the answer among those there are."""

    kind: str
    which: int
    what: int


_KINDS = ("none", "answer", "answer", "answer", "answer there", "clear", "back", "go to", "on", "end", "suppress")


def walk(tape: Tape) -> list[Step]:
    return [Step(tape.one_of(_KINDS), tape.upto(20), tape.upto(20)) for _ in range(16)]


steps = st.binary(min_size=48, max_size=48).map(lambda choices: walk(Tape(choices)))


def take(interview: Interview, step: Step) -> None:
    """Takes the step as far as it is possible now."""
    route, position = list(interview.route()), interview.position
    reached = list(interview.reached())
    match step.kind:
        case "answer" if position is not None:
            _answer(interview, position, step)
        case "answer there" if route:
            _answer(interview, route[step.which % len(route)], step)
        case "clear" if route:
            interview.clear(route[step.which % len(route)])
        case "go to" if reached:
            interview.go_to(reached[step.which % len(reached)])
        case "suppress":
            _suppress(interview)
        case "back" | "on" | "end":
            _MOVES[step.kind](interview)
        case _:
            return


_MOVES: dict[str, Callable[[Interview], object]] = {
    "back": Interview.back,
    "on": Interview.move_on,
    "end": Interview.go_to_waiting,
}


def _answer(interview: Interview, field: str, step: Step) -> None:
    possible = answers_to(interview.plan.questions[interview.plan.index[field]])
    interview.answer(field, possible[step.what % len(possible)])


def _suppress(interview: Interview) -> None:
    for failed in interview.failed():
        try:
            interview.suppress(failed.name, "Because")
        except NotSuppressed:
            assert failed.hard
