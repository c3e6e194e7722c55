"""The respondent's window: full screen, without a frame, one page at a time; only the PIN leads out of it.

It locks itself where nobody has touched it for a while, and where it was out of sight.
"""

import enum

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from capi.engine.prompt import Prompt
from capi.screens.frame_indexes import FrameIndexes
from capi.screens.handover.closed_page import ClosedPage
from capi.screens.handover.guard import Guard
from capi.screens.handover.pin import Pin
from capi.screens.handover.question_page import QuestionPage
from capi.screens.look import LARGEST, Look
from capi.sitting import Clock

LARGER = 1.25
"""Of the interviewer's type: it is read by whoever has never seen it before."""
IDLE_MS = 5 * 60_000
AWAY_MS = 1_500
"""Out of sight for longer than a system takes to move windows about."""
_LOOK_MS = 1_000


class At(enum.Enum):
    """Which page is on the screen. `LOCKED`: nothing of hers is; `UNLOCKED`: the interviewer decides how it goes on."""

    WELCOME = "welcome"
    QUESTION = "question"
    END = "end"
    HANDING_BACK = "handing_back"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


class HandoverWindow(QWidget):
    """Shows what its desk puts up, and tells what is done; it knows no journal."""

    begun = Signal()
    """Emitted when she has left the welcome, and when she goes on after the page was covered."""
    given_back = Signal()
    """Emitted when the PIN was right, and the laptop is the interviewer's again."""
    language_chosen = Signal(str)

    def __init__(self, look: Look, pin: Pin, clock: Clock) -> None:
        super().__init__(
            None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(self.tr("Questions for you"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.look = Look(look.theme, min(LARGEST, look.scale * LARGER))
        self.at = At.WELCOME
        self.page: QWidget | None = None
        self._pin = pin
        self._clock = clock
        self._touched_ms = clock().monotonic_ms
        self._gone_ms: int | None = None
        self._open = True
        self.indexes = FrameIndexes()
        self.guard = Guard(self)
        self.guard.touched.connect(self.was_touched)
        self._watching = QTimer(self)
        self._watching.setInterval(_LOOK_MS)
        self._watching.timeout.connect(self.look_at_clock)
        self._make()
        # The program's own style has the interviewer's sizes, and goes before what a window hands down.
        self.setStyleSheet(f"{self.look.stylesheet()} QPushButton {{ font-size: {self.look.px(16)}px; }}")

    def _make(self) -> None:
        px = self.look.px
        self.number = QLabel()
        self.number.setObjectName("soft")
        self.number.setFont(self.look.font("label"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(px(220), px(10))
        self.progress.setAccessibleName(self.tr("How far you are"))
        self.languages = QHBoxLayout()
        self._spoken: list[QPushButton] = []
        self.give_back = QPushButton(self.tr("Hand back"))
        self.give_back.setAutoDefault(False)
        self.give_back.setMinimumHeight(44)
        self.give_back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.give_back.clicked.connect(self.show_handing_back)
        head = QHBoxLayout()
        head.setSpacing(px(14))
        head.addWidget(self.number)
        head.addWidget(self.progress)
        head.addStretch(1)
        head.addLayout(self.languages)
        head.addWidget(self.give_back)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), px(12), px(20), px(16))
        self._column.setSpacing(px(10))
        self._column.addLayout(head)

    def speaks(self, languages: dict[str, str], spoken: str) -> None:
        """A button for each language of the questions, where there are several."""
        for before in self._spoken:
            self.languages.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._spoken = []
        for code, name in languages.items():
            button = QPushButton(name)
            button.setObjectName("choice")
            button.setCheckable(True)
            button.setChecked(code == spoken)
            button.setAutoDefault(False)
            button.setMinimumHeight(44)
            button.setProperty("code", code)
            button.clicked.connect(self._choose_language)
            self.languages.addWidget(button)
            self._spoken.append(button)

    def _choose_language(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.language_chosen.emit(str(pressed.property("code")))

    # Coming and going

    def open(self, beside: QWidget) -> None:
        """Over the whole screen that the interviewer's window is on; that one is gone."""
        self.setGeometry(beside.screen().geometry())
        self.showFullScreen()
        self.guard.stand()
        self.raise_()
        self.activateWindow()
        self._watching.start()

    def end(self) -> None:
        """The laptop is the interviewer's again."""
        self._open = False
        self._watching.stop()
        self.guard.step_aside()
        self.hide()
        self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """No key and no button of a window manager closes it."""
        event.ignore()

    # Pages

    def _put(self, page: QWidget, at: At) -> None:
        before, self.page, self.at = self.page, page, at
        if before is not None:
            self._column.removeWidget(before)
            before.hide()
            before.deleteLater()
        hers = at in (At.WELCOME, At.QUESTION)
        self.give_back.setVisible(hers)
        for each in (self.number, self.progress):
            each.setVisible(at is At.QUESTION)
        for button in self._spoken:
            button.setVisible(hers)
        self._column.addWidget(page, 1)
        page.show()
        self.take_keys()

    def take_keys(self) -> None:
        match self.page:
            case QuestionPage() | ClosedPage() as page:
                page.take_keys()
            case _:
                pass

    def show_welcome(self, title: str) -> None:
        told = self.tr(
            "These questions are for you alone. The interviewer does not see what you answer.\n\n"
            "Touch an answer, or use the arrow keys and Space; then Continue. You can stop at any time with Hand back."
        )
        page = ClosedPage(self.look, title, told, buttons=(self.tr("Begin"),))
        page.pressed.connect(self.begun)
        self._put(page, At.WELCOME)

    def show_question(self, prompt: Prompt, number: int, of: int, *, first: bool) -> QuestionPage:
        """`number` among her own questions, of which there are at most so many."""
        page = QuestionPage(self.look, prompt, self.indexes, first=first)
        self.number.setText(self.tr("Question {number}").format(number=number))
        self.progress.setValue(round(100 * (number - 1) / max(of, number)))
        self._put(page, At.QUESTION)
        return page

    def show_end(self) -> None:
        title, told = self.tr("Thank you"), self.tr("Please hand the laptop back to the interviewer.")
        page = ClosedPage(self.look, title, told, pin=self._pin)
        page.opened.connect(self.given_back)
        self._put(page, At.END)

    def show_handing_back(self) -> None:
        """She stops before the end, or only wants to ask: she can go on."""
        title, told = self.tr("Please hand the laptop back"), self.tr("What you have answered is kept.")
        page = ClosedPage(self.look, title, told, buttons=(self.tr("Go on answering"),), pin=self._pin)
        page.opened.connect(self.given_back)
        page.pressed.connect(self.begun)
        self._put(page, At.HANDING_BACK)

    def lock(self) -> None:
        """Nothing of hers is on the screen; at the end nothing was."""
        if self.at in (At.END, At.LOCKED) or not self._open:
            return
        told = self.tr(
            "Nobody has answered for a while, or something else came to the front. Please call the interviewer."
        )
        page = ClosedPage(self.look, self.tr("This laptop is locked"), told, pin=self._pin)
        page.opened.connect(self._unlock)
        self._put(page, At.LOCKED)

    def _unlock(self) -> None:
        buttons = (self.tr("The respondent goes on"), self.tr("Back to the interview"))
        page = ClosedPage(self.look, self.tr("How does it go on?"), buttons=buttons)
        page.pressed.connect(self._go_on)
        self._put(page, At.UNLOCKED)

    def _go_on(self, button: int) -> None:
        (self.given_back if button else self.begun).emit()

    # Watching

    def look_at_clock(self) -> None:
        """Locks where nobody has touched anything for a while."""
        now = self._clock().monotonic_ms
        if now - self._touched_ms >= IDLE_MS:
            self.lock()
        if self._gone_ms is not None and now - self._gone_ms >= AWAY_MS:
            self.lock()
            self._come_back()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate:
            self._returned()
        elif event.type() is QEvent.Type.WindowDeactivate and self._open and self.isVisible():
            if self._gone_ms is None:
                self._gone_ms = self._clock().monotonic_ms
            QTimer.singleShot(0, self, self._come_back)
        elif event.type() is QEvent.Type.WindowStateChange and self._open and self.isMinimized():
            self.lock()
            QTimer.singleShot(0, self, self._come_back)
        return super().event(event)

    def _returned(self) -> None:
        gone, self._gone_ms = self._gone_ms, None
        if gone is not None and self._clock().monotonic_ms - gone >= AWAY_MS:
            self.lock()

    def _come_back(self) -> None:
        """To the front again, whatever has taken it away."""
        if self._open:
            if self.isMinimized() or not self.isVisible():
                self.showFullScreen()
            self.raise_()
            self.activateWindow()

    def was_touched(self) -> None:
        """Somebody is there."""
        self._touched_ms = self._clock().monotonic_ms

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no page has taken is taken here: Esc too does nothing."""
        event.accept()
