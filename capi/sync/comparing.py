"""Comparing: laptop and hub tell each other what they hold, and only where they agree is a case called safe."""

import msgspec

from capi.fieldwork.journal import START, Head
from capi.store.holdings import Acknowledged, Holding
from capi.sync.course import Course, Stage, Step
from capi.sync.link import AGREED, Agreed
from capi.sync.messages import CaseTally, Difference, TallyReceipt
from capi.sync.proof import tally_of, tally_receipt
from capi.sync.pushing import at_head


def compare(course: Course) -> bool:
    """Whether anything was taken back and has to be sent again. What is agreed is kept as agreed, case by case."""
    course.tell(Step(Stage.COMPARING))
    course.elsewhere.clear()
    holdings = {each.case_id: each for each in course.case_file.holdings()}
    its_own = [each for each in holdings.values() if not each.given_up]
    counted = [_believed(each) for each in its_own if each.acknowledged.number and not each.apart]
    told = _asked(course, counted, listed=False)
    if not told.agreed or told.unlisted:
        # Perhaps the office has decided on what was kept apart: that is listed too, and only believed where it is the same.
        apart = [_believed(each) for each in its_own if each.apart]
        counted += apart
        told = _asked(course, counted, listed=True)
        _no_longer_apart(course, apart, told)
    differing = {each.case: each for each in told.differing}
    back = {
        case: head
        for case, each in differing.items()
        if not holdings[case].apart and (head := _take_back(course, each, holdings[case])) is not None
    }
    same = [each for each in counted if each.case not in differing or each.case in course.elsewhere]
    _keep_agreed(course, told, same)
    course.backed_up = frozenset(told.backed_up) & {each.case for each in same}
    course.case_file.mark_backed_up(sorted(course.backed_up))
    course.unlisted = tuple(case for case in told.unlisted if case not in holdings)
    course.case_file.take_back(back)
    return bool(back)


def take_back_all(course: Course) -> None:
    """After a restore of the hub: what it no longer has is no longer acknowledged, and goes again.

    What was kept apart there is not in the tally; all of it is sent again, for the hub to judge anew.
    """
    apart = {each.case_id: START for each in course.case_file.holdings() if each.apart}
    course.case_file.take_back(apart)
    _take_back_given_up(course)
    compare(course)


def _take_back_given_up(course: Course) -> None:
    """What is kept here until a backup holds it may be missing at a restored hub, and is counted to nobody there."""
    kept = {each.case_id: each for each in course.case_file.holdings() if each.given_up and each.acknowledged.number}
    if not kept:
        return
    tally = tally_of(course.link, course.link.epoch, [_believed(each) for each in kept.values()], listed=True)
    told = tally_receipt(course.link, course.client.tally(tally), tally)
    back = {}
    for each in told.differing:
        head, believed = Head(each.number, each.hash), kept[each.case].acknowledged
        if not at_head(course, each.case, head):
            back[each.case] = START
        elif head.number < believed.number:
            back[each.case] = head
    course.case_file.take_back(back)


def _believed(holding: Holding) -> CaseTally:
    head = holding.acknowledged
    return CaseTally(case=holding.case_id, term=holding.term, number=head.number, hash=head.hash)


def _asked(course: Course, counted: list[CaseTally], *, listed: bool) -> TallyReceipt:
    tally = tally_of(course.link, course.link.epoch, counted, listed=listed)
    return tally_receipt(course.link, course.client.tally(tally), tally)


def _no_longer_apart(course: Course, apart: list[CaseTally], told: TallyReceipt) -> None:
    """The office has decided: what was kept apart stands in the journal now, as the hub's signed list shows."""
    differing = {each.case for each in told.differing}
    applied = [each for each in apart if each.case not in differing]
    course.case_file.acknowledge(Acknowledged(each.case, Head(each.number, each.hash)) for each in applied)


def _keep_agreed(course: Course, told: TallyReceipt, same: list[CaseTally]) -> None:
    course.agreed = Agreed(told.received, {each.case: each.number for each in same})
    course.case_file.keep(AGREED, msgspec.json.encode(course.agreed).decode())


def _take_back(course: Course, difference: Difference, holding: Holding) -> Head | None:
    """Where to send from again; None where sending cannot help, and the office has to look."""
    told, believed = Head(difference.number, difference.hash), holding.acknowledged
    is_here = at_head(course, difference.case, told)
    if is_here and told.number < believed.number:
        return told
    if is_here and told.number == believed.number and _may_show(course, holding):
        # A restored hub may have forgotten whose case it is. The lease goes with entries only: so with the last one.
        course.shown.add(difference.case)
        return course.case_file.head_at(difference.case, told.number - 1)
    if difference.only_holder:
        course.elsewhere.add(difference.case)
    elif is_here and told.number > believed.number:
        pass  # it has more than it has given receipts for: these come next
    elif not is_here and told.number <= holding.head.number:
        return START  # it has another course of the case: all of this one goes there, to be kept apart
    else:
        course.differing[difference.case] = difference.why
    return None


def _may_show(course: Course, holding: Holding) -> bool:
    return course.restored and bool(holding.lease) and holding.case_id not in course.shown
