"""What an interview looks like: who is asked, how far it is, the question or what stands in its place, and the keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from capi.fieldwork.case import Case
from capi.instrument.model import Instrument
from capi.screens.cover_view import CoverView
from capi.screens.end_view import EndView
from capi.screens.header_bar import HeaderBar
from capi.screens.key_bar import KeyBar
from capi.screens.keys import Action
from capi.screens.look import Look
from capi.screens.prompt_view import WIDEST
from capi.screens.question_panel import QuestionPanel
from capi.screens.route_panel import RoutePanel

ROOM_FOR_ROUTE = 1_000
"""In a window narrower than this, at the size of now, the question needs the room; Ctrl+G still goes anywhere."""


class InterviewPage(QWidget):
    """The parts of the screen in their places. What is in them, and what a key does, is the interview screen's."""

    def __init__(self, look: Look, case: Case, title: str, instrument: Instrument) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._interviewer = case.mode.has_interviewer
        self._header = HeaderBar(look, reference=case.reference, name=case.name, title=title, mode=case.mode)
        self._route = RoutePanel(look)
        self.question = QuestionPanel(look, case.mode)
        self.cover = CoverView(look)
        self.end_view = EndView(look, interviewer=self._interviewer)
        self._bar = KeyBar(look, _BAR)
        self._alarm = QLabel()
        self._alarm.setWordWrap(True)
        self._alarm.setTextFormat(Qt.TextFormat.PlainText)
        self._alarm.hide()
        self._lay_out()
        self._offer_keys(instrument)
        look.changed.connect(self._style)
        self._style()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.question)
        self._stack.addWidget(self.cover)
        self._stack.addWidget(self.end_view)
        self._middle = QVBoxLayout()
        self._middle.addWidget(self._alarm)
        self._middle.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._route)
        row.addLayout(self._middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addLayout(row, 1)
        column.addWidget(self._bar)

    def _offer_keys(self, instrument: Instrument) -> None:
        for action in _INTERVIEWERS:
            self._bar.set_available(action, self._interviewer)
        self._bar.set_available("rows", self._interviewer and bool(instrument.rosters))
        self._bar.set_available("language", len(instrument.languages) > 1)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self._route.setVisible(self._interviewer and self.width() >= px(ROOM_FOR_ROUTE))
        left = px(44) if self._interviewer else max(px(44), (self.width() - px(WIDEST)) // 2)
        self._middle.setContentsMargins(left, 0, px(30), px(12))
        self._alarm.setStyleSheet(
            f"background: {c.alarm_ground}; color: {c.alarm}; border: {px(2)}px solid {c.alarm};"
            f"border-radius: {px(6)}px; padding: {px(10)}px; font-weight: 600; margin-top: {px(10)}px;"
        )

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._style()

    def _tell_saved(self, fault: str) -> None:
        """`fault` is empty where the step is in the case file."""
        self._header.set_saved(not fault)
        if fault:
            told = self.tr("NOT SAVED. {fault} What you entered is still here: do it again when that is mended.")
            self._alarm.setText(told.format(fault=fault))
        self._alarm.setVisible(bool(fault))


_BAR: tuple[Action, ...] = (
    "back",
    "next",
    "showcard",
    "help",
    "contact",
    "remark",
    "go_to",
    "rows",
    "language",
    "hand_over",
    "ask_again",
    "waiting",
    "stop",
)
_INTERVIEWERS: tuple[Action, ...] = ("remark", "go_to", "help", "contact")
"""Never on the bar while the respondent sits before it."""
