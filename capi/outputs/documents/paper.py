"""Paper: text set in lines, rules and pages of a PDF file, in points from the top left corner. The only file here that knows Qt.

It prints without a screen. The typeface is embedded, so that a page looks the same wherever it is made.
"""

import functools
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeAlias

from msgspec import Struct
from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from capi.outputs.documents.questionnaire import Span, Spans, plain

FAMILY = "Atkinson Hyperlegible Next"
Size: TypeAlias = Literal["A4", "A5"]

_UNITS = 10
"""To the point: text is set in whole units, so a tenth of a point is the finest step."""
_KEPT = 4096
_WIDEST = 1.05
"""No letter is wider, as a share of the size."""
_PLAIN = re.compile("[ -~\u00a0-\u024f‘’“”‹›•–—…]*")
"""Letters that the typeface has itself, so that a line of them is as high as any other."""
_SIZES: dict[Size, QPageSize.PageSizeId] = {"A4": QPageSize.PageSizeId.A4, "A5": QPageSize.PageSizeId.A5}


class Style(Struct, frozen=True, gc=False):
    """How text looks; `size` in points, `lead` times the height of a line of the typeface."""

    size: float
    weight: int = 400
    italic: bool = False
    colour: str = "#000000"
    lead: float = 1.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of spans that have their own, and of what is linked."""

    fill: str = "#173d70"
    code: str = "#565c66"
    link: str = "#173d70"


class Laid:
    """A text set in lines."""

    __slots__ = ("_colour", "_layout", "height", "heights")

    def __init__(self, layout: QTextLayout, heights: tuple[float, ...], colour: QColor) -> None:
        self._layout = layout
        self._colour = colour
        self.heights = heights
        self.height = sum(heights)

    @property
    def widest(self) -> float:
        lines = (self._layout.lineAt(at).naturalTextWidth() for at in range(self._layout.lineCount()))
        return max(lines, default=0.0) / _UNITS

    def draw(self, painter: QPainter, x: float, y: float, lines: slice | None) -> None:
        painter.setPen(self._colour)
        if lines is None:
            self._layout.draw(painter, QPointF(x * _UNITS, y * _UNITS))
            return
        for at in range(len(self.heights))[lines]:
            line = self._layout.lineAt(at)
            line.draw(painter, QPointF(x * _UNITS, y * _UNITS - line.y()))
            y += self.heights[at]


class Paper:
    """One PDF file, closed when the block ends; the first page is there at once.

    `anchors` are the names that links may lead to; others are set as plain text.
    """

    def __init__(self, path: Path, title: str, size: Size, fonts: Path) -> None:
        self._application = _application()
        _load_fonts(fonts)
        self._writer = QPdfWriter(os.fspath(path))
        self._writer.setTitle(title)
        self._writer.setCreator("capi")
        self._writer.setResolution(72 * _UNITS)
        self._writer.setPageLayout(
            QPageLayout(QPageSize(_SIZES[size]), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        )
        self.width = self._writer.width() / _UNITS
        self.height = self._writer.height() / _UNITS
        self.anchors: frozenset[str] = frozenset()
        self._ink = Ink()
        self._painter = QPainter()
        self.laid = functools.lru_cache(_KEPT)(self._laid)

    def __enter__(self) -> "Paper":
        if not self._painter.begin(self._writer):
            raise OSError("The PDF file cannot be written.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.laid.cache_clear()
        if not self._painter.end() and error is None:
            raise OSError("The PDF file could not be written to its end.")

    def new_page(self) -> None:
        self._writer.newPage()

    def text(self, laid: Laid, x: float, y: float, lines: slice | None = None) -> None:
        laid.draw(self._painter, x, y, lines)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        area = QRectF(x * _UNITS, y * _UNITS, width * _UNITS, height * _UNITS)
        self._painter.fillRect(area, QColor(colour))

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A box with round corners, drawn in outline."""
        self._painter.setPen(QPen(QColor(colour), 0.8 * _UNITS))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        area = QRectF(x * _UNITS, y * _UNITS, width * _UNITS, height * _UNITS)
        self._painter.drawRoundedRect(area, 2.5 * _UNITS, 2.5 * _UNITS)

    def dot(self, x: float, y: float, across: float, colour: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        self._painter.drawEllipse(QPointF(x * _UNITS, y * _UNITS), across * _UNITS / 2, across * _UNITS / 2)

    def height_of(self, spans: Spans, style: Style, width: float) -> float:
        """That of the text set in lines. Most texts are short: what is sure to be one line is not set for that alone."""
        words = plain(spans)
        if len(words) * style.size * _WIDEST < width and _PLAIN.fullmatch(words):
            return self.laid((Span("A"),), style, 100.0).height if words else 0.0
        return self.laid(spans, style, width, "").height

    def _laid(self, spans: Spans, style: Style, width: float, anchor: str = "") -> Laid:
        """The text set in lines; where `anchor` is given, links to it lead here. Kept, as pages say the same again and again."""
        words = plain(spans).replace("\n", "\u2028")
        layout = QTextLayout(words)
        layout.setCacheEnabled(True)
        layout.setFont(_font(style))
        layout.setTextOption(_option(style.right))
        if anchor or len(spans) > 1 or (spans and spans[0].kind != "words") or (spans and spans[0].to):
            layout.setFormats(self._formats(spans, anchor))
        heights = []
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width * _UNITS)
            line.setPosition(QPointF(0, top))
            height = line.height() * style.lead
            top += height
            heights.append(height / _UNITS)
        layout.endLayout()
        return Laid(layout, tuple(heights) if words else (), _colour(style.colour))

    def _formats(self, spans: Sequence[Span], anchor: str) -> list[QTextLayout.FormatRange]:
        formats = []
        at = 0
        for number, span in enumerate(spans):
            length = len(span.text.encode("utf-16-le", "surrogatepass")) // 2
            named = anchor if number == 0 else ""
            form = self._format(span, named)
            if form is not None and length:
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = at, length, form
                formats.append(part)
            at += length
        return formats

    def _format(self, span: Span, anchor: str) -> QTextCharFormat | None:
        linked = span.to if span.to.startswith("http") else f"#{span.to}" if span.to in self.anchors else ""
        if span.kind == "words" and not linked and not anchor:
            return None
        form = QTextCharFormat()
        if linked or anchor:
            form.setAnchor(True)
            form.setAnchorHref(linked)
            form.setAnchorNames([anchor] if anchor else [])
        match span.kind:
            case "fill":
                form.setForeground(QColor(self._ink.fill))
                form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            case "strong":
                form.setFontWeight(700)
            case "name":
                form.setFontWeight(600)
            case "code":
                form.setForeground(QColor(self._ink.code))
        if linked and span.kind != "fill":
            form.setForeground(QColor(self._ink.link))
        return form


@functools.cache
def _option(right: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setAlignment(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    return option


@functools.cache
def _colour(name: str) -> QColor:
    return QColor(name)


@functools.cache
def _font(style: Style) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(style.size * _UNITS)))
    font.setWeight(QFont.Weight(style.weight))
    font.setItalic(style.italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _application() -> object:
    """Fonts need one. Nothing is ever shown, so a machine without a display will do."""
    running = QGuiApplication.instance()
    if running is None:
        if sys.platform.startswith("linux"):
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        running = QGuiApplication(["capi"])
    return running


@functools.cache
def _load_fonts(folder: Path) -> None:
    for file in sorted(folder.glob("*.ttf")):
        QFontDatabase.addApplicationFont(os.fspath(file))
