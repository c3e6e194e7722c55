"""The questionnaire document as plain data: what stands on its pages, in order, before anybody chooses type or colours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from msgspec import Struct

SpanKind: TypeAlias = Literal["words", "fill", "name", "strong", "code"]
Tone: TypeAlias = Literal["words", "routing", "interviewer", "offered", "edit", "ours"]


class Span(Struct, frozen=True, gc=False):
    """A stretch of text of one kind; `to` is the variable or section it leads to, or a web address."""

    text: str
    kind: SpanKind = "words"
    to: str = ""


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph or several under a word that says what they are: `Interviewer`, `Check`, `Our note`."""

    role: str
    paragraphs: tuple[Spans, ...]
    tone: Tone = "words"


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """`below` are its example, guidance and conditions, a paragraph each, with what each is."""

    number: str
    text: Spans
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class BatteryLine:
    """One item of a battery: a variable of its own."""

    name: str
    text: Spans


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, or one battery of them, as a block that is kept together.

    `routing` stands above the name; `before` between the text and the categories, `after` below them.
    `name` is empty for a battery, whose `items` have the names.
    """

    name: str
    label: str
    marks: tuple[str, ...]
    routing: tuple[Entry, ...]
    card: str
    text: Spans
    before: tuple[Entry, ...]
    items: tuple[BatteryLine, ...]
    categories: tuple[CategoryLine, ...]
    offered: tuple[CategoryLine, ...]
    after: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return self.name or self.items[0].name


@dataclass(frozen=True, slots=True)
class Part:
    """A section. `repeated` says for which rows it is gone through; then `closing` says what ends them."""

    number: str
    name: str
    title: str
    level: int
    opening: tuple[Entry, ...]
    contents: tuple["Asked | Part", ...]
    repeated: str = ""
    closing: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that is known before the interview, or a switch."""

    name: str
    label: str
    what: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """`anchor` is where the variable stands: that of a battery for its later items."""

    name: str
    label: str
    section: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """`language` is that of the instrument's texts; what we say ourselves is English."""

    title: str
    instrument: str
    version: str
    mode: str
    language: str
    front: tuple[Entry, ...]
    reading: tuple[Entry, ...]
    known: tuple[Known, ...]
    parts: tuple[Part, ...]
    index: tuple[IndexLine, ...]


def said(*stretches: str | Span | Spans) -> Spans:
    """Spans put together, those of the same kind that meet made one."""
    spans: list[Span] = []
    for stretch in stretches:
        for span in (
            (Span(stretch),) if isinstance(stretch, str) else (stretch,) if isinstance(stretch, Span) else stretch
        ):
            if spans and (spans[-1].kind, spans[-1].to) == (span.kind, span.to) == ("words", ""):
                spans[-1] = Span(spans[-1].text + span.text)
            elif span.text:
                spans.append(span)
    return tuple(spans)


def joined(parts: Iterable[Spans], between: str) -> Spans:
    spans: list[str | Spans] = []
    for part in parts:
        spans += [between, part] if spans else [part]
    return said(*spans)


def listed(parts: Sequence[Spans], last: str) -> Spans:
    """`A, B or C`."""
    if len(parts) < 2:
        return parts[0] if parts else ()
    return said(joined(parts[:-1], ", "), f" {last} ", parts[-1])


def plain(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def paragraphs(spans: Spans) -> tuple[Spans, ...]:
    """The text cut at its line ends, empty lines left out."""
    found: list[list[Span]] = [[]]
    for span in spans:
        first, *rest = span.text.split("\n")
        found[-1].append(Span(first, span.kind, span.to))
        found += [[Span(line, span.kind, span.to)] for line in rest]
    return tuple(each for each in (said(tuple(line)) for line in found) if plain(each).strip())
