"""Accounts and devices: who may come to the hub, from which laptop, and what is on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.language import number, said
from capi.screens.lines import Column, LinesTable, when
from capi.screens.look import Look
from capi.screens.sheet import with_key
from capi.sync.messages import Role
from capi.sync.office_messages import Account, DeviceLine, DeviceState
from capi.wording import Wording

ROLES = {
    Role.INTERVIEWER: Wording("Office", "Interviewer"),
    Role.TELEPHONE_INTERVIEWER: Wording("Office", "Telephone interviewer"),
    Role.CODER: Wording("Office", "Coder"),
    Role.SUPERVISOR: Wording("Office", "Supervisor"),
    Role.ADMINISTRATOR: Wording("Office", "Administrator"),
}
STATES = {
    DeviceState.ACTIVE: Wording("Office", "In use"),
    DeviceState.REPLACED: Wording("Office", "Replaced"),
    DeviceState.REVOKED: Wording("Office", "Revoked"),
    DeviceState.LOST: Wording("Office", "Lost: to be erased"),
}
CLOCK_MATTERS_MS = 5 * 60 * 1000
"""A laptop's clock that is wrong by more than this is said."""


def clock_said(device: DeviceLine) -> str:
    """How wrong the laptop's clock is, in minutes; empty where it hardly is."""
    ahead = device.clock_ahead_ms or 0
    if abs(ahead) < CLOCK_MATTERS_MS:
        return ""
    minutes = number(abs(ahead) // 60_000)
    words = Wording("Office", "{minutes} min ahead") if ahead > 0 else Wording("Office", "{minutes} min behind")
    return said(words.filled(minutes=minutes))


def _state(each: DeviceLine) -> str:
    return said(STATES[each.state])


def _active(each: Account) -> str:
    return "" if each.active else said(Wording("Office", "Closed"))


ACCOUNTS: tuple[Column[Account], ...] = (
    Column(Wording("Office", "Account"), lambda each: each.name, lambda each: each.name, 170),
    Column(Wording("Office", "Full name"), lambda each: each.full_name, lambda each: each.full_name.casefold(), 0),
    Column(Wording("Office", "Role"), lambda each: said(ROLES[each.role]), lambda each: each.role.value, 190),
    Column(Wording("Office", "Cases"), lambda each: number(each.cases), lambda each: each.cases, 70, numeric=True),
    Column(
        Wording("Office", "Laptops"), lambda each: number(each.devices), lambda each: each.devices, 80, numeric=True
    ),
    Column(Wording("Office", "State"), _active, lambda each: not each.active, 80),
)
DEVICES: tuple[Column[DeviceLine], ...] = (
    Column(Wording("Office", "Laptop"), lambda each: each.host or each.device, lambda each: each.host, 0),
    Column(Wording("Office", "Account"), lambda each: each.user, lambda each: each.user, 170),
    Column(Wording("Office", "Holds"), lambda each: number(each.holds), lambda each: each.holds, 70, numeric=True),
    Column(
        Wording("Office", "Last seen"),
        lambda each: when(each.last_seen),
        lambda each: each.last_seen.timestamp() if each.last_seen else 0.0,
        150,
    ),
    Column(Wording("Office", "Clock"), clock_said, lambda each: abs(each.clock_ahead_ms or 0), 110),
    Column(Wording("Office", "State"), _state, _state, 190),
)


class PeoplePage(QWidget):
    """Accounts above, their laptops below."""

    new_account_wanted = Signal()
    """Emitted when an account is to be made."""
    code_wanted = Signal(str)
    """Emitted with the account that is to enrol a laptop."""
    account_chosen = Signal(object)
    """Emitted with the account to change."""
    device_chosen = Signal(object)
    """Emitted with the laptop to look at: what it holds, and whether it shall stay."""

    def __init__(self, look: Look, *, administrator: bool) -> None:
        """`administrator`: accounts can be made and changed; else only enrolment codes are given."""
        super().__init__()
        self._look = look
        self._administrator = administrator
        self.accounts = LinesTable[Account](look, self.tr("Accounts"), ACCOUNTS)
        self.devices = LinesTable[DeviceLine](look, self.tr("Laptops"), DEVICES)
        self._new = QPushButton(with_key(self.tr("New account"), "Ctrl+N"))
        self._new.setVisible(administrator)
        self._code = QPushButton(with_key(self.tr("Code for a laptop"), "Ctrl+E"))
        self._look_at = QPushButton(self.tr("What it holds, lost or replaced"))
        self._new.clicked.connect(self.new_account_wanted)
        self._code.clicked.connect(self.want_code)
        self._look_at.clicked.connect(self._choose_device)
        if administrator:
            self.accounts.chosen.connect(self.account_chosen)
        self.devices.chosen.connect(self.device_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(self._look.px(10))
        for words, table, buttons in (
            (self.tr("Accounts"), self.accounts, (self._new, self._code)),
            (self.tr("Laptops"), self.devices, (self._look_at,)),
        ):
            heading = QLabel(words)
            heading.setObjectName("heading")
            row = QHBoxLayout()
            row.addWidget(heading)
            row.addStretch(1)
            for button in buttons:
                row.addWidget(button)
            whole.addLayout(row)
            whole.addWidget(table, 1)

    def put(self, accounts: list[Account], devices: list[DeviceLine]) -> None:
        self.accounts.put(accounts, _same_account)
        self.devices.put(devices, _same_device)

    def want_code(self) -> None:
        account = self.accounts.line
        if account is not None:
            self.code_wanted.emit(account.name)

    def _choose_device(self) -> None:
        device = self.devices.line
        if device is not None:
            self.device_chosen.emit(device)

    def focus(self) -> None:
        self.accounts.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_N:
            if self._administrator:
                self.new_account_wanted.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_E:
            self.want_code()
        else:
            super().keyPressEvent(event)


def _same_account(one: Account, other: Account) -> bool:
    return one.name == other.name


def _same_device(one: DeviceLine, other: DeviceLine) -> bool:
    return one.device == other.device
