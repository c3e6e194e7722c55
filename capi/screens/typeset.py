"""Runs set in lines: text wrapped to a width, with fills drawn apart from what the author wrote."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from capi.engine.fills import Runs, plain


class Typeset:
    """A text in one font, laid out again only when the text, the font or the width is another."""

    __slots__ = ("_font", "_layout", "_runs", "_width", "height", "words")

    def __init__(self) -> None:
        self._layout = QTextLayout()
        self._runs: Runs | None = None
        self._font: QFont | None = None
        self._width = -1
        self.height = 0
        self.words = ""

    def set(self, runs: Runs, font: QFont, width: int) -> int:
        """Lays the text out and gives its height in pixels; 0 for no text."""
        if runs == self._runs and width == self._width and font == self._font:
            return self.height
        self._runs, self._font, self._width = runs, font, width
        self.words = plain(runs)
        self.height = self._lay_out(runs, font, width) if self.words else 0
        return self.height

    def _lay_out(self, runs: Runs, font: QFont, width: int) -> int:
        layout = self._layout
        layout.setText(self.words.replace("\n", "\u2028"))
        layout.setFont(font)
        layout.setFormats(_fill_formats(runs) if len(runs) > 1 else [])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        top = 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return round(top)

    def natural_width(self) -> int:
        """How wide the longest line is."""
        return round(
            max((self._layout.lineAt(at).naturalTextWidth() for at in range(self._layout.lineCount())), default=0)
        )

    def draw(self, painter: QPainter, x: int, y: int, colour: QColor) -> None:
        if self.height:
            painter.setPen(colour)
            self._layout.draw(painter, QPointF(x, y))


def _fill_formats(runs: Runs) -> list[QTextLayout.FormatRange]:
    """Fills are underlined with dots: a mark that does not rest on colour."""
    formats = []
    at = 0
    for run in runs:
        length = len(run.text.encode("utf-16-le")) // 2
        if run.filled and length:
            part = QTextLayout.FormatRange()
            part.start, part.length = at, length
            form = QTextCharFormat()
            form.setFontUnderline(True)
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            part.format = form
            formats.append(part)
        at += length
    return formats


def words(text: str) -> Runs:
    """A text of the window's own as runs."""
    from capi.engine.fills import Run

    return (Run(text),) if text else ()
