"""The question and the place of its answer: what is chosen above is typed below, and the other way round."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from capi.engine.prompt import Prompt
from capi.instrument.coding_frame import FrameIndex
from capi.instrument.model import CodeAll, Coded, FrameEntry, Information, Mode, PromptInstruction
from capi.screens.answer_entry import AnswerEntry
from capi.screens.chips import Chip
from capi.screens.frame_indexes import FrameIndexes
from capi.screens.frame_list import FrameList
from capi.screens.look import Look
from capi.screens.prompt_view import PromptView
from capi.screens.typed import is_listed
from capi.screens.typed_codes import numbers_of

_NO_LIMIT = 16_777_215
"""What Qt takes for no greatest height."""


class QuestionPanel(QFrame):
    """One prompt at a time."""

    painted = Signal()
    """Emitted once for each prompt, when it stands on the screen; until then nothing is taken for it."""
    showcard_wanted = Signal()
    picked = Signal()
    """Emitted when an entry of a coding frame was clicked twice: it is the answer."""

    def __init__(self, look: Look, mode: Mode) -> None:
        super().__init__()
        self._look = look
        self.view = PromptView(look, mode)
        self.entry = AnswerEntry(look)
        self.found = FrameList(look)
        self.indexes = FrameIndexes()
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
        column.addWidget(self.found, 1)
        self.found.hide()
        self.view.painted.connect(self._painted)
        self.view.measured.connect(self._share_room)
        self.view.chosen.connect(self._clicked)
        self.view.showcard_wanted.connect(self.showcard_wanted)
        self.entry.codes_typed.connect(self._typed)
        self.entry.search_typed.connect(self._search)
        self.found.marked.connect(self._found_marked)
        self.found.picked.connect(self.picked)

    @property
    def ready(self) -> bool:
        """Whether the question stands on the screen."""
        return self._ready

    def set_prompt(self, prompt: Prompt, whose: Chip | None = None) -> None:
        self._ready = False
        self.view.set_prompt(prompt, whose)
        self.area.verticalScrollBar().setValue(0)
        self.entry.set_prompt(prompt)
        self.view.mark(numbers_of(prompt))
        coded = isinstance(prompt.type, Coded)
        if coded:
            self._show_code(prompt)
        if coded is self.found.isHidden():
            self.found.setVisible(coded)
            self._share_room()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.entry.set_page_height(self.height())
        self.view.set_page_height(self.height())

    def _share_room(self) -> None:
        """A search gets all the room that its question leaves."""
        self.area.setMaximumHeight(self.view.minimumHeight() if not self.found.isHidden() else _NO_LIMIT)

    def _painted(self) -> None:
        self._ready = True
        self.painted.emit()

    # Categories

    def _typed(self, numbers: tuple[int, ...]) -> None:
        if not self._reads_on():
            self.view.point_at_nothing()
        self.view.mark(numbers)
        if numbers:
            self._bring_into_sight(self.view.row_of(numbers[-1]))

    def _bring_into_sight(self, row: QWidget | None) -> None:
        if row is not None:
            self.area.ensureWidgetVisible(row, 0, row.height() // 2)

    def _clicked(self, number: int) -> None:
        """Qt has turned the mark of the row already; what counts is what the line then says."""
        prompt = self.view.prompt
        if self._ready and prompt is not None and not isinstance(prompt.type, Information):
            self.view.mark(())
            self.entry.type_number(number)
            self.entry.focus()

    def choose_beside(self, step: int) -> None:
        """One down (1) or up (-1): types the number of that category; where several are coded, points at it."""
        prompt = self.view.prompt
        if prompt is None:
            return
        if isinstance(prompt.type, Coded):
            self.found.move_by(step)
        elif isinstance(prompt.type, CodeAll):
            self._bring_into_sight(self.view.point(step))
        elif is_listed(prompt) and prompt.offers:
            numbers = [offer.number for offer in prompt.offers]
            typed = self.entry.line.text()
            chosen = int(typed) if typed.isdigit() else None
            at = numbers.index(chosen) if chosen in numbers else (-1 if step > 0 else len(numbers))
            self.entry.type_number(numbers[max(0, min(len(numbers) - 1, at + step))])
        elif prompt.type == Information():
            bar = self.area.verticalScrollBar()
            bar.setValue(bar.value() + step * self._look.px(40))

    def _reads_on(self) -> bool:
        prompt = self.view.prompt
        return prompt is not None and prompt.prompt is PromptInstruction.RUNNING

    def takes_space(self) -> bool:
        """Whether Space does something of its own here; else it is text."""
        prompt = self.view.prompt
        if prompt is None or isinstance(prompt.type, CodeAll):
            return self._reads_on() or self.view.pointed_at is not None
        return is_listed(prompt) or isinstance(prompt.type, Information)

    def space(self) -> None:
        """In a running prompt marks the next category as being read out; else codes the one pointed at, or takes it out."""
        prompt = self.view.prompt
        if self._reads_on():
            self.entry.end_code()
            self._bring_into_sight(self.view.read_next())
        elif prompt is not None and isinstance(prompt.type, CodeAll) and self.view.pointed_at is not None:
            pointed = self.view.pointed_at
            self.entry.type_number(pointed.number)
            self.view.point_at(pointed.number)

    # Searching

    def _index(self, prompt: Prompt) -> FrameIndex | None:
        return self.indexes.of(prompt.frame) if prompt.frame is not None else None

    def _show_code(self, prompt: Prompt) -> None:
        index = self._index(prompt)
        entry = index.entry(prompt.answer) if index is not None and isinstance(prompt.answer, str) else None
        echo = self.entry.echo
        self.found.show_entries((entry,) if entry else ())
        if entry is None:
            self.entry.set_found(None, echo)

    def _search(self, text: str) -> None:
        prompt = self.view.prompt
        index = self._index(prompt) if prompt is not None else None
        self.found.show_entries(index.search(text) if index is not None and text.strip() else ())

    def _found_marked(self, entry: FrameEntry | None) -> None:
        if entry is not None:
            self.entry.set_found(entry, f"{entry.code}  {entry.text}", alone=len(self.found.entries) == 1)
        else:
            empty = self.entry.is_empty
            self.entry.set_found(None, self.entry.echo if empty else self.tr("nothing found"))
