"""Assignment: which account is to have which case, and how it gets there from the laptop that has it.

    result = assign(hub, principal, Assignment(to="anna", area="North"))

A case that nobody holds changes hands at once. One that a laptop holds is recalled first, and goes on to the next
account when the laptop has sent everything and given it up; with `now` it is not waited for, and what it still sends
goes to quarantine. 100,000 cases take as few statements as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select, update

from capi.hub import audit
from capi.hub.errors import NotThere, Unfit
from capi.hub.hub import Hub, Principal, to_microseconds
from capi.hub.many import among
from capi.hub.office.calling_decisions import appoint as appoint
from capi.hub.office.case_lines import line_of, locked_case
from capi.hub.office.office_decisions import accept as accept
from capi.hub.office.office_decisions import return_case as return_case
from capi.hub.order_book import NewOrder, ToRecall, make_orders
from capi.hub.orders.begun_online import told_to_give_up
from capi.hub.orders.giving_up import tell_of_cases
from capi.hub.orders.leases import is_held
from capi.hub.people.interviewers import accounts_for
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases
from capi.hub.telephone.lines import enter, leased, leave
from capi.sync.office_messages import Assignment, AssignmentResult, CaseLine, Recall

_SHOWN = 5
"""Unknown cases named in a refusal."""
_AREAS_SHOWN = 30
_IDS_IN_A_LINE = 500
"""Of the audit log: a line of ids is then some 20 kB."""


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
        if wanted.area is not None and not found:
            _refuse_no_area(connection, wanted.area)
        moving = _Moving(hub, connection, principal, reason)
        result = moving.assign(found, to, now=wanted.now)
        about = {"assigned": str(result.assigned), "recalled": str(result.recalled), "now": str(wanted.now).lower()}
        lines = _lines_of(about | {"reason": reason}, moving.at_once, moving.waiting)
        audit.record_all(hub, connection, principal.user, "cases_assigned", [(wanted.to, line) for line in lines])
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
        about = {"now": str(wanted.now).lower(), "reason": reason}
        audit.record(hub, connection, principal.user, "case_recalled", case_id, **about)
        return line_of(connection, principal, case_id)


@dataclass(frozen=True, slots=True)
class Recalling:
    """Cases to be taken back, all by id or all by reference."""

    reason: str
    cases: Sequence[str] = ()
    references: Sequence[str] = ()
    now: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How many are nobody's now; how many wait for their laptop to give them up; how many were nobody's already."""

    freed: int
    waiting: int
    unchanged: int


def recall_all(hub: Hub, principal: Principal, wanted: Recalling) -> TakenBack:
    """Takes cases back, to be nobody's, all or none; each has a line in the audit log.

    Raises Unfit, NotThere where a case is not known, NotAllowed, Unavailable.
    """
    require(principal, Action.RECALL)
    reason = fit(wanted.reason, "the reason", "reason")
    with hub.database.writing() as connection:
        found = _named(connection, wanted.cases, wanted.references)
        moving = _Moving(hub, connection, principal, reason)
        changing = [case for case in found if case.user_key is not None or case.holder_key is not None]
        moving.take_back(changing, None, now=wanted.now)
        about = {"now": str(wanted.now).lower(), "reason": reason}
        lines = [(case.id, about) for case in changing]
        audit.record_all(hub, connection, principal.user, "case_recalled", lines)
    waiting = sum(case.held and not wanted.now for case in changing)
    return TakenBack(len(changing) - waiting, waiting, len(found) - len(changing))


def _lines_of(about: dict[str, str], at_once: Sequence[str], waiting: Sequence[str]) -> list[dict[str, str]]:
    """The details of one decision, in as many lines of the audit log as its cases take: the ids of those that changed hands,
    and of those that were recalled first."""
    named = [("cases", each) for each in at_once] + [("recalled_cases", each) for each in waiting]
    lines = []
    for first in range(0, max(len(named), 1), _IDS_IN_A_LINE):
        some = named[first : first + _IDS_IN_A_LINE]
        ids = {
            kind: audit.ids_in_words(each for its, each in some if its == kind) for kind in ("cases", "recalled_cases")
        }
        lines.append(about | {kind: listed for kind, listed in ids.items() if listed})
    return (
        lines
        if len(lines) == 1
        else [line | {"part": f"{number} of {len(lines)}"} for number, line in enumerate(lines, 1)]
    )


