"""How far the coding is, in one line: what is left, a bar of all jobs, and what was coded at this desk."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from capi.screens.language import number, said
from capi.screens.look import Look
from capi.screens.office.coding_words import left_said, per_cent
from capi.sync.coding_messages import CodingState
from capi.wording import Wording


@dataclass(frozen=True, slots=True)
class _Part:
    count: int
    colour: str
    hatched: bool


def _parts(state: CodingState) -> tuple[_Part, ...]:
    """Coded by people, coded without one (hatched, so that it is not told by colour alone); what is left is empty."""
    automatic = min(state.automatic, state.coded)
    return _Part(state.coded - automatic, "saved", False), _Part(automatic, "saved", True)


class _Bar(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.state: CodingState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.setFixedHeight(self._look.px(14))
        self.setMinimumWidth(self._look.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, state = self._look, self.state
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("surface"))
        whole = _whole(state) if state else 0
        left = 0.0
        for part in _parts(state) if state and whole else ():
            wide = self.width() * part.count / whole
            box = QRectF(left, 0, wide, self.height())
            painter.fillRect(
                box,
                QBrush(look.colour(part.colour), Qt.BrushStyle.BDiagPattern)
                if part.hatched
                else look.colour(part.colour),
            )
            left += wide
        painter.setPen(look.colour("soft"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _whole(state: CodingState) -> int:
    return state.to_code + state.to_code_again + state.to_settle + state.coded


class CodingProgress(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._left, self._done, self._here = QLabel(), QLabel(), QLabel()
        self._left.setObjectName("heading")
        for soft in (self._done, self._here):
            soft.setObjectName("soft")
        self._bar = _Bar(look)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left)
        self._row.addWidget(self._bar, 1)
        self._row.addWidget(self._done)
        self._row.addWidget(self._here)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._style)
        self._style()

    def _style(self) -> None:
        self._row.setSpacing(self._look.px(16))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """It never widens the window: where there is little room, what is left is said, and the bar shows the rest."""
        room = self.width() - self._left.sizeHint().width() - self._look.px(80)
        for label in (self._done, self._here):
            room -= label.sizeHint().width() + self._row.spacing()
            label.setVisible(bool(label.text()) and room >= 0)

    def put(self, state: CodingState, here: int) -> None:
        """`here`: how many jobs were coded at this desk since its coder signed in."""
        whole = _whole(state)
        self._left.setText(left_said(state))
        share = per_cent(state.coded / whole) if whole else ""
        told = self.tr("{coded} of {whole} coded ({share})") if whole else ""
        self._done.setText(told.format(coded=number(state.coded), whole=number(whole), share=share))
        self._here.setText(
            said(Wording("Coding", "{count} by you since you signed in").filled(count=here)) if here else ""
        )
        self._share_room()
        self._bar.state = state
        without = said(Wording("Coding", "{count} of them without a person").filled(count=state.automatic))
        self._bar.setAccessibleName(f"{self._done.text()}, {without}")
        self._bar.setToolTip(without if state.automatic else "")
        self._bar.update()
