"""The interviewer and the hub: connecting, syncing, what was returned, what was recalled; a real hub, by keyboard alone."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from capi.fieldwork.case import Status
from capi.screens.case_columns import COLUMNS, HUB
from capi.screens.case_list import CaseList
from capi.screens.enrol_sheet import EnrolSheet
from capi.screens.hub_desk import HubDesk
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.screens.returned_sheet import ReturnedSheet
from capi.screens.sync_page import SyncPage
from capi.screens.workplace import Workplace
from capi.settings import Settings
from tests.screens.conftest import Interviewer, clock
from tests.sync.conftest import field as field
from tests.sync.field import Field, Laptop

SLOW = 20_000


class AtWork(Interviewer):
    window: Workplace

    def focused(self) -> QWidget:
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=SLOW)
        return super().focused()

    def quiet(self) -> None:
        """Until keys are taken, and there is somewhere they go to."""
        self.qtbot.waitUntil(lambda: self.window.settled, timeout=SLOW)

    def waits_for(self, page: type) -> None:
        self.qtbot.waitUntil(lambda: isinstance(self.window.page, page), timeout=SLOW)
        self.quiet()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=SLOW)

    def waits_for_round(self) -> None:
        desk = self.window.hub
        self.qtbot.waitUntil(lambda: not desk.running and desk.report is not None, timeout=SLOW)

    def listed(self) -> list[str]:
        page = self.window.page
        assert isinstance(page, CaseList)
        return [page.model.summary(row).case.reference for row in range(page.model.rowCount())]

    def alarm(self) -> str:
        page = self.window.page
        assert page is not None
        return " ".join(label.text() for label in page.findChildren(QLabel) if label.objectName() == "alarm")


@pytest.fixture
def at_work(
    qtbot: QtBot, look: Look, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., AtWork]]:
    """Opens the laptop's case file in the window, without rounds of its own accord."""
    monkeypatch.setattr(HubDesk, "_set", lambda *_, **__: None)
    opened = []

    def open_workplace(laptop: Laptop) -> AtWork:
        workplace = Workplace(settings, look, laptop.case_file, clock())
        qtbot.addWidget(workplace)
        workplace.resize(1366, 768)
        workplace.show()
        workplace.activateWindow()
        opened.append(workplace)
        keys = AtWork(qtbot, workplace)
        keys.quiet()
        workplace.take_keys()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=SLOW)
        return keys

    yield open_workplace
    for workplace in opened:
        workplace.leave()


