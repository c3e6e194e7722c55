"""An interviewer at her list of cases, in the real window, and the clock on her desk."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt

from capi.fieldwork.calls import CallMade
from capi.fieldwork.journal import Moment
from capi.screens.calls.case_page import CasePage
from capi.screens.case_list import CaseList
from capi.screens.workplace import Workplace
from capi.store.case_file import CaseFile
from tests.screens.conftest import Interviewer

START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
"""A Tuesday, in winter: London is on UTC."""


class AtWork:
    """An interviewer at her list, and the clock on her desk."""

    def __init__(self, case_file: CaseFile) -> None:
        self.case_file = case_file
        self.now = START
        self._passed = 0
        self.workplace: Workplace
        self.keys: Interviewer

    def sit(self, workplace: Workplace, keys: Interviewer) -> None:
        self.workplace, self.keys = workplace, keys

    def clock(self) -> Moment:
        self._passed += 1
        return Moment(self.now, 0, self._passed)

    def page(self, kind: type) -> "CaseList | CasePage":
        page = self.workplace.page
        assert isinstance(page, kind), page
        assert isinstance(page, CaseList | CasePage)
        return page

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.keys.press(key)

    def calls(self, case_id: str = "rosa") -> list[CallMade]:
        return [each.call for each in self.case_file.record(case_id).calls.attempts]
