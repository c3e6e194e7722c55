"""The demonstration: invented people are interviewed through the real window, key by key, with pictures on the way.

It sets up an encrypted case file on the sign-in page, as on the first day, and gives it a sample.
"""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from capi.desktop import Desktop, open_desktop
from capi.instrument.model import Answer, Missing, Mode
from capi.practice import add_people
from capi.screens.case_list import CaseList
from capi.screens.interview_screen import InterviewScreen
from capi.screens.sign_in import SignIn
from capi.settings import Settings
from capi.sitting import system_clock

PASSPHRASE = "a demonstration only"  # noqa: S105  # printed with the report: these people are invented
DK, REFUSED, NOT_APPLICABLE = Missing.DONT_KNOW, Missing.REFUSED, Missing.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Script:
    """What one invented person answers."""

    reference: str
    name: str
    mode: Mode
    answers: Mapping[str, Answer]


def _script(reference: str, name: str, mode: Mode, *answers: tuple[str, Answer]) -> Script:
    return Script(reference, name, mode, dict(answers))


def _employee(occupation: Answer, qualification: Answer, **others: Answer) -> tuple[tuple[str, Answer], ...]:
    usual: dict[str, Answer] = {
        "SchoolType": 1,
        "FreeMeals": 2,
        "EarnerStatus": 1,
        "EmployerSize": 2,
        "Supervisor": 2,
        "EarnerOccupation": occupation,
        "ParentQual": qualification,
    }
    return tuple((usual | others).items())


def _own_business(size: Answer, **others: Answer) -> tuple[tuple[str, Answer], ...]:
    usual: dict[str, Answer] = {
        "SchoolType": 1,
        "FreeMeals": 1,
        "EarnerStatus": 2,
        "OwnBusinessSize": size,
        "EarnerOccupation": 2,
        "ParentQual": 2,
    }
    given = usual | others
    if size == 2:
        del given["EarnerOccupation"]  # the standard asks no occupation of an employer of 25 or more
    return tuple(given.items())


FACE, PHONE, SELF = Mode.FACE_TO_FACE, Mode.TELEPHONE, Mode.SELF_COMPLETION
SCRIPTS = (
    _script("D101/01", "Rosa Fletcher", FACE, *_employee(3, 1, EmployerSize=DK, Supervisor=1)),
    _script("D101/02", "Imran Qureshi", FACE, *_own_business(1)),
    _script("D102/01", "Gwen Prosser", FACE, ("SchoolType", 3), ("EarnerStatus", 4), ("ParentQual", 3)),
    _script(
        "D103/01", "Daniel O’Hara", FACE, ("SchoolType", 5), ("EarnerStatus", REFUSED), ("ParentQual", NOT_APPLICABLE)
    ),
    _script("D201/01", "Mei-Lin Zhao", PHONE, *_employee(1, DK, SchoolType=2, FreeMeals=NOT_APPLICABLE)),
    _script("D201/02", "Arthur Penhaligon", PHONE, *_own_business(DK, FreeMeals=DK)),
    _script("D202/01", "Folasade Adeyemi", PHONE, ("SchoolType", 4), ("EarnerStatus", DK), ("ParentQual", REFUSED)),
    _script("D301/01", "Kirsty MacLeod", SELF, *_employee(4, NOT_APPLICABLE, SchoolType=REFUSED)),
    _script("D301/02", "Tomasz Wiśniewski", SELF, *_own_business(2)),
)


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
        people = [(script.reference, script.name, script.mode) for script in SCRIPTS]
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
        self.type(page.search, script.reference)
        self.press(page.search, "Enter")
        self.until(lambda: isinstance(self.desktop.page, InterviewScreen), "the interview")
        screen = self.desktop.page
        if not isinstance(screen, InterviewScreen):
            raise RuntimeError("the interview did not open")
        while (prompt := screen.question.view.prompt) is not None and not screen.at_end:
            self.until(lambda: screen.ready and self.settled(), "the question")
            prompt = screen.question.view.prompt
            if prompt is None:
                break
            self.ask(screen, script, prompt.field)
        self.picture(f"{script.mode.value}-end", screen)
        self.press(screen.end_view.button, "Enter")
        self.until(lambda: isinstance(self.desktop.page, CaseList), "the case list")

    def settled(self) -> bool:
        return self.desktop.workplace is not None and self.desktop.workplace.settled

    def ask(self, screen: InterviewScreen, script: Script, field: str) -> None:
        """Takes the question's picture, shows its card, types the answer."""
        self.picture(f"{script.mode.value}-{field}", screen)
        self.card(screen)
        prompt, answer = screen.question.view.prompt, script.answers[field]
        offer = prompt.offer(answer) if prompt else None
        if offer is not None:
            self.type(screen.question.entry.line, str(offer.number))
            if field in ("EarnerOccupation", "ParentQual"):
                self.picture(f"{script.mode.value}-{field}-typed", screen)
            self.press(screen.question.entry.line, "Enter")
        elif isinstance(answer, Missing):
            self.press(screen.question.entry.line, "Ctrl+K" if answer is Missing.DONT_KNOW else "Ctrl+R")
            self.until(lambda: screen.sheet is not None, "the confirmation")
            self.picture(f"{script.mode.value}-{field}-confirm", screen)
            self.press(screen.sheet or screen, "Enter")
        self.until(lambda: screen.at_end or screen.question.view.prompt is not prompt, "the next question")

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

    def picture(self, name: str, page: QWidget) -> None:
        """Light and dark, once for each name."""
        if name in self._taken:
            return
        self._taken.add(name)
        for theme in ("dark", "light"):
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
