"""A chart: one bar for each category of a table, as a drawing that needs no colour and can be read aloud.

The label stands over its bar and the percentage at its end, so that nothing has to be told apart by colour. Text and bars
take the colour of the page's own text.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from capi.outputs.tables.table_figures import HIDDEN_WORD, FinishedTable
from capi.outputs.tables.table_shapes import Place

_WIDTH = 640
_LONGEST_BAR = 540
_LINE, _BAR, _GAP = 19, 18, 12
_MARGIN, _HEAD = 24, 24
_INK, _BLUE = "#1a1c20", "#4a78b5"
_TINT = 'fill="currentColor" fill-opacity="0.45"'
_FONTS = "Atkinson Hyperlegible Next, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
_TITLE_LETTERS = 64
_LETTERS = 82
"""In a line of a label."""


@dataclass(frozen=True, slots=True)
class Bar:
    """`percentage` is None where it is hidden, or of nobody."""

    label: str
    percentage: float | None
    is_hidden: bool = False

    @property
    def words(self) -> str:
        if self.percentage is not None:
            return f"{self.percentage:.1f}%"
        return HIDDEN_WORD if self.is_hidden else "–"


def bars_of(table: FinishedTable) -> tuple[Bar, ...]:
    """Of the categories, weighted where there are weights."""
    found = []
    for line in table.placed(Place.INSIDE):
        if not line.is_leaf:
            continue
        figure = table.figures[line.name]
        share = figure.weighted_percentage if table.weighted else figure.percentage
        above = table.headings(line)
        # A label that begins small goes on from its heading.
        label = f"{above[-1].label}, {line.label}" if above and line.label[0].islower() else line.label
        found.append(Bar(f"{line.number} {label}".strip(), share, figure.is_hidden or table.base.is_hidden))
    return tuple(found)


def chart_words(table: FinishedTable) -> str:
    """What the bars say."""
    what = "Weighted percentages" if table.weighted else "Percentages"
    if table.base.number is None:
        return f"{what} of all in this table, {HIDDEN_WORD} people"
    return f"{what} of all in this table, {table.base.number:,} people"


@dataclass(frozen=True, slots=True)
class _Drawing:
    """`parts` are elements; `said` is the whole of it in words."""

    parts: tuple[str, ...]
    height: int
    said: str

    def named(self, title: str, name: str) -> tuple[str, ...]:
        """What is read aloud of it."""
        return (
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-words">{escape(self.said)}</desc>',
        )


def chart(bars: Sequence[Bar], title: str, name: str) -> str:
    """An `svg` element; `name` makes the ids in it, and is ours."""
    drawing = _drawing(bars)
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH} {drawing.height}" width="{_WIDTH}" '
                f'height="{drawing.height}" role="img" aria-labelledby="{name}-title {name}-words" font-size="14">'
            ),
            *drawing.named(title, name),
            *drawing.parts,
            "</svg>",
        )
    )


def chart_file(bars: Sequence[Bar], title: str, about: str) -> str:
    """The same as a picture by itself, such as for a report: the title over it, dark on white."""
    drawing = _drawing(bars)
    heads = [
        *((line, 'font-size="18" font-weight="600"') for line in textwrap.wrap(title, _TITLE_LETTERS)),
        *((line, 'font-size="14"') for line in textwrap.wrap(about + _explained(bars), _LETTERS)),
    ]
    top = _MARGIN + len(heads) * _HEAD + _GAP
    whole, wide = top + drawing.height + _MARGIN, _WIDTH + 2 * _MARGIN
    words = (
        f'<text x="{_MARGIN}" y="{_MARGIN + at * _HEAD - 8}" fill="{_INK}" {look}>{escape(line)}</text>'
        for at, (line, look) in enumerate(heads, 1)
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {whole}" width="{wide}" height="{whole}" role="img" '
                f'aria-labelledby="chart-title chart-words" font-family="{_FONTS}" font-size="14">'
            ),
            *drawing.named(f"{title}. {about}", "chart"),
            f'<rect x="0" y="0" width="{wide}" height="{whole}" fill="#ffffff"/>',
            *words,
            f'<g transform="translate({_MARGIN} {top})">',
            *(part.replace(_TINT, f'fill="{_BLUE}"').replace("currentColor", _INK) for part in drawing.parts),
            "</g>",
            "</svg>",
            "",
        )
    )


def _explained(bars: Sequence[Bar]) -> str:
    return f". {HIDDEN_WORD}: confidential" if any(bar.words == HIDDEN_WORD for bar in bars) else ""


def _drawing(bars: Sequence[Bar]) -> _Drawing:
    most = max((bar.percentage for bar in bars if bar.percentage is not None), default=0)
    scale = _LONGEST_BAR / most if most else 0.0
    parts, height = [], 0
    for bar in bars:
        drawn, height = _drawn(bar, height, scale)
        parts += drawn
    parts.append(f'<line x1="0.5" y1="0" x2="0.5" y2="{height - _GAP}" stroke="currentColor"/>')
    said = "; ".join(f"{bar.label}: {'confidential' if bar.words == HIDDEN_WORD else bar.words}" for bar in bars)
    return _Drawing(tuple(parts), height, said)


def _drawn(bar: Bar, top: int, scale: float) -> tuple[list[str], int]:
    lines = textwrap.wrap(bar.label, _LETTERS)
    bar_top = top + len(lines) * _LINE
    length = (bar.percentage or 0) * scale
    parts = list(_label(lines, top))
    if length:
        parts.append(f'<rect class="bar" x="0" y="{bar_top}" width="{length:.1f}" height="{_BAR}" {_TINT}/>')
    parts.append(f'<text x="{length + 6:.1f}" y="{bar_top + 14}" fill="currentColor">{escape(bar.words)}</text>')
    return parts, bar_top + _BAR + _GAP


def _label(lines: Sequence[str], top: int) -> Iterator[str]:
    for at, line in enumerate(lines, 1):
        yield f'<text x="6" y="{top + at * _LINE - 5}" fill="currentColor">{escape(line)}</text>'
