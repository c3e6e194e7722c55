"""Kills an interview at one event after another. Run as a program of its own: a dead window tells no tales.

    python kill_sweep.py FOLDER FIRST STEP LAST

For each number it forks a child that opens the practice file in FOLDER/<number> in the real window, types
an interview, and kills itself (SIGKILL) when Qt has delivered that many events. Whatever the child paints
it first notes in FOLDER/<number>/painted. Prints the number of events of a whole interview when FIRST is 0.
"""

import json
import os
import signal
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from capi.desktop import open_desktop
from capi.engine.answers import to_plain
from capi.screens.interview_screen import InterviewScreen
from capi.settings import read_settings

KEYS = (
    "1",
    "Enter",
    "2",
    "Enter",
    "2",
    "Enter",
    "PgUp",
    "1",
    "Enter",
    "3",
    "Enter",
    "Ctrl+K",
    "4",
    "Enter",
    "4",
    "Enter",
    "Enter",
)
_CODES = {"Enter": Qt.Key.Key_Return, "PgUp": Qt.Key.Key_PageUp, "Ctrl+K": Qt.Key.Key_K}


class Executioner(QObject):
    """Counts the events the application delivers; at the last one it is all over."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.last = last
        self.count = 0

    def eventFilter(self, _watched: QObject, _event: QEvent) -> bool:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)
        return False


def interview(folder: Path, last: int) -> int:
    """Types the interview; gives the number of events where it was left alive."""
    settings = read_settings({"CAPI_DATA_DIR": str(folder)})
    application = QApplication(["sweep"])
    application.setStyle("Fusion")
    desktop = open_desktop(settings, practice=True)
    desktop.show()
    executioner = Executioner(last)
    application.installEventFilter(executioner)
    assert desktop.workplace is not None
    desktop.workplace.open_case(json.loads((folder / "case").read_text()))
    screen = desktop.page
    assert isinstance(screen, InterviewScreen)
    notes = os.open(folder / "painted", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note() -> None:
        held = screen._sitting.interview
        answers = {field: to_plain(answer) for field, answer in held.answers().items()}
        os.write(notes, json.dumps([held.position, answers]).encode() + b"\n")

    screen.question.view.painted.connect(note)
    for key in KEYS:
        for _ in range(200_000):
            application.processEvents()
            if screen.ready and desktop.workplace.settled:
                break
        widget = screen.end_view.button if screen.at_end else screen.question.entry.line
        control = Qt.KeyboardModifier.ControlModifier if key.startswith("Ctrl") else Qt.KeyboardModifier.NoModifier
        if key in _CODES:
            QTest.keyClick(widget, _CODES[key], control)
        else:
            QTest.keyClicks(widget, key)
    application.processEvents()
    return executioner.count


def main(folder: Path, first: int, step: int, last: int) -> None:
    for number in range(first, last + 1, step):
        child = os.fork()
        if child == 0:
            count = interview(folder / str(number), number)
            sys.stdout.write(f"{count}\n")
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(text) for text in sys.argv[2:5]))
