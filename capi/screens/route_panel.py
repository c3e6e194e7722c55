"""The route panel: the questions asked so far with their answers; a click goes to one of them.

Painted by hand, and only the rows that changed: an answer to the thousandth question costs no more than
one to the first.
"""

import html
import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QToolTip, QVBoxLayout

from capi.engine.interview import Interview
from capi.screens.look import Look
from capi.screens.route_lines import RouteLines, RouteRow

ROW = 34
AT_ONCE = 400
"""Lines up to which a change lists all anew at once."""
_SLICE, _NO_HURRY = 0.006, 60.0
"""Seconds at a time that this may take from the window."""


class RouteList(QAbstractScrollArea):
    """The fields reached, one row each."""

    field_chosen = Signal(str)
    """Emitted with the field of the row that was clicked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._held: RouteLines | None = None
        self._only_moved = False
        self._listing: Iterator[None] = iter(())
        self._listed = QTimer(self)
        self._listed.timeout.connect(self._list_on)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._measure)

    def __len__(self) -> int:
        """The lines, headings among them."""
        return len(self._held.lines) if self._held else 0

    def expect_move(self) -> None:
        """Only the place of the interview is another one when the route is next shown."""
        self._only_moved = True

    def show_route(self, interview: Interview) -> None:
        """An answer at the end adds a line; only a change further back lists all anew."""
        held, moved, self._only_moved = self._held, self._only_moved, False
        if held is None or held.interview is not interview:
            held = self._held = RouteLines(interview)
            self._measure()
        else:
            self._show_step(held, interview, moved=moved)
        self._keep_current_in_sight()
        self.setAccessibleDescription(self.row(held.place_of(held.current)).words if held.lines else "")

    def _show_step(self, held: RouteLines, interview: Interview, *, moved: bool) -> None:
        position, before = interview.position, held.current
        at_end = bool(held.lines) and held.lines[-1].field == before != position
        held.current = position
        if self._listed.isActive():
            self._list_anew(held)
        elif at_end and position is not None and position == interview.waiting:
            if interview.added is not None:
                held.take_last()
            last = len(held.lines) - 1
            held.add(position)
            self._measure_range()
            for at in range(last, len(held.lines)):
                self._repaint_row(at)
        elif at_end and position is None:
            self._repaint_row(len(held.lines) - 1)
        elif moved and held.lines:
            for field in (before, position):
                self._repaint_row(held.place_of(field))
        else:
            self._list_anew(held)

    def _list_anew(self, held: RouteLines) -> None:
        """A long route is listed while the interviewer reads the question; what stood there before stands that long."""
        self._listing = held.anew()
        if len(held.lines) <= AT_ONCE:
            self._list_on(_NO_HURRY)
        else:
            self._listed.start(0)

    def _list_on(self, seconds: float = _SLICE) -> None:
        until = time.perf_counter() + seconds
        for _ in self._listing:
            if time.perf_counter() > until:
                return
        self._listed.stop()
        self._measure()
        self._keep_current_in_sight()

    @property
    def fields(self) -> list[str]:
        """The questions reached, in order."""
        if self._held is None:
            return []
        if self._listed.isActive():
            return list(self._held.interview.reached())
        return [line.field for line in self._held.lines if not line.row]

    def row(self, at: int) -> RouteRow:
        """What stands in a line, counted from 0."""
        return self._held.row(at) if self._held else RouteRow("")

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(250), self._look.px(400))

    def _measure(self) -> None:
        self._measure_range()
        self.viewport().update()

    def _measure_range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._look.px(ROW))
        bar.setRange(0, max(0, len(self) * self._look.px(ROW) - height))

    def _keep_current_in_sight(self) -> None:
        if self._held is None or not self._held.lines:
            return
        bar, row = self.verticalScrollBar(), self._look.px(ROW)
        top = self._held.place_of(self._held.current) * row
        if top < bar.value():
            bar.setValue(top)
        elif top + row > bar.value() + self.viewport().height():
            bar.setValue(top + row - self.viewport().height())

    def _repaint_row(self, at: int) -> None:
        row = self._look.px(ROW)
        self.viewport().update(0, at * row - self.verticalScrollBar().value(), self.viewport().width(), row)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._measure_range()
        self._keep_current_in_sight()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, row = self._look, self._look.px(ROW)
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.colour("panel"))
        scrolled = self.verticalScrollBar().value()
        first = max(0, (event.rect().top() + scrolled) // row)
        last = min(len(self) - 1, (event.rect().bottom() + scrolled) // row)
        for at in range(first, last + 1):
            self._paint_row(painter, QRect(0, at * row - scrolled, self.viewport().width(), row), self.row(at))
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRect, row: RouteRow) -> None:
        px, look = self._look.px, self._look
        if row.heading:
            self._paint_heading(painter, box, row)
            return
        if row.current:
            painter.fillRect(box, look.colour("surface"))
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
        if row.apart:
            painter.setPen(look.colour("line"))
            painter.drawLine(box.left(), box.top(), box.right(), box.top())
        inside = box.adjusted(px(20), 0, -px(18), 0)
        font = look.font("strong" if row.current else "label")
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, inside.width() * 3 // 4) + row.marks
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if row.answer:
            room = inside.adjusted(metrics.horizontalAdvance(shown) + px(12), 0, 0, 0)
            painter.setFont(look.font("label"))
            painter.setPen(look.colour("soft"))
            said = painter.fontMetrics().elidedText(row.answer, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)

    def _paint_heading(self, painter: QPainter, box: QRect, row: RouteRow) -> None:
        """Whose questions follow."""
        px, look = self._look.px, self._look
        painter.setPen(look.colour("line"))
        painter.drawLine(box.left(), box.top(), box.right(), box.top())
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("instruction"))
        inside = box.adjusted(px(20), px(4), -px(18), 0)
        words = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _row_at(self, y: int) -> int | None:
        at = (y + self.verticalScrollBar().value()) // self._look.px(ROW)
        return at if 0 <= at < len(self) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().toPoint().y())
        if at is not None and self._held is not None:
            self.field_chosen.emit(self._held.lines[at].field)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), "" if at is None else self.tip(at), self)
            return True
        return super().viewportEvent(event)

    def tip(self, at: int) -> str:
        """The whole row; Qt reads a tooltip as markup where it looks like markup, and an answer never is."""
        return f"<p>{html.escape(self.row(at).words)}</p>"


class RoutePanel(QFrame):
    """The list under its title. Off-route answers are not shown."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("route")
        self.list = RouteList(look)
        self.list.setAccessibleName(self.tr("Questions asked so far"))
        self._title = QLabel(self.tr("This interview"))
        self._title.setObjectName("small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self.list, 1)
        look.changed.connect(self._style)
        self._style()

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self.setFixedWidth(px(250))
        self._title.setContentsMargins(px(20), px(18), 0, px(10))
        self.setStyleSheet(f"#route {{ background: {c.panel}; border: 0; border-right: 1px solid {c.line}; }}")
