"""The diary, by keyboard alone: a week of an interviewer in London, painted, and as it is read out to whoever does not see it."""

import functools
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capi.calling.agreed_times import Agreed, Skipped, Twice, agree
from capi.calling.diary import Engagement, week
from capi.fieldwork.calls import AppointmentMade, Medium
from capi.fieldwork.journal import Moment
from capi.screens.calls.appointment_sheet import AppointmentSheet
from capi.screens.calls.case_page import CasePage
from capi.screens.calls.diary_book import Booked, DiaryBook
from capi.screens.calls.diary_keys import KEYS
from capi.screens.calls.diary_page import DiaryPage
from capi.screens.calls.diary_scale import Lane, lanes, scale_of
from capi.screens.case_list import CaseList
from capi.screens.language import speak
from capi.screens.look import Look
from capi.settings import Settings
from tests.screens.calls.scenario import AtWork
from tests.screens.conftest import Interviewer
from tests.screens.pseudo_language import CODE, Reader

LONDON = "Europe/London"
NOW = datetime(2026, 11, 24, 11, 20, tzinfo=UTC)
"""A Tuesday."""
KEY = Qt.Key


def booked(
    case: str,
    local: str,
    minutes: int = 30,
    *,
    hard: bool = False,
    zone: str = LONDON,
    medium: Medium | None = Medium.TELEPHONE,
    who: str = "anna",
    name: str = "",
    note: str = "",
) -> Booked:
    match agree(local, zone):
        case Agreed() as agreed:
            pass
        case Skipped(shifted=agreed) | Twice(first=agreed):
            pass
    made = AppointmentMade(agreed.local, zone, agreed.utc, minutes, hard, note, medium=medium)
    return Booked(Engagement(case, case, who, made), name)


def book_of(*all_booked: Booked) -> DiaryBook:
    known = {each.engagement.case_id: each for each in all_booked}
    return DiaryBook(lambda: [(case, each.begins) for case, each in known.items()], known.get, lambda: known)


A_WEEK = (
    booked("01", "2026-11-23T14:00", name="Imran Qureshi"),
    booked("02", "2026-11-24T09:00", hard=True),
    booked("03", "2026-11-24T11:30", 60, hard=True, medium=Medium.VISIT, name="Helga Olafsdottir", note="Side door."),
    booked("04", "2026-11-24T12:45", 60, medium=Medium.VISIT, name="14 Station Road, Little Snoring"),
    booked("05", "2026-11-25T06:40", zone="Pacific/Auckland", name="Kiri Ngata"),
    booked("06", "2026-11-26T23:45", 60, name="Ivy Chen"),
    booked("07", "2026-12-09T10:00", name="Joy Adeyemi"),
)


class AtDiary:
    """Somebody before the diary, who presses keys and hears what a screen reader says."""

    def __init__(self, qtbot: QtBot, look: Look, book: DiaryBook, now: datetime = NOW, zone: str = LONDON) -> None:
        self.now = now
        self.page = DiaryPage(look, book, zone, self._clock, "anna")
        qtbot.addWidget(self.page)
        self.page.resize(1366, 768)
        self.page.show()
        self.page.activateWindow()
        self.page.focus()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
        self.keys = Interviewer(qtbot, self.page)

    def _clock(self) -> Moment:
        return Moment(self.now, 0, 1)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.keys.press(key)

    @property
    def marked(self) -> str:
        return self.page.line.case_id if self.page.line is not None else ""

    @property
    def heard(self) -> str:
        assert self.page.told.text() == self.page.grid.accessibleName(), "what is heard is what stands there"
        return self.page.grid.accessibleName()

    def picture(self) -> QImage:
        QApplication.processEvents()
        return self.page.grid.viewport().grab().toImage()


Sit = Callable[..., AtDiary]


@pytest.fixture
def sit(qtbot: QtBot, look: Look) -> Sit:
    return lambda *all_booked, **more: AtDiary(qtbot, look, book_of(*all_booked), **more)


