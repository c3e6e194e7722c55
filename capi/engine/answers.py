"""Answers: what may be given to a question, and how it is refused in words."""

import unicodedata
from typing import assert_never

from capi.instrument.model import Answer, Category, Choice, Missing, Mode, Presentation, Question, Verbatim, WholeNumber


class NotAccepted(ValueError):
    """The value is no answer to the question in this mode; the message says what is."""


def accept(question: Question, mode: Mode, value: object) -> Answer:
    """The value as an answer to the question, a text normalised to NFC. Raises NotAccepted."""
    presentation = question.presentation(mode)
    if isinstance(value, Missing):
        return _accept_missing(question, presentation, mode, value)
    match question.type:
        case Choice():
            return _accept_category(question, presentation, value)
        case WholeNumber(minimum, maximum):
            return _accept_number(question, minimum, maximum, value)
        case Verbatim(longest):
            return _accept_text(question, longest, value)
        case _:
            assert_never(question.type)


def from_plain(value: object) -> object:
    """A value as people write it in JSON, with the names of the missing states turned into the states."""
    return _STATES.get(value, value) if isinstance(value, str) else value


def to_plain(answer: Answer) -> int | str:
    """The inverse of `from_plain`."""
    return answer.value if isinstance(answer, Missing) else answer


def category_of(presentation: Presentation, answer: Answer) -> Category | None:
    """The category that was answered; None where the mode prints none for it."""
    for category in presentation.categories:
        if category.value == answer:
            return category
    return None


def offers(presentation: Presentation, state: Missing) -> bool:
    """Whether the mode prints a category for the missing state, spontaneous or not."""
    return any(category.value is state for category in presentation.categories)


STATE_WORDS = {
    Missing.DONT_KNOW: "Don’t know",
    Missing.REFUSED: "Prefer not to say",
    Missing.NOT_APPLICABLE: "Not applicable",
}
"""Where the mode prints no words of its own for the state."""

_STATES: dict[str, Missing] = {state.value: state for state in Missing}


def _accept_missing(question: Question, presentation: Presentation, mode: Mode, state: Missing) -> Missing:
    """An interviewer can record don't know and a refusal everywhere; a respondent chooses among what is printed."""
    if offers(presentation, state) or (mode.has_interviewer and state is not Missing.NOT_APPLICABLE):
        return state
    where = mode.value.replace("_", " ")
    raise NotAccepted(f"{question.name} does not offer “{STATE_WORDS[state]}” in {where}.{_offered(presentation)}")


def _accept_category(question: Question, presentation: Presentation, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and category_of(presentation, value) is not None:
        return value
    raise NotAccepted(f"{_shown(value)} is no category of {question.name}.{_offered(presentation)}")


def _offered(presentation: Presentation) -> str:
    values = [str(to_plain(category.value)) for category in presentation.categories]
    shown = ", ".join(values[:_MOST_SHOWN]) + (", …" if len(values) > _MOST_SHOWN else "")
    return f" It takes: {shown}." if values else ""


def _accept_number(question: Question, minimum: int, maximum: int, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= maximum:
        return value
    raise NotAccepted(f"{question.name} takes a whole number from {minimum} to {maximum}, not {_shown(value)}.")


def _accept_text(question: Question, longest: int, value: object) -> str:
    if not isinstance(value, str):
        raise NotAccepted(f"{question.name} takes a text, not {_shown(value)}.")
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise NotAccepted(f"{question.name} needs some words; for no answer use don’t know or refused.")
    if len(text) > longest:
        raise NotAccepted(f"The text is {len(text):,} characters long; {question.name} takes at most {longest:,}.")
    odd = next((sign for sign in text if sign == "\0" or "\ud800" <= sign <= "\udfff"), None)
    if odd is not None:
        raise NotAccepted(f"The text holds the sign U+{ord(odd):04X}, which cannot be stored. Remove it.")
    return text


def _shown(value: object) -> str:
    """The value in a message: short and printable, whatever was given."""
    match value:
        case int() if abs(value) >= 10**_MOST_DIGITS:
            return f"a number of more than {_MOST_DIGITS} digits"
        case str() if len(value) > _LONGEST_SHOWN:
            return f"{value[:_LONGEST_SHOWN]!r}…"
        case int() | float() | str() | None:
            return repr(value)
        case _:
            return f"a {type(value).__name__}"


_MOST_DIGITS = 20
_MOST_SHOWN = 12
_LONGEST_SHOWN = 40
