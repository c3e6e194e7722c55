"""Sending: every entry without a receipt, batch by batch; nothing counts as sent before the hub has proven that it has it.

A batch is kept until its receipt is there, and sent again to the letter after a cut: the hub then gives the receipt it gave
before. A batch that the hub refuses whole is halved until the case at fault is alone; the others go on.
"""

from capi.fieldwork.journal import START, Head
from capi.store.holdings import Acknowledged
from capi.sync.course import Course, Stage, Step
from capi.sync.errors import HubRefused, NotProven
from capi.sync.messages import Outcome, PartReceipt
from capi.sync.outbox import Room, drop_batch, kept_batch, next_batch
from capi.sync.proof import Sent, SentPart, receipt

_OF_THE_BATCH = (400, 409, 413, 415, 422)
"""Statuses that say: not this batch. Any other refusal ends the round."""
_MOST_BEHIND = 2
"""How often in one round a case begins anew from where the hub is."""


def push(course: Course) -> None:
    """Raises SyncError and CaseFileError; what has a receipt by then stays sent."""
    room = Room()
    batch = kept_batch(course.case_file)
    if batch is not None:
        room = _send(course, batch, room, again=True)
    while (batch := _next(course, room)) is not None:
        room = _send(course, batch, room, again=False)


def _send(course: Course, batch: Sent, room: Room, *, again: bool) -> Room:
    """How much the next batch may hold. `again`: it is one that an earlier round had sent, or was about to."""
    _tell(course)
    try:
        signed = course.client.push(batch.body, batch.digest)
    except HubRefused as error:
        if error.status not in _OF_THE_BATCH:
            raise
        drop_batch(course.case_file)
        if again:  # perhaps another version of capi made it; the same entries go in a new one
            return room
        return _smaller(course, batch, room, error)
    _settle(course, batch, signed)
    return room.more()


def at_head(course: Course, case_id: str, told: Head) -> bool:
    """Whether this laptop has that very entry of the case."""
    holding = course.case_file.holding(case_id)
    return told.number <= holding.head.number and course.case_file.head_at(case_id, told.number) == told


def _next(course: Course, room: Room) -> Sent | None:
    still = course.refused.keys() | course.differing.keys()
    return next_batch(course.case_file, course.link, course.moment().utc, room, still)


def _smaller(course: Course, batch: Sent, room: Room, error: HubRefused) -> Room:
    """Half of it, or without the one entry that the hub refuses alone."""
    smaller = room.less_than(batch)
    if smaller is not None:
        return smaller
    course.refused[batch.parts[0].case] = error.detail
    return Room()


def _settle(course: Course, batch: Sent, signed: bytes) -> None:
    """Marks what the receipt proves, part by part, and lets go of the batch."""
    try:
        parts = receipt(course.link, signed, batch)
    except NotProven:
        drop_batch(course.case_file)  # the same receipt would come again; the entries go in another batch
        raise
    proven, back = [], {}
    for part in batch.parts:
        told = parts[part.case]
        if told.outcome is Outcome.BEHIND:
            back[part.case] = _behind(course, part, Head(told.number, told.hash))
        elif (acknowledged := _proven(part, told)) is not None:
            proven.append(acknowledged)
        else:
            course.differing[part.case] = "The receipt names another entry than was sent."
    course.case_file.acknowledge(proven)
    course.case_file.take_back({case: head for case, head in back.items() if head is not None})
    drop_batch(course.case_file)
    sent = {part.case: part.entries for part in batch.parts}
    for each in proven:
        course.sent[each.case_id] = course.sent.get(each.case_id, 0) + sent[each.case_id]


def _proven(part: SentPart, told: PartReceipt) -> Acknowledged | None:
    """Only what was sent, to the very entry: a receipt that claims more or other proves nothing."""
    if Head(told.number, told.hash) != part.last:
        return None
    if told.outcome is Outcome.APPLIED:
        return Acknowledged(part.case, part.last)
    return None if told.reason is None else Acknowledged(part.case, part.last, told.reason.value)


def _behind(course: Course, part: SentPart, told: Head) -> Head | None:
    """Where to begin again: from the hub's head where this laptop has that entry too, else from the first."""
    times = course.times_behind[part.case] = course.times_behind.get(part.case, 0) + 1
    if times > _MOST_BEHIND or part.after == 0 or told.number >= part.after:
        course.differing[part.case] = "The hub says it has less than it has confirmed."
        return None
    return told if at_head(course, part.case, told) else START


def _tell(course: Course) -> None:
    to_send = sum(holding.waiting for holding in course.case_file.holdings())
    done = sum(course.sent.values())
    course.tell(Step(Stage.SENDING, done, done + to_send))
