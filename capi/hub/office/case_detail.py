"""One case as the office reads it: its answers in words, the remarks, and what has become of it so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import msgspec
from sqlalchemy import Connection, Row, select

from capi.fieldwork.case import Status
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import Completed, Opened
from capi.fieldwork.journal import ONLINE, RESPONDENT, Entry, decode
from capi.fieldwork.replay import CaseRecord, replay
from capi.fieldwork.ways_answered import Ways, ways_of
from capi.hub.errors import NotThere
from capi.hub.hub import Hub, Principal, from_microseconds
from capi.hub.journals.segments import journal_bytes, unpack
from capi.hub.office.answers_in_words import answers_in_words
from capi.hub.office.calls_in_words import FrameWords, attempts, because, decided, told_of_calls
from capi.hub.office.case_lines import line_of
from capi.hub.office.online_lines import invitation_of
from capi.hub.order_book import (
    ToAccept,
    ToAppoint,
    ToAssign,
    ToCallOff,
    ToOffer,
    ToRecall,
    ToReturn,
    ToSetOutcome,
    ToTakeFrame,
    ToTellOnline,
    What,
    what_of,
)
from capi.hub.orders.instruments import instrument_of
from capi.hub.orders.written import calling_contents
from capi.hub.policy import Action, allowed, require
from capi.hub.tables import cases, contacts, devices, quarantine, segments, users
from capi.hub.tables import orders as book
from capi.instrument.model import Mode
from capi.outcomes.suggestion import Suggestion, suggest
from capi.sync.office_messages import CaseDetail, FieldAnswer

_CONTACT = msgspec.json.Decoder(Contact)


def case_detail(hub: Hub, principal: Principal, case_id: str) -> CaseDetail:
    """With contact details only for those who may see them. Raises NotThere, NotAllowed, Unavailable."""
    require(principal, Action.SEE_ANSWERS)
    with hub.database.reading() as connection:
        line = line_of(connection, principal, case_id)
        key = connection.execute(select(cases.c.key).where(cases.c.id == case_id)).scalar_one()
        entries = entries_of(connection, key)
        record, words = replay(entries), FrameWords.of_hub(connection)
        told = [*told_of_calls(entries, words), *_ordered(connection, key, words)]
        suggestion = _suggested(record, entries, words)
        return CaseDetail(
            line=line,
            contact=_contact(connection, key) if allowed(principal.role, Action.SEE_CONTACTS) else None,
            answers=_answers(connection, record, ways_of(entries, record.case.mode)),
            remarks=dict(record.remarks),
            history=_history(connection, key, told),
            calls=attempts(entries, words),
            suggested=suggestion.code if suggestion else "",
            because=str(suggestion.because) if suggestion else "",
            self_completion=_is_for_self_completion(connection, record),
            invitation=invitation_of(connection, key),
        )


def entries_of(connection: Connection, case_key: int) -> list[Entry]:
    """Its journal on the current branch."""
    data = journal_bytes(connection, case_key)
    return [decode(each, f"entry {number}") for number, each in enumerate(data, start=1)]


def _contact(connection: Connection, case_key: int) -> Contact | None:
    kept = connection.execute(select(contacts.c.contact).where(contacts.c.case_key == case_key)).scalar()
    return None if kept is None else _CONTACT.decode(kept)


def _answers(connection: Connection, record: CaseRecord, ways: Ways) -> list[FieldAnswer]:
    try:
        return answers_in_words(connection, record, ways)
    except NotThere:
        # A hub that was restored may have the case and not yet the version it went on under.
        return []


def _suggested(record: CaseRecord, entries: Sequence[Entry], words: FrameWords) -> Suggestion | None:
    """None while somebody may still be interviewed, and where an outcome is confirmed already."""
    is_open = record.status in (Status.NOT_STARTED, Status.IN_PROGRESS)
    if words.frame is None or is_open or record.summary.outcome:
        return None
    ended = [entry.who for entry in entries if isinstance(entry.contents, Completed)]
    alone = ended[-1:] == [RESPONDENT]
    return suggest(words.frame, record.calls, record.status, record.stop, len(record.answers), alone=alone)


def _is_for_self_completion(connection: Connection, record: CaseRecord) -> bool:
    try:
        return Mode.SELF_COMPLETION in instrument_of(connection, record.case.sha256).modes
    except NotThere:
        return False  # as for its answers


def _history(connection: Connection, case_key: int, told: Sequence[tuple[int, str]]) -> list[str]:
    every = sorted([*told, *_received(connection, case_key), *_apart(connection, case_key)])
    return [f"{from_microseconds(time):%d %B %Y, %H:%M} UTC: {words}" for time, words in every]


def _ordered(connection: Connection, case_key: int, words: FrameWords) -> Iterator[tuple[int, str]]:
    wanted = select(book, users.c.name).join(users, users.c.key == book.c.user_key).where(book.c.case_key == case_key)
    for row in connection.execute(wanted.order_by(book.c.made, book.c.user_key, book.c.number)):
        yield row.made, f"{_said(what_of(row.details), row, words)} by {row.made_by}."


def _said(what: What, order: Row[Any], words: FrameWords) -> str:
    match what:
        case ToAssign():
            return f"Assigned to {order.name}"
        case ToRecall(reason=reason, now=now):
            taken = "Taken at once from" if now else "Recalled from"
            return f"{taken} {order.name}{because(reason)}"
        case ToReturn(note=note, fields=fields):
            looked_at = f" to look at {', '.join(fields)}" if fields else ""
            return f"Returned to {order.name}{looked_at}{because(note)}"
        case ToAccept(number=number):
            return f"Accepted up to entry {number}"
        case ToAppoint() | ToCallOff() | ToSetOutcome():
            return decided(calling_contents(what, order.made_by), words)
        case ToTellOnline():
            return f"The laptop of {order.name} told that it is answered online"
        case ToOffer():
            return "Instrument offered"
        case ToTakeFrame():
            return "Outcome frame taken"
        case _:
            assert_never(what)


def _received(connection: Connection, case_key: int) -> Iterator[tuple[int, str]]:
    """What a respondent wrote in one visit is told together: each of her pages is a segment."""
    wanted = (
        select(segments.c.first, segments.c.last, segments.c.received, segments.c.entries, devices.c.id)
        .outerjoin(devices, devices.c.key == segments.c.device_key)
        .where(segments.c.case_key == case_key)
        .order_by(segments.c.received, segments.c.branch, segments.c.first)
    )
    visit: _Visited | None = None
    for first, last, received, kept, device in connection.execute(wanted):
        began = None if device else decode(unpack(kept)[0], f"entry {first}")
        if began is not None and began.device == ONLINE:
            goes_on = visit is not None and first == visit.last + 1 and not isinstance(began.contents, Opened)
            if visit is not None and not goes_on:
                yield visit.told
            visit = _Visited(visit.first if visit is not None and goes_on else first, last, received)
            continue
        yield received, f"{_entries(first, last)} {f'received from the laptop {device}' if device else 'written here'}."
    if visit is not None:
        yield visit.told


@dataclass(frozen=True, slots=True)
class _Visited:
    """The entries of a respondent's visit, up to its last page so far."""

    first: int
    last: int
    received: int

    @property
    def told(self) -> tuple[int, str]:
        return self.received, f"{_entries(self.first, self.last)} answered online by the respondent."


def _apart(connection: Connection, case_key: int) -> Iterator[tuple[int, str]]:
    wanted = (
        select(quarantine, devices.c.id.label("device"))
        .join(devices, devices.c.key == quarantine.c.device_key)
        .where(quarantine.c.case_key == case_key)
    )
    for row in connection.execute(wanted):
        entries = _entries(row.after + 1, row.number)
        yield row.received, f"{entries} from the laptop {row.device} put into quarantine ({row.reason})."
        if row.decided is not None:
            yield row.decided, f"{entries} from the laptop {row.device}: {row.decision} decided by {row.decided_by}."


def _entries(first: int, last: int) -> str:
    return f"Entry {first}" if first == last else f"Entries {first} to {last}"
