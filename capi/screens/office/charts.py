"""Charts: how far the fieldwork is, as bars to look at; the same numbers stand beside them in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDate, QLocale, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from capi.screens.language import number, said
from capi.screens.lines import LinesModel
from capi.screens.look import Look
from capi.sync.office_messages import Counts, Day
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a bar: its words, its colours, and whether it is hatched, so that no part is told by colour alone."""

    words: Wording
    ground: str
    ink: str
    hatched: bool = False


SHARES: tuple[tuple[str, Share], ...] = (
    ("accepted", Share(Wording("Office", "Accepted"), "card", "card_ink")),
    ("completed", Share(Wording("Office", "Complete"), "saved", "surface")),
    ("in_progress", Share(Wording("Office", "In progress"), "instruction", "surface")),
    ("stopped", Share(Wording("Office", "Stopped"), "offered", "surface")),
    ("assigned", Share(Wording("Office", "Not started"), "line", "ink")),
    ("unassigned", Share(Wording("Office", "Not assigned"), "surface", "ink", hatched=True)),
)
"""The parts of a bar from left to right, by the field of Counts each shows."""


def paint_shares(painter: QPainter, box: QRect, counts: Counts, look: Look) -> None:
    """The bar in `box`: each part as wide as its share, with its number where there is room."""
    if not counts.total:
        return
    painter.setFont(look.font("small"))
    metrics = QFontMetrics(look.font("small"))
    left, done = float(box.left()), 0
    for field, share in SHARES:
        count: int = getattr(counts, field)
        done += count
        right = box.left() + box.width() * done / counts.total
        part = QRectF(left, box.top(), right - left, box.height())
        left = right
        if count:
            _paint_part(painter, part, share, look)
            words = number(count)
            if metrics.horizontalAdvance(words) + look.px(8) < part.width():
                if share.hatched:
                    _clear(painter, part, metrics.horizontalAdvance(words) + look.px(10), look.colour(share.ground))
                painter.setPen(look.colour(share.ink))
                painter.drawText(part, Qt.AlignmentFlag.AlignCenter, words)
    painter.setPen(look.colour("soft"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_part(painter: QPainter, part: QRectF, share: Share, look: Look) -> None:
    painter.fillRect(part, look.colour(share.ground))
    if share.hatched:
        painter.fillRect(part, QBrush(look.colour("soft"), Qt.BrushStyle.BDiagPattern))


def _clear(painter: QPainter, part: QRectF, width: int, ground: QColor) -> None:
    """A place without hatching, so that the number can be read."""
    place = QRectF(0, 0, width, part.height() - 2)
    place.moveCenter(part.center())
    painter.fillRect(place, ground)


def shares_said(counts: Counts) -> str:
    """The bar in words, for who hears it."""
    return ", ".join(f"{said(share.words)} {number(getattr(counts, field))}" for field, share in SHARES)


class SharesDelegate(QStyledItemDelegate):
    """Paints the bar of a line of Counts into its cell."""

    def __init__(self, look: Look, model: LinesModel[Counts]) -> None:
        super().__init__()
        self._look = look
        self._lines = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        px = self._look.px
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        paint_shares(painter, box.adjusted(px(6), px(8), -px(10), -px(8)), self._lines.lines[index.row()], self._look)
        painter.restore()


class WholeBar(QWidget):
    """All cases in one bar, with the meaning of its parts below."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._counts = Counts(name="")
        look.changed.connect(self._size)
        self._size()

    def put(self, counts: Counts) -> None:
        self._counts = counts
        self.setAccessibleName(shares_said(counts))
        self.update()

    def _size(self) -> None:
        self.setFixedHeight(self._look.px(66))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        paint_shares(painter, QRect(0, 0, self.width(), px(32)), self._counts, look)
        painter.setFont(look.font("small"))
        metrics = QFontMetrics(look.font("small"))
        x = 0
        for field, share in SHARES:
            words = f"{said(share.words)} {number(getattr(self._counts, field))}"
            patch = QRect(x, px(44), px(14), px(14))
            _paint_part(painter, QRectF(patch), share, look)
            painter.setPen(look.colour("soft"))
            painter.drawRect(patch)
            painter.setPen(look.colour("ink"))
            painter.drawText(QRect(x + px(21), px(40), self.width(), px(22)), Qt.AlignmentFlag.AlignVCenter, words)
            x += px(21) + metrics.horizontalAdvance(words) + px(26)
        painter.end()


class DaysChart(QWidget):
    """Interviews completed on each of the last days, as columns; the last one is today."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._days: Sequence[Day] = ()
        look.changed.connect(self._size)
        self._size()

    def put(self, days: Sequence[Day]) -> None:
        self._days = days
        spoken = ", ".join(f"{_short(day.day)} {number(day.completed)}" for day in days if day.completed)
        self.setAccessibleName(self.tr("Completed by day: {days}").format(days=spoken or self.tr("none yet")))
        self.update()

    def _size(self) -> None:
        self.setMinimumHeight(self._look.px(140))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(400), self._look.px(250))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, px = self._look, self._look.px
        painter = QPainter(self)
        painter.setFont(look.font("small"))
        base = self.height() - px(24)
        painter.setPen(look.colour("soft"))
        painter.drawLine(0, base, self.width(), base)
        most = max((day.completed for day in self._days), default=0)
        if not self._days:
            painter.end()
            return
        step = self.width() / len(self._days)
        for at, day in enumerate(self._days):
            height = round((base - px(22)) * day.completed / most) if most else 0
            column = QRect(round(at * step + step * 0.14), base - height, max(2, round(step * 0.72)), height)
            painter.fillRect(column, look.colour("saved"))
            if day.completed:
                self._write(
                    painter,
                    QRect(round(at * step), base - height - px(20), round(step), px(18)),
                    number(day.completed),
                    "ink",
                )
            if (len(self._days) - 1 - at) % 7 == 0:
                room = QRect(round(at * step + step / 2) - px(45), base + px(3), px(90), px(20))
                self._write(
                    painter,
                    room if room.right() < self.width() else room.translated(self.width() - room.right(), 0),
                    _short(day.day),
                    "soft",
                )
        painter.end()

    def _write(self, painter: QPainter, box: QRect, words: str, ink: str) -> None:
        if QFontMetrics(painter.font()).horizontalAdvance(words) <= box.width():
            painter.setPen(QPen(QColor(self._look.colour(ink))))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _short(day: str) -> str:
    """`2026-11-22` as day and month."""
    return QLocale().toString(QDate.fromString(day, Qt.DateFormat.ISODate), "d MMM")
