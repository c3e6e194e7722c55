"""The office's page on a real hub, by keyboard."""

import functools
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from capi.hub.keeping.setting_up import OFFICE
from capi.hub.people.accounts import create_account
from capi.screens.look import Look
from capi.screens.office.office_page import OfficePage
from capi.sync.messages import Role
from capi.sync.office_client import OfficeClient
from capi.sync.office_messages import NewAccount
from tests.screens.conftest import Interviewer
from tests.sync.conftest import field as field
from tests.sync.field import Field

SLOW = 20_000
PASSWORD = "a long password for Vera"


class AtOffice(Interviewer):
    window: OfficePage

    def focused(self) -> QWidget:
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=SLOW)
        return super().focused()

    def waits(self) -> None:
        """Until the hub has answered."""
        self.qtbot.waitUntil(lambda: not self.window.asking, timeout=SLOW)

    def goes_to(self, number: int) -> None:
        """A page, by its key."""
        self.press(Qt.Key(Qt.Key.Key_0 + number), control=True)
        self.waits()

    def sheet(self) -> QWidget:
        sheet = self.window._line.sheet
        assert sheet is not None, f"no sheet is open: {self.window._alarm.text()}"
        return sheet

    def presses(self, words: str) -> None:
        """The button that says so, which the keyboard can reach."""
        found = [button for button in self.sheet().findChildren(QPushButton) if button.accessibleName() == words]
        assert found, words
        found[0].setFocus()
        self.enter()
        self.waits()

    def said(self) -> str:
        return " ".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def at_office(qtbot: QtBot, look: Look, field: Field) -> Iterator[Callable[..., AtOffice]]:
    """Signs somebody in and opens the page."""
    opened = []

    def sign_in(role: Role = Role.SUPERVISOR) -> AtOffice:
        name = f"vera.{role.value}"
        account = NewAccount(name=name, full_name="Vera Lindholm", role=role, password=PASSWORD)
        create_account(field.scene.hub, OFFICE, account)
        client = OfficeClient(field.url)
        page = OfficePage(look, client, client.sign_in(name, PASSWORD), "Household survey")
        qtbot.addWidget(page)
        page.resize(1366, 768)
        page.show()
        page.activateWindow()
        opened.append((page, client))
        keys = AtOffice(qtbot, page)
        keys.waits()
        return keys

    yield sign_in
    for page, client in opened:
        qtbot.waitUntil(functools.partial(_is_quiet, page), timeout=SLOW)
        page._refreshing.stop()
        client.close()


def _is_quiet(page: OfficePage) -> bool:
    return not page.asking
