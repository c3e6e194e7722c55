"""Nothing leads out of the respondent's window: no key, no click, no event and no timer; and nothing else is ever to be seen."""

import functools
import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from capi.fieldwork.journal import RESPONDENT
from capi.screens.handover.handover_window import At
from capi.screens.handover.touch_rows import TouchRow
from capi.sync.round_report import RoundReport
from tests.screens.conftest import NOW
from tests.screens.handover.conftest import Laptop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", "keyToAscii Unhandled", extend=True)

MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
]
HERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
"""With these she answers and presses buttons, Hand back among them; what they do is another test."""
SECRETS = ("Rosa", "Fletcher", "case-1", "the interviewer wrote this", "PRACTICE")


def words_in(window: QWidget) -> Iterator[str]:
    """All that can be read in it, by eye or by a screen reader."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
            text = getattr(widget, "toPlainText" if isinstance(widget, QPlainTextEdit) else "text", None)
            if text is not None:
                yield str(text())


@pytest.fixture
def handed(laptop: Laptop) -> Laptop:
    """Handed over at the second question; the interviewer has written a remark, and she has answered the first."""
    screen = laptop.open()
    screen._remark("the interviewer wrote this")
    laptop.hand_over()
    laptop.begin()
    laptop.choose(1)
    return laptop


def nothing_else_is_seen(laptop: Laptop) -> None:
    laptop.look_up()
    window = laptop.workplace.handover.window
    assert window is not None, "it is the interviewer's again"
    seen = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert seen == [window]
    assert not laptop.main.isVisible()
    assert not laptop.workplace.showcard.isVisible()
    told = " ".join(words_in(window))
    assert not [secret for secret in SECRETS if secret in told], told


def her_entries_alone(laptop: Laptop, since: int) -> None:
    assert {entry.who for entry in laptop.journal()[since:]} <= {RESPONDENT}


def test_no_key_with_any_modifier_shows_anything_else(handed: Laptop) -> None:
    since = len(handed.journal())
    count = 0
    for key, modifiers in itertools.product(Qt.Key, MODIFIERS):
        if key in HERS and modifiers in MODIFIERS[:2]:
            continue
        widget = QApplication.focusWidget() or handed.window
        letter = chr(key.value) if 32 < key.value < 127 else ""
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key.value, modifiers, letter))
        count += 1
        if count % 200 == 0:
            nothing_else_is_seen(handed)
    nothing_else_is_seen(handed)
    assert count > 3_000
    assert handed.at() is At.QUESTION
    assert handed.question.prompt.field == "FreeMeals"
    her_entries_alone(handed, since)


def test_no_standard_key_and_no_shortcut_of_the_program_does_anything(handed: Laptop) -> None:
    since = len(handed.journal())
    fired: list[str] = []
    for owner in (handed.main, handed.window):
        for standard in QKeySequence.StandardKey:
            for sequence in QKeySequence.keyBindings(standard):
                shortcut = QShortcut(sequence, owner)
                shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
                shortcut.activated.connect(functools.partial(fired.append, sequence.toString()))
                shortcut.activatedAmbiguously.connect(functools.partial(fired.append, sequence.toString()))
    for standard in QKeySequence.StandardKey:
        for sequence in QKeySequence.keyBindings(standard):
            QTest.keySequence(handed.window, sequence)
            widget = QApplication.focusWidget()
            if widget is not None:
                QTest.keySequence(widget, sequence)
    nothing_else_is_seen(handed)
    assert fired == []
    her_entries_alone(handed, since)


def test_every_action_and_every_button_of_the_program_triggered_shows_nothing(handed: Laptop) -> None:
    since = len(handed.journal())
    for owner in (handed.main, handed.workplace, QApplication.instance()):
        assert owner is not None
        for action in owner.findChildren(QAction):
            action.trigger()
        for shortcut in owner.findChildren(QShortcut):
            shortcut.activated.emit()
    for bar in (handed.main.menuBar(), handed.main.statusBar()):
        bar.show()
    nothing_else_is_seen(handed)
    her_entries_alone(handed, since)


def test_no_closing_closes_it(handed: Laptop) -> None:
    assert not handed.window.close()
    QApplication.sendEvent(handed.window, QCloseEvent())
    assert not handed.main.close(), "the interviewer's window is not closed behind it either"
    QApplication.sendEvent(handed.main, QCloseEvent())
    QApplication.closeAllWindows()
    nothing_else_is_seen(handed)
    assert handed.case_file.record("case-1").answers == {"SchoolType": 1}, "the case file is open"


def test_nothing_is_dropped_pasted_or_asked_for_by_menu(handed: Laptop) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("file:///etc/passwd")])
    mime.setText("Rosa")
    clipboard = QApplication.clipboard()
    clipboard.setText("Rosa Fletcher")
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for widget in (handed.window, *handed.window.findChildren(QWidget)):
        middle = widget.rect().center()
        enter = QDragEnterEvent(middle, action, mime, left, none)
        QApplication.sendEvent(widget, enter)
        assert not enter.isAccepted()
        QApplication.sendEvent(widget, QDropEvent(QPointF(middle), action, mime, left, none))
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(widget, QContextMenuEvent(reason, middle, widget.mapToGlobal(middle)))
        QTest.mouseClick(widget, Qt.MouseButton.RightButton) if widget.isVisible() else None
        QTest.mouseClick(widget, Qt.MouseButton.MiddleButton) if widget.isVisible() else None
    QTest.keySequence(handed.window, QKeySequence(QKeySequence.StandardKey.Paste))
    nothing_else_is_seen(handed)


def test_the_wheel_with_ctrl_changes_no_size(handed: Laptop) -> None:
    before = handed.window.look.scale
    row = handed.window.findChildren(TouchRow)[0]
    where = QPointF(row.rect().center())
    turned = QWheelEvent(
        where,
        QPointF(row.mapToGlobal(QPoint(1, 1))),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(row, turned)
    assert handed.window.look.scale == before
    nothing_else_is_seen(handed)


def test_what_the_program_does_by_itself_meanwhile_shows_nothing(
    handed: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = handed.workplace
    told: list[str] = []
    monkeypatch.setattr(workplace.diary.reminders, "_notify", told.append)
    workplace.diary.reminders.look()
    workplace.diary.reminders.changed.emit()
    failed = RoundReport(hub="https://hub", started=NOW, ended=NOW, finished=False, cases=())
    workplace.hub.ended.emit(failed)
    popup = QLabel("Rosa Fletcher")
    popup.setWindowFlag(Qt.WindowType.ToolTip)
    popup.show()
    dialog = QWidget(None, Qt.WindowType.Dialog)
    dialog.show()
    handed.main.show()
    workplace.showcard.show()
    nothing_else_is_seen(handed)
    assert told == [], "no message on the desktop"
    for each in (popup, dialog):
        each.deleteLater()


def test_it_comes_back_to_the_front_and_is_locked_when_it_was_away(handed: Laptop) -> None:
    window = handed.window
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    handed.clock.ms += 200
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert handed.at() is At.QUESTION, "a system moves windows about for a moment"
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    handed.clock.ms += 5_000
    window.look_at_clock()
    assert handed.at() is At.LOCKED
    nothing_else_is_seen(handed)


def test_minimised_it_is_there_again_and_locked(handed: Laptop) -> None:
    handed.window.showMinimized()
    handed.look_up()
    assert not handed.window.isMinimized()
    assert handed.at() is At.LOCKED
    nothing_else_is_seen(handed)


def test_untouched_for_five_minutes_it_is_locked_and_shows_no_answer(handed: Laptop) -> None:
    handed.clock.ms += 4 * 60_000
    handed.window.look_at_clock()
    assert handed.at() is At.QUESTION
    handed.press(Qt.Key.Key_Down)
    handed.clock.ms += 4 * 60_000
    handed.window.look_at_clock()
    assert handed.at() is At.QUESTION, "she was there four minutes ago"
    handed.clock.ms += 61_000
    handed.window.look_at_clock()
    assert handed.at() is At.LOCKED
    assert handed.window.findChildren(TouchRow) == [] or not any(
        row.isVisible() for row in handed.window.findChildren(TouchRow)
    )
    handed.give_back()
    assert handed.at() is At.UNLOCKED
    handed.closed.buttons[0].click()
    assert handed.question.prompt.field == "FreeMeals"


def test_a_wrong_pin_waits_longer_each_time_and_goes_on_waiting_in_the_next_window(handed: Laptop) -> None:
    handed.window.show_handing_back()
    pin = handed.workplace.handover.pin
    waits = []
    for _ in range(5):
        handed.give_back("0815")
        assert handed.is_handed_over()
        waits.append(pin.seconds_to_wait)
        handed.clock.ms += waits[-1] * 1000 + 1000
        pad = handed.closed.pad
        assert pad is not None
        pad.look_at_clock()
    assert waits == [0, 5, 10, 20, 40]
    handed.give_back("0815")
    handed.give_back()
    assert handed.is_handed_over(), "the right one is not looked at while there is a wait"
    handed.window.show_handing_back()
    pad = handed.closed.pad
    assert pad is not None
    assert not pad.keys.isEnabled()
    handed.clock.ms += 400_000
    pad.look_at_clock()
    handed.give_back()
    assert not handed.is_handed_over()
    assert pin.seconds_to_wait == 0


def test_her_lines_take_nothing_from_the_clipboard_and_have_no_menu(handed: Laptop) -> None:
    handed.window.show_handing_back()
    pad = handed.closed.pad
    assert pad is not None
    pad.other.click()
    QApplication.clipboard().setText("correct horse battery")
    line = handed.focused()
    assert isinstance(line, QLineEdit)
    QTest.keySequence(line, QKeySequence(QKeySequence.StandardKey.Paste))
    assert line.text() == ""
    assert line.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
    nothing_else_is_seen(handed)
