"""Beginning online, and being through with it: who may write the case meanwhile, and what laptop and office are told.

From the first page on the hub alone writes the case: a laptop that had it holds it no more, and is told at its next round; so is the
office. What such a laptop has written by then, and not sent, is set apart as from any former holder. When the respondent is through, the
laptop is told that the case is no longer its own.
"""

import enum
from typing import Any

from sqlalchemy import Connection, Row, update

from capi.fieldwork.case import Status
from capi.hub import audit
from capi.hub.hub import Hub
from capi.hub.order_book import NewOrder, ToRecall, ToTellOnline, What, make_order, make_orders
from capi.hub.orders.begun_online import told_to_give_up
from capi.hub.tables import cases
from capi.hub.telephone.lines import leased, leave

_BEGUN = "The respondent answers it online."
_THROUGH = "The respondent has answered it online."
WHO = "respondent"
"""In the audit log, in place of an account."""


class Closed(enum.Enum):
    """Why a good code opens nothing."""

    THROUGH = "through"
    """All has been answered."""
    STOPPED = "stopped"
    WITH_INTERVIEWER = "with_interviewer"
    """An interviewer has begun, or goes on with what was begun online."""
    BEING_CALLED = "being_called"
    """The case lies before a telephone interviewer now."""


def closed(connection: Connection, case: Row[Any]) -> Closed | None:
    """Whether the case cannot be answered online now. The caller has locked its line."""
    if case.status == Status.COMPLETED.value:
        return Closed.THROUGH
    if case.status == Status.STOPPED.value:
        return Closed.STOPPED
    if case.online is None and case.status != Status.NOT_STARTED.value:
        return Closed.WITH_INTERVIEWER
    if case.online is not None and case.holder_key is None:
        return None
    if leased(connection, [case.key]):
        return Closed.BEING_CALLED
    return None if case.online is None else Closed.WITH_INTERVIEWER


def begin_online(hub: Hub, connection: Connection, case: Row[Any], *, serial: int) -> None:
    """By the code of that number. The hub writes the case from now on. The caller has locked its line, and seen that it is not closed."""
    now = hub.now()
    taken: dict[str, object] = {"holder_key": None}
    if case.recalled is not None:  # it was on its way to somebody else, or to nobody
        taken |= {"user_key": case.next_user_key, "next_user_key": None, "recalled": None}
    connection.execute(update(cases).where(cases.c.key == case.key).values(taken))
    leave(connection, [case.key])
    if case.user_key is not None and case.holder_key is not None:
        tell: What = ToTellOnline(device_key=case.holder_key, term=case.term, since=now)
        if case.recalled is not None:
            tell = ToRecall(reason=_BEGUN, device_key=case.holder_key, term=case.term, now=True)
        make_order(connection, NewOrder(case.user_key, tell, case.key), made_by="hub", now=now)
    audit.record(hub, connection, WHO, "online_begun", case.id, term=str(case.term), code=str(serial))


def end_online(hub: Hub, connection: Connection, case: Row[Any]) -> None:
    """She is through: the case is nobody's, and the laptop that had it is told to give it up."""
    through = {"user_key": None, "next_user_key": None}
    connection.execute(update(cases).where(cases.c.key == case.key).values(through))
    make_orders(connection, told_to_give_up(connection, case.key, _THROUGH), made_by="hub", now=hub.now())
    audit.record(hub, connection, WHO, "online_completed", case.id)
