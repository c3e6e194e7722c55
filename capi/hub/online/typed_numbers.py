"""Numbers as people type them: `1,200`, `£1 200`, `−3`, `12.50`."""

import re
from decimal import Decimal

from capi.hub.online.mistakes import Mistake, Mistaken
from capi.hub.online.texts import Words
from capi.instrument.answer_types import LARGEST_ANSWER
from capi.instrument.model import DecimalNumber, WholeNumber

INPUT = "answer"
_MINUS = str.maketrans("−–‒", "---")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = re.compile(r"-?(?:\d{1,20}|\d{1,3}(?:,\d{3}){1,6})(?:\.\d{0,20})?|-?\.\d{1,20}", re.ASCII)


def read_number(kind: WholeNumber | DecimalNumber, unit: str, typed: str, words: Words) -> int | Decimal:
    """The number. Raises Mistaken, with what is wrong in words."""
    text = _bare(typed, unit)
    if _NUMBER.fullmatch(text) is None:
        raise _mistaken(words("wrong.number", example=_example(kind)))
    number = Decimal(text.replace(",", "").rstrip(".") or "0")
    whole = number == number.to_integral_value()
    if isinstance(kind, WholeNumber):
        if not whole:
            raise _mistaken(words("wrong.whole"))
    elif number != round(number, kind.places):
        raise _mistaken(words("wrong.places", places=kind.places))
    _refuse_outside(kind, number, words)
    return int(number) if isinstance(kind, WholeNumber) else number


def _bare(typed: str, unit: str) -> str:
    """Without blanks, and without the unit where somebody has typed that too."""
    text, sign = _BLANKS.sub("", typed).translate(_MINUS).casefold(), _BLANKS.sub("", unit).casefold()
    return text.removeprefix(sign).removesuffix(sign) if sign else text


def _refuse_outside(kind: WholeNumber | DecimalNumber, number: Decimal, words: Words) -> None:
    least, most = kind.minimum, kind.maximum
    if least <= number <= most:
        return
    if most >= LARGEST_ANSWER and number < least:
        raise _mistaken(words("wrong.least", least=f"{least:,}"))
    if least <= -LARGEST_ANSWER:
        raise _mistaken(words("wrong.most", most=f"{most:,}"))
    raise _mistaken(words("wrong.from_to", least=f"{least:,}", most=f"{most:,}"))


def _example(kind: WholeNumber | DecimalNumber) -> str:
    number = min(max(Decimal(12), Decimal(kind.minimum)), Decimal(kind.maximum))
    return f"{int(number)}" if isinstance(kind, WholeNumber) else f"{number:.{min(kind.places, 2)}f}"


def _mistaken(told: str) -> Mistaken:
    return Mistaken(Mistake(INPUT, told))
