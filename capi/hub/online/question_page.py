"""The page of one question: what stands on it, with what was answered or typed, before it is drawn as HTML.

    page = question_page(visit, "SchoolType", words, Sent.of_link(from_check=False))

The words of the question are the instrument's, to the letter; all others are `words`.
"""

import dataclasses
from dataclasses import dataclass, replace
from typing import assert_never
from urllib.parse import quote

from capi.engine.edits import FailedEdit
from capi.engine.fills import Runs, plain
from capi.engine.prompt import Offer, Prompt
from capi.hub.online.answer_reading import (
    ANSWER,
    SEARCH,
    STATE,
    first_input,
    id_of,
    stands_alone,
    states_of,
    value_of,
)
from capi.hub.online.answer_words import typed_again
from capi.hub.online.form import NO_FORM, Form
from capi.hub.online.frame_search import FRAMES, MOST_FOUND
from capi.hub.online.mistakes import Mistake
from capi.hub.online.texts import Words
from capi.hub.online.typed_times import DATE_INPUTS
from capi.hub.online.visit import Visit
from capi.instrument.model import (
    Answer,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    FrameEntry,
    Information,
    PartialDate,
    RowChoice,
    Time,
    Verbatim,
    WholeNumber,
)

CHECK = "check"
_LONG_TEXT = 200
"""Characters; a shorter answer has a box of one line."""


def address_of(name: str, *, from_check: bool = False) -> str:
    """The path of the page of a field."""
    return f"/q/{quote(name, safe='')}" + (f"?from={CHECK}" if from_check else "")


