"""Leases: which laptop may write a case, and the taking of a case by the first laptop that asks for it.

    taken = take(connection, principal, case_keys)          # holder and term, in one statement
    lease(hub, known(hub, connection), Lease(...))          # what the laptop shows for it

A lease has the time of the order that brought it, so that the same laptop, asking again, gets the same bytes again.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from capi.hub.hub import Hub, Principal
from capi.hub.many import among
from capi.hub.order_book import ToAssign, kind_of
from capi.hub.tables import cases, devices
from capi.hub.tables import orders as book
from capi.sync.messages import Lease
from capi.sync.office_messages import DeviceState
from capi.sync.signing import Purpose


def signed_lease(hub: Hub, lease: Lease) -> str:
    """The lease in its envelope."""
    return hub.sign(Purpose.LEASE, lease).decode()


def is_held() -> ColumnElement[bool]:
    """A laptop has the case and can still give it up: one that was replaced or lost holds nothing back."""
    ended = select(devices.c.key).where(devices.c.state != DeviceState.ACTIVE.value)
    return and_(cases.c.holder_key.is_not(None), cases.c.holder_key.not_in(ended))


def _is_free_for(principal: Principal) -> ColumnElement[bool]:
    return and_(
        cases.c.user_key == principal.user_key,
        cases.c.deleted.is_(None),
        cases.c.recalled.is_(None),
        cases.c.accepted_number.is_(None),
        ~is_held(),
        or_(cases.c.online.is_(None), _assigned_since()),
    )


def _assigned_since() -> ColumnElement[bool]:
    """What is answered online is no laptop's, unless it was given to one since: by the office, or because the respondent has agreed that an
    interviewer goes on with it."""
    assigned = book.c.kind == kind_of(ToAssign), book.c.user_key == cases.c.user_key
    since = select(book.c.number).where(book.c.case_key == cases.c.key, *assigned, book.c.made >= cases.c.online)
    return since.exists()


def takeable(connection: Connection, principal: Principal, case_keys: Collection[int]) -> list[int]:
    """Those of the cases that the laptop would get, were it to ask now."""
    wanted = select(cases.c.key).where(among(connection, cases.c.key, sorted(case_keys)), _is_free_for(principal))
    return list(connection.execute(wanted).scalars())


def take(connection: Connection, principal: Principal, case_keys: Collection[int]) -> dict[str, int]:
    """Makes the laptop the holder of those cases that nobody holds; gives their ids with their new terms.

    Two laptops of one account may ask at once: the row is the referee, and whoever comes second finds it taken.
    """
    in_order = (
        select(cases.c.key)
        .where(among(connection, cases.c.key, sorted(case_keys)), _is_free_for(principal))
        .order_by(cases.c.id)
    )
    free = connection.execute(in_order.with_for_update(key_share=True, of=cases)).scalars().all()
    if not free:
        return {}
    taken = (
        update(cases)
        .where(among(connection, cases.c.key, free), _is_free_for(principal))
        .values(holder_key=principal.device_key, term=cases.c.term + 1)
        .returning(cases.c.id, cases.c.term)
    )
    return dict(connection.execute(taken).all())
