"""The window over what is large: 10,000 questions, and a roster of 200 rows with 60 questions each.

Each figure is the longest of a few goes at one action, from the key to the paint. Nobody is to wait: 50 ms.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from capi.settings import read_settings
from tests.benchmarks import synthetic
from tests.benchmarks.measure import Figure, window_application

if TYPE_CHECKING:
    from capi.screens.interview_screen import InterviewScreen

QUESTIONS = 10_000
ROWS, IN_A_ROW = 200, 60
BUDGET = "<= 50"


def figures() -> list[Figure]:
    with window_application():
        return [*_measured(f"{QUESTIONS:,} questions", *_long()), *_measured(f"{ROWS} rows", *_wide())]


def _long() -> tuple[str, Callable[[str], object], str]:
    def answer(field: str) -> object:
        return synthetic.answer(int(field[1:]))

    return synthetic.as_yaml(QUESTIONS).decode(), answer, f"q{QUESTIONS // 2}"


def _wide() -> tuple[str, Callable[[str], object], str]:
    """Two hundred people, each with a name and 59 questions more, then who of them answers."""
    lines = [
        "instrument: wide",
        'version: "1"',
        "title: Wide",
        "modes: [face_to_face]",
        "lists: {five: {1: o1, 2: o2, 3: o3, 4: o4, 5: o5}}",
        "sections:",
        "  - roster: People",
        "    title: People",
        '    row_name: "{Name|Person}"',
        f"    at_least: {ROWS}",
        f"    at_most: {ROWS + 50}",
        "    ask:",
        "      - Name: {text: Name?, type: text}",
    ]
    for number in range(1, IN_A_ROW):
        shown = f" You said {{P{number - 1}}}." if number % 10 == 7 else ""
        lines.append(f'      - P{number}: {{text: "Question {number} about {{Name}}?{shown}", list: five}}')
    lines += [
        "    another:",
        '      AnyoneElse: {text: Anyone else?, categories: {1: "Yes", 2: "No"}}',
        "  - section: After",
        "    ask:",
        "      - Who: {type: row, of: People, text: Who is this?}",
        "      - Last: {text: Anything else?, list: five}",
    ]

    def answer(field: str) -> object:
        match field.partition("[")[0]:
            case "Name":
                return f"Person {field[5:-1]}"
            case "AnyoneElse":
                return 2
            case "Who":
                return ROWS // 2
        return 3

    return "\n".join(lines), answer, f"P30[{ROWS // 2}]"


def _measured(what: str, text: str, answer: Callable[[str], object], middle: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        window = _Window(Path(folder), text, answer)
        yield Figure(f"{what}: open the case at its end", 1_000 * window.opened)
        for action, seconds in window.actions(middle):
            yield Figure(f"{what}: {action}", 1_000 * seconds, budget=BUDGET)
        window.close()


class _Window:
    """An interview answered to its last question, opened in the real window."""

    def __init__(self, folder: Path, text: str, answer: Callable[[str], object]) -> None:
        from capi.desktop import open_desktop
        from capi.engine.plan import plan
        from capi.fieldwork.case import Case
        from capi.instrument.loading import read_sources, snapshot
        from capi.instrument.model import Mode
        from capi.sitting import Sitting, system_clock

        self._desktop = open_desktop(read_settings({"CAPI_DATA_DIR": str(folder)}), practice=True)
        self._desktop.resize(1366, 768)
        self._desktop.show()
        if self._desktop.workplace is None:
            raise RuntimeError("the practice file did not open")
        case_file, clock = self._desktop.workplace.case_file, system_clock()
        kept = snapshot(read_sources({"instrument.yaml": text}))
        case_file.keep_snapshot(kept)
        case_file.add_case(Case("b", "b", "", kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE), clock())
        sitting = Sitting(case_file, case_file.record("b"), plan(kept.instrument(), Mode.FACE_TO_FACE), clock)
        self._desktop.workplace.refresh_cases()
        while (field := sitting.interview.position) is not None:
            sitting.answer(field, answer(field))
        last = list(sitting.interview.route())[-1]
        sitting.clear(last)
        sitting.pause()
        began = time.perf_counter()
        self._desktop.workplace.open_case("b")
        self._painted()
        self.opened = time.perf_counter() - began

    @property
    def screen(self) -> "InterviewScreen":
        from capi.screens.interview_screen import InterviewScreen

        if not isinstance(self._desktop.page, InterviewScreen):
            raise RuntimeError("the interview did not open")
        return self._desktop.page

    def _painted(self) -> None:
        """Until the question, or the end, stands on the screen."""
        from PySide6.QtWidgets import QApplication

        QApplication.processEvents()
        while not (self.screen.ready or self.screen.at_end):
            QApplication.processEvents()

    def actions(self, middle: str) -> Iterator[tuple[str, float]]:
        from PySide6.QtCore import Qt

        key, control = Qt.Key, Qt.KeyboardModifier.ControlModifier
        self._settle()
        yield "page up", max(self._press(key.Key_PageUp) for _ in range(5))
        yield "End, to the first unanswered", self._press(key.Key_End)
        yield "Ctrl+G", self._press(key.Key_G, control)
        yield "... a letter looked for", max(self._press(key(ord(each.upper())), text=each) for each in middle[:2])
        yield "... the rest, and there", max(self._write(middle[2:]), self._press(key.Key_Return))
        yield "another answer in the middle", max(self._answered("1"), self._back_and("2"))
        yield "page up in the middle", max(self._press(key.Key_PageUp) for _ in range(5))
        yield "Enter on in the middle", max(self._press(key.Key_Return) for _ in range(5))
        yield "End from the middle", self._press(key.Key_End)
        yield "an answer at the end", max(self._answered("1"), self._back_and("2"))
        yield "the route scrolled from end to end", max(self._scrolled())
        if self.screen._sitting.interview.plan.instrument.rosters:
            yield from self._rows()
        else:
            self._press(key.Key_G, control)
            yield "Ctrl+G once more", self._press(key.Key_Escape)

    def _rows(self) -> Iterator[tuple[str, float]]:
        from PySide6.QtCore import Qt

        key, control = Qt.Key, Qt.KeyboardModifier.ControlModifier
        yield "Ctrl+L", self._press(key.Key_L, control)
        yield "... a name looked for, and there", max(self._write(f"person {ROWS // 3}"), self._press(key.Key_Return))
        self._press(key.Key_L, control)
        self._press(key.Key_Delete)
        yield "a row taken out", self._press(key.Key_Return)
        self._press(key.Key_End)
        self._press(key.Key_PageUp)
        self._press(key.Key_PageUp)
        yield f"who of {ROWS} rows, put on the screen", self._press(key.Key_Return)
        yield "... and back to it", self._press(key.Key_PageUp)
        self._press(key.Key_PageUp)
        yield "one row more", self._answered("1")

    def _settle(self) -> None:
        from PySide6.QtWidgets import QApplication

        workplace = self._desktop.workplace
        while workplace is not None and not workplace.settled:
            QApplication.processEvents()

    def _press(self, key: int, modifiers: object = None, text: str = "") -> float:
        """Seconds from the key until the screen stands."""
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        held = modifiers if isinstance(modifiers, Qt.KeyboardModifier) else Qt.KeyboardModifier.NoModifier
        widget = QApplication.focusWidget() or self.screen
        began = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key(key), held, text))
        self._painted()
        taken = time.perf_counter() - began
        for _ in range(100):
            QApplication.processEvents()
        while not self.screen.ready:  # at the end no key is taken before the keyboard has been quiet
            QApplication.processEvents()
        return taken

    def _write(self, text: str) -> float:
        return max(self._press(ord(each.upper()), text=each) for each in text)

    def _answered(self, code: str) -> float:
        from PySide6.QtCore import Qt

        self._write(code)
        return self._press(Qt.Key.Key_Return)

    def _back_and(self, code: str) -> float:
        from PySide6.QtCore import Qt

        self._press(Qt.Key.Key_PageUp)
        return self._answered(code)

    def _scrolled(self) -> Iterator[float]:
        from PySide6.QtWidgets import QApplication

        bar = self.screen._route.list.verticalScrollBar()
        for step in range(40):
            began = time.perf_counter()
            bar.setValue(bar.maximum() * step // 40)
            QApplication.processEvents()
            yield time.perf_counter() - began

    def close(self) -> None:
        self._desktop.close()
