"""The end of the route: nothing is left to ask. The interviewer finishes, or first mends what does not fit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.fieldwork.completion import Hindrance, Level
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import with_key
from capi.wording import Wording


class EndView(QWidget):
    """Shown in the place of a question."""

    finished = Signal()
    """Emitted when the interviewer confirms the end."""

    def __init__(self, look: Look, *, interviewer: bool) -> None:
        super().__init__()
        self._look = look
        self._interviewer = interviewer
        self._title = QLabel()
        self._title.setObjectName("title")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._hindrances = QLabel()
        self._hindrances.setWordWrap(True)
        self._hindrances.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(with_key(self.tr("Finish the interview"), "Enter"))
        self.button.setObjectName("main")
        self.button.setAccessibleName(self.tr("Finish the interview"))
        self.button.clicked.connect(self.finished)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(12)
        column.addWidget(self._hindrances)
        column.addLayout(row)
        column.addStretch(1)

    def show_end(self, answered: int, remarks: int, hindrances: Sequence[Hindrance], *, completed: bool) -> None:
        """`hindrances` stand in the way of completing; `completed`: it was before, and is only being looked at."""
        blocked = any(each.level is Level.BLOCK for each in hindrances)
        self._title.setText(
            self.tr("This interview is complete")
            if completed
            else self.tr("Not complete yet")
            if blocked
            else self.tr("End of the questions")
        )
        self._hindrances.setText("\n".join(self._lines(hindrances)))
        self._hindrances.setVisible(bool(hindrances))
        told = [self.tr("%Ln question(s) answered.", "", answered)]
        if self._interviewer:
            told += [self.tr("%Ln remark(s) made.", "", remarks)] if remarks else []
            told.append(self.tr("All is saved on this laptop."))
            told.append(self.tr("{key} goes back to change an answer.").format(key=key_name("PgUp")))
        else:
            told = [
                self.tr("Thank you."),
                *told,
                self.tr("All is saved. Please hand the laptop back to the interviewer."),
            ]
        self._text.setText(" ".join(told))
        words = (
            self.tr("Back to the cases")
            if completed
            else self.tr("Show what does not fit")
            if blocked
            else self.tr("Finish the interview")
        )
        self.button.setText(with_key(words, "Enter"))
        self.button.setAccessibleName(words)
        self.setAccessibleName(" ".join([f"{self._title.text()}. {self._text.text()}", *self._lines(hindrances)]))
        self.button.setFocus()

    def _lines(self, hindrances: Sequence[Hindrance]) -> list[str]:
        """What stands in the way, a line each; of many the first."""
        if not hindrances:
            return []
        told = self.tr("%Ln thing(s) do not fit yet: {key} shows where.", "", len(hindrances))
        lines = [told.format(key=key_name("Enter"))]
        messages = (each.message for each in hindrances[:_MOST_SAID])
        lines += [f"•  {said(message) if isinstance(message, Wording) else message}" for message in messages]
        if len(hindrances) > _MOST_SAID:
            lines.append(self.tr("%Ln more.", "", len(hindrances) - _MOST_SAID))
        return lines


_MOST_SAID = 4
