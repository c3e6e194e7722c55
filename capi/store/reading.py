"""Reading a case file: the list of cases, the record of one, its entries, and the instruments kept with them."""

import zlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import cast

import msgspec
from sqlalchemy import Connection, RowMapping, Table, exists, func, select, text

from capi.engine.rows import Rows
from capi.fieldwork.call_history import Attempt, Calls
from capi.fieldwork.calls import AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.case import Case, CaseSummary, Status, StopReason
from capi.fieldwork.completion import CompletionRules
from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import BESIDE_THE_INTERVIEW, Migrated, Returned, Stopped
from capi.fieldwork.journal import START, Entry, Head, decode, digest
from capi.fieldwork.progress import PLACED, Suppression
from capi.fieldwork.replay import BrokenJournal, CaseRecord, case_of
from capi.fieldwork.values import Exact, Given, plain_answer
from capi.instrument.loading import Snapshot
from capi.instrument.model import Answer, Missing, Mode
from capi.store.holdings import NOT_GIVEN_UP
from capi.store.projection import Standing, from_microseconds
from capi.store.tables import (
    answers,
    answers_aside,
    calls,
    cases,
    contacts,
    journal,
    kept,
    meta,
    remarks,
    rows,
    snapshots,
    suppressions,
    tombstones,
)

COMPLETION = "completion"
"""The name of the rules of completion among the facts about the file."""

_FACTS = msgspec.json.Decoder(dict[str, int | str | Exact])
_COMPOSITE = msgspec.json.Decoder(tuple[int, ...] | Exact)
_RULES = msgspec.json.Decoder(CompletionRules)
_INVOLVED = msgspec.json.Decoder(dict[str, Given])
_CONTACT = msgspec.json.Decoder(Contact)
_RETURNED = msgspec.json.Decoder(Returned)
_APPOINTMENT = msgspec.json.Decoder(AppointmentMade)
_OUTCOME = msgspec.json.Decoder(OutcomeSet)
_CALL = msgspec.json.Decoder(CallMade)
_SOURCES = msgspec.json.Decoder(dict[str, str])
# Looking up is three times as fast as calling an enumeration, and the list may have 100,000 cases.
_MODES = {mode.value: mode for mode in Mode}
_STATUSES = {status.value: status for status in Status}

_SUMMARY = (
    select(
        cases.c.key,
        cases.c.id,
        cases.c.reference,
        cases.c.name,
        cases.c.snapshot_key,
        cases.c.mode,
        cases.c.facts,
        cases.c.status,
        cases.c.sitting_open,
        cases.c.answered,
        cases.c.last_worked,
        cases.c.stop_reason,
        cases.c.calls,
        cases.c.last_call,
        cases.c.last_result,
        cases.c.appointment_utc,
        cases.c.outcome_code,
        cases.c.returned.is_not(None),
    )
    .where(NOT_GIVEN_UP)
    .order_by(cases.c.key)
)
_HAS_TOMBSTONES = text("SELECT 1 FROM sqlite_master WHERE name = 'tombstones'")
_CASE = select(cases, snapshots.c.name.label("instrument"), snapshots.c.version, snapshots.c.sha256).join(snapshots)


def summaries(core: Connection) -> list[CaseSummary]:
    """One line for every case, in the order they were added; without those that were given up."""
    named = select(snapshots.c.key, snapshots.c.name, snapshots.c.version, snapshots.c.sha256)
    instruments = {key: (name, version, sha256) for key, name, version, sha256 in core.execute(named)}
    lines = []
    for (
        key,
        case_id,
        reference,
        name,
        snapshot,
        mode,
        facts,
        status,
        sitting_open,
        answered,
        worked,
        stopped,
        calls_made,
        last_call,
        last_result,
        appointed,
        outcome,
        returned,
    ) in core.execute(_SUMMARY).all():
        case = Case(case_id, reference, name, *instruments[snapshot], _MODES[mode], _facts(facts))
        last_worked = _when(worked)
        if sitting_open:
            answered, last_worked = _count_answers(core, key), _worked_now(core, key, case_id)
        reason = None if stopped is None else StopReason(stopped)
        called = (calls_made, _when(last_call), last_result, _when(appointed), outcome, bool(returned))
        lines.append(CaseSummary(case, _STATUSES[status], answered, last_worked, reason, *called))
    return lines


