"""The route panel: the questions asked so far with their answers; a click goes to one of them.

Painted by hand, and only the rows that changed: an answer to the thousandth question costs no more than
one to the first.
"""

import html
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLabel, QToolTip, QVBoxLayout

from capi.engine.interview import Interview
from capi.screens.look import Look

ROW = 34


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A question as it stands in the panel; `marks` show a remark and a suppressed signal."""

    label: str
    answer: str
    marks: str
    current: bool

    @property
    def words(self) -> str:
        return f"{self.label}{self.marks}: {self.answer}" if self.answer else f"{self.label}{self.marks}"


class RouteList(QAbstractScrollArea):
    """The fields reached, one row each."""

    field_chosen = Signal(str)
    """Emitted with the field of the row that was clicked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._interview: Interview | None = None
        self._fields: list[str] = []
        self._current: str | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self._measure)

    def __len__(self) -> int:
        return len(self._fields)

    def show_route(self, interview: Interview) -> None:
        """An answer at the end adds a row; only a change further back lists all anew."""
        position, before = interview.position, self._current
        at_end = interview is self._interview and bool(self._fields) and self._fields[-1] == before != position
        self._interview, self._current = interview, position
        if at_end and position is not None and position == interview.waiting:
            self._fields.append(position)
            self._measure_range()
            self._repaint_row(len(self._fields) - 2)
            self._repaint_row(len(self._fields) - 1)
        elif at_end and position is None:
            self._repaint_row(len(self._fields) - 1)
        else:
            self._fields = list(interview.reached())
            self._measure_range()
            self.viewport().update()
        self._keep_current_in_sight()
        self.setAccessibleDescription(self.row(self._row_of_current()).words if self._fields else "")

    def _row_of_current(self) -> int:
        last = len(self._fields) - 1
        return (
            last if self._current is None or self._fields[last] == self._current else self._fields.index(self._current)
        )

    def row(self, at: int) -> RouteRow:
        """What stands in a row, counted from 0."""
        field, interview = self._fields[at], self._interview
        if interview is None:
            return RouteRow("", "", "", current=False)
        marks = " ✎" if field in interview.remarks else ""
        if interview.suppressed and any(
            field in edit.fields and edit.name in interview.suppressed for edit in interview.plan.edits
        ):
            marks += " !"
        return RouteRow(interview.label(field), interview.said(field), marks, field == self._current)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(250), self._look.px(400))

    def _measure(self) -> None:
        self._measure_range()
        self.viewport().update()

    def _measure_range(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(height)
        bar.setSingleStep(self._look.px(ROW))
        bar.setRange(0, max(0, len(self._fields) * self._look.px(ROW) - height))

    def _keep_current_in_sight(self) -> None:
        if not self._fields:
            return
        bar, row = self.verticalScrollBar(), self._look.px(ROW)
        top = self._row_of_current() * row
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
        last = min(len(self._fields) - 1, (event.rect().bottom() + scrolled) // row)
        for at in range(first, last + 1):
            self._paint_row(painter, QRect(0, at * row - scrolled, self.viewport().width(), row), self.row(at))
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRect, row: RouteRow) -> None:
        px, look = self._look.px, self._look
        if row.current:
            painter.fillRect(box, look.colour("surface"))
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
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

    def _row_at(self, y: int) -> int | None:
        at = (y + self.verticalScrollBar().value()) // self._look.px(ROW)
        return at if 0 <= at < len(self._fields) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._row_at(event.position().toPoint().y())
        if at is not None:
            self.field_chosen.emit(self._fields[at])

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
        self.list.setAccessibleName("Questions asked so far")
        self._title = QLabel("This interview")
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
