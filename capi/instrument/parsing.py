"""Parsing: the text of a condition becomes a tree. Our own, and bounded in length, depth and size: a file comes from outside."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from capi.instrument.expression import (
    COMPARISONS,
    RESERVED,
    STATES,
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
    Sum,
)

LONGEST = 4_000
DEEPEST = 40
MOST_NODES = 1_000
MOST_TERMS = 40
LARGEST_NUMBER = 10**15


class ExpressionFault(ValueError):
    """The text is not a condition. `column` counts from 0 within the condition."""

    def __init__(self, message: str, column: int, remedy: str) -> None:
        super().__init__(message)
        self.column = column
        self.remedy = remedy


def parse(text: str) -> Expression:
    """The tree of a condition. Raises ExpressionFault, never anything else, whatever the text."""
    if len(text) > LONGEST:
        raise ExpressionFault(
            f"the condition is longer than {LONGEST} characters", 0, "Split it over several questions."
        )
    return _Parser(text).whole()


_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<string>"[^"\n]*"|'[^'\n]*')"""
    r"""|(?P<sign>==|!=|<=|>=|<|>|\(|\)|,|\+|-)|(?P<odd>\S))"""
)
_REMEDIES = {
    "=": "Write `==` to compare.",
    "!": "Write `not`, or `!=` to compare.",
    "&": "Write `and`.",
    "|": "Write `or`.",
    ".": "Use whole numbers.",
    '"': "Close the quotation.",
    "'": "Close the quotation.",
    "“": 'Use straight quotes: ".',
    "‘": "Use straight quotes: '.",
    "≠": "Write `!=`.",
    "≤": "Write `<=`.",
    "≥": "Write `>=`.",
}


class _Token(Struct, frozen=True):
    kind: str
    text: str
    column: int


