"""A window of the office that is closed leaves no line to the hub behind."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from capi.desktop import open_desktop
from capi.hub.keeping.setting_up import OFFICE
from capi.hub.people.accounts import create_account
from capi.hub.service.server import KEEP_ALIVE_SECONDS
from capi.screens.office.office_page import OfficePage
from capi.screens.sign_in import SignIn
from capi.settings import Settings
from capi.sync.messages import Role
from capi.sync.office_messages import NewAccount
from tests.screens.office.conftest import PASSWORD, SLOW
from tests.sync.field import Field


def test_a_hub_that_stops_waits_for_no_window_that_was_closed(qtbot: QtBot, settings: Settings, field: Field) -> None:
    account = NewAccount(name="vera", full_name="Vera Lindholm", role=Role.SUPERVISOR, password=PASSWORD)
    create_account(field.scene.hub, OFFICE, account)
    settings.data.mkdir(parents=True)
    desktop = open_desktop(settings, practice=False)
    qtbot.addWidget(desktop)
    desktop.show()
    first: QWidget | None = desktop.page
    assert isinstance(first, SignIn)
    first.office_wanted.emit()
    desktop.office.sheet.wanted.emit(field.url, "vera", PASSWORD, "")

    def is_quiet() -> bool:
        page: QWidget | None = desktop.page
        return isinstance(page, OfficePage) and not page.asking

    qtbot.waitUntil(is_quiet, timeout=SLOW)
    lines = field.running.server.server_state.connections
    assert lines, "it keeps its line between two questions"
    desktop.close()
    qtbot.waitUntil(lambda: not lines, timeout=KEEP_ALIVE_SECONDS * 500)
