"""The question on the screen: what is read aloud first and largest, then what only the interviewer needs."""

import re

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from capi.engine.fills import Runs, plain
from capi.engine.prompt import Offer, Prompt
from capi.instrument.model import CodeAll, Coded, Information, Missing, Mode, PromptInstruction
from capi.screens.category_row import CategoryRow
from capi.screens.chips import Chip, Chips
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look, Role
from capi.screens.names import STATE_NAMES
from capi.screens.typed_codes import most_in_words
from capi.screens.typeset import Typeset, words

WIDEST = 920
GAP = 14
LONGEST_TOLD = 260
"""Characters of a paragraph that is shown whole; a longer one ends with a sentence, and the rest is one key away."""
LONGEST_WHOLE = 400
"""Characters, some four lines, of an instruction that may stand whole between the question and its categories."""
_SENTENCE = re.compile(r"[.!?…。？！][)”’\"']*(?=\s|$)")
_SHARE_OF_SEARCH = 0.45
"""Of the height of the page, what a question leaves to the list that is searched."""
_MISSING_KEYS = {Missing.DONT_KNOW: "Ctrl+K", Missing.REFUSED: "Ctrl+R"}


class PromptView(QWidget):
    """Shows one prompt; rows and texts are reused from question to question."""

    chosen = Signal(int)
    """Emitted with the number of a category that was clicked."""
    showcard_wanted = Signal()
    """Emitted when the showcard's mark was clicked."""
    painted = Signal()
    """Emitted once for each prompt, when it stands on the screen."""
    measured = Signal()
    """Emitted when the height that everything needs is another one."""

    def __init__(self, look: Look, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._mode = mode
        self._prompt: Prompt | None = None
        self._whose: Chip | None = None
        self._chips = Chips(look)
        self._stem = Typeset()
        self._question = Typeset()
        self._below = Typeset()
        self._keys = Typeset()
        self._told: tuple[tuple[Runs, ...], Role, str] = ((), "label", "soft")
        self._tops: dict[Typeset, int] = {}
        self._rows: list[CategoryRow] = []
        self._used = 0
        self._offered_box = QRect()
        self._pointed: CategoryRow | None = None
        self._unpainted = False
        self._page_height = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        look.changed.connect(self._measure)

    @property
    def prompt(self) -> Prompt | None:
        return self._prompt

    def set_prompt(self, prompt: Prompt, whose: Chip | None = None) -> None:
        """Puts the question up, with the row it is about; nothing is taken for it until `painted`."""
        self._prompt = prompt
        self._whose = whose
        self._unpainted = True
        self._pointed = None
        self.setAccessibleName(plain(prompt.text) + (f" {plain(prompt.item)}" if prompt.item else ""))
        self.setAccessibleDescription(", ".join(chip.words for chip in self._wanted_chips(prompt)))
        self._told = self._below_question(prompt)
        self._set_rows(prompt)
        self._measure()
        self.update()

    def _below_question(self, prompt: Prompt) -> tuple[tuple[Runs, ...], Role, str]:
        """What stands below the question: for the interviewer, the longest first; or the hint of a self-completion."""
        if not self._mode.has_interviewer:
            return (prompt.guidance,), "label", "soft"
        examples = any(offer.guidance for offer in prompt.offers)
        told = self.tr("Examples for each response: F1.") if examples else ""
        whole, more = plain(prompt.instruction).strip(), plain(prompt.guidance).strip()
        ways = [(self._beginning(whole), more), (self._beginning(whole), self._beginning(more))]
        if len(whole) <= LONGEST_WHOLE:
            ways = [(whole, more), (whole, self._beginning(more)), ways[1]]
        texts = (_in_lines(prompt.prompt_text, *way, told) for way in ways)
        return tuple(words(text) for text in dict.fromkeys(texts)), "instruction", "instruction"

    def _beginning(self, text: str) -> str:
        """What is always in sight, with a mark that there is more."""
        first, more, _ = text.partition("\n")
        ends = [found.end() for found in _SENTENCE.finditer(first)]
        if len(first) > LONGEST_TOLD and ends:
            end = max((end for end in ends if end <= LONGEST_TOLD), default=ends[0])
            first, more = first[:end], first[end:].strip() or more
        return self.tr("{beginning} … more: F1.").format(beginning=first.rstrip(":")) if more else first

    def _set_rows(self, prompt: Prompt) -> None:
        while len(self._rows) < len(prompt.offers):
            row = CategoryRow(self._look, self, for_respondent=not self._mode.has_interviewer)
            row.clicked.connect(self._row_clicked)
            self._rows.append(row)
        self._used = len(prompt.offers)
        several = isinstance(prompt.type, CodeAll)
        for row, offer in zip(self._rows, prompt.offers, strict=False):
            row.set_offer(offer, self._key(offer), several=several)
        for row in self._rows[self._used :]:
            row.hide()

    def _key(self, offer: Offer) -> str:
        if not self._mode.has_interviewer or not isinstance(offer.value, Missing):
            return ""
        return key_name(_MISSING_KEYS.get(offer.value, ""))

    def _row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, CategoryRow) and row.offer is not None:
            self.chosen.emit(row.offer.number)

    def mark(self, numbers: tuple[int, ...]) -> None:
        """Marks the categories with these numbers as chosen, and no others."""
        for row in self._rows[: self._used]:
            wanted = row.offer is not None and row.offer.number in numbers
            if row.isChecked() != wanted:
                row.setChecked(wanted)

    def row_of(self, number: int) -> QWidget | None:
        return next((row for row in self._rows[: self._used] if row.offer and row.offer.number == number), None)

    def read_next(self) -> QWidget | None:
        """Steps a running prompt to the next category that is read out; after the last it starts again."""
        read = [row for row in self._rows[: self._used] if row.offer and not row.offer.spontaneous]
        return self._point(read[(self._at(read) + 1) % len(read)]) if read else None

    def point(self, step: int) -> QWidget | None:
        """Points at the category below (1) or above (-1) the one pointed at."""
        rows = self._rows[: self._used]
        at = self._at(rows) if self._pointed is not None or step > 0 else len(rows)
        return self._point(rows[max(0, min(len(rows) - 1, at + step))]) if rows else None

    def _at(self, rows: list[CategoryRow]) -> int:
        return rows.index(self._pointed) if self._pointed in rows else -1

    def _point(self, row: CategoryRow | None) -> CategoryRow | None:
        if self._pointed is not None:
            self._pointed.set_reading(False)
        self._pointed = row
        if row is not None:
            row.set_reading(True)
        return row

    @property
    def pointed_at(self) -> Offer | None:
        return self._pointed.offer if self._pointed is not None else None

    def point_at(self, number: int) -> None:
        self._point(next((row for row in self._rows[: self._used] if row.offer and row.offer.number == number), None))

    def point_at_nothing(self) -> None:
        self._point(None)

    # Placing

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != event.size().width():
            self._measure()

    def set_page_height(self, height: int) -> None:
        """That of the whole page, with what is typed and searched below."""
        if height != self._page_height:
            self._page_height = height
            self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """With more or less room to see through, more or less of an instruction is told."""
        if event.type() == QEvent.Type.Resize and watched is self.parent() and len(self._told[0]) > 1:
            self._measure()
        return False

    def _room(self) -> int:
        """The height that can be seen at once."""
        parent = self.parentWidget()
        if self._prompt is not None and isinstance(self._prompt.type, Coded):
            return round(self._page_height * _SHARE_OF_SEARCH)
        return parent.height() if parent is not None else 0

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(WIDEST), self.minimumHeight())

    def _measure(self) -> None:
        """Places everything for the width of now."""
        prompt, px, look = self._prompt, self._look.px, self._look
        if prompt is None:
            return
        width = min(self.width(), px(WIDEST))
        y = self._chips.place(self._wanted_chips(prompt), px(12), width) + px(2)
        # Of a battery the stem is read out once; the item is what is asked now.
        stem, asked = (prompt.text, prompt.item) if prompt.item else ((), prompt.text)
        self._tops[self._stem] = y
        height = self._stem.set(stem, look.font("category"), width)
        y += height + px(8) if height else 0
        self._tops[self._question] = y
        y += self._question.set(asked, look.font(_role(prompt)), width) + px(8)
        self._tops[self._below] = y
        y = self._place_below(y, width)
        if y + px(2) != self.minimumHeight():
            self.setMinimumHeight(y + px(2))
            self.measured.emit()
        self.update()

    def _place_below(self, top: int, width: int) -> int:
        """The longest of what can be told that leaves all the rest in sight; at least the shortest."""
        ways, role, _ = self._told
        font, between = self._look.font(role), self._look.px(GAP) - self._look.px(4)
        end = top
        for told in ways:
            height = self._below.set(told, font, width)
            y = top + height + self._look.px(6) if height else top
            end = self._place_rows(y + between, width)
            if end + self._look.px(2) <= self._room():
                break
        return end

    def _wanted_chips(self, prompt: Prompt) -> list[Chip]:
        chips = [self._whose] if self._whose is not None else []
        if prompt.observation:
            chips.append(Chip("observation", self.tr("For you to answer from what you see. Do not ask.")))
        if prompt.card is not None:
            chips.append(Chip("card", self.tr("SHOW CARD {label}").format(label=prompt.card.label), "F2"))
        if isinstance(prompt.type, CodeAll):
            all_that = (
                self.tr("Code all that apply") if self._mode.has_interviewer else self.tr("Choose all that apply")
            )
            chips.append(Chip("prompt", all_that, most_in_words(prompt)))
        if prompt.prompt is not None:
            reads_on = self.tr("Space reads on") if prompt.prompt is PromptInstruction.RUNNING else ""
            chips.append(Chip("prompt", self._prompt_name(prompt.prompt), reads_on))
        return chips

    def _prompt_name(self, instruction: PromptInstruction) -> str:
        match instruction:
            case PromptInstruction.AS_NECESSARY:
                return self.tr("Prompt as necessary")
            case PromptInstruction.RUNNING:
                return self.tr("Running prompt")
            case PromptInstruction.INDIVIDUAL:
                return self.tr("Individual prompt")
            case PromptInstruction.READ_OUT:
                return self.tr("Read out")
            case PromptInstruction.DO_NOT_READ:
                return self.tr("Do not read out")

    def _place_rows(self, y: int, width: int) -> int:
        px = self._look.px
        read = [row for row in self._rows[: self._used] if row.offer and not row.offer.spontaneous]
        offered = [row for row in self._rows[: self._used] if row.offer and row.offer.spontaneous]
        gap = 0 if self._mode.has_interviewer else px(6)
        for row in read:
            y = self._place(row, 0, y, width) + gap
        height = self._keys.set(self._unlisted(), self._look.font("example"), width)
        self._tops[self._keys] = y + px(8)
        y += height + px(8) if height else 0
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
        prompt = self._prompt
        if prompt is None or not self._mode.has_interviewer or isinstance(prompt.type, Information):
            return ()
        keys = [
            f"{said(STATE_NAMES[state])} {key_name(key)}"
            for state, key in _MISSING_KEYS.items()
            if not prompt.lists(state)
        ]
        return words(self.tr("Not printed here: {keys}").format(keys=" · ".join(keys))) if keys else ()

    def _place(self, row: CategoryRow, x: int, y: int, width: int) -> int:
        height = row.lay_out(width)
        row.setGeometry(x, y, width, height)
        if row.isHidden():
            row.show()
        return y + height

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        prompt = self._prompt
        if prompt is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._chips.paint(painter)
        asked = "instruction" if prompt.observation else "ink"
        for text, colour in (
            (self._stem, "ink"),
            (self._question, asked),
            (self._below, self._told[2]),
            (self._keys, "soft"),
        ):
            text.draw(painter, 0, self._tops[text], self._look.colour(colour))
        self._paint_offered_box(painter)
        painter.end()
        if self._unpainted:
            self._unpainted = False
            self.painted.emit()

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
        painter.drawText(
            line, Qt.AlignmentFlag.AlignVCenter, self.tr("Only if the respondent says so. Do not read out.")
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._chips.at(event.position().toPoint()) == "card":
            self.showcard_wanted.emit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._measure()
        elif event.type() == QEvent.Type.ParentChange and (parent := self.parent()) is not None:
            parent.installEventFilter(self)
        return super().event(event)


def _in_lines(*texts: str) -> str:
    """One after the other; each in a line of its own where one of them has several."""
    said = [text for text in texts if text]
    return ("\n" if any("\n" in text for text in said) else " ").join(said)


def _role(prompt: Prompt) -> Role:
    if prompt.observation:
        return "observation"
    return "information" if isinstance(prompt.type, Information) else "question"
