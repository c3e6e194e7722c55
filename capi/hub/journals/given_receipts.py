"""The receipts the hub has given: what it has signed for, and when."""

import msgspec
from sqlalchemy import select

from capi.hub import tables
from capi.hub.hub import Hub, Principal
from capi.hub.policy import Action, require
from capi.sync.messages import Receipt
from capi.sync.signing import Signed


def receipts(hub: Hub, principal: Principal, limit: int = 100) -> list[Receipt]:
    """The latest ones, in the order they were given. Raises NotAllowed, Unavailable."""
    require(principal, Action.SEE_PROGRESS)
    given = tables.receipts.c
    with hub.database.reading() as connection:
        latest = select(given.receipt).order_by(given.received.desc(), given.batch.desc()).limit(limit)
        found = connection.execute(latest).scalars().all()
    statements = (msgspec.json.decode(signed, type=Signed).statement for signed in found)
    return [msgspec.json.decode(statement, type=Receipt) for statement in statements][::-1]
