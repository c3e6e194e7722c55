"""The header: which case, which instrument, which mode, how far; and whether all is saved."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from capi.instrument.model import Instrument, Mode
from capi.screens.language import number as in_words
from capi.screens.language import own_name, said
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
        self._name = name
        self._title = title
        self._spoken = ""
        self._mode = said(MODE_NAMES[mode])
        self._progress = ""
        self._share = 0.0
        self._saved = True
        self._entered = True
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
            QFontMetrics(look.font("strong")).horizontalAdvance(self._on_saving(saved, entered)[0])
            for saved, entered in ((True, True), (True, False), (False, False))
        )
        return max(px(RIGHT), count + saving + px(150) + px(12) + px(13) + 2 * px(20))

    @property
    def _about_case(self) -> str:
        return "   ".join(part for part in (self._name, self._title) if part)

    def set_language(self, instrument: Instrument, language: int) -> None:
        """The title is said in the language of the questions; which that is, where there are several."""
        title = instrument.title[language] or instrument.title[0]
        spoken = own_name(instrument.languages[language]) if len(instrument.languages) > 1 else ""
        if (title, spoken) != (self._title, self._spoken):
            self._title, self._spoken = title, spoken
            self.update()

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

    def set_entered(self, entered: bool) -> None:
        """False while something is typed that is not kept yet."""
        if entered is not self._entered:
            self._entered = entered
            self._named()

    def _named(self) -> None:
        saved = self.tr("NOT saved")
        if self._saved:
            saved = self.tr("saved") if self._entered else self.tr("not entered yet")
        name = f"{self._reference}, {self._about_case}, {', '.join(self._pills)}, {self._progress}, {saved}"
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
        widths = [metrics.horizontalAdvance(words) + px(26) for words in self._pills]
        room = min(right, self.width() - self._right) - x - sum(widths) - px(10) * len(widths) - px(34)
        about = metrics.elidedText(self._about_case, Qt.TextElideMode.ElideRight, max(0, room))
        x = self._word(painter, x, about, "label", "ink") + px(22)
        for words, width in zip(self._pills, widths, strict=True):
            pill = QRect(x, (self.height() - px(26)) // 2, width, px(26))
            painter.setPen(QPen(look.colour("line"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, px(13), px(13))
            painter.setPen(look.colour("ink"))
            painter.setFont(look.sized(14))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
            x += width + px(10)

    @property
    def _pills(self) -> list[str]:
        """The mode, and the language where there are several."""
        return [self._mode, self._spoken] if self._spoken else [self._mode]

    def _paint_right(self, painter: QPainter, right: int) -> int:
        """Saved, then the bar, then the count, from the right; gives where they begin."""
        px, look = self._look.px, self._look
        words, colour = self._on_saving(self._saved, self._entered)
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

    def _on_saving(self, saved: bool, entered: bool) -> tuple[str, str]:
        """The words, and their colour."""
        if not saved:
            return "! " + self.tr("NOT SAVED"), "alarm"
        return ("✓ " + self.tr("Saved"), "saved") if entered else (self.tr("Not entered yet"), "soft")

    def _word(self, painter: QPainter, x: int, words: str, role: str, colour: str) -> int:
        font = self._look.font("strong" if role == "strong" else "label")
        painter.setFont(font)
        painter.setPen(self._look.colour(colour))
        width = QFontMetrics(font).horizontalAdvance(words)
        painter.drawText(QRect(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        return x + width
