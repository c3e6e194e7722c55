"""Shape: what a node of the file should be (a text, a number, a name, a mapping with known keys), told where it is not."""

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as Names
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from capi.instrument import text as texts
from capi.instrument.calendar import day_of
from capi.instrument.expression import RESERVED, Expression, field_names
from capi.instrument.faults import Fault, Faults, nearest, shown
from capi.instrument.lines import Lines
from capi.instrument.model import Mode, Place, Text
from capi.instrument.parsing import parse, parse_value
from capi.instrument.reading import Mapping, Node, Refused, Scalar, Sequence, surprising
from capi.instrument.renaming import renamed
from capi.instrument.tokens import ExpressionFault

LONGEST_CONDITIONS = 200_000
"""Characters of all conditions that differ, together."""
MOST_REPEATED = 4_000_000
"""Characters and categories of questions that are put again, for each item of a battery and each category to specify."""

MODES = {mode.value: mode for mode in Mode}

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")

V = TypeVar("V")


@dataclass(slots=True)
class Budget:
    """What may still be read of all conditions and values, and repeated of all questions, those of used instruments included."""

    characters: int = LONGEST_CONDITIONS
    repeated: int = MOST_REPEATED


@dataclass(frozen=True, slots=True)
class Hosted:
    """How an instrument is read that another one uses: the names its facts have there, and the languages spoken there.

    `languages` are the places of the languages of the other instrument among its own.
    """

    names: Names[str, str]
    languages: tuple[int, ...]


