"""Small instruments drawn at random: questions of several types, filters and edits of every kind of condition, fills, a fact,

computed fields, and rosters, nested too, whose rows come by a number or by "anyone else?" and are gone through again later.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec.structs
from hypothesis import strategies as st

from capi.engine.answers import NotAccepted
from capi.engine.interview import Interview, NotSuppressed
from capi.engine.page import Page
from capi.engine.plan import Plan, plan
from capi.instrument.address import address, parted
from capi.instrument.expression import (
    POSITION,
    ROW,
    Among,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Expression,
    FieldName,
    Has,
    Is,
    Not,
    Number,
    Or,
    OverRows,
    RowsFunction,
    State,
    field_names,
)
from capi.instrument.model import (
    Answer,
    Category,
    Choice,
    CodeAll,
    Computed,
    ComputedVariant,
    Edit,
    Fact,
    Instrument,
    Missing,
    Mode,
    Place,
    Presentation,
    Question,
    Roster,
    RowChoice,
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
_YES_NO = (Category(1, 1, ("Yes",)), Category(2, 2, ("No",)), Category(3, 3, ("Not sure",)))
_CODED_ANSWERS: tuple[Answer, ...] = ((1,), (2, 3), (1, 3), Missing.DONT_KNOW, Missing.REFUSED)
_ROW_ANSWERS: tuple[Answer, ...] = (1, 2, 3, Missing.REFUSED)
_FUNCTIONS: tuple[RowsFunction, ...] = ("count", "sum", "least", "most", "first")
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


@dataclass(frozen=True, slots=True)
class InSight:
    """What can be read at a place of the page: fields here and around, and rosters with the fields of their rows."""

    fields: tuple[str, ...]
    rosters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows: bool = False
    near: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of the rosters, those of this page: their rows can be gone through again."""

    def with_field(self, name: str) -> "InSight":
        return InSight((*self.fields, name), self.rosters, self.rows, self.near)

    def with_roster(self, name: str, fields: tuple[str, ...]) -> "InSight":
        roster = (name, fields)
        return InSight(self.fields, (*self.rosters, roster), self.rows, (*self.near, roster))

    def in_row(self, fields: tuple[str, ...] = ()) -> "InSight":
        return InSight((*self.fields, *fields), self.rosters, rows=True)


def condition(tape: Tape, sight: InSight, deepest: int = 2) -> Expression:
    """A condition over what is in sight, of any kind there is."""
    kind = tape.upto(8 if deepest else 4)
    match kind:
        case 0:
            return Compare(_field(tape, sight), tape.one_of(_COMPARISONS), Number(tape.upto(4)))
        case 1:
            return Compare(_value(tape, sight), tape.one_of(_COMPARISONS), _value(tape, sight))
        case 2:
            values = tuple(tape.upto(4) for _ in range(1 + tape.upto(2)))
            return Among(tape.one_of((_field, _sum))(tape, sight), values, tape.chance())
        case 3:
            return Is(FieldName(tape.one_of(sight.fields)), tape.one_of(_STATES), tape.chance())
        case 4:
            return Has(FieldName(tape.one_of(sight.fields)), tuple({1 + tape.upto(2), 1 + tape.upto(2)}))
        case 5:
            return Not(condition(tape, sight, deepest - 1))
        case 6 if sight.rosters:
            roster, fields = tape.one_of(sight.rosters)
            inside = condition(tape, InSight(fields or (FACT,)), 0)
            return OverRows(tape.one_of(("any", "all")), roster, None, inside)
        case _:
            parts = tuple(condition(tape, sight, deepest - 1) for _ in range(2 + tape.upto(1)))
            return And(parts) if kind == 7 else Or(parts)


def _field(tape: Tape, sight: InSight) -> Expression:
    if sight.rosters and tape.upto(2) == 1:
        return _over_rows(tape, sight)
    if sight.rows and tape.upto(3) == 1:
        return FieldName(tape.one_of((ROW, POSITION)))
    return FieldName(tape.one_of(sight.fields))


def _over_rows(tape: Tape, sight: InSight) -> Expression:
    roster, fields = tape.one_of(sight.rosters)
    inside = condition(tape, InSight(fields or (FACT,)), 0) if tape.chance() and fields else None
    function = tape.one_of(_FUNCTIONS) if fields else "count"
    return OverRows(function, roster, None if function == "count" else FieldName(tape.one_of(fields)), inside)


def _sum(tape: Tape, sight: InSight) -> Expression:
    other = _field(tape, sight) if tape.chance() else Number(tape.upto(4))
    return Arithmetic(_field(tape, sight), tape.one_of(("+", "-", "*", "/")), other)


