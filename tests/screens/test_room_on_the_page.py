"""What is shown where there is room: whole instructions, long entries, titles and addresses; and the language of now."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from capi.fieldwork.case import Case
from capi.instrument.loading import read_sources, snapshot
from capi.instrument.model import Mode
from capi.screens.case_columns import COLUMNS, INSTRUMENT, MODE, NAME, REFERENCE, STATUS
from capi.screens.case_list import CaseList
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store.case_file import CaseFile
from tests.screens.conftest import AtInterview, clock, instrument_of
from tests.screens.every_type import every_type
from tests.screens.test_rows_in_window import gives

SitDown = Callable[..., AtInterview]
KEY = Qt.Key

LONG = "A first sentence that says what to do here. " + "Some more that explains the case at length. " * 8
TOLD = f"""
instrument: told
version: "1"
title: Told
modes: [face_to_face]
sections:
  - section: Only
    ask:
      - Work:
          text: Did you do any paid work?
          instruction: |
            {LONG.strip()}
            The second paragraph.
          categories: {{1: "Yes", 2: "No", 3: "Maybe", 4: "Perhaps", 5: "Sometimes", 6: "Never", 7: "Once"}}
"""
ENTRY = (
    "Managers and proprietors in establishments for the repair, hire and maintenance of agricultural, horticultural and "
    "forestry machinery and of the tools that belong to them, not elsewhere classified"
)
CODED = """
instrument: coded
version: "1"
title: Coded
modes: [face_to_face]
frames: {jobs: {title: Jobs, file: jobs.csv}}
sections:
  - section: Only
    ask:
      - Job: {type: coded, frame: jobs, text: What is your job?}
"""


def told(interviewer: AtInterview) -> str:
    return interviewer.window.question.view._below.words


SHORT = "Do not include people who only supervise children."


def test_a_short_instruction_is_whole_where_it_pushes_nothing_off_the_page(sit_down: SitDown) -> None:
    interviewer = sit_down(kept=instrument_of(TOLD.replace(LONG.strip(), SHORT)))
    interviewer.sees_question()
    assert told(interviewer) == f"{SHORT}\nThe second paragraph."
    question = interviewer.window.question
    assert question.view.height() <= question.area.viewport().height()
    interviewer.window.resize(1366, 430)
    interviewer.look_up()
    assert told(interviewer).endswith("… more: F1.")
    interviewer.window.resize(1366, 768)
    interviewer.look_up()
    assert told(interviewer).endswith("The second paragraph."), "with the room comes the rest"


def test_a_long_one_ends_with_a_sentence_and_the_key_for_more_whatever_room_there_is(sit_down: SitDown) -> None:
    interviewer = sit_down(kept=instrument_of(TOLD))
    interviewer.sees_question()
    assert told(interviewer).startswith("A first sentence that says what to do here.")
    assert told(interviewer).endswith("at length. … more: F1.")


def test_a_long_entry_of_a_frame_is_not_cut(sit_down: SitDown) -> None:
    frame = f'code,text,also\n5213,"{ENTRY}",Fitter\n5214,Fitter of pipes,"{"Plumber and so on; " * 20}"\n'
    reading = read_sources({"instrument.yaml": CODED, "jobs.csv": frame})
    interviewer = sit_down(kept=snapshot(reading))
    interviewer.sees_question()
    interviewer.write("fitter")
    interviewer.look_up()
    found = interviewer.window.question.found
    assert len(found.entries) == 2
    for at, entry in enumerate(found.entries):
        box = found.visualRect(found.model().index(at, 0))
        text, also = found._painter._set(entry, box.width())
        assert box.height() > text.bottom()
        assert box.height() > also.bottom()
        assert max(text.right(), also.right()) <= box.width()
        line = found.fontMetrics().height()
        assert box.height() > 2 * line, "both have more than one line"


def test_the_header_says_title_and_language_of_now(sit_down: SitDown) -> None:
    interviewer = sit_down(kept=every_type())
    interviewer.sees_question()
    header = interviewer.window._header
    assert "Household and travel" in header.accessibleName()
    assert "English" in header.accessibleName()
    interviewer.press(KEY.Key_F6)
    interviewer.look_up()
    assert "Aelwyd a theithio" in header.accessibleName()
    assert "Cymraeg" in header.accessibleName()


def test_with_one_language_the_header_names_none(sit_down: SitDown) -> None:
    interviewer = sit_down()
    interviewer.sees_question()
    assert "English" not in interviewer.window._header.accessibleName()


def test_the_end_counts_questions_and_neither_screens_to_read_nor_computed_fields(sit_down: SitDown) -> None:
    text = """
instrument: counted
version: "1"
title: Counted
modes: [face_to_face]
sections:
  - section: Only
    ask:
      - FirstDay: {type: date, computed: today, once: true}
      - Hello: {type: information, text: Hello.}
      - Age: {type: whole_number, maximum: 120, text: Age?}
      - Double: {type: whole_number, computed: Age}
"""
    interviewer = sit_down(kept=instrument_of(text))
    gives(interviewer, "", "40")
    assert interviewer.window.at_end
    assert any("1 question answered" in label.text() for label in interviewer.window.end_view.findChildren(QLabel))
    assert "1 answered" in interviewer.window._header.accessibleName()


ADDRESS = "Flat 3, 14 Acacia Avenue, Little Snoring, Fakenham, Norfolk NR21 0AB"


@pytest.fixture
def listed(qtbot: QtBot, look: Look, settings: Settings, case_file: CaseFile) -> Iterator[Workplace]:
    kept, now = every_type(), clock()
    case_file.keep_snapshot(kept)
    case = Case("c", "1042/01", ADDRESS, kept.name, kept.version, kept.sha256, Mode.FACE_TO_FACE)
    case_file.add_case(case, now())
    place = Workplace(settings, look, case_file, now)
    qtbot.addWidget(place)
    place.resize(1366, 768)
    place.show()
    yield place
    place.leave()


def test_the_case_list_says_the_title_and_has_room_for_an_address(listed: Workplace) -> None:
    page = listed.page
    assert isinstance(page, CaseList)
    page._take_columns((REFERENCE, NAME, INSTRUMENT, MODE, STATUS))
    metrics, table = page.table.fontMetrics(), page.table
    for column, words in ((REFERENCE, "1042/01"), (NAME, ADDRESS), (INSTRUMENT, "Household and travel")):
        at = COLUMNS.index(column)
        assert page.model.data(page.model.index(0, at)) == words
        assert table.columnWidth(at) > metrics.horizontalAdvance(words)
    used = sum(table.columnWidth(at) for at in range(len(COLUMNS)))
    assert table.viewport().width() - 20 <= used <= table.viewport().width()
    page.search.setText("travel")
    assert page.model.rowCount() == 1
