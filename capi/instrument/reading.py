"""Reading a questionnaire file: YAML as marked nodes, with every surprise of YAML refused and nothing guessed.

Scalars stay texts until a consumer says what it expects. The events of libyaml are read without
recursion, under caps of size, depth and number, so that a hostile file is refused quickly.
"""

import re
from collections.abc import Iterator
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
    place: Place
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping

_YAML_SURPRISE = re.compile(
    r"""(?:y|n|yes|no|on|off|true|false|null|~)"""
    r"""|[-+]?\.?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+"""
    r"""|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?\.(?:inf|nan)""",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffe\uffff]")
"""Control signs, line ends that editors do not count, and signs that turn the direction of reading in secret."""


class Refused(Exception):
    """The file cannot be read further; the fault is already told."""


def surprising(scalar: Scalar) -> bool:
    """True where YAML readers would disagree on what an unquoted word means: `no`, `0777`, `12:30`, `2023.1`."""
    return scalar.plain and _YAML_SURPRISE.fullmatch(scalar.text) is not None


def read_nodes(content: bytes, file: str, faults: Faults, allowance: Allowance | None = None) -> Node | None:
    """The file's tree; None when it cannot be read at all, with the reason among the faults."""
    allowance = allowance or Allowance()
    try:
        text = _decoded(content, file, faults, allowance)
        return _Composer(text, file, faults, allowance).compose()
    except Refused:
        return None
    except yaml.YAMLError as error:
        _tell_syntax(error, file, faults)
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
    for odd in islice(_UNFIT.finditer(text), 10):
        _tell_unfit(odd[0], Place(file, text.count("\n", 0, odd.start()) + 1), faults)
    return _UNFIT.sub("\ufffd", text)


def _tell_unfit(sign: str, place: Place, faults: Faults) -> None:
    message = f"the sign U+{ord(sign):04X} cannot stand in an instrument"
    faults.add("FILE-CHARACTER", place, message, "Remove it; it may be invisible.")


def _tell_syntax(error: yaml.YAMLError, file: str, faults: Faults) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    message = f"this is not YAML: {' '.join(str(problem).split())}"
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
        self.open: list[Sequence | Mapping] = []
        self.waiting_keys: list[Scalar | None] = []

    def compose(self) -> Node | None:
        documents = 0
        for event in _events(self.text):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.count(event)
                self.add(self.scalar(event))
            elif kind is yaml.MappingStartEvent:
                self.count(event)
                self.start(Mapping(self.place(event)))
            elif kind is yaml.SequenceStartEvent:
                self.count(event)
                self.start(Sequence(self.place(event)))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.open.pop()
                self.waiting_keys.pop()
            elif kind is yaml.AliasEvent:
                raise self.refusal("YAML-ALIAS", event, "aliases are not read", "Write the text out, or use `lists:`.")
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    remedy = "One file holds one instrument or one section."
                    raise self.refusal("YAML-DOCUMENTS", event, "a second document starts here", remedy)
        if self.root is None:
            remedy = "Begin an instrument with `instrument:`, and a section with `section:`."
            self.faults.add("FILE-EMPTY", Place(self.file, 1), "the file is empty", remedy)
        return self.root

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
        text: str = event.value
        if len(text) > LONGEST_TEXT:
            raise self.refusal("FILE-SIZE", event, f"a text is longer than {LONGEST_TEXT:,} characters", "Shorten it.")
        if event.style == '"' and (odd := _UNFIT.search(text)):
            _tell_unfit(odd[0], self.place(event), self.faults)
            text = _UNFIT.sub("\ufffd", text)
        start, end = event.start_mark, event.end_mark
        raw = "" if start.line == end.line else self.text[start.index : end.index]
        return Scalar(text, event.implicit[0], Place(self.file, start.line + 1), raw)

    def start(self, node: Sequence | Mapping) -> None:
        self.add(node)
        self.open.append(node)
        self.waiting_keys.append(None)
        if len(self.open) > DEEPEST:
            self.faults.add("FILE-DEPTH", node.place, f"parts are nested more than {DEEPEST} deep", "Write it flatter.")
            raise Refused

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if type(parent) is Sequence:
            parent.items.append(node)
        elif (key := self.waiting_keys[-1]) is None:
            self.waiting_keys[-1] = self.key(node)
        else:
            self.waiting_keys[-1] = None
            self.enter(parent, key, node)  # type: ignore[arg-type]  # what is open and no sequence is a mapping

    def key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        remedy = "Write a name or number before the colon."
        self.faults.add("YAML-KEY", node.place, "a key must be a single word", remedy)
        raise Refused

    def enter(self, parent: Mapping, key: Scalar, node: Node) -> None:
        if key.text in parent.entries:
            message = f"{shown(key.text)} stands here a second time, first on line {parent.keys[key.text].place.line}"
            self.faults.add("KEY-TWICE", key.place, message, "Remove one of the two.")
            return
        parent.entries[key.text] = node
        parent.keys[key.text] = key


def _events(text: str) -> Iterator[Any]:
    loader: Any = yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()
