"""Reminders: each told once, before its time or as missed; put away by themselves; and in nobody's way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStackedWidget, QSystemTrayIcon, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from capi.calling.agreed_times import Agreed, agree
from capi.calling.diary import Engagement
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium
from capi.fieldwork.journal import Moment
from capi.screens.calls.diary_bar import DiaryBar
from capi.screens.calls.diary_page import DiaryPage
from capi.screens.calls.reminders import KEPT, Reminders, Tray
from capi.screens.case_list import CaseList
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.store.case_file import CaseFile
from capi.sync.round_report import RoundReport
from tests.screens.calls.scenario import START, AtWork

KEY = Qt.Key
AT_TEN = START.replace(hour=10, minute=0)


def engagement(case: str, begins: datetime, *, who: str = "anna", hard: bool = False) -> Engagement:
    local = f"{begins:%Y-%m-%dT%H:%M}"
    return Engagement(case, case, who, AppointmentMade(local, "Europe/London", begins, 30, hard))


class Sitting:
    """The reminders of one case file, the clock they look at, and what the desktop was told."""

    def __init__(self, case_file: CaseFile, *standing: Engagement) -> None:
        self.now = START
        self.standing = list(standing)
        self.outside: list[str] = []
        self.reminders = Reminders(case_file, self._clock, self._up_to, "Europe/London", self.outside.append)

    def _clock(self) -> Moment:
        return Moment(self.now, 0, 1)

    def _up_to(self, moment: datetime) -> list[Engagement]:
        return [each for each in self.standing if each.begins <= moment]

    def at(self, minutes: float) -> list[str]:
        """What is shown so many minutes after nine thirty."""
        self.now = START + timedelta(minutes=minutes)
        self.reminders.look()
        return [str(each.words) for each in self.reminders.showing]


SOFT = "Soft appointment with 1042/01 at 10:00 by the respondent’s clock."


def test_one_is_told_a_quarter_of_an_hour_before_once_and_until_its_time_has_passed(case_file: CaseFile) -> None:
    sitting = Sitting(case_file, engagement("1042/01", AT_TEN))
    assert sitting.at(14) == []
    assert sitting.at(15) == [SOFT]
    assert sitting.at(16) == [SOFT]
    assert sitting.at(59) == [SOFT], "half an hour after it is still time to call"
    assert sitting.at(60) == []
    assert len(sitting.outside) == 1


def test_what_was_put_away_does_not_come_back(case_file: CaseFile) -> None:
    sitting = Sitting(case_file, engagement("1042/01", AT_TEN))
    sitting.at(20)
    sitting.reminders.put_away()
    assert sitting.at(21) == []
    assert sitting.at(75) == [], "nor as missed"


def test_a_restart_tells_nothing_again_and_another_time_is_told_anew(case_file: CaseFile) -> None:
    assert Sitting(case_file, engagement("1042/01", AT_TEN)).at(20) == [SOFT]
    assert Sitting(case_file, engagement("1042/01", AT_TEN)).at(21) == []
    later = engagement("1042/01", AT_TEN + timedelta(minutes=5))
    assert len(Sitting(case_file, later).at(22)) == 1


def test_what_was_missed_while_the_laptop_slept_is_told_once_as_missed(case_file: CaseFile) -> None:
    sitting = Sitting(case_file, engagement("1042/01", AT_TEN), engagement("1042/02", AT_TEN + timedelta(hours=3)))
    assert sitting.at(0) == []
    assert sitting.at(200) == [
        "Soft appointment with 1042/02 at 13:00 by the respondent’s clock.",
        "Missed: the appointment with 1042/01 on 24/11/2026 at 10:00 by the respondent’s clock.",
    ]
    assert len(sitting.at(201)) == 2, "it stays until somebody has seen it"
    sitting.reminders.put_away()
    assert sitting.at(202) == []


def test_what_stands_no_more_is_put_away_and_forgotten(case_file: CaseFile) -> None:
    sitting = Sitting(case_file, engagement("1042/01", AT_TEN), engagement("1042/02", AT_TEN))
    assert len(sitting.at(20)) == 2
    sitting.standing.pop()
    assert sitting.at(21) == [SOFT]
    assert msgspec.json.decode(case_file.kept(KEPT) or "") == [["1042/01", "2026-11-24T10:00:00Z"]]


def test_the_appointment_of_another_interviewer_is_hers_to_keep(case_file: CaseFile) -> None:
    assert Sitting(case_file, engagement("1042/01", AT_TEN, who="ben")).at(20) == []


@pytest.mark.parametrize("kept", ["", "no list", '[["a"]]', '{"a": 1}'])
def test_what_nobody_can_read_of_what_was_told_is_told_again(case_file: CaseFile, kept: str) -> None:
    case_file.keep(KEPT, kept)
    assert Sitting(case_file, engagement("1042/01", AT_TEN)).at(20) == [SOFT]


def test_outside_the_window_nothing_is_said_of_the_case(case_file: CaseFile) -> None:
    sitting = Sitting(case_file, engagement("1042/01", AT_TEN), engagement("1042/02", START - timedelta(days=1)))
    sitting.at(0)
    sitting.at(20)
    assert sitting.outside == ["An appointment was missed.", "You have an appointment at 10:00."]


def test_during_an_interview_it_is_only_said_to_come_near_and_told_when_the_interview_is_left(
    case_file: CaseFile,
) -> None:
    sitting = Sitting(case_file, engagement("1042/01", AT_TEN))
    sitting.reminders.in_interview = True
    assert sitting.at(20) == []
    assert [each.engagement.case_id for each in sitting.reminders.nearing] == ["1042/01"]
    assert sitting.outside == []
    sitting.reminders.in_interview = False
    assert sitting.at(70) == ["Missed: the appointment with 1042/01 on 24/11/2026 at 10:00 by the respondent’s clock."]
    assert sitting.reminders.nearing == ()


@pytest.mark.usefixtures("qapp")
def test_without_a_tray_nothing_is_made_and_nothing_fails() -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()
    tray = Tray()
    tray.tell("You have an appointment at 10:00.")
    tray.leave()
    assert tray.findChildren(QSystemTrayIcon) == []


# In the window


@pytest.fixture
def near(at_work: AtWork) -> AtWork:
    """Rosa is to be called in ten minutes."""
    agreed = agree("2026-11-24T09:40", "Europe/London")
    assert isinstance(agreed, Agreed)
    appointment = AppointmentMade(agreed.local, agreed.zone, agreed.utc, 30, hard=True, owner="anna")
    at_work.case_file.append("rosa", appointment, at_work.clock())
    at_work.workplace._read_case("rosa")
    at_work.workplace.diary.reminders.look()
    return at_work


def bar(at_work: AtWork) -> DiaryBar:
    return at_work.workplace.diary.bar


HARD = "Hard appointment with 1042/01 at 09:40 by the respondent’s clock."


def test_the_bar_takes_room_from_the_page_and_never_the_keyboard(near: AtWork) -> None:
    assert (bar(near).isVisible(), bar(near).accessibleName()) == (True, HARD)
    page = near.page(CaseList)
    assert isinstance(page, CaseList)
    assert QApplication.focusWidget() is page.search
    QApplication.processEvents()
    assert page.geometry().bottom() < bar(near).geometry().top()
    assert bar(near).geometry().bottom() == near.workplace.rect().bottom()
    assert bar(near).words.height() >= bar(near).words.heightForWidth(bar(near).words.width())
    near.keys.write("1042")
    assert page.search.text() == "1042"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_bar_never_makes_the_window_grow_and_what_it_says_is_whole(near: AtWork, look: Look, scale: float) -> None:
    look.set_scale(scale)
    QApplication.processEvents()
    layout = near.workplace.layout()
    assert layout is not None
    least = layout.minimumSize()
    near.workplace.resize(max(1366, least.width()), max(768, least.height()))
    before = near.workplace.size()
    told = [*near.workplace.diary.reminders.showing] * 3
    bar(near).tell([str(each.words) for each in told], "reminder", diary=True)
    QApplication.processEvents()
    assert near.workplace.size() == before
    hint, margin = near.workplace.minimumSizeHint(), near.workplace.contentsMargins().bottom()
    assert margin > 0
    assert hint.height() == least.height(), "what lies around it gives it no more"
    assert bar(near).words.text().endswith("There are more in the diary.")
    assert bar(near).words.height() >= bar(near).words.heightForWidth(bar(near).words.width())


def test_a_page_without_room_to_give_is_covered_by_a_reminder_and_by_nothing_else(qtbot: QtBot, look: Look) -> None:
    whole, window, page = QWidget(), QStackedWidget(), QWidget()
    qtbot.addWidget(whole)
    QVBoxLayout(whole).addWidget(window)
    window.addWidget(page)
    page.setMinimumSize(400, 300)
    told = DiaryBar(look, window)
    whole.resize(600, 330)
    whole.show()
    told.tell(["The next appointment is with 1042/01."], "coming", diary=True)
    assert not told.isVisible()
    told.tell([SOFT], "reminder", diary=True)
    assert told.isVisible()
    assert whole.height() == 330
    told.tell(["The next appointment is with 1042/01."], "coming", diary=True)
    assert (told.isVisible(), window.contentsMargins().bottom()) == (False, 0)
    whole.resize(600, 400)
    assert told.isVisible(), "there is room now"
    assert window.contentsMargins().bottom() == told.height()


def test_a_key_puts_it_away_and_leaves_when_the_next_appointment_is(near: AtWork) -> None:
    near.keys.press(KEY.Key_F9, shift=True)
    assert bar(near).words.text().startswith("The next appointment is with 1042/01, Tuesday 24 November 2026 at ")
    near.now += timedelta(hours=1)
    near.workplace.diary.reminders.look()
    assert not bar(near).isVisible()
    assert near.workplace.contentsMargins().bottom() == 0


def test_f9_opens_the_diary_at_what_is_told_which_is_seen_then(near: AtWork, wait: Callable[[], None]) -> None:
    near.press(KEY.Key_F9)
    wait()
    page = near.workplace.page
    assert isinstance(page, DiaryPage)
    assert page.place.case_id == "rosa"
    assert not bar(near).isVisible()


def test_a_call_puts_it_away(near: AtWork) -> None:
    near.press(KEY.Key_F6, KEY.Key_N, KEY.Key_Return)
    assert [call.result for call in near.calls()] == ["no_answer"]
    assert not bar(near).isVisible()


def test_a_call_that_a_round_brought_puts_it_away_too(near: AtWork) -> None:
    call = CallMade(began=near.now, medium=Medium.TELEPHONE, result="no_answer", frame="", telephone=1)
    near.case_file.append("rosa", call, near.clock())
    near.workplace.hub.ended.emit(RoundReport(hub="", started=near.now, ended=near.now, finished=True, cases=()))
    assert not bar(near).isVisible()


def test_in_an_interview_it_is_a_small_line_that_names_nobody(near: AtWork, wait: Callable[[], None]) -> None:
    near.press(KEY.Key_Down, KEY.Key_Return)
    wait()
    screen = near.workplace.page
    assert isinstance(screen, InterviewScreen)
    near.now += timedelta(minutes=1)
    imran = AppointmentMade("2026-11-24T09:45", "UTC", START.replace(minute=45), 30, owner="anna")
    near.case_file.append("rosa", imran, near.clock())
    near.workplace._read_case("rosa")
    near.workplace.diary.reminders.look()
    words = bar(near).words.text()
    assert words.startswith("You have an appointment at ")
    assert "1042" not in words
    assert bar(near).height() < 40
    focused = QApplication.focusWidget()
    near.press(KEY.Key_F9)
    assert near.workplace.page is screen
    assert QApplication.focusWidget() is focused


def test_an_interview_is_answered_on_while_the_line_comes(near: AtWork, wait: Callable[[], None]) -> None:
    near.press(KEY.Key_F9)
    wait()
    near.press(KEY.Key_Escape)
    wait()
    near.press(KEY.Key_Down, KEY.Key_Return)
    wait()
    screen = near.workplace.page
    assert isinstance(screen, InterviewScreen)
    near.keys.qtbot.waitUntil(lambda: screen.ready, timeout=5_000)
    before = len(near.case_file.record("imran").answers)
    near.keys.write("1")
    near.workplace.diary.bar.tell(["You have an appointment at 09:45."], "interview")
    QApplication.processEvents()
    near.press(KEY.Key_Return)
    assert len(near.case_file.record("imran").answers) == before + 1


def test_nothing_is_left_behind_when_the_window_is_left(near: AtWork) -> None:
    near.workplace.leave()
    assert not near.workplace.diary.reminders._minute.isActive()


def test_the_moment_of_what_was_told_is_kept_in_utc(near: AtWork) -> None:
    told = msgspec.json.decode(near.case_file.kept(KEPT) or "", type=list[tuple[str, datetime]])
    assert told == [("rosa", datetime(2026, 11, 24, 9, 40, tzinfo=UTC))]
