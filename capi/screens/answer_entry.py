"""The answer entry: where the code, number, date or text is typed, with what it stands for beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QTextCursor
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

from capi.engine.fills import plain
from capi.engine.prompt import Prompt
from capi.instrument.model import (
    SEEN,
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    FrameEntry,
    Information,
    Missing,
    PartialDate,
    RowChoice,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.names import STATE_NAMES
from capi.screens.typed import NotUnderstood, as_typed, hint, is_listed, offer_typed, read_back, value_typed
from capi.screens.typed_codes import SEPARATORS, codes_typed, most_in_words, toggled

_CODE, _CODES, _NUMBER, _DATE, _SEARCH = 76, 300, 190, 260, 440
_LONGEST = {Choice: 4, RowChoice: 4, CodeAll: 120, Coded: 120}


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
    """One line for what is short, several for the respondent's own words, none where there is nothing to type."""

    codes_typed = Signal(object)
    """Emitted with the numbers that the line comes to, as a tuple."""
    search_typed = Signal(str)
    """Emitted with the words to look for in a coding frame."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._prompt: Prompt | None = None
        self._found: FrameEntry | None = None
        self._label = QLabel()
        self.line = QLineEdit()
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.textEdited.connect(self._edited)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(self.tr("Answer in the respondent’s own words"))
        self.nothing = QLabel(self.tr("Nothing to enter: Enter goes on."))
        self.nothing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self.line, self.words, self.nothing):
            self._stack.addWidget(widget)
        self._echo = _Echo()
        self._echo.setTextFormat(Qt.TextFormat.PlainText)
        self._fault = QLabel()
        self._fault.setObjectName("alarm")
        self._fault.setTextFormat(Qt.TextFormat.PlainText)
        self._fault.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._label)
        row.addWidget(self._stack, 1_000)
        row.addWidget(self._echo, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._fault)
        self._fault.hide()
        for labelled in (self._label, self._echo, self.line, self.words, self.nothing):
            labelled.setObjectName("answer")
        look.changed.connect(self._size)

    def _size(self) -> None:
        px = self._look.px
        match self._prompt.type if self._prompt else None:
            case Verbatim():
                wide, tall = 560, 110
            case Information():
                wide, tall = 560, 42
            case kind:
                wide, tall = _width(kind), 42
        # As wide as what is typed here, in a narrow window narrower: it never widens the window.
        self._stack.setMinimumWidth(px(_CODE))
        self._stack.setMaximumWidth(px(wide))
        self._stack.setFixedHeight(px(tall))

    def set_prompt(self, prompt: Prompt) -> None:
        """Empties the entry for the question, or puts its answer into it."""
        before = self._prompt
        self._prompt = prompt
        self._found = None
        if before is None or type(before.type) is not type(prompt.type):
            self._show_kind(prompt)
        self._show_answer(prompt)
        self.tell("")
        self.focus()

    def _show_kind(self, prompt: Prompt) -> None:
        label, name = self._named(prompt)
        self._label.setText(label)
        self.line.setAccessibleName(name)
        self.nothing.setAccessibleName(name)
        self._stack.setCurrentWidget(
            self.words
            if isinstance(prompt.type, Verbatim)
            else self.nothing
            if isinstance(prompt.type, Information)
            else self.line
        )
        self._label.setVisible(bool(label))
        self.line.setMaxLength(_LONGEST.get(type(prompt.type), 32))
        centred = is_listed(prompt) or not isinstance(prompt.type, CodeAll | Coded)
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter if centred else Qt.AlignmentFlag.AlignLeft)
        self._size()

    def _named(self, prompt: Prompt) -> tuple[str, str]:
        """What stands before the line, and what a screen reader says of it."""
        match prompt.type:
            case Choice():
                return self.tr("Code"), self.tr("Code of the answer")
            case CodeAll():
                return self.tr("Codes"), self.tr("Codes of all that apply")
            case RowChoice():
                return self.tr("Number"), self.tr("Number on the list")
            case WholeNumber() | DecimalNumber():
                return self.tr("Number"), self.tr("Number")
            case Date() | PartialDate():
                return self.tr("Date"), self.tr("Date")
            case Time():
                return self.tr("Time"), self.tr("Time")
            case Coded():
                return self.tr("Find"), self.tr("Words or code to look for")
            case Information():
                return "", self.tr("Enter goes on")
            case Verbatim():
                return self.tr("Answer"), self.tr("Answer")

    def _show_answer(self, prompt: Prompt) -> None:
        shown = as_typed(prompt)
        if isinstance(prompt.type, Verbatim):
            self.words.setPlainText(prompt.answer if isinstance(prompt.answer, str) else "")
            self.words.selectAll()
        elif isinstance(prompt.type, CodeAll) and shown:
            # What comes is one code more, or less: it does not replace the others.
            self.line.setText(shown + " ")
        else:
            self.line.setText(shown)
            self.line.selectAll()
        if isinstance(prompt.answer, Missing):
            offer = prompt.offer(prompt.answer)
            self.set_echo(plain(offer.text) if offer else said(STATE_NAMES[prompt.answer]))
        else:
            self.set_echo(self._kept_words(prompt) if shown else self._hint(prompt))

    def _hint(self, prompt: Prompt) -> str:
        match prompt.type:
            case CodeAll():
                most = most_in_words(prompt)
                return self.tr("All that apply, {most}").format(most=most) if most else self.tr("All that apply")
            case Coded():
                return self.tr("its words or code; ↑ ↓ and Enter")
            case Information() | Verbatim():
                return ""
            case _:
                return hint(prompt)

    def _kept_words(self, prompt: Prompt) -> str:
        if isinstance(prompt.type, CodeAll):
            return self.tr("type a number to add it, or again to take it out")
        return "" if isinstance(prompt.type, Information) else read_back(prompt, as_typed(prompt))

    @property
    def takers(self) -> tuple[QWidget, ...]:
        """The widgets that take keys."""
        return self.line, self.words, self.nothing

    @property
    def unfinished(self) -> str:
        """What is typed so far."""
        return self.words.toPlainText() if self._stack.currentWidget() is self.words else self.line.text()

    def take_up(self, text: str) -> None:
        """Goes on with what was typed before the question was put anew."""
        if text == self.unfinished:
            return
        if self._stack.currentWidget() is self.words:
            self.words.setPlainText(text)
            self.words.moveCursor(QTextCursor.MoveOperation.End)
        else:
            self.line.setText(text)
            self._edited(text)

    @property
    def current(self) -> QWidget:
        """Where keys go: the line, the lines for words, or the place where there is nothing to type."""
        return self._stack.currentWidget() or self.line

    def focus(self) -> None:
        self.current.setFocus()

    def set_echo(self, words: str) -> None:
        """What the code stands for; the whole of it is on the list above."""
        if self._echo.text() != words:
            self._echo.setText(words)

    @property
    def echo(self) -> str:
        return self._echo.text()

    def tell(self, fault: str) -> None:
        """Says under the line why it was not taken; an empty text takes that away."""
        if fault != self._fault.text():
            self._fault.setText(fault)
        self._fault.setVisible(bool(fault))

    @property
    def told(self) -> str:
        return self._fault.text()

    def refuse(self, fault: str) -> None:
        """Says why, and marks what is wrong so that the next key replaces it."""
        self.tell(fault)
        prompt = self._prompt
        if prompt is not None and isinstance(prompt.type, CodeAll):
            start, end = codes_typed(prompt, self.line.text()).fault_at
            if end:
                self.line.setSelection(start, end - start)
            return
        self.line.selectAll()

    def type_number(self, number: int) -> None:
        """Puts a number into the line as if it had been typed; where several are coded, adds it or takes it out."""
        prompt = self._prompt
        if prompt is not None and isinstance(prompt.type, CodeAll):
            codes = toggled(prompt, self.line.text(), number)
            self._put(codes.as_typed)
            self.set_echo(codes.word)
            self.tell(codes.fault)
        else:
            self.line.setText(str(number))
            self._edited(str(number))

    def _put(self, codes: str) -> None:
        self.line.setText(f"{codes} " if codes else "")
        if self._prompt is not None:
            self.codes_typed.emit(codes_typed(self._prompt, codes).numbers)

    def end_code(self) -> None:
        """Where several are coded, sets the code typed apart from the next, as its key would."""
        text = self.line.text()
        if self._prompt is not None and isinstance(self._prompt.type, CodeAll) and text and text[-1] not in SEPARATORS:
            self.line.setText(f"{text} ")
            self._edited(f"{text} ")

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
        current = self._stack.currentWidget()
        text = self.words.toPlainText() if current is self.words else self.line.text()
        return not text.strip(" " + SEPARATORS if current is self.line else None)

    def _edited(self, text: str) -> None:
        self.tell("")
        prompt = self._prompt
        if prompt is None:
            return
        match prompt.type:
            case CodeAll():
                self._edited_codes(prompt, text)
            case Coded():
                self.set_echo("" if text.strip() else self._hint(prompt))
                self.search_typed.emit(text)
            case Choice() | RowChoice():
                offer = offer_typed(prompt, text)
                self.set_echo(plain(offer.text) if offer else "")
                self.codes_typed.emit((offer.number,) if offer else ())
            case _:
                self.set_echo(read_back(prompt, text))

    def _edited_codes(self, prompt: Prompt, text: str) -> None:
        codes = codes_typed(prompt, text)
        self.set_echo(codes.word if codes.numbers or codes.word or codes.fault else self._hint(prompt))
        begun = bool(text) and text[-1] not in SEPARATORS
        # A code still being typed, the 1 of 12, is no fault yet; once it is over, what it did is done.
        if codes.fault and (codes.over or not (begun and codes.fault_at[1] == len(text))):
            self.tell(codes.fault)
        elif not begun and codes.as_typed != text.strip():
            self.line.setText(f"{codes.as_typed} " if codes.numbers else "")
        self.codes_typed.emit(codes.numbers)

    def set_found(self, entry: FrameEntry | None, told: str) -> None:
        """The entry of the frame that Enter takes."""
        self._found = entry
        self.set_echo(told)

    def value(self) -> object:
        """What was typed, as an answer to the question. Raises NotUnderstood."""
        prompt = self._prompt
        if prompt is None:
            raise NotUnderstood(self.tr("There is no question."))
        if isinstance(prompt.type, Information):
            return SEEN
        if self.is_empty:
            raise NotUnderstood(self._nothing_typed(prompt))
        match prompt.type:
            case Verbatim():
                return self.words.toPlainText()
            case Coded():
                if self._found is None:
                    raise NotUnderstood(self.tr("Nothing on the list has that. Type fewer words, or others."))
                return self._found.code
            case _:
                return value_typed(prompt, self.line.text().strip())

    def _nothing_typed(self, prompt: Prompt) -> str:
        match prompt.type:
            case Choice() | RowChoice():
                return self.tr("Type the number of an answer, then Enter.")
            case CodeAll():
                return self.tr("Type the numbers of all that apply, then Enter.")
            case Coded():
                return self.tr("Type words or a code to look for, then Enter.")
            case _:
                return self.tr("Type the answer, then Enter.")


def _width(kind: object) -> int:
    match kind:
        case CodeAll():
            return _CODES
        case Date() | PartialDate():
            return _DATE
        case Coded():
            return _SEARCH
        case WholeNumber() | DecimalNumber() | Time():
            return _NUMBER
        case _:
            return _CODE
