"""The demonstration: invented people are interviewed through the real window, key by key, with pictures on the way.

It sets up an encrypted case file on the sign-in page, as on the first day, and gives it a sample.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from capi.demonstration.people import SCRIPTS, Script
from capi.desktop import Desktop, open_desktop
from capi.engine.prompt import Prompt
from capi.instrument.model import Answer, Information, Missing
from capi.practice import add_people
from capi.screens.case_list import CaseList
from capi.screens.interview_screen import InterviewScreen
from capi.screens.sign_in import SignIn
from capi.settings import Settings
from capi.sitting import system_clock

PASSPHRASE = "a demonstration only"  # noqa: S105  # printed with the report: these people are invented


@dataclass(frozen=True, slots=True)
class Played:
    """What the demonstration left behind."""

    case_file: Path
    pictures: tuple[Path, ...]
    seconds: float


def play(out: Path, settings: Settings) -> Played:
    """Plays the whole of it into the empty folder `out`, on whatever platform Qt finds. Raises OSError where the disk refuses."""
    application = QApplication.instance() or QApplication(["capi"])
    if isinstance(application, QApplication):
        application.setStyle("Fusion")
    qInstallMessageHandler(_say)
    began = time.monotonic()
    here = replace(settings, data=out / "laptop")
    with _Play(out, here) as playing:
        playing.set_up()
        for script in SCRIPTS:
            playing.interview(script)
        playing.show_list()
    return Played(here.case_file, tuple(playing.pictures), time.monotonic() - began)


def _say(_kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    """Qt's messages, but for the one that the platform without a screen gives at every window."""
    if message and "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


