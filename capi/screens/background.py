"""The one door to work off the window's own thread: for what would make an interviewer wait, such as opening a case file.

The other thread touches nothing of the window's: it may be gone by then, or go at that moment. What comes of the
work is laid down here, a bell rings, and the window's thread fetches it.
"""

import contextlib
import itertools
import queue
from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import Shiboken

_Come: TypeAlias = tuple[int, Any, Exception | None]
"""The number of the work, and its result or its error."""
_NUMBERS = itertools.count()


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
    """Runs a function on another thread, once, and brings its result, or its error, back to this one; then it is gone.

    Where its parent goes first, nobody hears of it any more.
    """

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
        number = next(_NUMBERS)
        _RESULTS.under_way[number] = self
        QThreadPool.globalInstance().start(_Task(number, self._work))


class _Task(QRunnable):
    def __init__(self, number: int, work: Callable[[], Any]) -> None:
        super().__init__()
        self._number = number
        self._work: Callable[[], Any] | None = work

    def run(self) -> None:
        work, self._work = self._work, None
        if work is None:
            return
        try:
            come: _Come = (self._number, work(), None)
        except Exception as error:  # every error is told on the window's thread, where it can be shown
            come = (self._number, None, error)
        _RESULTS.come.put(come)
        del work, come  # before the bell: the last to let them go is the window's thread
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile: nobody is there to hear it
            _RESULTS.bell.emit()


class _Results(QObject):
    """Where what comes of the work is laid down and fetched; it lives as long as the program."""

    bell = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.under_way: dict[int, Work] = {}
        self.come: queue.SimpleQueue[_Come] = queue.SimpleQueue()
        self.bell.connect(self._fetch, Qt.ConnectionType.QueuedConnection)

    def _fetch(self) -> None:
        """One for each ring."""
        number, result, error = self.come.get_nowait()
        work = self.under_way.pop(number)
        if not Shiboken.isValid(work):
            return
        if error is None:
            work.done.emit(result)
        else:
            work.failed.emit(error)


_RESULTS = _Results()
