"""Showcards on paper: the cards of an instrument in order of use, with the lines everybody may be shown, and who uses them."""

from collections.abc import Iterator
from dataclasses import dataclass

from capi.engine.prompt import Card
from capi.instrument.model import Instrument, Mode, Presentation, Question, RowChoice
from capi.outputs.documents.showcard_texts import CardTexts


@dataclass(frozen=True, slots=True)
class CardUse:
    """A question that hands the card over; `conditional` are its lines that not everybody is offered."""

    name: str
    label: str
    conditional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCard:
    """`numbers` are those typed for each line. Questions that share a card share its lines: the reader has seen to that.

    `filled` is what the screen would fill from the answers and paper cannot.
    """

    card: Card
    numbers: tuple[int, ...]
    uses: tuple[CardUse, ...]
    filled: tuple[str, ...] = ()


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
    texts = CardTexts(instrument, language)
    headings = {card.label: card.heading for card in instrument.showcards}
    found: dict[tuple[Card, tuple[int, ...], tuple[str, ...]], list[CardUse]] = {}
    for question in instrument.questions:
        put = question.presentation(Mode.FACE_TO_FACE)
        if put.showcard is None or not _has_lines(question, put):
            continue
        heading = headings[put.showcard]
        shown = [category for category in put.categories if not category.spontaneous]
        lines = tuple((texts.runs(category.text), texts.runs(category.example)) for category in shown)
        filled = texts.filled((heading, *(text for each in shown for text in (each.text, each.example))))
        card = Card(put.showcard, texts.runs(heading), lines)
        conditional = tuple(texts.plain(category.text) for category in shown if category.offered_if is not None)
        use = CardUse(question.name, texts.words(question.label) or question.name, conditional)
        found.setdefault((card, tuple(category.number for category in shown), filled), []).append(use)
    return (PrintedCard(card, numbers, tuple(uses), filled) for (card, numbers, filled), uses in found.items())


def _has_lines(question: Question, put: Presentation) -> bool:
    """Not where the lines are the rows of a roster: who they are is not known before the interview."""
    listed = any(not category.spontaneous for category in put.categories)
    return listed and question.computed is None and not isinstance(question.type, RowChoice)
