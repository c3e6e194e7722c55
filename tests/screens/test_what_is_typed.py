"""What is typed and not entered: it is kept where it is an answer, asked about where it is none, and never called saved."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from capi.fieldwork.case import Status
from capi.instrument.loading import Snapshot
from capi.instrument.model import Answer
from capi.screens.interview_sheets import ConfirmSheet, EditSheet
from capi.store.case_file import CaseFile
from tests.screens.conftest import AtInterview, instrument_of

SitDown = Callable[..., AtInterview]
KEY = Qt.Key

TYPED = """
instrument: typed
version: "1"
title: {en: Typed, cy: Teipio}
modes: [face_to_face]
languages: [en, cy]
frames:
  countries: {title: {en: Countries, cy: Gwledydd}, file: countries.csv}
sections:
  - section: All
    ask:
      - Damp: {text: {en: "Is there damp?", cy: "Lleithder?"}, categories: {1: {text: {en: "Yes", cy: Oes}}, 2: {text: {en: "No", cy: Nac oes}}}}
      - Ways:
          type: code_all
          text: {en: "Which?", cy: "Pa rai?"}
          categories:
            1: {text: {en: Bus, cy: Bws}}
            2: {text: {en: Car, cy: Car}}
            3: {text: {en: None of these, cy: Dim un}, exclusive: true}
      - Hours: {type: whole_number, minimum: 0, maximum: 168, text: {en: "How many hours?", cy: "Faint o oriau?"}}
      - Left: {type: time, text: {en: "When did you leave?", cy: "Pryd?"}}
      - Born: {type: date, text: {en: "When were you born?", cy: "Pryd?"}}
      - Country: {type: coded, frame: countries, text: {en: "Which country?", cy: "Pa wlad?"}}
      - Words: {type: text, text: {en: "Why?", cy: "Pam?"}}
      - Last:
          type: whole_number
          maximum: 99
          text: {en: "How many?", cy: "Faint?"}
          edits:
            - check: NotMore
              fails_if: Last > Hours
              message: {en: "{Last} is more than {Hours}.", cy: "{Last}, {Hours}."}
