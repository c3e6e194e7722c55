"""One question of the questionnaire document: routing, name, text, categories, and all that is said about them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from capi.instrument.expression import Compare, Expression, FieldName, Has, Number, conditions_in
from capi.instrument.filter_words import written
from capi.instrument.model import (
    Category,
    Choice,
    CodeAll,
    Coded,
    CodingFrame,
    Computed,
    Date,
    DecimalNumber,
    Edit,
    Information,
    Instrument,
    Mode,
    PartialDate,
    Presentation,
    Question,
    RowChoice,
    Text,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.outputs.documents.condition_words import ConditionWords
from capi.outputs.documents.fill_words import FillWords
from capi.outputs.documents.questionnaire import (
    Asked,
    BatteryLine,
    CategoryLine,
    Entry,
    Span,
    Spans,
    paragraphs,
    said,
)
from capi.outputs.documents.questionnaire_modes import (
    HOW_WORDS,
    PROMPT_WORDS,
    ModeDifferences,
    done_to,
    has_codes,
    put_in,
)

_FIRST_CODES = 5
_TO = {"Set": "for", "Shown": "to", "Coded": "for", "Asked": "of"}


@dataclass(frozen=True, slots=True)
class Around:
    """What the place of a question adds: who is asked where it has no filter, where to go on, its edits."""

    everyone: str
    otherwise: str = ""
    edits: tuple[Edit, ...] = ()
    edits_elsewhere: tuple[tuple[Edit, str], ...] = ()
    """With the question where they are told."""


class QuestionPage:
    """Makes the blocks of one document."""

    def __init__(
        self, instrument: Instrument, mode: Mode, words: tuple[ConditionWords, FillWords], modes: Sequence[Mode]
    ) -> None:
        """`modes` are those told in full; with only one the others are told by name."""
        self._instrument = instrument
        self._mode = mode
        self._conditions, self._fills = words
        others = [each for each in instrument.modes if each is not mode]
        self._differences = ModeDifferences(mode, others, *words)
        self._modes = modes
        self._in_full = len(modes) > 1
        self._frames = {frame.name: frame for frame in instrument.frames}
        self._specified = {each.specifies: each for each in instrument.questions if each.specifies}

    def asked(self, questions: Sequence[Question], around: Around) -> Asked:
        """The block of a question, or of the battery of several that differ in their items alone."""
        question = questions[0]
        put = put_in(self._mode, question)
        battery = len(questions) > 1
        coded = has_codes(put.categories)
        conditional = tuple(self._category(each, question, coded) for each in put.categories if not each.spontaneous)
        offered = tuple(self._category(each, question, coded) for each in put.categories if each.spontaneous)
        before = tuple(self._before(question, put))
        return Asked(
            name="" if battery else question.name,
            label=question.stem if battery else self._conditions.words(question.label),
            marks=tuple(self._marks(questions)),
            routing=tuple(self._routing(question, put, around)),
            card=(put.showcard or "") if self._mode is Mode.FACE_TO_FACE or self._mode.has_interviewer else "",
            text=self._text(question, put),
            before=before,
            items=tuple(BatteryLine(each.name, self._fills.spans(each.item)) for each in questions) if battery else (),
            categories=conditional,
            offered=offered,
            after=tuple(self._after(question, put, around)),
        )

    def routing(self, condition: Expression, role: str = "Asked if") -> Entry:
        """In words, and below them as it is written."""
        lead, parts = self._conditions.routing(condition)
        told = parts if not lead else (said(lead), *(said("• ", part) for part in parts))
        return Entry(role, (*told, said(Span(written(condition), "code"))), "routing")

    def edit(self, edit: Edit) -> Entry:
        failing = said("Fails if ", self._conditions.condition(edit.fails_if), ".")
        code = said(Span(f"{edit.name}: {written(edit.fails_if)}", "code"))
        message = self._fills.spans(edit.message)
        some = len(self._modes) > 1 and len(edit.modes) < len(self._modes)
        only = [HOW_WORDS[mode] for mode in edit.modes] if some else []
        where = (said(f"Judged {' or '.join(only)} only."),) if only else ()
        told = (*paragraphs(message), failing, *where, code)
        return Entry("Check" if edit.hard else "Signal", told, "edit")

    def _text(self, question: Question, put: Presentation) -> Spans:
        text = self._fills.spans(put.text)
        item = self._fills.spans(question.item)
        return said(text, "\n", item) if item and not question.stem else text

    def _marks(self, questions: Sequence[Question]) -> Iterator[str]:
        if questions[0].computed is not None:
            yield "Set by the instrument"
        if questions[0].observation:
            yield "Interviewer’s observation"
        if any(question.disclosive for question in questions):
            yield "Disclosive"
        not_in = [HOW_WORDS[mode] for mode in self._modes if not questions[0].presentation(mode).asked]
        if not_in:
            yield f"Not {done_to(questions[0])} {' or '.join(not_in)}"

    def _routing(self, question: Question, put: Presentation, around: Around) -> Iterator[Entry]:
        verb = done_to(question).capitalize()
        if put.asked_if is None:
            yield Entry(f"{verb} {_TO[verb]}", (said(around.everyone),), "routing")
        else:
            yield self.routing(put.asked_if, f"{verb} if")
        if around.otherwise:
            yield Entry(
                "Otherwise", (said("go to ", Span(f"[{around.otherwise}]", "name", around.otherwise)),), "routing"
            )

    def _before(self, question: Question, put: Presentation) -> Iterator[Entry]:
        if self._mode.has_interviewer:
            if put.prompt is not None:
                name = PROMPT_WORDS[put.prompt]
                told = self._fills.spans(self._instrument.prompts.get(put.prompt, ()))
                yield Entry("Prompt", (said(Span(f"{name}. " if told else name, "strong"), told),), "interviewer")
            if put.instruction:
                yield Entry("Interviewer", paragraphs(self._fills.spans(put.instruction)), "interviewer")
        if put.guidance:
            yield Entry("Guidance", paragraphs(self._fills.spans(put.guidance)))
        answer = self._answer(question)
        if answer and question.computed is None:
            yield Entry("Answer", (answer,))
        if question.computed is not None:
            yield Entry("Value", tuple(self._computed(question, question.computed)))

    def _after(self, question: Question, put: Presentation, around: Around) -> Iterator[Entry]:
        fills = self._fills.variants((*self._texts(question, put), *(edit.message for edit in around.edits)))
        if fills:
            yield Entry("Fills", fills)
        yield from map(self.edit, around.edits)
        for edit, where in around.edits_elsewhere:
            told = said(f"{edit.name}, told at ", Span(f"[{where}]", "name", where))
            yield Entry("Check" if edit.hard else "Signal", (told,), "edit")
        yield from self._differences.in_full(question) if self._in_full else self._differences.in_short(question)
        if question.source:
            yield Entry("Source", (said(question.source),))
        if question.note:
            yield Entry("Our note", paragraphs(said(question.note)), "ours")

    def _texts(self, question: Question, put: Presentation) -> Iterator[Text]:
        yield from (put.text, question.item, put.guidance, put.instruction)
        for category in put.categories:
            yield from (category.text, category.example, category.guidance)
        if self._in_full:
            for other in (each for each in question.by_mode.values() if each.asked):
                yield from (other.text, other.guidance, other.instruction)

    def _category(self, category: Category, question: Question, coded: bool) -> CategoryLine:
        below = []
        if category.example:
            below.append(Entry("", paragraphs(self._fills.spans(category.example))))
        if category.guidance and self._mode.has_interviewer:
            below.append(Entry("Guidance", paragraphs(self._fills.spans(category.guidance)), "interviewer"))
        if category.offered_if is not None:
            below.append(Entry("Offered if", (self._conditions.condition(category.offered_if),), "routing"))
        if category.exclusive:
            below.append(Entry("Coded alone", (), "routing"))
        specified = self._specified.get(question.name)
        if specified is not None and category.value in _values_read(specified, question.name):
            below.append(Entry("Then", (said(Span(f"[{specified.name}]", "name", specified.name)),), "routing"))
        return CategoryLine(str(category.number) if coded else "", self._fills.spans(category.text), tuple(below))

    def _computed(self, question: Question, computed: Computed) -> Iterator[Spans]:
        for number, variant in enumerate(computed.variants):
            if variant.value is None:
                value = said("no value")
            elif isinstance(variant.value, Number):
                value = self._conditions.category(question.name, variant.value.value)
            else:
                value = self._conditions.value(variant.value)
            if variant.condition is not None:
                yield said(value, " if ", self._conditions.condition(variant.condition))
            else:
                yield said("otherwise " if number else "", value)
        code = "; ".join(_variant_written(each.value, each.condition) for each in computed.variants)
        yield said(Span(code, "code"))
        if computed.once:
            yield said("Fixed when the interview first reaches it.")

    def _answer(self, question: Question) -> Spans:
        unit = (
            f" {self._conditions.words(question.type.unit)}"
            if isinstance(question.type, WholeNumber | DecimalNumber) and question.type.unit
            else ""
        )
        match question.type:
            case Choice():
                return ()
            case CodeAll(most):
                categories = len(put_in(self._mode, question).categories)
                return said("Code all that apply" + (f", at most {most}" if most < categories else ""))
            case WholeNumber(minimum, maximum):
                return said(f"A whole number from {minimum:,} to {maximum:,}{unit}")
            case DecimalNumber(minimum, maximum, places):
                decimals = f"{places} decimal {'place' if places == 1 else 'places'}"
                return said(f"A number from {minimum:,f} to {maximum:,f}{unit}, with at most {decimals}")
            case Verbatim(longest):
                return said(f"In words, at most {longest:,} characters")
            case Date(earliest, latest):
                return said(f"A date{_between(earliest, latest)}")
            case PartialDate(month, day, earliest, latest):
                taken = f"month {month} and day {day} are taken where they are not known"
                return said(f"A date of which the day or the month may be unknown{_between(earliest, latest)}; {taken}")
            case Time():
                return said("A time of the day, by the 24-hour clock")
            case Coded(frame):
                return self._frame(self._frames.get(frame), frame)
            case RowChoice(roster, condition):
                where = said(" for which ", self._conditions.condition(condition)) if condition else ()
                return said("One of the rows of ", self._conditions.roster(roster), where)
            case Information():
                return ()

    def _frame(self, frame: CodingFrame | None, name: str) -> Spans:
        if frame is None:
            return said(f"A code of the coding frame {name}")
        first = "; ".join(f"{entry.code} {entry.text}" for entry in frame.entries[:_FIRST_CODES])
        more = "; …" if len(frame.entries) > _FIRST_CODES else ""
        title = self._conditions.words(frame.title) or frame.name
        count = "code" if len(frame.entries) == 1 else "codes"
        return said(
            "A code of the coding frame ", Span(title, "strong"), f" ({len(frame.entries):,} {count}): {first}{more}"
        )


def _between(earliest: str, latest: str) -> str:
    if earliest and latest:
        return f", from {earliest} to {latest}"
    return f", from {earliest} on" if earliest else f", {latest} at the latest" if latest else ""


def _values_read(specified: Question, name: str) -> set[int]:
    """The categories of the question after which the other one asks for the words."""
    condition = specified.usual.asked_if
    values: set[int] = set()
    for part in () if condition is None else conditions_in(condition):
        match part:
            case Compare(FieldName(field), "==", Number(int(value))) if field == name:
                values.add(value)
            case Has(FieldName(field), coded) if field == name:
                values.update(coded)
    return values


def _variant_written(value: Expression | None, condition: Expression | None) -> str:
    told = "none" if value is None else written(value)
    return told if condition is None else f"{told} if {written(condition)}"


def batteries(parts: Iterable[Question]) -> Iterator[tuple[Question, ...]]:
    """The questions, those of a battery that differ in their items alone taken together."""
    together: list[Question] = []
    for question in parts:
        if together and not _of_one_battery(together[-1], question):
            yield tuple(together)
            together = []
        together.append(question)
    if together:
        yield tuple(together)


def _of_one_battery(one: Question, other: Question) -> bool:
    return (
        bool(one.stem)
        and one.stem == other.stem
        and (one.usual, one.by_mode, one.type, one.source, one.note, one.observation)
        == (other.usual, other.by_mode, other.type, other.source, other.note, other.observation)
    )
