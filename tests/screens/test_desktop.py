"""The desktop from sign-in to a finished case, by keyboard."""

import functools
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from capi.desktop import Desktop, open_desktop
from capi.fieldwork.case import Status
from capi.instrument.model import Mode
from capi.screens.case_list import CaseList
from capi.screens.interview_screen import InterviewScreen
from capi.screens.sign_in import SignIn
from capi.settings import Settings
from capi.store.case_file import CaseFile
from tests.screens.conftest import CHEAP, HOLDER, PASSPHRASE, Interviewer


@pytest.fixture
def opened(qtbot: QtBot, settings: Settings) -> Iterator[Callable[..., Desktop]]:
    desktops = []

    def open_one(*, practice: bool = False) -> Desktop:
        desktop = open_desktop(settings, practice=practice)
        qtbot.addWidget(desktop)
        desktop.show()
        desktop.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
        desktops.append(desktop)
        return desktop

    yield open_one
    for desktop in desktops:
        desktop.close()


@pytest.fixture
def a_case_file(settings: Settings) -> Path:
    settings.data.mkdir(parents=True)
    CaseFile.create(settings.case_file, PASSPHRASE, HOLDER, cost=CHEAP).close()
    return settings.case_file


def says(desktop: Desktop) -> str:
    """All words of the page that are an alarm."""
    page = desktop.page
    assert page is not None
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.objectName() == "alarm")


def wait_for_quiet(qtbot: QtBot, desktop: Desktop) -> None:
    workplace = desktop.workplace
    assert workplace is not None
    qtbot.waitUntil(lambda: workplace.settled, timeout=5_000)


def is_refused(desktop: Desktop) -> bool:
    return bool(says(desktop).strip())


def sign_in(qtbot: QtBot, desktop: Desktop, *lines: str) -> Interviewer:
    keys = Interviewer(qtbot, desktop)
    for line in lines:
        keys.write(line)
        keys.enter()
    return keys


def test_the_first_day_set_up_new_case_interview_and_back_by_keyboard_alone(
    qtbot: QtBot, opened: Callable[..., Desktop], settings: Settings
) -> None:
    desktop = opened()
    keys = sign_in(qtbot, desktop, "anna", PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(desktop.page, CaseList), timeout=10_000)

    keys.press(Qt.Key.Key_N, control=True)
    keys.write("1042/01")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.write("soc")
    keys.press(Qt.Key.Key_Tab)
    assert isinstance(keys.focused(), QComboBox), "the mode"
    keys.enter()
    page = desktop.page
    assert isinstance(page, CaseList)
    assert page.model.rowCount() == 1
    assert page.model.summary(0).case.mode is Mode.FACE_TO_FACE, "an interviewer's mode is offered first"
    keys.enter()
    screen = desktop.page
    assert isinstance(screen, InterviewScreen)
    wait_for_quiet(qtbot, desktop)
    for code in ("3", "4", "3"):
        qtbot.waitUntil(lambda: screen.ready, timeout=5_000)
        keys.write(code)
        keys.enter()
    qtbot.waitUntil(lambda: screen.ready, timeout=5_000)
    keys.enter()
    page = desktop.page
    assert isinstance(page, CaseList)
    assert page.model.summary(0).status is Status.COMPLETED
    desktop.close()
    with CaseFile.open(settings.case_file, PASSPHRASE, HOLDER) as case_file:
        assert case_file.cases()[0].answered == 3


def test_passphrases_that_differ_are_said(qtbot: QtBot, opened: Callable[..., Desktop], settings: Settings) -> None:
    desktop = opened()
    sign_in(qtbot, desktop, "anna", PASSPHRASE, "another one")
    assert "not the same" in says(desktop)
    assert not settings.case_file.exists()


def test_a_passphrase_too_short_is_said(qtbot: QtBot, opened: Callable[..., Desktop], settings: Settings) -> None:
    desktop = opened()
    sign_in(qtbot, desktop, "anna", "short", "short")
    qtbot.waitUntil(lambda: "8" in says(desktop), timeout=10_000)
    assert not settings.case_file.exists()


