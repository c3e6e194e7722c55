"""What the office decides of calls: an appointment made or called off, and what came of the case.

    line = set_outcome(hub, principal, case_id, OfficeOutcome(code="310", reason="Moved abroad, said the neighbour"))

Each is an order to the account the case is with, whose laptop writes it into the journal. A case that nobody has, such as one of the
telephone queue or one that is closed, has no laptop to wait for: there the hub writes the entry itself.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from capi.calling.agreed_times import Agreed, NoSuchZone, NoTime, Skipped, Twice, agree
from capi.fieldwork.case import Status
from capi.fieldwork.contact import Contact
from capi.hub import audit
from capi.hub.errors import Conflict, Unfit
from capi.hub.hub import Hub, Principal
from capi.hub.journals.own_entries import write_entry
from capi.hub.office.case_lines import line_of, locked_case
from capi.hub.order_book import NewOrder, ToAppoint, ToCallOff, ToSetOutcome, make_order
from capi.hub.orders.frames import frame_of
from capi.hub.orders.written import calling_contents, unwritten
from capi.hub.people.interviewers import accounts_for
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import contacts
from capi.hub.telephone.lines import enter
from capi.instrument.model import Mode
from capi.outcomes.frame_reading import FrameSnapshot
from capi.sync.office_messages import CallingOff, CaseLine, OfficeAppointment, OfficeOutcome

_FINISHED = (Status.COMPLETED.value, Status.STOPPED.value)
_CONTACT = msgspec.json.Decoder(Contact)


def appoint(hub: Hub, principal: Principal, case_id: str, wanted: OfficeAppointment) -> CaseLine:
    """An agreed time of the next call, by the respondent's clock.

    Raises Unfit for a time that is over, or that the clock shows never or twice there, for an account that cannot keep it and a
    telephone number that is not known; Conflict where the interview is over, or the case is nobody's and not called by telephone;
    NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.APPOINT)
    agreed = _agreed(wanted)
    if agreed.utc <= hub.now():
        raise Unfit("unfit", f"{wanted.local.replace('T', ' ')} in {wanted.zone} is over.", where="local")
    lapses = _lapses(wanted, agreed.utc)
    note = fit(wanted.note, "the note", "note")
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        _refuse_over(case)
        _refuse_no_caller(connection, case, wanted)
        what = ToAppoint(
            local=wanted.local,
            zone=wanted.zone,
            utc=agreed.utc,
            minutes=wanted.minutes,
            hard=wanted.hard,
            note=note,
            number=case.number,
            medium=wanted.medium.value if wanted.medium else "",
            telephone=wanted.telephone,
            owner=wanted.owner,
            lapses=lapses,
        )
        _decided(hub, connection, principal, case, what)
        audit.record(hub, connection, principal.user, "appointment_made", case_id, utc=agreed.utc.isoformat())
        return line_of(connection, principal, case_id)


def call_off(hub: Hub, principal: Principal, case_id: str, wanted: CallingOff) -> CaseLine:
    """The appointment that stands is off. While a laptop has the case it may have agreed one of which the hub has not heard; so only
    where nobody has it, Conflict is raised when none stands. Raises Unfit, NotThere, NotAllowed, Unavailable."""
    require(principal, Action.APPOINT)
    reason = fit(wanted.reason, "the reason", "reason")
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        if _is_with_nobody(case) and case.appointment is None and not _is_ordered(connection, case):
            raise Conflict("conflict", f"The case {case.reference} has no appointment that could be called off.")
        _decided(hub, connection, principal, case, ToCallOff(reason=reason, number=case.number))
        audit.record(hub, connection, principal.user, "appointment_called_off", case_id, number=str(case.number))
        return line_of(connection, principal, case_id)


