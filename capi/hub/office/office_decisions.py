"""What the office decides of a case that is with an account: to be worked on again, accepted, an appointment made.

    line = return_case(hub, principal, case_id, Return("Ask for the income again.", ("Income",)))

Each is an order to the account. Only the laptop writes the journal, so each shows there when it has been there.
"""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Row, select, update

from capi.fieldwork.case import Status
from capi.hub import audit
from capi.hub.errors import Conflict, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.office.case_lines import line_of, locked_case
from capi.hub.order_book import NewOrder, ToAccept, ToAppoint, ToReturn, make_order
from capi.hub.orders.instruments import plan_of
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, instruments
from capi.instrument.address import NoAddress, parted
from capi.instrument.model import Mode
from capi.sync.office_messages import Acceptance, CaseLine, OfficeAppointment, Return


def return_case(hub: Hub, principal: Principal, case_id: str, wanted: Return) -> CaseLine:
    """A completed case goes back to its account, with a note and the questions to look at.

    Raises Conflict where it is not completed, accepted already or nobody's; Unfit for a question the instrument does not
    have; NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.RETURN)
    note = fit(wanted.note, "the note", "note")
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        account = _account_of(case)
        _refuse_not_completed(case)
        if case.accepted_number is not None:
            raise Conflict("conflict", f"The case {case.reference} has been accepted. Assign it anew, then return it.")
        _refuse_unknown_fields(connection, case, wanted.fields)
        connection.execute(update(cases).where(cases.c.key == case.key).values(returned=to_microseconds(hub.now())))
        what = ToReturn(note=note, fields=wanted.fields, number=case.number)
        _tell(hub, connection, principal, NewOrder(account, what, case.key))
        audit.record(hub, connection, principal.user, "case_returned", case_id, number=str(case.number))
        return line_of(connection, principal, case_id)


def accept(hub: Hub, principal: Principal, case_id: str, wanted: Acceptance) -> CaseLine:
    """The completed case is good as it is, up to the entry the supervisor has seen. Accepting it twice changes nothing.

    Raises Conflict where it is not completed or has other entries by now; NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.ACCEPT)
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        _refuse_not_completed(case)
        if case.number != wanted.number:
            raise Conflict(
                "conflict",
                f"The case {case.reference} has {case.number} entries now, and you have seen it with {wanted.number}. Look again.",
            )
        if case.accepted_number != wanted.number:
            values = {"accepted_number": wanted.number, "returned": None}
            connection.execute(update(cases).where(cases.c.key == case.key).values(values))
            if case.user_key is not None:
                what = ToAccept(number=case.number, hash=case.hash)
                _tell(hub, connection, principal, NewOrder(case.user_key, what, case.key))
            audit.record(hub, connection, principal.user, "case_accepted", case_id, number=str(case.number))
        return line_of(connection, principal, case_id)


def appoint(hub: Hub, principal: Principal, case_id: str, wanted: OfficeAppointment) -> CaseLine:
    """An agreed time of the next call, by the respondent's clock.

    Raises Unfit for a time that is over, or that the clock never shows there; Conflict where the interview is over or
    the case is nobody's; NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.APPOINT)
    utc = agreed_time(wanted.local, wanted.zone)
    if utc <= hub.now():
        raise Unfit("unfit", f"{wanted.local.replace('T', ' ')} in {wanted.zone} is over.", where="local")
    note = fit(wanted.note, "the note", "note")
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        account = _account_of(case)
        if case.status in (Status.COMPLETED.value, Status.STOPPED.value) and case.returned is None:
            raise Conflict("conflict", f"The interview of the case {case.reference} is over: {case.status}.")
        what = ToAppoint(
            local=wanted.local,
            zone=wanted.zone,
            utc=utc,
            minutes=wanted.minutes,
            hard=wanted.hard,
            note=note,
            number=case.number,
        )
        _tell(hub, connection, principal, NewOrder(account, what, case.key))
        audit.record(hub, connection, principal.user, "appointment_made", case_id, utc=utc.isoformat())
        return line_of(connection, principal, case_id)


def agreed_time(local: str, zone: str) -> datetime:
    """The moment, UTC, at which the clock there shows this; the first of two where it shows it twice. Raises Unfit."""
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unfit("unfit", f"There is no time zone {zone}. Write it as Europe/London.", where="zone") from error
    try:
        moment = datetime.fromisoformat(local).replace(tzinfo=there).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unfit("unfit", f"{local} is no time. Write it as 2026-11-24T17:40.", where="local") from error
    shown = moment.astimezone(there).replace(tzinfo=None).isoformat(timespec="minutes")
    if shown != local:
        raise Unfit(
            "unfit",
            f"The clocks go forward in {zone} then, and never show {local[-5:]}. Choose another time.",
            where="local",
        )
    return moment


def _tell(hub: Hub, connection: Connection, principal: Principal, new: NewOrder) -> None:
    make_order(connection, new, made_by=principal.user, now=hub.now())


def _account_of(case: Row[Any]) -> int:
    if case.user_key is None:
        raise Conflict("conflict", f"The case {case.reference} is nobody's. Assign it first.")
    key: int = case.user_key
    return key


def _refuse_not_completed(case: Row[Any]) -> None:
    if case.status != Status.COMPLETED.value:
        raise Conflict(
            "conflict", f"The interview of the case {case.reference} is not completed at the hub: {case.status}."
        )


def _refuse_unknown_fields(connection: Connection, case: Row[Any], fields: tuple[str, ...]) -> None:
    if not fields:
        return
    sha256 = connection.execute(
        select(instruments.c.sha256).where(instruments.c.key == case.instrument_key)
    ).scalar_one()
    plan = plan_of(connection, sha256, Mode(case.mode))
    for place, field in enumerate(fields):
        try:
            known = parted(field)[0] in plan.where
        except NoAddress:
            known = False
        if not known:
            raise Unfit("unfit", f"There is no question {field} in this instrument.", where=f"fields[{place}]")
