"""The sense of comparisons: what is compared can be alike, and the value that it is compared with can occur."""

import re
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from capi.instrument.calendar import day_of
from capi.instrument.expression import COMPARISONS, Expression, FieldName, Number, OfRow, OverRows, String
from capi.instrument.faults import nearest, shown
from capi.instrument.fields import Fields
from capi.instrument.kinds import ORDERED, Kind, called, kind
from capi.instrument.model import (
    Category,
    Choice,
    CodeAll,
    Date,
    DecimalNumber,
    Fact,
    Missing,
    Question,
    WholeNumber,
)
from capi.instrument.reads import Rosters

Plain: TypeAlias = int | Decimal | str

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_QUOTES = "Put texts in quotes, and numbers without."
_MOST_LISTED = 20
_MOST_WITH_TEXTS = 4


class Misfit(NamedTuple):
    """A fault of a comparison; `at` is the side to look at, `value` the one that cannot occur."""

    code: str
    message: str
    remedy: str
    at: Expression
    value: Plain | None = None


def misfit(left: Expression, sign: str, right: Expression, rows: Rosters, fields: Fields) -> Misfit | None:
    """What is wrong with the comparison; None where nothing is, or where too little is known."""
    sides = ((left, kind(left, rows, fields), right), (right, kind(right, rows, fields), left))
    for side, sort, _ in sides:
        if lone := _no_comparison(side, sort):
            return lone
    if any(sort.sort == "unknown" for _, sort, _ in sides):
        return None
    for side, sort, other in sides:
        if sign in COMPARISONS[2:] and sort.sort not in (*ORDERED, "quoted"):
            return _no_order(side, sort)
        if isinstance(other, Number | String) and not isinstance(side, Number | String):
            return _constant(side, sort, other, fields, ordered=sign in COMPARISONS[2:])
    first, second = sides[0][1], sides[1][1]
    if "quoted" in (first.sort, second.sort) and sign in COMPARISONS[2:]:
        return _no_order(left, Kind("text"))
    return None if _alike(first, second) else _unlike(left, first, second)


def _no_comparison(side: Expression, sort: Kind) -> Misfit | None:
    if sort.sort == "categories":
        message = f"{called(side)} may have several categories, and equals none of them"
        return Misfit("CONDITION-TYPE", message, f"Write `{called(side)} has 1`.", side)
    if sort.sort == "nothing":
        message = f"{called(side)} is shown only, and has no answer to compare"
        return Misfit("CONDITION-TYPE", message, "Take it out of the condition.", side)
    if sort.sort == "switch":
        name = called(side)
        message = f"{name} is a switch, and is not compared"
        return Misfit("CONDITION-TYPE", message, f"Write `{name} is on` or `{name} is off`.", side)
    return None


def _no_order(side: Expression, sort: Kind) -> Misfit:
    if sort.sort == "category":
        message = f"the categories of {called(side)} have no order"
        return Misfit("CONDITION-TYPE", message, "Name the categories: `in (1, 2)`.", side)
    if sort.sort in ("text", "quoted"):
        return Misfit("CONDITION-TYPE", "texts have no order", "Compare numbers, or use `==`.", side)
    message = f"{called(side)} is {sort.words}, and has no order"
    remedy = "Compare the places of rows with `position`." if sort.sort == "row" else "Use `==`, or `in`."
    return Misfit("CONDITION-TYPE", message, remedy, side)


def _alike(first: Kind, second: Kind) -> bool:
    return first == second or {first.sort, second.sort} == {"category", "number"}


def _unlike(left: Expression, first: Kind, second: Kind) -> Misfit:
    remedy = "Compare like with like."
    if {"text", "quoted"} & {first.sort, second.sort}:
        remedy = _QUOTES
    elif first.sort == second.sort == "row":
        remedy = "Compare rows of one roster."
    message = f"{called(left)} is {first.words}, and is compared with {second.words}"
    return Misfit("CONDITION-TYPE", message, remedy, left)


def _constant(side: Expression, sort: Kind, other: Number | String, fields: Fields, *, ordered: bool) -> Misfit | None:
    value = other.value
    if sort.sort == "row":
        message = f"{called(side)} is {sort.words}, and is compared with {shown(str(value))}"
        remedy = "Compare it with `row`, or with another question for such a row; the first has `position == 1`."
        return Misfit("CONDITION-TYPE", message, remedy, side)
    if isinstance(value, str) is not (sort.sort in ("text", "quoted", "date", "time", "code")):
        against = shown(value) if isinstance(value, str) else "a number"
        message = f"{called(side)} is {sort.words}, and is compared with {against}"
        remedy = _values_with_texts(asked_of(side, fields)) if sort.sort == "category" else ""
        return Misfit("CONDITION-TYPE", message, remedy or _QUOTES, side)
    if isinstance(value, str):
        return written(called(side), sort, value, side, fields) or (None if ordered else _day(side, value, fields))
    return None if ordered else _number(side, asked_of(side, fields), value, fields)


