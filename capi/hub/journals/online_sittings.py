"""The end of what a respondent has open online, when a laptop takes the case: her visits are over, and so is her sitting in the journal.

end_visits(hub, connection, case_keys)      # in the transaction in which the laptop takes them, before it does
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Left, Way
from capi.fieldwork.journal import ONLINE, RESPONDENT, START, Moment
from capi.fieldwork.replay import replay
from capi.hub.hub import Hub, to_microseconds
from capi.hub.journals.own_entries import Author, write_entries
from capi.hub.journals.segments import journal_bytes
from capi.hub.many import among
from capi.hub.tables import cases, visits


def end_visits(hub: Hub, connection: Connection, case_keys: Collection[int]) -> list[int]:
    """Of those of the cases that are answered online; nearly always none is. The keys of these."""
    answered = among(connection, cases.c.key, sorted(case_keys)), cases.c.online.is_not(None)
    wanted = select(cases).where(*answered).order_by(cases.c.id).with_for_update(key_share=True)
    now: datetime = hub.now()
    found = connection.execute(wanted).all()
    for case in found:
        over = update(visits).where(visits.c.case_key == case.key, visits.c.ended.is_(None))
        connection.execute(over.values(ended=to_microseconds(now)))
        entries = read_chain(START, case.id, journal_bytes(connection, case.key, branch=case.branch))
        if replay(entries).sitting_open:
            author = Author(RESPONDENT, ONLINE, Moment(now, 0, entries[-1].monotonic_ms))
            write_entries(hub, connection, author, case, [Left(Way.CLOSED)])
    return [case.key for case in found]
