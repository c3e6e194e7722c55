"""The demonstration: invented people are interviewed through the real window, key by key, with pictures on the way.

It sets up an encrypted case file on the sign-in page, as on the first day, connects the laptop with a hub, which sends it
its cases, holds the interviews, sends them back, and looks at them as the office does.
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

from capi.demonstration.hub import SUPERVISOR, DemonstrationHub
from capi.demonstration.people import SCRIPTS, Script
from capi.desktop import Desktop, open_desktop
from capi.engine.prompt import Prompt
from capi.instrument.model import Answer, Information, Missing
from capi.screens.case_list import CaseList
from capi.screens.garbage import collected_only_here
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Theme
from capi.screens.office.office_page import OfficePage
from capi.screens.office.sign_in_sheet import OfficeSignInSheet
from capi.screens.sign_in import SignIn
from capi.screens.sync_page import SyncPage
from capi.settings import Settings
from capi.sync.messages import Receipt
from capi.sync.round_report import RoundReport

PASSPHRASE = "a demonstration only"  # noqa: S105  # printed with the report: these people are invented


@dataclass(frozen=True, slots=True)
class Played:
    """What the demonstration left behind."""

    case_file: Path
    pictures: tuple[Path, ...]
    seconds: float
    report: RoundReport
    receipts: tuple[Receipt, ...]


def play(out: Path, settings: Settings) -> Played:
    """Plays the whole of it into the empty folder `out`, on whatever platform Qt finds. Raises OSError where the disk refuses."""
    application = QApplication.instance() or QApplication(["capi"])
    if isinstance(application, QApplication):
        application.setStyle("Fusion")
    qInstallMessageHandler(_say)
    began = time.monotonic()
    here = replace(settings, data=out / "laptop")
    with collected_only_here(application), DemonstrationHub(out / "hub") as hub, _Play(out, here) as playing:
        hub.bring_sample(SCRIPTS, settings, out / "sample")
        playing.set_up()
        playing.connect(hub)
        for script in SCRIPTS:
            playing.interview(script)
        playing.show_list("case-list")
        report = playing.sync("sync-safe")
        playing.desktop.close()
        playing.visit_office(hub, replace(settings, data=out / "office"))
        receipts = tuple(hub.receipts())
    return Played(here.case_file, tuple(playing.pictures), time.monotonic() - began, report, receipts)


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
        """Chooses a passphrase on the sign-in page."""

        page = self.desktop.page
        if not isinstance(page, SignIn):
            raise RuntimeError("the sign-in page did not come up")
        self.picture("sign-in", page)
        for line, text in ((page.who, "Demo interviewer"), (page.passphrase, PASSPHRASE), (page.again, PASSPHRASE)):
            self.type(line, text)
            self.press(line, "Enter")
        self.until(lambda: isinstance(self.desktop.page, CaseList), "the case list")

    def connect(self, hub: DemonstrationHub) -> None:
        """Enrols the laptop with the code from the office; its cases come at once."""
        page = self.open_sync()
        self.picture("sync-before", page)
        page.open_enrolment()
        sheet = page.sheet
        if sheet is None:
            raise RuntimeError("the sheet to connect did not open")
        self.type(sheet.file, str(hub.authority))
        for line, text in ((sheet.address, hub.url), (sheet.code, hub.code())):
            self.type(line, text)
        self.picture("sync-connect", page)
        self.press(sheet.code, "Enter")
        self.finish_round("sync-cases-received")

    def sync(self, name: str) -> RoundReport:
        """Sends what was done, by key; the report of the round."""
        self.open_sync()
        return self.finish_round(name)

    def open_sync(self) -> SyncPage:
        page = self.desktop.page
        if not isinstance(page, CaseList):
            raise RuntimeError("the case list is not there")
        self.until(self.settled, "quiet on the keyboard")
        self.press(page.search, "F5")
        self.until(lambda: isinstance(self.desktop.page, SyncPage), "the sync page")
        self.until(self.settled, "quiet on the keyboard")
        opened = self.desktop.page
        if not isinstance(opened, SyncPage):
            raise RuntimeError("the sync page did not open")
        return opened

    def finish_round(self, name: str) -> RoundReport:
        """Waits for the round, takes its picture, and goes back to the cases."""
        workplace, page = self.desktop.workplace, self.desktop.page
        if workplace is None or page is None:
            raise RuntimeError("the case file is not open")
        desk = workplace.hub
        self.until(
            lambda: desk.link is not None and not desk.running and desk.report is not None, "the end of the sync"
        )
        report = desk.report
        if report is None or not report.finished:
            raise RuntimeError(f"the sync did not come to its end: {report and report.headline}")
        self.picture(name, page)
        self.press(page, "Esc")
        self.until(lambda: isinstance(self.desktop.page, CaseList), "the case list")
        return report

    def visit_office(self, hub: DemonstrationHub, settings: Settings) -> None:
        """Signs a supervisor in at a computer of the office, and looks at what came in."""
        self.desktop = open_desktop(settings, practice=False)
        self.desktop.resize(1366, 768)
        self.desktop.show()
        page = self.desktop.page
        if not isinstance(page, SignIn):
            raise RuntimeError("the sign-in page did not come up")
        page.office_wanted.emit()
        sheet = self.desktop.findChild(OfficeSignInSheet)
        if sheet is None:
            raise RuntimeError("the office's sign-in did not open")
        self.type(sheet.certificates, str(hub.authority))
        for line, text in ((sheet.address, hub.url), (sheet.account, SUPERVISOR), (sheet.password, hub.password)):
            self.type(line, text)
        self.press(sheet.password, "Enter")
        self.until(lambda: isinstance(self.desktop.page, OfficePage), "the office")
        office = self.desktop.page
        if not isinstance(office, OfficePage):
            raise RuntimeError("the office did not open")
        for at, name in enumerate(("progress", "fieldwork", "cases", "quarantine", "people", "coding", "outputs")):
            office.show_page(at)
            self.until(lambda: not office.asking, "the hub's answer")
            self.picture(f"office-{name}", office)

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

    def show_list(self, name: str) -> None:
        """The case list as it stands now."""
        if self.desktop.page is not None:
            self.picture(name, self.desktop.page)

    def picture(self, name: str, page: QWidget, *, dark: bool = True) -> None:
        """Dark and light, once for each name."""
        if name in self._taken:
            return
        self._taken.add(name)
        # The theme that is there comes first: to dress a window anew takes longer than to take its picture.
        there: Theme = self.desktop.theme
        other: Theme = "light" if there == "dark" else "dark"
        themes: tuple[Theme, ...] = (there, other) if dark else ("light",)
        for theme in themes:
            if self.desktop.theme != theme:
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

        codes = {
            "Enter": Qt.Key.Key_Return,
            "Esc": Qt.Key.Key_Escape,
            "F2": Qt.Key.Key_F2,
            "F5": Qt.Key.Key_F5,
            "Ctrl+K": Qt.Key.Key_K,
            "Ctrl+R": Qt.Key.Key_R,
        }
        self._send(widget, codes[key], "\r" if key == "Enter" else "", control=key.startswith("Ctrl"))

    def _send(self, widget: QWidget, code: int, text: str, *, control: bool) -> None:

        modifiers = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers, text))
        self.pump()
