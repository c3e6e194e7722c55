"""Refusals: what a case file says where a case is not there, or is not what somebody takes it for."""

from capi.store.errors import NotThere, OtherJournal, SittingOpen
from capi.wording import Wording


def no_case(case_id: str) -> NotThere:
    return NotThere(
        Wording("CaseFile", "There is no case {id} in this case file. Look it up in the case list.").filled(id=case_id)
    )


def no_entry(case_id: str, number: int) -> NotThere:
    return NotThere(
        Wording("CaseFile", "Case {id} has no entry {number} in this case file.").filled(id=case_id, number=number)
    )


def sitting_open(case_id: str) -> SittingOpen:
    return SittingOpen(
        Wording(
            "CaseFile", "The last sitting at case {id} has not ended. Open the case and leave it, then do this again."
        ).filled(id=case_id)
    )


def other_head(case_id: str) -> OtherJournal:
    return OtherJournal(
        Wording(
            "CaseFile",
            "Case {id} stays in this case file: its last entry is not the one that is safe at the hub. "
            "Send your work to the hub first.",
        ).filled(id=case_id)
    )
