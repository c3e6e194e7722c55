"""A respondent's answer in words, as she is shown it to check; and as it stands in the inputs of its page."""

from collections.abc import Mapping
from decimal import Decimal

from capi.engine.fills import plain
from capi.engine.prompt import Offer, Prompt
from capi.hub.online.typed_times import said_date
from capi.instrument.model import Answer, Coded, Date, DecimalNumber, Missing, PartialDate, WholeNumber


def answer_in_words(prompt: Prompt, answer: Answer | None, language: str) -> tuple[str, ...]:
    """Its lines, in the words of the question; () where there is no answer."""
    if answer is None:
        return ()
    if isinstance(answer, tuple):
        return tuple(_offered(prompt.offer(value), value) for value in answer)
    offer = prompt.offer(answer)
    if offer is not None:
        return (_offered(offer, answer),)
    match prompt.type:
        case Date() | PartialDate():
            return (said_date(str(answer), language),)
        case WholeNumber() | DecimalNumber():
            return (f"{_number(answer)} {prompt.unit}".strip(),)
        case Coded():
            entries = prompt.frame.entries if prompt.frame else ()
            return (next((entry.text for entry in entries if entry.code == answer), str(answer)),)
        case _:
            return tuple(str(answer).split("\n"))


def typed_again(prompt: Prompt, answer: Answer | None) -> Mapping[str, str]:
    """What would be typed to give the answer, by the names of the inputs; nothing for a missing state."""
    if answer is None or isinstance(answer, Missing | tuple):
        return {}
    match prompt.type:
        case Date() | PartialDate():
            parts = [part.lstrip("0") for part in str(answer).split("-")]
            return dict(zip(("year", "month", "day"), parts, strict=False))
        case _:
            return {"answer": str(answer)}


def _offered(offer: Offer | None, value: int | Decimal | str | Missing) -> str:
    return plain(offer.text) if offer else str(value)


def _number(answer: Answer) -> str:
    return f"{answer:,}" if isinstance(answer, int | Decimal) else str(answer)
