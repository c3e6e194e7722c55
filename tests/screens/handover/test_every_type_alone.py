"""Every type of question, answered alone by keyboard and by touch; edits that the respondent sees, and those the interviewer does."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from capi.instrument.model import SEEN, Missing
from capi.screens.handover.handover_window import At
from capi.screens.interview_sheets import EditSheet
from tests.screens.handover.conftest import Laptop, add_case
from tests.screens.handover.respondents_types import every_type

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.fixture
def alone(laptop: Laptop) -> Laptop:
    """Handed over; the interviewer has been told that the rent is 500."""
    add_case(laptop.case_file, every_type(), laptop.clock, "case-2")
    laptop.case_id = "case-2"
    laptop.workplace.refresh_cases()
    laptop.open()
    laptop.screen.take_keys()
    laptop.write("500")
    laptop.press(Qt.Key.Key_Return)
    laptop.screen.take_keys()
    laptop.hand_over()
    laptop.begin()
    return laptop


def onward(laptop: Laptop) -> str:
    """Enter; gives the question that stands there then."""
    laptop.press(Qt.Key.Key_Return)
    return laptop.question.prompt.field if laptop.at() is At.QUESTION else laptop.window.at.value


def test_every_type_is_answered_by_keyboard(alone: Laptop, tmp_path: Path) -> None:
    def seen(field: str) -> None:
        assert alone.question.prompt.field == field
        alone.window.setFixedSize(1366, 768)
        alone.look_up()
        assert alone.window.grab().save(str(Path(os.environ.get("CAPI_PICTURES", tmp_path)) / f"{field}.png"))

    seen("Welcome")
    assert onward(alone) == "Ways"
    seen("Ways")
    alone.press(Qt.Key.Key_Space)
    alone.press(Qt.Key.Key_Down)
    alone.press(Qt.Key.Key_Space)
    assert onward(alone) == "Share"
    seen("Share")
    alone.write("200")
    assert onward(alone) == "Hours"
    alone.write("7.5")
    assert onward(alone) == "Born"
    seen("Born")
    alone.write("03")
    alone.write("05")
    alone.write("1987")
    assert onward(alone) == "Moved"
    alone.press(Qt.Key.Key_Tab)
    alone.write("11")
    alone.write("2019")
    assert onward(alone) == "Rise"
    alone.write("06")
    alone.write("40")
    assert onward(alone) == "Country"
    alone.write("ivory")
    seen("Country")
    found = alone.question.answer.found
    assert found is not None
    found.rows[0].setFocus()
    alone.press(Qt.Key.Key_Space)
    assert onward(alone) == "Feel"
    alone.write("Quite well")
    alone.press(Qt.Key.Key_Tab)
    while alone.focused() is not alone.question.onward:
        alone.press(Qt.Key.Key_Tab)
    assert onward(alone) == "Friend[1]"
    alone.write("Ann")
    while alone.focused() is not alone.question.onward:
        alone.press(Qt.Key.Key_Tab)
    assert onward(alone) == "More"
    alone.choose(1)
    assert alone.question.prompt.field == "Friend[2]"
    alone.write("Bo")
    while alone.focused() is not alone.question.onward:
        alone.press(Qt.Key.Key_Tab)
    assert onward(alone) == "More"
    alone.choose(2)
    seen("Best")
    alone.choose(2)
    assert alone.at() is At.END
    assert alone.case_file.record("case-2").answers == {
        "Rent": 500,
        "Welcome": SEEN,
        "Ways": (1, 2),
        "Share": 200,
        "Hours": Decimal("7.5"),
        "Born": "1987-05-03",
        "Moved": "2019-11",
        "Rise": "06:40",
        "Country": "384",
        "Feel": "Quite well",
        "Friend[1]": "Ann",
        "Friend[2]": "Bo",
        "More": 2,
        "Best": 2,
    }
    alone.give_back()
    assert alone.screen._sitting.interview.position == "Late"


def test_numbers_and_words_are_written_by_touch(alone: Laptop) -> None:
    onward(alone)
    alone.choose(4)
    keys = alone.question.answer.keys
    assert keys is not None
    for sign in ("2", "5", "\b", "0"):
        keys.keys[sign].click()
    alone.question.onward.click()
    alone.look_up()
    assert alone.case_file.record("case-2").answers["Share"] == 20
    keys = alone.question.answer.keys
    assert keys is not None
    for sign in ("7", ".", "5"):
        keys.keys[sign].click()
    alone.question.onward.click()
    assert alone.case_file.record("case-2").answers["Hours"] == Decimal("7.5")


def test_what_stands_alone_takes_the_others_out_and_no_more_are_taken_than_may_be(alone: Laptop) -> None:
    onward(alone)
    rows = alone.question.answer.rows
    assert rows is not None
    for at in (0, 1, 2):
        rows.rows[at].click()
    onward(alone)
    assert alone.question.fault.text() == "Please choose at most 2."
    rows.rows[3].click()
    assert [each.value for each in rows.chosen] == [4]
    rows.rows[0].click()
    assert [each.value for each in rows.chosen] == [1]


def test_a_row_and_a_number_are_one_answer(alone: Laptop) -> None:
    onward(alone)
    alone.choose(4)
    answer = alone.question.answer
    alone.write("77")
    assert answer.rows is not None
    answer.rows.rows[0].click()
    assert answer.lines[0].text() == ""
    assert answer.value() is Missing.REFUSED
    answer.lines[0].setFocus()
    alone.write("77")
    assert answer.value() == 77


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("31", "02", "1987"), "There is no 31 February 1987."),
        (("", "", ""), "Please fill in day, month and year, in numbers."),
        (("01", "01", "1850"), "too early"),
    ],
)
def test_a_date_that_is_none_is_refused_in_words(alone: Laptop, typed: tuple[str, ...], told: str) -> None:
    onward(alone)
    alone.choose(4)
    alone.write("1")
    onward(alone)
    alone.write("8")
    assert onward(alone) == "Born"
    for part in typed:
        alone.write(part)
    onward(alone)
    assert told in alone.question.fault.text()


def test_an_edit_over_what_is_not_hers_says_nothing_of_it(alone: Laptop) -> None:
    onward(alone)
    alone.choose(4)
    alone.write("600")
    assert onward(alone) == "Share"
    page = alone.question
    assert page.fault.text() == "This answer does not fit with what was said before. Please look at it again."
    assert not any("500" in label.text() for label in alone.window.findChildren(QLabel) if label.isVisible())
    assert not any("Rent" in button.text() for button in page.findChildren(QPushButton))


def test_her_own_signal_may_stand_when_she_says_so(alone: Laptop) -> None:
    onward(alone)
    alone.choose(4)
    alone.write("5")
    onward(alone)
    alone.write("20")
    assert onward(alone) == "Hours"
    assert "You sleep 20.0 hours" in alone.question.fault.text()
    right = next(each for each in alone.question.findChildren(QPushButton) if each.text() == "My answer is right")
    right.click()
    assert alone.question.prompt.field == "Born"
    assert [each.reason for each in alone.case_file.record("case-2").suppressions.values()] == [
        "Confirmed by the respondent."
    ]


def test_an_edit_of_the_interviewer_prints_no_sealed_answer(alone: Laptop) -> None:
    onward(alone)
    alone.choose(4)
    alone.write("55")
    onward(alone)
    alone.write("8")
    for part in ("", "03", "05", "1987"):
        onward(alone) if not part else alone.write(part)
    onward(alone)
    for text in ("01", "01", "2019"):
        alone.write(text)
    onward(alone)
    alone.write("06")
    alone.write("40")
    onward(alone)
    alone.write("greenland")
    found = alone.question.answer.found
    assert found is not None
    found.rows[0].click()
    onward(alone)
    for words in ("Well", "Ann"):
        alone.write(words)
        alone.question.onward.click()
        alone.look_up()
    alone.choose(2)
    alone.choose(1)
    alone.give_back()
    screen = alone.screen
    screen.take_keys()
    alone.write("1")
    alone.press(Qt.Key.Key_Return)
    assert isinstance(screen.sheet, EditSheet)
    told = [label.text() for label in screen.sheet.findChildren(QLabel)]
    told += [screen.sheet.list.item(at).text() for at in range(screen.sheet.list.count())]
    assert not any("55" in text for text in told), told
    assert any("answered by the respondent alone" in text for text in told)


def test_the_questions_are_put_in_the_language_she_chooses(alone: Laptop) -> None:
    welsh = next(each for each in alone.window.findChildren(QPushButton) if each.text() == "Cymraeg")
    welsh.click()
    assert any("Mae'r cwestiynau" in label.text() for label in alone.question.findChildren(QLabel))
