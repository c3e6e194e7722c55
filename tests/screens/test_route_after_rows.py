"""The route panel after rows were taken out, brought back, added: always what a fresh listing says, and under whose heading."""

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel

from capi.instrument.loading import Snapshot, find_instrument, read_instrument, snapshot
from capi.screens.interview_sheets import ConfirmSheet
from capi.screens.route_lines import ONE, TWO, RouteLines
from capi.screens.rows_sheet import RowsSheet
from capi.settings import Settings
from tests.screens.conftest import AtInterview, instrument_of
from tests.screens.test_rows_in_window import HOUSEHOLD, gives, panel

SitDown = Callable[..., AtInterview]
KEY = Qt.Key


@pytest.fixture
def household(settings: Settings) -> Snapshot:
    shipped = settings.questionnaires
    return snapshot(read_instrument(find_instrument("household", shipped), shipped))


@pytest.fixture
def two_chidis(sit_down: SitDown, household: Snapshot) -> AtInterview:
    """Ann and two Chidis, born in 1980 and 2011; at the sex of the last."""
    interviewer = sit_down(kept=household)
    gives(interviewer, "", "Ann", "1", "Chidi", "1", "Chidi", "2")
    gives(interviewer, "01021979", "2", "03051980", "1", "1", "07082011")
    assert interviewer.sees_question() == "Sex[3]"
    return interviewer


def lies(interviewer: AtInterview) -> str:
    """How the panel differs from a fresh listing; empty where it does not."""
    route, interview = interviewer.window._route.list, interviewer.window._sitting.interview
    held, fresh = route._held, RouteLines(interview, route._needs_two)
    assert held is not None
    if held.lines != fresh.lines:
        return f"lines: {held.lines} for {fresh.lines}"
    if held._listed != fresh._listed:
        return "heights, headings or places"
    marked = [at for at in range(len(route)) if route.row(at).current]
    wanted = [] if interview.position is None else [held.place_of(interview.position)]
    return "" if marked == wanted and route.fields == list(interview.reached()) else f"marked {marked} for {wanted}"


def takes(interviewer: AtInterview, name: str) -> None:
    """Ctrl+L, the name, Del, Enter."""
    interviewer.press(KEY.Key_L, control=True)
    interviewer.write(name)
    interviewer.press(KEY.Key_Delete)
    interviewer.enter()
    interviewer.look_up()


def test_who_is_taken_out_is_gone_from_the_panel_and_comes_back_whole(two_chidis: AtInterview) -> None:
    before = panel(two_chidis)
    takes(two_chidis, "1980")
    assert lies(two_chidis) == ""
    assert sum("Chidi" in line for line in panel(two_chidis)) == 3, "two headings and the name of the other"
    assert "Date of birth: 3 May 1980" not in " ".join(panel(two_chidis))
    two_chidis.press(KEY.Key_L, control=True)
    two_chidis.write("taken out")
    two_chidis.enter()
    two_chidis.look_up()
    assert lies(two_chidis) == ""
    assert panel(two_chidis) == before


def test_taking_out_the_person_being_asked_about_leads_on(two_chidis: AtInterview) -> None:
    takes(two_chidis, "2011")
    assert lies(two_chidis) == ""
    assert not any(field.endswith("[3]") for field in two_chidis.window._route.list.fields)


def test_two_of_one_name_are_told_apart_by_number_and_birth(two_chidis: AtInterview) -> None:
    two_chidis.press(KEY.Key_L, control=True)
    sheet = two_chidis.window.sheet
    assert isinstance(sheet, RowsSheet)
    people = [line.split("   ")[0] for line in sheet.list.shown]
    assert people[0] == "Ann"
    assert people[1].startswith("Chidi (number 2, Date of birth: ")
    assert "1980" in people[1]
    assert people[2].startswith("Chidi (number 3, Date of birth: ")
    two_chidis.write("1980")
    two_chidis.press(KEY.Key_Delete)
    confirm = two_chidis.window.sheet
    assert isinstance(confirm, ConfirmSheet)
    assert any("Take Chidi (number 2, Date of birth:" in label.text() for label in confirm.findChildren(QLabel))
    two_chidis.enter()
    two_chidis.look_up()
    two_chidis.press(KEY.Key_L, control=True)
    sheet = two_chidis.window.sheet
    assert isinstance(sheet, RowsSheet)
    out = [line for line in sheet.list.shown if line.endswith("(taken out)")]
    assert len(out) == 1
    assert out[0].startswith("Chidi (number 2, Date of birth: ")


def test_who_has_no_name_yet_is_called_by_number_when_taken_out(sit_down: SitDown, household: Snapshot) -> None:
    interviewer = sit_down(kept=household)
    gives(interviewer, "", "Ann", "1")
    takes(interviewer, "person 2")
    interviewer.press(KEY.Key_L, control=True)
    sheet = interviewer.window.sheet
    assert isinstance(sheet, RowsSheet)
    assert sheet.list.shown == ["Ann", "person 2   (taken out)"]


