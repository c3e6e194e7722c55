"""Reminders: what whoever sits here is told of her appointments, each once, a little before its time or after it was missed.

They never stand in anybody's way: nothing is told during an interview but that an appointment comes near, and to whoever
looks at another window only that there is one. What was told is kept in the case file, so that no start tells it again.
"""

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStyle, QSystemTrayIcon

from capi.calling.agreed_times import at
from capi.calling.diary import AHEAD, HALF_AN_HOUR, Engagement, Reminder, Told, due_reminders
from capi.screens.language import said
from capi.sitting import Clock
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.wording import Wording

KEPT = "reminders_told"
"""The name under which the case file keeps what was told, as JSON: the id of the case and the moment of its appointment."""
A_MINUTE_MS = 60_000
_SHOWN_MS = 10_000
_DECODER = msgspec.json.Decoder(list[Told])


class Reminders(QObject):
    """One for an open case file; it looks each minute, and when something was kept."""

    changed = Signal()
    """Emitted after each look, and when a reminder was put away."""

    def __init__(
        self,
        case_file: CaseFile,
        clock: Clock,
        up_to: Callable[[datetime], Sequence[Engagement]],
        zone: str,
        notify: Callable[[str], None],
    ) -> None:
        """`up_to` gives what has begun by a moment (UTC) and still stands; `zone` is this laptop's; `notify` tells outside
        the window."""
        super().__init__()
        self._case_file = case_file
        self._clock = clock
        self._up_to = up_to
        self._zone = zone
        self._notify = notify
        self._told = _read(case_file)
        self.showing: tuple[Reminder, ...] = ()
        self.nearing: tuple[Reminder, ...] = ()
        """What comes near during an interview; it is told when the interview is left."""
        self.in_interview = False
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.look)
        self._minute.start(A_MINUTE_MS)

    def look(self) -> None:
        """Whom to be reminded of now. What is over by itself is put away: a call was made, another time agreed, the time has passed."""
        now = self._clock().utc
        mine = [each for each in self._up_to(now + AHEAD) if each.who == self._case_file.who]
        standing = {(each.case_id, each.begins) for each in mine}
        self.showing = tuple(each for each in self.showing if each.told in standing and not _is_past(each, now))
        due = due_reminders(mine, now, told=self._told)
        self.nearing = tuple(each for each in due if self.in_interview and not each.missed)
        self._keep((self._told | {each.told for each in due if not self.in_interview}) & standing)
        if due and not self.in_interview:
            self.showing = tuple(sorted((*self.showing, *due), key=lambda each: each.missed))
            self._notify(self._words_outside(due[-1]))
        self.changed.emit()

    def put_away(self) -> None:
        """Whoever was reminded has seen it."""
        self.showing = ()
        self.changed.emit()

    def done_with(self, case_id: str) -> None:
        """The respondent is being called, or something was kept of the case: it needs no reminder any more."""
        self.showing = tuple(each for each in self.showing if each.engagement.case_id != case_id)
        self.changed.emit()

    def leave(self) -> None:
        self._minute.stop()

    def _words_outside(self, reminder: Reminder) -> str:
        """The desktop keeps what it shows, and shows it to whoever passes: it hears nothing of the case."""
        if reminder.missed:
            return said(Wording("Diary", "An appointment was missed."))
        return said(near_words(reminder.engagement, self._zone))

    def _keep(self, told: frozenset[Told]) -> None:
        if told == self._told:
            return
        self._told = told
        with contextlib.suppress(CaseFileError):  # a disk that refuses is told of where work would be lost
            self._case_file.keep(KEPT, msgspec.json.encode(sorted(told)).decode())


class Tray(QObject):
    """Messages of the desktop, where it has a tray; quiet where it has none."""

    def __init__(self) -> None:
        super().__init__()
        self._icon: QSystemTrayIcon | None = None

    def tell(self, words: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._icon is None:
            icon = QApplication.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxInformation)
            self._icon = QSystemTrayIcon(icon, self)
        self._icon.show()
        self._icon.showMessage(QApplication.applicationName(), words, QSystemTrayIcon.MessageIcon.NoIcon, _SHOWN_MS)

    def leave(self) -> None:
        """No icon stays behind that leads nowhere."""
        if self._icon is not None:
            self._icon.hide()
            self._icon = None


def near_words(engagement: Engagement, zone: str) -> Wording:
    """That an appointment comes near, by the clock in `zone`, and nothing about whom: the respondent may be looking on."""
    return Wording("Diary", "You have an appointment at {time}.").filled(time=at(engagement.begins, zone).local[11:])


def _is_past(reminder: Reminder, now: datetime) -> bool:
    return not reminder.missed and now >= reminder.engagement.begins + HALF_AN_HOUR


def _read(case_file: CaseFile) -> frozenset[Told]:
    """What cannot be read was written by nobody here: then it is told once more."""
    kept = case_file.kept(KEPT)
    try:
        return frozenset(_DECODER.decode(kept)) if kept else frozenset()
    except msgspec.DecodeError:
        return frozenset()
