"""The marks of the diary: hard, soft, missed, clashing; each by its shape too, so that none is told by colour alone."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from capi.screens.calls.diary_lines import DiaryLine
from capi.screens.look import Look


@dataclass(frozen=True, slots=True)
class Mark:
    """How an engagement is painted."""

    hard: bool = False
    missed: bool = False
    clashes: bool = False


def mark_of(line: DiaryLine) -> Mark:
    return Mark(line.hard, line.missed, bool(line.clashes))


def paint_ground(painter: QPainter, box: QRectF, mark: Mark, look: Look) -> None:
    """A hard one is filled and has a full edge, a soft one is light and its edge is broken. Leaves the pen as ink for its words."""
    edge = "alarm" if mark.missed else "instruction"
    if mark.missed:
        ground, ink = "alarm_ground", "alarm"
    elif mark.hard:
        ground, ink = "instruction", "surface"
    else:
        ground, ink = "instruction_ground", "ink"
    style = Qt.PenStyle.SolidLine if mark.hard else Qt.PenStyle.DashLine
    painter.fillRect(box, look.colour(ground))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.colour(edge), look.px(2) if mark.hard else 1, style))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(look.colour(ink))


def paint_hatching(painter: QPainter, box: QRectF, look: Look) -> None:
    """At the edge of one that clashes."""
    painter.fillRect(box, look.colour("offered_ground"))
    painter.fillRect(box, QBrush(look.colour("offered"), Qt.BrushStyle.BDiagPattern))
    painter.save()
    painter.setPen(look.colour("offered"))
    painter.drawLine(box.topLeft(), box.bottomLeft())
    painter.restore()
