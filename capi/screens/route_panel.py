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
from capi.screens.route_lines import ONE, TWO, RouteLines, RouteRow

WIDE = 300
_LEFT, _RIGHT, _GAP, _INDENT = 20, 18, 12, 16
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
        self.returned: frozenset[str] = frozenset()
        self._sealed: frozenset[str] = frozenset()
        self._only_moved = False
        self._listing: Iterator[None] = iter(())
        self._listed = QTimer(self)
        self._listed.timeout.connect(self._list_on)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self._take_measures()
        look.changed.connect(self._look_changed)

    def seal(self, fields: frozenset[str]) -> None:
        """These answers are not told from the next step on; those of all others are."""
        self._sealed = fields
        if self._held is not None:
            self._held.sealed = fields

    def _take_measures(self) -> None:
        self._plain, self._bold = QFontMetrics(self._look.font("label")), QFontMetrics(self._look.font("strong"))
        # Whether there is a bar makes no difference to where the lines stand.
        beside = self._look.px(_LEFT + _RIGHT) + self.verticalScrollBar().sizeHint().width() + 1
        self._room = self._look.px(WIDE) - beside

    def _needs_two(self, row: RouteRow) -> bool:
        """Whether the answer has not the room beside the label; bold as that is while it is the question of now."""
        if not row.answer:
            return False
        label = self._bold.horizontalAdvance(row.label + row.marks)
        return label + self._look.px(_GAP) + self._plain.horizontalAdvance(row.answer) > self._room

    def _look_changed(self) -> None:
        self._take_measures()
        if self._held is not None:
            self._list_anew(self._held)
        self._measure()

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
            self._listed.stop()
            held = self._held = RouteLines(interview, self._needs_two, self.returned, self._sealed)
            self._measure()
        else:
            self._show_step(held, interview, moved=moved)
        self._keep_current_in_sight()
        self.setAccessibleDescription(self.row(held.place_of(held.current)).words if held.lines else "")

    def _show_step(self, held: RouteLines, interview: Interview, *, moved: bool) -> None:
        position, before = interview.position, held.current
        at_end = bool(held.lines) and held.lines[-1].field == before != position
        held.current = position
        if self._listed.isActive() or not (at_end or moved):
            self._list_anew(held)
            return
        last = len(held.lines) - 1
        if at_end and not moved:
            if position is not None and position == interview.waiting:
                held.add(position)
            else:
                held.measure_last()
            self._measure_range()
        if not held.are_all:
            self._list_anew(held)
            return
        for at in {held.place_of(before), *range(last, len(held.lines))}:
            self._repaint_line(at)
        self._repaint_line(held.place_of(position))
        self._repaint_headings(held)

    def _repaint_headings(self, held: RouteLines) -> None:
        """A row may have its name from the answer just given."""
        if held.lines:
            first, last = self._in_sight(0, self.viewport().height())
            for at in range(first, last + 1):
                if held.lines[at].heading:
                    self._repaint_line(at)
            self.viewport().update(0, 0, self.viewport().width(), self._look.px(ONE))

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
        return [line.field for line in self._held.lines if not line.heading]

    def row(self, at: int) -> RouteRow:
        """What stands in a line, counted from 0."""
        return self._held.row(at) if self._held else RouteRow("")

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDE), self._look.px(400))

    def _measure(self) -> None:
        self._measure_range()
        self.viewport().update()

    def _measure_range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._look.px(ONE))
        bar.setRange(0, max(0, self._top(len(self)) - height))

    def _top(self, at: int) -> int:
        """Where a line begins in the list; behind the last one, where the list ends."""
        return round(self._held.top(at) * self._look.scale) if self._held else 0

    def _keep_current_in_sight(self) -> None:
        held = self._held
        if held is None or not held.lines:
            return
        bar, at = self.verticalScrollBar(), held.place_of(held.current)
        # Below the heading that is kept at the top.
        top, end = self._top(at) - (0 if held.head(at) is None else self._look.px(ONE)), self._top(at + 1)
        if top < bar.value():
            bar.setValue(top)
        elif end > bar.value() + self.viewport().height():
            bar.setValue(end - self.viewport().height())

    def _box(self, at: int) -> QRect:
        """Where a line stands now."""
        top, scrolled = self._top(at), self.verticalScrollBar().value()
        return QRect(0, top - scrolled, self.viewport().width(), self._top(at + 1) - top)

    def _repaint_line(self, at: int) -> None:
        self.viewport().update(self._box(at))

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._measure_range()
        self._keep_current_in_sight()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        """The heading at the top stays where it is, and what has moved of it is painted over."""
        self.viewport().scroll(0, dy)
        self.viewport().update(0, 0, self.viewport().width(), self._look.px(ONE) + max(0, dy))

    def _in_sight(self, top: int, bottom: int) -> tuple[int, int]:
        """The first and the last line between two heights of the window."""
        if self._held is None or not self._held.lines:
            return 0, -1
        scrolled, scale, last = self.verticalScrollBar().value(), self._look.scale, len(self) - 1
        first = max(0, self._held.at((top + scrolled) / scale) - 1)
        return min(first, last), min(self._held.at((bottom + scrolled) / scale) + 1, last)

    def kept_heading(self) -> tuple[int, int] | None:
        """The heading whose lines are scrolled through, and where it stands; the next one pushes it out."""
        held, scrolled = self._held, self.verticalScrollBar().value()
        if held is None or not held.lines or scrolled <= 0:
            return None
        at = min(held.at(scrolled / self._look.scale), len(self) - 1)
        head = held.head(at)
        if head is None:
            return None
        height, following = self._look.px(ONE), at + 1
        pushed = following < len(self) and held.head(following) != head
        return head, min(0, self._box(following).top() - height) if pushed else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.colour("panel"))
        first, last = self._in_sight(event.rect().top(), event.rect().bottom())
        for at in range(first, last + 1):
            self._paint_row(painter, self._box(at), self.row(at))
        kept = self.kept_heading()
        if kept is not None:
            box = QRect(0, kept[1], self.viewport().width(), self._look.px(ONE))
            painter.fillRect(box, self._look.colour("panel"))
            self._paint_heading(painter, box, self.row(kept[0]))
            painter.setPen(self._look.colour("line"))
            painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
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
        inside = below = box.adjusted(px(_LEFT), 0, -px(_RIGHT), 0)
        if box.height() > px((ONE + TWO) / 2):
            middle = box.height() // 2
            below = inside.adjusted(px(_INDENT), middle, px(_RIGHT - 6), -px(5))
            inside = inside.adjusted(0, px(5), 0, -middle)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(look.font("label" if below is inside else "example"))
        painter.setPen(look.colour("soft"))
        said = painter.fontMetrics().elidedText(row.answer, Qt.TextElideMode.ElideRight, below.width())
        painter.drawText(below, right if below is inside else left, said)
        metrics = self._bold if row.current else self._plain
        taken = metrics.horizontalAdvance(row.marks)
        if said and below is inside:
            taken += self._plain.horizontalAdvance(said) + px(_GAP)
        painter.setFont(look.font("strong" if row.current else "label"))
        painter.setPen(look.colour("ink"))
        label = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, inside.width() - taken)
        painter.drawText(inside, left, label + row.marks)

    def _paint_heading(self, painter: QPainter, box: QRect, row: RouteRow) -> None:
        """Whose questions follow."""
        px, look = self._look.px, self._look
        painter.setPen(look.colour("line"))
        painter.drawLine(box.left(), box.top(), box.right(), box.top())
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("instruction"))
        inside = box.adjusted(px(_LEFT), px(4), -px(_RIGHT), 0)
        words = painter.fontMetrics().elidedText(row.label, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _row_at(self, y: int) -> int | None:
        kept = self.kept_heading()
        if kept is not None and y < kept[1] + self._look.px(ONE):
            return kept[0]
        if self._held is None or y < 0:
            return None
        at = self._held.at((y + self.verticalScrollBar().value()) / self._look.scale)
        return at if at < len(self) else None

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
        self.setFixedWidth(px(WIDE))
        self._title.setContentsMargins(px(20), px(18), 0, px(10))
        self.setStyleSheet(f"#route {{ background: {c.panel}; border: 0; border-right: 1px solid {c.line}; }}")
