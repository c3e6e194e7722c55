"""A day of an interviewer with the practice sample, from the list in the morning to the last outcome, by keyboard alone.

The real window, the real case file with its 314 invented people; only the clock is set.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capi.fieldwork.calls import Medium
from capi.fieldwork.case import Status
from capi.fieldwork.contents import Opened
from capi.fieldwork.journal import Moment
from capi.practice import open_practice
from capi.screens.calls.appointment_sheet import AppointmentSheet
from capi.screens.calls.case_page import CasePage
from capi.screens.calls.diary_page import DiaryPage
from capi.screens.calls.outcome_sheet import OutcomeSheet
from capi.screens.calls.telephone_page import TelephonePage
from capi.screens.case_list import CaseList
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store.hold import Holder
from tests.screens.calls.scenario import AtWork
from tests.screens.conftest import Interviewer

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday in winter: London is on UTC, and people may be rung."""
HOLDER = Holder(who="practice", device="L-test", host="here", pid=1, since=MORNING)
SEB = (1, 2, 1, 3, 1, 3, 4)
"""A whole interview about somebody's background."""
_MOST_RUNG = 40


class NoMouse(QObject):
    """Fails the day where anything is clicked."""

    clicked = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.clicked = self.clicked or event.type() == QEvent.Type.MouseButtonPress
        return False


class Day(AtWork):
    """`passes`: so much time goes by."""

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def settle(self) -> None:
        self.keys.qtbot.waitUntil(lambda: self.workplace.settled, timeout=5_000)

    @property
    def shown(self) -> object:
        return self.workplace.page

    def telephone(self) -> TelephonePage:
        page = self.shown
        assert isinstance(page, TelephonePage), page
        page._dial = lambda _: True  # no telephone stands on the desk of a test
        return page

    def rings(self, result: Qt.Key, seconds: float = 40) -> str:
        """The case that lies before her, with this result; its id."""
        offer = self.telephone().offer
        assert offer is not None
        self.press(Qt.Key.Key_Return)
        self.passes(seconds=seconds)
        self.press(result, Qt.Key.Key_Return)
        return offer.case_id

    def interviews(self, *codes: int) -> None:
        """Answers question after question, and confirms at the end that the interview is complete."""
        screen = self.shown
        assert isinstance(screen, InterviewScreen)
        self.settle()
        for code in codes:
            self.keys.qtbot.waitUntil(lambda: screen.ready and not screen.at_end, timeout=5_000)
            self.keys.write(str(code))
            self.keys.enter()
            self.passes(seconds=9)
            QApplication.processEvents()
        self.keys.qtbot.waitUntil(lambda: screen.ready and screen.at_end, timeout=5_000)
        self.keys.enter()
        self.settle()


@pytest.fixture
def day(qtbot: QtBot, look: Look, settings: Settings) -> Iterator[Day]:
    case_file = open_practice(settings, HOLDER, Moment(MORNING, 0, 0))
    day = Day(case_file)
    day.now = MORNING
    workplace = Workplace(settings, look, case_file, day.clock)
    qtbot.addWidget(workplace)
    workplace.resize(1366, 768)
    workplace.show()
    workplace.activateWindow()
    workplace.take_keys()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
    day.sit(workplace, Interviewer(qtbot, workplace))
    yield day
    workplace.leave()