def _hashes(path: Path) -> dict[str, str]:
    beside = [path, path.with_name(path.name + ".keys")]
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in beside if file.exists()}


def test_wrong_passphrase_damaged_file_and_foreign_file_are_told_apart_and_left_alone(
    qtbot: QtBot, opened: Callable[..., Desktop], a_case_file: Path
) -> None:
    told = {}
    whole = a_case_file.read_bytes()
    for name, content, passphrase in (
        ("wrong", whole, "not the passphrase"),
        ("damaged", whole[:3_000] + bytes(500) + whole[3_500:], PASSPHRASE),
        ("foreign", b"Dear Sir or Madam, " * 400, PASSPHRASE),
    ):
        a_case_file.write_bytes(content)
        if name == "foreign":
            a_case_file.with_name(a_case_file.name + ".keys").unlink()
        before = _hashes(a_case_file)
        desktop = opened()
        page = desktop.page
        assert isinstance(page, SignIn)
        page.who.setText("anna")
        page.focus()
        sign_in(qtbot, desktop, passphrase)
        qtbot.waitUntil(functools.partial(is_refused, desktop), timeout=10_000)
        told[name] = says(desktop)
        assert isinstance(desktop.page, SignIn)
        assert _hashes(a_case_file) == before
        desktop.close()
    assert len(set(told.values())) == 3, told
    assert "passphrase" in told["wrong"].lower()


def test_practice_says_so_all_the_time_and_keeps_apart(opened: Callable[..., Desktop], settings: Settings) -> None:
    desktop = opened(practice=True)
    page = desktop.page
    assert isinstance(page, CaseList)
    assert page.model.rowCount() == 314
    assert desktop._band.isVisible()
    assert "PRACTICE" in desktop._band.text()
    assert desktop.workplace is not None
    desktop.workplace.open_case(page.model.summary(0).case.id)
    assert isinstance(desktop.page, InterviewScreen)
    assert desktop._band.isVisible()
    assert not settings.case_file.exists()


def test_practice_is_one_key_away_from_sign_in(qtbot: QtBot, opened: Callable[..., Desktop]) -> None:
    desktop = opened()
    keys = Interviewer(qtbot, desktop)
    for _ in range(4):
        keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Space)
    assert isinstance(desktop.page, CaseList)


def test_a_second_window_on_the_same_practice_file_hears_who_holds_it(opened: Callable[..., Desktop]) -> None:
    opened(practice=True)
    second = opened(practice=True)
    assert isinstance(second.page, SignIn)
    assert "practice" in says(second)


def test_closing_the_window_over_an_interview_leaves_it_to_be_resumed(
    qtbot: QtBot, opened: Callable[..., Desktop], settings: Settings
) -> None:
    desktop = opened(practice=True)
    page = desktop.page
    assert isinstance(page, CaseList)
    case_id = page.model.summary(0).case.id
    assert desktop.workplace is not None
    desktop.workplace.open_case(case_id)
    screen = desktop.page
    assert isinstance(screen, InterviewScreen)
    qtbot.waitUntil(lambda: screen.ready, timeout=5_000)
    wait_for_quiet(qtbot, desktop)
    QTest.keyClicks(screen.question.entry.line, "1")
    QTest.keyClick(screen.question.entry.line, Qt.Key.Key_Return)
    desktop.close()
    with CaseFile.open(settings.practice_case_file, None, HOLDER) as case_file:
        record = case_file.record(case_id)
    assert record.answers == {"SchoolType": 1}
    assert record.position == "FreeMeals"
    assert not record.sitting_open, "it was left, not crashed"


def test_theme_and_size_are_remembered(qtbot: QtBot, opened: Callable[..., Desktop]) -> None:
    desktop = opened(practice=True)
    keys = Interviewer(qtbot, desktop)
    keys.press(Qt.Key.Key_T, control=True)
    keys.press(Qt.Key.Key_Plus, control=True)
    desktop.close()
    again = opened(practice=True)
    assert (again._look.theme, again._look.scale) == ("dark", 1.1)


