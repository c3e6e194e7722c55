"""Deciding on what is in quarantine: applied, kept apart, or the case given back. In the transaction of the caller.

Whatever is decided, nothing is ever removed: applied entries are copied into the journal, and what the journal leaves
behind stays on its branch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, exists, insert, select, update

from capi.fieldwork.contact import Contact
from capi.fieldwork.contents import CaseCreated
from capi.fieldwork.journal import Entry, digest
from capi.hub import audit, tables
from capi.hub.errors import Conflict, NotThere
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.journals.branches import Course, course_of, take_course
from capi.hub.journals.call_lines import make_calls_anew
from capi.hub.journals.judging import FIRST_TERM
from capi.hub.journals.parts import last_instrument
from capi.hub.journals.replayed import Seen, seen_after, seen_in
from capi.hub.journals.segments import Segment, append_segment
from capi.hub.journals.setting_apart import kept_part
from capi.hub.order_book import NewOrder, ToAssign, ToRecall, make_orders
from capi.hub.orders.begun_online import told_to_give_up
from capi.hub.orders.giving_up import tell_of_cases
from capi.hub.orders.leases import is_held
from capi.hub.people.texts import fit
from capi.hub.telephone.lines import enter, leave
from capi.sync.office_messages import Deciding, Decision, DeviceState

_CASES = tables.cases.c
_QUARANTINE = tables.quarantine.c


def decide(hub: Hub, connection: Connection, principal: Principal, line_id: str, deciding: Deciding) -> None:
    """Raises NotThere, Conflict, Unfit."""
    note = fit(deciding.note, "the note", "note")
    part = _held_part(connection, line_id)
    case = _held_case(connection, part)
    work = _Deciding(hub, connection, principal, part, case)
    match deciding.decision:
        case Decision.APPLY:
            work.apply(note)
        case Decision.KEEP_APART:
            work.refuse_applied()
            work.note([part.key], Decision.KEEP_APART, note)
        case Decision.GIVE_BACK:
            work.refuse_applied()
            work.give_back(note)
            work.note([part.key], Decision.GIVE_BACK, note)
    about = {"decision": deciding.decision.value, "case": part.case_id, "device": part.device}
    audit.record(hub, connection, principal.user, "quarantine_decided", line_id, **about)


@dataclass(frozen=True, slots=True)
class _Deciding:
    """One decision. `part` is its line, `case` that of the case, None where the hub does not know it."""

    hub: Hub
    connection: Connection
    principal: Principal
    part: Row[Any]
    case: Row[Any] | None

    @property
    def now(self) -> int:
        return to_microseconds(self.hub.now())

    def course(self) -> Course | None:
        return course_of(self.connection, self.part, self.case)

    def refuse_applied(self) -> None:
        if self.case is not None and (course := self.course()) is not None and course.stands(self.case):
            raise _applied_already()

    def apply(self, note: str) -> None:
        course = self.course()
        if course is None:
            raise Conflict(
                "conflict", "These entries cannot be read, or follow nothing that the hub has. They stay here."
            )
        if self.case is not None and self.case.deleted is not None:
            raise Conflict("conflict", "The case has been deleted at the hub.")
        if self.case is not None and course.stands(self.case):
            raise _applied_already()
        if self.case is not None and self.case.online is not None and self.case.holder_key is None:
            raise Conflict(
                "conflict",
                f"The respondent of {self.case.reference} is answering it online, and what she has answered would no longer stand. "
                "Decide when she is through, or assign the case first.",
            )
        entries = course.read(self.part.case_id)
        instrument_key = self._instrument(entries)
        if self.case is None:
            self._take_in(course, entries, instrument_key)
        else:
            self._continue(self.case, course, entries, instrument_key)
        self.note([*course.keys, self.part.key], Decision.APPLY, note)

    def give_back(self, note: str) -> None:
        case, to = self.case, self.part.user_key
        if case is None or case.deleted is not None:
            raise Conflict(
                "conflict", "The hub does not have the case, so it cannot give it to anybody. Apply the entries."
            )
        if not self.part.user_active:
            raise Conflict("conflict", f"The account {self.part.user} works no more. Assign the case to another one.")
        if case.held and case.holder_key != self.part.device_key:
            self._recall(case, to, note)
            return
        changed = {"user_key": to, "holder_key": None, "next_user_key": None, "recalled": None, "accepted_number": None}
        self._change(case, changed)
        leave(self.connection, [case.key])
        new = tell_of_cases(self.connection, to, [case.key])
        if case.online is not None:
            new += told_to_give_up(self.connection, case.key, note, but=self.part.device_key)
        self._order(new)

    def note(self, keys: Sequence[int], decision: Decision, note: str) -> None:
        decided = {"decision": decision.value, "decided": self.now, "decided_by": self.principal.user, "note": note}
        self.connection.execute(update(tables.quarantine).where(_QUARANTINE.key.in_(keys)).values(decided))

    def _instrument(self, entries: Sequence[Entry]) -> int:
        sha256 = last_instrument(entries)
        found = select(tables.instruments.c.key).where(tables.instruments.c.sha256 == sha256)
        key: int | None = self.connection.execute(found).scalar()
        if key is None:
            raise Conflict(
                "conflict", f"The hub does not have the instrument {sha256[:12]}... of these entries. Add it first."
            )
        return key

    def _continue(self, case: Row[Any], course: Course, entries: Sequence[Entry], instrument_key: int) -> None:
        new = Segment(case.key, course.branch, course.base.number + 1, course.entries, self.part.device_key, self.now)
        branch = take_course(self.connection, case, course, new, self.principal.user)
        make_calls_anew(self.connection, case.key, entries)
        changed = self._columns(course, entries) | {
            "branch": branch,
            "instrument_key": instrument_key,
            "backed_up": min(case.backed_up, course.base.number),
            "returned": _returned(case, entries[course.base.number :]),
        }
        if case.accepted_number is not None and case.accepted_number > course.base.number:
            # What was accepted is not what stands there now.
            changed["accepted_number"] = None
        self._change(case, changed)
        if case.user_key is None:
            enter(self.connection, [case.key], self.hub.now())
        if case.held and case.holder_key != self.part.device_key and case.recalled is None:
            self._recall(case, case.user_key, "The office has applied entries of another laptop.")

    def _take_in(self, course: Course, entries: Sequence[Entry], instrument_key: int) -> None:
        """Into the hands of the laptop it came from, where that is still in use."""
        created = entries[0].contents
        assert isinstance(created, CaseCreated)  # noqa: S101 - read_chain has seen to it
        self._refuse_taken(created)
        is_active = self.part.device_state == DeviceState.ACTIVE.value
        row = self._columns(course, entries) | {
            "id": self.part.case_id,
            "reference": created.reference,
            "instrument_name": created.instrument,
            "instrument_key": instrument_key,
            "mode": created.mode.value,
            "user_key": self.part.user_key,
            "holder_key": self.part.device_key if is_active else None,
            "term": max(self.part.term, FIRST_TERM),
            "branch": 0,
        }
        key = self.connection.execute(insert(tables.cases).values(row).returning(_CASES.key)).scalar_one()
        append_segment(self.connection, Segment(key, 0, 1, course.entries, self.part.device_key, self.now))
        make_calls_anew(self.connection, key, entries)
        contact = kept_part(self.part.part).contact or Contact(name=created.name)
        if contact:
            kept = {"case_key": key, "contact": msgspec.json.encode(contact).decode()}
            self.connection.execute(insert(tables.contacts).values(kept))
        own = update(tables.quarantine).where(_QUARANTINE.case_id == self.part.case_id)
        self.connection.execute(own.values(case_key=key))
        self._order([NewOrder(self.part.user_key, ToAssign(), key)])

    def _refuse_taken(self, created: CaseCreated) -> None:
        taken = exists().where(_CASES.instrument_name == created.instrument, _CASES.reference == created.reference)
        if self.connection.execute(select(taken)).scalar():
            raise Conflict(
                "conflict", f"Another case has the reference {created.reference}. Both cannot stand in the list."
            )

    def _columns(self, course: Course, entries: Sequence[Entry]) -> dict[str, Any]:
        last = course.data[-1]
        head = {"number": len(entries), "hash": digest(last), "received": self.now}
        return seen_after(Seen(), entries).columns | head

    def _change(self, case: Row[Any], columns: dict[str, Any]) -> None:
        self.connection.execute(update(tables.cases).where(_CASES.key == case.key).values(columns))

    def _recall(self, case: Row[Any], to: int | None, reason: str) -> None:
        """The laptop that holds it gives it up first; then that account gets it."""
        self._change(case, {"recalled": case.recalled or self.now, "next_user_key": to})
        if case.recalled is None:
            recall = ToRecall(reason=reason, device_key=case.holder_key, term=case.term)
            self._order([NewOrder(case.user_key, recall, case.key)])

    def _order(self, new: Sequence[NewOrder]) -> None:
        make_orders(self.connection, new, made_by=self.principal.user, now=self.hub.now())


def _held_part(connection: Connection, line_id: str) -> Row[Any]:
    """Its line, not to be decided on by two at once; the case's line is held first, as everywhere."""
    devices, users = tables.devices.c, tables.users.c
    wanted = (
        select(
            tables.quarantine,
            devices.id.label("device"),
            devices.state.label("device_state"),
            devices.user_key,
            users.name.label("user"),
            users.active.label("user_active"),
        )
        .join(tables.devices, devices.key == _QUARANTINE.device_key)
        .join(tables.users, users.key == devices.user_key)
        .where(_QUARANTINE.id == line_id)
    )
    part = connection.execute(wanted).one_or_none()
    if part is None:
        raise NotThere("not_there", f"There is nothing with the id {line_id[:100]} in quarantine.")
    return part


def _held_case(connection: Connection, part: Row[Any]) -> Row[Any] | None:
    wanted = select(tables.cases, is_held().label("held")).where(_CASES.id == part.case_id)
    case = connection.execute(wanted.with_for_update(key_share=True, of=tables.cases)).one_or_none()
    connection.execute(select(_QUARANTINE.key).where(_QUARANTINE.key == part.key).with_for_update(key_share=True))
    return case


def _returned(case: Row[Any], new: Sequence[Entry]) -> int | None:
    return seen_after(seen_in(case), new).returned


def _applied_already() -> Conflict:
    return Conflict("conflict", "These entries are part of the journal.")
