"""What the office decides of an interview: to be worked on again, or accepted.

    line = return_case(hub, principal, case_id, Return("Ask for the income again.", ("Income",)))

Each is an order to the account. Only the laptop writes the journal, so each shows there when it has been there; but for a case of the
telephone queue, which nobody has: there the hub writes the return itself, and the case is rung again.
"""

from typing import Any

from sqlalchemy import Connection, Row, update

from capi.fieldwork.case import Status
from capi.fieldwork.contents import Returned
from capi.fieldwork.replay import replay
from capi.fieldwork.ways_answered import ways_of
from capi.hub import audit
from capi.hub.errors import Conflict, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.journals.own_entries import write_entry
from capi.hub.office.answers_in_words import interview_of
from capi.hub.office.case_detail import entries_of
from capi.hub.office.case_lines import line_of, locked_case
from capi.hub.order_book import NewOrder, ToAccept, ToReturn, make_order
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases
from capi.hub.telephone.lines import enter
from capi.instrument.address import NoAddress, parted
from capi.instrument.model import Mode
from capi.sync.office_messages import Acceptance, CaseLine, Return


def return_case(hub: Hub, principal: Principal, case_id: str, wanted: Return) -> CaseLine:
    """A completed case goes back to its account, with a note and the questions to look at.

    Raises Conflict where it is not completed, accepted already, or nobody's and not called by telephone; Unfit for a question that was not asked in it;
    NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.RETURN)
    note = fit(wanted.note, "the note", "note")
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        is_of_queue = case.user_key is None and not case.held and case.mode == Mode.TELEPHONE.value
        account = None if is_of_queue else _account_of(case)
        _refuse_not_completed(case)
        if case.accepted_number is not None:
            raise Conflict("conflict", f"The case {case.reference} has been accepted. Assign it anew, then return it.")
        fields = tuple(dict.fromkeys(wanted.fields))
        _refuse_fields_not_asked(connection, case, fields)
        if account is not None:
            what = ToReturn(note=note, fields=fields, number=case.number)
            _tell(hub, connection, principal, NewOrder(account, what, case.key))
        else:
            contents = Returned(note=note, fields=fields, by=principal.user)
            write_entry(hub, connection, principal.user, case, contents)
            enter(connection, [case.key], hub.now())
        connection.execute(update(cases).where(cases.c.key == case.key).values(returned=to_microseconds(hub.now())))
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


def _refuse_fields_not_asked(connection: Connection, case: Row[Any], fields: tuple[str, ...]) -> None:
    if not fields:
        return
    entries = entries_of(connection, case.key)
    record = replay(entries)
    interview = interview_of(connection, record, ways_of(entries, record.case.mode))
    asked = set(interview.reached())
    for place, field in enumerate(fields):
        if field in asked:
            continue
        is_known = _name_of(field) in interview.standing.plan.where
        words = (
            f"{field} was not asked in this interview, so nobody could look at it again."
            if is_known
            else f"There is no question {field} in this instrument."
        )
        raise Unfit("unfit", words, where=f"fields[{place}]")


def _name_of(field: str) -> str:
    try:
        return parted(field)[0]
    except NoAddress:
        return ""
