"""The date of an interview, and the Sunday that ends its reference week."""

from collections.abc import Iterable
from datetime import date, timedelta

from capi.fieldwork.contents import Answered, Opened, RowAdded
from capi.fieldwork.journal import Entry


def interview_date(entries: Iterable[Entry]) -> date | None:
    """The day of the first answer, by the clock on the interviewer's wall; of the first opening where there is no answer.

    Opening a case to look at it does not begin the interview, and resuming it next week does not move it.
    """
    opened: Entry | None = None
    for entry in entries:
        if isinstance(entry.contents, Answered | RowAdded):
            return _local(entry)
        if opened is None and isinstance(entry.contents, Opened):
            opened = entry
    return None if opened is None else _local(opened)


def reference_sunday(held: date) -> date:
    """The last day of the reference week: the Sunday before the interview, a week ago where it was held on a Sunday."""
    return held - timedelta(days=held.isoweekday())


def _local(entry: Entry) -> date:
    return (entry.time + timedelta(minutes=entry.offset_minutes)).date()
