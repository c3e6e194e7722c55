"""No text of the window is hard-wired: in a language nobody speaks, no English is left on any page or sheet."""

import ast
import functools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import capi
from capi.desktop import Desktop, open_desktop
from capi.engine.answers import STATE_WORDS
from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Returned
from capi.instrument.model import Mode
from capi.screens.case_columns import Place
from capi.screens.case_list import CaseList
from capi.screens.cases_here import REPLACED
from capi.screens.contact_sheet import ContactSheet
from capi.screens.contact_words import AboutCase
from capi.screens.language import chosen, languages, local_time, number, said, speak
from capi.screens.look import Look
from capi.screens.names import STATE_NAMES
from capi.screens.new_case_sheet import NewCaseSheet
from capi.screens.sign_in import SHORTEST_PASSPHRASE, SignIn
from capi.screens.sync_page import SyncPage
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store import encryption
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.wording import Wording
from tests.screens.conftest import CHEAP, HOLDER, NOW, PASSPHRASE, clock
from tests.screens.pseudo_language import CODE, Reader, pseudo

# Which language


@pytest.mark.parametrize(
    ("wanted", "system", "spoken"),
    [
        ("", ["cy-GB", "en-GB"], "cy"),
        ("", ["de-DE"], "en"),
        ("pt_BR", ["cy"], "pt_BR"),
        ("pt_PT", ["cy"], "en"),
        ("cy-GB", ["de"], "cy"),
        ("", ["C"], "en"),
        ("../../x", [], "en"),
    ],
)
def test_the_language_wanted_is_spoken_where_it_is_there(wanted: str, system: list[str], spoken: str) -> None:
    assert chosen(wanted, ["en", "cy", "pt_BR"], system) == spoken


def test_english_is_always_there(tmp_path: Path, pseudo_resources: Path) -> None:
    assert languages(tmp_path) == {"en": "English"}
    assert languages(pseudo_resources) == {"en": "English", CODE: "Polski"}


@pytest.fixture
def spoken(qapp: QApplication, settings: Settings) -> Iterator[Callable[[Path, str], None]]:
    """Speaks a language, and English again when the test is over."""
    yield functools.partial(speak, qapp)
    speak(qapp, settings.resources, "en")


def test_numbers_times_and_plurals_are_those_of_the_language(
    spoken: Callable[[Path, str], None], settings: Settings, pseudo_resources: Path
) -> None:
    spoken(settings.resources, "en")
    assert number(12_345) == "12,345"
    assert (number(Decimal("-1234.50")), number(10**20)) == ("-1,234.50", f"{10**20}")
    english = local_time(NOW)
    spoken(pseudo_resources, CODE)
    assert number(12_345) == "12\u00a0345"
    assert number(Decimal("12345.50")) == "12\u00a0345,50"
    assert local_time(NOW) != english


def test_what_a_lower_room_says_is_said_in_the_language_with_its_fills(
    spoken: Callable[[Path, str], None], pseudo_resources: Path
) -> None:
    error = CaseFileError(
        Wording("CaseFile", "{name} is damaged. {what} Nothing was changed.").filled(
            name="{who}", what=Wording("CaseFile", "It has lost its contents.")
        )
    )
    assert str(error) == "{who} is damaged. It has lost its contents. Nothing was changed."
    spoken(pseudo_resources, CODE)
    assert pseudo("It has lost its contents.") in said(error)
    assert str(error).startswith("{who} is damaged. It has"), "the log stays English"


def test_the_sign_in_names_the_length_of_a_passphrase_the_case_file_wants() -> None:
    assert SHORTEST_PASSPHRASE == encryption.SHORTEST_PASSPHRASE


def test_the_window_and_the_engine_call_what_is_missing_the_same() -> None:
    assert {state: str(name) for state, name in STATE_NAMES.items()} == STATE_WORDS


