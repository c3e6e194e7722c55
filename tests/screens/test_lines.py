"""Lists of lines: room is shared by what the columns say, and empty ones are hidden."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capi.screens.lines import Column, LinesTable
from capi.screens.look import Look
from capi.screens.office.progress import shared_lines
from capi.wording import Wording

Pair = tuple[str, str, str]
COLUMNS: tuple[Column[Pair], ...] = (
    Column(Wording("Office", "Area"), lambda each: each[0], lambda each: each[0], 90),
    Column(Wording("Office", "Name and address"), lambda each: each[1], lambda each: each[1], 0),
    Column(Wording("Office", "Entries"), lambda each: each[2], lambda each: each[2], 60, numeric=True),
)
LONG = "christina.of-the-long-name.in-the-north"


@pytest.fixture
def table(qtbot: QtBot, look: Look) -> LinesTable[Pair]:
    table = LinesTable[Pair](look, "Lines", COLUMNS)
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    return table


def test_a_column_that_is_too_narrow_gets_what_another_can_spare(table: LinesTable[Pair]) -> None:
    table.put([(LONG, "Rosa", "1")])
    assert table.columnWidth(0) > table.fontMetrics().horizontalAdvance(LONG)
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()


def test_a_column_takes_nothing_that_the_wide_one_needs(table: LinesTable[Pair]) -> None:
    table.put([(LONG, "Rosa Fletcher, 3 Mill Lane, " * 5, "1")])
    assert table.columnWidth(0) == 90
    assert sum(table.columnWidth(at) for at in range(3)) == table.viewport().width()


def test_a_column_in_which_nothing_is_said_is_hidden_until_something_is(table: LinesTable[Pair]) -> None:
    table.put([("North", "", "")])
    table.hide_empty()
    assert [table.isColumnHidden(at) for at in range(3)] == [False, True, True]
    assert table.columnWidth(0) == table.viewport().width()
    table.put([("North", "Rosa", "")])
    table.hide_empty()
    assert [table.isColumnHidden(at) for at in range(3)] == [False, False, True]


@pytest.mark.parametrize("lines", [1, 3, 7])
def test_in_the_height_of_some_lines_none_is_cut(table: LinesTable[Pair], lines: int) -> None:
    table.put([("North", "Rosa", "1")] * 20)
    table.setFixedHeight(table.height_of(lines))
    QApplication.processEvents()
    assert table.viewport().height() == lines * table.verticalHeader().defaultSectionSize()


@pytest.mark.parametrize(
    ("counts", "fitting", "shares"),
    [([5, 1], 10, [5, 1]), ([30, 4], 10, [8, 2]), ([4, 30], 12, [2, 10]), ([0, 3], 1, [0, 2]), ([9, 9], 6, [3, 3])],
)
def test_height_is_shared_by_the_number_of_lines(counts: list[int], fitting: int, shares: list[int]) -> None:
    assert shared_lines(counts, fitting) == shares
