"""The desktop: the window with its sign-in, and the workplace once a case file is open.

What is slow to import (the workplace, the case file and its database library) is imported when the
first page is on the screen, while the interviewer types.
"""

import functools
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from capi.screens.background import Work
from capi.screens.garbage import collected_only_here
from capi.screens.keys import action_of
from capi.screens.language import chosen, languages, said, speak
from capi.screens.look import FAMILY, Look, Theme, load_fonts
from capi.screens.sign_in import SignIn
from capi.settings import Settings
from capi.store.errors import CaseFileError

if TYPE_CHECKING:
    from capi.screens.office.office_page import OfficePage
    from capi.screens.workplace import Workplace
    from capi.store.case_file import CaseFile

AFTER_FIRST_PAINT_MS = 100
SMALL_SCREEN = (1_440, 900)


class Desktop(QMainWindow):
    """Sign-in first, then the workplace."""

    def __init__(self, settings: Settings, look: Look, *, practice: bool) -> None:
        super().__init__()
        self.setWindowTitle("capi")
        self._settings = settings
        self._look = look
        self._preferences = _preferences(settings)
        self.workplace: Workplace | None = None
        self._hang_up: Callable[[], None] | None = None
        self._band = QLabel()
        self._band.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._band.hide()
        self._pages = QStackedWidget()
        self._say()
        self._lay_out()
        look.changed.connect(self._style)
        self._style()
        if practice:
            self.practise()
        else:
            self._sign_in()

    def _say(self) -> None:
        """The words that stand beside every page."""
        self._band.setText(
            self.tr("PRACTICE")
            + "   "
            + self.tr("Invented people. Nothing here is a real interview, and nothing leaves this laptop.")
        )

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
            f"font-family: '{FAMILY}'; font-weight: 700; font-size: {px(13)}px; padding: {px(3)}px;"
        )
        self._preferences.setValue("theme", self._look.theme)
        self._preferences.setValue("scale", self._look.scale)

    @property
    def page(self) -> QWidget | None:
        """What is on the screen: the sign-in, the office, the case list or an interview."""
        return self._pages.currentWidget() if self.workplace is None else self.workplace.page

    @property
    def theme(self) -> Theme:
        return self._look.theme

    def set_theme(self, theme: Theme) -> None:
        self._look.set_theme(theme)

    def _sign_in(self) -> None:
        there = languages(self._settings.resources)
        page = SignIn(
            self._look,
            self._settings.case_file,
            who=str(self._preferences.value("who", "")),
            languages=there,
            language=_language(self._settings),
        )
        page.signed_in.connect(self._open_case_file)
        page.practice_wanted.connect(self.practise)
        page.office_wanted.connect(self._enter_office)
        page.language_chosen.connect(self._choose_language)
        self._show_page(page)
        page.focus()
        QTimer.singleShot(AFTER_FIRST_PAINT_MS, _import_the_rest)

    def _show_page(self, page: QWidget) -> None:
        """One at a time: the page before is gone."""
        before = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()

    def _choose_language(self, language: str) -> None:
        """Only before anything else is on the screen: the sign-in is made anew in the other language."""
        page, application = self.page, QApplication.instance()
        if not isinstance(page, SignIn) or not isinstance(application, QApplication):
            return
        self._preferences.setValue("language", language)
        self._preferences.setValue("who", page.who.text())
        self._preferences.sync()
        speak(application, self._settings.resources, language)
        self._say()
        self._sign_in()

    def _open_case_file(self, who: str, passphrase: str) -> None:
        self._preferences.setValue("who", who)
        work = Work(functools.partial(_case_file, self._settings, who, passphrase), self)
        work.done.connect(self._case_file_opened)
        work.failed.connect(self._not_opened)
        work.start()

    def _enter_office(self) -> None:
        """The office needs no case file: it signs in at the hub."""
        from capi.screens.office.office_desk import OfficeDesk

        page = self.page
        if isinstance(page, SignIn):
            self.office = OfficeDesk(self._look, page, self._preferences)
            self.office.opened.connect(self._show_office)

    def _show_office(self, office: "OfficePage") -> None:
        self._show_page(office)
        self._hang_up = office.hang_up
        self.office.closed.connect(self._office_left)

    def _office_left(self) -> None:
        self._hang_up = None
        self._sign_in()

    def practise(self) -> None:
        """Opens the practice file, without a passphrase."""
        from capi.laptop import holder
        from capi.practice import open_practice
        from capi.sitting import system_clock

        try:
            here = holder(self._settings.data, "practice", datetime.now(UTC))
            self._case_file_opened(open_practice(self._settings, here, system_clock()()))
        except (CaseFileError, OSError) as error:
            if not isinstance(self.page, SignIn):
                self._sign_in()
            self._not_opened(error)

    def _not_opened(self, error: Exception) -> None:
        page = self.page
        if isinstance(page, SignIn):
            page.refuse(said(error))

    def _case_file_opened(self, case_file: "CaseFile") -> None:
        from capi.screens.workplace import Workplace
        from capi.sitting import system_clock

        self._band.setVisible(case_file.practice)
        self.workplace = Workplace(self._settings, self._look, case_file, system_clock())
        self.workplace.erased.connect(self._erased)
        self._show_page(self.workplace)
        self.workplace.take_keys()

    def _erased(self, told: Exception) -> None:
        """The office has had this laptop's keys destroyed: there is nothing left to work with."""
        workplace, self.workplace = self.workplace, None
        if workplace is not None:
            workplace.leave()
        self._sign_in()
        self._not_opened(told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Size and theme can be changed on every page."""
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
        if self.workplace is not None:
            self.workplace.leave()
        if self._hang_up is not None:
            self._hang_up()
        self._preferences.sync()
        event.accept()


def _import_the_rest() -> None:
    """So that signing in does not wait for it."""
    import capi.laptop
    import capi.screens.workplace  # noqa: F401


def _case_file(settings: Settings, who: str, passphrase: str) -> "CaseFile":
    """Opens the case file, or makes it the first time; runs off the window's thread."""
    from capi.laptop import holder
    from capi.store.case_file import CaseFile

    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    here = holder(settings.data, who, datetime.now(UTC))
    if settings.case_file.exists():
        return CaseFile.open(settings.case_file, passphrase, here)
    return CaseFile.create(settings.case_file, passphrase, here)


def _preferences(settings: Settings) -> QSettings:
    """What the interviewer chose last; nothing about a case or a respondent."""
    return QSettings(str(settings.data / "preferences.ini"), QSettings.Format.IniFormat)


def _language(settings: Settings) -> str:
    """What was chosen on this laptop, else for it, else what the system speaks, as far as the window has it."""
    wanted = str(_preferences(settings).value("language", "")) or settings.language
    return chosen(wanted, list(languages(settings.resources)))


def open_desktop(settings: Settings, *, practice: bool) -> Desktop:
    """The window, on an application that exists; language, theme and size as they were left."""
    preferences = _preferences(settings)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        speak(application, settings.resources, _language(settings))
    load_fonts(settings.resources)
    try:
        scale = float(str(preferences.value("scale", 1.0)))
    except ValueError:
        scale = 1.0
    theme: Theme = "dark" if preferences.value("theme") == "dark" else "light"
    return Desktop(settings, Look(theme, scale), practice=practice)


def run(settings: Settings, *, practice: bool) -> int:
    """Opens the desktop and stays until it is closed; the exit code."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("capi")
    application.setStyle("Fusion")
    desktop = open_desktop(settings, practice=practice)
    room = desktop.screen().availableGeometry()
    if room.width() <= SMALL_SCREEN[0] or room.height() <= SMALL_SCREEN[1]:
        desktop.showMaximized()  # a title bar and a task bar leave no room for 1366 x 768
    else:
        desktop.show()
    with collected_only_here(application):
        return application.exec()
