"""Conditions in words: `Wrking == 1` as “Paid work [Wrking] is “Yes””, for readers who do not know the variables."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias, assert_never

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
    OfRow,
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
from capi.instrument.positive_form import positive_form
from capi.instrument.text import FillPlace, TextFault, parts
from capi.outputs.documents.questionnaire import Span, Spans, joined, listed, plain, said

_NUMBERS: dict[Comparison, tuple[str, str]] = {
    "==": ("is ", ""),
    "!=": ("is not ", ""),
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
    "on": ("is on", "is off"),
    "off": ("is off", "is on"),
}
_OPPOSITES: dict[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_OWN_NAMES = {ROW: "this row", POSITION: "the place of this row", TODAY: "the day of the interview"}

_Single: TypeAlias = Compare | Among | Has | Is


class ConditionWords:
    """For one instrument, in one of its languages, with the categories as one mode prints them."""

    def __init__(self, instrument: Instrument, language: int, mode: Mode) -> None:
        self.language = language
        self._mode = mode
        self._known: dict[str, Question | Fact] = {each.name: each for each in instrument.questions}
        self._known |= {fact.name: fact for fact in instrument.facts}
        self._rosters = {roster.name: roster for roster in instrument.rosters}

    def words(self, text: Text) -> str:
        """As written in the language, or in the first where it has none."""
        return (text[self.language] or text[0]) if text else ""

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
        condition = positive_form(condition)
        if isinstance(condition, And | Or):
            of = tuple(_parts(condition))
            found = tuple(self._of_one_subject(of, "and" if isinstance(condition, And) else "or", bracketed=False))
            nested = any(isinstance(part, And | Or) for part in of)
            if len(found) > 2 or (nested and len(found) > 1):
                # Each on a line of its own, and so in need of no brackets.
                return ("all of these hold:" if isinstance(condition, And) else "any of these holds:"), found
        return "", (self._said(condition),)

    def condition(self, condition: Expression) -> Spans:
        return self._said(positive_form(condition))

    def _said(self, condition: Expression) -> Spans:
        """In positive form."""
        match condition:
            case Compare() | Among() | Has() | Is():
                return self._sentence(condition)
            case Not(Compare() | Has() as denied):
                return self._sentence(denied, denied=True)
            case And() | Or():
                return self._all(condition)
            case OverRows("any" | "all" as function, roster, _, held) if held is not None:
                rows = "at least one row of " if function == "any" else "every row of "
                return said("for ", rows, self.roster(roster), ", ", self.condition(held))
            case Not(OverRows(function, roster, _, held)) if held is not None:
                rows = "for no row of " if function == "any" else "not for every row of "
                return said(rows, self.roster(roster), ", ", self.condition(held))
            case Not(part):
                return said("not: ", self._bracketed(part))
            case Number() | String() | FieldName() | Arithmetic() | OfDate() | OfRow() | OverRows():
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
            case OfRow(chosen, of):
                return said(self._term(of), " of the row chosen at ", self.field(chosen.name))
            case OverRows(function, roster, of, condition):
                return self._over_rows(function, roster, of, condition)
            case _:
                return self.condition(value)

    def category(self, name: str, number: int | Decimal) -> Spans:
        """What a value of the field stands for: the text of its category, else the number itself."""
        found = next((each for each in self._categories(name) if each.value == number), None)
        return said(_number(number)) if found is None else said("“", self._flat(found.text), "”")

    def _all(self, condition: And | Or) -> Spans:
        of = tuple(_parts(condition))
        word = "and" if isinstance(condition, And) else "or"
        found = tuple(self._of_one_subject(of, word))
        simple = len(found) == len(of) and not any(isinstance(part, Among | Has | Not) for part in of)
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
            denied = isinstance(part, Not)
            single = part.part if isinstance(part, Not) else part
            if isinstance(single, Compare | Among | Has | Is):
                subject, predicate = self._about(single, denied=denied)
                if subject == about:
                    found[-1].append(said(f", {word} ", predicate))
                else:
                    found.append([said(subject, " ", predicate)])
                about = subject
            else:
                found.append([self._bracketed(part) if bracketed else self._said(part)])
                about = None
        return (said(*each) for each in found)

    def _sentence(self, condition: _Single, *, denied: bool = False) -> Spans:
        subject, predicate = self._about(condition, denied=denied)
        return said(subject, " ", predicate)

    def _about(self, condition: _Single, *, denied: bool = False) -> tuple[Spans, Spans]:
        """What it is about, and what it says of that; of `denied` the opposite."""
        match condition:
            case Compare(left, sign, right):
                return self._comparison(left, sign, right, denied=denied)
            case Among(left, values, negated):
                said_values = listed(
                    [self._named(left, value) if isinstance(value, int) else said(f"“{value}”") for value in values],
                    "or",
                )
                if negated:
                    return self.value(left), said("is not ", said_values, self._or_none(left))
                return self.value(left), said("is ", said_values)
            case Has(field, values):
                coded = listed([self.category(field.name, value) for value in values], "or")
                if denied:
                    return self.field(field.name), said("does not include ", coded, self._or_none(field))
                return self.field(field.name), said("includes ", coded)
            case Is(field, state, negated):
                return self.field(field.name), said(self._state(field.name, state, negated))

    def _comparison(
        self, left: Expression, sign: Comparison, right: Expression, *, denied: bool
    ) -> tuple[Spans, Spans]:
        match left, sign, right:
            case FieldName(name), "==" | "!=", Number(number) if self._is_switch(name):
                return self.field(name), said("is on" if (number == 1) == (sign == "==") else "is off")
            case FieldName("position"), "==", Number(1):
                return said("this row"), said("is the first")
            case FieldName("position"), ">" | "!=", Number(1) if not denied:
                return said("this row"), said("is not the first")
            case FieldName(name), "==" | "!=", Number(1) if self._is_information(name):
                return self.field(name), said("has been shown" if sign == "==" else "has not been shown")
        days = self._is_day(left) or self._is_day(right)
        words = _DAYS if days else _NUMBERS if isinstance(right, Number) else _AGAINST
        before, after = words[_OPPOSITES[sign] if denied else sign]
        against = self._named(left, right.value) if isinstance(right, Number) else self.value(right)
        without = self._or_none(left, right) if denied or sign == "!=" else ""
        return self.value(left), said(before, against, after, without)

    def _or_none(self, left: Expression, right: Expression | None = None) -> str:
        """What a denial adds, as it holds too where there is nothing to compare."""
        match self._may_lack(left), right is not None and self._may_lack(right):
            case True, True:
                return " (or one of them has no answer)"
            case True, False:
                return " (or has no answer)"
            case False, True:
                return " (or the latter has no answer)"
        return ""

    def _may_lack(self, value: Expression) -> bool:
        """Whether it can be without a value."""
        match value:
            case FieldName(name):
                return name not in _OWN_NAMES and not self._is_switch(name)
            case OverRows("count" | "sum") | Number() | String():
                return False
        return True

    def _state(self, name: str, state: State, negated: bool) -> str:
        """In the words of the category where the question prints one for the state."""
        if state in ("dont_know", "refused", "not_applicable"):
            printed = next((each for each in self._categories(name) if each.value is Missing(state)), None)
            if printed is not None:
                return f"is {'not ' if negated else ''}“{self._flat(printed.text)}”"
        return _STATES[state][negated]

    def _named(self, left: Expression, number: int | Decimal) -> Spans:
        match left:
            case FieldName(name) | OfRow(_, FieldName(name)) | OverRows("first", _, FieldName(name)):
                return self.category(name, number)
        return said(_number(number))

    def _term(self, part: Expression) -> Spans:
        return said("(", self.value(part), ")") if isinstance(part, Arithmetic) else self.value(part)

    def _bracketed(self, part: Expression) -> Spans:
        """Where it would otherwise run into what comes after it."""
        return said("(", self._said(part), ")") if isinstance(part, And | Or | OverRows | Not) else self._said(part)

    def _of_date(self, function: str, arguments: list[Spans]) -> Spans:
        first, last = arguments[0], arguments[-1]
        match function:
            case "age":
                return said("the age on ", last, " of someone born on ", first)
            case "year" | "month":
                return said(f"the {function} of ", first)
            case "days_between" | "months_between":
                return said(f"the number of whole {function.split('_')[0]} from ", first, " to ", last)
            case "days_after":
                return said(last, " day after " if plain(last) == "1" else " days after ", first)
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
        kind = {"sum": "sum", "least": "smallest value", "most": "largest value"}.get(function, function)
        return said(f"the {kind} of ", self.value(of) if of else "", " over the ", rows)

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
            case OfRow(_, of):
                return self._is_day(of)
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


def _parts(condition: And | Or) -> Iterator[Expression]:
    """Those of an `and` inside an `and` among them: brackets there would tell nothing."""
    for part in condition.parts:
        if type(part) is type(condition):
            yield from _parts(part)
        else:
            yield part
