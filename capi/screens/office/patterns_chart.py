"""Call patterns: the days of the week by the hours of the day, each hour the darker the more there is of what is looked at.

The number stands in every hour, so that nothing is told by colour alone, and the shades are steps of one colour.
"""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from capi.screens.language import number, said
from capi.screens.look import Look
from capi.screens.office.slot_shades import FEW, Measure, ground, ink, shade_of, shades, value_of
from capi.sync.calling_messages import SlotCount

_FIRST, _LAST = 9, 20
"""The hours that are shown even where nobody has called in them."""
_DAYS = range(1, 8)
_ROW, _LEAST_ROW, _LEGEND = 44, 30, 34
_SMALLEST = 8
"""Pixels of the smallest number."""
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class PatternsChart(QWidget):
    """Arrows go from hour to hour, and what is in it is told in words."""

    moved = Signal()
    """Emitted when another hour is marked, or it has other counts."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._slots: dict[tuple[int, int], SlotCount] = {}
        self._hours = range(_FIRST, _LAST + 1)
        self._at: tuple[int, int] | None = None
        self.measure = Measure.CALLS
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._size)
        self._size()

    def put(self, slots: Sequence[SlotCount]) -> None:
        """The hour marked stays marked; at first it is the one with most calls."""
        self._slots = {(slot.day, slot.hour): slot for slot in slots}
        hours = [slot.hour for slot in slots if slot.calls]
        self._hours = range(min([_FIRST, *hours]), max([_LAST, *hours]) + 1)
        if self._at is None and slots:
            busiest = max(slots, key=lambda slot: slot.calls)
            self._at = (busiest.day, busiest.hour)
        self._say()

    def show_measure(self, measure: Measure) -> None:
        self.measure = measure
        self._say()

    @property
    def marked(self) -> SlotCount:
        day, hour = self._place
        return self._slots.get((day, hour)) or SlotCount(day=day, hour=hour, calls=0, contacts=0, interviews=0)

    @property
    def _place(self) -> tuple[int, int]:
        day, hour = self._at or (1, self._hours.start)
        return day, min(max(hour, self._hours.start), self._hours.stop - 1)

    @property
    def marked_in_words(self) -> str:
        slot = self.marked
        times = {"day": QLocale().standaloneDayName(slot.day), "from_hour": slot.hour, "to_hour": slot.hour + 1}
        if not slot.calls:
            return self.tr("{day}, {from_hour} to {to_hour} h: nobody called.").format(**times)
        return self.tr(
            "{day}, {from_hour} to {to_hour} h: calls {calls}, of them contacts {contacts} ({percent} %), interviews {interviews}."
        ).format(
            **times,
            calls=number(slot.calls),
            contacts=number(slot.contacts),
            percent=round(100 * slot.contacts / slot.calls),
            interviews=number(slot.interviews),
        )

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Days of the week by hours: {measure}").format(measure=said(self.measure.value)))
        self.setAccessibleDescription(self.marked_in_words)
        self.moved.emit()
        self.update()

    def _size(self) -> None:
        px = self._look.px
        self.setMinimumSize(px(440), px(_LEAST_ROW) * 9 + px(_LEGEND))

    def sizeHint(self) -> QSize:
        px = self._look.px
        return QSize(px(780), px(_LEAST_ROW) * 9 + px(_LEGEND))

    # Where what is

    @property
    def _row(self) -> int:
        """Of the heading, of each day, and of all days."""
        return max(1, min(self._look.px(_ROW), (self.height() - self._look.px(_LEGEND)) // 9))

    def _box(self, row: int, column: int) -> QRect:
        """`row` 0 is the heading, 8 all days; `column` 0 the hour first shown, and the last one all hours."""
        beside, across = self._look.px(58), len(self._hours) + 1
        room = self.width() - beside
        left, right = beside + room * column // across, beside + room * (column + 1) // across
        return QRect(left, row * self._row, right - left, self._row)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._look.font("small"))
        self._paint_headings(painter)
        painter.setFont(self._fitting())
        every = shades(self._slots, self.measure)
        for day in _DAYS:
            for column, hour in enumerate(self._hours):
                value = value_of(self._slots.get((day, hour)), self.measure)
                shade = None if value is None else shade_of(value, every)
                box = self._box(day, column).adjusted(1, 1, -1, -1)
                painter.fillRect(box, ground(shade, self._look))
                painter.setPen(ink(shade, self._look))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words(self._slots.get((day, hour))))
        self._paint_sums(painter)
        painter.setFont(self._look.font("small"))
        self._paint_mark(painter)
        self._paint_legend(painter)
        painter.end()

    def _paint_headings(self, painter: QPainter) -> None:
        painter.setPen(self._look.colour("soft"))
        for column, hour in enumerate(self._hours):
            painter.drawText(self._box(0, column), Qt.AlignmentFlag.AlignCenter, f"{hour:02}")
        every = self.tr("All")
        painter.drawText(self._box(0, len(self._hours)), Qt.AlignmentFlag.AlignCenter, every)
        beside = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        names = [QLocale().standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in _DAYS]
        for row, name in enumerate([*names, every], start=1):
            place = QRect(0, row * self._row, self._look.px(58), self._row)
            painter.drawText(place, beside, name)

    def _paint_sums(self, painter: QPainter) -> None:
        painter.setPen(self._look.colour("ink"))
        last = len(self._hours)
        for day in _DAYS:
            self._paint_sum(painter, self._box(day, last), [self._slots.get((day, hour)) for hour in self._hours])
        for column, hour in enumerate(self._hours):
            self._paint_sum(painter, self._box(8, column), [self._slots.get((day, hour)) for day in _DAYS])
        self._paint_sum(painter, self._box(8, last), list(self._slots.values()))

    def _paint_sum(self, painter: QPainter, box: QRect, slots: Sequence[SlotCount | None]) -> None:
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words(_together(slots)))

    def _fitting(self) -> QFont:
        """As small as it must be for the longest number to have its place, where calls are made around the clock."""
        font = QFont(self._look.font("small"))
        whole = _together(list(self._slots.values()))
        longest = max((self._words(each) for each in (whole, *self._slots.values())), key=len)
        needed = QFontMetrics(font).horizontalAdvance(longest) + 4
        room = self._box(1, 0).width()
        if needed > room:
            font.setPixelSize(max(_SMALLEST, font.pixelSize() * room // needed))
        return font

    def _words(self, slot: SlotCount | None) -> str:
        value = value_of(slot, self.measure)
        if value is None or slot is None:
            return "·"
        few = self.measure is Measure.RATE and slot.calls < FEW
        return f"({number(value)})" if few else number(value)

    def _paint_mark(self, painter: QPainter) -> None:
        """The hour the arrows are at; where the keyboard is, the line is thick."""
        day, hour = self._place
        wide = self._look.px(3 if self.hasFocus() else 1)
        painter.setPen(QPen(self._look.colour("ink"), wide))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = wide // 2 + 1
        painter.drawRect(self._box(day, hour - self._hours.start).adjusted(inside, inside, -inside, -inside))

    def _paint_legend(self, painter: QPainter) -> None:
        px, metrics = self._look.px, painter.fontMetrics()
        x, top = 0, 9 * self._row + px(10)
        for shade in shades(self._slots, self.measure):
            patch = QRect(x, top, px(16), px(16))
            painter.fillRect(patch, ground(shade, self._look))
            painter.setPen(self._look.colour("soft"))
            painter.drawRect(patch)
            wide = metrics.horizontalAdvance(shade.words) + px(4)
            painter.setPen(self._look.colour("ink"))
            painter.drawText(QRect(x + px(23), top - px(3), wide, px(22)), Qt.AlignmentFlag.AlignVCenter, shade.words)
            x += px(23) + wide + px(16)
        words = self.tr("· nobody called")
        if self.measure is Measure.RATE:
            words = self.tr("· nobody called, ( ) fewer than {few} calls").format(few=FEW)
        painter.setPen(self._look.colour("soft"))
        room = QRect(x, top - px(3), max(0, self.width() - x), px(22))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()),
        )

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _STEPS or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        down, right = _STEPS[Qt.Key(event.key())]
        day, hour = self._place
        last = self._hours.stop - 1
        self._at = (min(7, max(1, day + down)), min(last, max(self._hours.start, hour + right)))
        self._say()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for day in _DAYS:
            for column, hour in enumerate(self._hours):
                if self._box(day, column).contains(event.position().toPoint()):
                    self._at = (day, hour)
                    self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _together(slots: Sequence[SlotCount | None]) -> SlotCount:
    """As if they were one hour; which one is of no account."""
    there = [slot for slot in slots if slot is not None]
    return SlotCount(
        day=1,
        hour=0,
        calls=sum(slot.calls for slot in there),
        contacts=sum(slot.contacts for slot in there),
        interviews=sum(slot.interviews for slot in there),
    )
