"""The diary painted: days as columns, hours as rows, each engagement where it stands, and the present moment as a line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from capi.calling.diary import Day
from capi.screens.calls.diary_lines import DiaryLine, short_day, shorter_day
from capi.screens.calls.diary_marks import mark_of, paint_ground, paint_hatching
from capi.screens.calls.diary_scale import Scale, lanes, scale_of
from capi.screens.language import number
from capi.screens.look import Look

_NARROWEST = 44
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class _Box:
    """Where a line stands: which day's column, from where to where in rows, and how much of the column. `line` is None
    where only how many there are is said."""

    column: int
    top: float
    bottom: float
    left: float
    width: float
    line: DiaryLine | None
    more: int = 0


class DiaryGrid(QAbstractScrollArea):
    """Headings stay where they are; the hours scroll where there is no room for them. The keys are the page's."""

    pressed = Signal(object, object)
    """Emitted with the day that was clicked, and the DiaryLine, None beside all of them."""
    chosen = Signal()
    """Emitted when the mark was clicked twice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._days: Sequence[Day] = ()
        self._lines: Sequence[Sequence[DiaryLine]] = ()
        self._scale: Scale = scale_of(())
        self._boxes: list[_Box] = []
        self._now: datetime | None = None
        self._on: date | None = None
        self._today: date | None = None
        self._marked: DiaryLine | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        look.changed.connect(self._measure)

    def put(self, days: Sequence[Day], lines: Sequence[Sequence[DiaryLine]], now: datetime, today: date) -> None:
        """These days, each with its lines in order. `now` is UTC."""
        self._days, self._lines, self._now, self._today = days, lines, now, today
        self._scale = scale_of(days)
        self._measure()

    def set_now(self, now: datetime, today: date) -> None:
        """Moves the line of the present moment (UTC), and nothing else."""
        self._now, self._today = now, today
        self.viewport().update()

    def mark(self, on: date, line: DiaryLine | None) -> None:
        """Where the keyboard is; it is brought into sight."""
        self._on, self._marked = on, line
        self._show_marked()
        self.viewport().update()

    @property
    def boxes(self) -> list[tuple[QRectF, DiaryLine | None]]:
        """Where what stands is painted now, in the viewport."""
        return [(self._rect(box), box.line) for box in self._boxes]

    # How large

    def _row(self) -> float:
        """The height of an hour: two lines fit into it, and the hours fill the room there is."""
        least = 2 * QFontMetrics(self._look.font("small")).height() + self._look.px(2)
        room = self.viewport().height() - self._head()
        return max(float(least), room / max(1, len(self._scale.hours)))

    def _head(self) -> int:
        return QFontMetrics(self._look.font("strong")).height() + self._look.px(10)

    def _gutter(self) -> int:
        metrics = QFontMetrics(self._look.font("small"))
        names = (metrics.horizontalAdvance(each) for each in self._scale.clocks.values())
        return max(metrics.horizontalAdvance("00:00"), *names, 0) + self._look.px(14)

    def _wide(self) -> float:
        return (self.viewport().width() - self._gutter()) / max(1, len(self._days))

    def _most(self) -> int:
        """So many find room side by side."""
        return max(2, int(self._wide() / self._look.px(_NARROWEST)))

    def _measure(self) -> None:
        head, row = self._head(), self._row()
        bar = self.verticalScrollBar()
        bar.setPageStep(max(1, self.viewport().height() - head))
        bar.setRange(0, max(0, round(row * len(self._scale.hours)) - bar.pageStep()))
        bar.setSingleStep(max(1, round(row / 2)))
        self._boxes = [box for column in range(len(self._days)) for box in self._boxes_of(column)]
        self.viewport().update()

    def _boxes_of(self, column: int) -> list[_Box]:
        day, lines = self._days[column], self._lines[column]
        least = QFontMetrics(self._look.font("small")).height() / self._row()
        spans = [self._scale.span(line.standing, day) for line in lines]
        spans = [(begin, max(end, begin + least)) for begin, end in spans]
        boxes: list[_Box] = []
        counted: list[_Box] = []
        for line, (top, bottom), lane in zip(lines, spans, lanes(spans, self._most()), strict=True):
            left, width = lane.at / lane.of, 1 / lane.of
            if not lane.hidden:
                boxes.append(_Box(column, top, bottom, left, width, line))
            elif counted and counted[-1].bottom > top:
                known = counted.pop()
                counted.append(replace(known, bottom=max(known.bottom, bottom), more=known.more + 1))
            else:
                counted.append(_Box(column, top, bottom, left, width, None, more=1))
        return boxes + counted

    def _rect(self, box: _Box) -> QRectF:
        wide, row, gap = self._wide(), self._row(), self._look.px(3)
        left = self._gutter() + wide * (box.column + box.left)
        top = self._head() + row * box.top - self.verticalScrollBar().value()
        return QRectF(left + gap / 2, top, wide * box.width - gap, row * (box.bottom - box.top) - 1)

    def _show_marked(self) -> None:
        box = self._marked_box()
        if box is None:
            return
        row, bar = self._row(), self.verticalScrollBar()
        top, bottom = round(row * box.top), round(row * box.bottom)
        if top < bar.value() or bottom > bar.value() + bar.pageStep():
            bar.setValue(max(0, min(top - round(row), bar.maximum())))

    def show_hour(self, moment: datetime) -> None:
        """Brings this moment (UTC) into sight, as far as it is on one of the days."""
        day = next((day for day in self._days if day.begins <= moment < day.ends), None)
        if day is not None:
            row = self._row()
            self.verticalScrollBar().setValue(max(0, round(row * (self._scale.place(moment, day) - 1))))

    def _marked_box(self) -> _Box | None:
        """Where there was no room for it, it stands in the place where the rest is counted."""
        marked = self._marked
        if marked is None:
            return None
        found = next((box for box in self._boxes if box.line == marked), None)
        if found is not None:
            return found
        column = next((at for at, day in enumerate(self._days) if day.on == marked.day), None)
        if column is None:
            return None
        top, bottom = self._scale.span(marked.standing, self._days[column])
        most = self._most()
        return _Box(column, top, max(bottom, top + 0.5), (most - 1) / most, 1 / most, marked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._show_marked()

    # The mouse; the keys are left to the page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        column = int((event.position().x() - self._gutter()) / self._wide())
        if 0 <= column < len(self._days):
            self.pressed.emit(self._days[column].on, self._line_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._marked is not None and self._line_at(event.position()) == self._marked:
            self.chosen.emit()

    def _line_at(self, place: QPointF) -> DiaryLine | None:
        return next((box.line for box in reversed(self._boxes) if self._rect(box).contains(place)), None)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        hours = QRect(0, self._head(), self.viewport().width(), self.viewport().height() - self._head())
        self._paint_heads(painter)
        painter.setClipRect(hours)
        self._paint_hours(painter, hours)
        in_sight = QRectF(event.rect() & hours)
        marked = self._marked_box()
        for box in self._boxes:
            if box != marked and self._rect(box).intersects(in_sight):
                self._paint_box(painter, box)
        if marked is not None:
            self._paint_box(painter, marked)
            self._paint_mark(painter, self._rect(marked))
        self._paint_now(painter)
        painter.end()

    def _paint_heads(self, painter: QPainter) -> None:
        """The day marked has the ground of what is marked, today is underlined."""
        look, px, head, wide = self._look, self._look.px, self._head(), self._wide()
        metrics = QFontMetrics(look.font("strong"))
        names = [short_day(day.on) for day in self._days]
        if any(metrics.horizontalAdvance(name) > wide - px(4) for name in names):
            names = [shorter_day(day.on) for day in self._days]
        for column, day in enumerate(self._days):
            box = QRect(round(self._gutter() + wide * column), 0, round(wide), head)
            if day.on == self._on:
                painter.fillRect(box.adjusted(0, 0, 0, -px(4)), look.colour("chosen"))
            painter.setFont(look.font("strong"))
            painter.setPen(look.colour("instruction" if day.on == self._today else "ink"))
            painter.drawText(box.adjusted(0, 0, 0, -px(4)), Qt.AlignmentFlag.AlignCenter, names[column])
            if day.on == self._today:
                painter.fillRect(
                    box.left() + px(4), head - px(4), box.width() - px(8), px(3), look.colour("instruction")
                )

    def _paint_hours(self, painter: QPainter, hours: QRect) -> None:
        look, px, row, scroll = self._look, self._look.px, self._row(), self.verticalScrollBar().value()
        gutter = self._gutter()
        painter.fillRect(hours.adjusted(gutter, 0, 0, 0), look.colour("surface"))
        painter.setFont(look.font("small"))
        line = painter.fontMetrics().height()
        for at, hour in enumerate(self._scale.hours):
            top = round(self._head() + row * at - scroll)
            painter.setPen(look.colour("line"))
            painter.drawLine(gutter, top, self.viewport().width(), top)
            painter.setPen(look.colour("soft"))
            painter.drawText(QRect(0, top, gutter - px(8), line), Qt.AlignmentFlag.AlignRight, f"{hour[0]:02}:00")
            if hour in self._scale.clocks:
                clock = QRect(0, top + line, gutter - px(8), line)
                painter.drawText(clock, Qt.AlignmentFlag.AlignRight, self._scale.clocks[hour])
        for column, day in enumerate(self._days):
            left = self._gutter() + self._wide() * column
            painter.setPen(look.colour("line"))
            painter.drawLine(QPointF(left, hours.top()), QPointF(left, hours.bottom()))
            for begin, end in self._scale.gaps(day):
                gap = QRectF(left, self._head() + row * begin - scroll, self._wide(), row * (end - begin))
                painter.fillRect(gap, look.colour("panel"))
                painter.fillRect(gap, QBrush(look.colour("soft"), Qt.BrushStyle.FDiagPattern))

    def _paint_box(self, painter: QPainter, box: _Box) -> None:
        look, px, place = self._look, self._look.px, self._rect(box)
        if box.line is None:
            painter.fillRect(place, look.colour("panel"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("soft"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(look.colour("ink"))
            painter.setFont(look.font("small"))
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, f"+{number(box.more)}")
            return
        mark = mark_of(box.line)
        paint_ground(painter, place, mark, look)
        ink = painter.pen()
        if mark.clashes:
            paint_hatching(painter, place.adjusted(place.width() - px(8), 0, 0, 0), look)
        painter.setPen(ink)
        painter.setFont(look.sized(13, 700 if mark.hard else 500))
        room = place.adjusted(px(5), 0, -px(9 if mark.clashes else 3), 0).toRect()
        _paint_words(painter, room, box.line)

    def _paint_mark(self, painter: QPainter, place: QRectF) -> None:
        px = self._look.px
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.colour("ink"), px(3)))
        painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _paint_now(self, painter: QPainter) -> None:
        px, now = self._look.px, self._now
        if now is None:
            return
        column = next((at for at, day in enumerate(self._days) if day.begins <= now < day.ends), None)
        if column is None:
            return
        place = self._scale.place(now, self._days[column])
        if 0 < place < len(self._scale.hours):
            left = self._gutter() + self._wide() * column
            y = round(self._head() + self._row() * place - self.verticalScrollBar().value())
            painter.fillRect(QRect(round(left), y, round(self._wide()), px(2)), self._look.colour("alarm"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._look.colour("alarm"))
            painter.setBrush(self._look.colour("alarm"))
            painter.drawEllipse(QPoint(round(left), y), px(4), px(4))


def _paint_words(painter: QPainter, room: QRect, line: DiaryLine) -> None:
    """Time, reference and name, cut where there is no room; then as much as fits whole. All of it is said in full beside."""
    metrics = painter.fontMetrics()
    when = f"! {line.time}" if line.missed else line.time
    words = [each for each in (f"{when} {line.engagement.reference}", line.name) if each]
    more = [each for each in (line.medium, line.there) if each]
    lines = max(1, room.height() // metrics.height())
    if lines == 1:
        words = ["  ".join(words)]
    for each in more:
        longer = f"{words[-1]}  ·  {each}"
        if len(words) < lines and metrics.horizontalAdvance(each) <= room.width():
            words.append(each)
        elif metrics.horizontalAdvance(longer) <= room.width():
            words[-1] = longer
    top = room.top()
    for each in words[:lines]:
        cut = metrics.elidedText(each, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), top, room.width(), metrics.height()), _LEFT, cut)
        top += metrics.height()
