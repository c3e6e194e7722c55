"""Answers: what may be given to a question, and how it is refused in words."""

import re
import unicodedata
from collections.abc import Container
from decimal import Decimal, InvalidOperation
from typing import assert_never

from capi.instrument.calendar import day_of
from capi.instrument.model import (
    SEEN,
    Answer,
    Category,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Fact,
    Information,
    Missing,
    Mode,
    PartialDate,
    Presentation,
    Question,
    RowChoice,
    Switch,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.wording import Fill, Wording


class NotAccepted(ValueError):
    """The value is no answer to the question in this mode; the wording says what is."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(wording)


def accept(question: Question, mode: Mode, value: object, codes: Container[str] | None = None) -> Answer:
    """The value as an answer to the question, a text normalised to NFC. Raises NotAccepted.

    `codes` are those of the question's coding frame. Which rows there are, and which categories are offered
    to this respondent, is for the interview to say.
    """
    presentation = question.presentation(mode)
    if isinstance(value, Missing):
        return _accept_missing(question, presentation, mode, value)
    match question.type:
        case Choice():
            return _accept_category(question, presentation, value)
        case CodeAll(most):
            return _accept_categories(question, presentation, most, value)
        case WholeNumber(minimum, maximum):
            return _accept_number(question, minimum, maximum, value)
        case DecimalNumber():
            return _accept_decimal(question, question.type, value)
        case Verbatim(longest):
            return _accept_text(question, longest, value)
        case Date() | PartialDate():
            return _accept_date(question, question.type, value)
        case Time():
            return _accept_time(question, value)
        case Coded():
            return _accept_code(question, codes, value)
        case RowChoice():
            return _accept_row(question, value)
        case Information():
            return _accept_shown(question, value)
        case _:
            assert_never(question.type)


def accept_fact(fact: Fact, value: object) -> Answer:
    """The value as what is known of a case before the interview. Raises NotAccepted."""
    switch = isinstance(fact.type, Switch)
    kind = Choice() if isinstance(fact.type, Switch) else fact.type
    categories = _ON_AND_OFF if switch else fact.categories
    if switch and value in ("on", "off"):
        value = 1 if value == "on" else 2
    presentation = Presentation(text=(), categories=categories)
    return accept(Question(fact.name, fact.label, kind, presentation, fact.place), Mode.SELF_COMPLETION, value)


def from_plain(value: object) -> object:
    """A value as people write it in JSON, with the names of the missing states turned into the states."""
    return _STATES.get(value, value) if isinstance(value, str) else value


def to_plain(answer: Answer) -> int | float | str | list[int]:
    """The inverse of `from_plain`, as JSON writes it."""
    match answer:
        case Missing():
            return answer.value
        case tuple():
            return list(answer)
        case Decimal():
            return float(answer)
        case _:
            return answer


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

_ON_AND_OFF = (Category(1, 1, ("on",)), Category(2, 2, ("off",)))
_STATES: dict[str, Missing] = {state.value: state for state in Missing}


def _accept_missing(question: Question, presentation: Presentation, mode: Mode, state: Missing) -> Missing:
    """An interviewer can record don't know and a refusal everywhere; a respondent chooses among what is printed."""
    if isinstance(question.type, Information):
        raise _refusal(
            question, Wording("Answers", "{question} is not a question; it is read out or shown, and nothing else.")
        )
    if offers(presentation, state) or (mode.has_interviewer and state is not Missing.NOT_APPLICABLE):
        return state
    where = mode.value.replace("_", " ")
    told = Wording("Answers", "{question} does not offer “{state}” in {mode}.").filled(
        question=question.name, state=Wording("Missing", STATE_WORDS[state]), mode=where
    )
    raise NotAccepted(_with_offered(told, presentation))


def _accept_category(question: Question, presentation: Presentation, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and category_of(presentation, value) is not None:
        return value
    told = Wording("Answers", "{given} is no category of {question}.").filled(
        given=_shown(value), question=question.name
    )
    raise NotAccepted(_with_offered(told, presentation))


def _accept_categories(question: Question, presentation: Presentation, most: int, value: object) -> tuple[int, ...]:
    given = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    coded = tuple(sorted({_accept_category(question, presentation, each) for each in given}))
    if not coded:
        raise _refusal(
            question,
            Wording("Answers", "{question} takes at least one category; for no answer use don’t know or refused."),
        )
    alone = [each.value for each in presentation.categories if each.exclusive and each.value in coded]
    if alone and len(coded) > 1:
        alone_told = Wording("Answers", "{category} is coded alone at {question}: nothing else goes with it.")
        raise _refusal(question, alone_told, category=str(alone[0]))
    if len(coded) > most:
        too_many = Wording("Answers", "{question} takes at most {most} categories, not {number}.")
        raise _refusal(question, too_many, most=most, number=len(coded))
    return coded


def _refusal(question: Question, told: Wording, **fills: Fill) -> NotAccepted:
    return NotAccepted(told.filled(question=question.name, **fills))


def _with_offered(told: Wording, presentation: Presentation) -> Wording:
    """The refusal, then what is printed."""
    values = [str(to_plain(category.value)) for category in presentation.categories]
    if not values:
        return told
    shown = ", ".join(values[:_MOST_SHOWN]) + (", …" if len(values) > _MOST_SHOWN else "")
    return Wording("Answers", "{refusal} It takes: {values}.").filled(refusal=told, values=shown)


def _accept_number(question: Question, minimum: int, maximum: int, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and minimum <= value <= maximum:
        return value
    wanted = Wording("Answers", "{question} takes a whole number from {minimum} to {maximum}, not {given}.")
    raise _refusal(question, wanted, minimum=minimum, maximum=maximum, given=_shown(value))


def _accept_decimal(question: Question, kind: DecimalNumber, value: object) -> Decimal:
    wanted = Wording("Answers", "{question} takes a number from {minimum} to {maximum}, not {given}.")

    def refusal() -> NotAccepted:
        return _refusal(question, wanted, minimum=str(kind.minimum), maximum=str(kind.maximum), given=_shown(value))

    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise refusal()
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError):
        raise refusal() from None
    if not number.is_finite() or not kind.minimum <= number <= kind.maximum:
        raise refusal()
    fitted = number.quantize(Decimal(1).scaleb(-kind.places))
    if fitted != number:
        too_fine = Wording("Answers", "{question} takes at most {places} decimal places, not {given}.")
        raise _refusal(question, too_fine, places=kind.places, given=_shown(value))
    return fitted


def _accept_date(question: Question, kind: Date | PartialDate, value: object) -> str:
    if not isinstance(value, str) or not is_date(value, partial=isinstance(kind, PartialDate)):
        wanted = (
            Wording("Answers", "{question} takes a date such as 2026-11-18, not {given}.")
            if isinstance(kind, Date)
            else Wording(
                "Answers",
                "{question} takes a date such as 2026-11-18, or 2026-11 or 2026 where less is known, not {given}.",
            )
        )
        raise _refusal(question, wanted, given=_shown(value))
    if kind.earliest and value < kind.earliest[: len(value)]:
        too_early = Wording("Answers", "{question} takes no date before {earliest}, and {given} is.")
        raise _refusal(question, too_early, earliest=kind.earliest, given=value)
    if kind.latest and value > kind.latest[: len(value)]:
        too_late = Wording("Answers", "{question} takes no date after {latest}, and {given} is.")
        raise _refusal(question, too_late, latest=kind.latest, given=value)
    return value


def is_date(text: str, *, partial: bool) -> bool:
    """Whether it is a day of the calendar, `2026-11-18`; or, where it may be partial, `2026-11` or `2026`."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text, re.ASCII):
        return False
    missing = ("-01-01", "-01", "")[text.count("-")]
    return day_of(text + missing) is not None and (partial or not missing)


def _accept_time(question: Question, value: object) -> str:
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", value, re.ASCII) if isinstance(value, str) else None
    if found is None:
        wanted = Wording("Answers", "{question} takes a time such as 17:40, not {given}.")
        raise _refusal(question, wanted, given=_shown(value))
    return f"{found[1]:0>2}:{found[2]}"


def _accept_code(question: Question, codes: Container[str] | None, value: object) -> str:
    if isinstance(value, str) and codes is not None and value in codes:
        return value
    unknown = Wording("Answers", "{given} is no code of the frame of {question}.")
    raise _refusal(question, unknown, given=_shown(value))


def _accept_row(question: Question, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    wanted = Wording("Answers", "{question} takes a row, by its number 1, 2, ..., not {given}.")
    raise _refusal(question, wanted, given=_shown(value))


def _accept_shown(question: Question, value: object) -> int:
    if value == SEEN:
        return SEEN
    wanted = Wording("Answers", "{question} takes no answer but {seen}, that it was shown.")
    raise _refusal(question, wanted, seen=SEEN)


def _accept_text(question: Question, longest: int, value: object) -> str:
    if not isinstance(value, str):
        raise _refusal(question, Wording("Answers", "{question} takes a text, not {given}."), given=_shown(value))
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        no_words = Wording("Answers", "{question} needs some words; for no answer use don’t know or refused.")
        raise _refusal(question, no_words)
    if len(text) > longest:
        too_long = Wording("Answers", "The text is {length} characters long; {question} takes at most {longest}.")
        raise _refusal(question, too_long, length=len(text), longest=longest)
    odd = next((sign for sign in text if sign == "\0" or "\ud800" <= sign <= "\udfff"), None)
    if odd is not None:
        unstorable = Wording("Answers", "The text holds the sign U+{sign}, which cannot be stored. Remove it.")
        raise _refusal(question, unstorable, sign=f"{ord(odd):04X}")
    return text


def _shown(value: object) -> str:
    """The value in a message: short and printable, whatever was given."""
    match value:
        case int() if abs(value) >= 10**_MOST_DIGITS:
            return f"a number of more than {_MOST_DIGITS} digits"
        case str() if len(value) > _LONGEST_SHOWN:
            return f"{value[:_LONGEST_SHOWN]!r}…"
        case int() | float() | str() | Decimal() | None:
            return repr(value)
        case _:
            return f"a {type(value).__name__}"


_MOST_DIGITS = 20
_MOST_SHOWN = 12
_LONGEST_SHOWN = 40
