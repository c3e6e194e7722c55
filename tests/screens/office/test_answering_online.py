"""Answering online at the office, on a real hub: seen in list and sheet; a new access code by key, shown once, and taken back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from capi.hub.errors import Gone
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.online.access_codes import read_access_code
from capi.hub.online.reissuing import reissue
from capi.hub.online.visits import enter
from capi.hub.orders.instruments import add_instrument
from capi.hub.people.hub_settings import remembered_address
from capi.screens.look import Look
from capi.screens.office.access_code_sheets import AccessCodeSheet, NewCodeSheet, TakeBackSheet
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.office_page import CASES
from capi.screens.office.online_words import spelled
from capi.sync.messages import Role
from tests.hub.online.scene import ADDRESS, background
from tests.hub.scenario import HubScene
from tests.screens.office.conftest import AtOffice
from tests.sync.field import ROSA, Field

Office = Callable[..., AtOffice]


@pytest.fixture
def online(field: Field) -> HubScene:
    """The hub, with an instrument that respondents answer by themselves."""
    add_instrument(field.scene.hub, OFFICE, background().sources, offered=False)
    return HubScene(field.scene.hub, background(), field.scene.clock)


def given(online: HubScene, case_id: str) -> str:
    return reissue(online.hub, online.office(), case_id).code


def opened(keys: AtOffice, reference: str) -> CaseSheet:
    keys.goes_to(CASES + 1)
    keys.window.cases.page.search.clear()
    keys.write(reference)
    keys.enter()
    keys.waits()
    keys.enter()
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, CaseSheet)
    return sheet


def offered(sheet: CaseSheet) -> set[str]:
    return {button.accessibleName() for button in sheet.findChildren(QPushButton) if button.isVisible()}


def code_shown(keys: AtOffice) -> str:
    sheet = keys.sheet()
    assert isinstance(sheet, AccessCodeSheet)
    (shown,) = [label.text() for label in sheet.findChildren(QLabel) if label.objectName() == "code"]
    assert spelled(shown) == sheet.spelled.text()
    return shown


def test_the_list_says_since_when_a_case_is_answered_online_and_finds_those_that_are(
    online: HubScene, at_office: Office
) -> None:
    online.case("1", contact=ROSA)
    enter(online.hub, given(online, online.case("2", contact=ROSA).case_id), ADDRESS, stays=False)
    keys = at_office()
    keys.goes_to(CASES + 1)
    table = keys.window.cases.page.table
    status = [
        table.model_of_lines.columns[4].said(line)
        for line in sorted(table.model_of_lines.lines, key=lambda line: line.id)
    ]
    assert status[0] == "Not assigned"
    assert status[1].startswith("Online since ")
    choice = keys.window.cases.page.status
    choice.setFocus()
    keys.press(Qt.Key.Key_End)
    keys.waits()
    assert choice.currentText() == "Online now"
    assert [line.reference for line in table.model_of_lines.lines] == ["2"]


def test_progress_counts_who_is_invited_and_leads_to_those_who_answer_now(online: HubScene, at_office: Office) -> None:
    given(online, online.case("1").case_id)
    enter(online.hub, given(online, online.case("2").case_id), ADDRESS, stays=False)
    keys = at_office()
    page = keys.window.progress.page
    assert page.online.text() == "Online: 2 invited, 1 begun, 0 through"
    page.online.setFocus()
    keys.press(Qt.Key.Key_Space)
    keys.waits()
    assert keys.window.shown == CASES
    assert [line.reference for line in keys.window.cases.page.table.model_of_lines.lines] == ["2"]


def test_without_an_invitation_progress_says_nothing_of_it(field: Field, at_office: Office) -> None:
    field.bring("1042/01")
    assert not at_office().window.progress.page.online.isVisible()


def test_a_new_code_is_given_by_key_and_shown_once_to_be_read_out(online: HubScene, at_office: Office) -> None:
    case_id = online.case("1042-01", contact=ROSA).case_id
    old = given(online, case_id)
    remembered_address(online.hub, "https://survey.example")
    keys = at_office()
    sheet = opened(keys, "1042")
    assert {"New access code", "Take back the code"} <= offered(sheet)
    assert "Access code good until" in sheet.online.text()
    assert "In no letter yet" in sheet.online.text()
    keys.press(Qt.Key.Key_F9)
    keys.waits()
    assert isinstance(keys.sheet(), NewCodeSheet)
    assert "opens nothing any more" in keys.said()
    keys.enter()
    keys.waits()
    code = code_shown(keys)
    assert read_access_code(code) not in (None, read_access_code(old))
    assert "survey.example" in keys.said()
    keys.press(Qt.Key.Key_Escape)
    assert code not in keys.said(), "it is shown once"
    with pytest.raises(Gone):
        enter(online.hub, old, ADDRESS, stays=False)
    assert enter(online.hub, code, ADDRESS, stays=False).begun


def test_a_code_is_given_to_who_had_none_and_nothing_is_asked_of_the_hub_when_it_is_thought_better_of(
    online: HubScene, at_office: Office
) -> None:
    online.case("1042-01", contact=ROSA)
    keys = at_office()
    sheet = opened(keys, "1042")
    assert "Take back the code" not in offered(sheet)
    keys.press(Qt.Key.Key_F9)
    keys.press(Qt.Key.Key_Escape)
    assert keys.window._line.sheet is None
    sheet = opened(keys, "1042")
    assert not hasattr(sheet, "online"), "there is still none to tell of"
    keys.press(Qt.Key.Key_F9)
    keys.enter()
    keys.waits()
    assert read_access_code(code_shown(keys)) is not None


def test_a_code_is_taken_back_by_key_and_that_is_said(online: HubScene, at_office: Office) -> None:
    case_id = online.case("1042-01", contact=ROSA).case_id
    code = given(online, case_id)
    keys = at_office()
    opened(keys, "1042")
    keys.press(Qt.Key.Key_F10)
    assert isinstance(keys.sheet(), TakeBackSheet)
    keys.enter()
    keys.waits()
    assert keys.window._line.sheet is None
    assert "taken back" in keys.window._told.text()
    with pytest.raises(Gone):
        enter(online.hub, code, ADDRESS, stays=False)
    sheet = opened(keys, "1042")
    assert "Access code taken back" in sheet.online.text()
    assert "Take back the code" not in offered(sheet)


def test_nothing_is_offered_where_nobody_can_answer_online(field: Field, online: HubScene, at_office: Office) -> None:
    field.bring("1042/01", contact=ROSA)
    anna = field.scene.laptop("bert")
    begun = online.case("2042-01", anna)
    online.send(anna, begun.opened().paused().part(after=1))
    keys = at_office()
    for reference in ("1042", "2042"):
        assert "New access code" not in offered(opened(keys, reference)), reference
        keys.press(Qt.Key.Key_Escape)
    coder = at_office(Role.CODER)
    assert not coder.window._line.decides


def test_a_hub_that_says_no_is_heard_on_the_sheet(online: HubScene, at_office: Office) -> None:
    case_id = online.case("1042-01", contact=ROSA).case_id
    keys = at_office()
    opened(keys, "1042")
    keys.press(Qt.Key.Key_F9)
    sheet = keys.sheet()
    assert isinstance(sheet, NewCodeSheet)
    laptop = online.laptop("bert")
    online.give(case_id, laptop)
    with online.hub.database.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET status = 'completed'")
    keys.enter()
    keys.waits()
    assert "All has been answered already." in sheet.fault.text()


@pytest.mark.parametrize("dark", [False, True])
def test_list_and_sheets_are_whole_in_light_and_dark(
    online: HubScene, at_office: Office, look: Look, tmp_path: Path, dark: bool
) -> None:
    look.set_theme("dark" if dark else "light")
    case_id = online.case("1042-01", contact=ROSA, area="Leeds 3").case_id
    remembered_address(online.hub, "https://survey.example")
    enter(online.hub, given(online, case_id), ADDRESS, stays=False)
    online.time += timedelta(minutes=4)
    keys = at_office()
    assert keys.window.grab().save(str(tmp_path / f"progress-{'dark' if dark else 'light'}.png"))
    keys.goes_to(CASES + 1)
    shots = [("list", None), ("case", None), ("ask", Qt.Key.Key_F9), ("code", Qt.Key.Key_Return)]
    for name, key in shots:
        if name == "case":
            opened(keys, "1042")
        elif key is not None:
            keys.press(key)
            keys.waits()
        picture = keys.window.grab()
        assert picture.save(str(tmp_path / f"{name}-{'dark' if dark else 'light'}.png"))
        assert not picture.isNull()
    sheet = keys.sheet()
    assert isinstance(sheet, AccessCodeSheet)
    for label in sheet.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.sizeHint().width() <= label.width() + 1, label.text()
