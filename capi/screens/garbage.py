"""Python's cyclic garbage, collected on the window's thread and on no other.

Python collects in whichever thread happens to ask for memory. Windows, sheets and their signals go round in
cycles, so a round of sync in the background would destroy them while Qt draws: Qt says "Timers cannot be
stopped from another thread", or the process ends without a word.
"""

import contextlib
import gc
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500
STARTED_MS = 5_000
OLDEST = 2


class Garbage:
    """Ends Python's own collecting; whoever holds this asks now and then, always on the same thread."""

    def __init__(self) -> None:
        self._collecting = gc.isenabled()
        gc.disable()
        self._old = 0

    def end(self) -> None:
        """Python collects again, if it did before."""
        if self._collecting:
            gc.enable()

    def collect_due(self) -> None:
        """Collects what Python would have by now: its generations and thresholds, and the oldest once it has grown by a quarter."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = -1
        while due < OLDEST and counts[due + 1] > thresholds[due + 1]:
            due += 1
        if due == OLDEST and 4 * _old_objects() <= 5 * self._old:
            due -= 1
        if due >= 0:
            gc.collect(due)
        if due == OLDEST:
            self._old = _old_objects()


def _old_objects() -> int:
    return len(gc.get_objects(generation=OLDEST))


@contextlib.contextmanager
def collected_only_here(parent: QObject) -> Iterator[None]:
    """While the block runs, garbage is collected by the event loop of this thread alone; `parent` outlives the block."""
    garbage = Garbage()
    timer = QTimer(parent)
    timer.timeout.connect(garbage.collect_due)
    timer.start(EVERY_MS)
    # By then the program is imported. It is not looked through again: that takes 60 ms, and a key would wait for it.
    started = QTimer(parent)
    started.setSingleShot(True)
    started.timeout.connect(gc.freeze)
    started.start(STARTED_MS)
    try:
        yield
    finally:
        for each in (timer, started):
            each.stop()
            each.deleteLater()
        gc.unfreeze()
        gc.collect()  # what is left of the windows: after this any thread may collect
        garbage.end()
