"""A section is handed over: answered by keyboard or by touch, kept as hers, sealed for the interviewer, and given back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from capi.fieldwork.contents import Answered, Left, Opened, Way
from capi.fieldwork.journal import RESPONDENT
from capi.instrument.model import Missing, Mode
from capi.screens.handover.handover_window import At
from capi.screens.handover.pin import KEPT
from capi.screens.look import Look
from capi.screens.sign_in import SignIn
from capi.store.errors import NotSaved, Refusal
from capi.wording import Wording
from tests.screens.conftest import PASSPHRASE
from tests.screens.handover.conftest import PIN, Laptop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

WHOLE: tuple[tuple[str, object], ...] = (
    ("SchoolType", 1),
    ("FreeMeals", 2),
    ("EarnerStatus", 1),
    ("EmployerSize", Missing.DONT_KNOW),
    ("Supervisor", 1),
    ("EarnerOccupation", 3),
    ("ParentQual", Missing.NOT_APPLICABLE),
)


def test_a_whole_section_is_answered_with_the_keyboard_alone(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    for field, value in WHOLE:
        assert laptop.question.prompt.field == field
        laptop.choose(value)
    assert laptop.at() is At.END
    laptop.give_back()
    assert not laptop.is_handed_over()
    assert laptop.screen.at_end
    assert laptop.main.isVisible()
    assert laptop.case_file.record("case-1").answers == dict(WHOLE)


def test_her_entries_are_hers_and_all_others_are_the_interviewers(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.choose(1)
    laptop.choose(2)
    laptop.window.show_handing_back()
    laptop.look_up()
    laptop.give_back()
    told = [(type(entry.contents).__name__, entry.who) for entry in laptop.journal()[1:]]
    assert told == [
        ("Opened", "anna"),
        ("Left", "anna"),
        ("Opened", RESPONDENT),
        ("Answered", RESPONDENT),
        ("Answered", RESPONDENT),
        ("Left", RESPONDENT),
        ("Opened", "anna"),
    ]
    contents = [entry.contents for entry in laptop.journal()]
    assert [each for each in contents if isinstance(each, Left)] == [Left(Way.HANDED_OVER)] * 2
    assert [each.mode for each in contents if isinstance(each, Opened)] == [None, Mode.SELF_COMPLETION, None]
    assert all(each.on_screen_ms > 0 for each in contents if isinstance(each, Answered))
    assert laptop.screen._sitting.interview.position == "EarnerStatus", "the first question that waits"


def test_a_whole_section_is_answered_by_touch(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    finger = QTest.createTouchDevice()

    def touch(widget: object) -> None:
        middle = widget.rect().center()  # type: ignore[attr-defined]
        QTest.touchEvent(widget, finger).press(0, middle, widget).commit()  # type: ignore[call-overload]
        QTest.touchEvent(widget, finger).release(0, middle, widget).commit()  # type: ignore[call-overload]
        laptop.look_up()

    touch(laptop.closed.buttons[0])
    for field, value in WHOLE:
        page = laptop.question
        assert page.prompt.field == field
        assert page.answer.rows is not None
        row = next(row for row in page.answer.rows.rows if row.touched.value == value)
        assert row.height() >= 44
        touch(row)
        assert row.isChecked()
        touch(page.onward)
    assert laptop.at() is At.END
    pad = laptop.closed.pad
    assert pad is not None
    for digit in PIN:
        assert min(pad.keys.keys[digit].width(), pad.keys.keys[digit].height()) >= 44
        touch(pad.keys.keys[digit])
    touch(pad.enter)
    assert not laptop.is_handed_over()
    assert laptop.case_file.record("case-1").answers == dict(WHOLE)


def test_the_arrows_choose_and_enter_goes_on(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.press(Qt.Key.Key_Down)
    laptop.press(Qt.Key.Key_Down)
    laptop.press(Qt.Key.Key_Down)
    laptop.press(Qt.Key.Key_Up)
    laptop.press(Qt.Key.Key_Return)
    assert laptop.case_file.record("case-1").answers == {"SchoolType": 2}


def test_back_stops_at_her_first_question(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    assert not laptop.question.back.isVisible()
    laptop.choose(1)
    laptop.go_back()
    assert laptop.question.prompt.field == "SchoolType"
    assert not laptop.question.back.isVisible()
    laptop.question.went_back.emit()
    assert laptop.question.prompt.field == "SchoolType"
    rows = laptop.question.answer.rows
    assert rows is not None
    assert [row.value for row in rows.chosen] == [1], "her own answer is there to be changed"


def test_a_page_without_an_answer_says_so_in_words(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.press(Qt.Key.Key_Return)
    assert laptop.question.fault.text() == "Please choose an answer."
    assert laptop.case_file.record("case-1").answers == {}
    laptop.press(Qt.Key.Key_Down)
    assert not laptop.question.fault.isVisible()


def test_another_answer_changes_the_route_within_what_is_hers(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    for value in (1, 2, 1):
        laptop.choose(value)
    assert laptop.question.prompt.field == "EmployerSize"
    laptop.go_back()
    rows = laptop.question.answer.rows
    assert rows is not None
    never_worked = rows.rows[-3].touched.value
    laptop.choose(never_worked)
    assert laptop.question.prompt.field != "EmployerSize"


def test_what_she_answered_is_sealed_for_the_interviewer(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.choose(1)
    laptop.choose(2)
    laptop.window.show_handing_back()
    laptop.look_up()
    laptop.give_back()
    screen = laptop.screen
    lines = [screen._route.list.row(at) for at in range(len(screen._route.list))]
    assert [line.answer for line in lines] == ["answered by the respondent alone"] * 2 + [""]
    screen.take_keys()
    laptop.press(Qt.Key.Key_PageUp)
    assert screen.covered
    words = " ".join(label.text() for label in screen.cover.findChildren(QLabel))
    assert "Answered by the respondent alone." in words
    assert "Ctrl+H" in words
    assert not screen.question.isVisible()
    before = laptop.case_file.record("case-1").answers
    for key in (Qt.Key.Key_1, Qt.Key.Key_Delete):
        laptop.press(key, Qt.KeyboardModifier.ControlModifier)
    laptop.write("3")
    laptop.press(Qt.Key.Key_Return)
    assert laptop.case_file.record("case-1").answers == before
    assert screen.question.isVisible()
    overview = laptop.workplace._overview("case-1")
    assert overview is not None
    assert all("answered by the respondent alone" in line for line in overview.route[:2])


def test_the_laptop_is_handed_over_again_without_choosing_a_pin(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.choose(1)
    laptop.window.show_handing_back()
    laptop.look_up()
    laptop.give_back()
    laptop.hand_over()  # types no PIN
    laptop.begin()
    assert laptop.question.prompt.field == "FreeMeals"


def test_the_passphrase_brings_the_laptop_back_too(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.window.show_handing_back()
    laptop.look_up()
    pad = laptop.closed.pad
    assert pad is not None
    pad.other.click()
    laptop.write("correct horse battery")
    laptop.press(Qt.Key.Key_Return)
    assert not laptop.is_handed_over()


@pytest.mark.parametrize(
    ("first", "again", "told"),
    [
        ("123", "123", "4 to 8 digits"),
        ("4711a", "4711a", "4 to 8 digits"),
        ("1111", "1111", "guessed at once"),
        ("23456", "23456", "guessed at once"),
        ("4711", "4712", "not the same"),
    ],
)
def test_a_pin_that_is_none_is_refused_and_nothing_is_handed_over(
    laptop: Laptop, first: str, again: str, told: str
) -> None:
    laptop.open()
    sheet = laptop.ask_to_hand_over()
    sheet.first.setText(first)
    sheet.again.setText(again)
    sheet.again.setFocus()
    laptop.press(Qt.Key.Key_Return)
    assert told in sheet.fault.text()
    assert not laptop.is_handed_over()
    assert not laptop.workplace.handover.pin.is_chosen


def test_the_pin_is_kept_as_a_hash_and_can_be_another_one(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.window.show_handing_back()
    laptop.give_back()
    kept = laptop.case_file.kept(KEPT)
    assert kept is not None
    assert kept.startswith("$argon2id$")
    assert PIN not in kept
    sheet = laptop.ask_to_hand_over()
    assert sheet.another is not None
    sheet.another.click()
    sheet.first.setText("90210")
    sheet.again.setText("90210")
    sheet.again.setFocus()
    laptop.press(Qt.Key.Key_Return)
    laptop.qtbot.waitUntil(lambda: laptop.workplace.settled, timeout=5_000)
    laptop.window.show_handing_back()
    laptop.give_back(PIN)
    assert laptop.is_handed_over()
    laptop.give_back("90210")
    assert not laptop.is_handed_over()


def test_a_disk_that_refuses_is_told_to_her_and_loses_no_answer_given_before(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.choose(1)

    def full(*_: object, **__: object) -> None:
        raise NotSaved(Wording("CaseFile", "The disk is full. Free 5 MB."), Refusal.DISK_FULL)

    monkeypatch.setattr(laptop.case_file, "append", full)
    laptop.choose(2)
    assert "could not be saved" in laptop.question.fault.text()
    monkeypatch.undo()
    laptop.press(Qt.Key.Key_Return)
    assert laptop.case_file.record("case-1").answers == {"SchoolType": 1, "FreeMeals": 2}


def test_the_case_file_closed_meanwhile_ends_her_sitting_and_her_window(laptop: Laptop) -> None:
    laptop.open()
    laptop.hand_over()
    laptop.begin()
    laptop.choose(1)
    laptop.workplace.handover.abandon()
    assert not laptop.is_handed_over()
    assert laptop.main.isVisible()
    assert laptop.journal()[-1].contents == Left(Way.CLOSED)


def test_nobody_signs_in_as_the_respondent(qtbot: QtBot, look: Look, tmp_path: Path) -> None:
    page = SignIn(look, tmp_path / "none.casefile", who="Respondent", languages={"en": "English"}, language="en")
    qtbot.addWidget(page)
    page.passphrase.setText(PASSPHRASE)
    page.again.setText(PASSPHRASE)
    with qtbot.assertNotEmitted(page.signed_in):
        page._go.click()
    assert "stands for respondents" in page._fault.text()


def test_keys_and_clicks_that_come_through_the_system_reach_her_page(laptop: Laptop) -> None:
    """As the system delivers them: to the window, which finds the widget; and to no window else."""
    laptop.open()
    behind = laptop.main.windowHandle()
    laptop.hand_over()
    hers = laptop.window.windowHandle()
    QTest.keyClick(hers, Qt.Key.Key_Return)
    laptop.look_up()
    assert laptop.question.prompt.field == "SchoolType"
    QTest.keyClick(hers, Qt.Key.Key_Down)
    QTest.keyClick(hers, Qt.Key.Key_Down)
    QTest.keyClick(hers, Qt.Key.Key_F9)
    onward = laptop.question.onward
    QTest.mouseClick(hers, Qt.MouseButton.LeftButton, pos=onward.mapTo(laptop.window, onward.rect().center()))
    laptop.look_up()
    assert laptop.case_file.record("case-1").answers == {"SchoolType": 2}
    before = len(laptop.journal())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(behind, key)
    assert len(laptop.journal()) == before