def _value(tape: Tape, sight: InSight) -> Expression:
    kind = tape.upto(2)
    if kind == 0:
        return Number(tape.upto(4))
    return _field(tape, sight) if kind == 1 else _sum(tape, sight)


def small_plan(tape: Tape) -> Plan:
    """One to three parts, of which some are rosters; with some edits."""
    drawing = _Drawing(tape)
    sight = InSight((FACT,))
    sections: list[Section] = []
    for _ in range(1 + tape.upto(3)):
        section, sight = drawing.section(sight, 2)
        sections.append(section)
    asked = tuple(name for name in sight.fields if name != FACT)
    edits = drawing.edits(InSight(asked, sight.rosters)) if asked else ()
    sections.append(Section("Edits", ("",), (), _HERE, edits=edits))
    drawn = Instrument(
        name="drawn",
        version="1",
        title=("Drawn",),
        modes=(Mode.TELEPHONE,),
        languages=("en",),
        sections=tuple(sections),
        facts=(Fact(FACT, (), WholeNumber(0, 4), _HERE),),
        rosters=tuple(drawing.rosters),
    )
    return plan(drawn, Mode.TELEPHONE)


class _Drawing:
    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.names = 0
        self.rosters: list[Roster] = []

    def name(self, letter: str) -> str:
        self.names += 1
        return f"{letter}{self.names}"

    def section(self, sight: InSight, deepest: int) -> tuple[Section, InSight]:
        kind = self.tape.upto(5)
        if kind in (1, 2) and deepest:
            return self.roster(sight, deepest)
        if kind == 3 and sight.near:
            return self.again(sight), sight
        name = self.name("S")
        asked_if = condition(self.tape, sight) if self.tape.upto(2) == 1 else None
        parts: list[Question | Section] = []
        for _ in range(1 + self.tape.upto(2)):
            question = self.question(sight)
            parts.append(question)
            sight = sight.with_field(question.name)
        return Section(name, (name,), tuple(parts), _HERE, asked_if), sight

    def roster(self, sight: InSight, deepest: int) -> tuple[Section, InSight]:
        name, tape = self.name("R"), self.tape
        asked_if = condition(tape, sight) if tape.upto(3) == 1 else None
        by_number = tape.chance()
        inside, parts = sight.in_row(), list[Question | Section]()
        for _ in range(1 + tape.upto(2)):
            part: Question | Section
            if tape.upto(4) == 1 and deepest > 1:
                part, inside = self.section(inside, deepest - 1)
            else:
                part = self.question(inside)
                inside = inside.with_field(part.name)
            parts.append(part)
        own = inside.fields[len(sight.fields) :]
        size = _value(tape, sight) if by_number else None
        named = f"{{{own[0]}}}" if own else "row"
        least = tape.upto(2)
        self.rosters.append(Roster(name, (), (named,), _HERE, size, least, max(1, least + tape.upto(1))))
        another = (
            None if by_number else Question(self.name("A"), (), Choice(), Presentation(("More?",), _YES_NO), _HERE)
        )
        edits = self.edits(InSight(own, (), rows=True)) if own and tape.chance() else ()
        section = Section(
            name, (name,), tuple(parts), _HERE, asked_if, edits, roster=name, collects=True, another=another
        )
        after = sight.with_roster(name, own)
        return section, after if another is None else after.with_field(another.name)

    def again(self, sight: InSight) -> Section:
        """The rows gone through a second time."""
        tape, name = self.tape, self.name("F")
        roster, fields = tape.one_of(sight.near)
        inside = sight.in_row(fields)
        asked_if = condition(tape, inside) if tape.chance() else None
        question = self.question(inside)
        return Section(name, (name,), (question,), _HERE, asked_if, roster=roster)

    def question(self, sight: InSight) -> Question:
        tape, name = self.tape, self.name("Q")
        text = f"{name}, after {{{tape.one_of(sight.fields)}|nothing}}?" if tape.chance() else f"{name}?"
        presentation = Presentation((text,), asked_if=condition(tape, sight) if tape.chance() else None)
        match tape.upto(7):
            case 6:
                first = msgspec.structs.replace(_CATEGORIES[0], offered_if=condition(tape, sight))
                offering = msgspec.structs.replace(presentation, categories=(first, *_CATEGORIES[1:]))
                return Question(name, (), Choice() if tape.chance() else CodeAll(3), offering, _HERE)
            case 7 if sight.rosters:
                roster, fields = tape.one_of(sight.rosters)
                chosen = condition(tape, InSight(fields or (FACT,)), 0) if tape.chance() else None
                return Question(name, (), RowChoice(roster, chosen), presentation, _HERE)
            case 0 | 1:
                return Question(name, (), WholeNumber(0, 4), presentation, _HERE)
            case 2:
                coded = msgspec.structs.replace(presentation, categories=_CATEGORIES)
                return Question(name, (), CodeAll(2), coded, _HERE)
            case 3:
                variants = (
                    ComputedVariant(_value(tape, sight), condition(tape, sight)),
                    ComputedVariant(_value(tape, sight) if tape.chance() else None),
                )
                computed = Computed(variants, once=tape.chance())
                return Question(name, (), WholeNumber(0, 4), presentation, _HERE, computed=computed)
            case _:
                return Question(
                    name, (), Choice(), msgspec.structs.replace(presentation, categories=_CATEGORIES), _HERE
                )

    def edits(self, sight: InSight) -> tuple[Edit, ...]:
        return tuple(self.edit(self.name("E"), sight) for _ in range(self.tape.upto(3)))

    def edit(self, name: str, sight: InSight) -> Edit:
        tape = self.tape
        fails_if = condition(tape, sight)
        involved = dict.fromkeys([*_read(fails_if), *([tape.one_of(sight.fields)] if tape.chance() else [])])
        message = (f"{{{sight.fields[0]}|None}} breaks {name}.",)
        return Edit(name, tape.chance(), fails_if, message, tuple(involved), _HERE)


