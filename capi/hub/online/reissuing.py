"""One case's access code: a new one, to be read out over the telephone, and taking back the one it has.

given = reissue(hub, principal, case_id, until=None)    # AccessCode, shown once
revoke(hub, principal, case_id)
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from capi.hub import audit
from capi.hub.errors import Conflict, NotThere, Unfit
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.online.access_codes import access_code, in_groups
from capi.hub.online.good_until import last_day_expires, refuse_day
from capi.hub.online.invitations import LeftOut, Looking, Terms, invitees, make_codes, take_back
from capi.hub.people.hub_settings import read_settings
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import cases, invitations, samples
from capi.sync.office_messages import AccessCode

USUAL_DAYS = 28
_WHY = {
    LeftOut.NOT_ONLINE: "Its instrument is not for self-completion, so nobody can answer it online.",
    LeftOut.THROUGH: "All has been answered already.",
    LeftOut.STOPPED: "The interview was stopped for good.",
    LeftOut.WITH_INTERVIEWER: "An interviewer has begun it, and goes on with it.",
}


def reissue(hub: Hub, principal: Principal, case_id: str, until: datetime | None = None) -> AccessCode:
    """A code in place of all that the case has had: those are no good from now on, and whoever is in by one is out.

    Without `until` it is good as long as the one before, and for four weeks at least. Raises Conflict where the case cannot be answered
    online (any more), Unfit for a day that is over or far away, NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.INVITE)
    with hub.database.writing() as connection:
        case = _locked(connection, case_id)
        looking = Looking.at(hub, connection, [case.instrument_key])
        why = looking.barred(case)
        if why is not None:
            raise Conflict("conflict", f"There is no access code for {case.reference}. {_WHY[why]}")
        expires = _expires(hub, case, until)
        (serial,) = make_codes(hub, connection, [case], Terms(to_microseconds(expires), principal.user))
        settings = read_settings(connection)
        about = {"serial": str(serial), "until": expires.isoformat()}
        audit.record(hub, connection, principal.user, "access_code_given", case.id, **about)
    return AccessCode(
        code=in_groups(access_code(hub, case.id, serial)),
        case=case.id,
        reference=case.reference,
        expires=expires,
        serial=serial,
        address=settings.online_address,
    )


def revoke(hub: Hub, principal: Principal, case_id: str) -> None:
    """No code of the case is good any more, and whoever is in by one is out; what she has answered stays.

    Raises Conflict where it has none, NotThere, NotAllowed, Unavailable.
    """
    require(principal, Action.INVITE)
    with hub.database.writing() as connection:
        case = _locked(connection, case_id)
        taken = take_back(connection, [case.key], to_microseconds(hub.now()))
        if not taken:
            raise Conflict("conflict", f"The case {case.reference} has no access code that could be taken back.")
        audit.record(hub, connection, principal.user, "access_code_revoked", case.id, codes=str(taken))


def case_named(hub: Hub, given: str) -> str:
    """The id of the case with this id or reference. Raises NotThere; Conflict where several have it."""
    named = (cases.c.id == given) | (cases.c.reference == given)
    with hub.database.reading() as connection:
        wanted = select(cases.c.id).where(named, cases.c.deleted.is_(None)).limit(2)
        ids = connection.execute(wanted).scalars().all()
    if not ids:
        raise NotThere("not_there", f"There is no case {given[:100]}.")
    if len(ids) > 1:
        raise Conflict("conflict", f"Several instruments have a case {given[:100]}. Name it by its id.")
    return str(ids[0])


def _locked(connection: Connection, case_id: str) -> Row[Any]:
    """The case, held for this transaction, with its latest invitation. Raises NotThere."""
    its_own = cases.c.id == fit(case_id, "the case", "id"), cases.c.deleted.is_(None)
    found = connection.execute(select(cases.c.key, cases.c.sample_key).where(*its_own)).one_or_none()
    if found is not None:
        # In this order: whoever invites the sample holds it first, and whoever enters her code before its case.
        sample = select(samples.c.key).where(samples.c.key == found.sample_key)
        connection.execute(sample.with_for_update(key_share=True))
        codes = select(invitations.c.key).where(invitations.c.case_key == found.key).order_by(invitations.c.key)
        connection.execute(codes.with_for_update(key_share=True)).all()
        connection.execute(select(cases.c.key).where(cases.c.key == found.key).with_for_update(key_share=True))
    case = connection.execute(invitees().where(*its_own)).one_or_none()
    if case is None:
        raise NotThere("not_there", f"There is no case {case_id[:100]}.")
    return case


def _expires(hub: Hub, case: Row[Any], until: datetime | None) -> datetime:
    """Raises Unfit."""
    now = hub.now()
    if until is None:
        usual = last_day_expires(now, USUAL_DAYS)
        return usual if case.expires is None else max(usual, from_microseconds(case.expires))
    if until.tzinfo is None:
        raise Unfit("unfit", "Until when the code is good needs a time zone.", where="until")
    refuse_day(until, now)
    return until.astimezone(UTC)
