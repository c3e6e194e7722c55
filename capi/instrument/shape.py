"""Shape: what a node of the file should be (a text, a number, a name, a mapping with known keys), told where it is not."""

import re
from collections.abc import Collection
from typing import TypeVar

from capi.instrument import text as texts
from capi.instrument.expression import RESERVED, Expression, field_names
from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.lines import Lines
from capi.instrument.model import Mode, Place, Text
from capi.instrument.parsing import ExpressionFault, parse
from capi.instrument.reading import Mapping, Node, Refused, Scalar, Sequence, surprising

LONGEST_CONDITIONS = 200_000
"""Characters of all conditions that differ, together."""

MODES = {mode.value: mode for mode in Mode}

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")

V = TypeVar("V")


class Shape:
    """Reads values out of nodes for one instrument; each method tells a fault and returns a harmless value where it must."""

    def __init__(self, faults: Faults, lines: Lines, languages: tuple[str, ...] = ("en",)) -> None:
        self.faults = faults
        self.lines = lines
        self.languages = languages
        self.parsed: dict[str, Expression | None] = {}
        self.conditions_left = LONGEST_CONDITIONS

    def mapping(self, node: Node, what: str, known: Collection[str], required: tuple[str, ...] = ()) -> Mapping:
        """The node as a mapping whose keys are all known and none required is absent."""
        if not isinstance(node, Mapping):
            if required or not is_empty(node):
                remedy = f"Keys here: {', '.join(known)}."
                self.faults.add("SHAPE", node.place, f"{what} must hold keys and values", remedy)
            return Mapping(node.place)
        for key in node.entries:
            if key not in known:
                place = node.keys[key].place
                self.faults.add("KEY-UNKNOWN", place, f"{what} has no key {shown(key)}", nearest(key, known))
        for key in required:
            if key not in node.entries:
                self.faults.add("KEY-MISSING", node.place, f"{what} lacks `{key}`", f"Add `{key}:`.")
        return node

    def named(self, node: Node | None, what: str) -> dict[str, tuple[Scalar, Node]]:
        """The entries of a mapping from names the author chose."""
        if node is None or is_empty(node):
            return {}
        if not isinstance(node, Mapping):
            remedy = "Write `Name: ...` on lines of their own."
            self.faults.add("SHAPE", node.place, f"{what} must be names with what they stand for", remedy)
            return {}
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
        if isinstance(node, Scalar) and len(self.languages) == 1 and "{" not in node.text and "}" not in node.text:
            words = self.words(node, what)
            if words:
                return (words,)
        by_language: dict[str, Node] = {self.languages[0]: node}
        if isinstance(node, Mapping):
            by_language = node.entries
            for key in sorted(by_language.keys() - set(self.languages)):
                message = f"{shown(key)} is not a language of this instrument"
                self.faults.add("LANGUAGE-UNKNOWN", node.keys[key].place, message, nearest(key, self.languages))
        text = tuple(self.words(by_language.get(language), what) for language in self.languages)
        self.complete(text, node, by_language, what)
        if any("{" in words or "}" in words for words in text):
            for language, words in zip(self.languages, text, strict=True):
                self.places_to_fill(words, by_language.get(language, node).place, what, fills=fills)
            self.lines.note_text(text, node.place)
        return text

    def complete(self, text: Text, node: Node, by_language: dict[str, Node], what: str) -> None:
        """Tells which languages lack the text; without any words it is empty."""
        if not any(text):
            if isinstance(node, Scalar) or not by_language:
                self.faults.add("TEXT-EMPTY", node.place, f"{what} is empty", "Write the text, or leave the key out.")
            return
        for language, words in zip(self.languages, text, strict=True):
            if not words and isinstance(written := by_language.get(language, node), Scalar | Mapping):
                message = f"{what} {shown(' '.join(text))} is missing in {shown(language)}"
                self.faults.add("LANGUAGE-MISSING", written.place, message, f"Write it as `{language}: ...`.")

    def places_to_fill(self, words: str, place: Place, what: str, *, fills: bool) -> None:
        try:
            names = [part.name for part in texts.parts(words) if isinstance(part, texts.FillPlace)]
        except texts.TextFault as fault:
            if fills:
                remedy = "Write {Name}, or double a brace to show it."
                self.faults.add("FILL-SYNTAX", place, f"{fault} in {shown(words)}", remedy)
            return
        if names and not fills:
            message = f"{what} is shown as it is written and cannot fill in {{{names[0][:40]}}}"
            self.faults.add("FILL-PLACE", place, message, "Take the braces away.")
            return
        for name in names:
            self.lines.filled[name, place] = None

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

    def flag(self, node: Node, what: str) -> bool:
        text = self.scalar(node, what)
        if text in ("true", "false"):
            return text == "true"
        if text is not None:
            self.faults.add("FLAG", node.place, f"{what} is {shown(text)}", "Write true or false.")
        return False

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

    def condition(self, node: Node | None, what: str) -> Expression | None:
        """The condition; None where there is none, or where a fault had to be told."""
        if node is None or is_none(node):
            return None
        if not isinstance(node, Scalar):
            self.scalar(node, what)
            return None
        if node.text not in self.parsed:
            self.parsed[node.text] = None
            self.conditions_left -= len(node.text)
            if self.conditions_left < 0:
                message = f"the conditions are longer than {LONGEST_CONDITIONS:,} characters, all together"
                self.faults.add("FILE-SIZE", node.place, message, "Divide it into several instruments.")
                raise Refused
            self.parsed[node.text] = self.parse(node, what)
        elif self.parsed[node.text] is None:
            self.parse(node, what)
        return self.parsed[node.text]

    def parse(self, scalar: Scalar, what: str) -> Expression | None:
        try:
            expression = parse(scalar.text)
        except ExpressionFault as fault:
            rest = scalar.text[fault.column :]
            where = f"at {shown(rest)}" if rest.strip() else "at its end"
            message = f"{what} cannot be read {where}: {fault}"
            cut_off = not rest.strip() and scalar.plain and scalar.text.count("(") > scalar.text.count(")")
            remedy = "Between { and } a comma ends it: put it in quotes." if cut_off else fault.remedy
            self.faults.add("CONDITION", scalar.place_at(fault.column), message, remedy)
            return None
        if not any(field_names(expression)):
            message = f"{what} reads no answer, and so is always true or never"
            self.faults.add("CONDITION", scalar.place, message, "Name a question, or take it away.")
            return None
        return expression


def is_empty(node: Node) -> bool:
    """A key with nothing after it."""
    return isinstance(node, Scalar) and node.plain and not node.text


def is_none(node: Node) -> bool:
    """The word that takes away what would hold otherwise."""
    return isinstance(node, Scalar) and node.plain and node.text == "none"