def _read(expression: Expression) -> list[str]:
    rosters = {part.roster for part in _parts(expression) if isinstance(part, OverRows)}
    return [name for name in field_names(expression) if name not in (*rosters, ROW, POSITION)]


def _parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    match expression:
        case Not(part) | Among(part, _, _):
            yield from _parts(part)
        case Compare(left, _, right) | Arithmetic(left, _, right):
            yield from (*_parts(left), *_parts(right))
        case And(parts) | Or(parts):
            for part in parts:
                yield from _parts(part)
        case OverRows(_, _, value, inside):
            for each in (value, inside):
                yield from _parts(each) if each is not None else ()
        case _:
            return


plans = st.binary(min_size=300, max_size=300).map(lambda choices: small_plan(Tape(choices)))
facts: st.SearchStrategy[dict[str, Answer]] = st.sampled_from(({}, *({FACT: value} for value in range(5))))


def answers_to(plan: Plan, field: str) -> tuple[Answer, ...]:
    """Answers to the question; yes to "anyone else?" is none."""
    question = plan.question(parted(field)[0])
    if isinstance(question.type, CodeAll):
        return _CODED_ANSWERS
    if isinstance(question.type, RowChoice):
        return _ROW_ANSWERS
    if isinstance(question.type, WholeNumber):
        return _NUMBER_ANSWERS
    return _CHOICE_ANSWERS[1:] if question.usual.categories is _YES_NO else _CHOICE_ANSWERS


@dataclass(frozen=True, slots=True)
class Step:
    """Something an interviewer does; `which` and `what` choose the question and the answer among those there are."""

    kind: str
    which: int
    what: int


_KINDS = (
    *("none", "answer", "answer", "answer", "answer", "add", "answer there", "clear", "back", "go to", "on", "end"),
    *("suppress", "remove", "restore"),
)


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
        case "add":
            _add(interview, step)
        case "remove" | "restore":
            _change_rows(interview, step)
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
    possible = answers_to(interview.plan, field)
    with contextlib.suppress(NotAccepted):  # the row is not there, or the category not offered
        interview.answer(field, possible[step.what % len(possible)])


def _add(interview: Interview, step: Step) -> None:
    """Somebody else there is, where that is asked and there are not very many."""
    asked = [field for field in interview.route() if adds_a_row(interview.plan, field)]
    if asked:
        interview.answer(asked[step.which % len(asked)], 1)


def adds_a_row(plan: Plan, field: str) -> bool:
    page, at = plan.where[parted(field)[0]]
    return at in page.another


def _change_rows(interview: Interview, step: Step) -> None:
    rosters = [
        address(page.roster.name, frame)
        for page in interview.plan.pages
        if page.roster is not None
        for frame in rows_around(interview, page)
    ]
    rows = [
        address(parted(roster)[0], (*parted(roster)[1], row))
        for roster in rosters
        for row in (interview.rows(roster) if step.kind == "remove" else interview.removed(roster))
    ]
    if rows:
        change = interview.remove_row if step.kind == "remove" else interview.restore_row
        change(rows[step.which % len(rows)])


def rows_around(interview: Interview, page: Page) -> list[tuple[int, ...]]:
    """The rows in sight that each have rows of this page's roster."""
    if page.outer is None or page.outer.roster is None:
        return [()]
    name = page.outer.roster.name
    return [
        (*around, row) for around in rows_around(interview, page.outer) for row in interview.rows(address(name, around))
    ]


def _suppress(interview: Interview) -> None:
    for failed in interview.failed():
        try:
            interview.suppress(failed.name, "Because")
        except NotSuppressed:
            assert failed.hard
