"""Fills: texts with their places filled from the answers in sight, as runs that a screen or a page can style."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from msgspec import Struct

from capi.engine.answers import category_of
from capi.engine.plan import Plan
from capi.instrument.evaluation import Condition, Seen, compile_condition
from capi.instrument.model import Missing, Text
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
    at: int
    otherwise: str


@dataclass(frozen=True, slots=True)
class _Named:
    variants: tuple[tuple[Condition | None, tuple["_Part", ...]], ...]


_Part: TypeAlias = str | _Field | _Named


class Filler:
    """Fills the texts of one plan in one language; a text with places to fill is taken apart once."""

    def __init__(self, plan: Plan, language: int) -> None:
        self.plan = plan
        self.language = language
        self._fills = {fill.name: fill for fill in plan.instrument.fills}
        self._apart: dict[str, tuple[_Part, ...]] = {}

    def words(self, text: Text) -> str:
        """The text as written in the language, or in the instrument's first where it has none."""
        return (text[self.language] or text[0]) if text else ""

    def is_fixed(self, text: Text) -> bool:
        """Whether the text has nothing to fill."""
        words = self.words(text)
        return "{" not in words and "}" not in words

    def runs(self, text: Text, seen: Seen) -> Runs:
        """The text, filled from the values in sight."""
        if not text:
            return ()
        words = text[self.language] or text[0]
        if "{" not in words and "}" not in words:
            return (Run(words),)
        apart = self._apart.get(words)
        if apart is None:
            apart = self._apart[words] = self._parts(words)
        return tuple(self._filled(apart, seen))

    def said(self, at: int, seen: Seen) -> str | None:
        """The field's answer in words; None where it has no value."""
        answer = seen[at]
        if answer is None or isinstance(answer, Missing):
            return None
        if at < len(self.plan) and isinstance(answer, int):
            category = category_of(self.plan.presentations[at], answer)
            if category is not None:
                return plain(self.runs(category.text, seen))
        return str(answer)

    def _parts(self, words: str) -> tuple[_Part, ...]:
        return tuple(part if isinstance(part, str) else self._place(part) for part in parts(words))

    def _place(self, place: FillPlace) -> _Part:
        fill = self._fills.get(place.name)
        if fill is None:
            return _Field(self.plan.index[place.name], place.otherwise)
        return _Named(
            tuple(
                (
                    None if variant.condition is None else compile_condition(variant.condition, self.plan.index),
                    self._parts(self.words(variant.text)),
                )
                for variant in fill.variants
            )
        )

    def _filled(self, apart: tuple[_Part, ...], seen: Seen) -> Iterator[Run]:
        for part in apart:
            if isinstance(part, str):
                yield Run(part)
            elif isinstance(part, _Field):
                said = self.said(part.at, seen)
                yield Run(part.otherwise if said is None else said, filled=True)
            else:
                chosen = next((text for condition, text in part.variants if condition is None or condition(seen)), ())
                yield from (Run(run.text, filled=True) for run in self._filled(chosen, seen))