def test_the_week_of_today_opens_with_what_comes_next_marked(sit: Sit) -> None:
    at = sit(*A_WEEK)
    assert at.page.headline.text() == "23 November – 29 November 2026"
    assert at.marked == "03"
    days = [[line.case_id for line in lines] for lines in at.page._week.lines]
    assert days == [["01"], ["02", "03", "04", "05"], [], ["06"], ["06"], [], []]


def test_all_that_is_known_of_an_appointment_is_said(sit: Sit) -> None:
    at = sit(*A_WEEK)
    assert at.heard == (
        "Tuesday 24 November 2026, 11:30 to 12:30: 03, Helga Olafsdottir. Hard appointment. By: Visit. "
        "Clashes with 04. Side door."
    )
    at.press(KEY.Key_Down, KEY.Key_Down)
    assert "05, Kiri Ngata. Soft appointment. By: Telephone." in at.heard
    assert "The respondent’s clock in Auckland shows Wed 25 Nov 06:40 then." in at.heard
    at.press(KEY.Key_Up, KEY.Key_Up, KEY.Key_Up, KEY.Key_Up)
    assert at.heard.endswith("02. Hard appointment. By: Telephone. Missed.")


def test_an_appointment_of_another_interviewer_says_whose_it_is(sit: Sit) -> None:
    at = sit(booked("01", "2026-11-24T12:00", who="ben"))
    assert at.heard.endswith("ben is to keep it.")


def test_arrows_go_through_appointments_and_days(sit: Sit) -> None:
    at = sit(*A_WEEK)
    at.press(KEY.Key_Left)
    assert at.marked == "01"
    at.press(KEY.Key_Right)
    assert at.marked == "04", "the nearest in time of day"
    at.press(KEY.Key_Right)
    assert at.heard == "Wednesday 25 November 2026: nothing is agreed."
    at.press(KEY.Key_Down)
    assert at.marked == ""
    at.press(KEY.Key_Right)
    assert at.marked == "06"
    at.press(*[KEY.Key_Right] * 4)
    assert at.page.headline.text() == "30 November – 6 December 2026"
    at.press(KEY.Key_Left)
    assert at.page.headline.text() == "23 November – 29 November 2026"


def test_page_keys_go_by_weeks_and_home_comes_back(sit: Sit) -> None:
    at = sit(*A_WEEK)
    at.press(KEY.Key_PageDown, KEY.Key_PageDown)
    assert at.page.headline.text() == "7 December – 13 December 2026"
    at.press(KEY.Key_PageUp, KEY.Key_PageUp, KEY.Key_PageUp)
    assert at.page.headline.text() == "16 November – 22 November 2026"
    at.press(KEY.Key_Home)
    assert (at.page.headline.text(), at.marked) == ("23 November – 29 November 2026", "03")


def test_one_day_or_the_whole_week(sit: Sit) -> None:
    at = sit(*A_WEEK)
    at.press(KEY.Key_D)
    assert at.page.headline.text() == "Tuesday 24 November 2026"
    assert [line.case_id for _, line in at.page.grid.boxes if line] == ["02", "03", "04", "05"]
    at.press(KEY.Key_Left)
    assert (at.page.headline.text(), at.marked) == ("Monday 23 November 2026", "01")
    at.press(KEY.Key_W)
    assert at.page.headline.text() == "23 November – 29 November 2026"


def test_the_list_says_the_same_and_its_keys_are_those_of_the_page(sit: Sit) -> None:
    at = sit(*A_WEEK)
    at.press(KEY.Key_L)
    assert QApplication.focusWidget() is at.page.list
    model = at.page.list.model_of_lines
    cells = [str(model.data(model.index(1, column))) for column in range(model.columnCount())]
    assert cells == ["Tue 24 Nov", "09:00–09:30", "02", "", "Telephone", "Hard", "", "Missed."]
    assert at.page.list.line == at.page.line, "the mark stays where it was"
    at.press(KEY.Key_Down)
    assert at.marked == "04"
    at.press(KEY.Key_PageDown)
    assert at.page.headline.text() == "30 November – 6 December 2026"
    at.press(KEY.Key_Home, KEY.Key_L)
    assert QApplication.focusWidget() is at.page.grid


