"""The diary desk: what stands in the diary of this laptop, its page, the reminders, and the bar that tells them at the window's foot."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capi.calling.agreed_times import at
from capi.calling.diary import Engagement
from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case, CaseSummary
from capi.instrument.model import Mode
from capi.screens.calls.calls_desk import here
from capi.screens.calls.diary_bar import DiaryBar
from capi.screens.calls.diary_book import Booked, DiaryBook
from capi.screens.calls.diary_lines import long_day
from capi.screens.calls.diary_page import DiaryPage, DiaryPlace
from capi.screens.calls.reminders import Reminders, Tray, near_words
from capi.screens.language import said
from capi.screens.look import Look
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.wording import Wording


class DiaryDesk(QObject):
    """One for an open case file. It needs no network."""

    wanted = Signal()
    """Emitted when the diary was clicked in the bar."""

    def __init__(
        self,
        look: Look,
        case_file: CaseFile,
        clock: Clock,
        summaries: Callable[[], Mapping[str, CaseSummary]],
        window: QWidget,
        zone: str = "",
    ) -> None:
        """`summaries` gives all cases on this laptop by their ids; `window` is where the bar lies; `zone` is this laptop's own, if empty."""
        super().__init__()
        self._look = look
        self._case_file = case_file
        self._clock = clock
        self._summaries = summaries
        self._zone = zone or here()
        self._mode: Mode | None = None
        self._reachable = True
        self.book = DiaryBook(self._agreed, self._read, self._read_all)
        self._tray = Tray()
        self.reminders = Reminders(case_file, clock, self.book.up_to, self._zone, self._tray.tell)
        self.bar = DiaryBar(look, window)
        self.bar.diary_wanted.connect(self.wanted)
        self.bar.put_away_wanted.connect(self.reminders.put_away)
        self.reminders.changed.connect(self._tell)

    def page(self, place: DiaryPlace | None = None) -> DiaryPage:
        """The diary at this place; else at what she is reminded of, which is seen then, or at today."""
        showing = self.reminders.showing
        if place is None and showing:
            place = self._place_of(showing[0].engagement)
            self.reminders.put_away()
        return DiaryPage(self._look, self.book, self._zone, self._clock, self._case_file.who, place)

    def follow(self, interview: Mode | None = None, *, reachable: bool = True) -> None:
        """Another page is shown, or, in this mode, an interview. `reachable`: the key to the diary works there."""
        self._reachable = reachable
        self._mode = interview
        self.reminders.in_interview = interview is not None
        self.reminders.look()

    def forget(self, case_id: str | None = None) -> None:
        """Something was kept of this case, or of any."""
        self.book.forget(case_id)

    def done_with(self, case_id: str) -> None:
        """The respondent is being called, or something was kept of the case."""
        self.reminders.done_with(case_id)
        self.reminders.look()

    def leave(self) -> None:
        self.reminders.leave()
        self._tray.leave()

    def _agreed(self) -> Iterable[tuple[str, datetime]]:
        return [(each.case.id, each.appointment) for each in self._summaries().values() if each.appointment is not None]

    def _read(self, case_id: str) -> Booked | None:
        try:
            record = self._case_file.record(case_id)
        except CaseFileError:
            return None
        appointment = record.calls.appointment
        return None if appointment is None else self._booked(record.case, appointment)

    def _read_all(self) -> dict[str, Booked]:
        summaries = self._summaries()
        return {
            case_id: self._booked(summaries[case_id].case, calls.appointment)
            for case_id, calls in self._case_file.call_histories().items()
            if calls.appointment is not None and case_id in summaries
        }

    def _booked(self, case: Case, appointment: AppointmentMade) -> Booked:
        owner = appointment.owner or self._case_file.who
        return Booked(Engagement(case.id, case.reference, owner, appointment), case.name)

    def _place_of(self, engagement: Engagement) -> DiaryPlace:
        return DiaryPlace(self._day_of(engagement), "week", engagement.case_id)

    def _day_of(self, engagement: Engagement) -> date:
        return at(engagement.begins, self._zone).on_clock.date()

    def _tell(self) -> None:
        """To a respondent who answers by herself nothing is shown; beside one who is asked, only that it is time."""
        showing = self.reminders.showing
        if self._mode is not None:
            near = self.reminders.nearing if self._mode.has_interviewer else ()
            self.bar.tell([said(near_words(each.engagement, self._zone)) for each in near[:1]], "interview")
        elif showing:
            self.bar.tell([said(each.words) for each in showing], "reminder", diary=self._reachable)
        else:
            self.bar.tell(self._coming(), "coming", diary=self._reachable)

    def _coming(self) -> list[str]:
        """When the next appointment is, where the diary is a key away."""
        following = None if not self._reachable else self.book.next_after(self._clock().utc)
        if following is None:
            return []
        engagement = following.engagement
        text = Wording("Diary", "The next appointment is with {reference}, {day} at {time}.")
        time = at(engagement.begins, self._zone).local[11:]
        day = long_day(self._day_of(engagement))
        return [said(text.filled(reference=engagement.reference, day=day, time=time))]
