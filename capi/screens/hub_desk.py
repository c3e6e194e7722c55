"""The desk between this laptop and its hub: rounds in the background, when asked for and at times of its own.

A round never stands in anybody's way: it runs off the window's thread, each of its steps is a small transaction, and what
came of it is told where the interviewer looks, not in front of a question.
"""

import functools
import random
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from capi.screens.background import Work
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.sync.calling_messages import NextWanted
from capi.sync.course import NOT_CALLING, Calling, Step
from capi.sync.errors import DeviceRefused, LaptopErased, RoundUnderWay
from capi.sync.link import Link, link_of
from capi.sync.messages import Role
from capi.sync.round_report import RoundReport, last_report
from capi.sync.timing import Chance, back_off, delay_of_day

FIRST_ROUND = timedelta(seconds=20)
"""After the case file was opened: the interviewer first finds her list."""
BETWEEN_ROUNDS = timedelta(minutes=45)
AFTER_WORK = timedelta(minutes=3)
"""After an interview was left, at the latest."""
EVENING_HOUR = 18
"""Local time at which a day's work is sent, each laptop at its own minute after it."""


class HubDesk(QObject):
    """One for an open case file; quiet where the laptop is not enrolled, and for practice.

    `refused`: the hub does not let this laptop in any more; only a new code helps. `at_hand`: cases of the telephone queue that lie
    before the interviewer, which no round gives back. `calling`: what the telephone wanted of the round that runs, or ended last.
    """

    began = Signal()
    """Emitted when a round has begun."""
    stepped = Signal(object)
    """Emitted with the Step a round is at."""
    ended = Signal(object)
    """Emitted with the RoundReport when a round has come to its end, whole or cut off."""
    failed = Signal(object)
    """Emitted with the exception where there could be no round, or enrolment was refused."""
    enrolled = Signal(object)
    """Emitted with the Link when the laptop has become known to a hub."""
    erased = Signal(object)
    """Emitted with the exception when the office has had the keys of this case file destroyed: nothing more can be read."""

    def __init__(self, case_file: CaseFile, clock: Clock, chance: Chance = random.random, *, automatic: bool) -> None:
        """`automatic`: rounds at times of their own, besides those that are asked for."""
        super().__init__()
        self._case_file = case_file
        self._clock = clock
        self._chance = chance
        self._automatic = automatic
        self._failures = 0
        self._leaving = False
        self.refused = False
        self.running = False
        self._wanted: Calling | None = None
        self.calling = NOT_CALLING
        self.at_hand: frozenset[str] = frozenset()
        self.link: Link | None = None if case_file.practice else link_of(case_file)
        self.report: RoundReport | None = None if self.link is None else last_report(case_file)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.sync)
        self._set(FIRST_ROUND)

    @property
    def practice(self) -> bool:
        """Whether the people are invented, and nothing of them may be sent."""
        return self._case_file.practice

    @property
    def replaced(self) -> bool:
        """Whether another laptop has taken this one's place: what is here can be sent, and nothing more is done with it."""
        return self.report is not None and self.report.replaced

    @property
    def rings(self) -> bool:
        """Whether cases to ring come from the hub: to the laptop of a telephone interviewer."""
        link = self.link
        return link is not None and link.role is Role.TELEPHONE_INTERVIEWER and not (self.refused or self.replaced)

    def sync(self) -> None:
        """Begins a round, unless one is running."""
        self._begin(Calling(at_hand=self.at_hand))

    def ask_for_next(self, zone: str, pick: str = "") -> None:
        """A round that brings the next case to ring; the report says which, or why there is none. `zone`: of the clock here. `pick`: the reference
        of the one that is wanted, out of its turn."""
        self._begin(Calling(NextWanted(pick=pick, zone=zone), at_hand=self.at_hand))

    def go_on(self, case_id: str) -> None:
        """A round that brings a case begun online, as the respondent agrees that the interviewer goes on with it."""
        self._begin(Calling(at_hand=self.at_hand, go_on=case_id))

    def look_for(self, search: str) -> None:
        """A round that brings the list of those that may be picked by hand."""
        self._begin(Calling(search=search, at_hand=self.at_hand))

    def _begin(self, calling: Calling) -> None:
        """After the one that runs, where somebody at the telephone waits for it."""
        if self.link is None or self._leaving:
            return
        if self.running:
            if calling.wanted is not None or calling.search is not None or calling.go_on:
                self._wanted = calling
            return
        self.running, self.calling = True, calling
        self._timer.stop()
        self.began.emit()
        self._work(functools.partial(_round, self._case_file, self._clock, self._tell, calling), self._ended)

    def enrol(self, address: str, code: str, certificates: str) -> None:
        """Makes the laptop known to a hub; `certificates` is PEM and may be empty."""
        if not self.running:
            self.running = True
            ask = functools.partial(_enrol, self._case_file, address, code, certificates)
            self._work(ask, self._enrolled)

    def work_was_done(self) -> None:
        """An interview was left: its answers should not lie on this laptop alone for long."""
        self._set(AFTER_WORK * self._chance(), sooner=True)

    def leave(self) -> None:
        """No round begins any more; one that runs ends after the step it is at."""
        self._leaving = True
        self._timer.stop()

    def _work(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        working = Work(work, self)
        working.done.connect(done)
        working.failed.connect(self._failed)
        working.start()

    def _tell(self, step: Step) -> None:
        """Called on the round's own thread, between two steps."""
        if self._leaving:
            raise _LeftInBetween
        self.stepped.emit(step)

    def _ended(self, report: RoundReport) -> None:
        self.running = False
        if self._leaving:
            return  # the case file is closed
        self.report = report
        self.link = link_of(self._case_file)
        self._failures = 0 if report.finished else self._failures + 1
        self.refused = report.failed == DeviceRefused.__name__
        self._plan_next(report)
        self.ended.emit(report)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._begin(wanted)

    def _plan_next(self, report: RoundReport) -> None:
        if report.finished:
            self._set(self._until_next())
        elif not self.refused:  # a refused laptop is not let in by asking again
            self._set(timedelta(seconds=back_off(self._failures, self._chance, report.retry_after)))

    def _until_next(self) -> timedelta:
        """Some time within the hour, and in the evening at this laptop's own minute."""
        now = datetime.now(UTC).astimezone()
        delay = delay_of_day(self.link.device) if self.link else timedelta()
        evening = now.replace(hour=EVENING_HOUR, minute=0, second=0, microsecond=0) + delay
        later = BETWEEN_ROUNDS * (0.5 + self._chance())
        return evening - now if now < evening < now + later else later

    def _enrolled(self, link: Link) -> None:
        self.running = False
        if self._leaving:
            return
        self.link = link
        self.refused = False
        self.report = last_report(self._case_file)
        self.enrolled.emit(link)
        self.sync()

    def _failed(self, error: Exception) -> None:
        self.running, self._wanted = False, None
        if self._leaving or isinstance(error, RoundUnderWay):
            return
        if isinstance(error, LaptopErased):
            self._timer.stop()
            self.link = None
            self.erased.emit(error)
            return
        self.failed.emit(error)

    def _set(self, after: timedelta, *, sooner: bool = False) -> None:
        """`sooner`: only where that is before the round that is planned."""
        if not self._automatic or self.link is None or self._leaving or self.refused:
            return
        milliseconds = max(0, int(after.total_seconds() * 1000))
        if not (sooner and self._timer.isActive() and self._timer.remainingTime() <= milliseconds):
            self._timer.start(milliseconds)


class _LeftInBetween(Exception):
    """The window is being closed while a round runs."""


def _round(case_file: CaseFile, clock: Clock, tell: Callable[[Step], None], calling: Calling) -> RoundReport:
    from capi.sync.sync_round import sync_round  # its libraries are not needed before the first round

    return sync_round(case_file, clock, tell, calling=calling)


def _enrol(case_file: CaseFile, address: str, code: str, certificates: str) -> Link:
    from capi.sync.enrolment import enrol

    return enrol(case_file, address, code, socket.gethostname(), certificates=certificates)