def test_enter_f7_and_escape_are_told(sit: Sit, qtbot: QtBot) -> None:
    at = sit(*A_WEEK)
    for view in (KEY.Key_W, KEY.Key_L):
        at.press(view)
        with qtbot.waitSignal(at.page.page_wanted) as page:
            at.press(KEY.Key_Return)
        with qtbot.waitSignal(at.page.appointment_wanted) as appointment:
            at.press(KEY.Key_F7)
        assert page.args == appointment.args == ["03"]
        with qtbot.waitSignal(at.page.closed):
            at.press(KEY.Key_Escape)


def test_a_click_marks_and_a_second_one_opens(sit: Sit, qtbot: QtBot) -> None:
    at = sit(*A_WEEK)
    place = next(box for box, line in at.page.grid.boxes if line and line.case_id == "04").center().toPoint()
    QTest.mouseClick(at.page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert at.marked == "04"
    with qtbot.waitSignal(at.page.page_wanted):
        QTest.mouseDClick(at.page.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_an_empty_week_says_so_and_when_the_next_appointment_is(sit: Sit) -> None:
    at = sit(*A_WEEK[:1], A_WEEK[-1])
    at.press(KEY.Key_PageDown)
    assert at.heard == (
        "Nothing is agreed in this week. The next appointment is with 07, Wednesday 9 December 2026 at 10:00."
    )
    at.press(KEY.Key_L)
    assert QApplication.focusWidget() is at.page.grid, "an empty list is nowhere to be"
    at.press(KEY.Key_Return, KEY.Key_F7, KEY.Key_Down)
    assert sit().heard == "Nothing is agreed in this week, and nothing is to come."


def _runs(image: QImage, y: int, left: int, right: int) -> int:
    """How often the colour changes along a line of the picture."""
    colours = [image.pixel(x, y) for x in range(left, right)]
    return sum(one != other for one, other in pairwise(colours))


def test_hard_and_soft_are_told_by_their_edges_and_not_by_colour_alone(sit: Sit) -> None:
    at = sit(booked("01", "2026-11-26T10:00", hard=True), booked("02", "2026-11-26T14:00"))
    image = at.picture()
    edges = {
        line.case_id: _runs(image, round(box.bottom()) - 1, round(box.left()) + 4, round(box.right()) - 4)
        for box, line in at.page.grid.boxes
        if line
    }
    assert edges["01"] == 0
    assert edges["02"] > 10


def test_the_present_moment_is_a_line_that_moves(sit: Sit, look: Look) -> None:
    at = sit()
    image = at.picture()
    grid = at.page.grid
    x = round(grid._gutter() + grid._wide() * 1.5)
    y = round(grid._head() + grid._row() * (4 + 20 / 60))
    assert image.pixelColor(x, y) == look.colour("alarm")
    at.now += timedelta(hours=2)
    at.page.pass_minute()
    image = at.picture()
    assert image.pixelColor(x, y) != look.colour("alarm")
    assert image.pixelColor(x, round(y + 2 * grid._row())) == look.colour("alarm")


def test_a_minute_that_passes_moves_nobody_and_says_what_was_missed_meanwhile(sit: Sit) -> None:
    at = sit(*A_WEEK)
    at.press(KEY.Key_L, KEY.Key_Down)
    resets: list[str] = []
    at.page.list.model_of_lines.modelReset.connect(functools.partial(resets.append, "reset"))
    at.now += timedelta(minutes=1)
    at.page.pass_minute()
    assert (at.marked, resets) == ("04", [])
    at.now += timedelta(minutes=40)
    at.page.pass_minute()
    assert at.marked == "04"
    assert [line.case_id for line in at.page._week.all if line.missed] == ["01", "02", "03"]


def test_more_than_there_is_room_for_are_counted_and_every_one_can_be_reached(sit: Sit) -> None:
    at = sit(*(booked(f"{number:02}", "2026-11-25T10:00") for number in range(9)))
    at.press(KEY.Key_Right)
    shown = [line.case_id for _, line in at.page.grid.boxes if line]
    counted = [box.more for box in at.page.grid._boxes if box.line is None]
    assert len(shown) + sum(counted) == 9
    assert len(counted) == 1
    seen = []
    for _ in range(9):
        seen.append(at.marked)
        at.picture()
        at.press(KEY.Key_Down)
    assert seen == [f"{number:02}" for number in range(9)]


def test_what_does_not_overlap_has_the_whole_width() -> None:
    assert lanes([(0, 1), (0.5, 2), (1, 2), (3, 4)], 4) == [Lane(0, 2), Lane(1, 2), Lane(0, 2), Lane(0, 1)]
    crowded = lanes([(0, 9), (1, 9), (2, 9), (3, 9)], 2)
    assert crowded == [Lane(0, 2), *[Lane(1, 2, hidden=True)] * 3]
    assert lanes([], 2) == []


def engagements(*all_booked: Booked) -> list[Engagement]:
    return [each.engagement for each in all_booked]


def test_hours_are_stretched_only_where_something_lies_outside() -> None:
    on = date(2026, 11, 24)
    assert scale_of(week([], on, LONDON)).hours == tuple((hour, 0) for hour in range(7, 22))
    early = week(engagements(booked("01", "2026-11-24T05:30")), on, LONDON)
    assert scale_of(early).hours[0] == (5, 0)
    late = week(engagements(booked("01", "2026-11-24T22:30", 31)), on, LONDON)
    assert scale_of(late).hours[-1] == (23, 0)
    over = week(engagements(booked("01", "2026-11-24T23:45", 60)), on, LONDON)
    assert scale_of(over).hours == tuple((hour, 0) for hour in range(24)), "the day after begins with the rest of it"


def test_a_day_of_25_hours_has_one_hour_twice_and_the_others_leave_it_out() -> None:
    asked = agree("2026-10-25T01:30", LONDON)
    assert isinstance(asked, Twice)
    later = Engagement("b", "b", "anna", AppointmentMade(asked.second.local, LONDON, asked.second.utc, 30))
    days = week([*engagements(booked("a", "2026-10-25T01:30")), later], date(2026, 10, 25), LONDON)
    scale, sunday, saturday = scale_of(days), days[6], days[5]
    assert scale.hours[:4] == ((1, 0), (1, 1), (2, 0), (3, 0))
    assert scale.clocks == {(1, 0): "BST", (1, 1): "GMT"}
    assert [scale.span(each, sunday) for each in sunday.standings] == [(0.5, 1.0), (1.5, 2.0)]
    assert scale.gaps(sunday) == ()
    assert scale.gaps(saturday) == ((1.0, 2.0),)


def test_a_day_of_23_hours_leaves_one_out() -> None:
    night = booked("a", "2026-03-29T00:30", 60)
    days = week(engagements(night), date(2026, 3, 29), LONDON)
    scale, sunday = scale_of(days), days[6]
    assert scale.hours[:3] == ((0, 0), (1, 0), (2, 0))
    assert scale.gaps(sunday) == ((1.0, 2.0),)
    assert scale.span(sunday.standings[0], sunday) == (0.5, 2.5), (
        "half an hour on either side of the hour that is not there"
    )
    assert scale.gaps(days[5]) == ()


def test_clocks_that_move_by_half_an_hour_are_drawn_to_the_half_hour() -> None:
    island = "Australia/Lord_Howe"
    days = week(engagements(booked("a", "2026-04-05T01:00", 120, zone=island)), date(2026, 4, 5), island)
    scale, sunday = scale_of(days), days[6]
    assert scale.hours[:3] == ((1, 0), (1, 1), (2, 0))
    assert scale.gaps(sunday) == ((1.0, 1.5),)
    assert scale.span(sunday.standings[0], sunday) == (0.0, 2.5)


@pytest.mark.parametrize(("on", "hour"), [("2026-10-25T01:15", 1), ("2026-03-29T00:30", 0)])
def test_days_on_which_the_clocks_move_are_painted(sit: Sit, on: str, hour: int) -> None:
    at = sit(booked("a", on, 90), now=datetime.fromisoformat(on).replace(tzinfo=UTC) - timedelta(hours=20))
    assert at.page.grid._scale.hours[0] == (hour, 0)
    assert not at.picture().isNull()


def test_ten_thousand_are_read_once_all_together_and_shown_at_once(qtbot: QtBot, look: Look) -> None:
    begin = datetime(2026, 1, 1, 8, tzinfo=UTC)
    moments = {f"{number:05}": begin + timedelta(minutes=45 * number) for number in range(10_000)}
    read: list[str] = []

    def of(case: str) -> Booked:
        read.append(case)
        local = f"{moments[case]:%Y-%m-%dT%H:%M}"
        return Booked(Engagement(case, case, "anna", AppointmentMade(local, "UTC", moments[case], 30)), "")

    book = DiaryBook(moments.items, of, lambda: {case: of(case) for case in moments})
    at = AtDiary(qtbot, look, book, now=datetime(2026, 6, 10, 12, tzinfo=UTC))
    started = time.perf_counter()
    at.press(KEY.Key_PageDown, KEY.Key_PageDown, KEY.Key_Home)
    at.picture()
    assert time.perf_counter() - started < 3
    assert len(read) == len(set(read)) == 10_000
    book.forget("00042")
    book.all()
    assert read[-1] == "00042"
    assert len(read) == 10_001, "only what was changed is read anew"


def test_the_book_reads_anew_what_was_changed_and_leaves_out_what_cannot_be_read() -> None:
    known = {"a": booked("a", "2026-11-24T10:00"), "b": booked("b", "2026-11-24T11:00")}
    moments = {case: each.begins for case, each in known.items()} | {"torn": NOW}
    book = DiaryBook(moments.items, known.get, lambda: known)
    assert [each.case_id for each in book.all()] == ["a", "b"]
    known["a"] = booked("a", "2026-11-24T10:00", hard=True)
    assert not book.all()[0].appointment.hard
    book.forget("a")
    assert book.all()[0].appointment.hard
    known["b"] = booked("b", "2026-11-25T11:00")
    moments["b"] = known["b"].begins
    assert [each.case_id for each in book.up_to(NOW)] == ["a"], "another moment is another appointment"
    following = book.next_after(NOW + timedelta(hours=1))
    assert following is not None
    assert following.engagement.case_id == "b"


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 2.0), ("dark", 2.0)])
def test_nothing_is_cut_in_either_theme_and_at_twice_the_size(
    sit: Sit, look: Look, reader: Reader, tmp_path: Path, theme: str, scale: float
) -> None:
    look.set_theme("dark" if theme == "dark" else "light")
    look.set_scale(scale)
    at = sit(*A_WEEK)
    for view in (KEY.Key_W, KEY.Key_D):
        at.press(view)
        QApplication.processEvents()
        assert at.page.grab().save(str(tmp_path / f"diary-{theme}-{scale}-{view.name}.png"))
        assert at.page.size().toTuple() == (1366, 768), "nothing has widened the window"
        assert reader.clipped_in(at.page) == []
        mark = next(box for box, line in at.page.grid.boxes if line == at.page.line)
        assert at.page.grid.viewport().rect().contains(mark.toRect()), "the one marked is in sight"


