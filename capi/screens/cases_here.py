"""The cases on this laptop: read once, then only what changes; and, beside the list of them, where each is and whether all is safe."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from capi.fieldwork.case import CaseSummary
from capi.instrument.model import Mode
from capi.screens.case_columns import Place
from capi.screens.case_list import CaseList
from capi.screens.hub_desk import HubDesk
from capi.screens.hub_words import online_said, standing_said, waiting_said
from capi.screens.language import said
from capi.store.case_file import CaseFile
from capi.sync.online_cases import begun_online
from capi.sync.round_report import CaseReport, Standing, Whose
from capi.wording import Wording

REPLACED = Wording(
    "Workplace",
    "This laptop was replaced by another one. What is on it can still be sent ({key}), but no interview is begun or gone "
    "on with here. Call your office if you did not expect this.",
)
_ALL_SAFE = Wording("Workplace", "All safe at the hub")
_LOOK = Wording("Workplace", "Look at the sync")
_NEVER_SYNCED = Wording("Workplace", "Not synced yet")
_FETCH = Wording("Workplace", "{key} fetches those your office has given you.")
_PRACTICE = Wording("Workplace", "Practice: nothing is sent")
_NOT_CONNECTED = Wording("Workplace", "Not connected with the office")
_CONNECT = Wording("Workplace", "Connect this laptop with your office: press {key}. Your cases come from there.")
_SYNC = "F5"


class CasesHere(QObject):
    """`summaries` are by the case's id; `waiting` is how many entries of a case lie on this laptop alone. `is_stale`: more may have changed
    since than the cases that were read again."""

    def __init__(self, case_file: CaseFile, hub: HubDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._case_file = case_file
        self._hub = hub
        self.summaries: dict[str, CaseSummary] = {}
        self.waiting: dict[str, int] = {}
        self.is_stale = False

    def known(self) -> Mapping[str, CaseSummary]:
        return self.summaries

    def read_all(self) -> None:
        self.is_stale = False
        self.summaries = {summary.case.id: summary for summary in self._case_file.cases()}
        self.waiting = {} if self._hub.link is None else self._case_file.waiting()

    def read(self, case_id: str) -> None:
        """What has changed of one case. Raises CaseFileError."""
        self.summaries[case_id] = self._case_file.record(case_id).summary
        self.waiting.pop(case_id, None)
        if self._hub.link is not None and (entries := self._case_file.holding(case_id).waiting):
            self.waiting[case_id] = entries

    def recalled(self) -> frozenset[str]:
        """Those the office wants back."""
        if self._hub.link is None:
            return frozenset()
        return frozenset(each.case_id for each in self._case_file.holdings() if each.recalled)

    def online(self) -> frozenset[str]:
        """Those that their respondents answer online."""
        return frozenset() if self._hub.link is None else frozenset(begun_online(self._case_file))

    def offered(self) -> tuple[str, ...] | None:
        """The hashes of the instruments a case may be made with by hand; None without a hub."""
        return None if self._hub.link is None else self._hub.link.offered

    def list_in(self, page: CaseList, current: str | None) -> None:
        """All of them, with one marked; beside each where it is, below the list whether all is safe."""
        page.show_cases(list(self.summaries.values()), current)
        by_telephone = any(each.case.mode is Mode.TELEPHONE for each in self.summaries.values())
        page.offer_ringing(by_telephone or self._hub.rings)
        page.warn(said(REPLACED.filled(key=_SYNC)) if self._hub.replaced else "")
        if self._hub.link is not None:
            page.show_hub(self._places(), self._state(), said(_FETCH.filled(key=_SYNC)))
        elif self._case_file.practice:
            page.show_hub(None, Place(said(_PRACTICE)))
        else:
            page.show_hub(None, Place(said(_NOT_CONNECTED)), said(_CONNECT.filled(key=_SYNC)))

    def missing_saves(self, number: int) -> str:
        """What to say of so many."""
        return self.tr(
            "%Ln save(s) of an earlier sitting are missing from this laptop: the file that held them was deleted or cut, "
            "perhaps by a cleaning program. What is here is whole. Tell your office before you go on.",
            "",
            number,
        )

    def _places(self) -> dict[str, Place]:
        report = self._hub.report
        places = {each.case: Place(standing_said(each), _ink(each)) for each in report.cases} if report else {}
        online = {
            case_id: Place(online_said(since), "offered") for case_id, since in begun_online(self._case_file).items()
        }
        waiting = {case_id: Place(waiting_said(entries), "offered") for case_id, entries in self.waiting.items()}
        return places | online | waiting

    def _state(self) -> Place:
        report = self._hub.report
        if self.waiting:
            return Place(self.tr("%Ln case(s) to send", "", len(self.waiting)), "offered")
        if report is None:
            return Place(said(_NEVER_SYNCED))
        if report.all_safe and report.agreed is not None:
            return Place(said(_ALL_SAFE), "saved")
        return Place(said(_LOOK), "offered")


def _ink(case: CaseReport) -> str:
    """Green only for what is safe with nothing left to do."""
    safe = case.standing is Standing.SAFE and case.whose is Whose.NOBODY and not case.recalled
    return "saved" if safe else "offered"
