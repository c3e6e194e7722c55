"""The desk at which an interviewer goes on with what was begun online: asked before, and fetched from the office where it is still there."""

import functools

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from capi.fieldwork.case import Case
from capi.fieldwork.ways_answered import online_since
from capi.screens.calls.case_page import CasePage
from capi.screens.calls.telephone_page import TelephonePage
from capi.screens.case_list import CaseList
from capi.screens.consent_sheet import ConsentSheet
from capi.screens.hub_desk import HubDesk
from capi.screens.language import said
from capi.screens.look import Look
from capi.store.case_file import CaseFile
from capi.sync.online_cases import begun_online
from capi.sync.round_report import RoundReport


class GoingOnDesk(QObject):
    """One for an open case file."""

    agreed = Signal(str, int)
    """Emitted with the id of a case and the call that led to it, once the respondent agrees and the case is this laptop's."""
    told = Signal(str)
    """Emitted with what is to be said meanwhile, or why it cannot be; an empty text takes it away."""

    def __init__(self, look: Look, case_file: CaseFile, hub: HubDesk) -> None:
        super().__init__()
        self._look = look
        self._case_file = case_file
        self._hub = hub
        self._wanted: tuple[str, int] | None = None

    def asks(self, page: QWidget | None, case: Case, call: int) -> bool:
        """Whether the case was begun online; then the interviewer is asked, over the page, whether the respondent agrees. Not where a sitting of
        her own was cut off: that is ended first, and is lost to nobody. Raises CaseFileError."""
        if self._case_file.holding(case.id).sitting_open:
            return False
        since = begun_online(self._case_file).get(case.id) or online_since(self._case_file.entries(case.id))
        if since is None or not isinstance(page, CaseList | CasePage | TelephonePage):
            return False
        sheet = ConsentSheet(self._look, page, case.reference, since)
        sheet.agreed.connect(functools.partial(self._go_on, page, case.id, call))
        if isinstance(page, TelephonePage):
            page.sheet = sheet  # what follows its end is not what follows that of a call
            sheet.declined.connect(page.next)
        else:
            page.lay(sheet)
        return True

    def round_ended(self, report: RoundReport) -> None:
        """What came of asking the office for it."""
        wanted = self._wanted
        if wanted is None or self._hub.calling.go_on != wanted[0]:
            return
        self._wanted = None
        if report.next_refused:
            self.told.emit(self.tr("Your office says: {words}").format(words=report.next_refused))
        elif report.finished and not self._is_online(wanted[0]):
            self.told.emit("")
            self.agreed.emit(*wanted)
        elif report.undone:
            self.told.emit(" ".join(said(each.wording) for each in report.undone))
        else:
            self.told.emit(
                self.tr("Your office cannot be reached now. Try again when there is a line; nothing was changed.")
            )

    def _go_on(self, page: CaseList | CasePage | TelephonePage, case_id: str, call: int) -> None:
        if isinstance(page, TelephonePage):
            page.sheet = None
        if not self._is_online(case_id):
            self.agreed.emit(case_id, call)
            return
        self._wanted = case_id, call
        self.told.emit(self.tr("Your office is asked for the case. It opens as soon as it is here."))
        self._hub.go_on(case_id)

    def _is_online(self, case_id: str) -> bool:
        """Whether the hub has to give it to this laptop first."""
        return case_id in begun_online(self._case_file)
