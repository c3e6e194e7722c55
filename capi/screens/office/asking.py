"""The office's line to the hub as its pages use it: asked off the window's thread, with one sheet open at a time."""

import functools
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capi.screens.background import Work
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.sync.messages import Role, SignedIn
from capi.sync.office_client import OfficeClient


class Asking(QObject):
    """Who is signed in, and what of the hub's is still to come. Everything is decided there; nothing of it is kept here."""

    failed = Signal(str)
    """Emitted with what went wrong, in words, where no sheet is open to say it."""
    told = Signal(str)
    """Emitted with news, to be said quietly."""
    current = Signal()
    """Emitted when what is on the screen is as the hub has it now."""
    cleared = Signal()
    """Emitted when what went wrong before is of no interest any more."""
    refresh_wanted = Signal()
    """Emitted when something was done, and the page shall show what has become of it."""
    sheet_closed = Signal()

    def __init__(self, look: Look, client: OfficeClient, signed_in: SignedIn, over: QWidget) -> None:
        """Sheets are laid over `over`."""
        super().__init__(over)
        self.look = look
        self.client = client
        self.role: Role = signed_in.role
        self.user = signed_in.user
        self.over = over
        self.sheet: Sheet | None = None
        self._waiting = 0

    @property
    def decides(self) -> bool:
        """Whether cases are assigned, returned, accepted and recalled from here, and the coding is directed; or only looked at."""
        return self.role is Role.SUPERVISOR

    @property
    def asking(self) -> bool:
        """Whether an answer of the hub is still to come."""
        return self._waiting > 0

    def ask(
        self,
        question: Callable[[], object],
        answered: Callable[..., None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Without `failed` what went wrong is said on the sheet that is open, else above the page."""
        self._waiting += 1
        work = Work(question, self)
        work.done.connect(answered)
        work.failed.connect(failed or self.fail)
        for ended in (work.done, work.failed):
            ended.connect(self._ended)  # last: an answer may lead to the next question
        work.start()

    def _ended(self, _result: object) -> None:
        self._waiting -= 1

    def fail(self, error: Exception) -> None:
        if self.sheet is not None:
            self.sheet.refuse(said(error))
        else:
            self.failed.emit(said(error))

    def came(self) -> None:
        self.current.emit()

    def clear(self) -> None:
        self.cleared.emit()

    def tell(self, words: str) -> None:
        self.told.emit(words)

    def ask_for_sheet(self, question: Callable[[], object], show: Callable[..., None]) -> None:
        self.ask(question, functools.partial(self._show_first, show))

    def _show_first(self, show: Callable[..., None], result: object) -> None:
        """A key pressed twice has asked twice."""
        if self.sheet is None:
            show(result)

    def open(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.closed.connect(self._closed)

    def _closed(self) -> None:
        self.sheet = None
        self.sheet_closed.emit()

    def done(self, _result: object = None) -> None:
        """What a sheet asked for is done: it goes."""
        if self.sheet is not None:
            self.sheet.put_away()
        self.refresh_wanted.emit()
