"""Pictures of the charts: what stands beside the tables as SVG, for whoever wants a PNG."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_TIMES = 2
"""As many dots as a drawing says, for a sharp print."""


def picture_charts(charts: Iterable[Path], folder: Path) -> tuple[Path, ...]:
    """A PNG in `folder` for each of the SVG files. Raises OSError."""
    application = QGuiApplication.instance() or QGuiApplication(["capi"])  # it has the fonts
    folder.mkdir()
    made = tuple(_picture(chart, folder / f"{chart.stem}.png") for chart in charts)
    del application
    return made


def _picture(chart: Path, path: Path) -> Path:
    renderer = QSvgRenderer(str(chart))
    if not renderer.isValid():
        raise OSError(f"The chart {chart} cannot be drawn.")
    size: QSize = renderer.defaultSize() * _TIMES
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    if not image.save(str(path)):
        raise OSError(f"The picture {path} could not be written.")
    return path
