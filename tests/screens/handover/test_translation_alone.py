"""The handed-over laptop in a language nobody speaks: no page and no refusal of it has a text that cannot be translated."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from capi.instrument.loading import read_sources, snapshot
from capi.screens.handover.handover_window import At
from capi.screens.language import speak
from capi.screens.look import Look
from capi.settings import Settings
from tests.screens.handover.conftest import Laptop, add_case
from tests.screens.pseudo_language import CODE, Reader

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

RUSSIAN = """
instrument: odin
version: "1"
title: {ru: Один, uk: Сам}
modes: [face_to_face, self_completion]
languages: [ru, uk]
frames:
  strany: {title: {ru: Страны, uk: Країни}, file: strany.csv}
sections:
  - section: Private
    title: {ru: Вопросы, uk: Питання}
    hand_over: true
    ask:
      - Ways:
          type: code_all
          most: 1
          text: {ru: Чем вы ездите?, uk: Чим ви їздите?}
          categories: {1: {text: {ru: Автобус, uk: Автобусом}}, 2: {text: {ru: Поезд, uk: Потяг}}}
      - Tenure: {text: {ru: Чьё жильё?, uk: Чиє житло?}, categories: {1: {text: {ru: Моё, uk: Моє}}, 2: {text: {ru: Нет, uk: Ні}}}}
      - Rooms: {type: whole_number, maximum: 90, label: {ru: Комнаты, uk: Кімнати}, text: {ru: Сколько комнат?, uk: Скільки кімнат?}}
      - Beds: {type: whole_number, maximum: 90, label: {ru: Кровати, uk: Ліжка}, text: {ru: Сколько кроватей?, uk: Скільки ліжок?}}
      - Born: {type: date, text: {ru: Когда вы родились?, uk: Коли ви народилися?}}
      - Moved: {type: partial_date, text: {ru: Когда вы приехали?, uk: Коли ви приїхали?}}
      - Rise: {type: time, text: {ru: Когда вы встаёте?, uk: Коли ви встаєте?}}
      - Country: {type: coded, frame: strany, text: {ru: Где вы родились?, uk: Де ви народилися?}}
      - Feel: {type: text, text: {ru: Как вы себя чувствуете?, uk: Як ви почуваєтеся?}}
    edits:
      - signal: Few
        fails_if: Beds > Rooms
        message: {ru: Кроватей больше., uk: Ліжок більше.}
"""


@pytest.fixture(autouse=True)
def abroad(look: Look, qapp: QApplication, settings: Settings, pseudo_resources: Path) -> Iterator[None]:
    assert look.theme == "light"
    speak(qapp, pseudo_resources, CODE)
    yield
    speak(qapp, settings.resources, "en")


def test_every_page_and_what_it_refuses(
    laptop: Laptop, reader: Reader, all_is_said: Callable[[QWidget, str], None]
) -> None:
    reader.known += ["Ways", "Tenure", "Born", "Moved", "Rise", "Country", "Feel"]  # they have no label
    reader.known += ["case-2", "Rosa Fletcher", "Русский", "Українська", "qwertyuiop", "asdfghjkl"]
    reading = read_sources({"instrument.yaml": RUSSIAN, "strany.csv": "code,text\n643,Россия\n804,Украина\n"})
    assert reading.instrument is not None, [str(fault) for fault in reading.faults]
    add_case(laptop.case_file, snapshot(reading), laptop.clock, "case-2")
    laptop.case_id = "case-2"
    laptop.workplace.refresh_cases()
    laptop.open()
    sheet = laptop.ask_to_hand_over()
    all_is_said(laptop.main, "sheet")
    laptop.press(Qt.Key.Key_Return)
    for pins in (("1", "1"), ("1111", "1111"), ("4711", "4712")):
        sheet.first.setText(pins[0])
        sheet.again.setText(pins[1])
        laptop.press(Qt.Key.Key_Return)
        all_is_said(laptop.main, f"pin-{'-'.join(pins)}")
    sheet.put_away()
    laptop.screen.take_keys()
    laptop.hand_over()
    all_is_said(laptop.window, "welcome")
    laptop.begin()

    def refused(field: str) -> None:
        laptop.question.onward.click()
        laptop.look_up()
        assert laptop.question.prompt.field == field
        assert laptop.question.fault.isVisible()
        all_is_said(laptop.window, f"refused-{field}")

    def answered(*parts: str) -> None:
        for part in parts:
            laptop.write(part)
        laptop.question.onward.click()
        laptop.look_up()

    refused("Ways")
    laptop.choose(1, 2)
    refused("Ways")
    laptop.choose(2)
    refused("Tenure")
    laptop.choose(1)
    refused("Rooms")
    answered("2")
    answered("3")
    refused("Beds")
    laptop.question.confirmed.emit()
    refused("Born")
    answered("03", "05", "1987")
    refused("Moved")
    answered("03", "05", "1987")
    refused("Rise")
    answered("06", "40")
    refused("Country")
    laptop.write("643")
    found = laptop.question.answer.found
    assert found is not None
    found.rows[0].click()
    answered()
    refused("Feel")
    answered("-")
    assert laptop.at() is At.END
    all_is_said(laptop.window, "end")
    laptop.window.show_handing_back()
    all_is_said(laptop.window, "handing-back")
    laptop.window.lock()
    all_is_said(laptop.window, "locked")
    laptop.give_back("0815")
    all_is_said(laptop.window, "wrong")
    laptop.give_back("0815")
    all_is_said(laptop.window, "waits")
    pad = laptop.closed.pad
    assert pad is not None
    laptop.clock.ms += 60_000
    pad.look_at_clock()
    pad.other.click()
    all_is_said(laptop.window, "passphrase")
    pad.other.click()
    laptop.give_back()
    all_is_said(laptop.window, "unlocked")
    laptop.closed.buttons[1].click()
    laptop.look_up()
    laptop.screen.take_keys()
    laptop.press(Qt.Key.Key_PageUp)
    all_is_said(laptop.main, "covered")
