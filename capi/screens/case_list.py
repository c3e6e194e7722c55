"""The case list: every case on this laptop; Enter opens one, Ctrl+N makes one."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from capi.fieldwork.case import Case, CaseSummary
from capi.instrument.model import Mode
from capi.screens.case_list_model import HUB, CaseListModel, Place
from capi.screens.case_panel import CasePanel
from capi.screens.contact_sheet import ContactSheet
from capi.screens.contact_words import AboutCase, asked_for
from capi.screens.key_names import key_name
from capi.screens.language import number, said
from capi.screens.look import Look
from capi.screens.names import MODE_NAMES
from capi.screens.sheet import Sheet, is_enter, with_key

Instruments: TypeAlias = dict[str, tuple[str, tuple[Mode, ...]]]
"""Each instrument's name with its title and modes."""

_REFERENCE, _NAME, _INSTRUMENT = 0, 1, 2
_LEAST = {_REFERENCE: 130, _NAME: 200, _INSTRUMENT: 120}
"""The least width of a column; the name gets all that is left."""
_MOST_FOR_TITLE = 300


class NewCaseSheet(Sheet):
    """A case made by hand: its reference, whom it is about, which instrument, which mode."""

    wanted = Signal(str, str, str, Mode)
    """Emitted with reference, name, the instrument's name and the mode."""

    def __init__(self, look: Look, parent: QWidget, instruments: Instruments) -> None:
        super().__init__(look, parent, self.tr("New case"))
        self._instruments = instruments
        self.reference = QLineEdit()
        self.name = QLineEdit()
        self.instrument = QComboBox()
        self.mode = QComboBox()
        for name, (title, _) in instruments.items():
            self.instrument.addItem(title, name)
        self.instrument.currentIndexChanged.connect(self._offer_modes)
        self._offer_modes()
        form = QFormLayout()
        for words, widget in (
            (self.tr("Reference, such as {example}").format(example="1042/01"), self.reference),
            (self.tr("Name or address (may be empty)"), self.name),
            (self.tr("Instrument"), self.instrument),
            (self.tr("Mode"), self.mode),
        ):
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.column.addLayout(form)
        for line in (self.reference, self.name):
            line.setMaxLength(200)
            line.returnPressed.connect(self._make)
        make, cancel = self.add_buttons((self.tr("Make the case"), "Enter"), (self.tr("Cancel"), "Esc"))
        make.clicked.connect(self._make)
        cancel.clicked.connect(self.put_away)
        self.open(self.reference)

    def _offer_modes(self) -> None:
        self.mode.clear()
        modes = self._instruments.get(str(self.instrument.currentData()), ("", ()))[1]
        for mode in sorted(modes, key=lambda mode: not mode.has_interviewer):
            self.mode.addItem(said(MODE_NAMES[mode]), mode.value)

    def _make(self) -> None:
        reference = self.reference.text().strip()
        if not reference:
            self.refuse(self.tr("Write the reference: it is how the office knows the case."))
            self.reference.setFocus()
            return
        mode = Mode(str(self.mode.currentData()))
        self.wanted.emit(reference, self.name.text().strip(), str(self.instrument.currentData()), mode)


