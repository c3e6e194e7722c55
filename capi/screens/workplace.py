"""The workplace: an open case file, with its list of cases and the interview that is being held."""

import functools

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from capi.engine.plan import Plan, plan
from capi.fieldwork.case import Case, CaseSummary, Status
from capi.instrument.model import Mode
from capi.screens.case_list import CaseList
from capi.screens.case_list_model import Place
from capi.screens.contact_words import AboutCase
from capi.screens.hub_desk import HubDesk
from capi.screens.hub_words import standing_said, waiting_said
from capi.screens.interview_screen import InterviewScreen
from capi.screens.interview_sheets import ConfirmSheet
from capi.screens.keys import QUIET_MS
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.names import STATUS_NAMES, STOPPED_NAMES
from capi.screens.new_cases import NewCases
from capi.screens.showcard_window import ShowcardWindow
from capi.screens.sync_page import SyncPage
from capi.settings import Settings
from capi.sitting import Clock, Sitting
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.sync.round_report import CaseReport, Standing, Whose


class Workplace(QStackedWidget):
    """One page at a time: the case list, the sync page, or an interview. It owns the case file and closes it."""

    erased = Signal(object)
    """Emitted with the exception when the office has had the keys of the case file destroyed."""

    def __init__(self, settings: Settings, look: Look, case_file: CaseFile, clock: Clock) -> None:
        super().__init__()
        self._settings = settings
        self._look = look
        self._clock = clock
        self._plans: dict[tuple[str, Mode], tuple[Plan, str]] = {}
        self._last_case: str | None = None
        self._titles: dict[str, str] = {}
        self._summaries: dict[str, CaseSummary] = {}
        self._waiting: dict[str, int] = {}
        self._stale = False
        self.case_file = case_file
        self.showcard = ShowcardWindow()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._new_cases = NewCases(settings, case_file, clock, self._offered)
        self.hub = HubDesk(case_file, clock, automatic=not case_file.practice)
        self.hub.ended.connect(self._round_ended)
        self.hub.erased.connect(self.erased)
        self.refresh_cases()
        self._settling.stop()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        page = self.page
        if case_file.missing_saves and isinstance(page, CaseList):
            page.tell(self._missing_saves(case_file.missing_saves))

    @property
    def page(self) -> QWidget | None:
        return self.currentWidget()

    @property
    def settled(self) -> bool:
        """Whether keys are taken: not while keys meant for the page before are still coming."""
        return not self._settling.isActive()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What was typed on past the end of one page never lands in another: it takes a moment of quiet first."""
        if self._settling.isActive() and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._settling.start(QUIET_MS)
            return True
        return False

    def take_keys(self) -> None:
        """Puts the keyboard into the list."""
        page = self.page
        if isinstance(page, CaseList):
            page.focus()

    def _show_page(self, page: QWidget) -> None:
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._settling.start(QUIET_MS)
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()

    def refresh_cases(self) -> None:
        """Reads all cases and lists them; from then on only what changes is read."""
        self._read_cases()
        self.show_cases()

    def _read_cases(self) -> None:
        self._stale = False
        self._summaries = {summary.case.id: summary for summary in self.case_file.cases()}
        self._waiting = {} if self.hub.link is None else self.case_file.waiting()

    def _read_case(self, case_id: str) -> None:
        """What has changed of one case; of all of them where a round has come to its end meanwhile."""
        if self._stale:
            self._read_cases()
            return
        self._summaries[case_id] = self.case_file.record(case_id).summary
        self._waiting.pop(case_id, None)
        if self.hub.link is not None and (entries := self.case_file.holding(case_id).waiting):
            self._waiting[case_id] = entries

    def show_cases(self) -> None:
        """The case list, with the case last worked on marked."""
        page = CaseList(self._look, self._new_cases.instruments, self._title, self._about)
        page.case_chosen.connect(self._choose_case)
        page.new_case_wanted.connect(self._make_case)
        page.sync_wanted.connect(self.show_sync)
        page.show_cases(list(self._summaries.values()), self._last_case)
        self._show_hub(page)
        self._show_page(page)
        page.focus()

    def show_sync(self) -> None:
        """What is safe at the hub; and, where the laptop is connected, a round at once."""
        page = SyncPage(self._look, self.hub)
        page.closed.connect(self.refresh_cases)
        self._show_page(page)
        page.focus()
        self.hub.sync()

    def _show_hub(self, page: CaseList) -> None:
        """Beside each case where it is; below the list whether all is safe."""
        report = self.hub.report
        page.warn(self._replaced() if self.hub.replaced else "")
        if self.hub.link is None:
            self._show_no_hub(page)
            return
        places = {each.case: Place(standing_said(each), _ink(each)) for each in report.cases} if report else {}
        places |= {case_id: Place(waiting_said(entries), "offered") for case_id, entries in self._waiting.items()}
        if self._waiting:
            state = Place(self.tr("%Ln case(s) to send", "", len(self._waiting)), "offered")
        elif report is not None and report.all_safe and report.agreed is not None:
            state = Place(self.tr("All safe at the hub"), "saved")
        else:
            state = Place(self.tr("Look at the sync"), "offered") if report else Place(self.tr("Not synced yet"))
        page.show_hub(places, state, self.tr("{key} fetches those your office has given you.").format(key="F5"))

    def _show_no_hub(self, page: CaseList) -> None:
        if self.case_file.practice:
            page.show_hub(None, Place(self.tr("Practice: nothing is sent")))
            return
        first = self.tr("Connect this laptop with your office: press {key}. Your cases come from there.").format(
            key="F5"
        )
        page.show_hub(None, Place(self.tr("Not connected with the office")), first)

    def _about(self, case_id: str) -> AboutCase | None:
        """Read for the case marked alone."""
        try:
            record = self.case_file.record(case_id)
            contact = self.case_file.contact(case_id)
        except CaseFileError:
            return None  # what is wrong with it is said when it is opened
        return AboutCase(contact, record.appointment, record.returned, self._clock().utc)

    def _replaced(self) -> str:
        return self.tr(
            "This laptop was replaced by another one. What is on it can still be sent ({key}), but no interview is begun or gone "
            "on with here. Call your office if you did not expect this."
        ).format(key="F5")

    def _round_ended(self) -> None:
        """The list shows what a round has changed; an interview is not disturbed."""
        page = self.page
        if not isinstance(page, CaseList) or page.sheet is not None:
            self._stale = True
            return
        self._read_cases()
        page.show_cases(list(self._summaries.values()), self._last_case)
        self._show_hub(page)

    def _title(self, case: Case) -> str:
        """That of the snapshot the case is held to; its name where the snapshot cannot be read."""
        if case.sha256 not in self._titles:
            try:
                self._titles[case.sha256] = self.case_file.snapshot(case.sha256).instrument().title[0]
            except (CaseFileError, ValueError):
                return case.instrument
        return self._titles[case.sha256]

    def _make_case(self, reference: str, name: str, instrument: str, mode: Mode) -> None:
        page = self.page
        if not isinstance(page, CaseList):
            return
        try:
            case = self._new_cases.make(self._summaries.values(), reference, name, (instrument, mode))
            self._read_case(case.id)
        except (CaseFileError, ValueError) as error:
            page.tell(said(error))
            return
        if page.sheet is not None:
            page.sheet.put_away()
        self._last_case = case.id
        page.show_cases(list(self._summaries.values()), case.id)
        self._show_hub(page)

    def _choose_case(self, case_id: str) -> None:
        """Opens the case; one that was stopped for good only when the interviewer says so."""
        summary, page = self._summaries[case_id], self.page
        if summary.status is not Status.STOPPED or not isinstance(page, CaseList):
            self.open_case(case_id)
            return
        status = STOPPED_NAMES[summary.stop_reason] if summary.stop_reason else STATUS_NAMES[summary.status]
        text = self.tr(
            "The interview with {reference} was stopped for good ({status}). What was answered is kept. "
            "An answer given now takes the interview up again."
        ).format(reference=summary.case.reference, status=said(status))
        sheet = ConfirmSheet(
            self._look, page, self.tr("Open a stopped interview?"), text, self.tr("Open it again"), no=self.tr("Cancel")
        )
        sheet.confirmed.connect(functools.partial(self.open_case, case_id))
        sheet.closed.connect(page.focus)

    def open_case(self, case_id: str) -> None:
        """Begins the interview, or resumes it where it was left."""
        try:
            record = self.case_file.record(case_id)
            recalled = self.hub.link is not None and self.case_file.holding(case_id).recalled
            if recalled and not record.sitting_open and isinstance(self.page, CaseList):
                self.page.tell(self._wanted_back(record.case.reference, recalled))
                return
            if self.hub.replaced and not record.sitting_open and isinstance(self.page, CaseList):
                self.page.tell(
                    self.tr("{reference} is not opened on a laptop that was replaced.").format(
                        reference=record.case.reference
                    )
                )
                return
            compiled, title = self._plan(record.case)
            contact = self.case_file.contact(case_id)
            rules = self.case_file.completion_rules()
            sitting = Sitting(self.case_file, record, compiled, self._clock, rules)
        except CaseFileError as error:
            if isinstance(self.page, CaseList):
                self.page.tell(said(error))
            return
        self._last_case = case_id
        completed = record.status is Status.COMPLETED
        screen = InterviewScreen(self._look, sitting, self.showcard, title, completed=completed, contact=contact)
        screen.left.connect(self._left_case)
        self._show_page(screen)
        screen.begin()

    def _wanted_back(self, reference: str, reason: str) -> str:
        return self.tr(
            "Your office wants {reference} back ({reason}). It goes with the next sync ({key}), and is not interviewed any more."
        ).format(reference=reference, reason=reason, key="F5")

    def _plan(self, case: Case) -> tuple[Plan, str]:
        """The plan of the case's own snapshot, compiled once, with the instrument's title."""
        known = self._plans.get((case.sha256, case.mode))
        if known is None:
            instrument = self.case_file.snapshot(case.sha256).instrument()
            known = self._plans[case.sha256, case.mode] = plan(instrument, case.mode), instrument.title[0]
        return known

    def _left_case(self) -> None:
        """Back to the list; only what has changed is read anew."""
        if self._last_case is not None:
            self._read_case(self._last_case)
        self.hub.work_was_done()
        self.show_cases()

    def _offered(self) -> tuple[str, ...] | None:
        return None if self.hub.link is None else self.hub.link.offered

    def _missing_saves(self, number: int) -> str:
        return self.tr(
            "%Ln save(s) of an earlier sitting are missing from this laptop: the file that held them was deleted or cut, "
            "perhaps by a cleaning program. What is here is whole. Tell your office before you go on.",
            "",
            number,
        )

    def leave(self) -> None:
        """Ends the sitting, if there is one, and closes the case file."""
        page = self.page
        if isinstance(page, InterviewScreen):
            page.close_sitting()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.hub.leave()
        self.case_file.close()
        self.showcard.close()


def _ink(case: CaseReport) -> str:
    """Green only for what is safe with nothing left to do."""
    safe = case.standing is Standing.SAFE and case.whose is Whose.NOBODY and not case.recalled
    return "saved" if safe else "offered"
