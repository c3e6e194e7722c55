"""The workplace: an open case file, with its list of cases and the interview that is being held."""

import functools
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from capi.calling.diary import Engagement
from capi.fieldwork.case import Status
from capi.instrument.model import Mode
from capi.screens.calls.calls_desk import CallsDesk, Page
from capi.screens.calls.case_page import CasePage, Overview
from capi.screens.calls.diary_desk import DiaryDesk
from capi.screens.calls.diary_page import DiaryPage, DiaryPlace
from capi.screens.calls.next_calls import NextCalls
from capi.screens.calls.ringing_desk import RingingDesk
from capi.screens.calls.telephone_page import TelephonePage, scheme_of
from capi.screens.case_columns import keep_columns, kept_columns
from capi.screens.case_list import CaseList
from capi.screens.case_reading import CaseReading
from capi.screens.cases_here import CasesHere
from capi.screens.going_on_desk import GoingOnDesk
from capi.screens.handover.handover_desk import HandoverDesk
from capi.screens.handover.what_is_hers import Hers
from capi.screens.hub_desk import HubDesk
from capi.screens.interview_desk import InterviewDesk
from capi.screens.interview_screen import InterviewScreen
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.new_cases import NewCases
from capi.screens.settling import Settling
from capi.screens.sync_page import SyncPage
from capi.settings import Settings
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.store.kept_frame import kept_frame
from capi.sync.round_report import RoundReport
from capi.wording import Wording


