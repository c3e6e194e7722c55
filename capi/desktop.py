"""The desktop, put together: the only file that knows all parts of the window.

What is slow to import (the case file and its database library) is imported when the passphrase has
been given: the first page is on the screen before.
"""

import functools
import sys
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from capi.engine.plan import Plan, plan
from capi.fieldwork.case import Case, CaseSummary, Status
from capi.instrument.model import Mode
from capi.screens.background import Work
from capi.screens.case_list import CaseList, Instruments
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look, Theme, load_fonts
from capi.screens.showcard_window import ShowcardWindow
from capi.screens.sign_in import SignIn
from capi.settings import Settings
from capi.sitting import Sitting, system_clock
from capi.store.errors import CaseFileError

if TYPE_CHECKING:
    from capi.store.case_file import CaseFile

PRACTICE_WORDS = "PRACTICE   Invented people. Nothing here is a real interview, and nothing leaves this laptop."


class Desktop(QMainWindow):
    """Sign-in, case list and interview, one page at a time."""

    def __init__(self, settings: Settings, look: Look, *, practice: bool) -> None:
        super().__init__()
        self.setWindowTitle("capi")
        self._settings = settings
        self._look = look
        self._clock = system_clock()
        self._case_file: CaseFile | None = None
        self._plans: dict[tuple[str, Mode], tuple[Plan, str]] = {}
        self._last_case: str | None = None
        self._summaries: dict[str, CaseSummary] = {}
        self._preferences = QSettings(str(settings.data / "preferences.ini"), QSettings.Format.IniFormat)
        self._showcard = ShowcardWindow()
        self._band = QLabel(PRACTICE_WORDS)
        self._band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._band.hide()
        self._pages = QStackedWidget()
        self._lay_out()
        look.changed.connect(self._style)
        self._style()
        if practice:
            self.practise()
        else:
            self._sign_in()

    def _lay_out(self) -> None:
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        self.resize(1366, 768)

    def _style(self) -> None:
        self._look.dress()
        c, px = self._look.colours, self._look.px
        self._band.setStyleSheet(
            f"background: {c.offered_ground}; color: {c.offered}; border-bottom: 1px solid {c.offered_line};"
            f"font-weight: 700; font-size: {px(13)}px; padding: {px(3)}px;"
        )
        self._preferences.setValue("theme", self._look.theme)
        self._preferences.setValue("scale", self._look.scale)

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    @property
    def case_file(self) -> "CaseFile | None":
        return self._case_file

    @property
    def showcard(self) -> ShowcardWindow:
        return self._showcard

    def _show_page(self, page: QWidget) -> None:
        before = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()

    # Signing in

    def _sign_in(self) -> None:
        page = SignIn(self._look, self._settings.case_file, who=str(self._preferences.value("who", "")))
        page.signed_in.connect(self._open_case_file)
        page.practice_wanted.connect(self.practise)
        self._show_page(page)
        page.focus()

    def _open_case_file(self, who: str, passphrase: str) -> None:
        self._preferences.setValue("who", who)
        work = Work(functools.partial(_case_file, self._settings, who, passphrase), self)
        work.done.connect(self._case_file_opened)
        work.failed.connect(self._not_opened)
        work.start()

    def practise(self) -> None:
        """Opens the practice file, without a passphrase."""
        from capi.laptop import holder
        from capi.practice import open_practice

        self._band.show()
        try:
            here = holder(self._settings.data, "practice", datetime.now(UTC))
            self._case_file_opened(open_practice(self._settings, here, self._clock()))
        except (CaseFileError, OSError) as error:
            self._band.hide()
            if not isinstance(self.page, SignIn):
                self._sign_in()
            self._not_opened(error)

    def _not_opened(self, error: Exception) -> None:
        page = self.page
        if isinstance(page, SignIn):
            page.refuse(str(error))

    def _case_file_opened(self, case_file: "CaseFile") -> None:
        self._case_file = case_file
        self._read_cases()
        self._band.setVisible(case_file.practice)
        self.show_cases()
        page = self.page
        if case_file.missing_saves and isinstance(page, CaseList):
            page.tell(_missing_saves(case_file.missing_saves))

    # Cases

    def _read_cases(self) -> None:
        """All of them; from then on only what changes is read."""
        if self._case_file is not None:
            self._summaries = {summary.case.id: summary for summary in self._case_file.cases()}

    def refresh_cases(self) -> None:
        """Reads the cases again, for when some have been added to the case file, and lists them."""
        self._read_cases()
        self.show_cases()

    def _left_case(self) -> None:
        """Back to the list; only the case worked on is read anew."""
        if self._case_file is not None and self._last_case is not None:
            self._summaries[self._last_case] = self._case_file.record(self._last_case).summary
        self.show_cases()

    def show_cases(self) -> None:
        """The case list, with the case last worked on marked."""
        if self._case_file is None:
            return
        page = CaseList(self._look, self._instruments)
        page.case_chosen.connect(self.open_case)
        page.new_case_wanted.connect(self._make_case)
        page.show_cases(list(self._summaries.values()), self._last_case)
        self._show_page(page)
        page.focus()

    def _instruments(self) -> Instruments:
        from capi.instrument.loading import INSTRUMENT_FILE, read_instrument

        found: Instruments = {}
        for file in sorted(self._settings.questionnaires.glob(f"*/{INSTRUMENT_FILE}")):
            instrument = read_instrument(file).instrument
            if instrument is not None:
                found[file.parent.name] = (instrument.title[0], instrument.modes)
        return found

    def _make_case(self, reference: str, name: str, instrument: str, mode: Mode) -> None:
        from capi.instrument.loading import find_instrument, read_instrument, snapshot

        page = self.page
        if self._case_file is None or not isinstance(page, CaseList):
            return
        taken = {(each.case.reference, each.case.instrument) for each in self._summaries.values()}
        if (reference, instrument) in taken:
            page.tell(
                f"There is a case {reference} with this instrument already. Open that one, or write another reference."
            )
            return
        try:
            kept = snapshot(read_instrument(find_instrument(instrument, self._settings.questionnaires)))
            case = Case(uuid.uuid4().hex, reference, name, kept.name, kept.version, kept.sha256, mode)
            self._case_file.keep_snapshot(kept)
            self._case_file.add_case(case, self._clock())
        except (CaseFileError, ValueError) as error:
            page.tell(str(error))
            return
        if page.sheet is not None:
            page.sheet.put_away()
        self._last_case = case.id
        self._read_cases()
        page.show_cases(list(self._summaries.values()), case.id)

    def open_case(self, case_id: str) -> None:
        """Begins or resumes the interview where it was left."""
        if self._case_file is None:
            return
        try:
            record = self._case_file.record(case_id)
            compiled, title = self._plan(record.case)
            sitting = Sitting(self._case_file, record, compiled, self._clock)
        except CaseFileError as error:
            if isinstance(self.page, CaseList):
                self.page.tell(str(error))
            return
        self._last_case = case_id
        completed = record.status is Status.COMPLETED
        screen = InterviewScreen(self._look, sitting, self._showcard, title, completed=completed)
        screen.left.connect(self._left_case)
        self._show_page(screen)
        screen.take_keys()

    def _plan(self, case: Case) -> tuple[Plan, str]:
        """The plan of the case's own snapshot, compiled once."""
        known = self._plans.get((case.sha256, case.mode))
        if known is None and self._case_file is not None:
            instrument = self._case_file.snapshot(case.sha256).instrument()
            known = self._plans[case.sha256, case.mode] = plan(instrument, case.mode), instrument.title[0]
        if known is None:
            raise RuntimeError("no case file is open")
        return known

    # The window itself

    def set_theme(self, theme: Theme) -> None:
        self._look.set_theme(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Size and theme can be changed on every page."""
        from capi.screens.keys import action_of

        match action_of(event):
            case "larger" | "smaller" as action:
                self._look.set_scale(self._look.scale + (0.1 if action == "larger" else -0.1))
            case "usual_size":
                self._look.set_scale(1.0)
            case "theme":
                self._look.set_theme("dark" if self._look.theme == "light" else "light")
            case _:
                super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page
        if isinstance(page, InterviewScreen):
            page.close_sitting()
        if self._case_file is not None:
            self._case_file.close()
            self._case_file = None
        self._showcard.close()
        self._preferences.sync()
        event.accept()


def _case_file(settings: Settings, who: str, passphrase: str) -> "CaseFile":
    """Opens the case file, or makes it the first time; runs off the window's thread."""
    from capi.laptop import holder
    from capi.store.case_file import CaseFile

    settings.data.mkdir(parents=True, exist_ok=True)
    here = holder(settings.data, who, datetime.now(UTC))
    if settings.case_file.exists():
        return CaseFile.open(settings.case_file, passphrase, here)
    return CaseFile.create(settings.case_file, passphrase, here)


def _missing_saves(number: int) -> str:
    saves = "1 save" if number == 1 else f"{number:,} saves"
    return (
        f"{saves} of an earlier sitting are missing from this laptop: the file that held them was deleted or cut, "
        "perhaps by a cleaning program. What is here is whole. Tell your office before you go on."
    )


def open_desktop(settings: Settings, *, practice: bool) -> Desktop:
    """The window, on an application that exists; theme and size as they were left."""
    preferences = QSettings(str(settings.data / "preferences.ini"), QSettings.Format.IniFormat)
    load_fonts(settings.resources)
    theme = "dark" if preferences.value("theme", "light") == "dark" else "light"
    try:
        scale = float(str(preferences.value("scale", 1.0)))
    except ValueError:
        scale = 1.0
    return Desktop(settings, Look("dark" if theme == "dark" else "light", scale), practice=practice)


def run(settings: Settings, *, practice: bool) -> int:
    """Opens the desktop and stays until it is closed; the exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("capi")
    application.setStyle("Fusion")
    desktop = open_desktop(settings, practice=practice)
    desktop.show()
    return application.exec()