def test_a_day_from_the_list_to_the_last_outcome_without_a_mouse(day: Day, qapp: QApplication) -> None:
    mouse = NoMouse()
    qapp.installEventFilter(mouse)

    # In the morning: how much there is, and what is agreed for today.
    page = day.page(CaseList)
    assert isinstance(page, CaseList)
    day.press(Qt.Key.Key_F9)
    day.settle()
    assert isinstance(day.shown, DiaryPage)
    day.press(Qt.Key.Key_Escape)
    day.settle()

    # She rings case after case; at one somebody agrees a time, another one is interviewed at once.
    day.press(Qt.Key.Key_F10)
    day.settle()
    agreed, interviewed, rung = "", "", 0
    while not (agreed and interviewed) and rung < _MOST_RUNG:
        rung += 1
        offer = day.telephone().offer
        assert offer is not None, day.telephone()._because.text()
        assert day.telephone()._because.text(), "every case says why it is this one"
        record = day.case_file.record(offer.case_id)
        if not interviewed and record.case.instrument == "seb" and record.status is Status.NOT_STARTED:
            interviewed = day.rings(Qt.Key.Key_I)
            day.interviews(*SEB)
            assert day.case_file.record(interviewed).status is Status.COMPLETED
        elif not agreed:
            agreed = day.rings(Qt.Key.Key_A, seconds=95)
            sheet = day.telephone().sheet
            assert isinstance(sheet, AppointmentSheet)
            day.keys.write("16:15")
            day.press(Qt.Key.Key_Return)
        else:
            day.rings(Qt.Key.Key_N)
        day.settle()
    assert agreed
    assert interviewed
    appointment = day.case_file.record(agreed).calls.appointment
    assert appointment is not None
    assert appointment.local.endswith("16:15")
    entries = day.case_file.entries(interviewed)
    call = day.case_file.record(interviewed).calls.attempts[-1]
    assert [each.contents.call for each in entries if isinstance(each.contents, Opened)] == [call.entry]

    # Back in the list, she finds the one she interviewed and confirms what came of it.
    day.press(Qt.Key.Key_Escape)
    day.settle()
    day.keys.write(day.case_file.record(interviewed).case.reference)
    assert page_of(day).current == interviewed
    day.press(Qt.Key.Key_F8)
    sheet = page_of(day).sheet
    assert isinstance(sheet, OutcomeSheet)
    day.press(Qt.Key.Key_Return)
    assert day.case_file.record(interviewed).summary.outcome == "110"

    # A visit before noon: nobody there, written down with three keys; next door somebody refuses, and says why.
    day.now = MORNING.replace(hour=11, minute=40)
    visited = [
        each.case
        for each in day.case_file.cases()
        if each.status is Status.NOT_STARTED
        and not each.calls
        and not each.outcome
        and each.case.mode.value == "face_to_face"
    ]
    search(day, visited[0].reference)
    day.press(Qt.Key.Key_F6, Qt.Key.Key_N, Qt.Key.Key_Return)
    assert [(call.medium, call.result) for call in day.calls(visited[0].id)] == [(Medium.VISIT, "nobody_in")]
    search(day, visited[1].reference)
    day.press(Qt.Key.Key_F6, Qt.Key.Key_R, Qt.Key.Key_Return)
    sheet = page_of(day).sheet
    assert isinstance(sheet, OutcomeSheet)
    day.press(Qt.Key.Key_Return)
    assert sheet.fault.isVisible(), "a refusal takes a reason, and the keyboard is in it now"
    day.keys.write("does not take part in surveys")
    day.press(Qt.Key.Key_Return)
    assert day.case_file.record(visited[1].id).summary.outcome == "431"

    # The page of the case shows it all.
    day.press(Qt.Key.Key_F2)
    day.settle()
    case_page = day.shown
    assert isinstance(case_page, CasePage)
    assert [line.result for line in case_page.calls.model_of_lines.lines] == ["Refused by the sampled person"]
    day.press(Qt.Key.Key_Escape)
    day.settle()

    # In the afternoon the agreed time comes: of all cases it is now the first that she is given, and says so.
    day.now = appointment.utc
    day.press(Qt.Key.Key_F10)
    day.settle()
    for _ in range(_MOST_RUNG):
        offer = day.telephone().offer
        assert offer is not None
        if offer.case_id == agreed:
            break
        assert "ppointment" in day.telephone()._because.text(), "only another appointment comes before it"
        day.rings(Qt.Key.Key_N, seconds=1)
    assert "16:15" in day.telephone()._because.text()
    day.rings(Qt.Key.Key_N)
    assert day.case_file.record(agreed).calls.appointment is None, "it was kept, and nobody answered"
    day.press(Qt.Key.Key_Escape)
    day.settle()

    qapp.removeEventFilter(mouse)
    assert not mouse.clicked
    assert day.case_file.verify() == ()


def page_of(day: Day) -> CaseList:
    page = day.shown
    assert isinstance(page, CaseList), page
    return page


def search(day: Day, reference: str) -> None:
    """The keyboard is in the search already; what stood there is typed over."""
    QTest.keySequence(day.keys.focused(), "Ctrl+A")
    day.keys.write(reference)
