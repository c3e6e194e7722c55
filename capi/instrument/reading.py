"""Reading a questionnaire file: YAML as marked nodes, with every surprise of YAML refused and nothing guessed.

Scalars stay texts until a consumer says what it expects. The events of libyaml are read without
recursion, under caps of size, depth and number, so that a hostile file is refused quickly.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

import yaml
from msgspec import Struct, field

from capi.instrument.faults import Faults, shown
from capi.instrument.model import Place

LARGEST_INSTRUMENT = 8_000_000
"""In bytes, all files of an instrument together."""
MOST_NODES = 150_000
"""Names, values and what holds them, all files of an instrument together."""
LONGEST_TEXT = 20_000
MOST_LINES = 150_000
LONGEST_LINE = 25_000
"""Both of one file: what no author writes is refused before it is taken apart."""
MOST_UNFIT = 10
DEEPEST = 20


@dataclass(slots=True)
class Allowance:
    """What may still be read of one instrument, all its files together."""

    size: int = LARGEST_INSTRUMENT
    nodes: int = MOST_NODES


class Scalar(Struct, frozen=True, gc=False):
    """A text or number as written; `raw` is how it stands in the file where it runs over several lines."""

    text: str
    plain: bool
    place: Place
    raw: str = ""

    def place_at(self, column: int) -> Place:
        """Where the sign at `column` of the text stands: folding moves blanks and line ends only."""
        if not self.raw:
            return self.place
        before = len("".join(self.text[:column].split()))
        block = self.raw[:1] in ("|", ">")
        passed, line = 0, 0
        for at, written in enumerate(self.raw.splitlines()):
            if passed <= before:
                line = at
            if at or not block:
                passed += len("".join(written.split()))
            if not at and self.raw[:1] in ("'", '"'):
                passed -= 1
        return Place(self.place.file, self.place.line + line)


class Sequence(Struct, frozen=True, gc=False):
    place: Place
    items: list["Node"] = field(default_factory=list)


class Mapping(Struct, frozen=True, gc=False):
    """`bare` are the keys between braces that have no colon, such as what follows the comma of a text without quotes."""

    place: Place
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)


Node: TypeAlias = Scalar | Sequence | Mapping

_YAML_SURPRISE = re.compile(
    r"""(?:y|n|yes|no|on|off|true|false|null|~)"""
    r"""|[-+]?\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+"""
    r"""|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?\.(?:inf|nan)""",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffe\uffff]")
"""Control signs, line ends that editors do not count, and signs that turn the direction of reading in secret."""
_FIXED_BLANKS = "\u00a0\u2007\u202f"
_FIXED_BLANK = re.compile(f"^([ -]*(?:[A-Za-z0-9_]+:)?)([{_FIXED_BLANKS}]+)", re.MULTILINE)
"""A no-break space where YAML wants a plain one: before a key, or after its colon."""
_CUT = re.compile(r"[ \t]+(#[^\s#][^\n]*)")
"""A comment that begins like a word: `#1`."""
_COLON = re.compile(r"\s*:")


class Refused(Exception):
    """The file cannot be read further; the fault is already told."""


def surprising(scalar: Scalar) -> bool:
    """True where YAML readers would disagree on what an unquoted word means: `no`, `0777`, `12:30`, `2023.1`."""
    return scalar.plain and _YAML_SURPRISE.fullmatch(scalar.text) is not None


def read_nodes(content: bytes, file: str, faults: Faults, allowance: Allowance | None = None) -> Node | None:
    """The file's tree; None when it cannot be read at all, with the reason among the faults."""
    allowance = allowance or Allowance()
    text = ""
    try:
        text = _decoded(content, file, faults, allowance)
        return _Composer(text, file, faults, allowance).compose()
    except Refused:
        return None
    except yaml.YAMLError as error:
        _tell_syntax(error, len(text), file, faults)
        return None


def read_text(content: bytes, file: str, faults: Faults, allowance: Allowance) -> str | None:
    """A file that is not YAML, under the same limits; None when it cannot be read, with the reason among the faults."""
    try:
        return _decoded(content, file, faults, allowance)
    except Refused:
        return None


