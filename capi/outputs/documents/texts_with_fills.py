"""Texts with places to fill, each where its author wrote it, and all that can be said there: what `capi check --texts` shows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from capi.instrument.model import Category, Instrument, Mode, Place, Presentation, Question, Text
from capi.outputs.documents.condition_words import ConditionWords
from capi.outputs.documents.fill_words import FillWords
from capi.outputs.documents.questionnaire import Spans, said
from capi.outputs.documents.questionnaire_modes import HOW_WORDS


@dataclass(frozen=True, slots=True)
class FilledText:
    """`texts` are those with something to fill, under what each is: `category 2`; `fills` say what each place can be."""

    name: str
    place: Place
    first: Spans
    texts: tuple[tuple[str, Spans], ...]
    fills: tuple[Spans, ...]


def texts_with_fills(instrument: Instrument, language: int) -> Iterator[FilledText]:
    """The questions in the order of the page, then the names of rows, the messages of edits, the headings of cards."""
    words = FillWords(instrument, ConditionWords(instrument, language, instrument.modes[0]))
    for question in instrument.questions:
        yield from _filled(question.name, question.place, _texts_of(question), words)
    for roster in instrument.rosters:
        yield from _filled(roster.name, roster.place, {roster.row_name: "name of a row"}, words)
    for edit in instrument.edits:
        yield from _filled(edit.name, edit.place, {edit.message: "message"}, words)
    for card in instrument.showcards:
        yield from _filled(f"card {card.label}", card.place, {card.heading: "heading"}, words)


def _filled(name: str, place: Place, texts: Mapping[Text, str], words: FillWords) -> Iterator[FilledText]:
    fills = words.variants(texts)
    if fills:
        first, *others = texts
        told = tuple((texts[text], words.spans(text)) for text in others if words.variants((text,)))
        kind = "" if texts[first] == "text" else f"{texts[first]}: "
        yield FilledText(name, place, said(kind, words.spans(first)), told, fills)


def _texts_of(question: Question) -> dict[Text, str]:
    """All that is said at the question in any mode, each once, with what it is where it is first said."""
    found: dict[Text, str] = {}
    for what, text in _named(question):
        if text:
            found.setdefault(text, what)
    return found


def _named(question: Question) -> Iterator[tuple[str, Text]]:
    yield "text", question.usual.text
    yield "item", question.item
    for mode, put in ((None, question.usual), *question.by_mode.items()):
        yield from _put(put, mode)


def _put(put: Presentation, mode: Mode | None) -> Iterator[tuple[str, Text]]:
    where = f", {HOW_WORDS[mode]}" if mode else ""
    yield f"text{where}", put.text
    yield f"guidance{where}", put.guidance
    yield f"instruction{where}", put.instruction
    for what, text in _categories(put.categories):
        yield f"{what}{where}", text


def _categories(categories: Iterable[Category]) -> Iterator[tuple[str, Text]]:
    for category in categories:
        called = category.value if isinstance(category.value, int) else category.value.value
        yield f"category {called}", category.text
        yield f"example of category {called}", category.example
        yield f"guidance on category {called}", category.guidance
