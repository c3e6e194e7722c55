"""No text of the coding is hard-wired: in a language nobody speaks, no English is left on the page or its sheets, and all fits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from capi.screens.language import speak
from capi.screens.look import Look
from capi.screens.office.agreement_sheet import AgreementSheet
from capi.screens.office.coding import CodingPage
from capi.screens.office.coding_direct_sheets import AutomaticSheet, CodingSettingsSheet
from capi.screens.office.coding_sheets import CodeHistorySheet, CodingHelp
from capi.screens.office.coding_words import LOADS_AN_INDEX, kept_said, nothing_said
from capi.screens.sheet import Sheet
from capi.settings import Settings
from capi.sync.coding_messages import (
    Agreed,
    AutomaticallyCoded,
    CodesKept,
    CodingSettings,
    CodingState,
    GivenCode,
    Stage,
    Suggested,
)
from tests.screens.office.jobs_to_code import SIC, SOC, earlier, job
from tests.screens.pseudo_language import CODE, Reader

STATE = CodingState(
    to_code=412,
    to_code_again=38,
    to_settle=3,
    coded=1_234,
    automatic=402,
    indexes={"SOC2020": "Индекс", "SIC2007": ""},
    settings=CodingSettings(),
    agreement=(
        Agreed(scheme=SOC, digits=4, pairs=123, agreed=98, kappa=0.78, low=0.70, high=0.86),
        Agreed(scheme=SOC, digits=1, pairs=123, agreed=123, automatic=True),
    ),
)
ASKED = job(
    Stage.SETTLED,
    title="Медсестра",
    did="Ухаживала за больными",
    industry="Больница",
    facts=[("Статус", "Наёмная")],
    suggested=[
        Suggested(
            scheme=SOC, code="2232", title="Медсестра", group="Сёстры", score=0.9, exact=True, why="слово в слово"
        ),
        Suggested(scheme=SIC, code="86101", title="Больницы", group="", score=0.4),
    ],
    earlier=[msgspec.structs.replace(earlier("77", SOC, "2232"), group="Сёстры")],
)


@pytest.fixture
def window(
    qtbot: QtBot, look: Look, settings: Settings, qapp: QApplication, pseudo_resources: Path, reader: Reader
) -> Iterator[QWidget]:
    look.dress()
    speak(qapp, pseudo_resources, CODE)
    reader.known += ["SOC2020", "SOC2010", "SIC2007", LOADS_AN_INDEX, "F1", "PgUp", "NS-SEC"]
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    yield window
    speak(qapp, settings.resources, "en")


def test_the_page_and_what_it_says(window: QWidget, look: Look, all_is_said: Callable[[QWidget, str], None]) -> None:
    page = CodingPage(look, directs=True)
    page.setParent(window)
    page.setGeometry(28, 100, 1310, 632)
    window.show()
    page.put_state(STATE, 57)
    empty = CodingState(
        to_code=0, to_code_again=0, to_settle=0, coded=0, automatic=0, indexes={}, settings=CodingSettings()
    )
    loaded = msgspec.structs.replace(empty, indexes={"SOC2020": "Индекс"})
    for at, state in enumerate(
        (empty, loaded, STATE, msgspec.structs.replace(loaded, coded=7), msgspec.structs.replace(loaded, unread=7))
    ):
        page.show_idle(nothing_said(state), LOADS_AN_INDEX, page.begin.accessibleName())
        all_is_said(window, f"nothing-{at}")
    for at, given in enumerate(
        (
            ASKED,
            msgspec.structs.replace(ASKED, stage=Stage.SECOND),
            msgspec.structs.replace(ASKED, title="", suggested=[]),
        )
    ):
        page.show_job(given)
        page.focus()
        all_is_said(window, f"job-{at}")
    page.show_job(ASKED, again=True)
    codes = [GivenCode(scheme=SOC, code="2232")]
    page.say(kept_said(ASKED, codes, CodesKept(stands=False, derived=[("NS-SEC", "2")], state=STATE)))
    all_is_said(window, "job-again")
    page.want_soc2010("Выберите", unindexed=True)


def test_its_sheets(window: QWidget, look: Look, all_is_said: Callable[[QWidget, str], None]) -> None:
    window.show()
    history = [ASKED.earlier[0], msgspec.structs.replace(ASKED.earlier[0], by="", holds=False)]
    counted = AutomaticallyCoded(coded=187, left=5, state=STATE)
    makes: tuple[Callable[[], Sheet], ...] = (
        lambda: CodingHelp(look, window, ["Индекс"]),
        lambda: CodeHistorySheet(look, window, ASKED, history, "77"),
        lambda: CodeHistorySheet(look, window, msgspec.structs.replace(ASKED, stage=Stage.SECOND), history, "77"),
        lambda: AgreementSheet(look, window, STATE),
        lambda: AgreementSheet(look, window, msgspec.structs.replace(STATE, agreement=())),
        lambda: AutomaticSheet(look, window, STATE.settings),
        lambda: CodingSettingsSheet(look, window, STATE.settings),
    )
    for at, make in enumerate(makes):
        sheet = make()
        if isinstance(sheet, AutomaticSheet):
            sheet.put(counted, counted=True, ended=False)
            all_is_said(window, "automatic-counting")
            sheet.put(counted, counted=False, ended=True)
        if isinstance(sheet, CodingSettingsSheet):
            sheet.double.setText("77 77")
            sheet._settle()
        all_is_said(window, f"sheet-{at}")
        sheet.put_away()
