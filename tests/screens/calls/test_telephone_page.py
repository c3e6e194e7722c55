"""The telephone page: which case, dial, result, next; by keyboard alone. What the queue says is the queue's affair."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from capi.fieldwork.calls import LONGEST_CALL, CallMade, Medium
from capi.outcomes.frame_reading import FrameSnapshot, find_frame, load_frame
from capi.screens.calls.telephone_page import Offer, Rest, Scheme, TelephonePage, link, scheme_of
from capi.screens.contact_words import Told
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.settings import Settings, read_settings
from capi.wording import Wording

ROSA = Offer(
    "rosa",
    "1042/01   Rosa Fletcher",
    Wording("Test", "Hard appointment at 17:40."),
    ("01632 960001", "+44 7700 900-123"),
    1,
    [Told("Note", "Ask for Rosa")],
    ["23/11 15:30  Busy"],
    "Hello, my name is …",
)
IMRAN = Offer("imran", "1043/01   Imran Qureshi", Wording("Test", "Fresh."), ("020 7946 0001",), 1, [], [])
LATER = Rest(Wording("Test", "Nothing now. Next at 17:40."))


class Desk:
    """A page with cases to come, and the telephone on it: what was dialled, and what was kept."""

    def __init__(self, qtbot: QtBot, look: Look, frame: FrameSnapshot, cases: list[Offer | Rest]) -> None:
        self.now = datetime(2026, 11, 24, 17, 38, tzinfo=UTC)
        self.cases = cases
        self.dialled: list[str] = []
        self.kept: list[tuple[str, CallMade]] = []
        self.dials = True
        self.page = TelephonePage(look, frame.frame, frame.sha256, lambda: self.now, self.look_for, dial=self.dial)
        self.page.recorded.connect(self.keep)
        qtbot.addWidget(self.page)
        self.page.resize(1366, 768)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(lambda: self.page.focusWidget() is not None, timeout=5_000)

    def look_for(self) -> Offer | Rest:
        return self.cases.pop(0) if len(self.cases) > 1 else self.cases[0]

    def dial(self, url: QUrl) -> bool:
        self.dialled.append(url.toString())
        return self.dials

    def keep(self, case_id: str, call: CallMade, _result: object) -> None:
        self.kept.append((case_id, call))
        self.page.next()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.page.focusWidget(), key)


@pytest.fixture
def frame(settings: Settings) -> FrameSnapshot:
    return load_frame(find_frame("uk", settings.questionnaires))


@pytest.fixture
def sit(qtbot: QtBot, look: Look, frame: FrameSnapshot) -> Callable[..., Desk]:
    return lambda *cases: Desk(qtbot, look, frame, list(cases))


def test_the_reason_and_the_number_lie_before_her_and_enter_dials(sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, LATER)
    assert desk.page._because.text() == "Hard appointment at 17:40."
    assert desk.page._number.text() == "01632 960001"
    assert not desk.page.results.isEnabled(), "nothing has come of a call that was not made"
    desk.press(Qt.Key.Key_Return)
    assert desk.dialled == ["tel:01632960001"]
    assert desk.page.results.isEnabled()


def test_a_letter_and_enter_keep_what_came_of_it_with_its_time_and_the_next_case_comes(
    sit: Callable[..., Desk], frame: FrameSnapshot
) -> None:
    desk = sit(ROSA, IMRAN, LATER)
    desk.press(Qt.Key.Key_2, Qt.Key.Key_Return)
    began = desk.now
    desk.now += timedelta(seconds=47)
    desk.press(Qt.Key.Key_B, Qt.Key.Key_Return)
    ((case_id, call),) = desk.kept
    assert case_id == "rosa"
    assert (call.began, call.seconds, call.telephone, call.result) == (began, 47, 2, "busy")
    assert (call.medium, call.frame) == (Medium.TELEPHONE, frame.sha256)
    assert desk.dialled == ["tel:+447700900123"]
    assert desk.page.offer == IMRAN
    assert desk.page.began is None


def test_a_note_goes_with_the_call(sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, LATER)
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_N, Qt.Key.Key_Tab)
    QTest.keyClicks(desk.page.note, "rings six times")
    desk.press(Qt.Key.Key_Return)
    assert [(call.result, call.note) for _, call in desk.kept] == [("no_answer", "rings six times")]


def test_a_call_that_was_made_is_not_thrown_away(qtbot: QtBot, sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, LATER)
    with qtbot.assertNotEmitted(desk.page.closed):
        desk.press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert "first" in desk.page._alarm.text()
    desk.press(Qt.Key.Key_B, Qt.Key.Key_Return)
    assert len(desk.kept) == 1
    with qtbot.waitSignal(desk.page.closed, timeout=1_000):
        desk.press(Qt.Key.Key_Escape)


def test_where_no_program_dials_she_is_told_and_the_clock_runs(sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, LATER)
    desk.dials = False
    desk.press(Qt.Key.Key_Return)
    assert "Dial by hand" in desk.page._alarm.text()
    assert desk.page.began == desk.now


def test_nothing_to_ring_says_when_there_will_be_and_looks_again_by_itself(sit: Callable[..., Desk]) -> None:
    desk = sit(LATER, ROSA)
    assert desk.page._because.text() == "Nothing now. Next at 17:40."
    assert desk.page.offer is None
    desk.press(Qt.Key.Key_Return)
    assert desk.dialled == []
    desk.page.look_again()
    assert desk.page.offer == ROSA


def test_what_lies_before_her_is_not_taken_away_by_looking_again(sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, IMRAN)
    desk.page.look_again()
    assert desk.page.offer == ROSA


def test_after_a_sheet_the_next_case_comes(look: Look, sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, IMRAN)
    sheet = Sheet(look, desk.page, "An appointment")
    desk.page.lay(sheet)
    desk.press(Qt.Key.Key_Return)
    sheet.put_away()
    assert desk.page.offer == IMRAN


def test_a_clock_that_was_put_back_or_a_night_gives_no_impossible_time(sit: Callable[..., Desk]) -> None:
    desk = sit(ROSA, LATER)
    desk.press(Qt.Key.Key_Return)
    desk.now -= timedelta(hours=3)
    assert desk.page.seconds == 0
    desk.now += timedelta(days=40)
    assert desk.page.seconds == LONGEST_CALL


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("01632 960001", "tel:01632960001"),
        ("+44 (0)1632-960 001", "tel:+441632960001"),
        ("020 7946 0001 ext", "tel:02079460001"),
        ("javascript:alert(1)", "tel:1"),
    ],
)
def test_a_link_is_made_of_what_can_be_dialled_alone(number: str, dialled: str) -> None:
    assert link(number, Scheme.TEL) == dialled
    assert link(number, Scheme.SIP) == dialled.replace("tel:", "sip:")


@pytest.mark.parametrize(
    ("dial", "scheme"), [("", Scheme.TEL), ("tel", Scheme.TEL), ("sip", Scheme.SIP), ("fax", Scheme.TEL)]
)
def test_the_setting_says_how_numbers_are_dialled(dial: str, scheme: Scheme) -> None:
    assert scheme_of(read_settings({"CAPI_DIAL": dial.upper()}).dial) is scheme


def test_without_a_number_she_is_told(sit: Callable[..., Desk]) -> None:
    desk = sit(Offer("x", "1044/01", Wording("Test", "Fresh."), (), 0, [], []), LATER)
    assert "No telephone number" in desk.page._alarm.text()
