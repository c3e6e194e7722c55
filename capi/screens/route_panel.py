"""The route panel: the questions asked so far with their answers; a click goes to one of them."""

import html

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QLabel, QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from capi.engine.interview import Interview
from capi.screens.look import Look

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class RouteModel(QAbstractListModel):
    """The fields reached. An answer at the end adds a row; only a change further back lists them anew."""

    def __init__(self) -> None:
        super().__init__()
        self._interview: Interview | None = None
        self._fields: list[str] = []
        self.current: str | None = None

    def show(self, interview: Interview) -> None:
        """Brings the rows up to date with the interview."""
        position = interview.position
        last = self._fields[-1] if self._fields else None
        grew = interview is self._interview and last is not None and last == self.current != position
        self._interview, self.current = interview, position
        if grew and position is not None and position == interview.waiting:
            row = len(self._fields)
            self.beginInsertRows(QModelIndex(), row, row)
            self._fields.append(position)
            self.endInsertRows()
            self.dataChanged.emit(self.index(row - 1), self.index(row))
        elif grew and position is None:
            self.dataChanged.emit(self.index(len(self._fields) - 1), self.index(len(self._fields) - 1))
        else:
            self.beginResetModel()
            self._fields = list(interview.reached())
            self.endResetModel()

    def row_of_current(self) -> int:
        if self.current is None or not self._fields:
            return len(self._fields) - 1
        return len(self._fields) - 1 if self._fields[-1] == self.current else self._fields.index(self.current)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def field(self, index: _Index) -> str:
        return self._fields[index.row()]

    def words(self, index: _Index) -> tuple[str, str, str, bool]:
        """A row's label, answer, marks and whether it is the question being asked."""
        field, interview = self._fields[index.row()], self._interview
        if interview is None:
            return "", "", "", False
        marks = " ✎" if field in interview.remarks else ""
        if interview.suppressed and any(
            field in edit.fields and edit.name in interview.suppressed for edit in interview.plan.edits
        ):
            marks += " !"
        return interview.label(field), interview.said(field), marks, field == self.current

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        label, answer, marks, _ = self.words(index)
        words = f"{label}{marks}: {answer}" if answer else f"{label}{marks}"
        # Qt reads a tooltip as markup where it looks like markup; an answer never is.
        return f"<p>{html.escape(words)}</p>" if role == Qt.ItemDataRole.ToolTipRole else words


class _RowPainter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(self._look.px(200), self._look.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, RouteModel):
            return
        px, look = self._look.px, self._look
        label, answer, marks, current = model.words(index)
        box: QRect = option.rect
        if current:
            painter.fillRect(box, look.colour("surface"))
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
        inside = box.adjusted(px(20), 0, -px(18), 0)
        font = look.font("strong" if current else "label")
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(label, Qt.TextElideMode.ElideRight, inside.width() * 3 // 4) + marks
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        taken = metrics.horizontalAdvance(shown) + px(12)
        painter.setFont(look.font("label"))
        painter.setPen(look.colour("soft"))
        room = inside.adjusted(taken, 0, 0, 0)
        said = QFontMetrics(look.font("label")).elidedText(answer, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)


class RoutePanel(QFrame):
    """Off-route answers are not shown."""

    field_chosen = Signal(str)
    """Emitted with the field of the row that was clicked."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("route")
        self.model = RouteModel()
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setItemDelegate(_RowPainter(look, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Questions asked so far")
        self._list.clicked.connect(self._clicked)
        self._title = QLabel("This interview")
        self._title.setObjectName("soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._list, 1)
        look.changed.connect(self._style)
        self._style()

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self.setFixedWidth(px(250))
        self._title.setContentsMargins(px(20), px(18), 0, px(10))
        self._title.setFont(self._look.font("small"))
        self.setStyleSheet(
            f"#route {{ background: {c.panel}; border: 0; border-right: 1px solid {c.line}; }}"
            f"QListView {{ background: {c.panel}; border: 0; border-right: 1px solid {c.line}; }}"
        )
        self.model.layoutChanged.emit()

    def show_route(self, interview: Interview) -> None:
        """Brings the panel up to date and keeps the current row in sight."""
        self.model.show(interview)
        row = self.model.row_of_current()
        if row >= 0:
            self._list.scrollTo(self.model.index(row))
        self._list.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        self.field_chosen.emit(self.model.field(index))
