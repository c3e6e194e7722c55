"""A telephone interviewer's window and the hub's queue: the real window, the real hub served over HTTP, rounds in the background."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from capi.fieldwork.contact import Contact
from capi.hub import tables
from capi.screens.calls.pick_sheet import PickSheet
from capi.screens.calls.telephone_page import TelephonePage
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.sync.office_messages import Calling
from tests.screens.calls.scenario import START, AtWork
from tests.screens.conftest import Interviewer
from tests.sync.field import Field

CONTACT = Contact(name="Rosa Fletcher", telephones=("01632 960001",))


class Ringing(AtWork):
    """`field` is the hub; `tess` the laptop that is enrolled with it."""

    field: Field

    def telephone(self) -> TelephonePage:
        page = self.workplace.page
        assert isinstance(page, TelephonePage), page
        page._dial = lambda _: True
        return page

    def until(self, happened: Callable[[], object]) -> None:
        self.keys.qtbot.waitUntil(lambda: bool(happened()), timeout=10_000)

    def begin(self) -> str:
        """The reference of the first case that comes."""
        self.press(Qt.Key.Key_F10)
        self.until(lambda: isinstance(self.workplace.page, TelephonePage) and self.workplace.settled)
        return self.offered()

    def offered(self) -> str:
        self.until(lambda: self.telephone().offer is not None)
        offer = self.telephone().offer
        assert offer is not None
        return offer.title.split()[0]

    def rings(self, result: Qt.Key) -> None:
        self.press(Qt.Key.Key_Return, result, Qt.Key.Key_Return)

    def here(self) -> list[str]:
        return [each.case.reference for each in self.case_file.cases()]

    def holders(self) -> list[str]:
        """The references of the cases that the hub counts to somebody."""
        rows = [self.field.scene.row(case_id) for case_id in self.field.cases]  # type: ignore[attr-defined]
        return [row.reference for row in rows if row.user_key is not None]


@pytest.fixture
def ringing(qtbot: QtBot, look: Look, settings: Settings, tmp_path: Path) -> Iterator[Ringing]:
    with contextlib.ExitStack() as stack:
        field = Field.begin(tmp_path, stack)
        field.scene.time = START
        field.scene.with_frame()
        field.cases = field.bring("1042/01", "1042/02", contact=CONTACT)  # type: ignore[attr-defined]
        tess = field.caller("tess")
        at_work = Ringing(tess.case_file)
        at_work.field = field
        workplace = Workplace(settings, look, tess.case_file, at_work.clock)
        qtbot.addWidget(workplace)
        workplace.resize(1366, 768)
        workplace.show()
        workplace.activateWindow()
        workplace.take_keys()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
        at_work.sit(workplace, Interviewer(qtbot, workplace))
        hub = workplace.hub
        yield at_work
        workplace.leave()
        qtbot.waitUntil(lambda: not hub.running, timeout=10_000)


def test_case_after_case_comes_from_the_office_and_goes_back(ringing: Ringing) -> None:
    first = ringing.begin()
    page = ringing.telephone()
    assert page._number.text() == "01632 960001"
    assert "resh case" in page._because.text(), "the office's own reason stands there"
    assert ringing.holders() == [first]
    ringing.rings(Qt.Key.Key_N)
    ringing.until(lambda: page.offer is not None and first not in page.offer.title)
    second = ringing.offered()
    assert {first, second} == {"1042/01", "1042/02"}
    assert ringing.here() == [second], "what was rung went back in the round that brought the next"
    assert ringing.holders() == [second]
    ringing.rings(Qt.Key.Key_B)
    ringing.until(lambda: page.offer is None and not page._because.text().startswith("Your office is"))
    assert "10:00" in page._because.text(), "busy is rung again after half an hour"
    assert ringing.here() == []
    assert ringing.holders() == []


def test_what_was_not_rung_goes_back_when_she_stops(ringing: Ringing) -> None:
    ringing.begin()
    assert len(ringing.holders()) == 1
    ringing.press(Qt.Key.Key_Escape)
    ringing.until(lambda: not ringing.holders() and not ringing.here())


def test_without_a_line_she_is_told_and_it_is_asked_again(ringing: Ringing) -> None:
    ringing.field.stop()
    ringing.press(Qt.Key.Key_F10)
    ringing.until(lambda: isinstance(ringing.workplace.page, TelephonePage))
    ringing.until(lambda: "cannot be reached" in ringing.telephone()._because.text())
    assert ringing.telephone().offer is None


def test_another_case_is_picked_where_that_is_permitted(ringing: Ringing) -> None:
    told = msgspec.json.encode(Calling(may_pick=True)).decode()
    with ringing.field.scene.hub.database.writing() as connection:
        connection.execute(update(tables.users).where(tables.users.c.name == "tess").values(calling=told))
    first = ringing.begin()
    other = "1042/02" if first == "1042/01" else "1042/01"
    ringing.press(Qt.Key.Key_F3)
    sheet = ringing.telephone().sheet
    assert isinstance(sheet, PickSheet)
    ringing.until(lambda: sheet._list is not None and any(other in each for each in sheet._list.shown))
    ringing.keys.write(other)
    ringing.press(Qt.Key.Key_Return)
    page = ringing.telephone()
    ringing.until(lambda: page.offer is not None and other in page.offer.title)
    assert ringing.holders() == [other]


def test_without_the_permission_the_office_says_so_and_the_queue_goes_on(ringing: Ringing) -> None:
    first = ringing.begin()
    ringing.press(Qt.Key.Key_F3)
    sheet = ringing.telephone().sheet
    assert isinstance(sheet, PickSheet)
    ringing.until(lambda: "permission" in sheet.fault.text())
    ringing.press(Qt.Key.Key_Escape)
    assert ringing.offered() == first, "what lay before her lies there still"


def test_an_interview_from_the_queue_is_held_and_goes_back_complete(ringing: Ringing) -> None:
    reference = ringing.begin()
    ringing.rings(Qt.Key.Key_I)
    screen = ringing.workplace.page
    ringing.workplace.hub.sync()
    ringing.until(lambda: not ringing.workplace.hub.running)
    assert ringing.here() == [reference], "no round takes away what she is sitting at"
    assert screen is ringing.workplace.page
    ringing.until(lambda: ringing.workplace.settled)
    ringing.keys.press(Qt.Key.Key_B, control=True)
    ringing.press(Qt.Key.Key_1, Qt.Key.Key_Return)
    ringing.until(lambda: isinstance(ringing.workplace.page, TelephonePage))
    ringing.until(lambda: reference not in ringing.here())
    row = ringing.field.scene.row(ringing.field.cases[int(reference[-1]) - 1])  # type: ignore[attr-defined]
    assert (row.status, row.calls, row.last_result) == ("in_progress", 1, "interview")


def test_a_round_that_runs_already_is_waited_for_and_says_nothing_of_the_queue(ringing: Ringing) -> None:
    ringing.workplace.hub.sync()
    assert ringing.workplace.hub.running
    assert ringing.begin() in ("1042/01", "1042/02")
    assert "cannot be reached" not in ringing.telephone()._because.text()
