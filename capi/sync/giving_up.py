"""Giving up: a case leaves this laptop, when the office wants it back or has accepted it, and never by the laptop's own idea.

Only with the hub's signed word that it holds the case up to the very last entry, and never while somebody sits at it. What
the office has accepted goes only when a backup of the hub holds it too.
"""

import msgspec

from capi.fieldwork.contents import LanguageChosen, Left, Moved, Opened
from capi.store.errors import OtherJournal, SittingOpen
from capi.store.holdings import Holding
from capi.sync.course import Course, Stage, Step
from capi.sync.errors import HubRefused
from capi.sync.messages import Release
from capi.sync.proof import released

_ONLY_READ = (Opened, Moved, LanguageChosen, Left)
"""Kinds of entry that somebody leaves behind who only looks at a case."""


def give_up_recalled(course: Course) -> None:
    """Those too whose acceptance an earlier round had found settled, when its line was cut."""
    for holding in course.case_file.holdings():
        if holding.recalled:
            _give_up(course, holding, course.given_up)
        elif holding.case_id in course.link.leaving and _only_read_since(course, holding):
            _give_up(course, holding, course.removed)


def give_up_accepted(course: Course) -> None:
    """After a tally: where laptop and hub agree, a backup of the hub holds everything, and nobody has worked on it since."""
    ready = [each for each in course.case_file.holdings() if _is_settled(course, each)]
    if ready:
        # Noted first: once the hub has let go of a case, its tally no longer counts it to this laptop.
        leaving = tuple({*course.link.leaving, *(each.case_id for each in ready)})
        course.keep(msgspec.structs.replace(course.link, leaving=leaving))
    for holding in ready:
        _give_up(course, holding, course.removed)
    here = {each.case_id for each in course.case_file.holdings()}
    left = tuple(case for case in course.link.leaving if case in here)
    if left != course.link.leaving:
        course.keep(msgspec.structs.replace(course.link, leaving=left))


def _give_up(course: Course, holding: Holding, given: dict[str, str]) -> None:
    if holding.sitting_open or holding.acknowledged != holding.head:
        return
    course.tell(Step(Stage.GIVING_UP))
    case, head = holding.case_id, holding.head
    release = Release(case=case, term=holding.term, number=head.number, hash=head.hash)
    try:
        released(course.link, course.client.release(release), release)
    except HubRefused as error:
        course.refused[case] = error.detail
        return
    try:
        course.case_file.remove_case(case, head)
    except (SittingOpen, OtherJournal):  # opened in the meantime; what is written now goes to the hub, to be kept apart
        return
    given[case] = holding.reference


def _is_settled(course: Course, holding: Holding) -> bool:
    if holding.case_id not in course.backed_up or holding.sitting_open or holding.apart or holding.recalled:
        return False
    if course.agreed is None or course.agreed.cases.get(holding.case_id) != holding.head.number:
        return False
    return holding.acknowledged == holding.head and _only_read_since(course, holding)


def _only_read_since(course: Course, holding: Holding) -> bool:
    """Whether nobody has worked on the case since the office accepted it."""
    if holding.accepted is None:
        return False
    since = course.case_file.entries(holding.case_id)[holding.accepted.number :]
    return all(isinstance(entry.contents, _ONLY_READ) for entry in since)
