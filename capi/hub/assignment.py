"""Assignment: which account is to have which case, and how it gets there from the laptop that has it.

    result = assign(hub, principal, Assignment(to="anna", area="North"))

A case that nobody holds changes hands at once. One that a laptop holds is recalled first, and goes on to the next
account when the laptop has sent everything and given it up; with `now` it is not waited for, and what it still sends
goes to quarantine. 100,000 cases take as few statements as one.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, update

from capi.hub import audit
from capi.hub.case_lines import line_of, locked_case
from capi.hub.errors import NotThere, Unfit
from capi.hub.giving_up import tell_of_cases
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.interviewers import accounts_for
from capi.hub.leases import is_held
from capi.hub.many import among
from capi.hub.office_decisions import accept as accept
from capi.hub.office_decisions import appoint as appoint
from capi.hub.office_decisions import return_case as return_case
from capi.hub.order_book import NewOrder, ToRecall, make_orders
from capi.hub.policy import Action, require
from capi.hub.tables import cases
from capi.hub.texts import fit
from capi.sync.office_messages import Assignment, AssignmentResult, CaseLine, Recall

_SHOWN = 5
"""Unknown cases named in a refusal."""


def assign(hub: Hub, principal: Principal, wanted: Assignment) -> AssignmentResult:
    """Cases to an account, all or none.

    Of an area, those that are nobody's and not accepted; a case named by id or reference, whoever has it, also one that
    was accepted, which then is so no longer. Raises Unfit, NotThere where a case is not known, NotAllowed, Unavailable.
    """
    require(principal, Action.ASSIGN)
    reason = fit(wanted.reason, "the reason", "reason")
    with hub.database.writing() as connection:
        found = _found(connection, wanted)
        to = accounts_for(connection, [wanted.to])[wanted.to]
        moving = _Moving(hub, connection, principal, reason)
        result = moving.assign(found, to, now=wanted.now)
        about = {"assigned": str(result.assigned), "recalled": str(result.recalled), "now": str(wanted.now).lower()}
        audit.record(hub, connection, principal.user, "cases_assigned", wanted.to, **about)
    return result


def recall(hub: Hub, principal: Principal, case_id: str, wanted: Recall) -> CaseLine:
    """Takes a case back, to be nobody's: at once where no laptop holds it, or with `now`.

    Raises NotThere, Unfit, NotAllowed, Unavailable.
    """
    require(principal, Action.RECALL)
    reason = fit(wanted.reason, "the reason", "reason")
    with hub.database.writing() as connection:
        case = locked_case(connection, case_id)
        moving = _Moving(hub, connection, principal, reason)
        moving.take_back([case], None, now=wanted.now)
        audit.record(hub, connection, principal.user, "case_recalled", case_id, now=str(wanted.now).lower())
        return line_of(connection, principal, case_id)


def free_cases_of(hub: Hub, connection: Connection, device_key: int, made_by: Principal) -> int:
    """What a laptop held that has been ended, in the transaction that ends it: the account's other laptops hear of the
    cases again, and those that were recalled go on to the next account. How many there were."""
    held = select(*_COLUMNS).where(cases.c.holder_key == device_key, cases.c.deleted.is_(None))
    found = connection.execute(_in_order(held)).all()
    moving = _Moving(hub, connection, made_by, "")
    recalled = [case for case in found if case.recalled is not None]
    others = [case for case in found if case.recalled is None]
    for user_key in sorted({case.user_key for case in others}):
        moving.give([case for case in others if case.user_key == user_key], user_key, keep_accepted=True)
    for next_key in sorted({case.next_user_key for case in recalled if case.next_user_key is not None}):
        moving.give([case for case in recalled if case.next_user_key == next_key], next_key)
    moving.give([case for case in recalled if case.next_user_key is None], None)
    moving.tell()
    return len(found)


_COLUMNS = (
    cases.c.key,
    cases.c.id,
    cases.c.user_key,
    cases.c.holder_key,
    cases.c.term,
    cases.c.next_user_key,
    cases.c.recalled,
    cases.c.accepted_number,
    is_held().label("held"),
)


class _Moving:
    """One decision of the office: what becomes of the cases, and the orders that come of it."""

    def __init__(self, hub: Hub, connection: Connection, principal: Principal, reason: str) -> None:
        self.connection = connection
        self.principal = principal
        self.reason = reason
        self.now = hub.now()
        self.new: list[NewOrder] = []

    def assign(self, found: Sequence[Row[Any]], to: int, *, now: bool) -> AssignmentResult:
        unchanged: list[Row[Any]] = []
        at_once: list[Row[Any]] = []
        first_recalled: list[Row[Any]] = []
        for case in found:
            if case.recalled is None and case.user_key == to and (case.held or case.holder_key is None):
                unchanged.append(case)
            elif case.held and case.user_key != to and not now:
                (unchanged if case.recalled and case.next_user_key == to else first_recalled).append(case)
            else:
                at_once.append(case)
        self._recall(first_recalled)
        self._change(first_recalled, next_user_key=to, recalled=to_microseconds(self.now))
        self.give(at_once, to)
        self.tell()
        return AssignmentResult(assigned=len(at_once), recalled=len(first_recalled), unchanged=len(unchanged))

    def take_back(self, found: Sequence[Row[Any]], to: int | None, *, now: bool) -> None:
        waiting = [case for case in found if case.held and not now]
        self._recall(waiting)
        self._change(waiting, next_user_key=to, recalled=to_microseconds(self.now))
        self.give([case for case in found if not case.held or now], to)
        self.tell()

    def give(self, found: Sequence[Row[Any]], to: int | None, *, keep_accepted: bool = False) -> None:
        """At once. A laptop that still holds one keeps it where it is the account's own, and is told that it is over
        where it is not."""
        own = [case for case in found if case.held and case.user_key == to]
        others = [case for case in found if not (case.held and case.user_key == to)]
        self._recall([case for case in others if case.held], now=True)
        values: dict[str, Any] = {"user_key": to, "next_user_key": None, "recalled": None}
        if not keep_accepted:
            values["accepted_number"] = None
        self._change(own, **values)
        self._change(others, holder_key=None, **values)
        if to is not None:
            told = [case.key for case in found if case.accepted_number is None or not keep_accepted]
            self.new += tell_of_cases(self.connection, to, told)

    def tell(self) -> None:
        make_orders(self.connection, self.new, made_by=self.principal.user, now=self.now)
        self.new = []

    def _recall(self, found: Sequence[Row[Any]], *, now: bool = False) -> None:
        """The laptops that hold them hear of it; once is enough, unless it is another matter now."""
        self.new += [
            NewOrder(
                case.user_key,
                ToRecall(reason=self.reason, device_key=case.holder_key, term=case.term, now=now),
                case.key,
            )
            for case in found
            if case.recalled is None or now
        ]

    def _change(self, found: Sequence[Row[Any]], **values: Any) -> None:
        if found:
            these = among(self.connection, cases.c.key, [case.key for case in found])
            self.connection.execute(update(cases).where(these).values(values))


def _found(connection: Connection, wanted: Assignment) -> Sequence[Row[Any]]:
    """The cases, locked in the order of their ids. Raises Unfit, NotThere."""
    ways = [name for name in ("cases", "references", "area") if getattr(wanted, name) not in (None, [])]
    if len(ways) != 1:
        raise Unfit(
            "unfit", "Say which cases: by id, by reference, or those of an area; one of the three.", where="cases"
        )
    if wanted.area is not None:
        return connection.execute(
            _in_order(select(*_COLUMNS).where(*_unassigned_in(fit(wanted.area, "the area", "area"))))
        ).all()
    named, column = (wanted.cases, cases.c.id) if wanted.cases else (wanted.references, cases.c.reference)
    names = list(dict.fromkeys(fit(name, "the name of a case", ways[0]) for name in named))
    these = select(*_COLUMNS, column.label("name")).where(among(connection, column, names), cases.c.deleted.is_(None))
    found = connection.execute(_in_order(these)).all()
    _refuse_unclear(found, names, ways[0])
    return found


def _unassigned_in(area: str) -> tuple[ColumnElement[bool], ...]:
    return (
        cases.c.deleted.is_(None),
        cases.c.area == area,
        cases.c.user_key.is_(None),
        cases.c.accepted_number.is_(None),
    )


def _in_order(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(cases.c.id).with_for_update(key_share=True, of=cases)


def _refuse_unclear(found: Sequence[Row[Any]], names: Sequence[str], where: str) -> None:
    known = {case.name for case in found}
    unknown = [name for name in names if name not in known]
    if unknown:
        shown = ", ".join(name[:100] for name in unknown[:_SHOWN]) + (", ..." if len(unknown) > _SHOWN else "")
        raise NotThere(
            "not_there", f"{len(unknown)} of {len(names)} cases are not known: {shown}. None was assigned.", where=where
        )
    if len(found) > len(names):
        raise Unfit(
            "unfit",
            "Cases of more than one instrument have some of these references. Name them by their ids.",
            where=where,
        )
