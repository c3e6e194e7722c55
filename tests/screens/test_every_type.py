"""Every type of question in the real window, by keyboard alone: what is typed, what is read back, what is kept."""

import itertools
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from capi.engine.plan import plan
from capi.fieldwork.case import Case
from capi.instrument.loading import Snapshot
from capi.instrument.model import SEEN, Answer, Missing, Mode
from capi.screens.interview_sheets import ConfirmSheet
from capi.screens.look import Look
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from tests.screens.conftest import AtInterview, clock, instrument_of
from tests.screens.every_type import every_type

SitDown = Callable[..., AtInterview]
KEY = Qt.Key

ANSWERS: dict[str, tuple[str, Answer]] = {
    "Welcome": ("", SEEN),
    "Damp": ("2", 2),
    "Name[1]": ("Ann", "Ann"),
    "Born[1]": ("01021980", "1980-02-01"),
    "AnyoneElse": ("2", 2),
    "Hrp": ("1", 1),
    "Ways": ("1,3", (1, 3)),
    "Pay": ("1,234.5", Decimal("1234.5")),
    "Moved": ("? 5 2024", "2024-05"),
    "Left": ("540 pm", "17:40"),
    "Country": ("eire", "372"),
    "Shopping": ("1", 1),
    "Cooking": ("2", 2),
    "Hours": ("37", 37),
    "Why": ("More buses", "More buses"),
}


@pytest.fixture(scope="module")
def kept() -> Snapshot:
    return every_type()


@pytest.fixture
def begin(sit_down: SitDown, case_file: CaseFile, kept: Snapshot) -> Callable[..., AtInterview]:
    """Sits down before a question, everything before it answered in an earlier sitting."""

    def begin(field: str, mode: Mode = Mode.FACE_TO_FACE) -> AtInterview:
        now = clock()
        case_file.keep_snapshot(kept)
        case = Case("case-1", "1", "Rosa Fletcher", kept.name, kept.version, kept.sha256, mode)
        case_file.add_case(case, now())
        sitting = Sitting(case_file, case_file.record("case-1"), plan(kept.instrument(), mode), now)
        for each in itertools.takewhile(lambda name: name != field, ANSWERS):
            sitting.answer(each, ANSWERS[each][1])
        sitting.pause()
        interviewer = sit_down(kept=kept, case_id="case-1")
        assert interviewer.sees_question() == field
        return interviewer

    return begin


def give(interviewer: AtInterview, typed: str) -> None:
    interviewer.write(typed)
    interviewer.enter()
    interviewer.look_up()


def entry_text(interviewer: AtInterview) -> str:
    return interviewer.window.question.entry.line.text()


def echo(interviewer: AtInterview) -> str:
    return interviewer.window.question.entry.echo


def told(interviewer: AtInterview) -> str:
    return interviewer.window.question.entry.told


def marked(interviewer: AtInterview) -> list[int]:
    view = interviewer.window.question.view
    return [row.offer.number for row in view._rows[: view._used] if row.isChecked() and row.offer]


def test_every_type_is_answered_with_the_keyboard_alone(sit_down: SitDown, kept: Snapshot, case_file: CaseFile) -> None:
    interviewer = sit_down(kept=kept)
    for field, (typed, _) in ANSWERS.items():
        assert interviewer.sees_question() == field
        give(interviewer, typed)
    assert interviewer.window.at_end
    with interviewer.qtbot.waitSignal(interviewer.window.left, timeout=2_000):
        interviewer.enter()
    assert case_file.record("case-1").answers == {field: answer for field, (_, answer) in ANSWERS.items()}


def test_every_answer_stands_there_when_one_comes_back_and_enter_leaves_it(begin: SitDown, case_file: CaseFile) -> None:
    interviewer = begin("Why")
    give(interviewer, "More buses")
    before = len(case_file.entries("case-1"))
    interviewer.press(KEY.Key_G, control=True)
    interviewer.write("welcome")
    interviewer.enter()
    interviewer.look_up()
    for field in ANSWERS:
        assert interviewer.sees_question() == field
        interviewer.enter()
        interviewer.look_up()
    assert interviewer.window.at_end
    kinds = {type(each.contents).__name__ for each in case_file.entries("case-1")[before:]}
    assert kinds == {"Moved"}, "nothing was given again"


