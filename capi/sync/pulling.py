"""Receiving: the office's orders for this account, page by page, and the cursor up to which all of them are done."""

import msgspec

from capi.sync.course import Course, Stage, Step
from capi.sync.errors import HubRefused
from capi.sync.messages import Order
from capi.sync.ordered import Undone, case_of, do
from capi.sync.round_report import Said
from capi.wording import Wording

ORDERS_OF_A_PAGE = 100
_NOT_ALLOWED = 403
OF_THE_DEVICE = "device"
"""Where a refusal is not for what the account does: this laptop was replaced by another one, and may still send."""
NOT_SAID = Said("")
"""Of an order that waits for another one of the same case, which has been told."""


def pull(course: Course) -> None:
    """Raises SyncError and CaseFileError; what is done by then is not done again."""
    after, blocked, done = course.link.cursor, set[str](), set(course.link.done)
    course.undone.clear()
    more = True
    while more:
        course.tell(Step(Stage.RECEIVING, len(done)))
        try:
            page = course.client.orders(after, ORDERS_OF_A_PAGE)
        except HubRefused as error:
            if error.status != _NOT_ALLOWED:
                raise
            if error.where == OF_THE_DEVICE:
                course.replaced = True
            else:
                course.undone[0] = Said.of(_no_more_cases(error))
            return
        for order in sorted(page.orders, key=lambda each: each.number):
            if order.number not in done and _does(course, order, blocked):
                done.add(order.number)
        more = page.more and page.cursor > after
        after = max(after, page.cursor)
        _move_cursor(course, after, done)


def _does(course: Course, order: Order, blocked: set[str]) -> bool:
    """Whether it is done. After an order that is not, later ones for the same case wait too."""
    case = case_of(order)
    if case and case in blocked:
        course.undone.setdefault(order.number, NOT_SAID)
        return False
    try:
        do(course, order)
    except Undone as undone:
        blocked.add(case)
        course.undone[order.number] = Said.of(undone.wording)
        return False
    return True


def _move_cursor(course: Course, after: int, done: set[int]) -> None:
    """Before the first order that is undone; where none is, to the end of what was read."""
    cursor = min(course.undone) - 1 if course.undone else after
    cursor = max(cursor, course.link.cursor)
    later = tuple(sorted(number for number in done if number > cursor))
    if (cursor, later) != (course.link.cursor, course.link.done):
        course.keep(msgspec.structs.replace(course.link, cursor=cursor, done=later))


def _no_more_cases(error: HubRefused) -> Wording:
    """As to an account that has another role by now: the laptop may still send what is on it."""
    return Wording(
        "Sync", "The hub gives this laptop no more cases: {detail} What is on it is still sent. Call your office."
    ).filled(detail=error.detail)
