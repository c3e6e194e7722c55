"""Tokens: the text of a condition or a value cut into its words, numbers, texts and signs."""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from capi.instrument.expression import Number

LARGEST_NUMBER = 10**15
MOST_PLACES = 6
"""Digits after the point of a number."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<string>"[^"\n]*"|'[^'\n]*')"""
    r"""|(?P<wrong><>|=<|=>|&&|\|\|)|(?P<sign>==|!=|<=|>=|<|>|\(|\)|,|\+|-|\*|/)|(?P<odd>\S))"""
)
_DATE_OR_TIME = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])|[0-9]{1,2}:[0-9]{2}(?![0-9])")
_REMEDIES = {
    "<>": "Write `!=`.",
    "=<": "Write `<=`.",
    "=>": "Write `>=`.",
    "&&": "Write `and`.",
    "||": "Write `or`.",
    "=": "Write `==` to compare.",
    "!": "Write `not`, or `!=` to compare.",
    "&": "Write `and`.",
    "|": "Write `or`.",
    ".": "Write a number such as 0.5, with digits on both sides of the point.",
    '"': "Close the quotation.",
    "'": "Close the quotation.",
    "“": 'Use straight quotes: ".',
    "‘": "Use straight quotes: '.",
    "≠": "Write `!=`.",
    "≤": "Write `<=`.",
    "≥": "Write `>=`.",
    "×": "Write `*`.",
    "÷": "Write `/`.",
    "−": "Write `-`.",
}


class Token(Struct, frozen=True):
    kind: str
    text: str
    column: int


class ExpressionFault(ValueError):
    """The text is not a condition, or not a value. `column` counts from 0 within it."""

    def __init__(self, message: str, column: int, remedy: str) -> None:
        super().__init__(message)
        self.column = column
        self.remedy = remedy


def number(token: Token) -> Number:
    whole, _, places = token.text.partition(".")
    if len(whole) > 16 or int(whole) > LARGEST_NUMBER:
        raise ExpressionFault("the number is too large", token.column, f"Use at most {LARGEST_NUMBER}.")
    if str(int(whole)) != whole:
        written = f"{int(whole)}.{places}" if places else int(whole)
        raise ExpressionFault(f"{token.text[:40]} begins with a zero", token.column, f"Write {written}.")
    if len(places) > MOST_PLACES:
        raise ExpressionFault("the number is too exact", token.column, f"Write at most {MOST_PLACES} decimals.")
    return Number(Decimal(token.text) if places.strip("0") else int(whole))


def tokens(text: str, what: str) -> Iterator[Token]:
    at = 0
    while found := _TOKEN.match(text, at):
        kind = found.lastgroup or "odd"
        token = Token(kind, found[kind], found.start(kind))
        if kind in ("odd", "wrong"):
            remedy = _REMEDIES.get(token.text, "Remove it; texts go in quotes.")
            raise ExpressionFault(f"`{token.text}` has no meaning in a {what}", token.column, remedy)
        if kind == "number" and (quoted := _DATE_OR_TIME.match(text, token.column)):
            message = f"{quoted[0]} is a {'time' if ':' in quoted[0] else 'date'}, and has no quotes"
            raise ExpressionFault(message, token.column, f'Put it in quotes: "{quoted[0]}".')
        yield token
        at = found.end()
    yield Token("end", "", len(text))
