"""The header: which case, which instrument, which mode, how far; and whether all is saved."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from capi.instrument.model import Mode
from capi.screens.language import number as in_words
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.names import MODE_NAMES

RIGHT = 460
"""The least width of what changes: the count, the bar and the word on saving."""


class HeaderBar(QWidget):
    """Painted in one go; its words are also its accessible name."""

    def __init__(self, look: Look, *, reference: str, name: str, title: str, mode: Mode) -> None:
        super().__init__()
        self._look = look
        self._reference = reference
        self._about_case = "   ".join(part for part in (name, title) if part)
        self._mode = said(MODE_NAMES[mode])
        self._progress = ""
        self._share = 0.0
        self._saved = True
        look.changed.connect(self._size)
        self._size()

    def _size(self) -> None:
        self.setFixedHeight(self._look.px(52))
        self._right = self._room_for_what_changes()
        self.update()

    def _room_for_what_changes(self) -> int:
        """In a language with long words it is more than in English."""
        px, look = self._look.px, self._look
        count = QFontMetrics(look.font("label")).horizontalAdvance(self._progress_words(1_000, 1_000))
        saving = max(
            QFontMetrics(look.font("strong")).horizontalAdvance(self._on_saving(saved)[0]) for saved in (True, False)
        )
        return max(px(RIGHT), count + saving + px(150) + px(12) + px(13) + 2 * px(20))

    def set_progress(self, number: int, about: int) -> None:
        """Question `number` of about `about`; at the end both are the same."""
        about = max(number, about)
        self._progress = self._progress_words(number, about)
        self._share = number / about if about else 1.0
        self._named()

    def _progress_words(self, number: int, about: int) -> str:
        return self.tr("{number} of about {about}").format(number=in_words(number), about=in_words(about))

    def set_finished(self, answered: int) -> None:
        self._progress = self.tr("%Ln answered", "", answered)
        self._share = 1.0
        self._named()

    def set_saved(self, saved: bool) -> None:
        """True only after the commit."""
        self._saved = saved
        self._named()

    def _named(self) -> None:
        saved = self.tr("saved") if self._saved else self.tr("NOT saved")
        name = f"{self._reference}, {self._about_case}, {self._mode}, {self._progress}, {saved}"
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.update(self.width() - self._right, 0, self._right, self.height())

    def sizeHint(self) -> QSize:
        return QSize(800, self._look.px(52))

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands at the left never changes during an interview, and is painted only when it must."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), look.colour("surface"))
        painter.setPen(look.colour("line"))
        painter.drawLine(event.rect().left(), self.height() - 1, event.rect().right(), self.height() - 1)
        right = self._paint_right(painter, self.width() - look.px(20))
        if event.rect().left() < self.width() - self._right:
            self._paint_left(painter, right)
        painter.end()

    def _paint_left(self, painter: QPainter, right: int) -> None:
        px, look = self._look.px, self._look
        x = self._word(painter, px(20), self._reference, "strong", "ink") + px(22)
        metrics = QFontMetrics(look.font("label"))
        mode_width = metrics.horizontalAdvance(self._mode) + px(26)
        room = min(right, self.width() - self._right) - x - mode_width - px(44)
        about = metrics.elidedText(self._about_case, Qt.TextElideMode.ElideRight, max(0, room))
        x = self._word(painter, x, about, "label", "ink") + px(22)
        pill = QRect(x, (self.height() - px(26)) // 2, mode_width, px(26))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, px(13), px(13))
        painter.setPen(look.colour("ink"))
        painter.setFont(look.sized(14))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._mode)

    def _paint_right(self, painter: QPainter, right: int) -> int:
        """Saved, then the bar, then the count, from the right; gives where they begin."""
        px, look = self._look.px, self._look
        words, colour = self._on_saving(self._saved)
        width = QFontMetrics(look.font("strong")).horizontalAdvance(words)
        self._word(painter, right - width, words, "strong", colour)
        right -= width + px(13)
        bar = QRect(right - px(150), (self.height() - px(6)) // 2, px(150), px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        painter.drawRoundedRect(bar, px(3), px(3))
        painter.setBrush(look.colour("instruction"))
        painter.drawRoundedRect(
            QRect(bar.left(), bar.top(), round(bar.width() * self._share), bar.height()), px(3), px(3)
        )
        right = bar.left() - px(12)
        width = QFontMetrics(look.font("label")).horizontalAdvance(self._progress)
        self._word(painter, right - width, self._progress, "label", "soft")
        return right - width

    def _on_saving(self, saved: bool) -> tuple[str, str]:
        """The words, and their colour."""
        return ("✓ " + self.tr("Saved"), "saved") if saved else ("! " + self.tr("NOT SAVED"), "alarm")

    def _word(self, painter: QPainter, x: int, words: str, role: str, colour: str) -> int:
        font = self._look.font("strong" if role == "strong" else "label")
        painter.setFont(font)
        painter.setPen(self._look.colour(colour))
        width = QFontMetrics(font).horizontalAdvance(words)
        painter.drawText(QRect(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + width