"""
COUNTRIES = "code,text,also\n300,Greece,\n304,Greenland,\n826,United Kingdom,Britain\n"
GIVEN = {
    "Damp": "2",
    "Ways": "1 2",
    "Hours": "37",
    "Left": "0900",
    "Born": "01021980",
    "Country": "826",
    "Words": "Cheap",
    "Last": "3",
}


@pytest.fixture(scope="module")
def kept() -> Snapshot:
    from capi.instrument.loading import read_sources, snapshot

    reading = read_sources({"instrument.yaml": TYPED, "countries.csv": COUNTRIES})
    assert reading.instrument is not None, [str(fault) for fault in reading.faults]
    return snapshot(reading)


@pytest.fixture
def begin(sit_down: SitDown, kept: Snapshot) -> Callable[[str], AtInterview]:
    """Sits down and answers up to a question."""

    def begin(field: str) -> AtInterview:
        interviewer = sit_down(kept=kept)
        for each, typed in GIVEN.items():
            assert interviewer.sees_question() == each
            if each == field:
                break
            give(interviewer, typed)
        return interviewer

    return begin


def give(interviewer: AtInterview, typed: str) -> None:
    interviewer.write(typed)
    interviewer.enter()
    interviewer.look_up()


def press(interviewer: AtInterview, key: Qt.Key, *, control: bool = False) -> None:
    interviewer.press(key, control=control)
    interviewer.look_up()


def stands_there(interviewer: AtInterview) -> str:
    return interviewer.window.question.entry.unfinished


def header(interviewer: AtInterview) -> str:
    return interviewer.window._header.accessibleName().rsplit(", ", 1)[1]


def words_of(interviewer: AtInterview) -> list[str]:
    place = interviewer.window.sheet or interviewer.window.end_view
    return [label.text() for label in place.findChildren(QLabel) if label.text()]


# The keyboard comes back to the entry


@pytest.mark.parametrize(
    ("key", "control"),
    [(KEY.Key_F1, False), (KEY.Key_M, True), (KEY.Key_G, True), (KEY.Key_B, True), (KEY.Key_K, True)],
)
def test_a_code_gone_back_to_is_replaced_by_the_next_key_even_after_a_sheet(
    begin: Callable[[str], AtInterview], key: Qt.Key, *, control: bool
) -> None:
    interviewer = begin("Ways")
    press(interviewer, KEY.Key_PageUp)
    assert interviewer.sees_question() == "Damp"
    press(interviewer, key, control=control)
    assert interviewer.window.sheet is not None
    press(interviewer, KEY.Key_Escape)
    interviewer.write("1")
    assert stands_there(interviewer) == "1"
    interviewer.enter()
    assert interviewer.answers()["Damp"] == 1


def test_what_is_half_typed_is_gone_on_with_after_a_sheet(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Hours")
    interviewer.write("3")
    press(interviewer, KEY.Key_F1)
    press(interviewer, KEY.Key_Escape)
    interviewer.write("7")
    assert stands_there(interviewer) == "37"


def test_a_refused_number_is_replaced_after_a_sheet_too(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Hours")
    give(interviewer, "169")
    press(interviewer, KEY.Key_F1)
    press(interviewer, KEY.Key_Escape)
    interviewer.write("7")
    assert stands_there(interviewer) == "7"


def test_codes_gone_back_to_are_added_to_after_a_sheet(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Hours")
    press(interviewer, KEY.Key_PageUp)
    press(interviewer, KEY.Key_F1)
    press(interviewer, KEY.Key_Escape)
    interviewer.write("1 ")
    assert stands_there(interviewer) == "2 "


def test_a_code_is_replaced_after_the_language_was_changed(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Ways")
    press(interviewer, KEY.Key_PageUp)
    press(interviewer, KEY.Key_F6)
    interviewer.sees_question()
    interviewer.write("1")
    assert stands_there(interviewer) == "1"


# A question is left


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        ("Damp", "1", 1),
        ("Ways", "1 2", (1, 2)),
        ("Hours", "40", 40),
        ("Left", "730", "07:30"),
        ("Born", "31011987", "1987-01-31"),
        ("Country", "304", "304"),
        ("Country", "britain", "826"),
        ("Words", "I was a", "I was a"),
    ],
)
@pytest.mark.parametrize("way", ["back", "go to", "pause", "close"])
def test_an_answer_typed_and_not_entered_is_kept_when_the_question_is_left(
    begin: Callable[[str], AtInterview], case_file: CaseFile, field: str, typed: str, answer: Answer, way: str
) -> None:
    interviewer = begin(field)
    interviewer.write(typed)
    assert header(interviewer) == "not entered yet"
    if way == "back":
        press(interviewer, KEY.Key_PageUp)
    elif way == "go to":
        press(interviewer, KEY.Key_G, control=True)
        give(interviewer, "damp")
        assert interviewer.sees_question() == "Damp"
    elif way == "pause":
        press(interviewer, KEY.Key_B, control=True)
        with interviewer.qtbot.waitSignal(interviewer.window.left, timeout=2_000):
            interviewer.enter()
    else:
        interviewer.window.close_sitting()
    assert case_file.record("case-1").answers[field] == answer
    if way in ("back", "go to"):
        assert header(interviewer) == "saved"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("Damp", "7", "7 is not on the list"),
        ("Ways", "1 9", "9 is not on the list"),
        ("Hours", "169", "from 0 to 168"),
        ("Left", "2599", "24-hour clock"),
        ("Born", "31021987", "There is no 31 February 1987."),
        ("Born", "3101", "Type day, month and year"),
        ("Country", "gree", "More than one on the list has that."),
        ("Country", "zzz", "Nothing on the list has that"),
    ],
)
def test_what_is_no_answer_is_asked_about_before_it_is_left(
    begin: Callable[[str], AtInterview], field: str, typed: str, said: str
) -> None:
    interviewer = begin(field)
    interviewer.write(typed)
    for leaving in (False, True):
        press(interviewer, KEY.Key_End if field == "Damp" else KEY.Key_PageUp)
        sheet = interviewer.window.sheet
        assert isinstance(sheet, ConfirmSheet)
        assert any("What is typed is not an answer" in words and said in words for words in words_of(interviewer))
        if leaving:
            press(interviewer, KEY.Key_Tab)
        press(interviewer, KEY.Key_Return)
        assert interviewer.window.sheet is None
        if not leaving:
            assert interviewer.sees_question() == field
            assert (stands_there(interviewer), header(interviewer)) == (typed, "not entered yet")
            assert interviewer.window.question.entry.line.selectedText() == ""
    fields = list(GIVEN)
    assert interviewer.sees_question() == fields[max(0, fields.index(field) - 1)]
    assert field not in interviewer.answers()
    assert header(interviewer) == "saved"


def test_nothing_is_called_saved_that_is_only_typed(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Left")
    seen = [header(interviewer)]
    for typed in ("0", "9"):
        interviewer.write(typed)
        seen.append(header(interviewer))
    interviewer.press(KEY.Key_Backspace)
    interviewer.press(KEY.Key_Backspace)
    seen.append(header(interviewer))
    assert seen == ["saved", "not entered yet", "not entered yet", "saved"]
    give(interviewer, "0900")
    interviewer.sees_question()
    assert header(interviewer) == "saved"
    press(interviewer, KEY.Key_PageUp)
    interviewer.write("9")
    assert header(interviewer) == "saved", "nine o’clock is what is kept"
    interviewer.write(":30")
    assert header(interviewer) == "not entered yet"


def test_words_gone_back_to_are_gone_on_with_at_their_end(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Words")
    interviewer.write("I was a")
    press(interviewer, KEY.Key_PageUp)
    press(interviewer, KEY.Key_Return)
    assert interviewer.sees_question() == "Words"
    interviewer.write(" baker")
    assert stands_there(interviewer) == "I was a baker"
    press(interviewer, KEY.Key_F1)
    press(interviewer, KEY.Key_Escape)
    interviewer.write(".")
    interviewer.enter()
    assert interviewer.answers()["Words"] == "I was a baker."


# End


@pytest.mark.parametrize("field", ["Damp", "Left", "Country", "Words"])
def test_end_goes_to_the_first_unanswered_from_every_type_and_the_bar_says_so(
    begin: Callable[[str], AtInterview], field: str
) -> None:
    interviewer = begin("Last")
    button = interviewer.window._bar._buttons["waiting"]
    assert button.isHidden(), "it is the first unanswered"
    while interviewer.sees_question() != field:
        press(interviewer, KEY.Key_PageUp)
        assert not button.isHidden()
    press(interviewer, KEY.Key_End)
    assert interviewer.sees_question() == "Last"
    assert button.isHidden()


def test_the_cursor_keys_work_in_words_as_usual(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Words")
    interviewer.write("one two")
    interviewer.press(KEY.Key_Home)
    interviewer.press(KEY.Key_Right, control=True)
    interviewer.write("and ")
    interviewer.press(KEY.Key_End, control=True)
    interviewer.write(".")
    assert stands_there(interviewer) == "one and two."
    assert interviewer.sees_question() == "Words"


# The end of the questions


def test_codes_typed_on_past_the_last_question_finish_nothing(
    sit_down: SitDown, case_file: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capi.screens.interview_screen.QUIET_MS", 3_000)  # a busy machine may rest between two keys
    ask = "".join(f"      - Q{n}: {{text: '{n}?', categories: {{1: One, 2: Two}}}}\n" for n in range(3))
    text = (
        f"instrument: fast\nversion: '1'\ntitle: T\nmodes: [face_to_face]\nsections:\n  - section: A\n    ask:\n{ask}"
    )
    interviewer = sit_down(kept=instrument_of(text))
    left = []
    interviewer.window.left.connect(lambda: left.append(True))
    for _ in range(3):
        interviewer.sees_question()
        interviewer.write("1")
        interviewer.enter()
    for _ in range(5):
        interviewer.qtbot.wait(80)
        interviewer.write("1")
        interviewer.enter()
    assert interviewer.window.at_end
    assert not left
    assert case_file.record("case-1").status is Status.IN_PROGRESS
    interviewer.qtbot.waitUntil(lambda: interviewer.window.ready, timeout=15_000)
    interviewer.enter()
    assert left
    assert case_file.record("case-1").status is Status.COMPLETED


def test_a_check_that_still_fails_stands_on_the_last_page_before_it_is_finished(
    begin: Callable[[str], AtInterview], case_file: CaseFile
) -> None:
    interviewer = begin("Last")
    give(interviewer, "40")
    assert isinstance(interviewer.window.sheet, EditSheet)
    press(interviewer, KEY.Key_Escape)
    press(interviewer, KEY.Key_End)
    assert interviewer.window.at_end
    told = words_of(interviewer)
    assert "Not complete yet" in told
    assert any("1 thing does not fit yet: Enter shows where.\n•  40 is more than 37." in words for words in told)
    assert interviewer.window.end_view.button.text().startswith("Show what does not fit")
    interviewer.enter()
    assert isinstance(interviewer.window.sheet, EditSheet)
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() in ("Last", "Hours")
    press(interviewer, KEY.Key_End)
    press(interviewer, KEY.Key_PageUp)
    give(interviewer, "4")
    assert interviewer.window.at_end
    assert "End of the questions" in words_of(interviewer)
    assert not any("fit yet" in words for words in words_of(interviewer))
    interviewer.enter()
    assert case_file.record("case-1").status is Status.COMPLETED


def test_an_answer_kept_on_leaving_takes_a_finished_interview_up_again(
    begin: Callable[[str], AtInterview], sit_down: SitDown, case_file: CaseFile, kept: Snapshot
) -> None:
    interviewer = begin("Last")
    give(interviewer, "3")
    interviewer.enter()
    assert case_file.record("case-1").status is Status.COMPLETED
    again = sit_down(kept=kept, case_id="case-1")
    press(again, KEY.Key_PageUp)
    again.write("2")
    press(again, KEY.Key_End)
    assert again.window.at_end
    assert "End of the questions" in words_of(again)
    again.enter()
    record = case_file.record("case-1")
    assert (record.status, record.answers["Last"]) == (Status.COMPLETED, 2)


# What is coded alone; rows; long words


def test_of_codes_that_exclude_each_other_the_last_typed_stays(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Ways")
    interviewer.write("3 1")
    entry = interviewer.window.question.entry
    assert entry.echo == "Bus: 3 taken out, as 3 is coded alone"
    interviewer.write(" 3")
    assert entry.echo == "None of these: coded alone, 1 taken out"
    interviewer.write(" 1")
    interviewer.enter()
    assert interviewer.answers()["Ways"] == (1,)


def test_yes_to_anyone_else_left_without_enter_adds_the_person(sit_down: SitDown) -> None:
    text = (
        "instrument: people\nversion: '1'\ntitle: T\nmodes: [face_to_face]\nsections:\n  - roster: People\n"
        "    row_name: '{Name|Person}'\n    ask:\n      - Name: {text: 'Name?', type: text}\n    another:\n"
        "      Another: {text: 'Anyone else?', categories: {1: 'Yes', 2: 'No'}}\n"
    )
    interviewer = sit_down(kept=instrument_of(text))
    give_and_see = interviewer.sees_question
    give_and_see()
    give(interviewer, "Ann")
    assert give_and_see() == "Another"
    interviewer.write("1")
    press(interviewer, KEY.Key_PageUp)
    assert give_and_see() == "Name[1]"
    press(interviewer, KEY.Key_End)
    assert give_and_see() == "Name[2]"


def test_the_box_for_words_grows_with_them_to_a_third_of_the_page(begin: Callable[[str], AtInterview]) -> None:
    interviewer = begin("Words")
    question = interviewer.window.question
    heights = []
    for _ in range(12):
        interviewer.write("Because the bus is late and the train is dear. ")
        QApplication.processEvents()
        heights.append(question.entry.words.height())
        if heights[-1] * 3 < question.height() - 60:
            assert question.entry.words.verticalScrollBar().maximum() == 0, "all of it is in sight"
    assert heights == sorted(heights)
    assert heights[0] == 110
    assert question.height() / 4 < heights[-1] <= question.height() / 3
    cursor = question.entry.words.textCursor()
    assert cursor.position() == len(question.entry.words.toPlainText())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    question.entry.words.selectAll()
    QTest.keyClick(question.entry.words, KEY.Key_Delete)
    QApplication.processEvents()
    assert question.entry.words.height() == 110
