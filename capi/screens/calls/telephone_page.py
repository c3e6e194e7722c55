"""The telephone page: the next case to ring and why it is this one; dial, the result, the next case. Where there is none, when there will be.

Enter dials and starts the clock; then the keyboard is in the results, and a letter and Enter keep what came of it.
"""

import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capi.fieldwork.calls import LONGEST_CALL, CallMade, Medium
from capi.outcomes.frame import CallResult, OutcomeFrame
from capi.screens.calls.call_words import lasted
from capi.screens.calls.result_list import Line, ResultList
from capi.screens.contact_words import Told
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet, is_enter, with_key
from capi.wording import Wording

LOOK_AGAIN_MS = 30_000
"""How often it is looked whether there is a case to ring by now."""
_IN_SIGHT, _LEAST_IN_SIGHT = 17, 6
_DIGITS = "0123456789+*#"


class Scheme(enum.Enum):
    """How a number is handed to the telephone on this machine."""

    TEL = "tel"
    SIP = "sip"


def scheme_of(dial: str) -> Scheme:
    """That of the setting; the usual one where it says nothing that is known."""
    return next((each for each in Scheme if each.value == dial), Scheme.TEL)


@dataclass(frozen=True, slots=True)
class Offer:
    """A case to ring now. `because`: why it is this one. `known`: what there is to know before she rings; `history`: the calls
    so far, latest first. `script`: what is said first, empty where the instrument says it itself."""

    case_id: str
    title: str
    because: Wording
    telephones: Sequence[str]
    telephone: int
    known: Sequence[Told]
    history: Sequence[str]
    script: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """Nothing to ring now, and why; the words say when there will be. `asking`: the office is being asked."""

    because: Wording
    asking: bool = False


