"""Fills: texts with their places filled from the answers in sight, as runs that a screen or a page can style."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from capi.engine.answers import STATE_WORDS, category_of
from capi.engine.dates_in_words import USUAL, date_in_words, plural_form
from capi.engine.frames import Frame
from capi.engine.page import Page, row_place
from capi.engine.plan import Plan
from capi.instrument.evaluation import Condition, Value, compile_condition, compile_value
from capi.instrument.model import (
    Answer,
    Coded,
    Date,
    Fill,
    Information,
    Missing,
    PartialDate,
    Plural,
    Question,
    RowChoice,
    Text,
)
from capi.instrument.text import FillPlace, parts


class Run(Struct, frozen=True, gc=False):
    """A stretch of text; `filled` where it comes from an answer."""

    text: str
    filled: bool = False


Runs: TypeAlias = tuple[Run, ...]


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field on the page that lies so many further out."""

    ups: int
    at: int
    otherwise: str
    form: str


@dataclass(frozen=True, slots=True)
class _Named:
    variants: tuple[tuple[Condition | None, tuple["_Part", ...]], ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    number: Value
    forms: dict[str, tuple["_Part", ...]]


_Part: TypeAlias = str | _Field | _Named | _Counted


class Filler:
    """Fills the texts of one plan in one language; a text with places to fill is taken apart once for each page."""

    def __init__(self, plan: Plan, language: int) -> None:
        self.plan = plan
        self.language = language
        self.code = plan.instrument.languages[language]
        self._fills = {fill.name: fill for fill in plan.instrument.fills}
        self._apart: dict[tuple[int, str], tuple[_Part, ...]] = {}

    def words(self, text: Text) -> str:
        """The text as written in the language, or in the instrument's first where it has none."""
        return (text[self.language] or text[0]) if text else ""

    def is_fixed(self, text: Text) -> bool:
        """Whether the text has nothing to fill."""
        words = self.words(text)
        return "{" not in words and "}" not in words

    def runs(self, text: Text, frame: Frame) -> Runs:
        """The text, filled from what is in sight of the frame."""
        if not text:
            return ()
        words = text[self.language] or text[0]
        if "{" not in words and "}" not in words:
            return (Run(words),)
        key = frame.page.number, words
        apart = self._apart.get(key)
        if apart is None:
            apart = self._apart[key] = self._parts(words, frame.page)
        return tuple(self._filled(apart, frame))

    def row_name(self, row: Frame) -> str:
        """What the row is called; its number where it has no name yet."""
        roster = row.page.roster
        name = plain(self.runs(roster.row_name, row)).strip() if roster else ""
        return name or str(row.at + 1)

    def said(self, frame: Frame, at: int, form: str = "") -> str | None:
        """The field's answer in words; None where it has no value."""
        answer: Answer | None = frame.seen[at]
        if answer is None or isinstance(answer, Missing):
            return None
        page = frame.page
        question = page.questions[at] if at < page.size else None
        if question is None:
            return self._fact_said(page.names[at], answer, form)
        if isinstance(answer, int) and not isinstance(question.type, RowChoice):
            category = category_of(page.presentations[at], answer)
            return str(answer) if category is None else plain(self.runs(category.text, frame))
        return self._long_said(question, answer, frame, at, form)

    def _long_said(self, question: Question, answer: Answer, frame: Frame, at: int, form: str) -> str:
        match question.type:
            case RowChoice(roster):
                row = self._row(frame, roster, answer)
                return str(answer) if row is None else self.row_name(row)
            case Date() | PartialDate():
                return self._date(str(answer), form)
            case Coded(frame_name):
                entry = self.plan.codes[frame_name].get(str(answer))
                return str(answer) if entry is None else entry.text
        if isinstance(answer, tuple):
            named = (category_of(frame.page.presentations[at], value) for value in answer)
            return ", ".join(plain(self.runs(each.text, frame)) for each in named if each)
        return str(answer)

    def _fact_said(self, name: str, answer: Answer, form: str) -> str:
        fact = self.plan.facts.get(name)
        if fact is not None and isinstance(fact.type, Date):
            return self._date(str(answer), form)
        for category in fact.categories if fact is not None else ():
            if category.value == answer:
                return self.words(category.text)
        return str(answer)

    def _date(self, text: str, form: str) -> str:
        return date_in_words(text, form or USUAL, self.plan.instrument.dates, self.language, self.code)

    def _row(self, frame: Frame, roster: str, answer: Answer) -> Frame | None:
        page = self.plan.page_of(roster)
        holder: Frame | None = frame
        while holder is not None and page not in holder.page.rosters:
            holder = holder.outer
        rows = holder.held[holder.page.rosters.index(page)].live if holder else []
        return next((row for row in rows if row.seen[row_place(page)] == answer), None)

    def in_short(self, frame: Frame, at: int) -> str:
        """The answer in sight in a few words, as printed in this mode; empty where there is none."""
        answer: Answer | None = frame.seen[at]
        page = frame.page
        question = page.questions[at] if at < page.size else None
        if answer is None or (question is not None and isinstance(question.type, Information)):
            return ""
        category = category_of(page.presentations[at], answer) if question is not None else None
        if category is not None and (question is None or not isinstance(question.type, RowChoice)):
            return f"{category.number} · {plain(self.runs(category.text, frame))}"
        if isinstance(answer, Missing):
            return STATE_WORDS[answer]
        if question is not None and isinstance(question.type, Date | PartialDate):
            return self._date(str(answer), "date")
        return self.said(frame, at) or ""

    # Texts taken apart.

    def _parts(self, words: str, page: Page) -> tuple[_Part, ...]:
        return tuple(part if isinstance(part, str) else self._place(part, page) for part in parts(words))

    def _place(self, place: FillPlace, page: Page) -> _Part:
        fill = self._fills.get(place.name)
        if fill is None:
            ups, at = page.scope.place(place.name)
            return _Field(ups, at, place.otherwise, place.form)
        return self._named(fill, page) if fill.plural is None else self._counted(fill.plural, page)

    def _named(self, fill: Fill, page: Page) -> _Named:
        return _Named(
            tuple(
                (
                    None if variant.condition is None else compile_condition(variant.condition, page.scope),
                    self._parts(self.words(variant.text), page),
                )
                for variant in fill.variants
            )
        )

    def _counted(self, plural: Plural, page: Page) -> _Counted:
        forms = {name: self._parts(self.words(text), page) for name, text in plural.forms.items()}
        return _Counted(compile_value(plural.number, page.scope), forms)

    def _filled(self, apart: tuple[_Part, ...], frame: Frame) -> Iterator[Run]:
        for part in apart:
            if type(part) is str:
                yield Run(part)
                continue
            match part:
                case _Field(ups, at, otherwise, form):
                    said = self.said(_further_out(frame, ups), at, form)
                    yield Run(otherwise if said is None else said, filled=True)
                case _Named(variants):
                    chosen = next((text for holds, text in variants if holds is None or holds(frame.seen)), ())
                    yield from (Run(run.text, filled=True) for run in self._filled(chosen, frame))
                case _Counted(number, forms):
                    chosen = _form_for(number(frame.seen), forms, self.code)
                    yield from (Run(run.text, filled=True) for run in self._filled(chosen, frame))


def _further_out(frame: Frame, ups: int) -> Frame:
    for _ in range(ups):
        if frame.outer is None:
            raise ValueError("nothing lies around the outermost page")
        frame = frame.outer
    return frame


def _form_for(number: int | Decimal | str | None, forms: dict[str, tuple[_Part, ...]], code: str) -> tuple[_Part, ...]:
    """Without a number the most general form is said."""
    if number is None or isinstance(number, str):
        return forms["other"]
    return forms.get(plural_form(number if isinstance(number, int) else float(number), code)) or forms["other"]