def record(core: Connection, case_id: str) -> CaseRecord | None:
    """The case as the projection has it; equal to a replay of its journal. None where it was given up."""
    row = core.execute(_CASE.where(cases.c.id == case_id, NOT_GIVEN_UP)).mappings().one_or_none()
    if row is None:
        return None
    key, instrument = row["key"], (row["instrument"], row["version"], row["sha256"])
    number, data = _last(core, key)
    return CaseRecord(
        case=Case(case_id, row["reference"], row["name"], *instrument, _MODES[row["mode"]], _facts(row["facts"])),
        status=_STATUSES[row["status"]],
        stop=_stop(row),
        answers=_answers(core, key, answers),
        rows=_rows(core, key, aside=False),
        answers_aside=_answers(core, key, answers_aside),
        rows_aside=_rows(core, key, aside=True),
        remarks=_remarks(core, key),
        suppressions=_suppressions(core, key),
        language=row["language"] or "",
        position=_position(core, key, case_id, number),
        sitting_open=bool(row["sitting_open"]),
        last_worked=_worked_now(core, key, case_id) if row["sitting_open"] else _when(row["last_worked"]),
        head=Head(number, digest(data)),
        returned=None if row["returned"] is None else _RETURNED.decode(row["returned"]),
        calls=_calls(core, row),
    )


def standing(core: Connection, case_id: str) -> Standing | None:
    """Where the case stands, to write its next entry after."""
    row = _row(core, case_id)
    if row is None:
        return None
    key = row["key"]
    return Standing(
        key,
        _head(core, key),
        _STATUSES[row["status"]],
        _stop(row),
        bool(row["sitting_open"]),
        _suppressions(core, key),
        bool(core.execute(select(exists().where(answers_aside.c.case_key == key))).scalar()),
    )


def entries(core: Connection, case_id: str) -> list[Entry]:
    """The journal of the case, none where there is no such case."""
    found = (
        select(journal.c.number, journal.c.entry).join(cases).where(cases.c.id == case_id).order_by(journal.c.number)
    )
    return [_decode(data, case_id, number) for number, data in core.execute(found).all()]


def count_entries(core: Connection) -> int:
    """How many were ever written: the last serial number, and by how much it fell when cases were removed."""
    last = core.execute(select(func.max(journal.c.serial))).scalar() or 0
    if not core.execute(_HAS_TOMBSTONES).scalar():
        return last  # a file of an older format, before it is brought up
    return last + (core.execute(select(func.sum(tombstones.c.serials))).scalar() or 0)


def contact(core: Connection, case_key: int) -> Contact | None:
    found = core.execute(select(contacts.c.contact).where(contacts.c.case_key == case_key)).scalar()
    return None if found is None else _CONTACT.decode(found)


def fact(core: Connection, name: str) -> str | None:
    return core.execute(select(kept.c.value).where(kept.c.name == name)).scalar()


def created_name(core: Connection, case_key: int) -> str:
    """The name in the first entry of the case; empty since contacts are kept apart."""
    return case_of(_decode(_at(core, case_key, 1), f"at {case_key}", 1)).name


def snapshot(core: Connection, sha256: str) -> Snapshot | None:
    row = core.execute(select(snapshots).where(snapshots.c.sha256 == sha256)).mappings().one_or_none()
    if row is None:
        return None
    sources = _SOURCES.decode(zlib.decompress(row["sources"]))
    return Snapshot(sha256, row["name"], row["version"], sources, row["compiled"])


def completion_rules(core: Connection) -> CompletionRules:
    """As the office has set them, or as capi has them."""
    kept = core.execute(select(meta.c.value).where(meta.c.name == COMPLETION)).scalar()
    return CompletionRules() if kept is None else _RULES.decode(kept)


def _row(core: Connection, case_id: str) -> RowMapping | None:
    return core.execute(_CASE.where(cases.c.id == case_id)).mappings().one_or_none()


def _stop(row: RowMapping) -> Stopped | None:
    return Stopped(StopReason(row["stop_reason"]), row["stop_note"]) if row["stop_reason"] is not None else None


_CALLED = select(
    cases.c.key,
    cases.c.id,
    cases.c.calls,
    cases.c.appointment,
    cases.c.outcome,
    cases.c.needs_language,
    cases.c.needs_proxy,
).where(NOT_GIVEN_UP)


def call_histories(core: Connection) -> dict[str, Calls]:
    """The calls of every case, by its id; without those that were given up."""
    attempts: dict[int, list[Attempt]] = {}
    every = select(calls.c.case_key, calls.c.number, calls.c.who, calls.c.call).order_by(
        calls.c.case_key, calls.c.number
    )
    for key, number, who, call in core.execute(every).all():
        attempts.setdefault(key, []).append(Attempt(number, who, _CALL.decode(call)))
    return {row["id"]: _history(attempts.get(row["key"], ()), row) for row in core.execute(_CALLED).mappings().all()}