class _Play:
    """An interviewer made of key presses."""

    def __init__(self, out: Path, settings: Settings) -> None:

        self.pictures: list[Path] = []
        self._folder = out / "screenshots"
        self._folder.mkdir()
        self._settings = settings
        settings.data.mkdir(parents=True)
        self._taken: set[str] = set()
        self._asked: Counter[str] = Counter()
        """How often each question was put in the interview being held."""
        self.desktop: Desktop = open_desktop(settings, practice=False)
        self.desktop.resize(1366, 768)
        self.desktop.show()

    def __enter__(self) -> "_Play":
        return self

    def __exit__(self, *_: object) -> None:
        self.desktop.close()

    def set_up(self) -> None:
        """Chooses a passphrase on the sign-in page, and gives the laptop its sample."""

        page = self.desktop.page
        if not isinstance(page, SignIn):
            raise RuntimeError("the sign-in page did not come up")
        self.picture("sign-in", page)
        for line, text in ((page.who, "Demo interviewer"), (page.passphrase, PASSPHRASE), (page.again, PASSPHRASE)):
            self.type(line, text)
            self.press(line, "Enter")
        self.until(lambda: isinstance(self.desktop.page, CaseList), "the case list")
        people = [script.person for script in SCRIPTS]
        workplace = self.desktop.workplace
        if workplace is None:
            raise RuntimeError("the case file did not open")
        self._ids = {
            case.reference: case.id
            for case in add_people(workplace.case_file, self._settings, people, system_clock()())
        }
        workplace.refresh_cases()

    def interview(self, script: Script) -> None:
        """Finds the case in the list, opens it, answers what is asked and finishes."""

        page = self.desktop.page
        if not isinstance(page, CaseList):
            raise RuntimeError("the case list is not there")
        self.until(self.settled, "quiet on the keyboard")
        self.type(page.search, script.person.reference)
        self.press(page.search, "Enter")
        self.until(lambda: isinstance(self.desktop.page, InterviewScreen), "the interview")
        self._asked = Counter()
        screen = self.desktop.page
        if not isinstance(screen, InterviewScreen):
            raise RuntimeError("the interview did not open")
        while (prompt := screen.question.view.prompt) is not None and not screen.at_end:
            self.until(lambda: screen.ready and self.settled(), "the question")
            prompt = screen.question.view.prompt
            if prompt is None:
                break
            self.ask(screen, script, prompt.field)
        self.until(lambda: screen.ready, "quiet on the keyboard")
        self.picture(f"{script.picture}-end", screen)
        self.press(screen.end_view.button, "Enter")
        self.until(lambda: isinstance(self.desktop.page, CaseList), "the case list")

    def settled(self) -> bool:
        return self.desktop.workplace is not None and self.desktop.workplace.settled

    def ask(self, screen: InterviewScreen, script: Script, field: str) -> None:
        """Takes the question's picture, shows its card, types the answer."""
        self.picture(f"{script.picture}-{field}", screen, dark=script.in_both_themes)
        self.card(screen)
        prompt = screen.question.view.prompt
        if prompt is None:
            raise RuntimeError(f"{field} did not come up")
        self._asked[field] += 1
        self.give(screen, script, prompt, script.answer(field, self._asked[field]))
        self.until(lambda: screen.at_end or screen.question.view.prompt is not prompt, "the next question")

    def give(self, screen: InterviewScreen, script: Script, prompt: Prompt, answer: Answer) -> None:
        """Types the answer as an interviewer does, and presses Enter."""
        offer, entry = prompt.offer(answer), screen.question.entry
        if offer is not None:
            self.type(entry.line, str(offer.number))
            if prompt.field in ("EarnerOccupation", "ParentQual"):
                self.picture(f"{script.picture}-{prompt.field}-typed", screen)
        elif isinstance(answer, Missing):
            self.press(entry.line, "Ctrl+K" if answer is Missing.DONT_KNOW else "Ctrl+R")
            self.until(lambda: screen.sheet is not None, "the confirmation")
            self.picture(f"{script.picture}-{prompt.field}-confirm", screen)
            self.press(screen.sheet or screen, "Enter")
            return
        elif not isinstance(prompt.type, Information):
            self.type(entry.current, str(answer))
            self.picture(f"{script.picture}-{prompt.field}-typed", screen, dark=False)
        self.press(entry.current, "Enter")

    def card(self, screen: InterviewScreen) -> None:
        prompt = screen.question.view.prompt
        if prompt is None or prompt.card is None or f"card-{prompt.card.label}" in self._taken:
            return
        self._taken.add(f"card-{prompt.card.label}")
        self.press(screen.question.entry.line, "F2")
        if self.desktop.workplace is None:
            return
        window = self.desktop.workplace.showcard
        self.until(window.isVisible, "the showcard")
        window.resize(1366, 768)
        self.save(window, f"showcard-{prompt.card.label}")
        self.press(window, "F2")
        screen.take_keys()

    def show_list(self) -> None:
        """The case list as it stands after the interviews."""
        if self.desktop.page is not None:
            self.picture("case-list", self.desktop.page)

    def picture(self, name: str, page: QWidget, *, dark: bool = True) -> None:
        """Dark and light, once for each name."""
        if name in self._taken:
            return
        self._taken.add(name)
        for theme in ("dark", "light") if dark else ("light",):
            self.desktop.set_theme(theme)
            self.pump()
            self.save(page.window(), f"{name}-{theme}")

    def save(self, window: QWidget, name: str) -> None:
        path = self._folder / f"{name}.png"
        if not window.grab().save(str(path), "PNG", 85):  # lightly packed: packing them well takes longer than playing
            raise OSError(f"The picture {path} could not be written.")
        self.pictures.append(path)

    def pump(self) -> None:

        QApplication.processEvents()

    def until(self, reached: Callable[[], bool], what: str) -> None:
        """Lets the window work until it has come that far."""
        ends = time.monotonic() + 30
        while not reached():
            self.pump()
            if time.monotonic() > ends:
                raise TimeoutError(f"{what} did not come up within 30 seconds")
        self.pump()

    def type(self, widget: QWidget, text: str) -> None:
        for sign in text:
            self._send(widget, 0, sign, control=False)

    def press(self, widget: QWidget, key: str) -> None:

        codes = {"Enter": Qt.Key.Key_Return, "F2": Qt.Key.Key_F2, "Ctrl+K": Qt.Key.Key_K, "Ctrl+R": Qt.Key.Key_R}
        self._send(widget, codes[key], "\r" if key == "Enter" else "", control=key.startswith("Ctrl"))

    def _send(self, widget: QWidget, code: int, text: str, *, control: bool) -> None:

        modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers, text))
        self.pump()
