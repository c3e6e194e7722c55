"""Going on with what was begun online: an interviewer does, because the respondent has agreed; or the telephone queue finds it again.

    go_on(hub, principal, case_id, GoOn(consent=True))      # the laptop's next orders bring the case

The modes stay marked answer by answer, as each is that of its sitting. When the laptop takes the case the respondent's own visits end; once it has
begun to ask, her code opens the questionnaire no more.
"""

from sqlalchemy import Connection, or_, select

from capi.fieldwork.case import Status
from capi.hub import audit
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal
from capi.hub.order_book import NewOrder, ToAssign, ToTellOnline, kind_of, make_order
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, telephone
from capi.hub.tables import orders as book
from capi.hub.telephone.lines import enter, is_expected, quiet_online
from capi.instrument.model import Mode
from capi.sync.messages import GoOn

_AT_ONCE = 500


def go_on(hub: Hub, principal: Principal, case_id: str, wanted: GoOn) -> None:
    """The case is for the laptop that asks, with its next orders. Asked again it is for it all the same.

    Raises Unfit without consent; NotThere for a case that is not this account's; Conflict where it is not answered online;
    NotAllowed, Unavailable.
    """
    require(principal, Action.GO_ON)
    with hub.database.writing() as connection:
        there = cases.c.id == fit(case_id, "the case", "id"), cases.c.deleted.is_(None)
        case = connection.execute(select(cases).where(*there).with_for_update(key_share=True)).one_or_none()
        if case is not None and case.status == Status.COMPLETED.value and _was_told(connection, principal, case.key):
            raise Conflict("conflict", f"The respondent of {case.reference} has answered everything online by now.")
        if case is None or case.user_key != principal.user_key:
            raise NotThere("not_there", f"No case {case_id[:100]} is yours.")
        if not wanted.consent:
            raise Unfit("unfit", "Go on with it only if the respondent agrees.", where="consent")
        if case.holder_key == principal.device_key:
            return
        if case.online is None or case.holder_key is not None:
            raise Conflict("conflict", f"The case {case.reference} is not answered online.")
        now = hub.now()
        make_order(connection, NewOrder(principal.user_key, ToAssign(), case.key), made_by=principal.user, now=now)
        audit.record(hub, connection, principal.user, "online_gone_on", case.id, device=principal.device or "")


def _was_told(connection: Connection, principal: Principal, case_key: int) -> bool:
    """Whether the account had the case when the respondent began: of others it learns nothing."""
    its_own = book.c.user_key == principal.user_key, book.c.kind == kind_of(ToTellOnline)
    wanted = select(book.c.number).where(book.c.case_key == case_key, *its_own)
    return connection.execute(wanted.limit(1)).first() is not None


def return_to_queue(hub: Hub) -> int:
    """Cases that were begun online and are nobody's lie in the telephone queue again, where no respondent has looked at them for days or
    one is to be called at a time that was agreed. How many. Raises Unavailable."""
    now = hub.now()
    nobodys = cases.c.user_key.is_(None), cases.c.holder_key.is_(None), cases.c.deleted.is_(None)
    wanted = (
        select(cases.c.key)
        .outerjoin(telephone, telephone.c.case_key == cases.c.key)
        .where(cases.c.online.is_not(None), cases.c.mode == Mode.TELEPHONE.value, *nobodys)
        .where(telephone.c.case_key.is_(None), or_(quiet_online(now), is_expected(now)))
        .order_by(cases.c.key)
        .limit(_AT_ONCE)
    )
    with hub.database.asking() as connection:
        keys = list(connection.execute(wanted).scalars())
    if keys:
        with hub.database.writing() as connection:
            held = select(cases.c.key).where(cases.c.key.in_(keys), cases.c.online.is_not(None), *nobodys)
            enter(connection, connection.execute(held.with_for_update(key_share=True)).scalars().all(), now)
    return len(keys)