def _decoded(content: bytes, file: str, faults: Faults, allowance: Allowance) -> str:
    allowance.size -= len(content)
    if allowance.size < 0:
        message = f"the instrument is larger than {LARGEST_INSTRUMENT:,} bytes, all its files together"
        faults.add("FILE-SIZE", Place(file, 1), message, "Divide it into several instruments.")
        raise Refused
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.add("FILE-ENCODING", Place(file, line), "the file is not UTF-8", "Save it as UTF-8.")
        raise Refused from None
    unfit = [(odd[0], odd.start()) for odd in islice(_UNFIT.finditer(text), MOST_UNFIT)]
    for sign, at in unfit:
        _tell_unfit(sign, Place(file, text.count("\n", 0, at) + 1), faults)
    if len(unfit) == MOST_UNFIT:
        raise Refused
    _refuse_odd_lines(text, file, faults)
    if any(blank in text for blank in _FIXED_BLANKS):
        text = _with_plain_blanks(text, file, faults)
    return _UNFIT.sub("\ufffd", text) if unfit else text


def _with_plain_blanks(text: str, file: str, faults: Faults) -> str:
    """The text with plain blanks where YAML wants them and a no-break space stands, which is told."""
    for blank in islice(_FIXED_BLANK.finditer(text), MOST_UNFIT):
        message = "a no-break space stands where a plain one belongs"
        line = text.count("\n", 0, blank.start()) + 1
        faults.add("FILE-CHARACTER", Place(file, line), message, "Type a plain blank there; the two look alike.")
    return _FIXED_BLANK.sub(lambda blank: blank[1] + " " * len(blank[2]), text)


def _refuse_odd_lines(text: str, file: str, faults: Faults) -> None:
    lines = text.count("\n")
    if lines > MOST_LINES:
        message = f"the file has more than {MOST_LINES:,} lines"
        faults.add("FILE-SIZE", Place(file, MOST_LINES + 1), message, "Divide it into several instruments.")
        raise Refused
    if len(text) > LONGEST_LINE:
        for number, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                message = f"the line is longer than {LONGEST_LINE:,} characters"
                faults.add("FILE-SIZE", Place(file, number), message, "Write it on several lines.")
                raise Refused


def _tell_unfit(sign: str, place: Place, faults: Faults) -> None:
    message = f"the sign U+{ord(sign):04X} cannot stand in an instrument"
    faults.add("FILE-CHARACTER", place, message, "Remove it; it may be invisible.")


def _tell_syntax(error: yaml.YAMLError, end: int, file: str, faults: Faults) -> None:
    """Told where the reader stumbled; where that is the end of the file, at what was never closed."""
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    message = f"this is not YAML: {getattr(error, 'problem', None) or 'it cannot be read'}"
    context = str(getattr(error, "context", ""))
    if mark and began and began.line != mark.line and ("flow" in context or "quoted" in context):
        message += f" {context} begun on line {began.line + 1}"
        mark = began if mark.index >= end else mark
    remedy = "Check the indentation (spaces, never tabs) and the quotes, here and just above."
    faults.add("YAML-SYNTAX", Place(file, mark.line + 1 if mark else 1), message, remedy)


