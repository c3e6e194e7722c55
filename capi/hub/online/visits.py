"""Visits: a respondent with her access code, from the first page to the last, whichever process of the hub she meets.

    entered = enter(hub, "7QK4-M2XD-9H3X", address, stays=False)      # the token is for the cookie
    read_visit(hub, entered.token, lambda visit: visit.alone.prompt("SchoolType"))
    write_visit(hub, entered.token, lambda visit: visit.answer("SchoolType", 3))

Each is one transaction: what `write_visit` has returned from is on the disk. Nothing is kept in memory between two pages: the
interview is what the journal says.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from capi.fieldwork.contents import Opened
from capi.hub.errors import Gone, HubError, NotThere
from capi.hub.hub import Hub, from_microseconds, to_microseconds
from capi.hub.online.access_codes import access_code_hash, read_access_code
from capi.hub.online.beginning import Closed, begin_online, closed
from capi.hub.online.visit import Visit
from capi.hub.people import lockout
from capi.hub.people.lockout import Patience
from capi.hub.tables import cases, invitations, visits
from capi.hub.telephone.lines import leave

IDLE = timedelta(minutes=45)
"""Without a page asked for, after so long the next one is shown only after the code was given again."""
STAYS = timedelta(hours=24)
"""The same where she has asked to be remembered; and so long an answer sent from an old page is still kept."""
GUESSES = Patience(free=10, longest=900, quiet=86_400)
"""Of one address. Stricter than elsewhere, as honest people hardly ever fail: a slip of the fingers is no try, nor is a code that is over."""
_TOUCHED = timedelta(minutes=1)
"""`seen` is not written more often than that by pages that write nothing else."""

# Put together once: for a page that takes two milliseconds that is a fifth of its time.
_INVITED = select(invitations).where(invitations.c.code_hash == bindparam("code_hash"))
_CASE = select(cases).where(cases.c.key == bindparam("key"))
_CASE_HELD = _CASE.with_for_update(key_share=True)
_VISIT = (
    select(visits, invitations.c.revoked)
    .join(invitations, invitations.c.key == visits.c.invitation_key)
    .where(visits.c.hash == bindparam("hash"))
)
_TOUCH = (
    update(visits).where(visits.c.hash == bindparam("visit"), visits.c.ended.is_(None)).values(seen=bindparam("now"))
)

_Result = TypeVar("_Result")


class NoVisit(HubError):
    """No visit has this token, or it was ended: the code is to be given again. `timed_out`: she was away for too long."""

    def __init__(self, *, timed_out: bool = False, through: bool = False) -> None:
        super().__init__("not_signed_in", "Enter your access code to continue.")
        self.timed_out = timed_out
        self.through = through


class CannotAnswer(HubError):
    """The case cannot be answered online now; `closed` says why."""

    def __init__(self, why: Closed) -> None:
        super().__init__("conflict", f"This questionnaire cannot be answered online now ({why.value}).")
        self.closed = why


@dataclass(frozen=True, slots=True)
class Entered:
    """`begun`: this was the first time."""

    token: str
    begun: bool


def enter(hub: Hub, typed: str, address: str, *, stays: bool) -> Entered:
    """A visit by an access code, however it was typed; the first one begins the case online.

    Raises NotThere for what is no code or a mistyped one (`where` is then "code", and no try is counted), Gone for one that has run out
    or was taken back, CannotAnswer, TooManyTries, Unavailable.
    """
    code = read_access_code(typed)
    if code is None:
        raise NotThere("not_there", "That is not an access code.", where="code")
    here = lockout.of_address(hub, "access code", address, GUESSES)
    with hub.database.writing() as connection:
        lockout.refuse_too_many(hub, connection, [here])
        found = connection.execute(_INVITED, {"code_hash": access_code_hash(hub, code)}).one_or_none()
        if found is None:
            lockout.add(hub, connection, [here])
            refusal: HubError = NotThere("not_there", "No questionnaire has this access code.")
        else:
            entered = _enter(hub, connection, found, stays=stays)
            if isinstance(entered, Entered):
                return entered
            refusal = entered
    raise refusal


def read_visit(hub: Hub, token: str, look: Callable[[Visit], _Result]) -> _Result:
    """What `look` makes of the visit. Raises NoVisit, CannotAnswer, Unavailable, and what `look` raises."""
    with hub.database.reading() as connection:
        row = _visit(connection, token)
        _refuse_old(hub, row, IDLE)
        case = connection.execute(_CASE, {"key": row.case_key}).one()
        _refuse_closed(connection, case)
        looked = look(Visit(hub, connection, case, row.began))
    if hub.now() - from_microseconds(row.seen) > _TOUCHED:
        with hub.database.writing() as connection:
            _touch(hub, connection, row)
    return looked


def write_visit(hub: Hub, token: str, step: Callable[[Visit], _Result]) -> _Result:
    """The same where something may be written, all of it or nothing.

    An answer that comes from a page that has waited for longer than the visit lasts is kept all the same, for a day: then `timed_out` of
    the visit is set, and nothing more of the questionnaire is to be shown.
    """
    with hub.database.writing() as connection:
        row = _visit(connection, token)
        _refuse_old(hub, row, STAYS)
        case = connection.execute(_CASE_HELD, {"key": row.case_key}).one()
        _refuse_closed(connection, case)
        visit = Visit(hub, connection, case, row.began)
        visit.timed_out = _is_old(hub, row, IDLE)
        done = step(visit)
        visit.keep()
        if visit.timed_out or visit.left:
            ended = update(visits).where(visits.c.hash == row.hash).values(ended=to_microseconds(hub.now()))
            connection.execute(ended)
        else:
            _touch(hub, connection, row)
    return done


def _enter(hub: Hub, connection: Connection, invited: Row[Any], *, stays: bool) -> Entered | HubError:
    now = to_microseconds(hub.now())
    case = connection.execute(_CASE_HELD, {"key": invited.case_key}).one()
    # Read again: locks are taken from the case on, and it may have been taken back while this one waited.
    invited = connection.execute(select(invitations).where(invitations.c.key == invited.key)).one()
    if invited.revoked is not None or invited.expires <= now or case.deleted is not None:
        return Gone("code_used", "This access code is no longer good.")
    why = closed(connection, case)
    if why is not None:
        return CannotAnswer(why)
    begun = case.online is None
    if begun:
        begin_online(hub, connection, case, serial=invited.serial)
    else:
        leave(connection, [case.key])  # she goes on herself: nobody rings her
    token = secrets.token_urlsafe(32)
    visit = {
        "hash": token_hash(token),
        "case_key": case.key,
        "invitation_key": invited.key,
        "began": now,
        "seen": now,
        "stays": stays,
    }
    connection.execute(insert(visits).values(visit))
    Visit(hub, connection, case, now, opened=Opened()).keep()
    entered = update(invitations).where(invitations.c.key == invited.key, invitations.c.entered.is_(None))
    connection.execute(entered.values(entered=now))
    return Entered(token, begun)


def _visit(connection: Connection, token: str) -> Row[Any]:
    row = connection.execute(_VISIT, {"hash": token_hash(token)}).one_or_none()
    if row is None or row.ended is not None or row.revoked is not None:
        raise NoVisit
    return row


def _refuse_old(hub: Hub, row: Row[Any], most: timedelta) -> None:
    if _is_old(hub, row, most):
        raise NoVisit(timed_out=True)


def _is_old(hub: Hub, row: Row[Any], most: timedelta) -> bool:
    return hub.now() - from_microseconds(row.seen) > (STAYS if row.stays else most)


def _refuse_closed(connection: Connection, case: Row[Any]) -> None:
    why = closed(connection, case)
    if why is not None:
        raise CannotAnswer(why)
    if case.online is None or case.deleted is not None:  # the hub was restored to before the beginning
        raise NoVisit


def _touch(hub: Hub, connection: Connection, row: Row[Any]) -> None:
    connection.execute(_TOUCH, {"visit": row.hash, "now": to_microseconds(hub.now())})


def token_hash(token: str) -> str:
    """What the hub keeps of it."""
    return hashlib.sha256(token.encode()).hexdigest()