def free_cases_of(hub: Hub, connection: Connection, device_key: int, made_by: Principal) -> int:
    """What a laptop held that has been ended, in the transaction that ends it: the account's other laptops hear of the
    cases again, and those that were recalled go on to the next account. How many there were."""
    held = select(*_COLUMNS).where(cases.c.holder_key == device_key, cases.c.deleted.is_(None))
    found = connection.execute(_in_order(held)).all()
    moving = _Moving(hub, connection, made_by, "")
    recalled = [case for case in found if case.recalled is not None]
    to_ring = leased(connection, [case.key for case in found])
    moving.give([case for case in found if case.recalled is None and case.key in to_ring], None)
    others = [case for case in found if case.recalled is None and case.key not in to_ring]
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
    cases.c.online,
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
        self.at_once: list[str] = []
        self.waiting: list[str] = []

    def assign(self, found: Sequence[Row[Any]], to: int, *, now: bool) -> AssignmentResult:
        unchanged: list[Row[Any]] = []
        at_once: list[Row[Any]] = []
        first_recalled: list[Row[Any]] = []
        for case in found:
            is_there = case.held or (case.holder_key is None and case.online is None)
            if case.recalled is None and case.user_key == to and is_there:
                unchanged.append(case)
            elif case.held and case.user_key != to and not now:
                (unchanged if case.recalled and case.next_user_key == to else first_recalled).append(case)
            else:
                at_once.append(case)
        self.at_once, self.waiting = [case.id for case in at_once], [case.id for case in first_recalled]
        leave(self.connection, [case.key for case in unchanged])  # what was delivered to be rung is hers now
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
        for case in others:
            if case.online is not None and case.user_key != to:
                self.new += told_to_give_up(self.connection, case.key, self.reason)
        values: dict[str, Any] = {"user_key": to, "next_user_key": None, "recalled": None}
        if not keep_accepted:
            values["accepted_number"] = None
        self._change(own, **values)
        self._change(others, holder_key=None, **values)
        keys = [case.key for case in found]
        if to is None:
            enter(self.connection, keys, self.now)
        else:
            leave(self.connection, keys)
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
    if wanted.area is None:
        return _named(connection, wanted.cases, wanted.references)
    area = fit(wanted.area, "the area", "area")
    return connection.execute(_in_order(select(*_COLUMNS).where(*_unassigned_in(area)))).all()


def _refuse_no_area(connection: Connection, area: str) -> None:
    """That nothing of an area is left to be assigned is no mistake; an area that there is not is one."""
    query = select(cases.c.area).where(cases.c.deleted.is_(None)).distinct().order_by(cases.c.area)
    areas = list(connection.execute(query).scalars())
    if area in areas:
        return
    shown = ", ".join(each or "one without a name" for each in areas[:_AREAS_SHOWN])
    more = ", ..." if len(areas) > _AREAS_SHOWN else ""
    there = f"Areas are: {shown}{more}" if areas else "The hub has no cases yet"
    raise NotThere("not_there", f"No case is in the area {area[:100]}. {there}. None was assigned.", where="area")


def _named(connection: Connection, by_id: Sequence[str], by_reference: Sequence[str]) -> Sequence[Row[Any]]:
    """The cases of these ids, or else of these references, locked in order. Raises Unfit, NotThere."""
    named, column, way = (by_id, cases.c.id, "cases") if by_id else (by_reference, cases.c.reference, "references")
    names = list(dict.fromkeys(fit(name, "the name of a case", way) for name in named))
    these = select(*_COLUMNS, column.label("name")).where(among(connection, column, names), cases.c.deleted.is_(None))
    found = connection.execute(_in_order(these)).all()
    _refuse_unclear(found, names, way)
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
            "not_there",
            f"{len(unknown)} of {len(names)} cases are not known: {shown}. Nothing was changed.",
            where=where,
        )
    if len(found) > len(names):
        raise Unfit(
            "unfit",
            "Cases of more than one instrument have some of these references. Name them by their ids.",
            where=where,
        )
