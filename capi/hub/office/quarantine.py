"""Quarantine as the office sees it: what the hub would not apply, what differs in it question by question, and the decisions.

for line in quarantined(hub, principal, open_only=True, after="", limit=100): ...
quarantine_detail(hub, principal, line.id).differences
decide(hub, principal, line.id, Deciding(decision=Decision.APPLY, note="the laptop was restored from a copy"))
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select
from sqlalchemy.exc import IntegrityError

from capi.fieldwork.chain import read_chain
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import START, MalformedEntry, decode
from capi.fieldwork.replay import CaseRecord, replay
from capi.fieldwork.ways_answered import WayAnswered, ways_answered
from capi.hub import tables
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, from_microseconds
from capi.hub.journals.branches import course_of
from capi.hub.journals.segments import journal_bytes
from capi.hub.journals.setting_apart import kept_part
from capi.hub.office.deciding import decide as decide_on
from capi.hub.office.entries_in_words import Words
from capi.hub.orders.instruments import instrument_of
from capi.hub.policy import Action, require
from capi.instrument.model import Mode
from capi.sync.messages import Reason
from capi.sync.office_messages import (
    MOST_LISTED,
    Deciding,
    Decision,
    FieldDifference,
    QuarantineDetail,
    QuarantineLine,
)

_QUARANTINE = tables.quarantine.c


def quarantined(
    hub: Hub, principal: Principal, open_only: bool, after: str = "", limit: int = MOST_LISTED
) -> list[QuarantineLine]:
    """The oldest first, those after the line `after`. Raises Unfit where there is no such line, NotAllowed, Unavailable."""
    require(principal, Action.SEE_QUARANTINE)
    wanted = _lines().order_by(_QUARANTINE.key).limit(max(1, min(limit, MOST_LISTED)))
    if open_only:
        wanted = wanted.where(_QUARANTINE.decision.is_(None))
    with hub.database.reading() as connection:
        if after:
            last = connection.execute(select(_QUARANTINE.key).where(_QUARANTINE.id == after)).scalar()
            if last is None:
                raise Unfit("unfit", f"There is nothing with the id {after[:100]} in quarantine.", where="after")
            wanted = wanted.where(_QUARANTINE.key > last)
        return [_line(row) for row in connection.execute(wanted)]


def quarantine_detail(hub: Hub, principal: Principal, line_id: str) -> QuarantineDetail:
    """What differs, as far as it can be read. Raises NotThere, NotAllowed, Unavailable."""
    require(principal, Action.SEE_QUARANTINE)
    require(principal, Action.SEE_ANSWERS)
    with hub.database.reading() as connection:
        row = connection.execute(_lines().where(_QUARANTINE.id == line_id)).one_or_none()
        if row is None:
            raise NotThere("not_there", f"There is nothing with the id {line_id[:100]} in quarantine.")
        found = select(tables.cases).where(tables.cases.c.id == row.case_id, tables.cases.c.deleted.is_(None))
        case = connection.execute(found).one_or_none()
        course = course_of(connection, row, case)
        if course is None:
            return QuarantineDetail(
                line=_line(row),
                readable=False,
                follows_head=False,
                entries=_own_entries(connection, row),
                differences=[],
            )
        entries = course.read(row.case_id)
        theirs = _Course(replay(entries), ways_answered(entries))
        words = _words_for(connection, theirs.record)
        return QuarantineDetail(
            line=_line(row),
            readable=True,
            follows_head=case is None or course.follows(case),
            entries=words.entries(entries, row.after),
            differences=_differences(_journal(connection, case), theirs, words),
        )


def decide(hub: Hub, principal: Principal, line_id: str, deciding: Deciding) -> QuarantineLine:
    """What becomes of a line; it can be decided on again. See PROTOCOL.md for what each decision does.

    Raises NotThere; Conflict where the entries cannot be applied, or are part of the journal; NotAllowed, Unavailable.
    """
    require(principal, Action.DECIDE_QUARANTINE)
    try:
        with hub.database.writing() as connection:
            decide_on(hub, connection, principal, line_id, deciding)
            return _line(connection.execute(_lines().where(_QUARANTINE.id == line_id)).one())
    except IntegrityError as error:
        raise Conflict(
            "conflict", "Somebody else has just changed the same case. Look at it again, then decide."
        ) from error


def _lines() -> Select[Any]:
    cases, devices, users = tables.cases.c, tables.devices.c, tables.users.c
    return (
        select(tables.quarantine, cases.reference, devices.id.label("device"), users.name.label("user"))
        .join(tables.devices, devices.key == _QUARANTINE.device_key)
        .join(tables.users, users.key == devices.user_key)
        .outerjoin(tables.cases, cases.id == _QUARANTINE.case_id)
    )


def _line(row: Row[Any]) -> QuarantineLine:
    return QuarantineLine(
        id=row.id,
        case=row.case_id,
        reference=_reference_in(row) if row.reference is None else row.reference,
        device=row.device,
        user=row.user,
        reason=Reason(row.reason),
        detail=row.detail,
        first=row.after + 1,
        last=row.number,
        received=from_microseconds(row.received),
        decision=None if row.decision is None else Decision(row.decision),
        decided=None if row.decided is None else from_microseconds(row.decided),
        decided_by=row.decided_by or "",
        note=row.note or "",
    )


def _reference_in(row: Row[Any]) -> str:
    """Of a case the hub does not know, what the part itself says; empty where it does not."""
    entries = kept_part(row.part).entries if row.after == 0 else []
    try:
        first = decode(bytes(entries[0]), "entry 1").contents if entries else None
    except MalformedEntry:
        return ""
    return first.reference if isinstance(first, CaseCreated) else ""


def _own_entries(connection: Connection, row: Row[Any]) -> list[str]:
    """Of a part that belongs nowhere: each entry in words where it is one, else as it came."""
    words = _words_for(connection, None)
    shown = []
    for raw in kept_part(row.part).entries:
        data = bytes(raw)
        try:
            shown.append(words.entry(decode(data, "it")))
        except MalformedEntry:
            shown.append(data.decode(errors="replace"))
    return shown


def _words_for(connection: Connection, record: CaseRecord | None) -> Words:
    if record is None:
        return Words(None, Mode.FACE_TO_FACE)
    try:
        return Words(instrument_of(connection, record.case.sha256), record.case.mode)
    except NotThere:
        return Words(None, record.case.mode)


@dataclass(frozen=True, slots=True)
class _Course:
    """A case as one course of its journal has it; `ways`: how its answers were given."""

    record: CaseRecord
    ways: Mapping[str, WayAnswered]

    def said(self, words: Words, field: str) -> str:
        way = self.ways.get(field)
        return words.answer(field, self.record.answers.get(field), way.mode if way else None)

    def how(self, words: Words, field: str) -> str:
        way = self.ways.get(field)
        return words.way(way) if way and field in self.record.answers else ""


def _journal(connection: Connection, case: Row[Any] | None) -> _Course | None:
    if case is None:
        return None
    entries = read_chain(START, case.id, journal_bytes(connection, case.key))
    return _Course(replay(entries), ways_answered(entries))


def _differences(ours: _Course | None, theirs: _Course, words: Words) -> list[FieldDifference]:
    """Answers in the order of the questionnaire, then remarks, then where the case stands."""
    journal, part = ours.record if ours else None, theirs.record
    answers = journal.answers if journal else {}
    found = [
        FieldDifference(
            field=name,
            label=words.label(name),
            journal=ours.said(words, name) if ours else "",
            part=theirs.said(words, name),
            journal_how=ours.how(words, name) if ours else "",
            part_how=theirs.how(words, name),
        )
        for name in words.in_order(answers.keys() | part.answers.keys())
        if answers.get(name) != part.answers.get(name)
    ]
    remarks = journal.remarks if journal else {}
    found += [
        FieldDifference(
            field=name,
            label=f"{words.label(name)} (remark)",
            journal=remarks.get(name, ""),
            part=part.remarks.get(name, ""),
        )
        for name in words.in_order(remarks.keys() | part.remarks.keys())
        if remarks.get(name) != part.remarks.get(name)
    ]
    statuses = journal.status.value if journal else "", part.status.value
    if statuses[0] != statuses[1]:
        found.append(FieldDifference(field="", label="Status", journal=statuses[0], part=statuses[1]))
    return found
