"""The question on the screen: what is read aloud first and largest, then what only the interviewer needs."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from capi.engine.answers import STATE_WORDS
from capi.engine.fills import Runs, plain
from capi.engine.prompt import Offer, Prompt
from capi.instrument.model import Missing, Mode, PromptInstruction
from capi.screens.category_row import CategoryRow
from capi.screens.look import Look, Role
from capi.screens.typeset import Typeset, words

WIDEST = 920
GAP = 14
_PROMPT_NAMES = {
    PromptInstruction.AS_NECESSARY: "Prompt as necessary",
    PromptInstruction.RUNNING: "Running prompt",
    PromptInstruction.READ_OUT: "Read out",
    PromptInstruction.DO_NOT_READ: "Do not read out",
}
_MISSING_KEYS = {Missing.DONT_KNOW: "Ctrl+K", Missing.REFUSED: "Ctrl+R"}


class PromptView(QWidget):
    """Shows one prompt; rows and texts are reused from question to question."""

    chosen = Signal(int)
    """Emitted with the number of a category that was clicked."""
    showcard_wanted = Signal()
    """Emitted when the showcard's mark was clicked."""
    painted = Signal()
    """Emitted once for each prompt, when it stands on the screen."""

    def __init__(self, look: Look, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._mode = mode
        self._prompt: Prompt | None = None
        self._question = Typeset()
        self._lines: list[tuple[Typeset, Runs, Role, str]] = []
        self._below = Typeset()
        self._keys = Typeset()
        self._keys_top = 0
        self._rows: list[CategoryRow] = []
        self._used = 0
        self._offered_box = QRect()
        self._card_box = QRect()
        self._tops: list[int] = []
        self._reading = -1
        self._unpainted = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        look.changed.connect(self._measure)

    @property
    def prompt(self) -> Prompt | None:
        return self._prompt

    def set_prompt(self, prompt: Prompt) -> None:
        """Puts the question up; nothing is taken for it until `painted`."""
        self._prompt = prompt
        self._unpainted = True
        self._reading = -1
        self.setAccessibleName(plain(prompt.text))
        self._lines = self._worded(prompt)
        self._set_rows(prompt)
        self._measure()
        self.update()

    def _worded(self, prompt: Prompt) -> list[tuple[Typeset, Runs, Role, str]]:
        """The lines below the question: for the interviewer, or the hint of a self-completion."""
        if not self._mode.has_interviewer:
            return [(self._below, prompt.guidance, "label", "soft")]
        told = [prompt.prompt_text, *(_first_line(runs) for runs in (prompt.instruction, prompt.guidance))]
        if any(offer.guidance for offer in prompt.offers):
            told.append("Examples for each response: F1.")
        return [(self._below, words(" ".join(line for line in told if line)), "instruction", "instruction")]

    def _set_rows(self, prompt: Prompt) -> None:
        while len(self._rows) < len(prompt.offers):
            row = CategoryRow(self._look, self, for_respondent=not self._mode.has_interviewer)
            row.clicked.connect(self._row_clicked)
            self._rows.append(row)
        self._used = len(prompt.offers)
        for row, offer in zip(self._rows, prompt.offers, strict=False):
            row.set_offer(offer, self._key(offer))
        for row in self._rows[self._used :]:
            row.hide()

    def _key(self, offer: Offer) -> str:
        if not self._mode.has_interviewer or not isinstance(offer.value, Missing):
            return ""
        return _MISSING_KEYS.get(offer.value, "")

    def _row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, CategoryRow) and row.offer is not None:
            self.chosen.emit(row.offer.number)

    def mark(self, number: int | None) -> None:
        """Marks the category of this number as the one chosen, or none."""
        for row in self._rows[: self._used]:
            wanted = row.offer is not None and row.offer.number == number
            if row.isChecked() != wanted:
                row.setChecked(wanted)

    def row_of(self, number: int) -> QWidget | None:
        return next((row for row in self._rows[: self._used] if row.offer and row.offer.number == number), None)

    def read_next(self) -> QWidget | None:
        """Steps a running prompt to the next category that is read out; after the last it starts again."""
        read = [row for row in self._rows[: self._used] if row.offer and not row.offer.spontaneous]
        if not read:
            return None
        self._reading = (self._reading + 1) % len(read)
        for at, row in enumerate(read):
            row.set_reading(at == self._reading)
        return read[self._reading]

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDEST), self.minimumHeight())

    def _measure(self) -> None:
        """Places everything for the width of now."""
        prompt, px = self._prompt, self._look.px
        if prompt is None:
            return
        width = min(self.width(), px(WIDEST))
        y = px(14)
        if self._chips():
            y += px(34) + px(8)
        self._tops = [y]
        y += self._question.set(prompt.text, self._look.font("question"), width) + px(8)
        for typeset, runs, role, _ in self._lines:
            self._tops.append(y)
            height = typeset.set(runs, self._look.font(role), width)
            y += height + px(6) if height else 0
        y = self._place_rows(y + px(GAP) - px(4), width)
        self.setMinimumHeight(y + px(2))
        self.update()

    def _place_rows(self, y: int, width: int) -> int:
        px = self._look.px
        read = [row for row in self._rows[: self._used] if row.offer and not row.offer.spontaneous]
        offered = [row for row in self._rows[: self._used] if row.offer and row.offer.spontaneous]
        gap = 0 if self._mode.has_interviewer else px(6)
        for row in read:
            y = self._place(row, 0, y, width) + gap
        height = self._keys.set(self._unlisted(), self._look.font("example"), width)
        if height:
            self._keys_top = y + px(8)
            y = self._keys_top + height
        self._offered_box = QRect()
        if offered:
            y += px(8)
            top, y = y, y + px(28)
            for row in offered:
                y = self._place(row, 1, y, width - 2)
            y += px(3)
            self._offered_box = QRect(0, top, width, y - top)
        return y

    def _unlisted(self) -> Runs:
        """The keys that work though the mode prints no category for them."""
        if self._prompt is None or not self._mode.has_interviewer:
            return ()
        keys = [f"{STATE_WORDS[state]} {key}" for state, key in _MISSING_KEYS.items() if not self._prompt.lists(state)]
        return words("Not printed here: " + " · ".join(keys)) if keys else ()

    def _place(self, row: CategoryRow, x: int, y: int, width: int) -> int:
        height = row.lay_out(width)
        row.setGeometry(x, y, width, height)
        if row.isHidden():
            row.show()
        return y + height

    def _chips(self) -> bool:
        return self._prompt is not None and (self._prompt.card is not None or self._prompt.prompt is not None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        prompt = self._prompt
        if prompt is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_chips(painter, prompt)
        ink = self._look.colour("ink")
        self._question.draw(painter, 0, self._tops[0], ink)
        for top, (typeset, _, _, colour) in zip(self._tops[1:], self._lines, strict=True):
            typeset.draw(painter, 0, top, self._look.colour(colour))
        self._keys.draw(painter, 0, self._keys_top, self._look.colour("soft"))
        self._paint_offered_box(painter)
        painter.end()
        if self._unpainted:
            self._unpainted = False
            self.painted.emit()

    def _paint_chips(self, painter: QPainter, prompt: Prompt) -> None:
        px, look = self._look.px, self._look
        x, y, height = 0, px(12), px(34)
        painter.setFont(look.font("strong"))
        self._card_box = QRect()
        if prompt.card is not None:
            text = f"SHOW CARD {prompt.card.label}"
            wide = painter.fontMetrics().horizontalAdvance(text)
            key = "F2"
            self._card_box = QRect(x, y, wide + px(24) + px(30), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("card"))
            painter.drawRoundedRect(self._card_box, px(6), px(6))
            painter.setPen(look.colour("card_ink"))
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(self._card_box.adjusted(px(12), 0, 0, 0), left, text)
            painter.setFont(look.font("small"))
            painter.drawText(self._card_box.adjusted(px(12) + wide + px(10), 0, 0, 0), left, key)
            x = self._card_box.right() + px(10)
        if prompt.prompt is not None:
            painter.setFont(look.font("strong"))
            text = _PROMPT_NAMES[prompt.prompt]
            if prompt.prompt is PromptInstruction.RUNNING:
                text += " · Space reads on"
            box = QRect(x, y, painter.fontMetrics().horizontalAdvance(text) + px(24), height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("instruction_ground"))
            painter.drawRoundedRect(box, px(6), px(6))
            painter.setPen(look.colour("instruction"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_offered_box(self, painter: QPainter) -> None:
        if self._offered_box.isEmpty():
            return
        px, look = self._look.px, self._look
        painter.setPen(QPen(look.colour("offered_line"), 1))
        painter.setBrush(look.colour("offered_ground"))
        painter.drawRoundedRect(self._offered_box.adjusted(0, 0, -1, -1), px(8), px(8))
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("offered"))
        line = QRect(px(15), self._offered_box.top() + px(5), self._offered_box.width(), px(22))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "Only if the respondent says so. Do not read out.")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._card_box.contains(event.position().toPoint()):
            self.showcard_wanted.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._measure()
        return super().event(event)


def _first_line(runs: Runs) -> str:
    """What is always in sight; the rest is one key away."""
    first, newline, _ = plain(runs).partition("\n")
    return f"{first.rstrip(':')} … F1." if newline else first
