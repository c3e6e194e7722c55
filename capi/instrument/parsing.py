"""Parsing: the text of a condition or a value becomes a tree. Our own, and bounded in length, depth and size: a file comes from outside."""

from collections.abc import Callable
from decimal import Decimal

from capi.instrument.expression import (
    COMPARISONS,
    DATE_FUNCTIONS,
    OF,
    POSITION,
    RESERVED,
    ROW,
    ROWS_FUNCTIONS,
    STATES,
    TODAY,
    Among,
    And,
    Arithmetic,
    Compare,
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
    String,
    is_value,
)
from capi.instrument.tokens import ExpressionFault, Token, number, tokens

LONGEST = 4_000
DEEPEST = 40
MOST_NODES = 1_000
MOST_TERMS = 40


def parse(text: str) -> Expression:
    """The tree of a condition. Raises ExpressionFault, never anything else, whatever the text."""
    _refuse_long(text, "condition")
    expression = _Parser(text, "condition").whole()
    if is_value(expression):
        remedy = "Compare it with something, or write `is answered`."
        raise ExpressionFault("this is a value, not a condition", 0, remedy)
    return expression


def parse_value(text: str) -> Expression:
    """The tree of a value: an answer, a number, a text, or what is computed from them. Raises as `parse` does.

    >>> parse_value("Pay * 12")
    Arithmetic(left=FieldName(name='Pay'), operator='*', right=Number(value=12))
    """
    _refuse_long(text, "computation")
    expression = _Parser(text, "computation").whole()
    if not is_value(expression):
        remedy = "Write `if:` before the condition, and beside it a value."
        raise ExpressionFault("this is a condition, not a value", 0, remedy)
    return expression


def _refuse_long(text: str, what: str) -> None:
    if len(text) > LONGEST:
        message = f"the {what} is longer than {LONGEST} characters"
        raise ExpressionFault(message, 0, "Split it over several questions.")


