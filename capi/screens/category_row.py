"""One category on the screen: its number, its words, its example; marked when chosen or being read out."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from capi.engine.fills import plain
from capi.engine.prompt import Offer
from capi.screens.look import Look
from capi.screens.typeset import Typeset

NUMBER_WIDTH = 50
TICK_WIDTH = 28
PAD = 4


class CategoryRow(QAbstractButton):
    """Reused from question to question. A click chooses it as typing its number does."""

    def __init__(self, look: Look, parent: QWidget, *, for_respondent: bool) -> None:
        """`for_respondent`: framed and tall, for a finger or an unpractised hand."""
        super().__init__(parent)
        self._look = look
        self._offer: Offer | None = None
        self._text = Typeset()
        self._example = Typeset()
        self._key = ""
        self._reading = False
        self._several = False
        self._framed = for_respondent
        self._pad = 8 if for_respondent else PAD
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def offer(self) -> Offer | None:
        return self._offer

    def set_offer(self, offer: Offer, key: str, *, several: bool = False) -> None:
        """`key` is what codes it besides its number, such as Ctrl+K; `several`: it can be coded beside others."""
        self._reading = False
        if self.isChecked():
            self.setChecked(False)
        if offer is self._offer and key == self._key and several == self._several:
            return
        self._offer = offer
        self._key = key
        self._several = several
        self.setAccessibleName(f"{offer.number}: {plain(offer.text)}")
        self.setAccessibleDescription(plain(offer.example))

    def set_reading(self, reading: bool) -> None:
        """Marks the category being read out in a running prompt, or pointed at with the arrows."""
        if reading != self._reading:
            self._reading = reading
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.height())

    def lay_out(self, width: int) -> int:
        """Sets the texts to the width and gives the height the row needs."""
        if self._offer is None:
            return 0
        px = self._look.px
        inner = width - self._text_left() - px(PAD)
        text_width = inner - px(70) if self._key else inner
        height = self._text.set(self._offer.text, self._look.font("category"), text_width)
        height += self._example.set(self._offer.example, self._look.font("example"), inner)
        return height + 2 * px(self._pad)

    def _text_left(self) -> int:
        return self._look.px(NUMBER_WIDTH + TICK_WIDTH if self._several else NUMBER_WIDTH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._offer is None:
            return
        px, colour = self._look.px, self._look.colour
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._framed or self.isChecked() or self._reading or self.underMouse():
            chosen = self.isChecked() or (self._reading and not self._several)
            painter.setBrush(colour("chosen" if chosen else "surface" if self._framed or self._reading else "ground"))
            edge = colour("instruction") if self.isChecked() else colour("line")
            painter.setPen(QPen(edge, px(2) if self.isChecked() else 1))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), px(7), px(7))
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        px, look = self._look.px, self._look
        ink, soft = look.colour("ink"), look.colour("soft")
        top = px(self._pad)
        if self._offer is not None:
            painter.setFont(look.font("number"))
            painter.setPen(ink)
            line = painter.fontMetrics().height()
            number = f"▸ {self._offer.number}" if self._reading else str(self._offer.number)
            box = QRect(0, top, self._text_left() - px(14), line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, number)
            if self._several:
                self._paint_tick(painter, top + line // 2)
        self._text.draw(painter, self._text_left(), top, ink)
        self._example.draw(painter, self._text_left(), top + self._text.height, soft)
        if self._key:
            painter.setFont(look.font("small"))
            painter.setPen(soft)
            box = self.rect().adjusted(0, 0, -px(14), 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._key)

    def _paint_tick(self, painter: QPainter, middle: int) -> None:
        """A box to be ticked: that several can be coded is seen before the first is."""
        px, colour = self._look.px, self._look.colour
        side = px(17)
        box = QRect(px(10), middle - side // 2, side, side)
        painter.setPen(QPen(colour("instruction" if self.isChecked() else "soft"), max(1, px(1.5))))
        painter.setBrush(colour("instruction") if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, px(4), px(4))
        if self.isChecked():
            pen = QPen(colour("surface"), max(2, px(2.4)))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            left, top = box.left(), box.top()
            corners = (
                QPoint(left + side * 4 // 17, top + side * 9 // 17),
                QPoint(left + side * 7 // 17, top + side * 12 // 17),
            )
            painter.drawPolyline([*corners, QPoint(left + side * 13 // 17, top + side * 5 // 17)])
