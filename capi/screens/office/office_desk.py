"""The way into the office: signing in at the hub from the sign-in page, off the window's thread."""

import functools
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from capi.screens.background import Work
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.office.office_page import OfficePage
from capi.screens.office.sign_in_sheet import OfficeSignInSheet
from capi.sync.messages import SignedIn
from capi.sync.office_client import OfficeClient

_ADDRESS, _ACCOUNT, _CERTIFICATES = "office/address", "office/account", "office/certificates"


class OfficeDesk(QObject):
    """From the sheet to the page. What is remembered on this computer is the address, the account and the file, no password."""

    opened = Signal(QWidget)
    """Emitted with the office's page when the hub has let somebody in."""
    closed = Signal()
    """Emitted when the office was left."""

    def __init__(self, look: Look, parent: QWidget, preferences: QSettings) -> None:
        super().__init__()
        self._look = look
        self._preferences = preferences
        self.sheet = OfficeSignInSheet(
            look,
            parent,
            address=str(preferences.value(_ADDRESS, "")),
            account=str(preferences.value(_ACCOUNT, "")),
            certificates=str(preferences.value(_CERTIFICATES, "")),
        )
        self.sheet.wanted.connect(self._sign_in)

    def _sign_in(self, address: str, account: str, password: str, certificates: str) -> None:
        for name, value in ((_ADDRESS, address), (_ACCOUNT, account), (_CERTIFICATES, certificates)):
            self._preferences.setValue(name, value)
        work = Work(functools.partial(_enter, address, account, password, certificates), self)
        work.done.connect(self._signed_in)
        work.failed.connect(self._refused)
        work.start()

    def _signed_in(self, entered: tuple[OfficeClient, SignedIn, str]) -> None:
        client, signed_in, hub = entered
        self.sheet.put_away()
        page = OfficePage(self._look, client, signed_in, hub)
        page.signed_out.connect(self.closed)
        self.opened.emit(page)

    def _refused(self, error: Exception) -> None:
        self.sheet.refuse(said(error))


def _enter(address: str, account: str, password: str, certificates: str) -> tuple[OfficeClient, SignedIn, str]:
    """The hub's client, who is signed in, and the hub's name. Raises SyncError, or OSError for the file."""
    trusted = Path(certificates).expanduser().read_text(encoding="ascii") if certificates else ""
    client = OfficeClient(address, trusted)
    signed_in = client.sign_in(account, password)
    return client, signed_in, client.facts().name
