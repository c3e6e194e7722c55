"""Showcards on paper: the cards of an instrument in order of use, each as the showcard window would show it, and who uses it."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from capi.engine.fills import Filler
from capi.engine.frames import Frame
from capi.engine.page import Page
from capi.engine.plan import plan
from capi.engine.prompt import Card, Prompter
from capi.instrument.model import Instrument, Mode, Presentation, Question, Section


@dataclass(frozen=True, slots=True)
class CardUse:
    """A question that hands the card over; `conditional` are its lines that not everybody is offered."""

    name: str
    label: str
    conditional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """`numbers` are those typed for each line. Questions that share a card share its lines: the reader has seen to that."""

    card: Card
    numbers: tuple[int, ...]
    uses: tuple[CardUse, ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    title: str
    instrument: str
    version: str
    cards: tuple[PrintedCard, ...]


def booklet(instrument: Instrument, language: int) -> Booklet:
    """The cards used face to face, the only mode that has any; none where the instrument is not fielded so."""
    cards = tuple(_cards(instrument, language)) if Mode.FACE_TO_FACE in instrument.modes else ()
    title = instrument.title[language] or instrument.title[0]
    return Booklet(title, instrument.name, instrument.version, cards)


def _cards(instrument: Instrument, language: int) -> Iterator[PrintedCard]:
    """Paper cannot know the answers: places to fill say what they say without one, and no line is left out."""
    compiled = plan(_for_everybody(instrument), Mode.FACE_TO_FACE)
    filler = Filler(compiled, language)
    prompter = Prompter(compiled, filler)
    frames: dict[int, Frame] = {}
    found: dict[tuple[Card, tuple[int, ...]], list[CardUse]] = {}
    for question in instrument.questions:
        presentation = question.presentation(Mode.FACE_TO_FACE)
        if presentation.showcard is None or question.computed is not None:
            continue
        page, at = compiled.where[question.name]
        prompt = prompter.prompt(_frame(page, frames), at, remark="", number=0, about=0)
        if prompt.card is None or not prompt.card.lines:
            continue  # a card of the rows of a roster: who they are is not known before the interview
        numbers = tuple(offer.number for offer in prompt.offers if not offer.spontaneous)
        conditional = tuple(
            filler.words(category.text)
            for category in presentation.categories
            if category.offered_if is not None and not category.spontaneous
        )
        found.setdefault((prompt.card, numbers), []).append(CardUse(question.name, prompt.label, conditional))
    return (PrintedCard(card, numbers, tuple(uses)) for (card, numbers), uses in found.items())


def _frame(page: Page, frames: dict[int, Frame]) -> Frame:
    """The page without an answer, in a first row where it is one of rows."""
    if page.number not in frames:
        outer = None if page.outer is None else _frame(page.outer, frames)
        rows = () if outer is None else (*outer.rows, 1)
        frames[page.number] = Frame(page, outer, rows)
    return frames[page.number]


def _for_everybody(instrument: Instrument) -> Instrument:
    """The instrument with every category offered to all."""
    return replace(instrument, sections=tuple(_section(section) for section in instrument.sections))


def _section(section: Section) -> Section:
    parts = tuple(_section(part) if isinstance(part, Section) else _question(part) for part in section.parts)
    return replace(section, parts=parts, another=section.another and _question(section.another))


def _question(question: Question) -> Question:
    by_mode = {mode: _presentation(presentation) for mode, presentation in question.by_mode.items()}
    return replace(question, usual=_presentation(question.usual), by_mode=by_mode)


def _presentation(presentation: Presentation) -> Presentation:
    if all(category.offered_if is None for category in presentation.categories):
        return presentation
    categories = tuple(replace(category, offered_if=None) for category in presentation.categories)
    return replace(presentation, categories=categories)
