"""The list of codes a job may have: each with its entry, its group and why, the exact ones marked; digits take the first nine."""

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.office.coding_words import earlier_said, per_cent
from capi.sync.coding_messages import UNCODABLE, EarlierCode, Suggested
from capi.wording import Wording

Index: TypeAlias = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
BY_DIGIT = 9
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class CodeLine:
    """`title` is the entry of the index or the group; `below` what else is known. `entry`: empty for a code by itself.

    `also`: the code in SOC2010 that goes with it, where somebody has given one.
    """

    code: str
    title: str
    below: str
    entry: str = ""
    exact: bool = False
    likely: str = ""
    also: str = ""


def suggested_line(suggested: Suggested, *, typed: bool = False) -> CodeLine:
    """`typed`: found by its code, not by words."""
    group = "" if suggested.group == suggested.title else suggested.group
    return CodeLine(
        code=suggested.code,
        title=suggested.title or suggested.group,
        below=" · ".join(part for part in (group, suggested.why) if part),
        entry="" if typed else suggested.title,
        exact=suggested.exact and not typed,
        likely="" if typed else per_cent(suggested.score),
    )


def earlier_line(earlier: EarlierCode, also: str = "") -> CodeLine:
    return CodeLine(code=earlier.code, title=earlier.group, below=earlier_said(earlier), also=also)


def uncodable_line() -> CodeLine:
    return CodeLine(
        code=UNCODABLE,
        title=said(Wording("Coding", "Cannot be coded")),
        below=said(Wording("Coding", "Not enough was said for any code")),
    )


