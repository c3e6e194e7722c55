"""Orders: what a laptop is told at its sync round. It takes the cases that are its account's and that no other laptop has.

    told = orders(hub, principal, after=cursor, limit=100)

In three steps: which orders come next; the cases among them are taken, in a short transaction of its own; then all is
told from one view of the database. A laptop whose line was cut asks again, and is told the same again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from sqlalchemy import Connection, select

from capi.hub import audit
from capi.hub.errors import Unfit
from capi.hub.hub import Hub, Principal, known
from capi.hub.journals.online_sittings import end_visits
from capi.hub.many import among
from capi.hub.order_book import ToAssign, kind_of, make_orders
from capi.hub.orders.begun_online import told_to_give_up
from capi.hub.orders.delivering import keep_lease
from capi.hub.orders.frames import tell_of_frame
from capi.hub.orders.instruments import offer_missing
from capi.hub.orders.leases import take, takeable
from capi.hub.orders.telling import Told, told
from capi.hub.policy import Action, allowed, require
from capi.hub.tables import cases
from capi.hub.tables import orders as book
from capi.sync.messages import Orders

MOST_AT_ONCE = 500
"""Orders of one answer."""
MOST_ENTRIES_AT_ONCE = 20_000
"""Of the journals that go with them; at least one case is always told."""
_ANOTHER_HAS_IT = "Another laptop goes on with what was begun online."


@dataclass(frozen=True, slots=True)
class _Page:
    """The orders of one answer: those after `after` up to `last`, with the cases to be given among them."""

    after: int
    last: int
    more: bool
    cases: Sequence[int]


def orders(hub: Hub, principal: Principal, after: int, limit: int) -> Orders:
    """What the office wants of the account after the cursor, as far as it still holds.

    Raises NotAllowed, Unavailable; Unfit where the cursor or the limit is no number of orders.
    """
    require(principal, Action.FETCH)
    if after < 0 or limit < 1:
        raise Unfit("unfit", "A cursor is 0 or more, and a limit 1 or more.", where="after" if after < 0 else "limit")
    if after == 0:
        offer_missing(hub, principal)
        tell_of_frame(hub, principal)
    if allowed(principal.role, Action.CALL):
        keep_lease(hub, principal)
    with hub.database.reading() as connection:
        page = _next_page(connection, principal, after, min(limit, MOST_AT_ONCE))
        free = takeable(connection, principal, page.cases) if page.cases else []
        if page.last == after:
            return Orders(epoch=known(hub, connection).epoch, orders=[], cursor=after, more=False)
    if free:
        _take(hub, principal, free)
    with hub.database.reading() as connection:
        its = known(hub, connection)
        found = told(hub, connection, Told(principal, its, page.after, page.last))
    return Orders(epoch=its.epoch, orders=found, cursor=page.last, more=page.more)


def _take(hub: Hub, principal: Principal, case_keys: Collection[int]) -> None:
    with hub.database.writing() as connection:
        begun_online = end_visits(hub, connection, _still_online(connection, principal, case_keys))
        taken = take(connection, principal, case_keys)
        if taken:
            gone = [
                each
                for key in begun_online
                for each in told_to_give_up(connection, key, _ANOTHER_HAS_IT, but=principal.device_key)
            ]
            make_orders(connection, gone, made_by=principal.user, now=hub.now())
            # Which laptop had which case must be known later on, even where it never sent a word.
            listed = " ".join(f"{quote(case_id, safe='')}:{term}" for case_id, term in sorted(taken.items()))
            audit.record(hub, connection, principal.user, "cases_taken", principal.device or "", cases=listed)


def _still_online(connection: Connection, principal: Principal, case_keys: Collection[int]) -> list[int]:
    """Those of the cases that are answered online, and that the laptop gets all the same. Locked: a respondent may be beginning just now."""
    answered = among(connection, cases.c.key, sorted(case_keys)), cases.c.online.is_not(None)
    held = select(cases.c.key).where(*answered).order_by(cases.c.id).with_for_update(key_share=True)
    keys = connection.execute(held).scalars().all()
    return takeable(connection, principal, keys) if keys else []


def _next_page(connection: Connection, principal: Principal, after: int, limit: int) -> _Page:
    """Ends before the journals to be sent grow too long. Where nothing comes after the cursor, its last is the cursor."""
    wanted = (
        select(book.c.number, book.c.kind, book.c.case_key)
        .where(book.c.user_key == principal.user_key, book.c.number > after)
        .order_by(book.c.number)
        .limit(limit + 1)
    )
    listed = connection.execute(wanted).all()
    lengths = _lengths(connection, principal, [row.case_key for row in listed if row.kind == kind_of(ToAssign)])
    given: dict[int, int] = {}
    last, entries = after, 0
    for row in listed[:limit]:
        if row.kind == kind_of(ToAssign) and row.case_key in lengths:
            entries += lengths[row.case_key]
            if given and entries > MOST_ENTRIES_AT_ONCE:
                return _Page(after, last, more=True, cases=tuple(given))
            given[row.case_key] = row.number
        last = row.number
    return _Page(after, last, more=len(listed) > limit, cases=tuple(given))


def _lengths(connection: Connection, principal: Principal, case_keys: Sequence[int]) -> dict[int, int]:
    """How many entries go with each of the cases that are still the account's."""
    # Two statements and no join: joined by a planner that has not counted a new table yet, it can take minutes.
    wanted = select(cases.c.key, cases.c.user_key, cases.c.number).where(among(connection, cases.c.key, case_keys))
    return {key: number for key, user, number in connection.execute(wanted) if user == principal.user_key}
