"""Settling: what was typed on past the end of one page never lands in another; a moment of quiet has to come first."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from capi.screens.keys import QUIET_MS


class Settling(QObject):
    """It takes the keys of the whole application while a page that was just shown is settling."""

    def __init__(self, pages: QObject) -> None:
        """It lives as long as what shows the pages."""
        super().__init__(pages)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)

    @property
    def is_over(self) -> bool:
        return not self._quiet.isActive()

    def begin(self) -> None:
        """Another page is shown."""
        self._quiet.start(QUIET_MS)

    def watch(self) -> None:
        """From now on keys are taken; none were meant for a page before the first one."""
        self._quiet.stop()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def leave(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._quiet.isActive() and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self.begin()
            return True
        return False
