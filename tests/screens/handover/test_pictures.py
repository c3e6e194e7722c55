"""What the respondent sees, at the size of a small laptop: nothing is cut off, and every page has been looked at."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from capi.screens.handover.touch_rows import TouchRow
from capi.screens.look import Look, Theme
from tests.screens.handover.conftest import Laptop

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 2.0)])
def test_every_page_has_room_on_a_small_screen(
    laptop: Laptop, look: Look, tmp_path: Path, theme: Theme, scale: float
) -> None:
    pictures = Path(os.environ.get("CAPI_PICTURES", tmp_path))
    look.set_theme(theme)
    look.set_scale(scale)

    def picture(name: str) -> None:
        window = laptop.window
        window.setFixedSize(1366, 768)
        laptop.look_up()
        assert window.grab().save(str(pictures / f"{name}-{theme}-{scale:.0f}.png"))
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                assert button.height() >= 44, button.text()
        for label in window.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()

    laptop.open()
    sheet = laptop.ask_to_hand_over()
    assert laptop.main.grab().save(str(pictures / f"sheet-{theme}-{scale:.0f}.png"))
    sheet.put_away()
    laptop.hand_over()
    picture("welcome")
    laptop.begin()
    picture("question")
    assert min(row.height() for row in laptop.window.findChildren(TouchRow)) >= 44
    laptop.press(Qt.Key.Key_Return)
    picture("fault")
    laptop.choose(1)
    laptop.choose(2)
    picture("third")
    laptop.window.show_handing_back()
    picture("handing-back")
    laptop.window.lock()
    picture("locked")
    laptop.write("1234")
    laptop.press(Qt.Key.Key_Return)
    laptop.write("1234")
    laptop.press(Qt.Key.Key_Return)
    picture("wrong")
    laptop.clock.ms += 10_000
    pad = laptop.closed.pad
    assert pad is not None
    pad.look_at_clock()
    laptop.give_back()
    picture("unlocked")
    laptop.closed.buttons[1].click()
    laptop.look_up()
    screen = laptop.screen
    screen.take_keys()
    laptop.press(Qt.Key.Key_PageUp)
    assert laptop.main.grab().save(str(pictures / f"sealed-{theme}-{scale:.0f}.png"))
