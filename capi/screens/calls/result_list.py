"""The result list: what may come of a call, each with the letter or digit that picks it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from capi.screens.look import Look
from capi.screens.sheet import is_enter

_ROW, _KEY_WIDTH = 30, 40
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Line:
    """`key` picks it; `more` stands small beside the words, such as the code it leads to."""

    name: str
    words: str
    key: str = ""
    more: str = ""


class ResultList(QListWidget):
    """Typing a key marks its line, Enter picks the one marked."""

    picked = Signal(str)
    """Emitted with the name of the line that was picked."""
    marked = Signal(str)
    """Emitted with the name of the line that the keyboard is on now; empty where there is none."""

    def __init__(self, look: Look, most_in_sight: int, *, columns: int = 1, least_in_sight: int = 0) -> None:
        """`columns` beside each other, so that more are in sight at once. `least_in_sight`: so few where there is no room, 0 for no fewer than
        the most."""
        super().__init__()
        self._look = look
        self._most = most_in_sight
        self._least = least_in_sight or most_in_sight
        self._columns = columns
        if columns > 1:
            self.setFlow(QListView.Flow.TopToBottom)
            self.setWrapping(True)
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines: tuple[Line, ...] = ()
        self.setItemDelegate(_LineDelegate(look, self))
        self.setUniformItemSizes(True)
        self.currentRowChanged.connect(self._tell)
        self.itemDoubleClicked.connect(self._pick)

    def set_lines(self, lines: Sequence[Line], marked: str = "") -> None:
        """Lines without a key of their own get the first letter that is free."""
        self._lines = _with_keys(lines)
        self.clear()
        for line in self._lines:
            self.addItem(line.words)
            item = self.item(self.count() - 1)
            item.setData(Qt.ItemDataRole.UserRole, line)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.words} {line.more}".strip())
        names = [line.name for line in self._lines]
        self.setCurrentRow(names.index(marked) if marked in names else 0)
        rows = min(max(-(-len(lines) // self._columns), 1), self._most)
        frame = 2 * self.frameWidth() + 2
        self.setMinimumHeight(min(rows, self._least) * self._look.px(_ROW) + frame)
        self.setMaximumHeight(rows * self._look.px(_ROW) + frame)
        self.doItemsLayout()

    def sizeHint(self) -> QSize:
        """All that may be in sight, where there is room."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    @property
    def current(self) -> Line | None:
        row = self.currentRow()
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def mark(self, name: str) -> None:
        names = [line.name for line in self._lines]
        if name in names:
            self.setCurrentRow(names.index(name))

    @property
    def column_width(self) -> int:
        return self.viewport().width() // self._columns

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()

    def _tell(self, _row: int) -> None:
        self.marked.emit(self.current.name if self.current else "")

    def _pick(self, *_: object) -> None:
        if self.current is not None:
            self.picked.emit(self.current.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self._pick()
            return
        text = event.text().casefold()
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        found = next((line for line in self._lines if line.key == text), None) if text and plain else None
        if found is not None:
            self.mark(found.name)
            return
        if text and text.isprintable():
            return  # no line of that key: nothing is searched for by its first letters, which would surprise
        super().keyPressEvent(event)


def _with_keys(lines: Sequence[Line]) -> tuple[Line, ...]:
    taken = {line.key for line in lines if line.key}
    made = []
    for line in lines:
        key = line.key
        if not key:
            likely = (sign for sign in (*line.words.casefold(), *_LETTERS) if sign in _LETTERS and sign not in taken)
            key = next(likely, "")
            taken.add(key)
        made.append(Line(line.name, line.words, key.casefold(), line.more))
    return tuple(made)


class _LineDelegate(QStyledItemDelegate):
    """Key, words, and what is beside them."""

    def __init__(self, look: Look, list_: ResultList) -> None:
        super().__init__(list_)
        self._look = look
        self._list = list_

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._list.column_width, self._look.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, px = self._look, self._look.px
        line = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        enabled = self._list.isEnabled()
        if enabled and self._list.currentRow() == index.row():
            painter.fillRect(box, look.colour("chosen"))
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(look.font("strong"))
        painter.setPen(look.colour("instruction" if enabled else "soft"))
        painter.drawText(box.adjusted(px(16), 0, 0, 0), middle, line.key.upper())
        painter.setPen(look.colour("ink" if enabled else "soft"))
        painter.setFont(look.font("label"))
        room = box.adjusted(px(_KEY_WIDTH), 0, -px(12), 0)
        if line.more:
            small = QFontMetrics(look.font("small")).horizontalAdvance(line.more) + px(12)
            painter.save()
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("soft"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.more)
            painter.restore()
            room = room.adjusted(0, 0, -small, 0)
        words = painter.fontMetrics().elidedText(line.words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, words)
