"""How answers were given, on the sheet of a case and of what was set apart: at each answer, or once where it is the same for all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from capi.hub.database import HubDatabase
from capi.hub.office.case_detail import case_detail
from capi.screens.look import Look
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.quarantine import DIFFERENCES
from capi.screens.office.ways_in_words import one_way, way_said
from capi.sync.office_messages import FieldAnswer, FieldDifference
from tests.hub.office.test_ways_told import CASE, gone_on
from tests.hub.online.scene import OnlineScene

SHORTEST = (("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 1))


@pytest.fixture
def online(tmp_path: Path) -> Iterator[OnlineScene]:
    database = HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield OnlineScene.set_up(database)
    database.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """Of the usual size."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    return window


def sheet_of(online: OnlineScene, look: Look, window: QWidget) -> CaseSheet:
    """As a supervisor sees the case."""
    return CaseSheet(look, window, case_detail(online.hub, online.scene.office(), CASE), decides=True)


def lines(sheet: CaseSheet) -> list[str]:
    return [sheet.answers.item(row).text() for row in range(sheet.answers.count())]


def given(mode: str, *, alone: bool = False) -> FieldAnswer:
    return FieldAnswer(field="Age", label="Age", text="47", value="47", mode=mode, alone=alone)


def test_each_answer_that_was_not_given_as_the_case_says_says_how(
    online: OnlineScene, look: Look, window: QWidget
) -> None:
    gone_on(online)

    school, earner, *rest = lines(sheet_of(online, look, window))

    for line in (school, earner):
        assert line.endswith("(Self-completion, by the respondent alone)"), line
    assert rest
    assert not any("Telephone" in line or "Self-completion" in line for line in rest)


def test_where_all_were_given_the_same_way_it_is_said_once(online: OnlineScene, look: Look, window: QWidget) -> None:
    token = online.enter(online.invited())
    online.answer(token, *SHORTEST)
    online.complete(token)

    sheet = sheet_of(online, look, window)

    headings = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Answers: Self-completion, by the respondent alone" in headings
    assert not any("respondent" in line for line in lines(sheet))


def test_a_case_in_its_own_mode_says_nothing_of_modes(online: OnlineScene, look: Look, window: QWidget) -> None:
    anna = online.scene.laptop()
    journal = online.scene.case("1042/01", anna).opened().answered("SchoolType", 3)
    online.scene.send(anna, journal.part(1))

    sheet = sheet_of(online, look, window)

    assert "Answers" in [label.text() for label in sheet.findChildren(QLabel)]
    assert not any("Telephone" in line for line in lines(sheet))


@pytest.mark.usefixtures("look")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (given("telephone"), ""),
        (given("face_to_face"), "Face to face"),
        (given("self_completion"), "Self-completion"),
        (given("telephone", alone=True), "Telephone, by the respondent alone"),
        (given(""), ""),
        (given("by_pigeon"), ""),
    ],
)
def test_a_way_is_said_where_it_is_not_that_of_the_case(answer: FieldAnswer, words: str) -> None:
    assert way_said(answer, "telephone") == words


def test_what_has_no_answer_is_given_in_no_way_and_does_not_count() -> None:
    alone = given("self_completion", alone=True)
    assert one_way([alone, given("")], "telephone") == way_said(alone, "telephone")
    assert one_way([alone, given("telephone")], "telephone") == ""
    assert one_way([], "telephone") == ""


def test_a_difference_says_how_either_answer_was_given() -> None:
    alone = "self-completion, by the respondent alone"
    told = FieldDifference(field="Age", label="Age", journal="47", part="", journal_how=alone)

    assert [column.said(told) for column in DIFFERENCES] == ["Age", f"47 ({alone})", "—"]
