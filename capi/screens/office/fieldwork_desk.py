"""The desk of the fieldwork: the counts of now, what stands behind each, and the ways from a count to its cases."""

import functools

from PySide6.QtCore import QObject, Signal

from capi.screens.office.asking import Asking
from capi.screens.office.caller_columns import Caller
from capi.screens.office.caller_sheet import CallerSheet
from capi.screens.office.cases import NO_OUTCOME, Wanted
from capi.screens.office.fieldwork import FieldworkPage
from capi.screens.office.rate_sheet import RateSheet
from capi.sync.calling_messages import Fieldwork, RateLine
from capi.sync.office_client import WhichFieldwork
from capi.sync.office_messages import Progress, SampleLine


class FieldworkDesk(QObject):
    cases_wanted = Signal(Wanted)
    """Emitted with the cases that are to be seen."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self._frame = ""
        self._knows_samples = False
        self.page = FieldworkPage(asking.look)
        self.page.wanted.connect(self.refresh)
        self.page.outcomes.outcome_chosen.connect(self._show_cases_of_outcome)
        self.page.outcomes.rate_chosen.connect(self._explain)
        self.page.callers.caller_chosen.connect(self._show_caller)

    def refresh(self) -> None:
        which = self.page.which
        if not self._knows_samples:
            self._knows_samples = True
            self._asking.ask(self._asking.client.samples, self._put_samples, self._no_samples)
        self._asking.ask(functools.partial(self._asking.client.fieldwork, which), functools.partial(self._put, which))

    def focus(self) -> None:
        self.page.focus()

    def offer(self, progress: Progress) -> None:
        """Of which areas can be counted."""
        self.page.offer_areas([each.name for each in progress.areas])

    def _put_samples(self, samples: list[SampleLine]) -> None:
        self.page.offer_samples([each.name for each in samples])

    def _no_samples(self, _error: Exception) -> None:
        """Who may not see them counts all samples together."""

    def _put(self, which: WhichFieldwork, fieldwork: Fieldwork) -> None:
        if which == self.page.which:
            self._asking.came()
            self._frame = fieldwork.frame
            self.page.put(fieldwork)

    def _show_cases_of_outcome(self, code: str) -> None:
        self.cases_wanted.emit(Wanted(area=self.page.which.area or "", outcome=code or NO_OUTCOME))

    def _explain(self, rate: RateLine) -> None:
        self._asking.open(RateSheet(self._asking.look, self._asking.over, rate, self.page.outcomes.counts, self._frame))

    def _show_caller(self, caller: Caller) -> None:
        sheet = CallerSheet(self._asking.look, self._asking.over, caller)
        sheet.cases_wanted.connect(self._show_cases_of_caller)
        self._asking.open(sheet)

    def _show_cases_of_caller(self, name: str) -> None:
        if self._asking.sheet is not None:
            self._asking.sheet.put_away()
        self.cases_wanted.emit(Wanted(user=name))