def test_a_heading_has_the_name_at_once(sit_down: SitDown, household: Snapshot) -> None:
    interviewer = sit_down(kept=household)
    gives(interviewer, "")
    assert "# person 1" in panel(interviewer)
    route = interviewer.window._route.list
    before = route.viewport().grab(route._box(1)).toImage()
    gives(interviewer, "Ann")
    assert "# Ann" in panel(interviewer)
    assert route.viewport().grab(route._box(1)).toImage() != before


def test_what_is_asked_after_rows_stands_under_its_section(two_chidis: AtInterview) -> None:
    lines = panel(two_chidis)
    anyone = next(at for at, line in enumerate(lines) if line.startswith("Anyone else"))
    assert lines[anyone - 1] == "# People in the household"


def test_an_answer_with_no_room_beside_its_label_stands_whole_below_it(two_chidis: AtInterview) -> None:
    route = two_chidis.window._route.list
    held = route._held
    assert held is not None
    relationship, name = held.place_of("Relationship[2]"), held.place_of("Name[2]")
    assert held.top(relationship + 1) - held.top(relationship) == TWO
    assert held.top(name + 1) - held.top(name) == ONE
    assert route._box(relationship).height() == TWO
    answer = route.row(relationship).answer
    assert route._plain.horizontalAdvance(answer) < route.viewport().width() - 54


def test_the_heading_stays_while_its_questions_are_scrolled_through(two_chidis: AtInterview) -> None:
    two_chidis.window.resize(1366, 420)
    two_chidis.look_up()
    route = two_chidis.window._route.list
    held, bar = route._held, route.verticalScrollBar()
    assert held is not None
    assert bar.maximum() > 0
    last = held.place_of("Sex[2]")
    bar.setValue(min(route._top(last), bar.maximum()))
    kept = route.kept_heading()
    assert kept is not None
    assert route.row(kept[0]).heading
    at = held.at(bar.value())
    assert kept[0] == held.head(at)
    assert route._row_at(1) == kept[0], "a click on it is on the heading"
    assert not route.viewport().grab(QRect(0, 0, 300, ONE)).isNull()


TWICE = HOUSEHOLD.replace(
    "  - section: Last\n",
    """  - section: Details
    for_each: People
    ask:
      - Sex: {text: Sex?, label: Sex, categories: {1: Male, 2: Female}}
      - Wed: {text: Married?, asked_if: Age >= 16, categories: {1: "Yes", 2: "No"}}
  - section: Last
""",
)
"""The people are gone through once more, so that what is taken out stands in two places."""

STEPS = ("answer", "answer", "answer", "answer", "back", "clear", "remove", "restore", "restore", "move_on", "waiting")


@pytest.mark.parametrize("seed", range(8))
def test_after_any_step_the_panel_is_what_a_fresh_listing_says(sit_down: SitDown, seed: int) -> None:
    """Answers, removals, smaller sizes and all that follows, as they come."""
    interviewer = sit_down(kept=instrument_of(TWICE))
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    interview = interviewer.window._sitting.interview
    steps = interviewer.window._steps
    for number in range(120):
        step = chance.choice(STEPS)
        prompt = interviewer.window._prompt
        live = [_row(roster, row) for roster in interview.rosters() for row in interview.rows(roster)]
        gone = [_row(roster, row) for roster in interview.rosters() for row in interview.removed(roster)]
        if step == "answer" and prompt is not None:
            steps.give(prompt, _answer(prompt.field, chance))
        elif step == "remove" and len(live) > 1:
            steps.remove_row(chance.choice(live))
        elif step == "restore" and gone:
            steps.restore_row(chance.choice(gone))
        elif step == "clear" and prompt is not None:
            steps.clear(prompt)
        elif step == "back":
            steps.back()
        elif step == "move_on" and prompt is not None:
            steps.move_on()
        elif step == "waiting":
            steps.go_to_waiting()
        if interviewer.window.sheet is not None:
            interviewer.window.sheet.put_away()
        assert lies(interviewer) == "", f"seed {seed}, step {number}: {step}"


def _row(roster: str, row: int) -> str:
    return f"{roster[:-1]}.{row}]" if roster.endswith("]") else f"{roster}[{row}]"


def _answer(field: str, chance: random.Random) -> object:
    match field.partition("[")[0]:
        case "Name":
            return chance.choice(("Ann", "Bob", "Cleo"))
        case "Why":
            return "Nothing"
        case "Age":
            return chance.choice((5, 40))
        case "NumberOfJobs":
            return chance.choice((0, 1, 3))
        case "Hours":
            return chance.choice((10, 90))
        case _:
            return chance.choice((1, 2))
