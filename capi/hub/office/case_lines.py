"""The list of cases as the office sees it: chosen by status, area, account and outcome, searched, page by page.

    page = case_lines(hub, principal, CaseFilter(area="North", search="mill lane", limit=200))
    more = case_lines(hub, principal, CaseFilter(area="North", search="mill lane", after=page.next))

Names and addresses are searched and shown only for those who may see them. Lines are in the order of instrument and
reference, which is an index of the table, so that every page of 100,000 cases is equally near.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB

from capi.fieldwork.contact import Contact
from capi.hub.errors import NotThere, Unfit
from capi.hub.hub import Hub, Principal, from_microseconds
from capi.hub.many import among
from capi.hub.office.online_lines import codes_until
from capi.hub.orders.leases import is_held
from capi.hub.people.texts import fit
from capi.hub.policy import Action, allowed, require
from capi.hub.tables import cases, contacts, devices, instruments, quarantine, users
from capi.sync.office_messages import MOST_LISTED, CaseLine, CaseLines

UNASSIGNED = "unassigned"
"""Instead of an account's name: the cases that are nobody's."""
ACCEPTED = "accepted"
"""Instead of a status: completed, and the office has accepted it."""
ONLINE = "online"
"""Instead of a status: the respondent is answering it online."""
NO_OUTCOME = "none"
"""Instead of an outcome code: none is confirmed."""

_CONTACT = msgspec.json.Decoder(Contact)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases, and which page of them: at most `limit` after the case with the id `after`.

    None, as an empty text elsewhere than in `area`, is any. `status` is one of a case, `accepted` or `online`; `user` an account,
    or `unassigned`; `outcome` a code, or `none`; `result` that of the last call.
    """

    status: str = ""
    area: str | None = None
    user: str | None = None
    outcome: str = ""
    result: str = ""
    search: str = ""
    after: str = ""
    limit: int = 200


def case_lines(hub: Hub, principal: Principal, wanted: CaseFilter) -> CaseLines:
    """One page. Raises Unfit where `after` is no case, NotAllowed, Unavailable."""
    require(principal, Action.SEE_CASES)
    chosen = _chosen(hub, principal, wanted)
    limit = max(1, min(wanted.limit, MOST_LISTED))
    with hub.database.reading() as connection:
        total = connection.execute(_counted(chosen)).scalar_one()
        page = [*chosen, _comes_after(connection, wanted.after)] if wanted.after else chosen
        order = cases.c.instrument_name, cases.c.reference
        found = connection.execute(_lines(principal).where(*page).order_by(*order).limit(limit + 1)).all()
        lines = _worded(connection, found[:limit])
    return CaseLines(cases=lines, total=total, next=lines[-1].id if len(found) > limit else "")


def case_line(hub: Hub, principal: Principal, case_id: str) -> CaseLine:
    """One case. Raises NotThere, also where only its line is left; NotAllowed, Unavailable."""
    require(principal, Action.SEE_CASES)
    with hub.database.reading() as connection:
        return line_of(connection, principal, case_id)


def line_of(connection: Connection, principal: Principal, case_id: str) -> CaseLine:
    """One case. Raises NotThere, also where only its line is left."""
    there = cases.c.id == fit(case_id, "the case", "id"), cases.c.deleted.is_(None)
    found = connection.execute(_lines(principal).where(*there)).all()
    if not found:
        raise _not_there(case_id)
    return _worded(connection, found)[0]


def locked_case(connection: Connection, case_id: str) -> Row[Any]:
    """The case, held for this transaction, with `held`: whether a laptop has it that can give it up. Raises NotThere."""
    there = cases.c.id == fit(case_id, "the case", "id"), cases.c.deleted.is_(None)
    wanted = select(cases, is_held().label("held")).where(*there)
    case = connection.execute(wanted.with_for_update(key_share=True, of=cases)).one_or_none()
    if case is None:
        raise _not_there(case_id)
    return case


