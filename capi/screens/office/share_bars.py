"""Shares in lists: a bar beside the words of a cell, with a line across it where the share of all is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from capi.screens.lines import LinesModel
from capi.screens.look import Look

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Bar:
    """From 0 to 1, and where the line across stands. `colour` is a name of the look's."""

    share: float
    all: float | None = None
    colour: str = "instruction"


class BarDelegate(QStyledItemDelegate, Generic[Line]):
    """`beside`: what the words take of the cell, at 100 %."""

    def __init__(
        self, look: Look, model: LinesModel[Line], bar_of: Callable[[Line], Bar | None], *, beside: int
    ) -> None:
        super().__init__()
        self._look = look
        self._lines = model
        self._bar_of = bar_of
        self._beside = beside

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        bar = self._bar_of(self._lines.lines[index.row()])
        cell: QRect = option.rect
        px = self._look.px
        box = cell.adjusted(px(self._beside), px(12), -px(12), -px(12))
        if bar is None or box.width() < px(12):
            return
        painter.save()
        painter.fillRect(box, self._look.colour("line"))
        wide = round(box.width() * min(1.0, bar.share))
        painter.fillRect(QRect(box.left(), box.top(), wide, box.height()), self._look.colour(bar.colour))
        if bar.all is not None:
            at = box.left() + round(box.width() * min(1.0, bar.all))
            painter.fillRect(
                QRect(at - px(1), box.top() - px(4), px(2), box.height() + px(8)), self._look.colour("ink")
            )
        painter.restore()
