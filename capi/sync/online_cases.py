"""Cases that their respondents answer online: what a laptop was told of them, and that an interviewer goes on with one.

Noted beside the cases, and forgotten when the case is this laptop's again, or leaves it.
"""

from datetime import datetime

import msgspec

from capi.store.case_file import CaseFile
from capi.sync.course import Course
from capi.sync.errors import HubRefused
from capi.sync.messages import GoOn

_KEPT = "online"


def begun_online(case_file: CaseFile) -> dict[str, datetime]:
    """Since when they are answered online (UTC), by their ids."""
    kept = case_file.kept(_KEPT)
    return {} if kept is None else msgspec.json.decode(kept, type=dict[str, datetime])


def note_begun(case_file: CaseFile, case_id: str, since: datetime) -> None:
    _keep(case_file, begun_online(case_file) | {case_id: since})


def forget_begun(case_file: CaseFile, case_id: str) -> None:
    noted = begun_online(case_file)
    if noted.pop(case_id, None) is not None:
        _keep(case_file, noted)


def forget_over(course: Course) -> None:
    """After a tally: of cases that are not here any more, and of those that the hub counts to this laptop, as it was restored."""
    noted = begun_online(course.case_file)
    if not noted:
        return
    here = {holding.case_id for holding in course.case_file.holdings() if not holding.given_up}
    counted = course.agreed.cases.keys() - course.elsewhere if course.agreed else set[str]()
    left = {case_id: since for case_id, since in noted.items() if case_id in here and case_id not in counted}
    if left != noted:
        _keep(course.case_file, left)


def ask_to_go_on(course: Course) -> None:
    """Where an interviewer wants to, and the respondent has agreed; the case comes with the orders that are pulled next. Raises the errors
    of a round."""
    wanted = course.calling.go_on
    if wanted:
        try:
            course.client.go_on(wanted, GoOn(consent=True))
        except HubRefused as error:
            course.next_refused = error.detail


def _keep(case_file: CaseFile, noted: dict[str, datetime]) -> None:
    case_file.keep(_KEPT, msgspec.json.encode(noted).decode() if noted else None)
