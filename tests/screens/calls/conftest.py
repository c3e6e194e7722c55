"""The window of an interviewer with two cases: Rosa, by telephone, and Imran, to be visited."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from capi.fieldwork.case import Case
from capi.fieldwork.contact import Contact
from capi.instrument.loading import find_instrument, read_instrument, snapshot
from capi.instrument.model import Mode
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store.case_file import CaseFile
from tests.screens.calls.scenario import AtWork
from tests.screens.conftest import HOLDER, Interviewer


@pytest.fixture
def at_work(qtbot: QtBot, look: Look, settings: Settings, tmp_path: Path) -> Iterator[AtWork]:
    case_file = CaseFile.create(tmp_path / "practice.casefile", None, HOLDER)
    time = AtWork(case_file)
    kept = snapshot(read_instrument(find_instrument("seb", settings.questionnaires), settings.questionnaires))
    case_file.keep_snapshot(kept)
    cases = [
        Case(name, f"1042/0{at}", "", kept.name, kept.version, kept.sha256, mode)
        for at, (name, mode) in enumerate((("rosa", Mode.TELEPHONE), ("imran", Mode.FACE_TO_FACE)), start=1)
    ]
    contacts = {
        "rosa": Contact(name="Rosa Fletcher", telephones=("01632 960001", "07700 900123")),
        "imran": Contact(name="Imran Qureshi", address=("14 Station Road",)),
    }
    case_file.add_cases(cases, time.clock(), contacts)
    workplace = Workplace(settings, look, case_file, time.clock)
    qtbot.addWidget(workplace)
    workplace.resize(1366, 768)
    workplace.show()
    workplace.activateWindow()
    workplace.take_keys()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=5_000)
    time.sit(workplace, Interviewer(qtbot, workplace))
    yield time
    workplace.leave()


@pytest.fixture
def wait(qtbot: QtBot, at_work: AtWork) -> Callable[[], None]:
    def until_settled() -> None:
        qtbot.waitUntil(lambda: at_work.workplace.settled, timeout=5_000)

    return until_settled
