"""The box for the respondent's own words: it grows with its text, as far as it is given room."""

from math import ceil

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit


class WordsBox(QPlainTextEdit):
    """What is longer than the room is scrolled. Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    @property
    def wanted_height(self) -> int:
        """In pixels, with all its text in sight."""
        document, first = self.document(), self.document().firstBlock()
        line = self.blockBoundingRect(first).height() / max(1, first.lineCount())
        around = self.height() - self.viewport().height() + 2 * document.documentMargin()
        # The size of a plain document is counted in lines.
        return ceil(document.size().height() * line + around)

    def put(self, words: str) -> None:
        """Puts words there to be gone on with: the cursor is at their end, and no key replaces them."""
        self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)
