"""The diary page: what is agreed with respondents, week by week or day by day, painted, and as a list to be read out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QStackedWidget, QVBoxLayout, QWidget

from capi.calling.agreed_times import at
from capi.screens.calls.diary_book import DiaryBook
from capi.screens.calls.diary_grid import DiaryGrid
from capi.screens.calls.diary_keys import DiaryKeys, DiaryLegend
from capi.screens.calls.diary_lines import COLUMNS, DiaryLine, DiaryWeek, in_full, long_day, read_week, span_of_days
from capi.screens.language import said
from capi.screens.lines import LinesTable
from capi.screens.look import Look
from capi.screens.sheet import is_enter
from capi.sitting import Clock
from capi.wording import Wording

View: TypeAlias = Literal["week", "day", "list"]
A_MINUTE_MS = 60_000
_YEARS = range(1971, 2200)
_MEASURED = 40
"""Lines by which the columns of the list are measured."""
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DiaryPlace:
    """Where somebody was in the diary. `case_id` is that of the engagement marked, empty where none was."""

    on: date
    view: View
    case_id: str = ""


class DiaryPage(QWidget):
    """Arrows go through engagements and days. The list says the same as the painted week, in words."""

    page_wanted = Signal(str)
    appointment_wanted = Signal(str)
    """Emitted with the id of the case marked: its page is wanted, or another time for it."""
    closed = Signal()

    def __init__(
        self, look: Look, book: DiaryBook, zone: str, clock: Clock, who: str, place: DiaryPlace | None = None
    ) -> None:
        """`zone` is this laptop's. `place`: where to open it; else at today's week."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._book = book
        self._zone = zone
        self._clock = clock
        self._who = who
        self._on = place.on if place else self.today
        self._view: View = place.view if place else "week"
        self._case_id = place.case_id if place else ""
        self._title = _label("title")
        self._title.setText(self.tr("Diary"))
        self._title.setWordWrap(False)
        self.headline = _label("heading")
        self.told = _label("")
        self._alarm = _label("alarm")
        self._alarm.hide()
        self.grid = DiaryGrid(look)
        self.list = LinesTable[DiaryLine](look, self.tr("What is agreed this week"), COLUMNS)
        self.list.setSelectionMode(LinesTable.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.list.installEventFilter(self)
        self.list.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        for number, column in enumerate(COLUMNS):
            mode = QHeaderView.ResizeMode.ResizeToContents if column.width else QHeaderView.ResizeMode.Stretch
            self.list.horizontalHeader().setSectionResizeMode(number, mode)
        self._parts = QStackedWidget()
        self._parts.addWidget(self.grid)
        self._parts.addWidget(self.list)
        self._keys = DiaryKeys(look)
        self._lay_out()
        self._connect_signals()
        look.changed.connect(self._style)
        self._style()
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.pass_minute)
        self._minute.start(A_MINUTE_MS)
        self.refresh()
        if place is None:
            self._mark_next()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addSpacing(24)
        top.addWidget(self.headline, 1)
        top.addWidget(DiaryLegend(self._look))
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self._alarm)
        self._column.addWidget(self.told)
        self._column.addWidget(self._parts, 1)
        self._column.addWidget(self._keys)

    def _connect_signals(self) -> None:
        self.grid.pressed.connect(self._mark)
        self.grid.chosen.connect(self._open)
        self.list.marked.connect(self._mark_in_list)
        self.list.chosen.connect(self._open_line)
        self._keys.pressed.connect(self._do)

    def _style(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(28), px(16), px(28), px(10))
        self._column.setSpacing(px(8))
        # Two lines, so that nothing moves while the arrows go from one to the next.
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list.horizontalHeader().setMinimumSectionSize(px(90))

    @property
    def today(self) -> date:
        return at(self._clock().utc, self._zone).on_clock.date()

    @property
    def place(self) -> DiaryPlace:
        """To come back to."""
        return DiaryPlace(self._on, self._view, self._case_id)

    @property
    def line(self) -> DiaryLine | None:
        """The engagement that is marked."""
        of_day = self._week.of(self._on)
        return next((line for line in of_day if line.case_id == self._case_id), None)

    def pass_minute(self) -> None:
        """The line of the present moves on; nothing else does, unless something was missed meanwhile."""
        if self._read(self._on) == self._week:
            self.grid.set_now(self._clock().utc, self.today)
        else:
            self.refresh()

    def _read(self, on: date) -> DiaryWeek:
        return read_week(self._book, on, self._zone, self._clock().utc, self._who)

    def refresh(self) -> None:
        """All of it anew, as when an appointment was kept."""
        self._week = self._read(self._on)
        if self.line is None:
            of_day = self._week.of(self._on)
            self._case_id = of_day[0].case_id if of_day else ""
        self._put()

    def _put(self) -> None:
        shown = slice(self._on.weekday(), self._on.weekday() + 1) if self._view == "day" else slice(None)
        days, lines = self._week.days[shown], self._week.lines[shown]
        self.grid.put(days, lines, self._clock().utc, self.today)
        if self._view == "list":
            self._put_list()
        self._parts.setCurrentWidget(self.list if self._view == "list" and self._week.all else self.grid)
        first, last = days[0].on, days[-1].on
        self.headline.setText(long_day(first) if first == last else span_of_days(first, last))
        self._tell()

    def _put_list(self) -> None:
        marked = self.line
        self.list.blockSignals(True)
        self.list.put(self._week.all)
        if marked is not None:
            self.list.selectRow(self.list.model_of_lines.lines.index(marked))
        self.list.blockSignals(False)
        self.list.hide_empty()

    def _tell(self) -> None:
        """In words what the mark is on; a screen reader hears it when it goes on."""
        line = self.line
        self.grid.mark(self._on, line)
        words = in_full(line) if line is not None else self._nothing()
        self.told.setText(words)
        self.grid.setAccessibleName(words)
        self.grid.setAccessibleDescription(self.tr("Diary: {days}").format(days=self.headline.text()))

    def _nothing(self) -> str:
        """What is said of a day or a week in which nothing is agreed, and when the next appointment is."""
        if self._week.all:
            return said(Wording("Diary", "{day}: nothing is agreed.").filled(day=long_day(self._on)))
        following = self._book.next_after(self._clock().utc)
        if following is None:
            return self.tr("Nothing is agreed in this week, and nothing is to come.")
        time = at(following.begins, self._zone)
        text = self.tr("Nothing is agreed in this week. The next appointment is with {reference}, {day} at {time}.")
        reference = following.engagement.reference
        return text.format(reference=reference, day=long_day(time.on_clock.date()), time=time.local[11:])

    def tell(self, fault: str) -> None:
        """Says what went wrong; an empty text takes it away."""
        self._alarm.setText(fault)
        self._alarm.setVisible(bool(fault))

    def focus(self) -> None:
        """The keyboard is in what is shown."""
        (self.list if self._parts.currentWidget() is self.list else self.grid).setFocus()

    # Where the mark goes

    def _mark(self, on: date, line: DiaryLine | None) -> None:
        self._on = on
        self._case_id = line.case_id if line is not None else ""
        self._tell()

    def _mark_in_list(self, line: DiaryLine | None) -> None:
        if line is not None and self._view == "list":
            self._mark(line.day, line)

    def _go_to_day(self, on: date) -> None:
        """To the engagement of that day which is nearest in time of day to the one marked; to the day itself where it has none."""
        before = self.line
        if on.year not in _YEARS:
            return
        is_same_week = self._week.days[0].on <= on <= self._week.days[-1].on
        self._on = on
        if not is_same_week:
            self._week = self._read(on)
        self._case_id = _nearest(self._week.of(on), before.time if before else "")
        if is_same_week and self._view == "week":
            self._tell()
        else:
            self._put()
        self.focus()

    def _mark_next(self) -> None:
        """What is under way or comes next today; where nothing does, the present hour is in sight."""
        now = self._clock().utc
        self.grid.show_hour(now)
        following = next((line for line in self._week.of(self._on) if line.engagement.ends > now), None)
        if following is not None:
            self._case_id = following.case_id
            self._put()

    def _step(self, by: int) -> None:
        """To the next engagement of the day, or the one before."""
        of_day, line = self._week.of(self._on), self.line
        if line is not None:
            row = max(0, min(len(of_day) - 1, of_day.index(line) + by))
            self._mark(self._on, of_day[row])
        elif of_day:
            self._mark(self._on, of_day[0])

    def _show(self, view: View) -> None:
        if view == "list" and self._view == "list":
            view = "week"
        self._view = view
        self._put()
        self.focus()

    def _do(self, name: str) -> None:
        match name:
            case "case":
                self._open()
            case "appointment":
                if self.line is not None:
                    self.appointment_wanted.emit(self.line.case_id)
            case "earlier":
                self._go_to_day(self._on - _A_WEEK)
            case "later":
                self._go_to_day(self._on + _A_WEEK)
            case "today":
                self._go_to_day(self.today)
                self._mark_next()
            case "week" | "day" | "list":
                self._show(name)
            case "back":
                self.closed.emit()

    def _open(self) -> None:
        if self.line is not None:
            self._open_line(self.line)

    def _open_line(self, line: DiaryLine) -> None:
        self.page_wanted.emit(line.case_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _NAMES:
            self._do(_NAMES[Qt.Key(key)])
        elif is_enter(event):
            self._open()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_to_day(self._on + timedelta(days=1 if key == Qt.Key.Key_Right else -1))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """In the list too, the keys of the page are the page's; up and down are the list's own."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or event.key() not in _NAMES:
            return False
        self._do(_NAMES[Qt.Key(event.key())])
        return True


_NAMES = {
    Qt.Key.Key_F7: "appointment",
    Qt.Key.Key_PageUp: "earlier",
    Qt.Key.Key_PageDown: "later",
    Qt.Key.Key_Home: "today",
    Qt.Key.Key_W: "week",
    Qt.Key.Key_D: "day",
    Qt.Key.Key_L: "list",
    Qt.Key.Key_Escape: "back",
}


def _nearest(lines: tuple[DiaryLine, ...], time: str) -> str:
    """The id of the case of the one that begins nearest to this time of the clock; of the first one where none is given."""
    if not lines:
        return ""
    nearest = min(lines, key=lambda each: abs(_minutes(each.time) - _minutes(time))) if time else lines[0]
    return nearest.case_id


def _minutes(time: str) -> int:
    hour, minute = time.split(":")
    return int(hour) * 60 + int(minute)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
