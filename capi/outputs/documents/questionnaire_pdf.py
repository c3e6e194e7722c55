"""The questionnaire document on A4: front page, contents with page numbers, a block for each question, index."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from capi.outputs.documents.pagination import Block, Cell, Pages, Row, without_collecting
from capi.outputs.documents.paper import Paper, Style
from capi.outputs.documents.pdf_outline import Bookmark, add_outline
from capi.outputs.documents.questionnaire import (
    Asked,
    CategoryLine,
    Entry,
    Part,
    Questionnaire,
    Span,
    Spans,
    Tone,
    said,
)

_INK, _SOFT, _LINE = "#111317", "#565c66", "#c9cdc8"
_TONES: dict[Tone, str] = {
    "words": _SOFT,
    "routing": _SOFT,
    "interviewer": "#1f4e8c",
    "offered": "#7a5000",
    "edit": "#9b221b",
    "ours": "#1c6b45",
}
_ROLES = {tone: Style(8.4, colour=colour, lead=1.16) for tone, colour in _TONES.items()}
_BODIES = {tone: Style(9.4, colour=_INK, lead=1.04) for tone in _TONES}
_BODIES["interviewer"] = Style(9.4, italic=True, colour=_TONES["interviewer"], lead=1.04)
_MESSAGE = Style(9.4, 600, colour=_INK, lead=1.04)
_OFFERED_GROUND = "#fdf6e7"

_TITLE = Style(30, 700, colour=_INK, lead=0.95)
_SUBTITLE = Style(14, 400, colour=_SOFT)
_SECTIONS = (Style(18, 700, colour=_INK), Style(14, 700, colour=_INK), Style(12, 700, colour=_INK))
_BODY = Style(9.4, colour=_INK, lead=1.04)
_CODE = Style(7.6, colour=_SOFT)
_TEXT = Style(11.6, 600, colour=_INK, lead=1.05)
_NAME = Style(10.4, 700, colour=_INK)
_CATEGORY = Style(9.8, colour=_INK, lead=1.04)
_NUMBER = Style(9.8, 700, colour=_INK, lead=1.04, right=True)
_HEAD = Style(7.8, colour=_SOFT, right=True)
_BELOW = Style(8.6, colour=_SOFT, lead=1.02)
_CARD = Style(8.6, 700, colour=_INK, right=True)
_MARK = Style(8.2, 600, colour="#7a5000")
_OFFERED = Style(8.2, colour="#7a5000")
_EACH = Style(9.4, 700, colour="#1f4e8c")
_RUNNING = Style(8, colour=_SOFT)
_PAGE_NUMBER = Style(8, 600, colour=_SOFT, right=True)
_TO_PAGE = Style(9.4, colour=_INK, lead=1.04, right=True)

_COLUMN, _MOST_COLUMNS = 46.0, 5
_LONG_LIST = 25
"""So many rows of categories may go over the end of a page."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, 538.0, 74.0, 772.0
_ABOVE = 14.0
"""Where a bookmark leads, so much above is shown too."""
_ROLE_WIDTH, _GAP, _INDENT = 84.0, 10.0, 14.0


def write_questionnaire_pdf(path: Path, document: Questionnaire, fonts: Path) -> None:
    title = f"{document.title}: questionnaire, version {document.version}"
    with Paper(path, title, "A4", fonts) as paper, without_collecting():
        paper.anchors = frozenset(_anchors(document))
        pages = Pages(paper, _TOP, _BOTTOM)
        pages.place(_Composition(document).blocks())
        for number in range(len(pages.pages)):
            if number:
                paper.new_page()
                _running(paper, document, pages, number)
            pages.draw(number)
    add_outline(path, [_bookmark(pages, *each) for each in _outline(document)], document.language)


def _outline(document: Questionnaire) -> Iterator[tuple[int, str, str]]:
    """Level, title and anchor: the sections, and in each its variables."""
    yield 1, "Contents", "contents"
    for part in document.parts:
        yield from _outline_of(part)
    yield 1, "Index of variables", "index"


def _outline_of(part: Part) -> Iterator[tuple[int, str, str]]:
    yield part.level, f"{part.number} {part.title}", f"section-{part.name}"
    for content in part.contents:
        if isinstance(content, Part):
            yield from _outline_of(content)
        else:
            name = content.name or f"{content.items[0].name} to {content.items[-1].name}"
            label = "" if content.label == name else content.label
            yield part.level + 1, f"{name}  {label}".rstrip(), content.anchor


