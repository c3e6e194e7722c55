"""What the office decides of answering online: a new access code, to be read out, and taking back the one there is."""

import functools

from PySide6.QtCore import QObject

from capi.screens.office.access_code_sheets import AccessCodeSheet, NewCodeSheet, TakeBackSheet
from capi.screens.office.asking import Asking
from capi.screens.office.case_sheet import CaseSheet
from capi.sync.office_messages import AccessCode, CaseDetail, CaseLine


class InvitationDecisions(QObject):
    """From the case sheet to the sheet of each decision, and to the hub."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self._detail: CaseDetail | None = None

    def connect_sheet(self, sheet: CaseSheet) -> None:
        sheet.code_wanted.connect(self._ask_new)
        sheet.take_back_wanted.connect(self._ask_take_back)

    def _ask_new(self, detail: CaseDetail) -> None:
        self._leave()
        self._detail = detail
        sheet = NewCodeSheet(self._asking.look, self._asking.over, detail)
        sheet.wanted.connect(self._give)
        self._asking.open(sheet)

    def _give(self, case_id: str) -> None:
        self._asking.ask(functools.partial(self._asking.client.new_access_code, case_id), self._given)

    def _given(self, code: AccessCode) -> None:
        self._asking.done()
        if self._detail is not None:
            self._asking.open(AccessCodeSheet(self._asking.look, self._asking.over, self._detail, code))

    def _ask_take_back(self, detail: CaseDetail) -> None:
        self._leave()
        sheet = TakeBackSheet(self._asking.look, self._asking.over, detail)
        sheet.wanted.connect(self._take_back)
        self._asking.open(sheet)

    def _take_back(self, case_id: str) -> None:
        self._asking.ask(functools.partial(self._asking.client.revoke_access_code, case_id), self._taken_back)

    def _taken_back(self, line: CaseLine) -> None:
        self._asking.done()
        self._asking.tell(self.tr("{reference}: the access code is taken back").format(reference=line.reference))

    def _leave(self) -> None:
        if self._asking.sheet is not None:
            self._asking.sheet.put_away()
