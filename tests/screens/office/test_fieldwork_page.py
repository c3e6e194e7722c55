"""The fieldwork page: what it shows of a day of a hundred interviewers, and that every refresh leaves it where it was."""

import random

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from capi.screens.look import Look
from capi.screens.office.fieldwork import FieldworkPage
from capi.screens.office.rate_sheet import RateSheet
from capi.screens.office.scrolled_page import ScrolledPage
from capi.screens.office.slot_shades import Measure
from capi.sync.office_client import WhichFieldwork
from tests.screens.conftest import Interviewer
from tests.screens.office.made_up_fieldwork import caller, made_up


@pytest.fixture
def window(qtbot: QtBot, look: Look) -> ScrolledPage:
    window = ScrolledPage(FieldworkPage(look))
    qtbot.addWidget(window)
    window.resize(1310, 630)
    window.show()
    window.activateWindow()
    page_of(window).put(made_up())
    page_of(window).focus()
    QApplication.processEvents()
    return window


def page_of(window: ScrolledPage) -> FieldworkPage:
    page = window.widget()
    assert isinstance(page, FieldworkPage)
    return page


@pytest.fixture
def page(window: ScrolledPage) -> FieldworkPage:
    return page_of(window)


def test_the_page_says_first_how_far_it_is_and_what_was_missed(page: FieldworkPage) -> None:
    assert "1,271 of 3,000" in page._headline.text()
    assert page.facts["missed"].text().endswith("3")
    assert page.facts["missed"].objectName() == "alarm"
    page.put(msgspec.structs.replace(made_up(), missed=0))
    assert page.facts["missed"].objectName() == ""


def test_outcomes_stand_with_cases_and_shares_and_those_without_one_last(page: FieldworkPage) -> None:
    lines = page.outcomes.outcomes.model_of_lines
    last = len(lines.lines) - 1
    assert [lines.data(lines.index(0, at)) for at in (0, 2, 3)] == ["110", "612", "20 %"]
    assert [lines.data(lines.index(last, at)) for at in (0, 1, 2, 3)] == ["—", "No outcome yet", "1,729", "58 %"]


def test_every_view_is_a_key_away(qtbot: QtBot, page: FieldworkPage) -> None:
    keys = Interviewer(qtbot, page)
    for key, view in (
        (Qt.Key.Key_F7, page.calls),
        (Qt.Key.Key_F8, page.callers),
        (Qt.Key.Key_F6, page.outcomes),
    ):
        keys.press(key)
        assert page.shown is view
        assert view.isVisible()
        assert view.isAncestorOf(keys.focused())


def test_arrows_go_through_the_week_and_each_hour_is_told_in_words(qtbot: QtBot, page: FieldworkPage) -> None:
    keys = Interviewer(qtbot, page)
    keys.press(Qt.Key.Key_F7)
    chart = page.calls.patterns
    for _ in range(7):
        keys.press(Qt.Key.Key_Up)
    for _ in range(24):
        keys.press(Qt.Key.Key_Left)
    slot = made_up().slots[0]
    assert (slot.day, slot.hour) == (1, 9)
    assert chart.marked == slot
    assert page.calls.told.text() == chart.accessibleDescription() == chart.marked_in_words
    assert page.calls.told.text() == (
        f"Monday, 9 to 10 h: calls {slot.calls}, of them contacts {slot.contacts} "
        f"({round(100 * slot.contacts / slot.calls)} %), interviews {slot.interviews}."
    )
    for _ in range(9):
        keys.press(Qt.Key.Key_Down)
    assert page.calls.told.text() == "Sunday, 9 to 10 h: nobody called."


def test_f9_goes_from_calls_to_contacts_to_their_rate_and_round(qtbot: QtBot, page: FieldworkPage) -> None:
    keys = Interviewer(qtbot, page)
    keys.press(Qt.Key.Key_F7)
    seen = []
    for _ in range(3):
        keys.press(Qt.Key.Key_F9)
        seen.append(page.calls.patterns.measure)
    assert seen == [Measure.CONTACTS, Measure.RATE, Measure.CALLS]


def test_who_stands_out_comes_first_and_says_so_in_words(page: FieldworkPage) -> None:
    model = page.callers.table.model_of_lines
    first = [model.data(model.index(row, 0)) for row in range(10)]
    assert first == [f"interviewer.{at:03}" for at in range(3, 100, 10)]
    assert all("▼ below" in str(model.data(model.index(row, 3))) for row in range(10))
    assert "▼" not in str(model.data(model.index(20, 3)))


