"""Work off the window's thread: what comes of it is told on the window's thread, or to nobody where the window has gone."""

import subprocess
import sys
import threading
import weakref
from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from capi.screens.background import Work, ahead

MAIN = threading.main_thread().name


def here() -> str:
    return threading.current_thread().name


def test_the_result_is_told_on_the_windows_thread(qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    parent = QObject()
    work = Work(here, parent)
    work.done.connect(lambda where: told.append((where, here())))
    work.failed.connect(lambda _error: told.append(("failed", here())))
    work.start()
    qtbot.waitUntil(lambda: bool(told))
    ((worked, heard),) = told
    assert worked != MAIN
    assert heard == MAIN


def test_an_error_is_told_as_itself(qtbot: QtBot) -> None:
    told: list[object] = []
    error = LookupError("nothing there")

    def fails() -> None:
        raise error

    parent = QObject()
    work = Work(fails, parent)
    work.done.connect(told.append)
    work.failed.connect(told.append)
    work.start()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [error]


def test_each_of_many_gets_its_own_result(qtbot: QtBot) -> None:
    told: list[tuple[int, int]] = []
    parent = QObject()

    def squared(number: int) -> Callable[[], int]:
        return lambda: number * number

    for number in range(200):
        work = Work(squared(number), parent)
        work.done.connect(lambda result, number=number: told.append((number, result)))
        work.start()
    qtbot.waitUntil(lambda: len(told) == 200)
    assert sorted(told) == [(number, number * number) for number in range(200)]


def test_what_comes_after_the_window_has_gone_is_told_to_nobody(qtbot: QtBot) -> None:
    told: list[object] = []
    go_on = threading.Event()
    window = QWidget()
    work = Work(go_on.wait, window)
    work.done.connect(told.append)
    work.failed.connect(told.append)
    work.start()
    Shiboken.delete(window)
    go_on.set()
    assert QThreadPool.globalInstance().waitForDone(5_000)
    later: list[object] = []
    parent = QObject()
    after = Work(here, parent)
    after.done.connect(later.append)
    after.start()
    qtbot.waitUntil(lambda: bool(later))
    assert not told


def test_what_the_work_belongs_to_is_let_go_on_the_windows_thread(qtbot: QtBot) -> None:
    """Else a desk that is dropped while the hub is asked would be destroyed under Qt's hands."""

    class Desk(QObject):
        def ask(self) -> None:
            """Takes no time: the thread that does it is ready before the window's thread can let it go."""

    told: list[object] = []
    let_go: list[str] = []
    parent = QObject()
    for _ in range(200):
        desk = Desk()
        weakref.finalize(desk, lambda: let_go.append(here()))
        work = Work(desk.ask, parent)
        work.done.connect(told.append)
        work.start()
        del desk, work
        QApplication.processEvents()
    qtbot.waitUntil(lambda: len(told) == 200)
    QThreadPool.globalInstance().waitForDone(5_000)
    qtbot.waitUntil(lambda: len(let_go) == 200)
    assert set(let_go) == {MAIN}


LEAVING = """
import time
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from capi.screens.background import Work
application = QApplication([])
parent = QObject()
Work(lambda: time.sleep(0.5), parent).start()
QTimer.singleShot(50, application.quit)
raise SystemExit(application.exec())
"""


def test_a_program_that_ends_meanwhile_waits_for_the_work_and_ends_in_peace() -> None:
    ended = subprocess.run([sys.executable, "-c", LEAVING], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_what_is_done_ahead_and_fails_disturbs_nobody(qtbot: QtBot) -> None:
    done: list[str] = []

    def fails() -> None:
        done.append(here())
        raise LookupError

    ahead(fails)
    qtbot.waitUntil(lambda: bool(done))
    assert QThreadPool.globalInstance().waitForDone(5_000)
    assert done != [MAIN]
