"""Chips: the short marks above a question, such as whose it is, the showcard and how it is to be prompted."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from capi.screens.look import Look

Kind: TypeAlias = Literal["row", "observation", "card", "prompt"]

HEIGHT, GAP = 34, 10


@dataclass(frozen=True, slots=True)
class Chip:
    """`words` in bold; `more` beside them, smaller."""

    kind: Kind
    words: str
    more: str = ""


_GROUND: dict[Kind, tuple[str | None, str, str]] = {
    "row": (None, "ink", "soft"),
    "observation": ("instruction", "surface", "surface"),
    "card": ("card", "card_ink", "card_ink"),
    "prompt": ("instruction_ground", "instruction", "instruction"),
}
"""Ground, colour of the words, colour of what is beside them; without a ground there is a frame."""


class Chips:
    """Placed from left to right, in as many lines as the width asks for."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._placed: list[tuple[Chip, QRect, str]] = []

    def place(self, chips: list[Chip], top: int, width: int) -> int:
        """Gives where the next line of the page may begin."""
        px = self._look.px
        self._placed = []
        x, y = 0, top
        for chip in chips:
            room = width - 2 * px(12)
            words = QFontMetrics(self._look.font("strong")).elidedText(chip.words, Qt.TextElideMode.ElideRight, room)
            wide = min(width, self._wide(words, chip.more))
            if x and x + wide > width:
                x, y = 0, y + px(HEIGHT) + px(6)
            self._placed.append((chip, QRect(x, y, wide, px(HEIGHT)), words))
            x += wide + px(GAP)
        return y + px(HEIGHT) + px(8) if chips else top

    def _wide(self, words: str, more: str) -> int:
        px, look = self._look.px, self._look
        wide = QFontMetrics(look.font("strong")).horizontalAdvance(words) + px(24)
        return wide + (QFontMetrics(look.font("small")).horizontalAdvance(more) + px(10) if more else 0)

    def at(self, point: QPoint) -> Kind | None:
        return next((chip.kind for chip, box, _ in self._placed if box.contains(point)), None)

    def paint(self, painter: QPainter) -> None:
        px, look = self._look.px, self._look
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for chip, box, words in self._placed:
            ground, ink, beside = _GROUND[chip.kind]
            painter.setPen(Qt.PenStyle.NoPen if ground else QPen(look.colour("soft"), 1))
            painter.setBrush(look.colour(ground) if ground else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box if ground else box.adjusted(0, 0, -1, -1), px(6), px(6))
            painter.setFont(look.font("strong"))
            painter.setPen(look.colour(ink))
            painter.drawText(box.adjusted(px(12), 0, 0, 0), left, words)
            if chip.more:
                wide = painter.fontMetrics().horizontalAdvance(words)
                painter.setFont(look.font("small"))
                painter.setPen(look.colour(beside))
                room = box.adjusted(px(12) + wide + px(10), 0, -px(6), 0)
                painter.drawText(
                    room,
                    left,
                    painter.fontMetrics().elidedText(chip.more, Qt.TextElideMode.ElideRight, room.width() + 2),
                )