def test_no_wording_of_the_window_is_made_of_a_variable_where_translators_would_not_find_it() -> None:
    root = Path(capi.__file__).parent
    found = [
        f"{file.relative_to(root)}:{call.lineno}"
        for room in ("calling", "outcomes", "screens", "sync")
        for file in sorted((root / room).rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Wording"
        and any(isinstance(text, ast.Name | ast.JoinedStr) for text in call.args[:2])
    ]
    assert found == []


# What stands on the screen


@pytest.fixture
def abroad(settings: Settings, pseudo_resources: Path) -> Settings:
    """A laptop whose window speaks the language nobody speaks."""
    return replace(settings, resources=pseudo_resources, language=CODE)


@pytest.fixture
def opened(qtbot: QtBot, abroad: Settings, spoken: Callable[[Path, str], None]) -> Iterator[Callable[..., Desktop]]:
    spoken(abroad.resources, abroad.language)
    desktops = []

    def open_one(*, practice: bool = False) -> Desktop:
        desktop = open_desktop(abroad, practice=practice)
        qtbot.addWidget(desktop)
        desktop.show()
        desktop.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
        desktops.append(desktop)
        return desktop

    yield open_one
    for desktop in desktops:
        desktop.close()


def sign_in(qtbot: QtBot, page: SignIn, passphrase: str, again: str) -> None:
    """Fills the page in and waits for its answer."""
    page.who.setText("77")
    page.passphrase.setText(passphrase)
    page.again.setText(again)
    page._submit()
    qtbot.waitUntil(lambda: page._go.isEnabled(), timeout=15_000)


def test_the_sign_in_and_what_it_refuses(
    qtbot: QtBot,
    opened: Callable[..., Desktop],
    abroad: Settings,
    reader: Reader,
    all_is_said: Callable[[QWidget, str], None],
) -> None:
    desktop = opened()
    page = desktop.page
    assert isinstance(page, SignIn)
    all_is_said(desktop, "set-up")
    page._submit()
    all_is_said(desktop, "set-up-without-a-name")
    sign_in(qtbot, page, "1234", "5678")
    all_is_said(desktop, "set-up-passphrases-differ")
    sign_in(qtbot, page, "1234", "1234")
    all_is_said(desktop, "set-up-passphrase-too-short")
    desktop.close()

    holder = msgspec.structs.replace(HOLDER, who="77", host="8")
    with CaseFile.create(abroad.case_file, PASSPHRASE, holder, cost=CHEAP):
        reader.known.append(str(abroad.case_file))
        reader.known.append(abroad.case_file.name)
        desktop = opened()
        all_is_said(desktop, "sign-in")
        page = desktop.page
        assert isinstance(page, SignIn)
        sign_in(qtbot, page, PASSPHRASE, "")
        all_is_said(desktop, "sign-in-held-by-another")
    sign_in(qtbot, page, "77 77 77 77", "")
    all_is_said(desktop, "sign-in-wrong-passphrase")


def test_the_language_can_be_chosen_at_sign_in_and_is_remembered(
    opened: Callable[..., Desktop],
) -> None:
    desktop = opened()
    page = desktop.page
    assert isinstance(page, SignIn)
    assert page._go.text() == pseudo("Set up and open")
    page.who.setText("77")
    page._language.setCurrentIndex(page._language.findData("en"))
    page._choose_language()
    english = desktop.page
    assert isinstance(english, SignIn)
    assert english is not page
    assert (english._go.text(), english.who.text()) == ("Set up and open", "77")
    desktop.close()
    again = opened().page
    assert isinstance(again, SignIn)
    assert again._go.text() == "Set up and open", "what was chosen here counts more than what was set for the laptop"


def test_where_there_is_only_english_no_language_is_asked(
    qtbot: QtBot, settings: Settings, spoken: Callable[[Path, str], None]
) -> None:
    spoken(settings.resources, "en")
    desktop = open_desktop(settings, practice=False)
    qtbot.addWidget(desktop)
    desktop.show()
    assert isinstance(desktop.page, SignIn)
    assert not desktop.page._language.isVisible()
    desktop.close()


def test_the_case_list_and_its_sheets(
    opened: Callable[..., Desktop], reader: Reader, all_is_said: Callable[[QWidget, str], None]
) -> None:
    desktop = opened(practice=True)
    workplace = desktop.workplace
    assert workplace is not None
    page = workplace.page
    assert isinstance(page, CaseList)
    page.show_cases([], None)
    all_is_said(desktop, "no-cases")
    page.show_cases([summary(number) for number in range(1, 6)], None)
    all_is_said(desktop, "cases")
    page.panel.show_case(AboutCase(None, None, None, NOW))
    all_is_said(desktop, "cases-contact-unknown")
    about = AboutCase(KNOWN, MEETING, Returned("Доход за месяц?", (), "77"), NOW)
    page._about = lambda _: about
    page.panel.show_case(about)
    all_is_said(desktop, "cases-contact")
    page.open_contact()
    assert isinstance(page.sheet, ContactSheet)
    all_is_said(desktop, "contact")
    page.sheet.put_away()
    places = {"1": Place(said(Wording("Hub", "Safe at the hub")), "saved")}
    page.show_hub(places, Place(workplace.tr("All safe at the hub"), "saved"))
    page.warn(said(REPLACED.filled(key="F5")))
    all_is_said(desktop, "cases-replaced")
    page.warn("")
    workplace.cases.list_in(page, None)
    page.show_cases([summary(number) for number in range(1, 6)], None)
    page.search.setText("10/4")
    all_is_said(desktop, "cases-narrowed")
    page.tell(workplace.cases.missing_saves(1_200))
    all_is_said(desktop, "cases-missing-saves")
    page.tell("")
    page.open_new_case()
    assert isinstance(page.sheet, NewCaseSheet)
    reader.known += [page.sheet.instrument.itemText(at) for at in range(page.sheet.instrument.count())]
    all_is_said(desktop, "new-case")
    page.sheet._make()
    all_is_said(desktop, "new-case-without-a-reference")
    taken = next(iter(workplace.cases.summaries.values())).case
    workplace._make_case(taken.reference, "", taken.instrument, taken.mode)
    reader.known.append(taken.reference)
    all_is_said(desktop, "new-case-there-already")
    page.sheet.put_away()
    workplace.cases.summaries["4"] = summary(4)
    workplace._choose_case("4")
    all_is_said(desktop, "stopped-interview")


def test_the_pages_of_a_laptop_without_a_hub(
    qtbot: QtBot,
    abroad: Settings,
    spoken: Callable[[Path, str], None],
    case_file: CaseFile,
    all_is_said: Callable[[QWidget, str], None],
    reader: Reader,
    look: Look,
) -> None:
    reader.known.append("https://hub.example.org")
    spoken(abroad.resources, abroad.language)
    workplace = Workplace(abroad, look, case_file, clock())
    qtbot.addWidget(workplace)
    workplace.resize(1366, 768)
    workplace.show()
    all_is_said(workplace, "set-up-without-a-hub")
    workplace.show_sync()
    page = workplace.page
    assert isinstance(page, SyncPage)
    all_is_said(workplace, "sync-without-a-hub")
    page.open_enrolment()
    assert page.sheet is not None
    page.sheet.address.setText("77")
    all_is_said(workplace, "enrolment")
    workplace.leave()


KNOWN = Contact(
    name="Роза Ильинична",
    address=("Мельничный переулок 3",),
    postcode="190000",
    telephones=("020 7946 0018", "07700 900123"),
    email="@",
    note="Звонить дважды.",
)
MEETING = AppointmentMade(
    local="2026-11-24T17:40", zone="+13", utc=datetime(2026, 11, 24, 4, 40, tzinfo=UTC), hard=True, by="77"
)


def summary(number: int) -> CaseSummary:
    """A case of each status and mode; all its texts are Russian, so that none is taken for English."""
    status = [Status.NOT_STARTED, Status.IN_PROGRESS, Status.STOPPED, Status.STOPPED, Status.COMPLETED][number - 1]
    reason = {3: StopReason.UNABLE, 4: StopReason.OTHER}.get(number)
    mode = list(Mode)[number % 3]
    case = Case(str(number), f"10/{number}", "Роза Ильинична, Мельничный переулок 3", "анкета", "1", "", mode)
    return CaseSummary(case, status, 1_200 * (number - 1), NOW if number > 1 else None, reason)
