"""The sense of fills: every name in braces is known, has been asked before it is said, and says something in every case."""

from collections.abc import Iterable, Iterator

from capi.instrument import text as texts
from capi.instrument.condition_sense import ConditionSense
from capi.instrument.expression import conjuncts, field_names
from capi.instrument.faults import Faults
from capi.instrument.fields import BEFORE_ALL, Fields
from capi.instrument.lines import Lines
from capi.instrument.model import Fill, Instrument, Presentation, Question, Text
from capi.instrument.surprises import Surprises


class FillSense:
    def __init__(self, instrument: Instrument, fields: Fields, lines: Lines, faults: Faults) -> None:
        self.instrument = instrument
        self.fields = fields
        self.lines = lines
        self.faults = faults
        self.fills = {fill.name: fill for fill in instrument.fills}
        self.reads = {name: tuple(dict.fromkeys(_read(fill))) for name, fill in self.fills.items()}
        self.headings = {card.label: card.heading for card in instrument.showcards if _filled(card.heading)}
        self.used_at: dict[str, list[Question]] = {name: [] for name in self.fills}

    def whole(self) -> None:
        for name, place in self.lines.filled:
            if self.fields.is_unknown(name) and name not in self.fills:
                remedy = self.fields.remedy(name, *self.fills)
                self.faults.add("FILL-UNKNOWN", place, f"{{{name[:40]}}} is neither a question nor a fill", remedy)
        for question in self.instrument.questions:
            for presentation in (question.usual, *question.by_mode.values()):
                self.texts(question, presentation)
        said = {name for name, _ in self.lines.filled}
        for fill in self.instrument.fills:
            self.fill(fill)
            if fill.name not in said:
                message = f"no text uses the fill {fill.name}"
                self.faults.warn("FILL-UNUSED", fill.place, message, f"Use it as {{{fill.name}}}, or remove it.")

    def texts(self, question: Question, presentation: Presentation) -> None:
        heading = self.headings.get(presentation.showcard or "", ())
        for text in (*_texts(presentation), heading):
            for name in _filled(text):
                if name in self.fills:
                    self.used_at[name].append(question)
                self.asked_before(name, text, question)

    def asked_before(self, name: str, text: Text, question: Question) -> None:
        """A text can say only what is known when it is said."""
        at = self.fields.position[question.name]
        for field in self.reads.get(name, (name,)):
            if self.fields.position.get(field, BEFORE_ALL) >= at:
                through = "" if field == name else f", which reads {field}"
                message = f"{question.name} says {{{name}}}{through} before {field} has an answer"
                place = self.lines.place_of_text(text, question.place)
                self.faults.add("FILL-LATER", place, message, f"Move {question.name} below {field}, or say it without.")

    def fill(self, fill: Fill) -> None:
        open_ended = [at for at, variant in enumerate(fill.variants) if variant.condition is None]
        if not open_ended:
            message = f"the fill {fill.name} says nothing where no condition holds"
            remedy = "End it with a variant without `if:`; its text may be none."
            self.faults.add("FILL-OPEN", fill.place, message, remedy)
        elif open_ended[0] < len(fill.variants) - 1:
            message = f"the fill {fill.name} never says what follows its variant without `if:`"
            self.faults.add("FILL-ORDER", fill.place, message, "Move that variant to the end.")
        conditions = ConditionSense(self.fields, self.faults)
        for at, variant in enumerate(fill.variants):
            if variant.condition is not None:
                written = self.lines.condition(fill.place, f"if {at}")
                if conditions.check(variant.condition, written, "FILL-UNKNOWN"):
                    self.surprises(fill, at)
            for name in _filled(variant.text):
                if name in self.fills:
                    place = self.lines.place_of_text(variant.text, fill.place)
                    message = f"the fill {fill.name} says {{{name}}}, which is a fill itself"
                    self.faults.add("FILL-PLACE", place, message, "Say it with fields only.")

    def surprises(self, fill: Fill, at: int) -> None:
        """The condition counts only where a question that uses the fill is asked, and no variant before it is said."""
        variant, written = fill.variants[at], self.lines.condition(fill.place, f"if {at}")
        surprises = Surprises(self.fields, self.faults)
        if variant.condition is None:
            return
        for mode in self.fields.modes:
            for condition in {self.fields.filter_of(question.name, mode) for question in self.used_at[fill.name]}:
                guards = () if condition is None else conjuncts(condition)
                surprises.in_condition(variant.condition, written, (mode,), guards)


def _texts(presentation: Presentation) -> Iterator[Text]:
    yield from (presentation.text, presentation.guidance, presentation.instruction)
    for category in presentation.categories:
        yield from (category.text, category.example, category.guidance)


def _filled(text: Text) -> tuple[str, ...]:
    """The names a text fills in; a text whose braces do not fit was told of when it was read."""
    return tuple(dict.fromkeys(name for words in text if "{" in words for name in _names(words)))


def _names(words: str) -> Iterable[str]:
    try:
        return [part.name for part in texts.parts(words) if isinstance(part, texts.FillPlace)]
    except texts.TextFault:
        return ()


def _read(fill: Fill) -> Iterator[str]:
    for variant in fill.variants:
        if variant.condition is not None:
            yield from field_names(variant.condition)
        yield from _filled(variant.text)