@pytest.mark.parametrize(("key", "state"), [(KEY.Key_K, Missing.DONT_KNOW), (KEY.Key_R, Missing.REFUSED)])
def test_dont_know_and_refused_have_their_keys_on_every_type_but_information(
    sit_down: SitDown, kept: Snapshot, key: Qt.Key, state: Missing
) -> None:
    interviewer = sit_down(kept=kept)
    assert interviewer.sees_question() == "Welcome"
    interviewer.press(key, control=True)
    assert not isinstance(interviewer.window.sheet, ConfirmSheet)
    assert interviewer.answers() == {}
    interviewer.enter()
    interviewer.look_up()
    asked = []
    while not interviewer.window.at_end:
        asked.append(interviewer.sees_question())
        interviewer.press(key, control=True)
        assert type(interviewer.window.sheet) is ConfirmSheet
        interviewer.enter()
        interviewer.look_up()
    assert asked == [field for field in ANSWERS if field != "Welcome"]
    assert interviewer.answers() == {"Welcome": SEEN, **dict.fromkeys(asked, state)}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("Born[1]", "18112016", "Friday 18 November 2016"),
        ("Born[1]", "18.11.2016", "Friday 18 November 2016"),
        ("Born[1]", "18/11/2016", "Friday 18 November 2016"),
        ("Born[1]", "2016-11-18", "Friday 18 November 2016"),
        ("Born[1]", "18 Nov 2016", "Friday 18 November 2016"),
        ("Born[1]", "18 11", ""),
        ("Moved", "2024", "2024, month and day not known"),
        ("Moved", "5 2024", "May 2024, day not known"),
        ("Moved", "? 5 2024", "May 2024, day not known"),
        ("Left", "1740", "17:40, that is 5:40 pm"),
        ("Pay", "1,5", "1.5 pounds"),
        ("Hrp", "1", "Ann"),
        ("Ways", "1 5", "None of these: coded alone, 1 taken out"),
        ("Ways", "5 1", "Bus or coach: 5 taken out, as 5 is coded alone"),
        ("Country", "ivory", "384  Côte d’Ivoire"),
        ("Country", "8 26", "826  United Kingdom"),
    ],
)
def test_what_is_typed_is_read_back_before_enter(begin: SitDown, field: str, typed: str, words: str) -> None:
    interviewer = begin(field)
    interviewer.write(typed)
    assert echo(interviewer) == words
    assert field not in interviewer.answers()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("Hrp", "3", "3 is not on the list"),
        ("Born[1]", "31022016", "There is no 31 February 2016"),
        ("Born[1]", "29022015", "There is no 29 February 2015"),
        ("Born[1]", "31132016", "Type day, month and year"),
        ("Born[1]", "01012027", "too late"),
        ("Moved", "5", "? for what is not known"),
        ("Left", "2560", "24-hour clock"),
        ("Pay", "1.234", "At most 2 figures after the point"),
        ("Hours", "169", "from 0 to 168"),
        ("Ways", "9 ", "9 is not on the list"),
        ("Ways", "1 2 3 4", "At most 3 can be coded"),
        ("Country", "zzzz", "Nothing on the list has that"),
        ("Country", "", "Type words or a code"),
        ("Why", "", "Type the answer"),
    ],
)
def test_what_is_no_answer_is_refused_in_words_and_stays(begin: SitDown, field: str, typed: str, said: str) -> None:
    interviewer = begin(field)
    give(interviewer, typed)
    assert said in told(interviewer)
    assert interviewer.sees_question() == field
    assert interviewer.window.question.entry.unfinished.strip() == typed.strip()
    assert field not in interviewer.answers()


def test_codes_are_toggled_by_typing_them_again_with_the_marks_in_sight(begin: SitDown) -> None:
    interviewer = begin("Ways", Mode.TELEPHONE)
    seen = []
    for typed in ("1,", "3,", "1,", "5", ",2,"):
        interviewer.write(typed)
        seen.append(marked(interviewer))
    assert seen == [[1], [1, 3], [3], [5], [2]]
    interviewer.enter()
    assert interviewer.answers()["Ways"] == (2,)


def test_a_code_more_is_added_to_those_that_were_given_before(begin: SitDown) -> None:
    interviewer = begin("Pay")
    interviewer.press(KEY.Key_PageUp)
    interviewer.look_up()
    assert entry_text(interviewer) == "1 3 "
    assert marked(interviewer) == [1, 3]
    interviewer.write("4")
    interviewer.enter()
    assert interviewer.answers()["Ways"] == (1, 3, 4)


def test_arrows_point_and_space_codes_what_is_pointed_at(sit_down: SitDown) -> None:
    kept = instrument_of(
        "instrument: ticks\nversion: '1'\ntitle: T\nmodes: [face_to_face]\nsections:\n  - section: A\n    ask:\n"
        "      - Q: {type: code_all, text: Which?, categories: {1: One, 2: Two, 3: Three, 4: Four}}\n"
    )
    interviewer = sit_down(kept=kept)
    interviewer.sees_question()
    for key in (KEY.Key_Down, KEY.Key_Space, KEY.Key_Down, KEY.Key_Down, KEY.Key_Space):
        interviewer.press(key)
    assert marked(interviewer) == [1, 3]
    interviewer.press(KEY.Key_Up)
    interviewer.press(KEY.Key_Space)
    interviewer.press(KEY.Key_Space)
    assert marked(interviewer) == [1, 3], "the second Space takes out what the first put in"
    interviewer.write("4")
    interviewer.press(KEY.Key_Space)
    assert entry_text(interviewer) == "1 3 4 ", "with nothing pointed at, Space is between two codes"
    interviewer.enter()
    assert interviewer.answers() == {"Q": (1, 3, 4)}


