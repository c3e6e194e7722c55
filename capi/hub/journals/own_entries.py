"""Entries the hub writes itself: the first of a case that comes from a sample, what the office decides of a case nobody has, and what a
respondent answers online.

    write_entry(hub, connection, principal.user, case, OutcomeSet("310", by=principal.user))

The caller has locked the line of the case, and has seen that no laptop holds it. A laptop that is given it afterwards gets the entry
with all the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Author:
    """By whom entries are, on what, and when."""

    who: str
    device: str
    moment: Moment


def write_entry(hub: Hub, connection: Connection, who: str, case: Row[Any], contents: Contents) -> None:
    """After the head of its journal, with the line of the case as it is then. Raises Unfit for what no journal keeps."""
    author = Author(who, HUB_DEVICE, Moment(hub.now(), 0, 0))
    try:
        head = write_entries(hub, connection, author, case, [contents])
    except UnfitForJournal as error:
        raise Unfit("unfit", f"{error}.") from error
    if case.accepted_number == case.number:
        # What was accepted stands as it did: this is the office's own word, and none of the interview.
        accepted = update(tables.cases).where(tables.cases.c.key == case.key).values(accepted_number=head.number)
        connection.execute(accepted)


def write_entries(
    hub: Hub, connection: Connection, author: Author, case: Row[Any], contents: Sequence[Contents]
) -> Head:
    """The head after them. Raises UnfitForJournal, and then nothing was written."""
    before = head = Head(case.number, case.hash)
    data = []
    for each in contents:
        entry = follow(head, case=case.id, device=author.device, who=author.who, moment=author.moment, contents=each)
        data.append(encode(entry))
        head = Head(entry.number, digest(data[-1]))
    entries = read_chain(before, case.id, data)  # as those of a laptop are read
    append_segment(
        connection, Segment(case.key, case.branch, before.number + 1, data, None, to_microseconds(hub.now()))
    )
    add_calls(connection, [(case.key, line) for line in calls_in(entries)])
    columns = {"number": head.number, "hash": head.hash, **seen_after(seen_in(case), entries).columns}
    connection.execute(update(tables.cases).where(tables.cases.c.key == case.key).values(columns))
    return head