class Workplace(QStackedWidget):
    """One page at a time: the case list, the sync page, or an interview. It owns the case file and closes it."""

    erased = Signal(object)
    """Emitted with the exception when the office has had the keys of the case file destroyed."""

    def __init__(self, settings: Settings, look: Look, case_file: CaseFile, clock: Clock) -> None:
        super().__init__()
        self._settings = settings
        self._look = look
        self._clock = clock
        self._last_case: str | None = None
        self.case_file = case_file
        self._settling = Settling(self)
        self.hub = HubDesk(case_file, clock, automatic=not case_file.practice)
        self.cases = CasesHere(case_file, self.hub, self)
        self._new_cases = NewCases(settings, case_file, clock, self.cases.offered)
        frame = kept_frame(case_file, settings.questionnaires)
        self.calls = CallsDesk(look, case_file, clock, frame, self._engagements)
        self._reading = CaseReading(case_file, clock, self.calls)
        self.handover = HandoverDesk(look, case_file, clock)
        self._interviews = InterviewDesk(
            look, case_file, clock, hub=self.hub, calls=self.calls, reading=self._reading, pin=self.handover.pin
        )
        self.showcard = self._interviews.showcard
        self.diary = DiaryDesk(look, case_file, clock, self.cases.known, self)
        self._next_calls = NextCalls(
            case_file, frame, self._utc, self.cases.known, self.cases.recalled, self.cases.online
        )
        dial = scheme_of(settings.dial)
        self.ringing = RingingDesk(look, self.calls, self._next_calls, self.hub, self._utc, dial)
        self._going_on = GoingOnDesk(look, case_file, self.hub)
        self._connect_signals()
        self.refresh_cases()
        self._settling.watch()
        page = self.page
        if case_file.missing_saves and isinstance(page, CaseList):
            page.tell(self.cases.missing_saves(case_file.missing_saves))

    def _connect_signals(self) -> None:
        self.calls.changed.connect(self._case_changed)
        self.calls.interview_wanted.connect(self.open_case)
        self.diary.wanted.connect(self.show_diary)
        self.ringing.page_wanted.connect(self.show_case)
        self.ringing.stopped.connect(self.refresh_cases)
        self.hub.ended.connect(self._round_ended)
        self.hub.erased.connect(self.erased)
        self.handover.given_back.connect(self._given_back)
        self._going_on.agreed.connect(self._open_agreed)
        self._going_on.told.connect(self._tell)

    @property
    def page(self) -> QWidget | None:
        return self.currentWidget()

    @property
    def settled(self) -> bool:
        """Whether keys are taken: not while keys meant for the page before are still coming."""
        return self._settling.is_over

    def minimumSizeHint(self) -> QSize:
        """What the bar at the foot takes, the page gives up: the window does not grow for it."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), hint.height() - self.contentsMargins().bottom())

    def take_keys(self) -> None:
        """Puts the keyboard into the list."""
        page = self.page
        if isinstance(page, CaseList):
            page.focus()

    def _show_page(self, page: QWidget) -> None:
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        self._settling.begin()
        if before is not None:
            self.removeWidget(before)
            before.deleteLater()
        interviewed = isinstance(page, InterviewScreen) or self.handover.window is not None
        self.diary.follow(self._mode if interviewed else None, reachable=self._has_diary)

    def refresh_cases(self) -> None:
        """Reads all cases and lists them; from then on only what changes is read."""
        self._read_cases()
        self.show_cases()

    def _read_cases(self) -> None:
        self.diary.forget()
        self.cases.read_all()

    def _read_case(self, case_id: str) -> None:
        """What has changed of one case; of all of them where a round has come to its end meanwhile."""
        if self.cases.is_stale:
            self._read_cases()
            return
        self.diary.forget(case_id)
        self.cases.read(case_id)

    def show_cases(self) -> None:
        """The case list, with the case last worked on marked."""
        page = CaseList(
            self._look,
            self._new_cases.instruments,
            self._reading.title,
            self._reading.about,
            frame=self.calls.frame.frame,
            columns=kept_columns(self._settings.data),
            now=self._utc,
        )
        page.columns_chosen.connect(functools.partial(keep_columns, self._settings.data))
        page.case_chosen.connect(self._choose_case)
        page.new_case_wanted.connect(self._make_case)
        page.page_wanted.connect(self.show_case)
        page.call_wanted.connect(functools.partial(self.calls.write_call, page))
        page.appointment_wanted.connect(functools.partial(self.calls.appoint, page))
        page.outcome_wanted.connect(functools.partial(self.calls.set_outcome, page))
        page.telephone_wanted.connect(self.show_telephone)
        page.sync_wanted.connect(self.show_sync)
        self.cases.list_in(page, self._last_case)
        self._show_page(page)
        page.focus()

    def show_diary(self, place: DiaryPlace | None = None) -> None:
        """What is agreed, week by week."""
        if self.cases.is_stale:
            self._read_cases()
        page = self.diary.page(place)
        page.page_wanted.connect(self._show_case_in_diary)
        page.appointment_wanted.connect(self._appoint_in_diary)
        page.closed.connect(self._go_back)
        self._show_page(page)
        page.focus()

    def _show_case_in_diary(self, case_id: str) -> None:
        """Its page, from which one comes back to the same place in the diary."""
        page = self.page
        if isinstance(page, DiaryPage):
            self.show_case(case_id, page.place)

    def _appoint_in_diary(self, case_id: str) -> None:
        """Another time is agreed over the page of the case, with all that is known of it; then it is the diary again."""
        self._show_case_in_diary(case_id)
        page = self.page
        if isinstance(page, CasePage):
            self.calls.appoint(page, case_id)
            if page.sheet is not None:
                page.sheet.closed.connect(page.closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no page has taken: the diary, and reminders put away."""
        if event.key() != Qt.Key.Key_F9 or isinstance(self.page, InterviewScreen):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.diary.reminders.put_away()
        elif self._has_diary:
            self.show_diary()

    @property
    def _has_diary(self) -> bool:
        """Whether the diary is a key away: from the cases, and from one of them."""
        return isinstance(self.page, CaseList | CasePage)

    def show_case(self, case_id: str, place: DiaryPlace | None = None) -> None:
        """All that is known of one case. `place`: where in the diary it was asked for, to come back to."""
        overview = self._overview(case_id)
        if overview is None:
            return
        self._last_case = case_id
        page = CasePage(self._look, overview)
        page.interview_wanted.connect(functools.partial(self._choose_case, case_id))
        page.call_wanted.connect(functools.partial(self.calls.write_call, page, case_id))
        page.appointment_wanted.connect(functools.partial(self.calls.appoint, page, case_id))
        page.outcome_wanted.connect(functools.partial(self.calls.set_outcome, page, case_id))
        page.closed.connect(self._go_back if place is None else functools.partial(self.show_diary, place))
        self._show_page(page)
        page.focus()

    def _overview(self, case_id: str) -> Overview | None:
        """None where it cannot be read, which the page says."""
        try:
            return self._reading.overview(case_id)
        except CaseFileError as error:
            self._tell(said(error))
            return None

    def _tell(self, fault: str) -> None:
        page = self.page
        if isinstance(page, Page | DiaryPage):
            page.tell(fault)

    def _case_changed(self, case_id: str) -> None:
        """A call, an appointment or an outcome was kept: the page shows it, and so does the list."""
        self._read_case(case_id)
        self.diary.done_with(case_id)
        self.hub.work_was_done()
        page = self.page
        if isinstance(page, CaseList):
            self.cases.list_in(page, case_id)
        elif isinstance(page, CasePage) and (overview := self._overview(case_id)) is not None:
            page.show_case(overview)
        elif isinstance(page, DiaryPage):
            page.refresh()

    def _engagements(self) -> list[Engagement]:
        """What is agreed in the cases on this laptop."""
        return self.diary.book.all()

    @property
    def _mode(self) -> Mode | None:
        """That of the case last worked on."""
        last = self.cases.summaries.get(self._last_case or "")
        return None if last is None else last.case.mode

    def show_telephone(self) -> None:
        """Case after case to ring, in the order of the queue."""
        if self.cases.is_stale:
            self._read_cases()
        page = self.ringing.page()
        self._show_page(page)
        page.focus()

    def _go_back(self) -> None:
        """To the list, or on to the next case to ring."""
        if self.ringing.rings:
            self.show_telephone()
        else:
            self.show_cases()

    def _utc(self) -> datetime:
        return self._clock().utc

    def show_sync(self) -> None:
        """What is safe at the hub; and, where the laptop is connected, a round at once."""
        page = SyncPage(self._look, self.hub)
        page.closed.connect(self.refresh_cases)
        self._show_page(page)
        page.focus()
        self.hub.sync()

    def _round_ended(self, report: RoundReport) -> None:
        """The list shows what a round has changed; an interview is not disturbed."""
        if report.frame:
            self._take_frame()
        page = self.page
        if isinstance(page, DiaryPage | TelephonePage):
            self._read_cases()
        self.ringing.round_ended(report, page if isinstance(page, TelephonePage) else None)
        if isinstance(page, TelephonePage):
            return
        if isinstance(page, DiaryPage):
            page.refresh()
            return
        if not isinstance(page, CaseList) or page.sheet is not None:
            self.cases.is_stale = True
            self._going_on.round_ended(report)
            return
        self._read_cases()
        self.diary.reminders.look()
        self.cases.list_in(page, self._last_case)
        self._going_on.round_ended(report)

    def _take_frame(self) -> None:
        """Another outcome frame has come: what is opened from now on works by it."""
        frame = kept_frame(self.case_file, self._settings.questionnaires)
        self.calls.frame = frame
        self._next_calls.use(frame)

    def _make_case(self, reference: str, name: str, instrument: str, mode: Mode) -> None:
        page = self.page
        if not isinstance(page, CaseList):
            return
        try:
            case = self._new_cases.make(self.cases.summaries.values(), reference, name, (instrument, mode))
            self._read_case(case.id)
        except (CaseFileError, ValueError) as error:
            page.tell(said(error))
            return
        if page.sheet is not None:
            page.sheet.put_away()
        self._last_case = case.id
        self.cases.list_in(page, case.id)

    def _choose_case(self, case_id: str) -> None:
        """Opens the case; one that was stopped for good only when the interviewer says so."""
        summary, page = self.cases.summaries[case_id], self.page
        if summary.status is not Status.STOPPED or not isinstance(page, CaseList | CasePage):
            self.open_case(case_id)
            return
        sheet = self._interviews.reopening(page, summary)
        sheet.confirmed.connect(functools.partial(self.open_case, case_id))
        page.lay(sheet)

    def open_case(self, case_id: str, call: int = 0, *, handed_back: bool = False, consent: bool = False) -> None:
        """Begins the interview, or resumes it where it was left. `call`: the entry of the call attempt that led to it;
        `handed_back`: the respondent has just answered a part of it; `consent`: she agrees that it is gone on with what she began online."""
        try:
            case = self.cases.summaries[case_id].case
            if not (handed_back or consent) and self._going_on.asks(self.page, case, call):
                return
            opened = self._interviews.open(case_id, call, handed_back=handed_back, consent=consent)
        except CaseFileError as error:
            self._tell(said(error))
            return
        if isinstance(opened, Wording):
            page = self.page
            if isinstance(page, TelephonePage):
                page.next()  # the call is over
            self._tell(said(opened))
            return
        self._last_case = case_id
        self.diary.reminders.done_with(case_id)
        opened.left.connect(self._left_case)
        opened.handed_over.connect(functools.partial(self._hand_over, case_id))
        self._show_page(opened)
        opened.begin()

    def _open_agreed(self, case_id: str, call: int) -> None:
        self.open_case(case_id, call, consent=True)

    def _hand_over(self, case_id: str, hers: Hers) -> None:
        """The respondent has a window of her own, and this one shows nothing until it is given back."""
        try:
            self.handover.hand_over(case_id, hers, self.window())
        except CaseFileError as error:
            self._left_case()
            self._tell(said(error))
            return
        self._show_page(QWidget())

    def _given_back(self, case_id: str) -> None:
        """The interviewer goes on where something waits; where that cannot be, the list says why."""
        self._read_case(case_id)
        self.show_cases()
        self.open_case(case_id, handed_back=True)

    def _left_case(self) -> None:
        """Back to the list; only what has changed is read anew."""
        if self._last_case is not None:
            self._read_case(self._last_case)
        self.hub.work_was_done()
        self._go_back()

    def leave(self) -> None:
        """Ends the sitting, if there is one, and closes the case file."""
        page = self.page
        self.handover.abandon()
        if isinstance(page, InterviewScreen):
            page.close_sitting()
        self._settling.leave()
        self.hub.leave()
        self.diary.leave()
        self.case_file.close()
        self.showcard.close()