def test_space_reads_on_and_sets_codes_apart_in_a_running_prompt(begin: SitDown) -> None:
    interviewer = begin("Ways")
    interviewer.press(KEY.Key_Space)
    interviewer.write("1")
    interviewer.press(KEY.Key_Space)
    interviewer.press(KEY.Key_Space)
    interviewer.write("3")
    assert entry_text(interviewer) == "1 3"
    pointed = interviewer.window.question.view.pointed_at
    assert pointed is not None
    assert pointed.number == 3
    interviewer.enter()
    assert interviewer.answers()["Ways"] == (1, 3)


def test_a_click_on_a_category_adds_and_takes_out(begin: SitDown) -> None:
    interviewer = begin("Ways")
    view = interviewer.window.question.view
    for number in (1, 3, 1):
        row = view.row_of(number)
        assert row is not None
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert (entry_text(interviewer), marked(interviewer)) == ("3 ", [3])


def test_a_search_is_all_keyboard_and_takes_the_entry_marked(begin: SitDown) -> None:
    interviewer = begin("Country")
    found = interviewer.window.question.found
    interviewer.write("gre")
    assert [entry.text for entry in found.entries] == ["Greece", "Grenada", "Greenland"]
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up):
        interviewer.press(key)
    assert echo(interviewer) == "308  Grenada"
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.answers()["Country"] == "308"
    assert not found.isVisible()
    interviewer.press(KEY.Key_PageUp)
    interviewer.look_up()
    assert interviewer.sees_question() == "Country"
    assert (entry_text(interviewer), echo(interviewer)) == ("308", "308  Grenada")
    interviewer.write("india")
    interviewer.enter()
    assert interviewer.answers()["Country"] == "356"


def test_an_information_screen_has_nothing_to_type_in(sit_down: SitDown, kept: Snapshot) -> None:
    interviewer = sit_down(kept=kept)
    assert interviewer.sees_question() == "Welcome"
    entry = interviewer.window.question.entry
    assert not entry.line.isVisible()
    assert not entry.words.isVisible()
    interviewer.write("12")
    assert interviewer.sees_question() == "Welcome"
    interviewer.enter()
    interviewer.look_up()
    assert interviewer.sees_question() == "Damp"


def test_what_is_for_the_interviewer_alone_says_so(begin: SitDown) -> None:
    view = begin("Damp").window.question.view
    assert "Do not ask" in view.accessibleDescription()
    assert view._question.words.startswith("Is there visible damp")


def test_of_a_battery_the_item_is_large_and_the_stem_small(begin: SitDown) -> None:
    view = begin("Cooking").window.question.view
    assert view._question.words == "…cooking a hot meal?"
    assert view._stem.words.startswith("Now some things")
    assert "Individual prompt" in view.accessibleDescription()


def test_of_a_long_instruction_the_first_line_is_always_in_sight_and_the_rest_one_key_away(begin: SitDown) -> None:
    interviewer = begin("Ways")
    interviewer.window.resize(1366, 420)
    interviewer.look_up()
    below = interviewer.window.question.view._below.words
    assert "Include journeys for work and for pleasure. … more: F1." in below
    assert "taxi" not in below
    interviewer.press(KEY.Key_F1)
    sheet = interviewer.window.sheet
    assert sheet is not None
    assert any("A taxi counts as a car" in label.text() for label in sheet.findChildren(QLabel))


def test_the_other_language_is_one_key_away_and_what_is_typed_stays(begin: SitDown, case_file: CaseFile) -> None:
    interviewer = begin("Ways")
    interviewer.write("1 3")
    interviewer.press(KEY.Key_F6)
    interviewer.look_up()
    view = interviewer.window.question.view
    assert interviewer.sees_question() == "Ways"
    assert view.accessibleName() == "Pa rai o'r rhain ydych wedi'u defnyddio?"
    assert (entry_text(interviewer).split(), marked(interviewer)) == (["1", "3"], [1, 3])
    interviewer.enter()
    interviewer.look_up()
    assert view.accessibleName() == "Faint wnaethoch chi wario?"
    interviewer.press(KEY.Key_F6)
    interviewer.look_up()
    assert view.accessibleName() == "How much did you spend on fares?"
    chosen = [each.contents for each in case_file.entries("case-1") if type(each.contents).__name__ == "LanguageChosen"]
    assert [getattr(each, "language", "") for each in chosen] == ["cy", "en"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_type_fits_the_laptop_and_its_picture_is_taken(
    begin: SitDown, look: Look, tmp_path: Path, qapp: QApplication, theme: str, scale: float
) -> None:
    look.set_theme("dark" if theme == "dark" else "light")
    look.set_scale(scale)
    interviewer = begin("Welcome")
    for field, (typed, _) in ANSWERS.items():
        assert interviewer.sees_question() == field
        interviewer.write(typed)
        qapp.processEvents()
        window = interviewer.window
        view, entry = window.question.view, window.question.entry
        assert window.size().toTuple() == (1366, 768), field
        assert window.minimumSizeHint().width() <= 1366, field
        assert entry.geometry().bottom() <= window.question.height(), field
        if scale == 1.0:
            assert view.minimumHeight() <= window.question.area.viewport().height(), f"{field} must be scrolled"
        assert window.grab().save(str(tmp_path / f"{field}-{theme}-{scale}.png"))
        interviewer.enter()
        interviewer.look_up()
