"""Entries the hub writes itself: the first of a case that comes from a sample, and what the office decides of a case nobody has.

    write_entry(hub, connection, principal.user, case, OutcomeSet("310", by=principal.user))

The caller has locked the line of the case, and has seen that no laptop holds it. A laptop that is given it afterwards gets the entry
with all the others.
"""

from typing import Any

from sqlalchemy import Connection, Row, update

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import Contents
from capi.fieldwork.journal import Head, Moment, digest, encode, follow
from capi.fieldwork.values import UnfitForJournal
from capi.hub import tables
from capi.hub.errors import Unfit
from capi.hub.hub import Hub, to_microseconds
from capi.hub.journals.call_lines import add_calls, calls_in
from capi.hub.journals.replayed import seen_after, seen_in
from capi.hub.journals.segments import Segment, append_segment

HUB_DEVICE = "hub"
"""The device of these entries."""


def write_entry(hub: Hub, connection: Connection, who: str, case: Row[Any], contents: Contents) -> None:
    """After the head of its journal, with the line of the case as it is then. Raises Unfit for what no journal keeps."""
    head = Head(case.number, case.hash)
    moment = Moment(hub.now(), 0, 0)
    try:
        data = encode(follow(head, case=case.id, device=HUB_DEVICE, who=who, moment=moment, contents=contents))
    except UnfitForJournal as error:
        raise Unfit("unfit", f"{error}.") from error
    entries = read_chain(head, case.id, [data])  # as those of a laptop are read
    segment = Segment(case.key, case.branch, head.number + 1, [data], None, to_microseconds(hub.now()))
    append_segment(connection, segment)
    add_calls(connection, [(case.key, line) for line in calls_in(entries)])
    columns = {"number": head.number + 1, "hash": digest(data), **seen_after(seen_in(case), entries).columns}
    if case.accepted_number == case.number:
        # What was accepted stands as it did: this is the office's own word, and none of the interview.
        columns["accepted_number"] = head.number + 1
    connection.execute(update(tables.cases).where(tables.cases.c.key == case.key).values(columns))
