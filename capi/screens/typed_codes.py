"""Several codes in one line, `1 3 7`: a code typed again takes itself out; beside what stands alone, the last typed stays."""

import re
from dataclasses import dataclass

from capi.engine.fills import plain
from capi.engine.prompt import Offer, Prompt
from capi.instrument.model import CodeAll, Missing
from capi.screens.language import said
from capi.wording import Wording

SEPARATORS = " ,.-;/+"
_TOKEN = re.compile(rf"[^{re.escape(SEPARATORS)}]+")


@dataclass(frozen=True, slots=True)
class Codes:
    """What a line of codes comes to. `fault` is said where the code at `fault_at` cannot be taken; `over`: one too many."""

    numbers: tuple[int, ...]
    word: str = ""
    fault: str = ""
    fault_at: tuple[int, int] = (0, 0)
    over: bool = False

    @property
    def as_typed(self) -> str:
        return " ".join(map(str, self.numbers))


def stands_alone(offer: Offer) -> bool:
    """Whether nothing can be coded beside it: it is exclusive, or no answer at all."""
    return offer.exclusive or isinstance(offer.value, Missing)


def codes_typed(prompt: Prompt, text: str) -> Codes:
    """The codes of the line, one after the other, and the word to say on what the last of them did."""
    held: tuple[int, ...] = ()
    word = fault = ""
    at = (0, 0)
    for token in _TOKEN.finditer(text):
        offer = _offer(prompt, token[0])
        if offer is None:
            fault, at = said(Wording("Typed", "{code} is not on the list.").filled(code=token[0])), token.span()
            break
        if offer.number in held:
            held = tuple(number for number in held if number != offer.number)
            word = said(Wording("Typed", "{category}: taken out").filled(category=plain(offer.text)))
            continue
        stay = () if stands_alone(offer) else tuple(number for number in held if not _alone(prompt, number))
        if len(stay) >= _most(prompt):
            return Codes(held, "", too_many(prompt), token.span(), over=True)
        word = _said(offer, tuple(number for number in held if number not in stay))
        held = (*stay, offer.number)
    return Codes(held, word, fault, at)


def toggled(prompt: Prompt, text: str, number: int) -> Codes:
    """The line with one code more, or one less."""
    return codes_typed(prompt, f"{codes_typed(prompt, text).as_typed} {number}")


def answer_of(prompt: Prompt, numbers: tuple[int, ...]) -> Missing | tuple[int, ...]:
    """The answer these numbers stand for."""
    values = [offer.value for offer in prompt.offers if offer.number in numbers]
    state = next((value for value in values if isinstance(value, Missing)), None)
    return state if state is not None else tuple(sorted(value for value in values if isinstance(value, int)))


def numbers_of(prompt: Prompt) -> tuple[int, ...]:
    """The numbers printed for the answer there is."""
    match prompt.answer:
        case tuple() as values:
            return tuple(offer.number for offer in prompt.offers if offer.value in values)
        case answer:
            offer = prompt.offer(answer)
            return (offer.number,) if offer else ()


def most_in_words(prompt: Prompt) -> str:
    """`at most 3`; empty where all of them may be coded."""
    together = sum(not stands_alone(offer) for offer in prompt.offers)
    most = _most(prompt)
    return said(Wording("Typed", "at most {most}").filled(most=most)) if most < together else ""


def too_many(prompt: Prompt) -> str:
    return said(
        Wording("Typed", "At most {most} can be coded. To take one out, type its number once more.").filled(
            most=_most(prompt)
        )
    )


def _most(prompt: Prompt) -> int:
    return prompt.type.most if isinstance(prompt.type, CodeAll) else 1


def _offer(prompt: Prompt, token: str) -> Offer | None:
    return prompt.offer_numbered(int(token)) if token.isascii() and token.isdigit() and len(token) <= 6 else None


def _alone(prompt: Prompt, number: int) -> bool:
    offer = prompt.offer_numbered(number)
    return offer is not None and stands_alone(offer)


def _said(offer: Offer, out: tuple[int, ...]) -> str:
    """The category coded, and which codes it took out."""
    words = plain(offer.text)
    if not out:
        return words
    codes = ", ".join(map(str, out))
    if stands_alone(offer):
        told = Wording("Typed", "{category}: coded alone, {codes} taken out").filled(category=words, codes=codes)
    else:
        told = Wording("Typed", "{category}: {code} taken out, as {code} is coded alone").filled(
            category=words, code=codes
        )
    return said(told)
