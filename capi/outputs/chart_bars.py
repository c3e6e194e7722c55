"""A chart: one bar for each category of a table, as a drawing that needs no colour and can be read aloud.

The label stands over its bar and the percentage at its end, so that nothing has to be told apart by colour. Text and bars
take the colour of the page's own text.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from capi.outputs.table_figures import HIDDEN_WORD, FinishedTable
from capi.outputs.table_shapes import Place

_WIDTH = 640
_LONGEST_BAR = 540
_LINE, _BAR, _GAP = 19, 18, 12
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


def chart(bars: Sequence[Bar], title: str, name: str) -> str:
    """An `svg` element; `name` makes the ids in it, and is ours."""
    most = max((bar.percentage for bar in bars if bar.percentage is not None), default=0)
    scale = _LONGEST_BAR / most if most else 0.0
    parts, height = [], 0
    for bar in bars:
        drawn, height = _drawn(bar, height, scale)
        parts += drawn
    said = "; ".join(f"{bar.label}: {'confidential' if bar.words == HIDDEN_WORD else bar.words}" for bar in bars)
    return "\n".join(
        (
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
                f'height="{height}" role="img" aria-labelledby="{name}-title {name}-words" font-size="14">'
            ),
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-words">{escape(said)}</desc>',
            *parts,
            f'<line x1="0.5" y1="0" x2="0.5" y2="{height - _GAP}" stroke="currentColor"/>',
            "</svg>",
        )
    )


def _drawn(bar: Bar, top: int, scale: float) -> tuple[list[str], int]:
    lines = textwrap.wrap(bar.label, _LETTERS)
    bar_top = top + len(lines) * _LINE
    length = (bar.percentage or 0) * scale
    parts = list(_label(lines, top))
    if length:
        parts.append(
            f'<rect class="bar" x="0" y="{bar_top}" width="{length:.1f}" height="{_BAR}" fill="currentColor" fill-opacity="0.45"/>'
        )
    parts.append(f'<text x="{length + 6:.1f}" y="{bar_top + 14}" fill="currentColor">{escape(bar.words)}</text>')
    return parts, bar_top + _BAR + _GAP


def _label(lines: Sequence[str], top: int) -> Iterator[str]:
    for at, line in enumerate(lines, 1):
        yield f'<text x="6" y="{top + at * _LINE - 5}" fill="currentColor">{escape(line)}</text>'
