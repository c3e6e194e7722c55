"""Python's cyclic garbage, collected on the window's thread and on no other.

Python collects in whichever thread happens to ask for memory. Windows, sheets and their signals go round in
cycles, so a round of sync in the background would destroy them while Qt draws: Qt says "Timers cannot be
stopped from another thread", or the process ends without a word.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500
STARTED_MS = 5_000
OLDEST = 2


class Garbage:
    """Ends Python's own collecting; whoever holds this asks now and then, always on the same thread."""

    def __init__(self) -> None:
        gc.disable()
        self._old = 0

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


def collect_only_here(parent: QObject) -> None:
    """From now on garbage is collected by this thread's event loop alone, while `parent` is there."""
    garbage = Garbage()
    timer = QTimer(parent)
    timer.timeout.connect(garbage.collect_due)
    timer.start(EVERY_MS)
    # By then the program is imported. It is not looked through again: that takes 60 ms, and a key would wait for it.
    QTimer.singleShot(STARTED_MS, parent, gc.freeze)
