"""The showcard booklet: one card a page in type to be read at arm's length, and for the interviewer a list of them at the end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec.structs import replace

from capi.engine.fills import Runs
from capi.outputs.documents.pagination import Block, Cell, Pages, Row
from capi.outputs.documents.paper import Laid, Paper, Size, Style
from capi.outputs.documents.questionnaire import Span, Spans, said
from capi.outputs.documents.showcards import Booklet, PrintedCard

Marks: TypeAlias = Literal["bullets", "letters", "numbers"]

_INK, _SOFT = "#000000", "#3d4147"
_PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class _Measures:
    """In points. The respondent holds the card at arm's length: below `smallest` it goes on overleaf instead."""

    margin: float
    largest: float
    smallest: float
    label: float


_MEASURES: dict[Size, _Measures] = {"A4": _Measures(54, 32, 16, 40), "A5": _Measures(38, 23, 13, 28)}
_EXAMPLE = 0.64
_ROOMIEST = 1.15
"""Of the size of the type, between lines: space that is left over goes there first."""
_CLOSEST = 0.5


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a card set in type: its mark, its text, and below it an example."""

    mark: Laid | None
    text: Laid
    example: Laid | None

    def height(self, size: float) -> float:
        return self.text.height + (self.example.height + size * 0.12 if self.example else 0)


def write_showcard_booklet(path: Path, booklet: Booklet, size: Size, marks: Marks, fonts: Path) -> int:
    """The number of pages."""
    with Paper(path, f"{booklet.title}: show cards", size, fonts) as paper:
        writing = _Writing(paper, booklet, _MEASURES[size], marks)
        writing.cover()
        for card in booklet.cards:
            writing.card(card)
        return writing.uses()


class _Writing:
    def __init__(self, paper: Paper, booklet: Booklet, measures: _Measures, marks: Marks) -> None:
        self.paper = paper
        self.booklet = booklet
        self.measures = measures
        self.marks = marks
        self.left, self.right = measures.margin, paper.width - measures.margin
        self.bottom = paper.height - measures.margin - 14
        self.pages = 1

    def cover(self) -> None:
        width = self.right - self.left
        y = self.paper.height * 0.3
        label = self.paper.laid(said("Show cards"), Style(self.measures.label, 700, colour=_INK), width)
        title = self.paper.laid(said(self.booklet.title), Style(self.measures.label * 0.5, colour=_SOFT), width)
        self.paper.text(label, self.left, y)
        self.paper.text(title, self.left, y + label.height + 10)
        self.foot()

    def card(self, printed: PrintedCard) -> None:
        """On one page in the largest type with which all lines fit, or else on as many as they need."""
        heading = _words(printed.card.heading)
        for continued, page in enumerate(self.fitted(printed)):
            size, lines = page
            self.next_page()
            y = self.label(printed, again=continued > 0)
            if heading and not continued:
                laid = self.paper.laid(heading, self.heading_style(size), self.right - self.left)
                self.paper.text(laid, self.left, y)
                y += laid.height + size * 0.8
            self.lines(lines, size, y)

    def fitted(self, printed: PrintedCard) -> Iterator[tuple[float, Sequence[_Line]]]:
        room = self.bottom - self.top
        heading = _words(printed.card.heading)
        size = self.measures.largest
        while True:
            lines = [self.line(printed, at, size) for at in range(len(printed.card.lines))]
            above = 0.0
            if heading:
                laid = self.paper.laid(heading, self.heading_style(size), self.right - self.left)
                above = laid.height + size * 0.8
            if above + self.length(lines, size) <= room:
                yield size, lines
                return
            if size <= self.measures.smallest:
                break
            size -= 1
        waiting: list[_Line] = []
        for line in lines:
            if waiting and above + self.length([*waiting, line], size) > room:
                yield size, waiting
                waiting, above = [], 0.0
            waiting.append(line)
        yield size, waiting

    def length(self, lines: Sequence[_Line], size: float) -> float:
        return sum(line.height(size) for line in lines) + (len(lines) - 1) * size * _CLOSEST

    def line(self, printed: PrintedCard, at: int, size: float) -> _Line:
        text, example = printed.card.lines[at]
        indent = size * (1.9 if self.marks != "bullets" else 1.1)
        width = self.right - self.left - indent
        mark = self.mark(printed, at)
        return _Line(
            self.paper.laid(said(mark), Style(size, 700, colour=_INK), indent) if mark else None,
            self.paper.laid(_words(text), Style(size, 600, colour=_INK, lead=1.02), width),
            self.paper.laid(_words(example), Style(size * _EXAMPLE, colour=_SOFT, lead=1.04), width)
            if example
            else None,
        )

    def mark(self, printed: PrintedCard, at: int) -> str:
        """A bullet is drawn, not written."""
        match self.marks:
            case "numbers":
                return str(printed.numbers[at])
            case "letters":
                return _letter(at)
        return ""

    def lines(self, lines: Sequence[_Line], size: float, y: float) -> None:
        needed = sum(line.height(size) for line in lines)
        left_over = (self.bottom - y - needed) / max(1, len(lines) - 1)
        gap = min(size * _ROOMIEST, max(size * _CLOSEST, left_over))
        indent = size * (1.9 if self.marks != "bullets" else 1.1)
        for line in lines:
            if line.mark is not None:
                self.paper.text(line.mark, self.left, y)
            else:
                across = size * 0.3
                self.paper.dot(self.left + across / 2 + 1, y + line.text.heights[0] * 0.53, across, _INK)
            self.paper.text(line.text, self.left + indent, y)
            if line.example is not None:
                self.paper.text(line.example, self.left + indent, y + line.text.height + size * 0.12)
            y += line.height(size) + gap

    @property
    def top(self) -> float:
        """Where a card's own words begin, below its label."""
        return self.measures.margin + self.measures.label * 1.75

    def label(self, printed: PrintedCard, *, again: bool) -> float:
        """White on black in the corner where a thumb turns the page; gives where the card's own words begin."""
        label = self.measures.label
        words = f"Show card {printed.card.label}" + (", continued" if again else "")
        laid = self.paper.laid(said(words), Style(label * 0.62, 700, colour=_PAPER), self.right - self.left)
        wide, high = laid.widest + label * 0.7, laid.height + label * 0.34
        self.paper.box(self.right - wide, self.measures.margin, wide, high, _INK)
        self.paper.text(laid, self.right - wide + label * 0.35, self.measures.margin + label * 0.17)
        return self.top

    def heading_style(self, size: float) -> Style:
        return Style(size * 0.8, colour=_SOFT)

    def next_page(self) -> None:
        self.paper.new_page()
        self.pages += 1
        self.foot()

    def foot(self) -> None:
        words = f"{self.booklet.instrument} {self.booklet.version}"
        laid = self.paper.laid(said(words), Style(8, colour="#6b7079"), self.right - self.left)
        self.paper.text(laid, self.left, self.paper.height - self.measures.margin)

    def uses(self) -> int:
        """The last page: which question hands over which card, in order of use."""
        pages = Pages(self.paper, self.measures.margin, self.bottom)
        pages.place(self.list_of_uses())
        for number in range(len(pages.pages)):
            self.next_page()
            pages.draw(number)
        return self.pages

    def list_of_uses(self) -> Iterator[Block]:
        width = self.right - self.left
        body = Style(12.5 if self.measures.margin > 40 else 9.5, colour=_INK, lead=1.05)
        card_width, name_width = body.size * 7.5, width * 0.32
        title = Cell(
            said("For the interviewer: cards in order of use"),
            Style(17 if self.measures.margin > 40 else 13, 700, colour=_INK),
            self.left,
            width,
        )
        yield Block((Row((title,), sticks=True),), joins=True)
        for printed in self.booklet.cards:
            for use in printed.uses:
                x = self.left + card_width
                label_width = width - card_width - name_width
                notes = [f"Not for everybody: “{line}”" for line in use.conditional]
                if printed.filled:
                    notes.append(f"Marked with dots, as it depends on the answers: {', '.join(printed.filled)}")
                label = said(use.label, *(f"\n{note}" for note in notes))
                cells = (
                    Cell(said(f"Card {printed.card.label}"), replace(body, weight=700), self.left, card_width - 6),
                    Cell(said(Span(use.name, "words")), replace(body, weight=600), x, name_width - 8),
                    Cell(label, body, x + name_width, label_width),
                )
                yield Block((Row(cells, above=14, rule="#b8bcc2", rule_from=self.left),))


def _words(runs: Runs) -> Spans:
    """What an answer would change is marked, with dots below it."""
    return said(*(Span(run.text, "fill" if run.filled else "words") for run in runs))


def _letter(at: int) -> str:
    """a, b, ..., z, aa, ab, ... Small, so that they are not taken for the labels of cards."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
