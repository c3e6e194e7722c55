"""The ringing desk: case after case on the telephone page, from this laptop and, for a telephone interviewer, from the hub's queue.

What is on the laptop comes first; where there is nothing to ring in it, the office is asked, in the background. What was rung goes
back to the office in the round that brings the next one.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from capi.screens.calls.calls_desk import CallsDesk, here
from capi.screens.calls.next_calls import NextCalls, Pickable
from capi.screens.calls.pick_sheet import PickSheet
from capi.screens.calls.telephone_page import Offer, Rest, Scheme, TelephonePage
from capi.screens.hub_desk import HubDesk
from capi.screens.language import said
from capi.screens.look import Look
from capi.store.errors import CaseFileError
from capi.sync.calling_messages import NextCase
from capi.sync.round_report import RoundReport
from capi.wording import Wording

STANDS = timedelta(seconds=25)
"""So long what the office said of there being nothing is not asked for again."""
_ASKING = Rest(Wording("TelephonePage", "Your office is asked for the next case."), asking=True)
_NO_LINE = Rest(
    Wording(
        "TelephonePage",
        "Nothing to ring is on this laptop, and your office cannot be reached. It is asked again by itself.",
    )
)
_DID_NOT_COME = Rest(
    Wording(
        "TelephonePage",
        "Your office has given you a case that could not come here. Press Esc, sync, and read what is said there.",
    )
)
_FAULT = Wording("TelephonePage", "{words}")
_TOLD = Wording("TelephonePage", "Your office says: {words}")


class RingingDesk(QObject):
    """One for an open case file."""

    page_wanted = Signal(str)
    """Emitted with the id of the case whose page is to be shown."""
    stopped = Signal()
    """Emitted when no more is to be rung for now."""

    def __init__(
        self,
        look: Look,
        calls: CallsDesk,
        next_calls: NextCalls,
        hub: HubDesk,
        clock: Callable[[], datetime],
        scheme: Scheme = Scheme.TEL,
    ) -> None:
        """`clock` gives UTC; `scheme`: how numbers are dialled here."""
        super().__init__()
        self._look = look
        self._calls = calls
        self._next_calls = next_calls
        self._hub = hub
        self._clock = clock
        self._scheme = scheme
        self._sheet: PickSheet | None = None
        self._answered: tuple[datetime, Rest] | None = None
        self._why: dict[str, Wording] = {}
        self.rings = False

    def page(self) -> TelephonePage:
        """With the next case before her."""
        self.rings = True
        frame = self._calls.frame
        page = TelephonePage(self._look, frame.frame, frame.sha256, self._clock, self._look_for, scheme=self._scheme)
        page.recorded.connect(functools.partial(self._calls.keep_call, page))
        page.page_wanted.connect(self.page_wanted)
        page.pick_wanted.connect(functools.partial(self._pick, page))
        page.closed.connect(self._stop)
        return page

    def round_ended(self, report: RoundReport, page: TelephonePage | None) -> None:
        """What the office said, where it was asked, and what has come with it. `page` is the one that is shown, if one is."""
        found, calling = report.next_case, self._hub.calling
        if found is not None and found.case:
            self._why[found.case] = found.because.wording
        if calling.search is not None and self._sheet is not None:
            self._tell_sheet(self._sheet, report)
        if page is None:
            return
        if calling.wanted is not None and calling.wanted.pick and report.next_refused:
            page.tell(report.next_refused)
        elif calling.wanted is not None:
            rest = self._rest(report, found)
            self._answered = None if rest is None else (self._clock(), rest)
        page.look_again()

    def _rest(self, report: RoundReport, found: NextCase | None) -> Rest | None:
        """Why there is nothing from the office now; None where there is something."""
        if report.next_refused:
            return Rest(_TOLD.filled(words=report.next_refused))
        if found is None:
            return _NO_LINE
        if not found.case:
            return Rest(found.because.wording)
        return None if self._next_calls.has(found.case) else _DID_NOT_COME

    def _look_for(self) -> Offer | Rest:
        try:
            found = self._next_calls.look_for()
        except CaseFileError as error:
            return Rest(_FAULT.filled(words=said(error)))
        if isinstance(found, Offer):
            return self._lay_before(found)
        self._hub.at_hand = frozenset()
        if not self._hub.rings:
            return found
        if self._answered is not None and self._clock() - self._answered[0] < STANDS:
            return self._answered[1]
        return self._ask()

    def _lay_before(self, offer: Offer) -> Offer:
        self._answered = None
        self._hub.at_hand = frozenset({offer.case_id})
        return replace(offer, because=self._why.get(offer.case_id, offer.because))

    def _ask(self, pick: str = "") -> Rest:
        self._hub.at_hand = frozenset()
        self._hub.ask_for_next(here(), pick)
        return _ASKING

    def _stop(self) -> None:
        """What lies here from the office's queue goes back at once, for others to ring."""
        self.rings = False
        self._hub.at_hand = frozenset()
        if self._next_calls.holds_delivered():
            self._hub.sync()
        self.stopped.emit()

    # Another case than the next one

    def _pick(self, page: TelephonePage) -> None:
        try:
            cases = self._next_calls.pickable()
        except CaseFileError as error:
            page.tell(said(error))
            return
        search = self._hub.look_for if self._hub.rings else None
        sheet = PickSheet(self._look, page, self.tr("Pick a case to ring"), cases, search)
        sheet.picked.connect(functools.partial(self._take, page))
        sheet.closed.connect(self._sheet_closed)
        self._sheet = sheet
        page.lay(sheet)
        if search is not None:
            search("")

    def _tell_sheet(self, sheet: PickSheet, report: RoundReport) -> None:
        if report.next_refused:
            sheet.refuse(report.next_refused)
        elif not report.finished:
            sheet.refuse(self.tr("Your office cannot be reached now; these are the cases on this laptop."))
        else:
            listed = [
                Pickable("", each.reference, each.label, each.ready, each.because.wording) for each in report.pickable
            ]
            sheet.add(listed)

    def _sheet_closed(self) -> None:
        self._sheet = None

    def _take(self, page: TelephonePage, case: Pickable) -> None:
        if not case.case_id:
            page.show_offer(self._ask(case.reference))
            return
        try:
            found = self._next_calls.take(case.case_id)
        except CaseFileError as error:
            page.tell(said(error))
            return
        page.show_offer(self._lay_before(found) if isinstance(found, Offer) else found)