def _bookmark(pages: Pages, level: int, title: str, anchor: str) -> Bookmark:
    return Bookmark(level, title, pages.page_of[anchor], pages.paper.height - pages.top_of[anchor] + _ABOVE)


def _running(paper: Paper, document: Questionnaire, pages: Pages, number: int) -> None:
    half = (_RIGHT - _LEFT) / 2
    paper.text(paper.laid(_short(document.title), _RUNNING, half), _LEFT, 44)
    running = replace(_RUNNING, right=True)
    paper.text(paper.laid(_short(pages.pages[number].running), running, half), _LEFT + half, 44)
    paper.box(_LEFT, 57, _RIGHT - _LEFT, 0.6, _LINE)
    told = f"{document.instrument} {document.version}, {document.mode[:1].lower()}{document.mode[1:]}"
    paper.text(paper.laid(_short(told), _RUNNING, half), _LEFT, 793)
    paper.text(paper.laid(said(f"Page {number + 1:,} of {len(pages.pages):,}"), _PAGE_NUMBER, half), _LEFT + half, 793)


def _short(text: str) -> Spans:
    return said(text if len(text) <= 56 else text[:55].rstrip() + "…")


class _Composition:
    """Blocks out of the document, in order."""

    def __init__(self, document: Questionnaire) -> None:
        self.document = document

    def blocks(self) -> Iterator[Block]:
        document = self.document
        yield Block(tuple(self.front()))
        yield Block((self.heading("Contents", "contents"),), running="Contents", new_page=True, joins=True)
        yield from self.contents(document.parts)
        yield Block((self.heading("How to read it", "reading", above=30),), running="How to read it", joins=True)
        for entry in document.reading:
            yield Block(tuple(self.entry(entry, 0, above=5)), running="How to read it")
        if document.known:
            name = "Known before the interview"
            yield Block((self.heading(name, "known", above=30),), running=name, joins=True)
            for known in document.known:
                label = said(Span(f"{known.label}. " if known.label else "", "strong"), known.what)
                cells = self.pair(said(Span(f"[{known.name}]", "strong")), _BODY, label, _BODY, 0)
                yield Block(
                    (
                        Row(
                            (
                                replace(cells[0], anchor=known.name, width=130),
                                replace(cells[1], x=_LEFT + 140, width=_RIGHT - _LEFT - 140),
                            ),
                            above=5,
                        ),
                    ),
                    running=name,
                )
        for at, part in enumerate(document.parts):
            yield from self.part(part, 0, new_page=at == 0)
        yield Block(
            (self.heading("Index of variables", "index"),), running="Index of variables", new_page=True, joins=True
        )
        yield from self.index()

    def front(self) -> Iterator[Row]:
        width = _RIGHT - _LEFT
        document = self.document
        yield Row((Cell(said("Questionnaire"), _SUBTITLE, _LEFT, width),))
        yield Row((Cell(said("\u00a0"), Style(70), _LEFT, width),))
        yield Row((Cell(said(document.title), _TITLE, _LEFT, width),))
        yield Row((Cell(said(f"{document.mode}, version {document.version}"), _SUBTITLE, _LEFT, width),), above=8)
        yield Row((Cell(said("\u00a0"), Style(110), _LEFT, width),))
        for at, entry in enumerate(document.front):
            for row in self.entry(entry, 0, above=7):
                yield replace(row, rule=_INK if at == 0 else "", rule_from=_LEFT, above=26 if at == 0 else row.above)

    def heading(self, title: str, anchor: str, above: float = 0) -> Row:
        return Row((Cell(said(title), _SECTIONS[0], _LEFT, _RIGHT - _LEFT, anchor),), above=above, sticks=True)

    def contents(self, parts: Sequence[Part]) -> Iterator[Block]:
        for part in parts:
            x = _LEFT + 22 * (part.level - 1)
            style = replace(_BODY, weight=600) if part.level == 1 else _BODY
            number = Cell(said(part.number), replace(style, colour=_SOFT), x, 30)
            title = Cell(said(Span(part.title, "words", f"section-{part.name}")), style, x + 30, _RIGHT - x - 70)
            page = Cell((), _TO_PAGE, _RIGHT - 36, 36, page_of=f"section-{part.name}")
            yield Block((Row((number, title, page), above=7 if part.level == 1 else 3),), running="Contents")
            yield from self.contents([inner for inner in part.contents if isinstance(inner, Part)])
        if parts is self.document.parts:
            title = Cell(
                said(Span("Index of variables", "words", "index")), replace(_BODY, weight=600), _LEFT + 30, 300
            )
            page = Cell((), _TO_PAGE, _RIGHT - 36, 36, page_of="index")
            yield Block((Row((title, page), above=7),), running="Contents")

    def index(self) -> Iterator[Block]:
        letter = ""
        for line in self.document.index:
            new = line.name[:1].upper() != letter
            letter = line.name[:1].upper()
            name = Cell(said(Span(line.name, "name", line.anchor)), _BODY, _LEFT, 160)
            label = Cell(said(line.label), _BODY, _LEFT + 170, 240)
            page = Cell((), _TO_PAGE, _RIGHT - 50, 50, page_of=line.anchor)
            yield Block((Row((name, label, page), above=9 if new else 2.5),), running="Index of variables")

    def part(self, part: Part, depth: int, *, new_page: bool = False) -> Iterator[Block]:
        style = _SECTIONS[min(part.level, len(_SECTIONS)) - 1]
        running = f"{part.number} {part.title}"
        left = _LEFT + depth * _INDENT
        bars = self.bars(depth)
        title = said(Span(part.number, "words"), "  ", part.title)
        rows = [
            Row(
                (Cell(title, style, left, _RIGHT - left, f"section-{part.name}"),),
                30 if part.level == 1 else 22,
                bars=bars,
            )
        ]
        inner = depth
        if part.repeated:
            inner += 1
            at = left + _INDENT
            rows.append(Row((Cell(said(part.repeated), _EACH, at, _RIGHT - at),), 8, bars=self.bars(inner)))
        for entry in part.opening:
            rows += self.entry(entry, inner, above=5)
        rows = [replace(row, sticks=True) for row in rows]
        yield Block(tuple(rows), running=running, new_page=new_page, joins=bool(part.contents))
        for content in part.contents:
            if isinstance(content, Part):
                yield from self.part(content, inner)
            else:
                yield self.asked(content, inner, running)
        closing = [row for entry in part.closing for row in self.entry(entry, inner, above=8)]
        if closing:
            first = replace(closing[0], above=16, rule=_LINE, rule_from=_LEFT + inner * _INDENT)
            yield Block((first, *closing[1:]), running=running)

    def asked(self, block: Asked, depth: int, running: str) -> Block:
        left = _LEFT + depth * _INDENT
        core: list[Row] = [row for entry in block.routing for row in self.entry(entry, depth, above=2)]
        beginning, *others = core[0].cells
        cells = (replace(beginning, anchor=block.name), *others)
        core[0] = replace(core[0], cells=cells, above=22, rule=_INK, rule_from=left)
        core.append(self.head(block, left, depth))
        if block.text:
            core.append(Row((Cell(block.text, _TEXT, left, _RIGHT - left - 20),), above=4, bars=self.bars(depth)))
        before = [row for entry in block.before for row in self.entry(entry, depth, above=5)]
        core = [replace(row, sticks=True) for row in (*core, *before[:1])]
        core += [replace(row, sticks=False) for row in before[1:-1]] + before[1:][-1:]
        if block.items:
            core += self.battery(block, depth)
        answers = [] if self.columns(block) else list(self.answers(block, depth))
        core += [replace(row, sticks=len(answers) < _LONG_LIST) for row in answers[:-1]] + answers[-1:]
        after = [row for at, entry in enumerate(block.after) for row in self.entry(entry, depth, above=5 if at else 9)]
        name = f"[{block.name}]" if block.name else f"[{block.items[0].name}]"
        again = Row((Cell(said(f"{name}, continued"), _CODE, left, 300),), sticks=True, bars=self.bars(depth))
        return Block((*core, *after), len(core), running, again)

    def answers(self, block: Asked, depth: int) -> Iterator[Row]:
        left, bars = _LEFT + depth * _INDENT, self.bars(depth)
        column = left + _ROLE_WIDTH + _GAP
        yield from self.categories(block.categories, depth, column, ground=None)
        if block.offered:
            ground = (left, _RIGHT, _OFFERED_GROUND)
            told = Cell(said("Only if offered. Do not read out"), _OFFERED, column, 300)
            yield Row((told,), above=6, bars=bars, ground=ground)
            yield from self.categories(block.offered, depth, column, ground=ground)
            yield Row((Cell(said("\u00a0"), Style(3), left, 10),), bars=bars, ground=ground)

    def head(self, block: Asked, left: float, depth: int) -> Row:
        name = f"[{block.name}]" if block.name else f"[{block.items[0].name}] to [{block.items[-1].name}]"
        told = said(Span(name, "strong"), f"  {block.label}" if block.label else "")
        cells = []
        marks = ", ".join(block.marks)
        right = 76.0 if block.card else 0.0
        wide = 120.0 if marks else 0.0
        cells.append(Cell(told, replace(_NAME, weight=400), left, _RIGHT - left - right - wide))
        if marks:
            cells.append(Cell(said(marks), replace(_MARK, right=True), _RIGHT - right - wide, wide))
        if block.card:
            cells.append(Cell(said(f"Show card {block.card}"), _CARD, _RIGHT - 84, 80, framed=True))
        return Row(tuple(cells), above=9, bars=self.bars(depth))

    def categories(
        self, lines: Sequence[CategoryLine], depth: int, x: float, ground: tuple[float, float, str] | None
    ) -> Iterator[Row]:
        bars = self.bars(depth)
        for at, line in enumerate(lines):
            cells = (Cell(said(line.number), _NUMBER, x - 50, 40), Cell(line.text, _CATEGORY, x, _RIGHT - x - 12))
            yield Row(cells, above=7 if at == 0 and not ground else 2.5, bars=bars, ground=ground)
            for entry in line.below:
                style = replace(_BELOW, colour=_TONES[entry.tone], italic=entry.tone == "interviewer")
                for number, spans in enumerate(entry.paragraphs or ((),)):
                    role = f"{entry.role}{': ' if spans else ''}" if number == 0 and entry.role else ""
                    yield Row(
                        (Cell(said(role, spans), style, x, _RIGHT - x - 12),), above=0.5, bars=bars, ground=ground
                    )

    def battery(self, block: Asked, depth: int) -> Iterator[Row]:
        """A line for each item; under the categories the numbers, where there is room for so many columns."""
        left, bars = _LEFT + depth * _INDENT, self.bars(depth)
        columns = self.columns(block)
        items_end = _RIGHT - _COLUMN * len(columns)
        if columns:
            heads = tuple(
                Cell(each.text, _HEAD, items_end + _COLUMN * at + 4, _COLUMN - 4) for at, each in enumerate(columns)
            )
            yield Row(heads, above=12, bars=bars, sticks=True)
        for at, item in enumerate(block.items):
            name = Cell(said(Span(f"[{item.name}]", "strong")), _BODY, left, 110, item.name)
            text = Cell(item.text, _CATEGORY, left + 118, items_end - left - 124)
            numbers = tuple(
                Cell(said(each.number), _NUMBER, items_end + _COLUMN * column + 4, _COLUMN - 4)
                for column, each in enumerate(columns)
            )
            above = 6 if at or columns else 10
            yield Row((name, text, *numbers), above=above, rule=_LINE, rule_from=left, bars=bars)

    def columns(self, block: Asked) -> Sequence[CategoryLine]:
        """Those that become columns of a battery: few, and with nothing said below them."""
        offered = (
            CategoryLine(each.number, said(each.text, " (only if offered)"), each.below) for each in block.offered
        )
        columns = (*block.categories, *offered)
        fits = len(columns) <= _MOST_COLUMNS and not any(each.below for each in columns)
        return columns if block.items and fits else ()

    def entry(self, entry: Entry, depth: int, above: float) -> Iterator[Row]:
        body = _BODIES[entry.tone]
        for at, spans in enumerate(entry.paragraphs):
            code = len(spans) == 1 and spans[0].kind == "code"
            style = _CODE if code else body
            if entry.tone == "edit" and at == 0 and len(entry.paragraphs) > 1:
                style = _MESSAGE
            role = said(entry.role) if at == 0 else ()
            cells = self.pair(role, _ROLES[entry.tone], spans, style, depth)
            last = at == len(entry.paragraphs) - 1
            yield Row(
                cells, above if at == 0 else 2, sticks=not last and len(entry.paragraphs) < 8, bars=self.bars(depth)
            )

    def pair(self, role: Spans, role_style: Style, spans: Spans, style: Style, depth: int) -> tuple[Cell, ...]:
        left = _LEFT + depth * _INDENT
        x = left + _ROLE_WIDTH + _GAP
        text = Cell(spans, style, x, _RIGHT - x)
        return (Cell(role, role_style, left, _ROLE_WIDTH), text) if role else (text,)

    def bars(self, depth: int) -> tuple[float, ...]:
        return tuple(_LEFT + at * _INDENT + 3 for at in range(depth))


def _anchors(document: Questionnaire) -> Iterator[str]:
    yield from ("contents", "reading", "index")
    yield from (known.name for known in document.known)
    waiting: list[Asked | Part] = list(document.parts)
    for content in waiting:
        if isinstance(content, Part):
            yield f"section-{content.name}"
            waiting += content.contents
        elif content.name:
            yield content.name
        else:
            yield from (item.name for item in content.items)