class Shape:
    """Reads values out of nodes for one instrument; each method tells a fault and returns a harmless value where it must."""

    def __init__(self, faults: Faults, lines: Lines, budget: Budget | None = None) -> None:
        self.faults = faults
        self.lines = lines
        self.languages: tuple[str, ...] = ("en",)
        self.hosted: Hosted | None = None
        self.knows_languages = True
        """Whether the list of languages was read without fault."""
        self.told_languages: set[str] = set()
        self.spoken: set[str] = set()
        """The languages that anything is written in."""
        self.untranslated: dict[str, dict[Fault, None]] = {}
        """The texts that lack each language."""
        self._budget = budget or Budget()
        self._conditions: dict[str, Expression | None] = {}
        self._values: dict[str, Expression | None] = {}

    def mapping(self, node: Node, what: str, known: Collection[str], required: tuple[str, ...] = ()) -> Mapping:
        """The node as a mapping whose keys are all known and none required is absent."""
        if not isinstance(node, Mapping):
            if required or not is_empty(node):
                remedy = f"Keys here: {', '.join(known)}."
                self.faults.add("SHAPE", node.place, f"{what} must hold keys and values", remedy)
            return Mapping(node.place)
        node = self.mended(node, lambda key: key in known)
        for key in node.entries:
            if key not in known:
                place = node.keys[key].place
                self.faults.add("KEY-UNKNOWN", place, f"{what} has no key {shown(key)}", nearest(key, known))
        for key in required:
            if key not in node.entries:
                self.faults.add("KEY-MISSING", node.place, f"{what} lacks `{key}`", f"Add `{key}:`.")
        return node

    def mended(self, node: Mapping, is_known: Callable[[str], bool]) -> Mapping:
        """The same with every text put together again that a comma between braces has cut; told once for each mapping."""
        if not node.bare or all(is_known(key) for key in node.bare):
            return node
        entries: dict[str, Node] = {}
        cut = last = ""
        for key, entry in node.entries.items():
            before = entries.get(last)
            if key in node.bare and not is_known(key) and isinstance(before, Scalar) and before.plain and before.text:
                whole = f"{before.text}, {key}"
                entries[last] = Scalar(whole, plain=True, place=before.place)
                cut = cut or last
            else:
                entries[key], last = entry, key
        if cut and isinstance(whole_text := entries[cut], Scalar) and isinstance(begun := node.entries[cut], Scalar):
            message = f"between braces a comma ends a text, here after {shown(begun.text)}"
            self.faults.add("TEXT-COMMA", begun.place, message, f"Put it in quotes: {shown(whole_text.text)}.")
        return Mapping(node.place, entries, node.keys)

    def named(
        self, node: Node | None, what: str, is_known: Callable[[str], bool] | None = None
    ) -> dict[str, tuple[Scalar, Node]]:
        """The entries of a mapping from names the author chose."""
        if node is None or is_empty(node):
            return {}
        if not isinstance(node, Mapping):
            remedy = "Write `Name: ...` on lines of their own."
            self.faults.add("SHAPE", node.place, f"{what} must be names with what they stand for", remedy)
            return {}
        node = self.mended(node, is_known or (lambda key: _NAME.fullmatch(key) is not None or key.isdecimal()))
        return {key: (node.keys[key], entry) for key, entry in node.entries.items()}

    def items(self, node: Node | None, what: str) -> list[Node]:
        if node is None:
            return []
        if not isinstance(node, Sequence):
            remedy = "Begin each with `- `, or write `[a, b]`."
            self.faults.add("SHAPE", node.place, f"{what} must be a list", remedy)
            return []
        return node.items

    def scalar(self, node: Node, what: str) -> str | None:
        if isinstance(node, Scalar):
            return node.text
        self.faults.add("SHAPE", node.place, f"{what} must be a single text", "Write it after the colon.")
        return None

    def words(self, node: Node | None, what: str) -> str:
        """A text in no language, such as a note or a source."""
        if node is None or is_empty(node):
            return ""
        if isinstance(node, Scalar) and surprising(node):
            message = f"{what} is {shown(node.text)} without quotes, which YAML may take for something else than a text"
            self.faults.add("YAML-SURPRISE", node.place, message, f"Put it in quotes: {shown(node.text)}.")
        return (self.scalar(node, what) or "").strip()

    def text(self, node: Node | None, what: str, *, fills: bool = False) -> Text:
        """A text in the instrument's languages: one text for its first language, or a mapping from language to text.

        `fills` says that answers can be filled into it; elsewhere braces are a fault.
        """
        if node is None or is_none(node):
            return ()
        if isinstance(node, Sequence):
            self.scalar(node, what)
            return ("…",) * len(self.fielded_languages)
        if isinstance(node, Scalar) and len(self.languages) == 1 and "{" not in node.text and "}" not in node.text:
            words = self.words(node, what)
            if words:
                return (words,)
        return self.text_in(node, what, self.languages, fills=fills)

    def text_in(self, node: Node, what: str, languages: Collection[str], *, fills: bool = True) -> Text:
        """The same of a text that only these languages have; it is empty in the others."""
        by_language = self.by_language(node)
        text = tuple(self.words(by_language.get(language), what) for language in self.languages)
        self.complete(text, node, by_language, what, languages)
        if any("{" in words or "}" in words for words in text):
            for language, words in zip(self.languages, text, strict=True):
                self.places_to_fill(words, by_language.get(language, node).place, what, fills=fills)
            text = self.with_names(text)
            self.lines.note_text(self.in_spoken(text), node.place)
        return self.in_spoken(text)

    def by_language(self, node: Node) -> dict[str, Node]:
        """What is written for each language; languages the instrument does not have are told."""
        if not isinstance(node, Mapping):
            return {self.languages[0]: node}
        node = self.mended(node, lambda key: key in self.languages)
        unknown = sorted(node.entries.keys() - set(self.languages))
        for key in unknown:
            if self.knows_languages and key not in self.told_languages:
                self.told_languages.add(key)
                message = f"{shown(key)} is not a language of this instrument; it is told here only"
                remedy = f"{nearest(key, self.languages)} Or add it to `languages`."
                self.faults.add("LANGUAGE-UNKNOWN", node.keys[key].place, message, remedy)
        # What is written in a language with a wrong name stands for those that are lacking.
        lacking = [language for language in self.languages if language not in node.entries] if unknown else []
        return {**node.entries, **{language: node.entries[unknown[0]] for language in lacking}}  # noqa: C420  # unknown may be empty

    @property
    def fielded_languages(self) -> tuple[str, ...]:
        """The languages of the instrument that is fielded, as this one calls them."""
        return self.languages if self.hosted is None else tuple(self.languages[at] for at in self.hosted.languages)

    def in_spoken(self, text: Text) -> Text:
        """The text in the languages of the instrument that is fielded."""
        return text if self.hosted is None else tuple(text[at] for at in self.hosted.languages)

    def with_names(self, text: Text) -> Text:
        """The text with the names its facts have in the instrument that is fielded."""
        return tuple(texts.renamed(words, self.hosted.names) for words in text) if self.hosted else text

    def name_there(self, name: str) -> str:
        """What a field or a fact of this instrument is called in the one that is fielded."""
        return self.hosted.names.get(name, name) if self.hosted else name

    def complete(
        self, text: Text, node: Node, by_language: dict[str, Node], what: str, languages: Collection[str]
    ) -> None:
        """Tells which of the languages lack the text; without any words it is empty."""
        if not any(text):
            if isinstance(node, Scalar) or not by_language:
                self.faults.add("TEXT-EMPTY", node.place, f"{what} is empty", "Write the text, or leave the key out.")
            return
        for language, words in zip(self.languages, text, strict=True):
            written = by_language.get(language, node)
            if not words and language in languages and isinstance(written, Scalar | Mapping):
                message = f"{what} {shown(' '.join(text))} is missing in {shown(language)}"
                self.untranslated.setdefault(language, {}).setdefault(
                    Fault("LANGUAGE-MISSING", message, f"Write it as `{language}: ...`.", written.place)
                )
            elif words:
                self.spoken.add(language)

    def tell_untranslated(self, place: Place) -> None:
        """The texts that lack a language; a language that nothing is written in is told once, where it is listed."""
        for language, found in self.untranslated.items():
            if language not in self.spoken and len(found) > 1:
                message = f"nothing is written in {shown(language)}"
                remedy = f"Write all texts in it as `{language}: ...`, or take it out of `languages`."
                self.faults.add("LANGUAGE-MISSING", place, message, remedy)
                continue
            for fault in found:
                self.faults.add(fault.code, fault.place, fault.message, fault.remedy)

    def places_to_fill(self, words: str, place: Place, what: str, *, fills: bool) -> None:
        try:
            places = [part for part in texts.parts(words) if isinstance(part, texts.FillPlace)]
        except texts.TextFault as fault:
            if fills:
                remedy = "Write {Name}, or double a brace to show it."
                self.faults.add("FILL-SYNTAX", place, f"{fault} in {shown(words)}", remedy)
            return
        if places and not fills:
            message = f"{what} is shown as it is written and cannot fill in {{{places[0].name[:40]}}}"
            self.faults.add("FILL-PLACE", place, message, "Take the braces away.")
            return
        for part in places:
            self.lines.filled[self.name_there(part.name), place] = None

    def name(self, scalar: Scalar, what: str) -> str:
        if not _NAME.fullmatch(scalar.text) or scalar.text in RESERVED or surprising(scalar):
            message = f"{shown(scalar.text)} cannot be the name of {what}"
            remedy = "Use letters, digits and _, beginning with a letter, and no word of YAML or of the conditions."
            self.faults.add("NAME", scalar.place, message, remedy)
        return scalar.text

    def label(self, node: Node, what: str) -> str:
        """A short mark such as `A` or `12`."""
        if isinstance(node, Scalar) and _INTEGER.fullmatch(node.text):
            return node.text
        return self.words(node, what)

    def integer(self, node: Node, what: str, otherwise: V) -> int | V:
        """The whole number, or `otherwise` where a fault had to be told."""
        text = self.scalar(node, what)
        if text is not None and _INTEGER.fullmatch(text) and isinstance(node, Scalar) and node.plain:
            return int(text)
        if text is not None:
            remedy = "Write plain digits without quotes or leading zeros."
            self.faults.add("NUMBER", node.place, f"{what} is {shown(text)}, not a whole number", remedy)
        return otherwise

    def decimal(self, node: Node, what: str, otherwise: Decimal) -> Decimal:
        """The number, with decimals or without, or `otherwise` where a fault had to be told."""
        text = self.scalar(node, what)
        if text is not None and _DECIMAL.fullmatch(text) and isinstance(node, Scalar) and node.plain:
            return Decimal(text)
        if text is not None:
            remedy = "Write it plainly, without quotes, such as 12.5."
            self.faults.add("NUMBER", node.place, f"{what} is {shown(text)}, not a number", remedy)
        return otherwise

    def date(self, node: Node | None, what: str) -> str:
        """The day as written, `2026-11-18`; empty where there is none, or where a fault had to be told."""
        words = self.words(node, what)
        if node is None or not words or day_of(words):
            return words
        remedy = 'Write year, month and day, in quotes, such as "2026-11-18".'
        self.faults.add("DATE", node.place, f"{what} is {shown(words)}, not a date", remedy)
        return ""

    def flag(self, node: Node, what: str, known: tuple[str, str] = ("true", "false")) -> bool:
        """Whether it is the first of the two words."""
        text = self.scalar(node, what)
        if text is not None and text not in known:
            self.faults.add("FLAG", node.place, f"{what} is {shown(text)}", f"Write {known[0]} or {known[1]}.")
        return text == known[0]

    def one_of(self, node: Node, what: str, known: dict[str, V]) -> V | None:
        text = self.scalar(node, what)
        if text is None:
            return None
        if text not in known:
            self.faults.add("WORD-UNKNOWN", node.place, f"{shown(text)} is not {what}", nearest(text, known))
        return known.get(text)

    def modes(self, node: Node | None, what: str) -> tuple[Mode, ...]:
        modes = (self.one_of(item, "a mode", MODES) for item in self.items(node, what))
        return tuple(dict.fromkeys(mode for mode in modes if mode))

    def repeat(self, size: int, place: Place) -> None:
        """A question of that size, in characters and categories, is put once more. Raises Refused where that is too much."""
        self._budget.repeated -= size
        if self._budget.repeated < 0:
            message = f"questions are repeated, word for word, to more than {MOST_REPEATED:,} characters"
            self.faults.add("FILE-SIZE", place, message, "Shorten them, or have fewer items.")
            raise Refused

    def condition(self, node: Node | None, what: str) -> Expression | None:
        """The condition; None where there is none, or where a fault had to be told."""
        return self.expression(node, what, self._conditions, self.parse)

    def value(self, node: Node | None, what: str) -> Expression | None:
        """An answer, or what is computed from answers; None as before."""
        return self.expression(node, what, self._values, self.parse_value)

    def expression(
        self,
        node: Node | None,
        what: str,
        known: dict[str, Expression | None],
        read: Callable[[Scalar, str], Expression | None],
    ) -> Expression | None:
        """What the node says, read once however often it is written; a fault is told every time."""
        if node is None or is_none(node):
            return None
        if not isinstance(node, Scalar):
            self.scalar(node, what)
            return None
        if node.text not in known:
            self._budget.characters -= len(node.text)
            if self._budget.characters < 0:
                message = f"the conditions are longer than {LONGEST_CONDITIONS:,} characters, all together"
                self.faults.add("FILE-SIZE", node.place, message, "Divide it into several instruments.")
                raise Refused
            known[node.text] = read(node, what)
        elif known[node.text] is None:
            read(node, what)
        return known[node.text]

    def parse(self, scalar: Scalar, what: str) -> Expression | None:
        expression = self.parsed(scalar, what, parse)
        if expression is not None and not any(field_names(expression)):
            message = f"{what} reads no answer, and so is always true or never"
            self.faults.add("CONDITION", scalar.place, message, "Name a question, or take it away.")
            return None
        return expression

    def parse_value(self, scalar: Scalar, what: str) -> Expression | None:
        return self.parsed(scalar, what, parse_value)

    def parsed(self, scalar: Scalar, what: str, read: Callable[[str], Expression]) -> Expression | None:
        try:
            expression = read(scalar.text)
        except ExpressionFault as fault:
            rest = scalar.text[fault.column :]
            where = f"at {shown(rest)}" if rest.strip() else "at its end"
            message = f"{what} cannot be read {where}: {fault}"
            self.faults.add("CONDITION", scalar.place_at(fault.column), message, fault.remedy)
            return None
        return renamed(expression, self.hosted.names) if self.hosted and self.hosted.names else expression


def is_empty(node: Node) -> bool:
    """A key with nothing after it."""
    return isinstance(node, Scalar) and node.plain and not node.text


def is_none(node: Node) -> bool:
    """The word that takes away what would hold otherwise."""
    return isinstance(node, Scalar) and node.plain and node.text == "none"


def is_false(node: Node) -> bool:
    """The word `false`; anything else that is not a flag was meant to be one."""
    return isinstance(node, Scalar) and node.text == "false"
