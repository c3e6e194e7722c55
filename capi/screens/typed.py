"""What is typed at a question, read as an answer; and an answer as it is typed."""

import re
from decimal import Decimal

from PySide6.QtCore import QLocale

from capi.engine.fills import plain
from capi.engine.prompt import Offer, Prompt
from capi.instrument.model import (
    Choice,
    CodeAll,
    Date,
    DecimalNumber,
    Missing,
    PartialDate,
    RowChoice,
    Time,
    WholeNumber,
)
from capi.screens.language import number as in_words
from capi.screens.language import said
from capi.screens.typed_codes import SEPARATORS, answer_of, codes_typed, numbers_of
from capi.screens.typed_dates import (
    date_in_words,
    date_typed,
    not_in_the_calendar,
    partial_date_typed,
    time_in_words,
    time_typed,
)
from capi.wording import Wording

_GROUPED = re.compile(r"-?[1-9]\d{0,2}([ ,.'’\u00a0\u202f])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d*)?|-?[.,]\d+")
_LONGEST = 24


class NotUnderstood(ValueError):
    """What was typed is no answer here; the message says what is."""

    def __init__(self, told: Wording | str) -> None:
        super().__init__(told)


_SIGNS: dict[type, str] = {Choice: "", RowChoice: "", CodeAll: SEPARATORS, WholeNumber: "-, ", DecimalNumber: "-,. "}
"""What is typed beside digits, where letters mean nothing."""


def takes_sign(prompt: Prompt, sign: str) -> bool:
    """Whether the sign can be part of an answer here; what is not printed is no sign."""
    signs = _SIGNS.get(type(prompt.type))
    return signs is None or not sign or not sign.isprintable() or sign.isdigit() or sign in signs


def is_listed(prompt: Prompt) -> bool:
    """Whether one number of a list is typed."""
    return isinstance(prompt.type, Choice | RowChoice)


def offer_typed(prompt: Prompt, text: str) -> Offer | None:
    """The category whose number was typed."""
    text = text.strip()
    return prompt.offer_numbered(int(text)) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def value_typed(prompt: Prompt, text: str) -> object:
    """The answer that was typed in a line; the words of a text and the code of a frame are not. Raises NotUnderstood."""
    match prompt.type:
        case Choice() | RowChoice():
            return _listed(prompt, text)
        case CodeAll():
            return _coded(prompt, text)
        case WholeNumber() as kind:
            number = number_typed(text)
            if number is None or number != number.to_integral_value() or not kind.minimum <= number <= kind.maximum:
                raise NotUnderstood(
                    Wording("Typed", "Type a whole number from {lowest} to {highest}.").filled(
                        lowest=kind.minimum, highest=kind.maximum
                    )
                )
            return int(number)
        case DecimalNumber() as kind:
            return _decimal(kind, text)
        case Date() | PartialDate():
            return _date(prompt.type, text)
        case Time():
            given = time_typed(text)
            if given is None:
                raise NotUnderstood(Wording("Typed", "Type a time by the 24-hour clock, such as 1740 or 9:05."))
            return given
        case _:
            raise AssertionError("a text, a search and an information screen are not typed in a line of their own")


def _listed(prompt: Prompt, text: str) -> object:
    offer = offer_typed(prompt, text)
    if offer is None:
        numbers = [str(offer.number) for offer in prompt.offers]
        shown = ", ".join(numbers) if len(numbers) <= 12 else f"{numbers[0]} – {numbers[-1]}"
        raise NotUnderstood(
            Wording("Typed", "{typed} is not on the list. Type one of {numbers}.").filled(typed=text, numbers=shown)
        )
    return offer.value


def _coded(prompt: Prompt, text: str) -> object:
    codes = codes_typed(prompt, text)
    if codes.fault:
        raise NotUnderstood(codes.fault)
    if not codes.numbers:
        raise NotUnderstood(Wording("Typed", "Type the numbers of all that apply, then Enter."))
    return answer_of(prompt, codes.numbers)


