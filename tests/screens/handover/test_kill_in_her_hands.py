"""kill -9 while the laptop is in the respondent's hands: the next start is the sign-in, and the interview goes on where she was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from capi.desktop import open_desktop
from capi.fieldwork.contents import Opened
from capi.fieldwork.journal import RESPONDENT
from capi.instrument.loading import Snapshot
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.screens.sign_in import SignIn
from capi.screens.workplace import Workplace
from capi.settings import Settings
from capi.store.case_file import CaseFile
from tests.screens.conftest import CHEAP, HOLDER, PASSPHRASE
from tests.screens.handover.conftest import Clock, add_case

SCRIPT = Path(__file__).with_name("kill_in_her_hands.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no SIGKILL")
def test_killed_in_her_hands_the_next_start_asks_for_the_passphrase_and_loses_nothing(
    qtbot: QtBot, look: Look, settings: Settings, seb: Snapshot, clock: Clock
) -> None:
    settings.data.mkdir(parents=True)
    with CaseFile.create(settings.case_file, PASSPHRASE, HOLDER, cost=CHEAP) as case_file:
        add_case(case_file, seb, clock)
    root = Path(__file__).parents[3]
    environment = {
        **os.environ,
        "PYTHONPATH": f"{root}{os.pathsep}{root / 'packaging'}",
        "QT_QPA_PLATFORM": "offscreen",
    }
    command = [sys.executable, str(SCRIPT), str(settings.data)]
    died = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=root, check=False)
    assert died.returncode == -9, died.stderr

    desktop = open_desktop(settings, practice=False)
    qtbot.addWidget(desktop)
    assert isinstance(desktop.page, SignIn), (
        "nobody is asked for the PIN: it is the passphrase that opens the case file"
    )

    with CaseFile.open(settings.case_file, PASSPHRASE, HOLDER) as case_file:
        before = case_file.entries("case-1")
        assert [entry.who for entry in before[-3:]] == [RESPONDENT] * 3
        record = case_file.record("case-1")
        assert len(record.answers) == 2
        assert record.sitting_open
        workplace = Workplace(settings, look, case_file, clock)
        qtbot.addWidget(workplace)
        workplace.open_case("case-1")
        screen = workplace.page
        assert isinstance(screen, InterviewScreen)
        opened = case_file.entries("case-1")[len(before)].contents
        assert isinstance(opened, Opened)
        assert opened.after_crash
        lines = [screen._route.list.row(at).answer for at in range(2)]
        assert lines == ["answered by the respondent alone"] * 2
        workplace.leave()