class _InItsInk(QStyledItemDelegate):
    """A cell keeps its colour where its row is marked."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(ink, QColor):
            palette = option.palette
            palette.setColor(QPalette.ColorRole.HighlightedText, ink)
            option.palette = palette


class CaseList(QWidget):
    """Narrowed by typing, sorted by a click on a column."""

    case_chosen = Signal(str)
    """Emitted with the id of the case to open."""
    new_case_wanted = Signal(str, str, str, Mode)
    """Emitted with reference, name, the instrument's name and the mode of a case to be made."""
    sync_wanted = Signal()
    """Emitted when the interviewer wants to see what is safe at the hub, and to sync."""

    def __init__(
        self,
        look: Look,
        instruments: Callable[[], Instruments],
        title: Callable[[Case], str] = lambda case: case.instrument,
        about: Callable[[str], AboutCase | None] = lambda _: None,
    ) -> None:
        """`instruments` is asked when a new case is wanted: reading them takes a moment. `title` is that of a case's own.

        `about` is asked for the case marked alone: it reads the record.
        """
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._instruments = instruments
        self._about = about
        self._marked: str | None = None
        self._begin = ""
        self._warned = ""
        self._state_ink = ""
        self.sheet: NewCaseSheet | None = None
        self.contact_sheet: ContactSheet | None = None
        self.model = CaseListModel(title)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Type part of a reference, name, mode or status"))
        self.search.setAccessibleName(self.tr("Find a case"))
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSortingEnabled(True)
        self._in_ink = _InItsInk()
        self.table.setItemDelegateForColumn(HUB, self._in_ink)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.setMinimumWidth(0)
        self.table.setAccessibleName(self.tr("Cases"))
        self.table.doubleClicked.connect(self._open_index)
        self.table.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._show_marked)
        self.model.modelReset.connect(self._show_marked)
        self.panel = CasePanel(look)
        self._empty = QLabel()
        self._empty.setObjectName("heading")
        self._empty.setWordWrap(True)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._count = QLabel()
        self._count.setObjectName("soft")
        self._warning = QLabel()
        self._warning.setObjectName("alarm")
        self._warning.setWordWrap(True)
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.hide()
        self._alarm = QLabel()
        self._alarm.setObjectName("alarm")
        self._alarm.setWordWrap(True)
        self._alarm.setTextFormat(Qt.TextFormat.PlainText)
        self._alarm.hide()
        self._lay_out()
        look.changed.connect(self._style)
        self._style()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Cases"))
        title.setObjectName("title")
        self._new = QPushButton(with_key(self.tr("New case"), "Ctrl+N"))
        self._new.setAccessibleName(self.tr("New case"))
        self._new.clicked.connect(self.open_new_case)
        self._open = QPushButton(with_key(self.tr("Open"), "Enter"))
        self._open.setObjectName("main")
        self._open.setAccessibleName(self.tr("Open the case"))
        self._open.clicked.connect(self._open_current)
        top = QHBoxLayout()
        top.addWidget(title)
        top.addSpacing(24)
        top.addWidget(self.search, 1)
        self._hub = QLabel()
        self._look_up = QPushButton(with_key(self.tr("Contact"), "F3"))
        self._look_up.setAccessibleName(self.tr("Contact"))
        self._look_up.clicked.connect(self.open_contact)
        self._sync = QPushButton(with_key(self.tr("Sync"), "F5"))
        self._sync.setAccessibleName(self.tr("Sync"))
        self._sync.clicked.connect(self.sync_wanted)
        top.addSpacing(12)
        top.addWidget(self._new)
        top.addWidget(self._open)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self._warning)
        self._column.addWidget(self._alarm)
        self._column.addWidget(self._empty)
        self._column.addWidget(self.table, 1000)
        self._column.addStretch(1)
        self._column.addWidget(self.panel)
        bottom = QHBoxLayout()
        bottom.addWidget(self._count)
        bottom.addStretch(1)
        bottom.addWidget(self._hub)
        bottom.addSpacing(12)
        bottom.addWidget(self._look_up)
        bottom.addWidget(self._sync)
        self._column.addLayout(bottom)

    def _style(self) -> None:
        px = self._look.px
        self._column.setContentsMargins(px(36), px(26), px(36), px(16))
        self._column.setSpacing(px(12))
        self.table.verticalHeader().setDefaultSectionSize(px(38))
        self.model.set_inks({name: self._look.colour(name) for name in ("offered", "saved")})
        self._colour_state()
        self._share_width()

    def _colour_state(self) -> None:
        """Nobody shall have to look for what waits."""
        ink = getattr(self._look.colours, self._state_ink or "soft")
        weight = 700 if self._state_ink else 400
        self._hub.setStyleSheet(f"color: {ink}; font-weight: {weight};")

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._share_width()

    def _share_width(self) -> None:
        """No column is wider than what it says; what is left is for the name or address."""
        px, bar = self._look.px, self.table.verticalScrollBar().sizeHint().width()
        margins = self._column.contentsMargins()
        left = self.width() - margins.left() - margins.right() - bar - 2 * self.table.frameWidth()
        for column in range(self.model.columnCount()):
            if column != _NAME and not self.table.isColumnHidden(column):
                width = max(px(_LEAST.get(column, 0)), self._room_for_names(column))
                self.table.setColumnWidth(column, width)
                left -= width
        self.table.setColumnWidth(_NAME, max(left, px(_LEAST[_NAME])))

    def _room_for_names(self, column: int) -> int:
        """What the window itself writes into a column is never cut, in whichever language."""
        metrics = self.table.fontMetrics()
        widest = max((metrics.horizontalAdvance(name) for name in self.model.names(column)), default=0)
        if column == _INSTRUMENT:
            widest = min(widest, self._look.px(_MOST_FOR_TITLE))
        return max(self.table.horizontalHeader().sectionSizeHint(column), widest + self._look.px(24))

    def show_cases(self, summaries: list[CaseSummary], current: str | None) -> None:
        """Lists the cases, with the row of the case last worked on marked."""
        self._marked = None
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
        self.table.setColumnHidden(HUB, places is None)
        self._hub.setText(state.words)
        self._state_ink = state.ink
        self._begin = begin
        self._colour_state()
        self._share_width()
        self._tell_count()

    def warn(self, warning: str) -> None:
        """Says above the list what holds for all of it, and stays there; an empty text takes it away.

        While it stands no new case is made.
        """
        self._warned = warning
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self._new.setEnabled(not warning)

    def _mark(self, row: int) -> None:
        if self.model.rowCount():
            self.table.selectRow(min(row, self.model.rowCount() - 1))
            self.table.scrollTo(self.table.currentIndex())

    def _show_marked(self, *_: object) -> None:
        """The record is read once for each case that comes to be marked."""
        row = self.table.currentIndex().row()
        case_id = self.model.summary(row).case.id if 0 <= row < self.model.rowCount() else None
        if case_id == self._marked and case_id is not None:
            return
        self._marked = case_id
        self.panel.show_case(self._about(case_id) if case_id is not None else None)
        self._look_up.setEnabled(case_id is not None)

    def _tell_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.table.setVisible(total > 0)
        self._empty.setVisible(total == 0)
        self._look_up.setVisible(total > 0)
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
        if self.contact_sheet is not None or self.sheet is not None or not 0 <= row < self.model.rowCount():
            return
        case = self.model.summary(row).case
        about = self._about(case.id)
        if about is not None:
            self.contact_sheet = ContactSheet(self._look, self, case.name, about.contact, asked_for(about))
            self.contact_sheet.closed.connect(self._sheet_closed)

    def open_new_case(self) -> None:
        if self.sheet is None and self.contact_sheet is None and not self._warned:
            self.sheet = NewCaseSheet(self._look, self, self._instruments())
            self.sheet.wanted.connect(self.new_case_wanted)
            self.sheet.closed.connect(self._sheet_closed)

    def _sheet_closed(self) -> None:
        self.sheet = self.contact_sheet = None
        self.focus()

    def _open_index(self, index: QModelIndex) -> None:
        self.case_chosen.emit(self.model.summary(index.row()).case.id)

    def _open_current(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            self.case_chosen.emit(self.model.summary(row).case.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where the keyboard is on a button: Enter presses it, Ctrl+N makes a case all the same."""
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_F5:
            self.sync_wanted.emit()
        elif event.key() == Qt.Key.Key_F3:
            self.open_contact()
        elif event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_new_case()
        elif is_enter(event) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search line too, arrows move in the list and Enter opens."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.sheet is not None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open_current()
            return True
        if event.key() == Qt.Key.Key_N and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.open_new_case()
            return True
        if watched is self.search and event.key() in (
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
        ):
            steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -12, Qt.Key.Key_PageDown: 12}
            self._mark(max(0, self.table.currentIndex().row() + steps[Qt.Key(event.key())]))
            return True
        return False
