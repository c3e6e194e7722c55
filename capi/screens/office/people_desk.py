"""The desk of accounts and laptops: who may come to the hub, with which laptop."""

import functools

from PySide6.QtCore import QObject

from capi.screens.office.asking import Asking
from capi.screens.office.people import PeoplePage
from capi.screens.office.people_sheets import AccountSheet, CodeSheet, DeviceSheet
from capi.sync.messages import Role
from capi.sync.office_messages import Account, DeviceEnd, DeviceLine, DeviceState, EnrolmentCode, Held, NewAccount


class PeopleDesk(QObject):
    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self.page = PeoplePage(asking.look, administrator=asking.role is Role.ADMINISTRATOR)
        self.page.new_account_wanted.connect(self._open_new_account)
        self.page.code_wanted.connect(self._make_code)
        self.page.device_chosen.connect(self._open_device)

    def refresh(self) -> None:
        self._asking.ask(self._people, self._put)

    def focus(self) -> None:
        self.page.focus()

    def _people(self) -> tuple[list[Account], list[DeviceLine]]:
        return self._asking.client.accounts(), self._asking.client.devices()

    def _put(self, people: tuple[list[Account], list[DeviceLine]]) -> None:
        self._asking.came()
        self.page.put(*people)

    def _open_new_account(self) -> None:
        sheet = AccountSheet(self._asking.look, self._asking.over)
        sheet.account_made.connect(self._make_account)
        self._asking.open(sheet)

    def _make_account(self, account: NewAccount) -> None:
        self._asking.ask(functools.partial(self._asking.client.create_account, account), self._asking.done)

    def _make_code(self, user: str) -> None:
        self._asking.ask_for_sheet(functools.partial(self._asking.client.new_code, user), self._show_code)

    def _show_code(self, code: EnrolmentCode) -> None:
        self._asking.open(CodeSheet(self._asking.look, self._asking.over, code))

    def _open_device(self, device: DeviceLine) -> None:
        self._asking.ask_for_sheet(functools.partial(self._asking.client.held, device.device), self._show_device)

    def _show_device(self, held: Held) -> None:
        sheet = DeviceSheet(self._asking.look, self._asking.over, held)
        sheet.ended.connect(self._end_device)
        self._asking.open(sheet)

    def _end_device(self, device: str, state: DeviceState, reason: str) -> None:
        end = DeviceEnd(state=state, reason=reason)
        self._asking.ask(functools.partial(self._asking.client.end_device, device, end), self._asking.done)