class _Parser:
    """Recursive descent, one method per level of binding: or, and, not, comparison, sum, atom."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0
        self.nodes = 0

    def whole(self) -> Expression:
        expression = self.disjunction()
        if self.here.kind != "end":
            word = self.here.text.lower()
            remedy = f"Write `{word}` in small letters." if word in RESERVED else "Join conditions with `and` or `or`."
            raise self.fault(f"did not expect {self.found} here", remedy)
        if isinstance(expression, Number | String | FieldName | Sum):
            raise ExpressionFault(
                "this is a value, not a condition", 0, "Compare it with something, or write `is answered`."
            )
        return expression

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    @property
    def found(self) -> str:
        return f"`{self.here.text[:40]}`" if self.here.kind != "end" else "the end"

    def fault(self, message: str, remedy: str) -> ExpressionFault:
        return ExpressionFault(message, self.here.column, remedy)

    def take(self, *texts: str) -> str | None:
        """The text of the token here if it is one of these words or signs, having moved past it."""
        token = self.tokens[self.at]
        if token.text in texts and token.kind in ("name", "sign"):
            self.at += 1
            return token.text
        return None

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise self.fault(f"expected `{sign}`, found {self.found}", f"Write `{sign}` here.")

    def count(self) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.fault(f"the condition has more than {MOST_NODES} parts", "Split it over several questions.")

    def disjunction(self) -> Expression:
        parts = self.joined("or", self.conjunction)
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Expression:
        parts = self.joined("and", self.negation)
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def joined(self, word: str, part: Callable[[], Expression]) -> list[Expression]:
        start = self.here.column
        parts = [part()]
        while self.take(word):
            if len(parts) == 1:
                self.condition(parts[0], start)
            start = self.here.column
            parts.append(self.condition(part(), start))
        return parts

    def condition(self, part: Expression, start: int) -> Expression:
        if isinstance(part, Number | String | FieldName | Sum):
            message = "`and`, `or` and `not` join conditions, not values"
            raise ExpressionFault(message, start, "Compare each value: `A == 1 or A == 2`.")
        return part

    def negation(self) -> Expression:
        if not self.take("not"):
            return self.comparison()
        self.deeper()
        start = self.here.column
        part = Not(self.condition(self.negation(), start))
        self.depth -= 1
        return part

    def deeper(self) -> None:
        self.count()
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault(f"brackets or `not` are nested more than {DEEPEST} deep", "Write the condition flatter.")

    def comparison(self) -> Expression:
        self.count()
        left = self.sum()
        if isinstance(left, Compare | Among | Is | Not | And | Or):
            return left
        operator = self.take(*COMPARISONS)
        if operator is not None:
            right = self.value(self.sum())
            if self.here.kind == "sign" and self.here.text in COMPARISONS:
                raise self.fault("comparisons cannot be chained", "Write `A < B and B < C`.")
            return Compare(left, operator, right)  # type: ignore[arg-type]  # one of COMPARISONS
        if self.take("is"):
            return self.state_of(left)
        if self.take("in"):
            return Among(left, self.values(), negated=False)
        if self.here.text == "not" and self.tokens[self.at + 1].text == "in":
            self.at += 2
            return Among(left, self.values(), negated=True)
        return left

    def state_of(self, left: Expression) -> Expression:
        if not isinstance(left, FieldName):
            raise self.fault("only a field has a state", "Write a field's name before `is`.")
        negated = self.take("not") is not None
        state = self.take(*STATES)
        if state is None:
            raise self.fault(f"{self.found} is not a state", f"Write one of: {', '.join(STATES)}.")
        return Is(left, state, negated)  # type: ignore[arg-type]  # one of STATES

    def values(self) -> tuple[int | str, ...]:
        self.need("(")
        values: list[int | str] = []
        while True:
            self.count()
            value = self.atom()
            if not isinstance(value, Number | String):
                raise self.fault("a list holds numbers or quoted texts only", "Write the values out: `in (1, 2)`.")
            values.append(value.value)
            if not self.take(","):
                break
        self.need(")")
        return tuple(values)

    def sum(self) -> Expression:
        left = self.atom()
        terms = 1
        while sign := self.take("+", "-"):
            self.count()
            terms += 1
            if terms > MOST_TERMS:
                raise self.fault(f"the sum has more than {MOST_TERMS} terms", "Use fewer terms.")
            left = Sum(self.value(left), sign == "-", self.value(self.atom()))
        return left

    def value(self, part: Expression) -> Expression:
        if isinstance(part, Number | String | FieldName | Sum):
            return part
        raise self.fault(
            "a condition stands where a value belongs", "Compare values, and join conditions with `and` or `or`."
        )

    def negative(self) -> Number:
        inner = self.atom()
        return Number(-inner.value) if isinstance(inner, Number) else Number(0)

    def atom(self) -> Expression:
        token = self.here
        self.at += 1
        match token.kind:
            case "number":
                return _number(token)
            case "string":
                return String(token.text[1:-1])
            case "name" if token.text not in RESERVED:
                return FieldName(token.text)
            case "sign" if token.text == "-" and self.here.kind == "number":
                return self.negative()
            case "sign" if token.text == "(":
                self.deeper()
                inside = self.disjunction()
                self.depth -= 1
                self.need(")")
                return inside
        self.at -= 1
        raise self.fault(f"expected a field or a value, found {self.found}", "See `Conditions` in FORMAT.md.")


def _number(token: _Token) -> Number:
    value = int(token.text) if len(token.text) <= 16 else LARGEST_NUMBER + 1
    if value > LARGEST_NUMBER:
        raise ExpressionFault("the number is too large", token.column, f"Use at most {LARGEST_NUMBER}.")
    if str(value) != token.text:
        raise ExpressionFault(f"{token.text} begins with a zero", token.column, f"Write {value}.")
    return Number(value)


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while found := _TOKEN.match(text, at):
        kind = found.lastgroup or "odd"
        token = _Token(kind, found[kind], found.start(kind))
        if kind == "odd":
            remedy = _REMEDIES.get(token.text, "Remove it; texts go in quotes.")
            raise ExpressionFault(f"`{token.text}` has no meaning in a condition", token.column, remedy)
        yield token
        at = found.end()
    yield _Token("end", "", len(text))
