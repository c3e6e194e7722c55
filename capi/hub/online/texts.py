"""Our own words on the pages of respondents, by language: what a page says beside the question itself.

words = shelf.words("cy", "en")          # the first of these languages that ships
words("question.progress", number=3, about=8)

A language is a file of `resources/online/texts`; how one is added is told in the README.md there.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self, TypeAlias

from babel import Locale

from capi.engine.dates_in_words import plural_form
from capi.settings import read_settings

USUAL = "en"
_MINUTE = 60
Text: TypeAlias = str | Sequence[str]
"""One text, or a list of paragraphs."""
PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")


@dataclass(frozen=True, slots=True)
class Words:
    """All texts of one language, by names such as `code.title`."""

    language: str
    texts: Mapping[str, Text]

    def __call__(self, name: str, **fills: object) -> str:
        """The text, filled. Raises KeyError for one that there is not."""
        text = self.texts[name]
        return str(text).format(**fills) if fills else str(text)

    def paragraphs(self, name: str) -> Sequence[str]:
        text = self.texts[name]
        return (text,) if isinstance(text, str) else text

    def counted(self, name: str, number: int) -> str:
        """The text in the form that goes with the number: `3 matches`."""
        form = f"{name}.{plural_form(number, self.language)}"
        return self(form if form in self.texts else f"{name}.other", number=f"{number:,}")

    def wait(self, seconds: int) -> str:
        """`40 seconds`, or in minutes, rounded up, where it is long."""
        if seconds <= 2 * _MINUTE:
            return self.counted("wait.seconds", seconds)
        return self.counted("wait.minutes", -(-seconds // _MINUTE))


class TextShelf:
    """The languages that there are."""

    def __init__(self, words: Iterable[Words]) -> None:
        self._words = {each.language: each for each in words}

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """Raises OSError, TOMLDecodeError."""
        return cls(Words(file.stem, read_texts(file)) for file in sorted(folder.glob("*.toml")))

    def with_words(self, words: Iterable[Words]) -> "TextShelf":
        """These too, or in the place of those in the same language."""
        return TextShelf((*self._words.values(), *words))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._words)

    def words(self, *wanted: str) -> Words:
        """In the first language that is there, `cy` also for `cy-GB`; in English where none is."""
        for language in wanted:
            found = self._words.get(language) or self._words.get(language.partition("-")[0])
            if found is not None:
                return found
        return self._words[USUAL]


def read_texts(file: Path) -> Mapping[str, Text]:
    """The texts of a file, each by its whole name. Raises OSError, UnicodeDecodeError, TOMLDecodeError."""
    flat: dict[str, Text] = {}

    def gather(table: Mapping[str, object], before: str) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                gather(value, f"{before}{name}.")
            elif isinstance(value, list):
                flat[before + name] = tuple(map(str, value))
            else:
                flat[before + name] = str(value)

    gather(tomllib.loads(file.read_text(encoding="utf-8")), "")
    return flat


@cache
def shipped_texts() -> TextShelf:
    return TextShelf.of_folder(shipped_texts_folder())


def shipped_texts_folder() -> Path:
    return read_settings().resources / "online" / "texts"


def own_name(language: str) -> str:
    """What the language calls itself: Cymraeg."""
    try:
        name = Locale.parse(language, sep="-").get_display_name()
    except (ValueError, LookupError):
        return language
    return name[:1].upper() + name[1:] if name else language


def direction(language: str) -> str:
    """`rtl` for a language written from right to left, else `ltr`."""
    try:
        return str(Locale.parse(language, sep="-").text_direction)
    except (ValueError, LookupError):
        return "ltr"


def preferred(accepted: str) -> tuple[str, ...]:
    """The languages of an Accept-Language header, the most wanted first; what cannot be read of it is left out.

    >>> preferred("de;q=0.5, cy, *;q=0.1")
    ('cy', 'de')
    """
    wanted: list[tuple[float, str]] = []
    for each in accepted[:500].split(","):
        language, _, parameter = each.strip().partition(";")
        quality = parameter.strip().removeprefix("q=")
        weight = float(quality) if quality.replace(".", "", 1).isdigit() else 1.0
        if language.replace("-", "").isalnum() and weight > 0:
            wanted.append((-weight, language.strip()))
    return tuple(language for _, language in sorted(wanted, key=lambda each: each[0]))
