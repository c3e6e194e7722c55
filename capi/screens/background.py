"""The one door to work off the window's own thread: for what would make an interviewer wait, such as opening a case file."""

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal


def ahead(work: Callable[[], object]) -> None:
    """Does on another thread what will be needed later. Nobody is told; where it fails it fails again when it is needed."""
    QThreadPool.globalInstance().start(_Ahead(work))


class _Ahead(QRunnable):
    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        with contextlib.suppress(Exception):
            self._work()


class Work(QObject):
    """Runs a function on another thread, once, and brings its result, or its error, back to this one; then it is gone."""

    done = Signal(object)
    """Emitted with the result."""
    failed = Signal(object)
    """Emitted with the exception."""

    def __init__(self, work: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work

    def start(self) -> None:
        for ended in (self.done, self.failed):
            ended.connect(self.deleteLater)  # last: whoever waits hears of it first
        QThreadPool.globalInstance().start(_Task(self, self._work))


class _Task(QRunnable):
    def __init__(self, report: Work, work: Callable[[], Any]) -> None:
        super().__init__()
        self._report = report
        self._work = work

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as error:  # every error is told on the window's thread, where it can be shown
            self._report.failed.emit(error)
        else:
            self._report.done.emit(result)
