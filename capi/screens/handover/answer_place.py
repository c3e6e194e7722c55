"""The place of her answer: rows to touch, boxes to write into, or both; no number of a category is ever typed."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from capi.engine.prompt import Prompt
from capi.instrument.coding_frame import FrameIndex
from capi.instrument.model import (
    SEEN,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Information,
    Missing,
    PartialDate,
    RowChoice,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.screens.frame_indexes import FrameIndexes
from capi.screens.handover.touch_keys import TouchKeys
from capi.screens.handover.touch_rows import Touched, TouchRows
from capi.screens.handover.written import Line, Words, type_into
from capi.screens.look import Look
from capi.screens.typed import NotUnderstood, hint, value_typed
from capi.screens.typed_codes import stands_alone
from capi.screens.typeset import words as as_runs
from capi.wording import Wording

MOST_FOUND = 25
_CHOOSE = Wording("AnswerPlace", "Please choose an answer.")
_CHOOSE_ANY = Wording("AnswerPlace", "Please choose all that apply to you.")
_TOO_MANY = Wording("AnswerPlace", "Please choose at most {most}.")
_WRITE = Wording("AnswerPlace", "Please write your answer.")
_FIND = Wording("AnswerPlace", "Please write a word to look for, and choose from the list.")
_WHOLE_DATE = Wording("AnswerPlace", "Please fill in day, month and year, in numbers.")
_PART_DATE = Wording("AnswerPlace", "Please fill in at least the year; leave out what you do not know.")
_WHOLE_TIME = Wording("AnswerPlace", "Please fill in hours and minutes, such as 17 and 40.")


class AnswerPlace(QWidget):
    """Made for one prompt, with the answer that it has."""

    changed = Signal()
    """Emitted when she has chosen or written something else."""

    def __init__(self, look: Look, prompt: Prompt, indexes: FrameIndexes) -> None:
        super().__init__()
        self._look = look
        self._prompt = prompt
        self._index: FrameIndex | None = None if prompt.frame is None else indexes.of(prompt.frame)
        self.lines: list[Line] = []
        self.words: Words | None = None
        self.found: TouchRows | None = None
        self.rows: TouchRows | None = None
        self.keys: TouchKeys | None = None
        self._written_last: QLineEdit | QPlainTextEdit | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(12))
        self._make()
        self._put_rows()
        self._show_answer()

    def _make(self) -> None:
        match self._prompt.type:
            case Choice() | CodeAll() | RowChoice() | Information():
                pass
            case WholeNumber():
                self._put_lines([(self.tr("Number"), 14, 200)], hint(self._prompt))
                self._put_digits("")
            case DecimalNumber():
                self._put_lines([(self.tr("Number"), 20, 200)], hint(self._prompt))
                self._put_digits(".")
            case Date() | PartialDate():
                self._put_lines([(self.tr("Day"), 2, 90), (self.tr("Month"), 2, 90), (self.tr("Year"), 4, 120)])
                self._put_digits("")
            case Time():
                self._put_lines([(self.tr("Hours"), 2, 90), (self.tr("Minutes"), 2, 90)])
                self._put_digits("")
            case Verbatim():
                self._put_words()
            case Coded():
                self._put_lines([(self.tr("Words to look for"), 120, 440)])
                self.lines[0].textChanged.connect(self._search)
                self._put_letters()
                self.found = TouchRows(self._look, ())
                self.found.changed.connect(self._found_chosen)
                self._column.addWidget(self.found)

    def _put_lines(self, wanted: Sequence[tuple[str, int, int]], told: str = "") -> None:
        beside = QHBoxLayout()
        beside.setSpacing(self._look.px(16))
        for name, full, wide in wanted:
            line = Line(self._look, name, full=full, wide=wide)
            line.textEdited.connect(self._written)
            line.installEventFilter(self)
            label = QLabel(name)
            label.setBuddy(line)
            label.setFont(self._look.font("label"))
            together = QVBoxLayout()
            together.addWidget(label)
            together.addWidget(line)
            beside.addLayout(together)
            self.lines.append(line)
        if told:
            bounds = QLabel(told)
            bounds.setFont(self._look.font("label"))
            beside.addWidget(bounds, 0, Qt.AlignmentFlag.AlignBottom)
        beside.addStretch(1)
        self._column.addLayout(beside)
        self._written_last = self.lines[0]

    def _put_words(self) -> None:
        self.words = Words(self._look, self.tr("Your answer"))
        self.words.textChanged.connect(self._written)
        self.words.installEventFilter(self)
        self._written_last = self.words
        self._column.addWidget(self.words)
        self._put_letters()

    def _put_digits(self, also: str) -> None:
        lowest = getattr(self._prompt.type, "minimum", 0)
        self.keys = TouchKeys(self._look, also=also + ("-" if lowest < 0 else ""))
        self.keys.typed.connect(self._touched)
        self._column.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_letters(self) -> None:
        """They take the room of the answer, and come when they are wanted."""
        self._wanted = QPushButton(self.tr("Keys on the screen"))
        self._wanted.setCheckable(True)
        self._wanted.setMinimumHeight(max(44, self._look.px(42)))
        self.keys = TouchKeys(self._look, letters=True)
        self.keys.typed.connect(self._touched)
        self.keys.hide()
        self._wanted.toggled.connect(self.keys.setVisible)
        self._column.addWidget(self._wanted, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_rows(self) -> None:
        prompt = self._prompt
        several = isinstance(prompt.type, CodeAll)
        answers = [Touched(each.value, each.text, each.example, stands_alone(each)) for each in prompt.offers]
        if answers:
            self.rows = TouchRows(self._look, answers, several=several)
            self.rows.changed.connect(self._row_chosen)
            self._column.addWidget(self.rows)

    def _show_answer(self) -> None:
        answer = self._prompt.answer
        if self.rows is not None:
            self.rows.choose(answer if isinstance(answer, tuple) else (answer,))
        if answer is None or isinstance(answer, Missing | tuple):
            return
        if self.words is not None and isinstance(answer, str):
            self.words.put(answer)
        elif isinstance(self._prompt.type, Coded) and self._index is not None and isinstance(answer, str):
            entry = self._index.entry(answer)
            if entry is not None and self.found is not None:
                self.found.put([Touched(entry.code, as_runs(entry.text))])
                self.found.choose([entry.code])
        else:
            for line, text in zip(self.lines, _parts(answer), strict=False):
                line.setText(text)

    # What she does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit | QPlainTextEdit):
            self._written_last = watched
        return False

    def _touched(self, sign: str) -> None:
        if self._written_last is not None:
            self._written_last.setFocus()
            type_into(self._written_last, sign)
            if isinstance(self._written_last, QLineEdit):
                self._written()

    def _written(self) -> None:
        """What is written is the answer, and not a row that was chosen before; a box that is full leads to the next."""
        if self.rows is not None and (self.words is None or self.words.toPlainText()):
            self.rows.choose(())
        line = self._written_last
        if isinstance(line, Line) and line in self.lines[:-1] and len(line.text()) == line.maxLength():
            self.lines[self.lines.index(line) + 1].setFocus()
        self.changed.emit()

    def _row_chosen(self) -> None:
        """A row such as `I don’t know` is the answer, and not what was written before."""
        if self.rows is not None and self.rows.chosen:
            for line in self.lines:
                line.clear()
            if self.words is not None:
                self.words.clear()
            if self.found is not None:
                self.found.put(())
        self.changed.emit()

    def _search(self, text: str) -> None:
        if self.found is not None and self._index is not None and text.strip():
            entries = self._index.search(text)[:MOST_FOUND]
            self.found.put([Touched(entry.code, as_runs(entry.text)) for entry in entries])

    def _found_chosen(self) -> None:
        if self.rows is not None:
            self.rows.choose(())
        self.changed.emit()

    def take_keys(self) -> None:
        if self.lines:
            self.lines[0].setFocus()
        elif self.words is not None:
            self.words.setFocus()
        elif self.rows is not None:
            self.rows.take_keys()

    # What it comes to

    def value(self) -> object:
        """Her answer. Raises NotUnderstood, with what is to be done."""
        prompt = self._prompt
        chosen = () if self.rows is None else self.rows.chosen
        match prompt.type:
            case Information():
                return SEEN
            case Choice() | RowChoice():
                if not chosen:
                    raise NotUnderstood(_CHOOSE)
                return chosen[0].value
            case CodeAll(most):
                return _all_that_apply([each.value for each in chosen], most)
            case _ if chosen:
                return chosen[0].value
            case Verbatim():
                if self.words is None or not self.words.toPlainText().strip():
                    raise NotUnderstood(_WRITE)
                return self.words.toPlainText()
            case Coded():
                if self.found is None or not self.found.chosen:
                    raise NotUnderstood(_FIND)
                return self.found.chosen[0].value
            case _:
                return self._written_in_lines()

    def _written_in_lines(self) -> object:
        parts = [line.text().strip() for line in self.lines]
        match self._prompt.type:
            case Date():
                if not all(part.isdigit() for part in parts):
                    raise NotUnderstood(_WHOLE_DATE)
                text = "/".join(parts)
            case PartialDate():
                if not parts[2].isdigit() or (parts[0] and not parts[1]):
                    raise NotUnderstood(_PART_DATE)
                text = " ".join(part or "?" for part in parts) if parts[0] else " ".join(filter(None, parts[1:]))
                text = f"? {text}" if parts[1] and not parts[0] else text
            case Time():
                if not all(part.isdigit() for part in parts):
                    raise NotUnderstood(_WHOLE_TIME)
                text = f"{parts[0]}:{parts[1]:0>2}"
            case _:
                text = parts[0]
        if not text:
            raise NotUnderstood(_WRITE)
        return value_typed(self._prompt, text)


def _all_that_apply(values: list[object], most: int) -> object:
    if not values:
        raise NotUnderstood(_CHOOSE_ANY)
    if isinstance(values[0], Missing):
        return values[0]
    if len(values) > most:
        raise NotUnderstood(_TOO_MANY.filled(most=most))
    return tuple(sorted(value for value in values if isinstance(value, int)))


def _parts(answer: int | Decimal | str) -> list[str]:
    """The answer as it stands in the boxes: a day before its month and year, hours before minutes."""
    match answer:
        case str() if ":" in answer:
            return answer.split(":")
        case str():
            year, *rest = answer.split("-")
            month, day = [*rest, "", ""][:2]
            return [day, month, year]
        case Decimal():
            return [f"{answer:f}"]
        case _:
            return [str(answer)]
