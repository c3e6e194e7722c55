"""The desk of the cases: found at the hub a page of lines at a time, opened, and decided upon."""

import functools

from PySide6.QtCore import QObject

from capi.outcomes.frame_reading import read_frame
from capi.screens.office.asking import Asking
from capi.screens.office.calling_decisions import CallingDecisions
from capi.screens.office.case_sheet import CaseSheet
from capi.screens.office.cases import CasesPage, Wanted
from capi.screens.office.invitation_decisions import InvitationDecisions
from capi.screens.office.people_sheets import AssignSheet
from capi.sync.calling_messages import FrameFile
from capi.sync.office_client import WhichCases
from capi.sync.office_messages import (
    MOST_LISTED,
    Acceptance,
    Account,
    Assignment,
    AssignmentResult,
    CaseDetail,
    CaseLine,
    CaseLines,
    Progress,
    Recall,
    Return,
)

LINES_AT_ONCE = 200


class CasesDesk(QObject):
    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self._accounts: list[Account] = []
        self._chosen: list[str] = []
        self._calling = CallingDecisions(asking)
        self._inviting = InvitationDecisions(asking)
        self.page = CasesPage(asking.look, decides=asking.decides)
        self.page.wanted.connect(self._find)
        self.page.more_wanted.connect(self._find_more)
        self.page.case_chosen.connect(self._open_case)
        self.page.assignment_wanted.connect(self._open_assignment)

    def refresh(self) -> None:
        if self._asking.decides:
            self._asking.ask(self._asking.client.accounts, self._put_accounts)
            self._asking.ask(self._asking.client.frame, self._put_frame, self._no_frame)
        # As many as were listed; what is being typed stays as it is.
        wanted, most = self.page.asked, min(MOST_LISTED, max(LINES_AT_ONCE, self.page.listed))
        self._asking.ask(
            functools.partial(self._cases, wanted, "", most), functools.partial(self._found, wanted, False)
        )

    def focus(self) -> None:
        self.page.focus()

    def offer(self, progress: Progress) -> None:
        """Whose and which cases can be asked for."""
        self.page.offer(
            [each.name for each in progress.interviewers if each.name],
            [each.name for each in progress.areas if each.name],
        )

    def show(self, wanted: Wanted) -> None:
        self.page.ask(wanted)

    def _put_accounts(self, accounts: list[Account]) -> None:
        self._accounts = accounts

    def _put_frame(self, file: FrameFile) -> None:
        frame = read_frame(file.text.encode(), file.name).frame
        if frame is not None:
            self.page.offer_outcomes([(each.code, frame.said(each.label)) for each in frame.outcomes])

    def _no_frame(self, _error: Exception) -> None:
        """A hub without an outcome frame has cases all the same."""

    # Finding

    def _find(self, wanted: Wanted) -> None:
        self._asking.ask(functools.partial(self._cases, wanted, ""), functools.partial(self._found, wanted, False))

    def _find_more(self, wanted: Wanted, after: str) -> None:
        self._asking.ask(functools.partial(self._cases, wanted, after), functools.partial(self._found, wanted, True))

    def _cases(self, wanted: Wanted, after: str, most: int = LINES_AT_ONCE) -> CaseLines:
        return self._asking.client.cases(
            WhichCases(
                status=wanted.status,
                area=wanted.area or None,
                user=wanted.user,
                outcome=wanted.outcome,
                search=wanted.search,
                after=after,
                limit=most,
            )
        )

    def _found(self, wanted: Wanted, further: bool, lines: CaseLines) -> None:
        self._asking.came()
        self.page.put(wanted, lines, further=further)

    # One case

    def _open_case(self, case_id: str) -> None:
        self._asking.ask_for_sheet(functools.partial(self._asking.client.case, case_id), self._show_case)

    def _show_case(self, detail: CaseDetail) -> None:
        sheet = CaseSheet(self._asking.look, self._asking.over, detail, decides=self._asking.decides)
        sheet.return_wanted.connect(self._return)
        sheet.acceptance_wanted.connect(self._accept)
        sheet.recall_wanted.connect(self._recall)
        self._calling.connect_sheet(sheet)
        self._inviting.connect_sheet(sheet)
        self._asking.open(sheet)

    def _return(self, case_id: str, note: str, fields: tuple[str, ...]) -> None:
        order = Return(note=note, fields=tuple(fields))
        self._asking.ask(functools.partial(self._asking.client.return_case, case_id, order), self._asking.done)

    def _accept(self, case_id: str, number: int) -> None:
        acceptance = Acceptance(number=number)
        self._asking.ask(functools.partial(self._asking.client.accept, case_id, acceptance), self._asking.done)

    def _recall(self, case_id: str, reason: str) -> None:
        recall = Recall(reason=reason)
        self._asking.ask(functools.partial(self._asking.client.recall, case_id, recall), self._asking.done)

    # Giving out

    def _open_assignment(self, lines: list[CaseLine]) -> None:
        self._chosen = [line.id for line in lines]
        if self._accounts:
            self._show_assignment(self._accounts)
        else:
            self._asking.ask_for_sheet(self._asking.client.accounts, self._show_assignment)

    def _show_assignment(self, accounts: list[Account]) -> None:
        self._accounts = accounts
        sheet = AssignSheet(self._asking.look, self._asking.over, len(self._chosen), accounts)
        sheet.assigned.connect(self._assign)
        self._asking.open(sheet)

    def _assign(self, to: str, now: bool) -> None:
        order = Assignment(to=to, cases=self._chosen, now=now)
        self._asking.ask(functools.partial(self._asking.client.assign, order), self._assigned)

    def _assigned(self, result: AssignmentResult) -> None:
        self._asking.done()
        words = [self.tr("%Ln case(s) assigned", "", result.assigned)]
        if result.recalled:
            words.append(self.tr("%Ln recalled first", "", result.recalled))
        if result.unchanged:
            words.append(self.tr("%Ln there already", "", result.unchanged))
        self._asking.tell(", ".join(words))
