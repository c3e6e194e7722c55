"""Values: an answer as a journal keeps it, told apart by its form alone, without the instrument.

    3    "three"    [1,4]    {"decimal":"12.50"}

A value checks itself when it is made, so that nothing unfit ever reaches a case file: text is kept in
Unicode form NFC, without NUL and without lone surrogates; numbers fit every database and JSON.
"""

import unicodedata
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import force_setattr

from capi.instrument.model import Answer, Missing
from capi.wording import Wording

LARGEST_NUMBER = 2**53 - 1
"""Above it a number changes silently in JSON readers that hold numbers as floating point."""

MOST_DIGITS = 28
"""Of a decimal number, those after the point included: up to there sums are exact."""


class UnfitForJournal(ValueError):
    """This cannot be kept. The message says what it is and what to do; the answer stays with the caller."""


class Exact(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A decimal number to its last place. Its digits stand in quotation marks: JSON readers would round it."""

    decimal: Decimal

    def __post_init__(self) -> None:
        force_setattr(self, "decimal", fit_decimal(self.decimal, "the number"))


Value: TypeAlias = int | str | tuple[int, ...] | Exact


class Given(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """An answer at the time of an entry; neither value nor missing where there was none."""

    value: Value | None = None
    missing: Missing | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            force_setattr(self, "value", fit_value(self.value, "the answer to a field involved"))

    @classmethod
    def of(cls, answer: Answer | None) -> "Given":
        if answer is None or isinstance(answer, Missing):
            return cls(missing=answer)
        return cls(value=value_of(answer, "the answer to a field involved"))

    @property
    def answer(self) -> Answer | None:
        return self.missing if self.value is None else plain_answer(self.value)


def value_of(answer: int | Decimal | str | tuple[int, ...], what: str) -> Value:
    """The answer in the form that is kept. Raises UnfitForJournal, naming `what`, where it cannot be."""
    return Exact(fit_decimal(answer, what)) if isinstance(answer, Decimal) else answer


def plain_answer(value: Value) -> int | Decimal | str | tuple[int, ...]:
    """The inverse of `value_of`."""
    return value.decimal if isinstance(value, Exact) else value


def fit_value(value: Value, what: str) -> Value:
    """The value as it is kept. Raises UnfitForJournal, naming `what`, where it cannot be."""
    match value:
        case str():
            return fit_text(value, what)
        case bool():
            raise UnfitForJournal(
                Wording("Journal", "{what} is {given}, which is no answer; give the value of a category").filled(
                    what=what, given=str(value)
                )
            )
        case int():
            return _fit_number(value, what)
        case tuple():
            if not value:
                raise UnfitForJournal(
                    Wording("Journal", "{what} is a list of no categories; clear the answer instead").filled(what=what)
                )
            return tuple(sorted({_fit_number(each, what) for each in value}))
    return value


def fit_decimal(number: Decimal, what: str) -> Decimal:
    """The number written out, without an exponent and with the places it was given."""
    if not number.is_finite():
        raise UnfitForJournal(
            Wording("Journal", "{what} is {given}, which is no number; correct it").filled(what=what, given=str(number))
        )
    written = f"{abs(number):f}" if number.is_zero() else f"{number:f}"
    if sum(sign.isdigit() for sign in written) > MOST_DIGITS:
        raise UnfitForJournal(
            Wording("Journal", "{what} is a number of more than {digits} digits. Correct it").filled(
                what=what, digits=MOST_DIGITS
            )
        )
    return Decimal(written)


def _fit_number(number: int, what: str) -> int:
    if abs(number) > LARGEST_NUMBER:
        raise UnfitForJournal(
            Wording("Journal", "{what} is a number of more than 15 digits. Correct it, or write it as a text").filled(
                what=what
            )
        )
    return number


def fit_text(text: str, what: str) -> str:
    """The text in Unicode form NFC. Raises UnfitForJournal, naming `what`, where it cannot be kept."""
    if "\0" in text:
        raise UnfitForJournal(
            Wording(
                "Journal", "{what} holds a NUL character, which no database keeps. Delete the text and type it again"
            ).filled(what=what)
        )
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnfitForJournal(
            Wording(
                "Journal",
                "{what} holds half a character (a lone surrogate) at place {place}. Delete it and type it again",
            ).filled(what=what, place=error.start + 1)
        ) from None
    return unicodedata.normalize("NFC", text)