@pytest.fixture
def abroad(qapp: QApplication, look: Look, settings: Settings, pseudo_resources: Path) -> Iterator[None]:
    speak(qapp, pseudo_resources, CODE)
    look.dress()
    yield
    speak(qapp, settings.resources, "en")


@pytest.mark.usefixtures("abroad")
def test_the_diary_is_said_in_the_language_of_the_window(sit: Sit, reader: Reader) -> None:
    reader.known += ["Side door.", "Auckland"]
    locale = QLocale(CODE)
    reader.known += [locale.dayName(day, QLocale.FormatType.ShortFormat).rstrip(".") for day in range(1, 8)]
    reader.known += [locale.monthName(month, QLocale.FormatType.ShortFormat) for month in range(1, 13)]
    assert reader.english_in(sit().page) == [], "an empty week"
    at = sit(*(replace(each, name="Роза Ильинична") for each in A_WEEK))
    for view in (KEY.Key_W, KEY.Key_D, KEY.Key_L):
        at.press(view)
        QApplication.processEvents()
        assert reader.english_in(at.page) == []
        assert reader.clipped_in(at.page) == []


def test_every_key_of_the_diary_is_printed_at_its_foot(sit: Sit) -> None:
    at = sit(*A_WEEK)
    printed = {button.accessibleName() for button in at.page._keys._buttons.values()}
    assert len(printed) == len(KEYS)
    assert {"Case, Enter", "Appointment, F7", "Week before, PgUp", "Today, Home", "List, L", "Back, Esc"} <= printed


