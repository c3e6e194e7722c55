"""What was on a laptop: which cases, and which of their questions were answered. The list that a breach notice needs.

Told apart by case, and rather too much than too little: a case that the laptop had once is listed, with `holds_now`
false where it has given it up or was to do so. Answers themselves are not told.
"""

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import msgspec
from sqlalchemy import Connection, Row, and_, or_, select

from capi.fieldwork.contents import Answered, Fixed, Remarked, RowAdded
from capi.fieldwork.journal import MalformedEntry, decode
from capi.hub.errors import NotThere
from capi.hub.hub import Hub, Principal
from capi.hub.journals.segments import journal_bytes, unpack
from capi.hub.journals.setting_apart import kept_part
from capi.hub.many import among
from capi.hub.office.device_lines import device_line, device_lines
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import audit, cases, contacts, devices, quarantine, segments
from capi.sync.office_messages import DeviceState, Held, HeldCase

_NAMING = (Answered, Fixed, RowAdded, Remarked)
"""Entries with something a respondent said. One that was cleared since is in the journal on the laptop all the same."""


def held(hub: Hub, principal: Principal, device: str) -> Held:
    """Raises NotAllowed, NotThere, Unavailable."""
    require(principal, Action.SEE_DEVICES)
    its_own = devices.c.id == fit(device, "the number of the laptop", "device")
    with hub.database.reading() as connection:
        row = connection.execute(device_lines(its_own)).one_or_none()
        if row is None:
            raise NotThere("not_there", f"There is no laptop {device}.")
        return Held(device=device_line(row), cases=_held_cases(connection, row))


@dataclass(slots=True)
class _Trace:
    """What is known of a case on this laptop. `upto`: the last entry that can have been on it, None where any can.

    `freed`: it held the case when it was ended. `apart`: entries of its own that are not in the journal. `contact`: it
    sent contact details along.
    """

    upto: int | None = None
    freed: bool = False
    apart: list[bytes] = field(default_factory=list)
    contact: bool = False


_Traces = defaultdict[str, _Trace]


def _held_cases(connection: Connection, device: Row[Any]) -> list[HeldCase]:
    traces = _Traces(_Trace)
    _trace_audit(connection, device, traces)
    _trace_sent(connection, device.key, traces)
    its_own = or_(cases.c.holder_key == device.key, among(connection, cases.c.id, sorted(traces)))
    query = select(cases, contacts.c.case_key.label("contact")).outerjoin(contacts).where(its_own)
    known = {case.id: case for case in connection.execute(query)}
    lines = [_line(connection, case, traces[case.id], device.key) for case in known.values()]
    unknown = [_unknown_line(case, trace) for case, trace in traces.items() if case not in known]
    return sorted(lines + unknown, key=lambda line: (not line.holds_now, line.reference, line.case))


def _trace_audit(connection: Connection, device: Row[Any], traces: _Traces) -> None:
    """The cases it took, what it held when it was ended, and how far those were that it has given up."""
    its_own = and_(audit.c.subject == device.id, audit.c.action.in_(("cases_taken", "device_ended")))
    given_up = and_(audit.c.who == device.user, audit.c.action == "case_released")
    query = select(audit).where(or_(its_own, given_up)).order_by(audit.c.number)
    for line in connection.execute(query):
        details = msgspec.json.decode(line.details, type=dict[str, str])
        listed = dict(_listed(details.get("cases", "")))
        match line.action:
            case "cases_taken":
                for case in listed:
                    traces[case] = _Trace()
            case "device_ended":
                for case, number in listed.items():
                    traces[case].upto = number
                    traces[case].freed = device.state != DeviceState.ACTIVE.value and line.time >= device.enrolled
            case "case_released" if details.get("device") == device.id:
                traces[line.subject].upto = int(details["number"])


def _listed(text: str) -> Iterator[tuple[str, int]]:
    for each in text.split():
        case, _, number = each.rpartition(":")
        yield unquote(case), int(number)


def _trace_sent(connection: Connection, device_key: int, traces: _Traces) -> None:
    """What came from it: into journals, onto branches that were left since, into quarantine."""
    taken = set(traces)
    sent = select(cases.c.id, cases.c.branch.label("current"), segments).join_from(segments, cases)
    for row in connection.execute(sent.where(segments.c.device_key == device_key)):
        trace = traces[row.id]
        if row.id not in taken:
            trace.upto = max(trace.upto or 0, row.last)
        if row.branch != row.current:
            trace.apart += unpack(row.entries)
    for row in connection.execute(select(quarantine).where(quarantine.c.device_key == device_key)):
        part = kept_part(row.part)
        traces[row.case_id].apart += [bytes(raw) for raw in part.entries]
        traces[row.case_id].contact |= bool(part.contact)


def _line(connection: Connection, case: Row[Any], trace: _Trace, device_key: int) -> HeldCase:
    holds = case.holder_key == device_key
    journal = journal_bytes(connection, case.key, None if holds else trace.upto)
    return HeldCase(
        case=case.id,
        reference=case.reference,
        status=case.status,
        entries=len(journal),
        has_contact=case.contact is not None or trace.contact,
        fields=_fields([*journal, *trace.apart]),
        holds_now=holds or trace.freed,
    )


def _unknown_line(case: str, trace: _Trace) -> HeldCase:
    """A case the hub has only in quarantine."""
    return HeldCase(
        case=case,
        reference="",
        status="",
        entries=len(trace.apart),
        has_contact=trace.contact,
        fields=_fields(trace.apart),
        holds_now=False,
    )


def _fields(entries: Iterable[bytes]) -> tuple[str, ...]:
    """Sorted. An entry in quarantine may be unreadable; then nobody can say what was in it."""
    found = set()
    for data in entries:
        with contextlib.suppress(MalformedEntry):
            contents = decode(data, "an entry").contents
            if isinstance(contents, _NAMING):
                found.add(contents.field)
    return tuple(sorted(found))