def _calls(core: Connection, row: RowMapping) -> Calls:
    found = select(calls.c.number, calls.c.who, calls.c.call).where(calls.c.case_key == row["key"])
    made = core.execute(found.order_by(calls.c.number)).all() if row["calls"] else ()
    return _history([Attempt(number, who, _CALL.decode(call)) for number, who, call in made], row)


def _history(attempts: Iterable[Attempt], row: RowMapping) -> Calls:
    return Calls(
        tuple(attempts),
        None if row["appointment"] is None else _APPOINTMENT.decode(row["appointment"]),
        None if row["outcome"] is None else _OUTCOME.decode(row["outcome"]),
        row["needs_language"],
        bool(row["needs_proxy"]),
    )


def _when(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else from_microseconds(microseconds)


def _facts(kept: str) -> dict[str, int | Decimal | str]:
    facts = _FACTS.decode(kept)
    if '{"decimal"' not in kept:
        return cast(dict[str, int | Decimal | str], facts)
    return {name: value.decimal if isinstance(value, Exact) else value for name, value in facts.items()}


def _answers(core: Connection, key: int, kept: Table) -> dict[str, Answer]:
    found = select(kept.c.field, kept.c.value, kept.c.state).where(kept.c.case_key == key)
    return {
        field: _answer(value) if state is None else Missing(state) for field, value, state in core.execute(found).all()
    }


def _answer(value: int | str | bytes) -> Answer:
    return plain_answer(_COMPOSITE.decode(value)) if isinstance(value, bytes) else value


def _rows(core: Connection, key: int, *, aside: bool) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    kept = select(rows.c.roster, rows.c.row, rows.c.added, rows.c.removed)
    for roster, row, added, removed in core.execute(kept.where(rows.c.case_key == key, rows.c.aside == aside)).all():
        before = found.get(roster, Rows())
        with_it = before.with_added(row) if added else before
        found[roster] = with_it.with_removed(row) if removed else with_it
    return found


def _remarks(core: Connection, key: int) -> dict[str, str]:
    found = select(remarks.c.field, remarks.c.text).where(remarks.c.case_key == key)
    return dict(core.execute(found).all())


def _suppressions(core: Connection, key: int) -> dict[str, Suppression]:
    found = select(suppressions.c.edit, suppressions.c.reason, suppressions.c.involved).where(
        suppressions.c.case_key == key
    )
    return {
        edit: Suppression(reason, _INVOLVED.decode(involved)) for edit, reason, involved in core.execute(found).all()
    }


def _count_answers(core: Connection, key: int) -> int:
    return core.execute(select(func.count()).where(answers.c.case_key == key)).scalar_one()


def _last(core: Connection, key: int) -> tuple[int, bytes]:
    found = select(journal.c.number, journal.c.entry).where(journal.c.case_key == key).order_by(journal.c.number.desc())
    row = core.execute(found.limit(1)).one_or_none()
    if row is None:
        raise BrokenJournal("a case has lost its journal")
    number, data = row
    return number, data


def _head(core: Connection, key: int) -> Head:
    number, data = _last(core, key)
    return Head(number, digest(data))


def _worked_now(core: Connection, key: int, case_id: str) -> datetime | None:
    """When somebody last worked at a case whose sitting is open: entries of the office may stand after that."""
    number, data = _last(core, key)
    while number > START.number:
        entry = _decode(data, case_id, number)
        if not isinstance(entry.contents, BESIDE_THE_INTERVIEW):
            return entry.time
        number -= 1
        data = _at(core, key, number)
    return None


def _at(core: Connection, key: int, number: int) -> bytes:
    data: bytes = core.execute(
        select(journal.c.entry).where(journal.c.case_key == key, journal.c.number == number)
    ).scalar_one()
    return data


def _position(core: Connection, key: int, case_id: str, last: int) -> str | None:
    """Where the interview was: the last entry that says so is at most a few steps before the end."""
    for number in range(last, START.number, -1):
        contents = _decode(_at(core, key, number), case_id, number).contents
        if isinstance(contents, PLACED):
            return contents.position
        if isinstance(contents, Migrated):
            return None
    return None


def _decode(data: bytes, case_id: str, number: int) -> Entry:
    return decode(data, f"entry {number} of case {case_id}")
