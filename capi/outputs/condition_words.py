"""Conditions in words: `Wrking == 1` as “Paid work [Wrking] is “Yes””, for readers who do not know the variables."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import assert_never

from capi.instrument.expression import (
    POSITION,
    ROW,
    TODAY,
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
    OfDate,
    Or,
    OverRows,
    State,
    String,
)
from capi.instrument.model import (
    Category,
    Date,
    Fact,
    Information,
    Instrument,
    Missing,
    Mode,
    PartialDate,
    Question,
    Switch,
    Text,
    Time,
)
from capi.instrument.text import FillPlace, TextFault, parts
from capi.outputs.questionnaire import Span, Spans, joined, listed, said

_NUMBERS: dict[Comparison, tuple[str, str]] = {
    "==": ("is ", ""),
    "!=": ("is not ", " (or has no answer)"),
    "<": ("is less than ", ""),
    "<=": ("is ", " or less"),
    ">": ("is more than ", ""),
    ">=": ("is ", " or more"),
}
_AGAINST: dict[Comparison, tuple[str, str]] = {
    **_NUMBERS,
    "<=": ("is at most ", ""),
    ">=": ("is at least ", ""),
}
_DAYS: dict[Comparison, tuple[str, str]] = {
    **_NUMBERS,
    "<": ("is before ", ""),
    "<=": ("is not after ", ""),
    ">": ("is after ", ""),
    ">=": ("is not before ", ""),
}
_STATES: dict[State, tuple[str, str]] = {
    "answered": ("has an answer", "has no answer"),
    "unanswered": ("was not asked or not answered", "was asked and answered"),
    "missing": ("is don’t know, refused or not applicable", "is not don’t know, refused or not applicable"),
    "dont_know": ("is don’t know", "is not don’t know"),
    "refused": ("is refused", "is not refused"),
    "not_applicable": ("is not applicable", "is not “not applicable”"),
}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_OWN_NAMES = {ROW: "this row", POSITION: "the place of this row", TODAY: "the day of the interview"}


class ConditionWords:
    """For one instrument, in one of its languages, with the categories as one mode prints them."""

    def __init__(self, instrument: Instrument, language: int, mode: Mode) -> None:
        self._language = language
        self._mode = mode
        self._known: dict[str, Question | Fact] = {each.name: each for each in instrument.questions}
        self._known |= {fact.name: fact for fact in instrument.facts}
        self._rosters = {roster.name: roster for roster in instrument.rosters}

    def words(self, text: Text) -> str:
        """As written in the language, or in the first where it has none."""
        return (text[self._language] or text[0]) if text else ""

    def field(self, name: str) -> Spans:
        """`Paid work [Wrking]`"""
        if name in _OWN_NAMES:
            return said(_OWN_NAMES[name])
        known = self._known.get(name)
        label = self.words(known.label) if known else ""
        return said(f"{label} " if label and label != name else "", Span(f"[{name}]", "name", name))

    def roster(self, name: str) -> Spans:
        title = self.words(self._rosters[name].title) if name in self._rosters else ""
        return said(f"“{title or name}”")

    def routing(self, condition: Expression) -> tuple[str, tuple[Spans, ...]]:
        """What joins the parts, and the parts: several only where one sentence would be hard to read."""
        if isinstance(condition, And | Or):
            word = "and" if isinstance(condition, And) else "or"
            found = tuple(self._of_one_subject(condition.parts, word, bracketed=False))
            nested = any(isinstance(part, And | Or) for part in condition.parts)
            if len(found) > 2 or (nested and len(found) > 1):
                # Each on a line of its own, and so in need of no brackets.
                return ("all of these hold:" if isinstance(condition, And) else "any of these holds:"), found
        return "", (self.condition(condition),)

    def condition(self, condition: Expression) -> Spans:
        match condition:
            case Compare() | Among() | Has() | Is():
                subject, predicate = self._sentence(condition)
                return said(subject, " ", predicate)
            case Not(Compare(left, "==", right)):
                return self.condition(Compare(left, "!=", right))
            case Not(Has(field, values)):
                return said(self.field(field.name), " does not include ", self._coded(field, values))
            case Not(part):
                return said("it is not so that ", self._bracketed(part))
            case And(of):
                return self._all(of, "and")
            case Or(of):
                return self._all(of, "or")
            case OverRows("any" | "all" as function, roster, _, held) if held is not None:
                rows = "at least one row of " if function == "any" else "every row of "
                return said("for ", rows, self.roster(roster), ", ", self.condition(held))
            case Number() | String() | FieldName() | Arithmetic() | OfDate() | OverRows():
                return self.value(condition)
            case _:
                assert_never(condition)

    def value(self, value: Expression) -> Spans:
        match value:
            case Number(number):
                return said(_number(number))
            case String(text):
                return said(f"“{text}”")
            case FieldName(name):
                return self.field(name)
            case Arithmetic(left, sign, right):
                return said(self._term(left), f" {_SIGNS[sign]} ", self._term(right))
            case OfDate(function, arguments):
                return self._of_date(function, [self.value(each) for each in arguments])
            case OverRows(function, roster, of, condition):
                return self._over_rows(function, roster, of, condition)
            case _:
                return self.condition(value)

    def category(self, name: str, number: int | Decimal) -> Spans:
        """What a value of the field stands for: the text of its category, else the number itself."""
        found = next((each for each in self._categories(name) if each.value == number), None)
        return said(_number(number)) if found is None else said("“", self._flat(found.text), "”")

    def _all(self, of: Sequence[Expression], word: str) -> Spans:
        found = tuple(self._of_one_subject(of, word))
        simple = len(found) == len(of) and not any(isinstance(part, Among | Has) for part in of)
        return joined(found, f" {word} " if simple else f", {word} ")

    def is_computed(self, name: str) -> bool:
        """Whether it is set, not asked."""
        known = self._known.get(name)
        return isinstance(known, Fact) or (known is not None and known.computed is not None)

    def is_date(self, name: str) -> bool:
        return name in self._known and isinstance(self._known[name].type, Date | PartialDate)

    def _of_one_subject(self, of: Sequence[Expression], word: str, *, bracketed: bool = True) -> Iterable[Spans]:
        """Each part in words; neighbours about the same field share its name: `Age is 16 or more and is less than 65`."""
        about: Spans | None = None
        found: list[list[Spans]] = []
        for part in of:
            if isinstance(part, Compare | Among | Has | Is):
                subject, predicate = self._sentence(part)
                if subject == about:
                    found[-1].append(said(f", {word} ", predicate))
                else:
                    found.append([said(subject, " ", predicate)])
                about = subject
            else:
                found.append([self._bracketed(part) if bracketed else self.condition(part)])
                about = None
        return (said(*each) for each in found)

    def _sentence(self, condition: Compare | Among | Has | Is) -> tuple[Spans, Spans]:
        match condition:
            case Compare(left, sign, right):
                return self._comparison(left, sign, right)
            case Among(left, values, negated):
                said_values = [
                    self._named(left, value) if isinstance(value, int) else said(f"“{value}”") for value in values
                ]
                if negated:
                    return self.value(left), said("is not ", listed(said_values, "or"), " (or has no answer)")
                return self.value(left), said("is ", listed(said_values, "or"))
            case Has(field, values):
                return self.field(field.name), said("includes ", self._coded(field, values))
            case Is(field, state, negated):
                return self.field(field.name), said(self._state(field.name, state, negated))

    def _comparison(self, left: Expression, sign: Comparison, right: Expression) -> tuple[Spans, Spans]:
        match left, sign, right:
            case FieldName(name), "==" | "!=", Number(number) if self._is_switch(name):
                return self.field(name), said("is on" if (number == 1) == (sign == "==") else "is off")
            case FieldName("position"), "==", Number(1):
                return said("this row"), said("is the first")
            case FieldName("position"), ">" | "!=", Number(1):
                return said("this row"), said("is not the first")
            case FieldName(name), "==" | "!=", Number(1) if self._is_information(name):
                return self.field(name), said("has been shown" if sign == "==" else "has not been shown")
        days = self._is_day(left) or self._is_day(right)
        before, after = (_DAYS if days else _NUMBERS if isinstance(right, Number) else _AGAINST)[sign]
        against = self._named(left, right.value) if isinstance(right, Number) else self.value(right)
        return self.value(left), said(before, against, after)

    def _state(self, name: str, state: State, negated: bool) -> str:
        """In the words of the category where the question prints one for the state."""
        if state in ("dont_know", "refused", "not_applicable"):
            printed = next((each for each in self._categories(name) if each.value is Missing(state)), None)
            if printed is not None:
                return f"is {'not ' if negated else ''}“{self._flat(printed.text)}”"
        return _STATES[state][negated]

    def _named(self, left: Expression, number: int | Decimal) -> Spans:
        return self.category(left.name, number) if isinstance(left, FieldName) else said(_number(number))

    def _coded(self, field: FieldName, values: Sequence[int]) -> Spans:
        return listed([self.category(field.name, value) for value in values], "or")

    def _term(self, part: Expression) -> Spans:
        return said("(", self.value(part), ")") if isinstance(part, Arithmetic) else self.value(part)

    def _bracketed(self, part: Expression) -> Spans:
        """Where it would otherwise run into what comes after it."""
        return said("(", self.condition(part), ")") if isinstance(part, And | Or | OverRows) else self.condition(part)

    def _of_date(self, function: str, arguments: list[Spans]) -> Spans:
        first, last = arguments[0], arguments[-1]
        match function:
            case "age":
                return said("the age on ", last, " of someone born on ", first)
            case "year" | "month":
                return said(f"the {function} of ", first)
            case "days_between" | "months_between":
                return said(f"the whole {function.split('_')[0]} from ", first, " to ", last)
            case "days_after":
                return said(last, " days after ", first)
        return said("the last Sunday before ", first)

    def _over_rows(self, function: str, roster: str, of: Expression | None, condition: Expression | None) -> Spans:
        where = said(" for which ", self.condition(condition)) if condition else ()
        rows = said("rows of ", self.roster(roster), where)
        match function, of:
            case "count", _:
                return said("the number of ", rows)
            case "first", FieldName("row"):
                return said("the first of the ", rows)
            case "first", value if value is not None:
                return said(self.value(value), " in the first of the ", rows)
        kind = {"sum": "sum", "least": "smallest", "most": "largest"}.get(function, function)
        return said(f"the {kind} {'of ' if kind == 'sum' else ''}", self.value(of) if of else "", " over the ", rows)

    def _categories(self, name: str) -> tuple[Category, ...]:
        known = self._known.get(name)
        if isinstance(known, Question):
            return known.presentation(self._mode).categories or known.usual.categories
        return known.categories if known else ()

    def _is_switch(self, name: str) -> bool:
        return name in self._known and isinstance(self._known[name].type, Switch)

    def _is_information(self, name: str) -> bool:
        return name in self._known and isinstance(self._known[name].type, Information)

    def _is_day(self, value: Expression) -> bool:
        match value:
            case FieldName(name):
                return name == TODAY or (
                    name in self._known and isinstance(self._known[name].type, Date | PartialDate | Time)
                )
            case OfDate(function):
                return function in ("days_after", "sunday_before")
            case OverRows(_, _, of) if of is not None:
                return self._is_day(of)
        return False

    def _flat(self, text: Text) -> str:
        """One line, with places to fill by their names."""
        words = self.words(text)
        try:
            cut = parts(words)
        except TextFault:
            return words
        return " ".join("".join(f"‹{each.name}›" if isinstance(each, FillPlace) else each for each in cut).split())


def _number(value: int | Decimal) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
