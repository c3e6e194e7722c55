"""Kinds: what sort of value a part of a condition gives, such as a number, a date or a category."""

from typing import Literal, NamedTuple, TypeAlias

from capi.instrument.expression import (
    POSITION,
    ROW,
    TODAY,
    Arithmetic,
    Expression,
    FieldName,
    Number,
    OfDate,
    OfRow,
    OverRows,
    String,
)
from capi.instrument.fields import Fields
from capi.instrument.model import (
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Fact,
    Information,
    PartialDate,
    Question,
    RowChoice,
    Switch,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.instrument.reads import UNSURE, Rosters, in_rows_of

Sort: TypeAlias = Literal[
    "number", "text", "quoted", "category", "categories", "date", "time", "code", "row", "switch", "nothing", "unknown"
]


class Kind(NamedTuple):
    """`of` is the roster of a row, or the frame of a code."""

    sort: Sort
    of: str = ""

    @property
    def words(self) -> str:
        return f"a row of {self.of}" if self.sort == "row" else _WORDS[self.sort]


_WORDS: dict[Sort, str] = {
    "number": "a number",
    "text": "a text",
    "quoted": "a text",
    "category": "a category",
    "categories": "several categories",
    "date": "a date",
    "time": "a time",
    "code": "a code",
    "row": "a row",
    "switch": "on or off",
    "nothing": "no answer",
    "unknown": "unknown",
}
NUMBER, TEXT, DATE, TIME, UNKNOWN = Kind("number"), Kind("text"), Kind("date"), Kind("time"), Kind("unknown")
ORDERED = ("number", "date", "time")


def kind_of_answer(asked: Question | Fact) -> Kind:
    match asked.type:
        case Choice():
            return Kind("category")
        case CodeAll():
            return Kind("categories")
        case WholeNumber() | DecimalNumber():
            return NUMBER
        case Verbatim():
            return TEXT
        case Date() | PartialDate():
            return DATE
        case Time():
            return TIME
        case Coded(frame):
            return Kind("code", frame)
        case RowChoice(roster):
            return Kind("row", roster)
        case Switch():
            return Kind("switch")
        case Information():
            return Kind("nothing")


def kind(side: Expression, rows: Rosters, fields: Fields) -> Kind:
    """What the value is where these rows are in sight."""
    match side:
        case Number() | Arithmetic():
            return NUMBER
        case String():
            return Kind("quoted")
        case FieldName(name):
            return _kind_of_name(name, rows, fields)
        case OfDate(function):
            return DATE if function in ("days_after", "sunday_before") else NUMBER
        case OfRow(FieldName(chosen), value) if chosen in fields.chosen:
            return kind(value, in_rows_of(fields.chosen[chosen], rows, fields.paths), fields)
        case OverRows("count" | "sum"):
            return NUMBER
        case OverRows("least" | "most" | "first", roster, value) if value is not None:
            return kind(value, in_rows_of(roster, rows, fields.paths), fields)
        case _:
            return UNKNOWN


def _kind_of_name(name: str, rows: Rosters, fields: Fields) -> Kind:
    if name in fields.lines.doubtful:
        return UNKNOWN
    if name in fields.asked:
        return kind_of_answer(fields.asked[name])
    if name == ROW and rows and rows[-1] != UNSURE:
        return Kind("row", rows[-1])
    return {POSITION: NUMBER, TODAY: DATE}.get(name, UNKNOWN)


def called(side: Expression) -> str:
    """What a part of a condition is called in a message."""
    match side:
        case FieldName(name):
            return name
        case Number(value):
            return str(value)
        case String(value):
            return f'"{value[:40]}"'
        case OverRows(function, roster):
            return f"{function}({roster}, ...)"
        case OfRow(FieldName(chosen)):
            return f"of({chosen}, ...)"
        case OfDate(function):
            return f"{function}(...)"
        case _:
            return "the computation"
