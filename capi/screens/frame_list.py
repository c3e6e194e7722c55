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
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)


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
        self.view = parent
        self.code_width = 0

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """No entry is cut: a long one has more than one line."""
        entry, px = index.data(ENTRY), self._look.px
        if not isinstance(entry, FrameEntry):
            return QSize(0, px(ROW))
        text, also = self._set(entry, self.view.viewport().width())
        return QSize(0, max(px(ROW), max(text.bottom(), also.bottom()) + 1 + px(7)))

    def _set(self, entry: FrameEntry, width: int) -> tuple[QRect, QRect]:
        """Where the text and the other words stand in a row as wide as this: beside each other, or below."""
        px, left = self._look.px, self._look.px(14) + self.code_width + self._look.px(16)
        room = max(px(80), width - left - px(10))
        metrics, smaller = QFontMetrics(self._look.font("category")), QFontMetrics(self._look.font("example"))
        text = metrics.boundingRect(QRect(0, 0, room, px(10_000)), _WRAPPED, entry.text)
        one = QRect(left, px(7), text.width(), max(text.height(), px(ROW) - 2 * px(7)))
        beside = room - text.width() - px(14)
        if not entry.also:
            return one, one
        if text.height() <= metrics.height() and smaller.horizontalAdvance(entry.also) <= beside:
            return one, QRect(one.right() + px(14), one.top(), beside, one.height())
        also = smaller.boundingRect(QRect(0, 0, room, px(10_000)), _WRAPPED, entry.also)
        return one, QRect(left, one.bottom() + 1, room, also.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, px = self._look, self._look.px
        entry, box, state = index.data(ENTRY), _rect(option), _state(option)
        if not isinstance(entry, FrameEntry):
            return
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.colour("chosen"))
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
        text, also = self._set(entry, box.width())
        lines = text.height() > QFontMetrics(look.font("category")).height() * 3 // 2
        upright = Qt.AlignmentFlag.AlignTop if lines else Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("number"))
        painter.setPen(look.colour("ink"))
        code = QRect(px(14), text.top(), self.code_width + px(16), text.height())
        painter.drawText(code.translated(box.topLeft()), upright | Qt.AlignmentFlag.AlignLeft, entry.code)
        painter.setFont(look.font("category"))
        # Rounding may make a line wider than it was measured.
        painter.drawText(text.adjusted(0, 0, px(2), 0).translated(box.topLeft()), upright | _WRAPPED, entry.text)
        if entry.also:
            painter.setFont(look.font("example"))
            painter.setPen(look.colour("soft"))
            beside = upright if also.top() == text.top() else Qt.AlignmentFlag.AlignTop
            painter.drawText(also.translated(box.topLeft()), beside | _WRAPPED, entry.also)
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
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
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
