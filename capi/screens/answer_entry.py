"""The answer entry: where the code, number or text is typed, with what it stands for beside it."""

from typing import assert_never

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from capi.engine.answers import STATE_WORDS
from capi.engine.fills import plain
from capi.engine.prompt import Prompt
from capi.instrument.model import Choice, Missing, Verbatim, WholeNumber
from capi.screens.look import Look


class NotUnderstood(ValueError):
    """What was typed is no answer here; the message says what is."""


class _Echo(QLabel):
    """On one line, cut with an ellipsis where it is too long; it never widens the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()


class AnswerEntry(QWidget):
    """One line for codes and numbers, several for the respondent's own words."""

    code_typed = Signal(int)
    """Emitted with the number as it stands in the line; -1 where there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._prompt: Prompt | None = None
        self._label = QLabel("Code")
        self.line = QLineEdit()
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.textEdited.connect(self._edited)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("Answer in the respondent’s own words")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.line)
        self._stack.addWidget(self.words)
        self._echo = _Echo()
        self._echo.setTextFormat(Qt.TextFormat.PlainText)
        self._fault = QLabel()
        self._fault.setObjectName("alarm")
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._label)
        row.addWidget(self._stack)
        row.addWidget(self._echo, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._fault)
        self._fault.hide()
        for widget in (self._label, self._echo, self.line, self.words):
            widget.setObjectName("answer")
        look.changed.connect(self._size)

    def _size(self) -> None:
        px = self._look.px
        verbatim = self._prompt is not None and isinstance(self._prompt.type, Verbatim)
        code = self._prompt is None or isinstance(self._prompt.type, Choice)
        self._stack.setFixedSize(
            QSize(px(560) if verbatim else px(76) if code else px(170), px(110) if verbatim else px(42))
        )

    def set_prompt(self, prompt: Prompt) -> None:
        """Empties the entry for the question, or puts its answer into it, marked so that typing replaces it."""
        before = self._prompt
        self._prompt = prompt
        if before is None or type(before.type) is not type(prompt.type):
            self._show_kind(prompt)
        if isinstance(prompt.type, WholeNumber):
            self.set_echo(f"{prompt.unit} ({prompt.type.minimum:,} to {prompt.type.maximum:,})".strip())
        self._show_answer(prompt)
        self.tell("")
        self.focus()

    def _show_kind(self, prompt: Prompt) -> None:
        verbatim = isinstance(prompt.type, Verbatim)
        self._stack.setCurrentWidget(self.words if verbatim else self.line)
        self._label.setText("Answer" if verbatim else "Code" if isinstance(prompt.type, Choice) else "Number")
        self.line.setMaxLength(4 if isinstance(prompt.type, Choice) else 18)
        self.line.setAccessibleName("Code of the answer" if isinstance(prompt.type, Choice) else "Number")
        self._size()

    def _show_answer(self, prompt: Prompt) -> None:
        offer = prompt.offer(prompt.answer)
        shown = ""
        match prompt.answer:
            case Missing() as state:
                shown = str(offer.number) if offer else ""
                self.set_echo(STATE_WORDS[state] if offer is None else plain(offer.text))
            case None:
                if not isinstance(prompt.type, WholeNumber):
                    self.set_echo("")
            case int() | str():
                shown = str(offer.number) if offer else str(prompt.answer)
                if offer:
                    self.set_echo(plain(offer.text))
        if isinstance(prompt.type, Verbatim):
            if prompt.answer is None or isinstance(prompt.answer, str):
                self.set_echo("")
            self.words.setPlainText(shown if isinstance(prompt.answer, str) else "")
            self.words.selectAll()
        else:
            self.line.setText(shown)
            self.line.selectAll()

    def focus(self) -> None:
        (self.words if self._stack.currentWidget() is self.words else self.line).setFocus()

    def set_echo(self, words: str) -> None:
        """What the code stands for; the whole of it is on the list above."""
        if self._echo.text() != words:
            self._echo.setText(words)

    def tell(self, fault: str) -> None:
        """Says under the line why it was not taken; an empty text takes that away."""
        if fault != self._fault.text():
            self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    def refuse(self, fault: str) -> None:
        """Says why, and marks what was typed so that the next key replaces it."""
        self.tell(fault)
        self.line.selectAll()

    def type_number(self, number: int) -> None:
        """Puts a number into the line as if it had been typed."""
        self.line.setText(str(number))
        self._edited(str(number))

    def clear(self) -> None:
        self.line.clear()
        self.words.clear()
        self._edited("")

    @property
    def words_written(self) -> str:
        """The respondent's own words as far as they are written; empty at any other kind of question."""
        return self.words.toPlainText().strip() if self._stack.currentWidget() is self.words else ""

    @property
    def is_empty(self) -> bool:
        return not (self.words.toPlainText() if self._stack.currentWidget() is self.words else self.line.text()).strip()

    def _edited(self, text: str) -> None:
        self.tell("")
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else -1
        prompt = self._prompt
        if prompt is not None and isinstance(prompt.type, Choice):
            offer = prompt.offer_numbered(number)
            self.set_echo(plain(offer.text) if offer else "")
        self.code_typed.emit(number)

    def value(self) -> object:
        """What was typed, as an answer to the question. Raises NotUnderstood."""
        prompt = self._prompt
        if prompt is None:
            raise NotUnderstood("There is no question.")
        text = self.line.text().strip()
        if self.is_empty:
            what = "the number of an answer" if isinstance(prompt.type, Choice) else "the answer"
            raise NotUnderstood(f"Type {what}, then Enter.")
        match prompt.type:
            case Choice():
                offer = (
                    prompt.offer_numbered(int(text)) if text.isascii() and text.isdigit() and len(text) <= 6 else None
                )
                if offer is None:
                    numbers = ", ".join(str(offer.number) for offer in prompt.offers)
                    raise NotUnderstood(f"{text} is not on the list. Type one of {numbers}.")
                return offer.value
            case WholeNumber(minimum, maximum):
                digits = text.replace(",", "").replace(" ", "")
                if not digits.removeprefix("-").isascii() or not digits.removeprefix("-").isdigit() or len(digits) > 15:
                    raise NotUnderstood(f"Type a whole number from {minimum:,} to {maximum:,}.")
                return int(digits)
            case Verbatim():
                return self.words.toPlainText()
            case _:
                assert_never(prompt.type)
