"""The office's page: its desks, each a key away, one in front; F5 asks the hub again."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from capi.screens.language import local_time, said
from capi.screens.look import Look
from capi.screens.office.asking import Asking
from capi.screens.office.cases import Wanted
from capi.screens.office.cases_desk import CasesDesk
from capi.screens.office.coding_desk import CodingDesk
from capi.screens.office.desk import Desk, Tab
from capi.screens.office.fieldwork_desk import FieldworkDesk
from capi.screens.office.outputs_desk import OutputsDesk
from capi.screens.office.people_desk import PeopleDesk
from capi.screens.office.progress_desk import ProgressDesk
from capi.screens.office.quarantine_desk import QuarantineDesk
from capi.screens.office.scrolled_page import ScrolledPage
from capi.screens.office.tab_row import TabRow
from capi.screens.sheet import with_key
from capi.sync.messages import Role, SignedIn
from capi.sync.office_client import OfficeClient
from capi.wording import Wording

REFRESH_MS = 60_000
ROOM_FOR_TITLE = 480
"""In a window lower than this, at the size of now, the pages need the room of the title."""
PROGRESS, FIELDWORK, CASES, QUARANTINE, PEOPLE, CODING, OUTPUTS = range(7)
_SUPERVISOR = frozenset({Role.SUPERVISOR})
_BEGINS = {Role.CODER: CODING, Role.ADMINISTRATOR: PEOPLE}
"""Where the day of a role begins; for all others with the progress."""


class OfficePage(QWidget):
    """Everything here is asked of the hub and decided there; nothing of it is kept on this computer."""

    signed_out = Signal()
    """Emitted when the office is left."""

    def __init__(self, look: Look, client: OfficeClient, signed_in: SignedIn, hub: str) -> None:
        """`hub` is the name of the hub."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._client = client
        self._line = Asking(look, client, signed_in, over=self)
        self.progress, self.cases = ProgressDesk(self._line), CasesDesk(self._line)
        self.quarantine, self.people = QuarantineDesk(self._line), PeopleDesk(self._line)
        self.coding, self.fieldwork = CodingDesk(self._line), FieldworkDesk(self._line)
        # An administrator has no business with answers, and a coder only with them.
        self._tabs = (
            Tab(Wording("Office", "Progress"), self.progress, _SUPERVISOR),
            Tab(Wording("Office", "Fieldwork"), self.fieldwork, _SUPERVISOR),
            Tab(Wording("Office", "Cases"), self.cases, _SUPERVISOR | {Role.CODER}),
            Tab(Wording("Office", "Quarantine"), self.quarantine, _SUPERVISOR),
            Tab(Wording("Office", "Accounts and laptops"), self.people, _SUPERVISOR | {Role.ADMINISTRATOR}),
            Tab(Wording("Office", "Coding"), self.coding, _SUPERVISOR | {Role.CODER}),
            Tab(Wording("Office", "Tables and exports"), OutputsDesk(self._line), _SUPERVISOR),
        )
        self._title = QLabel(hub)
        self._title.setObjectName("title")
        self._who = QLabel(signed_in.full_name or signed_in.user)
        self._who.setObjectName("soft")
        self._news = QLabel()
        self._news.setObjectName("soft")
        self._told = QLabel()
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.hide()
        self._alarm = QLabel()
        self._alarm.setObjectName("alarm")
        self._alarm.setWordWrap(True)
        self._alarm.setTextFormat(Qt.TextFormat.PlainText)
        self._alarm.hide()
        self._pages = QStackedWidget()
        for tab in self._tabs:
            self._pages.addWidget(ScrolledPage(tab.desk.page))
        there = [signed_in.role in tab.roles for tab in self._tabs]
        self.tabs = TabRow(look, [said(tab.name) for tab in self._tabs], there)
        self._lay_out()
        self._connect_signals()
        self._refreshing = QTimer(self)
        self._refreshing.setInterval(REFRESH_MS)
        self._refreshing.timeout.connect(self.refresh)
        self._refreshing.start()
        look.changed.connect(self._share_room)
        self._style()
        self.show_page(_BEGINS.get(signed_in.role, PROGRESS))

    def _lay_out(self) -> None:
        self._head = QWidget()
        self._head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._top = QHBoxLayout(self._head)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self._title)
        self._top.addStretch(1)
        self._top.addWidget(self._news)
        self._top.addSpacing(16)
        self._top.addWidget(self._who)
        self._again = QPushButton(with_key(self.tr("Refresh"), "F5"))
        self._leave = QPushButton(self.tr("Sign out"))
        self._top.addWidget(self._again)
        self._top.addWidget(self._leave)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._head)
        self._column.addWidget(self.tabs.row)
        self._column.addWidget(self._alarm)
        self._column.addWidget(self._told)
        self._column.addWidget(self._pages, 1)

    def _style(self) -> None:
        px, low = self._look.px, self._low
        side, above = (px(14), px(8)) if low else (px(28), px(18))
        self._column.setContentsMargins(side, above, side, above - px(4))
        self._column.setSpacing(px(6) if low else px(12))
        self._top.setSpacing(px(12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    @property
    def _low(self) -> bool:
        return self.height() < self._look.px(ROOM_FOR_TITLE)

    def _share_room(self) -> None:
        """Where there is little room the buttons stand beside the tabs, and the page gets the room of the title."""
        low = self._low
        if low is not self._head.isHidden():
            self._head.setVisible(not low)
            self.tabs.name_keys(not low)
            buttons = (self._again, self._leave)
            self.tabs.row.put([*self.tabs.tabs, *(buttons if low else ())])
            for button in buttons:
                if not low:
                    self._top.addWidget(button)
                button.show()
        self._style()

    def _connect_signals(self) -> None:
        self._again.clicked.connect(self.refresh)
        self._leave.clicked.connect(self.leave)
        self.tabs.chosen.connect(self.show_page)
        self._line.failed.connect(self._alarm_of)
        self._line.told.connect(self._tell)
        self._line.cleared.connect(self._alarm.hide)
        self._line.current.connect(self._say_when)
        self._line.refresh_wanted.connect(self.refresh)
        self._line.sheet_closed.connect(self._focus)
        self.progress.counted.connect(self.cases.offer)
        self.progress.counted.connect(self.fieldwork.offer)
        self.fieldwork.cases_wanted.connect(self._show_cases)
        self.progress.cases_wanted.connect(self._show_cases)
        self.progress.quarantine_wanted.connect(self._show_quarantine)

    @property
    def asking(self) -> bool:
        """Whether an answer of the hub is still to come."""
        return self._line.asking

    def desk(self, at: int) -> Desk:
        return self._tabs[at].desk

    @property
    def shown(self) -> int:
        """The number of the page in front."""
        return self._pages.currentIndex()

    def refresh(self) -> None:
        """Asks anew for what is on the screen."""
        self.desk(self.shown).refresh()

    def show_page(self, at: int) -> None:
        self._pages.setCurrentIndex(at)
        self._told.hide()
        self.tabs.mark(at)
        self.refresh()
        self._focus()

    def _focus(self) -> None:
        self.desk(self.shown).focus()

    def _show_cases(self, wanted: Wanted) -> None:
        self.show_page(CASES)
        self.cases.show(wanted)

    def _show_quarantine(self) -> None:
        self.show_page(QUARANTINE)

    def _alarm_of(self, words: str) -> None:
        self._alarm.setText(words)
        self._alarm.show()

    def _tell(self, words: str) -> None:
        """It stays until another page is shown: what was decided may be read when the hub has answered anew."""
        self._told.setText(words)
        self._told.show()

    def _say_when(self) -> None:
        self._alarm.hide()
        self._news.setText(self.tr("As of {time}").format(time=local_time(datetime.now(UTC))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        at = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_F5:
            self.refresh()
        elif control and self.tabs.is_there(at):
            self.show_page(at)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Signs out at the hub, and goes back."""
        self._refreshing.stop()
        self._line.ask(self._client.sign_out, self._nothing)
        self.signed_out.emit()

    def hang_up(self) -> None:
        """The window is being closed, and its line to the hub with it: a hub that stops waits for lines that are open."""
        self._refreshing.stop()
        if not self.asking:
            self._client.close()

    def _nothing(self, _result: object) -> None:
        pass
