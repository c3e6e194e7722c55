"""The end of the route: nothing is left to ask. The interviewer finishes, or goes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.look import Look


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
        self.button = QPushButton("Finish the interview   Enter")
        self.button.setObjectName("main")
        self.button.setAccessibleName("Finish the interview")
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
        self._title.setText("This interview is complete" if completed else "End of the questions")
        questions = "1 question" if answered == 1 else f"{answered} questions"
        noted = "" if not remarks else (" and 1 remark" if remarks == 1 else f" and {remarks} remarks")
        if self._interviewer:
            said = f"{questions} answered{noted}; all saved on this laptop. PgUp goes back to change an answer."
        else:
            said = f"Thank you. {questions.capitalize()} answered; all saved. Please hand the laptop back to the interviewer."
        self._text.setText(said)
        self.button.setText("Back to the cases   Enter" if completed else "Finish the interview   Enter")
        self.setAccessibleName(f"{self._title.text()}. {said}")
        self.button.setFocus()