def _decimal(kind: DecimalNumber, text: str) -> Decimal:
    number = number_typed(text)
    if number is None or not kind.minimum <= number <= kind.maximum:
        raise NotUnderstood(
            Wording("Typed", "Type a number from {lowest} to {highest}.").filled(
                lowest=kind.minimum, highest=kind.maximum
            )
        )
    if _places(number) > kind.places:
        raise NotUnderstood(
            Wording("Typed", "At most {places} figures after the point.").filled(places=kind.places)
            if kind.places
            else Wording("Typed", "A whole number, please: nothing after the point.")
        )
    return number


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number_typed(text: str) -> Decimal | None:
    """A number with either decimal sign; thousands may be set apart.

    >>> number_typed("1,234.5"), number_typed("12,5"), number_typed("1,234")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('1234'))
    """
    text = text.strip()
    if len(text) > _LONGEST or not text.isprintable() or any(sign.isdigit() and not sign.isascii() for sign in text):
        return None
    if (found := _GROUPED.fullmatch(text)) and found[1] != QLocale().decimalPoint():
        text = text.replace(found[1], "")
    text = text.replace(" ", "")
    if not _NUMBER.fullmatch(text):
        return None
    # "12." is on the way to something; what is there counts.
    return Decimal(text.replace(",", ".").removesuffix("."))


def _date(kind: Date | PartialDate, text: str) -> str:
    partial = isinstance(kind, PartialDate)
    given = partial_date_typed(text) if partial else date_typed(text)
    if given is None:
        if day := not_in_the_calendar(text):
            raise NotUnderstood(Wording("Typed", "There is no {day}.").filled(day=day))
        raise NotUnderstood(
            Wording("Typed", "Type day, month and year, such as 18112026; ? for what is not known, such as ? 5 2024.")
            if partial
            else Wording("Typed", "Type day, month and year, such as 18112026, 18/11/2026 or 18 Nov 2026.")
        )
    # A partial date is compared as far as it goes.
    if kind.earliest and given < kind.earliest[: len(given)]:
        raise NotUnderstood(
            Wording("Typed", "{date} is too early: not before {earliest}.").filled(
                date=date_in_words(given), earliest=date_in_words(kind.earliest)
            )
        )
    if kind.latest and given > kind.latest[: len(given)]:
        raise NotUnderstood(
            Wording("Typed", "{date} is too late: not after {latest}.").filled(
                date=date_in_words(given), latest=date_in_words(kind.latest)
            )
        )
    return given


def read_back(prompt: Prompt, text: str) -> str:
    """What stands beside the line for what is typed so far; before anything is, what may be typed."""
    text = text.strip()
    if not text:
        return hint(prompt)
    match prompt.type:
        case Choice() | RowChoice():
            offer = offer_typed(prompt, text)
            return plain(offer.text) if offer else ""
        case CodeAll():
            return codes_typed(prompt, text).word
        case DecimalNumber():
            number = number_typed(text)
            return f"{in_words(number)} {prompt.unit}".strip() if number is not None else hint(prompt)
        case WholeNumber():
            return hint(prompt)
        case Date():
            given = date_typed(text)
            return date_in_words(given) if given else ""
        case PartialDate():
            given = partial_date_typed(text)
            return date_in_words(given) if given else ""
        case Time():
            given = time_typed(text)
            return time_in_words(given) if given else ""
        case _:
            return ""


def hint(prompt: Prompt) -> str:
    """What may be typed, for an empty line."""
    match prompt.type:
        case WholeNumber(minimum, maximum) | DecimalNumber(minimum, maximum):
            bounds = said(Wording("Typed", "({lowest} to {highest})").filled(lowest=minimum, highest=maximum))
            return f"{prompt.unit} {bounds}".strip()
        case Date():
            return said(Wording("Typed", "such as 18112026 or 18 Nov 2026"))
        case PartialDate():
            return said(Wording("Typed", "such as 18112026; ? if not known: ? 5 2024"))
        case Time():
            return said(Wording("Typed", "24-hour clock, such as 1740"))
        case _:
            return ""


def as_typed(prompt: Prompt) -> str:
    """The line for the answer there is; empty for none, and for a missing state that the mode does not print."""
    match prompt.answer:
        case None:
            return ""
        case Missing() as state:
            offer = prompt.offer(state)
            return str(offer.number) if offer else ""
        case tuple():
            return " ".join(map(str, numbers_of(prompt)))
        case str() as given if isinstance(prompt.type, Date | PartialDate):
            return "/".join(reversed(given.split("-")))
        case Decimal() as number:
            return f"{number:f}"
        case answer:
            offer = prompt.offer(answer)
            return str(offer.number) if offer else str(answer)
