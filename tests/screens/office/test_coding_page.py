"""A coder before one job after the other: every key does what it says, and none does anything to a job that is not seen yet."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from capi.screens.look import Look
from capi.screens.office.coding import CodingPage
from capi.screens.office.coding_keys import AUTOMATIC, BACK, HELP
from capi.screens.office.scrolled_page import ScrolledPage
from capi.sync.coding_messages import GivenCode, Stage
from tests.screens.office.jobs_to_code import (
    CARER,
    HOME,
    NURSE,
    SIC,
    SOC,
    SOC2010,
    VET,
    AtCoding,
    earlier,
    job,
    suggested,
)


@pytest.fixture
def sit(qtbot: QtBot, look: Look) -> Callable[..., AtCoding]:
    def open_page(width: int = 1310, height: int = 632, *, directs: bool = False) -> AtCoding:
        page = CodingPage(look, directs=directs)
        window = ScrolledPage(page)
        qtbot.addWidget(window)
        window.resize(width, height)
        window.show()
        window.activateWindow()
        return AtCoding(qtbot, page, window)

    return open_page


@pytest.fixture
def coder(sit: Callable[..., AtCoding]) -> AtCoding:
    """With a job on the screen."""
    coder = sit()
    coder.is_given(job())
    coder.sees()
    return coder


def test_two_digits_and_enter_code_a_job(coder: AtCoding) -> None:
    coder.write("2")
    assert coder.industry.has_keys, "the keyboard goes on to what is to be coded next"
    coder.write("1")
    assert coder.kept == []
    coder.enter()
    (codes,) = coder.kept
    assert (codes.case, codes.rows, codes.said, codes.stage) == ("case-1", "", "0" * 64, Stage.FIRST)
    assert codes.codes == [
        GivenCode(scheme=SOC, code="6135", entry="Nurse, care home"),
        GivenCode(scheme=SIC, code="86101", entry="Hospital activities"),
    ]


def test_arrows_and_enter_do_the_same(coder: AtCoding) -> None:
    coder.press(Qt.Key.Key_Down)
    coder.press(Qt.Key.Key_Down)
    coder.press(Qt.Key.Key_Up)
    coder.enter()
    coder.enter()
    assert coder.chosen() == ["6135", "86101"]
    coder.press(Qt.Key.Key_Left)
    assert coder.industry.has_keys
    coder.press(Qt.Key.Key_Left)
    coder.write("3")
    assert coder.chosen() == ["3240", "86101"], "a code can be chosen again until it is kept"
    coder.enter()
    assert len(coder.kept) == 1


def test_no_key_counts_for_a_job_that_is_not_painted_yet(coder: AtCoding) -> None:
    coder.types("11")
    coder.is_given(job(title="Welder", case="case-2"))
    assert not coder.window.ready
    coder.types("11")
    coder.enter()
    assert coder.chosen() == []
    assert coder.kept == []
    coder.sees()
    coder.write("1")
    assert coder.chosen() == ["2232"]


def test_no_key_counts_while_the_hub_keeps_the_codes(coder: AtCoding) -> None:
    coder.types("11")
    coder.enter()
    coder.enter()
    coder.press(Qt.Key.Key_F4)
    coder.press(Qt.Key.Key_Left)
    coder.write("2")
    assert len(coder.kept) == 1
    assert coder.wanted_next == []
    assert coder.chosen() == ["2232", "86101"]
    coder.window.go_on()
    coder.sees()
    coder.enter()
    assert len(coder.kept) == 2, "where the hub could not keep them, Enter tries again with all that was chosen"


def test_a_key_that_is_held_down_takes_one_code_and_keeps_nothing(coder: AtCoding) -> None:
    coder.enter()
    for _ in range(20):
        for key, text in ((Qt.Key.Key_Return, "\r"), (Qt.Key.Key_1, "1")):
            held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, True)
            QApplication.sendEvent(coder.focused(), held)
    assert coder.chosen() == ["2232"]
    assert coder.kept == []


def test_letters_look_up_and_enter_takes_what_was_found_first(coder: AtCoding) -> None:
    coder.types("midwife 2")
    assert coder.asked == [], "not at every letter"
    assert coder.occupation.line.text() == "midwife 2", "a digit within words is a letter of them"
    coder.enter()
    assert [each.words for each in coder.asked] == ["midwife 2"], "Enter does not wait"
    assert (coder.asked[0].did, coder.asked[0].industry) == ("Looked after patients", "A hospital")
    coder.enter()
    assert coder.chosen() == [], "the list is still that of the job"
    coder.answers(suggested(SOC, "2231", "Midwife"), CARER)
    coder.sees()
    coder.enter()
    assert coder.chosen() == ["2231"]
    assert coder.occupation.given == [GivenCode(scheme=SOC, code="2231", entry="Midwife")]


def test_an_answer_to_other_words_is_dropped(coder: AtCoding) -> None:
    coder.types("mid")
    coder.looked()
    coder.types("wife")
    coder.answers(VET, to=0)
    assert coder.occupation.list.lines[0].code == "2232", "an answer to words that were typed on from is too late"
    coder.looked()
    coder.answers(VET, to=0)
    assert coder.occupation.looking
    coder.answers(suggested(SOC, "2231", "Midwife"), to=1)
    coder.answers(VET, to=0)
    assert [line.code for line in coder.occupation.list.lines] == ["2231", "X"]


def test_an_answer_that_comes_after_the_next_job_is_dropped(coder: AtCoding) -> None:
    coder.types("mid")
    coder.looked()
    coder.is_given(job(case="case-2", did="Sold shoes"))
    coder.answers(VET)
    assert [line.code for line in coder.occupation.list.lines] == ["2232", "6135", "3240", "X"]


def test_down_goes_to_what_was_found_where_digits_take(coder: AtCoding) -> None:
    coder.types("nurse")
    coder.looked()
    coder.answers(VET, CARER, NURSE)
    coder.sees()
    coder.press(Qt.Key.Key_Down)
    coder.write("3")
    assert coder.chosen() == ["2232"]


def test_escape_brings_the_suggestions_back(coder: AtCoding) -> None:
    coder.types("nurse")
    coder.looked()
    coder.answers(VET)
    coder.press(Qt.Key.Key_Escape)
    coder.sees()
    coder.write("1")
    assert coder.chosen() == ["2232"]


def test_a_code_typed_after_the_sign_is_taken_only_where_it_is_that_code(coder: AtCoding) -> None:
    coder.types("=613")
    coder.looked()
    assert coder.asked[-1].words == "613"
    coder.answers(CARER, suggested(SOC, "6136", "Senior care workers"))
    coder.sees()
    coder.enter()
    assert coder.chosen() == [], "613 is not 6135"
    coder.write("2")
    assert coder.occupation.given == [GivenCode(scheme=SOC, code="6136")], "typed as a code: by no entry of the index"
    coder.types("=87.10/0")
    coder.looked()
    coder.answers(HOME)
    coder.sees()
    coder.enter()
    assert coder.industry.given == [GivenCode(scheme=SIC, code="87100")]


def test_a_code_that_is_none_is_said(coder: AtCoding) -> None:
    coder.types("=9999")
    coder.looked()
    coder.answers()
    coder.sees()
    coder.enter()
    assert coder.chosen() == []
    assert "No such code in SOC2020." in texts(coder)


def test_what_was_looked_up_and_not_answered_is_asked_again(coder: AtCoding) -> None:
    coder.types("nurse")
    coder.looked()
    coder.window.not_found(coder.asked[-1])
    coder.sees()
    coder.enter()
    assert [each.words for each in coder.asked] == ["nurse", "nurse"]


def test_nought_says_that_it_cannot_be_coded_and_enter_never_does(coder: AtCoding) -> None:
    coder.is_given(job(suggested=[HOME]))
    coder.sees()
    coder.enter()
    assert coder.chosen() == [], "without a suggestion there is none to take"
    coder.write("0")
    coder.write("1")
    assert coder.chosen() == ["X", "87100"]


def test_a_code_can_be_taken_back(coder: AtCoding) -> None:
    coder.types("11")
    coder.press(Qt.Key.Key_Left)
    coder.press(Qt.Key.Key_Delete)
    assert coder.chosen() == ["2232"]
    assert not coder.window.keep.isEnabled()


def test_digits_mean_nothing_where_the_codes_are_kept(coder: AtCoding) -> None:
    coder.types("11")
    coder.types("23=x")
    assert coder.chosen() == ["2232", "86101"]
    assert coder.asked == []
    assert coder.kept == []


def test_a_second_coder_is_shown_nothing_of_the_first(coder: AtCoding) -> None:
    coder.is_given(job(Stage.SECOND, earlier=[earlier("anna", SOC, "6135")]))
    coder.sees()
    assert "Second coding" in texts(coder)
    assert "anna" not in texts(coder)
    assert [line.code for line in coder.occupation.list.lines] == ["2232", "6135", "3240", "X"]


def test_who_settles_sees_both_with_who_and_when_and_takes_one_with_all_that_goes_with_it(coder: AtCoding) -> None:
    both = [
        earlier("anna", SOC, "6135"),
        earlier("anna", SOC2010, "6145"),
        earlier("anna", SIC, "86101"),
        earlier("bert", SOC, "3240", Stage.SECOND),
        earlier("bert", SOC2010, "6131", Stage.SECOND),
        earlier("bert", SIC, "87100", Stage.SECOND),
    ]
    coder.is_given(job(Stage.SETTLED, earlier=both))
    coder.sees()
    first, second, *_ = coder.occupation.list.lines
    assert (first.code, second.code) == ("6135", "3240")
    assert ("anna" in first.below, "bert" in second.below) == (True, True)
    assert "20/11/2026" in first.below
    coder.types("22")
    coder.enter()
    assert {(code.scheme, code.code) for code in coder.kept[0].codes} == {
        (SOC, "3240"),
        (SOC2010, "6131"),
        (SIC, "87100"),
    }
    assert coder.kept[0].stage is Stage.SETTLED


def test_only_what_is_wanted_is_coded(coder: AtCoding) -> None:
    coder.is_given(job(wanted=[SIC]))
    coder.sees()
    assert [panel.scheme for panel in coder.window.shown_panels] == [SIC]
    coder.write("2")
    coder.enter()
    assert [code.code for code in coder.kept[0].codes] == ["87100"]


@pytest.mark.parametrize("directs", [False, True])
def test_the_keys_of_the_page(sit: Callable[..., AtCoding], directs: bool) -> None:
    coder = sit(directs=directs)
    coder.is_given(job())
    coder.sees()
    for key in (Qt.Key.Key_F1, Qt.Key.Key_PageUp, Qt.Key.Key_F7):
        coder.press(key)
    assert coder.pressed == [HELP, BACK, *([AUTOMATIC] if directs else [])]
    coder.press(Qt.Key.Key_F4)
    assert len(coder.wanted_next) == 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_whatever_was_said_the_page_keeps_to_its_room(sit: Callable[..., AtCoding], look: Look, scale: float) -> None:
    look.set_scale(scale)
    coder = sit()
    hostile = "<b>Nurse</b> " + "Krankenpflegehelferin" * 40 + " 👩‍⚕️ \u202eesrun " + "x" * 3_000
    given = job(
        title=hostile,
        did=hostile,
        industry="",
        reference="1042/01",
        facts=[(hostile[:200], hostile[:400])] * 4,
        suggested=[suggested(SOC, "2232", hostile[:300]), HOME],
    )
    coder.is_given(given)
    coder.sees()
    area = coder.around
    assert (area.width(), area.height()) == (1310, 632)
    assert coder.window.width() <= area.viewport().width()
    assert coder.window.card.title.text() == hostile, "as it was said, and no markup"
    assert coder.window.card.height() <= 632 * 2 // 5
    coder.write("1")
    coder.sees()
    coder.write("1")
    coder.enter()
    assert len(coder.kept) == 1


def test_in_a_narrow_window_one_classification_is_in_sight(sit: Callable[..., AtCoding], look: Look) -> None:
    look.set_scale(2.0)
    coder = sit()
    coder.is_given(job())
    coder.sees()
    assert [coder.occupation.isVisible(), coder.industry.isVisible()] == [True, False]
    coder.write("2")
    coder.sees()
    assert [coder.occupation.isVisible(), coder.industry.isVisible()] == [False, True]
    assert coder.industry.has_keys
    coder.write("1")
    coder.enter()
    assert [code.code for code in coder.kept[0].codes] == ["6135", "86101"]


def texts(coder: AtCoding) -> str:
    """What is to be read on the page."""
    labels = [label.text() for label in coder.window.findChildren(QLabel) if label.isVisible()]
    lines = [
        f"{line.code} {line.title} {line.below}" for panel in coder.window.shown_panels for line in panel.list.lines
    ]
    return " ".join([*labels, *lines])
