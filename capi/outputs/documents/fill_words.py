"""Fills for readers: a text with its places to fill marked, and every variant each of them can have."""

from collections.abc import Iterable, Iterator

from capi.engine.dates_in_words import ELSEWHERE, ENGLISH, USUAL, date_in_words
from capi.instrument.date_patterns import DATE_PARTS
from capi.instrument.model import Fill, Instrument, Text
from capi.instrument.text import FillPlace, TextFault, parts
from capi.outputs.documents.condition_words import ConditionWords
from capi.outputs.documents.questionnaire import Span, Spans, joined, listed, plain, said

_EXAMPLE = "2026-11-15"
_OWN = {"position": "the place of the row: 1, 2, …", "item": "the words of each item"}


class FillWords:
    """For one instrument in one of its languages."""

    def __init__(self, instrument: Instrument, conditions: ConditionWords) -> None:
        self._conditions = conditions
        self._language = conditions.language
        self._code = instrument.languages[self._language]
        self._dates = instrument.dates
        self._fills = {fill.name: fill for fill in instrument.fills}
        self._rosters = {roster.name: roster for roster in instrument.rosters}

    def spans(self, text: Text) -> Spans:
        """The text, each place to fill as `‹name›`."""
        return said(*(each if isinstance(each, str) else self._mark(each) for each in self._cut(text)))

    def variants(self, texts: Iterable[Text]) -> tuple[Spans, ...]:
        """Every fill in the texts, and in the fills themselves, with all it can be: one paragraph each."""
        waiting = [place for text in texts for place in self._cut(text) if isinstance(place, FillPlace)]
        told: dict[tuple[str, str, str], Spans] = {}
        for place in waiting:  # grows while it is read: a fill may hold fills
            fill = self._fills.get(place.name)
            key = (place.name, "" if fill else place.otherwise, place.form)
            if key in told:
                continue
            told[key] = said(self._mark(place), " is ", self._all_of(fill) if fill else self._answer(place))
            if fill:
                waiting += [inner for text in _texts(fill) for inner in self._cut(text) if isinstance(inner, FillPlace)]
        return tuple(told.values())

    def _all_of(self, fill: Fill) -> Spans:
        if fill.plural is not None:
            forms = [
                said(self._quoted(text), f" ({form})") for form, text in fill.plural.forms.items() if self._has(text)
            ]
            return said(listed(forms, "or"), ", as goes with ", self._conditions.value(fill.plural.number))
        variants = []
        for variant in fill.variants:
            text = self._quoted(variant.text)
            if variant.condition is not None:
                variants.append(said(text, " if ", self._conditions.condition(variant.condition)))
            else:
                variants.append(said("otherwise " if variants else "", text))
        if fill.variants and fill.variants[-1].condition is not None:
            variants.append(said("otherwise nothing"))
        return joined(variants, "; ")

    def _answer(self, place: FillPlace) -> Spans:
        if place.name in _OWN:
            return said(_OWN[place.name])
        if place.name in self._rosters:
            return said("the name of the row of ", self._conditions.roster(place.name))
        otherwise = "" if place.otherwise == "…" else f", or “{place.otherwise}” where there is none"
        what = "the value of " if self._conditions.is_computed(place.name) else "the answer to "
        day = self._day(place.form or USUAL) if self._conditions.is_date(place.name) else ""
        return said(what, self._conditions.field(place.name), day, otherwise)

    def _day(self, form: str) -> str:
        """How a date is said: `, as month and year, such as “November 2026”`."""
        usual = ENGLISH if self._code.partition("-")[0] == "en" else ELSEWHERE
        own = self._dates.get(form, ())
        pattern = (own[self._language] if own else "") or usual.get(form, usual[USUAL])
        named = sorted(
            (pattern.index(f"{{{part}}}"), "day" if part == "nth" else part)
            for part in DATE_PARTS
            if f"{{{part}}}" in pattern
        )
        example = date_in_words(_EXAMPLE, form, self._dates, self._language, self._code)
        parts_named = plain(listed([said(part) for _, part in named], "and"))
        return f", as {parts_named}, such as “{example}”"

    def _quoted(self, text: Text) -> Spans:
        spans = self.spans(text)
        return said("“", spans, "”") if spans else said("nothing")

    def _has(self, text: Text) -> bool:
        return bool(self._conditions.words(text))

    def _mark(self, place: FillPlace) -> Span:
        return Span(f"‹{place.name}›", "fill", "" if place.name in self._fills or place.name in _OWN else place.name)

    def _cut(self, text: Text) -> tuple[str | FillPlace, ...]:
        words = self._conditions.words(text)
        if "{" not in words and "}" not in words:
            return (words,) if words else ()
        try:
            return parts(words)
        except TextFault:
            return (words,)


def _texts(fill: Fill) -> Iterator[Text]:
    yield from (variant.text for variant in fill.variants)
    if fill.plural is not None:
        yield from fill.plural.forms.values()