class _Lines(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[CodeLine, ...] = ()

    def put(self, lines: tuple[CodeLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            exact = said(Wording("Coding", "exact")) if line.exact else ""
            return "  ".join(part for part in (line.code, line.title, exact, line.below) if part)
        return None


class _LinePainter(QStyledItemDelegate):
    """The digit, the code, the title; below it, smaller, the group and why."""

    def __init__(self, look: Look, parent: "CodeList") -> None:
        super().__init__(parent)
        self._look = look
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE)
        if not isinstance(line, CodeLine):
            return QSize(0, self._look.px(40))
        title, below = self._places(line, self._list.viewport().width())
        return QSize(0, max(title.bottom(), below.bottom()) + 1 + self._look.px(6))

    def _title_font(self) -> QFont:
        return self._look.sized(16.5)

    def _left(self) -> int:
        return self._look.px(40) + self._list.code_width + self._look.px(12)

    def _marks_width(self, line: CodeLine) -> int:
        """What stands at the right end of the first line: how likely it is, and whether it is exact."""
        metrics, px = QFontMetrics(self._look.font("small")), self._look.px
        wide = metrics.horizontalAdvance(line.likely) + px(16) if line.likely else px(8)
        return wide + (metrics.horizontalAdvance(_exact()) + px(22) if line.exact else 0)

    def _places(self, line: CodeLine, width: int) -> tuple[QRect, QRect]:
        """Where the two texts of a row stand; neither is cut."""
        px, left = self._look.px, self._left()
        room = max(px(60), width - left - self._marks_width(line))
        title = QFontMetrics(self._title_font()).boundingRect(QRect(0, 0, room, px(9_000)), _WRAPPED, line.title)
        one = QRect(left, px(6), room, title.height())
        if not line.below:
            return one, one
        wide = max(px(60), width - left - px(8))
        below = QFontMetrics(self._look.font("example")).boundingRect(
            QRect(0, 0, wide, px(9_000)), _WRAPPED, line.below
        )
        return one, QRect(left, one.bottom() + 1, wide, below.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, CodeLine):
            return
        look, px, box = self._look, self._look.px, _rect(option)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = bool(_state(option) & QStyle.StateFlag.State_Selected) and self._list.shows_mark
        if marked or self._is_taken(line):
            painter.fillRect(box, look.colour("chosen"))
        if marked:
            painter.fillRect(QRect(box.left(), box.top(), px(4), box.height()), look.colour("instruction"))
        title, below = (place.translated(box.topLeft()) for place in self._places(line, box.width()))
        first = QRect(box.left(), title.top(), box.width(), QFontMetrics(self._title_font()).height())
        self._paint_digit(painter, index.row(), first)
        painter.setFont(look.font("number"))
        painter.setPen(look.colour("ink"))
        code = QRect(box.left() + px(40), first.top(), self._list.code_width + px(4), first.height())
        painter.drawText(code, _LEFT, line.code)
        painter.setFont(self._title_font())
        painter.drawText(title, _WRAPPED, line.title)
        if line.below:
            painter.setFont(look.font("example"))
            painter.setPen(look.colour("soft"))
            painter.drawText(below, _WRAPPED, line.below)
        self._paint_marks(painter, line, first)
        painter.restore()

    def _is_taken(self, line: CodeLine) -> bool:
        return line == self._list.taken

    def _paint_digit(self, painter: QPainter, row: int, first: QRect) -> None:
        """As a key where it takes the row now; without a frame where digits are typed as text. A tick on what was taken."""
        look, px = self._look, self._look.px
        key = QRect(first.left() + px(11), first.center().y() - px(10), px(20), px(20))
        if self._is_taken(self._list.lines[row]):
            painter.setFont(look.font("strong"))
            painter.setPen(look.colour("saved"))
            painter.drawText(key, Qt.AlignmentFlag.AlignCenter, "✓")
            return
        uncodable = self._list.lines[row].code == UNCODABLE
        if row >= BY_DIGIT and not uncodable:
            return
        painter.setFont(look.font("small"))
        if self._list.takes_digits:
            painter.setPen(QPen(look.colour("soft"), 1))
            painter.setBrush(look.colour("surface"))
            painter.drawRoundedRect(key, px(4), px(4))
        painter.setPen(look.colour("ink" if self._list.takes_digits else "soft"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, "0" if uncodable else str(row + 1))

    def _paint_marks(self, painter: QPainter, line: CodeLine, first: QRect) -> None:
        look, px = self._look, self._look.px
        painter.setFont(look.font("small"))
        metrics = painter.fontMetrics()
        right = first.right() - px(8)
        if line.likely:
            wide = metrics.horizontalAdvance(line.likely)
            painter.setPen(look.colour("soft"))
            painter.drawText(QRect(right - wide, first.top(), wide + 2, first.height()), _LEFT, line.likely)
            right -= wide + px(8)
        if line.exact:
            wide = metrics.horizontalAdvance(_exact()) + px(14)
            frame = QRect(right - wide, first.center().y() - px(9), wide, px(19))
            painter.setPen(QPen(look.colour("saved"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, px(4), px(4))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, _exact())


def _exact() -> str:
    return "= " + said(Wording("Coding", "exact"))


def _rect(option: QStyleOptionViewItem) -> QRect:
    # PySide's stubs do not know the members that an option takes over from QStyleOption.
    return QRect(getattr(option, "rect"))  # noqa: B009


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return QStyle.StateFlag(getattr(option, "state"))  # noqa: B009


class CodeList(QListView):
    """`ready`: what is in the list has been painted, so that a digit means what the coder sees."""

    picked = Signal()
    """Emitted when the row marked was clicked twice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._model = _Lines()
        self.ready = False
        self.takes_digits = self.shows_mark = False
        self.taken: CodeLine | None = None
        self.code_width = 0
        self.setModel(self._model)
        self.setItemDelegate(_LinePainter(look, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(0)
        self.doubleClicked.connect(self.picked)
        look.changed.connect(self._measure)

    @property
    def lines(self) -> tuple[CodeLine, ...]:
        return self._model.lines

    @property
    def marked(self) -> CodeLine | None:
        return self.line_at(self.currentIndex().row())

    def line_at(self, row: int) -> CodeLine | None:
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def put(self, lines: tuple[CodeLine, ...]) -> None:
        """The first is marked. Nothing of it is taken before it is painted. Below them stands that none of them fits."""
        self.ready = False
        self._model.put((*lines, uncodable_line()))
        self._measure()
        if lines:
            self.setCurrentIndex(self._model.index(0))
            self.scrollToTop()
        self.viewport().update()

    def move_by(self, step: int) -> None:
        if self.lines:  # from no row at all the first step down is to the first
            at = max(0, min(len(self.lines) - 1, self.currentIndex().row() + step))
            self.setCurrentIndex(self._model.index(at))

    def show_taken(self, line: CodeLine | None) -> None:
        self.taken = line
        if line in self.lines:
            self.scrollTo(self._model.index(self.lines.index(line)))
        self.viewport().update()

    def set_keys(self, *, digits: bool, mark: bool) -> None:
        """What the keyboard does here now: digits take a row; Enter takes the one marked."""
        self.takes_digits, self.shows_mark = digits, mark
        self.viewport().update()

    def _measure(self) -> None:
        metrics = QFontMetrics(self._look.font("number"))
        self.code_width = max((metrics.horizontalAdvance(line.code) for line in self.lines), default=0)
        self.scheduleDelayedItemsLayout()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(120), self._look.px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.ready = True
