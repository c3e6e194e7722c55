"""The office's page: progress, cases, quarantine, accounts and laptops, each a key away; F5 asks the hub again."""

import functools
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from capi.screens.background import Work
from capi.screens.language import local_time, said
from capi.screens.look import Look
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.cases import CasesPage, Wanted
from capi.screens.office.people import PeoplePage
from capi.screens.office.people_sheets import AccountSheet, AssignSheet, CodeSheet, DeviceSheet
from capi.screens.office.progress import ProgressPage
from capi.screens.office.quarantine import QuarantinePage, QuarantineSheet
from capi.screens.sheet import Sheet, with_key
from capi.sync.messages import Role, SignedIn
from capi.sync.office_client import OfficeClient, WhichCases
from capi.sync.office_messages import (
    Acceptance,
    Account,
    Assignment,
    AssignmentResult,
    CaseDetail,
    CaseLine,
    CaseLines,
    Deciding,
    Decision,
    DeviceEnd,
    DeviceLine,
    DeviceState,
    EnrolmentCode,
    Held,
    NewAccount,
    Progress,
    QuarantineDetail,
    QuarantineLine,
    Recall,
    Return,
)

REFRESH_MS = 60_000
LINES_AT_ONCE = 200
PROGRESS, CASES, QUARANTINE, PEOPLE = range(4)
PAGES = {
    Role.SUPERVISOR: (PROGRESS, CASES, QUARANTINE, PEOPLE),
    Role.ADMINISTRATOR: (PEOPLE,),
    Role.CODER: (CASES,),
}
"""What is there for whom; the first is shown first. An administrator has no business with answers, and a coder only with them."""


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
        self._accounts: list[Account] = []
        self._sheet: Sheet | None = None
        self._waiting = 0
        self._title = QLabel(hub)
        self._title.setObjectName("title")
        self._who = QLabel(signed_in.full_name or signed_in.user)
        self._who.setObjectName("soft")
        self._news = QLabel()
        self._news.setObjectName("soft")
        self._alarm = QLabel()
        self._alarm.setObjectName("alarm")
        self._alarm.setWordWrap(True)
        self._alarm.setTextFormat(Qt.TextFormat.PlainText)
        self._alarm.hide()
        self._role = signed_in.role
        self.progress = ProgressPage(look)
        self.cases = CasesPage(look, decides=self._decides)
        self.quarantine = QuarantinePage(look)
        self.people = PeoplePage(look, administrator=signed_in.role is Role.ADMINISTRATOR)
        self._pages = QStackedWidget()
        for page in (self.progress, self.cases, self.quarantine, self.people):
            self._pages.addWidget(page)
        self._tabs = self._make_tabs()
        self._lay_out()
        self._connect_signals()
        self._refreshing = QTimer(self)
        self._refreshing.setInterval(REFRESH_MS)
        self._refreshing.timeout.connect(self.refresh)
        self._refreshing.start()
        look.changed.connect(self._style)
        self._style()
        self.show_page(PAGES[self._role][0])

    def _make_tabs(self) -> list[QPushButton]:
        names = (self.tr("Progress"), self.tr("Cases"), self.tr("Quarantine"), self.tr("Accounts and laptops"))
        tabs = []
        for at, name in enumerate(names):
            tab = QPushButton(with_key(name, f"Ctrl+{at + 1}"))
            tab.setAccessibleName(name)
            tab.setCheckable(True)
            tab.setVisible(at in PAGES[self._role])
            tab.clicked.connect(functools.partial(self.show_page, at))
            tabs.append(tab)
        return tabs

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self._news)
        top.addSpacing(16)
        top.addWidget(self._who)
        self._again = QPushButton(with_key(self.tr("Refresh"), "F5"))
        self._leave = QPushButton(self.tr("Sign out"))
        top.addWidget(self._again)
        top.addWidget(self._leave)
        tabs = QHBoxLayout()
        for tab in self._tabs:
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addLayout(tabs)
        self._column.addWidget(self._alarm)
        self._column.addWidget(self._pages, 1)

    def _style(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(28), px(18), px(28), px(14))
        self._column.setSpacing(px(12))

    def _connect_signals(self) -> None:
        self._again.clicked.connect(self.refresh)
        self._leave.clicked.connect(self.leave)
        self.progress.interviewer_chosen.connect(self._show_interviewer)
        self.progress.area_chosen.connect(self._show_area)
        self.progress.quarantine_wanted.connect(functools.partial(self.show_page, QUARANTINE))
        self.cases.wanted.connect(self._find)
        self.cases.more_wanted.connect(self._find_more)
        self.cases.case_chosen.connect(self._open_case)
        self.cases.assignment_wanted.connect(self._open_assignment)
        self.quarantine.part_chosen.connect(self._open_part)
        self.quarantine.scope_chosen.connect(self.refresh)
        self.people.new_account_wanted.connect(self._open_new_account)
        self.people.code_wanted.connect(self._make_code)
        self.people.device_chosen.connect(self._open_device)

    # --- asking the hub ---------------------------------------------------------------------------------------

    def _ask(self, question: Callable[[], object], answered: Callable[..., None]) -> None:
        """Asks off the window's thread; what went wrong is said above the page, or on the sheet that is open."""
        self._waiting += 1
        work = Work(question, self)
        work.done.connect(answered)
        work.failed.connect(self._failed)
        for ended in (work.done, work.failed):
            ended.connect(self._answered)  # last: an answer may lead to the next question
        work.start()

    @property
    def _decides(self) -> bool:
        """Whether cases are assigned, returned, accepted and recalled from here, or only looked at."""
        return self._role is Role.SUPERVISOR

    @property
    def asking(self) -> bool:
        """Whether an answer of the hub is still to come."""
        return self._waiting > 0

    def _answered(self, _result: object) -> None:
        self._waiting -= 1

    def _failed(self, error: Exception) -> None:
        if self._sheet is not None:
            self._sheet.refuse(said(error))
            return
        self._alarm.setText(said(error))
        self._alarm.show()

    def refresh(self) -> None:
        """Asks anew for what is on the screen."""
        match self._pages.currentIndex():
            case 0:
                self._ask(self._client.progress, self._put_progress)
            case 1:
                if self._decides:
                    self._ask(self._client.accounts, self._put_choices)
                self.cases.ask(self.cases.asked)
            case 2:
                open_only = self.quarantine.open_only
                self._ask(functools.partial(self._client.quarantined, open_only=open_only), self._put_quarantine)
            case _:
                self._ask(self._people, self._put_people)

    def _people(self) -> tuple[list[Account], list[DeviceLine]]:
        return self._client.accounts(), self._client.devices()

    def _asked(self) -> None:
        self._alarm.hide()
        self._news.setText(self.tr("As of {time}").format(time=local_time(datetime.now(UTC))))

    def _put_progress(self, progress: Progress) -> None:
        self._asked()
        self.progress.put(progress)
        self.cases.offer(
            [each.name for each in progress.interviewers if each.name],
            [each.name for each in progress.areas if each.name],
        )

    def _put_choices(self, accounts: list[Account]) -> None:
        self._accounts = accounts

    def _put_quarantine(self, lines: list[QuarantineLine]) -> None:
        self._asked()
        self.quarantine.put(lines)

    def _put_people(self, people: tuple[list[Account], list[DeviceLine]]) -> None:
        self._asked()
        self._accounts = people[0]
        self.people.put(*people)

    def _find(self, wanted: Wanted) -> None:
        self._ask(functools.partial(self._cases, wanted, ""), functools.partial(self._found, wanted, False))

    def _find_more(self, wanted: Wanted, after: str) -> None:
        self._ask(functools.partial(self._cases, wanted, after), functools.partial(self._found, wanted, True))

    def _cases(self, wanted: Wanted, after: str) -> CaseLines:
        return self._client.cases(
            WhichCases(
                status=wanted.status,
                area=wanted.area or None,
                user=wanted.user,
                search=wanted.search,
                after=after,
                limit=LINES_AT_ONCE,
            )
        )

    def _found(self, wanted: Wanted, further: bool, lines: CaseLines) -> None:
        self._asked()
        self.cases.put(wanted, lines, further=further)

    # --- the pages --------------------------------------------------------------------------------------------

    def show_page(self, at: int, _checked: bool = False) -> None:
        self._pages.setCurrentIndex(at)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == at)
            tab.setObjectName("main" if number == at else "")
            tab.style().polish(tab)
        self.refresh()
        (self.progress, self.cases, self.quarantine, self.people)[at].focus()

    def _show_interviewer(self, name: str) -> None:
        self.show_page(CASES)
        self.cases.ask(Wanted(user=name))

    def _show_area(self, name: str) -> None:
        self.show_page(CASES)
        self.cases.ask(Wanted(area=name))

    def _ask_for_sheet(self, question: Callable[[], object], show: Callable[..., None]) -> None:
        self._ask(question, functools.partial(self._show_first, show))

    def _show_first(self, show: Callable[..., None], result: object) -> None:
        """One sheet at a time: a key pressed twice has asked twice."""
        if self._sheet is None:
            show(result)

    def _open(self, sheet: Sheet) -> None:
        self._sheet = sheet
        sheet.closed.connect(self._sheet_closed)

    def _sheet_closed(self) -> None:
        self._sheet = None
        (self.progress, self.cases, self.quarantine, self.people)[self._pages.currentIndex()].focus()

    def _done(self, _result: object = None) -> None:
        """What a sheet asked for is done: it goes, and the page shows what has become of it."""
        if self._sheet is not None:
            self._sheet.put_away()
        self.refresh()

    # --- one case ---------------------------------------------------------------------------------------------

    def _open_case(self, case_id: str) -> None:
        self._ask_for_sheet(functools.partial(self._client.case, case_id), self._show_case)

    def _show_case(self, detail: CaseDetail) -> None:
        sheet = CaseSheet(self._look, self, detail, decides=self._decides)
        sheet.return_wanted.connect(self._return)
        sheet.acceptance_wanted.connect(self._accept)
        sheet.recall_wanted.connect(self._recall)
        self._open(sheet)

    def _return(self, case_id: str, note: str, fields: tuple[str, ...]) -> None:
        order = Return(note=note, fields=tuple(fields))
        self._ask(functools.partial(self._client.return_case, case_id, order), self._done)

    def _accept(self, case_id: str, number: int) -> None:
        self._ask(functools.partial(self._client.accept, case_id, Acceptance(number=number)), self._done)

    def _recall(self, case_id: str, reason: str) -> None:
        self._ask(functools.partial(self._client.recall, case_id, Recall(reason=reason)), self._done)

    def _open_assignment(self, lines: list[CaseLine]) -> None:
        self._chosen = [line.id for line in lines]
        if self._accounts:
            self._show_assignment(self._accounts)
        else:
            self._ask_for_sheet(self._client.accounts, self._show_assignment)

    def _show_assignment(self, accounts: list[Account]) -> None:
        self._accounts = accounts
        sheet = AssignSheet(self._look, self, len(self._chosen), accounts)
        sheet.assigned.connect(self._assign)
        self._open(sheet)

    def _assign(self, to: str, now: bool) -> None:
        order = Assignment(to=to, cases=self._chosen, now=now)
        self._ask(functools.partial(self._client.assign, order), self._assigned)

    def _assigned(self, result: AssignmentResult) -> None:
        self._done()
        words = [self.tr("%Ln case(s) assigned", "", result.assigned)]
        if result.recalled:
            words.append(self.tr("%Ln recalled first", "", result.recalled))
        if result.unchanged:
            words.append(self.tr("%Ln there already", "", result.unchanged))
        self._news.setText(", ".join(words))

    # --- quarantine -------------------------------------------------------------------------------------------

    def _open_part(self, part: str) -> None:
        self._ask_for_sheet(functools.partial(self._client.quarantine_detail, part), self._show_part)

    def _show_part(self, detail: QuarantineDetail) -> None:
        sheet = QuarantineSheet(self._look, self, detail)
        sheet.decided.connect(self._decide)
        self._open(sheet)

    def _decide(self, part: str, decision: Decision, note: str) -> None:
        deciding = Deciding(decision=decision, note=note)
        self._ask(functools.partial(self._client.decide, part, deciding), self._done)

    # --- accounts and laptops ---------------------------------------------------------------------------------

    def _open_new_account(self) -> None:
        sheet = AccountSheet(self._look, self)
        sheet.account_made.connect(self._make_account)
        self._open(sheet)

    def _make_account(self, account: NewAccount) -> None:
        self._ask(functools.partial(self._client.create_account, account), self._done)

    def _make_code(self, user: str) -> None:
        self._ask_for_sheet(functools.partial(self._client.new_code, user), self._show_code)

    def _show_code(self, code: EnrolmentCode) -> None:
        self._open(CodeSheet(self._look, self, code))

    def _open_device(self, device: DeviceLine) -> None:
        self._ask_for_sheet(functools.partial(self._client.held, device.device), self._show_device)

    def _show_device(self, held: Held) -> None:
        sheet = DeviceSheet(self._look, self, held)
        sheet.ended.connect(self._end_device)
        self._open(sheet)

    def _end_device(self, device: str, state: DeviceState, reason: str) -> None:
        end = DeviceEnd(state=state, reason=reason)
        self._ask(functools.partial(self._client.end_device, device, end), self._done)

    # --- keys -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        at = event.key() - Qt.Key.Key_1
        if event.key() == Qt.Key.Key_F5:
            self.refresh()
        elif control and 0 <= at < len(self._tabs) and self._tabs[at].isVisible():
            self.show_page(at)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Signs out at the hub, and goes back."""
        self._refreshing.stop()
        self._ask(self._client.sign_out, self._nothing)
        self.signed_out.emit()

    def _nothing(self, _result: object) -> None:
        pass
