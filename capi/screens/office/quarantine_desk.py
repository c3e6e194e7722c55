"""The desk of the quarantine: what waits, and what the office decides about it."""

import functools

from PySide6.QtCore import QObject

from capi.screens.office.asking import Asking
from capi.screens.office.quarantine import QuarantinePage, QuarantineSheet
from capi.sync.office_messages import Deciding, Decision, QuarantineDetail, QuarantineLine


class QuarantineDesk(QObject):
    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self.page = QuarantinePage(asking.look)
        self.page.part_chosen.connect(self._open_part)
        self.page.scope_chosen.connect(self.refresh)

    def refresh(self) -> None:
        question = functools.partial(self._asking.client.quarantined, open_only=self.page.open_only)
        self._asking.ask(question, self._put)

    def focus(self) -> None:
        self.page.focus()

    def _put(self, lines: list[QuarantineLine]) -> None:
        self._asking.came()
        self.page.put(lines)

    def _open_part(self, part: str) -> None:
        self._asking.ask_for_sheet(functools.partial(self._asking.client.quarantine_detail, part), self._show_part)

    def _show_part(self, detail: QuarantineDetail) -> None:
        sheet = QuarantineSheet(self._asking.look, self._asking.over, detail)
        sheet.decided.connect(self._decide)
        self._asking.open(sheet)

    def _decide(self, part: str, decision: Decision, note: str) -> None:
        deciding = Deciding(decision=decision, note=note)
        self._asking.ask(functools.partial(self._asking.client.decide, part, deciding), self._asking.done)