class TelephonePage(QWidget):
    recorded = Signal(str, object, object)
    """Emitted with the id of the case, the CallMade and the CallResult it has."""
    page_wanted = Signal(str)
    """Emitted with the id of the case whose page is to be shown."""
    pick_wanted = Signal()
    """Emitted when another case than the next one is to be rung."""
    closed = Signal()

    def __init__(
        self,
        look: Look,
        frame: OutcomeFrame,
        sha256: str,
        clock: Callable[[], datetime],
        look_for: Callable[[], Offer | Rest],
        *,
        scheme: Scheme = Scheme.TEL,
        dial: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        """`look_for` finds the next case; `clock` gives UTC; `dial` is handed the link of a number."""
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        self._frame = frame
        self._sha256 = sha256
        self._clock = clock
        self._look_for = look_for
        self._scheme = scheme
        self._dial = dial
        self.sheet: Sheet | None = None
        self.offer: Offer | None = None
        self.began: datetime | None = None
        self._chosen = 0
        self._title, self._because, self._number = _label("title"), _label("heading"), _label("telephone")
        self._others, self._timer_label, self._script = _label("soft"), _label("code"), _label("information")
        self._known, self._history, self._alarm = _label(""), _label("soft"), _label("alarm")
        self._alarm.hide()
        self.results = ResultList(look, _IN_SIGHT, least_in_sight=_LEAST_IN_SIGHT)
        self.results.setAccessibleName(self.tr("What came of the call"))
        self.results.picked.connect(self._keep)
        self.results.installEventFilter(self)
        self.note = QLineEdit()
        self.note.setMaxLength(1_000)
        self.note.setPlaceholderText(self.tr("Anything worth knowing for the next call"))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.returnPressed.connect(self._keep)
        self._dial_button = QPushButton(with_key(self.tr("Dial"), "Enter"))
        self._keep_button = QPushButton(with_key(self.tr("Keep the call"), "Enter"))
        self._page_button = QPushButton(with_key(self.tr("Case"), "F2"))
        self._pick_button = QPushButton(with_key(self.tr("Another case"), "F3"))
        self._back_button = QPushButton(with_key(self.tr("Back to the cases"), "Esc"))
        self._seconds = QTimer(self)
        self._seconds.setInterval(1_000)
        self._seconds.timeout.connect(self._show_time)
        self._again = QTimer(self)
        self._again.setInterval(LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look_again)
        self._lay_out()
        self._connect_signals()
        look.changed.connect(self._style)
        self._style()
        self.next()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        numbers = QHBoxLayout()
        numbers.addWidget(self._number)
        numbers.addStretch(1)
        numbers.addWidget(self._timer_label)
        left.addLayout(numbers)
        for part in (self._others, self._script, self._known, self._history):
            left.addWidget(part)
        left.addStretch(1)
        right.addWidget(self.results, 1)
        right.addWidget(self.note)
        right.addStretch()
        self._halves = QHBoxLayout()
        self._halves.addLayout(left, 6)
        self._halves.addLayout(right, 5)
        bar = QHBoxLayout()
        for button in (self._dial_button, self._keep_button, self._page_button, self._pick_button):
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._back_button)
        self._column = QVBoxLayout(self)
        for widget in (self._title, self._because, self._alarm):
            self._column.addWidget(widget)
        self._column.addLayout(self._halves, 1)
        self._column.addLayout(bar)
        for button in (self._dial_button, self._keep_button):
            button.setObjectName("main")

    def _connect_signals(self) -> None:
        self._dial_button.clicked.connect(self.dial)
        self._keep_button.clicked.connect(self._keep)
        self._page_button.clicked.connect(self._want_page)
        self._pick_button.clicked.connect(self._want_another)
        self._back_button.clicked.connect(self.closed)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self._column.setContentsMargins(px(36), px(22), px(36), px(16))
        self._column.setSpacing(px(12))
        self._halves.setSpacing(px(36))
        self._number.setStyleSheet(f"font-size: {px(34)}px; font-weight: 700; color: {c.ink};")
        self._timer_label.setStyleSheet(f"font-size: {px(28)}px; font-weight: 700; color: {c.saved};")
        self._script.setStyleSheet(f"font-size: {px(20)}px; color: {c.ink};")

    # What lies before her

    def next(self) -> None:
        """Looks for the next case."""
        self.show_offer(self._look_for())

    def show_offer(self, found: Offer | Rest) -> None:
        """This one lies before her, and nothing of the one before."""
        self.began = None
        self._seconds.stop()
        self.note.clear()
        self.tell("")
        self._show(found)

    def look_again(self) -> None:
        """Only while nothing lies before her: what she is about to ring is not taken from under her hand."""
        if self.offer is None and self.sheet is None:
            self._show(self._look_for())

    def _show(self, found: Offer | Rest) -> None:
        self.offer = found if isinstance(found, Offer) else None
        self._because.setText(said(found.because))
        if isinstance(found, Offer):
            self._again.stop()
            self._chosen = max(0, found.telephone - 1)
            self._title.setText(found.title)
            self._script.setText(found.script)
            self._known.setText("\n".join(f"{each.label}: {each.words}" for each in found.known))
            self._history.setText("\n".join(found.history))
            lines = [
                Line(each.name, self._frame.said(each.label), each.key)
                for each in self._frame.results_by(Medium.TELEPHONE)
            ]
            self.results.set_lines(lines)
        else:
            self._title.setText(self.tr("One moment") if found.asking else self.tr("Nothing to ring now"))
            for label in (self._script, self._known, self._history):
                label.setText("")
            self._again.start()
        self._show_numbers()
        self._show_stage()

    def _show_numbers(self) -> None:
        numbers = list(self.offer.telephones) if self.offer else []
        self._number.setText(numbers[self._chosen] if self._chosen < len(numbers) else "")
        others = [f"{at}  {number}" for at, number in enumerate(numbers, start=1) if at - 1 != self._chosen]
        self._others.setText("      ".join(others))
        self._others.setVisible(bool(others))
        if self.offer is not None and not numbers:
            self.tell(
                self.tr("No telephone number came with this case. Write down what you found out, or go to its page.")
            )

    def _show_stage(self) -> None:
        ringing, there = self.began is not None, self.offer is not None
        for widget in (self.results, self.note):
            widget.setVisible(there)
            widget.setEnabled(ringing)
        self._dial_button.setVisible(there and not ringing)
        self._keep_button.setVisible(ringing)
        self._back_button.setVisible(not ringing)
        self._page_button.setVisible(there)
        self._pick_button.setVisible(not ringing)
        self._timer_label.setVisible(ringing)
        self._show_time()
        (self.results if ringing else self._dial_button if there else self._back_button).setFocus()

    def _show_time(self) -> None:
        self._timer_label.setText(lasted(self.seconds) or "0:00")

    @property
    def seconds(self) -> int:
        """Since she dialled."""
        if self.began is None:
            return 0
        return max(0, min(LONGEST_CALL, int((self._clock() - self.began).total_seconds())))

    # What she does

    def dial(self) -> None:
        """Hands the number to the telephone of this machine, and starts the clock."""
        if self.offer is None or self.began is not None:
            return
        self.began = self._clock()
        number = self._number.text()
        if number and not self._dial(QUrl(link(number, self._scheme))):
            self.tell(self.tr("No program on this machine dials. Dial by hand; the clock is running."))
        self._seconds.start()
        self._show_stage()

    def choose_number(self, place: int) -> None:
        """Another of the contact's numbers, counted from 0, before she has dialled."""
        if self.offer is not None and self.began is None and place < len(self.offer.telephones):
            self._chosen = place
            self._show_numbers()

    def _keep(self, *_: object) -> None:
        line = self.results.current
        result: CallResult | None = self._frame.result(line.name) if line else None
        if self.offer is None or self.began is None or result is None or self.sheet is not None:
            return
        call = CallMade(
            began=self.began,
            medium=Medium.TELEPHONE,
            result=result.name,
            frame=self._sha256,
            telephone=self._chosen + 1 if self._number.text() else 0,
            seconds=self.seconds,
            note=self.note.text().strip(),
        )
        self.recorded.emit(self.offer.case_id, call, result)

    def _want_page(self) -> None:
        if self.offer is not None:
            self.page_wanted.emit(self.offer.case_id)

    def _want_another(self) -> None:
        if self.began is None and self.sheet is None:
            self.pick_wanted.emit()

    def tell(self, fault: str) -> None:
        """Says what went wrong; an empty text takes it away."""
        self._alarm.setText(fault)
        self._alarm.setVisible(bool(fault))

    def lay(self, sheet: Sheet) -> None:
        """Until it is put away no other sheet is opened."""
        self.sheet = sheet
        sheet.closed.connect(self._sheet_closed)

    def _sheet_closed(self) -> None:
        """What the call led to is done: on to the next case; where no call was made, this one still lies before her."""
        self.sheet = None
        if self.began is not None or self.offer is None:
            self.next()
        else:
            self._show_stage()

    def focus(self) -> None:
        self._show_stage()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text() if event.text() in tuple("123456789") else ""
        if event.key() == Qt.Key.Key_Escape and self.began is None:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.tell(self.tr("Keep what came of the call first; a call that was made is never thrown away."))
        elif event.key() == Qt.Key.Key_F2:
            self._want_page()
        elif event.key() == Qt.Key.Key_F3:
            self._want_another()
        elif digit and self.began is None:
            self.choose_number(int(digit) - 1)
        elif is_enter(event):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.dial()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc and F2 work from the results too."""
        if (
            watched is self.results
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F2)
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


def link(number: str, scheme: Scheme) -> str:
    """`tel:+441632960001`: what is only there to be read is left out.

    >>> link("(01632) 960-001", Scheme.TEL)
    'tel:01632960001'
    """
    abroad = number.strip().startswith("+")  # with its country the nought in brackets is not dialled
    dialled = number.replace("(0)", "") if abroad else number
    return f"{scheme.value}:{''.join(sign for sign in dialled if sign in _DIGITS)}"


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(name not in ("telephone", "code"))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