def _chosen(hub: Hub, principal: Principal, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [cases.c.deleted.is_(None)]
    if wanted.status:
        chosen.append(_has_status(fit(wanted.status, "the status", "status")))
    if wanted.area is not None:
        chosen.append(cases.c.area == fit(wanted.area, "the area", "area"))
    if wanted.user == UNASSIGNED:
        chosen.append(cases.c.user_key.is_(None))
    elif wanted.user:
        chosen.append(users.c.name == fit(wanted.user, "the account", "user"))
    if wanted.outcome:
        code = fit(wanted.outcome, "the outcome code", "outcome")
        chosen.append(cases.c.outcome == ("" if code == NO_OUTCOME else code))
    if wanted.result:
        chosen.append(cases.c.last_result == fit(wanted.result, "the result", "result"))
    if search := fit(wanted.search, "what is searched for", "search").strip():
        chosen.append(found_by(hub, search, with_contacts=_sees_contacts(principal)))
    return chosen


def _sees_contacts(principal: Principal) -> bool:
    return allowed(principal.role, Action.SEE_CONTACTS)


def _not_there(case_id: str) -> NotThere:
    return NotThere("not_there", f"There is no case {case_id[:100]}.")


def _has_status(status: str) -> ColumnElement[bool]:
    if status == ACCEPTED:
        return cases.c.accepted_number.is_not(None)
    if status == ONLINE:
        return cases.c.online.is_not(None)
    return and_(cases.c.status == status, or_(cases.c.accepted_number.is_(None), cases.c.status != "completed"))


def found_by(hub: Hub, search: str, *, with_contacts: bool) -> ColumnElement[bool]:
    """What is searched for is a text: a percent sign or an underscore in it means itself."""
    found = [cases.c.reference.icontains(search, autoescape=True), cases.c.id == search]
    if with_contacts:
        found += [each.icontains(search, autoescape=True) for each in _said_of_contacts(hub)]
    return or_(*found)


def _said_of_contacts(hub: Hub) -> list[ColumnElement[str]]:
    """What contact details say, without the names of their fields, which stand in all of them."""
    kept = contacts.c.contact
    # On SQLite a cast to JSON is one to a number: there the text is only read as JSON.
    details = cast(kept, JSONB()) if hub.database.is_postgresql else type_coerce(kept, JSON())
    return [details[name].as_string() for name in Contact.__struct_fields__]


def _comes_after(connection: Connection, case_id: str) -> ColumnElement[bool]:
    last = connection.execute(
        select(cases.c.instrument_name, cases.c.reference).where(cases.c.id == fit(case_id, "the case", "after"))
    ).one_or_none()
    if last is None:
        raise Unfit("unfit", f"There is no case {case_id[:100]} to go on after.", where="after")
    return tuple_(cases.c.instrument_name, cases.c.reference) > tuple_(literal(last[0]), literal(last[1]))


def _counted(chosen: Sequence[ColumnElement[bool]]) -> Select[int]:
    counted = select(func.count()).select_from(cases).outerjoin(users, users.c.key == cases.c.user_key)
    return counted.outerjoin(contacts, contacts.c.case_key == cases.c.key).where(*chosen)


def _lines(principal: Principal) -> Select[Any]:
    shown = contacts.c.case_key == cases.c.key
    return (
        select(
            cases,
            instruments.c.version,
            users.c.name.label("user"),
            devices.c.id.label("holder"),
            contacts.c.contact,
        )
        .join(instruments, instruments.c.key == cases.c.instrument_key)
        .outerjoin(users, users.c.key == cases.c.user_key)
        .outerjoin(devices, devices.c.key == cases.c.holder_key)
        .outerjoin(contacts, shown if _sees_contacts(principal) else and_(shown, false()))
    )


def _worded(connection: Connection, found: Sequence[Row[Any]]) -> list[CaseLine]:
    apart = (
        select(quarantine.c.case_key, func.count())
        .where(quarantine.c.decision.is_(None), among(connection, quarantine.c.case_key, [row.key for row in found]))
        .group_by(quarantine.c.case_key)
    )
    quarantined: dict[int, int] = dict(connection.execute(apart).all())
    invited = codes_until(connection, [row.key for row in found])
    return [_line(row, quarantined.get(row.key, 0), invited.get(row.key)) for row in found]


def _line(row: Row[Any], quarantined: int, invited: datetime | None) -> CaseLine:
    times = {
        name: from_microseconds(microseconds)
        for name in ("completed", "last_worked", "received", "last_call", "appointment", "online")
        if (microseconds := getattr(row, name)) is not None
    }
    return CaseLine(
        id=row.id,
        reference=row.reference,
        instrument=row.instrument_name,
        version=row.version,
        mode=row.mode,
        area=row.area,
        status=row.status,
        user=row.user or "",
        holder=row.holder or "",
        entries=row.number,
        label="" if row.contact is None else _CONTACT.decode(row.contact).label,
        accepted=row.accepted_number is not None,
        returned=row.returned is not None,
        recalled=row.recalled is not None,
        quarantined=quarantined,
        backed_up=row.backed_up >= row.number,
        calls=row.calls,
        last_result=row.last_result,
        outcome=row.outcome,
        invited=invited,
        **times,
    )
