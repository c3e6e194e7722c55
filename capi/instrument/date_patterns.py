"""How dates are said: patterns such as `{weekday} the {nth} of {month}`, each under a name, for each language."""

import re
from dataclasses import dataclass

from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.model import Text
from capi.instrument.reading import Node, Scalar
from capi.instrument.shape import Shape

USUAL_FORMS = ("day", "long", "date", "month", "year")
"""There in every instrument; one that says nothing of them has the usual ones of its languages."""
DATE_PARTS = ("weekday", "day", "nth", "month", "year")
LANGUAGES_WITH_NTH = ("en",)
"""In which the ending of `15th` is known."""

_PART = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class DatePatterns:
    shape: Shape
    faults: Faults

    def read(self, node: Node | None) -> dict[str, Text]:
        named = self.shape.named(node, "`dates`")
        return {self.shape.name(key, "a way of saying dates"): self.pattern(key, each) for key, each in named.values()}

    def pattern(self, key: Scalar, node: Node) -> Text:
        what = f"the pattern {shown(key.text)}"
        by_language = self.shape.by_language(node)
        text = tuple(self.shape.words(by_language.get(language), what) for language in self.shape.languages)
        self.shape.complete(text, node, by_language, what, self.shape.languages)
        for language, words in zip(self.shape.languages, text, strict=True):
            if words:
                self.check(words, language, by_language.get(language, node), what)
        return self.shape.in_spoken(text)

    def check(self, words: str, language: str, node: Node, what: str) -> None:
        parts = _PART.findall(words)
        for part in parts:
            if part not in DATE_PARTS:
                message = f"{{{part[:40]}}} is no part of a date"
                self.faults.add("DATE-PATTERN", node.place, message, nearest(part, DATE_PARTS))
        if "nth" in parts and language.split("-")[0] not in LANGUAGES_WITH_NTH:
            message = f"{{nth}} is not known in {shown(language)}"
            self.faults.add("DATE-PATTERN", node.place, message, "Write {day}, with what belongs to it there.")
        if not parts or "{" in _PART.sub("", words) or "}" in _PART.sub("", words):
            remedy = "Write its parts in braces, such as {day} {month} {year}."
            self.faults.add("DATE-PATTERN", node.place, f"{what} names no parts of a date", remedy)
