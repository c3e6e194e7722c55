"""The cover: stands in the place of a question that the respondent answered alone. Her answer is not on the screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from capi.engine.fills import plain
from capi.engine.prompt import Prompt
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sealed import BY_HERSELF


class CoverView(QWidget):
    """The keys that go elsewhere work as at any question."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._question, self._told, self._how = QLabel(), QLabel(), QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 0)
        column.setSpacing(14)
        for label in (self._question, self._told, self._how):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        column.addStretch(1)
        self._how.setObjectName("soft")
        look.changed.connect(self._style)
        self._style()

    def _style(self) -> None:
        self._question.setFont(self._look.font("question"))
        self._told.setFont(self._look.font("category"))

    def cover(self, prompt: Prompt, *, handed: bool) -> None:
        """`handed`: to have it changed the laptop can be handed over again; else the interviewer asks again."""
        self._question.setText(plain(prompt.text))
        told = said(BY_HERSELF)
        self._told.setText(told[:1].upper() + told[1:] + ".")
        if handed:
            how, key = self.tr("{onward} goes on. To have it changed, hand the laptop over again: {key}."), "Ctrl+H"
        else:
            how, key = self.tr("{onward} goes on. To have it changed, ask the question again: {key}."), "F4"
        self._how.setText(how.format(onward=key_name("Enter"), key=key_name(key)))
        self.setAccessibleName(f"{plain(prompt.text)} {self._told.text()} {self._how.text()}")
