"""The sync page: what is safe at the hub, what waits, and whose turn it is, for all cases and for each of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from capi.screens.enrol_sheet import EnrolSheet
from capi.screens.hub_desk import HubDesk
from capi.screens.hub_words import STANDINGS, standing_said, turn_said, waiting_number
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.lines import Column, LinesTable
from capi.screens.look import Look
from capi.screens.sheet import is_enter, with_key
from capi.sync.course import Step
from capi.sync.link import Link
from capi.sync.round_report import CaseReport, RoundReport, Standing, Whose
from capi.wording import Wording

_STANDING_ORDER = {standing: at for at, standing in enumerate(reversed(STANDINGS))}
_TURN_ORDER = {Whose.INTERVIEWER: 0, Whose.OFFICE: 1, Whose.NEXT_ROUND: 2, Whose.NOBODY: 3}
COLUMNS: tuple[Column[CaseReport], ...] = (
    Column(Wording("Hub", "Reference"), lambda each: each.reference, lambda each: each.reference, 150),
    Column(Wording("Hub", "Where it is"), standing_said, lambda each: _STANDING_ORDER[each.standing], 260),
    Column(Wording("Hub", "Entries to send"), waiting_number, lambda each: each.waiting, 130, numeric=True),
    Column(Wording("Hub", "Whose turn"), turn_said, lambda each: _TURN_ORDER[each.whose], 170),
    Column(
        Wording("Hub", "What the office says"),
        lambda each: each.recalled or each.detail,
        lambda each: each.recalled or each.detail,
        0,
    ),
)


class SyncPage(QWidget):
    """Esc goes back to the cases; a round goes on behind them."""

    closed = Signal()
    """Emitted when the interviewer goes back to the cases."""

    def __init__(self, look: Look, desk: HubDesk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._desk = desk
        self.sheet: EnrolSheet | None = None
        self._title = QLabel(self.tr("Sync with the hub"))
        self._title.setObjectName("title")
        self._hub = _label("soft")
        self.headline = _label("heading")
        self._sentences = _label("")
        self._step = _label("soft")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the sync"))
        self.table = LinesTable[CaseReport](look, self.tr("Cases and the hub"), COLUMNS)
        self._sync = QPushButton(with_key(self.tr("Sync now"), "F5"))
        self._sync.setObjectName("main")
        self._enrol = QPushButton(with_key(self.tr("Connect with a hub"), "Ctrl+E"))
        self._enrol.setAccessibleName(self.tr("Connect with a hub"))
        self._back = QPushButton(with_key(self.tr("Back to the cases"), "Esc"))
        self._lay_out()
        self._connect_signals()
        look.changed.connect(self._style)
        self._style()
        self._show_link(desk.link)
        self._show_report(desk.report)
        self._show_running(desk.running)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        for button in (self._back, self._enrol, self._sync):
            top.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        for part in (self._hub, self.headline, self._sentences, self._step, self._bar):
            self._column.addWidget(part)
        self._column.addWidget(self.table, 1000)
        self._column.addStretch(1)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self._column.setContentsMargins(px(36), px(26), px(36), px(20))
        self._column.setSpacing(px(12))
        self._bar.setFixedHeight(px(8))
        self._bar.setStyleSheet(
            f"QProgressBar {{ background: {c.panel}; border: 0; border-radius: {px(4)}px; }}"
            f"QProgressBar::chunk {{ background: {c.instruction}; border-radius: {px(4)}px; }}"
        )
        self._colour_headline()

    def _connect_signals(self) -> None:
        desk = self._desk
        desk.began.connect(self._began)
        desk.stepped.connect(self._show_step)
        desk.ended.connect(self._ended)
        desk.failed.connect(self._failed)
        desk.enrolled.connect(self._enrolled)
        self._sync.clicked.connect(desk.sync)
        self._enrol.clicked.connect(self.open_enrolment)
        self._back.clicked.connect(self.closed)

    def _show_link(self, link: Link | None) -> None:
        """The main button is the one that can work now."""
        connects = self._connects
        self._sync.setVisible(link is not None)
        self._sync.setEnabled(link is not None)
        self._enrol.setVisible(connects or self._desk.replaced)
        _rank(self._sync, main=not connects)
        _rank(self._enrol, main=connects)
        if link is None and self._desk.practice:
            self._hub.setText(self.tr("This is practice: nothing of it is ever sent."))
        elif link is None:
            self._hub.setText(self.tr("This laptop is not connected with a hub: its cases are here and nowhere else."))
        else:
            self._hub.setText(self.tr("{hub}, as {user}").format(hub=link.name, user=link.user))

    @property
    def _connects(self) -> bool:
        """Whether the next thing to do is to connect, or to connect anew."""
        return not self._desk.practice and (self._desk.link is None or self._desk.refused)

    def _what_to_do(self) -> str:
        """Where there was no round yet."""
        if self._desk.link is not None:
            return self.tr("No sync yet.")
        if self._desk.practice:
            return self.tr("Open your own case file to sync.")
        return self.tr(
            "Connect this laptop with your office: press {key}. The office gives you an address and a code."
        ).format(key=key_name("Ctrl+E"))

    def _show_report(self, report: RoundReport | None) -> None:
        told = report.sentences if report else []
        self.headline.setText(said(told[0]) if told else self._what_to_do())
        self._sentences.setText("\n".join(said(each) for each in told[1:]))
        self._sentences.setVisible(len(told) > 1)
        cases = sorted(report.cases, key=lambda each: (_TURN_ORDER[each.whose], each.reference)) if report else []
        self.table.put(cases, _same)
        self.table.hide_empty()
        self.table.setVisible(bool(cases))
        self._colour_headline()

    def _colour_headline(self) -> None:
        """Green only where all is safe; the words say it too."""
        report, c = self._desk.report, self._look.colours
        ink = c.ink
        if report is not None:
            ink = c.saved if report.all_safe else c.offered if report.finished else c.alarm
            if report.standing(Standing.DIFFERS, Standing.REFUSED):
                ink = c.alarm
        self.headline.setStyleSheet(f"color: {ink};")

    def _show_running(self, running: bool) -> None:
        self._bar.setVisible(running)
        self._step.setVisible(running)
        self._sync.setEnabled(not running and self._desk.link is not None)
        self._bar.setRange(0, 0)

    def _began(self) -> None:
        self._step.setText("")
        self._show_running(True)

    def _show_step(self, step: Step) -> None:
        self._step.setText(said(step.wording))
        self._bar.setRange(0, step.of)
        self._bar.setValue(step.done)

    def _ended(self, report: RoundReport) -> None:
        self._show_running(False)
        self._show_link(self._desk.link)
        self._show_report(report)
        if self.sheet is None:
            self.focus()

    def _failed(self, error: Exception) -> None:
        self._show_running(False)
        if self.sheet is not None:
            self.sheet.refuse(said(error))
        else:
            self._sentences.setText(said(error))
            self._sentences.show()

    def _enrolled(self, link: Link) -> None:
        if self.sheet is not None:
            self.sheet.put_away()
        self._show_link(link)
        self._show_report(self._desk.report)

    def open_enrolment(self) -> None:
        if self.sheet is None and not self._desk.practice:
            self.sheet = EnrolSheet(self._look, self)
            self.sheet.wanted.connect(self._desk.enrol)
            self.sheet.closed.connect(self._sheet_closed)

    def _sheet_closed(self) -> None:
        self.sheet = None
        self.focus()

    def focus(self) -> None:
        """The keyboard is always somewhere: a page without it would not even take Esc."""
        if self._connects:
            self._enrol.setFocus()
        elif self.table.isVisibleTo(self):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_F5:
            self._desk.sync()
        elif event.key() == Qt.Key.Key_E and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._connects or self._desk.replaced:
                self.open_enrolment()
        elif is_enter(event) and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)


def _rank(button: QPushButton, *, main: bool) -> None:
    """A style goes by the name, and is looked up when the name is new."""
    button.setObjectName("main" if main else "")
    button.style().unpolish(button)
    button.style().polish(button)


def _label(style: str) -> QLabel:
    label = QLabel()
    label.setObjectName(style)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _same(one: CaseReport, other: CaseReport) -> bool:
    return one.case == other.case