def set_outcome(hub: Hub, principal: Principal, case_id: str, wanted: OfficeOutcome) -> CaseLine:
    """What came of the case, by the office's own word: any code of the hub's frame, also those for the office only; an empty one
    takes the outcome back. Raises Unfit for a code that is not in the frame, and where it needs a reason and has none; Conflict where the
    hub has no frame, or no outcome is to be taken back; NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.SET_OUTCOME)
    reason = fit(wanted.reason, "the reason", "reason").strip()
    with hub.database.writing() as connection:
        frame = frame_of(connection)
        _refuse_unfit_outcome(frame, wanted.code, reason)
        case = locked_case(connection, case_id)
        if not wanted.code and _is_with_nobody(case) and not case.outcome:
            raise Conflict("conflict", f"The case {case.reference} has no outcome that could be taken back.")
        what = ToSetOutcome(code=wanted.code, frame=frame.sha256, reason=reason, number=case.number)
        _decided(hub, connection, principal, case, what)
        audit.record(hub, connection, principal.user, "outcome_set", case_id, code=wanted.code)
        return line_of(connection, principal, case_id)


def _decided(
    hub: Hub, connection: Connection, principal: Principal, case: Row[Any], what: ToAppoint | ToCallOff | ToSetOutcome
) -> None:
    if _is_with_nobody(case):
        write_entry(hub, connection, principal.user, case, calling_contents(what, principal.user))
        if case.user_key is None:
            enter(connection, [case.key], hub.now())
    elif case.user_key is None:
        raise Conflict("conflict", f"The case {case.reference} is nobody's. Assign it first.")
    else:
        make_order(connection, NewOrder(case.user_key, what, case.key), made_by=principal.user, now=hub.now())


def _is_with_nobody(case: Row[Any]) -> bool:
    """No laptop holds it, and none would take it: it is nobody's, or has been accepted."""
    return not case.held and (case.user_key is None or case.accepted_number is not None)


def _is_ordered(connection: Connection, case: Row[Any]) -> bool:
    """An appointment that no laptop has written down before the case was taken back."""
    return any(isinstance(each, ToAppoint) for each in unwritten(connection, case))


def _agreed(wanted: OfficeAppointment) -> Agreed:
    """Raises Unfit."""
    try:
        agreement = agree(wanted.local, wanted.zone)
    except NoSuchZone as error:
        raise Unfit("unfit", str(error.wording), where="zone") from error
    except NoTime as error:
        raise Unfit("unfit", str(error.wording), where="local") from error
    match agreement:
        case Skipped():
            told = f"{agreement.words} No appointment was made yet: choose a time that the clock shows."
            raise Unfit("unfit", told, where="local")
        case Twice() if wanted.fold is None:
            raise Unfit("unfit", str(agreement.words), where="fold")
        case Twice():
            return agreement.second if wanted.fold else agreement.first
    return agreement


def _lapses(wanted: OfficeAppointment, utc: datetime) -> datetime | None:
    if wanted.lapses is None:
        return None
    if wanted.lapses.tzinfo is None:
        raise Unfit("unfit", "The moment an appointment lapses needs its time zone.", where="lapses")
    lapses = wanted.lapses.astimezone(UTC)
    if lapses <= utc:
        raise Unfit("unfit", "An appointment lapses after its time, not before.", where="lapses")
    return lapses


def _refuse_over(case: Row[Any]) -> None:
    if case.status in _FINISHED and case.returned is None:
        raise Conflict("conflict", f"The interview of the case {case.reference} is over: {case.status}.")


def _refuse_no_caller(connection: Connection, case: Row[Any], wanted: OfficeAppointment) -> None:
    """Where nobody would call, or not on that number, or it is not the one who has the case."""
    if case.user_key is None and case.mode != Mode.TELEPHONE.value:
        raise Conflict("conflict", f"The case {case.reference} is nobody's. Assign it first.")
    if wanted.owner:
        try:
            accounts_for(connection, [wanted.owner])
        except Unfit as error:
            raise Unfit("unfit", str(error), where="owner") from error
    kept = connection.execute(select(contacts.c.contact).where(contacts.c.case_key == case.key)).scalar()
    known = 0 if kept is None else len(_CONTACT.decode(kept).telephones)
    if wanted.telephone > known:
        raise Unfit(
            "unfit",
            f"The case {case.reference} has {known} telephone numbers, and this is number {wanted.telephone}.",
            where="telephone",
        )


def _refuse_unfit_outcome(frame: FrameSnapshot, code: str, reason: str) -> None:
    outcome = frame.frame.outcome(code)
    if code and outcome is None:
        its = frame.frame
        raise Unfit(
            "unfit", f"The outcome code {code[:10]} is not in the frame {its.name} {its.version}.", where="code"
        )
    if outcome is not None and outcome.needs_reason and not reason:
        label = frame.frame.said(outcome.label)
        raise Unfit("unfit", f"The outcome {code} ({label}) needs a reason. Say why in a few words.", where="reason")
