"""Hands a laptop over, answers two questions as the respondent, and dies: run by the kill test, with the folder of the case file."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from capi.screens.handover.question_page import QuestionPage
from capi.screens.handover.what_is_hers import hers_at
from capi.screens.interview_screen import InterviewScreen
from capi.screens.look import Look
from capi.screens.workplace import Workplace
from capi.settings import read_settings
from capi.sitting import system_clock
from capi.store.case_file import CaseFile
from tests.screens.conftest import HOLDER, PASSPHRASE


def main(folder: Path) -> None:
    application = QApplication([])
    settings = read_settings({"CAPI_DATA_DIR": str(folder)})
    case_file = CaseFile.open(settings.case_file, PASSPHRASE, HOLDER)
    workplace = Workplace(settings, Look(), case_file, system_clock())
    window = QMainWindow()
    window.setCentralWidget(workplace)
    window.show()
    workplace.open_case("case-1")
    screen = workplace.page
    assert isinstance(screen, InterviewScreen)
    hers = hers_at(screen._sitting.interview, "SchoolType")
    assert hers is not None
    workplace.handover.pin.choose("4711", "4711")
    screen._hand_over(hers)
    settled = QEventLoop()
    QTimer.singleShot(500, settled.quit)
    settled.exec()
    handed = workplace.handover.window
    assert handed is not None
    handed.begun.emit()
    for _ in range(2):
        page = handed.page
        assert isinstance(page, QuestionPage)
        rows = page.answer.rows
        assert rows is not None
        QTest.mouseClick(rows.rows[1], Qt.MouseButton.LeftButton)
        QTest.mouseClick(page.onward, Qt.MouseButton.LeftButton)
        application.processEvents()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
