"""What differs between modes at one question: in full for a document of all modes, by name alone for that of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from capi.instrument.model import (
    Category,
    Information,
    Missing,
    Mode,
    Presentation,
    PromptInstruction,
    Question,
    Text,
)
from capi.outputs.documents.condition_words import ConditionWords
from capi.outputs.documents.fill_words import FillWords
from capi.outputs.documents.questionnaire import Entry, Span, Spans, joined, listed, paragraphs, said

MODE_WORDS = {
    Mode.SELF_COMPLETION: "Self-completion",
    Mode.FACE_TO_FACE: "Face to face",
    Mode.TELEPHONE: "Telephone",
}
HOW_WORDS = {
    Mode.SELF_COMPLETION: "in self-completion",
    Mode.FACE_TO_FACE: "face to face",
    Mode.TELEPHONE: "by telephone",
}
PROMPT_WORDS = {
    PromptInstruction.AS_NECESSARY: "Prompt as necessary",
    PromptInstruction.RUNNING: "Running prompt",
    PromptInstruction.INDIVIDUAL: "Individual prompt",
    PromptInstruction.READ_OUT: "Read out",
    PromptInstruction.DO_NOT_READ: "Do not read out",
}


@dataclass(frozen=True, slots=True)
class _Difference:
    aspect: str
    words: Spans


class ModeDifferences:
    """Told against the mode the document is of, or begins with."""

    def __init__(self, base: Mode, others: Sequence[Mode], conditions: ConditionWords, fills: FillWords) -> None:
        self._base = base
        self._others = others
        self._conditions = conditions
        self._fills = fills

    def in_full(self, question: Question) -> tuple[Entry, ...]:
        """An entry for each way it is done elsewhere, under the names of the modes that do it so."""
        alike: dict[tuple[Spans, ...], list[str]] = {}
        for mode in self._others:
            told = tuple(words for each in self._differences(question, mode) for words in paragraphs(each.words))
            if told:
                alike.setdefault(told, []).append(MODE_WORDS[mode])
        return tuple(Entry(", ".join(modes), told) for told, modes in alike.items())

    def in_short(self, question: Question) -> tuple[Entry, ...]:
        told = []
        for mode in self._others:
            if not question.presentation(mode).asked:
                told.append(said(f"{MODE_WORDS[mode]}: not {done_to(question)}"))
                continue
            aspects = dict.fromkeys(difference.aspect for difference in self._differences(question, mode))
            if aspects:
                told.append(said(f"{MODE_WORDS[mode]}: another ", listed([said(aspect) for aspect in aspects], "and")))
        return (Entry("Other modes", (joined(told, ". "),)),) if told else ()

    def _differences(self, question: Question, mode: Mode) -> Iterator[_Difference]:
        here, there = put_in(self._base, question), question.presentation(mode)
        if here is there or not there.asked:
            return
        if there.asked_if != here.asked_if:
            yield _Difference("filter", self._filter(there))
        if there.text != here.text:
            yield _Difference("text", said("Asked as: ", self._fills.spans(there.text)))
        if self._base.has_interviewer or mode.has_interviewer:
            yield from self._interviewing(here, there, mode)
        if there.guidance != here.guidance:
            yield _Difference("guidance", self._told("Guidance: ", there.guidance, "No guidance"))
        for words in self._categories(here.categories, there.categories, mode):
            yield _Difference("set of categories", words)

    def _interviewing(self, here: Presentation, there: Presentation, mode: Mode) -> Iterator[_Difference]:
        """What only an interviewer has: nobody needs telling that self-completion is without it."""
        if not mode.has_interviewer:
            return
        at_base = self._base.has_interviewer
        if there.showcard != (here.showcard if at_base else None):
            yield _Difference("showcard", said(f"Show card {there.showcard}" if there.showcard else "No showcard"))
        if there.prompt != (here.prompt if at_base else None):
            words = PROMPT_WORDS[there.prompt] if there.prompt else "No prompt instruction"
            yield _Difference("prompt instruction", said(words))
        if there.instruction != (here.instruction if at_base else ()):
            yield _Difference("instruction", self._told("Interviewer: ", there.instruction, "No instruction"))

    def _filter(self, there: Presentation) -> Spans:
        if there.asked_if is None:
            return said("Asked whatever was answered before")
        return said("Asked if ", self._conditions.condition(there.asked_if))

    def _categories(self, here: Sequence[Category], there: Sequence[Category], mode: Mode) -> Iterator[Spans]:
        known = {category.value: category for category in here}
        listed_there = {category.value for category in there}
        for category in there:
            before = known.get(category.value)
            if before is None:
                only = ", only if offered" if category.spontaneous else ""
                yield said(self._called(category, there), f": a category too{only}")
            elif told := tuple(self._category(before, category, mode, numbered=has_codes(there))):
                yield said(self._called(before, here), ": ", joined(told, "; "))
        for category in here:
            if category.value not in listed_there:
                yield said(self._called(category, here), ": not a category")

    def _category(self, here: Category, there: Category, mode: Mode, *, numbered: bool) -> Iterator[Spans]:
        if numbered and there.number != here.number:
            yield said(f"number {there.number}")
        if there.text != here.text:
            yield said("reads “", self._fills.spans(there.text), "”")
        if there.spontaneous != here.spontaneous:
            yield said("coded only if offered" if there.spontaneous else "listed with the others")
        if there.example != here.example:
            yield self._told("example: ", there.example, "no example")
        if there.guidance != here.guidance and mode.has_interviewer:
            yield self._told("guidance: ", there.guidance, "no guidance")
        if there.offered_if != here.offered_if:
            words = self._conditions.condition(there.offered_if) if there.offered_if else said("to all")
            yield said("offered ", "if " if there.offered_if else "", words)

    def _called(self, category: Category, among: Sequence[Category]) -> Spans:
        text = self._fills.spans(category.text)
        return said(Span(f"{category.number}", "strong"), " ", text) if has_codes(among) else text

    def _told(self, what: str, text: Text, nothing: str) -> Spans:
        return said(what, self._fills.spans(text)) if text else said(nothing)


def put_in(mode: Mode, question: Question) -> Presentation:
    """As in another mode where it is not asked in this one."""
    put = question.presentation(mode)
    return put if put.asked else question.usual


def done_to(question: Question) -> str:
    """What the interview does with it."""
    if question.computed is not None:
        return "set"
    if isinstance(question.type, Information):
        return "shown"
    return "coded" if question.observation else "asked"


def has_codes(categories: Sequence[Category]) -> bool:
    """Whether they have numbers to print. A missing state beside a number or a date to be given has none."""
    return any(not isinstance(category.value, Missing) for category in categories)
