"""A laptop that can be handed over: the real case file, the real workplace, and somebody at the keys on either side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from capi.fieldwork.case import Case
from capi.fieldwork.journal import Entry, Moment
from capi.instrument.loading import Snapshot
from capi.instrument.model import Mode
from capi.screens.handover.closed_page import ClosedPage
from capi.screens.handover.handover_sheet import HandoverSheet
from capi.screens.handover.handover_window import At, HandoverWindow
from capi.screens.handover.question_page import QuestionPage
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store.case_file import CaseFile
from tests.screens.conftest import NOW

PIN = "4711"


@dataclass
class Clock:
    """A second passes at every tenth look, and as much as is said."""

    ms: int = 0

    def __call__(self) -> Moment:
        self.ms += 10
        return Moment(NOW, 0, self.ms)


@dataclass
class Laptop:
    """The interviewer's window and, while it is handed over, the respondent's."""

    qtbot: QtBot
    main: QMainWindow
    workplace: Workplace
    case_file: CaseFile
    clock: Clock
    case_id: str = "case-1"
    shown: list[str] = field(default_factory=list)

    def look_up(self) -> None:
        for _ in range(4):
            QApplication.processEvents()

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        return widget

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focused(), key, modifiers)
        self.look_up()

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focused(), text)
        self.look_up()

    # The interviewer

    @property
    def screen(self) -> InterviewScreen:
        page = self.workplace.page
        assert isinstance(page, InterviewScreen), page
        self.qtbot.waitUntil(lambda: page.ready and self.workplace.settled, timeout=5_000)
        return page

    def open(self) -> InterviewScreen:
        self.workplace.open_case(self.case_id)
        self.look_up()
        return self.screen

    def ask_to_hand_over(self) -> HandoverSheet:
        screen = self.screen
        screen.take_keys()
        self.press(Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        assert isinstance(screen.sheet, HandoverSheet)
        return screen.sheet

    def hand_over(self, pin: str = PIN) -> HandoverWindow:
        sheet = self.ask_to_hand_over()
        if not self.workplace.handover.pin.is_chosen:
            sheet.first.setText(pin)
            sheet.again.setText(pin)
            sheet.again.setFocus()
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.workplace.settled, timeout=5_000)
        return self.window

    # The respondent

    @property
    def window(self) -> HandoverWindow:
        window = self.workplace.handover.window
        assert window is not None, "the laptop is not handed over"
        return window

    def at(self) -> At:
        return self.window.at

    def is_handed_over(self) -> bool:
        return self.workplace.handover.window is not None

    @property
    def question(self) -> QuestionPage:
        page = self.window.page
        assert isinstance(page, QuestionPage), page
        return page

    @property
    def closed(self) -> ClosedPage:
        page = self.window.page
        assert isinstance(page, ClosedPage), page
        return page

    def begin(self) -> None:
        self.press(Qt.Key.Key_Return)

    def choose(self, *values: object) -> None:
        """With the arrows and Space, then Enter; the last of these is on the button where the keyboard is."""
        rows = self.question.answer.rows
        assert rows is not None
        for value in values:
            at = next(at for at, row in enumerate(rows.rows) if row.touched.value == value)
            rows.rows[at].setFocus()
            self.press(Qt.Key.Key_Space)
        self.press(Qt.Key.Key_Return)

    def go_back(self) -> None:
        """Tab to the button, and Enter."""
        while self.focused() is not self.question.back:
            self.press(Qt.Key.Key_Tab)
        self.press(Qt.Key.Key_Return)

    def give_back(self, pin: str = PIN) -> None:
        self.write(pin)
        self.press(Qt.Key.Key_Return)

    def journal(self) -> list[Entry]:
        return self.case_file.entries(self.case_id)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def laptop(
    qtbot: QtBot, settings: Settings, look: Look, case_file: CaseFile, seb: Snapshot, clock: Clock
) -> Iterator[Laptop]:
    add_case(case_file, seb, clock)
    workplace = Workplace(settings, look, case_file, clock)
    main = QMainWindow()
    main.setCentralWidget(workplace)
    main.resize(1366, 768)
    main.show()
    main.activateWindow()
    laptop = Laptop(qtbot, main, workplace, case_file, clock)
    laptop.look_up()
    yield laptop
    workplace.leave()
    main.close()
    main.deleteLater()


def add_case(case_file: CaseFile, kept: Snapshot, now: Callable[[], Moment], case_id: str = "case-1") -> None:
    case_file.keep_snapshot(kept)
    mode = Mode.FACE_TO_FACE
    case_file.add_case(Case(case_id, case_id, "Rosa Fletcher", kept.name, kept.version, kept.sha256, mode), now())
