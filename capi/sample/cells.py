"""What stands in one cell of a sample, as the spreadsheet keeps it, and the text that is meant by it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from capi.sample.flaws import Flaw, Unfit

_MOST_DIGITS = 10**15
"""Spreadsheets keep 15 digits of a number; those after them are lost without a word."""
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}", re.ASCII)
_LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class SheetError:
    """An error value such as #REF!."""

    name: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and what it last came to, as a text."""

    result: str


Cell: TypeAlias = str | int | float | bool | date | datetime | SheetError | Formula
"""An empty cell is an empty text. A CSV file has only texts."""


def shown(cell: Cell) -> str:
    """What the spreadsheet shows, or something near to it."""
    match cell:
        case SheetError(name):
            return name
        case Formula(result):
            return f"= {result}" if result else "="
        case bool():
            return str(cell).upper()
        case float():
            return f"{cell:.15g}"
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
    return str(cell)


def value_in(cell: Cell) -> str | int | float | bool | date:
    """The value; a text without spaces around it. Raises Unfit for what is none."""
    match cell:
        case str():
            return cell.strip()
        case SheetError():
            raise Unfit(Flaw.SHEET_ERROR)
        case Formula():
            raise Unfit(Flaw.FORMULA)
    return cell


def text_in(cell: Cell) -> str:
    """The text that is meant. Raises Unfit where the spreadsheet has made something else of it."""
    match value_in(cell):
        case str(text):
            return text
        case bool():
            raise Unfit(Flaw.LOGICAL)
        case date():
            raise Unfit(Flaw.DATE_NOT_TEXT)
        case number:
            if abs(number) >= _MOST_DIGITS:
                raise Unfit(Flaw.DIGITS_LOST)
            return shown(number)


def line_in(cell: Cell, most: int) -> str:
    """A text on one line, of at most so many characters. Raises Unfit."""
    text = cell.strip() if isinstance(cell, str) else text_in(cell)
    if not text.isprintable():
        if "\n" in text or "\r" in text:
            raise Unfit(Flaw.LINE_BREAK)
        refuse_controls(text)
    return fit_length(text, most)


def lines_in(cell: Cell, most: int) -> list[str]:
    """A text that may go over several lines, each of at most so many characters. Raises Unfit."""
    text = text_in(cell)
    if text.isprintable():
        return [fit_length(text, most)] if text else []
    refuse_controls(text)
    return [fit_length(line.strip(), most) for line in text.splitlines() if line.strip()]


def fit_length(text: str, most: int) -> str:
    """The same, with a lost letter told first. Raises Unfit."""
    if _LOST in text:
        raise Unfit(Flaw.REPLACEMENT_CHARACTER)
    if len(text) > most:
        raise Unfit(Flaw.TOO_LONG, length=len(text), most=most)
    return text


def refuse_controls(text: str) -> None:
    """Line breaks are let pass. So are the signs by which scripts from right to left and emoji are put together."""
    for sign in text:
        if (sign < " " and sign not in "\n\r") or "\x7f" <= sign < "\xa0" or "\ud800" <= sign <= "\udfff":
            raise Unfit(Flaw.CONTROL_CHARACTER, code=f"{ord(sign):04X}")


def refuse_shortened(text: str) -> None:
    """Such as 7.7009E+11, which is what is left of a long number in a CSV file."""
    if _SHORTENED.fullmatch(text):
        raise Unfit(Flaw.SHORTENED)
