"""A case that its respondent answers online, in the interviewer's window: shown, not opened, and gone on with when she agrees."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from capi.engine.plan import plan
from capi.fieldwork.calls import CallMade
from capi.fieldwork.contents import Opened
from capi.fieldwork.journal import RESPONDENT
from capi.fieldwork.ways_answered import ways_answered
from capi.hub.online.going_on import return_to_queue
from capi.hub.online.visits import read_visit
from capi.instrument.model import Mode
from capi.screens.calls.pick_sheet import PickSheet
from capi.screens.calls.telephone_page import TelephonePage
from capi.screens.case_list import CaseList
from capi.screens.consent_sheet import ConsentSheet
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.screens.sealed import sealed_fields
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.sitting import Sitting
from capi.sync.online_cases import begun_online
from tests.hub.online.scene import OnlineScene, background
from tests.screens.calls.scenario import START, AtWork
from tests.screens.conftest import Interviewer
from tests.sync.field import Field, Laptop

REFERENCE = "1042/01"


class Beside(AtWork):
    """`field` is the hub, `laptop` is enrolled with it, and `online` where respondents answer; `case_id`: the case."""

    case_id: str
    field: Field
    laptop: Laptop
    online: OnlineScene

    def until(self, happened: Callable[[], object]) -> None:
        self.keys.qtbot.waitUntil(lambda: bool(happened()), timeout=15_000)

    def round(self) -> None:
        """One in the background, as by F5 from the list, and to its end."""
        hub = self.workplace.hub
        with self.keys.qtbot.waitSignal(hub.ended, timeout=15_000):
            hub.sync()

    @property
    def list(self) -> CaseList:
        page = self.workplace.page
        assert isinstance(page, CaseList), page
        return page

    @property
    def telephone(self) -> TelephonePage:
        page = self.workplace.page
        assert isinstance(page, TelephonePage), page
        return page

    @property
    def sheet(self) -> ConsentSheet:
        page = self.workplace.page
        assert isinstance(page, CaseList | TelephonePage), page
        assert isinstance(page.sheet, ConsentSheet), page.sheet
        return page.sheet

    def begins(self) -> str:
        """The respondent answers the first question online; her token."""
        token = self.online.enter(self.online.code_of(self.laptop.id(REFERENCE)))
        self.online.answer(token, ("SchoolType", 3))
        return token

    def agrees(self) -> None:
        self.press(Qt.Key.Key_Tab, Qt.Key.Key_Return)

    def told(self) -> str:
        return self.list._alarm.text() if self.list._alarm.isVisible() else ""


@contextlib.contextmanager
def _at_work(qtbot: QtBot, look: Look, settings: Settings, folder: Path, *, rings: bool) -> Iterator[Beside]:
    with contextlib.ExitStack() as stack:
        field = Field.begin(folder, stack, background())
        field.scene.time = START
        field.scene.with_frame()
        laptop = field.caller("tess") if rings else field.laptop("anna")
        [case_id] = field.bring(REFERENCE, to="" if rings else "anna")
        if not rings:
            laptop.round()
        at_work = Beside(laptop.case_file)
        at_work.field, at_work.laptop, at_work.online = field, laptop, OnlineScene(field.scene)
        at_work.case_id = case_id
        workplace = Workplace(settings, look, laptop.case_file, at_work.clock)
        qtbot.addWidget(workplace)
        workplace.resize(1366, 768)
        workplace.show()
        workplace.activateWindow()
        workplace.take_keys()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
        at_work.sit(workplace, Interviewer(qtbot, workplace))
        yield at_work
        workplace.leave()
        qtbot.waitUntil(lambda: not workplace.hub.running, timeout=15_000)


@pytest.fixture
def beside(qtbot: QtBot, look: Look, settings: Settings, tmp_path: Path) -> Iterator[Beside]:
    with _at_work(qtbot, look, settings, tmp_path, rings=False) as at_work:
        yield at_work


def test_the_list_says_since_when_and_enter_asks_before_anything_is_opened(beside: Beside) -> None:
    beside.begins()
    beside.round()
    model = beside.list.model
    shown = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert [each for each in shown if each.startswith("Online since")] != []
    beside.press(Qt.Key.Key_Return)
    assert "The respondent agrees" in [button.text() for button in beside.sheet.findChildren(QPushButton)]
    beside.press(Qt.Key.Key_Return)  # not now
    assert beside.list.sheet is None
    assert len(beside.case_file.entries(beside.laptop.id(REFERENCE))) == 1


def test_when_she_agrees_the_case_comes_and_opens_where_she_stopped(beside: Beside) -> None:
    beside.begins()
    beside.round()
    beside.press(Qt.Key.Key_Return)
    beside.agrees()
    beside.until(lambda: isinstance(beside.workplace.page, InterviewScreen))

    page = beside.workplace.page
    assert isinstance(page, InterviewScreen)
    assert page._sitting.interview.position == "EarnerStatus"
    entries = beside.case_file.entries(beside.laptop.id(REFERENCE))
    assert entries[-1].contents == Opened(consent=True)
    assert begun_online(beside.case_file) == {}
    assert beside.field.scene.row(beside.laptop.id(REFERENCE)).holder_key is not None


def test_without_a_line_nothing_changes_and_she_is_told(beside: Beside) -> None:
    beside.begins()
    beside.round()
    beside.field.stop()
    beside.press(Qt.Key.Key_Return)
    beside.agrees()
    beside.until(lambda: "cannot be reached" in beside.told())
    assert begun_online(beside.case_file).keys() == {beside.laptop.id(REFERENCE)}


def test_who_is_through_meanwhile_is_not_interviewed(beside: Beside) -> None:
    token = beside.begins()
    beside.round()
    beside.online.answer(token, ("EarnerStatus", 4), ("ParentQual", 3))
    beside.online.complete(token)
    beside.press(Qt.Key.Key_Return)
    beside.agrees()
    beside.until(lambda: "has answered everything online by now" in beside.told())
    assert not isinstance(beside.workplace.page, InterviewScreen)


def test_typing_online_finds_the_cases_that_are(beside: Beside) -> None:
    beside.field.bring("1042/02", to="anna")
    beside.begins()
    beside.round()
    beside.keys.write("online since")
    assert [beside.list.model.summary(row).case.reference for row in range(beside.list.model.rowCount())] == [REFERENCE]
    beside.round()
    assert beside.list.model.rowCount() == 1


def test_it_is_not_rung_from_the_list_and_the_page_says_why(beside: Beside) -> None:
    beside.begins()
    beside.round()
    beside.press(Qt.Key.Key_F10)
    beside.until(lambda: isinstance(beside.workplace.page, TelephonePage) and beside.workplace.settled)
    page = beside.workplace.page
    assert isinstance(page, TelephonePage)
    assert page.offer is None
    beside.press(Qt.Key.Key_F3)
    assert isinstance(page.sheet, PickSheet)
    assert page.sheet._list is not None
    [line] = [each for each in page.sheet._list.shown if REFERENCE in each]
    assert "answering online" in line


def test_an_interview_that_was_cut_off_is_gone_on_with_and_left_before_anybody_is_asked(beside: Beside) -> None:
    """She had begun herself, without a line, and her laptop had died."""
    case_id = beside.laptop.id(REFERENCE)
    record = beside.case_file.record(case_id)
    compiled = plan(beside.case_file.snapshot(record.case.sha256).instrument(), record.case.mode)
    Sitting(beside.case_file, record, compiled, beside.clock).answer("SchoolType", 2)
    beside.begins()
    beside.round()
    beside.workplace.cases.read(case_id)
    beside.press(Qt.Key.Key_Return)
    assert isinstance(beside.workplace.page, InterviewScreen), "nobody loses an interview halfway through it"
    beside.until(lambda: beside.workplace.settled)
    beside.keys.press(Qt.Key.Key_B, control=True)
    beside.keys.enter()
    beside.until(lambda: isinstance(beside.workplace.page, CaseList) and beside.workplace.settled)
    beside.press(Qt.Key.Key_Return)
    beside.agrees()
    beside.until(lambda: isinstance(beside.workplace.page, InterviewScreen))
    who = [entry.who for entry in beside.case_file.entries(case_id)]
    assert who[1:4] == [RESPONDENT] * 3, "what she had answered herself lies at the hub, apart"
    assert beside.field.scene.apart(case_id)


# At the telephone.


@pytest.fixture
def ringing(qtbot: QtBot, look: Look, settings: Settings, tmp_path: Path) -> Iterator[Beside]:
    """What was begun online four days ago lies before her."""
    with _at_work(qtbot, look, settings, tmp_path, rings=True) as at_work:
        hub, online = at_work.field.scene.hub, at_work.online
        online.later(days=-4)
        online.answer(online.enter(online.code_of(at_work.case_id)), ("SchoolType", 3))
        online.later(days=4)
        assert return_to_queue(hub) == 1
        at_work.press(Qt.Key.Key_F10)
        at_work.until(lambda: isinstance(at_work.workplace.page, TelephonePage) and at_work.workplace.settled)
        at_work.telephone._dial = lambda _: True
        at_work.until(lambda: at_work.telephone.offer is not None)
        at_work.press(Qt.Key.Key_Return, Qt.Key.Key_I, Qt.Key.Key_Return)
        yield at_work


def test_at_the_telephone_too_she_is_asked_and_the_call_is_told_with_the_interview(ringing: Beside) -> None:
    ringing.agrees()
    ringing.until(lambda: isinstance(ringing.workplace.page, InterviewScreen))
    page = ringing.workplace.page
    assert isinstance(page, InterviewScreen)
    assert page._sitting.interview.position == "EarnerStatus"
    entries = ringing.case_file.entries(ringing.case_id)
    [call] = [entry.number for entry in entries if isinstance(entry.contents, CallMade)]
    assert [each.contents for each in entries[call:]] == [Opened(call=call, consent=True)]


def test_what_she_answered_online_is_asked_again_at_the_telephone_and_is_then_answered_there(ringing: Beside) -> None:
    ringing.agrees()
    ringing.until(lambda: isinstance(ringing.workplace.page, InterviewScreen))
    page = ringing.workplace.page
    assert isinstance(page, InterviewScreen)
    ringing.until(lambda: page.ready and ringing.workplace.settled)
    ringing.press(Qt.Key.Key_PageUp)
    ringing.until(lambda: page.covered)
    ringing.press(Qt.Key.Key_F4)
    ringing.until(lambda: page.ready and not page.covered)
    ringing.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    way = ways_answered(ringing.case_file.entries(ringing.case_id))["SchoolType"]
    assert (way.alone, way.mode) == (False, Mode.TELEPHONE)
    assert ringing.case_file.record(ringing.case_id).answers["SchoolType"] == 2
    assert "SchoolType" not in sealed_fields(ringing.case_file.entries(ringing.case_id))


def test_without_her_consent_the_case_goes_back_with_the_call_and_stays_hers(ringing: Beside) -> None:
    ringing.press(Qt.Key.Key_Return)  # not now
    ringing.until(lambda: ringing.case_file.cases() == [])
    row = ringing.field.scene.row(ringing.case_id)
    assert (row.user_key, row.calls, row.online is not None) == (None, 1, True)
    online = ringing.online
    assert read_visit(online.hub, online.enter(online.code_of(row.id, serial=2)), lambda visit: visit.alone.waiting)