def test_a_second_case_of_the_same_reference_and_instrument_is_refused(
    qtbot: QtBot, opened: Callable[..., Desktop]
) -> None:
    desktop = opened(practice=True)
    keys = Interviewer(qtbot, desktop)
    keys.press(Qt.Key.Key_N, control=True)
    keys.write("P101/01")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    keys.write("soc")
    keys.enter()
    page = desktop.page
    assert isinstance(page, CaseList)
    assert page.sheet is not None
    assert page.sheet.fault.text(), "the reference is taken, and the sheet says so"


def test_codes_typed_past_the_end_never_reach_another_case(
    qtbot: QtBot, opened: Callable[..., Desktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = opened(practice=True)
    page, workplace = desktop.page, desktop.workplace
    assert isinstance(page, CaseList)
    assert workplace is not None
    first, second = page.model.summary(0).case.id, page.model.summary(1).case.id
    workplace.open_case(first)
    wait_for_quiet(qtbot, desktop)
    keys = Interviewer(qtbot, desktop)
    for code in ("3", "4", "3"):
        screen = desktop.page
        assert isinstance(screen, InterviewScreen)
        qtbot.waitUntil(lambda screen=screen: screen.ready, timeout=5_000)  # type: ignore[misc]
        keys.write(code)
        keys.enter()
    assert isinstance(screen, InterviewScreen)
    qtbot.waitUntil(lambda: screen.ready, timeout=5_000)
    monkeypatch.setattr("capi.screens.settling.QUIET_MS", 2_000)  # a busy machine may rest between two keys
    for key in "\r2\r1\r1\r":  # the first finishes; the rest was meant for nobody
        if key == "\r":
            keys.enter()
        else:
            keys.write(key)
        qtbot.wait(60)
    assert isinstance(desktop.page, CaseList)
    assert desktop.page.search.text() == ""
    assert workplace.case_file.record(first).status is Status.COMPLETED
    assert workplace.case_file.record(second).answers == {}
    wait_for_quiet(qtbot, desktop)
    keys.write("P1")
    assert desktop.page.search.text() == "P1", "after a moment of quiet the keys are taken again"


def test_an_interview_stopped_for_good_is_not_opened_by_a_reflex(qtbot: QtBot, opened: Callable[..., Desktop]) -> None:
    desktop = opened(practice=True)
    page, workplace = desktop.page, desktop.workplace
    assert isinstance(page, CaseList)
    assert workplace is not None
    case_id = page.model.summary(0).case.id
    workplace.open_case(case_id)
    wait_for_quiet(qtbot, desktop)
    keys = Interviewer(qtbot, desktop)
    keys.press(Qt.Key.Key_B, control=True)
    keys.write("5")
    keys.enter()
    wait_for_quiet(qtbot, desktop)
    keys.enter()
    assert isinstance(desktop.page, CaseList), "it asks first"
    button = keys.focused()
    assert isinstance(button, QPushButton)
    assert (button.objectName(), button.accessibleName()) == ("main", "Cancel"), "the one that is blue takes Enter"
    keys.enter()
    assert isinstance(desktop.page, CaseList), "and Enter is no"
    keys.enter()
    keys.press(Qt.Key.Key_Tab)
    keys.enter()
    assert isinstance(desktop.page, InterviewScreen)


def test_enter_presses_the_button_the_keyboard_is_on(qtbot: QtBot, opened: Callable[..., Desktop]) -> None:
    desktop = opened(practice=True)
    keys = Interviewer(qtbot, desktop)
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Tab)
    assert isinstance(keys.focused(), QPushButton)
    keys.press(Qt.Key.Key_N, control=True)
    page = desktop.page
    assert isinstance(page, CaseList)
    assert page.sheet is not None, "Ctrl+N works wherever the keyboard is"
    for _ in range(5):
        keys.press(Qt.Key.Key_Tab)
    focused = keys.focused()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName() == "Cancel"
    keys.enter()
    assert page.sheet is None