def _values_with_texts(asked: Question | Fact | None) -> str:
    """The categories to choose from, as a remedy; "" where they are not known."""
    found: dict[int, str] = {}
    for put in presentations_of(asked) if asked is not None else ():
        for category in put:
            if isinstance(category.value, int):
                found.setdefault(category.value, next(iter(category.text), ""))
    listed = [f"{value} ({text[:24]})" for value, text in list(found.items())[:_MOST_WITH_TEXTS]]
    more = ["..."] if len(found) > _MOST_WITH_TEXTS else []
    return f"Write the value: {', '.join((*listed, *more))}." if found else ""


def written(what: str, sort: Kind, value: str, at: Expression, fields: Fields) -> Misfit | None:
    """What is wrong with a quoted text where such a value belongs."""
    if sort.sort == "date" and day_of(value) is None:
        message = f"{what} is a date, and {shown(value)} is none"
        return Misfit("DATE", message, 'Write the year, the month and the day: "2026-11-18".', at)
    if sort.sort == "time" and not _TIME.fullmatch(value):
        message = f"{what} is a time, and {shown(value)} is none"
        return Misfit("DATE", message, 'Write the hour and the minute: "17:40".', at)
    if sort.sort == "code" and sort.of in fields.frames and value not in fields.codes(sort.of):
        message = f"the frame {sort.of} of {what} has no code {shown(value)}"
        return Misfit("CATEGORY-UNKNOWN", message, nearest(value, fields.codes(sort.of)), at)
    return None


def asked_of(side: Expression, fields: Fields) -> Question | Fact | None:
    """The field whose answer it is, in this row or in one of all rows."""
    match side:
        case FieldName(name) if name not in fields.lines.doubtful:
            return fields.asked.get(name)
        case OverRows("first" | "least" | "most", _, value) if value is not None:
            return asked_of(value, fields)
        case OfRow(_, value):
            return asked_of(value, fields)
        case _:
            return None


def _number(side: Expression, asked: Question | Fact | None, value: int | Decimal, fields: Fields) -> Misfit | None:
    if asked is None or asked.name in fields.lines.doubtful:
        return None
    told = impossible(asked, value)
    return told and Misfit("CATEGORY-UNKNOWN", told[0], told[1], side, value)


def _day(side: Expression, value: str, fields: Fields) -> Misfit | None:
    """A date outside the bounds; one that is known in part may be completed to a day outside them."""
    asked = asked_of(side, fields)
    if not isinstance(asked, Question) or not isinstance(asked.type, Date) or asked.computed is not None:
        return None
    earliest, latest = asked.type.earliest, asked.type.latest
    if (not earliest or earliest <= value) and (not latest or value <= latest):
        return None
    bounds = " ".join(f"{word} {day}" for word, day in (("from", earliest), ("to", latest)) if day)
    return Misfit("CATEGORY-UNKNOWN", f"{asked.name} is never {shown(value)}", f"It goes {bounds}.", side)


def impossible(asked: Question | Fact, value: int | Decimal) -> tuple[str, str] | None:
    """Why the field can never have the value, and what it can have."""
    name = asked.name
    match asked.type:
        case Choice() | CodeAll():
            values = {each for each in categories(asked) if isinstance(each, int)}
            if value not in values:
                listed = ", ".join(str(each) for each in sorted(values)[:_MOST_LISTED])
                return f"{name} has no category {value}", f"It has: {listed}."
        case WholeNumber(minimum, maximum) | DecimalNumber(minimum, maximum):
            computed = isinstance(asked, Question) and asked.computed is not None
            if not minimum <= value <= maximum and not computed:
                return f"{name} is never {value}", f"It goes from {minimum:,} to {maximum:,}."
            places = asked.type.places if isinstance(asked.type, DecimalNumber) else 0
            if places_of(value) > places and not computed:
                what = f"{places} decimal{'s' * (places != 1)}" if places else "no decimals"
                return f"{name} is never {value}", f"It has {what}."
        case _:
            pass
    return None


def places_of(value: int | Decimal) -> int:
    """The decimals of a number, noughts at the end left out."""
    if isinstance(value, int) or not value.is_finite() or value == value.to_integral_value():
        return 0
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def categories(asked: Question | Fact) -> set[int | Missing]:
    """The values the field offers in any mode."""
    return {category.value for put in presentations_of(asked) for category in put}


def presentations_of(asked: Question | Fact) -> tuple[tuple[Category, ...], ...]:
    """The categories, each way they are offered."""
    if isinstance(asked, Fact):
        return (asked.categories,)
    return tuple(put.categories for put in (asked.usual, *asked.by_mode.values()))
