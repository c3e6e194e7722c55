"""The guard: while the laptop is handed over, no event reaches anything but the respondent's window, and of hers only what she needs.

It cannot hold back what the operating system keeps to itself: its own task switcher, and its secure keys.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

_Kind = QEvent.Type
_INPUT = frozenset({
    _Kind.KeyPress, _Kind.KeyRelease, _Kind.ShortcutOverride, _Kind.MouseButtonPress, _Kind.MouseButtonRelease,
    _Kind.MouseButtonDblClick, _Kind.MouseMove, _Kind.Wheel, _Kind.TouchBegin, _Kind.TouchUpdate, _Kind.TouchEnd,
    _Kind.TabletPress, _Kind.TabletMove, _Kind.TabletRelease, _Kind.InputMethod, _Kind.Close,
})  # fmt: skip
"""What somebody does; it is kept from every other window."""
_NOBODYS = frozenset({
    _Kind.Shortcut, _Kind.ContextMenu, _Kind.DragEnter, _Kind.DragMove, _Kind.DragLeave, _Kind.Drop, _Kind.ToolTip,
    _Kind.WhatsThis, _Kind.StatusTip, _Kind.NativeGesture, _Kind.Gesture, _Kind.GestureOverride, _Kind.FileOpen,
    _Kind.EnterWhatsThisMode,
})  # fmt: skip
"""What nobody needs: it is taken from all windows."""
_KEYS = frozenset(key.value for key in (
    Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter,
    Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Shift, Qt.Key.Key_CapsLock,
))  # fmt: skip
_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_UNSEEN = "unseen"
"""The property of a window that was opened meanwhile, and put on no screen."""
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Guard(QObject):
    """`stand` before the window, `step_aside` after it."""

    touched = Signal()
    """Emitted when somebody does something in the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def stand(self) -> None:
        """Puts away whatever else can be seen, and watches everything from now on."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            for other in application.topLevelWidgets():
                if other is not self._window and other.isVisible():
                    other.hide()
            application.installEventFilter(self)

    def step_aside(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.removeEventFilter(self)
            for other in application.topLevelWidgets():
                if other.property(_UNSEEN):
                    other.setProperty(_UNSEEN, None)
                    other.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True where nobody is to hear of it."""
        kind = event.type()
        if kind in _NOBODYS:
            event.ignore()
            return True
        if kind is _Kind.Show and isinstance(watched, QWidget):
            return self._shown(watched)
        if kind not in _INPUT:
            return False
        if not self._is_hers(watched):
            event.ignore()
            return True
        if isinstance(watched, QWidget):
            self.touched.emit()
        if isinstance(event, QKeyEvent):
            return not is_allowed(event)
        return isinstance(event, QWheelEvent) and bool(event.modifiers() & _WITH)

    def _is_hers(self, watched: QObject) -> bool:
        """What is neither a widget nor a window is what the program itself works with."""
        match watched:
            case QWidget():
                return watched.window() is self._window
            case QWindow():
                return watched is self._window.windowHandle()
            case _:
                return True

    def _shown(self, shown: QWidget) -> bool:
        """A window that the program opens meanwhile is on no screen, and gone at once."""
        if not shown.isWindow() or shown is self._window:
            return False
        shown.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, True)
        shown.setProperty(_UNSEEN, True)
        QTimer.singleShot(0, shown, shown.hide)
        return True


def is_allowed(event: QKeyEvent) -> bool:
    """Whether the key writes something, or goes somewhere on the page."""
    held = event.modifiers() & _WITH
    writes = event.text().isprintable() and bool(event.text())
    if held == _ALT_GR:
        return writes  # how some keyboards make their signs
    return not held and (writes or event.key() in _KEYS or _is_dead(event))


def _is_dead(event: QKeyEvent) -> bool:
    """A key that waits for the letter to put its accent on."""
    return Qt.Key.Key_Dead_Grave <= event.key() <= Qt.Key.Key_Dead_Longsolidusoverlay