def test_a_laptop_is_connected_and_gets_its_cases_by_keyboard_alone(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    field.bring("1042/01", "1042/02", to="anna")
    keys = at_work(field.laptop(enrolled=False))
    assert keys.listed() == []
    page = keys.window.page
    assert isinstance(page, CaseList)
    told = page._empty.text()
    assert page._empty.isVisible()
    assert told.index("F5") < told.index("Ctrl+N"), "the office comes first"
    keys.press(Qt.Key.Key_F5)
    keys.waits_for(SyncPage)
    page = keys.window.page
    assert isinstance(page, SyncPage)
    assert "not connected" in page._hub.text()
    assert "press Ctrl+E" in page.headline.text()
    assert (page._enrol.objectName(), page._enrol.isVisible(), page._sync.isVisible()) == ("main", True, False)
    keys.press(Qt.Key.Key_E, control=True)
    assert isinstance(page.sheet, EnrolSheet)
    keys.write(field.url)
    keys.enter()
    keys.write(field.code("anna").lower())
    keys.enter()
    keys.qtbot.waitUntil(lambda: keys.window.hub.link is not None, timeout=SLOW)
    keys.waits_for_round()
    keys.qtbot.waitUntil(lambda: page.sheet is None, timeout=SLOW)
    assert page.headline.text().startswith("2 of 2 cases safe at the hub")
    assert [line.reference for line in page.table.model_of_lines.lines] == ["1042/01", "1042/02"]
    hidden = [page.table.isColumnHidden(at) for at in range(5)]
    assert hidden == [False, False, True, True, True], "columns in which nothing is said"
    assert (page._sync.objectName(), page._enrol.isVisible()) == ("main", False)
    keys.press(Qt.Key.Key_Escape)
    keys.waits_for(CaseList)
    assert keys.listed() == ["1042/01", "1042/02"]


def test_a_wrong_code_is_said_on_the_sheet_and_can_be_typed_again(field: Field, at_work: Callable[..., AtWork]) -> None:
    keys = at_work(field.laptop(enrolled=False))
    keys.press(Qt.Key.Key_F5)
    keys.waits_for(SyncPage)
    keys.enter()
    page = keys.window.page
    assert isinstance(page, SyncPage)
    sheet = page.sheet
    assert sheet is not None
    keys.write(field.url)
    keys.enter()
    keys.write("no such code")
    keys.enter()
    keys.qtbot.waitUntil(sheet.fault.isVisible, timeout=SLOW)
    assert "code" in sheet.fault.text()
    assert keys.window.hub.link is None
    sheet.code.setText(field.code("anna"))
    sheet.code.setFocus()
    keys.enter()
    keys.qtbot.waitUntil(lambda: keys.window.hub.link is not None, timeout=SLOW)


def test_the_list_says_what_is_on_this_laptop_only_until_it_was_sent(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna")
    laptop.round()
    laptop.interview("1042/01")
    keys = at_work(laptop)
    page = keys.window.page
    assert isinstance(page, CaseList)
    waiting = laptop.holding("1042/01").waiting
    assert waiting > 0
    assert page.model.data(hub_cell(page)) == f"{waiting} to send"
    assert inks_of(page) == ("offered", "offered")
    keys.press(Qt.Key.Key_F5)
    keys.waits_for(SyncPage)
    keys.waits_for_round()
    keys.press(Qt.Key.Key_Escape)
    keys.waits_for(CaseList)
    page = keys.window.page
    assert isinstance(page, CaseList)
    assert page.model.data(hub_cell(page)) == "Safe at the hub"
    assert inks_of(page) == ("saved", "saved")


def hub_cell(page: CaseList) -> QModelIndex:
    """Where the first case is."""
    return page.model.index(0, COLUMNS.index(HUB))


def inks_of(page: CaseList) -> tuple[str, str]:
    """The colours of the first case's place and of the whole, by their names in the look."""
    look = page._look
    cell = page.model.data(hub_cell(page), Qt.ItemDataRole.ForegroundRole)
    names = {look.colour(name).name(): name for name in ("offered", "saved", "soft")}
    assert isinstance(cell, QColor)
    page._hub.ensurePolished()
    return names[cell.name()], names[page._hub.palette().color(page._hub.foregroundRole()).name()]


def test_the_place_of_a_case_keeps_its_colour_where_its_row_is_marked(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna")
    laptop.round()
    laptop.interview("1042/01")
    keys = at_work(laptop)
    keys.look_up()
    page = keys.window.page
    assert isinstance(page, CaseList)
    cell = page.table.visualRect(hub_cell(page))
    picture = page.table.viewport().grab(cell).toImage()
    wanted = page._look.colour("offered")
    near = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if _differ(picture.pixelColor(x, y), wanted) < 40
    ]
    assert len(near) > 10


def _differ(one: QColor, other: QColor) -> int:
    return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())


@pytest.mark.parametrize("sitting", [False, True], ids=["no-sitting", "sitting-cut-off"])
def test_a_laptop_that_was_replaced_says_so_and_opens_nothing_but_a_sitting_cut_off(
    field: Field, at_work: Callable[..., AtWork], monkeypatch: pytest.MonkeyPatch, sitting: bool
) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna")
    laptop.round()
    if sitting:
        laptop.sit("1042/01").answer("General", 1)
    monkeypatch.setattr(HubDesk, "replaced", property(lambda _: True))
    keys = at_work(laptop)
    page = keys.window.page
    assert isinstance(page, CaseList)
    assert "was replaced by another one" in page._warning.text()
    assert page._warning.isVisible()
    keys.press(Qt.Key.Key_N, control=True)
    assert page.sheet is None
    keys.enter()
    if sitting:
        keys.waits_for(InterviewScreen)
    else:
        assert keys.window.page is page
        assert "1042/01 is not opened" in page._alarm.text()


def test_a_file_can_be_chosen_beside_its_line(
    field: Field, at_work: Callable[..., AtWork], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = at_work(field.laptop(enrolled=False))
    keys.press(Qt.Key.Key_F5)
    keys.waits_for(SyncPage)
    keys.enter()
    page = keys.window.page
    assert isinstance(page, SyncPage)
    assert page.sheet is not None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/media/hub.pem", ""))
    button = next(each for each in page.sheet.findChildren(QPushButton) if each.text() == "Choose…")
    assert button.width() < page.sheet.file.width()
    assert button.mapTo(page, QPoint(0, 0)).y() < page.sheet.file.mapTo(page, QPoint(0, 0)).y() + 20
    button.click()
    assert page.sheet.file.text() == "/media/hub.pem"


def test_a_round_during_an_interview_disturbs_nothing_on_the_screen(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna")
    laptop.round()
    keys = at_work(laptop)
    keys.enter()
    keys.waits_for(InterviewScreen)
    screen, focused = keys.window.page, QApplication.focusWidget()
    field.bring("1042/02", to="anna")
    keys.window.hub.sync()
    keys.waits_for_round()
    assert keys.window.page is screen
    assert QApplication.focusWidget() is focused
    assert isinstance(screen, InterviewScreen)
    assert screen.sheet is None
    assert "1042/02" in laptop.references


def test_what_a_round_brought_during_an_interview_is_listed_when_it_is_left(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    field.bring("1042/01", to="anna")
    laptop.round()
    keys = at_work(laptop)
    keys.enter()
    keys.waits_for(InterviewScreen)
    field.bring("1042/02", to="anna")
    keys.window.hub.sync()
    keys.waits_for_round()
    assert isinstance(keys.window.page, InterviewScreen)
    keys.window.page.left.emit()
    keys.waits_for(CaseList)
    assert keys.listed() == ["1042/01", "1042/02"]


def test_a_returned_case_opens_with_the_note_and_goes_to_the_question(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    (case_id,) = field.bring("1042/01", to="anna")
    laptop.round()
    laptop.interview("1042/01")
    laptop.round()
    field.return_case(case_id, "Is the income for a month?", "Income")
    keys = at_work(laptop)
    keys.window.hub.sync()
    keys.waits_for_round()
    assert laptop.case_file.record(case_id).status is Status.IN_PROGRESS
    keys.enter()
    keys.waits_for(InterviewScreen)
    screen = keys.window.page
    assert isinstance(screen, InterviewScreen)
    sheet = screen.sheet
    assert isinstance(sheet, ReturnedSheet)
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "Is the income for a month?" in said
    marks = [screen._route.list.row(at).words for at in range(2)]
    assert [("↩" in mark) for mark in marks] == [False, True]
    keys.enter()
    keys.qtbot.waitUntil(lambda: screen.sheet is None and screen.ready, timeout=SLOW)
    prompt = screen.question.view.prompt
    assert prompt is not None
    assert prompt.field == "Income"


def test_a_recalled_case_is_not_opened_any_more_and_goes_with_the_next_round(
    field: Field, at_work: Callable[..., AtWork]
) -> None:
    laptop = field.laptop()
    (case_id,) = field.bring("1042/01", to="anna")
    laptop.round()
    laptop.case_file.mark_recalled(case_id, "Another team")
    field.recall(case_id)
    keys = at_work(laptop)
    keys.enter()
    assert isinstance(keys.window.page, CaseList)
    assert "wants 1042/01 back (Another team)" in keys.alarm()
    keys.window.hub.sync()
    keys.waits_for_round()
    assert keys.listed() == []