@dataclass(frozen=True, slots=True)
class Sent:
    """How she came to the page: by a link, or because what she has sent from it is not taken as it is.

    `signals` are the edits she is asked to confirm.
    """

    from_check: bool
    form: Form | None = None
    mistakes: tuple[Mistake, ...] = ()
    signals: tuple[FailedEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A radio button or a checkbox. `apart`: it stands below an "or"."""

    id: str
    value: str
    text: str
    example: str
    chosen: bool
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """The list of a coded question as it was searched. `typed` is empty before the first search."""

    typed: str
    found: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """`kind` names the part of the template that draws the inputs; `texts` is what stands in them, by their names. `guidance` is the
    instrument's, `hints` are ours.

    `shown` is the number of the journal's last entry; `signals` are messages, `signal_names` what confirms them.
    """

    field: str
    kind: str
    language: str
    rows: str
    text: tuple[str, ...]
    item: tuple[str, ...]
    guidance: tuple[str, ...]
    hints: tuple[str, ...]
    number: int
    about: int
    shown: int
    back: str
    from_check: bool
    boxes: tuple[Box, ...] = ()
    states: tuple[Box, ...] = ()
    texts: dict[str, str] = dataclasses.field(default_factory=dict)
    unit: str = ""
    input_mode: str = ""
    long: bool = False
    search: Search | None = None
    mistakes: tuple[Mistake, ...] = ()
    signals: tuple[Mistake, ...] = ()
    signal_names: str = ""

    @property
    def title(self) -> str:
        return " ".join(" ".join((*self.text, *self.item)).split())

    @property
    def is_unconfirmed(self) -> bool:
        """All that is wrong is that she has not said whether her answers are right."""
        return self.mistake_at("confirm")

    def mistake_at(self, *places: str) -> bool:
        """Whether one of these inputs is what is wrong."""
        return any(mistake.at in places for mistake in self.mistakes)


def question_page(visit: Visit, name: str, words: Words, sent: Sent) -> QuestionPage:
    """Raises NotOnRoute where she has not reached the question."""
    prompt = visit.alone.prompt(name)
    before = visit.alone.before(name)
    interview = visit.sitting.interview
    page = QuestionPage(
        field=name,
        kind=_kind(prompt),
        language=language_of(visit),
        rows=" · ".join(prompt.rows),
        text=_paragraphs(prompt.text),
        item=_paragraphs(prompt.item),
        guidance=_paragraphs(prompt.guidance),
        hints=_hints(prompt, words),
        number=prompt.number,
        about=max(prompt.about, prompt.number),
        shown=visit.number,
        back="/check" if sent.from_check else address_of(before) if before else "",
        from_check=sent.from_check,
        mistakes=sent.mistakes,
    )
    failed = sent.signals
    if sent.form is None and prompt.answer is not None:
        failing = interview.failed_at(name)
        page = replace(page, mistakes=edit_mistakes(visit, name, [each for each in failing if each.hard], words))
        failed = tuple(each for each in failing if not each.hard)
    page = replace(page, signals=edit_mistakes(visit, name, failed, words), signal_names=names_of(failed))
    return _with_inputs(page, prompt, sent.form, words)


def language_of(visit: Visit) -> str:
    """The one that the questions are put in."""
    interview = visit.sitting.interview
    return interview.plan.instrument.languages[interview.language]


def names_of(failed: tuple[FailedEdit, ...]) -> str:
    """The signals that a tick on the page confirms, and no others."""
    return " ".join(each.name for each in failed)


def edit_mistakes(
    visit: Visit, name: str, failed: tuple[FailedEdit, ...] | list[FailedEdit], words: Words
) -> tuple[Mistake, ...]:
    """What the edits say, each with links to the other questions that it is about."""
    alone = visit.alone
    reached = set(alone.fields) if failed else set()
    at = first_input(alone.prompt(name))
    return tuple(
        Mistake(
            at,
            each.message,
            tuple(
                (address_of(other, from_check=True), words("question.involved", question=heading(alone.prompt(other))))
                for other in each.fields
                if other in reached and other != name
            ),
        )
        for each in failed
    )


def heading(prompt: Prompt) -> str:
    """The question in one line."""
    return " ".join(" ".join((plain(prompt.text), plain(prompt.item))).split())


def _kind(prompt: Prompt) -> str:
    match prompt.type:
        case Choice() | RowChoice():
            return "radios"
        case CodeAll():
            return "checkboxes"
        case WholeNumber() | DecimalNumber():
            return "number"
        case Verbatim(longest):
            return "words" if longest > _LONG_TEXT else "line"
        case Date() | PartialDate():
            return "date"
        case Time():
            return "time"
        case Coded():
            return "coded"
        case Information():
            return "information"
        case _:
            assert_never(prompt.type)


def _hints(prompt: Prompt, words: Words) -> tuple[str, ...]:
    """What our own words say of how it is answered."""
    match prompt.type:
        case CodeAll(most):
            several = words("question.several")
            return (several, words("question.most", most=most)) if most else (several,)
        case Verbatim(longest):
            return (words("question.longest", longest=f"{longest:,}"),) if longest > _LONG_TEXT else ()
        case Date():
            return (words("question.date_hint"),)
        case PartialDate():
            return (words("question.partial_hint"),)
        case Time():
            return (words("question.time_hint"),)
        case _:
            return ()


def _paragraphs(runs: Runs) -> tuple[str, ...]:
    return tuple(line for line in plain(runs).split("\n") if line.strip())


def _with_inputs(page: QuestionPage, prompt: Prompt, form: Form | None, words: Words) -> QuestionPage:
    answer = prompt.answer
    if page.kind in ("radios", "checkboxes"):
        chosen = set(form.all(ANSWER)) if form else _chosen(answer)
        return replace(page, boxes=tuple(_box(ANSWER, offer, chosen) for offer in _in_order(prompt)))
    ticked = set(form.all(STATE)) if form else _chosen(answer)
    page = replace(page, states=tuple(_box(STATE, offer, ticked) for offer in states_of(prompt)))
    if page.kind == "coded":
        return _with_search(page, prompt, form or NO_FORM, words)
    texts = typed_again(prompt, answer)
    if form is not None:
        texts = {name: " ".join(form.all(name)) for name in (ANSWER, *DATE_INPUTS) if form.has(name)}
    return replace(page, texts=dict(texts), unit=prompt.unit, input_mode=_input_mode(prompt))


def _in_order(prompt: Prompt) -> list[Offer]:
    """Of several that can be chosen together, those that stand alone come last; else the order is the instrument's."""
    return sorted(prompt.offers, key=stands_alone) if isinstance(prompt.type, CodeAll) else list(prompt.offers)


def _box(name: str, offer: Offer, chosen: set[str]) -> Box:
    value = value_of(offer)
    apart = stands_alone(offer)
    return Box(id_of(name, offer), value, plain(offer.text), plain(offer.example), value in chosen, apart)


def _chosen(answer: Answer | None) -> set[str]:
    match answer:
        case None:
            return set()
        case tuple():
            return set(map(str, answer))
        case int() | str():
            return {str(answer)}
        case _:
            return {str(getattr(answer, "value", answer))}


def _input_mode(prompt: Prompt) -> str:
    """Which keys a telephone shows; those with figures have no minus."""
    match prompt.type:
        case WholeNumber(minimum) if minimum >= 0:
            return "numeric"
        case DecimalNumber(minimum) if minimum >= 0:
            return "decimal"
        case _:
            return ""


def _with_search(page: QuestionPage, prompt: Prompt, form: Form, words: Words) -> QuestionPage:
    """With what was found, or before a search with the answer there is."""
    typed = form.typed(SEARCH)
    chosen = set(form.all(ANSWER)) or _chosen(prompt.answer)
    entries = () if prompt.frame is None else prompt.frame.entries
    if not typed:
        kept = tuple(_entry_box(entry, chosen) for entry in entries if entry.code == prompt.answer)
        return replace(page, search=Search("", words("question.chosen") if kept else "", kept))
    matches = () if prompt.frame is None else FRAMES.search(prompt.frame, typed)
    told = words.counted("question.found", len(matches))
    if len(matches) == MOST_FOUND:
        told = words("question.most_found", number=len(matches))
    boxes = tuple(_entry_box(entry, chosen) for entry in matches)
    return replace(page, search=Search(typed, told if matches else "", boxes))


def _entry_box(entry: FrameEntry, chosen: set[str]) -> Box:
    return Box(f"{ANSWER}-{quote(entry.code, safe='')}", entry.code, entry.text, entry.also, entry.code in chosen)