def test_interviewers_are_sorted_from_the_keyboard_and_the_marked_one_stays_marked(
    qtbot: QtBot, page: FieldworkPage
) -> None:
    keys = Interviewer(qtbot, page)
    keys.press(Qt.Key.Key_F8)
    table, order = page.callers.table, page.callers.order
    table.selectRow(42)
    marked = table.line
    order.setFocus()
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Down)
    assert order.currentText() == "Sorted by: Calls"
    calls = [each.line.calls for each in table.model_of_lines.lines]
    assert calls == sorted(calls, reverse=True)
    assert table.line == marked
    keys.press(Qt.Key.Key_Home)
    assert [line.name for line in table.model_of_lines.lines[:2]] == ["interviewer.003", "interviewer.013"]


def test_a_refresh_keeps_what_is_marked_and_what_is_in_sight(qtbot: QtBot, page: FieldworkPage) -> None:
    Interviewer(qtbot, page).press(Qt.Key.Key_F8)
    table = page.callers.table
    table.selectRow(60)
    table.verticalScrollBar().setValue(48)
    before, marked = table.verticalScrollBar().value(), table.line
    assert before == 48
    more = [*made_up().callers, caller(random.Random(1), 500)]  # noqa: S311 - nothing is kept secret with it
    page.put(msgspec.structs.replace(made_up(), callers=more))
    assert table.line is not None
    assert marked is not None
    assert table.line.name == marked.name
    assert table.verticalScrollBar().value() == before
    assert len(table.model_of_lines.lines) == 101
    page.put(made_up(callers=2))
    assert table.line is not None


def test_areas_and_samples_are_offered_and_what_is_chosen_stays(qtbot: QtBot, page: FieldworkPage) -> None:
    assert page.which == WhichFieldwork()
    assert not page.sample.isVisible()
    page.offer_areas(["Leeds 3", "", "every"])
    page.offer_samples(["wave 1", "wave 2"])
    assert page.sample.isVisible()
    with qtbot.waitSignal(page.wanted):
        choose(page.area, "Without an area")
    choose(page.sample, "wave 2")
    page.offer_areas(["Ashford", "Leeds 3", ""])
    assert page.which == WhichFieldwork(sample="wave 2", area="")
    choose(page.area, "Leeds 3")
    page.offer_samples(["wave 1"])
    assert page.which == WhichFieldwork(area="Leeds 3")


def choose(choice: QComboBox, words: str) -> None:
    """By keys: from the first one down."""
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.findText(words)):
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentText() == words


def test_behind_a_rate_are_its_formula_its_counts_and_the_sentence(
    qtbot: QtBot, window: ScrolledPage, page: FieldworkPage
) -> None:
    with qtbot.waitSignal(page.outcomes.rate_chosen) as chosen:
        page.outcomes.rates.selectRow(2)
        page.outcomes.rates.setFocus()
        QTest.keyClick(page.outcomes.rates, Qt.Key.Key_Return)
    assert chosen.args is not None
    (rate,) = chosen.args
    sheet = RateSheet(page._look, window, rate, page.outcomes.counts, "uk 1.0")
    assert sheet.formulas.text().split("\n") == [
        "RR3 = I / ((I + P) + (R + NC + O) + e(UH + UO))",
        "RR3 = 612 / ((612 + 31) + (140 + 328 + 24) + 0.938 × (1,790 + 0))",
        "e = (I + P + R + NC + O) / (I + P + R + NC + O + NE)",
        "e = (612 + 31 + 140 + 328 + 24) / (612 + 31 + 140 + 328 + 24 + 75) = 0.938",
    ]
    assert rate.words.startswith("RR3 is 21.7 %")


def test_fieldwork_that_has_not_begun_is_shown_too(page: FieldworkPage) -> None:
    empty = msgspec.structs.replace(
        made_up(), cases=0, outcomes=[], rates=[], slots=[], results=[], attempts=[], callers=[], missed=0
    )
    page.put(empty)
    page.show_view(1)
    QApplication.processEvents()
    assert "0 of 0" in page._headline.text()
    assert "nobody called" in page.calls.told.text()
    assert page.callers.table.line is None


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 1310, 630), (2.0, 1338, 640)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_view_is_wider_than_the_window(
    window: ScrolledPage, look: Look, scale: float, width: int, height: int, theme: str
) -> None:
    page = page_of(window)
    look.set_theme("dark" if theme == "dark" else "light")
    look.set_scale(scale)
    window.resize(width, height)
    page.put(made_up())
    page.offer_areas(["Ashford", "Leeds 3"])
    page.offer_samples(["wave 1", "wave 2"])
    for at in range(3):
        page.show_view(at)
        for _ in range(3):
            QApplication.processEvents()
        assert page.width() <= window.viewport().width(), at
        for part in page.findChildren(QWidget):
            if part.isVisible():
                right = part.mapTo(page, part.rect().topRight()).x()
                assert right <= page.width() or _scrolls(part, page), (at, part, part.accessibleName())
    look.set_scale(1.0)


def _scrolls(part: QWidget, page: QWidget) -> bool:
    """Whether it is inside a list, which scrolls by itself."""
    return any(each.isAncestorOf(part) for each in page.findChildren(QAbstractItemView))
