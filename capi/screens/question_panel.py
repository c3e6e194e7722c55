"""The question and the place of its answer: what is chosen above is typed below, and the other way round."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from capi.engine.prompt import Prompt
from capi.instrument.model import Choice, Mode, PromptInstruction
from capi.screens.answer_entry import AnswerEntry
from capi.screens.look import Look
from capi.screens.prompt_view import PromptView


class QuestionPanel(QFrame):
    """One prompt at a time."""

    painted = Signal()
    """Emitted once for each prompt, when it stands on the screen; until then nothing is taken for it."""
    showcard_wanted = Signal()

    def __init__(self, look: Look, mode: Mode) -> None:
        super().__init__()
        self.view = PromptView(look, mode)
        self.entry = AnswerEntry(look)
        self._ready = False
        self.area = QScrollArea()
        self.area.setWidget(self.view)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self.view.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area, 1)
        column.addWidget(self.entry)
        self.view.painted.connect(self._painted)
        self.view.chosen.connect(self._clicked)
        self.view.showcard_wanted.connect(self.showcard_wanted)
        self.entry.code_typed.connect(self._typed)

    @property
    def ready(self) -> bool:
        """Whether the question stands on the screen."""
        return self._ready

    def set_prompt(self, prompt: Prompt) -> None:
        self._ready = False
        self.view.set_prompt(prompt)
        self.area.verticalScrollBar().setValue(0)
        self.entry.set_prompt(prompt)
        offer = prompt.offer(prompt.answer)
        self.view.mark(offer.number if offer else None)

    def _painted(self) -> None:
        self._ready = True
        self.painted.emit()

    def _typed(self, number: int) -> None:
        self.view.mark(number)
        self._bring_into_sight(self.view.row_of(number))

    def _bring_into_sight(self, row: QWidget | None) -> None:
        if row is not None:
            self.area.ensureWidgetVisible(row, 0, row.height() // 2)

    def _clicked(self, number: int) -> None:
        self.view.mark(None)
        if self._ready:
            self.entry.type_number(number)
            self.entry.focus()

    def choose_beside(self, step: int) -> None:
        """Types the number of the category below (1) or above (-1) the one typed."""
        prompt = self.view.prompt
        if prompt is None or not prompt.offers or not isinstance(prompt.type, Choice):
            return
        numbers = [offer.number for offer in prompt.offers]
        typed = self.entry.line.text()
        chosen = int(typed) if typed.isdigit() else None
        at = numbers.index(chosen) if chosen in numbers else (-1 if step > 0 else len(numbers))
        number = numbers[max(0, min(len(numbers) - 1, at + step))]
        self.entry.type_number(number)

    def read_next(self) -> None:
        """In a running prompt, marks the next category as being read out."""
        if self.view.prompt is not None and self.view.prompt.prompt is PromptInstruction.RUNNING:
            self._bring_into_sight(self.view.read_next())
