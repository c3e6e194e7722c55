"""Coders and their supervisor at the office's page, on a real hub: a job is coded by keys alone, and what follows is the hub's."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from capi.hub.database import HubDatabase
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.people.accounts import create_account
from capi.screens.look import Look
from capi.screens.office.agreement_sheet import AgreementSheet
from capi.screens.office.coding import CodingPage
from capi.screens.office.coding_direct_sheets import AutomaticSheet, CodingSettingsSheet
from capi.screens.office.coding_sheets import CodeHistorySheet, CodingHelp
from capi.screens.office.office_page import CODING, OfficePage
from capi.sync.coding_messages import CodeScheme, Stage
from capi.sync.messages import Role
from capi.sync.office_client import OfficeClient
from capi.sync.office_messages import NewAccount
from tests.hub.coding.scene import ALL, CodingScene
from tests.hub.serving import serving
from tests.screens.office.conftest import PASSWORD, SLOW, AtOffice


@dataclass
class AtDesk(AtOffice):
    """At the coding, whoever it is."""

    @property
    def page(self) -> CodingPage:
        return self.window.coding.page

    def sees(self) -> None:
        """Until the hub has answered, and what it said is on the screen."""
        self.waits()
        self.qtbot.waitUntil(lambda: self.page.ready, timeout=SLOW)
        self.look_up()

    def takes(self, *keys: str) -> None:
        for key in keys:
            self.sees()
            self.write(key)
        self.sees()

    def keeps(self) -> None:
        self.enter()
        self.sees()

    def looks_up(self, words: str) -> None:
        for letter in words:
            self.write(letter)
        self.enter()
        self.sees()

    @property
    def title(self) -> str:
        job = self.page.job
        return job.title if job is not None else ""

    def reads(self) -> str:
        return " ".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())


Sit = Callable[..., AtDesk]


@pytest.fixture
def desk(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[tuple[CodingScene, Sit]]:
    """A hub that serves, and the way to sit down at it."""
    opened: list[tuple[OfficePage, OfficeClient]] = []
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(contextlib.closing(HubDatabase(f"sqlite:///{tmp_path / 'hub.sqlite'}")))
        scene = CodingScene.set_up(database, tmp_path, ())
        running = stack.enter_context(serving(scene.hub))

        def sit(name: str = "carla", role: Role = Role.CODER) -> AtDesk:
            create_account(scene.hub, OFFICE, NewAccount(name=name, full_name="", role=role, password=PASSWORD))
            client = OfficeClient(running.url)
            page = OfficePage(look, client, client.sign_in(name, PASSWORD), "Household survey")
            qtbot.addWidget(page)
            page.resize(1366, 768)
            page.show()
            page.activateWindow()
            opened.append((page, client))
            keys = AtDesk(qtbot, page)
            if role is not Role.CODER:
                keys.goes_to(CODING + 1)
            keys.sees()
            return keys

        yield scene, sit
        for page, client in opened:
            qtbot.waitUntil(functools.partial(_is_quiet, page), timeout=SLOW)
            page._refreshing.stop()
            page.hide()
            client.close()


def welders(scene: CodingScene, number: int) -> None:
    for at in range(number):
        scene.says(f"2042-{at}", "Welder", industry="Ship building")


def _is_quiet(page: OfficePage) -> bool:
    return not page.asking


def test_a_coder_codes_one_job_after_the_other(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    scene.says("1042-01", "Welder", "Welded hulls", industry="Ship building")
    scene.says("1042-02", "Welder", "Welded hulls", industry="Ship building")
    keys = sit()
    assert keys.window.shown == CODING, "the day of a coder begins here"
    assert "2 to code" in keys.reads()
    assert [line.code for line in keys.page.panels[CodeScheme.SOC2020].list.lines][:1] == ["5215"]
    assert "Employee" in keys.reads(), "what helps to code it"
    assert "anna" not in keys.reads()
    first = keys.page.job
    assert first is not None
    keys.takes("1", "1")
    keys.keeps()
    assert (keys.title, keys.page.job) != ("", first), "the next one is there"
    assert f"{first.reference}: SOC2020 5215, SIC2007 30110" in keys.page.told.text()
    assert "NS-SEC" in keys.page.told.text()
    keys.press(Qt.Key.Key_F5)
    keys.sees()
    assert "1 to code" in keys.reads()
    assert "1 by you since you signed in" in keys.reads()
    keys.takes("1", "1")
    keys.keeps()
    assert keys.page.job is None
    assert "Everything is coded" in keys.reads()
    assert {code for _, code, *_ in scene.lines()} == {"5215", "30110"}
    scene.says("1042-03", "Baler", industry="Ship building")
    keys.enter()
    keys.sees()
    assert keys.title == "Baler"


def test_the_next_job_is_there_before_it_is_asked_for(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    welders(scene, 3)
    keys = sit()
    ahead = keys.window.coding._ahead
    assert ahead is not None
    keys.press(Qt.Key.Key_F4)
    assert keys.page.job == ahead[0], "at once, without a question"
    keys.sees()
    further = keys.window.coding._ahead
    assert further is not None
    assert further[0].case != ahead[0].case


def test_other_words_are_looked_up_at_the_hub(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    scene.says("1042-01", "Welder", industry="Ship building")
    keys = sit()
    keys.looks_up("yoga teacher")
    keys.enter()
    keys.sees()
    for letter in "=85200":
        keys.write(letter)
    keys.enter()
    keys.sees()
    keys.enter()
    keys.sees()
    keys.keeps()
    assert "SOC2020 2319, SIC2007 85200" in keys.page.told.text()
    assert ("SOC2020", "2319", "first", "suggested", "carla") in scene.lines()
    assert ("SIC2007", "85200", "first", "typed", "carla") in scene.lines()


def test_where_a_code_has_several_of_soc2010_the_coder_says_which(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    scene.says("1042-01", "Teacher", industry="Primary school")
    keys = sit()
    keys.looks_up("=2314")
    keys.enter()
    keys.takes("1")
    keys.keeps()
    also = keys.page.panels[CodeScheme.SOC2010]
    assert also.isVisible()
    assert "2315" in keys.reads(), "it is told between which"
    assert scene.lines() == []
    assert also.has_keys
    assert [line.code for line in also.list.lines] == ["2315", "X"], "what the suggestions of the code lead to"
    for letter in "=2319":
        keys.write(letter)
    keys.enter()
    keys.sees()
    keys.enter()
    keys.sees()
    keys.keeps()
    assert ("SOC2010", "2319", "first", "typed", "carla") in scene.lines()
    assert ("SOC2020", "2314", "first", "typed", "carla") in scene.lines()


def test_a_job_just_coded_is_looked_at_and_coded_anew(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    welders(scene, 3)
    keys = sit()
    keys.press(Qt.Key.Key_PageUp)
    assert "You have not coded a job" in keys.page.told.text()
    keys.takes("1", "0")
    keys.keeps()
    waiting = keys.page.job
    keys.press(Qt.Key.Key_PageUp)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, CodeHistorySheet)
    listed = sheet.table.model_of_lines.lines
    assert {(each.scheme.value, each.code, each.by) for each in listed} >= {
        ("SOC2020", "5215", "carla"),
        ("SIC2007", "X", "carla"),
    }
    keys.presses("Code it anew")
    keys.sees()
    assert "Again" in keys.page.card.stage.text()
    keys.takes("1", "1")
    keys.keeps()
    assert keys.page.job == waiting, "and back to the one that was waiting"
    assert [line[1] for line in scene.lines() if line[0] == "SIC2007"] == ["X", "30110"]
    assert "1 by you" in keys.reads()
    keys.press(Qt.Key.Key_PageUp)
    keys.waits()
    keys.presses("Code it anew")
    keys.sees()
    keys.press(Qt.Key.Key_Escape)
    keys.sees()
    assert keys.page.job == waiting


def test_two_coders_and_who_settles(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    scene.direct(double=1.0)
    scene.says("1042-01", "Welder", industry="Ship building")
    anna = sit("anna.first")
    anna.takes("1", "1")
    anna.keeps()
    assert "Somebody else looks at it too" in anna.page.told.text()
    assert "lies before other coders" in anna.reads(), "one's own job is not coded a second time"
    anna.window.hide()
    bert = sit("bert.second")
    assert "Second coding" in bert.page.card.stage.text()
    assert "anna" not in bert.reads()
    bert.takes("0", "1")
    bert.keeps()
    bert.press(Qt.Key.Key_PageUp)
    bert.waits()
    sheet = bert.sheet()
    assert isinstance(sheet, CodeHistorySheet)
    assert {each.by for each in sheet.table.model_of_lines.lines} == {"bert.second"}
    bert.window.hide()
    vera = sit("vera", Role.SUPERVISOR)
    assert "1 to settle" in vera.reads()
    vera.enter()
    vera.sees()
    job = vera.page.job
    assert job is not None
    assert job.stage is Stage.SETTLED
    lines = vera.page.panels[CodeScheme.SOC2020].list.lines
    assert [(line.code, line.below.split(" ")[0]) for line in lines[:2]] == [
        ("5215", "anna.first"),
        ("X", "bert.second"),
    ]
    vera.takes("1")
    vera.keeps()
    assert "NS-SEC" in vera.page.told.text()
    assert scene.standing == (0, 0, 0, 1)


def test_what_was_changed_meanwhile_is_said_and_nothing_is_kept(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    journal = scene.says("1042-01", "Welder", industry="Ship building")
    keys = sit()
    scene.says_otherwise(journal, OccT="Yoga teacher")
    keys.takes("1", "1")
    keys.keeps()
    assert "changed" in keys.window._alarm.text()
    assert keys.window._alarm.isVisible()
    assert scene.lines() == []
    assert keys.title == "Welder", "it stays until the coder has read why"
    scene.scene.time += timedelta(minutes=16)
    keys.press(Qt.Key.Key_F4)
    keys.sees()
    assert keys.title == "Yoga teacher"
    assert not keys.window._alarm.isVisible()


def test_without_an_index_the_command_that_loads_one_is_told(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.says("1042-01", "Welder")
    keys = sit()
    assert "capi classification add FILE" in keys.reads()
    scene.load(*ALL)
    keys.press(Qt.Key.Key_F5)
    keys.sees()
    assert keys.title == "Welder"


def test_the_minute_disturbs_no_job(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    welders(scene, 2)
    keys = sit()
    before = keys.page.job
    keys.takes("1")
    for letter in "ship":
        keys.write(letter)
    keys.window.refresh()
    keys.sees()
    assert keys.page.job == before
    assert keys.page.panels[CodeScheme.SIC2007].line.text() == "ship"
    assert keys.page.panels[CodeScheme.SOC2020].choice is not None


def test_help_names_the_keys_and_gives_the_keyboard_back(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    welders(scene, 1)
    keys = sit()
    keys.press(Qt.Key.Key_F1)
    assert isinstance(keys.sheet(), CodingHelp)
    keys.write("1")
    keys.press(Qt.Key.Key_Escape)
    keys.sees()
    assert keys.page.panels[CodeScheme.SOC2020].choice is None, "a key at the sheet is not one for the job"
    keys.takes("1")
    assert keys.page.panels[CodeScheme.SOC2020].choice is not None


def test_a_supervisor_counts_first_and_then_codes_without_a_person(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    welders(scene, 3)
    keys = sit("vera", Role.SUPERVISOR)
    assert keys.page.job is None, "who directs takes no job from a coder unasked"
    keys.press(Qt.Key.Key_F9)
    keys.waits()
    settings = keys.sheet()
    assert isinstance(settings, CodingSettingsSheet)
    assert (settings.threshold.text(), settings.double.text()) == ("95", "0")
    settings.threshold.setText("ninety")
    keys.enter()
    assert settings.fault.isVisible()
    settings.threshold.setText("1,5")
    settings.double.setText("100 %")
    keys.enter()
    keys.waits()
    assert (scene.state.settings.threshold, scene.state.settings.double) == (0.015, 1.0)
    keys.press(Qt.Key.Key_F7)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, AutomaticSheet)
    assert sheet.count.text().startswith("3 ")
    assert scene.lines() == [], "it is only counted"
    keys.enter()
    keys.waits()
    assert {line[3:] for line in scene.lines() if line[0] != "SOC2010"} == {("automatic", None)}
    assert "coded without a person" in sheet.count.text()
    assert not sheet.go.isEnabled()
    keys.press(Qt.Key.Key_Escape)
    assert scene.state.automatic == 0, "the second coding is still to come"
    keys.press(Qt.Key.Key_F5)
    keys.sees()
    assert "3 to code again" in keys.reads()


def test_agreement_is_shown_by_digits_with_its_interval(desk: tuple[CodingScene, Sit]) -> None:
    scene, sit = desk
    scene.load(*ALL)
    scene.direct(double=1.0)
    welders(scene, 4)
    keys = sit("vera", Role.SUPERVISOR)
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, AgreementSheet)
    assert not sheet.table.isVisible()
    keys.press(Qt.Key.Key_Escape)
    for code in ("5215", "5215", "2319", "2319"):
        scene.code(scene.cora, code, "30110")
    for code in ("5215", "2319", "2319", "2319"):
        scene.code(scene.dora, code, "30110")
    keys.press(Qt.Key.Key_F8)
    keys.waits()
    sheet = keys.sheet()
    assert isinstance(sheet, AgreementSheet)
    lines = sheet.table.model_of_lines.lines
    assert lines[0].scheme is CodeScheme.SOC2020
    assert [each.digits for each in lines if each.scheme is CodeScheme.SOC2020] == [4, 3, 2, 1]
    assert all(each.pairs == 4 for each in lines)
    image = sheet.table.viewport().grab().toImage()
    assert image.width() > 0