class _Composer:
    """Builds the tree from the parser's events with a stack of its own."""

    def __init__(self, text: str, file: str, faults: Faults, allowance: Allowance) -> None:
        self.text = text
        self.file = file
        self.faults = faults
        self.allowance = allowance
        self.root: Node | None = None
        self.outer: list[tuple[Sequence | Mapping | None, Scalar | None]] = []
        self.parent: Sequence | Mapping | None = None
        self.key: Scalar | None = None
        """In a mapping, the key that waits for what it stands for."""
        self.end = 0
        """Where the last scalar ends."""
        self.key_end = 0

    def compose(self) -> Node | None:
        loader: Any = yaml.CSafeLoader(self.text) if yaml.__with_libyaml__ else yaml.SafeLoader(self.text)
        try:
            while (event := loader.get_event()) is not None:
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    self.add(self.scalar(event))
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self.parent, self.key = self.outer.pop()
                elif kind is yaml.MappingStartEvent:
                    self.start(event, Mapping(self.place(event)))
                elif kind is yaml.SequenceStartEvent:
                    self.start(event, Sequence(self.place(event)))
                else:
                    self.other(event)
        finally:
            loader.dispose()
        if self.root is None:
            remedy = "Begin an instrument with `instrument:`, and a section with `section:`."
            self.faults.add("FILE-EMPTY", Place(self.file, 1), "the file is empty", remedy)
        return self.root

    def other(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self.refusal("YAML-ALIAS", event, "aliases are not read", "Write the text out, or use `lists:`.")
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            remedy = "One file holds one instrument or one section."
            raise self.refusal("YAML-DOCUMENTS", event, "a second document starts here", remedy)

    def place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1)

    def refusal(self, code: str, event: Any, message: str, remedy: str) -> Refused:
        self.faults.add(code, self.place(event), message, remedy)
        return Refused()

    def count(self, event: Any) -> None:
        """Counts the node and refuses what YAML can hang on it."""
        self.allowance.nodes -= 1
        if self.allowance.nodes < 0:
            message = f"the instrument has more than {MOST_NODES:,} parts, all its files together"
            raise self.refusal("FILE-SIZE", event, message, "Divide it into several instruments.")
        if event.anchor is not None:
            message = f"the anchor {shown('&' + event.anchor)} is not read"
            raise self.refusal("YAML-ALIAS", event, message, "Write the text out, or use `lists:`.")
        if event.tag is not None:
            raise self.refusal("YAML-TAG", event, f"the tag {shown(event.tag)} is not read", "Remove it.")

    def scalar(self, event: Any) -> Scalar:
        self.count(event)
        text: str = event.value
        if len(text) > LONGEST_TEXT:
            raise self.refusal("FILE-SIZE", event, f"a text is longer than {LONGEST_TEXT:,} characters", "Shorten it.")
        if event.style == '"' and (odd := _UNFIT.search(text)):
            _tell_unfit(odd[0], self.place(event), self.faults)
            text = _UNFIT.sub("\ufffd", text)
        start, end = event.start_mark, event.end_mark
        self.end = end.index
        if not event.style:
            self.tell_cut(end)
        raw = "" if start.line == end.line else self.text[start.index : end.index]
        return Scalar(text, event.implicit[0], Place(self.file, start.line + 1), raw)

    def tell_cut(self, end: Any) -> None:
        """Warns of `#1` in a value without quotes: YAML reads nothing from there on."""
        if found := _CUT.match(self.text, end.index):
            message = f"{shown(found[1])} is not read: after a blank, `#` begins a comment"
            remedy = "Put the text in quotes; a comment begins with `# `."
            self.faults.warn("TEXT-CUT", Place(self.file, end.line + 1), message, remedy)

    def start(self, event: Any, node: Sequence | Mapping) -> None:
        self.count(event)
        self.add(node)
        self.outer.append((self.parent, self.key))
        self.parent, self.key = node, None
        if len(self.outer) > DEEPEST:
            self.faults.add("FILE-DEPTH", node.place, f"parts are nested more than {DEEPEST} deep", "Write it flatter.")
            raise Refused

    def add(self, node: Node) -> None:
        parent, key = self.parent, self.key
        if parent is None:
            self.root = node
        elif isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is not None:
            self.key = None
            if key.text in parent.entries:
                self.twice(key, parent.keys[key.text])
            else:
                if isinstance(node, Scalar) and not node.text and not _COLON.match(self.text, self.key_end):
                    parent.bare.append(key.text)
                parent.entries[key.text] = node
                parent.keys[key.text] = key
        elif isinstance(node, Scalar):
            self.key, self.key_end = node, self.end
        else:
            remedy = "Write a name or number before the colon."
            self.faults.add("YAML-KEY", node.place, "a key must be a single word", remedy)
            raise Refused

    def twice(self, key: Scalar, before: Scalar) -> None:
        message = f"{shown(key.text)} stands here a second time, first on line {before.place.line}"
        self.faults.add("KEY-TWICE", key.place, message, "Remove one of the two.")