# In the window


def appoint(at_work: AtWork, when: str) -> None:
    at_work.press(KEY.Key_F7)
    at_work.keys.write(when)
    at_work.press(KEY.Key_Return)


def test_f9_opens_the_diary_and_escape_goes_back_to_the_cases(at_work: AtWork, wait: Callable[[], None]) -> None:
    appoint(at_work, "tomorrow 17:40")
    assert "1042/01" in at_work.workplace.diary.bar.words.text(), "the key is printed where the next one is told"
    at_work.press(KEY.Key_F9)
    wait()
    page = at_work.workplace.page
    assert isinstance(page, DiaryPage)
    at_work.press(KEY.Key_Right)
    assert page.line is not None
    assert page.line.case_id == "rosa"
    at_work.press(KEY.Key_Escape)
    wait()
    at_work.page(CaseList)


def test_a_case_looked_at_in_the_diary_leads_back_to_the_same_place(at_work: AtWork, wait: Callable[[], None]) -> None:
    appoint(at_work, "26/11 17:40")
    at_work.press(KEY.Key_F2)
    wait()
    at_work.press(KEY.Key_F9)
    wait()
    at_work.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_D, KEY.Key_Return)
    wait()
    at_work.page(CasePage)
    at_work.press(KEY.Key_Escape)
    wait()
    page = at_work.workplace.page
    assert isinstance(page, DiaryPage)
    assert (page.place.view, page.place.case_id) == ("day", "rosa")


def test_f7_agrees_another_time_and_the_diary_shows_it(at_work: AtWork, wait: Callable[[], None]) -> None:
    appoint(at_work, "26/11 17:40")
    at_work.press(KEY.Key_F9)
    wait()
    at_work.press(KEY.Key_Right, KEY.Key_Right, KEY.Key_F7)
    wait()
    sheet = at_work.page(CasePage).sheet
    assert isinstance(sheet, AppointmentSheet)
    at_work.keys.write("26/11 18:40")
    at_work.press(KEY.Key_Return)
    wait()
    page = at_work.workplace.page
    assert isinstance(page, DiaryPage)
    assert page.line is not None
    assert page.line.engagement.appointment.local == "2026-11-26T18:40"
    assert QApplication.focusWidget() is page.grid


def test_a_sheet_keeps_the_key_to_itself(at_work: AtWork) -> None:
    at_work.press(KEY.Key_F6, KEY.Key_F9)
    assert at_work.page(CaseList).sheet is not None
