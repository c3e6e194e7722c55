"""A window to interview with: the real case file, the real screens, keys pressed as an interviewer presses them."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from capi.engine.plan import plan
from capi.fieldwork.case import Case, Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.journal import Moment
from capi.instrument.loading import Snapshot, find_instrument, read_instrument, read_sources, snapshot
from capi.instrument.model import Answer, Mode
from capi.screens.interview_screen import InterviewScreen
from capi.screens.language import speak
from capi.screens.look import Look, load_fonts
from capi.screens.sealed import NOTHING_SEALED
from capi.screens.showcard_window import ShowcardWindow
from capi.settings import Settings, read_settings
from capi.sitting import Sitting
from capi.store.case_file import CaseFile
from capi.store.encryption import KeyCost
from capi.store.hold import Holder
from tests.screens.pseudo_language import Reader, calendar_words, make_language, watch_painting

PASSPHRASE = "correct horse battery"
CHEAP = KeyCost(memory_kib=64, passes=1, lanes=1)
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HOLDER = Holder(who="anna", device="L-test", host="here", pid=1, since=NOW)


def clock() -> Callable[[], Moment]:
    """A clock that runs a second at every look."""
    seconds = itertools.count(1)
    return lambda: Moment(NOW, 0, next(seconds) * 1000)


@pytest.fixture(autouse=True)
def no_window_outlives_its_test(qapp: QApplication) -> Iterator[None]:
    """What is deleted later waits for an event loop, and tests have none: every window there was would be styled anew."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"CAPI_DATA_DIR": str(tmp_path / "data")})


@pytest.fixture
def look(qapp: QApplication, settings: Settings) -> Look:
    qapp.setStyle("Fusion")
    load_fonts(settings.resources)
    speak(qapp, settings.resources, "en")
    look = Look()
    look.changed.connect(look.dress)
    look.dress()
    return look


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[CaseFile]:
    with CaseFile.create(tmp_path / "cases.casefile", PASSPHRASE, HOLDER, cost=CHEAP) as opened:
        yield opened


@dataclass
class Interviewer:
    """Somebody at the keys. Every key goes to where the keyboard is; nothing is clicked."""

    qtbot: QtBot
    window: QWidget

    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "the keyboard is nowhere"
        return widget

    def press(self, key: Qt.Key, *, control: bool = False, shift: bool = False) -> None:
        modifiers = Qt.KeyboardModifier.NoModifier
        if control:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(self.focused(), key, modifiers)

    def write(self, text: str) -> None:
        QTest.keyClicks(self.focused(), text)

    def enter(self) -> None:
        self.press(Qt.Key.Key_Return)

    def look_up(self) -> None:
        """Waits until the screen shows what it shows, as eyes do."""
        for _ in range(3):
            QApplication.processEvents()


class AtInterview(Interviewer):
    window: InterviewScreen

    def look_up(self) -> None:
        """At the end of the questions also until the keyboard has been quiet, and its keys are taken."""
        super().look_up()
        if self.window.at_end:
            self.qtbot.waitUntil(lambda: self.window.ready, timeout=5_000)

    def sees_question(self) -> str:
        """The field on the screen, once it is painted."""
        self.qtbot.waitUntil(lambda: self.window.ready, timeout=5_000)
        prompt = self.window.question.view.prompt
        assert prompt is not None
        assert not self.window.at_end
        return prompt.field

    def codes(self, *numbers: int) -> None:
        """Types each number and Enter, waiting for each question to be on the screen."""
        for number in numbers:
            self.sees_question()
            self.write(str(number))
            self.enter()
            self.look_up()

    @property
    def interview(self) -> object:
        return self.window._sitting.interview

    def answers(self) -> Mapping[str, Answer]:
        return self.window._sitting.interview.answers()


OpenInterview = Callable[..., AtInterview]


@pytest.fixture
def showcard(qtbot: QtBot) -> Iterator[ShowcardWindow]:
    window = ShowcardWindow()
    qtbot.addWidget(window)
    yield window
    window.hide()


@pytest.fixture
def seb(settings: Settings) -> Snapshot:
    return snapshot(read_instrument(find_instrument("seb", settings.questionnaires)))


def instrument_of(text: str) -> Snapshot:
    reading = read_sources({"instrument.yaml": text})
    assert reading.instrument is not None, [str(fault) for fault in reading.faults]
    return snapshot(reading)


@pytest.fixture
def sit_down(
    qtbot: QtBot, look: Look, case_file: CaseFile, showcard: ShowcardWindow, seb: Snapshot
) -> Callable[..., AtInterview]:
    """Opens a new case, or one again, and sits down before it."""
    now = clock()

    def open_case(
        mode: Mode = Mode.FACE_TO_FACE,
        kept: Snapshot = seb,
        case_id: str | None = None,
        journal: object = None,
        contact: Contact | None = None,
        sealed: frozenset[str] = NOTHING_SEALED,
    ) -> AtInterview:
        if case_id is None:
            case_id = f"case-{len(case_file.cases()) + 1}"
            case_file.keep_snapshot(kept)
            case_file.add_case(
                Case(case_id, case_id, "Rosa Fletcher", kept.name, kept.version, kept.sha256, mode), now()
            )
        record = case_file.record(case_id)
        instrument = kept.instrument()
        sitting = Sitting(journal or case_file, record, plan(instrument, record.case.mode), now)  # type: ignore[arg-type]
        completed = record.status is Status.COMPLETED
        title = instrument.title[0]
        screen = InterviewScreen(look, sitting, showcard, title, completed=completed, contact=contact, sealed=sealed)
        qtbot.addWidget(screen)
        screen.resize(1366, 768)
        screen.show()
        screen.activateWindow()
        screen.take_keys()
        interviewer = AtInterview(qtbot, screen)
        interviewer.look_up()
        return interviewer

    return open_case


@pytest.fixture(scope="session")
def pseudo_resources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    resources = tmp_path_factory.mktemp("resources")
    make_language(resources)
    return resources


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader(known=["capi", "Polski", "English", *calendar_words()])
    watch_painting(reader, monkeypatch)
    return reader


@pytest.fixture
def all_is_said(reader: Reader, tmp_path: Path) -> Callable[[QWidget, str], None]:
    """Fails on a text nobody translated, or one that has not the room it needs; takes the picture."""

    def check(window: QWidget, name: str) -> None:
        for _ in range(3):
            QApplication.processEvents()
        assert window.grab().save(str(tmp_path / f"{name}.png"))
        assert reader.english_in(window) == [], name
        assert reader.clipped_in(window) == [], name

    return check
