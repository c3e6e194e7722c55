"""Giving up: a laptop hands a case back, and in the same transaction the next account is told that it is its own.

Only with the hub's own head, so that nothing can be left behind on the laptop; and only what the office wants back, or
has accepted. By the signed answer the case is no longer the laptop's, which keeps it until the answer says that a backup
holds it. Asked again for that, or because the line was cut, or by a laptop whose case was taken at once, the answer is
given again where the hub has everything up to that entry.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from capi.fieldwork.journal import digest
from capi.hub import audit
from capi.hub.errors import Conflict, NotThere
from capi.hub.hub import Hub, Principal, known
from capi.hub.journals.segments import journal_bytes, unpack
from capi.hub.many import among
from capi.hub.order_book import NewOrder, ToAssign, ToRecall, kind_of, make_orders, what_of
from capi.hub.orders.written import KINDS
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import backups, cases, quarantine, segments
from capi.hub.tables import orders as book
from capi.hub.telephone.lines import enter, leased, leave
from capi.sync.messages import Release, Released
from capi.sync.signing import Purpose

LONGEST_TRANSACTION = timedelta(minutes=10)
"""What was received so long before a backup began is in it: the transaction that kept it has ended by then."""
_MICROSECONDS = LONGEST_TRANSACTION // timedelta(microseconds=1)


def release(hub: Hub, principal: Principal, wanted: Release) -> bytes:
    """The signed Released. Raises Conflict where the case is not to be given up or the hub has another head; NotThere,
    NotAllowed, Unavailable."""
    require(principal, Action.RELEASE)
    with hub.database.writing() as connection:
        there = select(cases).where(cases.c.id == fit(wanted.case, "the case", "case"))
        case = connection.execute(there.with_for_update(key_share=True)).one_or_none()
        if case is None:
            raise _not_there(wanted)
        if case.holder_key == principal.device_key:
            if case.deleted is not None or wanted.term > case.term:
                raise _not_there(wanted)
            if wanted.term == case.term:
                delivered = leased(connection, [case.key]).get(case.key) == principal.user_key
                _refuse_too_early(case, wanted, delivered=delivered)
                _hand_on(hub, connection, principal, case, delivered=delivered)
        backed_up = _is_backed_up(connection, case, principal, wanted)
        if backed_up is None:
            raise _not_there(wanted)
        its = known(hub, connection)
        released = Released(
            hub=its.id,
            epoch=its.epoch,
            case=case.id,
            term=wanted.term,
            number=wanted.number,
            hash=wanted.hash,
            backed_up=backed_up,
        )
    return hub.sign(Purpose.RELEASE, released)


def tell_of_cases(connection: Connection, user_key: int, case_keys: list[int]) -> list[NewOrder]:
    """The orders by which an account gets the cases, with what another account was still to be told of them: the latest return,
    appointment, calling-off and outcome, in the order they were decided. In the order of the keys given."""
    pending: dict[int, dict[str, NewOrder]] = {}
    wanted = select(book).where(book.c.kind.in_(KINDS), among(connection, book.c.case_key, case_keys))
    for row in connection.execute(wanted.order_by(book.c.made, book.c.user_key, book.c.number)):
        new = NewOrder(user_key, what_of(row.details), row.case_key, row.made_by)
        of_case = pending.setdefault(row.case_key, {})
        of_case.pop(row.kind, None)  # what was decided again comes after what was decided in between
        of_case[row.kind] = new
    assigned = ToAssign()
    return [order for key in case_keys for order in (NewOrder(user_key, assigned, key), *pending.get(key, {}).values())]


def _refuse_too_early(case: Row[Any], wanted: Release, *, delivered: bool) -> None:
    """What the telephone queue has delivered goes back when the laptop is done with it."""
    if case.recalled is None and case.accepted_number is None and not delivered:
        raise Conflict("conflict", f"Nobody has asked for the case {case.reference} back. It stays on this laptop.")
    if (wanted.number, wanted.hash) != (case.number, case.hash):
        raise Conflict(
            "conflict",
            f"The hub has the case {case.reference} up to entry {case.number}, and this laptop up to entry {wanted.number}. "
            "Send what is missing first, then give it up.",
        )


def _hand_on(hub: Hub, connection: Connection, principal: Principal, case: Row[Any], *, delivered: bool) -> None:
    """An accepted case that nobody recalled stays with its interviewer's account, and on no laptop; one of the telephone queue is nobody's
    again."""
    values: dict[str, object] = {"holder_key": None, "recalled": None, "next_user_key": None}
    if delivered:
        values["user_key"] = None
    if case.recalled is not None:
        values["user_key"] = case.next_user_key
    if case.recalled is not None and case.next_user_key is not None:
        values["accepted_number"] = None
    connection.execute(update(cases).where(cases.c.key == case.key).values(values))
    if values.get("user_key", case.user_key) is None:
        enter(connection, [case.key], hub.now())
    else:
        leave(connection, [case.key])
    if case.recalled is not None and case.next_user_key is not None:
        recalls = select(book.c.made_by).where(book.c.case_key == case.key, book.c.kind == kind_of(ToRecall))
        decided_by = connection.execute(recalls.order_by(book.c.made.desc()).limit(1)).scalar()
        new = tell_of_cases(connection, case.next_user_key, [case.key])
        make_orders(connection, new, made_by=decided_by or principal.user, now=hub.now())
    about = {"device": principal.device or "", "term": str(case.term), "number": str(case.number)}
    audit.record(hub, connection, principal.user, "case_released", case.id, **about)


def _is_backed_up(connection: Connection, case: Row[Any], principal: Principal, wanted: Release) -> bool | None:
    """Whether a backup holds this entry, and so all before it; None where the hub itself does not hold it.

    It may stand in the journal, on a branch that the journal has left, or in quarantine from this laptop.
    """
    if case.deleted is not None:  # by the office's decision, which is for every copy
        return True
    if (wanted.number, wanted.hash) == (case.number, case.hash) or _in_journal(connection, case.key, wanted):
        return bool(case.backed_up >= wanted.number)
    received = [*_on_a_branch(connection, case.key, wanted), *_apart(connection, principal, wanted)]
    if not received:
        return None
    last_backup = connection.execute(select(func.max(backups.c.made))).scalar()
    return last_backup is not None and min(received) + _MICROSECONDS < last_backup


def _in_journal(connection: Connection, case_key: int, wanted: Release) -> bool:
    before = journal_bytes(connection, case_key, wanted.number)
    return 0 < len(before) == wanted.number and digest(before[-1]) == wanted.hash


def _on_a_branch(connection: Connection, case_key: int, wanted: Release) -> list[int]:
    """When this entry was received, on whatever branch."""
    around = select(segments.c.first, segments.c.entries, segments.c.received).where(
        segments.c.case_key == case_key, segments.c.first <= wanted.number, segments.c.last >= wanted.number
    )
    return [
        received
        for first, packed, received in connection.execute(around)
        if digest(unpack(packed)[wanted.number - first]) == wanted.hash
    ]


def _apart(connection: Connection, principal: Principal, wanted: Release) -> list[int]:
    """When this entry was received from the laptop to be kept apart."""
    its_own = (quarantine.c.case_id == wanted.case, quarantine.c.device_key == principal.device_key)
    ends_there = (quarantine.c.number == wanted.number, quarantine.c.hash == wanted.hash)
    return list(connection.execute(select(quarantine.c.received).where(*its_own, *ends_there)).scalars())


def _not_there(wanted: Release) -> NotThere:
    return NotThere("not_there", f"This laptop does not hold the case {wanted.case} by term {wanted.term}.")
