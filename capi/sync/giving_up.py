"""Giving up: a case leaves this laptop, when the office wants it back or has accepted it, and never by the laptop's own idea.

Only with the hub's signed word that it holds the case up to the very last entry, and never while somebody sits at it. From
then on it is in nobody's list here; its bytes stay until the hub says that a backup holds it too, and each round asks again:
a hub that is restored from an older backup gets them once more.
"""

import msgspec

from capi.fieldwork.calls import AppointmentCancelled, OutcomeSet
from capi.fieldwork.contents import LanguageChosen, Left, Moved, Opened
from capi.fieldwork.journal import START
from capi.store.errors import OtherJournal, SittingOpen
from capi.store.holdings import Holding
from capi.sync.course import Course, Stage, Step
from capi.sync.errors import HubRefused
from capi.sync.messages import Release
from capi.sync.proof import released
from capi.sync.round_report import GivenBack

_CONFLICT = 409
_NOT_THERE = 404
_ONLY_READ = (Opened, Moved, LanguageChosen, Left, AppointmentCancelled, OutcomeSet)
"""Kinds of entry that somebody leaves behind who only looks at a case, and what may be said of it when it is closed."""


def give_up_recalled(course: Course) -> None:
    """Those too whose acceptance an earlier round had found settled, when its line was cut."""
    for holding in course.case_file.holdings():
        if holding.given_up:
            if course.calling.wanted is None:  # somebody waits for the next case to ring: an ordinary round will do
                _ask_again(course, holding)
        elif holding.recalled:
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
    here = {each.case_id for each in course.case_file.holdings() if not each.given_up}
    left = tuple(case for case in course.link.leaving if case in here)
    if left != course.link.leaving:
        course.keep(msgspec.structs.replace(course.link, leaving=left))


def give_up(course: Course, holding: Holding) -> bool:
    """Whether the case has left; not while somebody sits at it, or the hub lacks anything of it. Raises HubRefused."""
    if holding.sitting_open or holding.acknowledged != holding.head:
        return False
    course.tell(Step(Stage.GIVING_UP))
    case, head = holding.case_id, holding.head
    backed_up = _released(course, holding)
    try:
        if backed_up:
            course.case_file.remove_case(case, head)
        else:
            course.case_file.give_up(case, head)
    except (SittingOpen, OtherJournal):  # opened in the meantime; what is written now goes to the hub, to be kept apart
        return False
    return True


def _give_up(course: Course, holding: Holding, given: dict[str, GivenBack]) -> None:
    case = holding.case_id
    try:
        if give_up(course, holding):
            given[case] = GivenBack(holding.reference, holding.recalled, case in course.link.passed_on)
            _forget_passed_on(course, case)
    except HubRefused as error:
        course.refused[case] = error.detail


def _forget_passed_on(course: Course, case: str) -> None:
    if case in course.link.passed_on:
        left = tuple(each for each in course.link.passed_on if each != case)
        course.keep(msgspec.structs.replace(course.link, passed_on=left))


def _ask_again(course: Course, holding: Holding) -> None:
    """Whether a backup holds by now what is kept here. Nobody is told of it, but where the hub was restored to before that."""
    if holding.waiting:
        return
    course.tell(Step(Stage.GIVING_UP))
    case = holding.case_id
    try:
        if _released(course, holding):
            course.case_file.remove_case(case, holding.head)
    except HubRefused as error:
        if error.status == _CONFLICT:  # by its books the case is this laptop's: it has forgotten that it wanted it back
            course.case_file.take_up(case)
            course.refused[case] = error.detail
        elif error.status == _NOT_THERE and not holding.apart:  # it goes there once more, from the first entry
            course.case_file.take_back({case: START})


def _released(course: Course, holding: Holding) -> bool:
    """The hub holds all of the case; whether a backup does too. Raises HubRefused and the errors of a round."""
    head = holding.head
    release = Release(case=holding.case_id, term=holding.term, number=head.number, hash=head.hash)
    return released(course.link, course.client.release(release), release).backed_up


def _is_settled(course: Course, holding: Holding) -> bool:
    if holding.case_id not in course.backed_up or holding.sitting_open or holding.apart:
        return False
    if holding.recalled or holding.given_up:
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
