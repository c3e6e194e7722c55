"""The entries of a coding frame that were found, best first; arrows choose, Enter takes the one marked."""

from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from capi.instrument.model import FrameEntry
from capi.screens.look import Look

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROW = 36
ENTRY = Qt.ItemDataRole.UserRole


class _Found(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[FrameEntry, ...] = ()

    def put(self, entries: tuple[FrameEntry, ...]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        return (
            entry if role == ENTRY else f"{entry.code}   {entry.text}" if role == Qt.ItemDataRole.DisplayRole else None
        )


class _EntryPainter(QStyledItemDelegate):
    """The code, then the text, then in smaller type the other words it goes by."""

    def __init__(self, look: Look, parent: "FrameList") -> None:
        super().__init__(parent)
        self._look = look
        self.code_width = 0

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, self._look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, px = self._look, self._look.px
        entry, box, state = index.data(ENTRY), _rect(option), _state(option)
        if not isinstance(entry, FrameEntry):
            return
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("chosen"))
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        inside = box.adjusted(px(14), 0, -px(10), 0)
        painter.setFont(look.font("number"))
        painter.setPen(look.colour("ink"))
        painter.drawText(inside, left, entry.code)
        inside.adjust(self.code_width + px(16), 0, 0, 0)
        painter.setFont(look.font("category"))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, left, text)
        inside.adjust(painter.fontMetrics().horizontalAdvance(text) + px(14), 0, 0, 0)
        if entry.also and inside.width() > px(60):
            painter.setFont(look.font("example"))
            painter.setPen(look.colour("soft"))
            also = painter.fontMetrics().elidedText(entry.also, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, left, also)
        painter.restore()


def _rect(option: QStyleOptionViewItem) -> QRect:
    # PySide's stubs do not know the members that an option takes over from QStyleOption.
    return QRect(getattr(option, "rect"))  # noqa: B009


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return QStyle.StateFlag(getattr(option, "state"))  # noqa: B009


class FrameList(QListView):
    """Never takes the keyboard: that stays where the words are typed."""

    marked = Signal(object)
    """Emitted with the entry that Enter takes, or None."""
    picked = Signal()
    """Emitted when an entry was clicked twice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._found = _Found()
        self._painter = _EntryPainter(look, self)
        self.setModel(self._found)
        self.setItemDelegate(self._painter)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Found in the list"))
        self.clicked.connect(self._tell)
        self.doubleClicked.connect(self._picked)
        look.changed.connect(self._measure)

    @property
    def entries(self) -> tuple[FrameEntry, ...]:
        return self._found.entries

    @property
    def chosen(self) -> FrameEntry | None:
        at = self.currentIndex().row()
        return self.entries[at] if 0 <= at < len(self.entries) else None

    def show_entries(self, entries: tuple[FrameEntry, ...]) -> None:
        """The first is marked."""
        if entries != self.entries:
            self._found.put(entries)
            self._measure()
        if entries:
            self.setCurrentIndex(self._found.index(0))
            self.scrollToTop()
        self._show_frame()
        self._tell()

    def _show_frame(self) -> None:
        """With nothing found there is no empty box either."""
        self.setStyleSheet("" if self.entries else "QListView { background: transparent; border: 0; }")

    def _measure(self) -> None:
        metrics = QFontMetrics(self._look.font("number"))
        self._painter.code_width = max((metrics.horizontalAdvance(entry.code) for entry in self.entries), default=0)
        self.scheduleDelayedItemsLayout()

    def move_by(self, step: int) -> None:
        if self.entries:
            at = max(0, min(len(self.entries) - 1, self.currentIndex().row() + step))
            self.setCurrentIndex(self._found.index(at))
            self._tell()

    def _tell(self) -> None:
        self.marked.emit(self.chosen)

    def _picked(self) -> None:
        self._tell()
        self.picked.emit()
