"""The end of the route: nothing is left to ask. The interviewer finishes, or goes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.key_names import key_name
from capi.screens.look import Look
from capi.screens.sheet import with_key


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
        column.addLayout(row)
        column.addStretch(1)

    def show_end(self, answered: int, remarks: int, *, completed: bool) -> None:
        """`completed`: the case was finished before and is only being looked at."""
        self._title.setText(self.tr("This interview is complete") if completed else self.tr("End of the questions"))
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
        words = self.tr("Back to the cases") if completed else self.tr("Finish the interview")
        self.button.setText(with_key(words, "Enter"))
        self.button.setAccessibleName(words)
        self.setAccessibleName(f"{self._title.text()}. {self._text.text()}")
        self.button.setFocus()
