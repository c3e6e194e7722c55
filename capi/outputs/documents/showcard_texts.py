"""The texts of showcards on paper, where nobody has answered yet: each place to fill says what it says without an answer."""

from collections.abc import Iterable, Iterator

from capi.engine.fills import Run, Runs, plain
from capi.instrument.model import Fill, Instrument, Text
from capi.instrument.text import FillPlace, parts

_NOTHING_SAID = FillPlace("").otherwise


class CardTexts:
    """In one language of the instrument."""

    def __init__(self, instrument: Instrument, language: int) -> None:
        self._language = language
        self._fills = {fill.name: fill for fill in instrument.fills}
        self._labels = {roster.name: roster.title for roster in instrument.rosters}
        self._labels |= {fact.name: fact.label for fact in instrument.facts}
        self._labels |= {question.name: question.label for question in instrument.questions}

    def words(self, text: Text) -> str:
        """As written in the language, or in the first where it has none."""
        return (text[self._language] or text[0]) if text else ""

    def runs(self, text: Text) -> Runs:
        return tuple(self._runs(text))

    def plain(self, text: Text) -> str:
        return plain(self.runs(text))

    def filled(self, texts: Iterable[Text]) -> tuple[str, ...]:
        """What is filled in them, each once, by its label."""
        places = (part for text in texts for part in parts(self.words(text)) if isinstance(part, FillPlace))
        return tuple(dict.fromkeys(self._label(place.name) for place in places))

    def _runs(self, text: Text) -> Iterator[Run]:
        for part in parts(self.words(text)):
            if isinstance(part, str):
                yield Run(part)
            else:
                yield Run(self._without_answer(part), filled=True)

    def _without_answer(self, place: FillPlace) -> str:
        """What its author wrote for that, or else its label: `‹First name›`."""
        fill = self._fills.get(place.name)
        if fill is not None:
            return self.plain(_otherwise(fill)) or f"‹{place.name}›"
        return f"‹{self._label(place.name)}›" if place.otherwise == _NOTHING_SAID else place.otherwise

    def _label(self, name: str) -> str:
        return self.words(self._labels.get(name, ())) or name


def _otherwise(fill: Fill) -> Text:
    """What it says without an answer: its last variant, which has no condition, or the most general form."""
    return fill.variants[-1].text if fill.plural is None else fill.plural.forms["other"]
