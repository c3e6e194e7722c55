"""One question a page, for the respondent: its words, her answer, what is to be mended, and the way on and back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.engine.fills import Runs, plain
from capi.engine.prompt import Prompt
from capi.instrument.model import Information
from capi.screens.frame_indexes import FrameIndexes
from capi.screens.handover.answer_place import AnswerPlace
from capi.screens.handover.in_the_middle import in_the_middle
from capi.screens.look import Look, Role
from capi.screens.sheet import is_enter

WIDEST = 900
"""Pixels at 100 %: a line of some 70 letters."""


class QuestionPage(QWidget):
    """Made for one prompt."""

    continued = Signal()
    """Emitted when she wants to go on; `answer.value()` is what she has answered."""
    went_back = Signal()
    confirmed = Signal()
    """Emitted when she says that her answer is right as it is."""
    involved_chosen = Signal(str)
    """Emitted with another question of hers that does not fit with this one, where she wants to change that."""

    def __init__(self, look: Look, prompt: Prompt, indexes: FrameIndexes, *, first: bool) -> None:
        """`first`: there is no question of hers before it."""
        super().__init__()
        self._look = look
        self.prompt = prompt
        self.answer = AnswerPlace(look, prompt, indexes)
        self.answer.changed.connect(self._mend)
        self.fault = QLabel()
        self.fault.setObjectName("alarm")
        self.fault.setWordWrap(True)
        self.fault.setTextFormat(Qt.TextFormat.PlainText)
        self.fault.setFont(look.font("category"))
        self.fault.hide()
        self._mending = QVBoxLayout()
        self.back = self._button(self.tr("Back"))
        self.back.clicked.connect(self.went_back)
        self.onward = self._button(self.tr("Continue"), main=True)
        self.onward.clicked.connect(self.continued)
        self._lay_out()
        self.back.setVisible(not first)
        self.setAccessibleName(self._asked())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._bring_into_sight)

    def _button(self, words: str, *, main: bool = False) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName("main" if main else "")
        button.setAutoDefault(False)
        button.setMinimumSize(self._look.px(150), max(48, self._look.px(46)))
        return button

    def _asked(self) -> str:
        prompt = self.prompt
        return " ".join(filter(None, (plain(prompt.text), plain(prompt.item))))

    def _lay_out(self) -> None:
        px, prompt = self._look.px, self.prompt
        inside = QFrame()
        inside.setMaximumWidth(px(WIDEST))
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(10), px(4), px(10), px(10))
        column.setSpacing(px(12))
        if prompt.rows:
            column.addWidget(self._text(" › ".join(prompt.rows), "strong"))
        asked: Role = "information" if isinstance(prompt.type, Information) else "question"
        if prompt.item:
            column.addWidget(self._words(prompt.text, "category"))
            column.addWidget(self._words(prompt.item, "question"))
        else:
            column.addWidget(self._words(prompt.text, asked))
        if prompt.guidance:
            guidance = self._words(prompt.guidance, "label")
            guidance.setObjectName("soft")
            column.addWidget(guidance)
        column.addWidget(self.fault)
        column.addLayout(self._mending)
        column.addWidget(self.answer)
        column.addStretch(1)
        self.area = in_the_middle(inside)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addSpacing(px(12))
        foot.addWidget(self.onward)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area, 1)
        whole.addLayout(foot)

    def _words(self, runs: Runs, role: Role) -> QLabel:
        return self._text(plain(runs), role)

    def _text(self, text: str, role: Role) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(self._look.font(role))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        label.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        return label

    def take_keys(self) -> None:
        if isinstance(self.prompt.type, Information):
            self.onward.setFocus()
        else:
            self.answer.take_keys()

    def _bring_into_sight(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Where the keyboard is, with a little around it."""
        if now is not None and self.answer.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, self._look.px(20))

    # What is to be mended

    def refuse(self, why: str) -> None:
        """Says what is to be done before the next page can come."""
        self.fault.setText(why)
        self.fault.show()
        self.setAccessibleDescription(why)
        self.area.ensureWidgetVisible(self.fault)
        self.answer.take_keys()

    def question_answers(self, why: str, others: Sequence[tuple[str, str]], *, may_stand: bool) -> None:
        """The answers do not fit together. `others`: the questions of hers involved, with their labels."""
        self.refuse(why)
        if may_stand:
            right = self._button(self.tr("My answer is right"))
            right.clicked.connect(self.confirmed)
            self._mending.addWidget(right, 0, Qt.AlignmentFlag.AlignLeft)
        for field, label in others:
            other = self._button(self.tr("Change: {question}").format(question=label))
            other.setProperty("field", field)
            other.clicked.connect(self._choose_other)
            self._mending.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)

    def _choose_other(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.involved_chosen.emit(str(pressed.property("field")))

    def _mend(self) -> None:
        """She is at it: what was said of the answer before is taken away."""
        self.fault.hide()
        self.setAccessibleDescription("")
        while (item := self._mending.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button the keyboard is on, and goes on from everywhere else."""
        focused = self.focusWidget()
        if is_enter(event):
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.continued.emit()
        event.accept()
