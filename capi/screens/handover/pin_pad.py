"""The PIN pad: digits to touch or to type, or the passphrase; nothing else comes from it than that it was the right one."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capi.screens.handover.pin import LONGEST, Pin
from capi.screens.handover.touch_keys import RUB_OUT, TouchKeys
from capi.screens.handover.written import Line
from capi.screens.look import Look
from capi.screens.sheet import is_enter

_A_SECOND_MS = 1_000


class PinPad(QWidget):
    """Says when it was wrong, and for how long nothing is taken."""

    opened = Signal()
    """Emitted when the PIN or the passphrase was right."""

    def __init__(self, look: Look, pin: Pin) -> None:
        super().__init__()
        self._look = look
        self._pin = pin
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dots = QLabel()
        self._dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._dots.setFont(look.font("title"))
        self.told = QLabel()
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.told.setWordWrap(True)
        self.told.setFixedSize(look.px(520), look.px(44))
        self.told.setObjectName("alarm")
        self.told.setFont(look.font("label"))
        self.keys = TouchKeys(look)
        self.keys.typed.connect(self._take)
        self.passphrase = Line(look, self.tr("Passphrase"), full=200, wide=320)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.passphrase.hide()
        self.other = QPushButton(self.tr("Passphrase instead"))
        self.other.clicked.connect(self._ask_passphrase)
        self.enter = QPushButton(self.tr("OK"))
        self.enter.setObjectName("main")
        self.enter.clicked.connect(self._try)
        for button in (self.other, self.enter):
            button.setAutoDefault(False)
            button.setMinimumHeight(max(48, look.px(44)))
        self._waiting = QTimer(self)
        self._waiting.setInterval(_A_SECOND_MS)
        self._waiting.timeout.connect(self.look_at_clock)
        self._lay_out()
        self.other.setVisible(pin.has_passphrase)
        self._show_dots()
        self.look_at_clock()

    def _lay_out(self) -> None:
        label = QLabel(self.tr("Interviewer: your PIN"))
        label.setObjectName("soft")
        label.setFont(self._look.font("label"))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(8))
        for widget in (label, self._dots, self.passphrase, self.told, self.keys):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.enter)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.setTabOrder(self.passphrase, self.enter)

    def take_keys(self) -> None:
        (self.setFocus if self.passphrase.isHidden() else self.passphrase.setFocus)()

    def _ask_passphrase(self) -> None:
        asked = self.passphrase.isHidden()
        self.passphrase.setVisible(asked)
        self.keys.setVisible(not asked)
        self._dots.setVisible(not asked)
        self.other.setText(self.tr("PIN instead") if asked else self.tr("Passphrase instead"))
        self._typed = ""
        self.passphrase.clear()
        self._show_dots()
        self.take_keys()

    def _take(self, sign: str) -> None:
        if self._pin.seconds_to_wait:
            return
        self._typed = self._typed[:-1] if sign == RUB_OUT else (self._typed + sign)[:LONGEST]
        self.told.clear()
        self._show_dots()
        self.setFocus()

    def _show_dots(self) -> None:
        """How many digits there are, and not which."""
        self._dots.setText("● " * len(self._typed) + "○ " * max(0, 4 - len(self._typed)))
        self._dots.setAccessibleName(self.tr("Digits typed: {count}").format(count=len(self._typed)))

    def _try(self) -> None:
        tried = self._typed if self.passphrase.isHidden() else self.passphrase.text()
        self._typed = ""
        self.passphrase.clear()
        self._show_dots()
        if not tried or self._pin.seconds_to_wait:
            return
        if self._pin.opens(tried):
            self.opened.emit()
            return
        self.told.setText(self.tr("That is not right."))
        self.look_at_clock()

    def look_at_clock(self) -> None:
        """Says how long it is to wait, second by second."""
        seconds = self._pin.seconds_to_wait
        for widget in (self.keys, self.enter, self.passphrase):
            widget.setEnabled(not seconds)
        if seconds:
            told = self.tr("That is not right. It can be tried again in {seconds} s.")
            self.told.setText(told.format(seconds=seconds))
            self._waiting.start()
        elif self._waiting.isActive():
            self._waiting.stop()
            self.told.clear()
            self.take_keys()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if is_enter(event):
            focused = self.focusWidget()
            if focused is self.other:
                self._ask_passphrase()
            else:
                self._try()
        elif self.passphrase.isHidden() and event.key() == Qt.Key.Key_Backspace:
            self._take(RUB_OUT)
        elif self.passphrase.isHidden() and text.isascii() and text.isdigit():
            self._take(text)
        event.accept()
