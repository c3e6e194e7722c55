"""What a respondent has sent from the page of a question: the answer, or her mistakes in words.

Nothing is resolved for her: what contradicts itself, such as an answer beside "I don't know", is a mistake, and what she typed stays.
"""

from collections.abc import Sequence
from typing import assert_never

from capi.engine.fills import plain
from capi.engine.prompt import Offer, Prompt
from capi.hub.online.form import Form
from capi.hub.online.mistakes import Mistake, Mistaken
from capi.hub.online.texts import Words
from capi.hub.online.typed_numbers import read_number
from capi.hub.online.typed_times import DATE_INPUTS, read_date, read_time
from capi.instrument.model import (
    SEEN,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Information,
    Missing,
    PartialDate,
    RowChoice,
    Time,
    Verbatim,
    WholeNumber,
)

ANSWER = "answer"
STATE = "state"
SEARCH = "search"


def value_of(offer: Offer) -> str:
    """A category as a form sends it."""
    return offer.value.value if isinstance(offer.value, Missing) else str(offer.value)


def id_of(name: str, offer: Offer) -> str:
    """That of its input."""
    return f"{name}-{value_of(offer)}"


def states_of(prompt: Prompt) -> tuple[Offer, ...]:
    """The missing states that the mode lists."""
    return tuple(offer for offer in prompt.offers if isinstance(offer.value, Missing))


def first_input(prompt: Prompt) -> str:
    """The id of the first input of the page, to which a mistake leads that is about the whole answer."""
    match prompt.type:
        case Choice() | CodeAll() | RowChoice():
            return id_of(ANSWER, prompt.offers[0]) if prompt.offers else ANSWER
        case Date() | PartialDate():
            return DATE_INPUTS[0]
        case Coded():
            return SEARCH
        case WholeNumber() | DecimalNumber() | Verbatim() | Time() | Information():
            return ANSWER
        case _:
            assert_never(prompt.type)


def is_blank(prompt: Prompt, form: Form) -> bool:
    """Whether nothing was answered on the page at all."""
    if isinstance(prompt.type, Information):
        return False
    return not any(value.strip() for name in (ANSWER, STATE, *DATE_INPUTS) for value in form.all(name))


def read_answer(prompt: Prompt, form: Form, words: Words) -> object:
    """The value that was answered, for the interview to take. Raises Mistaken, and Unreadable for what no browser sends."""
    match prompt.type:
        case Choice() | RowChoice():
            return _one(prompt, form, words)
        case CodeAll(most):
            return _several(prompt, most, form, words)
        case Information():
            return SEEN
        case Date() | PartialDate():
            typed = any(form.typed(name) for name in DATE_INPUTS)
            state = _state(prompt, typed, form, words)
            return read_date(prompt.type, form, words) if state is None else state
        case WholeNumber() | DecimalNumber() | Verbatim() | Time() | Coded():
            typed_text = form.typed(ANSWER)
            state = _state(prompt, bool(typed_text), form, words)
            return _typed(prompt, typed_text, words) if state is None else state
        case _:
            assert_never(prompt.type)


def _one(prompt: Prompt, form: Form, words: Words) -> object:
    sent = form.one(ANSWER)
    if not sent:
        raise Mistaken(Mistake(first_input(prompt), words("wrong.choose")))
    return _offered(prompt.offers, sent, first_input(prompt), words).value


def _several(prompt: Prompt, most: int, form: Form, words: Words) -> object:
    at = first_input(prompt)
    chosen = [_offered(prompt.offers, sent, at, words) for sent in form.all(ANSWER)]
    if not chosen:
        raise Mistaken(Mistake(at, words("wrong.choose_several")))
    alone = next((offer for offer in chosen if stands_alone(offer)), None)
    if alone is not None:
        if len(chosen) > 1:
            raise Mistaken(Mistake(id_of(ANSWER, alone), words("wrong.alone", alone=plain(alone.text))))
        return alone.value if isinstance(alone.value, Missing) else (alone.value,)
    if most and len(chosen) > most:
        raise Mistaken(Mistake(at, words("wrong.choose_most", most=most)))
    return tuple(sorted(offer.value for offer in chosen if isinstance(offer.value, int)))


def stands_alone(offer: Offer) -> bool:
    """Whether nothing can be chosen beside it."""
    return offer.exclusive or isinstance(offer.value, Missing)


def _offered(offers: Sequence[Offer], sent: str, at: str, words: Words) -> Offer:
    found = next((offer for offer in offers if value_of(offer) == sent), None)
    if found is None:
        raise Mistaken(Mistake(at, words("wrong.row")))
    return found


def _state(prompt: Prompt, typed: bool, form: Form, words: Words) -> Missing | None:
    """The missing state that was chosen; None where an answer was typed. Raises Mistaken where both were, or neither."""
    states = states_of(prompt)
    chosen = [_offered(states, sent, first_input(prompt), words) for sent in form.all(STATE)]
    if len(chosen) > 1:
        raise Mistaken(Mistake(id_of(STATE, chosen[0]), words("wrong.two_states", states=_named(chosen))))
    if chosen and typed:
        raise Mistaken(Mistake(first_input(prompt), words("wrong.both", state=_named(chosen))))
    if chosen:
        return chosen[0].value if isinstance(chosen[0].value, Missing) else None
    if not typed:
        raise Mistaken(Mistake(first_input(prompt), _empty(prompt, states, words)))
    return None


def _empty(prompt: Prompt, states: Sequence[Offer], words: Words) -> str:
    if isinstance(prompt.type, Coded):
        return words("wrong.find")
    return words("wrong.enter_or", states=_named(states)) if states else words("wrong.enter")


def _named(offers: Sequence[Offer]) -> str:
    return "”, “".join(plain(offer.text) for offer in offers)


def _typed(prompt: Prompt, typed: str, words: Words) -> object:
    match prompt.type:
        case WholeNumber() | DecimalNumber():
            return read_number(prompt.type, prompt.unit, typed, words)
        case Verbatim(longest):
            return _text(typed, longest, words)
        case Time():
            return read_time(typed, words)
        case _:
            return typed


def _text(typed: str, longest: int, words: Words) -> str:
    if len(typed) > longest:
        told = words("wrong.longer", length=f"{len(typed):,}", longest=f"{longest:,}")
        raise Mistaken(Mistake(ANSWER, told))
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in typed):
        raise Mistaken(Mistake(ANSWER, words("wrong.sign")))
    return typed