class _Parser:
    """Recursive descent, one method per level of binding: or, and, not, comparison, sum, product, atom."""

    def __init__(self, text: str, what: str) -> None:
        self.what = what
        self.tokens = list(tokens(text, what))
        self.at = 0
        self.depth = 0
        self.nodes = 0

    def whole(self) -> Expression:
        expression = self.disjunction()
        if self.here.kind != "end":
            word = self.here.text.lower()
            remedy = f"Write `{word}` in small letters." if word in RESERVED else "Join conditions with `and` or `or`."
            raise self.fault(f"did not expect {self.found} here", remedy)
        return expression

    @property
    def here(self) -> Token:
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
            raise self.fault(f"the {self.what} has more than {MOST_NODES} parts", "Split it over several questions.")

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
        if is_value(part):
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
            raise self.fault(
                f"brackets or `not` are nested more than {DEEPEST} deep", f"Write the {self.what} flatter."
            )

    def comparison(self) -> Expression:
        self.count()
        left = self.sum()
        if not is_value(left):
            return left
        operator = self.take(*COMPARISONS)
        if operator is not None:
            right = self.value(self.sum())
            if self.here.kind == "sign" and self.here.text in COMPARISONS:
                raise self.fault("comparisons cannot be chained", "Write `A < B and B < C`.")
            return Compare(left, operator, right)  # type: ignore[arg-type]  # one of COMPARISONS
        if self.take("is"):
            return self.state_of(left)
        if self.take("has"):
            return self.coded_in(left)
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

    def coded_in(self, left: Expression) -> Expression:
        if not isinstance(left, FieldName):
            raise self.fault("only a question has categories coded", "Write its name before `has`.")
        start = self.here.column
        several = self.here.text == "("
        values = self.values() if several else (self.listed(),)
        numbers = tuple(value for value in values if isinstance(value, int))
        if len(numbers) < len(values):
            raise ExpressionFault("categories are named by their values", start, "Write `has 3` or `has (1, 2)`.")
        return Has(left, numbers)

    def values(self) -> tuple[int | str, ...]:
        self.need("(")
        values = [self.listed()]
        while self.take(","):
            values.append(self.listed())
        self.need(")")
        return tuple(values)

    def listed(self) -> int | str:
        self.count()
        value = self.atom()
        if isinstance(value, Number | String) and not isinstance(value.value, Decimal):
            return value.value
        raise self.fault("a list holds whole numbers or quoted texts only", "Write the values out: `in (1, 2)`.")

    def sum(self) -> Expression:
        return self.chain(self.product, "+", "-")

    def product(self) -> Expression:
        return self.chain(self.atom, "*", "/")

    def chain(self, part: Callable[[], Expression], *signs: str) -> Expression:
        """Parts joined by such signs, worked out from left to right."""
        left = part()
        terms = 1
        while sign := self.take(*signs):
            self.count()
            terms += 1
            if terms > MOST_TERMS:
                raise self.fault(f"the sum has more than {MOST_TERMS} terms", "Use fewer terms.")
            left = Arithmetic(self.value(left), sign, self.value(part()))  # type: ignore[arg-type]  # one of the operators
        return left

    def value(self, part: Expression) -> Expression:
        if is_value(part):
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
        if token.kind == "name" and token.text not in RESERVED and self.here.text == "(":
            raise self.no_function(token)
        match token.kind:
            case "number":
                return number(token)
            case "string":
                return String(token.text[1:-1])
            case "name" if token.text not in RESERVED or token.text in (ROW, POSITION, TODAY):
                return FieldName(token.text)
            case "name" if token.text in ROWS_FUNCTIONS:
                return self.bracketed(lambda: self.over_rows(token.text))
            case "name" if token.text in DATE_FUNCTIONS:
                return self.bracketed(lambda: self.of_date(token.text))
            case "name" if token.text == OF:
                return self.bracketed(self.of_row)
            case "sign" if token.text == "-" and self.here.kind == "number":
                return self.negative()
            case "sign" if token.text == "(":
                self.at -= 1
                return self.bracketed(self.disjunction)
        self.at -= 1
        raise self.fault(f"expected a field or a value, found {self.found}", "See `Conditions` in FORMAT.md.")

    def no_function(self, token: Token) -> ExpressionFault:
        word = token.text.lower()
        if word in RESERVED:
            return ExpressionFault(
                f"did not expect `{token.text}` here", token.column, f"Write `{word}` in small letters."
            )
        remedy = f"There are: {', '.join((*ROWS_FUNCTIONS, OF, *DATE_FUNCTIONS))}."
        return ExpressionFault(f"there is no function {token.text[:40]}(...)", token.column, remedy)

    def bracketed(self, inside: Callable[[], Expression]) -> Expression:
        self.need("(")
        self.deeper()
        expression = inside()
        self.depth -= 1
        self.need(")")
        return expression

    def over_rows(self, function: str) -> Expression:
        """What stands in the brackets: the roster, then a value for those that give one, then a condition."""
        if self.here.kind != "name" or self.here.text in RESERVED:
            remedy = f"Write the roster first: `{_OVER_ROWS[function]}`."
            raise self.fault(f"expected the name of a roster, found {self.found}", remedy)
        roster = self.here.text
        self.at += 1
        value = condition = None
        if function not in ("count", "any", "all"):
            self.next_argument(function, _OVER_ROWS[function])
            value = self.value(self.sum())
        if function in ("any", "all"):
            self.next_argument(function, _OVER_ROWS[function])
            condition = self.row_condition()
        elif self.take(","):
            condition = self.row_condition()
        return OverRows(function, roster, value, condition)  # type: ignore[arg-type]  # one of ROWS_FUNCTIONS

    def row_condition(self) -> Expression:
        start = self.here.column
        condition = self.disjunction()
        if is_value(condition):
            remedy = "Compare it: `count(People, Age >= 16)`."
            raise ExpressionFault("the rows are chosen by a condition, not by a value", start, remedy)
        return condition

    def of_row(self) -> Expression:
        """What stands in the brackets: the question that was answered with a row, then a value of that row."""
        if self.here.kind != "name" or self.here.text in RESERVED:
            remedy = f"Write it first: `{_OF_ROW}`."
            raise self.fault(f"expected a question that chooses a row, found {self.found}", remedy)
        chosen = FieldName(self.here.text)
        self.at += 1
        self.next_argument(OF, _OF_ROW)
        return OfRow(chosen, self.value(self.sum()))

    def of_date(self, function: str) -> Expression:
        arguments = [self.value(self.sum())]
        while len(arguments) < DATE_FUNCTIONS[function]:  # type: ignore[index]  # one of DATE_FUNCTIONS
            self.next_argument(function, _OF_DATE[function])
            arguments.append(self.value(self.sum()))
        if self.here.text == ",":
            raise self.fault(f"`{function}` takes no more values", f"Write `{_OF_DATE[function]}`.")
        return OfDate(function, tuple(arguments))  # type: ignore[arg-type]  # one of DATE_FUNCTIONS

    def next_argument(self, function: str, example: str) -> None:
        if not self.take(","):
            raise self.fault(f"`{function}` needs more, found {self.found}", f"Write it like `{example}`.")


_OVER_ROWS = {
    "count": "count(People, Age >= 16)",
    "any": "any(People, Age >= 16)",
    "all": "all(People, Age >= 16)",
    "sum": "sum(People, Pay)",
    "least": "least(People, Age)",
    "most": "most(People, Age)",
    "first": "first(People, Name)",
}
_OF_ROW = "of(Mother, Age)"
_OF_DATE = {
    "age": "age(DateOfBirth, Interviewed)",
    "year": "year(DateOfBirth)",
    "month": "month(DateOfBirth)",
    "days_between": "days_between(Began, Ended)",
    "months_between": "months_between(Began, Ended)",
    "days_after": "days_after(Began, 14)",
    "sunday_before": "sunday_before(Began)",
}
