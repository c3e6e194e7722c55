"""The case list: every case on this laptop; Enter opens one, Ctrl+N makes one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.fieldwork.case import Case, CaseSummary
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.screens.case_columns import COLUMNS, HUB, USUAL, Column, Place
from capi.screens.case_list_model import CaseListModel
from capi.screens.case_panel import CasePanel
from capi.screens.case_table import CaseTable
from capi.screens.columns_sheet import ColumnsSheet
from capi.screens.contact_sheet import ContactSheet
from capi.screens.contact_words import AboutCase, asked_for
from capi.screens.find_line import FindLine
from capi.screens.key_names import key_name
from capi.screens.language import number
from capi.screens.list_foot import ListFoot
from capi.screens.look import Look
from capi.screens.new_case_sheet import Instruments, NewCaseSheet
from capi.screens.sheet import Sheet, is_enter, with_key

_A_MINUTE_MS = 60_000
_AT_LEAST = 4
"""Rows of the list; where there is no room for them the panel gives way, and its key stays."""


class CaseList(QWidget):
    """Narrowed by typing, sorted by a click on a column."""

    case_chosen = Signal(str)
    """Emitted with the id of the case to open."""
    new_case_wanted = Signal(str, str, str, Mode)
    """Emitted with reference, name, the instrument's name and the mode of a case to be made."""
    page_wanted = Signal(str)
    """Emitted with the id of the case whose page is to be shown."""
    call_wanted = Signal(str)
    appointment_wanted = Signal(str)
    outcome_wanted = Signal(str)
    """Emitted with the id of the case marked, to write down a call, agree a time, set what came of it."""
    telephone_wanted = Signal()
    """Emitted when the interviewer wants to ring case after case."""
    sync_wanted = Signal()
    """Emitted when the interviewer wants to see what is safe at the hub, and to sync."""
    columns_chosen = Signal(object)
    """Emitted with the columns, a tuple of Column, when the interviewer has chosen others."""

    def __init__(
        self,
        look: Look,
        instruments: Callable[[], Instruments],
        title: Callable[[Case], str] = lambda case: case.instrument,
        about: Callable[[str], AboutCase | None] = lambda _: None,
        *,
        frame: OutcomeFrame | None = None,
        columns: Sequence[Column] = USUAL,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`instruments` is asked when a new case is wanted: reading them takes a moment. `title` is that of a case's own.

        `about` is asked for the case marked alone: it reads the record. `frame` has the words for results and outcomes.
        """
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._instruments = instruments
        self._about = about
        self._columns = tuple(columns)
        self._has_hub = True
        self._now = now
        self._marked: str | None = None
        self._begin = ""
        self._warned = ""
        self._state_ink = ""
        self.sheet: Sheet | None = None
        self.model = CaseListModel(title, frame)
        wordings = (self.tr("Type part of a reference, name, status or outcome"), self.tr("Find a case"))
        self.search = FindLine(look, wordings)
        self.search.textChanged.connect(self._narrow)
        self.search.stepped.connect(self._step)
        self.search.installEventFilter(self)
        self.table = CaseTable(look, self.model)
        self.table.doubleClicked.connect(self._open_index)
        self.table.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._show_marked)
        self.model.modelReset.connect(self._show_marked)
        self.panel = CasePanel(look)
        self._below = QWidget()
        self._empty = _paragraph("heading")
        self._warning = _paragraph("alarm")
        self._alarm = _paragraph("alarm")
        self._count = QLabel()
        self._count.setObjectName("soft")
        self._hub = QLabel()
        self._make_buttons()
        self._lay_out()
        self._minute = QTimer(self)
        self._minute.timeout.connect(self._tell_time)
        self._minute.start(_A_MINUTE_MS)
        self._tell_time()
        self._show_columns()
        look.changed.connect(self._style)
        self._style()

    def _make_buttons(self) -> None:
        self._new = _button(self.tr("New case"), "Ctrl+N", self.open_new_case)
        self._open = _button(self.tr("Open"), "Enter", self._open_current, self.tr("Open the case"))
        self._open.setObjectName("main")
        self._choose = _button(self.tr("Columns"), "F4", self.open_columns, self.tr("Choose the columns of the list"))
        self._page = _button(self.tr("Case"), "F2", self._want_page, self.tr("The page of the case"))
        self._look_up = _button(self.tr("Contact"), "F3", self.open_contact)
        self._call = _button(self.tr("Call"), "F6", self._want_call, self.tr("Write down a call"))
        self._ring = _button(self.tr("Ring"), "F10", self.telephone_wanted, self.tr("Case after case to ring"))
        self._ring.hide()
        self._sync = _button(self.tr("Sync"), "F5", self.sync_wanted)
        self._of_case = (self._look_up, self._page, self._call)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Cases"))
        title.setObjectName("title")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addSpacing(24)
        top.addWidget(self.search, 1)
        top.addSpacing(12)
        top.addWidget(self._new)
        top.addWidget(self._open)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        for above in (self._warning, self._alarm, self._empty):
            self._column.addWidget(above)
        self._column.addWidget(self.table, 1000)
        self._column.addStretch(1)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.panel)
        self._column.addWidget(self._below)
        buttons = (self._choose, self._page, self._look_up, self._call, self._ring, self._sync)
        self._foot = ListFoot((self._count, self._hub), buttons, self._choose)
        self._column.addWidget(self._foot)

    def _style(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(36), px(26), px(36), px(16))
        self._column.setSpacing(px(12))
        self._foot.set_spacing(px(12))
        self.table.verticalHeader().setDefaultSectionSize(px(38))
        self.model.set_inks({name: self._look.colour(name) for name in ("offered", "saved", "alarm")})
        self._colour_state()
        self._share_width()

    def _colour_state(self) -> None:
        """Nobody shall have to look for what waits."""
        ink = getattr(self._look.colours, self._state_ink or "soft")
        weight = 700 if self._state_ink else 400
        self._hub.setStyleSheet(f"color: {ink}; font-weight: {weight};")

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._share_width()
        self._make_room()

    def event(self, event: QEvent) -> bool:
        """Something above or below the list needs another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return super().event(event)

    def _share_width(self) -> None:
        margins, bar = self._column.contentsMargins(), self.table.verticalScrollBar().sizeHint().width()
        self.table.share(self.width() - margins.left() - margins.right() - bar - 2 * self.table.frameWidth())

    def _make_room(self) -> None:
        """By the least height of the panel, so that it does not come and go from case to case."""
        margins, spacing = self._column.contentsMargins(), self._column.spacing()
        others = [self._new.sizeHint().height(), self._foot.sizeHint().height(), self.panel.minimumHeight()]
        others += [each.height() for each in (self._warning, self._alarm) if not each.isHidden()]
        needed = margins.top() + margins.bottom() + sum(others) + len(others) * spacing
        self._below.setVisible(self.height() >= needed + self.table.height_of(_AT_LEAST))

    def _show_columns(self) -> None:
        self.table.show_columns(each for each in self._columns if each is not HUB or self._has_hub)

    def _tell_time(self) -> None:
        self.model.set_now(self._now())

    def show_cases(self, summaries: list[CaseSummary], current: str | None) -> None:
        """Lists the cases, with the row of the case last worked on marked."""
        self._marked = None
        self._tell_time()
        self.model.set_cases(summaries)
        self._share_width()
        row = self.model.row_of(current) if current else None
        self._mark(row if row is not None else 0)
        self._tell_count()

    def show_hub(self, places: Mapping[str, Place] | None, state: Place, begin: str = "") -> None:
        """`places`: where each case is, by its id; None without a hub. `state`: the whole.

        `begin`: where the list is empty, what to do first, before a case is made by hand.
        """
        marked = self.table.currentIndex().row()
        self.model.set_hub(places)
        if not self.table.currentIndex().isValid():
            self._mark(max(0, marked))
        self._has_hub = places is not None
        self._show_columns()
        self._hub.setText(state.words)
        self._state_ink = state.ink
        self._begin = begin
        self._colour_state()
        self._share_width()
        self._tell_count()

    def offer_ringing(self, offers: bool) -> None:
        """Whether there may be cases to ring, one after another."""
        self._ring.setVisible(offers)

    def warn(self, warning: str) -> None:
        """Says above the list what holds for all of it, and stays there; an empty text takes it away.

        While it stands no new case is made.
        """
        self._warned = warning
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._new.setEnabled(not warning)

    def _step(self, rows: int) -> None:
        self._mark(max(0, self.table.currentIndex().row() + rows))

    def _mark(self, row: int) -> None:
        if self.model.rowCount():
            self.table.selectRow(min(row, self.model.rowCount() - 1))
            self.table.scrollTo(self.table.currentIndex())

    def _show_marked(self, *_: object) -> None:
        """The record is read once for each case that comes to be marked."""
        case_id = self.current
        if case_id == self._marked and case_id is not None:
            return
        self._marked = case_id
        self.panel.show_case(self._about(case_id) if case_id is not None else None)
        for button in self._of_case:
            button.setEnabled(case_id is not None)

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.table.setVisible(total > 0)
        self._empty.setVisible(total == 0)
        for button in self._of_case:
            button.setVisible(total > 0)
        self._foot.offer_spare(total > 0)
        if not total:
            by_hand = self.tr("{key} makes a case by hand.").format(key=key_name("Ctrl+N"))
            self._empty.setText("\n\n".join(each for each in (self.tr("No cases yet."), self._begin, by_hand) if each))
            self._count.setText("")
        elif shown == total:
            self._count.setText(self.tr("%Ln case(s)", "", total))
        else:
            self._count.setText(self.tr("{shown} of %Ln case(s)", "", total).format(shown=number(shown)))
        self._open.setEnabled(shown > 0)

    def _narrow(self, text: str) -> None:
        self.model.narrow(text)
        self._mark(0)
        self._tell_count()

    def tell(self, fault: str) -> None:
        """Says above the list what went wrong; an empty text takes it away."""
        if self.sheet is not None and fault:
            self.sheet.refuse(fault)
            return
        self._alarm.setText(fault)
        self._alarm.setVisible(bool(fault))

    def focus(self) -> None:
        self.search.setFocus()

    def open_contact(self) -> None:
        """All of what is known of how the person is found, and what is agreed."""
        row = self.table.currentIndex().row()
        if self.sheet is not None or not 0 <= row < self.model.rowCount():
            return
        case = self.model.summary(row).case
        about = self._about(case.id)
        if about is not None:
            self.lay(ContactSheet(self._look, self, case.name, about.contact, asked_for(about)))

    def open_columns(self) -> None:
        """What the list shows of each case; where there is no hub, nothing of it is offered."""
        if self.sheet is not None:
            return
        offered = tuple(each for each in COLUMNS if each is not HUB or self._has_hub)
        sheet = ColumnsSheet(self._look, self, offered, self._columns)
        sheet.chosen.connect(self._take_columns)
        self.lay(sheet)

    def _take_columns(self, columns: tuple[Column, ...]) -> None:
        self._columns = columns
        self._show_columns()
        self._share_width()
        self.columns_chosen.emit(columns)

    def _want_page(self) -> None:
        if self.current is not None:
            self.page_wanted.emit(self.current)

    def _want_call(self) -> None:
        if self.current is not None:
            self.call_wanted.emit(self.current)

    def open_new_case(self) -> None:
        if self.sheet is None and not self._warned:
            sheet = NewCaseSheet(self._look, self, self._instruments())
            sheet.wanted.connect(self.new_case_wanted)
            self.lay(sheet)

    def lay(self, sheet: Sheet) -> None:
        """Until it is put away no other sheet is opened, and Enter opens no case."""
        self.sheet = sheet
        sheet.closed.connect(self._sheet_closed)

    def _sheet_closed(self) -> None:
        self.sheet = None
        self.focus()

    @property
    def current(self) -> str | None:
        """The id of the case marked."""
        row = self.table.currentIndex().row()
        return self.model.summary(row).case.id if 0 <= row < self.model.rowCount() else None

    def _open_index(self, index: QModelIndex) -> None:
        self.case_chosen.emit(self.model.summary(index.row()).case.id)

    def _open_current(self) -> None:
        if self.current is not None:
            self.case_chosen.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where the keyboard is on a button: Enter presses it, Ctrl+N makes a case all the same."""
        focused = self.focusWidget()
        marked = self.current
        of_case = {
            Qt.Key.Key_F2: self.page_wanted,
            Qt.Key.Key_F6: self.call_wanted,
            Qt.Key.Key_F7: self.appointment_wanted,
            Qt.Key.Key_F8: self.outcome_wanted,
        }
        if event.key() == Qt.Key.Key_F5:
            self.sync_wanted.emit()
        elif event.key() == Qt.Key.Key_F10 and self.sheet is None:
            self.telephone_wanted.emit()
        elif event.key() in of_case and marked is not None and self.sheet is None:
            of_case[Qt.Key(event.key())].emit(marked)
        elif event.key() == Qt.Key.Key_F3:
            self.open_contact()
        elif event.key() == Qt.Key.Key_F4:
            self.open_columns()
        elif event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_new_case()
        elif is_enter(event) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """From the search line and from the table alike, Enter opens the case and Ctrl+N makes one."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.sheet is not None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open_current()
            return True
        if event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_new_case()
            return True
        return False


def _paragraph(name: str) -> QLabel:
    """Above the list, where there is something to say; `name` is its style."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label


def _button(words: str, printed: str, pressed: Callable[[], object] | SignalInstance, spoken: str = "") -> QPushButton:
    """With its key printed on it; `spoken` is read out where the words are too short for it."""
    button = QPushButton(with_key(words, printed))
    button.setAccessibleName(spoken or words)
    button.clicked.connect(pressed)
    return button
