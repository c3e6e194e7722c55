"""An interview in a language nobody speaks: no page, sheet or refusal of it has a text that cannot be translated.

The instrument is Russian, and is put in another language on the way: that changes nothing of the window's own.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from capi.fieldwork.completion import CompletionRules, Ending, Level, hindrances
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Contents
from capi.fieldwork.journal import Entry, Moment
from capi.instrument.loading import Snapshot
from capi.instrument.model import Missing, Mode
from capi.screens.language import speak
from capi.screens.look import Look
from capi.screens.showcard_window import ShowcardWindow
from capi.settings import Settings
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved, Refusal
from capi.wording import Wording
from tests.screens.conftest import AtInterview
from tests.screens.foreign_instrument import foreign
from tests.screens.pseudo_language import CODE, Reader

SitDown = Callable[..., AtInterview]
Check = Callable[[QWidget, str], None]


@pytest.fixture(scope="module")
def kept() -> Snapshot:
    return foreign()


@pytest.fixture(autouse=True)
def abroad(look: Look, qapp: QApplication, settings: Settings, pseudo_resources: Path) -> Iterator[None]:
    """Every part of the window is made when the language nobody speaks is spoken already, as in the desktop."""
    assert look.theme == "light"
    speak(qapp, pseudo_resources, CODE)
    yield
    speak(qapp, settings.resources, "en")


@pytest.fixture
def begin(sit_down: SitDown, reader: Reader, kept: Snapshot) -> SitDown:
    """Sits down before the Russian interview."""

    def open_case(mode: Mode = Mode.FACE_TO_FACE, **more: object) -> AtInterview:
        interviewer = sit_down(mode, kept, **more)
        reader.known += [interviewer.window._sitting.case.reference, "Rosa Fletcher", "Words"]
        return interviewer

    return open_case


STEPS: list[tuple[str, list[str], str]] = [
    ("Welcome", [], ""),
    ("Travel", ["9"], "1 2"),
    ("Tenure", ["9"], "1"),
    ("Rooms", ["77777"], "40"),
    ("Pay", ["9999999", "1,5555", "."], "650.5"),
    ("Born", ["1 1", "01011850", "01012027"], "27091974"),
    ("Moved", ["77"], "2011"),
    ("Began", ["2599"], "0640"),
    ("Country", ["###"], "643"),
    ("Words", ["?" * 40], "-"),
    ("Damp", ["9"], "1"),
    ("Shopping", ["9"], "1"),
    ("Cooking", ["9"], "2"),
    ("Name[1]", [], "77"),
    ("Another", ["9"], "1"),
    ("Name[2]", [], "78"),
    ("Another", [], "2"),
    ("Oldest", ["9"], "2"),
]
"""Each question with what is no answer to it, and what is."""


def walk(interviewer: AtInterview, to: str = "") -> Iterator[tuple[str, list[str], str]]:
    """Answers question after question; stops before the one named."""
    for field, wrong, right in STEPS:
        assert interviewer.sees_question() == field
        if field == to:
            return
        yield field, wrong, right
        interviewer.window.question.entry.clear()
        interviewer.write(right)
        interviewer.enter()
        interviewer.look_up()


def test_every_question_and_what_it_refuses(begin: SitDown, all_is_said: Check) -> None:
    interviewer = begin()
    for field, wrong, _ in walk(interviewer):
        name = field.replace("[", "-").rstrip("]")
        all_is_said(interviewer.window, f"question-{name}")
        for number, typed in enumerate(wrong):
            interviewer.window.question.entry.clear()
            interviewer.write(typed)
            all_is_said(interviewer.window, f"typed-{name}-{number}")
            interviewer.enter()
            interviewer.look_up()
            assert interviewer.sees_question() == field
            assert interviewer.window.question.entry.told, f"{typed} was not refused at {field}"
            all_is_said(interviewer.window, f"refused-{name}-{number}")
    assert interviewer.window.at_end
    all_is_said(interviewer.window, "end")


def test_an_answer_that_is_missing(begin: SitDown, all_is_said: Check) -> None:
    interviewer = begin()
    for _ in walk(interviewer, to="Rooms"):
        pass
    interviewer.press(Qt.Key.Key_K, control=True)
    interviewer.press(Qt.Key.Key_Return)
    assert interviewer.sees_question() == "Pay"
    all_is_said(interviewer.window, "missing-on-the-route")
    interviewer.press(Qt.Key.Key_G, control=True)
    interviewer.look_up()
    all_is_said(interviewer.window, "missing-in-the-list")
    interviewer.press(Qt.Key.Key_Escape)
    interviewer.press(Qt.Key.Key_PageUp)
    assert interviewer.sees_question() == "Rooms"
    all_is_said(interviewer.window, "missing-at-its-question")


@pytest.mark.parametrize(
    ("name", "key", "control"),
    [
        ("help", Qt.Key.Key_F1, False),
        ("remark", Qt.Key.Key_M, True),
        ("go-to", Qt.Key.Key_G, True),
        ("rows", Qt.Key.Key_L, True),
        ("stop", Qt.Key.Key_B, True),
        ("dont-know", Qt.Key.Key_K, True),
        ("refused", Qt.Key.Key_R, True),
    ],
)
def test_every_sheet(begin: SitDown, all_is_said: Check, name: str, key: Qt.Key, *, control: bool) -> None:
    interviewer = begin()
    for _ in walk(interviewer, to="Oldest"):
        pass
    interviewer.press(key, control=control)
    interviewer.look_up()
    assert interviewer.window.sheet is not None
    all_is_said(interviewer.window, f"sheet-{name}")
    if name in ("stop", "rows"):
        interviewer.press(Qt.Key.Key_6 if name == "stop" else Qt.Key.Key_Delete)
        interviewer.press(Qt.Key.Key_Return)
        interviewer.look_up()
        all_is_said(interviewer.window, f"sheet-{name}-next")


def test_edits_that_fail(begin: SitDown, all_is_said: Check) -> None:
    interviewer = begin()
    for _ in walk(interviewer, to="Rooms"):
        pass
    interviewer.write("1500")
    interviewer.enter()
    interviewer.look_up()
    all_is_said(interviewer.window, "edit-check")
    interviewer.press(Qt.Key.Key_Escape)
    interviewer.window.question.entry.clear()
    interviewer.write("70")
    interviewer.enter()
    interviewer.look_up()
    all_is_said(interviewer.window, "edit-signal")
    interviewer.press(Qt.Key.Key_Tab)
    interviewer.enter()
    interviewer.look_up()
    all_is_said(interviewer.window, "edit-signal-without-a-reason")


class Full:
    """A disk that takes nothing more."""

    def __init__(self, case_file: CaseFile) -> None:
        self._case_file = case_file
        self.full = False

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry:
        if self.full:
            told = Wording(
                "CaseFile", "{name} is held by another program. Close that program, then open the file again."
            )
            raise NotSaved(told.filled(name="77"), Refusal.BUSY)
        return self._case_file.append(case_id, contents, moment, *following)


def test_what_is_not_saved(begin: SitDown, all_is_said: Check, case_file: CaseFile) -> None:
    journal = Full(case_file)
    interviewer = begin(journal=journal)
    interviewer.sees_question()
    journal.full = True
    interviewer.enter()
    interviewer.look_up()
    all_is_said(interviewer.window, "not-saved")
    assert interviewer.window._alarm.isVisible()


def test_the_end_and_what_stands_in_its_way(begin: SitDown, all_is_said: Check) -> None:
    interviewer = begin()
    for _ in walk(interviewer):
        pass
    interviewer.enter()
    assert interviewer.window.at_end
    again = begin(case_id="case-1")
    again.look_up()
    all_is_said(again.window, "completed")


def test_what_stands_in_the_way_of_the_end(begin: SitDown, all_is_said: Check) -> None:
    interviewer = begin()
    for _ in walk(interviewer, to="Rooms"):
        pass
    window = interviewer.window
    fields = ("Travel", "Tenure")
    for level in (Level.WARN, Level.BLOCK):
        rules = CompletionRules(unanswered=level, nonresponse=level, nonresponse_above=0)
        answers = {"Travel": None, "Tenure": Missing.REFUSED, **dict.fromkeys(map(str, range(1_200)))}
        ending = Ending(answers=answers, shown=(), failed=())
        found = [replace(each, fields=fields) for each in hindrances(ending, rules)]
        assert len(found) == 2
        window._desk.hindered([*found, *found, *found], window._sitting.interview)
        all_is_said(window, f"hindered-{level.value}")
        interviewer.press(Qt.Key.Key_Escape)
        interviewer.look_up()


def test_the_showcard(begin: SitDown, all_is_said: Check, showcard: ShowcardWindow) -> None:
    interviewer = begin()
    for _ in walk(interviewer, to="Tenure"):
        pass
    interviewer.press(Qt.Key.Key_F2)
    interviewer.look_up()
    assert showcard.isVisible()
    showcard.resize(1366, 768)
    all_is_said(showcard, "showcard")


def test_on_the_telephone(begin: SitDown, all_is_said: Check) -> None:
    interviewer = begin(Mode.TELEPHONE)
    for field, _, _ in walk(interviewer, to="Rooms"):
        all_is_said(interviewer.window, f"telephone-{field}")


def test_another_language_of_the_instrument_changes_nothing_of_the_window(
    begin: SitDown, all_is_said: Check, reader: Reader
) -> None:
    interviewer = begin()
    for _ in walk(interviewer, to="Pay"):
        pass

    def words() -> tuple[set[str], set[str]]:
        """Those of the window, and those of the instrument."""
        texts = {text for text in reader.texts(interviewer.window) if text.strip()}
        window = {text for text in texts if "[!!!" in text}
        return window, texts - window

    window, instrument = words()
    interviewer.press(Qt.Key.Key_F6)
    interviewer.look_up()
    assert interviewer.window._sitting.interview.language == 1
    window_then, instrument_then = words()
    assert instrument_then != instrument
    russian = {text for text in instrument_then if any("а" <= sign <= "я" for sign in text.casefold())}
    assert russian == set(), "all is Greek now, the title too"
    assert {_without_instrument(text) for text in window_then} == {_without_instrument(text) for text in window}
    all_is_said(interviewer.window, "other-language")


def _without_instrument(text: str) -> str:
    """Neither its Greek nor its Russian."""
    return "".join(sign for sign in text if not "\u0370" <= sign <= "\u04ff")


def test_the_contact_of_a_case(begin: SitDown, all_is_said: Check) -> None:
    contact = Contact(address=("Мельничный переулок 3",), telephones=("01632 960001",), note="Звонить дважды.")
    interviewer = begin(contact=contact)
    interviewer.sees_question()
    interviewer.press(Qt.Key.Key_F3)
    all_is_said(interviewer.window, "contact")
    without = begin()
    without.sees_question()
    without.press(Qt.Key.Key_F3)
    all_is_said(without.window, "contact-unknown")
