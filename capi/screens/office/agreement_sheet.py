"""How well two coders of the same jobs agree: by classification and digits, with kappa and its interval drawn on one scale."""

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from capi.screens.language import number, said
from capi.screens.lines import Column, LinesModel, LinesTable
from capi.screens.look import Look
from capi.screens.office.coding_words import per_cent
from capi.screens.sheet import Sheet
from capi.sync.coding_messages import Agreed, CodeScheme, CodingState
from capi.wording import Wording

_SHARE, _SCALE = 4, 6
_TICKS = 5


def _who(each: Agreed) -> str:
    return said(Wording("Coding", "index, person") if each.automatic else Wording("Coding", "two people"))


def _order(each: Agreed) -> tuple[int, bool, int]:
    return list(CodeScheme).index(each.scheme), each.automatic, -each.digits


def _share_of(each: Agreed) -> float:
    return each.agreed / each.pairs if each.pairs else 0.0


def kappa_said(each: Agreed) -> str:
    """`0.84 (0.78–0.90)`; a dash where it says nothing."""
    if each.kappa is None:
        return "—"
    if each.low is None or each.high is None:
        return _two_places(each.kappa)
    return f"{_two_places(each.kappa)} ({_two_places(each.low)}–{_two_places(each.high)})"


def _two_places(value: float) -> str:
    return number(Decimal(f"{value:.2f}"))


COLUMNS: tuple[Column[Agreed], ...] = (
    Column(Wording("Coding", "Classification"), lambda each: each.scheme.value, lambda each: each.scheme.value, 120),
    Column(Wording("Coding", "Coded by"), _who, lambda each: each.automatic, 130),
    Column(Wording("Coding", "Digits"), lambda each: number(each.digits), lambda each: each.digits, 70, numeric=True),
    Column(Wording("Coding", "Jobs"), lambda each: number(each.pairs), lambda each: each.pairs, 70, numeric=True),
    Column(Wording("Coding", "Same code"), lambda each: per_cent(_share_of(each)), _share_of, 170),
    Column(
        Wording("Coding", "Kappa (95 %)"), kappa_said, lambda each: each.kappa if each.kappa is not None else -2, 170
    ),
    Column(Wording("Coding", "Kappa from 0 to 1"), lambda _: "", lambda each: each.kappa or -2, 0),
)


class _Chart(QStyledItemDelegate):
    """Draws the share as a bar beside its words, or kappa as a dot on its interval."""

    def __init__(self, look: Look, model: LinesModel[Agreed]) -> None:
        super().__init__()
        self._look = look
        self._lines = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        px = self._look.px
        box: QRect = option.rect
        line = self._lines.lines[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == _SHARE:
            self._paint_share(painter, box.adjusted(px(62), px(10), -px(12), -px(10)), line)
        else:
            self._paint_kappa(painter, box.adjusted(px(12), px(3), -px(16), -px(3)), line)
        painter.restore()

    def _paint_share(self, painter: QPainter, box: QRect, line: Agreed) -> None:
        painter.fillRect(box, self._look.colour("line"))
        painter.fillRect(
            QRect(box.left(), box.top(), round(box.width() * _share_of(line)), box.height()), self._look.colour("saved")
        )

    def _paint_kappa(self, painter: QPainter, box: QRect, line: Agreed) -> None:
        look, px = self._look, self._look.px
        for tick in range(_TICKS + 1):
            x = box.left() + box.width() * tick // _TICKS
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(x, box.top(), x, box.bottom())
        if line.kappa is None:
            return
        middle = box.center().y()
        if line.low is not None and line.high is not None:
            painter.setPen(QPen(look.colour("instruction"), px(3)))
            painter.drawLine(self._at(box, line.low), middle, self._at(box, line.high), middle)
        painter.setPen(QPen(look.colour("surface"), px(2)))
        painter.setBrush(look.colour("instruction"))
        radius = px(6)
        painter.drawEllipse(self._at(box, line.kappa) - radius, middle - radius, 2 * radius, 2 * radius)

    def _at(self, box: QRect, value: float) -> int:
        """Less than nought is drawn at nought; the number beside it says how much."""
        return box.left() + round(box.width() * min(1.0, max(0.0, value)))


class AgreementSheet(Sheet):
    def __init__(self, look: Look, parent: QWidget, state: CodingState) -> None:
        super().__init__(look, parent, self.tr("Agreement of coders"), width=1_260)
        agreed = sorted(state.agreement, key=_order)
        self.table = LinesTable[Agreed](look, self.tr("Agreement by classification and digits"), COLUMNS)
        self._chart = _Chart(look, self.table.model_of_lines)
        for column in (_SHARE, _SCALE):
            self.table.setItemDelegateForColumn(column, self._chart)
        room = max(look.px(110), parent.height() - look.px(260))
        self.table.setFixedHeight(min(room, self.table.height_of(max(1, len(agreed)))))
        self.column.addWidget(self.table)
        self.table.put(agreed)
        self.table.setVisible(bool(agreed))
        if agreed:
            told = self.add_text(
                self.tr(
                    "Of the jobs coded twice, by somebody who did not see the first code. Kappa is what they agree beyond chance: 1 is "
                    "always, 0 no more than chance. The line is its 95 % interval; a wide one asks for more jobs coded twice."
                ),
                "soft",
            )
            told.setMinimumWidth(min(look.px(1_200), parent.width() - look.px(100)))
        else:
            self.add_text(
                self.tr("No job has been coded twice yet. {share} of the jobs are to be: {key} changes it.").format(
                    share=per_cent(state.settings.double), key="F9"
                )
            )
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(self.table if agreed else close)
