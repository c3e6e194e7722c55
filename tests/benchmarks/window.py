"""From key press to paint: answer durable, next question of twenty categories on the screen, off screen."""

import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from capi.settings import read_settings
from tests.benchmarks.measure import Figure, of, window_application

if TYPE_CHECKING:
    from capi.screens.interview_screen import InterviewScreen

QUESTIONS = 600
WARM = 50
"""So many are answered before any counts."""


def figures() -> list[Figure]:
    with window_application(), tempfile.TemporaryDirectory() as folder:
        bare = of("", list(_bare()), "").median
        times = list(_interview(Path(folder)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return [
        of("key press to paint, 20 categories", times[WARM:], "p50 <= 2.5, p99 <= 5 + fsync", bare),
        Figure("memory of this whole process", memory, unit="MB"),
    ]


def _instrument() -> str:
    lists = ", ".join(f"{number}: Category number {number} of twenty" for number in range(1, 21))
    lines = [
        "instrument: twenty",
        'version: "1"',
        "title: Twenty categories",
        "modes: [face_to_face]",
        "prompts: {as_necessary: Prompt as necessary.}",
        f"lists: {{twenty: {{{lists}}}}}",
        "sections:",
        "  - section: All",
        "    ask:",
    ]
    for number in range(QUESTIONS):
        lines.append(f"      - Q{number}:")
        lines.append(f"          text: Question {number}, which of these twenty applies to you most of the time?")
        lines.append("          list: twenty")
        lines.append("          prompt: as_necessary")
    return "\n".join(lines)


def _bare() -> Iterator[float]:
    """The floor: a window of twenty labels whose words are exchanged and painted; nothing is asked, nothing is kept."""
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

    window = QWidget()
    window.resize(1366, 768)
    column = QVBoxLayout(window)
    labels = [QLabel() for _ in range(21)]
    for label in labels:
        label.setWordWrap(True)
        column.addWidget(label)
    window.show()
    QApplication.processEvents()
    for turn in range(300):
        began = time.perf_counter()
        for at, label in enumerate(labels):
            label.setText(f"Question {turn}, category number {at} of twenty, which applies to you most of the time")
        QApplication.processEvents()
        yield time.perf_counter() - began
    window.close()


def _interview(folder: Path) -> Iterator[float]:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from capi.desktop import open_desktop
    from capi.fieldwork.case import Case
    from capi.instrument.loading import read_sources, snapshot
    from capi.instrument.model import Mode
    from capi.screens.interview_screen import InterviewScreen
    from capi.sitting import system_clock

    desktop = open_desktop(read_settings({"CAPI_DATA_DIR": str(folder)}), practice=True)
    desktop.show()
    kept = snapshot(read_sources({"instrument.yaml": _instrument()}))
    if desktop.workplace is None:
        raise RuntimeError("the practice file did not open")
    case_file = desktop.workplace.case_file
    case_file.keep_snapshot(kept)
    case = Case("bench", "bench", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE)
    case_file.add_case(case, system_clock()())
    desktop.workplace.refresh_cases()
    desktop.workplace.open_case("bench")
    screen = desktop.page
    if not isinstance(screen, InterviewScreen):
        raise RuntimeError("the interview did not open")

    def press(key: Qt.Key, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            QApplication.sendEvent(screen.question.entry.line, event)

    while not screen.at_end:
        _painted(screen)
        while not desktop.workplace.settled:
            QApplication.processEvents()
        press(Qt.Key.Key_7, "7")
        QApplication.processEvents()
        began = time.perf_counter()
        press(Qt.Key.Key_Return, "\r")
        _painted(screen)
        yield time.perf_counter() - began
    desktop.close()


def _painted(screen: "InterviewScreen") -> None:
    from PySide6.QtWidgets import QApplication

    while not screen.ready:
        QApplication.processEvents()
