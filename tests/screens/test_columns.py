"""The columns of the case list: what they say, which are kept, how they share the width, and the sheet they are chosen on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.outcomes.frame_reading import find_frame, load_frame
from capi.screens.case_columns import (
    APPOINTMENT,
    CALLS,
    COLUMNS,
    HUB,
    INSTRUMENT,
    LAST_CALL,
    LAST_WORKED,
    MODE,
    NAME,
    OUTCOME,
    REFERENCE,
    USUAL,
    Column,
    Place,
    keep_columns,
    kept_columns,
    short_time,
)
from capi.screens.case_list import CaseList
from capi.screens.columns_sheet import ColumnsSheet
from capi.screens.contact_words import AboutCase
from capi.screens.language import speak
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store.case_file import CaseFile
from tests.screens.conftest import Interviewer, clock
from tests.screens.pseudo_language import CODE, Reader

KEY = Qt.Key
NOW = datetime(2026, 11, 24, 17, 20, tzinfo=UTC)
PLACES = {"1": Place("Sent, not compared yet", "offered"), "2": Place("Safe at the hub", "saved")}


def case(at: int, **more: object) -> CaseSummary:
    named = Case(str(at), f"10{at}/01", "14 Station Road, Fakenham", "seb", "1", "", Mode.TELEPHONE)
    told: dict[str, object] = {
        "calls": 3,
        "last_call": NOW - timedelta(hours=at),
        "last_result": "no_answer",
        "appointment": NOW + timedelta(days=at),
        "outcome": "310",
    }
    return CaseSummary(named, Status.STOPPED, 3, NOW, StopReason.OTHER, **(told | more))  # type: ignore[arg-type]


@pytest.fixture
def frame(settings: Settings) -> OutcomeFrame:
    return load_frame(find_frame("uk", settings.questionnaires)).frame


@pytest.fixture
def listed(qtbot: QtBot, look: Look, frame: OutcomeFrame) -> Callable[..., CaseList]:
    """A list of cases in a window of the size that fits the smallest screen."""
    windows = []

    def show(
        cases: list[CaseSummary] | None = None, places: dict[str, Place] | None = PLACES, **more: tuple[Column, ...]
    ) -> CaseList:
        window = QMainWindow()
        windows.append(window)
        qtbot.addWidget(window)
        page = CaseList(look, dict, frame=frame, now=lambda: NOW, **more)  # type: ignore[arg-type]
        window.setCentralWidget(page)
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        page.show_cases([case(1), case(2)] if cases is None else cases, None)
        page.show_hub(places, Place("3 cases to send", "offered"))
        page.focus()
        Interviewer(qtbot, window).look_up()
        return page

    return show


def in_sight(page: CaseList) -> tuple[Column, ...]:
    return tuple(each for at, each in enumerate(COLUMNS) if not page.table.isColumnHidden(at))


def sheet_on(page: CaseList) -> ColumnsSheet:
    assert isinstance(page.sheet, ColumnsSheet)
    return page.sheet


# What they say


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [
        ("en_GB", "24/11 17:40", "24/11/2025"),
        ("pl_PL", "24.11 17:40", "24.11.2025"),
        ("hu_HU", "11. 24. 17:40", "2025. 11. 24."),
    ],
)
def test_a_time_has_its_year_where_that_may_be_doubted(look: Look, language: str, near: str, far: str) -> None:
    assert look.theme == "light"
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        local = datetime(2026, 11, 24, 17, 40).astimezone()
        assert short_time(local, NOW) == near
        assert short_time(local.replace(year=2025), NOW) == far
    finally:
        QLocale.setDefault(before)


def test_each_column_has_a_name_and_a_heading_of_its_own() -> None:
    assert len({each.name for each in COLUMNS}) == len({str(each.heading) for each in COLUMNS}) == len(COLUMNS)


# Which are kept


def test_until_somebody_chooses_the_usual_columns_are_shown(tmp_path: Path) -> None:
    assert kept_columns(tmp_path) == USUAL
    assert {INSTRUMENT, CALLS, LAST_WORKED}.isdisjoint(USUAL)


def test_what_was_chosen_is_kept_beside_theme_and_size(tmp_path: Path) -> None:
    preferences = QSettings(str(tmp_path / "preferences.ini"), QSettings.Format.IniFormat)
    preferences.setValue("theme", "dark")
    keep_columns(tmp_path, (REFERENCE, NAME, CALLS, OUTCOME))
    assert kept_columns(tmp_path) == (REFERENCE, NAME, CALLS, OUTCOME)
    preferences.sync()
    assert preferences.value("theme") == "dark"


@pytest.mark.parametrize("kept", ["", "reference nonsense", "1,2,3", "@ByteArray(\\0)", "reference, name", "   "])
def test_a_choice_that_makes_no_sense_is_the_usual_one(tmp_path: Path, kept: str) -> None:
    (tmp_path / "preferences.ini").write_text(f"[General]\ncolumns={kept}\n", encoding="utf-8")
    assert kept_columns(tmp_path) == USUAL


def test_reference_and_name_are_shown_whatever_is_kept(tmp_path: Path) -> None:
    keep_columns(tmp_path, (OUTCOME,))
    assert kept_columns(tmp_path) == (REFERENCE, NAME, OUTCOME)


# How they share the width


def test_the_usual_columns_fit_the_smallest_screen(listed: Callable[..., CaseList]) -> None:
    page = listed()
    assert in_sight(page) == USUAL
    table = page.table
    assert sum(table.columnWidth(at) for at in range(len(COLUMNS))) <= table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_the_window_itself_writes_is_never_cut(listed: Callable[..., CaseList], look: Look, scale: float) -> None:
    page = listed(columns=COLUMNS)
    look.set_scale(scale)
    QApplication.processEvents()
    header, metrics = page.table.horizontalHeader(), page.table.fontMetrics()
    for at, column in enumerate(COLUMNS):
        assert header.sectionSize(at) >= header.sectionSizeHint(at), column.name
        if column.most or column is NAME:
            continue
        for row in range(2):
            words = str(page.model.data(page.model.index(row, at)))
            assert header.sectionSize(at) > metrics.horizontalAdvance(words), words


def test_where_room_is_short_the_words_of_the_frame_give_way_to_the_name(listed: Callable[..., CaseList]) -> None:
    long = case(1, last_result="not_now", outcome="212")
    roomy, tight = listed([long], None), listed([long], PLACES, columns=COLUMNS)
    for column in (LAST_CALL, OUTCOME):
        at = COLUMNS.index(column)
        assert roomy.table.columnWidth(at) > tight.table.columnWidth(at) >= column.least
    assert tight.table.columnWidth(COLUMNS.index(NAME)) == NAME.least
    assert listed([case(1)], None).table.columnWidth(COLUMNS.index(NAME)) > NAME.least, "what is left is the name's"


def test_a_name_or_address_has_more_room_than_what_a_long_result_would_like(listed: Callable[..., CaseList]) -> None:
    page = listed([case(1, last_result="not_now", outcome="212")])
    assert page.table.columnWidth(COLUMNS.index(NAME)) >= NAME.most


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_four_rows_are_in_sight_at_any_size_and_the_case_marked_is_one(
    listed: Callable[..., CaseList], look: Look, scale: float
) -> None:
    page = listed([case(at) for at in range(1, 30)])
    page._about = lambda _: AboutCase(None, None, None, NOW)
    page.show_cases([case(at) for at in range(1, 30)], "9")
    look.set_scale(scale)
    for _ in range(5):
        QApplication.processEvents()
    sight, table = page.table.viewport().rect(), page.table
    assert sight.height() >= 4 * table.rowHeight(0)
    marked = table.visualRect(table.currentIndex())
    assert page.current == "9"
    assert sight.top() <= marked.top()
    assert marked.bottom() <= sight.bottom()
    assert page.panel.isVisible() is (scale == 1.0), "where there is no room for both, the list stays"
    look.set_scale(1.0)
    for _ in range(5):
        QApplication.processEvents()
    assert page.panel.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.2, 1.5, 2.0])
def test_nothing_below_the_list_makes_the_window_wider(
    listed: Callable[..., CaseList], look: Look, scale: float
) -> None:
    page = listed()
    look.set_scale(scale)
    for _ in range(5):
        QApplication.processEvents()
    assert page.window().width() == 1366
    buttons = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    assert all(each.geometry().right() < page.width() for each in buttons)
    assert page.search.fontMetrics().horizontalAdvance(page.search.placeholderText()) < page.search.width() - 20


def test_the_words_below_the_list_go_above_the_buttons_and_the_button_for_the_columns_gives_way(
    listed: Callable[..., CaseList], qtbot: QtBot
) -> None:
    page = listed()
    assert page._choose.isVisible()
    assert page._hub.geometry().right() < page._choose.geometry().left()
    page.window().resize(800, 768)
    qtbot.waitUntil(lambda: not page._choose.isVisible())
    assert page._hub.geometry().right() < page._page.geometry().left()
    page.window().resize(700, 768)
    qtbot.waitUntil(lambda: page._hub.geometry().bottom() < page._page.geometry().top())
    assert page._choose.isVisible(), "the buttons have the row to themselves"
    page.window().resize(1366, 768)
    qtbot.waitUntil(lambda: page._hub.geometry().right() < page._choose.geometry().left())
    assert page._choose.isVisible()


# The sheet


def test_columns_are_chosen_by_keyboard_alone(listed: Callable[..., CaseList], qtbot: QtBot) -> None:
    page = listed()
    keys = Interviewer(qtbot, page.window())
    told: list[object] = []
    page.columns_chosen.connect(told.append)
    keys.press(KEY.Key_F4)
    assert sheet_on(page).ticked == USUAL
    for _ in range(2):
        keys.press(KEY.Key_Down)
    keys.press(KEY.Key_Space)  # the instrument
    keys.press(KEY.Key_Down)
    keys.press(KEY.Key_Space)  # the mode
    keys.enter()
    assert page.sheet is None
    expected = tuple(each for each in COLUMNS if each in {*USUAL, INSTRUMENT} - {MODE})
    assert in_sight(page) == expected
    assert told == [expected]
    assert page.search.hasFocus()


def test_esc_leaves_the_columns_as_they_are(listed: Callable[..., CaseList], qtbot: QtBot) -> None:
    page = listed()
    keys = Interviewer(qtbot, page.window())
    told: list[object] = []
    page.columns_chosen.connect(told.append)
    keys.press(KEY.Key_F4)
    keys.press(KEY.Key_End)
    keys.press(KEY.Key_Space)
    keys.press(KEY.Key_Escape)
    assert (page.sheet, told, in_sight(page)) == (None, [], USUAL)


def test_reference_and_name_cannot_be_hidden_and_the_sheet_says_so(
    listed: Callable[..., CaseList], qtbot: QtBot
) -> None:
    page = listed()
    keys = Interviewer(qtbot, page.window())
    keys.press(KEY.Key_F4)
    for heading in ("Reference", "Name"):
        keys.press(KEY.Key_Space)
        assert sheet_on(page).fault.text() == f"{heading} is always shown."
        keys.press(KEY.Key_Down)
    assert {REFERENCE, NAME} <= set(sheet_on(page).ticked)


def test_the_usual_columns_come_back_by_one_button(listed: Callable[..., CaseList], qtbot: QtBot) -> None:
    page = listed(columns=(REFERENCE, NAME, CALLS))
    keys = Interviewer(qtbot, page.window())
    keys.press(KEY.Key_F4)
    assert sheet_on(page).ticked == (REFERENCE, NAME, CALLS)
    for _ in range(2):
        keys.press(KEY.Key_Tab)
    focused = keys.focused()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName() == "The usual ones"
    keys.enter()
    keys.enter()
    assert in_sight(page) == USUAL


def test_without_a_hub_its_column_is_not_offered_and_stays_chosen(
    listed: Callable[..., CaseList], qtbot: QtBot
) -> None:
    page = listed(None, None)
    assert HUB not in in_sight(page)
    keys = Interviewer(qtbot, page.window())
    keys.press(KEY.Key_F4)
    sheet = sheet_on(page)
    assert "Hub" not in [sheet.list.item(at).text() for at in range(sheet.list.count())]
    keys.press(KEY.Key_End)
    keys.press(KEY.Key_Space)  # last worked
    keys.enter()
    assert HUB not in in_sight(page)
    assert LAST_WORKED in in_sight(page)
    page.show_hub(PLACES, Place(""))
    assert HUB in in_sight(page)


def test_no_second_sheet_is_laid_over_the_first(listed: Callable[..., CaseList], qtbot: QtBot) -> None:
    page = listed()
    keys = Interviewer(qtbot, page.window())
    keys.press(KEY.Key_F4)
    first = page.sheet
    keys.press(KEY.Key_F4)
    page.open_columns()
    assert page.sheet is first


def test_the_choice_outlives_the_list_and_the_window(
    qtbot: QtBot, look: Look, settings: Settings, case_file: CaseFile
) -> None:
    def sit() -> tuple[Workplace, CaseList]:
        place = Workplace(settings, look, case_file, clock())
        qtbot.addWidget(place)
        place.resize(1366, 768)
        place.show()
        place.activateWindow()
        place.take_keys()
        Interviewer(qtbot, place).look_up()
        qtbot.waitUntil(lambda: place.settled, timeout=5_000)
        page = place.page
        assert isinstance(page, CaseList)
        return place, page

    place, page = sit()
    keys = Interviewer(qtbot, place)
    keys.press(KEY.Key_F4)
    for _ in range(COLUMNS.index(CALLS)):
        keys.press(KEY.Key_Down)
    keys.press(KEY.Key_Space)
    keys.enter()
    assert CALLS in in_sight(page)
    place.show_cases()
    again = place.page
    assert isinstance(again, CaseList)
    assert again is not page
    assert CALLS in in_sight(again)
    other, page = sit()
    assert CALLS in in_sight(page)
    for each in (place, other):
        each.leave()


def test_an_appointment_is_missed_while_the_list_stands_open(qtbot: QtBot, look: Look, frame: OutcomeFrame) -> None:
    now = [NOW]
    page = CaseList(look, dict, frame=frame, now=lambda: now[0])
    qtbot.addWidget(page)
    page.show_cases([case(1, appointment=NOW + timedelta(minutes=5))], None)
    index = page.model.index(0, COLUMNS.index(APPOINTMENT))
    assert page.model.data(index, Qt.ItemDataRole.ForegroundRole) is None
    now[0] += timedelta(hours=1)
    page._minute.timeout.emit()
    assert page.model.data(index, Qt.ItemDataRole.ForegroundRole) == look.colour("alarm")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_sheet_and_the_list_are_said_in_any_language(
    qtbot: QtBot,
    look: Look,
    pseudo_resources: Path,
    reader: Reader,
    all_is_said: Callable[[QWidget, str], None],
    scale: float,
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    speak(application, pseudo_resources, CODE)
    look.set_scale(scale)
    window = QMainWindow()
    qtbot.addWidget(window)
    page = CaseList(look, dict, lambda _: "1", now=lambda: NOW, columns=COLUMNS)
    window.setCentralWidget(page)
    window.resize(1366, 768)
    window.show()
    missed = case(1, appointment=NOW - timedelta(hours=2), last_result="1", outcome="310")
    page.show_cases([missed], None)
    page.show_hub(None, Place(""))
    reader.known.append(missed.case.name)
    all_is_said(window, f"columns-list-{scale}")
    page.open_columns()
    all_is_said(window, f"columns-{scale}")
    sheet_on(page)._turn(sheet_on(page).list.item(0))
    all_is_said(window, f"columns-refused-{scale}")
