"""The answer entry: where the code, number, date or text is typed, with what it stands for beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
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
from capi.screens.words_box import WordsBox

_CODE, _CODES, _NUMBER, _DATE, _SEARCH = 76, 300, 190, 260, 440
_ONE_LINE, _LINES = 42, 110
"""Heights at 100 %: of a line, and of the box for words while there are few."""
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


class _Line(QLineEdit):
    focused = Signal()
    """Emitted when the keyboard has come to it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class AnswerEntry(QWidget):
    """One line for what is short, several for the respondent's own words, none where there is nothing to type."""

    codes_typed = Signal(object)
    """Emitted with the numbers that the line comes to, as a tuple."""
    search_typed = Signal(str)
    """Emitted with the words to look for in a coding frame."""
    edited = Signal()
    """Emitted when something else stands there than before, or it stands for something else."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._prompt: Prompt | None = None
        self._found: FrameEntry | None = None
        self._found_alone = False
        self._shown = ""
        self._replaced = True
        self._page_height = 0
        self._label = QLabel()
        self.line = _Line()
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.line.textEdited.connect(self._edited)
        self.line.textChanged.connect(self.edited)
        self.line.focused.connect(self._mark)
        self.words = WordsBox()
        self.words.textChanged.connect(self.edited)
        self.words.document().documentLayout().documentSizeChanged.connect(self._fit_words)
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
            case Verbatim() | Information():
                wide = 560
            case kind:
                wide = _width(kind)
        # As wide as what is typed here, in a narrow window narrower: it never widens the window.
        self._stack.setMinimumWidth(px(_CODE))
        self._stack.setMaximumWidth(px(wide))
        self._stack.setFixedHeight(px(_ONE_LINE))
        self._fit_words()

    def set_page_height(self, height: int) -> None:
        """Of the page, of which words may take a third."""
        self._page_height = height
        self._fit_words()

    def _fit_words(self) -> None:
        if self._prompt is not None and isinstance(self._prompt.type, Verbatim):
            least = self._look.px(_LINES)
            self._stack.setFixedHeight(max(least, min(self.words.wanted_height, self._page_height // 3)))

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
        self._replaced = True
        if isinstance(prompt.type, Verbatim):
            self._shown = prompt.answer if isinstance(prompt.answer, str) else ""
            self.words.put(self._shown)
        else:
            self._shown = shown
            self.line.setText(f"{shown} " if isinstance(prompt.type, CodeAll) and shown else shown)
            self._mark()
        if isinstance(prompt.answer, Missing):
            offer = prompt.offer(prompt.answer)
            self.set_echo(plain(offer.text) if offer else said(STATE_NAMES[prompt.answer]))
        else:
            self.set_echo(self._kept_words(prompt) if shown else self._hint(prompt))

    def _mark(self) -> None:
        """The next key replaces what stood there or was refused, but is added to what is half typed, and to codes."""
        text, prompt = self.line.text(), self._prompt
        several = prompt is not None and isinstance(prompt.type, CodeAll)
        start, end = codes_typed(prompt, text).fault_at if prompt is not None and several else (0, len(text))
        if self._replaced and end:
            self.line.setSelection(start, end - start)
        else:
            self.line.end(False)

    def _hint(self, prompt: Prompt) -> str:
        match prompt.type:
            case CodeAll():
                most = most_in_words(prompt)
                return self.tr("All that apply, {most}").format(most=most) if most else self.tr("All that apply")
            case Coded():
                return self.tr("words or code; ↑ ↓ Enter")
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
            self.words.put(text)
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
        self._replaced = True
        self._mark()

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
        self._replaced = False
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
    def is_empty(self) -> bool:
        return not self.unfinished.strip(None if self._stack.currentWidget() is self.words else SEPARATORS)

    @property
    def is_changed(self) -> bool:
        """Whether something is typed that is not the answer that is kept."""
        prompt = self._prompt
        if prompt is None or self.is_empty or self.unfinished.strip() == self._shown.strip():
            return False
        try:
            value = self.value()
        except NotUnderstood:
            return True
        return value != prompt.answer or type(value) is not type(prompt.answer)

    def _edited(self, text: str) -> None:
        self.tell("")
        self._replaced = False
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

    def set_found(self, entry: FrameEntry | None, told: str, *, alone: bool = False) -> None:
        """The entry of the frame that Enter takes; `alone`: no other has what is looked for."""
        self._found = entry
        self._found_alone = alone
        self.set_echo(told)
        self.edited.emit()

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

    def value_left(self) -> object:
        """What was typed, where it is left without Enter: of a search only what is found for certain. Raises NotUnderstood."""
        value, prompt, found = self.value(), self._prompt, self._found
        if prompt is not None and isinstance(prompt.type, Coded) and found is not None and not self._found_alone:
            looked_for = self.unfinished.strip().casefold()
            if looked_for not in (found.code.casefold(), found.text.casefold()):
                raise NotUnderstood(self.tr("More than one on the list has that."))
        return value

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
