"""A window that nobody holds any more is destroyed on the window's thread, whatever the others do."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from capi.screens import garbage
from capi.screens.garbage import Garbage, collected_only_here


@pytest.fixture(autouse=True)
def eager() -> Iterator[None]:
    """Thresholds of a Python that is not full of tests; nothing frozen stays so."""
    thresholds, was = gc.get_threshold(), gc.isenabled()
    gc.collect()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    if was:
        gc.enable()
    else:
        gc.disable()


def thread_that_destroyed_a_window(qtbot: QtBot) -> str:
    """Loses a window that holds itself, makes a thread ask for much memory, and waits until it is gone."""
    destroyed: list[str] = []
    window = QWidget()
    window.itself = window  # type: ignore[attr-defined]
    weakref.finalize(window, lambda: destroyed.append(threading.current_thread().name))
    del window
    elsewhere = threading.Thread(target=lambda: [[[]] for _ in range(100_000)], name="elsewhere")
    elsewhere.start()
    elsewhere.join()
    if not destroyed:
        fill_every_generation()
        qtbot.waitUntil(lambda: bool(destroyed), timeout=5_000)
    return destroyed[0]


def fill_every_generation() -> None:
    kept: list[list[list[object]]] = []
    for _ in range(20):
        kept.append([[] for _ in range(1_000)])
        gc.collect(0)
    kept.append([[] for _ in range(1_000)])


def test_python_alone_would_destroy_it_wherever_memory_is_asked_for(qtbot: QtBot) -> None:
    """Else the test below would show nothing."""
    gc.enable()
    assert thread_that_destroyed_a_window(qtbot) == "elsewhere"


def test_a_window_is_destroyed_on_its_own_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "EVERY_MS", 20)
    gc.enable()
    parent = QObject()
    with collected_only_here(parent):
        assert not gc.isenabled()
        assert thread_that_destroyed_a_window(qtbot) == threading.main_thread().name
    assert gc.isenabled()


def test_what_is_left_of_the_windows_is_destroyed_before_other_threads_may_collect(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "STARTED_MS", 1)
    destroyed: list[bool] = []
    parent = QObject()
    with collected_only_here(parent):
        window = QWidget()
        window.itself = window  # type: ignore[attr-defined]
        weakref.finalize(window, lambda: destroyed.append(gc.isenabled()))
        del window
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 0)
        assert not destroyed
    assert destroyed == [False]
    assert gc.get_freeze_count() == 0


def test_the_oldest_are_looked_through_only_when_they_have_grown_by_a_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    mine = Garbage()
    old = 1_000
    monkeypatch.setattr(garbage, "_old_objects", lambda: old)
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(gc, "get_count", lambda: (701, 11, 11))
    mine.collect_due()
    old = 1_250
    mine.collect_due()
    old = 1_251
    mine.collect_due()
    assert collected == [2, 1, 2]


def test_nothing_is_collected_before_it_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    mine = Garbage()
    monkeypatch.setattr(gc, "collect", collected.append)
    for counts in ((700, 11, 11), (701, 10, 11), (701, 11, 10)):
        monkeypatch.setattr(gc, "get_count", lambda now=counts: now)
        mine.collect_due()
    assert collected == [0, 1]
